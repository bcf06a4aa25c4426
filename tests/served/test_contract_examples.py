"""The curl lines and Python programs of contracts 001 and 002, run as they are printed, but for the address.

In those of 002 the token and the timeline are others, too: the printed ones are none.
"""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.served.calling import Answer, Caller, Request
from tests.served.people import PASSWORD, Wanted, hire
from tests.served.server import Server

pytestmark = pytest.mark.served

SESSION_KEYS = {
    "id", "title", "description", "session_type", "location", "scheduled_start", "scheduled_end",
    "actual_start", "actual_end", "status", "exercises_performed", "notes", "client_feedback",
    "trainer_notes", "google_event_id", "outlook_event_id", "created_at", "updated_at", "trainer_id",
    "client_id",
}  # fmt: skip
CLIENT_KEYS = {"id", "name", "email", "phone", "status"}
TRAINER_KEYS = {"id", "username", "email", "full_name"}
TIMELINE_SESSION_KEYS = [
    "id", "type", "timelineId", "name", "startDateTime", "endDateTime", "repeatCycleType",
    "recurringDayOfWeek", "description", "createdAt", "updatedAt", "removedAt",
]  # fmt: skip
# {a printed address: where that contract is mounted}
ADDRESSES = {"https://your-domain.com": "", "https://api.example.com": "/api/timeline"}
PRINTED_TOKEN = "your-jwt-token"
PRINTED_TIMELINE = "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8"

# What the contract takes for granted: its trainer, client 5, sessions of its ids, and its cookie.
# Its Python programs look at the last 30 days: there one of two sessions was completed.
ARRANGE = """
import io
from datetime import UTC, datetime, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session as StoredCookie
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from clients.models import Client
from scheduling.models import Session
from trainers.models import Trainer

call_command("flush", interactive=False, verbosity=0)
call_command(
    "create_trainer",
    "trainer_mike",
    "--password=" + given["password"],
    "--email=mike@mectofitness.com",
    "--name=Mike Thompson",
    stdout=io.StringIO(),
)
mike = Trainer.objects.get(user__username="trainer_mike")
john = Client.objects.create(
    pk=5, trainer=mike, first_name="John", last_name="Doe", email="john@example.com", phone="+1-555-0123"
)


def session(start, pk=None, title="Personal Training Session", status="scheduled"):
    end = start + timedelta(hours=1)
    Session.objects.create(
        pk=pk, trainer=mike, client=john, title=title, status=status, scheduled_start=start, scheduled_end=end
    )


now = datetime.now(UTC).replace(microsecond=0)
session(datetime(2025, 12, 10, 14, tzinfo=UTC), 1)
session(datetime(2025, 12, 9, 9, tzinfo=UTC), 15, "HIIT Training")
session(datetime(2025, 12, 16, 9, tzinfo=UTC), 20)
session(datetime(2025, 12, 18, 10, tzinfo=UTC), 25, "Initial Fitness Assessment")
session(datetime(2025, 12, 19, 10, tzinfo=UTC), 30)
session(now - timedelta(days=2), 31)
session(now - timedelta(days=3), 32, status="completed")

signed_in = {
    SESSION_KEY: str(mike.user.pk),
    BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
    HASH_SESSION_KEY: mike.user.get_session_auth_hash(),
}
StoredCookie.objects.create(
    session_key="your_session_cookie",
    session_data=StoredCookie.objects.encode(signed_in),
    expire_date=now + timedelta(days=1),
)

# PostgreSQL does not learn from ids that it was given which ones are taken.
for statement in connection.ops.sequence_reset_sql(no_style(), [Client, Session]):
    with connection.cursor() as cursor:
        cursor.execute(statement)
"""


@pytest.fixture(scope="module")
def contract(server: Server) -> Server:
    """The server, with what the contract's examples take for granted and nothing else."""
    server.run(ARRANGE, password=PASSWORD)
    return server


@pytest.fixture
def curl(contract: Server, tmp_path: Path) -> Callable[[str], tuple[int, Any]]:
    """Runs a printed shell command; the status and the JSON of the answer."""
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    # curl itself is told to print the status too, so that its line stays as it is printed.
    (tmp_path / ".curlrc").write_text('silent\nshow-error\nwrite-out = "\\n%{http_code}"\n')

    def run(text: str) -> tuple[int, Any]:
        printed = execute(contract, ["bash", "-c", addressed(text, contract)], CURL_HOME=str(tmp_path))
        body, _, status = printed.rpartition("\n")
        return int(status), json.loads(body)

    return run


