"""manage.py extend_series, and what is stored when somebody looks beyond what is laid out."""

from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from clients.domain import deactivate, reactivate
from conftest import NOW
from scheduling.domain import availability, booking, horizon, series
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.putting_back import in_the_way
from scheduling.models import Series, Session
from scheduling.tests.factories import SessionFactory, TimelineFactory

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin, a Tuesday
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=366)


@pytest.fixture
def daily(alice, emma, now) -> Series:
    timeline = TimelineFactory(trainer=alice, client=emma)
    values = {"timeline": timeline, "title": "Yoga", "start": TEN, "end": TEN + HOUR, "cycle": "DAILY"}
    return series.create(alice, values, now=now)


def extend(later: timedelta) -> str:
    out = StringIO()
    with time_machine.travel(NOW + later, tick=False):
        call_command("extend_series", stdout=out)
    return out.getvalue()


def test_extend(daily):
    assert extend(10 * DAY) == "Added 10 sessions for 1 trainers.\n"

    assert Session.objects.count() == 376
    assert Session.objects.values("occurrence_on").distinct().count() == 376


def test_extend_twice(daily):
    extend(10 * DAY)

    assert extend(10 * DAY) == "Added 0 sessions for 0 trainers.\n"


def test_extend_after_years_leaves_no_gap(daily):
    extend(3 * YEAR)

    days = list(Session.objects.order_by("occurrence_on").values_list("occurrence_on", flat=True))
    assert len(days) == 4 * 366
    assert days == [days[0] + n * DAY for n in range(len(days))]


def test_extend_until_the_series_ends(alice, daily, now):
    series.revise(daily, {"count": 370}, now=now)

    assert extend(10 * DAY) == "Added 4 sessions for 1 trainers.\n"
    assert Series.objects.get().laid_out_until is None


def test_extend_leaves_removed_ones_and_those_of_inactive_clients(emma, daily, now):
    deactivate(emma)
    assert extend(10 * DAY) == "Added 0 sessions for 0 trainers.\n"

    reactivate(emma)
    series.remove(daily, now=now)
    assert extend(10 * DAY) == "Added 0 sessions for 0 trainers.\n"


@pytest.mark.parametrize("seen_by", ["extend", "look"])
def test_client_who_comes_back_has_nothing_of_the_time_between(alice, emma, daily, now, seen_by):
    back = now + 2 * YEAR
    deactivate(emma)
    with time_machine.travel(back, tick=False):
        reactivate(emma)

    if seen_by == "extend":
        extend(2 * YEAR + DAY)
    else:
        horizon.look(alice, now, back + YEAR, now=back + DAY)

    days = list(Session.objects.order_by("occurrence_on").values_list("occurrence_on", flat=True))
    assert days[:366] == [TEN.date() + n * DAY for n in range(366)]
    assert days[366:] == [back.date() + n * DAY for n in range(len(days) - 366)]
    assert len(days) >= 2 * 366


def test_extend_into_a_time_that_is_taken(emma, daily, now):
    """Nobody could see it coming: it was booked when the day was further away than series are decided."""
    far = TEN + timedelta(days=3700)
    SessionFactory(client=emma, scheduled_start=far, title="Wedding")

    horizon.look(daily.trainer, far - DAY, far + 2 * DAY, now=now + timedelta(days=200))

    found = Session.objects.filter(scheduled_start__gte=far - DAY, scheduled_start__lt=far + 2 * DAY)
    assert [(s.title, s.status, s.notes) for s in found.order_by("scheduled_start", "id")] == [
        ("Yoga", "scheduled", None),
        ("Wedding", "scheduled", None),
        ("Yoga", "cancelled", horizon.NO_PLACE),
        ("Yoga", "scheduled", None),
    ]


def test_a_look_stores_what_is_there_once(alice, daily, now):
    day = (TEN + timedelta(days=9 * 365)).date()

    for _ in range(2):
        booked = availability.of_day(alice, day, HOUR, now=now).booked
        assert [(s.title, s.occurrence_on) for s in booked] == [("Yoga", day)]
    assert Session.objects.count() == 367


def test_a_look_beyond_ten_years_shows_nothing(alice, daily, now):
    day = (TEN + timedelta(days=11 * 365)).date()

    assert availability.of_day(alice, day, HOUR, now=now).booked == []


def test_booking_nine_years_ahead_meets_the_series(alice, emma, daily, now):
    far = TEN + timedelta(days=9 * 365)
    values = {"client": emma, "title": "HIIT", "scheduled_start": far, "scheduled_end": far + HOUR}

    with pytest.raises(SchedulingConflict) as conflict:
        booking.book(alice, values, now=now)

    found = conflict.value.in_the_way
    assert found == Session.objects.get(scheduled_start=far)
    assert (found.title, found.series) == ("Yoga", daily)


@pytest.mark.parametrize("act", ["book", "move"])
def test_who_stands_in_meets_the_series_of_whose_client_it_is(alice, charlie, emma, daily, now, act):
    far = TEN + timedelta(days=9 * 365)
    times = {"scheduled_start": far, "scheduled_end": far + HOUR}
    session = SessionFactory(client=emma, trainer=charlie, scheduled_start=now)
    acts = {
        "book": partial(booking.book, charlie, {"client": emma, "title": "HIIT", **times}, stands_in=True),
        "move": partial(booking.revise, session, times),
    }

    with pytest.raises(SchedulingConflict) as conflict:
        acts[act](now=now)

    found = conflict.value.in_the_way
    assert found == Session.objects.get(scheduled_start=far)
    assert (found.trainer, found.status) == (alice, "scheduled")


def test_what_stands_in_again_meets_the_series_of_whose_client_it_is(alice, charlie, emma, daily, now):
    """Undone beyond what is laid out: nobody has looked there yet."""
    far = TEN + timedelta(days=9 * 365)
    session = SessionFactory(client=emma, trainer=charlie, scheduled_start=far, title="HIIT")

    (collision,) = in_the_way(charlie, [session], now=now)

    assert (collision.taken.trainer_id, collision.taken.title) == (alice.pk, "Yoga")


def test_a_session_deleted_beyond_the_horizon_is_not_made_again(alice, daily, now):
    day = (TEN + timedelta(days=9 * 365)).date()
    (session,) = availability.of_day(alice, day, HOUR, now=now).booked
    booking.remove(session, now=now)

    assert availability.of_day(alice, day, HOUR, now=now).booked == []


def test_look_queries(alice, daily, now, django_assert_num_queries):
    with django_assert_num_queries(1):  # series to come
        horizon.look(alice, TEN, TEN + DAY, now=now)
