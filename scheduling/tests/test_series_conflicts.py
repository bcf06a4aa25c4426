"""What stands in the way of a series, and what a series stands in the way of, up to ten years ahead."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clients.tests.factories import ClientFactory
from scheduling.domain import booking, series
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Series, Session
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.models import Trainer

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin, a Tuesday
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
NEW_YORK, LONDON = ZoneInfo("America/New_York"), ZoneInfo("Europe/London")


def create(trainer, client=None, start=TEN, length=HOUR, now=None, **values) -> Series:
    timeline = TimelineFactory(trainer=trainer, client=client)
    given = {"timeline": timeline, "title": "Yoga", "start": start, "end": start + length, "cycle": "WEEKLY"}
    return series.create(trainer, given | values, now=now)


def book(trainer, client, start, now, length=HOUR) -> Session:
    values = {"client": client, "title": "HIIT", "scheduled_start": start, "scheduled_end": start + length}
    return booking.book(trainer, values, now=now)


def test_a_session_in_the_way_refuses_the_whole_series(alice, emma, now):
    SessionFactory(client=emma, title="Massage", scheduled_start=TEN + 9 * WEEK)

    with pytest.raises(SchedulingConflict) as conflict:
        create(alice, emma, now=now)

    assert str(conflict.value) == (
        'Scheduling conflict detected with session "Massage" at 2027-08-10T10:00:00;'
        " sessions of the series that collide: 1, the first on 2027-08-10"
    )
    assert not Series.objects.exists()
    assert Session.objects.count() == 1


@pytest.mark.parametrize("weeks", [0, 51, 52, 468])
def test_a_series_is_in_the_way_of_a_session(alice, emma, now, weeks):
    create(alice, emma, now=now)

    with pytest.raises(SchedulingConflict):
        book(alice, emma, TEN + weeks * WEEK + timedelta(minutes=59), now)


def test_beside_a_series_there_is_room(alice, emma, now):
    create(alice, emma, now=now)

    for weeks in (0, 51, 52, 260):
        book(alice, emma, TEN + weeks * WEEK + 2 * HOUR, now)  # the clocks of Berlin go back in between


def test_a_session_beyond_what_is_laid_out_is_in_the_way_of_a_series(alice, emma, now):
    book(alice, emma, TEN + 400 * WEEK + HOUR, now)  # winter

    with pytest.raises(SchedulingConflict, match="collide: 1, the first on 2035-02-06"):
        create(alice, emma, now=now)


def test_two_endless_series_that_meet_in_years_to_come(alice, emma, now):
    """Every third year on 8 June, and every week: 8 June 2027, 2030, 2033 and 2036 are their weekdays."""
    create(alice, emma, cycle="YEARLY", interval=3, title="Check", now=now)

    with pytest.raises(SchedulingConflict) as conflict:
        create(alice, ClientFactory(trainer=alice), start=TEN + timedelta(days=4), now=now)

    # 8 June 2030 is a Saturday, as 12 June 2027.
    assert 'session "Check" at 2030-06-08T10:00:00' in str(conflict.value)
    assert "collide: 1, the first on 2030-06-08" in str(conflict.value)


def test_two_zones_meet_only_while_one_has_changed_its_clocks(charlie, now):
    client = ClientFactory(trainer=charlie)
    create(charlie, client, start=datetime(2027, 6, 7, 8, tzinfo=NEW_YORK), title="New York", now=now)
    Trainer.objects.filter(pk=charlie.pk).update(timezone=LONDON.key)
    charlie.refresh_from_db()

    with pytest.raises(SchedulingConflict) as conflict:
        create(charlie, client, start=datetime(2027, 6, 7, 12, tzinfo=LONDON), now=now)

    # The clocks of London go back on 31 October, those of New York on 7 November.
    assert "the first on 2027-11-01" in str(conflict.value)
    assert not Series.objects.filter(title="Yoga").exists()


def test_two_endless_series_side_by_side(alice, emma, now):
    create(alice, emma, now=now)

    create(alice, emma, start=TEN + HOUR, now=now)

    assert Session.objects.count() == 106


def test_places_are_counted(alice, now):
    Trainer.objects.filter(pk=alice.pk).update(parallel_sessions=2)
    alice.refresh_from_db()
    for _ in range(2):
        create(alice, ClientFactory(trainer=alice), now=now)

    with pytest.raises(SchedulingConflict, match="the first on 2027-06-08"):
        create(alice, ClientFactory(trainer=alice), now=now)


def test_one_client_is_never_in_two_series_at_once(alice, emma, now):
    Trainer.objects.filter(pk=alice.pk).update(parallel_sessions=2)
    alice.refresh_from_db()
    create(alice, emma, now=now)

    with pytest.raises(SchedulingConflict):
        create(alice, emma, now=now)


def test_without_clients_only_places_count(alice, now):
    Trainer.objects.filter(pk=alice.pk).update(parallel_sessions=2)
    alice.refresh_from_db()

    for _ in range(2):
        create(alice, now=now)

    assert Session.objects.filter(client=None).count() == 106


def test_a_cancelled_session_is_in_nobodys_way(alice, emma, now):
    booking.cancel(book(alice, emma, TEN + WEEK, now), now=now)

    create(alice, emma, now=now)


def test_a_placeholder_is_in_nobodys_way(alice, emma, now):
    timeline = TimelineFactory(trainer=alice, client=emma)
    series.create(alice, {"timeline": timeline, "title": "Some day"}, now=now)

    book(alice, emma, TEN, now)


def test_one_of_500_collides_on_its_400th(alice, emma, now):
    book(alice, emma, TEN + timedelta(days=399), now)

    with pytest.raises(SchedulingConflict, match="collide: 1, the first on 2028-07-11"):
        create(alice, emma, cycle="DAILY", count=500, now=now)

    assert not Series.objects.exists()


def test_cancelling_one_frees_only_that_day(alice, emma, now):
    made = create(alice, emma, now=now)
    one = made.sessions.get(scheduled_start=TEN + WEEK)
    booking.cancel(one, now=now)

    book(alice, emma, TEN + WEEK, now)
    with pytest.raises(SchedulingConflict):
        book(alice, emma, TEN + 2 * WEEK, now)
    with pytest.raises(SchedulingConflict):
        booking.revise(one, {"status": "scheduled"}, now=now)


def test_create_queries(alice, emma, now, django_assert_max_num_queries):
    create(alice, emma, now=now)

    with django_assert_max_num_queries(32):  # SQLite takes a year of sessions and records in ten parts each
        create(alice, emma, start=TEN + HOUR, cycle="DAILY", now=now)
