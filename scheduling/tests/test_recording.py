"""What is recorded of every write, also in bulk: once for a change, and nothing without a difference."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, horizon, previews, scopes, series, timelines
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.scopes import Scope
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.models import TimeOff, Trainer, User, WorkingHours
from trainers.recording import record_changes
from trainers.tests.factories import TrainerFactory

MODELS = (User, Trainer, WorkingHours, TimeOff, Client, Timeline, Series, Session)
TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
def rehab(emma):
    """Wednesday at ten."""
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN + DAY)


@pytest.fixture
def yoga(emma, now) -> Series:
    """Three Tuesdays from ten to eleven, from 8 June on."""
    rule = {"title": "Yoga", "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY", "count": 3}
    return series.create(emma.trainer, rule | {"timeline": TimelineFactory(client=emma)}, now=now)


@pytest.fixture
def recorded(db):
    """recorded(model, *fields) -> the (kind, *values) that came since, oldest first."""
    seen = {model: set(model.history.values_list("history_id", flat=True)) for model in MODELS}

    def since(model, *fields):
        rows = model.history.exclude(history_id__in=seen[model]).order_by("history_id")
        return list(rows.values_list("history_type", *fields))

    return since


# One object


def test_book_revise_and_remove(emma, now):
    session = booking.book(emma.trainer, values(emma), now=now)
    booking.revise(session, {"title": "HIIT", "notes": "knee"}, now=now)
    booking.cancel(session, now=now)
    booking.remove(session, now=now)

    rows = Session.history.filter(id=session.pk).order_by("history_id")
    assert list(rows.values_list("history_type", "title", "notes", "status", "history_user")) == [
        ("+", "Rehab", None, "scheduled", None),
        ("~", "HIIT", "knee", "scheduled", None),
        ("~", "HIIT", "knee", "cancelled", None),
        ("-", "HIIT", "knee", "cancelled", None),
    ]


def values(client):
    return {"client": client, "title": "Rehab", "scheduled_start": TEN, "scheduled_end": TEN + HOUR}


def test_without_a_difference(rehab, yoga, now, recorded):
    booking.revise(rehab, {"title": "Rehab"}, now=now)
    booking.cancel(booking.cancel(rehab, now=now), now=now)
    series.revise(yoga, {"title": "Yoga"}, now=now)
    yoga.timeline.save()
    rehab.trainer.save(update_fields=["version"])
    rehab.trainer.user.set_password("another")
    rehab.trainer.user.save()

    assert {model: len(recorded(model)) for model in MODELS if recorded(model)} == {Session: 1}


def test_refused(rehab, yoga, emma, now, recorded):
    with pytest.raises(SchedulingConflict):
        booking.book(emma.trainer, values(emma) | {"title": "Too many"}, now=now)
    with pytest.raises(SchedulingConflict):
        booking.revise(rehab, {"scheduled_start": TEN + WEEK, "scheduled_end": TEN + WEEK + HOUR}, now=now)
    with pytest.raises(SchedulingConflict):
        series.revise(yoga, {"start": TEN, "end": TEN + HOUR, "interval": 1, "cycle": "DAILY"}, now=now)

    assert [recorded(model) for model in MODELS] == [[]] * len(MODELS)


def test_previewed(yoga, now, recorded):
    second = yoga.sessions.in_order()[1]
    scopes.revise(second, {"title": "Power"}, Scope.THIS, now=now, preview=True)
    scopes.revise(second, {"title": "Power"}, Scope.FOLLOWING, now=now, preview=True)
    scopes.cancel(second, Scope.ALL, now=now, preview=True)
    previews.revise(yoga, {"title": "Power"}, now=now, preview=True)

    assert [recorded(model) for model in MODELS] == [[]] * len(MODELS)


# Many at once


def test_create_a_series(emma, now, yoga):
    rows = Session.history.order_by("history_id")
    assert list(rows.values_list("history_type", "title", "scheduled_start", "history_change_reason")) == [
        ("+", "Yoga", TEN + n * WEEK, "command") for n in range(3)
    ]


def test_moving_a_series_is_one_change_of_each(yoga, now, recorded):
    series.revise(yoga, {"start": TEN + HOUR, "end": TEN + 2 * HOUR, "title": "Power"}, now=now)

    assert recorded(Series, "title", "start") == [("~", "Power", TEN + HOUR)]
    moved = [("~", "Power", TEN + HOUR + n * WEEK, "scheduled") for n in range(3)]
    assert recorded(Session, "title", "scheduled_start", "status") == moved


def test_a_shorter_series(yoga, now, recorded):
    series.revise(yoga, {"count": 2}, now=now)

    assert recorded(Series, "count") == [("~", 2)]
    assert recorded(Session, "title", "scheduled_start") == [("-", "Yoga", TEN + 2 * WEEK)]


def test_a_series_that_takes_place_once_from_now_on(yoga, now, recorded):
    series.revise(yoga, {"cycle": None, "count": None}, now=now)

    assert sorted(recorded(Session, "scheduled_start")) == [("-", TEN + WEEK), ("-", TEN + 2 * WEEK)]


def test_remove_a_series_and_its_timeline(yoga, now, recorded):
    timelines.remove(yoga.timeline, now=now)

    assert recorded(Timeline, "removed_at") == [("~", now)]
    assert recorded(Series, "removed_at") == [("~", now)]
    assert recorded(Session, "status") == [("~", "cancelled")] * 3


@pytest.mark.parametrize(("permanent", "left"), [(False, ("~", "cancelled")), (True, ("-", "scheduled"))])
def test_cancel_all_that_follow(yoga, now, recorded, permanent, left):
    second = yoga.sessions.in_order()[1]

    scopes.cancel(second, Scope.FOLLOWING, now=now, permanent=permanent)

    assert recorded(Session, "status") == [left, left]
    assert [kind for kind, _ in recorded(Series, "until")] == ["~"]


def test_change_all_that_follow(yoga, now, recorded):
    second = yoga.sessions.in_order()[1]

    scopes.revise(second, {"location": "Park"}, Scope.FOLLOWING, now=now)

    assert recorded(Session, "location") == [("~", "Park")] * 2
    # The rest is a series of its own, which is changed then.
    assert recorded(Series, "location") == [("~", None), ("+", None), ("~", "Park")]


def test_what_takes_place_once_is_said_of_its_series_too(emma, now, recorded):
    given = {"timeline": TimelineFactory(client=emma), "title": "Once", "start": TEN, "end": TEN + HOUR}
    once = series.create(emma.trainer, given, now=now)

    booking.revise(once.sessions.get(), {"title": "Mine"}, now=now)

    assert recorded(Series, "title") == [("+", "Once"), ("~", "Mine")]
    assert recorded(Session, "title") == [("+", "Once"), ("~", "Mine")]


def test_handing_a_timeline_over(yoga, now, recorded):
    nora = ClientFactory(trainer=yoga.trainer, first_name="Nora")

    timelines.revise(yoga.timeline, {"client": nora}, now=now)

    assert recorded(Timeline, "client") == [("~", nora.pk)]
    assert recorded(Session, "client") == [("~", nora.pk)] * 3
    assert recorded(Series) == []


def test_what_the_calendar_lays_out_is_nobodys_doing(emma, now, recorded, rf):
    rule = {"title": "Yoga", "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY"}
    endless = series.create(emma.trainer, rule | {"timeline": TimelineFactory(client=emma)}, now=now)
    first = len(recorded(Session))

    horizon.look(emma.trainer, TEN + 60 * WEEK, TEN + 60 * WEEK + HOUR, now=now)
    horizon.extend(emma.trainer, now=now + 2 * WEEK)

    laid_out = recorded(Session, "history_change_reason", "history_user")[first:]
    assert set(laid_out) == {("+", "laid out", None)}
    assert first + len(laid_out) == endless.sessions.count()
    assert [kind for (kind,) in recorded(Series)] == ["+"]


# Whoever writes around the domain


def test_all_there_is_cannot_be_deleted_by_a_slip():
    assert not hasattr(Session.objects, "delete")


def test_update(rehab, recorded):
    other = SessionFactory(client=rehab.client, title="HIIT", scheduled_start=TEN)
    Session.objects.filter(pk__in=[rehab.pk, other.pk]).update(title="HIIT", changed_by_hand=True)

    assert recorded(Session, "id", "title") == [("+", other.pk, "HIIT"), ("~", rehab.pk, "HIIT")]


def test_update_by_key_of_a_related_object(rehab, recorded):
    nora = ClientFactory(trainer=rehab.trainer)

    rehab.trainer.sessions.update(client_id=nora.pk)

    assert recorded(Session, "client") == [("~", nora.pk)]


def test_update_of_nothing_that_is_recorded(yoga, recorded, django_assert_num_queries):
    with django_assert_num_queries(1):
        Series.objects.update(laid_out_until=TEN)

    assert recorded(Series) == []


def test_update_by_an_expression(rehab, recorded):
    Session.objects.update(scheduled_end=F("scheduled_end") + HOUR, notes=F("title"))

    assert recorded(Session, "scheduled_end", "notes") == [("~", TEN + DAY + 2 * HOUR, "Rehab")]


def test_bulk_create_and_bulk_update(alice, recorded):
    rows = [WorkingHours(trainer=alice, weekday=n, starts_at=time(8), ends_at=time(12)) for n in range(3)]
    made = WorkingHours.objects.bulk_create(rows)
    for row in made[1:]:
        row.ends_at = time(13)
    WorkingHours.objects.bulk_update(made, ["ends_at"])

    assert recorded(WorkingHours, "id", "ends_at") == [
        *(("+", row.pk, time(12)) for row in made),
        *(("~", row.pk, time(13)) for row in made[1:]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_delete_records_all_in_one_go(emma, recorded, django_assert_num_queries, count):
    sessions = SessionFactory.create_batch(count, client=emma)

    with django_assert_num_queries(3):  # what there is, the deletion, the record
        Session.objects.filter(client=emma).delete()

    deleted = [row for row in recorded(Session, "id") if row[0] == "-"]
    assert sorted(deleted) == [("-", session_id) for session_id in sorted(row[1] for row in deleted)]
    assert len(deleted) == len(sessions)


def test_delete_with_what_hangs_on_it(recorded):
    dora = TrainerFactory(full_name="Dora")
    WorkingHours.objects.create(trainer=dora, weekday=0, starts_at=time(8), ends_at=time(12))

    User.objects.filter(pk=dora.user_id).delete()

    kinds = {model: [kind for (kind,) in recorded(model)] for model in (User, Trainer, WorkingHours)}
    assert kinds == {User: ["+", "-"], Trainer: ["+", "-"], WorkingHours: ["+", "-"]}


def test_a_write_that_is_taken_back_leaves_no_record(rehab, recorded):
    both = [Session(trainer=rehab.trainer, **values(rehab.client)) for _ in range(2)]

    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.bulk_create(both)

    assert recorded(Session) == []


def test_silent_steps_leave_no_record_but_the_whole(rehab, recorded):
    Session.objects.silent().filter(pk=rehab.pk).update(title="HIIT")
    assert recorded(Session) == []

    record_changes([(rehab, Session.objects.get())])
    assert recorded(Session, "title") == [("~", "HIIT")]
