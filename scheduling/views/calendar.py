"""What all views of the calendar have in common: which days there are, their addresses and their sessions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from scheduling.domain import horizon, wall_clock
from scheduling.models import SavedView, Session
from scheduling.models.session import SessionQuerySet
from scheduling.views.filters import Filters
from trainers.access import TrainerRequest, trainer_required
from trainers.browsers import first_view
from trainers.models import Trainer

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2099, 12, 31)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
VIEWS = dict(SavedView.View.choices)
LAST_VIEW = "calendar_view"
A_YEAR = 365 * 24 * 60 * 60
# A calendar shows many sessions; their long texts stay in the database.
SHOWN = (
    "uuid",
    "version",
    "title",
    "session_type",
    "status",
    "cancellation_reason",
    "location",
    "scheduled_start",
    "scheduled_end",
    "occurrence_on",
    "client__uuid",
    "client__first_name",
    "client__last_name",
)


@dataclass(frozen=True)
class Shown:
    """A page of the calendar: `view` from the day `first` to `last`, both included."""

    view: str
    first: date
    last: date
    previous: date | None
    next: date | None
    filters: Filters
    today: date
    now: datetime

    @property
    def own_day(self) -> date:
        """The day in its address: a week may begin before the calendar does."""
        return max(self.first, FIRST_DAY)

    @property
    def has_today(self) -> bool:
        return self.first <= self.today <= self.last

    @property
    def day(self) -> date:
        """The day that another view shows: today, if it is there, else the first."""
        return self.today if self.has_today else self.own_day


@trainer_required
@require_safe
def latest(request: TrainerRequest) -> HttpResponse:
    """To the view that was looked at last; at first to the week, on a phone to the day."""
    first = first_view(request)
    view = request.COOKIES.get(LAST_VIEW, "")
    return redirect(f"{view if view in VIEWS else first}-now")


def address(view: str, day: date, query: str = "") -> str:
    return f"{reverse(view, args=[day])}{'?' if query else ''}{query}"


def addresses(view: str, query: str = "") -> Callable[[date], str]:
    """What address() says of each of many days, for which it would ask Django each time."""
    before, _, after = address(view, FIRST_DAY, query).partition(f"{FIRST_DAY}")
    return lambda day: f"{before}{day}{after}"


def address_now(view: str, query: str = "") -> str:
    return f"{reverse(f'{view}-now')}{'?' if query else ''}{query}"


def jump(request: TrainerRequest, view: str) -> HttpResponse:
    """To the page of the day that was asked for (`?day=`), or of today, with the same filters."""
    today = wall_clock.today(timezone.now(), request.trainer.zone)
    filters, asked = Filters.of(request), request.GET.copy()
    asked.pop("day", None)
    # What could not be read goes on as well: the page says so.
    query = asked.urlencode() if filters.notes else filters.query
    return redirect(address(view, day_of(request.GET.get("day", "")) or today, query))


def page(request: TrainerRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """All of it; only what changes for a script that swaps the calendar; nothing if it has this `state`."""
    is_swap = request.headers.get("HX-Target") in {"calendar", "mini"}
    has_news = getattr(request.trainer, "has_news", False)
    if has_news:  # so it appears by itself as well
        context["state"] = f"{context['state']}+"
    tag = f'W/"{context["state"]}"'
    if is_swap and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    layout = "scheduling/_swapped.html" if is_swap else "base.html"
    response = render(
        request, template, {"section": "calendar", "layout": layout, "has_news": has_news, **context}
    )
    response["ETag"] = tag
    patch_vary_headers(response, ["HX-Target"])
    view = str(context["view"])
    if request.COOKIES.get(LAST_VIEW) != view:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(LAST_VIEW, view, A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response


def look(trainer: Trainer, first: date, last: date, now: datetime) -> tuple[datetime, datetime]:
    """The span of the local days, both included, in which all that repeats is stored now."""
    start, end = wall_clock.day(first, trainer.zone)[0], wall_clock.day(last, trainer.zone)[1]
    horizon.look(trainer, start, end, now=now)
    return start, end


def sessions_of_days(
    trainer: Trainer, first: date, last: date, now: datetime, filters: Filters | None = None
) -> SessionQuerySet:
    """The trainer's sessions from a local day to another, both included, of any status."""
    start, end = look(trainer, first, last, now)
    sessions = Session.objects.for_trainer(trainer).without_ended().between(start, end)
    sessions = filters.apply(sessions) if filters else sessions
    return sessions.select_related("client").only(*SHOWN).in_order()


def in_bounds(day: date) -> date | None:
    """The day, if the calendar has it: a link to any other would lead nowhere."""
    return day if FIRST_DAY <= day <= LAST_DAY else None


def day_of(text: str) -> date | None:
    try:
        return in_bounds(date.fromisoformat(text))
    except ValueError:
        return None


def days_between(first: date, last: date) -> Iterator[date]:
    """Both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def days_of(start: datetime, end: datetime, trainer: Trainer) -> Iterator[date]:
    """The local days on which something is under way."""
    first, last = (instant.astimezone(trainer.zone) for instant in (start, end - timedelta(seconds=1)))
    return days_between(first.date(), last.date())
