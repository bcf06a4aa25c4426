"""Which column of a table is which field of a client."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.importing import mapping
from clients.importing.mapping import Mapped
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
assert set(FIELDS) - {"name"} <= {field.name for field in Client._meta.fields}  # noqa: S101


def guess(table: Table) -> Mapped:
    """By the names of the columns; without names the addresses are found by their sign."""
    return mapping.by_names(table, FIELDS, NAMES)


def wrong(mapped: Mapped) -> list[str]:
    """What is the matter with the choice of columns, in words."""
    fields = list(mapped.values())
    said = mapping.read_twice(mapped, FIELDS)
    if "email" not in fields:
        said.append(_("Choose the column with the e-mail: by it clients are told apart."))
    if "name" not in fields and not {"first_name", "last_name"} <= set(fields):
        said.append(_("Choose the columns with first and last name, or the one with the full name."))
    if "name" in fields and {"first_name", "last_name"} & set(fields):
        said.append(_("Choose either the full name or first and last name."))
    return said
