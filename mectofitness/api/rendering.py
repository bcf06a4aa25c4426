"""How answers are written: JSON, whatever the caller says it accepts."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

# What orjson would write in its own way is written in REST framework's.
AS_BEFORE = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
# Line ends of JavaScript, which no JSON has to escape.
LINE, ESCAPED_LINE = "\u2028".encode(), rb"\u2028"
PARAGRAPH, ESCAPED_PARAGRAPH = "\u2029".encode(), rb"\u2029"

_otherwise = JSONRenderer.encoder_class().default


class QuickJSON(JSONRenderer):
    """Byte for byte as REST framework's, which is asked for what orjson refuses: numbers beyond 64 bits.

    Not so of very large and small fractions, nor of NaN, which would be null: the only fractions that we
    answer are a client's measures, and a test says so (test_openapi).
    """

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        try:
            written = orjson.dumps(data, _otherwise, AS_BEFORE)
        except TypeError:
            return super().render(data, accepted_media_type, renderer_context)
        return written.replace(LINE, ESCAPED_LINE).replace(PARAGRAPH, ESCAPED_PARAGRAPH)


class AlwaysFirst(BaseContentNegotiation):
    """The view's first renderer always; a parser only for its own media type, else 415."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        sent = request.content_type.partition(";")[0].strip().lower()
        for parser in parsers:
            if parser.media_type == sent:
                return parser
        wrong = f'Content-Type "{sent}" is not read' if sent else "Content-Type is missing"
        raise UnsupportedMediaType(sent, f"{wrong}; send application/json.")

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, str(first.media_type)
