"""A real Chromium that looks at the product served by the test itself."""

import os
from datetime import date, datetime, time, timedelta
from functools import partial
from types import SimpleNamespace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import Client as Visitor
from playwright.sync_api import expect

from clients.models import Client
from clients.tests.factories import ClientFactory
from mectofitness.static_files import BUNDLES, Whole, maker
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from tests.run import find_chromium
from trainers.models import Trainer
from trainers.tests.factories import TrainerFactory, UserFactory

# Playwright's loop runs in the thread of the test, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A busy machine takes its time.
expect.set_options(timeout=10_000)

BERLIN = ZoneInfo("Europe/Berlin")
# A Tuesday ahead of us, so that its free times are offered; far from changes of clocks.
DAY = date(date.today().year + 1, 6, 1)  # noqa: DTZ011 - any zone's year will do
DAY += timedelta(days=(1 - DAY.weekday()) % 7)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": find_chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def alice(transactional_db) -> Trainer:
    """As everywhere, but committed, so that the server sees her."""
    return TrainerFactory(user__username="alice")


@pytest.fixture
def sam(transactional_db):
    """One of the staff, as `arrive` wants to be told of whom."""
    return SimpleNamespace(user=UserFactory(username="sam", is_staff=True, is_superuser=True))


@pytest.fixture
def emma(alice) -> Client:
    return ClientFactory(trainer=alice, email="emma@example.com")


@pytest.fixture
def rehab(emma) -> Session:
    """With Emma at ten."""
    return SessionFactory(client=emma, title="Rehab", scheduled_start=at(10))


def at(hour: float, day: date = DAY) -> datetime:
    """The instant at which Berlin's clocks show that hour."""
    wall = datetime.combine(day, time.min) + timedelta(hours=hour)
    return wall.replace(tzinfo=BERLIN)


@pytest.fixture(scope="session")
def bundles():
    """{name: what production has instead of many files}, of scripts and style sheets."""
    source = FileSystemStorage(settings.BASE_DIR / "static")
    names = [*BUNDLES, "css/app.css", "css/calendar.css"]
    return {name: Whole(source, maker(name)).open(name).read() for name in names}


def deliver(route, *, content):
    kind = "javascript" if urlsplit(route.request.url).path.endswith(".js") else "css"
    route.fulfill(body=content, content_type=f"text/{kind}")


@pytest.fixture
def arrive(browser, live_server, bundles):
    """arrive(trainer, **how) -> a page of a browser of their own, signed in unless the trainer is None.

    Its scripts and styles come as in production. At the end the console must have said nothing of a broken
    security policy or of a failed script.
    """
    complaints, contexts = [], []

    def open_page(trainer=None, **how):
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **how)
        contexts.append(context)
        for name, content in bundles.items():
            context.route(f"**/static/{name}", partial(deliver, content=content))
        if trainer:
            context.add_cookies([cookie_of(trainer, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_serious(said.text) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def is_serious(text: str) -> bool:
    return "Content Security Policy" in text or "Refused to" in text


def cookie_of(trainer: Trainer, url: str) -> dict:
    visitor = Visitor()
    visitor.force_login(trainer.user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": visitor.cookies[name].value, "url": url}
