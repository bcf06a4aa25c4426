"""Staff who work as a trainer: who may, as whom, how it is seen, and when it ends."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from scheduling.tests.factories import SessionFactory
from trainers.models import Trainer, User
from trainers.tests.factories import PASSWORD, TrainerFactory, UserFactory
from trainers.tests.pages import shown

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR = timedelta(hours=1)
STOP = reverse("stop-working-as")
BAR = "You are working as"
ENDED = "Working as a trainer has ended by itself."

pytestmark = pytest.mark.usefixtures("roles")


@pytest.fixture(autouse=True)
def clock(now):
    """It stands still until a test moves it."""
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def sam(db):
    """A manager, who trains nobody."""
    user = UserFactory(username="sam", first_name="Sam", last_name="Staff", is_staff=True)
    user.groups.add(Group.objects.get(name="manager"))
    return user


@pytest.fixture
def signed_in(client, sam, clock):
    client.force_login(sam)
    return client


@pytest.fixture
def as_alice(signed_in, alice):
    """Sam's browser, working as Alice."""
    signed_in.post(begin(alice))
    return signed_in


def begin(trainer):
    return reverse("admin:trainers_trainer_work_as", args=[trainer.pk])


def page_of(trainer):
    return reverse("admin:trainers_trainer_change", args=[trainer.pk])


def text(response):
    return " ".join(response.content.decode().split())


def told(trainer):
    """What the admin's history of the trainer says of it."""
    found = LogEntry.objects.filter(object_id=str(trainer.pk), content_type__model="trainer")
    return list(found.order_by("id").values_list("user__username", "change_message"))


def works(client):
    """Whether a trainer's page still says as whom it is seen."""
    return BAR in text(client.get("/clients/", follow=True))


def test_button_leads_to_the_trainers_week(signed_in, sam, alice, emma):
    page = text(signed_in.get(page_of(alice)))

    answer = signed_in.post(begin(alice))
    clients = text(signed_in.get("/clients/"))

    assert "Work as <bdi>Alice Archer</bdi>…" in page
    assert answer.url == "/"
    assert signed_in.get("/").url == "/calendar/week/"
    assert "You are working as <bdi>Alice Archer</bdi>." in clients
    assert "Everything you do is recorded under your name." in clients
    assert emma.name in clients


def test_user_stays_and_trainer_is_the_other(as_alice, sam, alice):
    request = as_alice.get("/clients/").wsgi_request

    assert (request.user, request.trainer) == (sam, alice)


@pytest.mark.parametrize("path", ["/calendar/week/", "/hours/", "/numbers/", "/changes/", "/nowhere/"])
def test_bar_is_on_every_page(as_alice, path):
    assert BAR in text(as_alice.get(path, follow=True))


def test_bar_is_on_what_is_not_there(as_alice):
    missing = as_alice.get("/clients/4a1d8a0e-6f7a-4c06-8a3e-3f6b1d0a9e11/")

    assert missing.status_code == 404
    assert BAR in text(missing)


def test_private_notes_are_seen(as_alice, emma):
    session = SessionFactory(client=emma, scheduled_start=TEN, trainer_notes="Between us")

    assert "Between us" in text(as_alice.get(f"/sessions/{session.uuid}/"))


def test_stop_leads_back_to_the_admin(as_alice, alice):
    answer = as_alice.post(STOP)

    assert answer.url == page_of(alice)
    assert not works(as_alice)
    assert "You no longer work as Alice Archer." in text(as_alice.get(page_of(alice)))


def test_stop_by_post_only(as_alice):
    assert as_alice.get(STOP).status_code == 405
    assert works(as_alice)


def test_stop_where_nothing_was_begun(client, alice):
    assert client.post(STOP).url == "/"
    client.force_login(alice.user)
    assert client.post(STOP).url == "/"
    assert client.get("/").url == "/calendar/week/"


def test_beginning_and_end_are_told(as_alice, alice):
    as_alice.post(STOP)

    assert told(alice) == [
        ("sam", "Began to work as this trainer, for 60 minutes at most."),
        ("sam", "Stopped working as this trainer."),
    ]
    history = text(as_alice.get(reverse("admin:trainers_trainer_history", args=[alice.pk])))
    assert "Began to work as this trainer" in history


