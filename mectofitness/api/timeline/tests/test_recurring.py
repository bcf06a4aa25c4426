"""What repeats in contract 002: type and cycle, day and start, each said twice; and how it ends."""

from datetime import UTC, datetime

import pytest

from mectofitness.api.timeline.tests.samples import KEYS, data, made, refusal, stored, wrong
from scheduling.models import Series, Session
from scheduling.tests.factories import SessionFactory

# Friday 2027-06-11, half past ten in the evening in London, and Saturday half past midnight in Berlin
LATE = {"startDateTime": "2027-06-11T22:30:00Z", "endDateTime": "2027-06-11T23:30:00Z"}
SATURDAY = {"startDateTime": "2027-06-12T09:00:00Z", "endDateTime": "2027-06-12T10:00:00Z"}
NO_CYCLE = {"repeatCycleType": None, "recurringDayOfWeek": None}


def patched(caller, session, changes):
    return caller.patch(f"sessions/{session['id']}", changes)


def test_create_weekly(as_alice, weekly):
    session = made(as_alice, weekly)

    starts = Session.objects.in_order().values_list("scheduled_start", flat=True)[:3]
    assert list(session) == KEYS
    assert {name: session[name] for name in weekly} == weekly
    assert [start.isoformat() for start in starts] == [
        "2027-06-11T09:00:00+00:00",
        "2027-06-18T09:00:00+00:00",
        "2027-06-25T09:00:00+00:00",
    ]


@pytest.mark.parametrize("cycle", ["DAILY", "MONTHLY", "YEARLY"])
def test_create_other_cycles(as_alice, weekly, cycle):
    session = made(as_alice, weekly | {"repeatCycleType": cycle, "recurringDayOfWeek": None})

    assert (session["type"], session["repeatCycleType"], session["recurringDayOfWeek"]) == (
        "RECURRING",
        cycle,
        None,
    )


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        *[({"type": value}, "type") for value in ("WEEKLY", "one_time", "", None, 1, True, [], {})],
        *[({"repeatCycleType": value}, "repeatCycleType") for value in ("HOURLY", "weekly", "", 1, None)],
        ({"type": "ONE_TIME"}, "repeatCycleType"),
        *[({"recurringDayOfWeek": value}, "recurringDayOfWeek") for value in ("Fri", "friday", "", 5, None)],
        ({"recurringDayOfWeek": "MONDAY"}, "recurringDayOfWeek"),
        ({"repeatCycleType": "DAILY"}, "recurringDayOfWeek"),
        ({"repeatCycleType": "MONTHLY"}, "recurringDayOfWeek"),
        ({"type": "ONE_TIME", "repeatCycleType": None}, "recurringDayOfWeek"),
        ({"startDateTime": None, "endDateTime": None}, "startDateTime"),
        ({"endDateTime": "2027-06-18T09:00:01Z"}, "endDateTime"),
    ],
    ids=str,
)
def test_create_refused(as_alice, weekly, sent, field):
    assert wrong(as_alice.post("sessions", weekly | sent)) == [field]
    assert not Series.objects.exists()


@pytest.mark.parametrize("name", ["type", "repeatCycleType", "recurringDayOfWeek"])
def test_create_without_a_field(as_alice, weekly, name):
    del weekly[name]

    assert wrong(as_alice.post("sessions", weekly)) == [name]


def test_create_day_that_is_none_is_told_as_such(as_alice, weekly):
    response = as_alice.post("sessions", weekly | {"recurringDayOfWeek": "Fri"})

    days = "MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY"
    assert response.json()["errors"] == [f"recurringDayOfWeek: Write one of: {days}."]


def test_create_day_is_that_of_the_trainers_clock(as_alice, weekly):
    friday = as_alice.post("sessions", weekly | LATE)
    saturday = made(as_alice, weekly | LATE | {"recurringDayOfWeek": "SATURDAY"})

    assert friday.json()["errors"] == [
        "recurringDayOfWeek: The session starts on a SATURDAY in Europe/Berlin."
    ]
    assert (saturday["startDateTime"], saturday["recurringDayOfWeek"]) == (LATE["startDateTime"], "SATURDAY")


