"""The pages of a session of a series that has no client: nothing is said of one, and nothing stands empty."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.domain import deactivate
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import OccurrenceFactory, SessionFactory
from scheduling.tests.test_pages import DAY, HOUR, TEN, WEEK, address, pages, shown, text, values, words

NOTHING = re.compile(r"\bNone\b|<(a|bdi|dd|dt|p|strong)\b[^>]*>\s*</\1>")
WITH_NOBODY = re.compile(r"\bwith\s*(,|\.|<|$)")


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
def yoga(alice) -> Session:
    """Tuesday from ten to eleven in Berlin, with nobody in particular."""
    return OccurrenceFactory(series__timeline__trainer=alice, scheduled_start=TEN)


def who(page):
    """What a line of the day says below its title."""
    found = re.findall(r'<span class="entry-who">(.*?)</span>', text(page), re.DOTALL)
    return [re.sub(r"<[^>]+>", "", each) for each in found]


@pytest.mark.parametrize("status", Session.Status.values)
def test_pages_say_nothing_of_a_client(signed_in, yoga, status):
    Session.objects.update(status=status)

    for path in pages(yoga):
        page = signed_in.get(path)
        assert page.status_code == 200, path
        assert NOTHING.search(text(page)) is None, path
        assert WITH_NOBODY.search(words(page)) is None, path


def test_week(signed_in, yoga):
    page = text(signed_in.get(WEEK))

    assert "<bdi>Yoga</bdi>" in page
    assert "10:00–11:00" in page
    assert "block-who" not in page


@pytest.mark.parametrize(
    ("location", "has_client", "said"),
    [
        (None, False, []),
        ("Hall 2", False, ["Hall 2"]),
        (None, True, ["Emma Wilson"]),
        ("Hall 2", True, ["Emma Wilson · Hall 2"]),
    ],
)
def test_day_says_who_and_where(signed_in, emma, yoga, location, has_client, said):
    Session.objects.update(location=location, client=emma if has_client else None)

    page = signed_in.get(DAY)

    assert "Yoga" in words(page)
    assert who(page) == said


@pytest.mark.parametrize("path", [WEEK, DAY])
@pytest.mark.parametrize("count", [1, 3])
def test_calendar_takes_no_more_queries(signed_in, alice, emma, path, count):
    SessionFactory(client=emma, scheduled_start=TEN)
    with CaptureQueriesContext(connection) as before:
        signed_in.get(path)
    for n in range(count):
        OccurrenceFactory(series__timeline__trainer=alice, scheduled_start=TEN + (n + 1) * HOUR)

    with CaptureQueriesContext(connection) as after:
        page = signed_in.get(path)

    # The day has them twice: beside their hours, and in its list.
    shown = text(page).count("type-personal status-scheduled") / (2 if path == DAY else 1)
    assert shown == 1 + count
    assert len(after) == len(before)


def test_session_page_has_no_line_for_a_client(signed_in, emma, yoga):
    def labels():
        facts = re.search(r'<dl class="facts">(.*?)</dl>', text(signed_in.get(address(yoga))), re.DOTALL)
        return re.findall(r'<span class="hidden">(\w+)</span>', facts[1])

    assert labels() == ["When", "Timeline"]
    Session.objects.update(client=emma)
    assert labels() == ["When", "Client", "Timeline"]


def test_edit_offers_no_client_and_ones_own(signed_in, emma, charlie, yoga):
    ClientFactory(trainer=charlie)

    form = signed_in.get(address(yoga, "edit/")).context["form"]

    choices = [(str(value), label) for value, label in form.fields["client"].choices]
    assert choices == [("", "No client"), (str(emma.uuid), "Emma Wilson")]
    assert "required" not in str(form["client"])


def test_edit_of_an_ordinary_session_needs_a_client(signed_in, emma):
    rehab = SessionFactory(client=emma, scheduled_start=TEN)

    form = signed_in.get(address(rehab, "edit/")).context["form"]
    response = signed_in.post(address(rehab, "edit/"), values(emma) | {"client": ""})

    assert next(iter(form.fields["client"].choices)) == ("", "Choose a client")
    assert "required" in str(form["client"])
    assert (response.status_code, response.context["form"].errors) == (
        400,
        {"client": ["Choose a client."]},
    )
    assert Session.objects.get().client == emma


def test_new_needs_a_client(signed_in, emma):
    response = signed_in.post("/sessions/new/", values(emma) | {"client": ""})

    assert response.context["form"].errors == {"client": ["Choose a client."]}
    assert Session.objects.count() == 0


def test_edit_untouched_changes_nothing(signed_in, yoga):
    before = Session.objects.values().get()

    response = signed_in.post(address(yoga, "edit/"), shown(signed_in.get(address(yoga, "edit/"))))

    assert response.status_code == 302
    assert Session.objects.values().get() == before


def test_edit_of_another_field(signed_in, yoga):
    sent = shown(signed_in.get(address(yoga, "edit/"))) | {"notes": "Bring mats"}

    page = signed_in.post(address(yoga, "edit/"), sent, follow=True)

    yoga.refresh_from_db()
    assert (yoga.client, yoga.notes) == (None, "Bring mats")
    assert "Saved Yoga, Tue 8 June 10:00." in words(page)


def test_edit_gives_it_a_client_and_takes_it_back(signed_in, emma, yoga):
    for chosen, stored in ((str(emma.uuid), emma), ("", None)):
        sent = shown(signed_in.get(address(yoga, "edit/"))) | {"client": chosen}
        signed_in.post(address(yoga, "edit/"), sent)

        yoga.refresh_from_db()
        assert yoga.client == stored


def test_edit_gives_it_no_client_that_cannot_be_booked(signed_in, charlie, emma, yoga):
    deactivate(emma)
    sent = shown(signed_in.get(address(yoga, "edit/")))

    for refused in (emma, ClientFactory(trainer=charlie)):
        response = signed_in.post(address(yoga, "edit/"), sent | {"client": str(refused.uuid)})
        assert response.context["form"].errors == {"client": ["Choose one of your clients."]}
    yoga.refresh_from_db()
    assert yoga.client is None


def test_edit_says_that_the_client_was_taken_away_meanwhile(signed_in, alice, emma, yoga):
    Session.objects.update(client=emma)
    other = ClientFactory(trainer=alice)
    sent = shown(signed_in.get(address(yoga, "edit/"))) | {"client": str(other.uuid)}
    Session.objects.update(client=None)

    response = signed_in.post(address(yoga, "edit/"), sent)

    assert response.context["form"].errors == {
        "__all__": ["Somebody else has changed this since you opened it. Both versions are shown below."],
        "client": ["Changed meanwhile, to: No client. Save again to keep yours."],
    }


@pytest.mark.parametrize(
    ("page", "status", "said"),
    [
        ("complete/", "completed", "Completed Yoga, Tue 8 June 10:00."),
        ("no-show/", "no-show", "Marked as no-show: Yoga, Tue 8 June 10:00."),
        ("cancel/", "cancelled", "Cancelled Yoga, Tue 8 June 10:00."),
    ],
)
def test_action_and_back(signed_in, yoga, page, status, said):
    done = signed_in.post(address(yoga, page), follow=True)
    yoga.refresh_from_db()
    assert (yoga.status, yoga.client) == (status, None)
    assert said in words(done)

    back = signed_in.post(address(yoga, "reinstate/"), follow=True)
    yoga.refresh_from_db()
    assert yoga.status == "scheduled"
    assert "Put back Yoga, Tue 8 June 10:00." in words(back)


def test_action_page_names_the_session_alone(signed_in, yoga):
    page = words(signed_in.get(address(yoga, "cancel/")))

    assert "Cancel this session? Yoga Tue 8 June, 10:00–11:00" in page


def test_conflict_names_the_session_alone(signed_in, emma, yoga):
    page = signed_in.post("/sessions/new/", values(emma, "2027-06-08T10:30", "2027-06-08T11:30"))

    assert page.status_code == 409
    assert "This time is taken by Yoga, Tue 8 June, 10:00–11:00." in words(page)
    assert NOTHING.search(text(page)) is None
    assert address(yoga) in text(page)


def test_conflict_of_its_own_into_a_booked_time(signed_in, emma, yoga):
    SessionFactory(client=emma, title="Rehab", scheduled_start=TEN + HOUR)
    sent = shown(signed_in.get(address(yoga, "edit/"))) | {"scheduled_end": "2027-06-08T11:30"}

    page = signed_in.post(address(yoga, "edit/"), sent)

    assert page.status_code == 409
    assert "This time is taken by Rehab with Emma Wilson, Tue 8 June, 11:00–12:00." in words(page)


@pytest.mark.parametrize("path", ["", "edit/", "cancel/"])
def test_strangers(client, charlie, yoga, path):
    client.force_login(charlie.user)

    assert client.get(address(yoga, path)).status_code == 404


def test_client_page_does_not_list_it(signed_in, emma, yoga):
    page = words(signed_in.get(f"/clients/{emma.uuid}/"))

    assert "Yoga" not in page
    assert "Nothing is booked" in page


def test_clients_page_counts_it_for_nobody(signed_in, emma, yoga):
    page = words(signed_in.get("/clients/"))

    assert "none booked" in page
    assert "never" in page
