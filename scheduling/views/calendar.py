"""What the week and the day have in common: which days there are, and which sessions are on them."""

from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect

from scheduling.domain import horizon, wall_clock
from scheduling.models.session import Session, SessionQuerySet
from trainers.access import TrainerRequest
from trainers.models import Trainer

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2099, 12, 31)
# A calendar shows many sessions; their long texts stay in the database.
SHOWN = (
    "uuid",
    "title",
    "session_type",
    "status",
    "location",
    "scheduled_start",
    "scheduled_end",
    "occurrence_on",
    "client__uuid",
    "client__first_name",
    "client__last_name",
)


def sessions_of_days(trainer: Trainer, first: date, last: date, now: datetime) -> SessionQuerySet:
    """The trainer's sessions from a local day to another, both included, of any status."""
    start = wall_clock.day(first, trainer.zone)[0]
    end = wall_clock.day(last, trainer.zone)[1]
    horizon.look(trainer, start, end, now=now)
    sessions = Session.objects.for_trainer(trainer).without_ended().between(start, end)
    return sessions.select_related("client").only(*SHOWN).in_order()


def in_bounds(day: date) -> date | None:
    """The day, if the calendar has it: a link to any other would lead nowhere."""
    return day if FIRST_DAY <= day <= LAST_DAY else None


def jump(request: TrainerRequest, page: str, now: datetime) -> HttpResponse:
    """To the page of the day that was asked for (`?day=`), or of today."""
    today = wall_clock.today(now, request.trainer.zone)
    return redirect(page, _day(request.GET.get("day", "")) or today)


def _day(text: str) -> date | None:
    try:
        return in_bounds(date.fromisoformat(text))
    except ValueError:
        return None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
