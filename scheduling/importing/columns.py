"""Which column of a table is which field of a session."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.importing import mapping
from clients.importing.columns import NAMES as OF_CLIENTS
from clients.importing.mapping import Mapped
from clients.importing.reading import Table

# What a column can be read as, in the order of the choice: {field: label}; a download of sessions has these.
FIELDS = {
    "client": gettext_lazy("Client"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail"),
    "date": gettext_lazy("Day"),
    "start": gettext_lazy("Start"),
    "end_date": gettext_lazy("Last day"),
    "end": gettext_lazy("End"),
    "duration": gettext_lazy("Length"),
    "title": gettext_lazy("Title"),
    "session_type": gettext_lazy("Type"),
    "status": gettext_lazy("Status"),
    "location": gettext_lazy("Place"),
    "description": gettext_lazy("Description"),
    "exercises_performed": gettext_lazy("Exercises"),
    "notes": gettext_lazy("Notes"),
    "client_feedback": gettext_lazy("Feedback"),
    "trainer_notes": gettext_lazy("Private notes"),
    "cancellation_reason": gettext_lazy("Reason"),
    "actual_start": gettext_lazy("Actual start"),
    "actual_end": gettext_lazy("Actual end"),
}
# How other programs call them, in small letters and figures alone.
NAMES = {
    "client": "client clientname customer customername member membername name fullname attendee attendees"
    " guest participant student patient invitee inviteename kunde kundin kundenname teilnehmer cliente",
    "first_name": OF_CLIENTS["first_name"],
    "last_name": OF_CLIENTS["last_name"],
    "email": OF_CLIENTS["email"] + " clientemail customeremail inviteeemail",
    "date": "date day startdate sessiondate appointmentdate apptdate bookingdate classdate datum tag"
    " startdatum fecha",
    "start": "start starttime time begin begins from startdatetime scheduledstart startat startsat datetime"
    " starts appointmenttime appointmentstart sessiontime dateandtime datetimestart uhrzeit zeit beginn von"
    " startzeit hora",
    "end_date": "enddate endday enddatum",
    "end": "end endtime ends finish until to enddatetime scheduledend endat endsat appointmentend ende"
    " bis endzeit",
    "duration": "duration durationmin durationmins durationminutes durationinminutes length lengthmin"
    " lengthminutes minutes mins dauer",
    "title": "title subject summary service servicename appointment appointmentname session sessionname"
    " class classname workout workoutname event eventname betreff titel leistung termin",
    "session_type": "type sessiontype appointmenttype category kind visittype typ art kategorie",
    "status": "status state attendance appointmentstatus bookingstatus visitstatus anwesenheit",
    "location": "location place where room studio venue gym ort raum",
    "description": "description details beschreibung",
    "exercises_performed": "exercises exercisesperformed uebungen",
    "notes": OF_CLIENTS["notes"] + " sessionnotes appointmentnotes",
    "client_feedback": "feedback clientfeedback",
    "trainer_notes": "privatenotes trainernotes internalnotes",
    "cancellation_reason": "reason cancellationreason cancelreason grund",
    "actual_start": "actualstart checkin checkintime",
    "actual_end": "actualend checkout checkouttime",
}
WHO = {"client", "first_name", "last_name", "email"}


def guess(table: Table) -> Mapped:
    """By the names of the columns; in a calendar the subject says with whom."""
    mapped = mapping.by_names(table, FIELDS, NAMES)
    if WHO.isdisjoint(mapped.values()):
        mapped = {column: "client" if field == "title" else field for column, field in mapped.items()}
    return mapped


def wrong(mapped: Mapped) -> list[str]:
    """What is the matter with the choice of columns, in words."""
    fields = set(mapped.values())
    said = mapping.read_twice(mapped, FIELDS)
    if not fields & {"client", "email"} and not {"first_name", "last_name"} <= fields:
        said.append(_("Choose the column that says with whom: a name, or an e-mail."))
    if not fields & {"date", "start"}:
        said.append(_("Choose the column with the day and the time it starts."))
    return said
