"""Does stored text ever become code? Payloads in every text field, on every page, in a real browser.

    python -m bench.payloads --database sqlite [--turns 2]

In every turn each field holds other payloads, several where they fit, until it has held all (--turns makes
fewer, --short only one, with a third of the pages). The pages of the product and of the admin are found by
following links, and those that answer a form by sending it: conflicts, previews, refusals, messages. The
server runs with DEBUG off and the strict policy. What counts is (payload, field, page): it survived when
nothing ran, the policy had nothing to refuse, no other host was called, and the payload stands there whole.
`--unescaped` is the negative control: templates that escape nothing must be found out.
Exit code 0 if what should be so was so.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from random import Random
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench import on
from bench.payloads import sending, visits
from bench.payloads.looking import Seen, Watcher
from bench.payloads.seed import fields, seed
from bench.payloads.some import Some
from bench.payloads.texts import PAYLOADS, text_for, turns_for
from bench.tally import Tally, report
from tests.run import find_chromium
from tests.served.server import Server, serve

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# So many pages of one kind: those of a session that is over look otherwise.
OF_A_KIND = 2
# In the short form.
SHARE = 0.3
DOCS = ["/api/v1/docs", "/api/calendar/docs", "/api/timeline/docs"]
MOST_TOLD = 40


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    settings = f"bench.payloads.{'unescaped' if options.unescaped else 'settings'}"
    with ExitStack() as stack:
        url = stack.enter_context(on.database(options.database, durable=False))
        # Failed sign-ins are counted, and listed in the admin.
        server = stack.enter_context(serve(url, DJANGO_SETTINGS_MODULE=settings, THROTTLE_LOGIN="1000/15min"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM)
        found, seen = fields(server), []
        for page in look_around(server, browser, found, options):
            seen.append(page)
            if options.unescaped and not page.is_clean:
                break  # found out; what comes may be torn so far that it cannot be read
        browser.close()
    return judge(options, found, seen)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.payloads", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--turns", type=int, help="instead of so many that each field has held everything")
    parser.add_argument(
        "--short", action="store_true", help="one turn, and some of the pages, one of each kind"
    )
    parser.add_argument("--seed", type=int, default=0, help="the number of the first turn")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--unescaped", action="store_true", help="the negative control")
    parser.add_argument("--list", action="store_true", help="name every page that was looked at")
    options = parser.parse_args(arguments)
    options.turns = 1 if options.short else options.turns
    return options


def look_around(
    server: Server, browser: Browser, found: list[tuple[str, str, int]], options: argparse.Namespace
) -> Iterator[Seen]:
    turns = options.turns or max(turns_for(longest) for _, _, longest in found)
    for turn in range(options.seed, options.seed + turns):
        yield from look_in_turn(server, browser, found, turn, is_short=options.short)
        print(f"turn {turn} has been looked at, the last is {options.seed + turns - 1}", flush=True)
    nobody = tab(browser, server.url, None)
    yield from (docs(nobody, server.url + path) for path in DOCS)


def look_in_turn(
    server: Server, browser: Browser, found: list[tuple[str, str, int]], turn: int, *, is_short: bool
) -> Iterator[Seen]:
    names = seed(server, found, turn)
    texts = [text_for(number, turn, longest) for number, (_, _, longest) in enumerate(found)]
    names["title"] = next(n for n, (label, name, _) in enumerate(found) if (label, name) == SESSION_TITLE)
    url, said = server.url, [PAYLOADS[(turn + n) % len(PAYLOADS)] for n in range(2)]
    trainer, staff, nobody = (
        tab(browser, url, cookie) for cookie in (names["trainer"], names["staff"], None)
    )
    some = Some(Random(turn), SHARE if is_short else 1)
    of_a_kind = 1 if is_short else OF_A_KIND
    of_trainer, of_staff = [*pages_of(names), *visits.searches(said)], visits.searches_of_staff(said)
    yield from visits.crawl(trainer, url, some(of_trainer), texts, of_a_kind, some)
    yield from visits.crawl(staff, url, ["/admin/", *some(of_staff)], texts, of_a_kind, some)
    yield from (visits.visit(trainer, url + path, texts) for path in answers_of_api(names))
    yield from sending.forms_of_trainer(trainer, url, names, texts, some)
    yield from sending.forms_of_staff(staff, url, names, texts, some)
    yield from sending.strangers(nobody, url, texts)
    yield from (visits.visit(staff, url + path, texts) for path in records(names))
    for watcher in (trainer, staff, nobody):
        watcher.page.context.close()


SESSION_TITLE = ("scheduling.Session", "title")


def tab(browser: Browser, url: str, cookie: str | None) -> Watcher:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    if cookie:
        context.add_cookies([{"name": "session", "value": cookie, "url": url}])
    return Watcher.of(context, url)


def pages_of(names: Any) -> list[str]:
    """Every object of the trainer has its pages looked at."""
    sessions = [*names["sessions"], names["occurrence"]]
    return [
        *(f"/calendar/{view}/{day}" for view in ("week", "day") for day in ("", names["day"] + "/")),
        "/clients/?status=all",
        *(f"/clients/{client}/" for client in (names["client"], names["inactive"])),
        *(f"/sessions/{session}/{act}" for session in sessions for act in ("", "edit/")),
        *(f"/sessions/{sessions[0]}/{act}/" for act in ("complete", "no-show", "cancel", "reinstate")),
        *(f"/sessions/{sessions[0]}/{act}/" for act in ("move", "notes")),
        "/changes/",
        "/calendar/views/",
        f"/calendar/views/{names['view']}/edit/",
        f"/clients/import/{names['upload']}/",
        f"/calendar/month/{names['day']}/",
        f"/calendar/agenda/{names['day']}/",
        f"/sessions/?from={names['day']}&to={names['free']}",
        "/numbers/",
        "/hours/",
        *(f"/timelines/{timeline}/" for timeline in names["timelines"]),
        *(f"/series/{series}/{act}/" for series in names["series"][:3] for act in ("edit", "remove")),
    ]


def records(names: Any) -> list[str]:
    """What the admin tells of what was done meanwhile."""
    ids = names["ids"]
    return [
        "/admin/",
        f"/admin/scheduling/session/{ids['session']}/history/",
        f"/admin/clients/client/{ids['client']}/history/",
        "/admin/axes/accessattempt/",
        "/admin/axes/accessattempt/1/change/",
    ]


def answers_of_api(names: Any) -> list[str]:
    """Opened in the browser, JSON is not taken for a page."""
    session, client = names["ids"]["session"], names["ids"]["client"]
    return [
        "/api/v1/sessions?include_client=true&include_trainer=true",
        f"/api/v1/sessions/{session}?include_client=true",
        f"/api/v1/sessions/availability?date={names['day']}",
        f"/api/v1/clients/{client}",
        "/api/v1/auth/me",
        "/api/v1/sessions?status=%3Cscript%3E__xss%3D1%3C%2Fscript%3E",
    ]


def docs(watcher: Watcher, address: str) -> Seen:
    watcher.page.goto(address)
    watcher.page.wait_for_selector(".swagger-ui .opblock")
    return watcher.look(address.rpartition("/api")[2], [], as_text=False)


def judge(options: argparse.Namespace, found: list[tuple[str, str, int]], seen: list[Seen]) -> int:
    bad = [page for page in seen if not page.is_clean]
    for page in bad[:MOST_TOLD]:
        print("\n  ".join([page.where, *page.faults[:3]]))
    if options.list:
        print(
            "\n".join(
                f"{number:5} {where}" for where, number in sorted(Counter(it.where for it in seen).items())
            )
        )
    never = set(range(len(found))) - set().union(*(page.fields for page in seen))
    print(f"{len(PAYLOADS)} payloads, {len(found)} text fields, {len(seen)} pages, {len(bad)} with a fault")
    print(f"on no page: {', '.join('.'.join(found[n][:2]) for n in never) or 'none'}")
    if options.unescaped:
        what = "templates that escape nothing are found out"
        return report(Tally("P17", options.database, what, 1, int(len(bad) > 0), options.seed))
    tried = sum(page.payloads for page in seen)
    survived = sum(page.payloads for page in seen if page.is_clean)
    what = "(payload, field, page), none of which ran"
    all_shown = not bad and (options.short or not never)
    return report(Tally("P17", options.database, what, tried, survived, options.seed)) or int(not all_shown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
