"""Time until the sessions of a week are seen, and bytes over the wire: ours, and FullCalendar's beside it.

    python -m bench.grid --rounds 9

Needs npm: the current FullCalendar is installed into a folder that is gone afterwards. Both pages show the
same 200 sessions to the same Chromium, in turns, from servers that have answered before, each in a context
with an empty cache, at full speed and throttled four times. Exit code 0 if ours needs at most a third of the
time and a quarter of the bytes, and keeps its own budget: 60 KB in the first visit, 20 KB for the next week.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, sync_playwright

from bench import on
from bench.grid import fullcalendar
from bench.grid.week import Week, furnish
from bench.payloads.__main__ import CHROMIUM
from tests.run import find_chromium
from tests.served.server import ROOT, environment_for, serve

SPEEDS = (1, 4)
# Visits that are not counted: each worker of the server has then answered.
WARM = 4
MOST_TIME, MOST_BYTES = 1 / 3, 1 / 4
FIRST_VISIT, NEXT_WEEK = 60 * 1024, 20 * 1024

# The moment after the frame in which all sessions stand in the page.
WATCH = """(selector) => {
  window.__seen = new Promise((resolve) => {
    const look = () => {
      if (document.querySelectorAll(selector).length < %d) { requestAnimationFrame(look); return; }
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    look();
  });
}"""


@dataclass
class Page:
    """One of the two, and what was measured of it: {speed: milliseconds}, bytes of the first visit."""

    name: str
    url: str
    selector: str
    cookie: str = ""
    times: dict[int, list[float]] = field(default_factory=lambda: {speed: [] for speed in SPEEDS})
    size: int = 0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.grid", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fullcalendar-")))
        version = fullcalendar.install(folder)
        database = stack.enter_context(on.database("sqlite", durable=False))
        settings = {"DJANGO_SETTINGS_MODULE": "bench.grid.settings", "STATIC_ROOT": str(folder / "static")}
        collect(environment_for(database) | settings)
        server = stack.enter_context(serve(database, **settings))
        week = furnish(server)
        theirs_url = stack.enter_context(fullcalendar.served(folder, week.monday, week.events))
        ours = Page("ours", f"{server.url}/calendar/week/{week.monday}/", ".week .block", week.cookie)
        theirs = Page(f"FullCalendar {version}", theirs_url, ".measured")
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM)
        for page in (ours, theirs):
            for _ in range(WARM):
                visit(browser, page, week, 1)
            page.times[1].clear()
        for speed in SPEEDS:
            for _ in range(options.rounds):
                for page in (ours, theirs):
                    visit(browser, page, week, speed)
        swap = next_week(browser, ours, week)
        browser.close()
    return judge(ours, theirs, swap)


def collect(environment: dict[str, str]) -> None:
    """Static files as in production, compressed ahead of time, without those that no page of ours shows."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    left_out = ["--ignore=drf_spectacular_sidecar*", "--ignore=admin*", "--ignore=rest_framework*"]
    subprocess.run([*command, *left_out], cwd=ROOT, env=environment, check=True)


def visit(browser: Browser, page: Page, week: Week, speed: int) -> None:
    """With nothing kept from before."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    if page.cookie:
        context.add_cookies([cookie_of(page)])
    tab = context.new_page()
    devtools = context.new_cdp_session(tab)
    devtools.send("Network.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": speed})
    sizes: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    tab.add_init_script(f"({WATCH % len(week.events)})({page.selector!r})")
    tab.goto(page.url, wait_until="commit")
    page.times[speed].append(tab.evaluate("window.__seen"))
    tab.wait_for_load_state("networkidle")
    page.size = sum(sizes)
    context.close()


def cookie_of(page: Page) -> Any:
    """For all of the site: by the address of a page it would be for those below that page only."""
    return {"name": "session", "value": page.cookie, "url": urljoin(page.url, "/")}


def next_week(browser: Browser, page: Page, week: Week) -> int:
    """Bytes of the step to the next week, which has as many sessions."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([cookie_of(page)])
    tab = context.new_page()
    tab.goto(page.url, wait_until="networkidle")
    devtools = context.new_cdp_session(tab)
    devtools.send("Network.enable")
    sizes: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    tab.get_by_role("link", name="Next week").click()
    tab.wait_for_url(f"**/{week.next_monday}/**")
    tab.wait_for_load_state("networkidle")
    context.close()
    return sum(sizes)


def judge(ours: Page, theirs: Page, swap: int) -> int:
    goals = {}
    for speed in SPEEDS:
        for page in (ours, theirs):
            times = sorted(page.times[speed])
            print(
                f"{page.name}, CPU at 1/{speed}: {median(times):.0f} ms until all sessions are seen"
                f" (least {times[0]:.0f}, most {times[-1]:.0f})"
            )
        ratio = median(ours.times[speed]) / median(theirs.times[speed])
        goals[f"{ratio:.2f} of its time, CPU at 1/{speed}; at most {MOST_TIME:.2f}"] = ratio <= MOST_TIME
    ratio = ours.size / theirs.size
    print(f"first visit: ours {ours.size} bytes, {theirs.name} {theirs.size}; ours for the next week: {swap}")
    goals[f"{ratio:.2f} of its bytes; at most {MOST_BYTES:.2f}"] = ratio <= MOST_BYTES
    goals[f"{ours.size} bytes in the first visit; at most {FIRST_VISIT}"] = ours.size <= FIRST_VISIT
    goals[f"{swap} bytes for the next week; at most {NEXT_WEEK}"] = swap <= NEXT_WEEK
    for goal, is_met in goals.items():
        print(f"{'reached' if is_met else 'MISSED'}: {goal}")
    return int(not all(goals.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
