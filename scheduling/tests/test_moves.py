"""A session is moved: by a page that offers free times, and by the script of the grid."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from clients.tests.factories import ClientFactory
from scheduling.domain import booking, series
from scheduling.domain.availability import Span
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory, TimelineFactory
from scheduling.tests.test_pages import HOUR, TEN, address, text, values, words
from trainers.models import TimeOff, WorkingHours

WEEK = timedelta(weeks=1)
QUARTER = timedelta(minutes=15)


@pytest.fixture(autouse=True)
def standing_clock(now):
    """Tuesday 8 June 2027, eight in the morning in Berlin."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def signed_in(client, alice, standing_clock):
    """Alice's browser."""
    client.force_login(alice.user)
    return client


@pytest.fixture
def rehab(emma):
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN)


@pytest.fixture
def yoga(alice, emma, now):
    """Every Tuesday from one to two, four times from 8 June on; the second, and its series' rule."""
    start = TEN + 3 * HOUR
    rule = {"title": "Yoga", "start": start, "end": start + HOUR, "cycle": "WEEKLY", "count": 4}
    made = series.create(alice, rule | {"timeline": TimelineFactory(client=emma)}, now=now)
    return made.sessions.order_by("scheduled_start")[1]


def ask(browser, session, **what):
    """What the script of the grid sends, and what it is answered."""
    headers = {"accept": "application/json"}
    return browser.post(address(session, "move/"), {"version": session.version, **what}, headers=headers)


def times(session):
    session.refresh_from_db()
    return session.scheduled_start, session.scheduled_end


# The page


def test_page_offers_the_free_times_of_the_day(signed_in, emma, rehab):
    SessionFactory(client=emma, scheduled_start=TEN + 2 * HOUR, scheduled_end=TEN + 9 * HOUR + QUARTER)

    page = signed_in.get(address(rehab, "move/"))

    # From eight o'clock in Berlin on. Its own time is free for it; the other's is from twelve on.
    assert [f"{start:%H:%M}" for start in page.context["free"]] == [
        "06:00", "06:30", "07:00", "07:30", "08:00", "08:30", "09:00"
    ]  # fmt: skip
    assert "Free on Tue 8 June for 1 h" in words(page)


def test_page_of_another_day_and_length(signed_in, rehab):
    page = signed_in.get(address(rehab, "move/?start=2027-06-09T10:00&minutes=660"))

    assert "Free on Wed 9 June for 11 h" in words(page)
    assert [f"{start:%H:%M}" for start in page.context["free"]] == ["06:00", "06:30", "07:00"]


@pytest.mark.parametrize(
    "query", ["start=soon", "start=2027-06-08T10:00&minutes=x", "start=%00", "start=9999-12-31T10:00"]
)
def test_page_of_nonsense(signed_in, rehab, query):
    assert signed_in.get(address(rehab, f"move/?{query}")).status_code == 200


@pytest.mark.parametrize("end", ["2027-06-09T12:00", "1997-06-09T12:00"])
def test_page_of_an_end_before_the_start_offers_nothing(signed_in, rehab, end):
    page = signed_in.get(address(rehab, f"move/?start=2027-06-09T12:00&end={end}"))

    assert page.context["free"] == []


def test_page_looks_at_what_is_free_and_moves_nothing(signed_in, rehab):
    sent = {"start": "2027-06-09T10:00", "minutes": "30", "version": "1", "step": "look"}

    page = signed_in.post(address(rehab, "move/"), sent)

    assert "Free on Wed 9 June for 30 min" in words(page)
    assert times(rehab) == (TEN, TEN + HOUR)


def test_page_moves(signed_in, rehab):
    sent = {"start": "2027-06-09T14:00:00", "minutes": "30", "version": "1"}

    page = signed_in.post(address(rehab, "move/"), sent)

    assert page["Location"] == address(rehab)
    start = TEN + timedelta(days=1, hours=4)
    assert times(rehab) == (start, start + HOUR / 2)
    assert "Moved Rehab with Emma Wilson, Wed 9 June, 14:00–14:30." in words(signed_in.get(address(rehab)))


