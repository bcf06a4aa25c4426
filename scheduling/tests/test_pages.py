"""The calendar and the sessions as a browser sees them: booked, moved, completed, cancelled, put back."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from scheduling.domain import booking
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.models import Step, Trainer, WorkingHours
from trainers.tests.factories import UserFactory

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR = timedelta(hours=1)
WEEK, DAY = "/calendar/week/2027-06-07/", "/calendar/day/2027-06-08/"
UNKNOWN = "7ed42ee7-aa61-4623-9898-5781762dde30"
SCRIPT = "<script>window.__xss = 1</script>"


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
def rehab(emma) -> Session:
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN)


def address(session, page=""):
    return f"/sessions/{session.uuid}/{page}"


def pages(session):
    edits = ["", "edit/", "complete/", "no-show/", "cancel/", "reinstate/"]
    return [WEEK, DAY, "/sessions/new/", *(address(session, page) for page in edits)]


def values(client, start="2027-06-08T14:00", end="2027-06-08T15:00", **more):
    return {
        "client": str(client.uuid),
        "title": "Rehab",
        "session_type": "personal",
        "scheduled_start": start,
        "scheduled_end": end,
        **more,
    }


def shown(page):
    """What a browser sends back of an edit form that nobody touched."""
    sent = {}
    for field in page.context["form"]:
        value = field.value()
        value = value.isoformat() if isinstance(value, datetime) else value
        sent[field.html_name] = sent[field.html_initial_name] = "" if value is None else str(value)
    return sent


def completion(page):
    """What a browser sends back of the form that completes, on the session's page."""
    form = page.context["completion"]
    sent = {}
    for field in form:
        value = "" if field.value() is None else field.field.widget.format_value(field.value())
        sent[field.html_name] = sent[field.html_initial_name] = str(value)
    return sent


def text(page):
    return page.content.decode()


def words(page):
    """Without tags, and one space between words."""
    return " ".join(re.sub(r"<[^>]+>", "", text(page)).split())


# The week and the day


def test_week_shows_sessions_in_their_places(signed_in, rehab):
    page = text(signed_in.get(WEEK))

    assert "row-25 span-12 lane-0 lanes-1" in page
    assert "<bdi>Rehab</bdi>" in page
    assert "10:00–11:00" in page
    assert "Europe/Berlin, UTC+2" in page


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/calendar/week/2027-06-08/", WEEK),
        ("/calendar/week/2027-06-13/", WEEK),
        ("/calendar/week/?day=2027-06-13", "/calendar/week/2027-06-13/"),
        ("/calendar/day/?day=2027-06-08", DAY),
    ],
)
def test_calendar_leads_on(signed_in, asked, answer):
    assert signed_in.get(asked)["Location"] == answer


@pytest.mark.parametrize(
    "day", ["", "?day=", "?day=yesterday", "?day=1969-12-31", "?day=2100-01-01", "?day=%00"]
)
@pytest.mark.parametrize(("page", "today"), [("week", "2027-06-08"), ("day", "2027-06-08")])
def test_calendar_of_today_on_the_trainers_clock(client, alice, day, page, today):
    with time_machine.travel(datetime(2027, 6, 7, 22, 30, tzinfo=UTC), tick=False):
        client.force_login(alice.user)
        assert client.get(f"/calendar/{page}/{day}")["Location"] == f"/calendar/{page}/{today}/"


@pytest.mark.parametrize(
    "day",
    [
        "1969-12-31",
        "2100-01-01",
        "2027-02-29",
        "0001-01-01",
        "9999-12-31",
        "\u0662\u0660\u0662\u0667-\u0660\u0666-\u0660\u0667",
    ],
)
@pytest.mark.parametrize("page", ["week", "day"])
def test_calendar_of_no_such_day(signed_in, page, day):
    assert signed_in.get(f"/calendar/{page}/{day}/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/week/1970-01-01/",
        "/calendar/week/1970-01-05/",
        "/calendar/week/2099-12-28/",
        "/calendar/day/1970-01-01/",
        "/calendar/day/2099-12-31/",
    ],
)
def test_calendar_at_its_ends_links_nowhere_beyond(signed_in, path):
    page = signed_in.get(path)

    assert page.status_code == 200
    for link in re.findall(r'href="(/calendar/[^"]+)"', text(page)):
        assert signed_in.get(link, follow=True).status_code == 200


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Cairo", "America/Havana"]
)
def test_calendar_in_every_corner(signed_in, alice, zone):
    Trainer.objects.filter(pk=alice.pk).update(timezone=zone)

    for day in ("1970-01-01", "2027-03-14", "2027-04-30", "2027-10-29", "2099-12-28", "2099-12-31"):
        for page in ("week", "day"):
            assert signed_in.get(f"/calendar/{page}/{day}/", follow=True).status_code == 200


