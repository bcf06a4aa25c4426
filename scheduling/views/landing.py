"""Where to go on when a step was undone: back to the page, unless what it shows is gone."""

from datetime import datetime

from django.urls import reverse

from scheduling.domain.steps import Values, WayBack
from scheduling.models import Session
from scheduling.wording import local_day
from trainers.models import Step


def landing(step: Step, came_from: str) -> str:
    """`came_from`, or where one finds one's way from there; empty if nobody came from anywhere."""
    # What is not there now, the way back makes again.
    gone = [part for part in WayBack.read(step).parts if part.before and part.left is None]
    shown = [part for part in gone if str((part.before or {}).get("uuid")) in came_from]
    if not shown:
        return came_from
    if shown[0].kind == Session._meta.label:
        return _day_of(shown[0].before or {})
    return reverse("changes")


def _day_of(session: Values) -> str:
    return reverse("day", args=[local_day(datetime.fromisoformat(session["scheduled_start"]))])
