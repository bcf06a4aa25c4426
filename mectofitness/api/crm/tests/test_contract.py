"""Contract 001 as it is printed: every JSON text below stands in it to the letter.

Where an answer is new, only what the product gives out itself (an id, the clock) is put in.
"""

import json
from datetime import UTC, datetime

import pytest
import time_machine

from clients.models import Client
from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.conftest import Caller
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.models import Trainer
from trainers.tests.factories import TrainerFactory


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def mike(db) -> Trainer:
    """The contract's trainer, whose clock shows UTC."""
    return TrainerFactory(
        pk=1,
        user__username="trainer_mike",
        user__email="mike@mectofitness.com",
        full_name="Mike Thompson",
        timezone="UTC",
    )


@pytest.fixture
def john(mike) -> Client:
    return ClientFactory(
        pk=5,
        trainer=mike,
        first_name="John",
        last_name="Doe",
        email="john@example.com",
        phone="+1-555-0123",
    )


@pytest.fixture
def as_mike(mike) -> Caller:
    return Caller(mike)


@pytest.fixture
def assessment(john) -> Session:
    """Session 25 as the update finds it."""
    return SessionFactory(
        pk=25,
        client=john,
        title="Initial Fitness Assessment",
        session_type="assessment",
        scheduled_start=at("2025-12-11T10:00:00"),
        scheduled_end=at("2025-12-11T11:30:00"),
    )


def personal(john, pk, start, **more) -> Session:
    return SessionFactory(
        pk=pk,
        client=john,
        title="Personal Training Session",
        scheduled_start=start,
        scheduled_end=start.replace(hour=start.hour + 1),
        **more,
    )


def test_list_sessions(as_mike, john):
    moment = at("2025-12-09T10:30:00")
    personal(
        john,
        1,
        at("2025-12-10T14:00:00"),
        description="Full body workout focusing on strength",
        location="Main Gym - Studio A",
        notes="Client wants to focus on upper body",
        trainer_notes="Remember client has shoulder sensitivity",
        created_at=moment,
        updated_at=moment,
    )
    for pk in range(2, 49):  # 48 in all
        personal(john, pk, at(f"2025-{(pk - 2) // 5 + 1:02}-{(pk - 2) % 5 + 1:02}T14:00:00"))

    answer = as_mike.get("sessions?include_client=true").json()

    assert len(answer["data"]["sessions"]) == 20
    del answer["data"]["sessions"][1:]
    assert answer == json.loads("""
{
  "success": true,
  "data": {
    "sessions": [
      {
        "id": 1,
        "title": "Personal Training Session",
        "description": "Full body workout focusing on strength",
        "session_type": "personal",
        "location": "Main Gym - Studio A",
        "scheduled_start": "2025-12-10T14:00:00",
        "scheduled_end": "2025-12-10T15:00:00",
        "actual_start": null,
        "actual_end": null,
        "status": "scheduled",
        "exercises_performed": null,
        "notes": "Client wants to focus on upper body",
        "client_feedback": null,
        "trainer_notes": "Remember client has shoulder sensitivity",
        "google_event_id": null,
        "outlook_event_id": null,
        "created_at": "2025-12-09T10:30:00",
        "updated_at": "2025-12-09T10:30:00",
        "trainer_id": 1,
        "client_id": 5,
        "client": {
          "id": 5,
          "name": "John Doe",
          "email": "john@example.com",
          "phone": "+1-555-0123",
          "status": "active"
        }
      }
    ],
    "pagination": {
      "page": 1,
      "per_page": 20,
      "total_pages": 3,
      "total_items": 48,
      "has_next": true,
      "has_prev": false
    }
  }
}
""")


