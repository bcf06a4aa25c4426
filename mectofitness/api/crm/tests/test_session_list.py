"""Contract 001, sections 1 and 2: lists of sessions by page, filter and order; one session; refusals."""

from operator import attrgetter
from urllib.parse import quote

import pytest

from clients.tests.factories import ClientFactory
from mectofitness.api.crm.tests.samples import FIELDS, at, session
from scheduling.models import Session


def ids(response):
    assert response.status_code == 200, response.json()
    return [item["id"] for item in response.json()["data"]["sessions"]]


def refused(response):
    """The names of the wrong parameters."""
    assert (response.status_code, response.json()["error"]) == (400, "Validation failed")
    return list(response.json()["errors"])


def test_list_without_sessions(as_alice):
    assert as_alice.get("sessions").json() == {
        "success": True,
        "data": {
            "sessions": [],
            "pagination": {
                "page": 1,
                "per_page": 20,
                "total_pages": 0,
                "total_items": 0,
                "has_next": False,
                "has_prev": False,
            },
        },
    }


def test_list_item(as_alice, emma):
    booked = session(
        emma, notes="Warm up", created_at=at("2027-06-01T09:00"), updated_at=at("2027-06-02T09:00")
    )

    (item,) = as_alice.get("sessions").json()["data"]["sessions"]

    assert list(item) == FIELDS
    assert item == dict.fromkeys(FIELDS) | {
        "id": booked.pk,
        "title": "Personal Training",
        "session_type": "personal",
        "scheduled_start": "2027-06-08T10:00:00",
        "scheduled_end": "2027-06-08T11:00:00",
        "status": "scheduled",
        "notes": "Warm up",
        "created_at": "2027-06-01T09:00:00",
        "updated_at": "2027-06-02T09:00:00",
        "trainer_id": emma.trainer_id,
        "client_id": emma.pk,
    }


@pytest.mark.parametrize("path", ["sessions", "sessions/{pk}"])
@pytest.mark.parametrize("word", ["true", "TRUE", "True", "1"])
def test_include_client_and_trainer(as_alice, emma, alice, path, word):
    path = path.format(pk=session(emma).pk)

    data = as_alice.get(f"{path}?include_client={word}&include_trainer={word}").json()["data"]

    item = data["sessions"][0] if "sessions" in data else data
    assert list(item) == [*FIELDS, "client", "trainer"]
    assert item["client"] == {
        "id": emma.pk,
        "name": "Emma Wilson",
        "email": "emma@example.com",
        "phone": "+1-555-0123",
        "status": "active",
    }
    assert item["trainer"] == {
        "id": alice.pk,
        "username": "alice",
        "email": "alice@example.com",
        "full_name": "Alice Archer",
    }


@pytest.mark.parametrize("path", ["sessions", "sessions/{pk}"])
@pytest.mark.parametrize("name", ["include_client", "include_trainer"])
@pytest.mark.parametrize(
    ("word", "named"), [("false", {}), ("0", {}), ("banana", None), ("", None), ("2", None)]
)
def test_include_other_words(as_alice, emma, path, name, word, named):
    response = as_alice.get(f"{path.format(pk=session(emma).pk)}?{name}={word}")

    if named is None:
        assert refused(response) == [name]
    else:
        assert response.status_code == 200
        assert b'"client":' not in response.content
        assert b'"trainer":' not in response.content


@pytest.mark.parametrize(
    ("page", "has_next", "has_prev", "items"),
    [(1, True, False, 20), (2, True, True, 20), (3, False, True, 8), (4, False, True, 0)],
)
def test_pages(as_alice, emma, page, has_next, has_prev, items):
    for number in range(48):
        session(emma, f"2027-{number // 28 + 1:02}-{number % 28 + 1:02}T10:00:00")
    newest_first = Session.objects.order_by("-scheduled_start").values_list("pk", flat=True)

    response = as_alice.get(f"sessions?page={page}")

    assert ids(response) == list(newest_first[(page - 1) * 20 : page * 20])
    assert len(ids(response)) == items
    assert response.json()["data"]["pagination"] == {
        "page": page,
        "per_page": 20,
        "total_pages": 3,
        "total_items": 48,
        "has_next": has_next,
        "has_prev": has_prev,
    }


