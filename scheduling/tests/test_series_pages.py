"""What repeats, as a browser sees it: shown before it is booked, and changed alone or with what follows."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, scopes, series
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SessionFactory, TimelineFactory
from scheduling.tests.test_pages import HOUR, SCRIPT, TEN, address, shown, text, values, words

WEEK = timedelta(weeks=1)
NEW = "/sessions/new/"


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
def timeline(emma):
    return TimelineFactory(client=emma, name="Strength")


@pytest.fixture
def yoga(alice, timeline, now) -> Series:
    """Every Tuesday from ten to eleven, four times from 8 June on."""
    rule = {"title": "Yoga", "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY", "count": 4}
    return series.create(alice, rule | {"timeline": timeline}, now=now)


def weekly(client, **more):
    """What the form sends to book every Tuesday at two, three times."""
    rule = {"cycle": "WEEKLY", "interval": "1", "ends": "after", "count": "3"}
    return values(client, **(rule | more))


def typed(page):
    """{name: value} of what a page that shows what would happen sends on."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text(page))
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def nth(of, number):
    """The session of a series, counted from one."""
    return of.sessions.order_by("occurrence_on")[number - 1]


def is_nothing_stored():
    return not any(model.objects.exists() for model in (Session, Series, Timeline))


def starts(of):
    return list(of.sessions.order_by("scheduled_start").values_list("scheduled_start", flat=True))


# Booking what repeats


def test_book_shows_all_dates_and_stores_nothing(signed_in, emma):
    page = signed_in.post(NEW, weekly(emma))

    assert page.status_code == 200
    said = words(page)
    assert "Book 3 sessions?" in said
    assert "Rehab with Emma Wilson Every Tuesday 14:00–15:00, 3 times" in said
    assert "Tue 8 June, 14:00–15:00 Tue 15 June, 14:00–15:00 Tue 22 June, 14:00–15:00" in said
    assert typed(page) == weekly(emma)
    assert is_nothing_stored()


def test_book_confirmed(signed_in, alice, emma):
    page = signed_in.post(NEW, typed(signed_in.post(NEW, weekly(emma))) | {"step": "confirm"})

    made = Series.objects.get()
    assert (made.trainer, made.timeline.client, made.timeline.name) == (alice, emma, "Regular sessions")
    assert starts(made) == [TEN + 4 * HOUR + n * WEEK for n in range(3)]
    assert page["Location"] == f"/timelines/{made.timeline.uuid}/"
    after = signed_in.get(page["Location"])
    said = "Booked Rehab with Emma Wilson, 3 sessions: Every Tuesday 14:00–15:00, 3 times."
    assert said in words(after)


def test_book_leads_back_to_where_it_was_asked_from(signed_in, emma):
    day = "/calendar/day/2027-06-08/"
    sent = typed(signed_in.post(NEW, weekly(emma, next=day)))

    assert signed_in.post(NEW, sent | {"step": "confirm"})["Location"] == day


def test_book_back_to_change_keeps_what_was_typed(signed_in, emma):
    page = signed_in.post(NEW, weekly(emma, title="Mine", interval="2") | {"step": "change"})

    assert page.status_code == 200
    form = page.context["form"]
    kept = [form[name].value() for name in ("title", "cycle", "interval", "ends", "count")]
    assert kept == ["Mine", "WEEKLY", "2", "after", "3"]
    assert not Series.objects.exists()


def test_book_goes_on_the_first_timeline_of_the_client(signed_in, alice, emma, timeline):
    TimelineFactory(client=emma, name="A later one")
    TimelineFactory(trainer=alice)

    signed_in.post(NEW, weekly(emma, step="confirm"))

    assert Series.objects.get().timeline == timeline


def test_book_goes_on_the_chosen_timeline(signed_in, emma, timeline):
    chosen = TimelineFactory(client=emma, name="A later one")

    signed_in.post(NEW, weekly(emma, timeline=str(chosen.uuid), step="confirm"))

    assert Series.objects.get().timeline == chosen


