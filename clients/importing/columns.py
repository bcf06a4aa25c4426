"""Which column of a table is which field of a client."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.importing.reading import Table
from clients.models import Client

# What a column can be read as, in the order of the choice: {field: label}. `name` is first and last in one.
FIELDS = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "name": gettext_lazy("Full name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "status": gettext_lazy("Status (active or inactive)"),
    "date_of_birth": gettext_lazy("Date of birth"),
    "fitness_goal": gettext_lazy("Goal"),
    "fitness_level": gettext_lazy("Fitness level"),
    "medical_conditions": gettext_lazy("Medical conditions"),
    "notes": gettext_lazy("Notes"),
    "membership": gettext_lazy("Membership"),
    "membership_until": gettext_lazy("Membership until"),
    "emergency_contact_name": gettext_lazy("Emergency contact"),
    "emergency_contact_phone": gettext_lazy("Emergency phone"),
    "height": gettext_lazy("Height"),
    "weight": gettext_lazy("Weight"),
}
# How other programs call them, in small letters and figures alone.
NAMES = {
    "first_name": "first firstname givenname forename vorname prenom nombre",
    "last_name": "last lastname surname familyname nachname familienname nom apellido apellidos",
    "name": "name fullname client clientname customer customername member membername displayname",
    "email": "email mail emailaddress mailaddress emailadresse emailprimary correo contactemail",
    "phone": "phone phonenumber mobile mobilephone mobilenumber cell cellphone tel telephone telefon"
    " telefonnummer handy telefono contactnumber",
    "status": "status active state clientstatus",
    "date_of_birth": "dateofbirth dob birthday birthdate born geburtsdatum geburtstag",
    "fitness_goal": "goal goals fitnessgoal fitnessgoals objective ziel ziele",
    "fitness_level": "level fitnesslevel experience trainingsstand",
    "medical_conditions": "medicalconditions medical conditions injuries injury health healthnotes"
    " limitations medicalnotes verletzungen",
    "notes": "notes note comment comments remarks notizen bemerkung bemerkungen",
    "membership": "membership package plan membershiptype subscription mitgliedschaft",
    "membership_until": "membershipuntil membershipend membershipends membershipenddate membershipexpires"
    " expires expirydate expirationdate enddate",
    "emergency_contact_name": "emergencycontact emergencycontactname emergencyname notfallkontakt",
    "emergency_contact_phone": "emergencyphone emergencycontactphone emergencynumber"
    " emergencycontactnumber notfallnummer",
    "height": "height heightcm groesse",
    "weight": "weight weightkg gewicht",
}
KNOWN = {name: field for field, names in NAMES.items() for name in names.split()}
assert set(FIELDS) - {"name"} <= {field.name for field in Client._meta.fields}  # noqa: S101

Mapped = Mapping[int, str]  # {column, from 0: field}


def guess(table: Table) -> Mapped:
    """By the names of the columns; without names the addresses are found by their sign."""
    mapped: dict[int, str] = {}
    known = KNOWN | {_plain(str(label)): field for field, label in FIELDS.items()}  # as a download has them
    for column, name in enumerate(table.columns):
        field = known.get(_plain(name))
        if field and field not in mapped.values():
            mapped[column] = field
    if "email" not in mapped.values():
        mapped |= {column: "email" for column in _with_addresses(table) if column not in mapped}
    return mapped


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "ó": "o"})


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().translate(UMLAUTS))


def _with_addresses(table: Table) -> list[int]:
    """The first column that has an address in the first rows."""
    numbers = range(len(table.columns))
    return [number for number in numbers if any("@" in row.cells[number] for row in table.rows[:5])][:1]


def wrong(mapped: Mapped) -> list[str]:
    """What is the matter with the choice of columns, in words."""
    fields = list(mapped.values())
    twice = _("Two columns are read as %(field)s.")
    said = [twice % {"field": FIELDS[each]} for each in FIELDS if fields.count(each) > 1]
    if "email" not in fields:
        said.append(_("Choose the column with the e-mail: by it clients are told apart."))
    if "name" not in fields and not {"first_name", "last_name"} <= set(fields):
        said.append(_("Choose the columns with first and last name, or the one with the full name."))
    if "name" in fields and {"first_name", "last_name"} & set(fields):
        said.append(_("Choose either the full name or first and last name."))
    return said
