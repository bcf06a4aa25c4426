"""Contract 001's filters of sessions and clients: a parameter without a value is none."""

from datetime import datetime
from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty

from clients.models import Client
from mectofitness.api.fields import (
    ChoiceField,
    DayField,
    Input,
    WholeNumberField,
    is_day,
    parse_day,
    parse_instant,
)
from scheduling.domain import listing, wall_clock
from scheduling.models import Session

SEARCHED = 200


class BoundsField(DayField):
    """A date, read as where that local day starts and ends; or a date and time, which is both."""

    def to_internal_value(self, data: Any) -> tuple[datetime, datetime]:  # type: ignore[override]
        zone = self.context["zone"]
        if is_day(data):
            return wall_clock.day(parse_day(data, zone), zone)
        instant = parse_instant(data, zone)
        return instant, instant


class Filters(Input):
    def _sent(self, name: str) -> Any:
        return super()._sent(name) or empty


class PeriodFilter(Filters):
    """Of one client, and by the time they are scheduled to start: both ends belong to the period."""

    client_id = WholeNumberField(required=False, min_value=0, help_text="Filter by client ID.")
    start_date = BoundsField(
        required=False, help_text="Sessions from this time on; a date alone is its 00:00."
    )
    end_date = BoundsField(
        required=False, help_text="Sessions up to this time; a date alone is that whole day."
    )


class SessionFilter(PeriodFilter):
    status = ChoiceField(Session.Status, required=False, help_text="Filter by status.")
    session_type = ChoiceField(Session.Type, required=False, help_text="Filter by type.")
    search = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=SEARCHED,
        help_text="Text in title, description, location, notes or the client's name, whatever the case.",
    )


class ClientFilter(Filters):
    status = ChoiceField(Client.Status, required=False, help_text="Filter by status.")
    search = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=SEARCHED,
        help_text="Text in name, e-mail or phone, whatever the case.",
    )


def like(asked: dict[str, Any]) -> dict[str, Any]:
    """What the sessions are like that were asked for: see scheduling.domain.listing."""
    found: dict[str, Any] = {name: asked[name] for name in ("status", "session_type") if name in asked}
    if asked.get("search"):
        found[listing.SEARCH] = asked["search"]
    if "client_id" in asked:
        # No id is larger than the database's integers, and none is 0.
        found[listing.CLIENT] = asked["client_id"] if asked["client_id"] < 2**63 else 0
    if "start_date" in asked:
        found[listing.FIRST], _ = asked["start_date"]
    if "end_date" in asked:
        start, end = asked["end_date"]
        found[listing.LAST if start == end else listing.BEFORE] = end
    return found
