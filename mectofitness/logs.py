"""What the product says about itself: lines of JSON without anybody's data.

Nothing here needs Django's settings, because gunicorn speaks before they are read.
"""

import json
import logging
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError
from django.template import TemplateDoesNotExist, TemplateSyntaxError

# The id of the request that is being served.
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

ROOT = Path(__file__).resolve().parent.parent
# A pipe takes 4 kB in one piece: the lines of several processes do not mix.
TRACE_LENGTH = 3000

# json.dumps() would make one for each line.
ENCODER = json.JSONEncoder(default=str)

# What these say is about the program or the database, never about what was sent or stored.
SPEAKABLE = (
    AttributeError,
    ImportError,
    ImproperlyConfigured,
    InterfaceError,
    InternalError,
    NameError,
    OperationalError,
    ProgrammingError,
    RecursionError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)


class Lines(logging.StreamHandler):
    """Writes to a stream; where that is impossible the product goes on without a word."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """The disk is full, or nobody reads. Python's own words would show what was to be said."""


class Relevant(logging.Filter):
    """Leaves out what the line of a request says anyway: Django's words about a refusal, with its path."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name != "django.request" or record.exc_info is not None


class JSONLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        is_refusal = hasattr(record, "request") and record.name != "django.request"
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": "warning" if is_refusal else record.levelname.lower(),
            "logger": record.name,
            "message": "Refused" if is_refusal else message(record),
            **({"request_id": number} if (number := request_id.get()) else {}),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] and not is_refusal:
            line["traceback"] = trace(record.exc_info[1])
        return ENCODER.encode(line)


def message(record: logging.LogRecord) -> str:
    """What a record says. What it says with an exception, others fill with paths and their values."""
    if record.name == "django.request":
        return "Unexpected exception"
    if record.exc_info:
        return record.msg.replace("%s", "...") if isinstance(record.msg, str) else ""
    said = record.getMessage()
    # gunicorn goes on with what was sent.
    return said.partition(":")[0] if said.startswith("Invalid request from ip=") else said


def trace(error: BaseException) -> str:
    """Where it happened, the last call and what was raised at the end; of values there is nothing."""
    told: set[str] = set()
    lines = []
    for each in reversed(list(_chain(error))):
        calls = [_call(frame) for frame in traceback.extract_tb(each.__traceback__)]
        # What caused it was raised within the same calls.
        lines += [call for call in calls if call not in told] + [_words(each)]
        told.update(calls)
    return "\n".join(lines)[-TRACE_LENGTH:]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception, and those in whose handling it was raised."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _call(frame: traceback.FrameSummary) -> str:
    path = frame.filename.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")
    return f"{path}:{frame.lineno} {frame.name}"


def _words(error: BaseException) -> str:
    """Its type, and its first line if that can hold no data: PostgreSQL's others quote rows."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, SPEAKABLE):
        return f"{kind}: {str(error).partition(chr(10))[0]}"
    if isinstance(error, OSError) and error.strerror:
        return f"{kind}: {error.strerror}"
    return kind
