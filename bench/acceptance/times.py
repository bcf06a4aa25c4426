"""The cases V and those of R that concern single sessions: clocks, and when a trainer is free."""

from bench.acceptance.crm import SESSIONS
from bench.acceptance.world import Actor, World, case, same

HOURS = """
from datetime import time
from trainers.models import Trainer, WorkingHours

trainer = Trainer.objects.get(pk=given["trainer"])
trainer.working_hours.all().delete()
for weekday in given["weekdays"]:
    WorkingHours.objects.create(
        trainer=trainer,
        weekday=weekday,
        starts_at=time.fromisoformat(given["from"]),
        ends_at=time.fromisoformat(given["to"]),
    )
"""
OFF = """
from datetime import datetime
from trainers.models import TimeOff

TimeOff.objects.create(
    trainer_id=given["trainer"],
    start=datetime.fromisoformat(given["start"]),
    end=datetime.fromisoformat(given["end"]),
)
"""

INSTANT = """
from scheduling.models import Session

result = Session.objects.get(pk=given["session"]).scheduled_start.isoformat()
"""


def free(actor: Actor, query: str) -> list[tuple[str, str, int]]:
    answer = actor.get(f"{SESSIONS}/availability?{query}")
    assert answer.status == 200, answer.text
    return [
        (s["start"][11:16], s["end"][11:16], s["duration_minutes"]) for s in answer.data["available_slots"]
    ]


@case("V-01", "V-04", "V-05", "V-07", "V-08", "V-13")
def the_sample(w: World) -> None:
    actor, day = w.hire(), w.day()
    same(free(actor, f"date={day}"), [("08:00", "20:00", 720)])
    actor.book(f"{day}T10:00:00", f"{day}T11:00:00", title="Personal Training - John Doe")
    second = actor.book(f"{day}T14:00:00", f"{day}T15:30:00", title="Group Class - HIIT")
    slots = [("08:00", "10:00", 120), ("11:00", "14:00", 180), ("15:30", "20:00", 270)]
    answer = actor.get(f"{SESSIONS}/availability?date={day}&duration=90")
    same(sorted(answer.data), ["available_slots", "booked_sessions", "date", "requested_duration"])
    same((answer.data["date"], answer.data["requested_duration"]), (day, 90))
    same(len(answer.data["booked_sessions"]), 2)
    for duration, expected in ((90, slots), (120, slots), (121, slots[1:]), (270, slots[2:]), (271, [])):
        same(free(actor, f"date={day}T23:00:00&duration={duration}"), expected)
    actor.delete(f"{SESSIONS}/{second['id']}")
    same(free(actor, f"date={day}"), [("08:00", "10:00", 120), ("11:00", "20:00", 540)])
    for wrong in ("date=2027-02-29", "date=0001-01-01", "date=9999-12-31", "date=x"):
        same(actor.get(f"{SESSIONS}/availability?{wrong}").status, 400)
    for wrong in ("0", "-5", "1441", "1000000000", "abc", "1.5"):
        same(actor.get(f"{SESSIONS}/availability?duration={wrong}").status, 400)


@case("V-02", "V-23")
def defaults(w: World) -> None:
    data = w.A.get(f"{SESSIONS}/availability").data
    same(data["requested_duration"], 60)
    same(len(data["date"]), 10)
    day = w.day()
    w.B.book(f"{day}T10:00:00", f"{day}T11:00:00")
    same(w.A.get(f"{SESSIONS}/availability?date={day}").data["booked_sessions"], [])


@case("V-10", "V-11")
def around_the_window(w: World) -> None:
    actor, day = w.hire(), "2028-07-04"
    actor.book("2028-07-03T23:00:00", "2028-07-04T09:00:00")
    same(free(actor, f"date={day}")[0], ("09:00", "20:00", 660))
    same(len(actor.get(f"{SESSIONS}/availability?date={day}").data["booked_sessions"]), 1)


@case("V-14")
def places(w: World) -> None:
    day = w.day()
    others = [w.G.enrol() for _ in range(3)]
    for count, other in enumerate(others):
        same(len(free(w.G, f"date={day}")), 1 if count < 3 else 2)
        w.G.book(f"{day}T10:00:00", f"{day}T11:00:00", client_id=other["id"])
    same(free(w.G, f"date={day}"), [("08:00", "10:00", 120), ("11:00", "20:00", 540)])
    fourth = w.G.sample(f"{day}T10:30:00", f"{day}T11:30:00", client_id=w.G.enrol()["id"])
    same(w.G.post(SESSIONS, fourth).status, 409)


