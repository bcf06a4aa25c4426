"""The cases K: contract 002, what takes place once or again and again on a timeline."""

from datetime import date, datetime, timedelta
from typing import Any

from bench.acceptance.authentication import bearer, sign_in
from bench.acceptance.calendar import SESSION as CALENDAR
from bench.acceptance.calendar import UNKNOWN
from bench.acceptance.crm import SESSIONS as CRM
from bench.acceptance.world import Actor, Answer, World, case, same

SESSIONS = "/api/timeline/sessions"
TIMELINES = "/api/timeline/timelines"
KEYS = [
    "id",
    "type",
    "timelineId",
    "name",
    "startDateTime",
    "endDateTime",
    "repeatCycleType",
    "recurringDayOfWeek",
    "description",
    "createdAt",
    "updatedAt",
    "removedAt",
]
NONE_OF_IT = dict.fromkeys(["repeatCycleType", "recurringDayOfWeek", "removedAt"])
# As many placeholders as K-22 walks through; that they can be made is another case's.
THOUSAND = """
from scheduling.models import Series, Timeline

timeline = Timeline.objects.get(uuid=given["timeline"])
Series.objects.bulk_create(
    Series(trainer=timeline.trainer, timeline=timeline, title=str(number), timezone="UTC")
    for number in range(1000)
)
"""


def routine(actor: Actor, **more: Any) -> str:
    """The id of a new timeline of the actor's client."""
    answer = actor.post(TIMELINES, {"name": "Routine", "clientId": actor.client["uuid"], **more})
    same(answer.status, 200)
    uuid: str = answer.data["id"]
    return uuid


def once(timeline: str, start: str = "2023-12-15T14:00:00Z", end: str | None = None, **more: Any) -> Any:
    """A body; without an end an hour."""
    hour = datetime.fromisoformat(start) + timedelta(hours=1)
    return {
        "type": "ONE_TIME",
        "timelineId": timeline,
        "name": "Special Workshop",
        "startDateTime": start,
        "endDateTime": end or f"{hour:%Y-%m-%dT%H:%M:%SZ}",
        "description": "Special workshop event",
        **more,
    }


def weekly(timeline: str, start: str = "2023-12-01T09:00:00Z", **more: Any) -> Any:
    day = f"{datetime.fromisoformat(start):%A}".upper()
    repeats = {"type": "RECURRING", "repeatCycleType": "WEEKLY", "recurringDayOfWeek": day}
    return once(timeline, start, **repeats | more)


def made(actor: Actor, body: Any) -> Any:
    answer = actor.post(SESSIONS, body)
    assert answer.status == 200, answer.text
    return answer.data


def refused(answer: Answer, status: int, *fields: str) -> None:
    """In the one shape of this dialect; of fields where these are named."""
    same((answer.status, list(answer.json)), (status, ["statusCode", "message", "errors"]))
    same(answer.json["statusCode"], status)
    if fields:
        same([sentence.partition(": ")[0] for sentence in answer.json["errors"]], list(fields))
    else:
        same(answer.json["errors"], [answer.json["message"]])


def in_crm(actor: Actor, query: str = "") -> list[dict[str, Any]]:
    """The sessions that hold time, as the CRM has them, in order."""
    answer = actor.get(f"{CRM}?status=scheduled&sort_order=asc&per_page=100{query}")
    found: list[dict[str, Any]] = answer.data["sessions"]
    return found


@case("K-01", "K-02", "K-28")
def create(w: World) -> None:
    actor = w.hire()
    body = once(routine(actor), end="2023-12-15T16:00:00Z")
    answer = actor.post(SESSIONS, body)
    same(
        (answer.status, list(answer.json), answer.json["meta"]),
        (200, ["data", "meta"], {"message": "success"}),
    )
    same(list(answer.data), KEYS)
    same({name: answer.data[name] for name in [*body, *NONE_OF_IT]}, body | NONE_OF_IT)
    offset = made(
        actor, once(body["timelineId"], "2023-12-16T14:00:00+02:00", "2023-12-16T15:00:00.999+02:00")
    )
    same((offset["startDateTime"], offset["endDateTime"]), ("2023-12-16T12:00:00Z", "2023-12-16T13:00:00Z"))
    for name in ("startDateTime", "endDateTime", "createdAt", "updatedAt"):
        same((len(offset[name]), offset[name][-1]), (20, "Z"))


