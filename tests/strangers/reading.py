"""Every address that its trainer can read: what reading shows, and that it changes nothing."""

from collections.abc import Iterable, Sequence

from tests.strangers.addresses import Operation
from tests.strangers.callers import BEARER, COOKIE, OWNER, STAFF
from tests.strangers.probes import Probe, paths
from tests.strangers.rows import Rows
from tests.strangers.treasure import Treasure

# Beyond what is laid out at first.
AHEAD = ("/calendar/week/2031-06-09/", "/calendar/day/2031-06-10/")
LISTS_AHEAD = ("/api/v1/sessions?start_date=2031-06-01&end_date=2031-06-30",)
# What staff read the private notes in.
FOR_STAFF = (
    "/admin/scheduling/session/{object_id}/change/",
    "/admin/scheduling/session/{object_id}/history/",
    "/admin/clients/client/{object_id}/export/",
)
RANGE = {"start_range": "2027-06-01T00:00:00Z", "end_range": "2027-07-01T00:00:00Z"}


def by_owner(pages: Iterable[str], operations: Iterable[Operation], treasure: Treasure) -> list[Probe]:
    """All GETs, and the one POST that only reads."""
    reads = {it.template for it in operations if it.method == "GET"}
    mine = [page for page in pages if not page.startswith("/admin/")]
    return [
        *_gets(reads, OWNER, BEARER, treasure),
        *_gets(mine, OWNER, COOKIE, treasure),
        *[Probe("GET", path, path, OWNER, COOKIE) for path in AHEAD],
        *[Probe("GET", path, path, OWNER, BEARER) for path in LISTS_AHEAD],
        *[
            Probe("POST", template, path, OWNER, BEARER, body=RANGE)
            for template in ["/api/calendar/sessions/trainer/{key}"]
            for path in paths(template, treasure)
        ],
    ]


def by_staff(pages: Iterable[str], treasure: Treasure) -> list[Probe]:
    """All of the admin; the objects only at their own addresses."""
    gets = _gets([page for page in pages if page.startswith("/admin/")], STAFF, COOKIE, treasure)
    return [probe for probe in gets if _is_at_home(probe, treasure)]


def _is_at_home(probe: Probe, treasure: Treasure) -> bool:
    """/admin/clients/client/7000001/change/ is a client's."""
    _, _, _, model, *rest = [*probe.path.split("/"), "", ""]
    return "object_id" not in probe.template or rest[0] in treasure.keys.get(f"{model} pk", ())


def _gets(templates: Iterable[str], who: str, how: str, treasure: Treasure) -> list[Probe]:
    return [
        Probe("GET", template, path, who, how)
        for template in sorted(templates)
        for path in paths(template, treasure)
    ]


def may_show_notes(probe: Probe) -> bool:
    """The CRM and the pages of their trainer; of the admin only the session itself."""
    if probe.who == OWNER:
        return not probe.path.startswith(("/api/calendar/", "/api/timeline/"))
    return probe.template in FOR_STAFF


def beyond_layout(changes: Sequence[str], before: Rows, after: Rows) -> list[str]:
    """The changes but for what looking ahead does: sessions of a series stored, and how far they are."""
    return [line for line in changes if not _is_layout(line, before, after)]


def _is_layout(line: str, before: Rows, after: Rows) -> bool:
    key = line.partition(":")[0]
    if key.startswith("scheduling.Session "):
        return key not in before and after[key]["occurrence_on"] != "None"
    if key.startswith("scheduling.HistoricalSession "):
        return key not in before and after[key]["history_change_reason"] == "laid out"
    if key not in before or key not in after:
        return False
    changed = {name for name in before[key] if before[key][name] != after[key].get(name)}
    return key.startswith("scheduling.Series ") and changed == {"laid_out_until"}
