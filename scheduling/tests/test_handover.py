"""Another trainer: of one session for once, and of a client with all that is to come."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from clients import domain as clients
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, erasure, horizon, scopes, series, standing_in, timelines, undo
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.handover import hand_over, previews
from scheduling.domain.scopes import Scope
from scheduling.domain.steps import taking
from scheduling.domain.undo import CannotTurn
from scheduling.models import Cycle, Series, Session, Timeline
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.tests.factories import TrainerFactory, UserFactory

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


@pytest.fixture
def yoga(emma, now):
    """Emma's every Tuesday from three weeks ago on, at ten in Berlin."""
    start = datetime(2027, 5, 18, 8, tzinfo=UTC)
    values = {
        "timeline": TimelineFactory(client=emma),
        "title": "Yoga",
        "start": start,
        "end": start + HOUR,
        "cycle": Cycle.WEEKLY,
    }
    return series.create(emma.trainer, values, now=start - WEEK)


def to(trainer, session, now, **times):
    return booking.revise(session, {"trainer": trainer, **times}, now=now)


def test_session_of_another_trainer(emma, charlie, now):
    session = to(charlie, SessionFactory(client=emma), now)

    assert (session.trainer, session.client, session.client.trainer) == (charlie, emma, emma.trainer)
    assert Session.objects.get().trainer == charlie
    assert session.history.count() == 2


def test_session_of_another_trainer_at_another_time(emma, charlie, now):
    session = SessionFactory(client=emma)
    later = session.scheduled_start + HOUR

    session = to(charlie, session, now, scheduled_start=later, scheduled_end=later + HOUR)

    assert (session.trainer, session.scheduled_start) == (charlie, later)


def test_session_that_the_other_trainer_has_no_time_for(emma, charlie, now):
    session = SessionFactory(client=emma)
    busy = SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=session.scheduled_start)

    with pytest.raises(SchedulingConflict) as refusal:
        to(charlie, session, now)

    assert refusal.value.in_the_way == busy
    assert Session.objects.get(pk=session.pk).trainer == emma.trainer


def test_the_time_of_a_lent_session_is_free_again(emma, charlie, now):
    session = to(charlie, SessionFactory(client=emma), now)
    times = {"scheduled_start": session.scheduled_start, "scheduled_end": session.scheduled_end}

    booked = booking.book(
        emma.trainer, {"client": ClientFactory(trainer=emma.trainer), "title": "x", **times}, now=now
    )

    assert booked.pk
    with pytest.raises(SchedulingConflict):  # but its client is not free
        booking.book(emma.trainer, {"client": emma, "title": "x", **times}, now=now)


@pytest.mark.parametrize("status", ["completed", "cancelled", "no-show"])
def test_only_what_is_scheduled_is_given_away(emma, charlie, now, status):
    session = SessionFactory(client=emma, status=status)

    with pytest.raises(ValidationError) as refusal:
        to(charlie, session, now)

    assert list(refusal.value.message_dict) == ["trainer"]


def test_nothing_is_given_to_who_is_inactive(emma, charlie, now):
    charlie.user.is_active = False
    charlie.user.save()

    with pytest.raises(ValidationError) as refusal:
        to(charlie, SessionFactory(client=emma), now)
    with pytest.raises(ValidationError):
        hand_over(emma, charlie, now=now)

    assert refusal.value.message_dict == {"trainer": ["This trainer is inactive"]}


def test_lent_session_is_changed_alone(yoga, charlie, now):
    session = to(charlie, yoga.sessions.to_come(now).in_order()[0], now)
    session = Session.objects.select_related("series__timeline", "series__trainer").get(pk=session.pk)

    for scope in (Scope.FOLLOWING, Scope.ALL):
        with pytest.raises(ValidationError) as refusal:
            scopes.revise(session, {"title": "Mine"}, scope, now=now)
        assert list(refusal.value.message_dict) == ["scope"]
        with pytest.raises(ValidationError):
            scopes.cancel(session, scope, now=now)
    assert booking.revise(session, {"notes": "Good"}, now=now).notes == "Good"
    assert booking.cancel(session, now=now).status == "cancelled"
    assert yoga.sessions.to_come(now).exclude(trainer=yoga.trainer).count() == 0


