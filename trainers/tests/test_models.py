"""Trainers, hours and time off as they are stored."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from trainers.models import TimeOff, Trainer, WorkingHours
from trainers.validators import validate_instant, validate_line, validate_storable, validate_timezone

START = datetime(2027, 6, 8, 8, tzinfo=UTC)


def test_zone(alice):
    assert alice.zone == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "values",
    [
        {"parallel_sessions": 0},
        {"parallel_sessions": 51},
        {"usual_session_minutes": 4},
        {"usual_session_minutes": 1441},
    ],
)
def test_trainer_constraints(alice, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Trainer.objects.update(**values)


@pytest.mark.parametrize(
    ("weekday", "starts_at", "ends_at", "fits"),
    [
        (0, time(8), time(12), True),
        (6, time(0), time(0), True),
        (0, time(20), time(0), True),
        (0, time(12), time(12), False),
        (0, time(12), time(8), False),
        (7, time(8), time(12), False),
    ],
)
def test_working_hours_constraints(alice, weekday, starts_at, ends_at, fits):
    hours = WorkingHours(trainer=alice, weekday=weekday, starts_at=starts_at, ends_at=ends_at)

    if fits:
        hours.save()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            hours.save()


def test_working_hours_once(alice):
    WorkingHours.objects.create(trainer=alice, weekday=0, starts_at=time(8), ends_at=time(12))

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingHours.objects.create(trainer=alice, weekday=0, starts_at=time(8), ends_at=time(13))


@pytest.mark.parametrize("length", [timedelta(0), timedelta(hours=-1)])
def test_time_off_ends_after_it_starts(alice, length):
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeOff.objects.create(trainer=alice, start=START, end=START + length)


def test_delete_user_takes_hours_along_but_no_clients(emma):
    WorkingHours.objects.create(trainer=emma.trainer, weekday=0, starts_at=time(8), ends_at=time(12))
    with pytest.raises(ProtectedError):
        emma.trainer.user.delete()

    emma.delete()
    Trainer.objects.get().user.delete()

    assert not Trainer.objects.exists()
    assert not WorkingHours.objects.exists()


def test_words(alice):
    hours = WorkingHours(trainer=alice, weekday=1, starts_at=time(8), ends_at=time(12))

    assert (str(alice), str(hours)) == ("Alice Archer", "Tuesday 08:00 to 12:00")
    assert (str(TimeOff(reason="Dentist")), str(TimeOff())) == ("Dentist", "Time off")


@pytest.mark.parametrize("text", ["a\x00", "\ud800", "a\udfffb"])
def test_validate_storable_refuses(text):
    with pytest.raises(ValidationError):
        validate_storable(text)


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\u2028b", "a\x1b[0m", " ", "\u200b\u2060", "\u00a0"])
def test_validate_line_refuses(text):
    with pytest.raises(ValidationError):
        validate_line(text)


@pytest.mark.parametrize("text", ["x", " x ", "\u202eabc", "שלום", "\U0001f3cb\ufe0f", "e\u0301"])
def test_validate_line_accepts(text):
    validate_line(text)


@pytest.mark.parametrize("year", [1, 1969, 2100, 9999])
def test_validate_instant_refuses(year):
    with pytest.raises(ValidationError):
        validate_instant(datetime(year, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("year", [1970, 2099])
def test_validate_instant_accepts(year):
    validate_instant(datetime(year, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "name", ["", "Berlin", "europe/berlin", "../etc/passwd", "/etc/localtime", "a\x00", "\ud800"]
)
def test_validate_timezone_refuses(name):
    with pytest.raises(ValidationError):
        validate_timezone(name)