@pytest.mark.parametrize("whose", ["another client", "no client", "another trainer", "removed"])
def test_book_on_a_timeline_that_is_not_the_clients(signed_in, alice, emma, charlie, now, whose):
    other = {
        "another client": {"client": ClientFactory(trainer=alice)},
        "no client": {"trainer": alice},
        "another trainer": {"client": ClientFactory(trainer=charlie)},
        "removed": {"client": emma, "removed_at": now},
    }[whose]

    page = signed_in.post(NEW, weekly(emma, timeline=str(TimelineFactory(**other).uuid), step="confirm"))

    assert page.status_code == 400
    assert page.context["form"].errors == {"timeline": ["Choose one of this client's timelines."]}
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"client": ""}, "client", "Choose a client."),
        ({"title": ""}, "title", "Give it a title."),
        ({"scheduled_start": ""}, "scheduled_start", "Say when it starts."),
        ({"scheduled_end": "2027-06-08T13:00"}, "scheduled_end", "End time must be after start time"),
        ({"scheduled_end": "2027-06-16T13:00"}, "scheduled_end", "would not be over when the next one"),
        ({"cycle": "HOURLY"}, "cycle", "Select a valid choice"),
        ({"interval": "0"}, "interval", "greater than or equal to 1"),
        ({"count": ""}, "count", "Say how many times."),
        ({"count": "0"}, "count", "greater than or equal to 1"),
        ({"ends": "on"}, "until", "Say which day is the last."),
        ({"ends": "on", "until": "2027-06-07"}, "until", "It must not end before it starts"),
        ({"ends": "on", "until": "9999-12-31"}, "until", "Write a date from 1970 to 2099."),
        ({"ends": "sometime"}, "ends", "Select a valid choice"),
    ],
    ids=[
        "client",
        "title",
        "start",
        "end",
        "overlap",
        "cycle",
        "interval",
        "no count",
        "count",
        "no until",
        "until",
        "far",
        "ends",
    ],
)
@pytest.mark.parametrize("step", ["", "confirm"], ids=["shown", "confirmed"])
def test_book_refused(signed_in, emma, sent, field, said, step):
    page = signed_in.post(NEW, weekly(emma) | sent | {"step": step})

    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert said in str(page.context["form"].errors[field])
    assert is_nothing_stored()


def test_book_for_an_inactive_client_is_refused_beside_the_client(signed_in, emma, timeline):
    page = signed_in.post(NEW, weekly(deactivate(emma)))

    assert list(page.context["form"].errors) == ["client"]


def test_book_once_looks_at_nothing_of_the_rule(signed_in, emma):
    rule = {"cycle": "", "interval": "x", "ends": "on", "until": "x", "count": "-1", "timeline": "x"}

    signed_in.post(NEW, values(emma) | rule)

    assert Session.objects.get().series is None


def test_book_until_a_day_includes_it(signed_in, emma):
    signed_in.post(NEW, weekly(emma, ends="on", until="2027-06-22", step="confirm"))

    assert starts(Series.objects.get()) == [TEN + 4 * HOUR + n * WEEK for n in range(3)]


def test_book_without_end_says_so(signed_in, emma):
    page = words(signed_in.post(NEW, weekly(emma, ends="never")))

    assert page.count("14:00–15:00") == 1 + 53
    assert "and 41 more" in page
    assert "and so on, without an end" in page


def test_book_shows_the_dates_beyond_the_first_dozen_too(signed_in, emma):
    page = signed_in.post(NEW, weekly(emma, count="30"))

    shown, _, rest = text(page).partition("<details>")
    assert [part.count("14:00–15:00") for part in (shown, rest)] == [1 + 12, 18]
    assert "and 18 more" in words(page)


def test_book_shows_dates_beyond_what_is_stored_now(signed_in, emma):
    leap = {"scheduled_start": "2028-02-29T14:00", "scheduled_end": "2028-02-29T15:00", "cycle": "YEARLY"}

    page = words(signed_in.post(NEW, weekly(emma) | leap))
    endless = words(signed_in.post(NEW, weekly(emma, ends="never") | leap))

    for year, weekday in {2028: "Tue", 2032: "Sun", 2036: "Fri"}.items():
        assert f"{weekday} 29 February {year}, 14:00–15:00" in page
    assert "more" not in page[page.index("29 February 2036") :]
    assert endless.count("14:00–15:00") == 1 + 12


def test_book_counts_what_is_not_listed(signed_in, emma):
    page = words(signed_in.post(NEW, weekly(emma, count="400")))

    assert "and 354 more" in page
    assert "and 34 later" in page


