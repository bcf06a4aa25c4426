"""The floor's statement of each operation, in the words of the database of the URL."""

import os
import re

COLUMNS = """
    id, title, description, session_type, location, scheduled_start, scheduled_end, actual_start, actual_end,
    status, exercises_performed, notes, client_feedback, trainer_notes, google_event_id, outlook_event_id,
    created_at, updated_at, trainer_id, client_id
"""
LIST = f"""
    SELECT {COLUMNS} FROM scheduling_session WHERE trainer_id = :trainer
    ORDER BY scheduled_start DESC, id DESC LIMIT :number
"""
FILTERED = f"""
    SELECT {COLUMNS} FROM scheduling_session
    WHERE trainer_id = :trainer AND status = 'scheduled'
        AND scheduled_start >= :start AND scheduled_start <= :end
    ORDER BY scheduled_start DESC, id DESC LIMIT :number
"""
OF_SESSION = ", ".join(f"session.{name.strip()}" for name in COLUMNS.split(","))
WITH_CLIENT = f"""
    SELECT {OF_SESSION},
        client.first_name, client.last_name, client.email, client.phone, client.status AS client_status
    FROM scheduling_session session JOIN clients_client client ON client.id = session.client_id
    WHERE session.trainer_id = :trainer
    ORDER BY session.scheduled_start DESC, session.id DESC LIMIT :number
"""
COUNTS = """
    SELECT count(*) AS total, count(*) FILTER (WHERE status = 'scheduled') AS scheduled,
        count(*) FILTER (WHERE status = 'completed') AS completed,
        count(*) FILTER (WHERE status = 'cancelled') AS cancelled,
        count(*) FILTER (WHERE status = 'no-show') AS no_show,
        count(*) FILTER (WHERE session_type = 'personal') AS personal,
        count(*) FILTER (WHERE session_type = 'group') AS groups,
        count(*) FILTER (WHERE session_type = 'online') AS online,
        count(*) FILTER (WHERE session_type = 'assessment') AS assessment,
        count(*) FILTER (WHERE session_type = 'consultation') AS consultation
    FROM scheduling_session
    WHERE trainer_id = :trainer AND scheduled_start >= :start AND scheduled_start < :end
"""
BOOKED = """
    SELECT scheduled_start, scheduled_end, title FROM scheduling_session
    WHERE trainer_id = :trainer AND status IN ('scheduled', 'completed')
        AND scheduled_start < :end AND scheduled_end > :start AND scheduled_start > :earliest
    ORDER BY scheduled_start, id
"""
RANGE = """
    SELECT session.uuid, client.uuid AS client_uuid, client.first_name, client.last_name, session.title,
        session.scheduled_start, session.scheduled_end, session.description
    FROM scheduling_session session JOIN clients_client client ON client.id = session.client_id
    WHERE session.trainer_id = :trainer AND session.status <> 'cancelled'
        AND session.scheduled_start < :end AND session.scheduled_end > :start
        AND session.scheduled_start > :earliest
    ORDER BY session.scheduled_start, session.id
"""
SERIES = """
    SELECT series.uuid, timeline.uuid AS timeline_uuid, series.title, series.start, series."end",
        series.cycle, series.description, series.created_at, series.updated_at, series.removed_at
    FROM scheduling_series series JOIN scheduling_timeline timeline ON timeline.id = series.timeline_id
    WHERE series.trainer_id = :trainer AND series.removed_at IS NULL
    ORDER BY series.start DESC NULLS LAST, series.id LIMIT :number
"""
CREATE = f"""
    INSERT INTO scheduling_session (uuid, version, trainer_id, client_id, title, session_type,
        scheduled_start, scheduled_end, status, changed_by_hand, created_at, updated_at)
    VALUES (:uuid, 1, :trainer, :client_id, :title, 'personal', :start, :end, 'scheduled', false, :now, :now)
    RETURNING {COLUMNS}
"""
MOVE = f"""
    UPDATE scheduling_session
    SET scheduled_start = :start, scheduled_end = :end, version = version + 1, updated_at = :now
    WHERE id = :id RETURNING {COLUMNS}
"""
NAMED = {
    "list": LIST,
    "filtered": FILTERED,
    "with-client": WITH_CLIENT,
    "one": f"SELECT {COLUMNS} FROM scheduling_session WHERE id = :id",
    "statistics": COUNTS,
    "availability": BOOKED,
    "range": RANGE,
    "series": SERIES,
    "create": CREATE,
    "move": MOVE,
}
# {parameter: its type}, where what an address says is a text.
TYPED = {"trainer": "bigint", "id": "bigint", "number": "bigint", "client_id": "bigint", "uuid": "uuid"}
TYPED |= dict.fromkeys(["start", "end", "earliest", "now"], "timestamptz")


def psycopgs(statement: str) -> str:
    """The statement as psycopg reads it, with the types of its parameters."""
    return re.sub(
        r":([a-z_]+)", lambda it: f"%({it[1]})s" + (f"::{TYPED[it[1]]}" if it[1] in TYPED else ""), statement
    )


IS_SQLITE = os.environ.get("DATABASE_URL", "").startswith("sqlite")
STATEMENTS = NAMED if IS_SQLITE else {name: psycopgs(statement) for name, statement in NAMED.items()}