def test_superuser_may(admin_client, alice):
    admin_client.post(begin(alice))

    assert works(admin_client)


@pytest.mark.parametrize("role", ["front desk", "auditor"])
def test_staff_without_the_right(signed_in, sam, alice, role):
    sam.groups.set([Group.objects.get(name=role)])

    page = text(signed_in.get(page_of(alice)))

    assert "Work as" not in page
    assert signed_in.post(begin(alice)).status_code == 403
    assert not works(signed_in)
    assert told(alice) == []


@pytest.mark.parametrize("lacking", ["impersonate", "view_trainer_notes"])
def test_who_may_not_see_private_notes_may_not(signed_in, sam, alice, lacking):
    rights = Permission.objects.filter(codename__in={"impersonate", "view_trainer_notes"})
    sam.groups.clear()
    sam.user_permissions.set(rights.exclude(codename=lacking))

    assert signed_in.post(begin(alice)).status_code == 403


def test_trainer_with_the_right_who_is_no_staff(client, alice, charlie):
    rights = Permission.objects.filter(codename__in={"impersonate", "view_trainer_notes"})
    charlie.user.user_permissions.set(rights)
    client.force_login(charlie.user)

    answer = client.post(begin(alice))

    assert "/admin/login/" in answer.url
    assert text(client.get("/clients/")).count(BAR) == 0


def test_anonymous(client, alice):
    assert "/admin/login/" in client.post(begin(alice)).url


@pytest.mark.parametrize(
    "closed", [{"is_active": False}, {"is_staff": True}, {"is_superuser": True}], ids=lambda it: "".join(it)
)
def test_as_whom_nobody_works(signed_in, alice, closed):
    User.objects.filter(pk=alice.user_id).update(**closed)

    assert "Work as" not in text(signed_in.get(page_of(alice)))
    assert signed_in.post(begin(alice)).status_code == 403


def test_not_as_oneself(admin_client, admin_user):
    own = TrainerFactory(user=admin_user)

    assert admin_client.post(begin(own)).status_code == 403


@pytest.mark.parametrize("number", ["999999", "x", "1'"])
def test_as_nobody(signed_in, alice, number):
    assert signed_in.post(f"/admin/trainers/trainer/{number}/work-as/").status_code == 404


def test_begin_by_post_only(signed_in, alice):
    assert signed_in.get(begin(alice)).status_code == 405


def test_another_only_after_stopping(as_alice, alice, charlie):
    refused = as_alice.post(begin(charlie), follow=True)

    page = text(refused)
    assert "You work as a trainer already. Stop that first." in page
    assert "Stop working as <bdi>Alice Archer</bdi>" in page
    assert "<bdi>Alice Archer</bdi>" in text(as_alice.get("/clients/"))
    assert told(charlie) == []


def test_other_sites_can_neither_begin_nor_stop_it(as_alice, sam, charlie):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = as_alice.cookies

    assert browser.post(STOP).status_code == 403
    assert browser.post(begin(charlie)).status_code == 403
    assert works(as_alice)


def test_what_was_open_before_is_not_sent_as_somebody_else(sam, alice):
    """A page of oneself in another tab must not be saved as the trainer's."""
    TrainerFactory(user=sam, full_name="Sam Staff")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(sam)
    opened = shown(browser.get("/clients/new/"), "")["csrfmiddlewaretoken"]
    key = browser.cookies["session"].value
    browser.post(begin(alice), {"csrfmiddlewaretoken": opened})

    assert (
        browser.post("/clients/new/", {"csrfmiddlewaretoken": opened, "first_name": "X"}).status_code == 403
    )
    assert browser.cookies["session"].value != key


def test_page_says_whose_it_is(as_alice, alice):
    page = as_alice.get("/clients/")

    assert page["X-Trainer"] == str(alice.uuid)
    assert f'data-trainer="{alice.uuid}"' in text(page)


def test_ends_with_the_sign_out(as_alice, sam, alice):
    as_alice.post("/sign-out/")
    as_alice.force_login(sam)

    assert not works(as_alice)
    assert told(alice)[-1] == ("sam", "Stopped working as this trainer.")