def test_book_marks_what_a_change_of_clocks_moves(signed_in, emma):
    night = {"scheduled_start": "2028-03-25T02:30", "scheduled_end": "2028-03-25T02:45"}

    page = words(signed_in.post(NEW, weekly(emma, cycle="DAILY") | night))

    assert "Sun 26 March 2028, 03:30–03:45 moved by a change of clocks, outside your working hours" in page
    assert page.count("moved by a change of clocks") == 1


def test_book_marks_time_off_also_beyond_the_first_dozen(signed_in, alice, emma):
    off = TEN + 14 * WEEK
    alice.time_off.create(start=off, end=off + timedelta(days=1), reason="Away")

    page = words(signed_in.post(NEW, weekly(emma, count="20")))

    assert "and 8 more, 1 of them with a warning" in page
    assert "Tue 14 September, 14:00–15:00 in your time off" in page


def test_book_of_what_was_over_long_ago(signed_in, emma):
    past = {"scheduled_start": "2010-01-05T14:00", "scheduled_end": "2010-01-05T15:00"}

    assert signed_in.post(NEW, weekly(emma) | past).status_code == 400


def test_book_marks_what_is_past(signed_in, emma):
    past = {"scheduled_start": "2027-06-01T14:00", "scheduled_end": "2027-06-01T15:00"}

    assert "Tue 1 June, 14:00–15:00 in the past" in words(signed_in.post(NEW, weekly(emma) | past))


@pytest.mark.parametrize("step", ["", "confirm"], ids=["shown", "confirmed"])
def test_book_collides(signed_in, emma, step):
    taken = [SessionFactory(client=emma, title="Hip", scheduled_start=TEN + 4.5 * HOUR + n * WEEK)
             for n in (1, 2)]  # fmt: skip

    page = signed_in.post(NEW, weekly(emma, step=step))

    assert page.status_code == 409
    said = words(page)
    assert "2 times are taken, the first on Tue 15 June" in said
    assert "Tue 15 June, 14:00–15:00 taken by Hip with Emma Wilson, 14:30–15:30" in said
    assert all(address(session) in text(page) for session in taken)
    assert 'value="confirm"' not in text(page)
    assert 'value="change"' in text(page)
    assert not Series.objects.exists()


def test_book_collides_with_a_series_beyond_what_is_laid_out(signed_in, alice, emma, timeline, now):
    rule = {"title": "Hip", "start": TEN + 4 * HOUR, "end": TEN + 5 * HOUR, "cycle": "WEEKLY"}
    series.create(alice, rule | {"timeline": timeline}, now=now)
    far = {"scheduled_start": "2029-06-12T14:00", "scheduled_end": "2029-06-12T15:00"}

    page = signed_in.post(NEW, weekly(emma, count="1") | far)

    assert "Tue 12 June 2029, 14:00–15:00 taken by Hip, 14:00–15:00" in words(page)


def test_book_collides_with_another_trainers_booking_tells_only_the_time(signed_in, emma, charlie):
    SessionFactory(client=emma, trainer=charlie, title="Secret", scheduled_start=TEN + 4 * HOUR)

    page = signed_in.post(NEW, weekly(emma))

    assert "your client has another session, 14:00–15:00" in words(page)
    assert "Secret" not in text(page)


@pytest.mark.parametrize("count", [1, 3])
def test_book_queries(signed_in, emma, timeline, count, django_assert_num_queries):
    with django_assert_num_queries(16):
        signed_in.post(NEW, weekly(emma, count=str(count)))


@pytest.mark.parametrize("count", [1, 3])
def test_book_collides_queries(signed_in, emma, timeline, count, django_assert_num_queries):
    for n in range(count):
        SessionFactory(client=emma, scheduled_start=TEN + 4 * HOUR + n * WEEK)

    with django_assert_num_queries(17):
        signed_in.post(NEW, weekly(emma))


# A session and its place in the series


def test_session_says_its_place(signed_in, yoga, timeline):
    page = signed_in.get(address(nth(yoga, 2)))

    said = words(page)
    assert "2nd of 4" in said
    assert "Every Tuesday 10:00–11:00, 4 times" in said
    assert "by hand" not in said
    for link in (f"/timelines/{timeline.uuid}/", address(nth(yoga, 1)), address(nth(yoga, 3))):
        assert f'href="{link}"' in text(page)


