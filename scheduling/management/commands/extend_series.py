"""manage.py extend_series: stores the sessions of series for a year ahead. For cron, once a day."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from scheduling.domain import horizon
from trainers.models import Trainer


class Command(BaseCommand):
    help = (
        "Lay out series that go on for a year ahead. Safe to run twice, at once, or never: what is missing is"
        " stored as soon as somebody looks at its time or books it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        trainers = Trainer.objects.filter(pk__in=horizon.behind(now)).order_by("id")
        added = 0
        for number, trainer in enumerate(trainers, 1):
            added += horizon.extend(trainer, now=now)
            if sys.stderr.isatty():
                self.stderr.write(f"\r{number} of {len(trainers)} trainers", ending="")
        self.stdout.write(f"Added {added} sessions for {len(trainers)} trainers.")