@case("K-04", "K-05", "K-10")
def fields_refused(w: World) -> None:
    body = weekly(routine(w.A))
    foreign = routine(w.B)
    answers = [w.A.post(SESSIONS, body | {"timelineId": key}) for key in (UNKNOWN, foreign, "x", 5, "a1b2")]
    for answer in answers:
        refused(answer, 400, "timelineId")
        same(answer.text, answers[0].text)
    kinds: list[Any] = ["WEEKLY", "one_time", 1, None, "", []]
    for kind in kinds:
        refused(w.A.post(SESSIONS, body | {"type": kind}), 400, "type")
    for name in ("type", "name", "timelineId", "recurringDayOfWeek", "repeatCycleType"):
        left = {key: value for key, value in body.items() if key != name}
        refused(w.A.post(SESSIONS, left), 400, name)
        refused(w.A.post(SESSIONS, body | {name: ""}), 400, name)
        refused(w.A.post(SESSIONS, body | {name: None}), 400, name)
    for cycle in ("HOURLY", "weekly"):
        refused(w.A.post(SESSIONS, body | {"repeatCycleType": cycle}), 400, "repeatCycleType")
    for day in ("Fri", "MONDAY"):
        refused(w.A.post(SESSIONS, body | {"recurringDayOfWeek": day}), 400, "recurringDayOfWeek")
    refused(w.A.post(SESSIONS, body | {"repeatCycleType": "DAILY"}), 400, "recurringDayOfWeek")
    refused(w.A.post(SESSIONS, body | {"type": "ONE_TIME"}), 400, "repeatCycleType")
    same(w.A.get(f"{SESSIONS}?timelineId={body['timelineId']}").data, [])


@case("K-06", "K-07")
def placeholders(w: World) -> None:
    actor = w.hire()
    timeline = routine(actor)
    body = {"type": "ONE_TIME", "timelineId": timeline, "name": "Some day"}
    for _ in range(2):
        answer = made(actor, body)
        same((answer["startDateTime"], answer["endDateTime"]), (None, None))
    same(in_crm(actor), [])
    day = w.day()
    start, before = f"{day}T09:00:00Z", f"{day}T08:00:00Z"
    refused(actor.post(SESSIONS, body | {"endDateTime": start}), 400, "startDateTime")
    for end in (start, before):
        refused(actor.post(SESSIONS, body | {"startDateTime": start, "endDateTime": end}), 400, "endDateTime")
    same(made(actor, body | {"startDateTime": start})["endDateTime"], f"{day}T10:00:00Z")


@case("K-08", "K-11")
def days_of_the_week(w: World) -> None:
    actor = w.hire()
    timeline = routine(actor)
    answer = made(actor, weekly(timeline))
    same((answer["startDateTime"], answer["recurringDayOfWeek"]), ("2023-12-01T09:00:00Z", "FRIDAY"))
    late = weekly(timeline, "2027-06-11T22:30:00Z")  # Saturday, half past midnight in Berlin
    refused(actor.post(SESSIONS, late), 400, "recurringDayOfWeek")
    same(made(actor, late | {"recurringDayOfWeek": "SATURDAY"})["recurringDayOfWeek"], "SATURDAY")
    in_london = w.hire("Europe/London")
    same(made(in_london, late | {"timelineId": routine(in_london)})["recurringDayOfWeek"], "FRIDAY")


@case("K-12", "K-13")
def changes(w: World) -> None:
    actor = w.hire()
    session = made(actor, weekly(routine(actor)))
    path = f"{SESSIONS}/{session['id']}"
    same(actor.patch(path, {}).data, session)
    moved = {
        "startDateTime": "2023-12-08T10:30:00Z",
        "endDateTime": "2023-12-08T11:30:00Z",
        "description": "Updated time for yoga session",
    }
    answer = actor.patch(path, moved)
    same((answer.status, answer.data), (200, session | moved | {"updatedAt": answer.data["updatedAt"]}))
    same(actor.get(path).data, answer.data)
    same(actor.patch(path, {"description": None}).data["description"], None)
    refused(actor.patch(path, {"name": None}), 400, "name")
    refused(actor.patch(path, {"startDateTime": "2023-12-07T10:30:00Z"}), 400, "recurringDayOfWeek")


@case("K-14")
def repeats_no_more(w: World) -> None:
    actor = w.hire()
    session = made(actor, weekly(routine(actor), "2028-06-09T09:00:00Z"))
    assert len(in_crm(actor)) > 50
    answer = actor.patch(f"{SESSIONS}/{session['id']}", {"type": "ONE_TIME"}).data
    same((answer["type"], answer["repeatCycleType"], answer["recurringDayOfWeek"]), ("ONE_TIME", None, None))
    same([found["scheduled_start"] for found in in_crm(actor)], ["2028-06-09T11:00:00"])