@pytest.mark.parametrize(("sent", "answered"), [(1, 1), (100, 100), (101, 100), (1000000000, 100)])
def test_per_page_at_most_100(as_alice, emma, sent, answered):
    for day in range(1, 4):
        session(emma, f"2027-06-{day:02}T10:00:00")

    response = as_alice.get(f"sessions?per_page={sent}")

    assert len(ids(response)) == min(answered, 3)
    assert response.json()["data"]["pagination"]["per_page"] == answered


@pytest.mark.parametrize("name", ["page", "per_page"])
@pytest.mark.parametrize(
    "value", ["0", "-1", "abc", "1.5", "1.0", "%00", "9" * 5000, "", "%D9%A1", "+1", "0x1", "1_0"]
)
def test_page_no_number_or_below_the_least(as_alice, name, value):
    assert refused(as_alice.get(f"sessions?{name}={value}")) == [name]


@pytest.mark.parametrize("page", [2**31, 2**63 - 1, 2**63, 10**29])
def test_page_far_beyond_the_end(as_alice, emma, page):
    session(emma)

    assert ids(as_alice.get(f"sessions?page={page}&per_page=100")) == []


@pytest.mark.parametrize("filters", [{"status": value} for value in Session.Status.values]
    + [{"session_type": value} for value in Session.Type.values])  # fmt: skip
def test_filter_by_choice(as_alice, emma, filters):
    session(emma, status="cancelled", session_type="personal", title="another")
    for day, (status, session_type) in enumerate(
        zip([*Session.Status.values, "completed"], Session.Type.values, strict=True), start=1
    ):
        session(emma, f"2027-06-{day:02}T10:00:00", status=status, session_type=session_type)

    response = as_alice.get("sessions", filters)

    expected = Session.objects.filter(**filters).order_by("-scheduled_start")
    assert ids(response) == [found.pk for found in expected]
    assert 0 < len(ids(response)) < 6


@pytest.mark.parametrize("query", ["status=bogus", "session_type=bogus", "status=Completed", "status=%00",
    "start_date=tomorrow", "end_date=2027-02-29", "start_date=2027-03-28T02:30:00", "start_date=1969-12-31",
    "end_date=2100-01-01", "client_id=abc", "client_id=-1", "client_id=1.0", "sort_by=password",
    "sort_by=client__user__password", "sort_by=-id", "sort_by=id;drop", "sort_by=", "sort_order=sideways",
    "sort_order=ASC", "search=%00"])  # fmt: skip
def test_filter_that_is_wrong(as_alice, query):
    assert refused(as_alice.get(f"sessions?{query}")) == [query.partition("=")[0]]


def test_filter_by_client(as_alice, emma, charlie):
    anna = ClientFactory(trainer=emma.trainer)
    foreign = session(ClientFactory(trainer=charlie))
    hers, other = session(emma), session(anna, "2027-06-09T10:00:00")

    assert ids(as_alice.get(f"sessions?client_id={emma.pk}")) == [hers.pk]
    assert ids(as_alice.get(f"sessions?client_id={anna.pk}")) == [other.pk]
    for nobody in (foreign.client_id, 0, 987654, 2**63 - 1, 2**63, 10**29):
        assert ids(as_alice.get(f"sessions?client_id={nobody}")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("start_date=2027-06-08", "bcd"),
        ("end_date=2027-06-08", "abc"),
        ("start_date=2027-06-08&end_date=2027-06-08", "bc"),
        ("start_date=2027-06-08T00:00:00", "bcd"),
        ("start_date=2027-06-08T00:00:01", "cd"),
        ("end_date=2027-06-08T00:00:00", "ab"),
        ("start_date=2027-06-08T23:30:00&end_date=2027-06-08T23:30:00", "c"),
        ("start_date=2027-06-08T23:30:00.999", "cd"),
        ("end_date=2027-06-09T00:00:00", "abcd"),
        ("end_date=2027-06-08T23:59:59", "abc"),
        ("start_date=2027-06-08T21:30:00Z", "cd"),
        ("start_date=2027-06-08T23:30:00%2B02:00", "cd"),
        ("start_date=2027-06-08T15:30:00-06:00", "cd"),
        ("start_date=2027-06-10&end_date=2027-06-07", ""),
    ],
)
def test_filter_by_time(as_alice, emma, query, found):
    starts = ("2027-06-07T23:00:00", "2027-06-08T00:00:00", "2027-06-08T23:30:00", "2027-06-09T00:00:00")
    booked = {name: session(emma, start, 30).pk for name, start in zip("abcd", starts, strict=True)}

    assert ids(as_alice.get(f"sessions?sort_order=asc&{query}")) == [booked[name] for name in found]


