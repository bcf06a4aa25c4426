"""Lists of contract 002: which sessions, in what order, and which part of them."""

from datetime import timedelta

import pytest

from mectofitness.api.timeline.tests.samples import UNKNOWN, data, wrong
from scheduling.tests.factories import SeriesFactory, TimelineFactory


@pytest.fixture
def several(timeline, now):
    """Twelve, made in another order than they start; the eleventh and twelfth have no start."""
    starts = [now + timedelta(days=day) for day in (3, 1, 2, 5, 4, 7, 6, 10, 9, 8)]
    made = [SeriesFactory(timeline=timeline, start=start, cycle=None) for start in starts]
    made += [SeriesFactory(timeline=timeline, start=None, cycle=None) for _ in range(2)]
    return made


def names(response):
    return [session["id"] for session in data(response)]


def meta(response):
    return response.json()["meta"]


def test_list_empty(as_alice):
    response = as_alice.get("sessions")

    assert response.status_code == 200
    assert response.json() == {
        "data": [],
        "meta": {"message": "success", "meta": {"skip": 0, "take": 10, "count": 0}},
    }


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("take=20", [7, 8, 9, 5, 6, 3, 4, 0, 2, 1, 10, 11]),
        ("take=20&startDateTimeSortOrder=DESC", [7, 8, 9, 5, 6, 3, 4, 0, 2, 1, 10, 11]),
        ("take=20&startDateTimeSortOrder=ASC", [1, 2, 0, 4, 3, 6, 5, 9, 8, 7, 10, 11]),
    ],
)
def test_list_order(as_alice, several, query, order):
    assert names(as_alice.get(f"sessions?{query}")) == [str(several[number].uuid) for number in order]


def test_list_order_of_equals(as_alice, timeline):
    """By id, also where starts descend."""
    equals = [str(SeriesFactory(timeline=timeline).uuid) for _ in range(3)]

    for order in ("ASC", "DESC"):
        assert names(as_alice.get(f"sessions?startDateTimeSortOrder={order}")) == equals


@pytest.mark.parametrize(
    ("query", "skip", "take", "rows"),
    [
        ("", 0, 10, 10),
        ("skip=10", 10, 10, 2),
        ("skip=3&take=4", 3, 4, 4),
        ("skip=12", 12, 10, 0),
        ("take=100", 0, 100, 12),
        ("take=101", 0, 100, 12),
        ("take=1000000000", 0, 100, 12),
        (f"take={2**63}", 0, 100, 12),
        (f"skip={2**63}", 2**63, 10, 0),
        ("unknown=1&skip=00", 0, 10, 10),
    ],
)
def test_list_part(as_alice, several, query, skip, take, rows):
    response = as_alice.get(f"sessions?{query}")

    assert len(data(response)) == rows
    assert meta(response) == {"message": "success", "meta": {"skip": skip, "take": take, "count": 12}}


@pytest.mark.parametrize("path", ["sessions", "timelines"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("skip", value) for value in ("-1", "abc", "1.5", "", "%00", "9" * 5000, "1_000", "true")],
        *[("take", value) for value in ("0", "-1", "abc", "1.0", "", "%D9%A1", "0x1")],
    ],
    ids=lambda value: value[:9],
)
def test_list_part_refused(as_alice, path, name, value):
    assert wrong(as_alice.get(f"{path}?{name}={value}")) == [name]


@pytest.mark.parametrize("order", ["asc", "ascending", "", "1", "-startDateTime", "%00"])
def test_list_order_refused(as_alice, order):
    assert wrong(as_alice.get(f"sessions?startDateTimeSortOrder={order}")) == ["startDateTimeSortOrder"]


def test_list_of_a_timeline(as_alice, several, alice):
    other = SeriesFactory(timeline=TimelineFactory(trainer=alice))

    response = as_alice.get(f"sessions?timelineId={other.timeline.uuid}")

    assert names(response) == [str(other.uuid)]
    assert meta(response)["meta"]["count"] == 1


@pytest.mark.parametrize("value", [UNKNOWN, "x", "", "1", "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8", "foreign"])
def test_list_of_no_timeline(as_alice, several, charlie, value):
    foreign = SeriesFactory(timeline=TimelineFactory(trainer=charlie)).timeline

    response = as_alice.get(f"sessions?timelineId={foreign.uuid if value == 'foreign' else value}")

    assert data(response) == []
    assert meta(response)["meta"]["count"] == 0


def test_list_without_the_removed(as_alice, timeline, now):
    SeriesFactory(timeline=timeline, removed_at=now)

    assert data(as_alice.get("sessions")) == []


@pytest.mark.parametrize("items", [1, 3])
def test_list_queries(as_alice, alice, items, django_assert_num_queries):
    for _ in range(items):
        SeriesFactory(timeline=TimelineFactory(trainer=alice))

    with django_assert_num_queries(2):  # the token with its user; the part, and how many
        assert len(data(as_alice.get("sessions"))) == items
