"""A page of a trainer's sessions, one of them, and those under way."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduling.domain import listing
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 6, 1, tzinfo=UTC)
PLAIN = {"sort_by": "scheduled_start", "descending": False, "now": NOW}


@pytest.fixture
def booked(alice, emma, charlie):
    """Three of Alice's, an hour after each other; one of Charlie's."""
    first = SessionFactory(client=emma)
    later = [first.scheduled_start + timedelta(hours=hours) for hours in (1, 2)]
    SessionFactory(client__trainer=charlie)
    others = [
        SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + timedelta(hours=1))
        for start in later
    ]
    return [first, *others]


@pytest.mark.parametrize(
    ("start", "places", "total"), [(0, [0, 1], 3), (2, [2], 3), (3, [], 3), (2**63, [], 3)]
)
def test_page(alice, booked, start, places, total):
    rows, counted = listing.page(alice, {}, ("id",), start=start, length=2, **PLAIN)

    assert ([row[0] for row in rows], counted) == ([booked[place].pk for place in places], total)


@pytest.mark.parametrize(("start", "total"), [(0, 0), (2, 0)])
def test_page_of_none(alice, booked, start, total):
    like = {listing.SEARCH: "nothing like it"}

    assert listing.page(alice, like, ("id",), start=start, length=2, **PLAIN) == ([], total)


def test_one_is_the_trainers_own(alice, charlie, booked):
    assert tuple(listing.one(alice, booked[0].pk, ("id", "title"))) == (booked[0].pk, booked[0].title)
    assert listing.one(charlie, booked[0].pk, ("id", "title")) is None


def test_holding_and_in_range(alice, booked):
    Session.objects.filter(pk=booked[1].pk).update(status="no-show")
    Session.objects.filter(pk=booked[2].pk).update(status="cancelled")
    start, end = booked[0].scheduled_start, booked[2].scheduled_end

    assert listing.holding(alice, start, end, now=NOW) == booked[:1]
    assert [row[0] for row in listing.in_range(alice, start, end, ("id",), now=NOW)] == [
        it.pk for it in booked[:2]
    ]
    assert listing.holding(alice, booked[0].scheduled_end, end, now=NOW) == []
