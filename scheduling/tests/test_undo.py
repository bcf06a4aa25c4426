"""Undo and redo of a step: all of it or nothing, and never over somebody else's change."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from clients import domain as clients
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, handover, horizon, scopes, timelines, undo
from scheduling.domain import series as whole
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.scopes import Scope
from scheduling.domain.steps import taking
from scheduling.domain.undo import CannotTurn, ChangedSince
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SessionFactory
from trainers.models import Step, TimeOff
from trainers.recording import LAID_OUT
from trainers.tests.factories import UserFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KINDS = (Client, TimeOff, Timeline, Series, Session)
COUNTED = {"version", "updated_at"}


def rows(*, apart_from_laid_out_since=()):
    """All that is stored, without what is counted with every write."""
    laid_out = Session.history.filter(history_type="+", history_change_reason=LAID_OUT)
    ignored = set(laid_out.values_list("id", flat=True)) - set(apart_from_laid_out_since)
    return {
        (kind.__name__, row["id"]): {name: value for name, value in row.items() if name not in COUNTED}
        for kind in KINDS
        for row in kind.objects.values()
        if kind is not Session or row["id"] not in ignored
    }


@pytest.fixture
def rehab(emma, now):
    return SessionFactory(client=emma, title="Rehab", scheduled_start=now + 2 * HOUR)


@pytest.fixture
def take(alice, now):
    """take(function of the domain, ...) -> the step in which it was called."""

    def call(act, *args, **kwargs):
        with taking(alice, now) as step:
            act(*args, **kwargs)
            step.words = act.__name__
        return step

    return call


@pytest.mark.parametrize("first", [True, False])
def test_step_in_portions_says_who_of_the_staff_did_some_of_it(alice, now, first):
    staff, uuid = UserFactory(username="staff", is_staff=True), uuid4()
    for by in (staff, None) if first else (None, staff):
        with taking(alice, now, by=by, uuid=uuid):
            ClientFactory(trainer=alice, email=f"{by}@example.com")

    assert (Step.objects.get().by, len(Step.objects.get().way_back["parts"])) == (staff, 2)


def values(client, start, title="Boxing"):
    return {"client": client, "title": title, "scheduled_start": start, "scheduled_end": start + HOUR}


@pytest.fixture
def yoga(alice, emma, now):
    """Every Tuesday at noon in Berlin, without an end."""
    timeline = timelines.create(alice, {"name": "Routine", "client": emma}, now=now)
    start = now + 4 * HOUR
    rule = {"timeline": timeline, "title": "Yoga", "start": start, "end": start + HOUR, "cycle": "WEEKLY"}
    return whole.create(alice, rule, now=now)


def test_a_revised_session_is_as_before(rehab, take, now):
    before = rows()
    step = take(booking.revise, rehab, {"title": "Boxing", "scheduled_start": now + HOUR}, now=now)
    after = rows()

    undo.undo(step, now=now)
    assert rows() == before

    undo.redo(step, now=now)
    assert rows() == after


def test_a_booked_session_is_gone_and_comes_back_as_it_was(alice, emma, take, now):
    step = take(booking.book, alice, values(emma, now + HOUR), now=now)
    booked = Session.objects.get()

    undo.undo(step, now=now)
    assert not Session.objects.exists()

    undo.redo(step, now=now)
    again = Session.objects.get()
    assert (again.pk, again.uuid, again.created_at) == (booked.pk, booked.uuid, booked.created_at)
    assert again.version > booked.version


def test_a_removed_session_is_there_again(rehab, take, now):
    before = rows()
    step = take(booking.remove, rehab, now=now)

    undo.undo(step, now=now)

    assert rows() == before


def test_a_version_is_never_used_again(rehab, take, now):
    step = take(booking.revise, rehab, {"title": "Boxing"}, now=now)

    undo.undo(step, now=now)

    assert Session.objects.get().version == rehab.version + 2


def test_what_was_changed_since_stays(rehab, take, now):
    step = take(booking.revise, rehab, {"title": "Boxing"}, now=now)
    booking.revise(rehab, {"notes": "By API"}, now=now)
    before = rows()

    with pytest.raises(ChangedSince, match=r"Boxing .Emma Wilson, Tue 8 June 2027. was changed since"):
        undo.undo(step, now=now)

    assert rows() == before
    assert undo.outlook([step], now=now).why_not == {
        step.pk: "Boxing (Emma Wilson, Tue 8 June 2027) was changed since"
    }


def test_what_was_changed_since_and_put_back_is_undone(rehab, take, now):
    before = rows()
    first = take(booking.revise, rehab, {"title": "Boxing"}, now=now)
    second = take(booking.revise, rehab, {"notes": "Knee"}, now=now)
    assert undo.outlook([first, second], now=now).why_not == {
        first.pk: "Boxing (Emma Wilson, Tue 8 June 2027) was changed since"
    }

    undo.undo(second, now=now)
    assert undo.outlook(Step.objects.all(), now=now).why_not == {}
    undo.undo(first, now=now)

    assert rows() == before


def test_what_was_removed_since_stays_removed(rehab, take, now):
    step = take(booking.revise, rehab, {"title": "Boxing"}, now=now)
    booking.remove(rehab, now=now)

    with pytest.raises(ChangedSince, match=r"Rehab .Emma Wilson, Tue 8 June 2027. was changed since"):
        undo.undo(step, now=now)


def test_a_time_that_is_taken_by_now(alice, emma, rehab, take, now):
    step = take(booking.cancel, rehab, now=now)
    boxing = booking.book(alice, values(emma, rehab.scheduled_start), now=now)
    before = rows()

    with pytest.raises(SchedulingConflict) as conflict:
        undo.undo(step, now=now)

    assert conflict.value.in_the_way == boxing
    assert rows() == before


def test_a_time_that_a_series_will_have(alice, emma, take, now):
    """Beyond what is laid out the guard in the database knows of nothing."""
    far = now + 4 * HOUR + 70 * 7 * DAY
    session = SessionFactory(client=emma, scheduled_start=far + 5 * DAY)
    session = booking.revise(
        session, {"scheduled_start": far + DAY / 4, "scheduled_end": far + DAY / 4 + HOUR}, now=now
    )
    step = take(
        booking.revise, session, {"scheduled_start": far + DAY, "scheduled_end": far + DAY + HOUR}, now=now
    )
    timeline = timelines.create(alice, {"name": "Routine", "client": emma}, now=now)
    start = now + 10 * HOUR
    whole.create(
        alice,
        {"timeline": timeline, "title": "Yoga", "start": start, "end": start + HOUR, "cycle": "WEEKLY"},
        now=now,
    )
    assert horizon.end_of(Series.objects.get(), now) < far

    with pytest.raises(SchedulingConflict, match="Yoga"):
        undo.undo(step, now=now)


def test_a_client_who_is_inactive_by_now(rehab, emma, take, now):
    step = take(booking.remove, rehab, now=now)
    clients.deactivate(emma)

    with pytest.raises(ValidationError, match="inactive"):
        undo.undo(step, now=now)

    assert not Session.objects.exists()


def test_a_cancellation_of_a_client_who_is_inactive_by_now(rehab, emma, take, now):
    step = take(booking.cancel, rehab, now=now)
    clients.deactivate(emma)
    before = rows()

    with pytest.raises(ValidationError, match="inactive"):
        undo.undo(step, now=now)

    assert rows() == before


def test_a_cancellation_of_a_client_who_was_inactive_then_is_undone(rehab, emma, take, now):
    clients.deactivate(emma)
    before = rows()
    step = take(booking.cancel, rehab, now=now)

    undo.undo(step, now=now)

    assert rows() == before


def test_who_has_a_session_by_now_waits_while_it_goes_back(alice, charlie, rehab, now):
    with taking(alice, now, to=charlie) as step:
        booking.revise(rehab, {"trainer": charlie}, now=now)
        step.words = "Given"

    with CaptureQueriesContext(connection) as asked:
        undo.undo(step, now=now)

    locked = f'WHERE "trainers_trainer"."id" IN ({alice.pk}, {charlie.pk}) ORDER BY'
    assert sum(locked in each["sql"] for each in asked) == 1


def test_a_deactivation_is_undone_with_what_was_cancelled_for_it(rehab, emma, take, now):
    def leave():
        booking.cancel(rehab, now=now)
        clients.deactivate(emma)

    before = rows()
    step = take(leave)
    left = rows()

    undo.undo(step, now=now)
    assert rows() == before
    undo.redo(step, now=now)
    assert rows() == left


def test_a_client_is_enrolled_and_booked_since(alice, take, now):
    person = {"first_name": "Noah", "last_name": "Kim", "email": "noah@example.com"}
    step = take(clients.enrol, alice, person)
    noah = Client.objects.get()
    booking.book(alice, values(noah, now + HOUR), now=now)

    with pytest.raises(ValidationError, match="in use"):
        undo.undo(step, now=now)

    Session.objects.all().delete()
    undo.undo(step, now=now)
    assert not Client.objects.exists()


@pytest.fixture
def noah(alice, take):
    """A client, and the step in which he was enrolled."""
    step = take(clients.enrol, alice, {"first_name": "Noah", "last_name": "Kim", "email": "noah@example.com"})
    return Client.objects.get(email="noah@example.com"), step


@pytest.mark.parametrize("act", ["removed", "given"])
def test_session_of_a_client_who_is_gone_by_now(alice, emma, noah, take, now, act):
    client, enrolled = noah
    session = booking.book(alice, values(client, now + HOUR), now=now)
    if act == "removed":
        step = take(booking.remove, session, now=now)
    else:
        step = take(booking.revise, session, {"client": emma}, now=now)
    undo.undo(enrolled, now=now)
    before = rows()

    with pytest.raises(ValidationError, match="This client is not there any more"):
        undo.undo(step, now=now)

    assert rows() == before


def test_session_of_a_client_who_is_with_another_trainer_by_now(alice, charlie, emma, rehab, take, now):
    step = take(
        booking.revise, rehab, {"client": ClientFactory(trainer=alice, email="kim@example.com")}, now=now
    )
    handover.hand_over(emma, charlie, now=now)
    before = rows()

    with pytest.raises(ValidationError, match="This client is with another trainer by now"):
        undo.undo(step, now=now)

    assert rows() == before


def test_series_whose_timeline_is_gone_by_now(alice, emma, take, now):
    made = take(timelines.create, alice, {"name": "Routine", "client": emma}, now=now)
    rule = {"timeline": Timeline.objects.get(), "start": now + HOUR, "end": now + 2 * HOUR, "cycle": "WEEKLY"}
    step = undo.undo(take(whole.create, alice, {"title": "Yoga", **rule}, now=now), now=now)
    undo.undo(made, now=now)

    with pytest.raises(ValidationError, match="This timeline is not there any more"):
        undo.redo(step, now=now)

    assert not Series.objects.exists()


def test_an_address_that_another_client_has_by_now(alice, emma, take, now):
    step = take(clients.revise, emma, {"email": "new@example.com"})
    ClientFactory(trainer=alice, email="emma@example.com")

    with pytest.raises(ValidationError, match="e-mail"):
        undo.undo(step, now=now)


def test_a_series_that_was_laid_out_further_since(alice, emma, take, now):
    before = rows()
    timeline = timelines.create(alice, {"name": "Routine", "client": emma}, now=now)
    start = now + 4 * HOUR
    rule = {"timeline": timeline, "title": "Yoga", "start": start, "end": start + HOUR, "cycle": "WEEKLY"}
    step = take(whole.create, alice, rule, now=now)
    horizon.look(alice, start + 500 * DAY, start + 600 * DAY, now=now)
    horizon.extend(alice, now=now + 30 * DAY)

    undo.undo(step, now=now)
    Timeline.objects.all().delete()
    assert rows(apart_from_laid_out_since=Session.objects.values_list("pk", flat=True)) == before


def test_what_was_laid_out_since_and_changed_by_hand_is_kept(alice, yoga, take, now):
    step = take(whole.revise, yoga, {"title": "Stretching"}, now=now)
    horizon.look(alice, now + 500 * DAY, now + 507 * DAY, now=now)
    booking.cancel(Session.objects.order_by("-scheduled_start").first(), now=now)

    with pytest.raises(ChangedSince, match="Stretching was changed since"):
        undo.undo(step, now=now)


def test_what_was_laid_out_since_follows_the_rule_of_before(alice, yoga, take, now):
    step = take(whole.revise, yoga, {"start": yoga.start + HOUR, "end": yoga.end + HOUR}, now=now)
    horizon.look(alice, now + 500 * DAY, now + 507 * DAY, now=now)

    undo.undo(step, now=now)
    horizon.look(alice, now + 500 * DAY, now + 507 * DAY, now=now)

    hours = {each.scheduled_start.astimezone(alice.zone).hour for each in Session.objects.all()}
    assert hours == {12}


def test_a_split_series_is_one_again(yoga, take, now):
    before = rows()
    third = yoga.sessions.order_by("scheduled_start")[2]
    moved = {
        "scheduled_start": third.scheduled_start + HOUR,
        "scheduled_end": third.scheduled_end + HOUR,
    }
    step = take(scopes.revise, third, moved, Scope.FOLLOWING, now=now)
    assert Series.objects.count() == 2

    undo.undo(step, now=now)

    assert rows() == before


def test_a_removed_timeline_is_there_again(yoga, take, now):
    before = rows()
    step = take(timelines.remove, yoga.timeline, now=now)

    undo.undo(step, now=now)

    assert rows() == before


def test_an_endless_series_whose_far_time_is_taken_by_now(alice, emma, yoga, take, now):
    step = take(whole.remove, yoga, now=now)
    booking.book(alice, values(emma, yoga.start + 70 * 7 * DAY), now=now)

    with pytest.raises(SchedulingConflict, match="Boxing"):
        undo.undo(step, now=now)


def test_time_off_is_as_before_and_counts_as_a_version_of_its_trainer(alice, take, now):
    off = TimeOff.objects.create(trainer=alice, start=now, end=now + DAY, reason="Holiday")

    def change():
        TimeOff.objects.all().delete()
        TimeOff.objects.create(trainer=alice, start=now + DAY, end=now + 2 * DAY)

    before = rows()
    undo.undo(take(change), now=now)

    assert rows() == before
    assert TimeOff.objects.get() == off
    alice.refresh_from_db()
    assert alice.version == 2


def test_nothing_changed_is_no_step(rehab, take, now):
    take(booking.revise, rehab, {"title": "Rehab"}, now=now)

    assert not Step.objects.exists()


def test_what_is_refused_is_no_step(alice, emma, rehab, take, now):
    with pytest.raises(SchedulingConflict):
        take(booking.book, alice, values(emma, rehab.scheduled_start), now=now)

    assert not Step.objects.exists()


def test_what_is_in_the_way_stays_stored_though_the_step_is_refused(alice, emma, yoga, take, now):
    with pytest.raises(SchedulingConflict) as conflict:
        take(booking.book, alice, values(emma, yoga.start + 70 * 7 * DAY), now=now)

    assert Session.objects.get(pk=conflict.value.in_the_way.pk).title == "Yoga"


def test_twice_is_refused(rehab, take, now):
    step = take(booking.cancel, rehab, now=now)
    undo.undo(step, now=now)

    with pytest.raises(CannotTurn, match="before"):
        undo.undo(step, now=now)


def test_after_a_day_it_is_refused(rehab, take, now):
    step = take(booking.cancel, rehab, now=now)

    with pytest.raises(CannotTurn, match="24 hours"):
        undo.undo(step, now=now + DAY)

    assert undo.last_done(step.trainer, now=now + DAY) is None


def test_after_two_days_it_is_forgotten(alice, emma, take, now):
    take(booking.book, alice, values(emma, now + HOUR), now=now)
    with taking(alice, now + 2 * DAY):
        booking.book(alice, values(emma, now + 3 * DAY), now=now + 2 * DAY)

    assert Step.objects.count() == 1


def test_history_says_that_it_was_an_undo(rehab, take, now):
    step = take(booking.cancel, rehab, now=now)

    undo.undo(step, now=now)
    undo.redo(step, now=now)

    doors = Session.history.order_by("history_id").values_list("history_change_reason", "status")
    assert list(doors)[-2:] == [("undo", "scheduled"), ("redo", "cancelled")]


def test_the_last_step_is_the_first_to_be_undone(alice, rehab, take, now):
    first = take(booking.revise, rehab, {"title": "Boxing"}, now=now)
    second = take(booking.cancel, rehab, now=now)

    assert undo.last_done(alice, now=now) == second
    undo.undo(second, now=now + HOUR)
    assert undo.last_done(alice, now=now) == first
    undo.undo(first, now=now + 2 * HOUR)
    assert undo.last_done(alice, now=now) is None
    assert undo.last_undone(alice, now=now) == first
    undo.redo(first, now=now)
    assert undo.last_undone(alice, now=now) == second


def test_nothing_is_done_again_after_something_else(alice, rehab, take, now):
    undo.undo(take(booking.cancel, rehab, now=now), now=now)
    with taking(alice, now + HOUR):
        booking.revise(rehab, {"title": "Boxing"}, now=now)

    assert undo.last_undone(alice, now=now) is None


@pytest.mark.parametrize("seed", range(12))
def test_all_undone_in_reverse_is_as_at_the_start(alice, emma, yoga, now, seed):
    alice.parallel_sessions = seed % 2 + 1
    alice.save()
    noah = ClientFactory(trainer=alice, email="noah@example.com")
    dice = Dice(seed, alice, [emma, noah], now)
    states, steps = [rows()], []
    known = list(Session.objects.values_list("pk", flat=True))
    for _ in range(12):
        if (step := dice.step()).pk:
            steps.append(step)
            states.append(rows(apart_from_laid_out_since=known))

    for step, state in zip(reversed(steps), reversed(states[:-1]), strict=True):
        undo.undo(step, now=now)
        assert rows(apart_from_laid_out_since=known) == state
    for step, state in zip(steps, states[1:], strict=True):
        undo.redo(step, now=now)
        assert rows(apart_from_laid_out_since=known) == state
    assert len(steps) > 3


class Dice:
    """Steps drawn at random; what the domain refuses is no step."""

    def __init__(self, seed, trainer, people, now):
        self.random = random.Random(seed)  # noqa: S311 - dice, not secrets
        self.trainer, self.people, self.now = trainer, people, now

    def step(self):
        acts = [self.book, self.move, self.move, self.annotate, self.set_status, self.delete, self.reach]
        acts += [self.reach, self.end, self.create, self.change, self.change, self.remove, self.hand_over]
        acts += [self.look, self.enrol, self.deactivate]
        try:
            with taking(self.trainer, self.now) as step, transaction.atomic():
                self.random.choice(acts)()
        except (ValidationError, SchedulingConflict, Series.DoesNotExist, Timeline.DoesNotExist, IndexError):
            step.pk = None
        return step

    def session(self):
        return self.one(Session.objects.exclude(title="Far"))

    def one(self, found):
        return self.random.choice(list(found.order_by("pk")[:30]))

    def time(self):
        return self.now + self.random.randrange(1, 40) * DAY + self.random.randrange(16) * HOUR / 2

    def shift(self):
        return self.random.choice([-2, -1, 1, 2, 24, 48, -24]) * HOUR

    def times_of(self, session):
        shift = self.shift()
        return {
            "scheduled_start": session.scheduled_start + shift,
            "scheduled_end": session.scheduled_end + shift,
        }

    def book(self):
        booking.book(self.trainer, values(self.random.choice(self.people), self.time()), now=self.now)

    def move(self):
        session = self.session()
        booking.revise(session, self.times_of(session), now=self.now)

    def annotate(self):
        booking.revise(self.session(), {"notes": self.random.choice(["Knee", None, "Slept"])}, now=self.now)

    def set_status(self):
        status = self.random.choice(Session.Status.values)
        booking.revise(self.session(), {"status": status}, now=self.now)

    def delete(self):
        booking.remove(self.session(), now=self.now)

    def reach(self):
        session = self.one(Session.objects.filter(occurrence_on__isnull=False))
        changes = self.random.choice([self.times_of(session), {"title": "Flow"}])
        scope = self.random.choice([Scope.FOLLOWING, Scope.ALL])
        scopes.revise(session, changes, scope, now=self.now)

    def end(self):
        session = self.one(Session.objects.filter(occurrence_on__isnull=False))
        scope, is_permanent = self.random.choice(Scope.values), self.random.random() < 0.5
        scopes.cancel(session, Scope(scope), now=self.now, permanent=is_permanent)

    def create(self):
        timeline = self.one(Timeline.objects.all())
        start = self.time()
        rule = {"timeline": timeline, "title": "Run", "start": start, "end": start + HOUR}
        rule |= self.random.choice([{}, {"cycle": "WEEKLY", "count": 5}, {"cycle": "MONTHLY"}])
        whole.create(self.trainer, rule, now=self.now)

    def change(self):
        series = self.one(Series.objects.all())
        shift = self.shift()
        moved = {"start": series.start and series.start + shift, "end": series.end and series.end + shift}
        drawn = [moved, {"title": "Pilates"}, {"cycle": "DAILY", "count": 9, "until": None}, {"count": 3}]
        changes = self.random.choice([*drawn, {"cycle": None, "interval": 1, "until": None, "count": None}])
        whole.revise(series, changes, now=self.now)

    def remove(self):
        if self.random.random() < 0.5:
            whole.remove(self.one(Series.objects.all()), now=self.now)
        else:
            timelines.remove(self.one(Timeline.objects.all()), now=self.now)

    def hand_over(self):
        client = self.random.choice([*self.people, None])
        timelines.revise(self.one(Timeline.objects.all()), {"client": client, "name": "Mine"}, now=self.now)

    def look(self):
        start = self.now + self.random.randrange(300, 500) * DAY
        horizon.look(self.trainer, start, start + 20 * DAY, now=self.now)

    def enrol(self):
        mail = f"{self.random.random()}@example.com"
        clients.enrol(self.trainer, {"first_name": "New", "last_name": "Client", "email": mail})

    def deactivate(self):
        client = self.random.choice(self.people)
        clients.revise(client, {"status": self.random.choice(Client.Status.values)})
