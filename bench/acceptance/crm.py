"""The cases M: contract 001's sessions."""

from datetime import date, datetime, timedelta
from typing import Any

from bench.acceptance.world import Answer, World, case, same

KEYS = [
    "id",
    "title",
    "description",
    "session_type",
    "location",
    "scheduled_start",
    "scheduled_end",
    "actual_start",
    "actual_end",
    "status",
    "exercises_performed",
    "notes",
    "client_feedback",
    "trainer_notes",
    "google_event_id",
    "outlook_event_id",
    "created_at",
    "updated_at",
    "trainer_id",
    "client_id",
]
SESSIONS = "/api/v1/sessions"
FORBIDDEN = {"success": False, "error": "You do not have permission to view this session"}


def of_client(answer: Answer) -> list[dict[str, Any]]:
    sessions: list[dict[str, Any]] = answer.data["sessions"]
    return sessions


@case("M-01", "M-02")
def empty_list(w: World) -> None:
    client = w.A.enrol()
    same(
        w.A.get(f"{SESSIONS}?client_id={client['id']}").json,
        {
            "success": True,
            "data": {
                "sessions": [],
                "pagination": {
                    "page": 1,
                    "per_page": 20,
                    "total_pages": 0,
                    "total_items": 0,
                    "has_next": False,
                    "has_prev": False,
                },
            },
        },
    )
    day = w.day()
    early = w.A.book(f"{day}T08:00:00", f"{day}T09:00:00", client_id=client["id"])
    late = w.A.book(f"{day}T09:00:00", f"{day}T10:00:00", client_id=client["id"])
    listed = of_client(w.A.get(f"{SESSIONS}?client_id={client['id']}"))
    same([session["id"] for session in listed], [late["id"], early["id"]])
    same(sorted(listed[0]), sorted(KEYS))


@case("M-03", "M-04")
def includes(w: World) -> None:
    day = w.day()
    session = w.A.book(f"{day}T08:00:00", f"{day}T09:00:00")
    one = f"{SESSIONS}/{session['id']}"
    full = w.A.get(f"{one}?include_client=TRUE&include_trainer=1").data
    same(sorted(full["client"]), ["email", "id", "name", "phone", "status"])
    same(sorted(full["trainer"]), ["email", "full_name", "id", "username"])
    same(sorted(set(full) - set(KEYS)), ["client", "trainer"])
    same(sorted(w.A.get(f"{one}?include_client=false&include_trainer=0").data), sorted(KEYS))
    same(w.A.get(f"{one}?include_client=banana").status, 400)
    same(w.A.get(f"{SESSIONS}?include_trainer=yes").status, 400)


@case("M-05", "M-07", "M-08")
def pages(w: World) -> None:
    client = w.G.enrol()
    first = date.fromisoformat(w.day())
    for number in range(48):
        start = datetime.combine(first, datetime.min.time()) + timedelta(minutes=5 * number)
        w.G.book(
            start.isoformat(), (start + timedelta(minutes=5)).isoformat(), client_id=client["id"], title="x"
        )
    one = f"{SESSIONS}?client_id={client['id']}"
    seen = []
    for page, expected in ((1, (True, False)), (2, (True, True)), (3, (False, True))):
        answer = w.G.get(f"{one}&page={page}&per_page=20").data
        same(answer["pagination"]["total_pages"], 3)
        same((answer["pagination"]["has_next"], answer["pagination"]["has_prev"]), expected)
        seen += [session["id"] for session in answer["sessions"]]
    same((len(seen), len(set(seen))), (48, 48))
    for wanted in ("100", "101", "1000000000"):
        same(w.G.get(f"{one}&per_page={wanted}").data["pagination"]["per_page"], 100)
    for wrong in ("0", "-1", "abc", "1.5", "%00", "9" * 5000):
        same(w.G.get(f"{one}&page={wrong}").status, 400)
    far = w.G.get(f"{one}&page=9223372036854775807")
    same((far.status, far.data["sessions"]), (200, []))


