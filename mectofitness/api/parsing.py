"""How bodies are read: JSON objects in UTF-8, of bounded size and depth, and nothing else."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser


class BodyTooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"The body is larger than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes."


class StrictJSONParser(BaseParser):
    """Reads one JSON object. What is not one is a 400, too large a 413, compressed a 415."""

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
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if int(meta.get("CONTENT_LENGTH") or 0) > most:
            raise BodyTooLarge()
        body = stream.read(most + 1)
        if len(body) > most:
            raise BodyTooLarge()
        return _load(body)


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
