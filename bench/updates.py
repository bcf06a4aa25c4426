"""Does a change get lost? Two change one object at the same moment, through every dialect and by form.

    python -m bench.updates --pairs 500 --database sqlite --seed 1

Of two who both demand the version that they have seen, one is let in and the other is told which version is
stored. Of two who demand none, and change different fields, both changes are there. Of two who save a form
that was open in two tabs, the second is shown both versions, and nothing of the first is overwritten. What is
moved, settled with others or undone on a page that is older than another's change is refused.
"""

import argparse
import random
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from bench.on import database
from bench.tally import Tally, report
from tests.served.calling import Answer, Crowd, Form, Request
from tests.served.page_doors import BY_SCRIPT, last_step, settle, undo
from tests.served.people import Person, Wanted, hire
from tests.served.server import Server, serve

SHORT = 40

PREPARE = """
from datetime import datetime, timedelta, timezone

from clients.domain import enrol
from clients.models import Client
from scheduling.domain import booking, series, timelines
from trainers.hours import take_time_off
from trainers.models import Trainer

trainer = Trainer.objects.get(pk=given["trainer"])
now = datetime(2027, 1, 1, tzinfo=timezone.utc)
result = []
for n in range(given["pairs"]):
    name = {"first_name": "Client", "last_name": "Changed", "email": f"changed{n}@example.com"}
    client = enrol(trainer, name)
    start = now + timedelta(days=n, hours=10)
    values = {"client": client, "title": "Theirs", "scheduled_start": start}
    session = booking.book(trainer, values | {"scheduled_end": start + timedelta(hours=1)}, now=now)
    timeline = timelines.create(trainer, {"name": "Routine"}, now=now)
    once = series.create(
        trainer, {"timeline": timeline, "title": "Once", "start": start + timedelta(hours=2)}, now=now
    )
    evening = start + timedelta(hours=10)
    off = take_time_off(
        trainer, {"start": evening, "end": evening + timedelta(hours=1), "reason": "Theirs"}, {}
    )
    result.append(
        {
            "time_off": off.pk,
            "session": session.pk,
            "session_uuid": str(session.uuid),
            "client": client.pk,
            "client_uuid": str(client.uuid),
            "series": str(once.uuid),
            "timeline": str(timeline.uuid),
        }
    )
"""
OBTAIN = """
from mectofitness.api import tokens
from trainers.models import Trainer

result = tokens.obtain(Trainer.objects.select_related("user").get(pk=given["trainer"]).user).access
"""

Ids = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """An object of a dialect: its address, and two changes of it that have no field in common."""

    address: Callable[[Ids], str]
    one: Mapping[str, object]
    other: Mapping[str, object]