@case("M-10", "M-11", "M-16")
def filters_and_sorting(w: World) -> None:
    client, day = w.A.enrol(), w.day()
    kinds = [
        ("scheduled", "personal", "b"),
        ("completed", "group", "C"),
        ("cancelled", "consultation", "a"),
        ("no-show", "online", "d"),
    ]
    for hour, (status, kind, title) in enumerate(kinds, 8):
        session = w.A.book(
            f"{day}T{hour:02}:00:00",
            f"{day}T{hour + 1:02}:00:00",
            client_id=client["id"],
            session_type=kind,
            title=title,
        )
        w.A.patch(f"{SESSIONS}/{session['id']}", {"status": status})
    one = f"{SESSIONS}?client_id={client['id']}"
    for status, kind, _ in kinds:
        same([s["status"] for s in of_client(w.A.get(f"{one}&status={status}"))], [status])
        same([s["session_type"] for s in of_client(w.A.get(f"{one}&session_type={kind}"))], [kind])
    for wrong in ("status=bogus", "session_type=x", "sort_order=sideways"):
        same(w.A.get(f"{one}&{wrong}").status, 400)
    for wrong in ("password", "client__user__password", "-id", "id%3Bdrop"):
        same(w.A.get(f"{one}&sort_by={wrong}").status, 400)
    for name in ("scheduled_start", "scheduled_end", "created_at", "updated_at", "status", "title"):
        up = [s[name] for s in of_client(w.A.get(f"{one}&sort_by={name}&sort_order=asc"))]
        down = [s[name] for s in of_client(w.A.get(f"{one}&sort_by={name}&sort_order=desc"))]
        same((up, down), (sorted(up), sorted(up, reverse=True)))


@case("M-13", "M-14", "M-17")
def period(w: World) -> None:
    client, day = w.A.enrol(), w.day()
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    for start, end in ((f"{day}T10:00:00", f"{day}T11:00:00"), (f"{day}T23:30:00", f"{after}T00:00:00")):
        w.A.book(start, end, client_id=client["id"])
    w.A.book(f"{after}T00:00:00", f"{after}T01:00:00", client_id=client["id"])
    one = f"{SESSIONS}?client_id={client['id']}"
    for query, count in (
        (f"start_date={day}T10:00:00&end_date={day}T10:00:00", 1),
        (f"start_date={day}T10:00:01&end_date={day}T23:29:59", 0),
        (f"end_date={day}", 2),
        (f"start_date={after}", 1),
        (f"start_date={day}T10:00:00%2B02:00", 3),
    ):
        same(len(of_client(w.A.get(f"{one}&{query}"))), count)
    same(w.A.get(f"{one}&start_date={day}T10:00:00+02:00").status, 400)
    same(w.A.get(f"{one}&start_date={day}T25:00:00").status, 400)


@case("M-18", "M-19", "M-20", "M-49")
def one_session(w: World) -> None:
    day = w.day()
    session = w.B.book(f"{day}T08:00:00", f"{day}T09:00:00", trainer_notes="canary")
    path = f"{SESSIONS}/{session['id']}"
    same(w.B.get(path).json["success"], True)
    unknown = w.A.get(f"{SESSIONS}/999999999")
    same((unknown.status, unknown.json), (404, {"success": False, "error": "Session not found"}))
    for method in ("GET", "PATCH", "PUT", "DELETE"):
        answer = w.A.call(method, path, {"title": "x"} if method in {"PATCH", "PUT"} else None)
        same((answer.status, answer.json), (403, FORBIDDEN))
    same(w.A.delete(f"{path}?permanent=true").status, 403)
    same(w.B.stored(session), {key: session[key] for key in KEYS})
    for odd in ("abc", "1.0", "%D9%A3", "0", "-1", "9" * 30):
        same(w.A.get(f"{SESSIONS}/{odd}").status, 404)
    same(w.A.get(f"{SESSIONS}/stats").status, 200)
    same(w.A.get(f"{SESSIONS}/availability").status, 200)


@case("M-21", "M-22", "M-34")
def create(w: World) -> None:
    day = w.day()
    answer = w.A.post(
        SESSIONS,
        w.A.sample(
            f"{day}T14:23:45.123456",
            f"{day}T15:00:00",
            id=1,
            trainer_id=w.B.id,
            status="completed",
            created_at="2000-01-01T00:00:00",
            google_event_id="x",
            client_feedback="x",
        ),
    )
    same((answer.status, answer.json["message"]), (201, "Session created successfully"))
    data = answer.data
    same((data["scheduled_start"], data["status"]), (f"{day}T14:23:45", "scheduled"))
    same((data["trainer_id"], data["google_event_id"], data["client_feedback"]), (w.A.id, None, None))
    same(data["client"]["id"], w.A.client["id"])
    same(sorted(data), sorted([*KEYS, "client"]))


