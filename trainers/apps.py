"""The trainers app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class TrainersConfig(AppConfig):
    name = "trainers"

    def ready(self) -> None:
        from trainers import sqlite

        connection_created.connect(sqlite.teach)
