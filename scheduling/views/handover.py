"""Another client for a timeline: asked first, with how many sessions go to that client."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from clients.models import Client
from scheduling.models import Timeline
from scheduling.timeline_forms import TimelineForm
from scheduling.views.removal import to_come
from trainers.access import TrainerRequest
from trainers.resubmission import typed


@dataclass(frozen=True)
class Handover:
    """`moved` sessions go to another client, and `later` ones; `kept` were changed by hand and stay."""

    before: Client | None
    client: Client | None
    moved: int
    kept: int
    later: bool

    @classmethod
    def of(cls, timeline: Timeline, form: TimelineForm, now: datetime) -> Self | None:
        """None where nobody loses or gets a session."""
        if "client" not in form.changes:
            return None
        coming = to_come(timeline.trainer, now).filter(series__timeline=timeline)
        stays = Q(occurrence_on__isnull=False, changed_by_hand=True)
        moved, kept = coming.exclude(stays).count(), coming.filter(stays).count()
        later = timeline.series.present().filter(laid_out_until__isnull=False).exists()
        if not moved and not later:
            return None
        return cls(timeline.client, form.changes["client"], moved, kept, later)

    def ask(self, request: TrainerRequest, timeline: Timeline) -> HttpResponse:
        context = {
            "section": "clients",
            "handover": self,
            "timeline": timeline,
            "button": _("Save"),
            "typed": typed(request),
        }
        return render(request, "scheduling/handover.html", context)
