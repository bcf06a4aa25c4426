"""The hours as a trainer reads them."""

from datetime import time

import pytest
from django.utils import timezone

from trainers import clocks
from trainers.models import Trainer


@pytest.fixture
def twelve():
    with clocks.on_clock_of(Trainer(twelve_hour_clock=True, timezone="Europe/Berlin")):
        yield


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (time(0), "12:00 am"),
        (time(0, 5), "12:05 am"),
        (time(9), "9:00 am"),
        (time(11, 59), "11:59 am"),
        (time(12), "12:00 pm"),
        (time(14, 30), "2:30 pm"),
        (time(23, 59), "11:59 pm"),
    ],
)
def test_say_on_twelve_hours(twelve, at, said):
    assert clocks.say(at) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (time(14, 30), time(15, 30), "2:30–3:30 pm"),
        (time(11, 30), time(12, 30), "11:30 am–12:30 pm"),
        (time(12), time(13), "12:00–1:00 pm"),
        (time(0), time(8), "12:00–8:00 am"),
        (time(20), time(0), "8:00 pm–12:00 am"),
        (time(0), time(0), "12:00 am–12:00 am"),
        (time(23), time(13), "11:00 pm–1:00 pm"),
    ],
)
def test_say_span_on_twelve_hours(twelve, start, end, said):
    assert clocks.say_span(start, end) == said


@pytest.mark.parametrize(("hour", "said"), [(0, "12 am"), (8, "8 am"), (12, "12 pm"), (24, "12 am")])
def test_say_hour_on_twelve_hours(twelve, hour, said):
    assert clocks.say_hour(hour) == said


def test_on_twenty_four_hours_where_nobody_asks_for_less():
    assert (clocks.say(time(14, 30)), clocks.say_span(time(9), time(0)), clocks.say_hour(8)) == (
        "14:30",
        "09:00–00:00",
        "08:00",
    )


def test_on_clock_of_ends():
    with clocks.on_clock_of(Trainer(twelve_hour_clock=True, timezone="Africa/Cairo")):
        assert (clocks.say(time(14)), timezone.get_current_timezone_name()) == ("2:00 pm", "Africa/Cairo")

    assert (clocks.say(time(14)), timezone.get_current_timezone_name()) == ("14:00", "UTC")
