"""The timelines as a browser sees them: listed, shown, changed and removed, and never anybody else's."""

from datetime import datetime, timedelta

import pytest
import time_machine

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, scopes, series, timelines
from scheduling.domain.scopes import Scope
from scheduling.models import Series, Session, Timeline
from scheduling.tests.factories import SessionFactory, TimelineFactory
from scheduling.tests.test_pages import HOUR, SCRIPT, TEN, UNKNOWN, address, shown, text, words
from trainers.tests.factories import UserFactory

WEEK = timedelta(weeks=1)
LIST, NEW = "/timelines/", "/timelines/new/"


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
    return TimelineFactory(client=emma, name="Strength", description="Block one")


@pytest.fixture
def yoga(timeline, now) -> Series:
    """Every Tuesday from ten to eleven, four times from 8 June on."""
    return make(timeline, now, count=4)


def make(timeline, now, **more):
    rule = {"title": "Yoga", "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY", "timeline": timeline}
    return series.create(timeline.trainer, rule | more, now=now)


def page_of(timeline, page=""):
    return f"{LIST}{timeline.uuid}/{page}"


def nth(of, number):
    """The session of a series, counted from one."""
    return of.sessions.order_by("occurrence_on")[number - 1]


def edited(browser, of, sent):
    page = f"/series/{of.uuid}/edit/"
    return browser.post(page, shown(browser.get(page)) | sent)


def pages(timeline, yoga):
    own = [page_of(timeline, page) for page in ("", "edit/", "remove/", "add/")]
    return [*own, f"/series/{yoga.uuid}/edit/", f"/series/{yoga.uuid}/remove/"]


def what(**more):
    """What the form sends to put something on a timeline, on Tuesday at two."""
    times = {"start": "2027-06-08T14:00", "end": "2027-06-08T15:00"}
    return {"title": "Boxing", "session_type": "personal", "cycle": "", **times, **more}


# Listed and shown


def test_list(signed_in, alice, timeline, yoga, now):
    TimelineFactory(trainer=alice, name="Open class")
    TimelineFactory(trainer=alice, name="Gone", removed_at=now)

    page = words(signed_in.get(LIST))

    assert "2 timelines" in page
    assert "Open class Nothing to come No client · Nothing on it yet" in page
    assert "Emma Wilson: Strength Next: Tue 8 June 10:00 Yoga: Every Tuesday 10:00–11:00, 4 times" in page
    assert "Gone" not in page


def test_list_of_none_says_what_to_do(signed_in):
    assert "No timelines yet" in words(signed_in.get(LIST))


@pytest.mark.parametrize(("number", "count"), [("1", 25), ("2", 2), ("abc", 25)])
def test_list_in_pages(signed_in, alice, number, count):
    TimelineFactory.create_batch(27, trainer=alice)

    assert len(signed_in.get(LIST, {"page": number}).context["routines"]) == count


def test_list_is_reached_from_the_clients(signed_in):
    assert f'href="{LIST}"' in text(signed_in.get("/clients/"))


def test_client_page_has_the_timelines_of_the_client(signed_in, alice, emma, timeline, yoga):
    TimelineFactory(client=ClientFactory(trainer=alice), name="Another's")

    page = words(signed_in.get(f"/clients/{emma.uuid}/"))

    assert "Strength Next: Tue 8 June 10:00 Yoga: Every Tuesday 10:00–11:00, 4 times" in page
    assert "Another's" not in page


def test_client_page_without_timelines_says_what_to_do(signed_in, emma):
    page = text(signed_in.get(f"/clients/{emma.uuid}/"))

    assert f"/sessions/new/?client={emma.uuid}&amp;repeats=WEEKLY" in page
    assert f"{NEW}?client={emma.uuid}" in page


def test_book_every_week_is_prefilled(signed_in, emma):
    form = signed_in.get(f"/sessions/new/?client={emma.uuid}&repeats=WEEKLY").context["form"]

    assert [form[name].value() for name in ("client", "cycle")] == [emma.uuid, "WEEKLY"]


