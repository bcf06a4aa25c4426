"""Removing a timeline or a series: asked first, with how many sessions are cancelled."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scheduling.models import Series, Session, Timeline
from scheduling.models.session import SessionQuerySet
from scheduling.wording import sessions
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
        client = self.timeline.client
        whose = format_html(" of <bdi>{}</bdi>", client.name) if client else ""
        many = f"; cancelled {sessions(self.cancelled)}" if self.cancelled else ""
        return format_html("Removed <bdi>{}</bdi>{}{}.", self.name, whose, many)


def to_come(trainer: Trainer, now: datetime) -> SessionQuerySet:
    """What is cancelled when its series is removed."""
    coming = Session.objects.for_trainer(trainer).filter(series__removed_at=None)
    return coming.to_come(now)
