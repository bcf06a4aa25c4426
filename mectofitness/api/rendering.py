"""How answers are written: JSON, whatever the caller says it accepts."""

from collections.abc import Iterable

from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


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
