"""A client is erased: what goes, what stays, and that nothing brings it back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from clients import domain as clients
from clients.domain import Outcome
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, erasure, horizon, scopes, series, statistics, steps, timelines, undo
from scheduling.domain.scopes import Scope
from scheduling.domain.undo import CannotTurn
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.models import Step

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
def past(emma):
    """Took place a week ago."""
    times = {"scheduled_start": TEN - WEEK, "scheduled_end": TEN - WEEK + HOUR}
    texts = {"title": "Emma's knee", "notes": "knee", "location": "at Emma's", "trainer_notes": "tired"}
    return SessionFactory(client=emma, status="completed", session_type="assessment", **texts, **times)


@pytest.fixture
def coming(emma):
    return SessionFactory(client=emma, scheduled_start=TEN + DAY)


@pytest.fixture
def yoga(emma, now):
    """Every Tuesday from ten to eleven, without end."""
    timeline = TimelineFactory(client=emma, name="Emma's mornings", description="before work")
    rule = {"title": "Emma's yoga", "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY", "timeline": timeline}
    return series.create(emma.trainer, rule, now=now)


def erase(client, now):
    erased = erasure.erase(client, now=now)
    client.refresh_from_db()
    return erased


def test_erase_leaves_a_client_who_is_nobody(emma, now):
    clients.revise(emma, {"medical_conditions": "asthma", "weight": 61, "membership": "10 sessions"})

    erase(emma, now)

    assert (emma.name, emma.status, emma.erased_at) == ("Erased client", "inactive", now)
    assert emma.email.endswith("@erased.invalid")
    told = (emma.phone, emma.medical_conditions, emma.weight, emma.membership, emma.membership_until)
    assert told == ("", "", None, "", None)


def test_erase_keeps_what_counts_of_a_session(emma, past, now):
    kept = ("client", "status", "session_type", "scheduled_start", "scheduled_end", "created_at", "uuid")
    before = Session.objects.values(*kept).get()

    erase(emma, now)

    assert Session.objects.values(*kept).get() == before
    past.refresh_from_db()
    assert (past.title, past.notes, past.location, past.trainer_notes) == ("Assessment", None, None, None)


def test_erase_in_the_language_of_the_trainer(emma, past, now):
    emma.trainer.language = "de"
    emma.trainer.save()

    erase(emma, now)

    past.refresh_from_db()
    assert past.title == "Fitness-Check"


def test_erase_cancels_what_is_to_come_and_frees_its_time(emma, coming, yoga, now):
    assert erasure.to_come(emma, now).count() > 50

    erase(emma, now)

    assert not Session.objects.to_come(now).exists()
    other = ClientFactory(trainer=emma.trainer)
    for start in (coming.scheduled_start, TEN + WEEK):
        times = {"scheduled_start": start, "scheduled_end": start + HOUR}
        booking.book(emma.trainer, {"client": other, "title": "Rehab", **times}, now=now)


def test_erase_ends_what_repeats(emma, yoga, now):
    erase(emma, now)

    yoga.refresh_from_db()
    timeline = Timeline.objects.get()
    assert (yoga.title, yoga.removed_at, timeline.removed_at) == ("Personal", now, now)
    assert (timeline.name, timeline.description) == ("Regular sessions", None)
    horizon.look(emma.trainer, TEN + 60 * WEEK, TEN + 70 * WEEK, now=now)
    assert not Session.objects.filter(scheduled_start__gt=TEN + 60 * WEEK).exists()


def test_erase_counts_versions_up(emma, past, yoga, now):
    before = [emma.version, past.version, yoga.version]

    erase(emma, now)

    for row in (past, yoga):
        row.refresh_from_db()
    after = [emma.version, past.version, yoga.version]
    assert all(new > old for new, old in zip(after, before, strict=True))


def test_erase_empties_the_histories(emma, past, yoga, now):
    clients.revise(emma, {"notes": "likes boxing"})
    booking.revise(past, {"client_feedback": "hard"}, now=now)

    erase(emma, now)

    assert set(Client.history.values_list("first_name", "notes")) == {("Erased", "")}
    assert set(Session.history.filter(id=past.pk).values_list("title", "client_feedback")) == {
        ("Assessment", None)
    }
    assert set(Timeline.history.values_list("name", "description")) == {("Regular sessions", None)}
    assert set(Series.history.values_list("title", flat=True)) == {"Personal"}


def test_erase_is_recorded_with_who_and_when(emma, now):
    erase(emma, now)

    last = emma.history.first()
    assert (last.history_type, last.erased_at, last.status) == ("~", now, "inactive")
    assert [record.erased_at for record in emma.history.all()[1:]] == [None]


def test_erase_a_second_time_changes_nothing(emma, past, now):
    erase(emma, now)
    before = [Client.objects.values().get(), Session.objects.values().get(), Client.history.count()]

    erase(emma, now + DAY)

    assert [Client.objects.values().get(), Session.objects.values().get(), Client.history.count()] == before


def test_erase_leaves_others_as_they_are(emma, past, now):
    bella = ClientFactory(trainer=emma.trainer, first_name="Bella", notes="new")
    SessionFactory(client=bella, title="Boxing")
    before = [Client.objects.values().get(pk=bella.pk), bella.sessions.values().get()]

    erase(emma, now)

    assert [Client.objects.values().get(pk=bella.pk), bella.sessions.values().get()] == before


def test_erase_two_clients_of_one_trainer(emma, now):
    bella = ClientFactory(trainer=emma.trainer)

    erase(emma, now)
    erase(bella, now)

    assert emma.email != bella.email


def test_erase_empties_what_was_once_theirs_and_is_another_ones_now(emma, now, coming):
    bella = ClientFactory(trainer=emma.trainer)
    booking.revise(coming, {"title": "Emma's rehab"}, now=now)
    booking.revise(coming, {"client": bella, "title": "Boxing"}, now=now)

    erase(emma, now)

    coming.refresh_from_db()
    assert (coming.client, coming.title, coming.status) == (bella, "Boxing", "scheduled")
    assert list(coming.history.order_by("history_id").values_list("title", flat=True)) == [
        "Personal",
        "Personal",
        "Boxing",
    ]


def test_erase_empties_the_records_of_series_while_their_timeline_was_theirs(emma, yoga, now):
    bella = ClientFactory(trainer=emma.trainer)
    timelines.revise(yoga.timeline, {"client": bella, "name": "Bella's"}, now=now)
    yoga.refresh_from_db()
    series.revise(yoga, {"title": "Bella's yoga"}, now=now)

    erase(emma, now)

    yoga.refresh_from_db()
    assert (yoga.title, yoga.removed_at) == ("Bella's yoga", None)
    told = yoga.history.order_by("history_id").values_list("title", flat=True)
    assert list(told) == ["Personal", "Bella's yoga"]
    names = yoga.timeline.history.order_by("history_id").values_list("name", flat=True)
    assert list(names) == ["Regular sessions", "Bella's"]


def test_erase_keeps_the_numbers(emma, past, coming, now):
    def counted():
        own = Session.objects.filter(client=emma)
        return statistics.summarize(own, now=now), statistics.report(emma.trainer, WEEK_BEFORE, now=now)

    booking.cancel(coming, now=now)
    before = counted()

    erase(emma, now)

    assert counted() == before


WEEK_BEFORE = statistics.Period((TEN - 2 * WEEK).date(), (TEN - DAY).date())


# Nothing brings it back


@pytest.mark.parametrize("changes", [{"notes": "again"}, {"status": "active"}, {"first_name": "Emma"}, {}])
def test_erased_client_is_not_revised(emma, now, changes):
    erase(emma, now)

    with pytest.raises(ValidationError, match="This client was erased"):
        clients.revise(emma, changes)


def test_erased_client_is_not_active_in_the_database(emma, now):
    erase(emma, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.filter(pk=emma.pk).update(status="active")


def test_erased_client_is_not_booked_by_who_has_read_them_before(emma, now):
    stale = Client.objects.get(pk=emma.pk)
    erase(emma, now)
    times = {"scheduled_start": TEN + DAY, "scheduled_end": TEN + DAY + HOUR}

    with pytest.raises(ValidationError, match="This client was erased"):
        booking.book(emma.trainer, {"client": stale, "title": "Rehab", **times}, now=now)
    with pytest.raises(ValidationError, match="This client was erased"):
        timelines.create(emma.trainer, {"client": stale, "name": "Mornings"}, now=now)


@pytest.mark.parametrize("changes", [{"notes": "again"}, {"status": "no-show"}, {"client": None}])
def test_sessions_of_an_erased_client_are_not_revised(emma, past, now, changes):
    erase(emma, now)

    with pytest.raises(ValidationError, match="This client was erased"):
        booking.revise(past, changes, now=now)


@pytest.mark.parametrize("scope", list(Scope))
def test_sessions_of_an_erased_client_are_not_revised_with_others(emma, yoga, now, scope):
    later = yoga.sessions.order_by("scheduled_start")[2]
    erase(emma, now)

    with pytest.raises(ValidationError):
        scopes.revise(later, {"title": "again"}, scope, now=now)


def test_change_of_many_that_starts_at_a_session_of_an_erased_client_leaves_that_alone(emma, yoga, now):
    """The series is another client's by now, and goes on."""
    bella, after = ClientFactory(trainer=emma.trainer), now + 2 * WEEK
    timelines.revise(yoga.timeline, {"client": bella}, now=after)
    erase(emma, after)
    first = yoga.sessions.order_by("scheduled_start").select_related("trainer").first()
    assert first.client == emma

    scopes.revise(first, {"title": "again"}, Scope.ALL, now=after)

    first.refresh_from_db()
    assert first.title == "Personal"
    assert set(Session.objects.to_come(after).values_list("title", flat=True)) == {"again"}