def test_week_of_the_night_the_clocks_go_back(signed_in, emma):
    for hour in (0, 1):
        start = datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + HOUR / 4)

    page = text(signed_in.get("/calendar/week/2027-10-25/"))

    assert "02:30 UTC+2–02:45 UTC+2" in page
    assert "02:30 UTC+1–02:45 UTC+1" in page


def test_week_offers_no_hour_that_the_clocks_skip(signed_in, emma):
    start = datetime(2027, 3, 27, 23, tzinfo=UTC)
    SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + HOUR)

    page = text(signed_in.get("/calendar/week/2027-03-22/"))

    assert "start=2027-03-28T01:00" in page
    assert "start=2027-03-28T02:00" not in page


def test_week_marks_today_and_now(client, alice, now):
    with time_machine.travel(now, tick=False):
        client.force_login(alice.user)
        page = text(client.get(WEEK))

    assert page.count("is-today") == 1
    assert '<div class="now row-1"' in page


def test_week_shows_time_off(signed_in, alice):
    alice.time_off.create(start=TEN, end=TEN + HOUR, reason="Dentist")

    assert "<bdi>Dentist</bdi>" in text(signed_in.get(WEEK))


def test_day_lists_sessions_and_gaps_in_order(signed_in, rehab):
    page = words(signed_in.get(DAY))

    found = [page.index(it) for it in ("08:00–10:00 Free, 2 h", "10:00–11:00 Rehab", "11:00–20:00 Free, 9 h")]
    assert found == sorted(found)
    link = "start=2027-06-08T11:00:00%2B02:00&amp;end=2027-06-08T12:00:00%2B02:00"
    assert link in text(signed_in.get(DAY))


def test_day_offers_only_what_is_ahead(client, alice):
    with time_machine.travel(TEN + timedelta(minutes=20, seconds=5), tick=False):
        client.force_login(alice.user)
        page = words(client.get(DAY))
        yesterday = words(client.get("/calendar/day/2027-06-07/"))

    assert "10:30–20:00 Free" in page
    assert "Free" not in yesterday


def test_day_has_its_hours_as_the_week_has(signed_in, rehab):
    page = signed_in.get(DAY)

    assert [day.date for day in page.context["week"].days] == [date(2027, 6, 8)]
    assert f'data-session="{rehab.uuid}"' in text(page)
    assert "/sessions/new/?start=2027-06-08T08:00" in text(page)


def test_day_has_25_hours_when_the_clocks_go_back(signed_in):
    assert "this day has 25 hours" in words(signed_in.get("/calendar/day/2027-10-31/"))


def test_every_free_time_of_the_day_can_be_booked(signed_in, emma):
    for link in re.findall(r'href="(/sessions/new/\?start=[^"]+end=[^"]+)"', text(signed_in.get(DAY))):
        form = signed_in.get(link.replace("&amp;", "&")).context["form"]
        start, end = form["scheduled_start"].value(), form["scheduled_end"].value()
        sent = values(emma, f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}")
        assert signed_in.post("/sessions/new/", sent).status_code == 302


# Booking


def test_new_is_prefilled(signed_in, emma, rehab):
    form = signed_in.get(f"/sessions/new/?client={emma.uuid}&start=2027-06-09T09:00").context["form"]

    assert form["client"].value() == emma.uuid
    assert form["title"].value() == "Rehab"
    assert form["scheduled_start"].value() == datetime(2027, 6, 9, 9)
    assert form["scheduled_end"].value() == datetime(2027, 6, 9, 10)


@pytest.mark.parametrize(
    "query", ["client=x", f"client={UNKNOWN}", "start=soon", "start=9999-12-31T23:00", "end=%00"]
)
def test_new_prefilled_with_nonsense(signed_in, query):
    assert signed_in.get(f"/sessions/new/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("now", "start"),
    [("08:10", "08:15"), ("09:40", "11:00"), ("19:30", "20:00"), ("23:10", "00:00")],
    ids=["free now", "before a session", "too late for a whole session", "after work"],
)
def test_new_proposes_the_next_free_time(client, alice, rehab, now, start):
    """Berlin, 8 June: working from eight to eight, and Rehab from ten to eleven."""
    with time_machine.travel(f"2027-06-08T{now}+02:00", tick=False):
        client.force_login(alice.user)
        form = client.get("/sessions/new/").context["form"]

    assert f"{form['scheduled_start'].value():%H:%M}" == start


