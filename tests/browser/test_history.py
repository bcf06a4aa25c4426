"""The history as a browser shows it: opened, on any screen, for everybody."""

import pytest

from scheduling.domain import booking
from scheduling.models import Session
from tests.browser.conftest import at
from tests.browser.test_look import LONG, PAYLOADS, RIGHT_TO_LEFT, serious

pytestmark = pytest.mark.browser


@pytest.fixture
def changed(rehab) -> Session:
    """Changed in every way, also to what is long, written from the right, or a script."""
    for n, text in enumerate([LONG * 3, RIGHT_TO_LEFT * 4, *PAYLOADS]):
        booking.revise(rehab, {"title": text[:200], "notes": text * 3, "location": text[:200]}, now=at(n))
    return booking.cancel(rehab, now=at(9))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_opened(arrive, alice, changed, scheme, width):
    page = arrive(alice, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(f"/sessions/{changed.uuid}/")

    page.locator("#history > summary").click()
    page.evaluate("document.querySelectorAll('#history details').forEach(each => { each.open = true; })")

    assert page.locator("#history .entries > li").count() == len(PAYLOADS) + 4
    assert page.locator("#history dd").last.is_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("window.__xss") is None
