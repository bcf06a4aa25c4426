"""Counts of sessions that agree with each other, with every status and type there."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduling.domain.statistics import summarize
from scheduling.models import Session
from scheduling.tests.factories import OccurrenceFactory, SessionFactory

NOW = datetime(2027, 6, 8, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def test_summarize_nothing(db):
    assert summarize(Session.objects.all(), now=NOW) == {
        "total_sessions": 0,
        "by_status": {"scheduled": 0, "completed": 0, "cancelled": 0, "no-show": 0},
        "by_type": {"personal": 0, "group": 0, "online": 0, "assessment": 0, "consultation": 0},
        "upcoming_sessions": 0,
    }


def test_summarize(emma):
    kinds = [
        ("scheduled", "personal", -1),
        ("scheduled", "personal", 0),
        ("scheduled", "group", 1),
        ("completed", "online", -2),
        ("cancelled", "assessment", 2),
        ("no-show", "personal", 3),
    ]
    for status, session_type, days in kinds:
        SessionFactory(
            client=emma, status=status, session_type=session_type, scheduled_start=NOW + days * DAY
        )

    assert summarize(Session.objects.all(), now=NOW) == {
        "total_sessions": 6,
        "by_status": {"scheduled": 3, "completed": 1, "cancelled": 1, "no-show": 1},
        "by_type": {"personal": 3, "group": 1, "online": 1, "assessment": 1, "consultation": 0},
        "upcoming_sessions": 2,
    }


def test_summarize_what_is_given_only(emma, charlie):
    SessionFactory(client=emma)
    SessionFactory(client__trainer=charlie)

    assert summarize(Session.objects.for_trainer(charlie), now=NOW)["total_sessions"] == 1


def test_summarize_without_client(alice, emma):
    OccurrenceFactory(series__timeline__trainer=alice, scheduled_start=NOW, session_type="group")
    OccurrenceFactory(series__timeline__trainer=alice, scheduled_start=NOW - DAY, status="completed")
    SessionFactory(client=emma, scheduled_start=NOW + DAY)

    assert summarize(Session.objects.for_trainer(alice), now=NOW) == {
        "total_sessions": 3,
        "by_status": {"scheduled": 2, "completed": 1, "cancelled": 0, "no-show": 0},
        "by_type": {"personal": 2, "group": 1, "online": 0, "assessment": 0, "consultation": 0},
        "upcoming_sessions": 2,
    }
    assert summarize(Session.objects.filter(client=emma), now=NOW)["total_sessions"] == 1


@pytest.mark.parametrize("count", [1, 3])
def test_summarize_in_one_query(emma, django_assert_num_queries, count):
    SessionFactory.create_batch(count, client=emma)

    with django_assert_num_queries(1):
        summary = summarize(Session.objects.all(), now=NOW)

    assert summary["total_sessions"] == sum(summary["by_status"].values()) == sum(summary["by_type"].values())