def test_page_moves_to_a_free_time_that_is_picked(signed_in, rehab):
    sent = {"start": "2027-06-09T14:00", "minutes": "60", "version": "1", "at": "2027-06-09T16:30:00"}

    signed_in.post(address(rehab, "move/"), sent | {"next": "/calendar/week/2027-06-07/"})

    start = TEN + timedelta(days=1, hours=6, minutes=30)
    assert times(rehab) == (start, start + HOUR)


def test_page_moves_to_the_second_of_two_equal_times(signed_in, emma):
    second = datetime(2027, 10, 31, 1, tzinfo=UTC)
    WorkingHours.objects.create(trainer=emma.trainer, weekday=6, starts_at=time(0), ends_at=time(6))
    SessionFactory(client=emma, scheduled_start=second - 3 * HOUR, scheduled_end=second)
    session = SessionFactory(client=emma, scheduled_start=second + 6 * HOUR)
    free = re.findall(r'name="at"\s+value="([^"]+)"', text(signed_in.get(address(session, "move/"))))

    signed_in.post(address(session, "move/"), {"at": free[0], "minutes": "60", "version": "1"})

    assert times(session) == (second, second + HOUR)


def test_page_keeps_seconds_of_what_is_left_as_it_was(signed_in, emma):
    odd = SessionFactory(client=emma, scheduled_start=TEN, scheduled_end=TEN + timedelta(seconds=3601))

    signed_in.post(address(odd, "move/"), {"start": "2027-06-08T11:00:00", "minutes": "60", "version": "1"})

    assert times(odd) == (TEN + HOUR, TEN + 2 * HOUR + timedelta(seconds=1))


def test_page_says_what_is_in_the_way(signed_in, alice, emma, rehab):
    noah = ClientFactory(trainer=alice, first_name="Noah", last_name="Kim")
    SessionFactory(client=noah, title="Boxing", scheduled_start=TEN + 2 * HOUR)

    page = signed_in.post(address(rehab, "move/"), {"start": "2027-06-08T12:30", "version": "1"})

    assert page.status_code == 409
    assert "This time is taken by Boxing with Noah Kim, Tue 8 June, 12:00–13:00." in words(page)
    assert times(rehab) == (TEN, TEN + HOUR)


@pytest.mark.parametrize("form", ["move/", "edit/"])
def test_page_offers_its_own_time_beside_a_conflict(signed_in, emma, rehab, form):
    SessionFactory(client=emma, scheduled_start=TEN - 3 * HOUR, scheduled_end=TEN - HOUR / 2)
    SessionFactory(client=emma, scheduled_start=TEN + HOUR, scheduled_end=TEN + 10 * HOUR)
    start, end = "2027-06-08T10:30", "2027-06-08T11:30"
    sent = values(emma, start, end, version="1") | {"start": start}

    conflict = signed_in.post(address(rehab, form), sent).context["conflict"]

    assert conflict.offers == [Span(TEN - HOUR / 2, TEN + HOUR / 2)]
    assert rehab not in [it.session for it in conflict.not_free.stretches]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"start": "soon"}, "Write a date from 1970 to 2099 and a time"),
        ({"start": "2027-03-28T02:30"}, "2027-03-28 02:30 does not exist in Europe/Berlin"),
        ({"start": "2027-06-08T12:00", "minutes": "0"}, "greater than or equal to 1"),
        ({"start": "2027-06-08T12:00", "minutes": "20161"}, "less than or equal to 20160"),
        ({"start": "2027-06-08T12:00", "scope": "x"}, "Select a valid choice"),
    ],
)
def test_page_refuses_by_field(signed_in, rehab, sent, told):
    page = signed_in.post(address(rehab, "move/"), {"version": "1", **sent})

    assert page.status_code == 400
    if "scope" not in sent:
        assert told in words(page)
    assert times(rehab) == (TEN, TEN + HOUR)