def test_create_conflict_of_a_later_occurrence(as_alice, emma, weekly):
    SessionFactory(client=emma, scheduled_start=datetime(2027, 8, 13, 9, 30, tzinfo=UTC))
    before = stored()

    response = as_alice.post("sessions", weekly)

    message = (
        'Scheduling conflict detected with session "Personal Training" at 2027-08-13T11:30:00;'
        " sessions of the series that collide: 1, the first on 2027-08-13"
    )
    assert (response.status_code, response.json()) == (409, refusal(409, message))
    assert stored() == before


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ({"repeatInterval": 1}, {}),
        ({"repeatInterval": 2}, {"repeatInterval": 2}),
        ({"repeatCount": 3}, {"repeatCount": 3}),
        ({"repeatCount": None, "repeatUntil": None}, {}),
        ({"repeatUntil": "2027-06-25T11:00:00+02:00"}, {"repeatUntil": "2027-06-25T09:00:00Z"}),
        ({"repeatUntil": "2027-06-25"}, {"repeatUntil": "2027-06-25T21:59:59Z"}),
        ({"repeatUntil": "2099-12-31"}, {"repeatUntil": "2099-12-31T22:59:59Z"}),
    ],
    ids=str,
)
def test_end_and_interval(as_alice, weekly, sent, answered):
    session = made(as_alice, weekly | sent)

    assert list(session) == [*KEYS, *answered]
    assert {name: session[name] for name in answered} == answered
    assert data(as_alice.get(f"sessions/{session['id']}")) == session


def test_until_a_date_is_the_whole_of_that_day(as_alice, weekly):
    """The last is on the 26th on the clock of Berlin, and on the 25th in London."""
    made(as_alice, weekly | LATE | {"recurringDayOfWeek": "SATURDAY", "repeatUntil": "2027-06-26"})

    assert Session.objects.count() == 3


def test_until_the_last_date_there_is(charlie, as_charlie, weekly, timeline):
    """In New York that day ends after the last year that is kept."""
    timeline.trainer = charlie
    timeline.save()

    session = made(as_charlie, weekly | {"repeatUntil": "2099-12-31"})

    assert session["repeatUntil"] == "2099-12-31T23:59:59Z"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        *[
            ({"repeatInterval": value}, "repeatInterval")
            for value in (0, -1, 1001, 1.5, True, None, "x", 10**30, "2")
        ],
        *[({"repeatCount": value}, "repeatCount") for value in (0, -1, 10_001, 1.5, "", [], 2**63)],
        *[({"repeatUntil": value}, "repeatUntil") for value in ("2027-06-31", "2027-06-10", "x", 5, "")],
        ({"repeatUntil": "2027-06-25T09:00:00"}, "repeatUntil"),
        ({"repeatUntil": "2100-01-01"}, "repeatUntil"),
        ({"repeatUntil": "2027-12-31", "repeatCount": 5}, "repeatCount"),
        ({"type": "ONE_TIME", **NO_CYCLE, "repeatInterval": 2}, "repeatInterval"),
        ({"type": "ONE_TIME", **NO_CYCLE, "repeatUntil": "2027-12-31"}, "repeatUntil"),
        ({"type": "ONE_TIME", **NO_CYCLE, "repeatCount": 5}, "repeatCount"),
    ],
    ids=str,
)
def test_end_and_interval_refused(as_alice, weekly, sent, field):
    assert wrong(as_alice.post("sessions", weekly | sent)) == [field]
    assert not Series.objects.exists()


def test_update_moves_all_that_is_to_come(as_alice, weekly):
    session = made(as_alice, weekly)
    times = {"startDateTime": "2027-06-11T12:00:00Z", "endDateTime": "2027-06-11T12:30:00Z"}

    changed = data(patched(as_alice, session, times))

    starts = Session.objects.holding_time().in_order().values_list("scheduled_start", flat=True)[:2]
    assert changed == session | times | {"updatedAt": changed["updatedAt"]}
    assert [start.isoformat() for start in starts] == [
        "2027-06-11T12:00:00+00:00",
        "2027-06-18T12:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("changes", "answered"),
    [
        ({"recurringDayOfWeek": "FRIDAY"}, {}),
        (SATURDAY | {"recurringDayOfWeek": "SATURDAY"}, SATURDAY | {"recurringDayOfWeek": "SATURDAY"}),
        ({"repeatCycleType": "DAILY"}, {"repeatCycleType": "DAILY", "recurringDayOfWeek": None}),
        (
            {"repeatCycleType": "MONTHLY", "recurringDayOfWeek": None},
            {"repeatCycleType": "MONTHLY", "recurringDayOfWeek": None},
        ),
        ({"type": "RECURRING"}, {}),
        ({"type": "ONE_TIME"}, {"type": "ONE_TIME", **NO_CYCLE}),
        ({"type": "ONE_TIME", **NO_CYCLE}, {"type": "ONE_TIME", **NO_CYCLE}),
        (SATURDAY | {"type": "ONE_TIME"}, SATURDAY | {"type": "ONE_TIME", **NO_CYCLE}),
    ],
    ids=str,
)
def test_update_weekly(as_alice, weekly, changes, answered):
    session = made(as_alice, weekly)

    changed = data(patched(as_alice, session, changes))

    assert changed == session | answered | {"updatedAt": changed["updatedAt"]}
    assert list(changed) == KEYS


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (SATURDAY, "recurringDayOfWeek"),
        ({"recurringDayOfWeek": "MONDAY"}, "recurringDayOfWeek"),
        ({"recurringDayOfWeek": None}, "recurringDayOfWeek"),
        (LATE, "recurringDayOfWeek"),
        ({"repeatCycleType": "DAILY", "recurringDayOfWeek": "FRIDAY"}, "recurringDayOfWeek"),
        ({"repeatCycleType": None}, "repeatCycleType"),
        ({"type": "ONE_TIME", "repeatCycleType": "WEEKLY"}, "repeatCycleType"),
        ({"type": "ONE_TIME", "recurringDayOfWeek": "FRIDAY"}, "recurringDayOfWeek"),
        ({"type": "ONE_TIME", "repeatCount": 3}, "repeatCount"),
        ({"type": None}, "type"),
        ({"startDateTime": None, "endDateTime": None}, "startDateTime"),
        # What could not be read contradicts nothing.
        ({"startDateTime": "soon", "recurringDayOfWeek": "MONDAY"}, "startDateTime"),
        ({"repeatCycleType": "HOURLY", "recurringDayOfWeek": "MONDAY"}, "repeatCycleType"),
        ({"type": "ONCE", "repeatCycleType": None}, "type"),
    ],
    ids=str,
)
def test_update_weekly_refused(as_alice, weekly, changes, field):
    session = made(as_alice, weekly)
    before = stored()

    assert wrong(patched(as_alice, session, changes)) == [field]
    assert stored() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "RECURRING"}, "repeatCycleType"),
        ({"repeatCycleType": "DAILY"}, "repeatCycleType"),
        ({"type": "RECURRING", "repeatCycleType": "WEEKLY"}, "recurringDayOfWeek"),
        ({"recurringDayOfWeek": "FRIDAY"}, "recurringDayOfWeek"),
        ({"repeatCount": 3}, "repeatCount"),
    ],
    ids=str,
)
def test_update_once_refused(as_alice, once, changes, field):
    session = made(as_alice, once)
    before = stored()

    assert wrong(patched(as_alice, session, changes)) == [field]
    assert stored() == before