def test_series_goes_on_around_a_lent_session(yoga, charlie, now):
    session = to(charlie, yoga.sessions.to_come(now).in_order()[1], now)

    series.revise(Series.objects.get(), {"title": "Pilates"}, now=now)

    assert yoga.sessions.filter(occurrence_on=session.occurrence_on).count() == 1
    assert Session.objects.get(pk=session.pk).title == "Yoga"
    assert set(yoga.sessions.to_come(now).exclude(pk=session.pk).values_list("title", flat=True)) == {
        "Pilates"
    }


def test_client_with_single_sessions(emma, charlie, now):
    past = SessionFactory(client=emma, scheduled_start=now - WEEK)
    coming = SessionFactory(client=emma, scheduled_start=now + WEEK)
    cancelled = SessionFactory(client=emma, scheduled_start=now + WEEK, status="cancelled")

    done = hand_over(emma, charlie, now=now)

    assert (done.sessions, done.series) == (1, 0)
    assert Client.objects.get().trainer == charlie
    trainers = {each.pk: each.trainer for each in Session.objects.all()}
    assert trainers == {past.pk: emma.trainer, coming.pk: charlie, cancelled.pk: emma.trainer}


def test_client_with_a_series(yoga, emma, charlie, now):
    before = {each.pk: each.scheduled_start for each in Session.objects.all()}

    done = hand_over(emma, charlie, now=now)

    old, new = Series.objects.order_by("pk")
    assert (done.sessions, done.series) == (50, 1)
    assert {each.pk: each.scheduled_start for each in Session.objects.all()} == before
    assert (old.trainer, old.removed_at, new.trainer, new.is_endless) == (emma.trainer, now, charlie, True)
    assert set(old.sessions.values_list("trainer", flat=True)) == {emma.trainer.pk}
    assert set(new.sessions.values_list("trainer", flat=True)) == {charlie.pk}
    assert not old.sessions.filter(scheduled_start__gte=now).exists()
    gone, present = Timeline.objects.order_by("pk")
    assert (gone.removed_at, present.trainer, present.client, present.name) == (
        now,
        charlie,
        emma,
        gone.name,
    )


def test_series_goes_on_with_the_other_trainer(yoga, emma, charlie, now):
    hand_over(emma, charlie, now=now)
    far = datetime(2029, 6, 5, 8, tzinfo=UTC)

    horizon.look(charlie, far, far + WEEK, now=now)
    horizon.look(emma.trainer, far, far + WEEK, now=now)

    assert [each.trainer for each in Session.objects.filter(scheduled_start__gte=far)] == [charlie]


def test_series_that_has_not_begun_goes_as_a_whole(emma, charlie, now):
    timeline = TimelineFactory(client=emma)
    start = now + WEEK
    values = {
        "timeline": timeline,
        "title": "Yoga",
        "start": start,
        "end": start + HOUR,
        "cycle": Cycle.WEEKLY,
    }
    made = series.create(emma.trainer, values | {"count": 3}, now=now)

    hand_over(emma, charlie, now=now)

    assert (Series.objects.get().pk, Series.objects.get().trainer) == (made.pk, charlie)
    assert (Timeline.objects.get().trainer, Timeline.objects.get().removed_at) == (charlie, None)
    assert set(Session.objects.values_list("trainer", flat=True)) == {charlie.pk}


