"""What the tests of contract 002 compare: keys, answers, and all that is stored."""

from typing import Any

from scheduling.models import Series, Session, Timeline

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
TIMELINE_KEYS = ["id", "name", "description", "clientId", "createdAt", "updatedAt", "removedAt"]
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def data(response: Any) -> Any:
    """What was answered, without what wraps it."""
    assert response.status_code == 200, response.json()
    assert response.json()["meta"]["message"] == "success"
    return response.json()["data"]


def made(caller: Any, body: dict[str, Any]) -> dict[str, Any]:
    """A new session, as it is answered."""
    session: dict[str, Any] = data(caller.post("sessions", body))
    return session


def wrong(response: Any) -> list[str]:
    """The fields that a 400 names."""
    answer = response.json()
    assert (response.status_code, answer["message"]) == (400, "Validation failed"), answer
    assert list(answer) == ["statusCode", "message", "errors"]
    return [sentence.partition(": ")[0] for sentence in answer["errors"]]


def refusal(status: int, message: str) -> dict[str, Any]:
    """The body of a refusal that is of no field."""
    return {"statusCode": status, "message": message, "errors": [message]}


def stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of a timeline and what is on it, to be compared by value."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in (Timeline, Series, Session)
    }