@pytest.fixture
def python(contract: Server, tmp_path: Path) -> Callable[[str], str]:
    """Runs a printed Python program in an interpreter of its own; what it prints."""
    program = tmp_path / "example.py"

    def run(text: str) -> str:
        program.write_text(addressed(text, contract))
        return execute(contract, [sys.executable, str(program)])

    return run


@pytest.fixture
def call(contract: Server) -> Iterator[Callable[..., Answer]]:
    """Calls the server as anybody; with `as_mike` as the contract's trainer."""
    caller = Caller(contract.url)

    def run(method: str, path: str, body: Any = None, *, as_mike: bool = True, **headers: str) -> Answer:
        cookie = "your_session_cookie" if as_mike else None
        return caller.call(Request(method, f"/api/v1/{path}", body, cookie, headers))

    yield run
    caller.close()


@pytest.fixture
def timeline_curl(contract: Server, curl: Any) -> Callable[[str], tuple[int, Any]]:
    """As curl, with a token and a timeline of the trainer's in place of the printed ones."""
    caller = Caller(contract.url)
    credentials = {"username": "trainer_mike", "password": PASSWORD}
    tokens = caller.call(Request("POST", "/api/v1/auth/token", credentials)).body["data"]
    headers = {"Authorization": f"Bearer {tokens['access']}"}
    made = caller.call(Request("POST", "/api/timeline/timelines", {"name": "Workshops"}, headers=headers))
    caller.close()

    def run(text: str) -> tuple[int, Any]:
        text = text.replace(PRINTED_TOKEN, tokens["access"])
        return curl(text.replace(PRINTED_TIMELINE, made.body["data"]["id"]))

    return run


def addressed(text: str, server: Server) -> str:
    """The text with the server's address in place of the printed one."""
    [printed] = [address for address in ADDRESSES if address in text]
    return text.replace(printed, server.url + ADDRESSES[printed])


