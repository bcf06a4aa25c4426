"""Many sessions are taken in at once: all that can be, or none when somebody else is quicker."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from clients.domain import Outcome
from clients.importing import uploads
from clients.models import Client, Upload
from scheduling.domain.taking_in import Wanted, look, take_in
from scheduling.importing.plans import SESSIONS
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory

TEN = datetime(2027, 6, 9, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
NORA = {"first_name": "Nora", "last_name": "Berg", "email": "nora@example.com"}


def wanted(start, client=None, newcomer=None, **more):
    values = {"title": "Rehab", "scheduled_start": start, "scheduled_end": start + HOUR, **more}
    return Wanted(values, {}, client, newcomer)


def test_look_says_what_take_in_does(alice, emma, now):
    SessionFactory(client=emma, scheduled_start=TEN)
    several = [wanted(TEN, emma), wanted(TEN + HOUR / 2, emma), wanted(TEN + HOUR, newcomer=NORA)]
    several += [wanted(TEN + 1.5 * HOUR, newcomer=NORA), wanted(TEN, emma, title=""), wanted(TEN)]

    foreseen = look(alice, several, now=now)
    done = take_in(alice, several, now=now)

    outcomes = [Outcome.UNCHANGED, Outcome.REFUSED, Outcome.NEW, *[Outcome.REFUSED] * 3]
    assert [each.outcome for each in foreseen] == [each.outcome for each in done] == outcomes
    assert [each.errors for each in foreseen] == [each.errors for each in done]
    assert Session.objects.get(client__email="nora@example.com").scheduled_start == TEN + HOUR


def test_as_many_at_once_as_the_trainer_holds(alice, emma, now):
    alice.parallel_sessions = 2
    alice.save()
    others = [NORA | {"email": f"n{number}@example.com"} for number in range(3)]

    done = take_in(alice, [wanted(TEN, newcomer=each) for each in others], now=now)
    same = take_in(alice, [wanted(TEN + HOUR, emma), wanted(TEN + 1.5 * HOUR, emma)], now=now)

    assert [each.outcome for each in done] == [Outcome.NEW, Outcome.NEW, Outcome.REFUSED]
    assert [each.outcome for each in same] == [Outcome.NEW, Outcome.REFUSED]


def test_what_is_cancelled_or_missed_holds_no_time(alice, emma, now):
    ends = {"client": emma, "status": "cancelled"}
    SessionFactory(client=emma, scheduled_start=TEN)

    done = take_in(alice, [wanted(TEN + HOUR / 2, **ends), wanted(TEN + HOUR / 4, **ends)], now=now)

    assert [each.outcome for each in done] == [Outcome.NEW, Outcome.NEW]


def test_take_in_is_all_or_nothing(alice, emma, now):
    """What cannot be stored after all, as when somebody else is quicker by a moment, takes all with it."""
    same = uuid4()

    with pytest.raises(ValidationError):
        take_in(
            alice,
            [wanted(TEN, newcomer=NORA), *(wanted(TEN + n * HOUR, emma, uuid=same) for n in (1, 2))],
            now=now,
        )

    assert (Session.objects.count(), Client.objects.get()) == (0, emma)


def test_portion_that_somebody_is_quicker_with_leaves_the_import_as_it_was(alice, emma, now):
    upload = uploads.keep(alice, "Client,Start\nEmma Wilson,2027-06-09 10:00\n", now=now, kind="sessions")
    _table, choice, plan = uploads.preview(SESSIONS, upload, {}, now=now)
    overtaken = replace(SESSIONS, write=_refuse)

    with pytest.raises(uploads.Changed):
        uploads.carry_out(overtaken, upload, choice.asked | {"seen": plan.fingerprint}, now=now)

    assert Upload.objects.values("asked", "done", "text").get() == {
        "asked": None,
        "done": 0,
        "text": upload.text,
    }


def _refuse(*args):
    raise ValidationError("taken")
