"""Contract 002's wrapper: what was asked for in `data`, the rest in `meta`; of a refusal, sentences."""

from collections.abc import Mapping
from typing import Any

from mectofitness.api.failures import Failure


def success(data: Any = None, part: Mapping[str, int] | None = None) -> dict[str, Any]:
    """`part` says which part of a list the data are."""
    meta: dict[str, Any] = {"message": "success"}
    if part is not None:
        meta["meta"] = part
    return {"data": {} if data is None else data, "meta": meta}


def failure(failure: Failure) -> dict[str, Any]:
    sentences = [f"{name}: {message}" for name, message in failure.fields.items()]
    answer = {
        "statusCode": failure.status,
        "message": failure.message,
        "errors": sentences or [failure.message],
    }
    return answer | {"requestId": failure.request_id} if failure.request_id else answer