@case("K-16", "K-17", "K-19")
def parts(w: World) -> None:
    actor = w.hire()
    timeline, other = routine(actor), routine(actor)
    first = date.fromisoformat(w.day())
    starts = [f"{first + timedelta(days=number)}T09:00:00Z" for number in range(12)]
    for start in starts:
        made(actor, once(timeline, start))
    made(actor, {"type": "ONE_TIME", "timelineId": other, "name": "Some day"})
    whole = actor.get(SESSIONS)
    same(whole.json["meta"], {"message": "success", "meta": {"skip": 0, "take": 10, "count": 13}})
    same([found["startDateTime"] for found in whole.data], starts[:1:-1])
    rest = actor.get(f"{SESSIONS}?skip=10&take=10&startDateTimeSortOrder=ASC")
    same(rest.json["meta"]["meta"], {"skip": 10, "take": 10, "count": 13})
    same([found["startDateTime"] for found in rest.data], [*starts[10:], None])
    for take in ("101", str(10**9), str(2**63)):
        answer = actor.get(f"{SESSIONS}?take={take}")
        same((answer.json["meta"]["meta"]["take"], len(answer.data)), (100, 13))
    for query in ("skip=-1", "skip=x", "take=0", "take=1.5", "take=", f"skip={'9' * 5000}"):
        refused(actor.get(f"{SESSIONS}?{query}"), 400, query.partition("=")[0])
    refused(actor.get(f"{SESSIONS}?startDateTimeSortOrder=asc"), 400, "startDateTimeSortOrder")
    same(actor.get(f"{SESSIONS}?skip={2**63}").data, [])
    same(len(actor.get(f"{SESSIONS}?timelineId={timeline}&take=100").data), 12)
    for key in (UNKNOWN, routine(w.B), "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8", ""):
        answer = actor.get(f"{SESSIONS}?timelineId={key}")
        same((answer.status, answer.data, answer.json["meta"]["meta"]["count"]), (200, [], 0))


@case("K-20", "K-21")
def one(w: World) -> None:
    actor = w.hire()
    body = once(routine(actor), f"{w.day()}T09:00:00Z")
    session = made(actor, body)
    path = f"{SESSIONS}/{session['id']}"
    same(actor.get(path).data, session)
    for method in ("GET", "PATCH", "DELETE"):
        sent = None if method == "GET" else {"name": "Mine"}
        for key in (UNKNOWN, "abc", "1", "%00"):
            refused(actor.call(method, f"{SESSIONS}/{key}", sent), 404)
        answer = w.B.call(method, path, sent)
        refused(answer, 403)
        same(answer.json["message"], "You do not have permission to view this session")
    refused(actor.post(SESSIONS, body), 409)
    removed = actor.delete(path)
    same((removed.status, removed.data["removedAt"] is None), (200, False))
    same(removed.data | {"removedAt": None, "updatedAt": None}, session | {"updatedAt": None})
    for method in ("GET", "PATCH", "DELETE"):
        refused(actor.call(method, path, None if method == "GET" else {}), 404)
    same(actor.get(SESSIONS).data, [])
    made(actor, body)


@case("K-22")
def walking(w: World) -> None:
    actor = w.hire()
    timeline = routine(actor)
    w.server.run(THOUSAND, timeline=timeline)
    seen: list[str] = []
    for number in range(10):
        seen += [found["id"] for found in actor.get(f"{SESSIONS}?skip={number * 100}&take=100").data]
        made(actor, {"type": "ONE_TIME", "timelineId": timeline, "name": "Another"})
    same((len(seen), len(set(seen))), (1000, 1000))
    same(actor.get(SESSIONS).json["meta"]["meta"]["count"], 1010)


@case("K-23", "K-24", "K-25")
def conflicts(w: World) -> None:
    actor = w.hire("UTC")  # where every week has the same hours
    timeline = routine(actor)
    first = datetime.fromisoformat(f"{w.day()}T09:00:00Z")

    def at(week: int, minutes: int = 0) -> str:
        return f"{first + timedelta(weeks=week, minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"

    actor.book(at(9, 30), at(9, 60))
    refused(actor.post(SESSIONS, once(timeline, at(9))), 409)
    refused(actor.post(SESSIONS, weekly(timeline, at(0))), 409)  # its tenth
    same((actor.get(SESSIONS).data, len(in_crm(actor))), ([], 1))
    series = made(actor, weekly(timeline, at(0, 120)))
    refused(actor.post(SESSIONS, once(timeline, at(51, 150))), 409)
    answer = actor.post(CRM, actor.sample(at(51, 150), at(51, 210)))
    same((answer.status, answer.json["success"]), (409, False))
    before = in_crm(actor)
    moved = actor.patch(f"{SESSIONS}/{series['id']}", {"startDateTime": at(0, 15), "endDateTime": at(0, 45)})
    refused(moved, 409)
    same((actor.get(f"{SESSIONS}/{series['id']}").data, in_crm(actor)), (series, before))