def test_place_without_what_was_deleted_for_good_before_the_day_changed(signed_in, yoga, now):
    booking.remove(nth(yoga, 2), now=now)
    series.revise(yoga, {"start": TEN + 24 * HOUR, "end": TEN + 25 * HOUR}, now=now)

    assert "3rd of 3" in words(signed_in.get(address(nth(yoga, 3))))


def test_session_of_a_series_without_end(signed_in, yoga, now):
    series.revise(yoga, {"count": None}, now=now)

    assert "3rd of its series" in words(signed_in.get(address(nth(yoga, 3))))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scheduled_start": TEN + WEEK + HOUR, "scheduled_end": TEN + WEEK + 2 * HOUR}, "Moved by hand"),
        ({"notes": "Knee"}, "Changed by hand"),
    ],
    ids=["moved", "changed"],
)
def test_session_changed_by_hand_says_so(signed_in, yoga, now, changes, said):
    session = booking.revise(nth(yoga, 2), changes, now=now)

    assert f"2nd of 4 {said}" in words(signed_in.get(address(session)))


def test_session_whose_day_the_rule_no_longer_has(signed_in, yoga, now):
    session = booking.revise(nth(yoga, 4), {"notes": "Knee"}, now=now)
    series.revise(yoga, {"count": 2}, now=now)

    page = words(signed_in.get(address(session)))

    assert "Of a series Moved by hand" not in page
    assert "Of a series Changed by hand" in page


def test_session_of_a_removed_series(signed_in, yoga, now):
    series.remove(yoga, now=now)
    session = nth(yoga, 2)

    page = signed_in.get(address(session))

    assert "The series was removed from its timeline." in words(page)
    assert "scope" not in signed_in.get(address(session, "edit/")).context["form"].fields


def test_next_of_a_series_is_there_beyond_what_is_laid_out(signed_in, alice, timeline, now):
    rule = {"title": "Yoga", "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY", "timeline": timeline}
    made = series.create(alice, rule, now=now)
    last = made.sessions.order_by("scheduled_start").last()

    page = text(signed_in.get(address(last)))

    following = made.sessions.get(scheduled_start=last.scheduled_start + WEEK)
    assert f'href="{address(following)}"' in page


@pytest.mark.parametrize("count", [2, 4])
def test_session_queries(signed_in, yoga, now, count, django_assert_num_queries):
    series.revise(yoga, {"count": count}, now=now)

    page = address(nth(yoga, 1))

    # The cookie, the user, the trainer, the session, its neighbours, and its history in two.
    with django_assert_num_queries(8):
        signed_in.get(page)


# A change of one session, and of others with it


def moved(session, hours, **more):
    """What the form sends to move a session, on the clock of Berlin."""
    start = session.scheduled_start + (2 + hours) * HOUR
    times = {"scheduled_start": start, "scheduled_end": start + HOUR}
    return {name: f"{time:%Y-%m-%dT%H:%M}" for name, time in times.items()} | more


def edited(browser, session, sent):
    page = address(session, "edit/")
    return browser.post(page, shown(browser.get(page)) | sent)


def test_edit_asks_for_the_scope_and_means_this_one(signed_in, yoga):
    form = signed_in.get(address(nth(yoga, 2), "edit/")).context["form"]
    assert form["scope"].value() == "this"

    edited(signed_in, nth(yoga, 2), moved(nth(yoga, 2), 2))

    assert starts(yoga) == [TEN, TEN + WEEK + 2 * HOUR, TEN + 2 * WEEK, TEN + 3 * WEEK]


@pytest.mark.parametrize("page", ["edit/", "move/", "cancel/"])
@pytest.mark.parametrize(("n", "asked"), [(1, ["this", "all"]), (2, ["this", "following", "all"])])
def test_of_the_first_of_a_series_it_is_asked_what_differs(signed_in, yoga, page, n, asked):
    form = signed_in.get(address(nth(yoga, n), page)).context["form"]

    assert [radio.data["value"] for radio in form["scope"]] == asked


def test_all_that_follow_the_first_are_still_understood(signed_in, yoga):
    signed_in.post(address(nth(yoga, 1), "cancel/"), {"scope": "following", "step": "confirm"})

    assert yoga.sessions.filter(status="cancelled").count() == 4


