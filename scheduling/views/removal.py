"""Removing a timeline or a series: asked first, with how many sessions are cancelled."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scheduling.models import Series, Session, Timeline
from scheduling.models.session import SessionQuerySet
from trainers.access import TrainerRequest
from trainers.models import Trainer


@dataclass(frozen=True)
class Removal:
    """What is to be removed, and how many sessions to come are cancelled with it."""

    question: str
    name: str
    timeline: Timeline
    cancelled: int
    series: Series | None = None

    def ask(self, request: TrainerRequest) -> HttpResponse:
        context = {"section": "clients", "removal": self, "timeline": self.timeline}
        return render(request, "scheduling/removal.html", context)

    def said(self) -> SafeString:
        """Removed Morning routine of Emma Wilson; cancelled 12 sessions."""
        if not self.cancelled:
            return format_html(_("Removed {what}."), what=self._what)
        words = ngettext(
            "Removed {what}; cancelled {count} session.",
            "Removed {what}; cancelled {count} sessions.",
            self.cancelled,
        )
        return format_html(words, what=self._what, count=self.cancelled)

    @property
    def _what(self) -> SafeString:
        client = self.timeline.client
        if client is None:
            return format_html("<bdi>{}</bdi>", self.name)
        return format_html(_("<bdi>{name}</bdi> of <bdi>{client}</bdi>"), name=self.name, client=client.name)


def to_come(trainer: Trainer, now: datetime) -> SessionQuerySet:
    """What is cancelled when its series is removed."""
    coming = Session.objects.for_trainer(trainer).filter(series__removed_at=None)
    return coming.to_come(now)
