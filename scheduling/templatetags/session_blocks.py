"""The sessions in the grid of a week. Two hundred may stand there, and a template takes ten times as long."""

from collections.abc import Iterable
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from scheduling.models import Session
from scheduling.week_layout import Block
from scheduling.wording import times, wall
from trainers.templatetags.icons import icon

register = template.Library()

NOBODYS = UUID(int=0)
PLACE = "block row-{0.row} span-{0.rows} lane-{0.lane} lanes-{0.lanes} is-{0.size}"


@register.simple_tag
def session_blocks(blocks: Iterable[Block], page: str = "session") -> SafeString:
    """The items of a day's list, with all that scripts ask of them (static/js/grid-carry.js).

    Each leads to the `page` of its session.
    """
    words, before_uuid = _words(), reverse(page, args=[NOBODYS]).removesuffix(f"{NOBODYS}/")
    return mark_safe("".join(_item(block, words, before_uuid) for block in blocks))  # noqa: S308 - escaped there


def _item(block: Block, words: dict[str, str], before_uuid: str) -> str:
    """What anybody wrote is escaped here."""
    session = block.session
    who = f'<bdi class="block-who">{escape(session.client.name)}</bdi>' if session.client else ""
    repeats = session.occurrence_on is not None
    return (
        f'<li class="{PLACE.format(block)} type-{session.session_type} status-{session.status}"'
        f' data-session="{session.uuid}" data-version="{session.version}"'
        f' data-start="{wall(session.scheduled_start)}" data-end="{wall(session.scheduled_end)}"'
        f"{' data-repeats' if repeats else ''}>"
        f'<a href="{before_uuid}{session.uuid}/">'
        f'<span class="block-title">{words[session.session_type]}<bdi>{escape(session.title)}</bdi>'
        f"{words['repeats'] if repeats else ''}</span>{who}"
        f'<span class="block-time">{times(session)}</span>{words[session.status]}</a></li>'
    )


def _words() -> dict[str, str]:
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
