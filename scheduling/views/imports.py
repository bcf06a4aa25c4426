"""Lists of sessions are imported on the pages that lists of clients are (clients.views.imports)."""

from clients.views.import_pages import Pages
from scheduling.importing.plans import SESSIONS
from scheduling.wording import imported

PAGES = Pages(SESSIONS, "calendar", "scheduling", imported)