def test_new_proposes_the_next_full_hour_of_the_trainers_clock(client, alice):
    alice.timezone = "Asia/Kolkata"
    alice.save()
    with time_machine.travel("2027-06-08T21:40+05:30", tick=False):
        client.force_login(alice.user)
        form = client.get("/sessions/new/").context["form"]

    assert form["scheduled_start"].value() == datetime(2027, 6, 8, 22)


def test_new_leads_back_to_where_it_came_from(signed_in):
    week = "/calendar/week/2027-06-14/"

    assert f'href="{week}"' in text(signed_in.get(f"/sessions/new/?next={week}"))
    assert "evil.example" not in text(signed_in.get("/sessions/new/?next=https://evil.example/"))


@pytest.mark.parametrize(
    ("start", "end", "remark"),
    [
        ("2099-06-08T10:00", "2099-06-08T11:00", None),
        ("2099-06-08T07:30", "2099-06-08T08:30", "This is outside your working hours."),
        ("2099-06-08T23:30", "2099-06-09T00:30", "This is outside your working hours."),
        ("2020-06-08T10:00", "2020-06-08T11:00", "This time has gone by."),
    ],
)
def test_book_remarks_what_may_be_a_slip(signed_in, emma, start, end, remark):
    page = signed_in.post("/sessions/new/", values(emma, start, end), follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said[1:] == ([remark] if remark else [])


def test_book_in_time_off_is_remarked(signed_in, alice, emma):
    alice.time_off.create(
        start=datetime(2099, 6, 8, tzinfo=UTC), end=datetime(2099, 6, 9, tzinfo=UTC), reason="Away"
    )

    page = signed_in.post("/sessions/new/", values(emma, "2099-06-08T20:00", "2099-06-08T21:00"), follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said[1:] == ["This is outside your working hours and in your time off."]


def test_new_without_clients_says_what_to_do(signed_in):
    assert "Add your first client" in text(signed_in.get("/sessions/new/"))


def test_book(signed_in, alice, emma):
    answer = signed_in.post("/sessions/new/", values(emma, location="", description=""))

    session = Session.objects.get()
    assert answer["Location"] == address(session)
    assert (session.trainer, session.client, session.title) == (alice, emma, "Rehab")
    assert (session.scheduled_start, session.scheduled_end) == (TEN + 4 * HOUR, TEN + 5 * HOUR)
    assert (session.location, session.description) == (None, None)
    assert "Booked Rehab with Emma Wilson, Tue 8 June 14:00." in words(signed_in.get(answer["Location"]))


@pytest.mark.parametrize(
    ("target", "answer"), [(WEEK, WEEK), ("https://evil.example/", None), ("//evil", None)]
)
def test_book_leads_back_to_where_it_was_asked_from(signed_in, emma, target, answer):
    location = signed_in.post("/sessions/new/", values(emma, next=target))["Location"]

    assert location == (answer or address(Session.objects.get()))


def test_book_refused_names_everything_and_keeps_what_was_typed(signed_in, emma):
    sent = values(emma, "2027-06-08T14:00", "2027-06-08T13:00", title="", location="Gym")

    page = signed_in.post("/sessions/new/", sent)

    assert page.status_code == 400
    assert page.context["form"].errors == {
        "title": ["Give it a title."],
        "scheduled_end": ["Scheduled end time must be after start time"],
    }
    assert 'value="Gym"' in text(page)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("client", "x"),
        ("client", UNKNOWN),
        ("client", ""),
        ("client", "nul\x00"),
        ("title", "\u200b\u200b"),
        ("title", "x" * 201),
        ("title", "two\nlines"),
        ("title", "nul\x00"),
        ("session_type", "yoga"),
        ("scheduled_start", "2027-03-28T02:30"),
        ("scheduled_start", "1969-12-31T23:00"),
        ("scheduled_start", "1969-12-31T23:00Z"),
        ("scheduled_start", "now"),
        ("scheduled_end", "9999-12-31T23:59"),
        ("scheduled_end", "2027-07-08T10:00"),
        ("location", "x" * 201),
        ("description", "x" * 10_001),
    ],
)
def test_book_refused(signed_in, emma, field, value):
    page = signed_in.post("/sessions/new/", values(emma) | {field: value})

    assert page.status_code == 400
    assert field in page.context["form"].errors
    assert not Session.objects.exists()


