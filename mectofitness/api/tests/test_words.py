"""What is said of what cannot be read: what would be right, in the words of the dialect that was spoken."""

import pytest

from mectofitness.api.tests import callers

NAIVE, UTC = "2027-06-08T10:00:00", "2027-06-08T10:00:00Z"
PLUS = " (write the + of an offset as %2B in an address)"
NO_DATE = "There is no such date; write for example 2027-06-08."
CALENDAR = ("calendar/session", "start_time")
CRM = ("v1/sessions", "scheduled_start")
TIMELINE = ("timeline/sessions", "startDateTime")


class Caller(callers.Caller):
    prefix = "/api/"


@pytest.fixture
def as_alice(alice) -> Caller:
    return Caller(alice)


def said(response, name):
    """What a 400 says of a field, in the shape of any dialect."""
    assert response.status_code == 400, response.json()
    errors = response.json()["errors"]
    if isinstance(errors, list):
        errors = dict(sentence.split(": ", 1) for sentence in errors)
    return errors[name]


def form(example):
    return f"Write an ISO 8601 date and time, for example {example}"


@pytest.mark.parametrize(
    ("door", "sent", "words"),
    [
        (CALENDAR, "tomorrow", f"{form(UTC)}."),
        (CALENDAR, "2027-06-08", f"A time is missing; write for example {UTC}."),
        (CALENDAR, NAIVE, f"An offset is missing; write for example {UTC}."),
        (TIMELINE, "tomorrow", f"{form(UTC)}."),
        (TIMELINE, NAIVE, f"An offset is missing; write for example {UTC}."),
        (CRM, "tomorrow", f"{form(NAIVE)}."),
        (CRM, "2027-06-08", f"A time is missing; write for example {NAIVE}."),
        (CRM, "2027-02-29T10:00:00", NO_DATE),
        (CRM, "2027-06-08T25:00:00", "There is no such time; write for example 10:00:00."),
        (CRM, "2027-06-08 10:00:00", f"{form(NAIVE)}."),
    ],
)
def test_time_in_a_body(as_alice, door, sent, words):
    path, name = door

    assert said(as_alice.post(path, {name: sent}), name) == words


@pytest.mark.parametrize(("path", "name"), [CALENDAR, CRM, TIMELINE])
def test_time_that_is_an_example_is_read(as_alice, path, name):
    example = said(as_alice.post(path, {name: "tomorrow"}), name).removesuffix(".").split()[-1]

    errors = as_alice.post(path, {name: example}).json()["errors"]

    assert [error for error in errors if error.startswith(name)] == []


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("sessions?start_date=tomorrow", "start_date", f"{form(NAIVE)}."),
        ("sessions?start_date=2027-06-08T10:00:00+02:00", "start_date", f"{form(NAIVE)}{PLUS}."),
        ("sessions/availability?date=2027-06-08T10:00:00+02:00", "date", f"{form(NAIVE)}{PLUS}."),
        ("sessions/availability?date=2027-02-29", "date", NO_DATE),
        ("sessions/availability?date=2027-02-29T10:00:00", "date", NO_DATE),
    ],
)
def test_time_in_an_address(as_alice, query, name, words):
    assert said(as_alice.get(f"v1/{query}"), name) == words


@pytest.mark.parametrize("name", ["date_of_birth", "membership_until"])
def test_day_that_does_not_exist(as_alice, emma, name):
    assert said(as_alice.patch(f"v1/clients/{emma.pk}", {name: "2027-02-29"}), name) == NO_DATE


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("v1/sessions?status=bogus", "status", "scheduled, completed, cancelled, no-show"),
        (
            "v1/sessions?session_type=bogus",
            "session_type",
            "personal, group, online, assessment, consultation",
        ),
        (
            "v1/sessions?sort_by=bogus",
            "sort_by",
            "scheduled_start, scheduled_end, created_at, updated_at, status, title",
        ),
        ("v1/sessions?sort_order=ASC", "sort_order", "asc, desc"),
        ("v1/clients?status=bogus", "status", "active, inactive"),
        ("timeline/sessions?startDateTimeSortOrder=asc", "startDateTimeSortOrder", "ASC, DESC"),
    ],
)
def test_choice_in_an_address(as_alice, query, name, words):
    assert said(as_alice.get(query), name) == f"Write one of: {words}."


@pytest.mark.parametrize("sent", ["", None])
def test_session_type_that_is_empty(as_alice, sent):
    response = as_alice.post("calendar/session", {"session_type": sent})

    assert said(response, "session_type") == "Session type is required"


@pytest.mark.parametrize("path", ["calendar/session", "v1/sessions", "timeline/sessions"])
@pytest.mark.parametrize(
    ("sent", "wrong"),
    [("Text/Plain; charset=utf-8", 'Content-Type "text/plain" is not read'), ("", "Content-Type is missing")],
)
def test_body_that_is_no_json(as_alice, path, sent, wrong):
    response = as_alice.generic("POST", path, b"{}", content_type=sent)

    assert response.status_code == 415
    assert f"{wrong}; send application/json." in response.json().values()


@pytest.mark.parametrize(
    ("path", "credentials"),
    [
        ("calendar/session", "a bearer token or the session cookie"),
        ("v1/sessions", "a bearer token or the session cookie"),
        ("timeline/sessions", "a bearer token"),
        ("timeline/timelines", "a bearer token"),
    ],
)
def test_who_has_not_signed_in(db, path, credentials):
    response = Caller().post(path, {})

    assert response.status_code == 401
    assert f"Sign in first: send {credentials}." in response.json().values()


@pytest.mark.parametrize("noun", ["Session", "Client"])
@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_id_that_nothing_has(as_alice, noun, method):
    ids = ["0", 2**31, 2**63 - 1, 2**63, 10**18, "9" * 5000, "0" * 30]

    answers = [getattr(as_alice, method)(f"v1/{noun.lower()}s/{id}", {}) for id in ids]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["error"] for answer in answers} == {f"{noun} not found"}
