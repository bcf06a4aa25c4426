"""Contract 001, section 7: the gaps in a trainer's day."""

from datetime import UTC, datetime, time

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.conftest import Caller
from mectofitness.api.crm.tests.samples import at, session
from trainers.tests.factories import TrainerFactory

DAY = "2027-06-08"


def found(caller, query=f"date={DAY}"):
    response = caller.get(f"sessions/availability?{query}")
    assert response.status_code == 200, response.json()
    return response.json()["data"]


def slots(caller, query=f"date={DAY}"):
    """Each as (start, end, minutes), times of that day without the date."""
    return [
        (slot["start"][11:16], slot["end"][11:16], slot["duration_minutes"])
        for slot in found(caller, query)["available_slots"]
    ]


@pytest.fixture
def sampled(emma):
    """The contract's day: booked from ten to eleven, and from two to half past three."""
    session(emma, f"{DAY}T10:00:00", 60, title="Personal Training - John Doe")
    session(emma, f"{DAY}T14:00:00", 90, title="Group Class - HIIT")


WHOLE = [("08:00", "10:00", 120), ("11:00", "14:00", 180), ("15:30", "20:00", 270)]


@pytest.mark.parametrize(
    ("duration", "expected"),
    [(1, WHOLE), (90, WHOLE), (120, WHOLE), (121, WHOLE[1:]), (180, WHOLE[1:]), (181, WHOLE[2:]),
        (270, WHOLE[2:]), (271, []), (1440, [])],
)  # fmt: skip
def test_availability_by_duration(as_alice, sampled, duration, expected):
    assert slots(as_alice, f"date={DAY}&duration={duration}") == expected


@pytest.mark.parametrize("duration", ["0", "-1", "1441", "1000000000", "9" * 5000, "1.5", "abc", "", "%00"])
def test_availability_with_no_duration(as_alice, duration):
    response = as_alice.get(f"sessions/availability?duration={duration}")

    assert (response.status_code, list(response.json()["errors"])) == (400, ["duration"])


def test_availability_of_an_empty_day(as_alice):
    assert found(as_alice) == {
        "date": DAY,
        "requested_duration": 60,
        "available_slots": [{"start": f"{DAY}T08:00:00", "end": f"{DAY}T20:00:00", "duration_minutes": 720}],
        "booked_sessions": [],
    }


def test_availability_of_a_full_day(as_alice, emma):
    session(emma, f"{DAY}T08:00:00", 720, title="Marathon")

    assert found(as_alice) == {
        "date": DAY,
        "requested_duration": 60,
        "available_slots": [],
        "booked_sessions": [{"start": f"{DAY}T08:00:00", "end": f"{DAY}T20:00:00", "title": "Marathon"}],
    }


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Europe/Berlin", "2027-06-09"), ("America/New_York", "2027-06-08"), ("UTC", "2027-06-08")],
)
def test_availability_is_of_today_on_the_trainers_clock(db, zone, today):
    trainer = TrainerFactory(timezone=zone)

    with time_machine.travel(datetime(2027, 6, 8, 22, 30, tzinfo=UTC), tick=False):
        data = found(Caller(trainer), "")

    assert (data["date"], data["requested_duration"]) == (today, 60)


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("2027-06-08T23:59:59", "2027-06-08"),
        ("2027-06-08T22:00:00Z", "2027-06-09"),
        ("2027-06-08T23:30:00-05:00", "2027-06-09"),
        ("2027-06-08T10:00:00.123456", "2027-06-08"),
        ("2027-03-28T02:30:00", "2027-03-28"),  # the clocks skip it, but not its day
        ("1970-01-01", "1970-01-01"),
        ("2099-12-31", "2099-12-31"),
    ],
)
def test_availability_of_a_whole_datetime(as_alice, sent, day):
    assert found(as_alice, f"date={sent}")["date"] == day


@pytest.mark.parametrize("day", ["2027-02-29", "0001-01-01", "9999-12-31", "1969-12-31", "2100-01-01",
    "2027-6-8",
    "tomorrow", "", "2027-03-28T25:00:00", "20270608", "2027-W23-2", "2027-06-08%0A", "%202027-06-08",
    "%D9%A2%D9%A0%D9%A2%D9%A7-06-08", "2027-06-08 10:00", "now", "1764583200"])  # fmt: skip
def test_availability_of_no_day(as_alice, day):
    response = as_alice.get(f"sessions/availability?date={day}")

    assert (response.status_code, list(response.json()["errors"])) == (400, ["date"])


@pytest.mark.parametrize(
    ("start", "minutes", "first", "listed"),
    [
        (f"{DAY}T07:00:00", 120, ("09:00", "20:00", 660), True),
        ("2027-06-07T23:00:00", 600, ("09:00", "20:00", 660), True),
        ("2027-06-07T22:00:00", 120, ("08:00", "20:00", 720), False),
        (f"{DAY}T19:30:00", 600, ("08:00", "19:30", 690), True),
        ("2027-06-09T00:00:00", 60, ("08:00", "20:00", 720), False),
        ("2027-06-01T09:00:00", 14 * 24 * 60, None, True),
    ],
)
def test_availability_beside_the_working_hours(as_alice, emma, start, minutes, first, listed):
    session(emma, start, minutes)

    assert slots(as_alice) == ([first] if first else [])
    assert bool(found(as_alice)["booked_sessions"]) is listed