def test_book_a_client_of_another_trainer(signed_in, charlie):
    page = signed_in.post("/sessions/new/", values(ClientFactory(trainer=charlie)))

    assert page.context["form"].errors == {"client": ["Choose one of your clients."]}


def test_book_an_inactive_client(signed_in, emma):
    assert "client" in signed_in.post("/sessions/new/", values(deactivate(emma))).context["form"].errors


def test_conflict_is_explained_with_what_is_free(signed_in, alice, rehab):
    sent = values(ClientFactory(trainer=alice), "2027-06-08T10:30", "2027-06-08T12:00", title="Mine")

    page = signed_in.post("/sessions/new/", sent)

    assert page.status_code == 409
    assert "This time is taken by Rehab with Emma Wilson, Tue 8 June, 10:00–11:00." in words(page)
    assert address(rehab) in text(page)
    assert re.findall(r'name="slot"\s+value="([^"]+)"', text(page)) == [
        "2027-06-08T08:00:00+02:00/2027-06-08T09:30:00+02:00",
        "2027-06-08T11:00:00+02:00/2027-06-08T12:30:00+02:00",
    ]
    assert 'value="Mine"' in text(page)
    assert Session.objects.count() == 1


def test_conflict_picked_slot_fills_the_form_and_keeps_the_rest(signed_in, emma, rehab):
    sent = values(emma, "2027-06-08T10:00", "2027-06-08T11:00", title="Mine", location="Gym")

    page = signed_in.post("/sessions/new/", sent | {"slot": "2027-06-08T11:00:00/2027-06-08T12:00:00"})

    assert page.status_code == 200
    assert 'value="2027-06-08T11:00:00"' in text(page)
    assert 'value="Mine"' in text(page)
    assert Session.objects.count() == 1


def fields(page):
    """What a browser sends of the times that the page's form shows."""
    return dict(re.findall(r'name="(scheduled_[\w-]+)" value="([^"]+)"', text(page)))


def test_conflict_picked_slot_in_the_hour_that_comes_twice_is_the_one_that_was_free(signed_in, emma):
    """Berlin, 31 October: until two on the new clock the time is taken, until two on the old one too."""
    second = datetime(2027, 10, 31, 1, tzinfo=UTC)
    WorkingHours.objects.create(trainer=emma.trainer, weekday=6, starts_at=time(0), ends_at=time(6))
    SessionFactory(client=emma, scheduled_start=second - 3 * HOUR, scheduled_end=second)
    sent = values(emma, "2027-10-31T01:00", "2027-10-31T02:00")
    (slot,) = re.findall(r'name="slot"\s+value="([^"]+)"', text(signed_in.post("/sessions/new/", sent)))

    page = signed_in.post("/sessions/new/", sent | {"slot": slot})
    assert fields(page)["scheduled_start"] == "2027-10-31T02:00:00"
    signed_in.post("/sessions/new/", sent | fields(page))

    assert Session.objects.filter(scheduled_start=second, scheduled_end=second + HOUR).exists()


def test_new_at_the_second_of_two_equal_times_until_it_says_another(signed_in, emma):
    page = signed_in.get("/sessions/new/?start=2027-10-31T02:30:00%2B01:00&end=2027-10-31T03:30")

    sent = values(emma) | fields(page)
    signed_in.post("/sessions/new/", sent | {"scheduled_start": "2027-10-31T03:00"})
    signed_in.post("/sessions/new/", sent | {"scheduled_end": "2027-10-31T03:00"})

    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    starts = Session.objects.order_by("scheduled_start").values_list("scheduled_start", flat=True)
    assert list(starts) == [second, second + HOUR / 2]


@pytest.mark.parametrize("slot", ["x", "/", "2027-06-08T11:00/", "0001-01-01T00:00/9999-12-31T23:59", "\x00"])
def test_conflict_picked_nonsense_is_an_ordinary_save(signed_in, emma, rehab, slot):
    sent = values(emma, "2027-06-08T10:30", "2027-06-08T11:30")

    assert signed_in.post("/sessions/new/", sent | {"slot": slot}).status_code in {200, 409}
    assert Session.objects.count() == 1


def test_conflict_with_another_trainers_booking_tells_no_more_than_the_time(client, emma, charlie, rehab):
    emma.trainer = charlie
    emma.save()
    client.force_login(charlie.user)

    page = client.post("/sessions/new/", values(emma, "2027-06-08T04:00", "2027-06-08T05:00", title="Mine"))

    assert page.status_code == 409
    assert "Your client has another session at this time: Tue 8 June, 04:00–05:00." in words(page)
    assert "Rehab" not in text(page)
    assert str(rehab.uuid) not in text(page)