def test_get_single_session(as_mike, mike):
    sarah = ClientFactory(
        pk=8,
        trainer=mike,
        first_name="Sarah",
        last_name="Johnson",
        email="sarah@example.com",
        phone="+1-555-0456",
    )
    SessionFactory(
        pk=15,
        client=sarah,
        title="HIIT Training",
        description="High intensity interval training session",
        location="Outdoor Track",
        scheduled_start=at("2025-12-10T09:00:00"),
        scheduled_end=at("2025-12-10T10:00:00"),
        actual_start=at("2025-12-10T09:05:00"),
        actual_end=at("2025-12-10T10:02:00"),
        status="completed",
        exercises_performed="Sprints, burpees, mountain climbers, box jumps",
        notes="Great energy today",
        client_feedback="Tough but felt amazing after!",
        trainer_notes="Client showed significant improvement in stamina",
        google_event_id="abc123xyz",
        created_at=at("2025-12-05T14:20:00"),
        updated_at=at("2025-12-10T10:05:00"),
    )

    response = as_mike.get("sessions/15?include_client=true&include_trainer=true")

    assert response.status_code == 200
    assert response.json() == json.loads("""
{
  "success": true,
  "data": {
    "id": 15,
    "title": "HIIT Training",
    "description": "High intensity interval training session",
    "session_type": "personal",
    "location": "Outdoor Track",
    "scheduled_start": "2025-12-10T09:00:00",
    "scheduled_end": "2025-12-10T10:00:00",
    "actual_start": "2025-12-10T09:05:00",
    "actual_end": "2025-12-10T10:02:00",
    "status": "completed",
    "exercises_performed": "Sprints, burpees, mountain climbers, box jumps",
    "notes": "Great energy today",
    "client_feedback": "Tough but felt amazing after!",
    "trainer_notes": "Client showed significant improvement in stamina",
    "google_event_id": "abc123xyz",
    "outlook_event_id": null,
    "created_at": "2025-12-05T14:20:00",
    "updated_at": "2025-12-10T10:05:00",
    "trainer_id": 1,
    "client_id": 8,
    "client": {
      "id": 8,
      "name": "Sarah Johnson",
      "email": "sarah@example.com",
      "phone": "+1-555-0456",
      "status": "active"
    },
    "trainer": {
      "id": 1,
      "username": "trainer_mike",
      "email": "mike@mectofitness.com",
      "full_name": "Mike Thompson"
    }
  }
}
""")


CREATE = json.loads("""
{
    "client_id": 5,
    "title": "Initial Fitness Assessment",
    "description": "Comprehensive fitness evaluation and goal setting",
    "session_type": "assessment",
    "location": "Main Gym - Assessment Area",
    "scheduled_start": "2025-12-11T10:00:00",
    "scheduled_end": "2025-12-11T11:30:00",
    "notes": "Bring body composition analysis equipment",
    "trainer_notes": "Client mentioned previous knee injury"
  }
""")


def test_create_session(as_mike, john):
    with time_machine.travel(at("2025-12-09T15:20:00"), tick=False):
        as_mike = Caller(john.trainer)
        response = as_mike.post("sessions", CREATE)

    expected = json.loads("""
{
  "success": true,
  "message": "Session created successfully",
  "data": {
    "id": 25,
    "title": "Initial Fitness Assessment",
    "description": "Comprehensive fitness evaluation and goal setting",
    "session_type": "assessment",
    "location": "Main Gym - Assessment Area",
    "scheduled_start": "2025-12-11T10:00:00",
    "scheduled_end": "2025-12-11T11:30:00",
    "actual_start": null,
    "actual_end": null,
    "status": "scheduled",
    "exercises_performed": null,
    "notes": "Bring body composition analysis equipment",
    "client_feedback": null,
    "trainer_notes": "Client mentioned previous knee injury",
    "google_event_id": null,
    "outlook_event_id": null,
    "created_at": "2025-12-09T15:20:00",
    "updated_at": "2025-12-09T15:20:00",
    "trainer_id": 1,
    "client_id": 5,
    "client": {
      "id": 5,
      "name": "John Doe",
      "email": "john@example.com",
      "phone": "+1-555-0123",
      "status": "active"
    }
  }
}
""")
    expected["data"]["id"] = Session.objects.get().pk
    assert response.status_code == 201
    assert response.json() == expected
    assert list(response.json()["data"]) == list(expected["data"])


