"""Where sessions stand in the week's grid: over midnight, side by side, and when the clocks change."""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from scheduling.clock_rows import Ruler
from scheduling.domain.availability import Span
from scheduling.models import Session
from scheduling.week_layout import LEAST_ROWS, MOST_LANES, Stripe, lay_out, row_of

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2027, 6, 7)
HOUR = timedelta(hours=1)


def session(start, end, zone=BERLIN):
    """`start` and `end` are the clock's: (day of June 2027, hour, minute); or aware datetimes."""
    first, last = (
        at if isinstance(at, datetime) else datetime(2027, 6, *at, tzinfo=zone) for at in (start, end)
    )
    return Session(scheduled_start=first.astimezone(UTC), scheduled_end=last.astimezone(UTC))


def week_from(day):
    return [day + timedelta(days=n) for n in range(7)]


def places(sessions, monday=MONDAY, zone=BERLIN, **more):
    """{day of the week: [(row, rows, lane, lanes)]} of the days that have any."""
    week = lay_out(sessions, week_from(monday), zone, **more)
    drawn = {
        n: [(block.row, block.rows, block.lane, block.lanes) for block in day.blocks]
        for n, day in enumerate(week.days)
    }
    return {n: blocks for n, blocks in drawn.items() if blocks}


def test_empty_week():
    week = lay_out([], week_from(MONDAY), BERLIN)

    assert [day.date for day in week.days] == week_from(MONDAY)
    assert (week.first_hour, week.last_hour) == (8, 20)
    assert week.days[0].closed == [Stripe(1, 144)]


def test_one_session():
    assert places([session((8, 10), (8, 11))]) == {1: [(25, 12, 0, 1)]}


def test_half_open_neighbours_share_a_lane():
    assert places([session((8, 9), (8, 10)), session((8, 10), (8, 11)), session((8, 11), (8, 12))]) == {
        1: [(13, 12, 0, 1), (25, 12, 0, 1), (37, 12, 0, 1)]
    }


def test_neighbours_at_odd_minutes_share_a_lane():
    assert places([session((8, 9), (8, 9, 52)), session((8, 9, 52), (8, 11))]) == {
        1: [(13, 10, 0, 1), (23, 14, 0, 1)]
    }


def test_three_at_once_side_by_side():
    assert places([session((8, 10), (8, 11))] * 3) == {1: [(25, 12, 0, 3), (25, 12, 1, 3), (25, 12, 2, 3)]}


def test_lane_is_used_again_when_it_is_free():
    long, first, second, later = (
        session((8, 9), (8, 12)),
        session((8, 9), (8, 10)),
        session((8, 10), (8, 11)),
        session((8, 12), (8, 13)),
    )

    assert places([long, first, second, later]) == {
        1: [(13, 36, 0, 2), (13, 12, 1, 2), (25, 12, 1, 2), (49, 12, 0, 1)]
    }


def test_short_sessions_are_tall_enough_to_read_and_never_cover_each_other():
    assert places([session((8, 9), (8, 9, 5)), session((8, 9, 5), (8, 9, 10))]) == {
        1: [(13, LEAST_ROWS, 0, 2), (14, LEAST_ROWS, 1, 2)]
    }


def test_over_midnight_is_on_both_days():
    assert places([session((8, 23, 30), (9, 0, 30))]) == {1: [(283, 6, 0, 1)], 2: [(1, 6, 0, 1)]}


def test_until_midnight_is_on_the_first_day_only():
    assert places([session((8, 22), (9, 0))]) == {1: [(169, 24, 0, 1)]}


def test_short_before_midnight_stays_on_its_day():
    assert places([session((8, 23, 55), (9, 0))]) == {1: [(188, 5, 0, 1)]}


def test_many_days_from_before_to_after_the_week():
    whole = [(1, 288, 0, 1)]

    assert places([session((5, 12), (16, 12))]) == dict.fromkeys(range(7), whole)


def test_hours_grow_with_sessions_and_working_hours():
    early, late = session((8, 6, 30), (8, 7)), session((9, 20), (9, 21, 15))
    hours = Span(datetime(2027, 6, 10, 5, tzinfo=BERLIN), datetime(2027, 6, 10, 6, tzinfo=BERLIN))

    both, worked = (
        lay_out([early, late], week_from(MONDAY), BERLIN),
        lay_out([], week_from(MONDAY), BERLIN, [hours]),
    )
    assert (both.first_hour, both.last_hour) == (6, 22)
    assert (worked.first_hour, worked.last_hour) == (5, 20)


