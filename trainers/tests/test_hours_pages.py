"""The page of working hours: rows are added, removed and copied, saved and refused; two tabs."""

from datetime import time

import pytest
from django.urls import reverse

from trainers.hours import NO_DAY
from trainers.models import Trainer, WorkingHours
from trainers.tests.pages import shown

HOURS = reverse("hours")


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


@pytest.fixture
def monday(alice):
    return alice.working_hours.create(weekday=0, starts_at=time(9), ends_at=time(12))


def form_of(client, **changes):
    return shown(client.get(HOURS), "hours-form") | changes


def rows(response):
    """{name: value} of the spans on the page."""
    found = shown(response, "hours-form")
    return {name: value for name, value in found.items() if name.endswith(("-from", "-to"))}


def stored():
    return list(WorkingHours.objects.values_list("weekday", "starts_at", "ends_at"))


def test_page_without_hours_shows_the_usual_ones(signed_in):
    page = signed_in.get(HOURS)

    assert rows(page)["sunday-0-from"] == "08:00"
    assert len(rows(page)) == 14
    assert "Nothing is set yet, so every day from 08:00 to 20:00 is offered." in page.content.decode()


def test_page_with_hours(signed_in, monday):
    assert rows(signed_in.get(HOURS)) == {"monday-0-from": "09:00", "monday-0-to": "12:00"}


def test_page_begins_with_the_trainers_first_day(signed_in, alice):
    alice.week_starts_on = 6
    alice.save()

    labels = [day.field.label for day in signed_in.get(HOURS).context["form"].week]

    assert labels[:2] + labels[-1:] == ["Sunday", "Monday", "Saturday"]


def test_save(signed_in, monday):
    afternoon = {"monday-7-from": "13:00", "monday-7-to": "00:00", "monday-9-from": "", "monday-9-to": ""}

    answer = signed_in.post(HOURS, form_of(signed_in, **afternoon, buffer_minutes="15", notice_minutes="120"))

    assert answer.url == HOURS
    assert stored() == [(0, time(9), time(12)), (0, time(13), time(0))]
    assert Trainer.objects.values_list("buffer_minutes", "notice_minutes", "version").get() == (15, 120, 2)


def test_save_as_shown_changes_nothing(signed_in, monday):
    signed_in.post(HOURS, form_of(signed_in))

    assert (stored(), Trainer.objects.get().version) == ([(0, time(9), time(12))], 1)


def test_save_keeps_seconds_and_a_buffer_of_another_door(signed_in, alice):
    alice.working_hours.create(weekday=0, starts_at=time(9, 0, 7), ends_at=time(12))
    Trainer.objects.update(buffer_minutes=7)

    signed_in.post(HOURS, form_of(signed_in, **{"monday-0-to": "13:00"}))

    assert stored() == [(0, time(9, 0, 7), time(13))]
    assert Trainer.objects.get().buffer_minutes == 7


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"monday-0-from": "13:00"}, "The hours must end after they start."),
        ({"monday-0-to": ""}, "Write both times, for example 09:00 and 12:30."),
        ({"monday-0-to": "25:00"}, "Write both times, for example 09:00 and 12:30."),
        ({"monday-0-to": "a\x00"}, "Write both times, for example 09:00 and 12:30."),
    ],
)
def test_save_refused_beside_the_row(signed_in, monday, sent, fault):
    typed = sent | {"monday-1-from": "14:00", "monday-1-to": "15:00", "buffer_minutes": "30"}

    page = signed_in.post(HOURS, form_of(signed_in, **typed))

    (day,) = [day for day in page.context["form"].week if day.field.errors]
    assert page.status_code == 400
    assert ([row.fault for row in day.rows], day.faults) == ([fault, ""], [])
    assert shown(page, "hours-form").items() >= typed.items()
    assert stored() == [(0, time(9), time(12))]


def test_save_refused_where_rows_overlap(signed_in, monday):
    page = signed_in.post(HOURS, form_of(signed_in, **{"monday-1-from": "11:00", "monday-1-to": "15:00"}))

    (day,) = [day for day in page.context["form"].week if day.field.errors]
    assert [row.fault for row in day.rows] == ["", "Other hours of this day are not over by then."]


def test_save_without_any_day(signed_in, monday):
    sent = {name: value for name, value in form_of(signed_in).items() if not name.startswith("monday-")}

    page = signed_in.post(HOURS, sent)

    assert (page.status_code, page.context["form"].non_field_errors()) == (400, [NO_DAY])


