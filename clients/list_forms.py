"""Which clients the list shows, and in which order."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clients.models import Client, ClientQuerySet
from scheduling.day_fields import DayField, check_span
from scheduling.domain import last_seen, wall_clock
from scheduling.wording import long_day
from trainers.lists import in_midst
from trainers.texts import by_code_point

SOON = timedelta(days=30)
ALL = "all"
# What the list is sorted by: {key: label of its column}.
COLUMNS = {"name": _("Name"), "next": _("Next session"), "last": _("Last seen"), "added": _("Added")}
KEYS = {"next": "next_session", "last": "last_session", "added": "created_at"}


class ClientFilter(forms.Form):
    """Reads the address of the list. What cannot be read is refused, and nobody is shown."""

    q = forms.CharField(label=_("Search by name, e-mail or phone"), required=False, max_length=200)
    status = forms.ChoiceField(required=False, choices=[*Client.Status.choices, (ALL, _("All"))])
    level = forms.ChoiceField(
        label=_("Fitness level"),
        required=False,
        choices=[("", _("Any level")), *Client.FitnessLevel.choices, ("unknown", _("Not known"))],
    )
    next = forms.ChoiceField(
        label=_("Next session"),
        required=False,
        choices=[("", _("Booked or not")), ("booked", _("Booked")), ("none", _("Nothing booked"))],
    )
    seen = forms.ChoiceField(
        label=_("Last seen"),
        required=False,
        choices=[("", _("Any time")), ("long-ago", _("Not for three weeks"))],
    )
    membership = forms.ChoiceField(
        label=_("Membership"),
        required=False,
        choices=[("", _("Any")), ("ends-soon", _("Ends within 30 days")), ("ended", _("Has ended"))],
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("name", _("Name, A to Z")),
            ("-name", _("Name, Z to A")),
            ("next", _("Next session, soonest first")),
            ("-next", _("Next session, latest first")),
            ("last", _("Last seen, longest ago first")),
            ("-last", _("Last seen, latest first")),
            ("-added", _("Added, newest first")),
            ("added", _("Added, oldest first")),
        ],
    )
    # Where a number counts the clients of a period; the list itself only offers to take it off.
    added_from = DayField(required=False)
    added_to = DayField(required=False)

    SELECTS = ("level", "next", "seen", "membership")

    def clean_added_to(self) -> date | None:
        last: date | None = self.cleaned_data["added_to"]
        check_span(self.cleaned_data.get("added_from"), last)
        return last

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q", ""))

    @property
    def status_shown(self) -> str:
        return self.cleaned_data.get("status") or Client.Status.ACTIVE

    @property
    def sort_shown(self) -> str:
        return self.cleaned_data.get("sort") or "name"

    @property
    def selects(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.SELECTS, "sort")]

    @property
    def said(self) -> dict[str, str]:
        """{parameter: what it asks for, in words} of the filters that are set."""
        said = {name: self._label(name) for name in self.SELECTS}
        for name, words in (
            ("added_from", gettext("Added from %(day)s")),
            ("added_to", gettext("Added until %(day)s")),
        ):
            day = self.cleaned_data.get(name)
            said[name] = words % {"day": long_day(day)} if day else ""
        return {name: words for name, words in said.items() if words}

    def apply(self, clients: ClientQuerySet, now: datetime, zone: ZoneInfo) -> ClientQuerySet:
        """Those of the clients that are asked for, with the dates of their sessions, in order."""
        if not self.is_valid():
            return clients.none()
        asked = self.cleaned_data
        if self.status_shown != ALL:
            clients = clients.filter(status=self.status_shown)
        if self.text:
            clients = clients.search(self.text)
        if asked["level"]:
            clients = clients.filter(fitness_level=asked["level"].replace("unknown", ""))
        clients = _of_membership(clients, asked["membership"], wall_clock.today(now, zone))
        clients = _added(clients, asked["added_from"], asked["added_to"], zone)
        clients = last_seen.with_dates(clients, now)
        if asked["next"]:
            is_free = Q(next_session=None)
            clients = clients.filter(is_free if asked["next"] == "none" else ~is_free)
        if asked["seen"]:
            clients = last_seen.not_for_long(clients, now)
        return sorted_by(clients, self.sort_shown)

    def _label(self, name: str) -> str:
        field: Any = self.fields[name]
        value = self.cleaned_data.get(name)
        return f"{field.label}: {in_midst(dict(field.choices)[value])}" if value else ""


def _of_membership(clients: ClientQuerySet, asked: str, today: date) -> ClientQuerySet:
    match asked:
        case "ends-soon":
            return clients.filter(membership_until__range=(today, today + SOON))
        case "ended":
            return clients.filter(membership_until__lt=today)
    return clients


def _added(clients: ClientQuerySet, first: date | None, last: date | None, zone: ZoneInfo) -> ClientQuerySet:
    if first:
        clients = clients.filter(created_at__gte=wall_clock.day(first, zone)[0])
    if last:
        clients = clients.filter(created_at__lt=wall_clock.day(last, zone)[1])
    return clients


def sorted_by(clients: ClientQuerySet, sort: str) -> ClientQuerySet:
    """By a key of COLUMNS, with a minus the other way round; whoever has no such date comes last."""
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    # Whatever the case.
    by_name = [by_code_point(Lower(name), clients.db) for name in ("first_name", "last_name")]
    if key == "name":
        order = [each.desc() if descending else each.asc() for each in by_name]
    else:
        date = F(KEYS[key])
        by_date = date.desc(nulls_last=True) if descending else date.asc(nulls_last=True)
        order = [by_date, *(each.asc() for each in by_name)]
    return clients.order_by(*order, "-id" if descending else "id")
