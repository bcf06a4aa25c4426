"""Contract 001's wrapper of every answer: success, error, and the pages of a list."""

from typing import Any

from mectofitness.api.failures import Failure


def success(data: Any = None, message: str | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = {"success": True}
    if message is not None:
        answer["message"] = message
    if data is not None:
        answer["data"] = data
    return answer


def failure(failure: Failure) -> dict[str, Any]:
    answer: dict[str, Any] = {"success": False, "error": failure.message}
    if failure.fields:
        answer["errors"] = dict(failure.fields)
    if failure.request_id:
        answer["request_id"] = failure.request_id
    return answer
