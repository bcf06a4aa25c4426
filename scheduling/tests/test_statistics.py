"""Counts of sessions that agree with each other, with every status and type there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clients.tests.factories import ClientFactory
from scheduling.domain.periods import month
from scheduling.domain.statistics import report, summarize
from scheduling.models import Series, Session
from scheduling.tests.factories import OccurrenceFactory, SeriesFactory, SessionFactory

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


JUNE = month(date(2027, 6, 8))


def book(client, start, **more):
    return SessionFactory(client=client, scheduled_start=datetime.fromisoformat(f"{start}Z"), **more)


def test_report(alice, emma):
    half = timedelta(minutes=30)
    for start, status, session_type in [
        ("2027-05-31T22:00", "completed", "personal"),  # midnight in Berlin: the first of June
        ("2027-06-01T08:00", "completed", "group"),
        ("2027-06-08T08:15", "no-show", "personal"),
        ("2027-06-08T09:30", "cancelled", "online"),
        ("2027-06-30T21:00", "scheduled", "personal"),
    ]:
        book(emma, start, status=status, session_type=session_type)
    Session.objects.filter(session_type="group").update(
        actual_start=datetime(2027, 6, 1, 8, tzinfo=UTC), actual_end=datetime(2027, 6, 1, 8, 30, tzinfo=UTC)
    )
    book(emma, "2027-05-31T20:00", status="completed")
    book(emma, "2027-06-30T22:00", status="completed")

    found = report(alice, JUNE, now=NOW)

    assert found.now.statuses == {"completed": 2, "no-show": 1, "cancelled": 1, "scheduled": 1}
    assert found.now.types == {"personal": 3, "group": 1, "online": 1}
    assert found.now.hours == {(1, 0): 1, (1, 10): 2, (2, 23): 1}
    assert (found.now.planned, found.now.trained) == (4 * half, 3 * half)
    assert (found.now.completion_percent, found.now.no_show_percent) == (50, 33)
    assert found.now.weeks.total() == found.now.total == 5
    assert (found.then.total, found.then.statuses["completed"]) == (1, 1)


def test_report_of_clients(alice, charlie):
    for trainer, created in (
        (alice, "2027-06-01"),
        (alice, "2027-05-31"),
        (alice, "2027-01-01"),
        (charlie, "2027-06-01"),
    ):
        ClientFactory(trainer=trainer, created_at=datetime.fromisoformat(f"{created}T12:00Z"))

    found = report(alice, JUNE, now=NOW)

    assert (found.now.new_clients, found.then.new_clients, found.not_seen) == (1, 1, 1)


def test_report_lays_out_what_repeats(alice):
    SeriesFactory(timeline__trainer=alice)

    assert report(alice, month(date(2027, 7, 1)), now=NOW).now.statuses == {"scheduled": 4}


def test_report_is_of_ones_own(emma, charlie):
    book(emma, "2027-06-08T08:00")

    assert report(charlie, JUNE, now=NOW).now.total == 0


def test_report_without_what_ended_with_its_series(alice):
    OccurrenceFactory(
        series__timeline__trainer=alice,
        series__cycle="WEEKLY",
        scheduled_start=datetime(2027, 6, 8, 8, tzinfo=UTC),
        status="cancelled",
    )
    Series.objects.update(removed_at=NOW)

    assert report(alice, JUNE, now=NOW).now.total == 0


@pytest.mark.parametrize("count", [1, 3])
def test_report_queries(emma, count, django_assert_num_queries):
    for n in range(count):
        book(emma, f"2027-06-0{n + 1}T08:00")

    with django_assert_num_queries(5):  # what repeats, the sessions, new clients twice, and who was not seen
        report(emma.trainer, JUNE, now=NOW)
