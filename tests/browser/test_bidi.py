"""Titles that reorder, or are long: they stay in their own place, and change nothing beside them."""

import pytest

from clients.tests.factories import ClientFactory
from scheduling.tests.factories import OccurrenceFactory, SeriesFactory, SessionFactory, TimelineFactory
from tests.browser.conftest import DAY, at

pytestmark = pytest.mark.browser

ARABIC = "\u0645\u0648\u0639\u062f"
TITLES = {
    "long": "W" * 200,
    "emoji": "\U0001f3cb\U0001f3fd\u200d\u2640\ufe0f" * 40,
    "right to left": f"{ARABIC} 09:30",
    "override": f"\u202e{ARABIC} 11:45 sdrawkcab",
    "open isolate": f"\u2067{ARABIC} \u202b 7",
}

# {which texts are not isolated, which times are not in the order they are read in, ...}; not of fields.
LOOK = """(titles) => {
  const loose = [], reordered = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent.getClientRects().length || parent.closest("option, textarea, script, style")) { continue; }
    if (titles.some((title) => node.data.includes(title))) {
      let own = false;
      for (let it = parent; it !== document.body && !own; it = it.parentElement) {
        own = getComputedStyle(it).unicodeBidi === "isolate" && it.textContent.trim() === node.data.trim();
      }
      if (!own) { loose.push(`${parent.outerHTML.slice(0, 80)}`); }
      continue;
    }
    for (const found of node.data.matchAll(/\\d\\d:\\d\\d/g)) {
      const lefts = [...found[0]].map((_, n) => {
        const range = document.createRange();
        range.setStart(node, found.index + n);
        range.setEnd(node, found.index + n + 1);
        return range.getBoundingClientRect().left;
      });
      if (lefts.some((left, n) => n && left < lefts[n - 1])) { reordered.push(node.data.trim()); }
    }
  }
  const days = [...document.querySelectorAll(".day-body")].map((day) => day.getBoundingClientRect().width);
  return {
    loose, reordered,
    widens: document.documentElement.scrollWidth > innerWidth,
    uneven: Math.max(0, ...days) - Math.min(9999, ...days) > 1,
  };
}"""
FINE = {"loose": [], "reordered": [], "widens": False, "uneven": False}


@pytest.fixture
def pages(alice):
    """Everything has such a name; the addresses of where it stands."""
    alice.full_name = TITLES["override"]
    alice.save()
    addresses = {"week": f"/calendar/week/{DAY}/", "day": f"/calendar/day/{DAY}/", "clients": "/clients/"}
    for n, (name, title) in enumerate(TITLES.items()):
        client = ClientFactory(trainer=alice, first_name=title[:100], last_name=title[:100])
        session = SessionFactory(client=client, title=title, location=title, scheduled_start=at(8 + n))
        addresses |= {
            f"session, {name}": f"/sessions/{session.uuid}/",
            f"cancel, {name}": f"/sessions/{session.uuid}/cancel/",
            f"edit, {name}": f"/sessions/{session.uuid}/edit/",
            f"client, {name}": f"/clients/{client.uuid}/",
            f"taken, {name}": f"/sessions/new/?client={client.uuid}&start={DAY}T{8 + n:02}:00",
        }
    alice.time_off.create(start=at(15), end=at(18), reason=TITLES["override"])
    timeline = TimelineFactory(client=client, name=TITLES["override"], description=TITLES["long"])
    series = SeriesFactory(timeline=timeline, title=TITLES["open isolate"], start=at(19))
    occurrence = OccurrenceFactory(series=series, scheduled_start=at(19))
    return addresses | {
        "timelines": "/timelines/",
        "timeline": f"/timelines/{timeline.uuid}/",
        "remove timeline": f"/timelines/{timeline.uuid}/remove/",
        "series": f"/series/{series.uuid}/edit/",
        "remove series": f"/series/{series.uuid}/remove/",
        "occurrence": f"/sessions/{occurrence.uuid}/",
        "cancel occurrence": f"/sessions/{occurrence.uuid}/cancel/",
    }


@pytest.mark.parametrize("width", [1440, 390])
def test_names_stay_in_their_places(arrive, alice, pages, width):
    page = arrive(alice, viewport={"width": width, "height": 900})
    found = {}

    for name, address in pages.items():
        page.goto(address)
        # Beginnings of what is cut after so many characters.
        found[name] = page.evaluate(LOOK, [title[:60] for title in TITLES.values()])

    assert {name: faults for name, faults in found.items() if faults != FINE} == {}


def test_a_message_and_a_refusal_keep_names_in_their_places(arrive, alice, pages):
    page = arrive(alice, viewport={"width": 1440, "height": 900})
    titles = [title[:60] for title in TITLES.values()]
    found = {}

    page.goto(pages["taken, override"])
    page.get_by_label("Title").fill("Another")
    page.get_by_label("End", exact=True).fill(f"{DAY}T12:30")
    page.get_by_role("button", name="Book", exact=True).click()
    page.wait_for_load_state()
    found["taken"] = page.evaluate(LOOK, titles)
    page.goto(pages["cancel, override"])
    page.get_by_role("button", name="Cancel session").click()
    page.wait_for_url("**/sessions/*/")
    found["cancelled"] = page.evaluate(LOOK, titles)

    assert found == {"taken": FINE, "cancelled": FINE}


def test_a_name_that_is_not_isolated_is_found_out(arrive, alice, pages):
    """Else the tests above could look past it."""
    page = arrive(alice)
    page.goto(pages["day"])
    page.evaluate(
        """() => document.querySelectorAll("bdi").forEach((it) => { it.style.unicodeBidi = "normal"; })"""
    )

    assert page.evaluate(LOOK, [title[:60] for title in TITLES.values()])["loose"] != []