# One session


def test_session_page_shows_everything(signed_in, emma):
    session = SessionFactory(
        client=emma,
        scheduled_start=TEN,
        title="Rehab",
        location="Gym",
        description="Knee",
        notes="Went well",
        exercises_performed="Squats",
        client_feedback="Tired",
        trainer_notes="Watch the hip",
        actual_start=TEN,
        actual_end=TEN + HOUR,
    )

    page = words(signed_in.get(address(session)))

    for part in ("Rehab", "Gym", "Knee", "Went well", "Squats", "Tired", "Emma Wilson", "10:00–11:00"):
        assert part in page
    assert "Trainer notes Watch the hip Private: only you read these, and who manages your studio." in page


def test_edit_writes_only_what_changed(signed_in, rehab):
    Session.objects.filter(pk=rehab.pk).update(description="", notes="old")
    sent = shown(signed_in.get(address(rehab, "edit/")))

    answer = signed_in.post(address(rehab, "edit/"), sent | {"title": "HIIT"})

    assert answer["Location"] == address(rehab)
    stored = Session.objects.get()
    assert (stored.title, stored.notes, stored.description, stored.location) == (
        "HIIT",
        "old",
        "",
        None,
    )


def test_edit_untouched_changes_nothing(signed_in, emma, now):
    session = booking.book(emma.trainer, {"client": emma, "title": "R", "scheduled_start": TEN + HOUR / 7,
                           "scheduled_end": TEN + HOUR, "notes": "one\ntwo"}, now=now)  # fmt: skip

    signed_in.post(address(session, "edit/"), shown(signed_in.get(address(session, "edit/"))))

    assert Session.objects.values().get(pk=session.pk)["updated_at"] == now


def test_edit_in_the_hour_that_comes_twice_does_not_move_it(signed_in, emma):
    start = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # the second 02:30
    session = SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + HOUR)

    sent = shown(signed_in.get(address(session, "edit/"))) | {"title": "HIIT"}
    signed_in.post(address(session, "edit/"), sent)

    session.refresh_from_db()
    assert (session.title, session.scheduled_start) == ("HIIT", start)


def test_edit_of_what_looks_reversed_says_what_is_in_the_way(signed_in, alice, emma):
    Trainer.objects.update(parallel_sessions=2)
    start = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # 02:30 to 02:15
    night = {"scheduled_start": start, "scheduled_end": start + 3 * HOUR / 4}
    session, noah = SessionFactory(client=emma, **night), ClientFactory(trainer=alice)
    SessionFactory(client=noah, title="Boxing", **night)

    sent = shown(signed_in.get(address(session, "edit/"))) | {"client": noah.uuid}
    page = signed_in.post(address(session, "edit/"), sent)

    assert page.status_code == 409
    assert (page.context["conflict"].wanted.start, page.context["conflict"].wanted.end) == tuple(
        night.values()
    )


def test_edit_of_what_was_changed_meanwhile_shows_both(signed_in, rehab, now):
    sent = shown(signed_in.get(address(rehab, "edit/")))
    booking.revise(rehab, {"title": "Theirs", "scheduled_end": TEN + 2 * HOUR}, now=now)

    page = signed_in.post(address(rehab, "edit/"), sent | {"title": "Mine", "notes": "new"})

    assert page.status_code == 409
    assert page.context["form"].errors == {
        "__all__": ["Somebody else has changed this since you opened it. Both versions are shown below."],
        "title": ["Changed meanwhile, to: Theirs. Save again to keep yours."],
        "scheduled_end": [
            "Changed meanwhile, to: 2027-06-08 12:00:00. It stands here now; save again to keep it so."
        ],
    }
    assert 'value="Mine"' in text(page)
    assert 'value="2027-06-08T12:00:00"' in text(page)
    rehab.refresh_from_db()
    assert (rehab.title, rehab.notes) == ("Theirs", None)
    again = signed_in.post(address(rehab, "edit/"), page.context["form"].data)
    assert again["Location"] == address(rehab)
    rehab.refresh_from_db()
    assert (rehab.title, rehab.notes, rehab.scheduled_end) == ("Mine", "new", TEN + 2 * HOUR)


def test_edit_of_what_was_cancelled_meanwhile_asks_once(signed_in, rehab, now):
    sent = shown(signed_in.get(address(rehab, "edit/"))) | {"notes": "new"}
    booking.cancel(rehab, now=now)

    page = signed_in.post(address(rehab, "edit/"), sent)

    assert page.status_code == 409
    assert "but nothing that stands in this form" in words(page)
    assert "By now its status is: Cancelled." in words(page)
    assert Session.objects.get().notes is None
    signed_in.post(address(rehab, "edit/"), page.context["form"].data)
    assert (Session.objects.get().notes, Session.objects.get().status) == ("new", "cancelled")


