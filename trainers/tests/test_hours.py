"""Hours are set and time off is taken and given back: all of it happens, or nothing."""

from datetime import UTC, datetime, time

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from trainers import hours
from trainers.models import USUAL_HOURS, TimeOff, Trainer, WorkingHours
from trainers.versions import Overtaken

MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(17))
START, END = datetime(2027, 12, 24, tzinfo=UTC), datetime(2027, 12, 27, tzinfo=UTC)
HOLIDAY = {"start": START, "end": END, "reason": "Christmas"}


def stored():
    return list(WorkingHours.objects.values_list("weekday", "starts_at", "ends_at"))


def refused(call, *arguments, **options):
    """{field: messages} that the call raises."""
    with pytest.raises(ValidationError) as error:
        call(*arguments, **options)
    return error.value.message_dict


def test_set_hours_for_the_first_time_makes_the_other_days_the_usual_ones(alice):
    trainer = hours.set_hours(alice, {0: [AFTERNOON, MORNING], 5: [], 6: []}, {"buffer_minutes": 15})

    assert stored() == [(0, *MORNING), (0, *AFTERNOON), *((day, *USUAL_HOURS) for day in range(1, 5))]
    assert (trainer.version, Trainer.objects.get().buffer_minutes) == (2, 15)


def test_set_hours_keeps_the_days_that_are_not_given(alice):
    kept = alice.working_hours.create(weekday=0, starts_at=time(9), ends_at=time(12))
    alice.working_hours.create(weekday=1, starts_at=time(9), ends_at=time(12))

    hours.set_hours(alice, {1: [AFTERNOON]}, {})

    assert stored() == [(0, *MORNING), (1, *AFTERNOON)]
    assert kept in WorkingHours.objects.all()


def test_set_hours_as_they_are_is_no_other_version(alice):
    hours.set_hours(alice, {0: [USUAL_HOURS]}, {})

    assert (stored(), Trainer.objects.get().version) == ([], 1)


def test_set_hours_is_another_version(alice):
    hours.set_hours(alice, {0: [MORNING]}, {})

    assert Trainer.objects.get().version == 2


def test_set_hours_of_another_version_than_seen(alice):
    Trainer.objects.update(version=2)

    with pytest.raises(Overtaken):
        hours.set_hours(alice, {0: [MORNING]}, {}, seen=1)

    assert stored() == []


def test_set_hours_refused_names_everything_and_changes_nothing(alice):
    days = {0: [MORNING, (time(11), time(14))], 1: [(time(12), time(12))]}

    words = refused(hours.set_hours, alice, days, {"buffer_minutes": 241}, {"tuesday": "Unreadable."})

    assert words == {
        "monday": ["Other hours of this day are not over by then."],
        "tuesday": ["Unreadable."],
        "buffer_minutes": ["Ensure this value is less than or equal to 240."],
    }
    assert stored() == []


def test_set_hours_of_no_day_at_all(alice):
    assert refused(hours.set_hours, alice, {day: [] for day in range(7)}, {}) == {
        NON_FIELD_ERRORS: [hours.NO_DAY]
    }


@pytest.mark.parametrize(
    ("of_day", "expected"),
    [
        ([], {}),
        ([AFTERNOON, MORNING], {}),
        ([MORNING, (time(12), time(13))], {}),
        ([(time(0), time(0))], {}),
        ([(time(20), time(0))], {}),
        ([(time(12), time(9))], {0: "The hours must end after they start."}),
        ([AFTERNOON, (time(9), time(14))], {0: "Other hours of this day are not over by then."}),
        ([MORNING, MORNING], {1: "Other hours of this day are not over by then."}),
        ([(time(20), time(0)), (time(23), time(0))], {1: "Other hours of this day are not over by then."}),
    ],
)
def test_faults(of_day, expected):
    assert hours.faults(of_day) == expected


def test_take_time_off(alice):
    off = hours.take_time_off(alice, HOLIDAY)

    assert TimeOff.objects.values("start", "end", "reason", "trainer").get() == HOLIDAY | {
        "trainer": alice.pk
    }
    assert (off.trainer, off.version) == (alice, 2)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"end": START}, "end"),
        ({"start": None}, "start"),
        ({"end": datetime(2101, 1, 1, tzinfo=UTC)}, "end"),
        ({"reason": "two\nlines"}, "reason"),
        ({"reason": "x" * 201}, "reason"),
    ],
)
def test_take_time_off_refused(alice, values, field):
    assert list(refused(hours.take_time_off, alice, HOLIDAY | values)) == [field]
    assert not TimeOff.objects.exists()


def test_change_time_off_writes_only_what_is_given(alice):
    off = hours.take_time_off(alice, HOLIDAY)

    hours.change_time_off(off, {"reason": "Skiing"}, seen=2)

    assert TimeOff.objects.values("start", "end", "reason").get() == HOLIDAY | {"reason": "Skiing"}
    assert Trainer.objects.get().version == 3


def test_change_time_off_of_another_version_than_seen(alice):
    off = hours.take_time_off(alice, HOLIDAY)

    with pytest.raises(Overtaken):
        hours.change_time_off(off, {"reason": "Skiing"}, seen=1)


def test_give_back(alice):
    off = hours.take_time_off(alice, HOLIDAY)

    hours.give_back(off)

    assert not TimeOff.objects.exists()
    assert Trainer.objects.get().version == 3
    with pytest.raises(TimeOff.DoesNotExist):
        hours.give_back(off)


def test_changes_are_recorded(alice):
    hours.set_hours(alice, {0: [MORNING]}, {})
    off = hours.take_time_off(alice, HOLIDAY)
    hours.give_back(off)

    assert WorkingHours.history.count() == 7
    assert list(TimeOff.history.order_by("history_id").values_list("history_type", flat=True)) == ["+", "-"]
