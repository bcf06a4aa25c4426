"""Notes typed where they are shown, by a button and by a script."""

from datetime import timedelta

import pytest
import time_machine

from scheduling.domain import booking
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from scheduling.tests.test_changes_pages import text
from trainers.models import Step

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def on_that_day(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def rehab(emma):
    return SessionFactory(client=emma, title="Rehab", notes="Knee")


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


def address(session):
    return f"/sessions/{session.uuid}/notes/"


def typed(text, before="Knee", version=1):
    return {"notes": text, "initial-notes": before, "version": version}


def test_saved_by_the_button(signed_in, rehab):
    page = signed_in.post(address(rehab), typed("Knee is fine\r\nnow"), follow=True)

    assert page.redirect_chain == [(f"/sessions/{rehab.uuid}/", 302)]
    assert "Wrote notes: Rehab with Emma Wilson, Tue 8 June 10:00." in text(page)
    assert Session.objects.get().notes == "Knee is fine\nnow"


def test_saved_by_a_script_without_a_message(signed_in, rehab):
    answer = signed_in.post(address(rehab), typed("Fine"), **JSON)

    assert answer.json() == {"said": "Saved 08:00", "version": 2}
    assert "Wrote notes" not in text(signed_in.get("/calendar/day/2027-06-08/"))


def test_only_what_was_sent_is_written(signed_in, rehab, now):
    booking.revise(rehab, {"trainer_notes": "Hip", "exercises_performed": "Squats"}, now=now)

    signed_in.post(address(rehab), typed("Fine", version=2), **JSON)

    stored = Session.objects.get()
    assert (stored.notes, stored.trainer_notes, stored.exercises_performed) == ("Fine", "Hip", "Squats")


def test_of_two_both_are_shown(signed_in, rehab, now):
    booking.revise(rehab, {"notes": "Theirs"}, now=now)

    page = signed_in.post(address(rehab), typed("Mine"))

    assert page.status_code == 409
    assert "Changed meanwhile, to: Theirs. Save again to keep yours." in text(page)
    assert ">\nMine</textarea>" in page.content.decode()
    assert Session.objects.get().notes == "Theirs"


def test_of_two_both_are_told_to_a_script(signed_in, rehab, now):
    booking.revise(rehab, {"notes": "Theirs"}, now=now)

    answer = signed_in.post(address(rehab), typed("Mine"), **JSON)

    assert answer.status_code == 409
    assert "Changed meanwhile, to: Theirs" in answer.json()["form"]
    assert 'data-version="2"' in answer.json()["form"]
    assert signed_in.post(address(rehab), typed("Mine", "Theirs", 2), **JSON).status_code == 200


def test_what_is_too_long_is_said_beside_it(signed_in, rehab):
    page = signed_in.post(address(rehab), typed("x" * 10_001))

    assert page.status_code == 400
    assert "at most 10000 characters" in text(page)


def test_what_is_typed_in_one_go_is_one_step(signed_in, rehab, now):
    signed_in.post(address(rehab), typed("Fine"), **JSON)
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        signed_in.post(address(rehab), typed("Fine again", "Fine", 2), **JSON)
    assert Step.objects.count() == 1

    signed_in.post("/changes/undo/")

    assert Session.objects.get().notes == "Knee"


def test_what_somebody_did_in_between_is_not_part_of_the_step(signed_in, rehab, now):
    signed_in.post(address(rehab), typed("Fine"), **JSON)
    booking.revise(rehab, {"title": "Boxing"}, now=now)
    booking.revise(rehab, {"title": "Rehab", "location": "Gym"}, now=now)
    signed_in.post(address(rehab), typed("Fine again", "Fine", 4), **JSON)

    signed_in.post("/changes/undo/")

    stored = Session.objects.get()
    assert (stored.notes, stored.location) == ("Fine", "Gym")


def test_its_form_alone_for_a_list(signed_in, rehab):
    part = signed_in.get(address(rehab), HTTP_HX_REQUEST="true").content.decode()

    assert part.lstrip().startswith("<form")
    assert ">\nKnee</textarea>" in part


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing(client, charlie, rehab, method):
    client.force_login(charlie.user)

    assert getattr(client, method)(address(rehab)).status_code == 404
