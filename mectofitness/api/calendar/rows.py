"""Contract 000's session in the list of a range, from a row of the database."""

from datetime import datetime
from typing import Any
from uuid import UUID

from mectofitness.api.fields import in_utc

COLUMNS = (
    *("uuid", "client__uuid", "client__first_name", "client__last_name"),
    *("title", "scheduled_start", "scheduled_end", "description"),
)


def in_range(
    uuid: UUID,
    client: UUID | None,
    first_name: str,
    last_name: str,
    title: str,
    start: datetime,
    end: datetime,
    description: str | None,
) -> dict[str, Any]:
    """As RangeData describes it; of a session of a series that has no client there is no name either."""
    return {
        "id": str(uuid),
        "client_id": str(client) if client else None,
        "client_name": f"{first_name} {last_name}" if client else "",
        "session_type": title,
        "start_date": f"{in_utc(start)}.000Z",
        "end_date": f"{in_utc(end)}.000Z",
        "description": description or "",
    }
