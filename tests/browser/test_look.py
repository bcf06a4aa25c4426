"""What the pages look like to a browser: in their places, on any screen, for everybody, and only text."""

from datetime import datetime, timedelta
from itertools import combinations
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import get_resolver, resolve
from django.utils import timezone

from clients.importing import uploads
from clients.models import Upload
from clients.tests.factories import ClientFactory
from scheduling.domain import erasure, series
from scheduling.models import SavedView
from scheduling.tests.factories import SessionFactory, TimelineFactory
from tests.browser.choosing import choose_client
from tests.browser.conftest import BERLIN, DAY, at
from trainers.models import Step, Trainer

pytestmark = pytest.mark.browser

PAYLOADS = [
    "<script>window.__xss=1</script>",
    '"><img src=x onerror=window.__xss=1>',
    "'><svg onload=window.__xss=1>",
    "</title><script>window.__xss=1</script>",
    "</textarea><script>window.__xss=1</script>",
    "javascript:window.__xss=1",
    "{{ 7|add:7 }}{% debug %}",
    "<iframe srcdoc='<script>parent.__xss=1</script>'>",
]
LONG = "W" * 100
NOT_THERE = "/clients/nothing/"
WEEK = f"/calendar/week/{DAY}/"
# What leads to a page; what only answers to a form, mostly in place, or with a file; and parts of pages.
LEADS_ON = {"home", "calendar", "day-now", "work-week-now", "month-now", "agenda-now"}
ANSWERS = {"client-deactivate", "client-reactivate", "session-reinstate", "sessions-settle", "sign-out"}
ANSWERS |= {"undo", "redo", "step-undo", "step-redo", "saved-view-remove", "stop-working-as"}
ANSWERS |= {"clients-csv", "clients-xlsx", "sessions-csv", "sessions-xlsx"}
PARTS = {"clients-find", "session-usual", "words"}
FILES = {"client-export"}
OF_STRANGERS = {
    "sign-in": "/sign-in/",
    "password_reset": "/password/reset/",
    "password_reset_done": "/password/reset/sent/",
    "password_reset_confirm": "/password/reset/MQ/no-such-token/",
    "password_reset_complete": "/password/reset/complete/",
}
RIGHT_TO_LEFT = "\u202e\u0645\u0631\u062d\u0628\u0627\u202e tnemtnioppa"

HEIGHTS_OF_TEXTS = """parts => parts.map((each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return range.getBoundingClientRect().height;
})"""


