"""Who tries: everybody but the trainer whose data it is, each with a cookie and with a bearer token.

Runs in the served environment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils import timezone

from mectofitness.api import tokens
from trainers.models import Trainer, User

OWNER, STRANGER = "the trainer", "another trainer"
RIGHTLESS, STAFF = "staff without rights", "staff"
NOBODY, INACTIVE, ANONYMOUS = "no trainer", "an inactive trainer", "anonymous"
EXPIRED, REVOKED = "the trainer's expired", "the trainer's revoked"
BEARER, COOKIE, NONE = "bearer", "cookie", "no"
EVERYBODY_ELSE = [
    *[(who, how) for who in (STRANGER, RIGHTLESS, NOBODY) for how in (BEARER, COOKIE)],
    *[(who, how) for who in (INACTIVE, EXPIRED, REVOKED) for how in (BEARER, COOKIE)],
    # The API is theirs too: what they may do there is tried in mectofitness/api/tests/test_acting.py.
    (STAFF, COOKIE),
    (ANONYMOUS, NONE),
]


@dataclass(frozen=True)
class Credential:
    bearer: str | None = None
    cookie: str | None = None


def gather(owner: int, stranger: int) -> dict[str, int]:
    """Make the other users; {who: id}. `owner` is the id of the user whose data it is."""
    inactive = _user("inactive")
    Trainer.objects.create(user=inactive, full_name=INACTIVE, timezone="America/New_York")
    return {
        **dict.fromkeys((OWNER, EXPIRED, REVOKED), owner),
        STRANGER: stranger,
        RIGHTLESS: _user("rightless", is_staff=True).pk,
        STAFF: _user("staff", is_staff=True, is_superuser=True).pk,
        NOBODY: _user("nobody").pk,
        INACTIVE: inactive.pk,
    }


def _user(name: str, **more: Any) -> User:
    user = User(username=f"{name}-caller", email=f"{name}@example.com", **more)
    user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def admit(ids: dict[str, int], wanted: Sequence[tuple[str, str]]) -> list[Credential]:
    """New credentials, in the order of (who, how). Each is used once, since some probes sign out."""
    User.objects.filter(pk=ids[INACTIVE]).update(is_active=True)
    users = {user.pk: user for user in User.objects.filter(pk__in=ids.values())}
    given = [_credential(who, how, users.get(ids.get(who, 0))) for who, how in wanted]
    User.objects.filter(pk=ids[INACTIVE]).update(is_active=False)
    return given


def _credential(who: str, how: str, user: User | None) -> Credential:
    if user is None:
        return Credential()
    return Credential(bearer=_bearer(who, user)) if how == BEARER else Credential(cookie=_cookie(who, user))


def _bearer(who: str, user: User) -> str:
    access = cast(tokens.AccessToken, tokens.RefreshToken.for_user(user).access_token)
    if who == EXPIRED:
        access.set_exp(from_time=timezone.now() - timedelta(days=1))
    elif who == REVOKED:
        tokens.revoke(access, None)
    return str(access)


def _cookie(who: str, user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if who == EXPIRED:
        session.set_expiry(timezone.now() - timedelta(days=1))
    session.create()
    key: str = session.session_key
    if who == REVOKED:
        session.delete(key)
    return key
