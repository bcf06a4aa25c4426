"""A text is kept on the server between its upload and its import: for its trainer, and not for long.

In the page it would not fit: what a browser sends back of 2 MB is more than we take. A trainer has one at a
time, and each of the staff one for that trainer. When it is imported only what came of it stays. It is
imported in portions, each a request of its own that shows how far it has come; all of them are one step,
whose uuid is that of the upload.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from clients.domain import Outcome
from clients.importing import reading, refused
from clients.importing.kinds import Choice, Kind, Plan
from clients.models import Upload
from trainers.domain import turn
from trainers.models import Step, Trainer, User

KEPT = timedelta(hours=2)
# Rows that are imported at once: nobody waits long for them, and a few hundred show how they proceed.
PORTION = 100


class Changed(Exception):
    """What would happen by now is something else than what was shown."""


def keep(
    trainer: Trainer, text: str, *, now: datetime, kind: str = Upload.Kind.CLIENTS, by: User | None = None
) -> Upload:
    """Keep a text that can be read; forget the last one that was chosen by them, and whosever is too old.

    `by` is who of the staff chooses it at the desk. Raises ValidationError.
    """
    reading.table(reading.check(text))
    with transaction.atomic():
        Upload.objects.filter(Q(trainer=trainer, by=by) | Q(created_at__lte=now - KEPT)).delete()
        return Upload.objects.create(trainer=trainer, by=by, kind=kind, text=text, created_at=now)


def find(
    trainer: Trainer,
    uuid: UUID,
    *,
    now: datetime,
    kind: str = Upload.Kind.CLIENTS,
    by: User | None = None,
) -> Upload | None:
    """What they have chosen, unless it is too old; `by` as in keep()."""
    return kept(trainer, by, now=now).filter(uuid=uuid, kind=kind).first()


def under_way(trainer: Trainer, *, now: datetime, by: User | None = None) -> Upload | None:
    """What they have begun to import, and not come to the end of; `by` as in keep()."""
    return kept(trainer, by, now=now).exclude(text="").filter(asked__isnull=False).first()


def kept(trainer: Trainer, by: User | None, *, now: datetime) -> QuerySet[Upload]:
    return Upload.objects.filter(trainer=trainer, by=by, created_at__gt=now - KEPT)


def preview(
    kind: Kind, upload: Upload, asked: Mapping[str, str], *, now: datetime
) -> tuple[reading.Table, Choice, Plan | None]:
    """The table, how it is read, and what would happen; nothing could, as long as the choice is wrong."""
    table = reading.table(upload.text)
    choice = kind.choose(table, asked)
    return table, choice, None if choice.wrong else kind.compare(upload.trainer, table, choice, now)


@transaction.atomic
def carry_out(kind: Kind, upload: Upload, sent: Mapping[str, str], *, now: datetime) -> Upload:
    """Import the next PORTION of its rows; a form that is sent twice changes nothing.

    The first form says which columns were `seen`, by the fingerprint of what was shown; the others, how many
    rows were `done`. Raises Changed, and Upload.DoesNotExist when it was replaced by another meanwhile.
    """
    # As a booking does, and whoever erases a client: in the same order, so that none waits for the other.
    turn(upload.trainer, None)
    upload = Upload.objects.select_for_update().select_related(None).get(pk=upload.pk)
    if upload.is_done or (upload.is_begun and sent.get("done") != str(upload.done)):
        return upload
    table = reading.table(upload.text)
    if not upload.is_begun:
        _begin(kind, upload, table, sent, now)
    if _is_cut_off(upload):
        upload.text = ""
    else:
        _go_on(kind, upload, table, now)
    upload.save(update_fields=["text", "asked", "rows", "done", "result"])
    return upload


def _begin(kind: Kind, upload: Upload, table: reading.Table, sent: Mapping[str, str], now: datetime) -> None:
    choice = kind.choose(table, sent)
    if choice.wrong or kind.compare(upload.trainer, table, choice, now).fingerprint != sent.get("seen"):
        raise Changed
    upload.asked, upload.rows = choice.asked, len(table.rows)
    upload.result = {"counts": dict.fromkeys(Outcome, 0), "refused": []}


def _is_cut_off(upload: Upload) -> bool:
    """Whether what came in before is taken back, and so the rest is not meant any more; or cannot be.

    Its step is gone when a client of it was erased: one that began now would take back the rest alone.
    """
    step = Step.objects.filter(trainer=upload.trainer_id, uuid=upload.uuid).only("undone_at").first()
    counts = upload.result["counts"]
    return step.is_undone if step else counts[Outcome.NEW] + counts[Outcome.FILLED] > 0


def _go_on(kind: Kind, upload: Upload, table: reading.Table, now: datetime) -> None:
    part = slice(upload.done, upload.done + PORTION)
    try:
        written = kind.write(upload.trainer, table, kind.choose(table, upload.asked), part, now)
    except ValidationError as error:
        raise Changed from error
    for outcome in Outcome:
        upload.result["counts"][outcome] += written.count(outcome)
    upload.result["refused"] += refused.rows_of(written, table)
    upload.done += len(written.lines)
    if part.stop >= len(table.rows):
        upload.text = ""


def forget(trainers: Iterable[Trainer], emails: set[str], names: set[tuple[str, str]]) -> None:
    """Lists in which one of the e-mails or (first, last) names stands, and such refused rows.

    One that is begun ends here, and what has come of it stays.
    """
    tells = _telling(emails, names)
    for upload in Upload.objects.filter(trainer__in=trainers):
        is_telling = upload.text and any(tells(row.cells) for row in reading.lines(upload.text))
        if is_telling and not upload.is_begun:
            upload.delete()
            continue
        if is_telling:
            upload.text = ""
        if upload.result:
            rows = upload.result["refused"]
            upload.result["refused"] = [row for row in rows if not tells(_said(row))]
        upload.save(update_fields=["text", "result"])


def _said(row: refused.Refused) -> list[str]:
    """All texts of it."""
    return [*map(str, row.values()), *row.get("cells", []), *row.get("beyond", [])]


def _telling(emails: set[str], names: set[tuple[str, str]]) -> Callable[[list[str]], bool]:
    """Whether one of them stands in the cells of a row: a name in one of them, or in any two.

    Whatever the columns are called or read as: who looks for a person cannot know what they are taken for.
    """
    either = [re.escape(email) for email in emails]
    for name in names:
        first, last = map(re.escape, name)
        either += [rf"{first}[\s,;|]+{last}", rf"{last}[\s,;|]+{first}"]
    within = re.compile(rf"(?<![\w.+-])(?:{'|'.join(either)})(?![\w-]|\.\w)", re.IGNORECASE)
    pairs = [{first.casefold(), last.casefold()} for first, last in names]

    def tells(cells: list[str]) -> bool:
        apart = {" ".join(cell.casefold().split()) for cell in cells}
        return any(pair <= apart for pair in pairs) or bool(within.search("\n".join(cells)))

    return tells
