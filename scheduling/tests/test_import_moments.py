"""What a cell says of a day, a time and a length."""

import contextlib
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from clients.importing.dates import DateOrder, Unreadable
from scheduling.importing import moments
from scheduling.importing.moments import Moment

DAY, TEN = date(2027, 6, 8), time(10)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-06-08", Moment(DAY)),
        ("2027/6/8", Moment(DAY)),
        ("8.6.2027", Moment(DAY)),
        ("8.6.27", Moment(DAY)),
        ("8/6/27", Moment(DAY)),
        ("8-6-2027", Moment(DAY)),
        ("8-Jun-27", Moment(DAY)),
        ("June 8, 2027", Moment(DAY)),
        ("8. Juni 2027", Moment(DAY)),
        ("Tue, 8 Jun 2027", Moment(DAY)),
        ("Di 8.6.2027", Moment(DAY)),
        ("8. März 2027", Moment(date(2027, 3, 8))),
        ("10:00", Moment(clock=TEN)),
        ("10:00:00", Moment(clock=TEN)),
        ("10 am", Moment(clock=TEN)),
        ("10:00 a.m.", Moment(clock=TEN)),
        ("12:30 AM", Moment(clock=time(0, 30))),
        ("12:30pm", Moment(clock=time(12, 30))),
        ("9.30", Moment(clock=time(9, 30))),
        ("9h30", Moment(clock=time(9, 30))),
        ("10 Uhr", Moment(clock=TEN)),
        ("2027-06-08 10:00", Moment(DAY, TEN)),
        ("8.6.2027, 10:00", Moment(DAY, TEN)),
        ("8.6.2027 um 10 Uhr", Moment(DAY, TEN)),
        ("June 8, 2027 10:00 am", Moment(DAY, TEN)),
        ("2027-06-08T10:00:00.000Z", Moment(DAY, TEN, UTC)),
    ],
)
def test_moment(text, moment):
    assert moments.read(text, DateOrder.DAY) == moment


@pytest.mark.parametrize("text", ["", "soon", "10", "25:00", "10:60", "13:00 pm", "2027-06-08 x"])
def test_moment_that_is_none(text):
    with pytest.raises(ValueError, match=r"^"):
        moments.read(text, DateOrder.DAY)


@pytest.mark.parametrize("text", ["31.2.2027", "31/2/2027 10:00", "2027-02-31", "31 June 2027", "1-13-2027"])
def test_moment_on_no_such_day(text):
    with pytest.raises(Unreadable, match="no such day"):
        moments.read(text, DateOrder.DAY)


def test_moment_of_either_of_two_days():
    assert moments.read("6/8/2027 10:00", DateOrder.MONTH) == Moment(DAY, TEN)
    with pytest.raises(Unreadable):
        moments.read("6/8/2027 10:00", DateOrder.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2027-06-08 10:00", datetime(2027, 6, 8, 8, tzinfo=UTC)),
        ("2027-06-08 10:00 -05:00", datetime(2027, 6, 8, 15, tzinfo=UTC)),
        ("2027-10-31 02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
def test_instant(text, instant):
    assert moments.read(text, DateOrder.DAY).instant(BERLIN) == instant


def test_instant_that_the_clocks_skip():
    with pytest.raises(ValidationError):
        moments.read("2027-03-28 02:30", DateOrder.DAY).instant(BERLIN)


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("10:00-11:00", ("10:00", "11:00")),
        ("9 am – 10 am", ("9 am", "10 am")),
        ("2027-06-08 10:00 - 11:00", ("2027-06-08 10:00", "11:00")),
        ("8.6.2027, 10:00–11:00", ("8.6.2027, 10:00", "11:00")),
        ("2027-06-08 10:00-05:00", ("2027-06-08 10:00-05:00", "")),
        ("2027-06-08", ("2027-06-08", "")),
    ],
)
def test_halves(text, halves):
    assert moments.halves(text) == halves


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("60", 60),
        ("45 min", 45),
        ("5", 5),
        ("1", 60),
        ("1,5", 90),
        ("1.5 hours", 90),
        ("1h", 60),
        ("1h30", 90),
        ("1 hour 30 minutes", 90),
        ("1 Stunde 15 Min.", 75),
        ("0:45", 45),
        ("1:30:00", 90),
    ],
)
def test_length(text, minutes):
    assert moments.length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "long", "-5", "1 2 3"])
def test_length_that_is_none(text):
    with pytest.raises(ValueError, match=r"^"):
        moments.length(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6/8/2027 2:30 PM", "6/8/2027"),
        ("Tue 6/13/27, 9 am", "6/13/2027"),
        ("13-6-2027T10:00", "13/6/2027"),
        ("10:00", "10:00"),
    ],
)
def test_day_in(text, day):
    assert moments.day_in(text) == day


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("8/6/2027", "2027-06-08"),
        ("8-6-27 10:00", "2027-06-08 10:00"),
        ("Tue 8/6/27, 9 am", "2027-06-08 9 am"),
        ("8/6/2027 at 10:00", "2027-06-08 10:00"),
        ("8/6/2027 um 10 Uhr", "2027-06-08 10 Uhr"),
        ("8/6/2027T10:00:00Z", "2027-06-08 10:00:00Z"),
        ("8/6/2027 10:00-05:00", "2027-06-08 10:00-05:00"),
        ("8/6/2027 10:00 - 11:00", "2027-06-08 10:00 – 11:00"),
    ],
)
def test_settled_moment_is_the_same_whatever_comes_first_in_others(text, settled):
    (at, until), (at_settled, until_settled) = moments.halves(text), moments.halves(settled)

    assert moments.settle(text, DateOrder.DAY) == settled
    assert moments.read(at_settled, DateOrder.MONTH) == moments.read(at, DateOrder.DAY)
    assert until_settled == until


@pytest.mark.parametrize("text", ["", "10:00", "10:00-11:00", "24:00", "soon", "8/13/2027 10:00"])
def test_moment_without_a_day_is_settled_as_it_is(text):
    assert moments.settle(text, DateOrder.DAY) == text


@pytest.mark.parametrize(
    "odd",
    ["{} ", "1h{} 1x1", "10:00{} x", "{}Tx 10:00", "{}1", "{}1:", "{}a, ", "Tue{} x", "{} at", "10:00 -{} x"],
)
@pytest.mark.parametrize("letter", [" ", "T", "7", "-"], ids=["blank", "T", "digit", "dash"])
def test_odd_cell_however_long_is_read_at_once(odd, letter):
    text = odd.format(letter * 100_000)

    for read in (lambda: moments.read(text, DateOrder.DAY), lambda: moments.length(text)):
        with contextlib.suppress(ValueError):
            read()
    moments.halves(text)
    moments.day_in(text)
    moments.settle(text, DateOrder.DAY)


@pytest.mark.parametrize("text", ["10:00" + "0" * 60, "1h " + "x" * 60, "8 June 2027" + "," * 60])
def test_long_cell_says_nothing(text):
    for read in (lambda: moments.read(text, DateOrder.DAY), lambda: moments.length(text)):
        with pytest.raises(ValueError, match=r"^"):
            read()
    assert (moments.halves(text), moments.day_in(text)) == ((text, ""), "")


def test_blanks_of_any_number_are_one():
    assert moments.halves("  8.6.2027,   10:00  –\t11:00 ") == ("8.6.2027, 10:00", "11:00")
    assert moments.length(" 1  hour   30") == timedelta(minutes=90)
    assert moments.read("8.6.2027  um   10\u00a0Uhr", DateOrder.DAY) == Moment(DAY, TEN)