@pytest.fixture
def full(alice, emma, rehab):
    """A day with something of everything; returns the addresses of the main pages."""
    alice.parallel_sessions = 4
    alice.save()
    texts = dict.fromkeys(("notes", "exercises_performed", "trainer_notes", "client_feedback"), "text\ntext")
    for n, status in enumerate(["completed", "cancelled", "no-show"]):
        SessionFactory(
            client=ClientFactory(trainer=alice),
            status=status,
            session_type=["group", "online", "assessment"][n],
            scheduled_start=at(10 + n / 4),
            location="Gym",
            **texts,
        )
    alice.time_off.create(start=at(15), end=at(18), reason="Dentist")
    inactive = ClientFactory(trainer=alice, first_name="Ina", status="inactive", medical_conditions="Asthma")
    gone = SessionFactory(client=ClientFactory(trainer=alice), scheduled_start=at(10) - timedelta(days=40))
    erasure.erase(gone.client, now=at(8))
    lists = "name,e-mail,born\nNora Berg,nora@example.com,1990-04-03\nBo,bo@example,soon\n"
    rows = uploads.keep(alice, lists, now=timezone.now())
    listed = {"trainer": alice, "kind": "sessions", "created_at": timezone.now()}
    asked = {"c0": "client", "c1": "start"}
    result = {"counts": {"new": 3, "unchanged": 1, "refused": 1}}
    refused = {"number": 3, "name": "Bo", "detail": "soon", "errors": [["Start", "Write a day and a time."]]}
    days = f"Client,Start,Status\nEmma Wilson,{DAY} 07:00,\nBo,{DAY} 10:00,\nEmma Wilson,soon,done\n"
    sessions = Upload.objects.create(text=days, **listed)
    begun = Upload.objects.create(text=days, asked=asked, rows=300, done=100, result=result, **listed)
    imported = Upload.objects.create(asked=asked, result=result | {"refused": [refused]}, **listed)
    rule = {"title": "Yoga", "start": at(20), "end": at(21), "cycle": "WEEKLY", "count": 4}
    timeline = TimelineFactory(client=emma)
    yoga = series.create(alice, rule | {"timeline": timeline}, now=at(8))
    view = SavedView.objects.create(trainer=alice, name="Gym", view="week", query="location=Gym")
    off = alice.time_off.get()
    return {
        "week": f"/calendar/week/{DAY}/",
        "empty week": "/calendar/week/2031-06-02/",
        "this week": "/calendar/week/",
        "work week": f"/calendar/work-week/{DAY}/",
        "month": f"/calendar/month/{DAY.replace(day=1)}/",
        "agenda": f"/calendar/agenda/{DAY}/",
        "filters": "/calendar/filters/?view=week",
        "saved views": "/calendar/views/",
        "new view": "/calendar/views/new/?view=week&type=group",
        "view": f"/calendar/views/{view.uuid}/edit/",
        "changes": "/changes/",
        "day": f"/calendar/day/{DAY}/",
        "session": f"/sessions/{rehab.uuid}/",
        "edit": f"/sessions/{rehab.uuid}/edit/",
        "cancel": f"/sessions/{rehab.uuid}/cancel/",
        "complete": f"/sessions/{rehab.uuid}/complete/",
        "no-show": f"/sessions/{rehab.uuid}/no-show/",
        "move": f"/sessions/{rehab.uuid}/move/",
        "notes": f"/sessions/{rehab.uuid}/notes/",
        "timelines": "/timelines/",
        "new timeline": "/timelines/new/",
        "timeline": f"/timelines/{timeline.uuid}/",
        "add to timeline": f"/timelines/{timeline.uuid}/add/",
        "timeline edit": f"/timelines/{timeline.uuid}/edit/",
        "timeline removal": f"/timelines/{timeline.uuid}/remove/",
        "series": f"/series/{yoga.uuid}/edit/",
        "series removal": f"/series/{yoga.uuid}/remove/",
        "book": f"/sessions/new/?start={DAY}T10:00",
        "quick": "/sessions/quick/",
        "quick line": f"/sessions/quick/?line=Nobody+6/8+{DAY}+10:00",
        "search": "/search/?q=emma",
        "nothing found": "/search/?q=nobody",
        "shortcuts": "/shortcuts/",
        "clients": "/clients/?status=all",
        "nobody": "/clients/?q=nobody",
        "filtered clients": "/clients/?next=none&sort=-added",
        "client": f"/clients/{emma.uuid}/",
        "new client": "/clients/new/",
        "inactive client": f"/clients/{inactive.uuid}/",
        "client edit": f"/clients/{emma.uuid}/edit/",
        "client erasure": f"/clients/{emma.uuid}/erase/",
        "erased client": f"/clients/{gone.client.uuid}/",
        "session of an erased client": f"/sessions/{gone.uuid}/",
        "import": "/clients/import/",
        "import looked at": f"/clients/import/{rows.uuid}/",
        "import of sessions": "/sessions/import/",
        "sessions looked at": f"/sessions/import/{sessions.uuid}/",
        "sessions being imported": f"/sessions/import/{begun.uuid}/",
        "sessions imported": f"/sessions/import/{imported.uuid}/",
        "sessions": f"/sessions/?from={DAY}&to={DAY}",
        "sessions refused": "/sessions/?status=bogus",
        "numbers": f"/numbers/?from={DAY}&to={DAY + timedelta(days=90)}",
        "numbers of nothing": "/numbers/?from=1990-01-01&to=1990-01-31",
        "hours": "/hours/",
        "new time off": "/hours/time-off/new/",
        "time off": f"/hours/time-off/{off.pk}/",
        "time off removal": f"/hours/time-off/{off.pk}/remove/",
        "preferences": "/preferences/",
        "password": "/password/change/",
        "not there": NOT_THERE,
    }


