"""What a line of the log holds, and what it never does."""

import json
import logging
import sys
from contextlib import suppress

import pytest
from django.db import DataError, IntegrityError, OperationalError

from mectofitness import logs

CANARY = "canary-7b1f"


def said(record):
    """The line of a record, but for its time."""
    line = logs.JSONLines().format(record)
    assert "\n" not in line
    spoken = json.loads(line)
    assert spoken.pop("time").endswith("+00:00")
    return spoken


def record(message, *args, name="x", error=None, **more):
    made = logging.LogRecord(
        name, logging.ERROR, "x.py", 1, message, args, error and (type(error), error, None)
    )
    made.__dict__.update(more)
    return made


def raised(error):
    """The exception with its traceback, as it was caught."""
    try:
        raise error
    except type(error) as caught:
        return caught


def test_line_of_a_record():
    assert said(record("%s rows", 5, fields={"rows": 5})) == {
        "level": "error",
        "logger": "x",
        "message": "5 rows",
        "rows": 5,
    }


def test_line_while_a_request_is_served():
    token = logs.request_id.set("abcdefgh")
    try:
        assert said(record("x"))["request_id"] == "abcdefgh"
    finally:
        logs.request_id.reset(token)
    assert "request_id" not in said(record("x"))


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal: {CANARY}"),
        KeyError(CANARY),
        IntegrityError(f"duplicate key\nDETAIL:  Key (email)=({CANARY}) already exists."),
        DataError(f'invalid input syntax for type uuid: "{CANARY}"'),
        OperationalError(f"deadlock detected\nDETAIL:  Failing row contains ({CANARY})."),
        FileNotFoundError(2, "No such file or directory", CANARY),
    ],
    ids=lambda error: type(error).__name__,
)
def test_exception_tells_no_values(error):
    try:
        raise RuntimeError(CANARY) from raised(error)
    except RuntimeError as outer:
        line = said(record("Error handling request %s", f"/reset/{CANARY}", error=outer))

    assert CANARY not in json.dumps(line)
    assert line["message"] == "Error handling request ..."
    assert line["traceback"].endswith("test_exception_tells_no_values\nbuiltins.RuntimeError")
    assert "mectofitness/tests/test_logs.py:" in line["traceback"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("no such table: x\nmore"), "django.db.utils.OperationalError: no such table: x"),
        (AttributeError("no attribute 'x'"), "builtins.AttributeError: no attribute 'x'"),
        (OSError(28, "No space left on device", "/x"), "builtins.OSError: No space left on device"),
    ],
    ids=str,
)
def test_exception_tells_what_is_wrong_with_the_program(error, words):
    assert said(record("x", error=raised(error)))["traceback"].split("\n")[-1] == words


def test_traceback_without_end():
    def again():
        again()

    try:
        again()
    except RecursionError as error:
        line = logs.JSONLines().format(record("x", error=error))

    assert len(line) < 4096
    assert "RecursionError" in line


@pytest.mark.parametrize(
    ("name", "message", "expected"),
    [
        ("django.security.csrf", "Forbidden (%s): %s", "Refused"),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: %s %s", "Refused"),
        ("django.request", "%s: %s", "Unexpected exception"),
    ],
)
def test_words_of_django_about_a_request(name, message, expected):
    line = said(record(message, CANARY, CANARY, name=name, error=ValueError(CANARY), request=object()))

    assert line["message"] == expected
    assert CANARY not in json.dumps(line)
    assert (line["level"], "traceback" in line) == (
        ("error", True) if name == "django.request" else ("warning", False)
    )


def test_words_of_gunicorn_about_a_request():
    line = said(record(f"Invalid request from ip=127.0.0.1: Invalid HTTP Header: '{CANARY}'"))

    assert line["message"] == "Invalid request from ip=127.0.0.1"


def test_refusal_that_the_line_of_its_request_tells_is_left_out():
    relevant = logs.Relevant()

    assert not relevant.filter(record("%s: %s", name="django.request"))
    assert relevant.filter(record("%s: %s", name="django.request", error=ValueError()))
    assert relevant.filter(record("x"))


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_disk_that_is_full(capfd):
    full = open("/dev/full", "w")  # noqa: SIM115  # closing it fails, too
    handler = logs.Lines(full)
    for _ in range(3):
        handler.handle(record(CANARY))
    with suppress(OSError):
        full.close()

    assert capfd.readouterr() == ("", "")
