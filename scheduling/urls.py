"""The addresses of the scheduling pages."""

from datetime import date

from django.urls import path, register_converter

from clients.views import imports
from clients.views.import_pages import PAGES as OF_CLIENTS
from scheduling.views import (
    actions,
    agenda,
    booking,
    calendar,
    changes,
    day,
    filtering,
    listing,
    month,
    moves,
    notes,
    numbers,
    quick,
    saved_views,
    search,
    series,
    sessions,
    several,
    shortcuts,
    timelines,
    week,
)
from scheduling.views.desk import away, finding, people
from scheduling.views.desk import booking as desk_booking
from scheduling.views.desk import changes as desk_changes
from scheduling.views.desk import clients as desk_clients
from scheduling.views.desk import day as desk_day
from scheduling.views.desk import imports as desk_imports
from scheduling.views.desk import sessions as desk_sessions
from scheduling.views.imports import PAGES as OF_SESSIONS


class DayConverter:
    """2027-06-08; only years that the product keeps."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        day = date.fromisoformat(value)
        if not 1970 <= day.year <= 2099:
            raise ValueError(value)
        return day

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("desk/", desk_day.today, name="desk"),
    path("desk/<day:day>/", desk_day.show, name="desk-day"),
    path("desk/clients/", finding.find, name="desk-find"),
    path("desk/clients/<uuid:uuid>/", desk_clients.show, name="desk-client"),
    path("desk/sessions/<uuid:uuid>/", desk_sessions.show, name="desk-session"),
    path("desk/sessions/<uuid:uuid>/give/", desk_sessions.give, name="desk-give"),
    path("desk/sessions/<uuid:uuid>/settle/", desk_sessions.settle, name="desk-settle"),
    path("desk/changes/", desk_changes.index, name="desk-changes"),
    path("desk/steps/<uuid:uuid>/undo/", desk_changes.turn, name="desk-undo"),
    path("desk/trainers/<key:pk>/", people.show, name="desk-trainer"),
    path("desk/trainers/<key:pk>/book/", desk_booking.book, name="desk-book"),
    path("desk/trainers/<key:pk>/away/", away.away, name="desk-away"),
    path("desk/trainers/<key:pk>/hand-over/", people.hand_clients_over, name="desk-hand-over"),
    path("desk/trainers/<key:pk>/deactivate/", people.deactivate, name="desk-deactivate"),
    path(
        "desk/trainers/<key:pk>/import/clients/",
        desk_imports.new,
        {"pages": OF_CLIENTS},
        name="desk-client-import",
    ),
    path(
        "desk/trainers/<key:pk>/import/clients/<uuid:uuid>/",
        desk_imports.show,
        {"pages": OF_CLIENTS},
        name="desk-client-import-preview",
    ),
    path(
        "desk/trainers/<key:pk>/import/sessions/",
        desk_imports.new,
        {"pages": OF_SESSIONS},
        name="desk-session-import",
    ),
    path(
        "desk/trainers/<key:pk>/import/sessions/<uuid:uuid>/",
        desk_imports.show,
        {"pages": OF_SESSIONS},
        name="desk-session-import-preview",
    ),
    path("calendar/", calendar.latest, name="calendar"),
    path("calendar/filters/", filtering.choose, name="calendar-filters"),
    path("calendar/views/", saved_views.index, name="saved-views"),
    path("calendar/views/new/", saved_views.new, name="saved-view-new"),
    path("calendar/views/<uuid:uuid>/edit/", saved_views.edit, name="saved-view-edit"),
    path("calendar/views/<uuid:uuid>/remove/", saved_views.remove, name="saved-view-remove"),
    path("calendar/work-week/", week.work_week_now, name="work-week-now"),
    path("calendar/work-week/<day:day>/", week.work_week, name="work-week"),
    path("calendar/month/", month.month_now, name="month-now"),
    path("calendar/month/<day:day>/", month.month, name="month"),
    path("calendar/agenda/", agenda.agenda_now, name="agenda-now"),
    path("calendar/agenda/<day:day>/", agenda.agenda, name="agenda"),
    path("calendar/week/", week.week_now, name="week-now"),
    path("calendar/week/<day:day>/", week.week, name="week"),
    path("calendar/day/", day.day_now, name="day-now"),
    path("calendar/day/<day:day>/", day.day, name="day"),
    path("numbers/", numbers.show, name="numbers"),
    path("sessions/", listing.index, name="sessions"),
    path("sessions/sessions.csv", listing.download, {"kind": "csv"}, name="sessions-csv"),
    path("sessions/sessions.xlsx", listing.download, {"kind": "xlsx"}, name="sessions-xlsx"),
    path("sessions/import/", imports.new, {"pages": OF_SESSIONS}, name="session-import"),
    path("sessions/import/<uuid:uuid>/", imports.show, {"pages": OF_SESSIONS}, name="session-import-preview"),
    path("sessions/new/", booking.new, name="session-new"),
    path("sessions/settle/", several.settle, name="sessions-settle"),
    path("sessions/quick/", quick.quick, name="quick"),
    path("sessions/usual/", booking.usual, name="session-usual"),
    path("clients/find/", search.find_clients, name="clients-find"),
    path("search/", search.search, name="search"),
    path("shortcuts/", shortcuts.shortcuts, name="shortcuts"),
    path("sessions/<uuid:uuid>/", sessions.show, name="session"),
    path("sessions/<uuid:uuid>/edit/", sessions.edit, name="session-edit"),
    path("sessions/<uuid:uuid>/move/", moves.move, name="session-move"),
    path("sessions/<uuid:uuid>/notes/", notes.notes, name="session-notes"),
    path("sessions/<uuid:uuid>/complete/", actions.complete, name="session-complete"),
    path("sessions/<uuid:uuid>/no-show/", actions.no_show, name="session-no-show"),
    path("sessions/<uuid:uuid>/cancel/", actions.cancel, name="session-cancel"),
    path("sessions/<uuid:uuid>/reinstate/", actions.reinstate, name="session-reinstate"),
    path("changes/", changes.index, name="changes"),
    path("changes/undo/", changes.undo_last, name="undo"),
    path("changes/redo/", changes.redo_last, name="redo"),
    path("changes/<uuid:uuid>/undo/", changes.undo, name="step-undo"),
    path("changes/<uuid:uuid>/redo/", changes.redo, name="step-redo"),
    path("timelines/", timelines.index, name="timelines"),
    path("timelines/new/", timelines.new, name="timeline-new"),
    path("timelines/<uuid:uuid>/", timelines.show, name="timeline"),
    path("timelines/<uuid:uuid>/edit/", timelines.edit, name="timeline-edit"),
    path("timelines/<uuid:uuid>/remove/", timelines.remove, name="timeline-remove"),
    path("timelines/<uuid:uuid>/add/", series.add, name="series-add"),
    path("series/<uuid:uuid>/edit/", series.edit, name="series-edit"),
    path("series/<uuid:uuid>/remove/", series.remove, name="series-remove"),
]