def test_closed_is_what_working_hours_leave_out():
    hours = [
        Span(datetime(2027, 6, 7, 9, tzinfo=BERLIN), datetime(2027, 6, 7, 12, tzinfo=BERLIN)),
        Span(datetime(2027, 6, 7, 13, tzinfo=BERLIN), datetime(2027, 6, 7, 20, tzinfo=BERLIN)),
    ]

    assert lay_out([], week_from(MONDAY), BERLIN, hours).days[0].closed == [Stripe(1, 12), Stripe(49, 12)]


def test_time_off_is_cut_to_what_is_drawn(alice):
    off = alice.time_off.create(
        start=datetime(2027, 6, 7, 15, tzinfo=BERLIN),
        end=datetime(2027, 6, 9, 0, tzinfo=BERLIN),
        reason="Holiday",
    )

    days = lay_out([], week_from(MONDAY), BERLIN, time_off=[off]).days

    assert [day.off for day in days[:3]] == [[Stripe(85, 60, "Holiday")], [Stripe(1, 144, "Holiday")], []]


def test_clocks_go_forward_by_the_clock():
    """01:30 to 03:30 lasts an hour on that night and is drawn as what the clock shows: two."""
    night = session(datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC))

    assert places([night], date(2027, 3, 22)) == {6: [(7, 24, 0, 1)]}


def test_clocks_go_back_both_hours_below_each_other():
    first = session(datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 0, tzinfo=UTC))
    second = session(datetime(2027, 10, 31, 1, 30, tzinfo=UTC), datetime(2027, 10, 31, 2, 0, tzinfo=UTC))

    drawn = places([first, second], date(2027, 10, 25))

    assert drawn == {6: [(7, 6, 0, 1), (19, 6, 0, 1)]}


def test_clocks_go_back_within_a_session_that_ends_before_it_starts():
    """02:45 to 02:15 on the clock: half an hour."""
    turn = session(datetime(2027, 10, 31, 0, 45, tzinfo=UTC), datetime(2027, 10, 31, 1, 15, tzinfo=UTC))

    assert places([turn], date(2027, 10, 25)) == {6: [(10, 6, 0, 1)]}


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Africa/Cairo", date(2027, 4, 30), [1, 1.5]),
        ("America/Havana", date(2027, 3, 14), [1, 1.5]),
        ("Australia/Lord_Howe", date(2027, 4, 4), [1.5, 2]),
        ("Antarctica/Troll", date(2027, 10, 31), [1, 3]),
        ("Pacific/Chatham", date(2027, 9, 26), [3.75, 4]),
    ],
)
def test_every_zone_shows_a_session_on_its_day(zone, day, hours):
    midnight = datetime.combine(day, time.min)
    start, end = ((midnight + hour * HOUR).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for hour in hours)
    monday = day - timedelta(days=day.weekday())

    drawn = places([session(start, end)], monday, ZoneInfo(zone))

    assert list(drawn) == [day.weekday()]


def bands(day, zone="Europe/Berlin", hours=(0, 24)):
    """[(row, rows, time)] of what comes twice in the week that ends with the day."""
    ruler = Ruler(week_from(day - timedelta(days=6)), ZoneInfo(zone))
    return [(it.row, it.rows, it.time) for it in ruler.segments(*hours) if it.again]


@pytest.mark.parametrize(
    ("zone", "day", "found"),
    [
        ("Europe/Berlin", date(2027, 10, 31), [(36, 12, "02:00")]),
        ("America/New_York", date(2027, 11, 7), [(24, 12, "01:00")]),
        ("Australia/Lord_Howe", date(2027, 4, 4), [(24, 6, "01:30")]),
        ("Africa/Cairo", date(2027, 10, 28), [(288, 12, "23:00")]),
        ("America/Santiago", date(2027, 4, 3), [(288, 12, "23:00")]),
        ("America/Havana", date(2027, 11, 7), [(12, 12, "00:00")]),
        ("Pacific/Chatham", date(2027, 4, 4), [(45, 12, "02:45")]),
        ("Antarctica/Troll", date(2027, 10, 31), [(36, 12, "01:00"), (48, 12, "02:00")]),
        ("Europe/Berlin", date(2027, 3, 28), []),
        ("America/St_Johns", date(2010, 11, 7), []),  # back to the day before
    ],
)
def test_what_comes_twice_has_rows_of_its_own(zone, day, found):
    assert bands(day, zone) == found


def test_what_comes_twice_is_left_out_with_its_hours():
    assert bands(date(2027, 10, 31), hours=(8, 20)) == []
    assert bands(date(2027, 10, 31), hours=(3, 20)) == []


