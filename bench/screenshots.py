"""Takes pictures of the pages, served with demo data, at three widths, light and dark, full and empty.

python bench/screenshots.py                 the few that the README shows, into docs/screenshots
python bench/screenshots.py FOLDER          all of them
python bench/screenshots.py FOLDER --only week day --language de
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, StorageState, ViewportSize, sync_playwright

from tests.browser.choosing import choose_client

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
]
ColorScheme = Literal["light", "dark"]
SCHEMES: tuple[ColorScheme, ...] = ("light", "dark")
WIDTHS = {1440: 900, 768: 1024, 390: 844}
FULL, EMPTY = ("anna", "demo-anna"), ("newcomer", "a-quiet-morning-walk")
README = {("full", "week", 1440, "light"), ("full", "week", 1440, "dark"), ("full", "day", 390, "light")}
README |= {("full", "client", 1440, "light"), ("full", "session", 390, "dark")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs/screenshots")
    parser.add_argument("--only", nargs="*", help="names of pages")
    parser.add_argument("--language", default="en", help="of the trainers")
    options = parser.parse_args()
    readme = options.folder == ROOT / "docs/screenshots"
    options.folder.mkdir(parents=True, exist_ok=True)
    with served(options.language) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        for who, user in {"full": FULL, "empty": EMPTY}.items():
            cookies = sign_in(browser, url, user)
            addresses = find_addresses(browser, url, cookies)
            for name, width, scheme in shots(addresses, options.only):
                if not readme or (who, name, width, scheme) in README:
                    path = options.folder / f"{name}-{who}-{width}-{scheme}.png"
                    take(browser, url + addresses[name], cookies, path, width, scheme, name)
        browser.close()


def shots(addresses: dict[str, str], only: list[str] | None) -> Iterator[tuple[str, int, ColorScheme]]:
    for name in addresses:
        if not only or name in only:
            yield from ((name, width, scheme) for width in WIDTHS for scheme in SCHEMES)


@contextmanager
def served(language: str) -> Iterator[str]:
    """The product on a free port, with demo data and a newcomer who has nothing yet."""
    with tempfile.TemporaryDirectory() as home, socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        database = {"DATABASE_URL": f"sqlite:///{home}/demo.sqlite3", "ENV_FILE": os.devnull}
        manage = [sys.executable, str(ROOT / "manage.py")]
        environment = os.environ | database | {"NEWCOMER_PASSWORD": EMPTY[1], "DEBUG": "True"}
        for command in (["migrate", "-v0"], ["seed_demo"], ["shell", "-v0", "-c", NEWCOMER.format(language)]):
            subprocess.run([*manage, *command], env=environment, check=True)
        probe.close()
        serve = [*manage, "runserver", "--noreload", str(port)]
        server = subprocess.Popen(
            serve, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield wait_for(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


NEWCOMER = f"""
from trainers.models import Trainer, User
user = User.objects.create_user({EMPTY[0]!r}, "newcomer@example.com", {EMPTY[1]!r})
Trainer.objects.create(user=user, full_name="Noa Newcomer", timezone="Europe/Berlin")
Trainer.objects.update(language={{!r}})
"""


def wait_for(url: str) -> str:
    for _ in range(100):
        try:
            urlopen(f"{url}/sign-in/")  # noqa: S310 - the server we started
            return url
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(url)


def sign_in(browser: Browser, url: str, user: tuple[str, str]) -> StorageState:
    """The cookies of the user, once signed in."""
    page = browser.new_page()
    page.goto(f"{url}/sign-in/")
    page.get_by_label("Username").fill(user[0])
    page.get_by_label("Password").fill(user[1])
    page.get_by_role("button", name="Sign in").click()
    cookies = page.context.storage_state()
    page.close()
    return cookies


def find_addresses(browser: Browser, url: str, cookies: StorageState) -> dict[str, str]:
    """The main pages, and the first client and session that these lead to."""
    addresses = {
        **{view: f"/calendar/{view}/" for view in ("week", "work-week", "day", "month", "agenda")},
        "filters": "/calendar/filters/",
        "saved-views": "/calendar/views/",
        "free-times": "/calendar/day/?why=yes",
        "clients": "/clients/",
        "book": "/sessions/new/",
        "quick": "/sessions/quick/?line=emma+tomorrow+8am+rehab+60",
        "sessions": "/sessions/",
        "numbers": "/numbers/",
        "search": "/search/?q=emma",
        "changes": "/changes/",
        "client-new": "/clients/new/",
        "client-import": "/clients/import/",
        "session-import": "/sessions/import/",
        "hours": "/hours/",
        "time-off": "/hours/time-off/new/",
        "preferences": "/preferences/",
        "shortcuts": "/shortcuts/",
        "password": "/password/change/",
        "book-weekly": "/sessions/new/?repeats=WEEKLY",
        "timelines": "/timelines/",
        "timeline-new": "/timelines/new/",
    }
    page = browser.new_page(storage_state=cookies)
    for name, start, link in (
        ("session", "week", ".block.status-scheduled a"),
        ("session-done", "week", ".block.status-completed a"),
        ("client", "clients", ".clients tbody th a"),
        ("timeline", "timelines", ".routine"),
        ("client-timelines", "timeline", ".crumbs a"),
        ("one-of-series", "timeline", ".series-next a"),
        ("series-edit", "timeline", ".series-actions a"),
        ("series-add", "timeline", ".toolbar .primary"),
        ("timeline-remove", "timeline", ".toolbar .danger"),
    ):
        if start not in addresses:
            continue
        page.goto(url + addresses[start])
        if found := page.locator(link).all():
            addresses[name] = found[0].get_attribute("href") or ""
    for name in ("session", "one-of-series"):
        if name in addresses:
            acts = ("edit", "cancel", "move", "notes")
            addresses |= {f"{name}-{act}": f"{addresses[name]}{act}/" for act in acts}
    if "one-of-series" in addresses:
        addresses |= {name: addresses[form] for name, (form, _) in SENT.items()}
    page.close()
    return addresses


def first_client(page: Page) -> str:
    return page.locator("select[name=client] option").nth(1).inner_text()


def book_saturdays(page: Page) -> None:
    choose_client(page, first_client(page))
    saturday = date.today() + timedelta(days=7 + (5 - date.today().weekday()) % 7)  # noqa: DTZ011
    page.get_by_label("Start", exact=True).fill(f"{saturday}T05:30")
    page.get_by_label("End", exact=True).fill(f"{saturday}T06:30")
    page.get_by_label("After a number of times").check()
    page.get_by_label("Number of times", exact=True).fill("20")
    page.get_by_role("button", name="Book", exact=True).click()


def book_what_is_taken(page: Page) -> None:
    choose_client(page, first_client(page))
    page.get_by_label("Daily").check()
    page.get_by_role("button", name="Book", exact=True).click()


def move_following(page: Page) -> None:
    start = page.get_by_label("Start", exact=True)
    start.fill(start.input_value()[:11] + "06:15")
    page.get_by_label("This and all that follow").check()
    page.get_by_role("button", name="Save").last.click()


def cancel_all(page: Page) -> None:
    page.get_by_label("All that are still to come").check()
    page.get_by_role("button", name="Cancel session").click()


# Pages that answer to a form: {name: (the page of the form, what is done there)}
SENT: dict[str, tuple[str, Callable[[Page], None]]] = {
    "repeating": ("book-weekly", book_saturdays),
    "repeating-taken": ("book-weekly", book_what_is_taken),
    "reach": ("one-of-series-edit", move_following),
    "reach-cancel": ("one-of-series-cancel", cancel_all),
}


def take(
    browser: Browser,
    address: str,
    cookies: StorageState,
    path: Path,
    width: int,
    scheme: ColorScheme,
    name: str,
) -> None:
    size = ViewportSize(width=width, height=WIDTHS[width])
    page = browser.new_page(
        viewport=size, color_scheme=scheme, has_touch=width < 1440, storage_state=cookies, locale="en-GB"
    )
    answer = page.goto(address)
    if answer is None or not answer.ok:
        print(f"{answer and answer.status} {address}")
    if name in SENT:
        SENT[name][1](page)
    page.screenshot(path=path, full_page=True)
    page.close()


if __name__ == "__main__":
    main()
