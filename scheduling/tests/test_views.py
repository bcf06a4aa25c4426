"""The views of the calendar: their addresses and filters, what each shows, and what it costs."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.http import QueryDict

from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from scheduling.views.calendar import VIEWS
from scheduling.views.filters import Filters
from trainers.models import TimeOff, Trainer

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
UNKNOWN = "7ed42ee7-aa61-4623-9898-5781762dde30"
ADDRESSES = {
    "day": "/calendar/day/2027-06-08/",
    "week": "/calendar/week/2027-06-07/",
    "work-week": "/calendar/work-week/2027-06-07/",
    "month": "/calendar/month/2027-06-01/",
    "agenda": "/calendar/agenda/2027-06-08/",
}


@pytest.fixture(autouse=True)
def standing_clock(now):
    """Tuesday 8 June 2027, eight in the morning in Berlin."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def signed_in(client, alice, standing_clock):
    client.force_login(alice.user)
    return client


@pytest.fixture
def rehab(emma) -> Session:
    return SessionFactory(client=emma, title="Rehab", scheduled_start=TEN, location="Gym")


def text(page):
    return page.content.decode()


def words(page):
    return " ".join(re.sub(r"<[^>]+>", "", text(page)).split())


# Addresses


@pytest.mark.parametrize("view", VIEWS)
def test_view_of_today_keeps_the_filters(signed_in, view):
    answer = signed_in.get(f"/calendar/{view}/?type=group", follow=True)

    assert answer.request["PATH_INFO"] == ADDRESSES[view]
    assert answer.request["QUERY_STRING"] == "type=group"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/calendar/month/2027-06-08/?type=group", "/calendar/month/2027-06-01/?type=group"),
        ("/calendar/work-week/2027-06-13/?place=Gym", "/calendar/work-week/2027-06-07/?place=Gym"),
        ("/calendar/agenda/?day=2027-06-13", "/calendar/agenda/2027-06-13/"),
    ],
)
def test_view_leads_to_its_own_address(signed_in, asked, answer):
    assert signed_in.get(asked)["Location"] == answer


@pytest.mark.parametrize(
    ("starts_on", "first"), [(0, "2027-06-07"), (6, "2027-06-06"), (5, "2027-06-05"), (2, "2027-06-02")]
)
def test_week_starts_on_the_trainers_day(signed_in, alice, starts_on, first):
    Trainer.objects.filter(pk=alice.pk).update(week_starts_on=starts_on)

    assert signed_in.get("/calendar/week/2027-06-08/", follow=True).request["PATH_INFO"].endswith(f"{first}/")
    assert text(signed_in.get(f"/calendar/week/{first}/")).count('data-date="') == 7
    assert signed_in.get(ADDRESSES["month"]).context["weekdays"][0].weekday() == starts_on


@pytest.mark.parametrize(
    ("cookie", "agent", "view"),
    [("", "", "week"), ("", "Mobile", "day"), ("month", "Mobile", "month"), ("../admin", "", "week")],
)
def test_calendar_leads_to_the_view_looked_at_last(signed_in, cookie, agent, view):
    if cookie:
        signed_in.cookies["calendar_view"] = cookie

    assert signed_in.get("/calendar/", headers={"user-agent": agent})["Location"] == f"/calendar/{view}/"


def test_view_looked_at_last_is_kept(signed_in):
    signed_in.get(ADDRESSES["agenda"])

    assert signed_in.get("/calendar/")["Location"] == "/calendar/agenda/"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("day", ["1970-01-01", "2099-12-31"])
def test_view_at_the_ends_of_the_calendar_links_nowhere_beyond(signed_in, view, day):
    page = signed_in.get(f"/calendar/{view}/{day}/?type=personal", follow=True)

    links = sorted(set(re.findall(r'href="(/calendar/[^"]+)"', text(page))))
    assert page.status_code == 200
    assert not [link for link in links if re.search("/(1969|2100)-", link)]
    for link in (page.context["previous"], page.context["next"], links[0], links[-1]):
        assert link is None or signed_in.get(link.replace("&amp;", "&"), follow=True).status_code == 200


@pytest.mark.parametrize("mini", ["", "2027", "2027-13", "1969-12", "2100-01", "%00", "x"])
def test_small_month_of_no_such_month_is_that_of_the_day(signed_in, mini):
    assert signed_in.get(f"{ADDRESSES['day']}?mini={mini}").context["mini"].first == date(2027, 6, 1)


# Filters


@pytest.fixture
def others(alice, emma, rehab):
    """What each filter leaves out but one."""
    noah = ClientFactory(trainer=alice, first_name="Noah", last_name="Kim", email="noah@example.com")
    SessionFactory(client=noah, title="Boxing", scheduled_start=TEN + HOUR)
    SessionFactory(client=emma, title="Class", session_type="group", scheduled_start=TEN + 2 * HOUR)
    SessionFactory(client=emma, title="Done", status="completed", scheduled_start=TEN + 3 * HOUR)
    SessionFactory(client=emma, title="Off", status="cancelled", scheduled_start=TEN + 4 * HOUR)
    return noah


