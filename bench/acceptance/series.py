"""The cases R of what repeats, and those of V and C that series have a part in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from bench.acceptance.crm import SESSIONS as CRM
from bench.acceptance.timeline import SESSIONS, made, once, refused, routine, weekly
from bench.acceptance.times import free
from bench.acceptance.world import Actor, World, case, same

DAILY = {"type": "RECURRING", "repeatCycleType": "DAILY"}
MONTHLY = {"type": "RECURRING", "repeatCycleType": "MONTHLY"}


def instants(actor: Actor, first: str, last: str) -> list[str]:
    """When the trainer's sessions of some days start, in UTC, as the calendar client sees them."""
    asked = {"start_range": f"{first}T00:00:00Z", "end_range": f"{last}T00:00:00Z"}
    answer = actor.post(f"/api/calendar/sessions/trainer/{actor.uuid}", asked)
    return [session["start_date"][5:16] for session in answer.json]


def listed(actor: Actor, first: str, last: str) -> list[dict[str, Any]]:
    query = f"start_date={first}&end_date={last}&sort_order=asc&per_page=100"
    found: list[dict[str, Any]] = actor.get(f"{CRM}?{query}").data["sessions"]
    return found


def starts(actor: Actor, first: str, last: str) -> list[str]:
    """When they start on the trainer's clock."""
    return [session["scheduled_start"][5:16] for session in listed(actor, first, last)]


def patched(actor: Actor, session: dict[str, Any], query: str = "", /, **changes: Any) -> None:
    same(actor.patch(f"{CRM}/{session['id']}{query}", changes).status, 200)


@case("R-01", "R-02")
def nine_o_clock_stays_nine_o_clock(w: World) -> None:
    actor = w.hire()
    timeline = routine(actor)
    made(actor, weekly(timeline, "2027-03-19T08:00:00Z"))
    spring = ["03-19T08:00", "03-26T08:00", "04-02T07:00", "04-09T07:00"]
    same(instants(actor, "2027-03-15", "2027-04-12"), spring)
    autumn = ["10-22T07:00", "10-29T07:00", "11-05T08:00"]
    same(instants(actor, "2027-10-18", "2027-11-08"), autumn)
    same({start[6:] for start in starts(actor, "2027-03-15", "2027-11-08")}, {"09:00"})


@case("R-04")
def half_an_hour(w: World) -> None:
    actor = w.hire("Australia/Lord_Howe")
    made(actor, once(routine(actor), "2027-04-01T22:00:00Z", **DAILY))
    same(instants(actor, "2027-04-02", "2027-04-05"), ["04-02T22:00", "04-03T22:30", "04-04T22:30"])
    same(instants(actor, "2027-10-01", "2027-10-04"), ["10-01T22:30", "10-02T22:00", "10-03T22:00"])


@case("R-11", "R-29")
def clocks_that_skip(w: World) -> None:
    actor = w.hire()
    timeline = routine(actor)
    made(actor, weekly(timeline, "2027-03-21T01:30:00Z"))
    same(instants(actor, "2027-03-20", "2027-04-06"), ["03-21T01:30", "03-28T01:30", "04-04T00:30"])
    same(starts(actor, "2027-03-20", "2027-04-06"), ["03-21T02:30", "03-28T03:30", "04-04T02:30"])
    night = w.hire()
    made(night, weekly(routine(night), "2027-03-20T21:00:00Z", endDateTime="2027-03-21T05:00:00Z"))
    ends = [session["scheduled_end"] for session in listed(night, "2027-03-20", "2027-04-04")]
    same(ends, ["2027-03-21T06:00:00", "2027-03-28T07:00:00", "2027-04-04T06:00:00"])