def test_every_page_is_looked_at(full):
    shown = [urlsplit(address).path for address in full.values() if address != NOT_THERE]
    looked_at = {resolve(path).view_name for path in shown}
    known = get_resolver().reverse_dict
    # Those of the staff are looked at in test_desk.py.
    staffs = ("api/", "desk/")
    pages = {name for name in known if isinstance(name, str) and not known[name][0][0][0].startswith(staffs)}

    assert pages - looked_at == LEADS_ON | ANSWERS | PARTS | FILES | OF_STRANGERS.keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everybody(arrive, alice, full, scheme):
    page = arrive(alice, color_scheme=scheme)
    found = {}

    for name, address in full.items():
        page.goto(address)
        found[name] = serious(page)
    page.goto(full["book"])
    choose_client(page, "Emma Wilson")
    page.get_by_label("Title").fill("")
    page.locator("form.card").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Book", exact=True).click()
    found["refused"] = serious(page)
    stranger = arrive(color_scheme=scheme)
    for name, address in OF_STRANGERS.items():
        stranger.goto(address)
        found[name] = serious(stranger)

    assert {name: faults for name, faults in found.items() if faults} == {}


def serious(page):
    violations = Axe().run(page).response["violations"]
    return [
        (fault["id"], [node["html"][:120] for node in fault["nodes"]][:3])
        for fault in violations
        if fault["impact"] in {"serious", "critical"}
    ]


# German words are longer.
@pytest.mark.parametrize(("width", "language"), [(320, "de"), (390, "en"), (768, "de")])
def test_no_sideways_scrolling(arrive, alice, emma, full, width, language):
    Trainer.objects.update(language=language)
    SessionFactory(client=emma, title=LONG, location=LONG, scheduled_start=at(14), notes=LONG * 10)
    SessionFactory(client=emma, title=RIGHT_TO_LEFT * 4, scheduled_start=at(15))
    ClientFactory(trainer=alice, first_name=LONG, last_name=LONG, email=f"{LONG[:60]}@example.com")
    page = arrive(alice, viewport={"width": width, "height": 800}, has_touch=True)

    assert too_wide(page, full) == []


@pytest.mark.parametrize("width", [320, 375, 390, 640])
def test_long_name_and_news_fit_on_the_screen(arrive, alice, width):
    Trainer.objects.update(full_name="Anna Lindqvist-Wassermann", language="de")
    Step.objects.create(trainer=alice, words="Booked", way_back=[], at=at(8), is_news=True)
    page = arrive(alice, viewport={"width": width, "height": 800}, has_touch=True)

    assert too_wide(page, {"week": WEEK, "clients": "/clients/"}) == []
    dot = page.locator(".account .dot").first.bounding_box()
    assert dot["x"] + dot["width"] <= width


def too_wide(page, pages):
    """The names of those of {name: address} that scroll sideways."""
    found = []
    for name, address in pages.items():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(name)
    return found


