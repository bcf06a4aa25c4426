"""Puts payloads into every text field there is, past all validation, in one object of every kind."""

from typing import Any

from bench.payloads.texts import text_for
from tests.served.server import Server

# Every text that is written by people: what has choices, is from a list or put together by us, is none.
FIELDS = """
from django.apps import apps
from django.db import models

NO_TEXTS = {"timezone", "password", "google_event_id", "outlook_event_id", "query"}
OURS = {"trainers", "clients", "scheduling"}
result = [
    [model._meta.label, field.name, field.max_length or 10_000]
    for model in apps.get_models()
    # Histories hold the same texts again; a receipt is shown to nobody.
    if model._meta.app_label in OURS and not model.__name__.startswith(("Historical", "Receipt"))
    for field in model._meta.get_fields()
    if isinstance(field, (models.CharField, models.TextField))
    and not isinstance(field, models.UUIDField)
    and not field.choices
    and field.name not in NO_TEXTS
]
"""

SEED = """
from datetime import date, datetime, time, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone

from bench.payloads.texts import cell
from clients.models import Client, Upload
from scheduling.models import SavedView, Series, Session, Timeline
from trainers.models import Step, TimeOff, Trainer, User

call_command("flush", interactive=False, verbosity=0)
texts = {}
for label, name, text in given["texts"]:
    texts.setdefault(label.split(".")[1], {})[name] = text


def make(model, **values):
    return model.objects.create(**{**texts.get(model.__name__, {}), **values})


def cookie(user):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


zone = ZoneInfo("Europe/Berlin")
now = timezone.now().replace(microsecond=0)
monday = date(now.year + 1, 6, 1)
monday -= timedelta(days=monday.weekday())


def at(hour, day=monday):
    return datetime.combine(day, time(hour), zone)


user = make(User)
trainer = make(Trainer, user=user, timezone="Europe/Berlin", parallel_sessions=3)
staff = make(User, username="staff", email="staff@example.com", is_staff=True, is_superuser=True)
TimeOff.objects.create(trainer=trainer, start=at(15), end=at(18), **texts["TimeOff"])
TimeOff.objects.create(trainer=trainer, start=now, end=now + timedelta(hours=2), **texts["TimeOff"])
client = make(Client, trainer=trainer)
other = make(Client, trainer=trainer, email=texts["Client"]["email"] + "x")
inactive = make(Client, trainer=trainer, email=texts["Client"]["email"] + "y", status="inactive")
routine = make(Timeline, trainer=trainer, client=client)
nobodys = make(Timeline, trainer=trainer)
series = {"trainer": trainer, "timezone": "Europe/Berlin"}
last_week = datetime.combine(now.date() - timedelta(days=7), time(9), zone)
weekly = make(
    Series,
    timeline=routine,
    start=last_week,
    end=last_week + timedelta(hours=1),
    cycle="WEEKLY",
    laid_out_until=last_week,
    **series,
)
once = make(Series, timeline=routine, start=at(9), end=at(10), **series)
placeholder = make(Series, timeline=nobodys, **series)
weekly_of_nobody = make(
    Series,
    timeline=nobodys,
    start=at(20),
    end=at(21),
    cycle="WEEKLY",
    laid_out_until=at(20),
    **series,
)
sessions = [
    make(
        Session,
        trainer=trainer,
        client=client,
        scheduled_start=at(11 + n),
        scheduled_end=at(12 + n),
        status=status,
    )
    for n, status in enumerate(["scheduled", "completed", "cancelled", "no-show"])
]
sessions.append(
    make(
        Session, trainer=trainer, client=client, series=once, scheduled_start=at(9), scheduled_end=at(10)
    )
)
today = make(
    Session, trainer=trainer, client=client, scheduled_start=now, scheduled_end=now + timedelta(hours=1)
)
view = make(SavedView, trainer=trainer, view="week")
make(Step, trainer=trainer, at=now, way_back={"parts": [], "newest": 0, "inactive": []})
listed = "Name,E-mail,Notes\\nEmma Wilson,emma@example.com," + cell(texts["Upload"]["text"]) + "\\n"
upload = make(Upload, trainer=trainer, created_at=now, text=listed)
from scheduling.domain import horizon

horizon.extend(trainer, now=now)
occurrence = weekly.sessions.filter(scheduled_start__gt=now).in_order().first()
for field, text in texts["Session"].items():
    setattr(occurrence, field, text)
occurrence.save()
result = {
    "trainer": cookie(user),
    "staff": cookie(staff),
    "day": str(monday),
    "free": str(monday + timedelta(days=3)),
    "ids": {"trainer": trainer.pk, "client": client.pk, "session": sessions[0].pk, "user": user.pk},
    "client": str(client.uuid),
    "other": str(other.uuid),
    "inactive": str(inactive.uuid),
    "sessions": [str(session.uuid) for session in [*sessions, today]],
    "occurrence": str(occurrence.uuid),
    "view": str(view.uuid),
    "upload": str(upload.uuid),
    "timelines": [str(routine.uuid), str(nobodys.uuid)],
    "series": [str(each.uuid) for each in (weekly, once, placeholder, weekly_of_nobody)],
}
"""


def fields(server: Server) -> list[tuple[str, str, int]]:
    """(model, field, longest) of every text field."""
    return [(label, name, longest) for label, name, longest in server.run(FIELDS)]


def seed(server: Server, found: list[tuple[str, str, int]], turn: int) -> Any:
    """An empty database with a trainer of whom every text is a payload; the names of what is there."""
    texts = [
        (label, name, text_for(number, turn, longest)) for number, (label, name, longest) in enumerate(found)
    ]
    return server.run(SEED, texts=texts)
