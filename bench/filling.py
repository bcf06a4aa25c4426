"""A studio with as many sessions as are asked for, written past the domain: a million in a minute or two."""

from datetime import UTC, datetime, timedelta
from typing import Any

PER_TRAINER, PER_CLIENT = 200, 50
CYCLES = ["DAILY", "WEEKLY", "MONTHLY"]
# Of each trainer one an hour, as many before now as after; {trainer} is the first trainer's key. Every other
# is of its client's series; each was recorded once, and every tenth is noted in the admin's log.
COLUMNS = (
    "uuid, version, trainer_id, client_id, title, session_type, scheduled_start, scheduled_end, status,"
    " series_id, occurrence_on, changed_by_hand, created_at, updated_at"
)
STATUS = "CASE WHEN hour < 0 THEN 'completed' ELSE 'scheduled' END"
SQLITE = """
    WITH RECURSIVE numbers(n, hour) AS (
        SELECT 0, -{half}
        UNION ALL SELECT n + 1, (n + 1) % {per_trainer} - {half} FROM numbers WHERE n + 1 < {count}
    )
    INSERT INTO scheduling_session ({columns})
    SELECT lower(hex(randomblob(16))), 1, {trainer} + n / {per_trainer}, {client} + n / {per_client},
        'Session ' || n, 'personal',
        datetime('now', 'start of day', hour || ' hours'),
        datetime('now', 'start of day', (hour + 1) || ' hours'), {status},
        CASE WHEN n % 2 = 0 THEN {series} + n / {per_client} END,
        CASE WHEN n % 2 = 0 THEN date('2000-01-01', (n % {per_client}) || ' days') END,
        0, datetime('now'), datetime('now')
    FROM numbers
"""
POSTGRESQL = """
    INSERT INTO scheduling_session ({columns})
    SELECT gen_random_uuid(), 1, {trainer} + n / {per_trainer}, {client} + n / {per_client},
        'Session ' || n, 'personal',
        date_trunc('day', now()) + hour * interval '1 hour',
        date_trunc('day', now()) + (hour + 1) * interval '1 hour', {status},
        CASE WHEN n % 2 = 0 THEN {series} + n / {per_client} END,
        CASE WHEN n % 2 = 0 THEN date '2000-01-01' + n % {per_client} END,
        false, now(), now()
    FROM (SELECT n, n % {per_trainer} - {half} AS hour FROM generate_series(0, {count} - 1) AS n) AS each
"""
RECORDED = """
    INSERT INTO scheduling_historicalsession (id, title, session_type, scheduled_start, scheduled_end, status,
        trainer_id, client_id, history_date, history_type)
    SELECT id, title, session_type, scheduled_start, scheduled_end, status, trainer_id, client_id,
        created_at, '+'
    FROM scheduling_session WHERE trainer_id >= {trainer}
"""
LOGGED = """
    INSERT INTO django_admin_log (action_time, user_id, content_type_id, object_id, object_repr, action_flag,
        change_message)
    SELECT created_at, {staff}, {kind}, CAST(id AS text), title, 2, ''
    FROM scheduling_session WHERE trainer_id >= {trainer} AND id % 10 = 0
"""


def fill(sessions: int) -> None:
    """So many sessions more, of new trainers and clients, without the guard, which would look at each."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    from scheduling.models import Session, guard

    keys = _people(-(-sessions // PER_TRAINER)) | {"count": sessions}
    keys |= {"staff": _staff(), "kind": ContentType.objects.get_for_model(Session).pk}
    keys |= {"columns": COLUMNS, "status": STATUS}
    numbers = {"per_trainer": PER_TRAINER, "per_client": PER_CLIENT, "half": PER_TRAINER // 2}
    guard.remove(connection)
    with connection.cursor() as cursor:
        for statement in (SQLITE if connection.vendor == "sqlite" else POSTGRESQL, RECORDED, LOGGED):
            cursor.execute(statement.format(**numbers, **keys))
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _staff() -> int:
    from trainers.models import User

    user, _ = User.objects.get_or_create(
        username="staff", defaults={"is_staff": True, "is_superuser": True, "email": "staff@example.com"}
    )
    return user.pk


def _people(trainers: int) -> dict[str, Any]:
    """So many trainers, each with clients, of whom each has a series; the first key of each kind."""
    from clients.models import Client
    from scheduling.models import Series, Timeline
    from trainers.models import Trainer, User

    known = User.objects.count()
    users = _written(
        User(username=f"t{n}", email=f"t{n}@example.com") for n in range(known, known + trainers)
    )
    hired = _written(
        Trainer(user=it, full_name=f"Trainer {it.username}", timezone="Europe/Berlin") for it in users
    )
    clients = _written(
        Client(trainer=trainer, first_name="Client", last_name=f"{trainer.pk} {n}", email=f"c{n}@example.com")
        for trainer in hired
        for n in range(PER_TRAINER // PER_CLIENT)
    )
    lines = _written(
        Timeline(trainer=it.trainer, client=it, name=f"Line of {it.last_name}") for it in clients
    )
    begin = datetime.now(UTC)
    times = {"start": begin, "end": begin + timedelta(hours=1), "timezone": "Europe/Berlin"}
    series = _written(
        Series(trainer=it.trainer, timeline=it, title=f"Series {it.name}", cycle=CYCLES[n % 3], **times)
        for n, it in enumerate(lines)
    )
    return {"trainer": hired[0].pk, "client": clients[0].pk, "series": series[0].pk}


def _written(rows: Any) -> list[Any]:
    rows = list(rows)
    return type(rows[0])._base_manager.bulk_create(rows, batch_size=1000)