def test_page_that_was_overtaken(signed_in, rehab, now):
    booking.revise(rehab, {"location": "Gym 2"}, now=now)

    page = signed_in.post(address(rehab, "move/"), {"start": "2027-06-08T14:00", "version": "1"})

    assert page.status_code == 409
    assert "Somebody else has changed this session since you opened it." in words(page)
    assert 'name="version" value="2"' in text(page)
    assert times(rehab) == (TEN, TEN + HOUR)


def test_page_shows_what_a_move_of_a_series_would_do_first(signed_in, yoga):
    sent = {"start": "2027-06-15T15:00", "minutes": "60", "version": "1", "scope": "following"}

    page = signed_in.post(address(yoga, "move/"), sent)

    assert "Move this session and all that follow?" in words(page)
    assert "3 sessions move" in words(page)
    signed_in.post(address(yoga, "move/"), sent | {"step": "confirm"})
    assert list(Session.objects.order_by("scheduled_start").values_list("scheduled_start", flat=True)) == [
        TEN + 3 * HOUR,
        *(TEN + 5 * HOUR + n * WEEK for n in (1, 2, 3)),
    ]


def test_page_of_somebody_elses_session(client, charlie, rehab):
    client.force_login(charlie.user)

    assert client.get(address(rehab, "move/")).status_code == 404
    assert client.post(address(rehab, "move/"), {"start": "2027-06-08T14:00"}).status_code == 404
    assert ask(client, rehab, start="2027-06-08T14:00").status_code == 404


# The script


def test_script_moves_and_is_told_the_version(signed_in, rehab):
    answer = ask(signed_in, rehab, start="2027-06-09T14:00")

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "outcome": "moved",
            "said": "Moved Rehab with Emma Wilson, Wed 9 June, 14:00–15:00.",
            "version": 2,
            "start": "2027-06-09T14:00:00",
            "end": "2027-06-09T15:00:00",
        },
    )
    assert "Moved Rehab with Emma Wilson" in words(signed_in.get("/calendar/week/2027-06-07/"))


def test_script_resizes_at_either_end(signed_in, rehab):
    ask(signed_in, rehab, end="2027-06-08T11:45")
    assert times(rehab) == (TEN, TEN + HOUR + 3 * QUARTER)

    ask(signed_in, rehab, start="2027-06-08T09:30", end="2027-06-08T11:45:00")
    assert times(rehab) == (TEN - 2 * QUARTER, TEN + HOUR + 3 * QUARTER)


def test_script_sends_what_is_as_it_was(signed_in, rehab):
    answer = ask(signed_in, rehab, start="2027-06-08T10:00")

    assert (answer.json()["outcome"], answer.json()["version"]) == ("stays", 1)
    assert "Moved" not in words(signed_in.get("/calendar/week/2027-06-07/"))


def test_script_over_a_change_of_clocks_keeps_the_time_on_the_clock(signed_in, emma):
    """From Saturday nine o'clock in winter to Monday nine o'clock in summer."""
    session = SessionFactory(client=emma, scheduled_start=datetime(2027, 3, 27, 8, tzinfo=UTC))

    ask(signed_in, session, start="2027-03-29T09:00")

    start = datetime(2027, 3, 29, 7, tzinfo=UTC)
    assert times(session) == (start, start + HOUR)


def test_script_into_the_hour_that_is_skipped(signed_in, emma):
    session = SessionFactory(client=emma, scheduled_start=datetime(2027, 3, 27, 8, tzinfo=UTC))

    answer = ask(signed_in, session, start="2027-03-28T02:15")

    said = "2027-03-28 02:15 does not exist in Europe/Berlin: the clocks go forward then."
    assert (answer.status_code, answer.json()) == (
        400,
        {"outcome": "refused", "said": said, "errors": {"start": [said]}},
    )


