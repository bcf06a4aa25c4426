"""Indexes that are built while the product is served: migrations of large tables use them."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import models
from django.db.migrations import AddIndex, RemoveIndex


class AddIndexMeanwhile(AddIndexConcurrently):
    """On PostgreSQL nobody waits for it; its migration is not `atomic`.

    SQLite has one way only; and a backup of an older version is migrated in one transaction.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not _is_meanwhile(schema_editor.connection):
            AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)
            return
        # One that was cut short is there and of no use; when the migration is run again, it starts anew.
        name = schema_editor.quote_name(self.index.name)
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if _is_meanwhile(schema_editor.connection):
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)


class RemoveIndexMeanwhile(RemoveIndexConcurrently):
    """The other way; not as PostgreSQL would drop it, with everybody waiting behind it."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        how = RemoveIndexConcurrently if _is_meanwhile(schema_editor.connection) else RemoveIndex
        how.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        how = RemoveIndexConcurrently if _is_meanwhile(schema_editor.connection) else RemoveIndex
        how.database_backwards(self, app_label, schema_editor, from_state, to_state)


class AddIndexBeside(AddIndexMeanwhile):
    """One that no model of ours can declare: of a table of Django's, or for PostgreSQL alone."""

    def __init__(self, app: str, model_name: str, index: models.Index) -> None:
        super().__init__(model_name, index)
        self.app = app

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self._is_for(schema_editor.connection):
            super().database_forwards(self.app, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self._is_for(schema_editor.connection):
            super().database_backwards(self.app, schema_editor, from_state, to_state)

    def _is_for(self, connection: Any) -> bool:
        return connection.vendor == "postgresql" or not isinstance(self.index, GinIndex)


def text_index(field: str, name: str) -> models.Index:
    """By it PostgreSQL finds three letters or more anywhere in a text (trainers.texts)."""
    return GinIndex(fields=[field], opclasses=["gin_trgm_ops"], name=name)


def _is_meanwhile(connection: Any) -> bool:
    return connection.vendor == "postgresql" and not connection.in_atomic_block