def test_filter_by_time_with_a_plus_that_arrives_as_a_blank(as_alice):
    response = as_alice.get("sessions?start_date=2027-06-08T10:00:00+02:00")

    assert refused(response) == ["start_date"]
    assert "%2B" in response.json()["errors"]["start_date"]


@pytest.mark.parametrize("text", ["PRESS", "gym", "ocket", "knees", "Ophelia Ö", "phelia"])
def test_search(as_alice, emma, text):
    ophelia = ClientFactory(trainer=emma.trainer, first_name="Ophelia", last_name="Öz")
    found = session(ophelia, title="Bench press", description="Gymnastics", location="Rocket", notes="Knees")
    session(emma, "2027-06-09T10:00:00", trainer_notes="Bench press gym rocket knees Ophelia Öz")

    assert ids(as_alice.get(f"sessions?search={quote(text)}")) == [found.pk]


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize(
    "field", ["scheduled_start", "scheduled_end", "created_at", "updated_at", "status", "title"]
)
def test_sort(as_alice, emma, field, order):
    titles = ("apple", "Banana", "Ärger", "Banana", "äther")
    lengths = (60, 3000, 30, 45, 15)
    days = (3, 1, 5, 2, 4)
    for number, (title, minutes, day) in enumerate(zip(titles, lengths, days, strict=True)):
        session(
            emma,
            f"2027-0{day}-08T10:00:00",
            minutes,
            title=title,
            status=Session.Status.values[number % 4],
            created_at=at(f"2026-01-0{days[number - 1]}T10:00"),
            updated_at=at(f"2026-02-0{days[number - 2]}T10:00"),
        )

    response = as_alice.get(f"sessions?sort_by={field}&sort_order={order}")

    expected = sorted(Session.objects.all(), key=attrgetter(field, "pk"), reverse=order == "desc")
    assert ids(response) == [found.pk for found in expected]


def test_list_parameters_that_do_not_exist(as_alice, emma):
    booked = session(emma)

    assert ids(as_alice.get("sessions?colour=red&trainer_id=1&id=0")) == [booked.pk]


def test_list_parameter_sent_twice(as_alice, emma):
    cancelled = session(emma, status="cancelled")
    session(emma)

    assert ids(as_alice.get("sessions?status=scheduled&status=cancelled")) == [cancelled.pk]


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("query", ["", "?include_client=1&include_trainer=1&search=emma&status=scheduled"])
def test_list_queries(as_alice, emma, django_assert_num_queries, items, query):
    for day in range(items):
        session(ClientFactory(trainer=emma.trainer), f"2027-06-{day + 1:02}T10:00:00")

    # the token with its user; the page, how many there are, and whether series are behind
    with django_assert_num_queries(2):
        response = as_alice.get(f"sessions{query}")

    assert len(ids(response)) == items


@pytest.mark.parametrize("path", ["sessions", "sessions/{pk}", "sessions/stats", "sessions/availability"])
def test_head_and_options(as_alice, emma, path):
    path = path.format(pk=session(emma).pk)

    head, get, options = as_alice.head(path), as_alice.get(path), as_alice.options(path)

    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == get["Content-Type"] == "application/json"
    assert (options.status_code, options.json()) == (200, {"success": True})
    assert {"GET", "HEAD", "OPTIONS"} <= set(options["Allow"].split(", "))


def test_detail(as_alice, emma):
    booked = session(emma)
    (item,) = as_alice.get("sessions").json()["data"]["sessions"]

    assert as_alice.get(f"sessions/{booked.pk}").json() == {"success": True, "data": item}
    assert as_alice.get(f"sessions/{booked.pk}/").json() == {"success": True, "data": item}


@pytest.mark.parametrize("key", ["0", "987654", "9" * 18, "9" * 19, "9" * 4000], ids=len)
def test_detail_of_no_session(as_alice, key):
    response = as_alice.get(f"sessions/{key}")

    assert response.status_code == 404
    assert response.json() == {"success": False, "error": "Session not found"}


@pytest.mark.parametrize("key", ["abc", "1.0", "%D9%A3", "-1", "1e3", "%00", "1%00", "0x1"])
def test_detail_of_no_key(as_alice, key):
    response = as_alice.get(f"sessions/{key}")

    assert response.status_code == 404
    assert response.json() == {"success": False, "error": "Not found"}
