"""The trainers app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class TrainersConfig(AppConfig):
    name = "trainers"
    verbose_name = _("Trainers")

    def ready(self) -> None:
        from trainers import impersonation, sqlite, texts  # noqa: F401 looked up by name from then on

        connection_created.connect(sqlite.teach)
        user_logged_out.connect(impersonation.at_sign_out)
