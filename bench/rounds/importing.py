"""The case of a list that is imported, in portions, while its hours are booked."""

from datetime import datetime

from bench.acceptance.markup import Form as Found
from bench.acceptance.markup import forms
from bench.rounds.ground import Ground
from tests.served.calling import Form, Request
from tests.served.page_doors import undo
from tests.served.races import HOUR, SHIFTS, Stored, book, double_booked, stored

# More than one portion.
DAYS, HOURS = 14, 8
BOOKERS = 15


def imported_while_booked(ground: Ground) -> bool:
    """Nobody is double-booked; taken back, just what was booked meanwhile is left."""
    days = [ground.hour() for _ in range(DAYS)]
    hours = [day + n * HOUR for day in days for n in range(HOURS)]
    address = sent(ground, hours)
    booked = 0
    while form := portion(ground, address):
        wanted = [
            book(ground.alice, ground.chance.choice(hours) + ground.chance.choice(SHIFTS), client)
            for client in ground.alice.clients[:BOOKERS]
        ]
        imported = Form("POST", address, dict(form.fields), ground.alice.cookie)
        answers = ground.crowd.at_once([imported, *wanted])
        if any(answer.status not in {201, 302, 409} for answer in answers):
            return False
        booked += sum(answer.status == 201 for answer in answers)
    together = within(ground, days)
    ground.crowd.call(undo(ground.alice, address.split("/")[-2]))
    left = within(ground, days)
    return len(together) > booked == len(left) and not double_booked(together)


def sent(ground: Ground, hours: list[datetime]) -> str:
    """The address of the preview of a list of these hours, with each client in turn."""
    rows = (
        f"client{n % len(ground.alice.clients)}@example.com,{at:%Y-%m-%d,%H:%M},60"
        for n, at in enumerate(hours)
    )
    text = "\n".join(["E-mail,Date,Start,Minutes", *rows])
    answer = ground.crowd.call(Form("POST", "/sessions/import/", {"text": text}, ground.alice.cookie))
    return str(answer.headers["Location"])


def portion(ground: Ground, address: str) -> Found | None:
    """The form that goes on with it; none once it is done."""
    page = ground.crowd.call(Request("GET", address, cookie=ground.alice.cookie)).body
    found = (form for form in forms(page) if {"seen", "done"} & dict(form.fields).keys())
    return next(found, None)


def within(ground: Ground, days: list[datetime]) -> list[Stored]:
    """What of Alice's holds time on these days."""
    dates = {day.date() for day in days}
    return [it for it in stored(ground.server, [ground.alice]) if it.holds_time and it.start.date() in dates]
