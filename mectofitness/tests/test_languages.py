"""In which language somebody is answered, and what our scripts are told of it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.forms import PasswordResetForm
from django.urls import reverse
from django.utils import translation

from scheduling.tests.factories import SessionFactory
from trainers.models import Trainer
from trainers.tests.factories import UserFactory

GERMAN = {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}
NOT_THERE = "/clients/00000000-0000-4000-8000-000000000000/"


@pytest.fixture
def german(client, alice):
    """The browser of a trainer who has chosen German."""
    Trainer.objects.update(language="de")
    client.force_login(alice.user)
    return client


def language_of(page):
    return page["Content-Language"], re.search(r'<html lang="(\w+)"', page.content.decode())[1]


def test_sign_in_as_the_browser_asks(client, db):
    page = client.post("/sign-in/", {"username": "", "password": ""}, headers=GERMAN)

    assert language_of(page) == ("de", "de")
    assert "Dieses Feld ist zwingend erforderlich." in page.content.decode()
    assert "Accept-Language" in page["Vary"]
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("asked", ["", "fr", "en-GB,de;q=0.5", "*", "x" * 5000, "de\x00"])
def test_sign_in_in_english_for_all_others(client, db, asked):
    assert language_of(client.get("/sign-in/", headers={"accept-language": asked})) == ("en", "en")


@pytest.mark.parametrize(("path", "status"), [("/nothing/", 404), ("/password/reset/", 200)])
def test_other_open_pages_as_the_browser_asks(client, db, path, status):
    page = client.get(path, headers=GERMAN)

    assert (page.status_code, language_of(page)) == (status, ("de", "de"))


def test_page_that_is_not_there(client, db):
    page = client.get("/nothing/", headers=GERMAN)

    assert "Die Adresse ist falsch, oder was hier war, ist weg." in page.content.decode()


@pytest.mark.parametrize("headers", [{}, {"accept-language": "en"}])
def test_trainers_read_their_own_language(german, headers):
    page = german.get("/preferences/", headers=headers)

    assert language_of(page) == ("de", "de")
    assert "Die Woche beginnt am" in page.content.decode()


def test_trainers_read_their_own_language_where_nothing_is(german):
    page = german.get(NOT_THERE)

    assert (page.status_code, language_of(page)) == (404, ("de", "de"))
    assert "Hier ist nichts" in page.content.decode()


def test_trainers_read_english_in_a_german_browser(client, alice):
    client.force_login(alice.user)

    assert language_of(client.get("/preferences/", headers=GERMAN)) == ("en", "en")


def test_next_request_is_not_answered_in_the_language_of_the_last(german, client):
    german.get("/preferences/")

    assert translation.get_language() == "en"


def test_admin_as_the_browser_asks(german, alice):
    alice.user.is_staff = True
    alice.user.save()

    assert language_of(german.get("/admin/")) == ("en", "en")
    assert language_of(german.get("/admin/", headers=GERMAN)) == ("de", "de")


def test_api_is_english(german, emma, now):
    taken = SessionFactory(client=emma, scheduled_start=now + timedelta(hours=2))
    wanted = {
        "client_id": emma.pk,
        "title": "Rehab",
        "scheduled_start": taken.scheduled_start.isoformat(),
        "scheduled_end": taken.scheduled_end.isoformat(),
    }

    def ask(body, headers):
        answer = german.post("/api/v1/sessions", body, content_type="application/json", headers=headers)
        assert not answer.has_header("Content-Language")
        return answer.status_code, answer.json()

    assert ask(wanted, GERMAN) == ask(wanted, {})
    status, conflict = ask(wanted, GERMAN)
    assert (status, conflict["error"].startswith("Scheduling conflict")) == (409, True)
    said = ask({"title": ""}, GERMAN)[1]["errors"]
    assert said["client_id"] == "Client is required"


@pytest.mark.parametrize("path", ["/api/nothing", "//api/v1/sessions"])
def test_unknown_address_of_the_api_is_english(client, db, path):
    answers = [client.get("/", PATH_INFO=path, headers=headers).json() for headers in (GERMAN, {})]

    assert answers[0] == answers[1]


def test_body_that_is_too_large(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    page, answer = (client.post(path, {"a": "b" * 20}, headers=GERMAN) for path in ("/sign-in/", "/api/v1/x"))

    assert "Was gesendet wurde, ist größer als 10 Bytes." in page.content.decode()
    assert answer.json()["error"] == "The body is larger than 10 bytes."


def test_mail_in_the_language_of_the_trainer(client, alice, monkeypatch):
    written = {}
    UserFactory(username="staff", email="staff@example.com", is_staff=True)
    Trainer.objects.update(language="de")
    monkeypatch.setattr(
        PasswordResetForm,
        "send_mail",
        lambda form, *args, **more: written.update({args[4]: translation.get_language()}),
    )

    for address in ("alice@example.com", "staff@example.com"):
        client.post(reverse("password_reset"), {"email": address})

    assert written == {"alice@example.com": "de", "staff@example.com": "en"}


def test_words_of_scripts(german):
    words = german.get("/words/de.js")

    assert (words.status_code, words["Content-Type"]) == (200, 'text/javascript; charset="utf-8"')
    assert '"Move here": "Hierhin verschieben"' in words.content.decode()
    assert "max-age" in words["Cache-Control"]
    assert "Filter" not in words.content.decode()  # of Django's admin
    assert german.get("/words/xx.js").status_code == 404


def test_words_are_there_before_any_script_asks_for_them(german):
    """What is deferred runs in the order of the page, as modules do."""
    page = german.get("/preferences/").content.decode()

    assert '<script src="/words/de.js" defer></script>' in page
    assert page.index("/words/de.js") < page.index('type="module"')


def test_english_pages_load_no_words(client, alice):
    client.force_login(alice.user)

    assert "/words/" not in client.get("/preferences/").content.decode()