@case("K-26")
def callers(w: World) -> None:
    path = f"{SESSIONS}/{UNKNOWN}"
    cookie = sign_in(w, w.A)
    same(cookie.get(CRM).status, 200)
    for actor in (w.anonymous, bearer(w, "x"), bearer(w, w.A.refresh), cookie):
        for method, address in (("GET", SESSIONS), ("POST", SESSIONS), ("DELETE", path), ("GET", TIMELINES)):
            answer = actor.call(method, address, {} if method == "POST" else None)
            refused(answer, 401)
            assert "Bearer" in answer.headers["WWW-Authenticate"]


@case("K-29")
def one_truth(w: World) -> None:
    actor, day = w.hire(), "2028-06-12"
    made(actor, once(routine(actor), f"{day}T09:00:00Z"))
    [found] = in_crm(actor)
    same(
        (type(found["id"]), found["title"], found["client_id"]), (int, "Special Workshop", actor.client["id"])
    )
    same((found["scheduled_start"], found["scheduled_end"]), (f"{day}T11:00:00", f"{day}T12:00:00"))
    asked = {"start_range": f"{day}T00:00:00Z", "end_range": f"{day}T23:00:00Z"}
    [shown] = actor.post(f"/api/calendar/sessions/trainer/{actor.uuid}", asked).json
    same((shown["session_type"], shown["client_id"]), ("Special Workshop", actor.client["uuid"]))
    same((shown["start_date"], shown["end_date"]), (f"{day}T09:00:00.000Z", f"{day}T10:00:00.000Z"))
    booked = actor.book(f"{day}T13:00:00", f"{day}T14:00:00")
    body = {"client_id": actor.client["uuid"], "session_type": "Rehab"}
    times = {"start_time": f"{day}T13:00:00Z", "end_time": f"{day}T14:00:00Z"}
    same(actor.post(CALENDAR, body | times).status, 201)
    same(len(actor.get(SESSIONS).data), 1)
    timeline = routine(actor)
    for hour in (11, 13):
        refused(actor.post(SESSIONS, once(timeline, f"{day}T{hour}:30:00Z")), 409)
    actor.delete(f"{CRM}/{booked['id']}")
    made(actor, once(timeline, f"{day}T11:30:00Z"))


@case("K-31")
def lengths(w: World) -> None:
    timeline = routine(w.A)
    body = {"type": "ONE_TIME", "timelineId": timeline, "name": "x" * 200, "description": "y" * 10_000}
    same(made(w.A, body)["description"], "y" * 10_000)
    for text in ("y" * 10_001, "y" * 1_000_000):
        refused(w.A.post(SESSIONS, body | {"description": text}), 400, "description")
        refused(w.A.post(TIMELINES, {"name": "x", "description": text}), 400, "description")
    refused(w.A.post(SESSIONS, body | {"name": "x" * 201}), 400, "name")
    refused(w.A.post(TIMELINES, {"name": "x" * 201}), 400, "name")


@case("K-32")
def one_shape(w: World) -> None:
    for raw in (b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"name": NaN}'):
        refused(w.A.post(SESSIONS, raw=raw), 400)
    refused(w.A.post(SESSIONS, raw=b"{}", headers={"Content-Type": "text/plain"}), 415)
    refused(w.A.post(SESSIONS, raw=b" " * 3_000_000), 413)
    for method, path in (("PUT", SESSIONS), ("DELETE", TIMELINES), ("PUT", f"{SESSIONS}/{UNKNOWN}")):
        answer = w.A.call(method, path, {})
        refused(answer, 405)
        assert "GET" in answer.headers["Allow"]
    for path in ("/api/timeline", "/api/timeline/x", f"{SESSIONS}/1/notes", f"{SESSIONS}//"):
        refused(w.A.get(path), 404)
    refused(w.A.get(f"{TIMELINES}/{routine(w.B)}"), 403)
    refused(w.A.get(f"{TIMELINES}/{UNKNOWN}"), 404)
    everything = w.A.post(SESSIONS, {"type": "x", "startDateTime": "x", "description": 5})
    refused(everything, 400, "type", "timelineId", "name", "startDateTime", "description")