@case("M-23", "M-24", "M-25")
def required(w: World) -> None:
    day = w.day()
    body = w.A.sample(f"{day}T08:00:00", f"{day}T09:00:00")
    for field in body:
        answer = w.A.post(SESSIONS, {key: value for key, value in body.items() if key != field})
        same((answer.status, answer.json["error"], list(answer.errors)), (400, "Validation failed", [field]))
        assert isinstance(answer.errors[field], str)
    answer = w.A.post(SESSIONS, {key: value for key, value in body.items() if key != "scheduled_start"})
    same(answer.errors, {"scheduled_start": "Scheduled start time is required"})
    for end in (f"{day}T08:00:00", f"{day}T07:00:00"):
        answer = w.A.post(SESSIONS, w.A.sample(f"{day}T08:00:00", end))
        same(answer.errors, {"scheduled_end": "Scheduled end time must be after start time"})


@case("M-26", "M-28", "M-29", "M-30")
def conflicts(w: World) -> None:
    day = w.day()
    w.A.book(f"{day}T10:00:00", f"{day}T11:00:00", title='A "quoted" one')
    for start, end in (
        ("10:00:00", "11:00:00"),
        ("10:15:00", "10:30:00"),
        ("09:00:00", "12:00:00"),
        ("09:30:00", "10:30:00"),
        ("10:30:00", "12:00:00"),
        ("10:59:59", "12:00:00"),
    ):
        answer = w.A.post(SESSIONS, w.A.sample(f"{day}T{start}", f"{day}T{end}"))
        same(answer.status, 409)
        same(
            answer.json["error"],
            f'Scheduling conflict detected with session "A "quoted" one" at {day}T10:00:00',
        )
    w.A.book(f"{day}T11:00:00", f"{day}T12:00:00")
    w.A.book(f"{day}T09:00:00", f"{day}T10:00:00", title="first")
    answer = w.A.post(SESSIONS, w.A.sample(f"{day}T09:30:00", f"{day}T11:30:00"))
    assert f'"first" at {day}T09:00:00' in answer.json["error"]


@case("M-31", "M-38", "M-46", "M-47")
def statuses_hold_time(w: World) -> None:
    day = w.day()
    times = (f"{day}T10:00:00", f"{day}T11:00:00")
    first = w.A.book(*times)
    path = f"{SESSIONS}/{first['id']}"
    cancelled = w.A.delete(path)
    same((cancelled.status, cancelled.json["message"]), (200, "Session cancelled successfully"))
    same(sorted(cancelled.data), ["id", "status", "title", "updated_at"])
    same(w.A.delete(path).json, cancelled.json)
    second = w.A.book(*times)
    same(w.A.patch(path, {"status": "scheduled"}).status, 409)
    w.A.patch(f"{SESSIONS}/{second['id']}", {"status": "completed"})
    same(w.A.post(SESSIONS, w.A.sample(*times)).status, 409)
    w.A.patch(f"{SESSIONS}/{second['id']}", {"status": "no-show"})
    w.A.book(*times)
    before = w.A.get(f"{SESSIONS}/stats").data["total_sessions"]
    same(w.A.delete(f"{path}?permanent=banana").status, 400)
    same(
        w.A.delete(f"{path}?permanent=true").json, {"success": True, "message": "Session permanently deleted"}
    )
    same(w.A.get(path).status, 404)
    same(w.A.get(f"{SESSIONS}/stats").data["total_sessions"], before - 1)


@case("M-32", "M-40")
def foreign_clients(w: World) -> None:
    day = w.day()
    times = (f"{day}T10:00:00", f"{day}T11:00:00")
    unknown = w.A.post(SESSIONS, w.A.sample(*times, client_id=999999999))
    foreign = w.A.post(SESSIONS, w.A.sample(*times, client_id=w.B.client["id"]))
    same((unknown.status, unknown.text), (foreign.status, foreign.text))
    same((unknown.status, list(unknown.errors)), (400, ["client_id"]))
    session = w.A.book(*times)
    answer = w.A.patch(f"{SESSIONS}/{session['id']}", {"client_id": w.B.client["id"], "title": "x"})
    same((answer.status, w.A.stored(session)["title"]), (400, session["title"]))