def test_timeline_shows_all_that_is_on_it(signed_in, timeline, yoga, now):
    make(timeline, now, title="Test", cycle=None, start=TEN + 5 * HOUR, end=TEN + 6 * HOUR)
    make(timeline, now, title="Scan", cycle=None, start=None, end=None)
    make(timeline, now, title="Old", cycle=None, start=TEN - WEEK, end=TEN - WEEK + HOUR)
    early = {"start": TEN - WEEK - HOUR, "end": TEN - WEEK}
    make(timeline, now, title="Far", cycle="YEARLY", interval=3, **early)

    page = signed_in.get(page_of(timeline))

    said = words(page)
    order = [
        "Block one",
        "Repeating",
        "Yoga Every Tuesday 10:00–11:00, 4 times Next: Tue 8 June 10:00",
        "Far Every 3 years on 1 June 09:00–10:00 Next: Sat 1 June 2030 09:00",
        "Once",
        "Test Once, 8 June 2027, 15:00–16:00 Next: Tue 8 June 15:00",
        "No time yet",
        "Scan No time yet",
        "Over",
        "Old Once, 1 June 2027, 10:00–11:00",
    ]
    found = [said.index(part) for part in order]
    assert found == sorted(found)
    assert address(yoga.sessions.order_by("scheduled_start").first()) in text(page)


def test_timeline_with_nothing_on_it_says_what_to_do(signed_in, timeline):
    assert "Nothing on this timeline yet" in words(signed_in.get(page_of(timeline)))


def test_timeline_of_an_inactive_client_offers_to_add_nothing(signed_in, emma, timeline, now):
    make(timeline, now, title="Scan", cycle=None, start=None, end=None)
    deactivate(emma)

    page = signed_in.get(page_of(timeline))

    assert "Emma Wilson is inactive" in words(page)
    assert "Give it a time" not in words(page)
    assert "Emma Wilson: Strength Inactive" in words(signed_in.get(LIST))
    assert page_of(timeline, "add/") not in text(page)


# Made, changed, removed


def test_new(signed_in, alice, emma):
    sent = {"name": "Strength", "client": str(emma.uuid), "description": ""}

    answer = signed_in.post(NEW, sent)

    made = Timeline.objects.get()
    assert (made.trainer, made.client, made.name, made.description) == (alice, emma, "Strength", None)
    assert answer["Location"] == page_of(made)
    assert "Made Strength." in words(signed_in.get(answer["Location"]))


def test_new_without_a_client(signed_in):
    signed_in.post(NEW, {"name": "Open class", "client": ""})

    assert Timeline.objects.get().client is None


def test_new_is_prefilled_with_the_client(signed_in, emma):
    assert signed_in.get(f"{NEW}?client={emma.uuid}").context["form"]["client"].value() == emma.uuid
    assert signed_in.get(f"{NEW}?client=x").context["form"]["client"].value() is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("name", "two\nlines"),
        ("client", UNKNOWN),
        ("description", "x" * 10_001),
    ],
    ids=["no name", "long name", "two lines", "client", "description"],
)
def test_new_refused(signed_in, field, value):
    page = signed_in.post(NEW, {"name": "Strength", "client": ""} | {field: value})

    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert not Timeline.objects.exists()


def test_new_of_anothers_client(signed_in, charlie):
    page = signed_in.post(NEW, {"name": "x", "client": str(ClientFactory(trainer=charlie).uuid)})

    assert page.context["form"].errors == {"client": ["Choose one of your clients."]}


def test_edit_writes_only_what_changed(signed_in, timeline):
    Timeline.objects.update(description="old")
    sent = shown(signed_in.get(page_of(timeline, "edit/")))

    answer = signed_in.post(page_of(timeline, "edit/"), sent | {"name": "Power"})

    stored = Timeline.objects.get()
    assert answer["Location"] == page_of(timeline)
    assert (stored.name, stored.description) == ("Power", "old")


def test_edit_to_another_client_asks_first_and_stores_nothing(signed_in, alice, timeline, yoga, now):
    other = ClientFactory(trainer=alice, first_name="Noah", last_name="Kim")
    booking.revise(nth(yoga, 2), {"notes": "Knee"}, now=now)
    before = list(Session.objects.values()), list(Series.objects.values()), list(Timeline.objects.values())
    sent = {"name": "Power", "client": str(other.uuid)}

    page = signed_in.post(page_of(timeline, "edit/"), sent)

    assert "Power of Emma Wilson 3 sessions to come go to Noah Kim. 1 changed by hand stays" in words(page)
    after = list(Session.objects.values()), list(Series.objects.values()), list(Timeline.objects.values())
    assert after == before
    back = signed_in.post(page_of(timeline, "edit/"), sent | {"step": "change"})
    assert back.context["form"]["name"].value() == "Power"


