"""The cases Z: contract 000, a calendar client."""

from bench.acceptance.crm import SESSIONS
from bench.acceptance.world import World, case, same

SESSION = "/api/calendar/session"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@case("Z-01", "Z-03", "Z-31", "Z-25")
def create(w: World) -> None:
    actor = w.hire()
    body = {
        "client_id": actor.client["uuid"],
        "client_name": "Emma Wilson",
        "client_email": "emma.wilson@gmail.com",
        "session_type": "Mobility Work",
        "start_time": "2025-10-06T00:00:00.000Z",
        "end_time": "2025-10-12T11:59:59.000Z",
    }
    answer = actor.post(SESSION, body)
    same(answer.status, 201)
    same(
        list(answer.json),
        [
            "id",
            "client_id",
            "client_name",
            "client_email",
            "session_type",
            "start_time",
            "end_time",
            "description",
        ],
    )
    same(answer.json["start_time"], "2025-10-06T00:00:00.000Z")
    same((answer.json["end_time"], answer.json["description"]), ("2025-10-12T11:59:59.000Z", ""))
    listed = actor.post(
        f"/api/calendar/sessions/trainer/{actor.uuid}",
        {"start_range": body["start_time"], "end_range": body["end_time"]},
    ).json
    same((len(listed), listed[0]["start_date"]), (1, "2025-10-06T00:00:00.000Z"))
    assert "client_email" not in listed[0]
    in_crm = actor.get(f"{SESSIONS}?client_id={actor.client['id']}").data["sessions"]
    same([(s["title"], s["session_type"]) for s in in_crm], [("Mobility Work", "personal")])


@case("Z-04")
def groups(w: World) -> None:
    for actor, expected in ((w.hire(places=3), [201, 201, 201]), (w.hire(), [201, 409, 409])):
        found = [
            actor.post(
                SESSION,
                {
                    "client_id": actor.enrol()["uuid"],
                    "session_type": "Rehab",
                    "start_time": "2025-10-06T16:30:00.000Z",
                    "end_time": "2025-10-06T17:30:00.000Z",
                },
            ).status
            for _ in range(3)
        ]
        same(found, expected)


@case("Z-05", "Z-08", "Z-10", "Z-28")
def ranges(w: World) -> None:
    path = f"/api/calendar/sessions/trainer/{w.A.uuid}"
    start = "2090-01-01T00:00:00Z"
    same(w.A.post(path, {"start_range": start, "end_range": "2090-02-01T00:00:00Z"}).json, [])
    for end in (start, "2089-01-01T00:00:00Z", "2091-06-01T00:00:00Z", "2090-02-01", None, 5, ""):
        answer = w.A.post(path, {"start_range": start, "end_range": end})
        same((answer.status, list(answer.errors)), (400, ["end_range"]))
    asked = {"start_range": start, "end_range": "2090-02-01T00:00:00Z"}
    same(w.A.post(f"/api/calendar/sessions/trainer/{w.B.uuid}", asked).status, 403)
    same(w.A.post(f"/api/calendar/sessions/trainer/{UNKNOWN}", asked).status, 404)


@case("Z-11", "Z-13", "Z-14", "Z-16", "Z-17", "Z-18", "Z-19", "Z-20")
def change_and_cancel(w: World) -> None:
    body = {
        "client_id": w.A.client["uuid"],
        "session_type": "Rehab",
        "start_time": "2027-09-08T10:00:00+02:00",
        "end_time": "2027-09-08T11:00:00+02:00",
        "description": "knee",
    }
    made = w.A.post(SESSION, body)
    same(made.json["start_time"], "2027-09-08T08:00:00.000Z")
    path = f"{SESSION}/{made.json['id']}"
    same(w.A.patch(path, {}).json, made.json)
    same(w.A.patch(path, {"description": "x"}).json, made.json | {"description": "x"})
    same(w.A.patch(path, {"end_time": "2027-09-08T07:00:00Z"}).status, 400)
    later = {"start_time": "2027-09-08T12:00:00Z", "end_time": "2027-09-08T13:00:00Z"}
    other = w.A.post(SESSION, body | later)
    refused = w.A.patch(f"{SESSION}/{other.json['id']}", {"start_time": "2027-09-08T08:30:00Z"})
    same((refused.status, list(refused.json)), (409, ["message"]))
    for _ in range(2):
        cancelled = w.A.delete(path)
        same((cancelled.status, cancelled.json), (200, {"message": "session has been cancelled"}))
    same(w.A.post(SESSION, body).status, 201)
    for method in ("PATCH", "DELETE"):
        same(w.B.call(method, path, {}).status, 403)
        same(w.A.call(method, f"{SESSION}/{UNKNOWN}", {}).status, 404)


@case("Z-22", "Z-23", "Z-26", "Z-29")
def refused(w: World) -> None:
    body = {
        "client_id": w.A.client["uuid"],
        "session_type": "Rehab",
        "start_time": "2027-09-15T08:00:00Z",
        "end_time": "2027-09-15T09:00:00Z",
    }
    for client in (UNKNOWN, w.B.client["uuid"], "x", 5, None):
        answer = w.A.post(SESSION, body | {"client_id": client})
        same((answer.status, list(answer.errors)), (400, ["client_id"]))
    for text in ("x" * 201, "", "  "):
        same(w.A.post(SESSION, body | {"session_type": text}).status, 400)
    for method, path in (
        ("GET", f"/api/calendar/sessions/trainer/{w.A.uuid}"),
        ("PUT", f"{SESSION}/{UNKNOWN}"),
        ("GET", f"{SESSION}/{UNKNOWN}"),
    ):
        answer = w.A.call(method, path)
        same((answer.status, "Allow" in answer.headers), (405, True))
    same(w.A.post(f"{SESSION}/", body).status, 201)
