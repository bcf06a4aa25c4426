"""The scheduling app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SchedulingConfig(AppConfig):
    name = "scheduling"

    def ready(self) -> None:
        from scheduling.models import guard

        post_migrate.connect(guard.put_back, sender=self)
