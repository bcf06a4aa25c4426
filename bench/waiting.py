"""Puts there what the writers of bench.slots take for granted, and tells them its names."""

from datetime import datetime

from bench.slots import BY_LINE, QUARTER, TIMES, WEEK, Known, Slot, Try
from tests.served.calling import Caller, Request
from tests.served.page_doors import read_line
from tests.served.people import Person
from tests.served.races import HOUR
from tests.served.server import Server

PREPARE = """
from datetime import datetime, timedelta, timezone

from clients.models import Client
from mectofitness.api import tokens
from scheduling.domain import booking, series, several, timelines
from scheduling.domain.steps import taking
from scheduling.models import Session
from trainers.models import Trainer

now = datetime.now(timezone.utc).replace(microsecond=0)

def at(text):
    return datetime.fromisoformat(text + "+00:00")

trainers = {trainer.pk: trainer for trainer in Trainer.objects.filter(pk__in=given["trainers"])}
clients = {client.pk: client for client in Client.objects.filter(trainer__in=trainers)}
routines = {pk: timelines.first_of(trainers[it.trainer_id], it, now=now) for pk, it in clients.items()}
def session(it, later=0):
    return Session(
        trainer=trainers[it["trainer"]],
        client_id=it["client"],
        title=it["title"],
        status=it["status"],
        scheduled_start=at(it["start"]) + later * timedelta(weeks=1),
        scheduled_end=at(it["end"]) + later * timedelta(weeks=1),
    )

def taken_away(it):
    # The step that took sessions from where its undo wants them back: one was moved, several were cancelled.
    sessions = [session(it, later) for later in range(it["count"])]
    for each in sessions:
        each.save()
    with taking(trainers[it["trainer"]], now) as step:
        if it["away"]:
            times = {"scheduled_start": at(it["away"][0]), "scheduled_end": at(it["away"][1])}
            booking.revise(sessions[0], times, now=now)
        else:
            chosen = [(each.uuid, each.version) for each in sessions]
            several.settle(trainers[it["trainer"]], chosen, several.Outcome.CANCELLED, None, now=now)
        step.words = "Taken away"
    return step

undone = [taken_away(it) for it in given["undone"]]
singles = Session.objects.bulk_create(session(it) for it in given["singles"])
repeating = [
    series.create(
        trainers[it["trainer"]],
        {
            "timeline": routines[it["client"]],
            "title": it["title"],
            "start": at(it["start"]),
            "end": at(it["end"]),
            "cycle": "WEEKLY",
            "count": it["count"],
        },
        now=now,
    )
    for it in given["repeating"]
]
result = {
    "singles": [[it.id, str(it.uuid), "", ""] for it in singles],
    "undone": [[0, "", "", str(it.uuid)] for it in undone],
    "repeating": [
        [*it.sessions.in_order().values_list("id", "uuid")[of["nth"]], it.uuid]
        for it, of in zip(repeating, given["repeating"])
    ],
    "clients": {pk: str(client.uuid) for pk, client in clients.items()},
    "timelines": {pk: str(routine.uuid) for pk, routine in routines.items()},
    "tokens": {pk: tokens.obtain(trainer.user).access for pk, trainer in trainers.items()},
}
result["repeating"] = [[pk, str(uuid), str(of), ""] for pk, uuid, of in result["repeating"]]
"""


def prepare(server: Server, trainers: list[Person], staff: str, slots: list[Slot]) -> list[list[Request]]:
    """Put there what is to be moved or put back; the requests of each slot."""
    tries = [it for slot in slots for it in slot.tries]
    needed = [it for it in tries if it.door.startswith(("move", "put back"))]
    undone, others = ([it for it in needed if it.is_undone is kind] for kind in (True, False))
    singles, repeating = ([it for it in others if it.repeats is kind] for kind in (False, True))
    made = server.run(
        PREPARE,
        singles=list(map(_beforehand, singles)),
        undone=list(map(_taken_away, undone)),
        repeating=list(map(_beforehand, repeating)),
        trainers=[trainer.id for trainer in trainers],
    )
    names = [*made["singles"], *made["undone"], *made["repeating"]]
    named = dict(zip(map(_key, [*singles, *undone, *repeating]), names, strict=True))
    lines = Caller(server.url)

    def request(it: Try) -> Request:
        client = made["clients"][str(it.client)]
        session, session_uuid, series_uuid, step_uuid = named.get(_key(it), (0, "", "", ""))
        known = Known(
            session,
            session_uuid,
            series_uuid,
            step_uuid,
            client_uuid=client,
            timeline_uuid=made["timelines"][str(it.client)],
            token=made["tokens"][str(it.trainer.id)],
            staff=staff,
            line=lines.call(read_line(it.trainer, it.start, client)) if it.door == BY_LINE else None,
        )
        return it.request(known)

    try:
        return [list(map(request, slot.tries)) for slot in slots]
    finally:
        lines.close()


def _key(it: Try) -> tuple[int, datetime, int]:
    return it.trainer.id, it.start, it.writer


def _beforehand(it: Try) -> dict[str, object]:
    """What must be there before: what is to be moved is parked, what is to be put back is cancelled."""
    is_moved = it.door.startswith("move")
    start = it.parked if is_moved else it.start
    if it.repeats:
        start -= it.start - it.weekly.start
    return {
        "trainer": it.trainer.id,
        "client": it.client,
        "title": it.title,
        "start": start.isoformat(),
        "end": (start + (QUARTER if is_moved else HOUR)).isoformat(),
        "status": "scheduled" if is_moved else "cancelled",
        "count": TIMES,
        "nth": it.nth,
    }


def _taken_away(it: Try) -> dict[str, object]:
    """What must be there for an undo: it is where it is wanted back; a step takes it `away` from there."""
    first = it.start - it.nth * WEEK if it.repeats else it.start
    is_moved = it.door.startswith("move")
    return {
        **_beforehand(it),
        "start": first.isoformat(),
        "end": (first + HOUR).isoformat(),
        "status": "scheduled",
        "count": 1 if is_moved else TIMES,
        "away": is_moved and [it.parked.isoformat(), (it.parked + QUARTER).isoformat()],
    }
