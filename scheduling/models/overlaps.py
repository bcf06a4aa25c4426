"""Sessions that overlap beyond what is allowed in a database that had no guard: what stands in its way."""

from collections import defaultdict
from typing import Any, NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

# As the guard counts; by start, so that one pass finds all.
_HOLDING = """
    SELECT session.id, session.trainer_id, session.client_id, trainer.parallel_sessions,
        session.scheduled_start, session.scheduled_end
    FROM scheduling_session session JOIN trainers_trainer trainer ON trainer.id = session.trainer_id
    WHERE session.status IN ('scheduled', 'completed')
    ORDER BY session.scheduled_start, session.id
"""


class Overlap(NamedTuple):
    """Two sessions that may not both hold their time, and whose they are."""

    first: int
    second: int
    owner: str
    owner_id: int

    def __str__(self) -> str:
        return f"sessions {self.first} and {self.second} of {self.owner} {self.owner_id}"


def find(connection: BaseDatabaseWrapper) -> list[Overlap]:
    """All of them, by the start of the second. Locks nothing."""
    found: list[Overlap] = []
    under_way: dict[tuple[str, int], list[Any]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING)
        for session in cursor.fetchall():
            for owner, owner_id, places in (("trainer", session[1], session[3]), ("client", session[2], 1)):
                if owner_id is None:
                    continue
                # SQLite gives times as text, which sorts as they do.
                others = [other for other in under_way[owner, owner_id] if other[5] > session[4]]
                under_way[owner, owner_id] = [*others, session]
                if len(others) >= places:
                    found += [Overlap(other[0], session[0], owner, owner_id) for other in others]
    return found