@pytest.mark.parametrize(
    ("status", "holds"), [("scheduled", True), ("completed", True), ("cancelled", False), ("no-show", False)]
)
def test_availability_by_status(as_alice, emma, status, holds):
    session(emma, f"{DAY}T08:00:00", 720, status=status)

    data = found(as_alice)

    assert (data["available_slots"] == [], len(data["booked_sessions"])) == (holds, holds)


def test_availability_of_a_stranger(as_charlie, charlie, sampled):
    session(ClientFactory(trainer=charlie), f"{DAY}T18:00:00", 60, title="Charlie's")  # noon in New York

    data = found(as_charlie)

    assert [booked["title"] for booked in data["booked_sessions"]] == ["Charlie's"]
    assert slots(as_charlie) == [("08:00", "12:00", 240), ("13:00", "20:00", 420)]


def test_availability_with_room_for_two(as_alice, alice, emma, sampled):
    alice.parallel_sessions = 2
    alice.save()
    session(ClientFactory(trainer=alice), f"{DAY}T10:30:00", 60)

    assert slots(as_alice) == [("08:00", "10:30", 150), ("11:00", "20:00", 540)]
    assert len(found(as_alice)["booked_sessions"]) == 3


def test_availability_in_hours_of_ones_own(as_alice, alice, sampled):
    tuesday = 1
    for starts, ends in (("09:00", "12:00"), ("12:00", "13:00"), ("15:00", "18:15")):
        alice.working_hours.create(
            weekday=tuesday, starts_at=time.fromisoformat(starts), ends_at=time.fromisoformat(ends)
        )

    assert slots(as_alice) == [("09:00", "10:00", 60), ("11:00", "13:00", 120), ("15:30", "18:15", 165)]
    assert slots(as_alice, "date=2027-06-09") == []


def test_availability_in_time_off(as_alice, alice, sampled):
    alice.time_off.create(start=at("2027-06-07T12:00"), end=at(f"{DAY}T12:00"))
    alice.time_off.create(start=at("2027-06-09T00:00"), end=at("2027-06-10T00:00"))

    assert slots(as_alice) == [("12:00", "14:00", 120), ("15:30", "20:00", 270)]
    assert slots(as_alice, "date=2027-06-09") == []
    assert slots(as_alice, "date=2027-06-10") == [("08:00", "20:00", 720)]


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Europe/Berlin", "2027-03-28", 1380),
        ("Europe/Berlin", "2027-10-31", 1500),
        ("America/New_York", "2027-03-14", 1380),
        ("America/New_York", "2027-11-07", 1500),
        ("Australia/Lord_Howe", "2027-10-03", 1410),
        ("Australia/Lord_Howe", "2027-04-04", 1470),
        ("Africa/Cairo", "2027-04-30", 1380),
        ("America/Santiago", "2027-09-05", 1380),
        ("Antarctica/Troll", "2027-03-28", 1320),
        ("Europe/Berlin", "2027-06-08", 1440),
    ],
)
def test_availability_round_the_clock(db, zone, day, minutes):
    trainer = TrainerFactory(timezone=zone)
    for weekday in range(7):
        trainer.working_hours.create(weekday=weekday, starts_at=time(0), ends_at=time(0))

    free = found(Caller(trainer), f"date={day}")["available_slots"]

    assert [slot["duration_minutes"] for slot in free] == [minutes]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([(2, 30, 3, 0), (3, 0, 4, 0)], [("03:00", "04:00", 60)]),
        ([(2, 0, 3, 0)], []),
        ([(1, 0, 2, 30)], [("01:00", "03:00", 60)]),
        ([(2, 30, 5, 0)], [("03:00", "05:00", 120)]),
    ],
)
def test_availability_in_hours_that_the_clocks_skip(as_alice, alice, hours, expected):
    """On that Sunday two to three does not exist: nothing outside is offered, nothing within is lost."""
    for a, b, c, d in hours:
        alice.working_hours.create(weekday=6, starts_at=time(a, b), ends_at=time(c, d))

    assert slots(as_alice, "date=2027-03-28") == expected


def test_what_is_offered_can_be_booked(as_alice, sampled, sample):
    """Every quarter of an hour of the day: free exactly where a slot covers it."""
    free = [
        (slot["start"], slot["end"]) for slot in found(as_alice, f"date={DAY}&duration=15")["available_slots"]
    ]

    for quarter in range(8 * 4, 20 * 4):
        start, end = (f"{DAY}T{number // 4:02}:{number % 4 * 15:02}:00" for number in (quarter, quarter + 1))
        body = sample | {"scheduled_start": start, "scheduled_end": end}
        status = as_alice.post("sessions", body).status_code
        assert status == (201 if any(a <= start and end <= b for a, b in free) else 409), start


@pytest.mark.parametrize("items", [1, 3])
def test_availability_queries(as_alice, emma, django_assert_num_queries, items):
    for number in range(items):
        session(emma, f"{DAY}T1{number}:00:00")

    # the token with its user, what is booked and whether series are behind, time off, working hours
    with django_assert_num_queries(4):
        assert len(found(as_alice)["booked_sessions"]) == items
