"""The page of a trainer's own preferences."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from clients.tests.factories import ClientFactory
from scheduling.tests.factories import SeriesFactory, SessionFactory
from trainers.models import Trainer
from trainers.tests.pages import shown

PREFERENCES = reverse("preferences")


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


def send(client, **changes):
    return client.post(PREFERENCES, shown(client.get(PREFERENCES), "") | changes)


def test_page_shows_what_is_stored(signed_in):
    form = shown(signed_in.get(PREFERENCES), "")

    assert {
        name: form[name] for name in ("full_name", "timezone", "twelve_hour_clock", "week_starts_on")
    } == {
        "full_name": "Alice Archer",
        "timezone": "Europe/Berlin",
        "twelve_hour_clock": "False",
        "week_starts_on": "0",
    }


def test_save(signed_in):
    answer = send(
        signed_in,
        full_name="Alice Ash",
        timezone="America/New_York",
        twelve_hour_clock="True",
        week_starts_on="6",
        usual_session_minutes="45",
        parallel_sessions="3",
    )

    assert answer.url == PREFERENCES
    assert Trainer.objects.values(
        "full_name",
        "timezone",
        "twelve_hour_clock",
        "week_starts_on",
        "usual_session_minutes",
        "parallel_sessions",
        "version",
    ).get() == {
        "full_name": "Alice Ash",
        "timezone": "America/New_York",
        "twelve_hour_clock": True,
        "week_starts_on": 6,
        "usual_session_minutes": 45,
        "parallel_sessions": 3,
        "version": 2,
    }


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("new york", "America/New_York"),
        ("europe/paris", "Europe/Paris"),
        ("UTC", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
    ],
)
def test_save_a_zone_by_its_city(signed_in, typed, zone):
    send(signed_in, timezone=typed)

    assert Trainer.objects.get().timezone == zone


def test_save_another_language(signed_in, alice):
    answer = send(signed_in, language="de")

    page = signed_in.get(answer.url).content.decode()
    assert '<html lang="de">' in page
    assert "Deine Einstellungen sind gespeichert." in page
    assert "Die Woche beginnt am" in page
    assert Trainer.objects.get().language == "de"


def test_save_another_zone_keeps_instants_and_the_zones_of_series(signed_in, alice, emma):
    session = SessionFactory(client=emma)
    series = SeriesFactory(timeline__trainer=alice)

    page = send(signed_in, timezone="America/New_York")
    page = signed_in.get(page.url)

    start, zone = session.scheduled_start, series.timezone
    session.refresh_from_db()
    series.refresh_from_db()
    assert (session.scheduled_start, series.timezone) == (start, zone)
    assert "Your clock is America/New_York from now on" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("timezone", ""),
        ("timezone", "a\x00"),
        ("full_name", ""),
        ("full_name", "\u200b"),
        ("week_starts_on", "7"),
        ("language", "xx"),
        ("twelve_hour_clock", "maybe"),
        ("usual_session_minutes", "4"),
        ("parallel_sessions", "0"),
        ("parallel_sessions", "9" * 5000),
    ],
)
def test_save_refused_beside_the_field(signed_in, field, value):
    page = send(signed_in, **{field: value, "usual_session_minutes": "45"} | {field: value})

    assert (page.status_code, list(page.context["form"].errors)) == (400, [field])
    assert Trainer.objects.get().version == 1


def test_save_fewer_sessions_than_are_booked(signed_in, alice):
    Trainer.objects.update(parallel_sessions=2)
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    for _ in range(2):
        SessionFactory(client=ClientFactory(trainer=alice), scheduled_start=start)

    page = send(signed_in, parallel_sessions="1", full_name="Not saved")

    assert page.status_code == 400
    assert "more than 1 at the same time are booked" in str(page.context["form"].errors["parallel_sessions"])
    assert Trainer.objects.values_list("parallel_sessions", "full_name").get() == (2, "Alice Archer")


def test_save_in_two_tabs_shows_both_versions(signed_in):
    first, second = (shown(signed_in.get(PREFERENCES), "") for _ in range(2))
    signed_in.post(PREFERENCES, first | {"full_name": "Theirs", "twelve_hour_clock": "True"})

    page = signed_in.post(PREFERENCES, second | {"full_name": "Mine"})

    errors = page.context["form"].errors
    assert page.status_code == 409
    assert errors["full_name"] == ["Changed meanwhile, to: Theirs. Save again to keep yours."]
    assert errors["twelve_hour_clock"] == [
        "Changed meanwhile, to: 12 hours, 2:30 pm. It stands here now; save again to keep it so."
    ]
    signed_in.post(PREFERENCES, shown(page, ""))
    assert Trainer.objects.values_list("full_name", "twelve_hour_clock").get() == ("Mine", True)


def test_pages_are_on_the_clock_that_is_chosen(signed_in, alice, emma, now):
    session = SessionFactory(client=emma, scheduled_start=now + timedelta(hours=6.5))
    before = signed_in.get("/calendar/day/2027-06-08/").content.decode()

    send(signed_in, twelve_hour_clock="True")

    day, week, page = (
        signed_in.get(address).content.decode()
        for address in (
            "/calendar/day/2027-06-08/",
            "/calendar/week/2027-06-07/",
            reverse("session", args=[session.uuid]),
        )
    )
    assert "14:30–15:30" in before
    assert "2:30–3:30 pm" in day
    assert "14:30–15:30" not in day
    assert (">8 am</li>" in week, ">8 am</a>" in week, "08:00<" in week) == (True, True, False)
    assert "2:30–3:30 pm" in page
    edit = signed_in.get(reverse("session-edit", args=[session.uuid])).content.decode()
    assert 'value="2027-06-08T14:30:00"' in edit


def test_api_and_admin_say_24_hours(signed_in, alice, emma, now):
    Trainer.objects.update(twelve_hour_clock=True)
    alice.user.is_staff = alice.user.is_superuser = True
    alice.user.save()
    session = SessionFactory(client=emma, scheduled_start=now + timedelta(hours=6.5))
    signed_in.get("/calendar/day/2027-06-08/")

    said = signed_in.get(f"/api/v1/sessions/{session.pk}").json()["data"]["scheduled_start"]
    admin = signed_in.get("/admin/scheduling/session/").content.decode()

    assert said == "2027-06-08T14:30:00"
    assert "Tue 2027-06-08 14:30 to 15:30" in admin
