"""Contract 001's filters of sessions and clients."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError as Refused

from clients.models import Client
from clients.models import ClientQuerySet as Clients
from mectofitness.api.fields import DayField, WholeNumberField, is_day, parse_day, parse_instant
from scheduling.domain import horizon, wall_clock
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet as Sessions
from trainers.models import Trainer

SECOND = timedelta(seconds=1)  # a time at the end of a period belongs to it


class PeriodFilter(filters.FilterSet):
    """Of one client, and by the time they are scheduled to start: both ends belong to the period."""

    client_id = filters.CharFilter(method="of_client", help_text="Filter by client ID.", strip=False)
    start_date = filters.CharFilter(
        method="from_date",
        help_text="Sessions from this time on; a date alone is its 00:00.",
        strip=False,
    )
    end_date = filters.CharFilter(
        method="to_date", help_text="Sessions up to this time; a date alone is that whole day.", strip=False
    )

    class Meta:
        model = Session
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: Sessions) -> Sessions:
        self._look(self.form.cleaned_data)
        found: Sessions = super().filter_queryset(queryset)
        return found

    def _look(self, asked: dict[str, Any]) -> None:
        """What series have in the period is stored before it is read; without one, of some months."""
        now, start, end = timezone.now(), asked["start_date"], asked["end_date"]
        first = self._bounds("start_date", start)[0] if start else now
        last = self._bounds("end_date", end)[1] + SECOND if end else max(first, now) + horizon.NEAR
        horizon.look(self._trainer, first, last, now=now)

    @property
    def _trainer(self) -> Trainer:
        trainer: Trainer = self.request.parser_context["view"].trainer
        return trainer

    @extend_schema_field({"type": "integer", "minimum": 0})
    def of_client(self, sessions: Sessions, name: str, value: str) -> Sessions:
        number = _read(name, lambda: WholeNumberField(min_value=0).run_validation(value))
        # No id is larger than the database's integers.
        return sessions.filter(client=number) if number < 2**63 else sessions.none()

    @extend_schema_field(DayField())
    def from_date(self, sessions: Sessions, name: str, value: str) -> Sessions:
        return sessions.filter(scheduled_start__gte=self._bounds(name, value)[0])

    @extend_schema_field(DayField())
    def to_date(self, sessions: Sessions, name: str, value: str) -> Sessions:
        start, end = self._bounds(name, value)
        if start == end:
            return sessions.filter(scheduled_start__lte=end)
        return sessions.filter(scheduled_start__lt=end)

    def _bounds(self, name: str, value: str) -> tuple[datetime, datetime]:
        """Where the day of a date starts and ends; a time is both."""
        zone = self._trainer.zone
        if is_day(value):
            return wall_clock.day(_read(name, lambda: parse_day(value, zone)), zone)
        instant = _read(name, lambda: parse_instant(value, zone))
        return instant, instant


class SessionFilter(PeriodFilter):
    status = filters.ChoiceFilter(choices=Session.Status.choices, label="Filter by status.")
    session_type = filters.ChoiceFilter(choices=Session.Type.choices, label="Filter by type.")
    search = filters.CharFilter(
        method="search_text",
        max_length=200,
        help_text="Text in title, description, location, notes or the client's name, whatever the case.",
    )

    def search_text(self, sessions: Sessions, name: str, value: str) -> Sessions:
        return sessions.search(value)


class ClientFilter(filters.FilterSet):
    status = filters.ChoiceFilter(choices=Client.Status.choices, label="Filter by status.")
    search = filters.CharFilter(
        method="search_text",
        max_length=200,
        help_text="Text in name, e-mail or phone, whatever the case.",
    )

    class Meta:
        model = Client
        fields: tuple[str, ...] = ()

    def search_text(self, clients: Clients, name: str, value: str) -> Clients:
        return clients.search(value)


def _read(name: str, read: Any) -> Any:
    """The value that `read` gives; what is wrong with it is said of the parameter `name`."""
    try:
        return read()
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None
    except Refused as error:
        raise Refused({name: error.detail}) from None