def test_edit_to_another_client_says_that_later_ones_go_too(signed_in, alice, timeline, now):
    make(timeline, now)

    sent = shown(signed_in.get(page_of(timeline, "edit/")))
    page = signed_in.post(page_of(timeline, "edit/"), sent | {"client": ""})

    assert "53 sessions to come, and all later ones, are without a client then." in words(page)


def test_edit_to_another_client_with_nothing_to_come_is_saved_at_once(signed_in, alice, timeline):
    other = ClientFactory(trainer=alice)

    signed_in.post(page_of(timeline, "edit/"), {"name": "Strength", "client": str(other.uuid)})

    assert Timeline.objects.get().client == other


def test_edit_to_another_client_takes_what_is_to_come(signed_in, alice, timeline, yoga):
    other = ClientFactory(trainer=alice)
    sent = {"name": "Strength", "client": str(other.uuid)}

    answer = signed_in.post(page_of(timeline, "edit/"), sent | {"step": "confirm"})

    assert answer["Location"] == page_of(timeline)
    assert set(yoga.sessions.values_list("client", flat=True)) == {other.pk}


def test_edit_to_a_client_without_time(signed_in, alice, charlie, timeline, yoga):
    other = ClientFactory(trainer=alice)
    SessionFactory(client=other, trainer=charlie, title="Secret", scheduled_start=TEN + WEEK)

    page = signed_in.post(page_of(timeline, "edit/"), {"name": "Strength", "client": str(other.uuid)})

    assert page.status_code == 409
    assert "1 time is taken, the first on Tue 15 June" in words(page)
    assert "Secret" not in text(page)
    assert Timeline.objects.get().client == timeline.client


def test_remove_says_how_many_sessions_are_cancelled(signed_in, timeline, yoga):
    page = signed_in.get(page_of(timeline, "remove/"))
    assert "4 sessions to come will be cancelled" in words(page)
    assert Session.objects.filter(status="scheduled").count() == 4

    answer = signed_in.post(page_of(timeline, "remove/"))

    assert answer["Location"] == f"/clients/{timeline.client.uuid}/"
    assert "Removed Strength of Emma Wilson; cancelled 4 sessions." in words(
        signed_in.get(answer["Location"])
    )
    assert not Session.objects.filter(status="scheduled").exists()
    assert signed_in.get(page_of(timeline)).status_code == 404


def test_remove_of_one_without_a_client(signed_in, alice):
    timeline = TimelineFactory(trainer=alice)
    assert "Nothing to come is booked of it." in words(signed_in.get(page_of(timeline, "remove/")))

    assert signed_in.post(page_of(timeline, "remove/"))["Location"] == LIST


def test_what_was_written_of_a_timeline_removed_meanwhile(signed_in, timeline, now):
    sent = shown(signed_in.get(page_of(timeline, "edit/"))) | {
        "description": "Two <b>blocks</b>, then a rest"
    }
    timelines.remove(timeline, now=now)

    answer = signed_in.post(page_of(timeline, "edit/"), sent)

    assert answer.status_code == 404
    assert "Description Two &lt;b&gt;blocks&lt;/b&gt;, then a rest" in words(answer)


# What is on a timeline: added, changed, removed


def test_add_once(signed_in, emma, timeline):
    answer = signed_in.post(page_of(timeline, "add/"), what())

    made = Series.objects.get()
    session = Session.objects.get()
    assert (made.timeline, made.cycle, session.series, session.client) == (timeline, None, made, emma)
    assert session.scheduled_start == TEN + 4 * HOUR
    assert answer["Location"] == page_of(timeline)
    assert "Added Boxing: Once, 8 June 2027, 14:00–15:00." in words(signed_in.get(answer["Location"]))


def test_add_without_a_time_yet(signed_in, timeline):
    signed_in.post(page_of(timeline, "add/"), what(start="", end=""))

    assert Series.objects.get().start is None
    assert not Session.objects.exists()


def test_add_without_an_end_lasts_as_long_as_usual(signed_in, timeline):
    signed_in.post(page_of(timeline, "add/"), what(end=""))

    assert Session.objects.get().scheduled_end == TEN + 5 * HOUR