def test_edit_of_what_does_not_repeat_asks_for_no_scope(signed_in, emma):
    session = SessionFactory(client=emma)

    assert "scope" not in signed_in.get(address(session, "edit/")).context["form"].fields


def test_edit_following_shows_what_moves_and_stores_nothing(signed_in, yoga):
    session = nth(yoga, 2)
    before = list(Session.objects.values()), list(Series.objects.values())

    page = edited(signed_in, session, moved(session, 2, scope="following", title="Pilates"))

    assert page.status_code == 200
    said = words(page)
    assert "Change this session and all that follow?" in said
    assert "Title Pilates for 3 sessions 3 sessions move" in said
    assert "from Tue 15 June, 10:00–11:00 to Tue 15 June, 12:00–13:00" in said
    assert (list(Session.objects.values()), list(Series.objects.values())) == before


def test_edit_following_confirmed(signed_in, yoga):
    session = nth(yoga, 2)
    page = edited(signed_in, session, moved(session, 2, scope="following", title="Pilates"))

    answer = signed_in.post(address(session, "edit/"), typed(page) | {"step": "confirm"})

    assert answer["Location"] == address(session)
    assert "Saved Pilates with Emma Wilson: 3 sessions." in words(signed_in.get(address(session)))
    assert starts(yoga) == [TEN]
    rest = Series.objects.exclude(pk=yoga.pk).get()
    assert starts(rest) == [TEN + n * WEEK + 2 * HOUR for n in (1, 2, 3)]
    assert set(rest.sessions.values_list("title", flat=True)) == {"Pilates"}


def test_edit_all_reaches_the_earlier_ones_too(signed_in, yoga):
    sent = moved(nth(yoga, 3), 2, scope="all", step="confirm")

    answer = edited(signed_in, nth(yoga, 3), sent)

    assert starts(yoga) == [TEN + n * WEEK + 2 * HOUR for n in range(4)]
    assert "Saved Yoga with Emma Wilson: 4 sessions." in words(signed_in.get(answer["Location"]))


def test_edit_back_to_change_keeps_what_was_typed(signed_in, yoga):
    session = nth(yoga, 2)
    shown_first = edited(signed_in, session, moved(session, 2, scope="following", title="Pilates"))

    page = signed_in.post(address(session, "edit/"), typed(shown_first) | {"step": "change"})

    form = page.context["form"]
    assert page.status_code == 200
    assert [form[name].value() for name in ("title", "scope")] == ["Pilates", "following"]
    assert starts(yoga) == [TEN + n * WEEK for n in range(4)]


def test_edit_says_what_is_kept_and_why(signed_in, yoga, now):
    done = [{"status": "completed"}, {"notes": "Knee"}, {"status": "cancelled"}]
    for number, changes in enumerate(done, start=1):
        booking.revise(nth(yoga, number), changes, now=now)

    page = words(edited(signed_in, nth(yoga, 4), {"title": "Pilates", "scope": "all"}))

    assert "for 1 session" in page
    kept = page[page.index("These stay as they are") :]
    assert "1 changed by hand Tue 15 June, 10:00–11:00" in kept
    assert "1 completed" in kept
    assert "1 cancelled Tue 22 June, 10:00–11:00" in kept


@pytest.fixture
def endless(yoga, now) -> Series:
    """Every Tuesday from ten to eleven, without an end: 53 are stored."""
    return series.revise(yoga, {"count": None}, now=now)


def test_edit_of_what_has_no_end_reaches_all_later_ones(signed_in, endless):
    sent = {"title": "Pilates", "scope": "following"}

    page = words(edited(signed_in, nth(endless, 3), sent))

    assert "Title Pilates for 51 sessions, and all later ones" in page
    assert "Later ones follow" not in page
    answer = edited(signed_in, nth(endless, 3), sent | {"step": "confirm"})
    said = words(signed_in.get(answer["Location"]))
    assert "Saved Pilates with Emma Wilson: 51 sessions, and all later ones." in said


def test_move_of_what_has_no_end_says_that_later_ones_follow(signed_in, endless):
    page = words(edited(signed_in, nth(endless, 2), moved(nth(endless, 2), 2, scope="following")))

    assert "52 sessions move" in page
    assert "Later ones follow." in page


