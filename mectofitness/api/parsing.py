"""How bodies are read: JSON objects in UTF-8, of bounded depth, and nothing else."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser


class StrictJSONParser(BaseParser):
    """Reads one JSON object. What is not one is a 400, compressed a 415."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        meta = (parser_context or {})["request"].META
        if meta.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
            raise UnsupportedMediaType(self.media_type, "Send the body as it is, without Content-Encoding.")
        return _load(stream.read())


def _load(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body.decode(), parse_constant=_refuse)
    except RecursionError:
        raise ParseError("The JSON is nested too deep.") from None
    except ValueError:  # not UTF-8, not JSON, or a number of thousands of digits
        raise ParseError("The body is not valid JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise ParseError("The body must be a JSON object.")
    return value


def _refuse(constant: str) -> NoReturn:
    """NaN and Infinity are JavaScript's, not JSON's."""
    raise ValueError(constant)
