"""The guard in the database: sessions that hold time never overlap beyond what is allowed.

For a trainer: at no instant more than `parallel_sessions`. For a client: never two. It holds for every
writer, also for code that goes around scheduling.domain (docs/decisions/0001-guard-in-the-database.md).

A refused write raises django.db.IntegrityError whose text contains TRAINER_OVERLAP or CLIENT_OVERLAP.
"""

from typing import Any

from django.db import IntegrityError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TRAINER_OVERLAP = "session_trainer_overlap"
CLIENT_OVERLAP = "session_client_overlap"

# A session is at most 14 days long (a CHECK), so nothing that starts earlier can still be under way.
# Without that bound the test would read every earlier session of the trainer; without the order PostgreSQL,
# as long as it knows nothing of a new table, would choose an index by which it reads all of them.
_OTHERS = """
    SELECT other.scheduled_start, other.scheduled_end
    FROM scheduling_session other
    WHERE other.{owner}_id = NEW.{owner}_id
      AND other.id <> NEW.id
      AND other.status IN ('scheduled', 'completed')
      AND other.scheduled_start < NEW.scheduled_end
      AND other.scheduled_start > {earliest}
      AND other.scheduled_end > NEW.scheduled_start
    ORDER BY other.scheduled_start
"""
# The number of others can only rise where one starts, so the busiest instant of the new session is its
# own start or the start of one of the others within it.
_BUSIEST = """
    WITH others AS ({others}),
    instants AS (
        SELECT NEW.scheduled_start AS instant
        UNION SELECT scheduled_start FROM others WHERE scheduled_start > NEW.scheduled_start
    )
    SELECT max(taken) FROM (
        SELECT (
            SELECT count(*) FROM others
            WHERE scheduled_start <= instants.instant AND scheduled_end > instants.instant
        ) AS taken
        FROM instants
    ) AS counted
"""

_POSTGRESQL_EARLIEST = "NEW.scheduled_start - interval '336 hours'"
_POSTGRESQL_BUSIEST = _BUSIEST.format(others=_OTHERS.format(owner="trainer", earliest=_POSTGRESQL_EARLIEST))
_POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION session_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        allowed integer;
    BEGIN
        -- The lock lets the writers of one trainer take turns; each then sees what the one before wrote.
        SELECT parallel_sessions INTO allowed FROM trainers_trainer
            WHERE id = NEW.trainer_id FOR NO KEY UPDATE;
        IF ({_POSTGRESQL_BUSIEST}) >= allowed THEN
            RAISE EXCEPTION '{TRAINER_OVERLAP}' USING ERRCODE = 'exclusion_violation';
        END IF;
        RETURN NEW;
    END $$
"""
_POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    # Two trainers may book one client at once, each under a lock of their own: only a constraint sees both.
    f"""
    ALTER TABLE scheduling_session ADD CONSTRAINT {CLIENT_OVERLAP} EXCLUDE USING gist
        (client_id WITH =, tstzrange(scheduled_start, scheduled_end, '[)') WITH &&)
        WHERE (status IN ('scheduled', 'completed'))
    """,
    _POSTGRESQL_FUNCTION,
    """
    CREATE TRIGGER session_guard_insert BEFORE INSERT ON scheduling_session FOR EACH ROW
        WHEN (NEW.status IN ('scheduled', 'completed')) EXECUTE FUNCTION session_guard()
    """,
    """
    CREATE TRIGGER session_guard_update BEFORE UPDATE ON scheduling_session FOR EACH ROW
        WHEN (
            NEW.status IN ('scheduled', 'completed') AND (
                OLD.status NOT IN ('scheduled', 'completed')
                OR (OLD.trainer_id, OLD.scheduled_start, OLD.scheduled_end)
                    IS DISTINCT FROM (NEW.trainer_id, NEW.scheduled_start, NEW.scheduled_end)
            )
        ) EXECUTE FUNCTION session_guard()
    """,
]
_POSTGRESQL_REMOVAL = [
    "DROP TRIGGER IF EXISTS session_guard_insert ON scheduling_session",
    "DROP TRIGGER IF EXISTS session_guard_update ON scheduling_session",
    "DROP FUNCTION IF EXISTS session_guard",
    f"ALTER TABLE scheduling_session DROP CONSTRAINT IF EXISTS {CLIENT_OVERLAP}",
]

_SQLITE_EARLIEST = "datetime(NEW.scheduled_start, '-14 days')"
# AFTER, because NEW.id is not known before the row is there; ABORT takes the row back.
_SQLITE_TRIGGER = """
    CREATE TRIGGER IF NOT EXISTS session_guard_{event} AFTER {event} ON scheduling_session FOR EACH ROW
    WHEN NEW.status IN ('scheduled', 'completed') {only_if}
    BEGIN
        SELECT RAISE(ABORT, '{trainer_overlap}')
            WHERE ({busiest}) >= (SELECT parallel_sessions FROM trainers_trainer WHERE id = NEW.trainer_id);
        SELECT RAISE(ABORT, '{client_overlap}') WHERE EXISTS ({others_of_client});
    END
"""


def _sqlite_trigger(event: str, only_if: str = "") -> str:
    return _SQLITE_TRIGGER.format(
        event=event,
        only_if=only_if,
        trainer_overlap=TRAINER_OVERLAP,
        client_overlap=CLIENT_OVERLAP,
        busiest=_BUSIEST.format(others=_OTHERS.format(owner="trainer", earliest=_SQLITE_EARLIEST)),
        others_of_client=_OTHERS.format(owner="client", earliest=_SQLITE_EARLIEST),
    )


_SQLITE = [
    _sqlite_trigger("INSERT"),
    _sqlite_trigger(
        "UPDATE",
        """AND (
            OLD.status NOT IN ('scheduled', 'completed')
            OR (OLD.trainer_id, OLD.client_id, OLD.scheduled_start, OLD.scheduled_end)
                IS NOT (NEW.trainer_id, NEW.client_id, NEW.scheduled_start, NEW.scheduled_end)
        )""",
    ),
]
_SQLITE_REMOVAL = [
    "DROP TRIGGER IF EXISTS session_guard_INSERT",
    "DROP TRIGGER IF EXISTS session_guard_UPDATE",
]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the guard into the database of the connection."""
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def improve(connection: BaseDatabaseWrapper) -> None:
    """Give the guard that is there the function that it has now."""
    if connection.vendor == "postgresql":
        _run(connection, [_POSTGRESQL_FUNCTION])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guard out: for the way back of its migration, and to see what happens without it."""
    _run(connection, _POSTGRESQL_REMOVAL if connection.vendor == "postgresql" else _SQLITE_REMOVAL)


def put_back(using: str, **kwargs: Any) -> None:
    """After every migrate: SQLite drops the triggers of a table whenever a migration rebuilds it."""
    connection = connections[using]
    if connection.vendor == "sqlite" and "scheduling_session" in connection.introspection.table_names():
        install(connection)


def is_overlap(error: IntegrityError) -> bool:
    """Whether the guard refused the write, and not another constraint."""
    return TRAINER_OVERLAP in str(error) or CLIENT_OVERLAP in str(error)


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