@pytest.mark.parametrize("scope", ["following", "all"])
def test_cancel_of_what_has_no_end_has_no_later_ones(signed_in, endless, scope):
    page = words(signed_in.post(address(nth(endless, 1), "cancel/"), {"scope": scope}))

    assert "53 sessions are cancelled" in page
    assert "ater ones" not in page


def test_edit_says_what_is_outside_working_hours_and_in_time_off(signed_in, alice, yoga):
    off = TEN + 2 * WEEK
    alice.time_off.create(start=off, end=off + timedelta(days=1), reason="Away")

    late = words(edited(signed_in, nth(yoga, 2), moved(nth(yoga, 2), 12, scope="following")))
    renamed = words(edited(signed_in, nth(yoga, 2), {"title": "Pilates", "scope": "following"}))

    assert "Of the new times, 3 are outside your working hours, 1 is in your time off." in late
    assert "Of the new times" not in renamed


def test_edit_collides(signed_in, emma, yoga):
    SessionFactory(client=emma, title="Hip", scheduled_start=TEN + 2 * WEEK + 2 * HOUR)
    session = nth(yoga, 2)

    for step in ("", "confirm"):
        page = edited(signed_in, session, moved(session, 2, scope="following", step=step))

        assert page.status_code == 409
        assert "1 time is taken, the first on Tue 22 June" in words(page)
        assert "No session that is still to come is touched" not in words(page)
        assert 'value="confirm"' not in text(page)
        assert 'value="change"' in text(page)
    assert starts(yoga) == [TEN + n * WEEK for n in range(4)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("notes", "Knee"),
        ("trainer_notes", "Knee"),
        ("client_feedback", "Good"),
        ("exercises_performed", "Squats"),
        ("actual_start", "2027-06-15T10:00"),
        ("actual_end", "2027-06-15T11:00"),
    ],
)
def test_edit_of_what_belongs_to_one_session_is_refused_for_others(signed_in, yoga, field, value):
    page = edited(signed_in, nth(yoga, 2), {field: value, "scope": "following"})

    assert page.status_code == 400
    assert "This belongs to one session only" in str(page.context["form"].errors[field])


def test_edit_client_is_refused_for_others(signed_in, alice, yoga):
    other = ClientFactory(trainer=alice)

    page = edited(signed_in, nth(yoga, 2), {"client": str(other.uuid), "scope": "all"})

    assert list(page.context["form"].errors) == ["client"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"scheduled_end": "2027-06-15T09:00"}, "scheduled_end"),
        ({"title": "x", "scheduled_start": "soon"}, "scheduled_start"),
    ],
    ids=["title", "end", "start"],
)
def test_edit_following_refused(signed_in, yoga, sent, field):
    page = edited(signed_in, nth(yoga, 2), sent | {"scope": "following"})

    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]


def test_edit_with_a_scope_that_is_none(signed_in, yoga):
    page = edited(signed_in, nth(yoga, 2), {"title": "x", "scope": "some"})

    assert list(page.context["form"].errors) == ["scope"]


def test_edit_following_untouched_splits_nothing(signed_in, yoga):
    edited(signed_in, nth(yoga, 2), {"scope": "following"})

    assert Series.objects.count() == 1


# Cancelling


def test_cancel_asks_for_the_scope_and_means_this_one(signed_in, yoga):
    page = address(nth(yoga, 2), "cancel/")
    assert signed_in.get(page).context["form"]["scope"].value() == "this"

    signed_in.post(page)

    assert list(yoga.sessions.filter(status="cancelled")) == [nth(yoga, 2)]


def test_cancel_following_is_shown_and_confirmed(signed_in, yoga):
    where = address(nth(yoga, 2), "cancel/")

    page = signed_in.post(where, {"scope": "following"})

    assert "3 sessions are cancelled Tue 15 June, 10:00–11:00" in words(page)
    assert not yoga.sessions.filter(status="cancelled").exists()
    answer = signed_in.post(where, typed(page) | {"step": "confirm"})
    assert "Cancelled Yoga with Emma Wilson: 3 sessions." in words(signed_in.get(answer["Location"]))
    assert list(yoga.sessions.filter(status="scheduled")) == [nth(yoga, 1)]