def found(page):
    shown = text(page).replace(' class="entry-title"', "")
    return {title for title in ("Rehab", "Boxing", "Class", "Done", "Off") if f"<bdi>{title}</bdi>" in shown}


@pytest.mark.parametrize("view", ["day", "week", "agenda"])
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("type=group", {"Class"}),
        ("type=group&status=scheduled", {"Class"}),
        ("status=completed&status=cancelled", {"Done", "Off"}),
        ("place=Gym", {"Rehab"}),
        ("place=gym", set()),
        ("place=Gym&type=online", set()),
    ],
)
def test_filters(signed_in, others, view, query, titles):
    page = signed_in.get(f"{ADDRESSES[view]}?{query}")

    assert found(page) == titles


def test_filter_by_client(signed_in, others):
    page = signed_in.get(f"{ADDRESSES['week']}?client={others.uuid}")

    assert found(page) == {"Boxing"}
    assert [(chip.kind, chip.label, chip.address) for chip in page.context["chips"]] == [
        ("Client", "Noah Kim", ADDRESSES["week"])
    ]


def test_each_chip_takes_one_filter_away(signed_in, rehab):
    page = signed_in.get(f"{ADDRESSES['week']}?type=personal&type=group&place=Gym")

    assert [(chip.label, chip.address.partition("?")[2]) for chip in page.context["chips"]] == [
        ("Personal", "type=group&place=Gym"),
        ("Group", "type=personal&place=Gym"),
        ("Gym", "type=personal&type=group"),
    ]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("client=x", "There is no such client"),
        (f"client={UNKNOWN}", "There is no such client"),
        ("client=%00", "There is no such client"),
        ("type=yoga", "There is no such type of session"),
        ("status=%00", "There is no such status"),
        ("place=%00", "No session can be at such a place"),
        (f"place={'x' * 201}", "No session can be at such a place"),
        ("place=two%0Alines", "No session can be at such a place"),
        ("client=&type=&status=&place=", None),
    ],
)
def test_filters_that_are_wrong_are_ignored_with_a_note(signed_in, rehab, query, note):
    page = signed_in.get(f"{ADDRESSES['week']}?{query}")

    notes = page.context["shown"].filters.notes
    assert [said.partition(", so")[0] for said in notes] == ([note] if note else [])
    assert "Rehab" in text(page)


@pytest.mark.parametrize("view", VIEWS)
def test_wrong_filters_are_said_also_after_a_redirect(signed_in, rehab, view):
    page = signed_in.get(f"/calendar/{view}/?client=x&type=yoga&type=personal", follow=True)

    assert "There is no such client, so the sessions of all clients are shown." in words(page)
    assert "There is no such type of session, so it is not filtered by." in words(page)
    assert [chip.label for chip in page.context["chips"]] == ["Personal"]


def test_filter_by_another_trainers_client_is_as_by_none(client, charlie, rehab):
    client.force_login(charlie.user)

    pages = [
        signed.context["shown"].filters
        for uuid in (rehab.client.uuid, UNKNOWN)
        for signed in [client.get(f"{ADDRESSES['week']}?client={uuid}")]
    ]

    assert pages[0] == pages[1]


def test_filters_are_read_alike_however_they_are_written(alice):
    written = ["type=group&status=completed&type=personal", "status=completed&type=personal&type=group&x=1"]

    assert {Filters.read(QueryDict(query), alice).query for query in written} == {
        "type=personal&type=group&status=completed"
    }


def test_filter_page_offers_what_there_is(signed_in, emma, rehab):
    page = signed_in.get(f"/calendar/filters/?view=month&day=2027-06-01&client={emma.uuid}")

    assert 'action="/calendar/month/"' in text(page)
    assert re.search(f'value="{emma.uuid}"\\s+selected', text(page))
    assert '<option value="Gym">' in text(page)
    assert "<html" not in text(signed_in.get("/calendar/filters/", headers={"hx-request": "true"}))


@pytest.mark.parametrize("query", ["view=x", "day=x", "view=%00&day=9999-12-31", "client=x"])
def test_filter_page_of_nonsense(signed_in, query):
    assert signed_in.get(f"/calendar/filters/?{query}").status_code == 200


# What each shows


