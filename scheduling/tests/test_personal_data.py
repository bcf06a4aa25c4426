"""All that is held about a client, as a document: complete, readable, and of nobody else."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from clients import domain as clients
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling import personal_data
from scheduling.domain import booking, erasure, handover, series, timelines
from scheduling.models import Series, Session, Timeline
from scheduling.personal_data import Document
from scheduling.tests.factories import SessionFactory, TimelineFactory
from trainers.recording import SUPPORT, UNDO, through

BERLIN = ZoneInfo("Europe/Berlin")
TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR = timedelta(hours=1)


def document(client, now, **more):
    with translation.override("en"):
        return json.loads("".join(Document(client, now, BERLIN, **more).parts()))


@pytest.fixture
def rehab(emma, now):
    """Booked, then changed."""
    times = {"scheduled_start": TEN + HOUR, "scheduled_end": TEN + 2 * HOUR}
    session = booking.book(emma.trainer, {"client": emma, "title": "Rehab", **times}, now=now)
    return booking.revise(session, {"trainer_notes": "tired", "status": "completed"}, now=now)


@pytest.fixture
def yoga(emma, now):
    """Two Tuesdays."""
    timeline = timelines.create(emma.trainer, {"client": emma, "name": "Mornings"}, now=now)
    rule = {"title": "Yoga", "start": TEN, "cycle": "WEEKLY", "count": 2, "timeline": timeline}
    return series.create(emma.trainer, rule, now=now)


def test_document_has_everything(emma, rehab, yoga, now):
    told = document(emma, now)

    assert list(told) == ["Exported at", "Client", "Timelines", "Series", "Sessions", "History"]
    assert told["Exported at"] == "2027-06-08T08:00:00+02:00"
    assert told["Client"]["E-mail"] == "emma@example.com"
    assert [each["Name"] for each in told["Timelines"]] == ["Mornings"]
    assert [each["Name"] for each in told["Series"]] == ["Yoga"]
    assert [each["Title"] for each in told["Sessions"]] == ["Yoga", "Rehab", "Yoga"]


@pytest.mark.parametrize("model", [Client, Timeline, Series, Session])
def test_document_tells_every_field(emma, rehab, yoga, now, model):
    """But what the product counts for itself."""
    section = {Client: "Client", Timeline: "Timelines", Series: "Series", Session: "Sessions"}[model]
    told = document(emma, now)[section]
    told = told[0] if isinstance(told, list) else told

    fields = {field.name for field in model._meta.concrete_fields}
    assert len(told) == len(fields - personal_data.NOT_TOLD)
    assert {"version", "laid_out_until"} == personal_data.NOT_TOLD


def test_document_is_readable(emma, rehab, now):
    (told,) = document(emma, now)["Sessions"]

    assert told["Scheduled start"] == "2027-06-08T11:00:00+02:00"
    assert (told["Status"], told["Type"], told["Trainer notes"]) == ("Completed", "Personal", "tired")
    assert (told["Client"], told["Trainer"], told["Notes"]) == ("Emma Wilson", "Alice Archer", None)


def test_document_of_a_client_with_measures(emma, now):
    clients.revise(emma, {"weight": 61, "date_of_birth": date(1990, 2, 3)})

    told = document(emma, now)["Client"]

    assert (told["Weight"], told["Weight unit"], told["Date of birth"]) == ("61.0", "kg", "1990-02-03")


def test_document_in_the_language_that_is_spoken(emma, now):
    with translation.override("de"):
        told = json.loads("".join(Document(emma, now, BERLIN).parts()))

    assert told["Kunde"]["Vorname"] == "Emma"


def test_history_tells_who_changed_what_from_what_to_what(emma, rehab, now):
    created, changed = (it for it in document(emma, now)["History"] if it["What"] == "Session")

    assert (created["Action"], created["Changes"]["Title"]) == ("Created", {"Before": None, "After": "Rehab"})
    assert (changed["ID"], changed["Action"], changed["By"]) == (
        rehab.pk,
        "Changed",
        "A command on the server",
    )
    assert changed["Changes"] == {
        "Status": {"Before": "Scheduled", "After": "Completed"},
        "Trainer notes": {"Before": None, "After": "tired"},
    }
    assert datetime.fromisoformat(changed["When"]).tzinfo


def test_history_tells_what_was_deleted(emma, rehab, now):
    booking.remove(rehab, now=now)

    told = document(emma, now)

    assert told["Sessions"] == []
    assert told["History"][-1]["Action"] == "Deleted"
    assert told["History"][-1]["Changes"]["Title"] == {"Before": "Rehab", "After": None}


def test_hidden_fields_are_nowhere(emma, rehab, now):
    told = document(emma, now, hidden=frozenset({"trainer_notes"}))

    assert "Trainer notes" not in str(told)
    assert "tired" not in str(told)


def test_document_of_nobody_else(emma, rehab, now):
    bella = ClientFactory(trainer=emma.trainer, first_name="Bella")
    SessionFactory(client=bella, title="Boxing", scheduled_start=TEN + 5 * HOUR)
    TimelineFactory(client=bella, name="Evenings")

    told = str(document(emma, now))

    assert not any(word in told for word in ("Bella", "Boxing", "Evenings"))


def test_document_says_nothing_of_whose_it_was_before_or_is_by_now(emma, rehab, yoga, now):
    bella = ClientFactory(trainer=emma.trainer, first_name="Bella")
    timelines.revise(yoga.timeline, {"client": bella, "name": "Evenings"}, now=now)
    yoga.refresh_from_db()
    series.revise(yoga, {"title": "Boxing"}, now=now)
    booking.revise(rehab, {"client": bella, "title": "Running"}, now=now)

    of_emma, of_bella = str(document(emma, now)), str(document(bella, now))

    assert not any(word in of_emma for word in ("Bella", "Boxing", "Evenings", "Running"))
    assert not any(word in of_bella for word in ("Emma", "Mornings", "Rehab"))
    assert all(word in of_emma for word in ("Yoga", "Mornings", "Rehab"))
    assert all(word in of_bella for word in ("Boxing", "Evenings", "Running"))


def test_document_calls_a_series_of_another_by_its_number(emma, yoga, now):
    """Emma's first session is past, and the rest of the series is Bella's."""
    bella, after = ClientFactory(trainer=emma.trainer, first_name="Bella"), now + timedelta(days=3)
    timelines.revise(yoga.timeline, {"client": bella}, now=after)
    yoga.refresh_from_db()
    series.revise(yoga, {"title": "Boxing"}, now=after)

    (told,) = document(emma, after)["Sessions"]

    assert (told["Title"], told["Series"]) == ("Yoga", yoga.pk)


def test_document_of_who_was_another_trainers_before(emma, rehab, yoga, charlie, now):
    """Emma is Charlie's client now: all of it is told, but what Alice has noted for herself."""
    handover.hand_over(emma, charlie, now=now)
    emma.refresh_from_db()
    booking.revise(Session.objects.get(pk=rehab.pk), {"notes": "knee", "trainer_notes": "rested"}, now=now)

    to_staff, to_charlie = document(emma, now), document(emma, now, trainer=charlie)

    assert [each["Title"] for each in to_charlie["Sessions"]] == [
        each["Title"] for each in to_staff["Sessions"]
    ]
    assert len(to_charlie["History"]) == len(to_staff["History"])
    assert all(word in str(to_staff) for word in ("Rehab", "knee", "tired", "rested"))
    assert all(word in str(to_charlie) for word in ("Rehab", "knee"))
    assert not any(word in str(to_charlie) for word in ("tired", "rested"))


def test_document_with_own_private_notes(emma, rehab, now):
    assert "tired" in str(document(emma, now, trainer=emma.trainer))


@pytest.mark.parametrize(("door", "told"), [(SUPPORT, ""), (f"{SUPPORT} {UNDO}", "by undo")])
def test_history_tells_how_staff_changed_it(emma, rehab, now, door, told):
    with through(door):
        booking.revise(rehab, {"title": "Strength"}, now=now)

    entry = document(emma, now)["History"][-1]

    assert (entry["Changes"]["Title"]["After"], entry["How"]) == ("Strength", told)


def test_document_of_an_erased_client(emma, rehab, now):
    erasure.erase(emma, now=now)

    told = str(document(emma, now))

    assert not any(word in told for word in ("Emma", "Rehab", "tired", "emma@example.com"))


@pytest.mark.parametrize("count", [2, 20])
def test_queries(emma, rehab, yoga, now, count, django_assert_max_num_queries):
    for n in range(count):
        SessionFactory(client=emma, scheduled_start=TEN + timedelta(days=30 + n))
        clients.revise(emma, {"notes": str(n)})

    with django_assert_max_num_queries(17):
        document(emma, now)