def test_update_once_to_weekly(as_alice, once, weekly):
    session = made(as_alice, once)
    repeats = {name: weekly[name] for name in ("type", "repeatCycleType", "recurringDayOfWeek")}

    changed = data(patched(as_alice, session, repeats))

    assert changed == session | repeats | {"updatedAt": changed["updatedAt"]}
    assert Session.objects.count() > 50


def test_update_daily_to_weekly_needs_the_day(as_alice, weekly):
    session = made(as_alice, weekly | {"repeatCycleType": "DAILY", "recurringDayOfWeek": None})

    assert wrong(patched(as_alice, session, {"repeatCycleType": "WEEKLY"})) == ["recurringDayOfWeek"]
    day = {"repeatCycleType": "WEEKLY", "recurringDayOfWeek": "FRIDAY"}
    assert data(patched(as_alice, session, day))["recurringDayOfWeek"] == "FRIDAY"


def test_update_to_once_ends_what_repeats(as_alice, weekly):
    session = made(as_alice, weekly | {"repeatInterval": 2, "repeatUntil": "2027-12-31"})

    changed = data(patched(as_alice, session, {"type": "ONE_TIME"}))

    assert list(changed) == KEYS
    assert Session.objects.holding_time().count() == 1


def test_day_is_that_of_the_clock_on_which_it_was_made(as_alice, alice, weekly):
    """The trainer has moved since; the session has not."""
    session = made(as_alice, weekly | LATE | {"recurringDayOfWeek": "SATURDAY"})
    alice.timezone = "America/New_York"
    alice.save()

    assert data(as_alice.get(f"sessions/{session['id']}")) == session
    assert data(patched(as_alice, session, {"name": "Rehab"}))["recurringDayOfWeek"] == "SATURDAY"
    assert wrong(patched(as_alice, session, {"recurringDayOfWeek": "FRIDAY"})) == ["recurringDayOfWeek"]
    until = data(patched(as_alice, session, {"repeatUntil": "2027-12-31"}))["repeatUntil"]
    assert until == "2027-12-31T22:59:59Z"


def test_update_into_a_conflict_changes_nothing(as_alice, emma, weekly):
    session = made(as_alice, weekly)
    SessionFactory(client=emma, scheduled_start=datetime(2027, 7, 16, 12, tzinfo=UTC))
    before = stored()
    times = {"startDateTime": "2027-06-11T12:00:00Z", "endDateTime": "2027-06-11T13:00:00Z"}

    assert patched(as_alice, session, times).status_code == 409
    assert stored() == before


def test_remove_frees_the_time(as_alice, weekly):
    session = made(as_alice, weekly)

    data(as_alice.delete(f"sessions/{session['id']}"))

    assert not Session.objects.holding_time().exists()
    assert made(as_alice, weekly)["id"] != session["id"]


@pytest.mark.parametrize("count", [1, 50])
def test_create_queries(as_alice, weekly, count, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        made(as_alice, weekly | {"repeatCount": count})