def test_add_what_repeats_is_shown_first(signed_in, timeline):
    sent = what(cycle="WEEKLY", interval="2", ends="after", count="3")

    page = signed_in.post(page_of(timeline, "add/"), sent)

    assert "Every 2 weeks on Tuesday 14:00–15:00, 3 times On the timeline Strength" in words(page)
    assert not Series.objects.exists()
    answer = signed_in.post(page_of(timeline, "add/"), sent | {"step": "confirm"})
    assert answer["Location"] == page_of(timeline)
    assert Series.objects.get().sessions.count() == 3


def test_add_to_a_timeline_without_a_client(signed_in, alice):
    timeline = TimelineFactory(trainer=alice)

    signed_in.post(page_of(timeline, "add/"), what())

    assert Session.objects.get().client is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"start": ""}, "start"),
        ({"start": "soon"}, "start"),
        ({"end": "2027-06-08T13:00"}, "end"),
        ({"start": "", "end": "", "cycle": "WEEKLY"}, "start"),
        ({"cycle": "WEEKLY", "end": "2027-06-18T13:00"}, "end"),
    ],
    ids=["title", "end without start", "start", "end", "rule without start", "overlap"],
)
def test_add_refused(signed_in, timeline, sent, field):
    page = signed_in.post(page_of(timeline, "add/"), what() | sent)

    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]
    assert not Series.objects.exists()


def test_add_for_an_inactive_client(signed_in, emma, timeline):
    deactivate(emma)

    page = signed_in.post(page_of(timeline, "add/"), what())

    assert page.status_code == 400
    assert "This client is inactive" in words(page)


def test_add_to_a_taken_time_offers_what_is_free(signed_in, emma, timeline):
    SessionFactory(client=emma, title="Hip", scheduled_start=TEN + 4 * HOUR)

    page = signed_in.post(page_of(timeline, "add/"), what(location="Gym"))

    assert page.status_code == 409
    assert "This time is taken by Hip with Emma Wilson" in words(page)
    filled = signed_in.post(
        page_of(timeline, "add/"), what(location="Gym", slot="2027-06-08T15:00:00/2027-06-08T16:00:00")
    )
    form = filled.context["form"]
    assert (form["start"].value(), form["location"].value()) == (datetime(2027, 6, 8, 15), "Gym")
    assert not Series.objects.exists()


def test_edit_series_untouched_changes_nothing(signed_in, yoga):
    before = Series.objects.values().get()
    page = f"/series/{yoga.uuid}/edit/"

    signed_in.post(page, shown(signed_in.get(page)))

    assert Series.objects.values().get() == before


def test_edit_series_shows_what_its_new_rule_does_and_stores_nothing(signed_in, yoga, now):
    booking.revise(nth(yoga, 3), {"notes": "Knee"}, now=now)
    before = list(Session.objects.values()), list(Series.objects.values())

    page = edited(signed_in, yoga, {"start": "2027-06-08T12:00", "end": "2027-06-08T13:00", "count": "5"})

    assert page.status_code == 200
    said = words(page)
    assert "When Every Tuesday 12:00–13:00, 5 times" in said
    assert "3 sessions move from Tue 8 June, 10:00–11:00 to Tue 8 June, 12:00–13:00" in said
    assert "1 session is added Tue 6 July, 12:00–13:00" in said
    assert "1 changed by hand Tue 22 June, 10:00–11:00" in said
    assert (list(Session.objects.values()), list(Series.objects.values())) == before


def test_edit_series_confirmed(signed_in, yoga):
    sent = {"interval": "2", "ends": "on", "until": "2027-07-06"}

    answer = edited(signed_in, yoga, sent | {"step": "confirm"})

    assert answer["Location"] == page_of(yoga.timeline)
    starts = yoga.sessions.order_by("scheduled_start").values_list("scheduled_start", flat=True)
    assert list(starts) == [TEN, TEN + 2 * WEEK, TEN + 4 * WEEK]
    assert "Saved Yoga with Emma Wilson: 1 session added, 2 deleted." in words(
        signed_in.get(answer["Location"])
    )


