"""How a rule is put in words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from scheduling import wording
from scheduling.models import Series

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2027, 6, 8, 9, tzinfo=BERLIN)


def series(start=TUESDAY, hours=1.0, zone="Europe/Berlin", **rule):
    end = start and start.astimezone(UTC) + timedelta(hours=hours)
    return Series(start=start, end=end, timezone=zone, **rule)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (series(cycle="DAILY"), "Every day 09:00–10:00"),
        (series(cycle="DAILY", interval=2), "Every 2 days 09:00–10:00"),
        (series(cycle="WEEKLY"), "Every Tuesday 09:00–10:00"),
        (series(cycle="WEEKLY", interval=2), "Every 2 weeks on Tuesday 09:00–10:00"),
        (series(cycle="MONTHLY"), "Every month on the 8th 09:00–10:00"),
        (
            series(datetime(2027, 5, 31, 9, tzinfo=BERLIN), cycle="MONTHLY"),
            "Every month on the 31st 09:00–10:00 (months without it are left out)",
        ),
        (series(cycle="MONTHLY", interval=3), "Every 3 months on the 8th 09:00–10:00"),
        (series(cycle="YEARLY"), "Every year on 8 June 09:00–10:00"),
        (series(cycle="YEARLY", interval=2), "Every 2 years on 8 June 09:00–10:00"),
        (
            series(datetime(2028, 2, 29, 9, tzinfo=BERLIN), cycle="YEARLY"),
            "Every year on 29 February 09:00–10:00 (years without it are left out)",
        ),
        (
            series(cycle="WEEKLY", until=datetime(2028, 6, 30, 23, 59, 59, tzinfo=BERLIN)),
            "Every Tuesday 09:00–10:00 until 30 June 2028",
        ),
        (series(cycle="WEEKLY", count=12), "Every Tuesday 09:00–10:00, 12 times"),
        (series(cycle="WEEKLY", count=1), "Every Tuesday 09:00–10:00, once"),
        (series(cycle="WEEKLY", hours=24), "Every Tuesday 09:00 for 1 day"),
        (
            series(datetime(2027, 6, 8, 23, tzinfo=BERLIN), zone="America/New_York", cycle="WEEKLY"),
            "Every Tuesday 17:00–18:00 (America/New_York time)",
        ),
        (series(), "Once, 8 June 2027, 09:00–10:00"),
        (series(None), "No time yet"),
    ],
    ids=[
        "daily",
        "every other day",
        "weekly",
        "every other week",
        "monthly",
        "on the 31st",
        "every quarter",
        "yearly",
        "every other year",
        "on 29 February",
        "until",
        "count",
        "count of one",
        "over midnight",
        "another zone",
        "once",
        "placeholder",
    ],
)
def test_rule(made, words):
    with timezone.override(BERLIN):
        assert wording.rule(made) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
    ],
    ids=str,
)
def test_ordinal(number, words):
    assert wording.ordinal(number) == words


def test_long_day():
    assert wording.long_day(date(2027, 6, 8)) == "8 June 2027"


@pytest.mark.parametrize(("count", "words"), [(0, "0 sessions"), (1, "1 session"), (2, "2 sessions")])
def test_sessions(count, words):
    assert wording.sessions(count) == words


@pytest.mark.parametrize(("count", "word"), [(0, "sessions"), (1, "session"), (2, "sessions")])
def test_counted(count, word):
    assert wording.counted(count) == f'{count}<span class="hidden"> {word}</span>'
