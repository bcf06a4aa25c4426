"""For whom a request is: the trainer who asks or, for staff, the one that `?trainer_id=` names."""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from trainers.models import Trainer
from trainers.staff import may_administer

PARAMETER = "trainer_id"
NO_PROFILE = "This account has no trainer profile"
NOT_NAMED = f"{NO_PROFILE}; say for which trainer, with ?{PARAMETER}= and the id or the uuid"
NOT_ALLOWED = "Your role does not allow this"


def trainer_for(request: Request, right: str) -> Trainer:
    """The trainer whose things a request is about; staff need the right to act for another.

    What trainers say in `trainer_id` is ignored. Raises PermissionDenied, and ValidationError for staff who
    name nobody.
    """
    user: Any = request.user
    own: Trainer | None = getattr(user, "trainer", None)
    key = request.query_params.get(PARAMETER) if user.is_staff else None
    if key is None:
        if own is None:
            raise PermissionDenied(NOT_NAMED if may_act(user, None, right) else NO_PROFILE)
        return own
    found = with_key(key).select_related("user").first()
    if not may_act(user, found, right):
        raise PermissionDenied(NOT_ALLOWED)
    if found is None:
        raise ValidationError({PARAMETER: "There is no such trainer."})
    if request.method == "POST" and not found.user.is_active:
        raise ValidationError({PARAMETER: "This trainer is inactive: nothing new can be booked."})
    return found


def may_act(user: Any, trainer: Trainer | None, right: str) -> bool:
    """Whether the user is that trainer, or one of the staff who may do this for any."""
    is_own = trainer is not None and trainer.user_id == user.pk
    return is_own or may_administer(user, right)


def with_key(key: str) -> QuerySet[Trainer]:
    """The trainers, one at most, with an id or a uuid."""
    if re.fullmatch("[0-9]{1,18}", key):
        return Trainer.objects.filter(pk=int(key))
    try:
        return Trainer.objects.filter(uuid=UUID(key))
    except ValueError:
        return Trainer.objects.none()