def test_edit_by_two_in_the_same_moment_shows_the_slower_both(signed_in, rehab, now, monkeypatch):
    sent = shown(signed_in.get(address(rehab, "edit/"))) | {"title": "Mine"}
    revise = booking.revise

    def quicker(session, changes, **options):
        monkeypatch.setattr(booking, "revise", revise)
        revise(session, {"title": "Theirs"}, now=now)
        return revise(session, changes, **options)

    monkeypatch.setattr(booking, "revise", quicker)
    page = signed_in.post(address(rehab, "edit/"), sent)

    assert page.status_code == 409
    assert "Changed meanwhile, to: Theirs" in words(page)
    assert Session.objects.get().title == "Theirs"


def test_edit_with_a_version_that_is_none(signed_in, rehab):
    sent = shown(signed_in.get(address(rehab, "edit/"))) | {"title": "Mine"}

    for version in ("x", "9" * 5000, "\0"):
        assert signed_in.post(address(rehab, "edit/"), sent | {"version": version}).status_code == 400
    assert Session.objects.get().title == "Rehab"


def test_edit_to_a_taken_time(signed_in, emma, rehab):
    other = SessionFactory(client=emma, title="Other", scheduled_start=TEN + 3 * HOUR)
    sent = shown(signed_in.get(address(other, "edit/")))

    page = signed_in.post(
        address(other, "edit/"),
        sent | {"scheduled_start": "2027-06-08T10:30", "scheduled_end": "2027-06-08T11:30", "notes": "kept"},
    )

    assert page.status_code == 409
    assert "This time is taken by Rehab with Emma Wilson" in words(page)
    assert "kept</textarea>" in text(page)
    other.refresh_from_db()
    assert other.scheduled_start == TEN + 3 * HOUR


def test_edit_clears_a_text(signed_in, rehab):
    Session.objects.filter(pk=rehab.pk).update(notes="old", actual_start=TEN)
    sent = shown(signed_in.get(address(rehab, "edit/")))

    signed_in.post(address(rehab, "edit/"), sent | {"notes": "", "actual_start": ""})

    rehab.refresh_from_db()
    assert (rehab.notes, rehab.actual_start) == (None, None)


def test_edit_keeps_an_inactive_client(signed_in, emma, rehab):
    deactivate(emma)
    sent = shown(signed_in.get(address(rehab, "edit/")))

    assert signed_in.post(address(rehab, "edit/"), sent | {"notes": "x"}).status_code == 302


# What is done to a session


@pytest.mark.parametrize(
    ("page", "status", "words_said"),
    [
        ("complete/", "completed", "Completed Rehab with Emma Wilson, Tue 8 June 10:00."),
        ("no-show/", "no-show", "Marked as no-show: Rehab with Emma Wilson, Tue 8 June 10:00."),
        ("cancel/", "cancelled", "Cancelled Rehab with Emma Wilson, Tue 8 June 10:00."),
    ],
)
def test_action_and_back(signed_in, rehab, page, status, words_said):
    answer = signed_in.post(address(rehab, page), {"next": DAY})

    rehab.refresh_from_db()
    assert (answer["Location"], rehab.status) == (DAY, status)
    after = signed_in.get(DAY)
    assert words_said in words(after)
    undo = reverse("step-undo", args=[Step.objects.get().uuid])
    assert f'action="{undo}"' in text(after)

    signed_in.post(undo)
    rehab.refresh_from_db()
    assert rehab.status == "scheduled"


def test_action_twice_is_the_same_as_once(signed_in, rehab):
    assert [signed_in.post(address(rehab, "cancel/")).status_code for _ in range(2)] == [302, 302]


def test_complete_with_the_times_as_planned(signed_in, rehab):
    planned = {"actual_start": "2027-06-08T10:00", "actual_end": "2027-06-08T11:00"}

    signed_in.post(address(rehab, "complete/"), planned)

    rehab.refresh_from_db()
    assert (rehab.actual_start, rehab.actual_end) == (TEN, TEN + HOUR)


def test_complete_with_notes(signed_in, rehab):
    signed_in.post(address(rehab, "complete/"), {"exercises_performed": "Squats 4x8", "notes": ""})

    rehab.refresh_from_db()
    assert (rehab.status, rehab.exercises_performed, rehab.notes) == ("completed", "Squats 4x8", None)