def test_create_conflict(as_mike, john):
    personal(john, 24, at("2025-12-11T10:30:00"))

    response = as_mike.post("sessions", CREATE)

    assert response.status_code == 409
    assert response.json() == json.loads(r"""
{
  "success": false,
  "error": "Scheduling conflict detected with session \"Personal Training Session\" at 2025-12-11T10:30:00"
}
""")


def test_update_session(john, assessment):
    with time_machine.travel(at("2025-12-11T11:40:00"), tick=False):
        response = Caller(john.trainer).patch(
            "sessions/25",
            json.loads("""
{
    "status": "completed",
    "actual_start": "2025-12-11T10:05:00",
    "actual_end": "2025-12-11T11:35:00",
    "exercises_performed": "Body composition scan, flexibility tests, strength assessments, cardiovascular evaluation",
    "trainer_notes": "Client showed good baseline fitness. Needs work on core strength and flexibility.",
    "client_feedback": "Really helpful assessment. Excited to start training!"
  }
"""),
        )

    expected = json.loads("""
{
  "success": true,
  "message": "Session updated successfully",
  "data": {
    "id": 25,
    "title": "Initial Fitness Assessment",
    "status": "completed",
    "actual_start": "2025-12-11T10:05:00",
    "actual_end": "2025-12-11T11:35:00",
    "exercises_performed": "Body composition scan, flexibility tests, strength assessments, cardiovascular evaluation",
    "trainer_notes": "Client showed good baseline fitness. Needs work on core strength and flexibility.",
    "client_feedback": "Really helpful assessment. Excited to start training!",
    "updated_at": "2025-12-11T11:40:00"
  }
}
""")
    answer = response.json()
    assert response.status_code == 200
    assert {key: answer["data"][key] for key in expected["data"]} == expected["data"]
    assert (answer["success"], answer["message"]) == (True, expected["message"])


def test_reschedule_session(as_mike, john):
    personal(john, 15, at("2025-12-10T09:00:00"))

    response = as_mike.patch(
        "sessions/15",
        json.loads("""
{
    "scheduled_start": "2025-12-12T14:00:00",
    "scheduled_end": "2025-12-12T15:00:00"
  }
"""),
    )

    data = response.json()["data"]
    assert (data["scheduled_start"], data["scheduled_end"]) == ("2025-12-12T14:00:00", "2025-12-12T15:00:00")


def test_cancel_session(john):
    personal(john, 30, at("2025-12-11T10:30:00"))

    with time_machine.travel(at("2025-12-09T16:45:00"), tick=False):
        response = Caller(john.trainer).delete("sessions/30")

    assert response.status_code == 200
    assert response.json() == json.loads("""
{
  "success": true,
  "message": "Session cancelled successfully",
  "data": {
    "id": 30,
    "title": "Personal Training Session",
    "status": "cancelled",
    "updated_at": "2025-12-09T16:45:00"
  }
}
""")


def test_delete_session(as_mike, john):
    personal(john, 30, at("2025-12-11T10:30:00"))

    response = as_mike.delete("sessions/30?permanent=true")

    assert response.status_code == 200
    assert response.json() == json.loads("""
{
  "success": true,
  "message": "Session permanently deleted"
}
""")
    assert not Session.objects.exists()


