"""The trainers app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db.backends.signals import connection_created


class TrainersConfig(AppConfig):
    name = "trainers"

    def ready(self) -> None:
        from trainers import impersonation, sqlite, texts  # noqa: F401 looked up by name from then on

        connection_created.connect(sqlite.teach)
        user_logged_out.connect(impersonation.at_sign_out)
