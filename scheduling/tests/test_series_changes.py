"""A change of a series: what follows it, what is kept, and what it turns into."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from clients.domain import deactivate, reactivate
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, horizon, scopes, series, timelines
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.scopes import Scope
from scheduling.models import Series, Session
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.models import Trainer

NINE = datetime(2027, 6, 8, 7, tzinfo=UTC)  # nine o'clock in Berlin, a Tuesday
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def timeline(alice, emma):
    return TimelineFactory(trainer=alice, client=emma)


@pytest.fixture
def create(alice, timeline, now):
    """Five Tuesdays, unless said otherwise."""

    def make(**values) -> Series:
        given = {"timeline": timeline, "title": "Yoga", "start": NINE, "end": NINE + HOUR}
        return series.create(alice, given | {"cycle": "WEEKLY", "count": 5} | values, now=now)

    return make


def days(of: Series) -> list[str]:
    sessions = of.sessions.order_by("scheduled_start")
    return [f"{s.scheduled_start.astimezone(of.zone):%m-%d %H:%M}" for s in sessions]


def nth(of: Series, number: int) -> Session:
    return of.sessions.select_related("trainer").order_by("occurrence_on")[number - 1]


def test_another_time_keeps_the_ids(create, now):
    made = create()
    before = set(made.sessions.values_list("pk", flat=True))

    series.revise(made, {"start": NINE + HOUR, "end": NINE + 2 * HOUR}, now=now)

    assert days(made) == [f"{day} 10:00" for day in ("06-08", "06-15", "06-22", "06-29", "07-06")]
    assert set(made.sessions.values_list("pk", flat=True)) == before


def test_another_name_is_all_that_changes(create, now):
    made = create()

    series.revise(made, {"title": "Pilates", "description": "mat"}, now=now + HOUR / 2)

    assert set(made.sessions.values_list("title", "description")) == {("Pilates", "mat")}
    assert set(made.sessions.values_list("updated_at", flat=True)) == {now + HOUR / 2}
    assert not made.sessions.filter(changed_by_hand=True).exists()


def test_no_difference_writes_nothing(create, now, django_assert_max_num_queries):
    made = create()

    with django_assert_max_num_queries(4):
        series.revise(made, {"title": "Yoga", "start": NINE}, now=now + HOUR)

    assert Series.objects.get().updated_at == now


def test_sessions_that_touch_change_places(create, now):
    """Each would be in the way of the next while they move one after the other."""
    made = create(cycle="DAILY", end=NINE + 20 * HOUR)

    series.revise(made, {"start": NINE + 10 * HOUR, "end": NINE + 30 * HOUR}, now=now)

    assert days(made) == [f"06-{day:02} 19:00" for day in range(8, 13)]


def test_only_what_is_to_come_changes(create, now):
    made = create()
    later = now + WEEK + 2 * HOUR

    series.revise(made, {"start": NINE + HOUR, "end": NINE + 2 * HOUR}, now=later)

    assert days(made) == ["06-08 09:00", "06-15 09:00", "06-22 10:00", "06-29 10:00", "07-06 10:00"]


def test_exceptions_stand_for_their_week(create, now):
    made = create()
    booking.revise(
        nth(made, 2),
        {"scheduled_start": NINE + WEEK + DAY, "scheduled_end": NINE + WEEK + DAY + HOUR},
        now=now,
    )
    booking.cancel(nth(made, 3), now=now)
    booking.revise(nth(made, 4), {"notes": "knee"}, now=now)
    booking.remove(nth(made, 5), now=now)
    friday = NINE + 3 * DAY

    series.revise(made, {"start": friday, "end": friday + HOUR}, now=now)

    # The one of 6 July was deleted for good, and stays away.
    assert days(made) == ["06-11 09:00", "06-16 09:00", "06-22 09:00", "06-29 09:00"]
    assert [nth(made, n).status for n in (1, 2, 3, 4)] == ["scheduled", "scheduled", "cancelled", "scheduled"]
    assert nth(made, 4).notes == "knee"


def test_a_collision_leaves_every_session_where_it_was(create, emma, now):
    made = create()
    SessionFactory(client=emma, scheduled_start=NINE + 4 * WEEK + HOUR)
    before = list(Session.objects.order_by("pk").values())

    with pytest.raises(SchedulingConflict, match="the first on 2027-07-06"):
        series.revise(made, {"start": NINE + HOUR, "end": NINE + 2 * HOUR}, now=now)

    assert list(Session.objects.order_by("pk").values()) == before
    assert Series.objects.get().start == NINE


def test_another_cycle(create, now):
    made = create(count=None, until=NINE + 4 * WEEK)

    series.revise(made, {"cycle": "MONTHLY"}, now=now)

    assert days(made) == ["06-08 09:00"]  # 6 July is before the 8th
    series.revise(made, {"until": NINE + 10 * WEEK}, now=now)
    assert days(made) == ["06-08 09:00", "07-08 09:00", "08-08 09:00"]


def test_fewer_and_more(create, now):
    made = create()

    series.revise(made, {"count": 2}, now=now)
    assert days(made) == ["06-08 09:00", "06-15 09:00"]

    series.revise(made, {"count": 3}, now=now)
    assert days(made) == ["06-08 09:00", "06-15 09:00", "06-22 09:00"]


def test_what_was_cancelled_with_the_end_comes_back_with_the_series(create, now):
    made = create()
    scopes.cancel(nth(made, 4), Scope.FOLLOWING, now=now)
    made.refresh_from_db()
    assert [s.status for s in made.sessions.order_by("occurrence_on")] == [
        *["scheduled"] * 3,
        *["cancelled"] * 2,
    ]

    series.revise(made, {"until": NINE + 4 * WEEK}, now=now)

    assert {s.status for s in made.sessions.all()} == {"scheduled"}


def test_what_was_cancelled_with_the_end_and_stays_away_is_a_record(create, now):
    made = create(count=8)
    scopes.cancel(nth(made, 4), Scope.FOLLOWING, now=now)
    made.refresh_from_db()

    series.revise(made, {"until": NINE + 4 * WEEK}, now=now)

    found = [s.status for s in made.sessions.order_by("occurrence_on")]
    assert found == [*["scheduled"] * 5, *["cancelled"] * 3]


def test_nothing_is_added_for_an_inactive_client_until_the_client_is_back(alice, emma, create, now):
    made = create()
    deactivate(emma)

    series.revise(made, {"count": 7, "title": "Pilates"}, now=now)
    assert set(made.sessions.values_list("title", flat=True)) == {"Pilates"}
    assert len(days(made)) == 5

    reactivate(emma)
    horizon.look(alice, NINE, NINE + 10 * WEEK, now=now)
    assert len(days(made)) == 7


def test_a_change_made_on_a_cancelled_session_leaves_it_cancelled(create, now):
    made = create()
    booking.cancel(nth(made, 4), now=now)
    fourth, moved = nth(made, 4), NINE + 3 * WEEK + HOUR

    plan = scopes.revise(
        fourth, {"scheduled_start": moved, "scheduled_end": moved + HOUR}, Scope.ALL, now=now
    )

    assert plan.session.status == "cancelled"
    assert days(made)[2:] == ["06-22 10:00", "06-29 09:00", "07-06 10:00"]


def test_to_one_time(create, now):
    made = create()
    first = nth(made, 1)

    series.revise(made, {"cycle": None, "count": None}, now=now)

    assert list(made.sessions.all()) == [first]
    assert Session.objects.get().occurrence_on is None


def test_to_one_time_keeps_what_was_changed_by_hand(create, now):
    made = create()
    booking.revise(nth(made, 3), {"notes": "knee"}, now=now)

    series.revise(made, {"cycle": None, "count": None}, now=now)

    assert days(made) == ["06-08 09:00", "06-22 09:00"]


def test_from_one_time(create, now):
    made = create(cycle=None, count=None)
    session = Session.objects.get()

    series.revise(made, {"cycle": "WEEKLY", "count": 3}, now=now)

    assert days(made) == ["06-08 09:00", "06-15 09:00", "06-22 09:00"]
    assert nth(made, 1) == session
    assert nth(made, 1).occurrence_on == date(2027, 6, 8)


def test_once_and_again_on_a_day_that_an_exception_stands_for(create, now):
    made = create()
    booking.revise(nth(made, 3), {"notes": "knee"}, now=now)
    series.revise(made, {"cycle": None, "count": None}, now=now)
    evening = NINE + 2 * WEEK + 9 * HOUR
    series.revise(made, {"start": evening, "end": evening + HOUR}, now=now)

    series.revise(made, {"cycle": "WEEKLY", "count": 2}, now=now)

    assert days(made) == ["06-22 09:00", "06-29 18:00"]


def test_one_time_follows_a_move_also_when_past(create, now):
    made = create(cycle=None, count=None, start=NINE - WEEK, end=NINE - WEEK + HOUR)

    series.revise(made, {"start": NINE - WEEK + HOUR, "end": NINE - WEEK + 2 * HOUR}, now=now)

    assert days(made) == ["06-01 10:00"]


def test_one_time_answers_what_another_door_did(create, now):
    create(cycle=None, count=None)
    moved = {"scheduled_start": NINE + DAY, "scheduled_end": NINE + DAY + HOUR, "title": "Pilates"}

    booking.revise(Session.objects.get(), moved, now=now + HOUR)

    stored = Series.objects.get()
    assert (stored.start, stored.end, stored.title) == (NINE + DAY, NINE + DAY + HOUR, "Pilates")
    assert stored.updated_at == now + HOUR
    assert not Session.objects.get().changed_by_hand


def test_one_time_deleted_for_good_is_gone(create, now):
    create(cycle=None, count=None)

    booking.remove(Session.objects.get(), now=now)

    assert not Series.objects.present().exists()


def test_placeholder_gets_a_time_and_loses_it(create, now):
    made = create(start=None, end=None, cycle=None, count=None)

    series.revise(made, {"start": NINE}, now=now)
    assert days(made) == ["06-08 09:00"]

    series.revise(made, {"start": None, "end": None}, now=now)
    assert not Session.objects.exists()


def test_a_past_session_keeps_its_times(create, now):
    made = create(cycle=None, count=None)

    with pytest.raises(ValidationError) as refused:
        series.revise(made, {"start": None, "end": None}, now=now + DAY)

    assert list(refused.value.message_dict) == ["start"]
    assert Session.objects.get().scheduled_start == NINE


def test_remove_cancels_what_is_to_come(create, now):
    made = create()
    booking.revise(nth(made, 1), {"status": "completed"}, now=now)
    booking.revise(nth(made, 3), {"scheduled_start": NINE + 2 * WEEK - HOUR}, now=now)

    removed = series.remove(made, now=now)

    assert removed.removed_at == now
    assert [s.status for s in made.sessions.order_by("occurrence_on")] == ["completed", *["cancelled"] * 4]
    with pytest.raises(Series.DoesNotExist):
        series.remove(made, now=now)
    with pytest.raises(Series.DoesNotExist):
        series.revise(made, {"title": "Pilates"}, now=now)


def test_series_keeps_its_zone_when_the_trainer_moves(alice, create, now):
    made = create()
    Trainer.objects.filter(pk=alice.pk).update(timezone="America/New_York")

    series.revise(made, {"count": 30}, now=now)

    # After the clocks of Berlin have gone back it is still nine there.
    assert made.sessions.order_by("-scheduled_start")[0].scheduled_start.astimezone(BERLIN).hour == 9


def test_another_client_has_all_that_is_to_come(alice, timeline, create, emma, now):
    made, once = create(), create(cycle=None, count=None, start=NINE + 2 * HOUR, end=NINE + 3 * HOUR)
    booking.revise(nth(made, 1), {"status": "completed"}, now=now)
    ben = ClientFactory(trainer=alice, first_name="Ben")

    timelines.revise(timeline, {"client": ben}, now=now)

    assert [s.client for s in made.sessions.select_related("client").order_by("occurrence_on")] == [
        emma,
        *[ben] * 4,
    ]
    assert once.sessions.get().client == ben


def test_another_client_without_time(alice, timeline, create, emma, now):
    Trainer.objects.filter(pk=alice.pk).update(parallel_sessions=2)
    made = create()
    ben = ClientFactory(trainer=alice, first_name="Ben")
    SessionFactory(client=ben, scheduled_start=NINE + 2 * WEEK)

    with pytest.raises(SchedulingConflict):
        timelines.revise(timeline, {"client": ben}, now=now)

    timeline.refresh_from_db()
    assert timeline.client == emma
    assert {s.client for s in made.sessions.select_related("client")} == {emma}


@pytest.mark.parametrize(
    "values", [{"name": ""}, {"name": "x" * 201}, {"description": "x" * 10_001}], ids=len
)
def test_timeline_refused(alice, now, values):
    with pytest.raises(ValidationError) as refused:
        timelines.create(alice, {"name": "Routine"} | values, now=now)

    assert list(refused.value.message_dict) == list(values)


def test_timeline_of_a_stranger_or_an_inactive_client(alice, charlie, emma, now):
    for client in (deactivate(emma), ClientFactory(trainer=charlie)):
        with pytest.raises(ValidationError) as refused:
            timelines.create(alice, {"name": "Routine", "client": client}, now=now)
        assert list(refused.value.message_dict) == ["client"]


def test_timeline_is_removed_with_what_is_on_it(timeline, create, now):
    made = create()

    timelines.remove(timeline, now=now)

    assert not Series.objects.present().exists()
    assert {s.status for s in made.sessions.all()} == {"cancelled"}


def test_following_splits_the_count(create, now):
    made = create()

    scopes.revise(nth(made, 3), {"title": "Pilates"}, Scope.FOLLOWING, now=now)

    head, tail = Series.objects.order_by("pk")
    assert (days(head), days(tail)) == (
        ["06-08 09:00", "06-15 09:00"],
        ["06-22 09:00", "06-29 09:00", "07-06 09:00"],
    )
    assert (head.count, tail.count, tail.title) == (None, 3, "Pilates")


def test_following_from_a_session_that_the_clocks_moved(alice, timeline, now):
    """02:30 does not exist on 28 March 2027: that session is at 03:30, and no rule can start there."""
    start = datetime(2027, 3, 7, 2, 30, tzinfo=BERLIN)
    values = {"timeline": timeline, "title": "Night", "start": start, "end": start + HOUR}
    early = datetime(2027, 3, 1, tzinfo=UTC)
    made = series.create(alice, values | {"cycle": "WEEKLY", "count": 6}, now=early)
    assert days(made)[3] == "03-28 03:30"

    scopes.revise(nth(made, 4), {"title": "Late"}, Scope.FOLLOWING, now=early)

    head, tail = Series.objects.order_by("pk")
    assert days(head) == ["03-07 02:30", "03-14 02:30", "03-21 02:30"]
    assert days(tail) == ["03-28 03:30", "04-04 02:30", "04-11 02:30"]


def test_all_of_a_monthly_series_moved_to_a_day_that_some_months_lack(create, now):
    start = datetime(2027, 6, 30, 9, tzinfo=BERLIN)
    made = create(cycle="MONTHLY", count=4, start=start, end=start + HOUR)
    moved = datetime(2027, 7, 31, 9, tzinfo=BERLIN)

    scopes.revise(nth(made, 2), {"scheduled_start": moved, "scheduled_end": moved + HOUR}, Scope.ALL, now=now)

    assert days(made) == ["07-31 09:00", "08-31 09:00", "10-31 09:00", "12-31 09:00"]


def test_the_session_that_all_others_follow_was_moved_by_hand(create, now):
    made = create()
    second = nth(made, 2)
    booking.revise(
        second, {"scheduled_start": NINE + WEEK + DAY, "scheduled_end": NINE + WEEK + DAY + HOUR}, now=now
    )
    moved = NINE + WEEK + DAY + HOUR

    plan = scopes.revise(
        nth(made, 2), {"scheduled_start": moved, "scheduled_end": moved + HOUR}, Scope.ALL, now=now
    )

    assert days(made) == [f"{day} 10:00" for day in ("06-09", "06-16", "06-23", "06-30", "07-07")]
    assert plan.session == second


def test_another_name_for_all_leaves_a_moved_session_where_it_is(create, now):
    made = create()
    booking.revise(
        nth(made, 2),
        {"scheduled_start": NINE + WEEK + DAY, "scheduled_end": NINE + WEEK + DAY + HOUR},
        now=now,
    )

    scopes.revise(nth(made, 2), {"title": "Pilates"}, Scope.ALL, now=now)

    assert days(made)[1] == "06-16 09:00"
    assert set(made.sessions.values_list("title", flat=True)) == {"Pilates"}
