"""Contract 001's filters of sessions and clients."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.forms import Form
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError as Refused

from clients.models import Client
from clients.models import ClientQuerySet as Clients
from mectofitness.api.fields import DayField, WholeNumberField, is_day, one_of, parse_day, parse_instant
from scheduling.domain import listing, wall_clock
from scheduling.models import Session
from scheduling.models.session import SessionQuerySet as Sessions

Like = dict[str, Any]
MOST_SEARCHED = 200


def searched(where: str) -> dict[str, Any]:
    """What the documentation says of a filter by text."""
    words = f"Text in {where}, whatever the case."
    # No database has a text with a null character.
    return {"type": "string", "pattern": r"^[^\u0000]*$", "maxLength": MOST_SEARCHED, "description": words}


class Filters(filters.FilterSet):
    """A filter set of what was sent, whose form is declared once.

    django-filter would copy every filter and every field, and declare a form, for each request.
    """

    base_filters: dict[str, filters.Filter]
    form_classes: ClassVar[dict[tuple[Any, ...], type[Form]]] = {}

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        sent = data or ()
        self.base_filters = {name: it for name, it in self.base_filters.items() if name in sent}
        super().__init__(data, *args, **options)

    def get_form_class(self) -> type[Form]:
        key = (type(self), *self.filters)
        if key not in self.form_classes:
            self.form_classes[key] = super().get_form_class()
        return self.form_classes[key]


def _choice(choices: type[Choices], **options: Any) -> filters.ChoiceFilter:
    words = {"invalid_choice": one_of(choices.values)}
    return filters.ChoiceFilter(choices=choices.choices, error_messages=words, **options)


class PeriodFilter(Filters):
    """Of one client, and by the time they are scheduled to start: both ends belong to the period.

    The domain lists sessions by what they are like, and asks the database: `like` is read from here.
    """

    client_id = filters.CharFilter(method="of_client", strip=False)
    start_date = filters.CharFilter(method="from_date", strip=False)
    end_date = filters.CharFilter(method="to_date", strip=False)

    class Meta:
        model = Session
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: Sessions) -> Sessions:
        """Leaves them as they are, and says in `like` what was asked for: see scheduling.domain.listing."""
        self.like: Like = {}
        found: Sessions = super().filter_queryset(queryset)
        return found

    @extend_schema_field({"type": "integer", "minimum": 0, "description": "Filter by client ID."})
    def of_client(self, sessions: Sessions, name: str, value: str) -> Sessions:
        number = _read(name, lambda: WholeNumberField(min_value=0).run_validation(value))
        # No id is larger than the database's integers, and none is 0.
        self.like[listing.CLIENT] = number if number < 2**63 else 0
        return sessions

    @extend_schema_field(DayField(help_text="Sessions from this time on; a date alone is its 00:00."))
    def from_date(self, sessions: Sessions, name: str, value: str) -> Sessions:
        self.like[listing.FIRST], _ = self._bounds(name, value)
        return sessions

    @extend_schema_field(DayField(help_text="Sessions up to this time; a date alone is that whole day."))
    def to_date(self, sessions: Sessions, name: str, value: str) -> Sessions:
        start, end = self._bounds(name, value)
        self.like[listing.LAST if start == end else listing.BEFORE] = end
        return sessions

    def _bounds(self, name: str, value: str) -> tuple[datetime, datetime]:
        """Where the day of a date starts and ends; a time is both."""
        zone = self.request.parser_context["view"].trainer.zone
        if is_day(value):
            return wall_clock.day(_read(name, lambda: parse_day(value, zone)), zone)
        instant = _read(name, lambda: parse_instant(value, zone, in_address=True))
        return instant, instant


class SessionFilter(PeriodFilter):
    status = _choice(Session.Status, method="of_kind", label="Filter by status.")
    session_type = _choice(Session.Type, method="of_kind", label="Filter by type.")
    search = filters.CharFilter(method="of_text", max_length=MOST_SEARCHED)

    def of_kind(self, sessions: Sessions, name: str, value: str) -> Sessions:
        self.like[name] = value
        return sessions

    @extend_schema_field(searched("title, description, location, notes or the client's name"))
    def of_text(self, sessions: Sessions, name: str, value: str) -> Sessions:
        self.like[listing.SEARCH] = value
        return sessions


class ClientFilter(Filters):
    status = _choice(Client.Status, label="Filter by status.")
    search = filters.CharFilter(method="search_text", max_length=MOST_SEARCHED)

    class Meta:
        model = Client
        fields: tuple[str, ...] = ()

    @extend_schema_field(searched("name, e-mail or phone"))
    def search_text(self, clients: Clients, name: str, value: str) -> Clients:
        return clients.search(value)


def _read(name: str, read: Callable[[], Any]) -> Any:
    """The value that `read` gives; what is wrong with it is said of the parameter `name`."""
    try:
        return read()
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None
    except Refused as error:
        raise Refused({name: error.detail}) from None
