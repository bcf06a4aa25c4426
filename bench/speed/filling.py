"""A studio of a given size, made quickly: a thousand sessions for each trainer, one every eight hours."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

PER_TRAINER, PER_CLIENT = 1_000, 50
# So many trainers ask; the others are there to be in the way.
ASKING = 100
EVERY, LASTS = timedelta(hours=8), timedelta(hours=1)
COLUMNS = (
    "uuid, version, trainer_id, client_id, title, description, session_type, location, notes, trainer_notes,"
    " scheduled_start, scheduled_end, status, changed_by_hand, created_at, updated_at"
)
VALUES = """
    {uuid}, 1, {trainer} + n / {per_trainer}, {client} + n / {per_client},
    'Personal Training Session', 'Full body workout focusing on strength', 'personal', 'Main Gym - Studio A',
    CASE WHEN n % 2 = 0 THEN 'Client wants to focus on upper body' END,
    CASE WHEN n % 3 = 0 THEN 'Remember client has shoulder sensitivity' END,
    {start}, {end},
    CASE WHEN place >= 0 THEN 'scheduled' WHEN n % 10 = 0 THEN 'cancelled' ELSE 'completed' END,
    false, {first}, {first}
"""
NUMBERS = {
    "sqlite": """
        WITH RECURSIVE numbers(n, place) AS (
            SELECT 0, -{half} UNION ALL
            SELECT n + 1, (n + 1) % {per_trainer} - {half} FROM numbers WHERE n + 1 < {count}
        )
        INSERT INTO scheduling_session ({columns}) SELECT {values} FROM numbers
    """,
    "postgresql": """
        INSERT INTO scheduling_session ({columns}) SELECT {values}
        FROM (
            SELECT n, n % {per_trainer} - {half} AS place FROM generate_series(0, {count} - 1) AS n
        ) AS numbers
    """,
}
DIALECTS = {
    "sqlite": {
        "uuid": "lower(hex(randomblob(16)))",
        "start": "datetime('{midnight}', (place * 8) || ' hours')",
        "end": "datetime('{midnight}', (place * 8 + 1) || ' hours')",
        "first": "datetime('{midnight}', '-500 days')",
    },
    "postgresql": {
        "uuid": "gen_random_uuid()",
        "start": "timestamptz '{midnight}+00' + place * interval '8 hours'",
        "end": "timestamptz '{midnight}+00' + place * interval '8 hours' + interval '1 hour'",
        "first": "timestamptz '{midnight}+00' - interval '500 days'",
    },
}


def fill(sessions: int, password: str) -> dict[str, Any]:
    """Store so many sessions; tells who asks, with what, and whose is what."""
    from django.contrib.auth.hashers import make_password

    from clients.models import Client
    from trainers.models import Trainer, User

    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    secret = make_password(password)
    users = User.objects.bulk_create(
        (
            User(username=f"t{n}", email=f"t{n}@example.com", password=secret)
            for n in range(-(-sessions // PER_TRAINER))
        ),
        batch_size=500,
    )
    trainers = Trainer.objects.bulk_create(
        (
            Trainer(user=user, full_name=f"Trainer {user.username}", timezone="Europe/Berlin")
            for user in users
        ),
        batch_size=500,
    )
    clients = Client.objects.bulk_create(
        (
            Client(trainer=trainer, first_name="John", last_name=f"Doe {n}", email=f"c{n}@example.com")
            for trainer in trainers
            for n in range(PER_TRAINER // PER_CLIENT)
        ),
        batch_size=500,
    )
    _insert(sessions, trainers[0].pk, clients[0].pk, midnight)
    for trainer in trainers[:ASKING]:
        _repeat(trainer, midnight)
    asking = [_known(it, midnight) for it in trainers[:ASKING]]
    return {"midnight": midnight.isoformat(), "password": password, "asking": asking}


def queries(ask: dict[str, Any]) -> int:
    """How often the database is asked for one request."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    logging.disable()  # what is printed here is read as an answer
    caller, headers = Client(), {"Host": "127.0.0.1"} | dict(ask["headers"])
    options: dict[str, Any] = {} if ask["method"] == "GET" else {"content_type": "application/json"}
    with CaptureQueriesContext(connection) as asked:
        send = getattr(caller, ask["method"].lower())
        answer = send(ask["path"], ask["given"], headers=headers, **options)
    assert answer.status_code < 300, (ask["path"], answer.status_code)
    return len(asked)


def _insert(sessions: int, trainer: int, client: int, midnight: datetime) -> None:
    """Without the guard, which would look at each; it is put back, and looks at all of them once."""
    from django.db import connection

    from scheduling.models import guard

    guard.remove(connection)
    words = {
        name: sql.format(midnight=f"{midnight:%Y-%m-%d %H:%M:%S}")
        for name, sql in DIALECTS[connection.vendor].items()
    }
    numbers = {"per_trainer": PER_TRAINER, "per_client": PER_CLIENT, "half": PER_TRAINER // 2}
    values = VALUES.format(trainer=trainer, client=client, **words, **numbers)
    statement = NUMBERS[connection.vendor].format(columns=COLUMNS, values=values, count=sessions, **numbers)
    with connection.cursor() as cursor:
        cursor.execute(statement)
        guard.install(connection)
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def _repeat(trainer: Any, midnight: datetime) -> None:
    """Twenty of contract 002's sessions, each once."""
    from scheduling.models import Series, Timeline

    timeline = Timeline.objects.create(trainer=trainer, client=trainer.clients.first(), name="Mornings")
    times = [midnight + EVERY * n for n in range(20)]
    Series.objects.bulk_create(
        Series(
            trainer=trainer,
            timeline=timeline,
            title="Yoga",
            start=it,
            end=it + LASTS,
            timezone="Europe/Berlin",
        )
        for it in times
    )


def _known(trainer: Any, midnight: datetime) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from mectofitness.api import tokens

    browser = Client()
    browser.force_login(trainer.user, "django.contrib.auth.backends.ModelBackend")
    first = trainer.sessions.filter(scheduled_start__gte=midnight)
    return {
        "id": trainer.pk,
        "username": trainer.user.username,
        "uuid": str(trainer.uuid),
        "token": tokens.obtain(trainer.user).access,
        "cookie": browser.cookies[settings.SESSION_COOKIE_NAME].value,
        "client": trainer.clients.values_list("pk", flat=True).first(),
        "sessions": [
            [pk, start.isoformat()] for pk, start in first.in_order().values_list("pk", "scheduled_start")
        ],
    }
