"""Examples of bodies and answers for the OpenAPI schema, as contract 001 prints them."""

SESSION_LIST = {
    "success": True,
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
                "actual_start": None,
                "actual_end": None,
                "status": "scheduled",
                "exercises_performed": None,
                "notes": "Client wants to focus on upper body",
                "client_feedback": None,
                "trainer_notes": "Remember client has shoulder sensitivity",
                "google_event_id": None,
                "outlook_event_id": None,
                "created_at": "2025-12-09T10:30:00",
                "updated_at": "2025-12-09T10:30:00",
                "trainer_id": 1,
                "client_id": 5,
                "client": {
                    "id": 5,
                    "name": "John Doe",
                    "email": "john@example.com",
                    "phone": "+1-555-0123",
                    "status": "active",
                },
            }
        ],
        "pagination": {
            "page": 1,
            "per_page": 20,
            "total_pages": 3,
            "total_items": 48,
            "has_next": True,
            "has_prev": False,
        },
    },
}
SESSION_DETAIL = {
    "success": True,
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
        "outlook_event_id": None,
        "created_at": "2025-12-05T14:20:00",
        "updated_at": "2025-12-10T10:05:00",
        "trainer_id": 1,
        "client_id": 8,
        "client": {
            "id": 8,
            "name": "Sarah Johnson",
            "email": "sarah@example.com",
            "phone": "+1-555-0456",
            "status": "active",
        },
        "trainer": {
            "id": 1,
            "username": "trainer_mike",
            "email": "mike@mectofitness.com",
            "full_name": "Mike Thompson",
        },
    },
}
SESSION_BODY = {
    "client_id": 5,
    "title": "Initial Fitness Assessment",
    "description": "Comprehensive fitness evaluation and goal setting",
    "session_type": "assessment",
    "location": "Main Gym - Assessment Area",
    "scheduled_start": "2025-12-11T10:00:00",
    "scheduled_end": "2025-12-11T11:30:00",
    "notes": "Bring body composition analysis equipment",
    "trainer_notes": "Client mentioned previous knee injury",
}
SESSION_CREATED = {
    "success": True,
    "message": "Session created successfully",
    "data": {
        "id": 25,
        "title": "Initial Fitness Assessment",
        "description": "Comprehensive fitness evaluation and goal setting",
        "session_type": "assessment",
        "location": "Main Gym - Assessment Area",
        "scheduled_start": "2025-12-11T10:00:00",
        "scheduled_end": "2025-12-11T11:30:00",
        "actual_start": None,
        "actual_end": None,
        "status": "scheduled",
        "exercises_performed": None,
        "notes": "Bring body composition analysis equipment",
        "client_feedback": None,
        "trainer_notes": "Client mentioned previous knee injury",
        "google_event_id": None,
        "outlook_event_id": None,
        "created_at": "2025-12-09T15:20:00",
        "updated_at": "2025-12-09T15:20:00",
        "trainer_id": 1,
        "client_id": 5,
        "client": {
            "id": 5,
            "name": "John Doe",
            "email": "john@example.com",
            "phone": "+1-555-0123",
            "status": "active",
        },
    },
}
SESSION_COMPLETED = {
    "status": "completed",
    "actual_start": "2025-12-11T10:05:00",
    "actual_end": "2025-12-11T11:35:00",
    "exercises_performed": "Body composition scan, flexibility tests, strength assessments, cardiovascular evaluation",
    "trainer_notes": "Client showed good baseline fitness. Needs work on core strength and flexibility.",
    "client_feedback": "Really helpful assessment. Excited to start training!",
}
SESSION_MOVED = {"scheduled_start": "2025-12-12T14:00:00", "scheduled_end": "2025-12-12T15:00:00"}
SESSION_CANCELLED = {
    "success": True,
    "message": "Session cancelled successfully",
    "data": {
        "id": 30,
        "title": "Personal Training Session",
        "status": "cancelled",
        "updated_at": "2025-12-09T16:45:00",
    },
}
STATISTICS = {
    "success": True,
    "data": {
        "total_sessions": 48,
        "by_status": {"completed": 32, "scheduled": 12, "cancelled": 3, "no-show": 1},
        # The last is not printed in the contract, but always answered.
        "by_type": {"personal": 38, "group": 6, "online": 3, "assessment": 1, "consultation": 0},
        "upcoming_sessions": 8,
    },
}
AVAILABILITY = {
    "success": True,
    "data": {
        "date": "2025-12-10",
        "requested_duration": 90,
        "available_slots": [
            {"start": "2025-12-10T08:00:00", "end": "2025-12-10T10:00:00", "duration_minutes": 120},
            {"start": "2025-12-10T11:00:00", "end": "2025-12-10T14:00:00", "duration_minutes": 180},
            {"start": "2025-12-10T15:30:00", "end": "2025-12-10T20:00:00", "duration_minutes": 270},
        ],
        "booked_sessions": [
            {
                "start": "2025-12-10T10:00:00",
                "end": "2025-12-10T11:00:00",
                "title": "Personal Training - John Doe",
            },
            {"start": "2025-12-10T14:00:00", "end": "2025-12-10T15:30:00", "title": "Group Class - HIIT"},
        ],
    },
}
CLIENT_BODY = {"first_name": "Emma", "last_name": "Wilson", "email": "emma.wilson@gmail.com"}
FAILURES = {
    400: {
        "success": False,
        "error": "Validation failed",
        "errors": {
            "scheduled_start": "Scheduled start time is required",
            "scheduled_end": "Scheduled end time must be after start time",
        },
    },
    403: {"success": False, "error": "You do not have permission to view this session"},
    404: {"success": False, "error": "Session not found"},
    409: {
        "success": False,
        "error": 'Scheduling conflict detected with session "Personal Training Session" at 2025-12-11T10:30:00',
    },
}
CLIENT_FAILURES = {
    400: {
        "success": False,
        "error": "Validation failed",
        "errors": {"last_name": "This field is required.", "email": "Enter a valid email address."},
    },
    403: {"success": False, "error": "You do not have permission to view this client"},
    404: {"success": False, "error": "Client not found"},
}
SIGN_IN_FAILURES = {
    400: {"success": False, "error": "Validation failed", "errors": {"password": "This field is required."}},
    401: {"success": False, "error": "The user name or the password is wrong."},
}
