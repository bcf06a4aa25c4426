"""Time off on the pages: whole days or times, taken, changed and removed, with what is booked in it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from clients.tests.factories import ClientFactory
from scheduling.tests.factories import SessionFactory
from trainers.models import TimeOff, Trainer
from trainers.tests.pages import shown

HOURS, NEW = reverse("hours"), reverse("time-off-new")
# A Wednesday; in Berlin it is an hour ahead of UTC.
CHRISTMAS = datetime(2098, 12, 23, 23, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


@pytest.fixture
def christmas(alice):
    return alice.time_off.create(start=CHRISTMAS, end=CHRISTMAS + 3 * DAY, reason="Christmas")


def page_of(off, name="time-off"):
    return reverse(name, args=[off.pk])


def stored():
    return TimeOff.objects.values_list("start", "end", "reason").get()


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("values", "start", "end"),
    [
        ({}, CHRISTMAS, CHRISTMAS + DAY),
        ({"last": "2098-12-26"}, CHRISTMAS, CHRISTMAS + 3 * DAY),
        (
            {"starts_at": "14:00", "ends_at": "16:30"},
            CHRISTMAS + timedelta(hours=14),
            CHRISTMAS + timedelta(hours=16.5),
        ),
        ({"starts_at": "14:00"}, CHRISTMAS + timedelta(hours=14), CHRISTMAS + DAY),
        ({"last": "2098-12-25", "ends_at": "12:00"}, CHRISTMAS, CHRISTMAS + 1.5 * DAY),
        ({"starts_at": "22:00", "ends_at": "00:00"}, CHRISTMAS + timedelta(hours=22), CHRISTMAS + DAY),
    ],
    ids=["a day", "days", "some hours", "from then on", "until then", "until midnight"],
)
def test_take(signed_in, values, start, end):
    answer = signed_in.post(NEW, {"first": "2098-12-24", "reason": ""} | values)

    assert (answer.url, stored()) == (HOURS, (start, end, ""))


def test_take_a_day_on_which_the_clocks_change(signed_in):
    signed_in.post(NEW, {"first": "2027-10-31"})

    start, end, _ = stored()
    assert end - start == timedelta(hours=25)


def test_take_twice_with_one_form_takes_one(signed_in):
    form = shown(signed_in.get(NEW), "") | {"first": "2098-12-24"}

    answers = [signed_in.post(NEW, form).url for _ in range(2)]

    assert (answers, TimeOff.objects.count()) == ([HOURS, HOURS], 1)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"first": ""}, ["first"]),
        ({"first": "24.12."}, ["first"]),
        ({"first": "0001-01-01"}, ["first", "last"]),
        ({"first": "9999-12-31"}, ["first", "last"]),
        ({"last": "2098-12-23"}, ["last"]),
        ({"starts_at": "16:00", "ends_at": "15:00"}, ["last"]),
        ({"starts_at": "24:00"}, ["starts_at"]),
        ({"reason": "x" * 201}, ["reason"]),
        ({"reason": "a\x00"}, ["reason"]),
        ({"reason": "\u200b"}, ["reason"]),
    ],
)
def test_take_refused_beside_the_field(signed_in, values, fields):
    page = signed_in.post(NEW, {"first": "2098-12-24"} | values)

    assert (page.status_code, sorted(page.context["form"].errors)) == (400, sorted(fields))
    assert not TimeOff.objects.exists()


def test_take_lists_what_is_booked_in_it(signed_in, alice, charlie, emma):
    inside = SessionFactory(client=emma, title="Rehab", scheduled_start=CHRISTMAS + timedelta(hours=10))
    SessionFactory(client=emma, scheduled_start=CHRISTMAS + timedelta(hours=12), status="cancelled")
    SessionFactory(client=emma, scheduled_start=CHRISTMAS + DAY)
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=CHRISTMAS + timedelta(hours=10))

    page = signed_in.post(NEW, {"first": "2098-12-24"}, follow=True)

    assert page.redirect_chain == [(page_of(TimeOff.objects.get()), 302)]
    assert page.context["booked"] == [inside]
    assert said(page) == [
        "Taken off: Wed 24 December 2098.",
        "1 session is booked in this time, and stays booked.",
    ]
    assert reverse("session", args=[inside.uuid]) in page.content.decode()


def test_take_of_the_past_is_remarked(signed_in):
    page = signed_in.post(NEW, {"first": "2020-01-01"}, follow=True)

    assert said(page)[1:] == ["This time has gone by."]
    assert list(page.context["to_come"]) == []


def test_hours_list_what_is_to_come(signed_in, alice, christmas):
    alice.time_off.create(start=CHRISTMAS.replace(year=2020), end=CHRISTMAS.replace(year=2021))

    page = signed_in.get(HOURS)

    assert list(page.context["to_come"]) == [christmas]
    assert "Wed 24 – Fri 26 December 2098" in page.content.decode()


def test_edit(signed_in, christmas):
    form = shown(signed_in.get(page_of(christmas)), "")
    assert (form["first"], form["last"], form["starts_at"]) == ("2098-12-24", "2098-12-26", "")

    signed_in.post(page_of(christmas), form | {"last": "2098-12-31"})

    assert stored() == (CHRISTMAS, CHRISTMAS + 8 * DAY, "Christmas")


def test_edit_keeps_an_instant_in_the_repeated_hour(signed_in, alice):
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    off = alice.time_off.create(start=second, end=second + timedelta(hours=2))

    signed_in.post(page_of(off), shown(signed_in.get(page_of(off)), "") | {"reason": "Asleep"})

    assert stored() == (second, second + timedelta(hours=2), "Asleep")


def test_edit_in_two_tabs_shows_both_versions(signed_in, christmas):
    first, second = (shown(signed_in.get(page_of(christmas)), "") for _ in range(2))
    signed_in.post(page_of(christmas), first | {"reason": "Skiing"})

    page = signed_in.post(page_of(christmas), second | {"reason": "Sailing"})

    assert page.status_code == 409
    assert page.context["form"].errors["reason"] == [
        "Changed meanwhile, to: Skiing. Save again to keep yours."
    ]
    assert stored()[2] == "Skiing"
    signed_in.post(page_of(christmas), shown(page, ""))
    assert stored()[2] == "Sailing"


def test_remove_asks_first(signed_in, christmas):
    assert "Remove this time off?" in signed_in.get(page_of(christmas, "time-off-remove")).content.decode()
    assert TimeOff.objects.exists()

    page = signed_in.post(page_of(christmas, "time-off-remove"), follow=True)

    assert said(page) == ["Removed: you are not off Wed 24 – Fri 26 December 2098 any more."]
    assert not TimeOff.objects.exists()
    assert Trainer.objects.get().version == 2


def test_what_was_done_is_undone(signed_in, alice, christmas):
    before = list(alice.time_off.values("id", "start", "end", "reason"))

    edited = shown(signed_in.get(page_of(christmas)), "") | {"reason": "Skiing"}
    signed_in.post(page_of(christmas), edited)
    signed_in.post(page_of(christmas, "time-off-remove"))
    assert not alice.time_off.exists()
    for _ in range(2):
        signed_in.post("/changes/undo/")

    assert list(alice.time_off.values("id", "start", "end", "reason")) == before
    assert [step.words for step in alice.steps.order_by("at")] == [
        "Saved: off Wed 24 – Fri 26 December 2098.",
        "Removed: you are not off Wed 24 – Fri 26 December 2098 any more.",
    ]


@pytest.mark.parametrize("name", ["time-off", "time-off-remove"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_time_off_of_another_trainer_is_not_there(client, charlie, christmas, name, method):
    client.force_login(charlie.user)

    assert getattr(client, method)(page_of(christmas, name)).status_code == 404
    assert TimeOff.objects.exists()


@pytest.mark.parametrize("pk", ["0", "-1", "9" * 18, "9" * 5000, "abc", "%00", "1.0"])
def test_time_off_of_an_id_that_is_none(signed_in, pk):
    assert signed_in.get(f"{HOURS}time-off/{pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_queries(signed_in, emma, christmas, django_assert_num_queries, count):
    for hour in range(count):
        SessionFactory(client=emma, scheduled_start=CHRISTMAS + timedelta(hours=hour))

    with django_assert_num_queries(6):  # cookie, user, trainer, the time off, series to come, sessions
        signed_in.get(page_of(christmas))