def test_complete_by_one_button_keeps_notes(signed_in, rehab):
    Session.objects.update(notes="knee")

    signed_in.post(address(rehab, "complete/"))

    rehab.refresh_from_db()
    assert (rehab.status, rehab.notes) == ("completed", "knee")


def test_complete_with_notes_that_were_written_meanwhile_shows_both(signed_in, rehab, now):
    sent = completion(signed_in.get(address(rehab))) | {"notes": "mine"}
    booking.revise(rehab, {"notes": "theirs"}, now=now)

    page = signed_in.post(address(rehab, "complete/"), sent)

    assert page.status_code == 409
    assert "Changed meanwhile, to: theirs. Save again to keep yours." in words(page)
    stored = Session.objects.get()
    assert (stored.status, stored.notes) == ("scheduled", "theirs")
    signed_in.post(address(rehab, "complete/"), page.context["form"].data)
    stored = Session.objects.get()
    assert (stored.status, stored.notes) == ("completed", "mine")


def test_complete_as_planned_in_the_hour_that_comes_twice(signed_in, emma):
    start = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    session = SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + HOUR / 4)

    signed_in.post(address(session, "complete/"), completion(signed_in.get(address(session))))

    session.refresh_from_db()
    assert (session.actual_start, session.actual_end) == (start, start + HOUR / 4)


@pytest.mark.parametrize("end", ["2027-06-08T09:00", "soon"])
def test_complete_refused(signed_in, rehab, end):
    page = signed_in.post(
        address(rehab, "complete/"), {"actual_start": "2027-06-08T10:00", "actual_end": end}
    )

    assert page.status_code == 400
    assert "actual_end" in page.context["form"].errors
    rehab.refresh_from_db()
    assert rehab.status == "scheduled"


def test_reinstate_takes_back_actual_times_of_a_mistaken_completion(signed_in, rehab):
    signed_in.post(address(rehab, "complete/"), {"actual_start": "2027-06-08T10:00"})
    signed_in.post(address(rehab, "reinstate/"))

    rehab.refresh_from_db()
    assert (rehab.status, rehab.actual_start) == ("scheduled", None)


def test_reinstate_into_a_taken_time(signed_in, alice, rehab, now):
    booking.cancel(rehab, now=now)
    other = SessionFactory(client=ClientFactory(trainer=alice), title="New", scheduled_start=TEN)

    page = signed_in.post(address(rehab, "reinstate/"))

    assert page.status_code == 409
    assert "This time is taken by New with Emma Wilson, Tue 8 June, 10:00–11:00." in words(page)
    assert address(other) in text(page)
    rehab.refresh_from_db()
    assert rehab.status == "cancelled"


def test_reinstate_for_an_inactive_client(signed_in, emma, rehab, now):
    booking.cancel(rehab, now=now)
    deactivate(emma)

    page = signed_in.post(address(rehab, "reinstate/"))

    assert page.status_code == 400
    assert "This client is inactive; bring the client back before booking" in words(page)
    rehab.refresh_from_db()
    assert rehab.status == "cancelled"


# Who may, and what it costs


def test_strangers(client, rehab, charlie):
    before = list(Session.objects.values())
    for path in pages(rehab):
        assert client.get(path)["Location"] == f"/sign-in/?next={path}"
        assert client.post(path)["Location"].startswith("/sign-in/")
    client.force_login(charlie.user)
    for path in pages(rehab)[3:]:
        assert client.get(path).status_code == 404
        assert client.post(path, values(rehab.client)).status_code in {404, 405}
    for path in (WEEK, DAY):
        assert "Rehab" not in text(client.get(path))
    client.force_login(UserFactory(is_staff=True))
    for path in pages(rehab):
        assert client.get(path).status_code == 403
    assert list(Session.objects.values()) == before


def test_removed_meanwhile(signed_in, rehab):
    booking.remove(Session.objects.get(), now=datetime.now(UTC))

    for path in pages(rehab)[3:]:
        assert signed_in.get(path).status_code == 404
        assert signed_in.post(path).status_code in {404, 405}


def test_get_changes_nothing_and_is_not_kept(signed_in, rehab):
    before = list(Session.objects.values())

    for path in pages(rehab):
        page = signed_in.get(path)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert " style=" not in text(page)
        assert "<script>" not in text(page)

    assert list(Session.objects.values()) == before


