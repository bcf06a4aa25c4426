"""A session in the grid of a week. Two hundred may stand there, and a template takes ten times as long."""

from functools import cache
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scheduling.models import Session
from scheduling.week_layout import Block
from scheduling.wording import times, wall
from trainers.templatetags.icons import icon

register = template.Library()

NOBODYS = UUID(int=0)
PLACE = "block row-{0.row} span-{0.rows} lane-{0.lane} lanes-{0.lanes} is-{0.size}"


@register.simple_tag
def session_block(block: Block) -> SafeString:
    """The item of the list, with all that scripts ask of it (static/js/grid-carry.js)."""
    session, words = block.session, _words(get_language() or "")
    who = f'<bdi class="block-who">{escape(session.client.name)}</bdi>' if session.client else ""
    repeats = session.occurrence_on is not None
    return mark_safe(  # noqa: S308 - what anybody wrote is escaped here
        f'<li class="{PLACE.format(block)} type-{session.session_type} status-{session.status}"'
        f' data-session="{session.uuid}" data-version="{session.version}"'
        f' data-start="{wall(session.scheduled_start)}" data-end="{wall(session.scheduled_end)}"'
        f"{' data-repeats' if repeats else ''}>"
        f'<a href="{_before_uuid()}{session.uuid}/">'
        f'<span class="block-title">{words[session.session_type]}<bdi>{escape(session.title)}</bdi>'
        f"{words['repeats'] if repeats else ''}</span>{who}"
        f'<span class="block-time">{times(session)}</span>{words[session.status]}</a></li>'
    )


@cache
def _before_uuid() -> str:
    return reverse("session", args=[NOBODYS]).removesuffix(f"{NOBODYS}/")


@cache
def _words(language: str) -> dict[str, str]:
    """Icons and words for each type and status, and for what repeats; the usual status is only heard."""
    types = {value: f"{icon(value)}{_heard(str(label))}" for value, label in Session.Type.choices}
    statuses = {
        value: f'<span class="block-status">{icon(value)}'
        f'<span class="block-status-text">{label}</span></span>'
        for value, label in Session.Status.choices
    }
    usual = {Session.Status.SCHEDULED.value: _heard(_("Scheduled"))}
    return types | statuses | usual | {"repeats": f"{icon('repeat')}{_heard(_('Repeats'))}"}


def _heard(words: str) -> str:
    return f'<span class="hidden">{words}</span>'
