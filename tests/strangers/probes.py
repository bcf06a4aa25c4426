"""What is tried: each address with each method, with a trainer's ids in address, query and body."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.served.calling import Form, Request
from tests.strangers.addresses import METHODS, Operation, parameters
from tests.strangers.callers import BEARER, EVERYBODY_ELSE, STAFF, Credential
from tests.strangers.treasure import DAY, Treasure

# Parameters that name nobody's object.
NOT_IDS = {
    "day": [f"{DAY:%Y-%m-%d}"],
    "app_label": ["scheduling", "clients", "trainers"],
    "language": ["en", "de"],
    "token": ["set-password", "c0ffee-0123456789abcdef"],
}
KINDS = {
    "id": "uuid pk",
    "pk": "pk",
    "object_id": "pk",
    "uuid": "uuid",
    "key": "pk uuid",
    "uidb64": "uidb64",
    "content_type_id": "content_type_id",
}
# Filled into forms and added to bodies: what nobody may set, what is somebody else's, what a form asks for.
EXTRAS = {"trainer": "trainer pk", "trainer_id": "trainer pk", "user": "user pk", "client": "client uuid",
    "timeline": "timeline uuid", "series": "series uuid", "session": "session uuid", "id": "session pk",
    "_selected_action": "session pk", "again": "session uuid", "sessions": "session ticked"}  # fmt: skip
START, END = "2027-06-10T10:00:00", "2027-06-10T11:00:00"
FORM = {"title": "Mine", "name": "Mine", "first_name": "Mine", "last_name": "Now", "username": "mine",
    "email": "mine@example.com", "session_type": "personal", "scheduled_start": START, "scheduled_end": END,
    "start": START, "end": END, "scope": "this", "action": "delete_selected", "post": "yes",
    "first": START[:10], "reason": "Mine", "notes": "Mine", "trainer_notes": "Mine", "outcome": "cancel",
    "view": "week", "text": "Name,E-mail\nMine Now,mine@example.com\n"}  # fmt: skip
HOSTILE = {"or": "1", "_connector": "OR", "permanent": "true", "include_client": "1", "include_trainer": "1",
    "status": "all", "q": "alice", "search": "alice", "trainer__user__password__startswith": "a",
    "line": "alice tomorrow 8",
    "_method": "DELETE"}  # fmt: skip


@dataclass(frozen=True)
class Probe:
    """One request by one caller. `aims` says whether its address names an object that is not theirs."""

    method: str
    template: str
    path: str
    who: str
    how: str
    aims: bool = False
    body: dict[str, Any] | None = field(default=None, hash=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path} as {self.who} by {self.how}"

    @property
    def is_page(self) -> bool:
        return not self.template.startswith("/api/")

    def request(self, credential: Credential) -> Request:
        headers = {"Authorization": f"Bearer {credential.bearer}"} if credential.bearer else {}
        kind = Form if self.is_page and self.method == "POST" else Request
        return kind(self.method, self.path, self.body, credential.cookie, headers)


def all_of(templates: Iterable[str], operations: Iterable[Operation], treasure: Treasure) -> list[Probe]:
    """Every probe by everybody else."""
    known = {(it.template, it.method): it for it in operations}
    listed = {it.template for it in known.values()}
    tries = [
        (method, template, path, bool(set(parameters(template)) - NOT_IDS.keys()))
        for template in sorted({*templates} | listed)
        for method in METHODS
        for path in paths(template, treasure)
    ]
    return [
        Probe(method, template, address, who, how, aims, body)
        for method, template, path, aims in tries
        for address, body in _variants(path, known.get((template, method)), method, template, treasure)
        for who, how in callers_of(template)
    ]


def sample(probes: list[Probe], number: int, dice: random.Random) -> list[Probe]:
    """So many, drawn: each address and method first, then from every door and caller the same number."""
    drawn = dice.sample(probes, len(probes))
    firsts = {(it.template, it.method): it for it in drawn}
    seen: Counter[tuple[str, str, str]] = Counter()
    ranked = []
    for probe in drawn:
        group = (door(probe.template), probe.who, probe.how)
        seen[group] += 1
        is_first = firsts[probe.template, probe.method] is probe
        ranked.append((0 if is_first else seen[group], probe))
    return [probe for _, probe in sorted(ranked, key=lambda it: it[0])][:number]


def door(template: str) -> str:
    """Which of the doors an address is behind: a dialect's, the admin's, the pages'."""
    first, second = template.split("/")[1:3] if template.count("/") > 1 else (template, "")
    return {"api": second, "admin": "admin"}.get(first, "pages")


def callers_of(template: str) -> list[tuple[str, str]]:
    """Who has no business there. Pages read no bearer token; API, admin and desk are staff's too."""
    is_api = template.startswith("/api/")
    others = [(who, how) for who, how in EVERYBODY_ELSE if is_api or how != BEARER]
    is_staffs = is_api or template.startswith(("/admin/", "/desk/"))
    return [(who, how) for who, how in others if who != STAFF] if is_staffs else others


def paths(template: str, treasure: Treasure) -> Iterator[str]:
    """The template with each of the names that its parameters may have."""
    names = parameters(template)
    for values in itertools.product(*(_values(name, treasure) for name in names)):
        path = template
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"{{{name}}}", value)
        yield path


def _values(name: str, treasure: Treasure) -> list[str]:
    """A parameter that is new here is taken for one that names something."""
    if name in NOT_IDS:
        return NOT_IDS[name]
    return [value for kind in KINDS.get(name, "pk uuid").split() for value in treasure.keys[kind]]


def _variants(
    path: str, operation: Operation | None, method: str, template: str, treasure: Treasure
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Address and body: the address alone, and with all in it that might open a door."""
    own = _extras(treasure)
    body = _body(operation, method, template, own, treasure)
    asked = ids(operation.query, template, treasure) if operation else {}
    yield path, body
    yield f"{path}?{urlencode(own | HOSTILE | asked)}", body


def _body(
    operation: Operation | None, method: str, template: str, own: dict[str, Any], treasure: Treasure
) -> dict[str, Any] | None:
    if not template.startswith("/api/"):
        return form(treasure) if method == "POST" else None
    if operation is None or operation.body is None:
        return None
    return own | operation.body | ids(operation.body, template, treasure)


def form(treasure: Treasure) -> dict[str, Any]:
    """What any form of a page might ask for, about things of that trainer."""
    own = _extras(treasure)
    return FORM | own | {"query": urlencode({"client": own["client"]})}


def _extras(treasure: Treasure) -> dict[str, Any]:
    return {name: treasure.keys[kind][0] for name, kind in EXTRAS.items()}


def ids(names: Iterable[str], template: str, treasure: Treasure) -> dict[str, int | str]:
    """For names such as client_id and timelineId what they ask for, as the dialect writes ids."""
    kind = "pk" if template.startswith("/api/v1/") else "uuid"
    found = {}
    for name in names:
        thing = name.lower().removesuffix("id").removesuffix("_")
        for key in treasure.keys.get(f"{thing} {kind}", ()):
            found[name] = int(key) if kind == "pk" else key
    return found