def test_erasure_is_no_step(emma, past, now):
    with steps.taking(emma.trainer, now):
        erase(emma, now)

    assert not Step.objects.exists()


def test_step_of_before_is_gone(emma, past, now):
    with steps.taking(emma.trainer, now) as step:
        booking.revise(past, {"notes": "knee, left"}, now=now)
        step.words = "Wrote notes"

    erase(emma, now)

    assert not Step.objects.exists()
    with pytest.raises(CannotTurn, match="not kept any more"):
        undo.undo(step, now=now)


def test_step_of_a_session_that_was_given_to_another_is_gone(emma, coming, now):
    with steps.taking(emma.trainer, now):
        booking.revise(coming, {"client": ClientFactory(trainer=emma.trainer)}, now=now)

    erase(emma, now)

    assert not Step.objects.exists()


def test_step_of_another_client_stays(emma, now):
    other = SessionFactory(client=ClientFactory(trainer=emma.trainer))
    with steps.taking(emma.trainer, now) as step:
        booking.cancel(other, now=now)

    erase(emma, now)

    undo.undo(step, now=now)
    other.refresh_from_db()
    assert other.status == "scheduled"


def test_list_that_is_imported_does_not_fill_in_an_erased_client(emma, now):
    erase(emma, now)

    (entry,) = clients.enrol_all(emma.trainer, [({"email": emma.email, "phone": "+1-555-0100"}, {})])

    assert entry.outcome == Outcome.REFUSED
    emma.refresh_from_db()
    assert emma.phone == ""


def test_erase_of_another_trainers_time_too(emma, charlie, coming, past, now):
    """Emma was Charlie's client before: all of hers goes, and Charlie's time is free."""
    old = SessionFactory(client=emma, trainer=charlie, title="Emma's boxing", scheduled_start=TEN + 2 * DAY)

    erase(emma, now)

    old.refresh_from_db()
    assert (old.title, old.status, old.trainer) == ("Personal", "cancelled", charlie)