@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_of_the_numbers_is_cut_on_a_phone(arrive, alice, full, language):
    Trainer.objects.update(language=language)
    page = arrive(alice, viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto(full["numbers"])

    assert page.locator(".tabs, .hours-scroll").evaluate_all(
        "parts => parts.map((each) => each.scrollWidth - each.clientWidth)"
    ) == [0, 0]


def test_kinds_and_states_stand_in_one_line_in_german(arrive, alice, full):
    Trainer.objects.update(language="de")
    page = arrive(alice, viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto(full["numbers"])
    heights = page.locator(".bars tbody th").evaluate_all(HEIGHTS_OF_TEXTS)

    assert len(heights) == 9
    assert max(heights) < 30


def test_state_of_a_session_is_within_its_column_in_german(arrive, alice, emma):
    Trainer.objects.update(language="de")
    SessionFactory(client=emma, status="no-show", scheduled_start=at(10) - timedelta(days=700))
    page = arrive(alice, viewport={"width": 1440, "height": 900})
    page.goto(f"/clients/{emma.uuid}/")

    assert page.locator(".sessions-list .status").evaluate("each => each.scrollWidth <= each.clientWidth")


@pytest.mark.parametrize("language", ["en", "de"])
def test_dates_of_clients_stand_in_one_line(arrive, alice, emma, language):
    Trainer.objects.update(language=language)
    emma.membership_until = DAY.replace(month=9, day=22)
    emma.save()
    SessionFactory(client=emma, scheduled_start=at(10, DAY.replace(month=9, day=23)))
    page = arrive(alice, viewport={"width": 1440, "height": 900})
    page.goto("/clients/")

    heights = page.locator(".clients td:not(.row-actions)").evaluate_all(HEIGHTS_OF_TEXTS)

    assert max(heights) < 30


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_buttons_of_a_session_are_of_one_height(arrive, alice, rehab, width):
    page = arrive(alice, viewport={"width": width, "height": 800})
    page.goto(f"/sessions/{rehab.uuid}/")

    boxes = [each.bounding_box() for each in page.locator(".session-head .actions .button").all()]

    assert len(boxes) == 4
    assert len({round(box["height"]) for box in boxes}) == 1
    assert len({round(box["y"]) for box in boxes}) == (2 if width == 390 else 1)


def test_only_text(arrive, alice):
    """What users write is never run, and never reorders what stands beside it."""
    pages = ["/clients/?status=all", f"/calendar/week/{DAY}/", f"/calendar/day/{DAY}/"]
    for n, payload in enumerate(PAYLOADS):
        client = ClientFactory(trainer=alice, first_name=payload, last_name=payload, notes=payload)
        texts = dict.fromkeys(("title", "location", "description", "notes", "trainer_notes"), payload)
        session = SessionFactory(client=client, scheduled_start=at(n * 2), **texts)
        pages += [f"/sessions/{session.uuid}/", f"/sessions/{session.uuid}/edit/", f"/clients/{client.uuid}/"]
    page = arrive(alice)

    for address in pages:
        page.goto(address)
        assert page.evaluate("window.__xss") is None


def test_grid_puts_sessions_beside_their_hours(arrive, alice, emma):
    """Where a block starts and ends is where the hours are, to the pixel; none covers another."""
    alice.parallel_sessions = 3
    alice.save()
    hours = [(7, 8.5), (10, 11), (10, 11), (10.5, 12), (23.5, 24.5)]
    for n, (start, end) in enumerate(hours):
        client = ClientFactory(trainer=alice, first_name=f"C{n}")
        SessionFactory(client=client, title=f"S{n}", scheduled_start=at(start), scheduled_end=at(end))
    page = arrive(alice, viewport={"width": 1440, "height": 900})
    page.goto(f"/calendar/week/{DAY}/")

    top = page.locator(".day-body").first.bounding_box()["y"]
    boxes = [
        (block.locator(".block-title bdi").inner_text(), block.bounding_box())
        for block in page.locator(".block").all()
    ]
    drawn = {(title, round((box["y"] - top) / 60, 1), round(box["height"] / 60, 1)) for title, box in boxes}

    assert drawn == {
        ("S0", 7, 1.5),
        ("S1", 10, 1),
        ("S2", 10, 1),
        ("S3", 10.5, 1.5),
        ("S4", 23.5, 0.5),
        ("S4", 0, 0.5),
    }
    assert not [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if overlap(one, other)]


@pytest.mark.parametrize(("width", "minutes"), [(1440, 30), (1440, 45), (1100, 45)])
def test_narrow_cards_have_the_name_of_the_client_first(arrive, alice, width, minutes):
    sofia = ClientFactory(trainer=alice, first_name="Sofia", last_name="Ito")
    end = at(10) + timedelta(minutes=minutes)
    SessionFactory(client=sofia, title="Strength of the back", scheduled_start=at(10), scheduled_end=end)
    page = arrive(alice, viewport={"width": width, "height": 900})
    page.goto(f"/calendar/week/{DAY}/")

    who, title = page.locator(".block-who"), page.locator(".block-title bdi")
    place, other = who.bounding_box(), title.bounding_box()

    assert who.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert (round(place["y"] / 8), place["x"]) < (round(other["y"] / 8), other["x"])


def overlap(one, other):
    return (
        one["x"] + 1 < other["x"] + other["width"]
        and other["x"] + 1 < one["x"] + one["width"]
        and one["y"] + 1 < other["y"] + other["height"]
        and other["y"] + 1 < one["y"] + one["height"]
    )


def test_both_half_past_twos_can_be_told_apart_and_clicked(arrive, alice, emma):
    night = datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN)
    pages = []
    for fold, title in enumerate(["First", "Second"]):
        start = night.replace(fold=fold)
        end = start.astimezone(tz=None) + timedelta(minutes=30)
        session = SessionFactory(client=emma, title=title, scheduled_start=start, scheduled_end=end)
        pages.append(f"/sessions/{session.uuid}/")
    page = arrive(alice, viewport={"width": 1440, "height": 900})

    for title, address, offset in zip(["First", "Second"], pages, ["UTC+2", "UTC+1"], strict=True):
        page.goto("/calendar/week/2027-10-25/")
        block = page.locator(".block", has_text=title)
        assert offset in block.text_content()
        block.get_by_role("link").click()
        assert page.url.endswith(address)