def test_user_text_is_escaped(signed_in, alice):
    emma = ClientFactory(trainer=alice, first_name=SCRIPT, last_name=SCRIPT)
    texts = dict.fromkeys(
        (
            "title",
            "location",
            "description",
            "notes",
            "exercises_performed",
            "client_feedback",
            "trainer_notes",
        ),
        SCRIPT,
    )
    session = SessionFactory(client=emma, scheduled_start=TEN, **texts)
    alice.time_off.create(start=TEN, end=TEN + HOUR, reason=SCRIPT)

    for path in pages(session):
        assert SCRIPT not in text(signed_in.get(path))
    conflict = signed_in.post("/sessions/new/", values(emma, "2027-06-08T10:30", "2027-06-08T11:30"))
    assert conflict.status_code == 409
    assert SCRIPT not in text(conflict)
    signed_in.post(address(session, "cancel/"))
    assert SCRIPT not in text(signed_in.get(address(session)))


@pytest.mark.parametrize("count", [1, 3, 200])
def test_week_queries(signed_in, alice, emma, count, django_assert_num_queries):
    alice.working_hours.create(weekday=0, starts_at="09:00", ends_at="17:00")
    start = datetime(2027, 6, 6, 22, tzinfo=UTC)
    Session.objects.bulk_create(
        SessionFactory.build(
            client=emma,
            trainer=alice,
            scheduled_start=start + n * timedelta(minutes=50),
            scheduled_end=start + (n + 1) * timedelta(minutes=50),
        )
        for n in range(count)
    )

    # Cookie, user, trainer, hours, series to come, sessions, time off; saved views; series to come and the
    # counts for the small month.
    with django_assert_num_queries(10):
        signed_in.get(WEEK)


@pytest.mark.parametrize("count", [1, 3])
def test_day_queries(signed_in, emma, count, django_assert_num_queries):
    for n in range(count):
        SessionFactory(client=emma, scheduled_start=TEN + n * HOUR)

    # As the week, and again for what is free the sessions, with whether series are behind, and time off.
    with django_assert_num_queries(12):
        signed_in.get(DAY)


@pytest.mark.parametrize("clients", [1, 3])
def test_session_queries(signed_in, alice, rehab, clients, django_assert_num_queries):
    ClientFactory.create_batch(clients, trainer=alice)

    with django_assert_num_queries(6):  # cookie, user, trainer, the session, and its history in two
        signed_in.get(address(rehab))
    with django_assert_num_queries(5):  # and the clients to choose from
        signed_in.get(address(rehab, "edit/"))


def test_days_of_the_week_link_to_their_day(signed_in):
    page = text(signed_in.get(WEEK))

    for n in range(7):
        assert f"/calendar/day/{date(2027, 6, 7 + n)}/" in page


@pytest.mark.parametrize("page", ["cancel/", "no-show/"])
def test_what_was_asked_of_another_version_is_asked_again(signed_in, rehab, now, page):
    asked = signed_in.get(address(rehab, page))
    booking.revise(rehab, {"scheduled_end": TEN + 2 * HOUR}, now=now)

    again = signed_in.post(address(rehab, page), {"version": asked.context["session"].version})

    assert again.status_code == 409
    assert "Somebody else has changed this session since you opened it." in words(again)
    assert "10:00–12:00" in words(again)
    assert 'name="version" value="2"' in text(again)
    assert Session.objects.get().status == "scheduled"
    signed_in.post(address(rehab, page), {"version": 2})
    assert Session.objects.get().status != "scheduled"


@pytest.mark.parametrize(("page", "status"), [("cancel/", "scheduled"), ("no-show/", "scheduled"),
    ("reinstate/", "cancelled")])  # fmt: skip
def test_what_somebody_changes_in_the_same_moment_is_asked_again(
    signed_in, rehab, now, monkeypatch, page, status
):
    Session.objects.update(status=status)
    revise = booking.revise

    def quicker(session, changes, **options):
        monkeypatch.setattr(booking, "revise", revise)
        revise(session, {"scheduled_end": TEN + 2 * HOUR}, now=now)
        return revise(session, changes, **options)

    monkeypatch.setattr(booking, "revise", quicker)
    again = signed_in.post(address(rehab, page), {"version": 1})

    assert again.status_code == 409
    assert "Somebody else has changed this session since you opened it." in words(again)
    assert "10:00–12:00" in words(again)
    assert Session.objects.get().status == status


@pytest.mark.parametrize("status", Session.Status.values)
def test_another_time_is_offered_for_what_is_scheduled_only(signed_in, rehab, status):
    Session.objects.update(status=status)

    page = signed_in.get(address(rehab)).content.decode()

    assert ("Find another time" in page) is (status == "scheduled")
