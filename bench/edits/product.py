"""The same edits through the product's own domain, in the words of the plain model."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from clients.models import Client
from scheduling.domain import booking, horizon, scopes, series
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.domain.plans import Plan
from scheduling.domain.scopes import Scope
from scheduling.models import Series, Session, Timeline
from trainers.models import Trainer, User

NO_PLACE = horizon.NO_PLACE
NAMES = {"start": "scheduled_start", "end": "scheduled_end"}
Stored = tuple[Any, ...]


class PreviewDiffers(Exception):
    """A preview changed something, or said something else than what happened."""


class Product:
    """One new trainer's calendar; series are named by their place, in the order in which they were made."""

    def __init__(self, name: str, now: datetime, parallel: int) -> None:
        self.now = now
        user = User.objects.create(username=name, email=f"{name}@example.com")
        self.trainer = Trainer.objects.create(user=user, full_name=name, parallel_sessions=parallel)
        self.clients = [
            Client.objects.create(
                trainer=self.trainer, first_name="Client", last_name=str(n), email=f"{n}@x.org"
            )
            for n in range(2)
        ]
        of_clients: list[Client | None] = [*self.clients, None]
        self.timelines = {
            client and self.clients.index(client): Timeline.objects.create(
                trainer=self.trainer, client=client, name="Routine"
            )
            for client in of_clients
        }

    def attempt(self, kind: str, arguments: dict[str, Any]) -> str:
        try:
            getattr(self, kind)(**arguments)
        except ValidationError:
            return "invalid"
        except SchedulingConflict:
            return "conflict"
        except Series.DoesNotExist:
            return "gone"
        return "done"

    def rows(self) -> dict[int, Stored]:
        """{primary key: what is compared}, of every session."""
        places = {pk: place for place, pk in enumerate(self._keys())}
        fields = ("series_id", "client_id", "occurrence_on", "scheduled_start", "scheduled_end")
        found = Session.objects.filter(trainer=self.trainer).order_by()
        clients: dict[int | None, int] = {client.pk: place for place, client in enumerate(self.clients)}
        return {
            pk: (series and places[series], clients.get(client), *others)
            for pk, series, client, *others in found.values_list("pk", *fields, "title", "status", "notes")
        }

    def definitions(self) -> list[Stored]:
        """Every stored field of every series."""
        return list(Series.objects.filter(trainer=self.trainer).order_by("id").values_list())

    def look(self, start: datetime, end: datetime) -> None:
        horizon.look(self.trainer, start, end, now=self.now)

    def extend(self) -> None:
        horizon.extend(self.trainer, now=self.now)

    def book(self, client: int, start: datetime, end: datetime, title: str) -> None:
        values = {"client": self.clients[client], "title": title}
        values |= {"scheduled_start": start, "scheduled_end": end}
        booking.book(self.trainer, values, now=self.now)

    def revise(self, pk: int, changes: dict[str, Any]) -> None:
        if changes == {"status": "cancelled"}:
            booking.cancel(self._session(pk), now=self.now)
        else:
            booking.revise(self._session(pk), _named(changes), now=self.now)

    def remove(self, pk: int) -> None:
        booking.remove(self._session(pk), now=self.now)

    def create(self, client: int | None, zone: str, values: dict[str, Any]) -> None:
        self.trainer.timezone = zone
        self.trainer.save()
        series.create(self.trainer, values | {"timeline": self.timelines[client]}, now=self.now)

    def change(self, number: int, changes: dict[str, Any]) -> None:
        series.revise(self._series(number), changes, now=self.now)

    def end(self, number: int) -> None:
        series.remove(self._series(number), now=self.now)

    def change_from(self, pk: int, changes: dict[str, Any], scope: str) -> None:
        session, named = self._session(pk), _named(changes)
        before = self.rows(), self.definitions()
        planned = scopes.revise(session, named, Scope(scope), now=self.now, preview=True)
        self._same(before)
        try:
            scopes.revise(session, named, Scope(scope), now=self.now)
        except SchedulingConflict:
            if not planned.collisions:
                raise PreviewDiffers("no collision was foretold") from None
            raise
        self._came_true(before[0], planned)

    def end_from(self, pk: int, scope: str, *, permanent: bool) -> None:
        session = self._session(pk)
        before = self.rows(), self.definitions()
        scopes.cancel(session, Scope(scope), now=self.now, permanent=permanent, preview=True)
        self._same(before)
        scopes.cancel(session, Scope(scope), now=self.now, permanent=permanent)

    def _same(self, before: tuple[dict[int, Stored], list[Stored]]) -> None:
        if before != (self.rows(), self.definitions()):
            raise PreviewDiffers("the preview changed something")

    def _came_true(self, before: dict[int, Stored], planned: Plan) -> None:
        after = self.rows()
        if planned.collisions:
            raise PreviewDiffers("a collision was foretold that did not come")
        if {session.pk for session in planned.dropped} != before.keys() - after.keys():
            raise PreviewDiffers("other sessions than foretold were dropped")
        if len(planned.added) != len(after.keys() - before.keys()):
            raise PreviewDiffers("as many as foretold were not added")

    def _keys(self) -> list[int]:
        return list(Series.objects.filter(trainer=self.trainer).order_by("id").values_list("pk", flat=True))

    def _series(self, number: int) -> Series:
        return Series.objects.select_related("trainer").get(pk=self._keys()[number])

    def _session(self, pk: int) -> Session:
        return Session.objects.select_related("trainer", "client", "series__trainer").get(pk=pk)


def _named(changes: dict[str, Any]) -> dict[str, Any]:
    return {NAMES.get(name, name): value for name, value in changes.items()}
