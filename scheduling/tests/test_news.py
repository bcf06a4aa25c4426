"""What others did in a trainer's calendar: told until it was seen, there and in the list of changes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.tests.factories import ClientFactory
from scheduling.admin_steps import cancel_all
from scheduling.domain import booking, undo
from scheduling.domain.handover import hand_over
from scheduling.domain.steps import taking
from scheduling.models import Series, Session
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.models import Step
from trainers.tests.factories import TrainerFactory, UserFactory

CHANGES, WEEK = "/changes/", "/calendar/week/2027-06-07/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK, DOT = "Others changed something here", 'class="dot"'


@pytest.fixture(autouse=True)
def on_that_day(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def sam(db):
    return UserFactory(username="sam", first_name="Sam", last_name="Staff", is_staff=True)


@pytest.fixture
def rehab(emma, now):
    return SessionFactory(client=emma, title="Rehab", scheduled_start=now + 3 * HOUR)


def revise(session, now, by=None, to=None, **changes):
    with taking(session.trainer, now, by=by, to=to) as step:
        booking.revise(session, changes, now=now)
        session.refresh_from_db()
        step.words = f"Changed {session.title}."
    return step


def has_link(client, trainer):
    client.force_login(trainer.user)
    return LINK in client.get(WEEK).content.decode()


def lines(client, trainer):
    client.force_login(trainer.user)
    listed = client.get(CHANGES).context["lines"]
    return [(line.step.words, line.by, line.why_not, line.is_new) for line in listed]


def test_what_staff_did_is_news_until_it_was_seen(client, alice, charlie, sam, rehab, now):
    nothing = has_link(client, alice)
    revise(rehab, now, by=sam, title="HIIT")

    assert (nothing, has_link(client, alice), has_link(client, charlie)) == (False, True, False)
    assert lines(client, alice) == [("Changed HIIT.", "Sam Staff for Alice Archer", "", True)]
    assert lines(client, alice) == [("Changed HIIT.", "Sam Staff for Alice Archer", "", False)]
    assert has_link(client, alice) is False
    assert lines(client, charlie) == []


def test_own_changes_are_no_news(client, alice, rehab, now):
    revise(rehab, now, title="HIIT")

    assert has_link(client, alice) is False
    assert lines(client, alice) == [("Changed HIIT.", "", "", False)]


def test_what_a_trainer_did_at_the_desk_for_themselves_is_none(client, alice, rehab, now):
    revise(rehab, now, by=alice.user, title="HIIT")

    assert has_link(client, alice) is False


def test_session_that_was_given_is_news_to_both(client, alice, charlie, sam, rehab, now):
    revise(rehab, now, by=sam, to=charlie, trainer=charlie)

    assert (has_link(client, alice), has_link(client, charlie)) == (True, True)
    why_not = "Only staff take back what came from another trainer"
    assert lines(client, charlie) == [("Changed Rehab.", "Sam Staff", why_not, True)]
    assert (has_link(client, alice), has_link(client, charlie)) == (True, False)
    assert lines(client, alice) == [("Changed Rehab.", "Sam Staff for Alice Archer", "", True)]


def test_what_came_from_another_trainer_is_not_undone_by_who_has_it(client, charlie, sam, rehab, now):
    step = revise(rehab, now, by=sam, to=charlie, trainer=charlie)
    client.force_login(charlie.user)

    assert client.post(reverse("step-undo", args=[step.uuid])).status_code == 404
    assert client.post(reverse("undo")).status_code == 409
    rehab.refresh_from_db()
    assert rehab.trainer == charlie


@pytest.mark.parametrize(("is_staff", "alices"), [(True, True), (False, False)], ids=["staff", "trainer"])
def test_taking_back_and_doing_again_are_news_to_who_did_not(
    client, alice, charlie, sam, rehab, now, is_staff, alices
):
    step = revise(rehab, now, by=sam, to=charlie, trainer=charlie)
    lines(client, alice), lines(client, charlie)
    by = sam if is_staff else None

    step = undo.undo(step, now=now, by=by)
    assert (has_link(client, alice), has_link(client, charlie)) == (alices, True)
    lines(client, alice), lines(client, charlie)
    undo.redo(step, now=now, by=by)
    assert (has_link(client, alice), has_link(client, charlie)) == (alices, True)


def test_client_who_was_handed_over_is_news_to_both(client, alice, charlie, sam, emma, now):
    with taking(alice, now, by=sam, to=charlie):
        hand_over(emma, charlie, now=now)

    assert (has_link(client, alice), has_link(client, charlie)) == (True, True)


def test_news_appears_in_a_calendar_that_is_open(client, alice, emma, sam, rehab, now):
    """As the script asks, also of a week in which nothing is another."""
    client.force_login(alice.user)
    week = "/calendar/week/2027-07-05/"
    asking = {"HX-Request": "true", "HX-Target": "calendar"}
    state = client.get(week, headers=asking).headers["ETag"]
    unchanged = client.get(week, headers=asking | {"If-None-Match": state})
    revise(rehab, now, by=sam, title="HIIT")

    answer = client.get(week, headers=asking | {"If-None-Match": state})

    assert (unchanged.status_code, answer.status_code, LINK in answer.content.decode()) == (304, 200, True)


def test_dot_stands_on_every_page(client, alice, sam, rehab, now):
    client.force_login(alice.user)
    before = client.get("/clients/").content.decode()
    revise(rehab, now, by=sam, title="HIIT")

    assert (DOT in before, DOT in client.get("/clients/").content.decode()) == (False, True)


def test_only_the_trainers_own_look_counts(client, alice, sam, rehab, now):
    revise(rehab, now, by=sam, title="HIIT")
    client.force_login(alice.user)

    client.head(CHANGES)
    client.post(reverse("redo"))

    assert has_link(client, alice) is True


def test_what_others_did_stays_for_a_week(client, alice, sam, rehab, now):
    revise(rehab, now, by=sam, title="HIIT")
    revise(rehab, now, title="Own")

    with time_machine.travel(now + 7 * DAY - HOUR, tick=False):
        revise(rehab, now + 7 * DAY - HOUR, title="Later")
        kept = [words for words, *_ in lines(client, alice)]
    with time_machine.travel(now + 7 * DAY, tick=False):
        gone = [words for words, *_ in lines(client, alice)]
        revise(rehab, now + 7 * DAY, title="Last")

    assert (kept, gone) == (["Changed Later.", "Changed HIIT."], ["Changed Later."])
    assert Step.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_news(client, alice, sam, emma, now, count, django_assert_num_queries):
    another = TrainerFactory()
    for number in range(count):
        session = SessionFactory(client=emma, scheduled_start=now + (number + 1) * DAY)
        revise(session, now, by=sam, to=another, trainer=another)
    client.force_login(another.user)

    with django_assert_num_queries(5 + 2):  # cookie, user, trainer, how many, which; and that they were seen
        client.get(CHANGES)
    with django_assert_num_queries(5):
        client.get(CHANGES)


def booked(emma, **more):
    return {
        "trainer": emma.trainer.pk,
        "client": emma.pk,
        "title": "HIIT",
        "session_type": "personal",
        "status": "scheduled",
        "scheduled_start": "2027-06-09T10:00",
        "scheduled_end": "2027-06-09T11:00",
    } | more


def test_what_staff_did_in_the_admin_is_news(client, admin_client, alice, charlie, emma, rehab, now):
    page = f"/admin/scheduling/session/{rehab.pk}/"
    admin_client.post("/admin/scheduling/session/add/", booked(emma))
    times = {"scheduled_start": "2027-06-08T13:00", "scheduled_end": "2027-06-08T14:00"}
    admin_client.post(f"{page}change/", booked(emma, title="Rehab", version=1, **times))
    admin_client.post(f"{page}delete/", {"post": "yes"})

    listed = [(re.sub("[\u2068\u2069]", "", words), is_new) for words, _, _, is_new in lines(client, alice)]
    assert listed == [
        ("Deleted Rehab with Emma Wilson, Tue 8 June 13:00.", True),
        ("Saved Rehab with Emma Wilson, Tue 8 June 13:00.", True),
        ("Booked HIIT with Emma Wilson, Wed 9 June 10:00.", True),
    ]
    assert lines(client, charlie) == []
    step = Step.objects.first()
    client.force_login(alice.user)
    client.post(reverse("step-undo", args=[step.uuid]))
    assert set(Session.objects.values_list("title", flat=True)) == {"HIIT", "Rehab"}


def test_what_the_admin_refuses_is_no_step(admin_client, emma, rehab):
    times = {"scheduled_start": "2027-06-08T11:00", "scheduled_end": "2027-06-08T12:00"}
    answer = admin_client.post("/admin/scheduling/session/add/", booked(emma, **times))

    assert (answer.status_code, Step.objects.count(), Session.objects.count()) == (200, 0, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_sessions_that_are_cancelled_in_the_admin(admin_client, emma, charlie, now, count):
    mine = [
        SessionFactory(client=emma, title=f"No. {n}", scheduled_start=now + n * DAY) for n in range(count)
    ]
    other = SessionFactory(client=ClientFactory(trainer=charlie), title="Theirs", scheduled_start=now)

    chosen = [session.pk for session in [*mine, other]]
    admin_client.post(
        "/admin/scheduling/session/", {"action": "cancel_selected", "_selected_action": chosen}, follow=True
    )

    told = [(step.trainer, re.sub("[\u2068\u2069]", "", step.words)) for step in Step.objects.order_by("pk")]
    names = ", ".join(f"No. {n}" for n in range(count))
    assert told == [
        (emma.trainer, f"Cancelled {count} session{'s'[: count - 1]}: {names}."),
        (charlie, "Cancelled 1 session: Theirs."),
    ]


def test_what_repeats_in_the_admin_is_news(client, admin_client, alice, now):
    timeline = TimelineFactory(trainer=alice, name="Mornings")
    weekly = {
        "timeline": timeline.pk,
        "title": "Yoga",
        "session_type": "personal",
        "start": "2027-06-09T10:00",
        "end": "2027-06-09T11:00",
        "cycle": "WEEKLY",
        "interval": 1,
    }
    added = admin_client.post("/admin/scheduling/series/add/", weekly)
    admin_client.post(
        f"/admin/scheduling/timeline/{timeline.pk}/change/",
        {"name": "Evenings", "client": "", "version": timeline.version},
    )
    admin_client.post(f"/admin/scheduling/series/{Series.objects.get().pk}/delete/", {"post": "yes"})

    assert added.status_code == 302
    listed = [re.sub("[\u2068\u2069]", "", words) for words, *_ in lines(client, alice)]
    assert listed == ["Removed Yoga.", "Saved Evenings.", "Added Yoga: Every Wednesday 10:00–11:00."]
    client.post(reverse("undo"))
    assert Series.objects.get().removed_at is None


@pytest.mark.parametrize("whose", ["alice", "charlie"])
def test_dot_goes_when_what_was_new_is_listed_no_more(client, alice, charlie, sam, rehab, now, whose):
    revise(rehab, now, by=sam, to=charlie, trainer=charlie)
    trainer = {"alice": alice, "charlie": charlie}[whose]

    with time_machine.travel(now + 8 * DAY, tick=False):
        assert (has_link(client, trainer), lines(client, trainer)) == (False, [])


def test_what_another_trainer_did_again_is_listed_as_long_as_it_is_news(client, charlie, sam, rehab, now):
    step = revise(rehab, now, by=sam, to=charlie, trainer=charlie)
    undo.redo(undo.undo(step, now=now), now=now)

    with time_machine.travel(now + 25 * HOUR, tick=False):
        assert (has_link(client, charlie), len(lines(client, charlie))) == (True, 1)


def test_what_somebody_did_who_was_deleted_is_listed_as_long_as_it_is_news(client, alice, sam, rehab, now):
    revise(rehab, now, by=sam, title="Yoga")
    sam.delete()

    with time_machine.travel(now + 25 * HOUR, tick=False):
        assert (has_link(client, alice), len(lines(client, alice))) == (True, 1)


def test_cancelling_for_many_trainers_asks_as_often_as_for_one(sam, now):
    def cancel(trainers):
        chosen = [SessionFactory(scheduled_start=now + HOUR).pk for _ in range(trainers)]
        with CaptureQueriesContext(connection) as asked:
            cancel_all(Session.objects.filter(pk__in=chosen), sam, now)
        return len(asked)

    assert cancel(5) == cancel(1)
    assert Step.objects.filter(by=sam, is_news=True).count() == 6


def test_done_by_trainers_themselves_at_the_desk_names_nobody(client, alice, rehab, now):
    revise(rehab, now, by=alice.user, title="Yoga")

    assert [by for _, by, _, _ in lines(client, alice)] == [""]
