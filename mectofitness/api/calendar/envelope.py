"""Contract 000 wraps nothing: answers are bare, refusals a message and the fields that are wrong."""

from typing import Any

from mectofitness.api.failures import Failure


def failure(failure: Failure) -> dict[str, Any]:
    answer: dict[str, Any] = {"message": failure.message}
    if failure.fields:
        answer["errors"] = dict(failure.fields)
    if failure.request_id:
        answer["request_id"] = failure.request_id
    return answer


def success() -> dict[str, Any]:
    return {}
