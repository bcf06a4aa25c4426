"""Examples of bodies and answers for the OpenAPI schema: contract 002's, on a timeline whose id is a uuid."""

RECURRING = {
    "type": "RECURRING",
    "timelineId": "a1b2c3d4-e5f6-4890-a1b2-c3d4e5f6a7b8",
    "name": "Weekly Yoga Class",
    "startDateTime": "2023-12-01T09:00:00Z",
    "endDateTime": "2023-12-01T10:00:00Z",
    "repeatCycleType": "WEEKLY",
    "recurringDayOfWeek": "FRIDAY",
    "description": "Weekly yoga session for intermediate level",
}
ONE_TIME = {
    "type": "ONE_TIME",
    "timelineId": "a1b2c3d4-e5f6-4890-a1b2-c3d4e5f6a7b8",
    "name": "Special Workshop",
    "startDateTime": "2023-12-15T14:00:00Z",
    "endDateTime": "2023-12-15T16:00:00Z",
    "description": "Special workshop event",
}
UPDATE = {
    "startDateTime": "2023-12-08T10:30:00Z",
    "endDateTime": "2023-12-08T11:30:00Z",
    "description": "Updated time for yoga session",
}
SESSION = {
    "id": "5f0c9f0e-6b1f-4d5e-9a55-3d1c8f3b9a10",
    **RECURRING,
    "createdAt": "2023-11-20T08:15:30Z",
    "updatedAt": "2023-11-20T08:15:30Z",
    "removedAt": None,
}
ONE = {"data": SESSION, "meta": {"message": "success"}}
UPDATED = {
    "data": SESSION | UPDATE | {"updatedAt": "2023-11-21T17:40:05Z"},
    "meta": {"message": "success"},
}
REMOVED = {
    "data": SESSION | {"updatedAt": "2023-11-22T07:00:00Z", "removedAt": "2023-11-22T07:00:00Z"},
    "meta": {"message": "success"},
}
PART = {
    "data": [SESSION],
    "meta": {"message": "success", "meta": {"skip": 0, "take": 10, "count": 1}},
}
TIMELINE_BODY = {
    "name": "Morning routine",
    "description": "Mobility before work",
    "clientId": "7ed42ee7-aa61-4623-9898-5781762dde30",
}
TIMELINE = {
    "data": {
        "id": "a1b2c3d4-e5f6-4890-a1b2-c3d4e5f6a7b8",
        **TIMELINE_BODY,
        "createdAt": "2023-11-20T08:10:00Z",
        "updatedAt": "2023-11-20T08:10:00Z",
        "removedAt": None,
    },
    "meta": {"message": "success"},
}
FAILURES = {
    400: {
        "statusCode": 400,
        "message": "Validation failed",
        "errors": [
            "timelineId: Timeline not found",
            "recurringDayOfWeek: The session starts on a SATURDAY in Europe/Berlin.",
        ],
    },
    404: {"statusCode": 404, "message": "Session not found", "errors": ["Session not found"]},
}
TIMELINE_FAILURES = {
    400: {"statusCode": 400, "message": "Validation failed", "errors": ["name: Name is required"]},
    404: {"statusCode": 404, "message": "Timeline not found", "errors": ["Timeline not found"]},
}