def test_script_lasts_as_long_as_before_over_the_hour_that_is_skipped(signed_in, emma):
    session = SessionFactory(client=emma, scheduled_start=datetime(2027, 3, 27, 8, tzinfo=UTC))

    ask(signed_in, session, start="2027-03-28T01:30")

    start = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    assert times(session) == (start, start + HOUR)


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 0), ("+01:00", 1)])
def test_script_says_which_of_two_equal_times(signed_in, emma, offset, hour):
    session = SessionFactory(client=emma, scheduled_start=datetime(2027, 10, 30, 8, tzinfo=UTC))

    ask(signed_in, session, start=f"2027-10-31T02:30:00{offset}")

    start = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
    assert times(session) == (start, start + HOUR)


def test_script_moves_from_the_first_to_the_second_of_two_equal_times(signed_in, emma):
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    session = SessionFactory(client=emma, scheduled_start=first)

    ask(signed_in, session, start="2027-10-31T02:30:00+01:00")

    assert times(session) == (first + HOUR, first + 2 * HOUR)


def test_script_resizes_what_starts_in_the_second_of_two_equal_times(signed_in, emma):
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    session = SessionFactory(client=emma, scheduled_start=second)

    ask(signed_in, session, start="2027-10-31T02:30:00", end="2027-10-31T04:00")

    assert times(session) == (second, second + HOUR + 2 * QUARTER)


def test_script_is_told_what_is_in_the_way(signed_in, alice, rehab):
    other = ClientFactory(trainer=alice, first_name="Noah", last_name="<b>Kim</b>")
    boxing = SessionFactory(client=other, title="Boxing", scheduled_start=TEN + 2 * HOUR)

    answer = ask(signed_in, rehab, start="2027-06-08T12:30")

    told = answer.json()
    assert (answer.status_code, told["outcome"]) == (409, "taken")
    assert "This time is taken by Boxing with Noah <b>Kim</b>, Tue 8 June, 12:00–13:00." in told["said"]
    assert f'href="/sessions/{boxing.uuid}/"' in told["html"]
    assert "Noah &lt;b&gt;Kim" in told["html"]
    assert f"/sessions/{rehab.uuid}/move/?start=2027-06-08T12:30:00&amp;minutes=60" in told["html"]
    assert times(rehab) == (TEN, TEN + HOUR)


def test_script_is_told_nothing_of_another_trainers_session(signed_in, charlie, emma, rehab):
    secret = SessionFactory(client=ClientFactory(trainer=charlie), title="Secret", scheduled_start=TEN)
    Session.objects.filter(pk=secret.pk).update(scheduled_start=TEN + 2 * HOUR, scheduled_end=TEN + 3 * HOUR)
    Session.objects.filter(pk=secret.pk).update(client=emma)

    answer = ask(signed_in, rehab, start="2027-06-08T12:30")

    assert answer.status_code == 409
    assert "Your client has another session at this time" in answer.json()["said"]
    assert "Secret" not in text(answer)


def test_script_that_was_overtaken(signed_in, rehab, now):
    booking.revise(Session.objects.get(), {"location": "Gym 2"}, now=now)

    answer = ask(signed_in, rehab, start="2027-06-08T14:00")

    assert (answer.status_code, answer.json()["outcome"]) == (409, "overtaken")
    assert times(rehab) == (TEN, TEN + HOUR)


def test_script_is_refused_by_field(signed_in, rehab):
    answer = ask(signed_in, rehab, start="2027-06-08T10:00", end="2027-06-08T09:00")

    said = "Scheduled end time must be after start time"
    assert (answer.status_code, answer.json()) == (
        400,
        {"outcome": "refused", "said": said, "errors": {"end": [said]}},
    )


def test_script_is_asked_which_of_a_series(signed_in, yoga):
    answer = ask(signed_in, yoga, start="2027-06-15T15:00")

    assert (answer.status_code, answer.json()["outcome"]) == (200, "which")
    html = " ".join(answer.json()["html"].split())
    assert "from Tue 15 June, 13:00–14:00 to Tue 15 June, 15:00–16:00" in html
    assert [part.split('"')[0] for part in html.split('data-scope="')[1:]] == ["this", "following", "all", ""]
    assert "3 sessions" in html
    assert "4 sessions" in html
    assert times(yoga) == (TEN + 3 * HOUR + WEEK, TEN + 4 * HOUR + WEEK)