def execute(server: Server, command: list[str], **environment: str) -> str:
    environment |= {"PATH": server.environment["PATH"], "no_proxy": "*"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def assert_is_session(data: dict[str, Any], *more: str) -> None:
    assert set(data) == SESSION_KEYS | set(more)


# 1. List sessions


def test_curl_lists_the_sessions_of_a_week(curl):
    status, body = curl(r"""
# Get upcoming sessions for this week
curl -X GET "https://your-domain.com/api/v1/sessions?start_date=2025-12-09T00:00:00&end_date=2025-12-15T23:59:59&status=scheduled&include_client=true" \
  -H "Cookie: session=your_session_cookie"
""")

    assert (status, body["success"]) == (200, True)
    sessions = body["data"]["sessions"]
    assert 1 in [session["id"] for session in sessions]
    for session in sessions:
        assert_is_session(session, "client")
        assert set(session["client"]) == CLIENT_KEYS
        assert "2025-12-09T00:00:00" <= session["scheduled_start"] <= "2025-12-15T23:59:59"
        assert session["status"] == "scheduled"


def test_curl_lists_the_sessions_of_a_client(curl):
    status, body = curl(r"""
# Get all sessions for a specific client
curl -X GET "https://your-domain.com/api/v1/sessions?client_id=5&per_page=50&sort_by=scheduled_start&sort_order=desc" \
  -H "Cookie: session=your_session_cookie"
""")

    assert (status, body["success"]) == (200, True)
    sessions = body["data"]["sessions"]
    starts = [session["scheduled_start"] for session in sessions]
    assert starts == sorted(starts, reverse=True)
    assert {session["client_id"] for session in sessions} == {5}
    for session in sessions:
        assert_is_session(session)
    assert body["data"]["pagination"] == {
        "page": 1,
        "per_page": 50,
        "total_pages": 1,
        "total_items": len(sessions),
        "has_next": False,
        "has_prev": False,
    }


# 2. Get single session


def test_curl_gets_a_session(curl):
    status, body = curl(r"""
curl -X GET "https://your-domain.com/api/v1/sessions/15?include_client=true&include_trainer=true" \
  -H "Cookie: session=your_session_cookie"
""")

    assert (status, body["success"]) == (200, True)
    assert_is_session(body["data"], "client", "trainer")
    assert body["data"]["id"] == 15
    assert set(body["data"]["client"]) == CLIENT_KEYS
    assert set(body["data"]["trainer"]) == TRAINER_KEYS
    assert body["data"]["trainer"]["full_name"] == "Mike Thompson"


# 3. Create session


def test_curl_creates_a_session(curl):
    status, body = curl(r"""
curl -X POST "https://your-domain.com/api/v1/sessions" \
  -H "Content-Type: application/json" \
  -H "Cookie: session=your_session_cookie" \
  -d '{
    "client_id": 5,
    "title": "Initial Fitness Assessment",
    "description": "Comprehensive fitness evaluation and goal setting",
    "session_type": "assessment",
    "location": "Main Gym - Assessment Area",
    "scheduled_start": "2025-12-11T10:00:00",
    "scheduled_end": "2025-12-11T11:30:00",
    "notes": "Bring body composition analysis equipment",
    "trainer_notes": "Client mentioned previous knee injury"
  }'
""")

    assert (status, body["success"]) == (201, True)
    assert body["message"] == "Session created successfully"
    assert_is_session(body["data"], "client")
    assert body["data"]["client"] == {
        "id": 5,
        "name": "John Doe",
        "email": "john@example.com",
        "phone": "+1-555-0123",
        "status": "active",
    }
    assert body["data"]["scheduled_start"] == "2025-12-11T10:00:00"
    assert body["data"]["scheduled_end"] == "2025-12-11T11:30:00"
    assert body["data"]["trainer_notes"] == "Client mentioned previous knee injury"


def test_python_creates_a_session(python):
    printed = python("""
import requests
from datetime import datetime, timedelta

# Calculate session time
start_time = datetime.now() + timedelta(days=2)
end_time = start_time + timedelta(hours=1)

session_data = {
    "client_id": 5,
    "title": "Strength Training - Lower Body",
    "description": "Focus on squats, deadlifts, and leg press",
    "session_type": "personal",
    "location": "Main Gym - Weight Room",
    "scheduled_start": start_time.isoformat(),
    "scheduled_end": end_time.isoformat(),
    "notes": "Client prefers morning sessions",
    "trainer_notes": "Progressive overload - increase weight by 5lbs"
}

response = requests.post(
    "https://your-domain.com/api/v1/sessions",
    json=session_data,
    cookies={"session": "your_session_cookie"}
)

print(response.json())
""")

    body = ast.literal_eval(printed)
    assert (body["success"], body["message"]) == (True, "Session created successfully")
    assert_is_session(body["data"], "client")
    assert body["data"]["title"] == "Strength Training - Lower Body"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", body["data"]["scheduled_start"])


# 4. Update session


def test_curl_completes_a_session(curl):
    status, body = curl(r"""
# Update session status to completed and add notes
curl -X PATCH "https://your-domain.com/api/v1/sessions/25" \
  -H "Content-Type: application/json" \
  -H "Cookie: session=your_session_cookie" \
  -d '{
    "status": "completed",
    "actual_start": "2025-12-11T10:05:00",
    "actual_end": "2025-12-11T11:35:00",
    "exercises_performed": "Body composition scan, flexibility tests, strength assessments, cardiovascular evaluation",
    "trainer_notes": "Client showed good baseline fitness. Needs work on core strength and flexibility.",
    "client_feedback": "Really helpful assessment. Excited to start training!"
  }'
""")

    assert (status, body["success"]) == (200, True)
    assert body["message"] == "Session updated successfully"
    assert_is_session(body["data"])
    assert (body["data"]["id"], body["data"]["status"]) == (25, "completed")
    assert body["data"]["actual_start"] == "2025-12-11T10:05:00"
    assert body["data"]["actual_end"] == "2025-12-11T11:35:00"
    assert body["data"]["client_feedback"] == "Really helpful assessment. Excited to start training!"


def test_curl_reschedules_a_session(curl):
    status, body = curl(r"""
# Reschedule a session
curl -X PATCH "https://your-domain.com/api/v1/sessions/15" \
  -H "Content-Type: application/json" \
  -H "Cookie: session=your_session_cookie" \
  -d '{
    "scheduled_start": "2025-12-12T14:00:00",
    "scheduled_end": "2025-12-12T15:00:00"
  }'
""")

    assert (status, body["success"]) == (200, True)
    assert body["message"] == "Session updated successfully"
    assert_is_session(body["data"])
    assert body["data"]["scheduled_start"] == "2025-12-12T14:00:00"
    assert body["data"]["scheduled_end"] == "2025-12-12T15:00:00"


def test_python_completes_a_session(python):
    printed = python("""
import requests

# Mark session as completed with details
update_data = {
    "status": "completed",
    "actual_start": "2025-12-10T09:05:00",
    "actual_end": "2025-12-10T10:02:00",
    "exercises_performed": "Bench press 3x10, Squats 4x8, Deadlifts 3x6",
    "trainer_notes": "Client hit new PR on deadlift!",
    "client_feedback": "Best workout yet!"
}

response = requests.patch(
    "https://your-domain.com/api/v1/sessions/20",
    json=update_data,
    cookies={"session": "your_session_cookie"}
)

print(response.json())
""")

    body = ast.literal_eval(printed)
    assert (body["success"], body["message"]) == (True, "Session updated successfully")
    assert_is_session(body["data"])
    assert (body["data"]["id"], body["data"]["status"]) == (20, "completed")
    assert body["data"]["client_feedback"] == "Best workout yet!"


# 5. Delete session


def test_curl_cancels_a_session_and_then_deletes_it(curl):
    cancelled = curl(r"""
# Soft delete (cancel session)
curl -X DELETE "https://your-domain.com/api/v1/sessions/30" \
  -H "Cookie: session=your_session_cookie"
""")
    deleted = curl(r"""
# Permanently delete
curl -X DELETE "https://your-domain.com/api/v1/sessions/30?permanent=true" \
  -H "Cookie: session=your_session_cookie"
""")

    status, body = cancelled
    updated_at = body["data"].pop("updated_at")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", updated_at)
    assert (status, body) == (
        200,
        {
            "success": True,
            "message": "Session cancelled successfully",
            "data": {"id": 30, "title": "Personal Training Session", "status": "cancelled"},
        },
    )
    assert deleted == (200, {"success": True, "message": "Session permanently deleted"})


# 6. Session statistics


def assert_is_summary(data: dict[str, Any]) -> None:
    assert set(data) == {"total_sessions", "by_status", "by_type", "upcoming_sessions"}
    assert set(data["by_status"]) == {"completed", "scheduled", "cancelled", "no-show"}
    assert set(data["by_type"]) == {"personal", "group", "online", "assessment", "consultation"}
    assert sum(data["by_status"].values()) == sum(data["by_type"].values()) == data["total_sessions"] > 0


def test_curl_gets_the_stats_of_a_month(curl):
    status, body = curl(r"""
# Get stats for the current month
curl -X GET "https://your-domain.com/api/v1/sessions/stats?start_date=2025-12-01T00:00:00&end_date=2025-12-31T23:59:59" \
  -H "Cookie: session=your_session_cookie"
""")

    assert (status, body["success"]) == (200, True)
    assert_is_summary(body["data"])
    assert body["data"]["upcoming_sessions"] == 0


def test_curl_gets_the_stats_of_a_client(curl):
    status, body = curl(r"""
# Get stats for a specific client
curl -X GET "https://your-domain.com/api/v1/sessions/stats?client_id=5" \
  -H "Cookie: session=your_session_cookie"
""")

    assert (status, body["success"]) == (200, True)
    assert_is_summary(body["data"])


def test_python_prints_the_stats_of_the_last_30_days(python):
    printed = python("""
import requests
from datetime import datetime, timedelta

# Get stats for last 30 days
end_date = datetime.now()
start_date = end_date - timedelta(days=30)

params = {
    "start_date": start_date.isoformat(),
    "end_date": end_date.isoformat()
}

response = requests.get(
    "https://your-domain.com/api/v1/sessions/stats",
    params=params,
    cookies={"session": "your_session_cookie"}
)

stats = response.json()["data"]
print(f"Total sessions: {stats['total_sessions']}")
print(f"Completion rate: {stats['by_status']['completed'] / stats['total_sessions'] * 100:.1f}%")
""")

    assert printed == "Total sessions: 2\nCompletion rate: 50.0%\n"


# 7. Check availability


def test_curl_checks_availability(curl):
    status, body = curl(r"""
# Check availability for tomorrow with 90-minute session
curl -X GET "https://your-domain.com/api/v1/sessions/availability?date=2025-12-10&duration=90" \
  -H "Cookie: session=your_session_cookie"
""")

    assert (status, body) == (
        200,
        {
            "success": True,
            "data": {
                "date": "2025-12-10",
                "requested_duration": 90,
                "available_slots": [
                    {
                        "start": "2025-12-10T08:00:00",
                        "end": "2025-12-10T14:00:00",
                        "duration_minutes": 360,
                    },
                    {
                        "start": "2025-12-10T15:00:00",
                        "end": "2025-12-10T20:00:00",
                        "duration_minutes": 300,
                    },
                ],
                "booked_sessions": [
                    {
                        "start": "2025-12-10T14:00:00",
                        "end": "2025-12-10T15:00:00",
                        "title": "Personal Training Session",
                    }
                ],
            },
        },
    )


def test_python_checks_the_availability_of_seven_days(python):
    printed = python("""
import requests
from datetime import datetime, timedelta

def find_available_slot(date, duration=60):
    \"\"\"Find available time slots for a session.\"\"\"
    params = {
        "date": date.isoformat(),
        "duration": duration
    }
    
    response = requests.get(
        "https://your-domain.com/api/v1/sessions/availability",
        params=params,
        cookies={"session": "your_session_cookie"}
    )
    
    data = response.json()["data"]
    
    if data["available_slots"]:
        print(f"Available slots for {date.date()}:")
        for slot in data["available_slots"]:
            print(f"  {slot['start']} - {slot['end']} ({slot['duration_minutes']} min)")
    else:
        print(f"No availability on {date.date()}")
    
    return data

# Check next 7 days for availability
for i in range(7):
    check_date = datetime.now() + timedelta(days=i)
    find_available_slot(check_date, duration=60)
""")  # noqa: W293

    lines = printed.splitlines()
    headings = [line for line in lines if not line.startswith(" ")]
    slots = [line for line in lines if line.startswith(" ")]
    first = date.fromisoformat(headings[0][-11:-1])
    assert headings == [f"Available slots for {first + timedelta(days=n)}:" for n in range(7)]
    moment = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
    assert all(re.fullmatch(rf"  {moment} - {moment} \(\d+ min\)", slot) for slot in slots)


# Error handling: the common error scenarios


NEW = {
    "client_id": 5,
    "title": "Personal Training Session",
    "scheduled_start": "2025-12-20T14:00:00",
    "scheduled_end": "2025-12-20T15:00:00",
}


def test_a_missing_start_and_an_end_before_the_start_are_told(call):
    without_start = {name: value for name, value in NEW.items() if name != "scheduled_start"}
    missing = call("POST", "sessions", without_start)
    reversed_times = call("POST", "sessions", NEW | {"scheduled_end": "2025-12-20T13:00:00"})

    assert (missing.status, missing.body) == (
        400,
        {
            "success": False,
            "error": "Validation failed",
            "errors": {"scheduled_start": "Scheduled start time is required"},
        },
    )
    assert (reversed_times.status, reversed_times.body) == (
        400,
        {
            "success": False,
            "error": "Validation failed",
            "errors": {"scheduled_end": "Scheduled end time must be after start time"},
        },
    )


def test_another_trainers_session_is_refused(call, contract):
    [stranger] = hire(contract, Wanted())
    booked = call(
        "POST",
        "sessions",
        NEW | {"client_id": stranger.clients[0]},
        as_mike=False,
        Cookie=f"session={stranger.cookie}",
    )
    assert booked.status == 201

    answers = [
        call("GET", f"sessions/{booked.id}"),
        call("PATCH", f"sessions/{booked.id}", {"title": "Mine"}),
        call("DELETE", f"sessions/{booked.id}"),
    ]

    refusal = {"success": False, "error": "You do not have permission to view this session"}
    assert [(answer.status, answer.body) for answer in answers] == [(403, refusal)] * 3


def test_a_conflict_names_what_is_in_the_way(call):
    answer = call(
        "POST",
        "sessions",
        NEW | {"scheduled_start": "2025-12-10T14:30:00", "scheduled_end": "2025-12-10T15:30:00"},
    )

    assert (answer.status, answer.body) == (
        409,
        {
            "success": False,
            "error": 'Scheduling conflict detected with session "Personal Training Session" '
            "at 2025-12-10T14:00:00",
        },
    )


def test_an_unknown_session_is_not_found(call):
    answer = call("GET", "sessions/999999")

    assert (answer.status, answer.body) == (404, {"success": False, "error": "Session not found"})


def test_nobody_gets_in_without_credentials(call):
    answers = [
        call("GET", "sessions", as_mike=False),
        call("POST", "sessions", NEW, as_mike=False),
        call("GET", "sessions", as_mike=False, Cookie="session=somebody_elses_guess"),
        call("GET", "sessions", as_mike=False, Authorization="Bearer x"),
    ]

    assert [(answer.status, answer.body["success"]) for answer in answers] == [(401, False)] * 4


# Signing in


def test_the_cookie_of_a_sign_in_opens_and_closes_the_api(call):
    signed_in = call("POST", "auth/login", {"username": "trainer_mike", "password": PASSWORD}, as_mike=False)
    [cookie] = [text for text in signed_in.headers.get_all("Set-Cookie") if text.startswith("session=")]
    given = cookie.partition(";")[0]
    inside = call("GET", "sessions/15", as_mike=False, Cookie=given)
    signed_out = call("POST", "auth/logout", as_mike=False, Cookie=given)
    outside = call("GET", "sessions/15", as_mike=False, Cookie=given)

    assert re.match(r"session=[a-z0-9]+;.*HttpOnly;", cookie)
    statuses = [answer.status for answer in (signed_in, inside, signed_out, outside)]
    assert statuses == [200, 200, 200, 401]
    assert inside.body["data"]["id"] == 15


def test_a_wrong_password_opens_nothing(call):
    answer = call("POST", "auth/login", {"username": "trainer_mike", "password": "x"}, as_mike=False)

    assert (answer.status, answer.body["success"]) == (401, False)
    assert "Set-Cookie" not in answer.headers


def test_a_bearer_token_opens_the_api_and_is_renewed_once(call):
    credentials = {"username": "trainer_mike", "password": PASSWORD}
    given = call("POST", "auth/token", credentials, as_mike=False)
    tokens = given.body["data"]
    inside = call("GET", "sessions/15", as_mike=False, Authorization=f"Bearer {tokens['access']}")
    renewed = call("POST", "auth/token/refresh", {"refresh": tokens["refresh"]}, as_mike=False)
    access = renewed.body["data"]["access"]
    inside_again = call("GET", "sessions/15", as_mike=False, Authorization=f"Bearer {access}")
    used_up = call("POST", "auth/token/refresh", {"refresh": tokens["refresh"]}, as_mike=False)

    statuses = [answer.status for answer in (given, inside, renewed, inside_again, used_up)]
    assert statuses == [200, 200, 200, 200, 401]
    assert inside_again.body["data"]["id"] == 15


# Contract 002


def test_timeline_curl_creates_a_session_and_retrieves_it(timeline_curl):
    created = timeline_curl(r"""
curl -X POST "https://api.example.com/sessions" \
  -H "Authorization: Bearer your-jwt-token" \
  -H "Content-Type: application/json" \
  -d '{
    "type": "ONE_TIME",
    "timelineId": "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8",
    "name": "Special Workshop",
    "startDateTime": "2023-12-15T14:00:00Z",
    "endDateTime": "2023-12-15T16:00:00Z",
    "description": "Special workshop event"
  }'
""")
    listed = timeline_curl(r"""
curl -X GET "https://api.example.com/sessions?timelineId=a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8&startDateTimeSortOrder=ASC&skip=0&take=10" \
  -H "Authorization: Bearer your-jwt-token" \
  -H "Content-Type: application/json"
""")

    session = created[1]["data"]
    assert created == (200, {"data": session, "meta": {"message": "success"}})
    assert list(session) == TIMELINE_SESSION_KEYS
    assert (session["name"], session["type"]) == ("Special Workshop", "ONE_TIME")
    assert (session["startDateTime"], session["endDateTime"]) == (
        "2023-12-15T14:00:00Z",
        "2023-12-15T16:00:00Z",
    )
    assert listed == (
        200,
        {
            "data": [session],
            "meta": {"message": "success", "meta": {"skip": 0, "take": 10, "count": 1}},
        },
    )


def test_timeline_curl_retrieves_nothing_of_the_printed_timeline(curl, call):
    credentials = {"username": "trainer_mike", "password": PASSWORD}
    token = call("POST", "auth/token", credentials, as_mike=False).body["data"]["access"]

    listed = curl(
        r"""
curl -X GET "https://api.example.com/sessions?timelineId=a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8&startDateTimeSortOrder=ASC&skip=0&take=10" \
  -H "Authorization: Bearer your-jwt-token" \
  -H "Content-Type: application/json"
""".replace(PRINTED_TOKEN, token)
    )

    assert listed == (
        200,
        {"data": [], "meta": {"message": "success", "meta": {"skip": 0, "take": 10, "count": 0}}},
    )
