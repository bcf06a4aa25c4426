"""Staff who work as a trainer: who may, as whom, for how long, and that its beginning and end are told.

It is kept in the browser session of the member of staff, who stays `request.user`. Whose pages that user sees
is decided by trainers.access.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.translation import gettext as _

from trainers.models import Trainer
from trainers.staff import PRIVATE_NOTES, may_administer

# The pages show private notes: who may not see those may not see the pages.
RIGHTS = ("trainers.impersonate", PRIVATE_NOTES)
LASTS = timedelta(minutes=60)
KEY = "impersonation"


class AlreadyBegun(Exception):
    """Who works as a trainer stops before working as another."""


def may_impersonate(user: Any, trainer: Trainer) -> bool:
    """Whether the user may work as that trainer: as one of the staff nobody may, so neither as oneself."""
    whom = trainer.user
    is_open = whom.is_active and not whom.is_staff and not whom.is_superuser
    return bool(is_open and user.is_active and may_administer(user, *RIGHTS))


def begin(request: HttpRequest, trainer: Trainer, now: datetime) -> None:
    """Work as that trainer from now on. Raises PermissionDenied, AlreadyBegun."""
    if not may_impersonate(request.user, trainer):
        raise PermissionDenied(_("You may not work as this trainer."))
    if impersonated(request, now):
        raise AlreadyBegun
    end(request)
    words = _("Began to work as this trainer, for %(minutes)s minutes at most.")
    _record(request.user, trainer, words % {"minutes": LASTS // timedelta(minutes=1)})
    _renew(request)
    request.session[KEY] = {"trainer": trainer.pk, "until": (now + LASTS).isoformat()}


def end(request: HttpRequest) -> Trainer | None:
    """Work as nobody else from now on; returns as whom it was, as far as they are still there."""
    told = _told(request)
    if told is None:
        return None
    trainer = Trainer.objects.filter(pk=told["trainer"]).first()
    if trainer and request.user.is_authenticated:
        _record(request.user, trainer, _("Stopped working as this trainer."))
    del request.session[KEY]
    _renew(request)
    return trainer


def at_sign_out(request: HttpRequest, **kwargs: Any) -> None:
    """The signal's receiver: what ends with the session is told too."""
    end(request)


def is_begun(request: HttpRequest) -> bool:
    """Whether it has begun and nobody has been told that it ended, which it may have by itself."""
    return _told(request) is not None


def impersonated(request: HttpRequest, now: datetime) -> Trainer | None:
    """As whom the user works, as long as that is allowed."""
    told = _told(request)
    if told is None or now >= datetime.fromisoformat(told["until"]):
        return None
    trainer = Trainer.objects.select_related("user").filter(pk=told["trainer"]).first()
    return trainer if trainer and may_impersonate(request.user, trainer) else None


def _told(request: HttpRequest) -> dict[str, Any] | None:
    """What the session says; a request that was refused early has none."""
    session = getattr(request, "session", None)
    return None if session is None else session.get(KEY)


def _renew(request: HttpRequest) -> None:
    """What was opened as somebody else is not sent as this one, and no request under way brings it back."""
    request.session.cycle_key()
    rotate_token(request)


def _record(user: Any, trainer: Trainer, words: str) -> None:
    """For the trainer's history in the admin."""
    LogEntry.objects.log_actions(user.pk, [trainer], CHANGE, words, single_object=True)
