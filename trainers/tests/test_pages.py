"""The way in and out as a browser sees it, and who is let in."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.http import HttpResponse
from django.urls import reverse

from trainers.access import trainer_required
from trainers.models import Trainer, User
from trainers.tests.factories import PASSWORD, UserFactory
from trainers.versions import Overtaken

SIGN_IN = "/sign-in/"
ALICE = {"username": "alice", "password": PASSWORD}


@pytest.fixture
def staff(db) -> User:
    return UserFactory(username="staff", is_staff=True)


def test_sign_in_leads_to_the_week(client, alice):
    page = client.post(SIGN_IN, ALICE)

    assert (page.status_code, page["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/calendar/week/"


def test_sign_in_goes_on_where_it_was_asked_for(client, alice):
    asked = client.get("/clients/?q=em")
    assert asked["Location"] == "/sign-in/?next=/clients/%3Fq%3Dem"

    page = client.post(asked["Location"], ALICE | {"next": "/clients/?q=em"})

    assert page["Location"] == "/clients/?q=em"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_sign_in_never_leads_away(client, alice, target):
    assert client.post(SIGN_IN, ALICE | {"next": target})["Location"] == "/"


def test_sign_in_when_signed_in(client, alice):
    client.force_login(alice.user)

    assert client.get(SIGN_IN)["Location"] == "/"
    assert client.get("/sign-in/?next=/sign-in/")["Location"] == "/"


def test_sign_in_rotates_the_session(client, alice):
    client.get(SIGN_IN)
    client.cookies["session"] = "planted"

    client.post(SIGN_IN, ALICE)

    assert client.cookies["session"].value != "planted"


@pytest.mark.parametrize("username", ["alice", "nobody", "nul\x00"])
def test_sign_in_refused(client, alice, username):
    page = client.post(SIGN_IN, {"username": username, "password": "wrong"})

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_sign_in_says_the_same_of_unknown_and_wrong(client, alice):
    pages = [client.post(SIGN_IN, {"username": name, "password": "wrong"}) for name in ("alice", "bobby")]

    texts = [re.sub(r"value=\"[^\"]*\"", "", page.content.decode()) for page in pages]
    assert texts[0] == texts[1]


def test_sign_in_paused_after_many_failures(client, alice):
    for _ in range(11):
        page = client.post(SIGN_IN, {"username": "alice", "password": "wrong"})

    assert page.status_code == 429
    assert "Back to sign in" in page.content.decode()


def test_sign_out_by_post_only(client, alice):
    client.force_login(alice.user)

    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/sign-out/")["Location"] == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_home_of_staff_is_the_admin(client, staff):
    client.force_login(staff)

    assert client.get("/")["Location"] == "/admin/"


def test_home_without_trainer_profile(client, db):
    client.force_login(UserFactory())

    page = client.get("/")

    assert page.status_code == 403
    assert "no trainer profile" in page.content.decode()
    assert "Sign in as someone else" in page.content.decode()


@pytest.mark.parametrize("address", ["/", "/desk/"])
def test_role_without_staff_status(client, roles, address):
    user = UserFactory()
    user.groups.set(Group.objects.filter(name="front desk"))
    client.force_login(user)

    answer = client.get(address, follow=True)
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "Ask whoever runs this site to tick “staff status” for this user." in page
    assert "no trainer profile" not in page


def test_role_of_trainers_without_trainer_profile(client, roles):
    user = UserFactory()
    user.groups.set(Group.objects.filter(name="trainer"))
    client.force_login(user)

    assert "no trainer profile" in client.get("/").content.decode()


def test_home_anonymous(client, db):
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_password_reset_answers_alike_for_unknown_mail(client, alice):
    answers = [
        client.post(reverse("password_reset"), {"email": it})
        for it in ("alice@example.com", "no@example.com")
    ]

    assert [(it.status_code, it["Location"]) for it in answers] == [(302, "/password/reset/sent/")] * 2
    assert [message.to for message in mail.outbox] == [["alice@example.com"]]


def test_password_reset_by_the_mailed_link_once(client, alice):
    client.post(reverse("password_reset"), {"email": "alice@example.com"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    new = "seven green bicycles"

    form = client.get(link, follow=True)
    done = client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new}, follow=True)

    assert "Your new password is set" in done.content.decode()
    alice.user.refresh_from_db()
    assert alice.user.check_password(new)
    assert "This link is used up" in client.get(link, follow=True).content.decode()


def test_password_change(client, alice):
    client.force_login(alice.user)
    new = "seven green bicycles"

    client.post("/password/change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    alice.user.refresh_from_db()
    assert alice.user.check_password(new)
    assert "_auth_user_id" in client.session


def test_password_change_wrong_old_password(client, alice):
    client.force_login(alice.user)
    new = "seven green bicycles"

    page = client.post("/password/change/", {"old_password": "x", "new_password1": new, "new_password2": new})

    assert "old password" in page.content.decode()
    alice.user.refresh_from_db()
    assert alice.user.check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/", "/sign-in/"])
def test_pages_are_not_kept_and_have_no_inline_code(client, db, path):
    page = client.get(path, follow=True)

    assert "no-store" in page["Cache-Control"]
    assert " style=" not in page.content.decode()
    assert "<script>" not in page.content.decode()


@pytest.mark.parametrize(
    ("agent", "page"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Mobile/15E148 Safari/604.1",
            "/calendar/day/",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36", "/calendar/week/"),
        ("", "/calendar/week/"),
    ],
)
def test_home_is_the_day_on_a_phone(client, alice, agent, page):
    client.force_login(alice.user)

    assert client.get("/", headers={"user-agent": agent})["Location"] == page


def test_who_was_overtaken_looks_again_at_what_is_stored(rf, alice):
    """Also where it is the trainer that somebody else has changed."""
    seen = []

    @trainer_required
    def view(request):
        seen.append(request.trainer.full_name)
        if len(seen) == 1:
            Trainer.objects.update(full_name="Theirs")
            raise Overtaken(request.trainer)
        return HttpResponse()

    request = rf.get("/")
    request.user = alice.user
    view(request)

    assert seen == ["Alice Archer", "Theirs"]