def test_edit_series_to_once_says_what_is_deleted(signed_in, yoga):
    series.revise(yoga, {"count": None}, now=TEN - HOUR)

    page = edited(signed_in, yoga, {"cycle": ""})

    assert "52 sessions are deleted Tue 15 June, 10:00–11:00" in words(page)
    assert "1 session moves" not in words(page)
    assert "Later ones follow" not in words(page)
    assert page.context["button"] == "Save"
    answer = edited(signed_in, yoga, {"cycle": "", "step": "confirm"})
    assert Session.objects.get().scheduled_start == TEN
    assert "Saved Yoga with Emma Wilson: 52 sessions deleted." in words(signed_in.get(answer["Location"]))


def test_edit_series_says_what_comes_back(signed_in, yoga, now):
    scopes.cancel(nth(yoga, 3), Scope.FOLLOWING, now=now)
    goes_on = {"ends": "after", "count": "4"}

    page = words(edited(signed_in, yoga, goes_on))

    said = "2 sessions that were cancelled with the end of the series come back Tue 22 June, 10:00–11:00"
    assert said in page
    assert "1 session moves" not in page
    assert "These stay as they are" not in page
    answer = edited(signed_in, yoga, goes_on | {"step": "confirm"})
    assert "Saved Yoga with Emma Wilson: 2 sessions come back." in words(signed_in.get(answer["Location"]))


def test_edit_series_that_changes_no_session_says_so(signed_in, yoga):
    sent = {"ends": "on", "until": "2027-06-29"}

    assert "No session that is still to come is touched." in words(edited(signed_in, yoga, sent))
    answer = edited(signed_in, yoga, sent | {"step": "confirm"})
    assert "Saved Yoga with Emma Wilson." in words(signed_in.get(answer["Location"]))


def test_edit_series_to_have_no_end_says_that_later_ones_follow(signed_in, yoga):
    page = words(edited(signed_in, yoga, {"ends": "never"}))

    assert "49 sessions are added" in page
    assert "Later ones follow." in page


def test_edit_series_back_to_change_keeps_what_was_typed(signed_in, yoga):
    page = edited(signed_in, yoga, {"interval": "2", "step": "change"})

    assert page.context["form"]["interval"].value() == "2"
    assert yoga.sessions.count() == 4


def test_edit_series_keeps_the_instant_of_an_end_that_is_left(signed_in, timeline, now):
    until = TEN + 2 * WEEK + HOUR / 2
    yoga = make(timeline, now, until=until)

    edited(signed_in, yoga, {"interval": "2", "step": "confirm"})

    yoga.refresh_from_db()
    assert (yoga.interval, yoga.until) == (2, until)


def test_edit_series_gives_a_placeholder_its_time(signed_in, timeline, now):
    scan = make(timeline, now, title="Scan", cycle=None, start=None, end=None)

    edited(signed_in, scan, {"start": "2027-06-08T14:00", "end": ""})

    assert Session.objects.get().scheduled_start == TEN + 4 * HOUR


def test_edit_series_gives_a_placeholder_a_rule(signed_in, timeline, now):
    scan = make(timeline, now, title="Scan", cycle=None, start=None, end=None)
    rule = {"cycle": "WEEKLY", "interval": "1", "ends": "after", "count": "3"}
    sent = {"start": "2027-06-08T14:00", "end": "2027-06-08T15:00", **rule}

    assert "3 sessions are added Tue 8 June, 14:00–15:00" in words(edited(signed_in, scan, sent))

    edited(signed_in, scan, sent | {"step": "confirm"})
    assert scan.sessions.count() == 3


def test_edit_series_once_to_a_taken_time_offers_what_is_free(signed_in, emma, timeline, now):
    SessionFactory(client=emma, title="Hip", scheduled_start=TEN + 4 * HOUR)
    test = make(timeline, now, cycle=None)

    page = edited(signed_in, test, {"start": "2027-06-08T14:00", "end": "2027-06-08T15:00"})

    assert page.status_code == 409
    assert "This time is taken by Hip with Emma Wilson" in words(page)