def test_work_week_is_the_days_with_working_hours(signed_in, alice, emma):
    for weekday in (1, 5):
        alice.working_hours.create(weekday=weekday, starts_at="09:00", ends_at="17:00")
    SessionFactory(client=emma, title="Wednesday", scheduled_start=TEN + DAY)

    page = signed_in.get(ADDRESSES["work-week"])

    assert [f"{day.date:%a}" for day, _ in page.context["days"]] == ["Tue", "Sat"]
    assert "1 session of this week is on days that you do not work." in words(page)


def test_work_week_is_monday_to_friday_until_hours_are_set(signed_in):
    page = signed_in.get(ADDRESSES["work-week"])

    assert [f"{day.date:%a}" for day, _ in page.context["days"]] == ["Mon", "Tue", "Wed", "Thu", "Fri"]


def test_month_shows_three_and_says_how_many_more(signed_in, emma):
    for n in range(6):
        SessionFactory(client=emma, title=f"S{n}", scheduled_start=TEN + n * HOUR)
    SessionFactory(client=emma, title="Off", status="cancelled", scheduled_start=TEN)

    page = signed_in.get(ADDRESSES["month"])

    cell = next(cell for week in page.context["weeks"] for cell in week if cell.on == date(2027, 6, 8))
    assert (len(cell.sessions), cell.more, len(cell.booked)) == (3, 4, 6)
    assert "+4 more on Tue 8 June" in words(page)
    assert "6 sessions booked" in words(page)


def test_month_shows_time_off(signed_in, alice):
    TimeOff.objects.create(trainer=alice, start=TEN, end=TEN + timedelta(days=1), reason="<Sailing>")
    TimeOff.objects.create(trainer=alice, start=TEN + timedelta(days=60), end=TEN + timedelta(days=61))

    page = text(signed_in.get(ADDRESSES["month"]))

    assert page.count("&lt;Sailing&gt;") == 2
    assert page.count('class="cell-off"') == 2


def test_month_has_a_night_session_on_both_days(signed_in, emma):
    start = datetime(2027, 6, 8, 21, 30, tzinfo=UTC)
    SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + HOUR)

    cells = [cell for week in signed_in.get(ADDRESSES["month"]).context["weeks"] for cell in week]

    assert [cell.on.day for cell in cells if cell.every] == [8, 9]


def test_month_says_what_a_session_is(signed_in, emma):
    start = datetime(2027, 6, 8, 21, 30, tzinfo=UTC)
    SessionFactory(
        client=emma, title="<Rehab>", status="cancelled", scheduled_start=start, scheduled_end=start + HOUR
    )

    pills = re.findall(r'<li class="pill.*?</li>', text(signed_in.get(ADDRESSES["month"])))

    said = "Emma Wilson, &lt;Rehab&gt;, Personal, Cancelled"
    assert [re.sub("<[^>]*>", "", pill) for pill in pills] == [
        f"23:30 {said}",
        f"…since Tue 8 June 23:30 {said}",
    ]


def test_small_month_keeps_a_filter_that_looks_like_a_day(signed_in):
    page = signed_in.get(f"{ADDRESSES['week']}?place=1970-01-01")

    days = [day for week in page.context["mini"].weeks for day in week]
    assert [day.address for day in days if day.date == date(2027, 6, 8)] == [
        "/calendar/week/2027-06-08/?place=1970-01-01"
    ]


def test_small_month_counts_what_takes_time(signed_in, emma, rehab):
    SessionFactory(client=emma, status="cancelled", scheduled_start=TEN + HOUR)
    SessionFactory(client=emma, status="completed", scheduled_start=TEN - HOUR)

    def counts(query=""):
        mini = signed_in.get(f"{ADDRESSES['day']}{query}").context["mini"]
        return {day.date: day.count for week in mini.weeks for day in week if day.count}

    assert counts() == {date(2027, 6, 8): 2}
    assert counts("?status=cancelled") == {date(2027, 6, 8): 1}
    assert counts("?mini=2027-08") == {}


def test_agenda_has_the_days_with_something(signed_in, emma, rehab):
    SessionFactory(client=emma, title="Later", scheduled_start=TEN + 20 * DAY)

    page = signed_in.get(ADDRESSES["agenda"])

    assert [day.date for day in page.context["days"]] == [date(2027, 6, 8), date(2027, 6, 28)]
    assert "Today, Tuesday 8 June" in words(page)


def test_agenda_pages_show_every_session_once(signed_in, emma):
    sessions = [SessionFactory(client=emma, scheduled_start=TEN + n * 2 * DAY) for n in range(40)]

    def sessions_of(page):
        return [session for day in page.context["days"] for session in day.sessions]

    pages = [signed_in.get(ADDRESSES["agenda"])]
    while len(pages) < 3:
        pages.append(signed_in.get(pages[-1].context["next"]))

    assert [session for page in pages for session in sessions_of(page)] == sessions
    assert sessions_of(signed_in.get(pages[-1].context["previous"])) == sessions_of(pages[-2])


