"""What pages do without a key happens once when many send it: an import, several at once, undo and redo."""

from collections.abc import Iterator
from typing import Any

from bench.acceptance.markup import main_form
from bench.retries.doors import DOORS, Maker, day
from bench.retries.trial import Trial
from bench.tally import Tally
from tests.served.calling import Crowd, Form, Request
from tests.served.page_doors import last_step, settle
from tests.served.races import HOUR

STORED = """
from clients.models import Client
from scheduling.models import Session

clients = Client.objects.filter(trainer=given["trainer"], last_name=given["name"])
sessions = Session.objects.filter(trainer=given["trainer"], title=given["name"])
result = [clients.count(), sorted(map(list, sessions.values_list("status", "version")))]
"""


def once(trial: Trial, many: int, size: int) -> Tally:
    """Each is sent by so many callers at the same moment."""
    numbers = [next(trial.numbers) for _ in range(many)]
    with Crowd(trial.server.url, size) as crowd:
        held = [all(_each_once(trial, crowd, number, size)) for number in numbers]
    return trial.tally(
        f"imports, several at once, undo and redo from {size} callers at once: done once", held
    )


def _each_once(trial: Trial, crowd: Crowd, number: int, size: int) -> Iterator[bool]:
    maker, name = trial.maker_of(number), f"Thing {number}"

    def done(request: Request, others: int, *stored: Any) -> bool:
        """One did it, the others are told so, or that it was done before; and what is stored then."""
        statuses = sorted(answer.status for answer in crowd.at_once([request] * size))
        found = trial.server.run(STORED, trainer=maker.person.id, name=name)
        return statuses == [302] + [others] * (size - 1) and found == list(stored)

    yield done(_import(crowd, maker, name), 302, 1, [])
    chosen = {_booked(crowd, maker, name, number, hour): 1 for hour in range(2)}
    yield done(settle(maker.person, chosen, "cancel"), 409, 1, [["cancelled", 2]] * 2)
    step = last_step(crowd.call(Request("GET", "/changes/", cookie=maker.person.cookie)))
    for turn, status, version in (
        ("undo", "scheduled", 3),
        ("redo", "cancelled", 4),
        ("undo", "scheduled", 5),
    ):
        turned = Form("POST", f"/changes/{step}/{turn}/", {}, maker.person.cookie)
        yield done(turned, 409, 1, [[status, version]] * 2)


def _import(crowd: Crowd, maker: Maker, name: str) -> Request:
    """The confirmation of a list with one client."""
    rows = f"First name,Last name,E-mail\nClient,{name},{name.replace(' ', '.')}@example.com\n"
    taken_in = crowd.call(Form("POST", "/clients/import/", {"text": rows}, maker.person.cookie))
    address = taken_in.headers["Location"]
    shown = main_form(crowd.call(Request("GET", address, cookie=maker.person.cookie)).body)
    return Form("POST", address, dict(shown.fields), maker.person.cookie)


def _booked(crowd: Crowd, maker: Maker, name: str, number: int, hour: int) -> str:
    """The uuid of a session on the day of that number."""
    booked = crowd.call(DOORS["calendar"].request(maker, name, day(number) + hour * HOUR, ""))
    return str(booked.body["id"])
