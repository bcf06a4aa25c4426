"""Times and searches as contract 001 must not, or must, read them."""

import json

import pytest

from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.samples import session, stored
from mectofitness.api.crm.tests.test_input import CLIENT, each, refused

ODD_DAYS = ["2027-02-29", "2027-06-31", "2027-13-01", "2027-00-10", "2027-6-8", "20270608", "2027-W23-2",
    "08.06.2027", "2027-06-08\n", " 2027-06-08", "\u0662\u0660\u0662\u0667-06-08", "+2027-06-08",
    "-2027-06-08", "infinity", "now", "today", "1764583200", "null", "a\x00b"]  # fmt: skip
ODD_TIMES = [*ODD_DAYS, "2027-06-08T24:00:00", "2027-06-08T25:00:00", "2027-06-08T10:60:00",
    "2027-06-08T10:00:60", "2027-06-08T10:00:00+99:99", "2027-06-08T10:00:00+15:00",
    "2027-06-08T10:00:00-00:60",
    "2027-06-08T10:00:00Z\n", " 2027-06-08T10:00:00Z", "2027-06-08T10:00:00 ",
    "\u0662\u0660\u0662\u0667-06-08T10:00:00", "2027-06-08 10:00:00", "2027-06-08T10", "2027-06-08T1000",
    "20270608T100000", "2027-06-08T10:00:00Zulu", "2027-06-08T10:00:00z", "2027-06-08t10:00:00",
    "2027-06-08T10:00:00.", "2027-06-08T10:00:00+2", "2027-06-08T10:00:00+02",
    "2027-06-08T10:00:00[Europe/Berlin]", "2027-06-08T10:00.5", "2027-W23-2T10:00:00", "0001-01-01T00:00:00",
    "9999-12-31T23:59:59", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1969-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z", "10000-01-01T00:00:00", "P1D",
    "2027-06-08T10:00:00/2027-06-08T11:00:00"]  # fmt: skip
NO_TEXTS = [1764583200, 1764583200.5, True, {}, [], ["2027-06-08T10:00:00"], "\ud800"]
NO_MEASURES = ["1_0", " 170", "170 ", "\u0661\u0667\u0660", "0x10", "1e2", "nan", "inf", "1" * 1001, True]


def all_refused(values, name, send):
    assert each(values, send) == {repr(value)[:40]: [name] for value in values}


def sender(caller, method, path, body, name):
    """Sends a value in a JSON body as that field."""
    return lambda value: caller.generic(
        method, path, json.dumps(body | {name: value}).encode(), content_type="application/json"
    )


@pytest.mark.parametrize("name", ["scheduled_start", "scheduled_end", "actual_start", "actual_end"])
def test_time_that_is_none(as_alice, emma, sample, name):
    booked, values = session(emma), [*ODD_TIMES, *NO_TEXTS, "2027-06-08"]
    before = stored()

    all_refused(values, name, sender(as_alice, "PATCH", f"sessions/{booked.pk}", {}, name))
    if name in sample:
        all_refused(values, name, sender(as_alice, "POST", "sessions", sample, name))
    assert stored() == before


@pytest.mark.parametrize(
    ("path", "name"),
    [("sessions", "start_date"), ("sessions", "end_date"), ("sessions/stats", "start_date"),
        ("sessions/stats", "end_date"), ("sessions/availability", "date")],
)  # fmt: skip
def test_time_in_an_address_that_is_none(as_alice, path, name):
    all_refused(ODD_TIMES, name, lambda value: as_alice.get(path, {name: value}))


@pytest.mark.parametrize("name", ["date_of_birth", "membership_until"])
def test_day_that_is_none(as_alice, emma, name):
    values = [*ODD_DAYS, *NO_TEXTS, "2027-06-08T10:00:00", ""]
    before = stored()

    all_refused(values, name, sender(as_alice, "POST", "clients", CLIENT, name))
    all_refused(values, name, sender(as_alice, "PATCH", f"clients/{emma.pk}", {}, name))
    assert stored() == before


@pytest.mark.parametrize("name", ["height", "weight"])
def test_measure_that_is_none(as_alice, name):
    all_refused(NO_MEASURES, name, sender(as_alice, "POST", "clients", CLIENT, name))

    assert stored()["Client"] == []


TITLES = ["100% effort", "under_score", "back\\slash", "(a+)+$", "it's", 'say "hi"', "a.b*c", "[x]", "<b>",
    "%_%", "O'; DROP TABLE scheduling_session; --", "\N{FLEXED BICEPS}", "Ünïcode"]  # fmt: skip


def test_search_is_literal(as_alice, emma):
    for day, title in enumerate(TITLES, start=1):
        session(emma, f"2027-06-{day:02}T10:00:00", title=title)

    for text in [*TITLES, "%", "_", "\\", "(a+)+$", "__", ".*", "'", '"', "\\\\"]:
        data = as_alice.get("sessions", {"search": text, "sort_order": "asc"}).json()["data"]
        assert [item["title"] for item in data["sessions"]] == [title for title in TITLES if text in title]


@pytest.mark.parametrize(
    ("text", "title"), [("ÜBUNG", "übung"), ("übung", "ÜBUNG"), ("ärger", "ÄRGER"), ("ОЛЬГА", "Ольга")]
)
def test_search_whatever_the_case(as_alice, emma, text, title):
    session(emma, title=title)
    ClientFactory(trainer=emma.trainer, first_name=title)

    for path in ("sessions", "clients"):
        assert as_alice.get(path, {"search": text}).json()["data"]["pagination"]["total_items"] == 1


def test_search_of_a_long_text(as_alice):
    assert as_alice.get("sessions", {"search": "a" * 200}).status_code == 200
    assert list(refused(as_alice.get("sessions", {"search": "a" * 201}), 400)) == ["search"]