def test_agenda_page_ends_with_a_whole_day(signed_in, alice, emma):
    Session.objects.bulk_create(
        SessionFactory.build(
            client=emma,
            trainer=alice,
            scheduled_start=TEN + n // 70 * DAY + n % 70 * timedelta(minutes=6),
            scheduled_end=TEN + n // 70 * DAY + (n % 70 + 1) * timedelta(minutes=6),
        )
        for n in range(210)
    )

    page = signed_in.get(ADDRESSES["agenda"])

    assert [len(day.sessions) for day in page.context["days"]] == [70, 70]
    assert page.context["next"] == "/calendar/agenda/2027-06-10/"


@pytest.mark.parametrize(
    ("query", "said"), [("", "Nothing is booked"), ("?type=group", "Nothing that you filter by")]
)
def test_agenda_of_nothing_says_what_to_do(signed_in, emma, query, said):
    assert said in words(signed_in.get(f"{ADDRESSES['agenda']}{query}"))


@pytest.mark.parametrize("view", ["week", "month", "agenda"])
def test_view_of_a_new_trainer_says_where_to_begin(signed_in, view):
    assert "Add your first client" in text(signed_in.get(ADDRESSES[view]))


def test_day_on_paper_has_what_to_know_of_the_client(signed_in, emma, rehab):
    emma.fitness_goal, emma.medical_conditions = "Run a marathon", "Asthma"
    emma.save()

    page = words(signed_in.get(ADDRESSES["day"]))

    assert "Goal: Run a marathon" in page
    assert "Mind: Asthma" in page


# The grid's promises to scripts


def test_grid_says_what_scripts_ask(signed_in, rehab):
    page = text(signed_in.get(ADDRESSES["week"]))

    assert re.search(r'data-grid\s+data-first-hour="8"', page)
    assert re.findall(r'data-date="(2027[^"]+)"', page) == [f"2027-06-{day:02}" for day in range(7, 14)]
    assert 'data-hour-start="2027-06-08T10:00:00+02:00"' in page


def test_grid_of_the_night_the_clocks_go_back_has_both_hours(signed_in, emma):
    start = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + 2 * HOUR)

    page = text(signed_in.get("/calendar/week/2027-10-25/"))

    starts = re.findall(r'data-hour-start="2027-10-31T0([123]:00:00\+\d\d):00"', page)
    assert starts == ["2:00:00+02", "2:00:00+01", "3:00:00+01"]
    assert page.count('class="blank ') == 6
    assert "start=2027-10-30T03:00" in page
    assert "the clocks change on Sun 31 October" in page


def test_grid_of_the_night_the_clocks_go_forward_says_what_is_skipped(signed_in, emma):
    start = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    SessionFactory(client=emma, scheduled_start=start, scheduled_end=start + HOUR)

    page = signed_in.get("/calendar/week/2027-03-22/")

    assert text(page).count('class="skipped ') == 1
    assert "The clocks go forward: these hours are skipped." in words(page)


@pytest.mark.parametrize("view", VIEWS)
def test_script_gets_only_what_it_swaps(signed_in, rehab, view):
    whole, part = (
        signed_in.get(ADDRESSES[view], headers=headers) for headers in ({}, {"hx-target": "calendar"})
    )

    assert 'id="calendar"' in text(part)
    assert "<title>" in text(part)
    assert "<html" not in text(part)
    assert "HX-Target" in whole["Vary"]


# What each costs


@pytest.mark.parametrize("count", [1, 3, 200])
@pytest.mark.parametrize(("view", "queries"), [("week", 10), ("work-week", 10), ("month", 9), ("agenda", 10)])
def test_queries(signed_in, alice, emma, view, queries, count, django_assert_num_queries):
    Session.objects.bulk_create(
        SessionFactory.build(
            client=emma,
            trainer=alice,
            scheduled_start=TEN + n * timedelta(minutes=30),
            scheduled_end=TEN + (n + 1) * timedelta(minutes=30),
        )
        for n in range(count)
    )

    with django_assert_num_queries(queries):
        signed_in.get(ADDRESSES[view])


def test_queries_with_filters(signed_in, alice, emma, rehab, django_assert_num_queries):
    ClientFactory.create_batch(2, trainer=alice)
    with django_assert_num_queries(11):  # and the client
        signed_in.get(f"{ADDRESSES['week']}?client={emma.uuid}&type=personal&status=scheduled&place=Gym")
    with django_assert_num_queries(6):  # cookie, user, trainer, the client, clients, places
        signed_in.get(f"/calendar/filters/?client={emma.uuid}")


@pytest.mark.parametrize("view", VIEWS)
def test_of_a_stranger(client, charlie, rehab, view):
    client.force_login(charlie.user)

    assert "Rehab" not in text(client.get(ADDRESSES[view]))