@pytest.mark.parametrize("value", ["-1", "999", "abc", "9" * 5000])
def test_save_a_buffer_that_is_no_choice(signed_in, value):
    page = signed_in.post(HOURS, form_of(signed_in, buffer_minutes=value))

    assert (page.status_code, list(page.context["form"].errors)) == (400, ["buffer_minutes"])


def test_add_suggests_what_comes_next_and_stores_nothing(signed_in, monday):
    page = signed_in.post(HOURS, form_of(signed_in, **{"step": "add:monday", "saturday-0-from": "10:0"}))

    assert page.status_code == 200
    assert rows(page) == {
        "monday-0-from": "09:00",
        "monday-0-to": "12:00",
        "monday-1-from": "13:00",
        "monday-1-to": "20:00",
        "saturday-0-from": "10:0",
        "saturday-0-to": "",
    }
    assert stored() == [(0, time(9), time(12))]


def test_add_to_a_day_off(signed_in, monday):
    page = signed_in.post(HOURS, form_of(signed_in, step="add:sunday"))

    assert rows(page).items() >= {"sunday-0-from": "08:00", "sunday-0-to": "20:00"}.items()


def test_remove_keeps_the_others_as_typed(signed_in, alice, monday):
    alice.working_hours.create(weekday=0, starts_at=time(14), ends_at=time(18))

    page = signed_in.post(HOURS, form_of(signed_in, **{"step": "remove:monday-0", "monday-1-to": ""}))

    assert rows(page) == {"monday-0-from": "14:00", "monday-0-to": ""}


def test_copy_and_save(signed_in, monday):
    chosen = {"step": "copy:monday", "copy-monday-tuesday": "on", "copy-monday-sunday": "on"}

    page = signed_in.post(HOURS, form_of(signed_in, **chosen))
    signed_in.post(HOURS, shown(page, "hours-form"))

    assert stored() == [(day, time(9), time(12)) for day in (0, 1, 6)]


@pytest.mark.parametrize("step", ["", "add", "add:", "add:someday", "fly:monday", "\x00"])
def test_step_that_is_none_saves(signed_in, monday, step):
    assert signed_in.post(HOURS, form_of(signed_in, step=step)).status_code == 302


@pytest.mark.parametrize("number", ["9", "-1", "x", "9" * 5000, ""])
def test_remove_of_no_row(signed_in, monday, number):
    page = signed_in.post(HOURS, form_of(signed_in, step=f"remove:monday-{number}"))

    assert rows(page) == {"monday-0-from": "09:00", "monday-0-to": "12:00"}


def test_save_in_two_tabs_shows_both_versions(signed_in, monday):
    first, second = form_of(signed_in), form_of(signed_in)
    signed_in.post(
        HOURS, first | {"monday-0-to": "14:00", "saturday-0-from": "10:00", "saturday-0-to": "12:00"}
    )

    page = signed_in.post(HOURS, second | {"monday-0-to": "15:00"})

    form = page.context["form"]
    assert page.status_code == 409
    assert form.errors["monday"] == ["Changed meanwhile, to: 09:00–14:00. Save again to keep yours."]
    assert form.errors["saturday"] == [
        "Changed meanwhile, to: 10:00–12:00. It stands here now; save again to keep it so."
    ]
    assert WorkingHours.objects.get(weekday=0).ends_at == time(14)

    signed_in.post(HOURS, shown(page, "hours-form"))

    assert stored() == [(0, time(9), time(15)), (5, time(10), time(12))]


def test_page_says_hours_on_the_trainers_clock(signed_in, alice):
    alice.twelve_hour_clock = True
    alice.save()

    page = signed_in.get(HOURS)

    assert "every day from 8:00 am to 8:00 pm is offered" in page.content.decode()
    assert rows(page)["monday-0-to"] == "20:00"


@pytest.mark.parametrize("count", [1, 3])
def test_page_queries(signed_in, alice, django_assert_num_queries, count, now):
    for n in range(count):
        alice.working_hours.create(weekday=n, starts_at=time(9), ends_at=time(12))
        alice.time_off.create(start=now.replace(year=2090), end=now.replace(year=2091))

    with django_assert_num_queries(6):  # cookie, user, trainer, hours, whether there are some, time off
        signed_in.get(HOURS)
