"""The history on the pages and in the admin: who changed what, newest first, and nobody else's."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from clients.domain import revise as revise_client
from clients.tests.factories import ClientFactory
from scheduling import history
from scheduling.domain import booking, series, timelines
from scheduling.domain.handover import hand_over
from scheduling.domain.steps import taking
from scheduling.models import Session
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory
from trainers.models import TimeOff, WorkingHours

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR = timedelta(hours=1)
SCRIPT = "<script>window.__xss = 1</script>"


@pytest.fixture(autouse=True)
def standing_clock(now):
    """Tuesday 8 June 2027, eight in the morning in Berlin."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def signed_in(client, alice, standing_clock):
    client.force_login(alice.user)
    return client


@pytest.fixture
def rehab(emma):
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN, notes="knee")


@pytest.fixture
def yoga(alice):
    """Tuesdays at one."""
    timeline = TimelineFactory(trainer=alice, name="Mornings")
    return SeriesFactory(timeline=timeline, start=TEN + 3 * HOUR)


def address(thing):
    place = {"Session": "sessions", "Client": "clients", "Timeline": "timelines"}[type(thing).__name__]
    return f"/{place}/{thing.uuid}/"


def admin_page(thing):
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_history", args=[thing.pk])


def told(page):
    """The words of the history on a page."""
    found = re.search(r'id="history".*', page.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0].split("</ol>")[0]).split(">", 1)[1].split())


def test_session(signed_in, rehab):
    signed_in.post(f"{address(rehab)}cancel/")

    assert told(signed_in.get(address(rehab))) == (
        "History of changes Alice Archer · Tue 8 June 08:00 · Changed"
        " Status before Scheduled → after Cancelled"
        " A command on the server · Tue 8 June 08:00 · Created All that it said"
        " Client after Emma Wilson Title after Rehab Type after Personal"
        " Scheduled start after Tue 8 June 10:00 Scheduled end after Tue 8 June 11:00"
        " Status after Scheduled Notes after knee"
    )


def test_what_was_there_before_its_history(signed_in, rehab, now):
    Session.history.all().delete()
    nothing = told(signed_in.get(address(rehab)))
    booking.revise(rehab, {"notes": ""}, now=now)

    assert nothing.startswith("History of changes Nothing is recorded yet.")
    page = told(signed_in.get(address(rehab)))
    assert "Changed What it said before is not recorded here. All that it said" in page
    assert "before" not in page.split("All that it said")[1]


def test_timeline_with_what_takes_place_on_it(signed_in, yoga, now):
    series.revise(yoga, {"title": "Power"}, now=now)
    timelines.revise(yoga.timeline, {"name": "Evenings"}, now=now)

    page = told(signed_in.get(address(yoga.timeline)))

    assert "Changed Name before Mornings → after Evenings" in page
    assert "Changed series Power Name before Yoga → after Power" in page
    assert "Created series Yoga" in page


def test_client_with_deleted_sessions(signed_in, rehab, emma, now):
    revise_client(emma, {"phone": "+1-555-0199"})
    booking.remove(rehab, now=now)

    page = told(signed_in.get(address(emma)))

    assert "Deleted session Rehab All that it said Client before Emma Wilson Title before Rehab" in page
    assert "Changed Phone before +1-555-0123 → after +1-555-0199" in page


def test_a_deleted_session_has_no_page(signed_in, rehab, now):
    booking.remove(rehab, now=now)

    assert signed_in.get(address(rehab)).status_code == 404


@pytest.mark.parametrize("what", ["rehab", "emma", "timeline"])
def test_a_stranger_sees_none_of_it(client, charlie, rehab, emma, yoga, what):
    thing = {"rehab": rehab, "emma": emma, "timeline": yoga.timeline}[what]
    client.force_login(charlie.user)

    page = client.get(address(thing))

    assert page.status_code == 404
    assert "History" not in page.content.decode()