@pytest.mark.parametrize(
    ("zone", "day", "rows"),
    [
        ("Europe/Berlin", date(2027, 3, 28), (24, 36)),
        ("Africa/Cairo", date(2027, 4, 30), (0, 12)),
        ("Australia/Lord_Howe", date(2027, 10, 3), (24, 30)),
        ("Pacific/Chatham", date(2027, 9, 26), (33, 45)),
        ("Antarctica/Troll", date(2027, 3, 28), (12, 36)),
        ("Europe/Berlin", date(2027, 10, 31), None),
    ],
)
def test_what_the_clocks_skip(zone, day, rows):
    assert Ruler([day], ZoneInfo(zone)).skipped(day) == rows


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2027, 3, 28), 23),
        ("Europe/Berlin", date(2027, 10, 31), 25),
        ("America/New_York", date(2027, 11, 7), 25),
        ("Africa/Cairo", date(2027, 4, 30), 23),
        ("Africa/Cairo", date(2027, 10, 28), 25),
        ("Antarctica/Troll", date(2027, 10, 31), 26),
        ("Antarctica/Troll", date(2027, 3, 28), 22),
    ],
)
def test_day_has_as_many_hours_as_its_clocks_show(zone, day, hours):
    ruler = Ruler(week_from(day - timedelta(days=6)), ZoneInfo(zone))

    starts = [ruler.start_of(segment, day) for segment in ruler.segments(0, 24)]

    found = [start for start in starts if start]
    assert len(found) == hours
    assert [later - earlier for earlier, later in pairwise(found)] == [HOUR] * (hours - 1)


def test_other_days_leave_what_comes_twice_blank():
    night = session(datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 2, 0, tzinfo=UTC))

    week = lay_out([night], week_from(date(2027, 10, 25)), BERLIN)

    assert [day.blank for day in week.days] == [[Stripe(13, 12)]] * 6 + [[]]
    assert week.rows == (20 - 2 + 1) * 12


def test_hours_that_come_twice_are_there_on_their_day_only():
    """09:00 stands beside 09:00 on every day, also below the hour that comes twice."""
    night = session(datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 2, 0, tzinfo=UTC))
    nines = [
        session(datetime(2027, 10, day, 9, tzinfo=BERLIN), datetime(2027, 10, day, 10, tzinfo=BERLIN))
        for day in (25, 31)
    ]

    drawn = places([night, *nines], date(2027, 10, 25))

    assert drawn == {0: [(97, 12, 0, 1)], 6: [(7, 18, 0, 1), (97, 12, 0, 1)]}


@pytest.mark.parametrize(("hour", "row"), [(8, 1), (10, 25), (7, None), (20, None)])
def test_row_of_now(hour, row):
    week = lay_out([], week_from(MONDAY), BERLIN)

    assert row_of(datetime(2027, 6, 8, hour, 4, tzinfo=BERLIN), week, BERLIN) == row


def test_row_of_now_in_another_week():
    week = lay_out([], week_from(MONDAY), BERLIN)

    assert row_of(datetime(2027, 6, 15, 10, tzinfo=BERLIN), week, BERLIN) is None


@given(
    st.lists(
        st.tuples(st.integers(-2000, 12000), st.integers(1, 3000)).map(
            lambda at: session(
                datetime(2027, 10, 24, 22, tzinfo=UTC) + at[0] * timedelta(minutes=1),
                datetime(2027, 10, 24, 22, tzinfo=UTC) + (at[0] + at[1]) * timedelta(minutes=1),
            )
        ),
        max_size=25,
    )
)
def test_nothing_covers_anything(sessions):
    """In the week in which the clocks go back."""
    week = lay_out(sessions, week_from(date(2027, 10, 25)), BERLIN)

    rows = week.rows
    for day in week.days:
        taken = set()
        for block in day.blocks:
            cells = {(block.lane, row) for row in range(block.row, block.row + block.rows)}
            assert not taken & cells
            taken |= cells
            assert block.row >= 1
            assert block.row + block.rows <= rows + 1
            assert block.lane < block.lanes


def test_stylesheet_has_a_class_for_every_place():
    classes = set(
        re.findall(
            r"^\.([a-z]+-\d+)", Path(settings.BASE_DIR, "static/css/calendar-rows.css").read_text(), re.M
        )
    )

    assert {f"row-{n}" for n in range(1, 289)} <= classes
    assert {f"span-{n}" for n in range(1, 289)} <= classes
    assert {f"lane-{n}" for n in range(MOST_LANES)} <= classes
    assert {f"lanes-{n}" for n in range(2, MOST_LANES + 1)} <= classes
    assert {f"rows-{n}" for n in range(144, 325)} <= classes
