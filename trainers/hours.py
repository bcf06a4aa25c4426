"""When a trainer works: hours are set, time off is taken and given back.

Each is one transaction, and another version of the trainer. All raise ValidationError by field; `errors` and
`seen` are as in trainers.domain.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.db.models import BigAutoField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainers.domain import Errors, Values, revise, turn
from trainers.models import USUAL_HOURS, TimeOff, Trainer, Weekday, WorkingHours
from trainers.prepared import Given, Prepared
from trainers.validators import check

# When work begins and ends on a day; midnight as an end is the end of that day.
Hours = tuple[time, time]

NO_DAY = gettext_lazy("Keep hours on one day at least. To be away for some time, take time off instead.")


@transaction.atomic
def set_hours(
    trainer: Trainer,
    days: Mapping[int, Sequence[Hours]],
    values: Values,
    errors: Errors | None = None,
    *,
    seen: int | None = None,
) -> Trainer:
    """Set the hours of the given weekdays, and the given fields of the trainer; no hours are a day off.

    What is wrong is said by the names of weekdays (`monday`) and fields.
    """
    stored = turn(trainer, seen)
    version, before = stored.version, hours_of(stored)
    after = before | {day: sorted(hours) for day, hours in days.items()}
    wrong = {Weekday(day).name.lower(): faults(hours) for day, hours in days.items()}
    said = {name: " ".join(found.values()) for name, found in wrong.items() if found} | dict(errors or {})
    if not any(after.values()):
        said[NON_FIELD_ERRORS] = str(NO_DAY)
    stored = revise(stored, {}, values, said)
    if after != before:
        _write_hours(stored, after)
        if stored.version == version:
            stored.save(update_fields=["version"])
    return stored


def hours_of(trainer: Trainer) -> dict[int, list[Hours]]:
    """{weekday: the hours of that day}, with the usual ones until some are set."""
    read = getattr(trainer, "_prefetched_objects_cache", {}).get("working_hours")
    rows = (
        _hours(trainer=trainer.pk)
        if read is None
        else [(it.weekday, it.starts_at, it.ends_at) for it in read]
    )
    if not rows:
        return {day: [USUAL_HOURS] for day in Weekday.values}
    return {day: [(begin, end) for of, begin, end in rows if of == day] for day in Weekday.values}


_hours = Prepared(
    lambda: WorkingHours.objects.filter(trainer_id=Given("trainer", BigAutoField())).values_list(
        "weekday", "starts_at", "ends_at"
    )
)


def faults(hours: Sequence[Hours]) -> dict[int, str]:
    """What is wrong with the hours of one day, by their place among them."""
    found: dict[int, str] = {}
    over_by = time.min
    for place, (starts_at, ends_at) in sorted(enumerate(hours), key=lambda each: each[1]):
        if starts_at < over_by:
            found[place] = _("Other hours of this day are not over by then.")
        elif ends_at != time.min and ends_at <= starts_at:
            found[place] = _("The hours must end after they start.")
        over_by = max(over_by, time.max if ends_at == time.min else ends_at)
    return found


@transaction.atomic
def take_time_off(trainer: Trainer, values: Values, errors: Errors | None = None) -> TimeOff:
    """`values` are `start`, `end` (aware) and `reason`. What is booked in that time stays booked."""
    off = TimeOff(trainer=turn(trainer, None))
    return _save_time_off(off, values, errors or {})


@transaction.atomic
def change_time_off(
    off: TimeOff, values: Values, errors: Errors | None = None, *, seen: int | None = None
) -> TimeOff:
    """Change the given fields. Raises TimeOff.DoesNotExist when it was given back meanwhile."""
    trainer = turn(off.trainer, seen)
    stored = TimeOff.objects.get(pk=off.pk)
    stored.trainer = trainer
    return _save_time_off(stored, values, errors or {})


@transaction.atomic
def give_back(off: TimeOff) -> None:
    """Work in that time after all. Raises TimeOff.DoesNotExist when it was given back before."""
    trainer = turn(off.trainer, None)
    TimeOff.objects.get(pk=off.pk).delete()
    trainer.save(update_fields=["version"])


def check_span(start: datetime | None, end: datetime | None) -> dict[str, str]:
    """What is wrong with the time from start to end, by field."""
    return {"end": _("Time off must end after it starts.")} if start and end and end <= start else {}


def _write_hours(trainer: Trainer, after: Mapping[int, Iterable[Hours]]) -> None:
    """Rows that say the same as before stay."""
    wanted = {(day, *hours) for day, all_hours in after.items() for hours in all_hours}
    stored = {(row.weekday, row.starts_at, row.ends_at): row.pk for row in trainer.working_hours.all()}
    trainer.working_hours.filter(pk__in=[pk for row, pk in stored.items() if row not in wanted]).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(trainer=trainer, weekday=day, starts_at=starts_at, ends_at=ends_at)
        for day, starts_at, ends_at in sorted(wanted - stored.keys())
    )


def _save_time_off(off: TimeOff, values: Values, errors: Errors) -> TimeOff:
    is_new = off.pk is None
    changed = [name for name, value in values.items() if getattr(off, name) != value]
    for name in changed:
        setattr(off, name, values[name])
    check(off, exclude={"trainer"}, errors=check_span(off.start, off.end) | dict(errors))
    if is_new or changed:
        off.save(update_fields=None if is_new else changed)
        off.trainer.save(update_fields=["version"])
    return off