@pytest.mark.parametrize("step", ["", "confirm"], ids=["shown", "confirmed"])
def test_edit_series_collides(signed_in, emma, yoga, step):
    SessionFactory(client=emma, title="Hip", scheduled_start=TEN + WEEK + 4 * HOUR)
    sent = {"start": "2027-06-08T14:00", "end": "2027-06-08T15:00", "step": step}

    page = edited(signed_in, yoga, sent)

    assert page.status_code == 409
    assert "1 time is taken, the first on Tue 15 June" in words(page)
    assert 'value="confirm"' not in text(page)
    assert 'value="change"' in text(page)


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"title": ""}, "title"), ({"start": ""}, "start"), ({"count": "0"}, "count")],
    ids=["title", "start", "count"],
)
def test_edit_series_refused(signed_in, yoga, sent, field):
    page = edited(signed_in, yoga, sent)

    assert page.status_code == 400
    assert list(page.context["form"].errors) == [field]


def test_edit_series_that_was_changed_meanwhile_shows_both(signed_in, yoga):
    page = f"/series/{yoga.uuid}/edit/"
    sent = shown(signed_in.get(page))
    Series.objects.update(interval=3)

    answer = signed_in.post(page, sent | {"interval": "2"})

    assert answer.status_code == 409
    assert "Changed meanwhile, to: 3" in words(answer)


def test_remove_series(signed_in, timeline, yoga):
    page = f"/series/{yoga.uuid}/remove/"
    assert "4 sessions to come will be cancelled" in words(signed_in.get(page))

    answer = signed_in.post(page)

    assert answer["Location"] == page_of(timeline)
    assert "Removed Yoga of Emma Wilson; cancelled 4 sessions." in words(signed_in.get(answer["Location"]))


# Who may, what it costs, and what is only text


def test_strangers(client, charlie, timeline, yoga):
    before = list(Series.objects.values()), list(Timeline.objects.values())
    for path in [LIST, NEW, *pages(timeline, yoga)]:
        assert client.get(path)["Location"] == f"/sign-in/?next={path}"
        assert client.post(path)["Location"].startswith("/sign-in/")
    client.force_login(charlie.user)
    for path in pages(timeline, yoga):
        assert client.get(path).status_code == 404
        assert client.post(path, what()).status_code in {404, 405}
    assert "Strength" not in text(client.get(LIST))
    client.force_login(UserFactory(is_staff=True))
    for path in [LIST, NEW, *pages(timeline, yoga)]:
        assert client.get(path).status_code == 403
    assert (list(Series.objects.values()), list(Timeline.objects.values())) == before


def test_get_changes_nothing_and_is_not_kept(signed_in, timeline, yoga):
    before = list(Session.objects.values()), list(Series.objects.values()), list(Timeline.objects.values())

    for path in [LIST, NEW, *pages(timeline, yoga)]:
        page = signed_in.get(path)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert " style=" not in text(page)
        assert "<script>" not in text(page)

    after = list(Session.objects.values()), list(Series.objects.values()), list(Timeline.objects.values())
    assert after == before


def test_user_text_is_escaped(signed_in, alice, now):
    timeline = TimelineFactory(
        client=ClientFactory(trainer=alice, last_name=SCRIPT), name=SCRIPT, description=SCRIPT
    )
    yoga = make(timeline, now, title=SCRIPT, location=SCRIPT, description=SCRIPT, count=2)

    for path in [LIST, f"/clients/{timeline.client.uuid}/", *pages(timeline, yoga)]:
        assert SCRIPT not in text(signed_in.get(path))
    assert SCRIPT not in text(signed_in.post(f"/series/{yoga.uuid}/remove/", follow=True))


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(signed_in, alice, emma, now, count, django_assert_num_queries):
    for n in range(count):
        make(TimelineFactory(client=emma), now, start=TEN + n * HOUR, end=TEN + (n + 1) * HOUR)

    with django_assert_num_queries(6):  # the cookie, the user, the trainer, how many, which, and their series
        signed_in.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_timeline_queries(signed_in, timeline, now, count, django_assert_num_queries):
    for n in range(count):
        make(timeline, now, start=TEN + n * HOUR, end=TEN + (n + 1) * HOUR)

    # The cookie, the user, the trainer, the timeline, its series, and the history of both in three.
    with django_assert_num_queries(8):
        signed_in.get(page_of(timeline))


@pytest.mark.parametrize("count", [1, 3])
def test_client_queries(signed_in, emma, now, count, django_assert_num_queries):
    for n in range(count):
        make(TimelineFactory(client=emma), now, start=TEN + n * HOUR, end=TEN + (n + 1) * HOUR)

    with django_assert_num_queries(14):
        signed_in.get(f"/clients/{emma.uuid}/")