def test_ends_after_an_hour(as_alice, clock, alice):
    clock.shift(HOUR - timedelta(seconds=1))
    before = works(as_alice)

    clock.shift(1)
    after = as_alice.get("/clients/", follow=True)

    assert before
    assert BAR not in text(after)
    assert ENDED in text(after)
    assert told(alice)[-1] == ("sam", "Stopped working as this trainer.")


def cut_off_sam(sam, alice):
    User.objects.filter(pk=sam.pk).update(is_active=False)


def take_the_right(sam, alice):
    sam.groups.clear()


def take_the_notes(sam, alice):
    Permission.objects.get(codename="view_trainer_notes").group_set.clear()


def make_sam_no_staff(sam, alice):
    User.objects.filter(pk=sam.pk).update(is_staff=False)


def cut_off_alice(sam, alice):
    User.objects.filter(pk=alice.user_id).update(is_active=False)


def make_alice_staff(sam, alice):
    User.objects.filter(pk=alice.user_id).update(is_staff=True)


def delete_alice(sam, alice):
    alice.delete()


@pytest.mark.parametrize(
    "happens",
    [
        cut_off_sam,
        take_the_right,
        take_the_notes,
        make_sam_no_staff,
        cut_off_alice,
        make_alice_staff,
        delete_alice,
    ],
)
def test_ends_at_once_when_it_is_not_allowed_any_more(as_alice, sam, alice, happens):
    happens(sam, alice)

    answer = as_alice.post("/clients/new/", {"first_name": "Vera", "last_name": "Late"})

    assert answer.url in {"/", "/sign-in/?next=/clients/new/"}
    assert not works(as_alice)


def test_who_trains_too_sends_nothing_to_the_own_calendar_when_it_ends(as_alice, sam, clock):
    """What was typed for the other trainer is not theirs."""
    own = TrainerFactory(user=sam, full_name="Sam Staff")
    clock.shift(HOUR)

    answer = as_alice.post("/clients/new/", {"first_name": "Vera", "last_name": "Late"}, follow=True)

    assert "What you sent last was not saved." in text(answer)
    assert not own.clients.exists()
    assert "Sam Staff" in text(answer)


def test_first_page_after_the_end_is_the_own(as_alice, clock):
    clock.shift(HOUR)

    assert as_alice.get("/").url == "/"
    assert as_alice.get("/").url == "/desk/"


def test_password_is_not_theirs_to_change(as_alice, sam, alice):
    new = "seven green bicycles"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    page, answer = as_alice.get("/password/change/"), as_alice.post("/password/change/", sent)

    assert (page.status_code, answer.status_code) == (403, 403)
    assert "for Alice Archer alone to change" in text(answer)
    assert BAR in text(answer)
    assert all(user.check_password(PASSWORD) for user in User.objects.filter(pk__in=[sam.pk, alice.user_id]))


@pytest.mark.parametrize("path", ["/preferences/", "/shortcuts/"])
def test_preferences_are_not_theirs_to_change(as_alice, alice, path):
    answer = as_alice.post(path, {"full_name": "Other", "timezone": "UTC"})

    assert answer.status_code == 403
    stored = Trainer.objects.get(pk=alice.pk)
    assert (stored.full_name, stored.shortcuts, stored.version) == ("Alice Archer", True, alice.version)


def test_what_is_not_theirs_is_not_offered(as_alice):
    page = text(as_alice.get("/shortcuts/"))

    assert 'href="/preferences/"' not in page
    assert 'href="/password/change/"' not in page
    assert 'name="shortcuts"' not in page


def test_api_is_for_oneself(as_alice, sam, alice, emma):
    nobodys = as_alice.get("/api/v1/clients")
    own = TrainerFactory(user=sam)
    mine = as_alice.get("/api/v1/clients")

    assert nobodys.status_code == 403
    assert emma.name not in text(mine)
    assert as_alice.get("/api/v1/auth/me").json()["data"]["username"] == "sam"
    assert own.pk != alice.pk


def test_admin_is_for_oneself(as_alice, sam):
    assert as_alice.get(reverse("admin:index")).wsgi_request.user == sam
    assert BAR not in text(as_alice.get(reverse("admin:index")))
