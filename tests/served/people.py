"""Who uses the served product in a test: new trainers with clients and a cookie of their own."""

import secrets
from dataclasses import dataclass

from tests.served.server import Server

PASSWORD = "correct horse battery staple"

HIRE = """
import io
import json
from importlib import import_module
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from clients.domain import enrol
from trainers.models import Trainer

result = []
# Half a second of the processor, which for all of them is spent once.
hashed = make_password(given["password"])
for call in given["calls"]:
    with patch("django.contrib.auth.base_user.make_password", lambda password: hashed):
        call_command("create_trainer", *call["arguments"], stdout=(printed := io.StringIO()))
    ids = json.loads(printed.getvalue())
    trainer = Trainer.objects.select_related("user").get(pk=ids["id"])
    clients = [
        enrol(trainer, {"first_name": "Client", "last_name": str(n), "email": f"client{n}@example.com"}).pk
        for n in range(call["clients"])
    ]
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(trainer.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = trainer.user.get_session_auth_hash()
    session.create()
    person = {"username": trainer.user.username, "cookie": session.session_key, "clients": clients}
    result.append({**ids, **person})
"""


@dataclass(frozen=True)
class Person:
    """A trainer whose clock shows UTC, signed in with a cookie; `clients` are ids."""

    id: int
    uuid: str
    username: str
    cookie: str
    clients: list[int]


@dataclass(frozen=True)
class Wanted:
    clients: int = 1
    parallel_sessions: int = 1


def hire(server: Server, *wanted: Wanted) -> list[Person]:
    """New trainers, as `manage.py create_trainer` makes them."""
    names = [f"trainer_{secrets.token_hex(6)}" for _ in wanted]
    calls = [
        {
            "arguments": [
                name,
                f"--password={PASSWORD}",
                f"--email={name}@example.com",
                f"--name={name}",
                f"--parallel-sessions={one.parallel_sessions}",
            ],
            "clients": one.clients,
        }
        for name, one in zip(names, wanted, strict=True)
    ]
    return [Person(**person) for person in server.run(HIRE, calls=calls, password=PASSWORD)]
