"""Lists of sessions are imported on the pages that lists of clients are (clients.views.imports)."""

from clients.views.imports import Pages
from scheduling.importing.plans import SESSIONS
from scheduling.wording import imported

PAGES = Pages(SESSIONS, "calendar", "scheduling", "session-import", imported)
