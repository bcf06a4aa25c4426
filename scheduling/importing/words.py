"""What other programs call the types and the outcomes of sessions."""

import re

from clients.importing.mapping import plain
from scheduling.models import Session

Status, Type = Session.Status, Session.Type

STATUSES = {
    Status.SCHEDULED: "scheduled booked confirmed unconfirmed accepted upcoming pending planned active open"
    " reserved geplant gebucht bestaetigt offen",
    Status.COMPLETED: "completed complete done attended attend showed show arrived present checkedin signedin"
    " finished yes closed abgeschlossen erledigt teilgenommen anwesend stattgefunden",
    Status.NO_SHOW: "noshow noshowed didnotshow absent missed notattended unattended nichterschienen abwesend"
    " no",
    Status.CANCELLED: "cancelled canceled cancel latecancel latecancelled latecanceled earlycancel declined"
    " earlycancelled earlycanceled lateCancellation deleted abgesagt storniert",
}
STATUS_OF = {plain(word): status for status, words in STATUSES.items() for word in words.split()}
# The first that is found in the words of a cell.
TYPES = {
    Type.ASSESSMENT: r"assess|evaluat|screening|fitness test|body ?scan|analyse|check-?up",
    Type.CONSULTATION: r"consult|intake|intro|discovery|beratung|erstgespr|probetraining|trial",
    Type.ONLINE: r"online|virtual|remote|zoom|video|skype|teams",
    Type.GROUP: r"group|class|camp|team|semi|duo|partner|kurs|grupp",
    Type.PERSONAL: r"personal|private|\bpt\b|1[:-]1|one[ -]on[ -]one|1[ -]on[ -]1|einzel|individual",
}


def status_of(text: str) -> Session.Status | None:
    return STATUS_OF.get(plain(text))


def type_of(text: str) -> Session.Type | None:
    """None, if nothing in the words tells of one."""
    found = (each for each, words in TYPES.items() if re.search(words, text, re.IGNORECASE))
    return next(found, None)
