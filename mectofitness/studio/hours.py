"""Working hours and time off of an export: they have no uuid, and are told by what they say."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from mectofitness.studio.kinds import Kind
from mectofitness.studio.reading import Row
from mectofitness.studio.report import Report, in_words
from mectofitness.studio.trainers import Trainers
from trainers.hours import check_span, faults
from trainers.models import TimeOff, WorkingHours
from trainers.validators import check


def settle_hours(kind: Kind, rows: Iterable[Row], trainers: Trainers, report: Report) -> None:
    """The hours of a trainer are one thing: who has some here keeps just these."""
    stored: dict[int, set[Any]] = defaultdict(set)
    for hours in WorkingHours.objects.filter(trainer__in=trainers.values()):
        stored[hours.trainer_id].add((hours.weekday, hours.starts_at, hours.ends_at))
    new: list[tuple[Row, WorkingHours]] = []
    for row, trainer in _readable(kind, rows, trainers, report):
        hours = WorkingHours(trainer_id=trainer, **_without_trainer(row))
        if not stored[trainer]:
            new.append((row, hours))
        elif (hours.weekday, hours.starts_at, hours.ends_at) in stored[trainer]:
            report.same[kind.name] += 1
        else:
            report.differ(kind, row.line, ["hours of the trainer"])
    _store_hours(kind, new, report)


def _store_hours(kind: Kind, new: list[tuple[Row, WorkingHours]], report: Report) -> None:
    days: dict[tuple[int, int], list[tuple[Row, WorkingHours]]] = defaultdict(list)
    for row, hours in new:
        days[hours.trainer_id, hours.weekday].append((row, hours))
    for day in days.values():
        wrong = faults([(hours.starts_at, hours.ends_at) for _, hours in day])
        for place, said in wrong.items():
            report.refuse(kind, day[place][0].line, [said])
        if not wrong:
            _store(kind, day, {}, report)


def settle_time_off(kind: Kind, rows: Iterable[Row], trainers: Trainers, report: Report) -> None:
    """What says the same is the same; two that do are two."""
    stored = Counter(
        (off.trainer_id, off.start, off.end, off.reason)
        for off in TimeOff.objects.filter(trainer__in=trainers.values())
    )
    for row, trainer in _readable(kind, rows, trainers, report):
        off = TimeOff(trainer_id=trainer, **_without_trainer(row))
        key = (trainer, off.start, off.end, off.reason)
        if stored[key]:
            stored[key] -= 1
            report.same[kind.name] += 1
        else:
            _store(kind, [(row, off)], check_span(off.start, off.end), report)


def _readable(
    kind: Kind, rows: Iterable[Row], trainers: Trainers, report: Report
) -> Iterable[tuple[Row, int]]:
    for row in rows:
        trainer = trainers.get(row.values.get("trainer"))  # type: ignore[arg-type]
        if row.wrong or trainer is None:
            report.refuse(kind, row.line, row.wrong or ["trainer: is not in trainers.csv, or wrong there"])
        else:
            yield row, trainer


def _without_trainer(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name != "trainer"}


def _store(kind: Kind, rows: Iterable[tuple[Row, Any]], errors: dict[str, str], report: Report) -> None:
    for row, instance in rows:
        try:
            check(instance, exclude={"trainer"}, errors=errors)
        except ValidationError as error:
            report.refuse(kind, row.line, in_words(error))
        else:
            instance.save(force_insert=True)
            report.created[kind.name] += 1
