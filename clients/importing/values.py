"""From the cells of a row to the values of a client."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from clients.importing import dates
from clients.importing.dates import DateOrder, Unreadable
from clients.models import Client

DATES = ("date_of_birth", "membership_until")
UNITS = {
    "height": {"cm": "cm", "m": "m", "in": "in", "inch": "in", "inches": "in", '"': "in"},
    "weight": {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb", "pounds": "lb"},
}
ACTIVE = {"active": "active", "yes": "active", "true": "active", "1": "active", "aktiv": "active"}
INACTIVE = dict.fromkeys(("inactive", "no", "false", "0", "archived", "former", "inaktiv"), "inactive")


def read(cells: Mapping[str, str], order: DateOrder) -> tuple[dict[str, Any], dict[str, str]]:
    """({field: value} of all that is written, {field: message} of what cannot be read)."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field, cell in with_names(cells).items():
        if not cell:
            continue
        try:
            values |= _value(field, cell, order)
        except Unreadable as said:
            errors[field] = str(said)
    return values, errors


def with_names(cells: Mapping[str, str]) -> dict[str, str]:
    """A full name as first and last: `Emma van Dyk` is Emma, `van Dyk, Emma` too."""
    others = {field: cell for field, cell in cells.items() if field != "name"}
    if "name" not in cells:
        return others
    last, comma, first = cells["name"].partition(",")
    if not comma:
        first, _, last = cells["name"].partition(" ")
    return {"first_name": first.strip(), "last_name": last.strip(), **others}


def _value(field: str, cell: str, order: DateOrder) -> dict[str, Any]:
    if field in DATES:
        return {field: _date(cell, order)}
    if field in UNITS:
        return _measure(field, cell)
    change: Callable[[str], str] = CHANGES.get(field, str)
    return {field: change(cell)}


def _date(cell: str, order: DateOrder) -> date:
    """Also with a time after it."""
    try:
        return dates.read(re.sub(r"[T ]\d{1,2}:\d\d.*", "", cell), order)
    except ValueError as error:
        raise Unreadable(_("Write a date, for example 1990-04-03.")) from error


def settle(field: str, cell: str, order: DateOrder) -> str:
    """Days as they are read whatever comes first in others; what is none, as it is."""
    try:
        return _date(cell, order).isoformat() if field in DATES else cell
    except Unreadable:
        return cell


def _measure(field: str, cell: str) -> dict[str, Any]:
    match = re.fullmatch(r"(\d{1,5}(?:[.,]\d{1,2})?)\s*([a-z\"]*)\.?", cell.lower(), re.ASCII)
    usual = "cm" if field == "height" else "kg"
    unit = UNITS[field].get(match[2] or usual) if match else None
    if match is None or unit is None:
        raise Unreadable(
            _("Write a number, for example 180 or 71 in.")
            if field == "height"
            else _("Write a number, for example 80 or 176 lb.")
        )
    try:
        number = Decimal(match[1].replace(",", "."))
    except InvalidOperation as error:
        raise Unreadable(_("Write a number.")) from error
    if unit == "m":
        number, unit = number * 100, "cm"
    return {field: round(number, 1), f"{field}_unit": unit}


def _status(cell: str) -> str:
    status = (ACTIVE | INACTIVE).get(cell.lower())
    if status is None:
        raise Unreadable(_("Write active or inactive."))
    return status


def _level(cell: str) -> str:
    if cell.lower() not in Client.FitnessLevel.values:
        raise Unreadable(_("Write beginner, intermediate or advanced."))
    return cell.lower()


def _phone(cell: str) -> str:
    """With the blanks and dashes that keyboards have."""
    return re.sub(r"\s+", " ", re.sub("[\u2010-\u2015\u2212]", "-", cell))


def _text(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


CHANGES: dict[str, Callable[[str], str]] = {
    "status": _status,
    "fitness_level": _level,
    "phone": _phone,
    "emergency_contact_phone": _phone,
    "fitness_goal": _text,
    "medical_conditions": _text,
    "notes": _text,
}