def test_only_text(signed_in, emma, now):
    session = SessionFactory(client=emma, title=SCRIPT, scheduled_start=TEN)
    booking.revise(session, {"title": f"{SCRIPT}!", "notes": SCRIPT * 10, "location": SCRIPT}, now=now)
    session.trainer.full_name = SCRIPT
    session.trainer.save()
    booking.remove(session, now=now)

    assert SCRIPT not in signed_in.get(address(emma)).content.decode()
    assert "&lt;script&gt;" in signed_in.get(address(emma)).content.decode()


def test_only_text_in_the_admin(admin_client, emma, now):
    session = SessionFactory(client=emma, title=SCRIPT, scheduled_start=TEN, notes=SCRIPT * 10)

    assert SCRIPT not in admin_client.get(admin_page(session)).content.decode()
    assert SCRIPT not in admin_client.get(admin_page(emma)).content.decode()


def test_long_texts_are_shortened_with_the_whole_behind(signed_in, rehab, now):
    booking.revise(rehab, {"notes": "word " * 50}, now=now)

    page = signed_in.get(address(rehab)).content.decode()

    assert f"<summary><bdi>{('word ' * 50)[:99]}…</bdi></summary>" in " ".join(page.split())
    assert f'<bdi class="long">{"word " * 50}</bdi>' in page[page.index('id="history"') :]


def test_fifty_and_older(signed_in, rehab, now):
    for n in range(60):
        booking.revise(rehab, {"title": f"No. {n}"}, now=now)

    first = signed_in.get(address(rehab))
    second = signed_in.get(f"{address(rehab)}?changes=2")

    assert first.content.decode().count('class="entry-by"') == 50
    assert "No. 8 → after No. 9" not in told(first)
    assert "?changes=2#history" in first.content.decode()
    assert second.content.decode().count('class="entry-by"') == 11
    assert "Title before No. 8 → after No. 9" in told(second)
    assert '<details class="history" id="history" open>' in second.content.decode()
    assert "Older" not in second.content.decode()


def test_session_that_was_given_and_came_back(client, admin_client, rehab, alice, charlie, now):
    booking.revise(rehab, {"trainer": charlie, "notes": "shoulder"}, now=now)
    client.force_login(charlie.user)
    charlies = told(client.get(address(rehab)))
    rehab.refresh_from_db()
    booking.revise(rehab, {"trainer": alice}, now=now)
    client.force_login(alice.user)
    alices = told(client.get(address(rehab)))
    page = admin_client.get(admin_page(rehab))

    assert charlies.startswith(
        "History of changes A command on the server · Tue 8 June 02:00 · Came from another trainer"
        " All that it said Client after Emma Wilson"
    )
    assert "Alice" not in charlies
    assert alices.startswith(
        "History of changes A command on the server · Tue 8 June 08:00 · Came back from another trainer"
        " Notes before knee → after shoulder A command"
    )
    assert "Charlie" not in alices
    assert "Handed over from Charlie Cole to Alice Archer A command" in told(page)
    assert "Handed over from Alice Archer to Charlie Cole Notes before knee → after shoulder" in told(page)


def test_what_came_before_its_history_began(signed_in, admin_client, rehab, alice, now):
    Session.history.update(trainer=None)
    booking.revise(rehab, {"notes": "shoulder"}, now=now)

    assert "Came" not in told(signed_in.get(address(rehab)))


@pytest.mark.parametrize("asked", ["0", "-1", "x", "9" * 5000, "%00", "%D9%A3", "999"])
def test_a_page_that_is_none(signed_in, rehab, asked):
    assert signed_in.get(f"{address(rehab)}?changes={asked}").status_code == 200


@pytest.mark.parametrize("count", [1, 40])
def test_queries(rehab, emma, yoga, now, count, django_assert_num_queries):
    for n in range(count):
        booking.revise(rehab, {"title": f"No. {n}"}, now=now)
        revise_client(emma, {"notes": f"No. {n}"})
        series.revise(yoga, {"description": f"No. {n}"}, now=now)

    with django_assert_num_queries(2):
        history.read(history.of_session(rehab), now=now)
    with django_assert_num_queries(3):
        history.read(history.of_timeline(yoga.timeline), now=now)
    with django_assert_num_queries(2):  # no timeline and no deleted session
        history.read(history.of_client(emma), now=now)


