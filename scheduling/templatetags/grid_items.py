"""What stands in a week or a month by the hundred, where a template takes ten times as long."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from html import escape
from urllib.parse import quote
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scheduling.models import Session
from scheduling.rows import Row
from scheduling.week_layout import Block, Hour
from scheduling.wording import between, clock, figures, local_day, moment, offset, walls
from trainers.templatetags.icons import icon

register = template.Library()

NOBODYS = UUID(int=0)
PLACE = "block row-{0.row} span-{0.rows} lane-{0.lane} lanes-{0.lanes} is-{0.size}"


@register.simple_tag
def session_blocks(blocks: Iterable[Block], page: str = "session") -> SafeString:
    """The items of a day's list, with all that scripts ask of them (static/js/grid-carry.js).

    Each leads to the `page` of its session.
    """
    words, before_uuid = _words(get_language()), _before_uuid(page)
    return mark_safe("".join(_item(block, words, before_uuid) for block in blocks))  # noqa: S308 - escaped there


def _before_uuid(page: str) -> str:
    """The address of that page of a session, up to the session's uuid."""
    return reverse(page, args=[NOBODYS]).removesuffix(f"{NOBODYS}/")


def _item(block: Block, words: dict[str, str], before_uuid: str) -> str:
    """What anybody wrote is escaped here."""
    session, uuid = block.session, str(block.session.uuid)
    start, end = walls(session)
    who = f'<bdi class="block-who">{escape(session.client.name)}</bdi>' if session.client else ""
    repeats = session.occurrence_on is not None
    return (
        f'<li class="{PLACE.format(block)} type-{session.session_type} status-{session.status}"'
        f' data-session="{uuid}" data-version="{session.version}"'
        f' data-start="{figures(start)}" data-end="{figures(end)}"'
        f"{' data-repeats' if repeats else ''}>"
        f'<a href="{before_uuid}{uuid}/">'
        f'<span class="block-title">{words[session.session_type]}<bdi>{escape(session.title)}</bdi>'
        f"{words['repeats'] if repeats else ''}</span>{who}"
        f'<span class="block-time">{between(start, end)}</span>{words[session.status]}</a></li>'
    )


@cache
def _words(language: str | None) -> dict[str, str]:
    """Icons for types, statuses and what repeats, with their words in the current language.

    The usual status goes without.
    """
    types = {value: icon(value, str(label)) for value, label in Session.Type.choices}
    statuses = {
        value: f'<span class="block-status">{icon(value)}'
        f'<span class="block-status-text">{label}</span></span>'
        for value, label in Session.Status.choices
    }
    return types | statuses | {Session.Status.SCHEDULED.value: "", "repeats": icon("repeat", _("Repeats"))}


@register.simple_tag
def session_pills(sessions: Iterable[Row], day: date, now: datetime) -> SafeString:
    """The items of the list of a day in the month."""
    words, before_uuid = _words_of_pills(get_language()), _before_uuid("session")
    items = (_pill(session, _since(session, day, now), words, before_uuid) for session in sessions)
    return mark_safe("".join(items))  # noqa: S308 - escaped there


def _pill(session: Row, time: str, words: dict[str, tuple[str, str]], before_uuid: str) -> str:
    """What anybody wrote is escaped here."""
    (icon_of_type, type_), (icon_of_status, status) = words[session.session_type], words[session.status]
    title = f"<bdi>{escape(session.title)}</bdi>"
    who = f"<bdi>{escape(session.client.name)}</bdi>" if session.client else title
    return (
        f'<li class="pill type-{session.session_type} status-{session.status}">'
        f'<a href="{before_uuid}{session.uuid}/">{icon_of_type}<span class="pill-time">{time}</span> {who}'
        f'<span class="hidden">, {title}, {type_}, {status}</span>{icon_of_status}</a></li>'
    )


def _since(session: Row, day: date, now: datetime) -> str:
    """When it starts on that day; if it began before, since when it goes on, for those who listen."""
    if local_day(session.scheduled_start) >= day:
        return clock(session.scheduled_start)
    words = _("since %(moment)s") % {"moment": moment(session.scheduled_start, now)}
    return f'<span aria-hidden="true">…</span><span class="hidden">{words}</span>'


@cache
def _words_of_pills(language: str | None) -> dict[str, tuple[str, str]]:
    """(icon, words in the current language) of types and statuses; the usual status has no icon."""
    choices = [*Session.Type.choices, *Session.Status.choices]
    words = {value: (icon(value), str(label)) for value, label in choices}
    usual = Session.Status.SCHEDULED
    return words | {usual.value: ("", str(usual.label))}


@register.simple_tag
def free_hours(hours: Iterable[Hour], heard: str = "", form: str = "", back: str = "") -> SafeString:
    """The items of a day's list of hours to book, each a link to the `form` at that time.

    `heard` is said before the time. With `back`, an address to return to, the form reads the time on the
    trainer's clock, else as an instant. Without a form nothing is a link.
    """
    after = f"&amp;next={quote(back, safe='/')}" if back else ""
    items = (_hour(hour, conditional_escape(heard), form, after) for hour in hours if hour.start)
    return mark_safe("".join(items))  # noqa: S308 - escaped there


def _hour(hour: Hour, heard: str, form: str, after: str) -> str:
    """Of an hour that comes again only its words: the form's clock knows the first."""
    place, time, start = hour.segment, hour.segment.time, timezone.localtime(hour.start)
    if place.again:
        words = _("%(time)s again, %(offset)s") % {"time": time, "offset": offset(start)}
        inner = f'<span class="again">{words}</span>'
    elif form:
        at = f"{start:%Y-%m-%dT%H:%M}" if after else quote(start.isoformat())
        inner = f'<a href="{form}?start={at}{after}" aria-label="{heard} {time}">{time}</a>'
    else:
        inner = ""
    return f'<li class="row-{place.row} span-{place.rows}" data-hour-start="{start.isoformat()}">{inner}</li>'