def test_statistics(john):
    """48 sessions of the printed statuses and types; those of the fifth type are there, and zero (S15)."""
    statuses = ["completed"] * 32 + ["scheduled"] * 12 + ["cancelled"] * 3 + ["no-show"]
    types = ["personal"] * 38 + ["group"] * 6 + ["online"] * 3 + ["assessment"]
    for number, (status, session_type) in enumerate(zip(statuses, types, strict=True)):
        start = at(f"2025-12-{number % 28 + 1:02}T{8 + number // 28 * 2:02}:00:00")
        personal(john, number + 1, start, status=status, session_type=session_type)
    upcoming = Session.objects.filter(status="scheduled").order_by("-scheduled_start")

    with time_machine.travel(upcoming[7].scheduled_start, tick=False):
        response = Caller(john.trainer).get(
            "sessions/stats?start_date=2025-12-01T00:00:00&end_date=2025-12-31T23:59:59"
        )

    expected = json.loads("""
{
  "success": true,
  "data": {
    "total_sessions": 48,
    "by_status": {
      "completed": 32,
      "scheduled": 12,
      "cancelled": 3,
      "no-show": 1
    },
    "by_type": {
      "personal": 38,
      "group": 6,
      "online": 3,
      "assessment": 1
    },
    "upcoming_sessions": 8
  }
}
""")
    expected["data"]["by_type"]["consultation"] = 0
    assert response.json() == expected


def test_availability(as_mike, john):
    SessionFactory(
        client=john,
        title="Personal Training - John Doe",
        scheduled_start=at("2025-12-10T10:00:00"),
        scheduled_end=at("2025-12-10T11:00:00"),
    )
    SessionFactory(
        client=john,
        title="Group Class - HIIT",
        scheduled_start=at("2025-12-10T14:00:00"),
        scheduled_end=at("2025-12-10T15:30:00"),
    )

    response = as_mike.get("sessions/availability?date=2025-12-10&duration=90")

    assert response.status_code == 200
    assert response.json() == json.loads("""
{
  "success": true,
  "data": {
    "date": "2025-12-10",
    "requested_duration": 90,
    "available_slots": [
      {
        "start": "2025-12-10T08:00:00",
        "end": "2025-12-10T10:00:00",
        "duration_minutes": 120
      },
      {
        "start": "2025-12-10T11:00:00",
        "end": "2025-12-10T14:00:00",
        "duration_minutes": 180
      },
      {
        "start": "2025-12-10T15:30:00",
        "end": "2025-12-10T20:00:00",
        "duration_minutes": 270
      }
    ],
    "booked_sessions": [
      {
        "start": "2025-12-10T10:00:00",
        "end": "2025-12-10T11:00:00",
        "title": "Personal Training - John Doe"
      },
      {
        "start": "2025-12-10T14:00:00",
        "end": "2025-12-10T15:30:00",
        "title": "Group Class - HIIT"
      }
    ]
  }
}
""")


def test_validation_error(as_mike, assessment):
    """PUT without a start, and with an end that is before the stored one, is wrong in both ways at once."""
    body = {**CREATE, "scheduled_end": "2025-12-11T09:00:00"}
    del body["scheduled_start"]

    response = as_mike.put("sessions/25", body)

    assert response.status_code == 400
    assert response.json() == json.loads("""
{
  "success": false,
  "error": "Validation failed",
  "errors": {
    "scheduled_start": "Scheduled start time is required",
    "scheduled_end": "Scheduled end time must be after start time"
  }
}
""")


def test_permission_denied(assessment):
    response = Caller(TrainerFactory(pk=2)).get("sessions/25")

    assert response.status_code == 403
    assert response.json() == json.loads("""
{
  "success": false,
  "error": "You do not have permission to view this session"
}
""")


def test_update_conflict(as_mike, john, assessment):
    personal(john, 1, at("2025-12-10T14:00:00"))

    response = as_mike.patch(
        "sessions/25",
        {"scheduled_start": "2025-12-10T13:00:00", "scheduled_end": "2025-12-10T15:00:00"},
    )

    assert response.status_code == 409
    assert response.json() == json.loads(r"""
{
  "success": false,
  "error": "Scheduling conflict detected with session \"Personal Training Session\" at 2025-12-10T14:00:00"
}
""")


def test_not_found(as_mike):
    response = as_mike.get("sessions/25")

    assert response.status_code == 404
    assert response.json() == json.loads("""
{
  "success": false,
  "error": "Session not found"
}
""")