def test_script_is_asked_of_the_first_of_a_series_what_differs(signed_in, yoga):
    first = Session.objects.get(scheduled_start=TEN + 3 * HOUR)

    html = ask(signed_in, first, start="2027-06-08T15:00").json()["html"]

    assert [part.split('"')[0] for part in html.split('data-scope="')[1:]] == ["this", "all", ""]


@pytest.mark.parametrize(("scope", "moved"), [("this", {1}), ("following", {1, 2, 3}), ("all", {0, 1, 2, 3})])
def test_script_says_which_of_a_series(signed_in, yoga, scope, moved):
    answer = ask(signed_in, yoga, start="2027-06-15T15:00", scope=scope)

    assert answer.json()["outcome"] == "moved"
    found = Session.objects.order_by("scheduled_start").values_list("scheduled_start", flat=True)
    assert list(found) == [TEN + (5 if n in moved else 3) * HOUR + n * WEEK for n in range(4)]


def test_script_is_asked_which_and_told_where_times_are_taken(signed_in, emma, yoga):
    SessionFactory(client=emma, title="Boxing", scheduled_start=TEN + 5 * HOUR + 2 * WEEK)

    html = " ".join(ask(signed_in, yoga, start="2027-06-15T15:00").json()["html"].split())
    answer = ask(signed_in, yoga, start="2027-06-15T15:00", scope="following")

    assert "1 time is taken, the first on Tue 22 June" in html
    assert html.count("disabled") == 2
    assert (answer.status_code, answer.json()["outcome"]) == (409, "taken")
    assert "taken by Boxing with Emma Wilson" in answer.json()["said"]
    assert times(yoga) == (TEN + 3 * HOUR + WEEK, TEN + 4 * HOUR + WEEK)


def test_script_is_asked_which_and_told_what_is_unusual(signed_in, alice, yoga):
    TimeOff.objects.create(trainer=alice, start=TEN + 5 * HOUR + 2 * WEEK, end=TEN + 9 * HOUR + 2 * WEEK)

    html = " ".join(ask(signed_in, yoga, start="2027-06-15T15:00").json()["html"].split())

    only_this, following, every, _ = html.split('data-scope="')[1:]
    assert "time off" not in only_this
    assert "Of the new times, 1 is in your time off." in following
    assert "Of the new times, 1 is in your time off." in every


def test_script_is_not_asked_which_when_none_of_them_can_move(signed_in, emma, yoga):
    SessionFactory(client=emma, title="Boxing", scheduled_start=TEN + 5 * HOUR + WEEK)

    answer = ask(signed_in, yoga, start="2027-06-15T15:00")

    assert (answer.status_code, answer.json()["outcome"]) == (409, "taken")
    assert "taken by Boxing" in answer.json()["said"]
    assert "Tue 15 June, 15:00–16:00 taken by Boxing" in " ".join(strip_tags(answer.json()["said"]).split())


def test_htmx_is_answered_as_a_script_and_a_boosted_form_as_a_form(signed_in, rehab):
    sent = {"start": "2027-06-08T14:00", "version": "1"}

    boosted = signed_in.post(
        address(rehab, "move/"), sent, headers={"hx-request": "true", "hx-boosted": "true"}
    )
    by_htmx = signed_in.post(address(rehab, "move/"), sent | {"version": "2"}, headers={"hx-request": "true"})

    assert (boosted.status_code, by_htmx.json()["outcome"]) == (302, "stays")


# What it costs


@pytest.mark.parametrize("others", [1, 3])
def test_move_queries(signed_in, alice, rehab, others, django_assert_num_queries):
    for n in range(others):
        SessionFactory(client=ClientFactory(trainer=alice), scheduled_start=TEN + (n + 2) * HOUR)

    with django_assert_num_queries(7):  # cookie, user, trainer, the session, and what is free in three
        signed_in.get(address(rehab, "move/"))
    # Half of them are what is noted for the step to be undone.
    with django_assert_num_queries(23):
        ask(signed_in, rehab, start="2027-06-09T14:00")