@case("M-35", "M-36", "M-37", "M-41", "M-43", "M-44")
def update(w: World) -> None:
    day = w.day()
    session = w.A.book(f"{day}T10:00:00", f"{day}T11:00:00", notes="keep")
    path = f"{SESSIONS}/{session['id']}"
    answer = w.A.patch(path, {"status": "completed", "actual_start": f"{day}T10:05:00"})
    same((answer.status, answer.json["message"]), (200, "Session updated successfully"))
    same(w.A.patch(path, {"scheduled_start": f"{day}T10:00:00"}).status, 200)
    for wrong in (
        {"scheduled_end": f"{day}T09:00:00"},
        {"scheduled_start": f"{day}T12:00:00"},
        {"actual_end": f"{day}T10:05:00"},
        {"status": "weird"},
        {"status": 5},
        {"status": None},
        {"status": "Completed"},
        {"title": ""},
    ):
        same((w.A.patch(path, wrong).status, wrong), (400, wrong))
    same(w.A.patch(path, {"actual_start": None}).data["actual_start"], None)
    body = w.A.sample(f"{day}T12:00:00", f"{day}T13:00:00")
    same(w.A.put(path, {key: value for key, value in body.items() if key != "title"}).status, 400)
    same(w.A.put(path, body).data["notes"], "keep")


@case("M-50", "M-52")
def statistics(w: World) -> None:
    client, day = w.A.enrol(), w.day()
    w.A.book(f"{day}T10:00:00", f"{day}T11:00:00", client_id=client["id"])
    found = w.A.get(f"{SESSIONS}/stats?client_id={client['id']}").data
    same(
        found,
        {
            "total_sessions": 1,
            "by_status": {"scheduled": 1, "completed": 0, "cancelled": 0, "no-show": 0},
            "by_type": {"personal": 1, "group": 0, "online": 0, "assessment": 0, "consultation": 0},
            "upcoming_sessions": 1,
        },
    )
    for query in (
        f"start_date={day}",
        f"end_date={day}",
        f"start_date={day}T10:00:01",
        "end_date=2027-06-08",
    ):
        one = f"client_id={client['id']}&{query}"
        same(
            w.A.get(f"{SESSIONS}/stats?{one}").data["total_sessions"],
            w.A.get(f"{SESSIONS}?{one}").data["pagination"]["total_items"],
        )


@case("M-55")
def instants(w: World) -> None:
    for actor, expected in ((w.A, "2027-06-08T12:00:00"), (w.B, "2027-06-08T06:00:00")):
        session = actor.book("2027-06-08T10:00:00Z", "2027-06-08T11:00:00Z")
        same(session["scheduled_start"], expected)


@case("M-56")
def titles(w: World) -> None:
    day = w.day()
    for hour, title in enumerate(["x" * 200, "\N{FLEXED BICEPS}" * 200, "\u202eabc", "<b>&amp;"], 8):
        session = w.A.book(f"{day}T{hour:02}:00:00", f"{day}T{hour + 1:02}:00:00", title=title)
        same(session["title"], title)
    for title in ("x" * 201, "   ", "", "\u200b\u200b", "a\nb"):
        answer = w.A.post(SESSIONS, w.A.sample(f"{day}T20:00:00", f"{day}T21:00:00", title=title))
        same((answer.status, list(answer.errors)), (400, ["title"]))


@case("M-58", "M-59")
def odd_requests(w: World) -> None:
    same(w.A.get(f"{SESSIONS}?nonsense=1&status=scheduled&status=completed").status, 200)
    head, got = w.A.call("HEAD", f"{SESSIONS}/stats"), w.A.get(f"{SESSIONS}/stats")
    same((head.status, head.text, head.headers["Content-Length"]), (200, "", got.headers["Content-Length"]))
    options = w.A.call("OPTIONS", SESSIONS)
    same((options.status, options.headers["Allow"]), (200, "GET, POST, HEAD, OPTIONS"))
    same(w.A.put(SESSIONS, {}).status, 405)
    same(w.A.get(f"{SESSIONS}/").status, 200)


@case("M-60")
def search(w: World) -> None:
    client, day = w.A.enrol(), w.day()
    w.A.book(f"{day}T10:00:00", f"{day}T11:00:00", client_id=client["id"], title="100% Öl", notes="KNEE")
    one = f"{SESSIONS}?client_id={client['id']}&search="
    for text, count in (
        ("knee", 1),
        ("%C3%B6l", 1),
        ("100%25", 1),
        ("emma%20wil", 1),
        ("%25%25", 0),
        ("_", 0),
    ):
        same((len(of_client(w.A.get(one + text))), text), (count, text))
    same(w.A.get(f"{one}(a%2B)%2B%24").status, 200)
