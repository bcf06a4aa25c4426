"""An export is read back: all of it in one transaction, or nothing."""

from pathlib import Path

from django.db import transaction

from mectofitness.backups.progress import Progress
from mectofitness.studio import hours, reading, storing, trainers
from mectofitness.studio.counting import Count
from mectofitness.studio.kinds import KINDS
from mectofitness.studio.reading import Export
from mectofitness.studio.report import Report


def carry_out(path: Path, *, is_trial: bool, progress: Progress) -> Report:
    """What came of it; with something wrong, and as a trial, nothing is stored.

    Raises Refused, OSError or DatabaseError, and has stored nothing then.
    """
    report = Report()
    with reading.opened(path) as export, transaction.atomic():
        _settle(export, report, progress)
        transaction.set_rollback(is_trial or bool(report.wrong))
    return report


def _settle(export: Export, report: Report, progress: Progress) -> None:
    told, before = export.manifest.counts, 0
    known: trainers.Trainers = {}
    for kind in KINDS:
        count = Count(kind.name, before, sum(told.values()), progress)
        rows = count.passing(export.rows(kind))
        if kind.name == "trainers":
            known = trainers.settle(kind, rows, report)
        else:
            OTHERS.get(kind.name, storing.settle)(kind, rows, known, report)
        if count.rows != told[kind.name]:
            report.miscount(kind, count.rows, told[kind.name])
        before += count.rows


# Those without a uuid.
OTHERS = {"working_hours": hours.settle_hours, "time_off": hours.settle_time_off}