KINDS = [
    Kind(lambda ids: f"/api/v1/sessions/{ids['session']}", {"title": "One"}, {"notes": "Other"}),
    Kind(lambda ids: f"/api/v1/clients/{ids['client']}", {"notes": "One"}, {"phone": "+1-555-0199"}),
    Kind(
        lambda ids: f"/api/calendar/session/{ids['session_uuid']}",
        {"session_type": "One"},
        {"description": "Other"},
    ),
    Kind(lambda ids: f"/api/timeline/sessions/{ids['series']}", {"name": "One"}, {"description": "Other"}),
    Kind(lambda ids: f"/api/timeline/timelines/{ids['timeline']}", {"name": "One"}, {"description": "Other"}),
]
# The address of an edit form, and the fields that the two tabs change.
FORMS: list[tuple[Callable[[Ids], str], dict[str, str], dict[str, str]]] = [
    (lambda ids: f"/sessions/{ids['session_uuid']}/edit/", {"title": "First"}, {"title": "Second"}),
    (lambda ids: f"/sessions/{ids['session_uuid']}/edit/", {"title": "First"}, {"notes": "Second"}),
    (lambda ids: f"/sessions/{ids['session_uuid']}/notes/", {"notes": "First"}, {"notes": "Second"}),
    (lambda ids: f"/sessions/{ids['session_uuid']}/notes/", {"notes": "First"}, {"trainer_notes": "Second"}),
    (lambda ids: f"/hours/time-off/{ids['time_off']}/", {"reason": "First"}, {"reason": "Second"}),
    (lambda ids: f"/clients/{ids['client_uuid']}/edit/", {"notes": "First"}, {"notes": "Second"}),
    (lambda ids: f"/timelines/{ids['timeline']}/edit/", {"name": "First"}, {"description": "Second"}),
    (lambda ids: f"/series/{ids['series']}/edit/", {"title": "First"}, {"location": "Second"}),
]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.updates")
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help=f"{SHORT} pairs")
    options = parser.parse_args(arguments)
    pairs = SHORT if options.short else options.pairs
    with database(options.database) as url, serve(url) as server:
        [trainer] = hire(server, Wanted())
        chance = random.Random(options.seed)
        with Crowd(server.url, 2) as crowd:
            tabs = Pairs(server, crowd, trainer, chance)
            survived = {
                "two with the version they saw: one 200, one 412": tabs.count(tabs.with_version, pairs),
                "two without, of different fields: both stored": tabs.count(tabs.without_version, pairs),
                "second tab is shown both versions": tabs.count(tabs.forms, pairs // 5),
                "moved, settled, undone on an old page: refused": tabs.count(tabs.stale, pairs // 5),
            }
    return report(
        *(
            Tally("P4", options.database, what, tried, held, options.seed)
            for what, (tried, held) in survived.items()
        )
    )


class Pairs:
    """Two who write at once, as one trainer."""

    def __init__(self, server: Server, crowd: Crowd, trainer: Person, chance: random.Random) -> None:
        self.server, self.crowd, self.trainer, self.chance = server, crowd, trainer, chance
        self.headers = {"Authorization": f"Bearer {server.run(OBTAIN, trainer=trainer.id)}"}
        self.prepared: list[Ids] = []

    def count(self, survives: Callable[[Ids, int], bool], pairs: int) -> tuple[int, int]:
        """(how many pairs, how many of them were as they should)."""
        if len(self.prepared) < pairs:
            self.prepared = self.server.run(PREPARE, trainer=self.trainer.id, pairs=pairs)
        return pairs, sum(survives(ids, n) for n, ids in enumerate(self.prepared[:pairs]))

    def with_version(self, ids: Ids, n: int) -> bool:
        kind = KINDS[n % len(KINDS)]
        seen = self.crowd.call(self._patch(kind, ids, {})).headers["ETag"]
        both = [
            replace(self._patch(kind, ids, body), headers=self.headers | {"If-Match": seen})
            for body in self.chance.sample([kind.one, kind.other], 2)
        ]
        answers = sorted(self.crowd.at_once(both), key=lambda answer: answer.status)
        now = self.crowd.call(self._patch(kind, ids, {})).headers["ETag"]
        first, second = answers
        return (
            [first.status, second.status] == [200, 412]
            and first.headers["ETag"] == now != seen
            and (second.headers["ETag"] == now and now in _said(second))
        )

    def without_version(self, ids: Ids, n: int) -> bool:
        kind = KINDS[n % len(KINDS)]
        both = [self._patch(kind, ids, body) for body in self.chance.sample([kind.one, kind.other], 2)]
        statuses = {answer.status for answer in self.crowd.at_once(both)}
        stored = self.crowd.call(self._patch(kind, ids, {})).body
        stored = stored.get("data", stored)
        return statuses == {200} and {**kind.one, **kind.other}.items() <= stored.items()

    def forms(self, ids: Ids, n: int) -> bool:
        address, ours, theirs = FORMS[n % len(FORMS)]
        shown = fields(self._page(address(ids)).body)
        first = self._post(address(ids), shown | ours)
        second = self._post(address(ids), shown | theirs)
        if (first.status, second.status) != (302, 409):
            return False
        both = all(value in unescape(second.body) for value in (*ours.values(), *theirs.values()))
        again = self._post(address(ids), fields(second.body))
        kept = fields(self._page(address(ids)).body)
        return both and again.status == 302 and {**ours, **theirs}.items() <= kept.items()

    def stale(self, ids: Ids, n: int) -> bool:
        """A page with the session as it was before somebody else has changed it, by whom it stays."""
        address = f"/sessions/{ids['session_uuid']}/move/"
        shown = fields(self._page(address).body)
        morning = shown["start"].partition("T")[0] + "T06:00"
        moved = self._drag(address, shown["version"], morning)
        step = last_step(self._page("/changes/"))
        before, shown = self._session(ids), fields(self._page(address).body)
        theirs = {"title": f"Theirs {n}"}
        self.crowd.call(self._patch(KINDS[0], ids, theirs))
        version, later = int(shown["version"]), {"start": shown["start"].replace("T06", "T07")}
        tried = [
            self._post(address, shown | later),
            self._drag(address, shown["version"], later["start"]),
            self.crowd.call(settle(self.trainer, {ids["session_uuid"]: version}, "cancel")),
            self.crowd.call(undo(self.trainer, step)),
        ]
        changing = {"updated_at": self._session(ids)["updated_at"]}
        is_kept = self._session(ids) == before | theirs | changing
        again = self._post(address, fields(self._page(address).body) | later)
        return [answer.status for answer in (moved, *tried, again)] == [200, *[409] * 4, 302] and is_kept

    def _drag(self, address: str, version: str, start: str) -> Answer:
        body = {"version": version, "start": start}
        return self.crowd.call(Form("POST", address, body, self.trainer.cookie, BY_SCRIPT))

    def _session(self, ids: Ids) -> dict[str, Any]:
        request = Request("GET", KINDS[0].address(ids), headers=self.headers)
        found: dict[str, Any] = self.crowd.call(request).body["data"]
        return found

    def _page(self, address: str) -> Answer:
        return self.crowd.call(Request("GET", address, cookie=self.trainer.cookie))

    def _patch(self, kind: Kind, ids: Ids, body: Mapping[str, object]) -> Request:
        return Request("PATCH", kind.address(ids), body, headers=self.headers)

    def _post(self, address: str, body: Mapping[str, object]) -> Answer:
        return self.crowd.call(Form("POST", address, body, cookie=self.trainer.cookie))


def fields(page: str) -> dict[str, str]:
    """{name: value} of the form of a page, as a browser would send it back untouched."""
    form = max(re.findall(r'<form method="post".*?</form>', page, re.S), key=len)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        is_off = 'type="radio"' in tag and "checked" not in tag
        if name and not is_off:
            found[name[1]] = unescape(value[1]) if value else ""
    for name_, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        found[name_] = unescape(text)
    for name_, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options)
        found[name_] = unescape(chosen[1]) if chosen else ""
    return found


def _said(answer: Answer) -> str:
    return str(answer.body.get("error") or answer.body.get("message"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
