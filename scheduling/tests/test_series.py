"""Series on a timeline: what is stored of them, what stands in their way, what a change leaves alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from clients.domain import deactivate
from scheduling.domain import series, timelines
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import TimelineFactory

NINE = datetime(2027, 6, 8, 7, tzinfo=UTC)  # nine o'clock in Berlin, a Tuesday
HOUR = timedelta(hours=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def timeline(alice, emma):
    return TimelineFactory(trainer=alice, client=emma)


@pytest.fixture
def rule(timeline):
    return {"timeline": timeline, "title": "Yoga", "start": NINE, "end": NINE + HOUR, "cycle": "WEEKLY"}


def starts(of: Series) -> list[datetime]:
    return list(of.sessions.order_by("scheduled_start").values_list("scheduled_start", flat=True))


def test_create_once(alice, emma, rule, now):
    made = series.create(alice, rule | {"cycle": None}, now=now)

    session = Session.objects.get()
    assert (session.series, session.client, session.title) == (made, emma, "Yoga")
    assert (session.scheduled_start, session.scheduled_end) == (NINE, NINE + HOUR)
    assert (session.occurrence_on, session.changed_by_hand) == (None, False)
    assert Series.objects.get().laid_out_until is None


def test_create_without_times_is_a_placeholder(alice, rule, now):
    made = series.create(alice, rule | {"start": None, "end": None, "cycle": None}, now=now)

    assert (made.start, made.end) == (None, None)
    assert not Session.objects.exists()


def test_create_weekly_is_laid_out_for_a_year(alice, emma, rule, now):
    made = series.create(alice, rule, now=now)

    sessions = made.sessions.order_by("scheduled_start")
    assert len(sessions) == 53
    assert [(s.scheduled_start, s.occurrence_on) for s in sessions[:2]] == [
        (NINE, date(2027, 6, 8)),
        (NINE + WEEK, date(2027, 6, 15)),
    ]
    assert {s.client for s in sessions} == {emma}
    assert Series.objects.get().laid_out_until == NINE + timedelta(days=366)


def test_create_that_started_long_ago_has_the_sessions_of_ten_years(alice, rule, now):
    start = datetime(1970, 1, 6, 9, tzinfo=UTC)

    made = series.create(alice, rule | {"start": start, "end": start + HOUR}, now=now)

    assert made.start == start
    first, *_, last = starts(made)
    assert now - timedelta(days=3653) <= first < now - timedelta(days=3646)
    assert now + timedelta(days=359) < last < now + timedelta(days=366)


def test_create_with_a_count_is_laid_out_to_its_end(alice, rule, now):
    made = series.create(alice, rule | {"count": 3}, now=now)

    assert starts(made) == [NINE, NINE + WEEK, NINE + 2 * WEEK]
    assert Series.objects.get().laid_out_until is None


def test_start_without_end_takes_the_usual_length(alice, rule, now):
    made = series.create(alice, rule | {"end": None, "cycle": None}, now=now)

    assert made.end == NINE + HOUR


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"start": None}, "start"),
        ({"start": None, "cycle": None}, "start"),
        ({"end": NINE}, "end"),
        ({"end": NINE + timedelta(days=14, seconds=1)}, "end"),
        ({"end": NINE + timedelta(days=7, seconds=1)}, "end"),
        ({"cycle": "HOURLY"}, "cycle"),
        ({"interval": 0}, "interval"),
        ({"cycle": None, "interval": 2}, "interval"),
        ({"cycle": None, "count": 2}, "count"),
        ({"cycle": None, "until": NINE + WEEK}, "until"),
        ({"count": 0}, "count"),
        ({"count": 2, "until": NINE + WEEK}, "count"),
        ({"until": NINE - HOUR}, "until"),
        (
            {"start": datetime(1969, 12, 31, 23, 30, tzinfo=UTC), "end": datetime(1970, 1, 1, tzinfo=UTC)},
            "start",
        ),
    ],
    ids=str,
)
def test_create_refused(alice, rule, now, changes, field):
    with pytest.raises(ValidationError) as refused:
        series.create(alice, rule | changes, now=now)

    assert list(refused.value.message_dict) == [field]
    assert not Series.objects.exists()


def test_a_day_of_23_hours_makes_a_daily_session_of_24_overlap_itself(alice, rule, now):
    whole_days = rule | {"cycle": "DAILY", "end": NINE + timedelta(days=1)}

    with pytest.raises(ValidationError, match="2028-03-25"):
        series.create(alice, whole_days, now=now)


def test_create_on_a_timeline_of_another(alice, charlie, rule, now):
    with pytest.raises(ValidationError) as refused:
        series.create(charlie, rule, now=now)

    assert refused.value.message_dict == {"timeline": ["Timeline not found"]}


def test_create_on_a_timeline_that_was_removed_meanwhile(alice, timeline, rule, now):
    timelines.remove(Timeline.objects.get(), now=now)

    with pytest.raises(ValidationError) as refused:
        series.create(alice, rule, now=now)

    assert refused.value.message_dict == {"timeline": ["Timeline not found"]}


def test_create_for_an_inactive_client(alice, emma, rule, now):
    deactivate(emma)

    with pytest.raises(ValidationError) as refused:
        series.create(alice, rule, now=now)

    assert list(refused.value.message_dict) == ["timeline"]
