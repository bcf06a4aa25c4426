"""The quick line on its page and in its dialog: what it was read as, and what becomes of it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.tests.pages import shown

LINE = "Emma tomorrow 8am rehab 60"
TOMORROW = datetime(2027, 6, 9, 6, tzinfo=UTC)  # eight in Berlin


@pytest.fixture
def signed_in(client, alice, now):
    with time_machine.travel(now, tick=False):
        client.force_login(alice.user)
        yield client


def quick(visitor, line, target="", **more):
    headers = {"HX-Request": "true", "HX-Target": target} if target else {}
    return visitor.get(f"/sessions/quick/?{urlencode({'line': line, **more})}", headers=headers)


def words(page):
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


def values(page):
    form = page.context["form"]
    names = ("client", "title", "session_type", "location", "scheduled_start", "scheduled_end")
    return [form[name].value() for name in names]


def test_page_without_a_line_shows_how_to_write_one(signed_in):
    assert "Alex tomorrow 8am rehab 60" in words(signed_in.get("/sessions/quick/"))


def test_page_shows_each_word_and_the_form_filled_in(signed_in, emma):
    page = quick(signed_in, "Emma tomorrow 8am rehab 60 online at Gym 2", next="/calendar/day/")

    said = words(page)
    for part in (
        "Emma client Emma Wilson",
        "tomorrow Wed 9 June 2027",
        "8am 08:00",
        "rehab title",
        "60 60 min",
    ):
        assert part in said
    eight, nine = datetime(2027, 6, 9, 8), datetime(2027, 6, 9, 9)
    assert values(page) == [emma.uuid, "Rehab", "online", "Gym 2", eight, nine]
    assert 'action="/sessions/new/"' in page.content.decode()
    assert Session.objects.count() == 0


def test_what_repeats_is_shown_and_fills_in_the_rule(signed_in, emma):
    page = quick(signed_in, "Emma every two weeks friday 9")

    assert "every two weeks every 2 weeks friday Fri 11 June 2027 9 09:00" in words(page)
    form = page.context["form"]
    assert [form[name].value() for name in ("cycle", "interval")] == ["WEEKLY", 2]
    assert form["scheduled_start"].value() == datetime(2027, 6, 11, 9)
    dialog = quick(signed_in, "Emma every two weeks friday 9", "quick-live")
    assert "In the form it repeats, and you see all dates before they are booked." in words(dialog)
    assert 'action="/sessions/new/"' not in dialog.content.decode()


def test_form_of_the_page_books(signed_in, emma):
    page = quick(signed_in, LINE)
    assert "data-quick-ready" in page.content.decode()

    sent = {
        "client": str(emma.uuid),
        "title": "Rehab",
        "session_type": "personal",
        "scheduled_start": "2027-06-09T08:00",
        "scheduled_end": "2027-06-09T09:00",
    }
    signed_in.post("/sessions/new/", sent)

    assert Session.objects.get().scheduled_start == TOMORROW


def test_dialog_has_what_was_read_as_a_form_that_books(signed_in, emma):
    live = quick(signed_in, LINE, "quick-live", next="/calendar/day/")

    assert "<html" not in live.content.decode()
    sent = {name: value for name, value in shown(live, form="").items() if name != "csrfmiddlewaretoken"}
    answer = signed_in.post("/sessions/new/", sent)
    assert answer["Location"] == "/calendar/day/"
    booked = Session.objects.get()
    assert (booked.client, booked.title, booked.scheduled_start) == (emma, "Rehab", TOMORROW)
    assert booked.scheduled_end - booked.scheduled_start == timedelta(hours=1)


def test_what_is_usual_with_the_client_fills_what_the_line_leaves_open(signed_in, emma):
    start = datetime(2027, 6, 1, 8, tzinfo=UTC)
    SessionFactory(
        client=emma,
        title="Yoga",
        session_type="online",
        location="Park",
        scheduled_start=start,
        scheduled_end=start + timedelta(minutes=45),
    )

    page = quick(signed_in, "Emma tomorrow 8am")

    eight = datetime(2027, 6, 9, 8)
    assert values(page) == [emma.uuid, "Yoga", "online", "Park", eight, eight + timedelta(minutes=45)]


def test_several_clients_are_offered_and_one_is_chosen(signed_in, alice, emma):
    other = ClientFactory(trainer=alice, first_name="Emma", last_name="Stone")

    page = quick(signed_in, "Emma tomorrow 8am")

    assert "Which of your clients is meant?" in words(page)
    assert all(f"client={client.uuid}" in page.content.decode() for client in (emma, other))
    chosen = quick(signed_in, "Emma tomorrow 8am", client=other.uuid)
    assert values(chosen)[0] == other.uuid
    assert "data-quick-ready" in chosen.content.decode()


def test_who_is_inactive_is_to_be_brought_back_first(signed_in, alice, emma):
    gone = ClientFactory(trainer=alice, first_name="Kim", last_name="Off", status="inactive")

    for target in ("", "quick-live"):
        page = quick(signed_in, "Kim tomorrow 8am rehab", target)

        assert "Kim inactive" in words(page)
        assert "Kim Off is inactive. Bring this client back first." in words(page)
        assert f'href="/clients/{gone.uuid}/"' in page.content.decode()
        assert "data-quick-ready" not in page.content.decode()
    assert values(quick(signed_in, "Kim tomorrow 8am rehab"))[:2] == [None, "Rehab"]


def test_who_is_active_is_meant_before_who_is_not(signed_in, alice, emma):
    ClientFactory(trainer=alice, first_name="Emma", last_name="Off", status="inactive")

    assert values(quick(signed_in, "Emma tomorrow 8am rehab"))[0] == emma.uuid


def test_taken_time_says_by_what_and_offers_others(signed_in, emma):
    SessionFactory(client=emma, title="Boxing", scheduled_start=TOMORROW)

    live, page = quick(signed_in, LINE, "quick-live"), quick(signed_in, LINE)

    assert "This time is taken by Boxing with Emma Wilson" in words(live)
    assert 'action="/sessions/new/"' not in live.content.decode()
    assert 'value="2027-06-09T09:00:00+02:00/2027-06-09T10:00:00+02:00"' in page.content.decode()
    assert "data-quick-ready" not in page.content.decode()


def test_booked_from_the_dialog_it_lasts_as_long_as_it_said_over_a_change_of_clocks(signed_in, emma):
    live = quick(signed_in, "Emma 2027-10-31 1:30 120", "quick-live")

    signed_in.post(
        "/sessions/new/", dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', live.content.decode()))
    )

    session = Session.objects.get()
    assert session.scheduled_end - session.scheduled_start == timedelta(hours=2)


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        ("Emma today 7 60", "This time has gone by."),
        ("Emma tomorrow 22:00", "This is outside your working hours."),
    ],
)
def test_what_may_be_a_slip_is_not_booked_by_enter(signed_in, emma, line, remark):
    live = quick(signed_in, line, "quick-live")

    assert remark in words(live)
    assert 'action="/sessions/new/"' in live.content.decode()
    assert "data-quick-ready" not in live.content.decode()


def test_time_that_the_clocks_skip(signed_in, emma):
    page = quick(signed_in, "Emma 2028-03-26 02:30")

    assert "2028-03-26 02:30 does not exist in Europe/Berlin: the clocks go forward then." in words(page)


def test_day_without_a_time_proposes_the_first_that_is_free(signed_in, emma):
    SessionFactory(client=emma, scheduled_start=TOMORROW)

    page = quick(signed_in, "Emma tomorrow rehab")

    assert "At what time?" in words(page)
    assert values(page)[4] == datetime(2027, 6, 9, 9)


@pytest.mark.parametrize("target", ["", "quick-live"])
def test_day_that_no_word_says_is_shown_as_assumed(signed_in, emma, target):
    assert "Tue 8 June 2027 assumed" in words(quick(signed_in, "Emma 12h rehab", target))
    assert "Wed 9 June 2027 assumed" in words(quick(signed_in, "Emma 7 rehab", target))
    assert "assumed" not in words(quick(signed_in, LINE, target))


def test_proposed_time_is_looked_at_before_it_is_booked(signed_in, emma):
    page = quick(signed_in, "Emma tomorrow rehab")
    sent = shown(page, form="")

    looked_at = signed_in.post("/sessions/new/", sent)

    assert "Check and book" in words(page)
    assert (looked_at.status_code, Session.objects.count()) == (200, 0)
    signed_in.post("/sessions/new/", shown(looked_at, form=""))
    assert Session.objects.get().scheduled_start == TOMORROW


@pytest.mark.parametrize(
    ("query", "status"),
    [("line=%00", 400), (f"line={'x' * 201}", 400), ("line=Emma&client=x", 400), ("line=%ED%A0%80", 200)],
)
def test_line_that_cannot_be_read(signed_in, emma, query, status):
    assert signed_in.get(f"/sessions/quick/?{query}").status_code == status


def test_line_is_only_text(signed_in, emma):
    page = quick(signed_in, "Emma <script>window.__xss=1</script> tomorrow 8am")

    assert "<script>window" not in page.content.decode()


def test_strangers_clients_are_not_known(client, emma, charlie, now):
    with time_machine.travel(now, tick=False):
        client.force_login(charlie.user)
        page = quick(client, LINE, client=emma.uuid)

    assert page.context["form"]["client"].value() is None
    assert "Wilson" not in page.content.decode()


@pytest.mark.parametrize("clients", [1, 3])
def test_queries(signed_in, alice, emma, clients, django_assert_num_queries):
    for _ in range(clients - 1):
        ClientFactory(trainer=alice, first_name="Noah")
    quick(signed_in, LINE, "quick-live")

    with django_assert_num_queries(10):
        quick(signed_in, LINE, "quick-live")