def test_in_the_admin(admin_client, rehab, now):
    booking.revise(rehab, {"title": "HIIT"}, now=now)

    page = admin_client.get(admin_page(rehab))

    assert "Newest first, on the clock of Europe/Berlin." in told(page)
    assert "A command on the server · Tue 8 June 08:00 · Changed Title before Rehab → after HIIT" in told(
        page
    )
    assert "What was done in the admin" in page.content.decode()


def test_every_object_in_the_admin(admin_client, rehab, emma, yoga, alice):
    for thing in (rehab, emma, yoga, yoga.timeline, alice, alice.user):
        assert "Created" in told(admin_client.get(admin_page(thing)))


def test_trainer_in_the_admin_with_hours_and_time_off(admin_client, alice):
    WorkingHours.objects.create(trainer=alice, weekday=0, starts_at="08:00", ends_at="12:00")
    TimeOff.objects.create(trainer=alice, start=TEN, end=TEN + HOUR, reason="Dentist").delete()

    page = told(admin_client.get(admin_page(alice)))

    assert "Created working hours Monday 08:00 to 12:00" in page
    assert "Deleted time off Dentist All that it said Start before Tue 8 June 10:00" in page


@pytest.mark.parametrize("count", [1, 20])
def test_admin_queries(admin_client, rehab, now, count, django_assert_num_queries):
    admin_client.get(admin_page(rehab))  # fills Django's cache of content types
    for n in range(count):
        booking.revise(rehab, {"title": f"No. {n}"}, now=now)

    with django_assert_num_queries(6):  # cookie, user, the session, the admin's log, keys, records
        admin_client.get(admin_page(rehab))


def test_admin_for_who_may_not_look(client, alice, rehab):
    alice.user.is_staff = True
    alice.user.save()
    client.force_login(alice.user)

    assert client.get(admin_page(rehab)).status_code == 403


def test_hand_over_is_in_the_history_for_staff_alone(emma, charlie, now):
    hand_over(emma, charlie, now=now)
    emma.refresh_from_db()

    told, own = (
        history.read(history.of_client(emma, to_staff=staff), now=now).entries for staff in (True, False)
    )

    assert told[0].given == history.GivenAway("Alice Archer", "Charlie Cole")
    assert "Alice" not in str(own)


def test_timeline_that_came_tells_its_new_trainer_nothing_of_before(client, alice, charlie, emma, now):
    zoe = ClientFactory(trainer=alice, first_name="Zoe", last_name="Zimmer")
    timeline = timelines.create(alice, {"name": "Zoe's secret", "client": zoe}, now=now)
    start = now + timedelta(days=1)
    times = {"start": start, "end": start + timedelta(hours=1), "cycle": "WEEKLY"}
    weekly = series.create(alice, {"timeline": timeline, "title": "Zoe again"} | times, now=now)
    series.revise(weekly, {"title": "Yoga"}, now=now)
    timelines.revise(timeline, {"name": "Plan", "client": emma}, now=now)
    hand_over(emma, charlie, now=now)
    client.force_login(charlie.user)

    page = client.get(address(timeline)).content.decode()

    assert "Came from another trainer" in page
    assert [word for word in ("Alice", "Zoe", "secret") if word in page] == []


def test_trainer_who_gives_again_is_not_named_to_who_gets_it(client, admin_user, rehab, alice, charlie, now):
    with taking(alice, now, by=admin_user, to=charlie) as step:
        booking.revise(rehab, {"trainer": charlie}, now=now)
        step.words = "Given"
    client.force_login(alice.user)
    for turn in ("undo", "redo"):
        client.post(reverse(f"step-{turn}", args=[step.uuid]))
    client.force_login(charlie.user)

    page = client.get(address(rehab)).content.decode()

    assert ("Another trainer" in page, "Alice" in page) == (True, False)
