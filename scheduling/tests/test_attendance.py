"""How reliably a client comes: counts, the streak, and the latest marks."""

from datetime import timedelta

import pytest

from scheduling.domain.attendance import Attendance, attendance
from scheduling.domain.statistics import summarize
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory

LETTERS = {"c": "completed", "n": "no-show", "x": "cancelled", "s": "scheduled"}


def told(client, now, letters):
    """Of one session a day until yesterday, each with the status of a letter."""
    for n, letter in enumerate(letters):
        start = now - timedelta(days=len(letters) - n)
        SessionFactory(client=client, status=LETTERS[letter], scheduled_start=start)
    sessions = Session.objects.for_trainer(client.trainer)
    return attendance(sessions, summarize(sessions, now=now), now=now)


@pytest.mark.parametrize(
    ("letters", "percent", "streak", "marks"),
    [
        ("", None, 0, ""),
        ("xs", None, 0, "x"),
        ("ccc", 100, 3, "ccc"),
        ("cncxcs", 75, 2, "cncxc"),
        ("ccn", 67, 0, "ccn"),
        ("ncccccccccccc", 92, 12, "c" * 10),
    ],
)
def test_attendance(emma, now, letters, percent, streak, marks):
    found = told(emma, now, letters)

    assert (found.percent, found.streak) == (percent, streak)
    assert [session.status for session in found.recent] == [LETTERS[letter] for letter in marks]


def test_attendance_takes_no_account_of_what_is_to_come(emma, now):
    SessionFactory(client=emma, status="cancelled", scheduled_start=now + timedelta(days=1))

    assert told(emma, now, "") == Attendance(completed=0, missed=0, streak=0, recent=[])