def test_cancel_all_ends_the_series(signed_in, yoga):
    signed_in.post(address(nth(yoga, 2), "cancel/"), {"scope": "all", "step": "confirm"})

    yoga.refresh_from_db()
    assert yoga.removed_at
    assert not yoga.sessions.filter(status="scheduled").exists()


def test_cancel_all_in_the_moment_in_which_one_is_changed_is_asked_again(signed_in, yoga, now, monkeypatch):
    session, cancel = nth(yoga, 2), scopes.cancel

    def slower(*asked, **options):
        monkeypatch.setattr(scopes, "cancel", cancel)
        booking.revise(session, {"title": "Theirs"}, now=now)
        return cancel(*asked, **options)

    monkeypatch.setattr(scopes, "cancel", slower)
    sent = {"scope": "all", "step": "confirm", "version": session.version}
    again = signed_in.post(address(session, "cancel/"), sent)

    assert again.status_code == 409
    assert "Somebody else has changed this session since you opened it." in words(again)
    assert not yoga.sessions.filter(status="cancelled").exists()


def test_cancel_back_to_change(signed_in, yoga):
    page = signed_in.post(address(nth(yoga, 2), "cancel/"), {"scope": "all", "step": "change"})

    assert page.status_code == 200
    assert page.context["form"]["scope"].value() == "all"


@pytest.mark.parametrize("count", [2, 4])
def test_cancel_all_queries(signed_in, yoga, now, count, django_assert_num_queries):
    series.revise(yoga, {"count": count}, now=now)
    page = address(nth(yoga, 1), "cancel/")

    with django_assert_num_queries(23):
        signed_in.post(page, {"scope": "all"})


def test_cancel_with_a_scope_that_is_none(signed_in, yoga):
    assert signed_in.post(address(nth(yoga, 2), "cancel/"), {"scope": "some"}).status_code == 400


# Who may, and what is only text


def test_strangers(client, charlie, emma, yoga):
    session = nth(yoga, 2)
    client.force_login(charlie.user)

    for page in ("edit/", "cancel/"):
        assert client.post(address(session, page), {"scope": "all", "step": "confirm"}).status_code == 404
    assert list(client.post(NEW, weekly(emma, step="confirm")).context["form"].errors) == ["client"]
    assert yoga.sessions.filter(status="scheduled").count() == 4


def test_user_text_is_escaped(signed_in, alice, now):
    emma = ClientFactory(trainer=alice, first_name=SCRIPT)
    timeline = TimelineFactory(client=emma, name=SCRIPT)
    rule = {"title": SCRIPT, "location": SCRIPT, "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY"}
    session = nth(series.create(alice, rule | {"timeline": timeline, "count": 3}, now=now), 2)

    pages = [
        signed_in.get(address(session)),
        signed_in.post(NEW, weekly(emma, title=SCRIPT)),
        signed_in.post(NEW, weekly(emma, title=SCRIPT, scheduled_start="2027-06-08T10:30")),
        edited(signed_in, session, {"title": f"{SCRIPT}!", "scope": "following"}),
        signed_in.post(address(session, "cancel/"), {"scope": "all"}),
    ]

    assert [page.status_code for page in pages] == [200, 200, 409, 200, 200]
    for page in pages:
        assert SCRIPT not in text(page)
        assert " style=" not in text(page)


def test_a_day_far_off_is_written_with_its_year(signed_in, yoga, now):
    rest = series.revise(yoga, {"start": TEN + 52 * WEEK, "end": TEN + 52 * WEEK + HOUR}, now=now)

    assert date(2028, 6, 6) == nth(rest, 1).occurrence_on
    page = signed_in.get(address(nth(rest, 1)))
    assert "Tue 6 June 2028, 10:00–11:00" in words(page)
    assert "<title>Yoga, Tue 6 June 2028 10:00" in " ".join(text(page).split())
    assert "Tue 6 June 2028, 10:00–11:00" in words(signed_in.get(address(nth(rest, 1), "cancel/")))
    cancelled = signed_in.post(address(nth(rest, 1), "cancel/"), follow=True)
    assert "Cancelled Yoga with Emma Wilson, Tue 6 June 2028 10:00." in words(cancelled)
    assert datetime(2028, 6, 6, 8, tzinfo=UTC) == nth(rest, 1).scheduled_start
