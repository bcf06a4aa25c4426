"""What is to be kept: a trainer all of whose texts are unique canaries, and what would name them.

Runs in the served environment. Its ids are far from everybody else's and different in every table, so
that whoever names one of them can mean no other row.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from clients.models import Client, Upload
from scheduling.models import Cycle, SavedView, Series, Session, Timeline
from trainers.models import Step, TimeOff, Trainer, User, WorkingHours

DAY = datetime(2027, 6, 8, 9, tzinfo=UTC)
NOT_TEXTS = {"password", "timezone"}
ALICE, BELLA = ("alice", 7_000_001), ("bella", 8_000_001)
ROOM = 10_000


@dataclass
class Treasure:
    """`canaries` is {text: where it stands}, `private` those of the private notes; `keys` {kind: names}."""

    name: str
    trainer: int = 0
    user: int = 0
    canaries: dict[str, str] = field(default_factory=dict)
    private: list[str] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)

    @property
    def needle(self) -> str:
        """A part of the private notes to search for; the canary in them must not be seen anywhere."""
        return f"needle-{self.name}"


def bury(name: str, first_id: int) -> dict[str, Any]:
    """Make it; the fields of a Treasure."""
    rows = list(_rows(first_id))
    treasure = Treasure(name, trainer=_of(rows, Trainer).pk, user=_of(rows, User).pk)
    for row in rows:
        _hide(row, treasure)
    treasure.keys = _keys(rows)
    return asdict(treasure)


def _rows(first_id: int) -> Iterator[models.Model]:
    """A row of each kind: sessions alone, of what repeats and of what takes place once."""
    ids = iter(range(first_id, first_id + 100 * ROOM, ROOM))
    user = User(pk=next(ids))
    user.set_unusable_password()
    yield user
    trainer = Trainer(pk=next(ids), user=user, timezone="Europe/Berlin", parallel_sessions=3)
    yield trainer
    yield WorkingHours(
        pk=next(ids), trainer=trainer, weekday=1, starts_at=time(3, 7, 11), ends_at=time(23, 13, 17)
    )
    yield TimeOff(pk=next(ids), trainer=trainer, start=DAY - timedelta(90), end=DAY - timedelta(80))
    way_back = {"parts": [], "newest": 0, "inactive": []}
    yield Step(pk=next(ids), trainer=trainer, at=timezone.now(), way_back=way_back)
    client = Client(pk=next(ids), trainer=trainer, email="x")
    yield client
    session_id = next(ids)
    yield _session(session_id, DAY, trainer, client)
    timeline = Timeline(pk=next(ids), trainer=trainer, client=client)
    yield timeline
    start, series_id = DAY + timedelta(hours=3), next(ids)
    endless = _series(series_id, start, timeline, cycle=Cycle.WEEKLY, laid_out_until=start)
    yield endless
    once = _series(series_id + 1, start + timedelta(hours=3), timeline)
    yield once
    yield _session(session_id + 1, start + timedelta(hours=3), trainer, client, series=once)
    yield SavedView(pk=next(ids), trainer=trainer, view="week")
    for kind in Upload.Kind:
        yield Upload(pk=next(ids), trainer=trainer, kind=kind, created_at=timezone.now())


def _session(pk: int, start: datetime, trainer: Trainer, client: Client, **more: Any) -> Session:
    end = start + timedelta(hours=1)
    return Session(pk=pk, trainer=trainer, client=client, scheduled_start=start, scheduled_end=end, **more)


def _series(pk: int, start: datetime, timeline: Timeline, **more: Any) -> Series:
    trainer, end = timeline.trainer, start + timedelta(hours=1)
    return Series(
        pk=pk, trainer=trainer, timeline=timeline, start=start, end=end, timezone=trainer.timezone, **more
    )


def _hide(row: models.Model, treasure: Treasure) -> None:
    """Write a canary into every text of the row, and save it."""
    for text in _texts(row):
        place = f"{row._meta.model_name}.{text.name} of {row.pk}"
        canary = _canary(text, treasure)
        treasure.canaries[canary] = place
        setattr(row, text.name, canary)
        if text.name == "trainer_notes":
            treasure.private.append(canary)
            setattr(row, text.name, f"{canary} and {treasure.needle}")
        if isinstance(row, Upload):
            row.text = f"Name,E-mail\n{canary},x@example.com\n"
    row.save(force_insert=True)


def _texts(row: models.Model) -> list[models.Field]:
    """The fields that hold what somebody wrote."""
    return [
        it
        for it in row._meta.fields
        if isinstance(it, models.CharField | models.TextField)
        and (it.editable or it.model is Upload)
        and not it.choices
        and it.name not in NOT_TEXTS
    ]


def _canary(text: models.Field, treasure: Treasure) -> str:
    number = len(treasure.canaries)
    if "phone" in text.name:
        return f"+49 {treasure.user} {number:03}77"
    return f"{treasure.name}{number:03}q{'@example.com' if isinstance(text, models.EmailField) else ''}"


def _of(rows: list[models.Model], model: type[models.Model]) -> Any:
    return next(row for row in rows if isinstance(row, model))


def _keys(rows: list[models.Model]) -> dict[str, list[str]]:
    """What can stand for the parameters of addresses, and of bodies by what they are called."""
    pks = {row._meta.model_name or "": str(row.pk) for row in rows}
    uuids = {row._meta.model_name or "": str(it) for row in rows if (it := getattr(row, "uuid", None))}
    user, session = _of(rows, User), [row for row in rows if isinstance(row, Session)][-1]
    return {
        "pk": [*pks.values()],
        # There is a list of each kind to be read in.
        "uuid": [*uuids.values(), *(str(row.uuid) for row in rows if isinstance(row, Upload))],
        "uidb64": [urlsafe_base64_encode(force_bytes(user.pk))],
        "content_type_id": [str(ContentType.objects.get_for_model(Session).pk)],
        # As several at once are ticked in a list.
        "session ticked": [f"{session.uuid}.{session.version}"],
        **{f"{name} pk": [pk] for name, pk in pks.items()},
        **{f"{name} uuid": [uuid] for name, uuid in uuids.items()},
    }
