"""A text is kept on the server between its upload and its import: for its trainer, and not for long.

In the page it would not fit: what a browser sends back of 2 MB is more than we take. A trainer has one at a
time; when it is imported only what came of it stays.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from clients import domain
from clients.domain import Outcome
from clients.importing import plans, reading
from clients.importing.plans import Plan
from clients.models import Upload
from trainers.models import Trainer

KEPT = timedelta(hours=2)


class Changed(Exception):
    """What would happen by now is something else than what was shown."""


def keep(trainer: Trainer, text: str, *, now: datetime) -> Upload:
    """Keep a text that can be read; forget the trainer's last one, and whosever is too old.

    Raises ValidationError.
    """
    reading.table(reading.check(text))
    with transaction.atomic():
        Upload.objects.filter(Q(trainer=trainer) | Q(created_at__lte=now - KEPT)).delete()
        return Upload.objects.create(trainer=trainer, text=text, created_at=now)


def find(trainer: Trainer, uuid: UUID, *, now: datetime) -> Upload | None:
    """The trainer's, unless it is too old."""
    return Upload.objects.filter(trainer=trainer, uuid=uuid, created_at__gt=now - KEPT).first()


def preview(upload: Upload, asked: Mapping[str, str]) -> tuple[reading.Table, plans.Choice, Plan | None]:
    """The table, how it is read, and what would happen; nothing could, as long as the choice is wrong."""
    table = reading.table(upload.text)
    choice = plans.choice_of(table, asked)
    if choice.wrong:
        return table, choice, None
    entries = domain.compare(upload.trainer, plans.wanted(table, choice))
    return table, choice, plans.plan(table, choice, entries)


@transaction.atomic
def carry_out(upload: Upload, asked: Mapping[str, str], seen: str) -> Upload:
    """Import it, all or nothing; a second time changes nothing. `seen` is the fingerprint of what was shown.

    Raises Changed, and Upload.DoesNotExist when it was replaced by another meanwhile.
    """
    upload = Upload.objects.select_for_update().select_related(None).get(pk=upload.pk)
    if upload.result is not None:
        return upload
    table = reading.table(upload.text)
    choice = plans.choice_of(table, asked)
    if choice.wrong:
        raise Changed
    try:
        entries = domain.enrol_all(upload.trainer, plans.wanted(table, choice))
    except ValidationError as error:
        raise Changed from error
    done = plans.plan(table, choice, entries)
    if done.fingerprint != seen:
        raise Changed
    upload.text, upload.result = "", _result(done)
    upload.save(update_fields=["text", "result"])
    return upload


def forget(trainers: Iterable[Trainer], emails: set[str], names: set[tuple[str, str]]) -> None:
    """Lists with one of the e-mails or (first, last) names that are not imported, and such refused rows."""
    theirs = _any_of(emails, names)
    for upload in Upload.objects.filter(trainer__in=trainers):
        if upload.result is None:
            if theirs.search(upload.text):
                upload.delete()
            continue
        told = upload.result["refused"]
        upload.result["refused"] = [row for row in told if not theirs.search(f"{row['name']} {row['email']}")]
        upload.save(update_fields=["result"])


def _any_of(emails: set[str], names: set[tuple[str, str]]) -> re.Pattern[str]:
    """Whole words only; a name in either order, in one column or in two."""
    either = [re.escape(email) for email in emails]
    for name in names:
        first, last = map(re.escape, name)
        either += [rf"{first}[\s,;|\"]+{last}", rf"{last}[\s,;|\"]+{first}"]
    return re.compile(rf"(?<![\w.+-])(?:{'|'.join(either)})(?![\w-]|\.\w)", re.IGNORECASE)


def _result(done: Plan) -> dict[str, object]:
    counts = {outcome.value: done.count(outcome) for outcome in Outcome}
    refused = [line for line in done.lines if line.entry.outcome == Outcome.REFUSED]
    told = [{"number": it.number, "name": it.name, "email": it.email, "errors": it.errors} for it in refused]
    return {"counts": counts, "refused": told}