@case("V-17")
def time_off_and_free_days(w: World) -> None:
    actor = w.hire()
    w.server.run(HOURS, **{"trainer": actor.id, "weekdays": [0, 1], "from": "09:00", "to": "17:00"})
    w.server.run(OFF, trainer=actor.id, start="2028-07-04T10:00:00+00:00", end="2028-07-05T10:00:00+00:00")
    same(free(actor, "date=2028-07-03"), [("09:00", "17:00", 480)])
    same(free(actor, "date=2028-07-04"), [("09:00", "12:00", 180)])
    same(free(actor, "date=2028-07-05"), [])


@case("V-20")
def days_of_23_and_25_hours(w: World) -> None:
    days: dict[str, dict[str, int]] = {
        "Europe/Berlin": {"2027-03-28": 1380, "2027-10-31": 1500, "2027-06-08": 1440},
        "America/New_York": {"2027-03-14": 1380, "2027-11-07": 1500},
        "Australia/Lord_Howe": {"2027-10-03": 1410, "2027-04-04": 1470},
        "Africa/Cairo": {"2027-04-30": 1380, "2027-10-28": 1500},
    }
    for zone, expected in days.items():
        actor = w.hire(zone)
        w.server.run(
            HOURS, **{"trainer": actor.id, "weekdays": list(range(7)), "from": "00:00", "to": "00:00"}
        )
        found = {day: sum(slot[2] for slot in free(actor, f"date={day}")) for day in expected}
        same(found, expected)


@case("V-99")
def offered_is_bookable(w: World) -> None:
    """P10 on one day: every quarter of an hour, what is offered can be booked and nothing else."""
    actor, day = w.hire(), w.day()
    for start, end in (("09:10", "09:50"), ("12:00", "13:30"), ("18:59", "19:01")):
        actor.book(f"{day}T{start}:00", f"{day}T{end}:00")
    slots = free(actor, f"date={day}&duration=45")
    for quarter in range(8 * 4, 20 * 4 - 2):
        start, end = (f"{n // 60:02}:{n % 60:02}" for n in (quarter * 15, quarter * 15 + 45))
        answer = actor.post(SESSIONS, actor.sample(f"{day}T{start}:00", f"{day}T{end}:00"))
        offered = any(slot[0] <= start and end <= slot[1] for slot in slots)
        same((start, answer.status == 201), (start, offered))
        if answer.status == 201:
            actor.delete(f"{SESSIONS}/{answer.data['id']}?permanent=true")


@case("R-05", "R-07", "R-08", "R-10")
def missing_and_repeated_hours(w: World) -> None:
    missing: list[tuple[Actor, str]] = [
        (w.A, "2027-03-28T02:30:00"),
        (w.B, "2027-03-14T02:30:00"),
        (w.L, "2027-10-03T02:15:00"),
        (w.C, "2027-04-30T00:30:00"),
    ]
    for actor, start in missing:
        answer = actor.post(SESSIONS, actor.sample(start, start.replace("T0", "T1")))
        same((answer.status, list(answer.errors)), (400, ["scheduled_start"]))
        assert "does not exist" in answer.errors["scheduled_start"]
    for actor, start, instant in (
        (w.B, "2027-11-07T01:30:00", "2027-11-07T05:30:00+00:00"),
        (w.L, "2027-04-04T01:45:00", "2027-04-03T14:45:00+00:00"),
        (w.A, "2027-03-28T03:00:00", "2027-03-28T01:00:00+00:00"),
        (w.L, "2027-10-03T02:30:00", "2027-10-02T15:30:00+00:00"),
    ):
        session = actor.book(start, start[:11] + "09:00:00")
        same(w.server.run(INSTANT, session=session["id"]), instant)
    second = w.L.post(SESSIONS, w.L.sample("2027-04-04T01:45:00+10:30", "2027-04-04T01:55:00+10:30"))
    same(second.status, 409)  # it is within the session just booked
    reversed_ = w.A.sample("2027-10-31T02:45:00", "2027-10-31T02:15:00")
    same(w.A.post(SESSIONS, reversed_).status, 400)
    w.A.book("2027-10-31T01:30:00", "2027-10-31T03:30:00")