def test_exceptions_of_a_series_stay_exceptions(yoga, emma, charlie, now):
    moved, cancelled = yoga.sessions.to_come(now).in_order()[2:4]
    booking.revise(
        moved,
        {"scheduled_start": moved.scheduled_start + HOUR, "scheduled_end": moved.scheduled_end + HOUR},
        now=now,
    )
    booking.cancel(cancelled, now=now)

    hand_over(emma, charlie, now=now)

    moved.refresh_from_db()
    cancelled.refresh_from_db()
    new = Series.objects.order_by("pk").last()
    assert (moved.trainer, moved.series, moved.changed_by_hand) == (charlie, new, True)
    assert (cancelled.status, cancelled.series) == ("cancelled", new)
    assert new.sessions.filter(occurrence_on=cancelled.occurrence_on).count() == 1


def test_client_whose_time_is_taken(yoga, emma, charlie, now):
    single = SessionFactory(client=emma, scheduled_start=now + timedelta(days=1))
    wanted = yoga.sessions.to_come(now).in_order()[5]
    for each in (single, wanted):
        SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=each.scheduled_start)

    (shown,) = previews([emma], charlie, now=now)
    with pytest.raises(SchedulingConflict) as refusal:
        hand_over(emma, charlie, now=now)

    assert [each.session.pk for each in shown.collisions] == [single.pk, wanted.pk]
    assert len(refusal.value.of_series) == 2
    assert Client.objects.get(pk=emma.pk).trainer == emma.trainer
    assert not Session.objects.filter(client=emma, trainer=charlie).exists()


def test_client_whose_time_is_taken_years_ahead(yoga, emma, charlie, now):
    far = datetime(2031, 6, 3, 8, tzinfo=UTC)
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=far)

    (shown,) = previews([emma], charlie, now=now)

    assert [each.session.scheduled_start for each in shown.collisions] == [far]


@pytest.mark.parametrize("email", ["emma@example.com", "EMMA@example.com"])
def test_client_whom_the_other_trainer_has(emma, charlie, now, email):
    ClientFactory(trainer=charlie, email=email)

    with pytest.raises(ValidationError) as refusal:
        hand_over(emma, charlie, now=now)

    assert list(refusal.value.message_dict) == ["client"]


def test_client_to_the_own_trainer(emma, now):
    with pytest.raises(ValidationError) as refusal:
        hand_over(emma, emma.trainer, now=now)

    assert list(refusal.value.message_dict) == ["trainer"]


def test_pages_of_who_had_the_client(client, emma, charlie, now):
    past = SessionFactory(client=emma, scheduled_start=now - WEEK)
    hand_over(emma, charlie, now=now)
    client.force_login(emma.trainer.user)

    page = client.get(f"/sessions/{past.uuid}/").content.decode()

    assert emma.last_name in page
    assert f"/clients/{emma.uuid}/" not in page
    assert client.get(f"/clients/{emma.uuid}/").status_code == 404


