"""A client at the desk: what is booked, what became of the rest, and who has changed what."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import domain
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, horizon, scopes
from scheduling.domain.erasure import erase
from scheduling.domain.scopes import Scope
from scheduling.history import GivenAway
from scheduling.models import Session
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory
from trainers.models import Step

pytestmark = pytest.mark.usefixtures("roles")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(sign_in):
    return sign_in("front desk")


@pytest.fixture
def nine():
    """Nine today, of whoever runs the tests: the pages look at the real clock."""
    return timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)


def address(of):
    return reverse("desk-client", args=[of.uuid])


def shown(answer):
    return [session.title for name in ("coming", "past") for session in answer.context[name]]


def text(answer):
    return answer.content.decode()


def test_client_with_what_is_booked_and_what_became_of_the_rest(client, desk, emma, charlie, nine):
    SessionFactory(client=emma, title="Next week", scheduled_start=nine + 7 * DAY)
    SessionFactory(client=emma, title="In two weeks", scheduled_start=nine + 14 * DAY, trainer=charlie)
    SessionFactory(client=emma, title="Last week", scheduled_start=nine - 7 * DAY, status="completed")
    SessionFactory(client=emma, title="Missed", scheduled_start=nine - 8 * DAY, status="no-show")
    SessionFactory(client=ClientFactory(trainer=emma.trainer), title="Somebody else's")

    answer = client.get(address(emma))

    assert shown(answer) == ["Next week", "In two weeks", "Last week", "Missed"]
    page = text(answer)
    assert ("Emma Wilson" in page, emma.phone in page, emma.email in page) == (True, True, True)
    assert reverse("desk-trainer", args=[emma.trainer_id]) in page
    assert f"{reverse('desk-book', args=[emma.trainer_id])}?client={emma.uuid}" in page
    assert reverse("admin:clients_client_change", args=[emma.pk]) in page
    assert ("America/New_York" in page, "with <bdi>Charlie Cole</bdi>" in page) == (True, True)
    assert ("Completed" in page, "No-show" in page, "Somebody else" in page) == (True, True, False)


def test_complaint_of_a_cancelled_session_is_answered(client, desk, emma, nine):
    """Who cancelled it, when and why: found, opened, and read."""
    session = SessionFactory(client=emma, title="Rehab", scheduled_start=nine + 2 * DAY)
    client.post(
        reverse("desk-settle", args=[session.uuid]),
        {"outcome": "cancel", "version": session.version, "reason": "Trainer ill"},
    )

    found = client.get(reverse("desk-find"), {"q": "wilson"})
    answer = client.get(address(emma))

    assert f'href="{address(emma)}"' in text(found)
    assert [(each.title, each.cancelled_by) for each in answer.context["past"]] == [("Rehab", "front desk")]
    assert "by <bdi>front desk</bdi>" in text(answer)
    assert reverse("desk-session", args=[session.uuid]) in text(answer)
    changed = answer.context["changes"].entries[0]
    assert (changed.by, changed.name) == ("front desk", "Rehab")
    assert [(each.label, each.after) for each in changed.changes] == [
        ("Status", "Cancelled"),
        ("Cancellation reason", "Trainer ill"),
    ]


def test_who_cancelled_last_is_told(client, desk, emma, nine):
    """Not who wrote something of it since, nor who cancelled it before it was put back."""
    session = SessionFactory(client=emma, title="Rehab", scheduled_start=nine + 2 * DAY)
    settle = reverse("desk-settle", args=[session.uuid])
    for outcome, user in (("cancel", emma.trainer.user), ("reinstate", desk), ("cancel", desk)):
        user.is_staff = True
        user.is_superuser = True
        user.save()
        client.force_login(user)
        session.refresh_from_db()
        client.post(settle, {"outcome": outcome, "version": session.version})
    client.force_login(emma.trainer.user)
    booking.revise(Session.objects.get(), {"notes": "Called"}, now=nine)

    (told,) = client.get(address(emma)).context["past"]

    assert (told.cancelled_by, told.history.count()) == ("front desk", 5)


def test_what_ended_with_its_series_is_told_by_the_history(client, desk, emma, nine):
    weekly = SeriesFactory(timeline=TimelineFactory(client=emma), start=nine + DAY)
    horizon.extend(emma.trainer, now=nine)
    second = weekly.sessions.in_order()[1]
    scopes.cancel(second, Scope.FOLLOWING, now=nine, reason="Moves away")

    answer = client.get(address(emma))

    assert [each.status for name in ("coming", "past") for each in answer.context[name]] == ["scheduled"]
    changed = answer.context["changes"].entries[0]
    assert (changed.kind, changed.name, changed.action) == ("Series", "Yoga", "Changed")


def test_hand_over_and_taking_it_back_are_told(client, desk, emma, charlie):
    hand_over = reverse("desk-hand-over", args=[emma.trainer_id])
    client.post(hand_over, {"to": charlie.pk, "clients": emma.uuid})
    client.post(reverse("desk-undo", args=[Step.objects.get().uuid]))

    entries = client.get(address(emma)).context["changes"].entries

    assert [(each.by, each.door, each.action, each.given, each.changes) for each in entries[:2]] == [
        ("front desk", "by undo", "Handed over", GivenAway("Charlie Cole", "Alice Archer"), []),
        ("front desk", "", "Handed over", GivenAway("Alice Archer", "Charlie Cole"), []),
    ]


def test_hand_over_is_told_to_the_trainer_without_the_other(client, desk, emma, charlie):
    hand_over = reverse("desk-hand-over", args=[emma.trainer_id])
    client.post(hand_over, {"to": charlie.pk, "clients": emma.uuid})
    client.force_login(charlie.user)

    answer = client.get(reverse("client", args=[emma.uuid]))

    (entry,) = answer.context["changes"].entries
    told = (entry.by, entry.action, entry.given, entry.is_first)
    assert told == ("front desk", "Came from another trainer", None, False)
    assert "Alice" not in text(answer)


def test_no_more_than_some_are_listed(client, desk, emma, nine):
    for number in range(1, 23):
        SessionFactory(client=emma, scheduled_start=nine + number * DAY)
        SessionFactory(client=emma, scheduled_start=nine - number * DAY)

    context = client.get(address(emma)).context

    assert [each.scheduled_start for each in context["coming"]] == [nine + n * DAY for n in range(1, 11)]
    assert [each.scheduled_start for each in context["past"]] == [nine - n * DAY for n in range(1, 21)]


def test_private_texts_are_left_out(client, sign_in, emma):
    domain.revise(emma, {"medical_conditions": "Asthma", "notes": "Owes us", "phone": "+49 30 1"})
    SessionFactory(client=emma, status="cancelled", trainer_notes="Between us", notes="Bring shoes")

    for role in ("front desk", "manager"):
        sign_in(role)
        page = text(client.get(address(emma)))
        told = [words in page for words in ("Asthma", "Owes us", "Bring shoes", "+49 30 1")]
        assert told == [False, False, False, True]
        assert ("Between us" in page) == (role == "manager")


def test_nobody_is_booked_who_cannot_be(client, sign_in, emma):
    booking_of = reverse("desk-book", args=[emma.trainer_id])
    sign_in("auditor")
    told = [booking_of in text(client.get(address(emma)))]
    sign_in("front desk")
    domain.revise(emma, {"status": "inactive"})
    answer = client.get(address(emma))

    assert [*told, booking_of in text(answer), "Inactive" in text(answer)] == [False, False, True]


def test_client_who_is_erased(client, desk, emma, now):
    SessionFactory(client=emma, title="Rehab")
    erase(emma, now=now)

    answer = client.get(address(emma))

    assert ("Erased" in text(answer), "Emma" in text(answer), "mailto:" in text(answer)) == (
        True,
        False,
        False,
    )
    assert [each.status for each in answer.context["past"]] == ["cancelled"]


@pytest.mark.parametrize("role", ["trainer", "nothing"])
def test_another_role_is_refused(client, sign_in, emma, role):
    sign_in(role)

    assert client.get(address(emma)).status_code == 403


def test_client_who_is_not_there(client, desk, emma):
    session = SessionFactory(client=emma)

    assert client.get(reverse("desk-client", args=[session.uuid])).status_code == 404


@pytest.mark.parametrize("sessions", [1, 3])
def test_queries_of_a_client(client, desk, emma, charlie, nine, sessions, django_assert_num_queries):
    for number in range(1, sessions + 1):
        SessionFactory(client=emma, scheduled_start=nine + number * DAY)
        cancelled = SessionFactory(client=emma, scheduled_start=nine - number * DAY, trainer=charlie)
        booking.revise(cancelled, {"status": "cancelled"}, now=nine)
    assert Session.objects.count() == 2 * sessions
    client.get(reverse("desk-find"))

    with django_assert_num_queries(13):
        client.get(address(emma))