@case("R-13", "R-14", "R-16", "R-17")
def days_that_some_months_lack(w: World) -> None:
    months = w.hire()
    made(months, once(routine(months), "2027-01-31T09:00:00Z", **MONTHLY))
    found = [start[:5] for start in instants(months, "2027-01-01", "2028-01-01")]
    same(found, ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"])
    shorter = w.hire()
    made(shorter, once(routine(shorter), "2027-01-29T09:00:00Z", **MONTHLY))
    made(shorter, once(routine(shorter), "2027-01-30T09:00:00Z", **MONTHLY))
    same(instants(shorter, "2027-02-01", "2027-03-01"), [])
    same([start[:5] for start in instants(shorter, "2028-02-01", "2028-03-01")], ["02-29"])
    fortnight = w.hire()
    made(fortnight, weekly(routine(fortnight), "2026-12-18T09:00:00Z", repeatInterval=2))
    found = [start[:5] for start in instants(fortnight, "2026-12-01", "2027-02-01")]
    same(found, ["12-18", "01-01", "01-15", "01-29"])
    counted = w.hire()
    made(counted, weekly(routine(counted), "2027-06-08T09:00:00Z", repeatCount=5))
    for session in listed(counted, "2027-06-01", "2027-06-20"):
        same(counted.delete(f"{CRM}/{session['id']}").status, 200)
    same(len(instants(counted, "2027-06-01", "2027-12-01")), 3)


@case("R-19")
def without_end(w: World) -> None:
    actor = w.hire()
    timeline = routine(actor)
    made(actor, once(timeline, "2027-01-01T09:00:00Z", **DAILY))
    same(instants(actor, "2099-06-01", "2099-06-02"), [])
    same(actor.get(f"{CRM}?start_date=2099-06-01&end_date=2099-06-02").data["sessions"], [])
    same(starts(actor, "2035-06-01", "2035-06-01"), ["06-01T10:00"])
    same(instants(actor, "2035-07-01", "2035-07-02"), ["07-01T08:00"])
    same(free(actor, "date=2035-08-01"), [("08:00", "10:00", 120), ("11:00", "20:00", 540)])
    refused(actor.post(SESSIONS, once(timeline, "2035-09-01T08:30:00Z")), 409)
    same(actor.post(CRM, actor.sample("2035-09-02T10:30:00", "2035-09-02T11:30:00")).status, 409)
    actor.book("2035-09-02T11:00:00", "2035-09-02T12:00:00")


@case("R-20", "R-25", "R-26")
def one_of_them(w: World) -> None:
    actor = w.hire()
    made(actor, weekly(routine(actor), "2027-06-08T08:00:00Z", repeatCount=4))
    first, second, third, _ = listed(actor, "2027-06-01", "2027-07-01")
    patched(actor, second, scheduled_start="2027-06-16T11:00:00", scheduled_end="2027-06-16T12:00:00")
    moved = ["06-08T10:00", "06-16T11:00", "06-22T10:00", "06-29T10:00"]
    for _ in range(3):
        same(starts(actor, "2027-06-01", "2027-07-01"), moved)
    same(actor.delete(f"{CRM}/{third['id']}").status, 200)
    other = actor.book("2027-06-22T10:00:00", "2027-06-22T11:00:00")
    same(actor.patch(f"{CRM}/{third['id']}", {"status": "scheduled"}).status, 409)
    actor.delete(f"{CRM}/{other['id']}?permanent=true")
    patched(actor, third, status="scheduled")
    patched(actor, first, scheduled_start="2027-06-07T09:00:00", scheduled_end="2027-06-07T10:00:00")
    same(starts(actor, "2027-06-01", "2027-07-01"), ["06-07T09:00", *moved[1:]])


@case("R-22", "R-23")
def exceptions(w: World) -> None:
    actor = w.hire()
    series = made(actor, weekly(routine(actor), "2027-06-08T08:00:00Z", repeatCount=8))
    sessions = listed(actor, "2027-06-01", "2027-08-01")
    patched(actor, sessions[1], scheduled_start="2027-06-15T15:00:00", scheduled_end="2027-06-15T16:00:00")
    patched(actor, sessions[2], status="cancelled")
    patched(actor, sessions[3], status="completed")
    later = {"startDateTime": "2027-06-08T08:30:00Z", "endDateTime": "2027-06-08T09:30:00Z"}
    same(actor.patch(f"{SESSIONS}/{series['id']}", later).status, 200)
    found = [(s["scheduled_start"][5:16], s["status"]) for s in listed(actor, "2027-06-01", "2027-08-01")]
    kept = [
        ("06-08T10:30", "scheduled"),
        ("06-15T15:00", "scheduled"),
        ("06-22T10:00", "cancelled"),
        ("06-29T10:00", "completed"),
    ]
    same(found, [*kept, *((f"{day}T10:30", "scheduled") for day in ("07-06", "07-13", "07-20", "07-27"))])
    times = {"scheduled_start": "2027-07-06T12:00:00", "scheduled_end": "2027-07-06T13:00:00"}
    preview = actor.patch(f"{CRM}/{sessions[4]['id']}?scope=following&dry_run=true", times)
    same((preview.status, len(preview.data["changed"]), preview.data["conflicts"]), (200, 4, []))
    same(listed(actor, "2027-06-29", "2027-08-01")[1]["scheduled_start"], "2027-07-06T10:30:00")
    patched(actor, sessions[4], "?scope=following", **times)
    found = [(s["scheduled_start"][5:16], s["status"]) for s in listed(actor, "2027-06-01", "2027-08-01")]
    same(found, [*kept, *((f"{day}T12:00", "scheduled") for day in ("07-06", "07-13", "07-20", "07-27"))])
    same(len(actor.get(SESSIONS).data), 2)


@case("R-28")
def another_zone(w: World) -> None:
    actor = w.hire()
    series = made(actor, weekly(routine(actor), "2027-10-22T07:00:00Z", repeatCount=3))
    actor.book("2027-10-23T10:00:00", "2027-10-23T11:00:00")
    w.server.manage("create_trainer", actor.username, "--timezone=America/New_York")
    before = ["10-22T07:00", "10-23T08:00", "10-29T07:00", "11-05T08:00"]
    same(instants(actor, "2027-10-01", "2027-12-01"), before)
    same(starts(actor, "2027-10-01", "2027-12-01")[0], "10-22T03:00")
    later = {"startDateTime": "2027-10-22T07:30:00Z", "endDateTime": "2027-10-22T08:30:00Z"}
    same(actor.patch(f"{SESSIONS}/{series['id']}", later).status, 200)
    after = ["10-22T07:30", "10-23T08:00", "10-29T07:30", "11-05T08:30"]
    same(instants(actor, "2027-10-01", "2027-12-01"), after)


@case("R-34")
def two_zones_meet(w: World) -> None:
    """A New York Monday 8:00 and a London Monday 12:00, while only one of them has changed its clocks."""
    actor = w.hire("America/New_York")
    timeline = routine(actor)
    made(actor, weekly(timeline, "2027-06-07T12:00:00Z"))
    w.server.manage("create_trainer", actor.username, "--timezone=Europe/London")
    answer = actor.post(SESSIONS, weekly(timeline, "2027-06-07T11:00:00Z"))
    refused(answer, 409)
    assert "the first on 2027-11-01" in answer.json["message"], answer.text
    same(len(actor.get(SESSIONS).data), 1)


@case("V-16")
def availability_of_a_series(w: World) -> None:
    actor = w.hire()
    made(actor, weekly(routine(actor), "2028-06-06T08:00:00Z"))
    second = listed(actor, "2028-06-13", "2028-06-13")[0]
    patched(actor, second, scheduled_start="2028-06-13T15:00:00", scheduled_end="2028-06-13T16:00:00")
    same(free(actor, "date=2028-06-06"), [("08:00", "10:00", 120), ("11:00", "20:00", 540)])
    same(free(actor, "date=2028-06-13"), [("08:00", "15:00", 420), ("16:00", "20:00", 240)])


@case("C-11")
def series_against_single(w: World) -> None:
    """A year of Fridays, and at once a session on the fortieth: one of them is there, whole."""
    for _ in range(10):
        actor = w.hire()
        series = weekly(routine(actor), "2028-06-09T08:00:00Z", repeatCount=52)
        day = datetime(2028, 6, 9) + timedelta(weeks=39)
        single = actor.sample(f"{day:%Y-%m-%d}T09:00:00", f"{day:%Y-%m-%d}T11:00:00")
        w.log.append("at once")
        with ThreadPoolExecutor(2) as threads:
            calls = [
                threads.submit(actor.post, SESSIONS, series),
                threads.submit(actor.post, CRM, single),
            ]
            found = sorted(call.result().status for call in calls)
        del w.log[w.log.index("at once") :]  # who wins is not the same everywhere
        assert found in ([200, 409], [201, 409]), found
        total = actor.get(f"{CRM}/stats").data["total_sessions"]
        del w.log[-1]
        same(total, 52 if found[0] == 200 else 1)


@case("A-02")
def foreign_timelines(w: World) -> None:
    body = once(routine(w.B), f"{w.day()}T09:00:00Z")
    refused(w.A.post(SESSIONS, body), 400, "timelineId")
    refused(
        w.A.post("/api/timeline/timelines", {"name": "x", "clientId": w.B.client["uuid"]}), 400, "clientId"
    )
    own = made(w.A, once(routine(w.A), body["startDateTime"]))
    refused(w.A.patch(f"{SESSIONS}/{own['id']}", {"timelineId": body["timelineId"]}), 400, "timelineId")
    same(w.B.get(f"{SESSIONS}?timelineId={body['timelineId']}").data, [])