def test_lent_session_is_edited_with_its_client(client, emma, charlie, now):
    session = to(charlie, SessionFactory(client=emma), now)
    client.force_login(charlie.user)
    form = client.get(f"/sessions/{session.uuid}/edit/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"title": "Stand-in"}

    answer = client.post(f"/sessions/{session.uuid}/edit/", sent)

    session.refresh_from_db()
    assert (answer.status_code, session.title, session.client) == (302, "Stand-in", emma)


def test_queries_of_previews(emma, charlie, now, django_assert_num_queries):
    clients = [emma, *ClientFactory.create_batch(2, trainer=emma.trainer)]
    for n, client in enumerate(clients, 1):
        SessionFactory(client=client, scheduled_start=now + WEEK * n)
        start = now + timedelta(days=n, hours=5)
        values = {"timeline": TimelineFactory(client=client), "title": "Yoga", "start": start}
        series.create(emma.trainer, values | {"end": start + HOUR, "cycle": Cycle.MONTHLY}, now=now)

    for some in (clients[:1], clients):
        with django_assert_num_queries(6):
            found = previews(some, charlie, now=now)
        assert [(each.sessions, each.series, each.can_be) for each in found] == [(13, 1, True)] * len(some)


@pytest.mark.parametrize("sessions", [1, 3])
def test_queries_of_what_is_booked(emma, charlie, now, sessions, django_assert_num_queries):
    for number in range(sessions):
        SessionFactory(client=emma, scheduled_start=now + number * HOUR)

    with django_assert_num_queries(4):
        found = standing_in.booked(emma.trainer, charlie, now, now + WEEK, now=now)
        assert [each.session.trainer for each in found] == [emma.trainer] * sessions


def test_client_who_was_handed_over_a_moment_ago(emma, charlie, now):
    stale = Client.objects.get(pk=emma.pk)
    hand_over(emma, charlie, now=now)

    with pytest.raises(ValidationError) as refusal:
        hand_over(stale, TrainerFactory(user__username="dora"), now=now)

    assert list(refusal.value.message_dict) == ["client"]


def test_series_of_which_nothing_is_left_to_come_is_cut_too(yoga, emma, charlie, now):
    booking.cancel_all(yoga.sessions.to_come(now), now=now)
    past = list(yoga.sessions.filter(scheduled_start__lt=now))

    hand_over(emma, charlie, now=now)

    old, new = Series.objects.order_by("pk")
    assert (old.trainer, new.trainer) == (emma.trainer, charlie)
    assert list(old.sessions.filter(scheduled_start__lt=now)) == past
    assert not new.sessions.filter(scheduled_start__lt=now).exists()


def test_undo_does_not_bring_back_what_went_with_the_client(yoga, emma, charlie, now):
    with taking(emma.trainer, now) as step:
        timelines.remove(yoga.timeline, now=now)
    hand_over(emma, charlie, now=now)

    with pytest.raises(ValidationError):
        undo.undo(step, now=now)

    assert not Session.objects.to_come(now).filter(trainer=emma.trainer).exists()


def test_redo_gives_nothing_to_who_is_inactive_by_now(emma, charlie, now):
    session = SessionFactory(client=emma)
    with taking(emma.trainer, now) as step:
        to(charlie, session, now)
    undo.undo(step, now=now)
    charlie.user.is_active = False
    charlie.user.save()

    with pytest.raises(ValidationError):
        undo.redo(step, now=now)

    assert Session.objects.get().trainer == emma.trainer


def test_what_takes_place_once_is_left_to_who_stands_in(emma, charlie, now):
    start = now + WEEK
    values = {"timeline": TimelineFactory(client=emma), "title": "Once", "start": start, "end": start + HOUR}
    once = series.create(emma.trainer, values, now=now)
    lent = to(charlie, once.sessions.get(), now)

    series.revise(once, {"start": start + HOUR, "end": start + 2 * HOUR}, now=now)
    booking.revise(lent, {"title": "Stand-in"}, now=now)

    lent.refresh_from_db()
    once.refresh_from_db()
    assert (lent.scheduled_start, lent.title, once.title) == (start, "Stand-in", "Once")


def rows(*models):
    """{model: its rows}, without what any write counts."""
    counted = {"version", "updated_at", "laid_out_until"}
    return {
        model: sorted(
            str({name: value for name, value in row.items() if name not in counted})
            for row in model.objects.values()
        )
        for model in models
    }


@pytest.fixture
def handed_over(yoga, emma, charlie, now):
    """The step by which Emma went to Charlie, and the rows before and after."""
    SessionFactory(client=emma, scheduled_start=now + 5 * HOUR, trainer_notes="Between us")
    before = rows(Client, Timeline, Series, Session)
    with taking(emma.trainer, now, by=UserFactory(is_staff=True)) as step:
        hand_over(emma, charlie, now=now)
        step.words = "Emma goes to Charlie"
    return step, before, rows(Client, Timeline, Series, Session)


def test_hand_over_is_undone_and_done_again(handed_over, charlie, now):
    step, before, after = handed_over

    undone = undo.undo(step, now=now, by=step.by, gives_clients=True)
    back = rows(*before)
    undo.redo(undone, now=now, by=step.by, gives_clients=True)

    assert after != before
    assert back == before
    again = rows(Client, Timeline, Series)
    assert again == {kind: after[kind] for kind in again}
    assert set(Session.objects.to_come(now).values_list("trainer", flat=True)) == {charlie.pk}


def test_hand_over_is_undone_by_staff_only(handed_over, now):
    step, _, after = handed_over

    Session.objects.filter(trainer__user__username="charlie").update(title="Theirs")
    for by in (None, step.by):  # who works as the trainer is not asked for the right
        with pytest.raises(CannotTurn):
            undo.undo(step, now=now, by=by)

    assert rows(Client) == {Client: after[Client]}
    assert undo.last_done(step.trainer, now=now) is None
    assert undo.outlook([step], now=now).why_not == {step.pk: "Only staff give a client to another trainer"}


@pytest.mark.parametrize("new", ["timeline", "session"])
def test_hand_over_is_not_undone_once_something_new_has_begun(handed_over, emma, charlie, now, new):
    step, _, _ = handed_over
    emma.refresh_from_db()
    TimelineFactory(client=emma, trainer=charlie) if new == "timeline" else SessionFactory(
        client=emma, trainer=charlie, scheduled_start=now + 9 * WEEK
    )
    after = rows(Client, Timeline, Series, Session)

    with pytest.raises(ValidationError):
        undo.undo(step, now=now, by=step.by, gives_clients=True)

    assert rows(*after) == after


def test_hand_over_is_not_undone_to_who_is_inactive(handed_over, emma, now):
    step, _, after = handed_over
    step.trainer.user.is_active = False
    step.trainer.user.save()

    with pytest.raises(ValidationError):
        undo.undo(step, now=now, by=step.by, gives_clients=True)

    assert rows(*after) == after


def test_who_waited_for_the_hand_over_changes_nothing(emma, charlie, yoga, now):
    alice, start = emma.trainer, now + timedelta(days=1)
    tomorrow = {"title": "Yoga", "scheduled_start": start, "scheduled_end": start + HOUR}
    coming = yoga.sessions.to_come(now).in_order().select_related("trainer", "client").first()
    hand_over(Client.objects.get(), charlie, now=now)

    for late in (
        lambda: booking.book(alice, {"client": emma, **tomorrow}, now=now),
        lambda: timelines.create(alice, {"name": "Evenings", "client": emma}, now=now),
    ):
        with pytest.raises(ValidationError, match="Client not found"):
            late()
    for late in (
        lambda: booking.revise(coming, {"title": "HIIT"}, now=now),
        lambda: booking.remove(coming, now=now),
        lambda: clients.revise(emma, {"notes": "Knee"}),
        lambda: erasure.erase(emma, now=now),
    ):
        with pytest.raises((Session.DoesNotExist, Client.DoesNotExist)):
            late()


def test_who_waited_while_a_series_and_its_timeline_went(emma, charlie, yoga, now):
    timeline = yoga.timeline
    Series.objects.rewrite(trainer=charlie)
    Timeline.objects.rewrite(trainer=charlie)

    with pytest.raises(Series.DoesNotExist):
        series.revise(yoga, {"title": "HIIT"}, now=now)
    with pytest.raises(Timeline.DoesNotExist):
        timelines.revise(timeline, {"name": "Evenings"}, now=now)


def test_client_who_was_deleted_meanwhile_is_not_booked(alice, emma, now):
    gone = Client.objects.get()
    emma.delete()
    start = now + timedelta(days=1)

    with pytest.raises(ValidationError, match="Client not found"):
        booking.book(
            alice,
            {"client": gone, "title": "Yoga", "scheduled_start": start, "scheduled_end": start + HOUR},
            now=now,
        )
