"""What staff did themselves: listed, taken back, and nobody else's."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from scheduling.domain import booking, timelines, undo
from scheduling.domain.steps import taking
from scheduling.models import Session, Timeline
from scheduling.tests.factories import SessionFactory
from trainers.hours import take_time_off
from trainers.models import Step
from trainers.tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("roles")

CHANGES = "/desk/changes/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def desk(sign_in):
    return sign_in("front desk")


@pytest.fixture
def rehab(emma):
    start = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) + 2 * DAY
    return SessionFactory(client=emma, title="Rehab", scheduled_start=start)


def cancel(client, session):
    client.post(
        reverse("desk-settle", args=[session.uuid]), {"outcome": "cancel", "version": session.version}
    )
    return Step.objects.latest("id")


def listed(client):
    return [(line.step.words, line.why_not) for line in client.get(CHANGES).context["lines"]]


def text(answer):
    return answer.content.decode()


def test_what_was_done_is_listed_and_taken_back(client, desk, rehab):
    step = cancel(client, rehab)

    page = client.get(CHANGES)
    assert [(line.step, line.why_not) for line in page.context["lines"]] == [(step, "")]
    assert ("In the calendar of <bdi>Alice Archer</bdi>." in text(page), "Take back" in text(page)) == (
        True,
        True,
    )
    answer = client.post(page.context["lines"][0].address, {"next": CHANGES}, follow=True)

    assert answer.redirect_chain == [(CHANGES, 302)]
    assert Session.objects.get().status == "scheduled"
    assert ("is-undone" in text(answer), "Redo" in text(answer)) == (True, True)


def test_what_was_done_in_another_role_is_not_turned(client, desk, alice, emma):
    now = timezone.now()
    with taking(alice, now, by=desk) as step:
        timelines.create(alice, {"client": emma, "name": "Strength"}, now=now)
        step.words = "Strength"
    undo.undo(step, now=now)
    desk.groups.set(Group.objects.filter(name="auditor"))

    assert [why for _, why in listed(client)] == ["Your role does not allow this"]
    assert client.post(reverse("desk-undo", args=[step.uuid])).status_code == 403
    assert not Timeline.objects.exists()


def test_what_is_not_done_again_is_said_so(client, desk, rehab):
    step = cancel(client, rehab)
    now = timezone.now()
    undo.undo(step, now=now, by=desk)
    booking.revise(Session.objects.get(), {"notes": "Knee"}, now=now)

    answer = client.post(reverse("desk-undo", args=[step.uuid]), follow=True)

    assert [*map(str, answer.context["messages"])][-1].startswith("Not done again: ")


def test_newest_first(client, desk, rehab, emma):
    later = SessionFactory(client=emma, title="HIIT", scheduled_start=rehab.scheduled_start + DAY)
    steps = [cancel(client, rehab), cancel(client, later)]

    assert [words for words, _ in listed(client)] == [step.words for step in reversed(steps)]


def test_nothing_was_done(client, desk):
    assert "You have changed nothing here recently" in text(client.get(CHANGES))


def test_what_others_did_is_not_listed(client, sign_in, rehab, emma):
    sign_in("front desk")
    cancel(client, rehab)
    with taking(emma.trainer, timezone.now()):
        take_time_off(emma.trainer, {"start": rehab.scheduled_start, "end": rehab.scheduled_end})
    sign_in("manager")

    assert listed(client) == []


def test_what_was_changed_since_is_not_taken_back(client, desk, rehab):
    cancel(client, rehab)
    booking.revise(rehab, {"title": "HIIT"}, now=timezone.now())

    ((_, why_not),) = listed(client)

    day = format_date(rehab.scheduled_start, "D j F Y")
    assert why_not == f"HIIT (Emma Wilson, {day}) was changed since"


def test_after_a_day_it_is_told_only(client, desk, rehab):
    step = cancel(client, rehab)
    for age, told in [(DAY, ["It is more than 24 hours ago"]), (7 * DAY, [])]:
        Step.objects.filter(pk=step.pk).update(at=timezone.now() - age)
        assert [why_not for _, why_not in listed(client)] == told


def test_hand_over_is_taken_back_by_who_may(client, desk, rehab, emma, charlie):
    hand_over = reverse("desk-hand-over", args=[emma.trainer_id])
    client.post(hand_over, {"to": charlie.pk, "clients": emma.uuid})

    assert [why_not for _, why_not in listed(client)] == [""]
    desk.groups.set(Group.objects.filter(name="auditor"))
    assert [why_not for _, why_not in listed(client)] == ["Your role does not allow this"]
    assert client.post(reverse("desk-undo", args=[Step.objects.get().uuid])).status_code == 403


@pytest.mark.parametrize("role", ["trainer", "nothing"])
def test_another_role_is_refused(client, sign_in, role):
    sign_in(role)

    assert client.get(CHANGES).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client, desk, emma, count, django_assert_num_queries):
    for number, by in enumerate([UserFactory(), *[desk] * count]):
        session = SessionFactory(client=emma, scheduled_start=timezone.now() + (number + 1) * DAY)
        with taking(emma.trainer, timezone.now(), by=by):
            booking.cancel(session, now=timezone.now())
    client.get("/desk/clients/")

    with django_assert_num_queries(8):
        client.get(CHANGES)
