"""Indexes that are built while the product is served: migrations of large tables use them."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import models
from django.db.migrations import AddIndex, AlterField, RemoveIndex
from django.db.transaction import atomic


class AddIndexMeanwhile(AddIndexConcurrently):
    """On PostgreSQL nobody waits for it; its migration is not `atomic`, and can be run again if cut short.

    SQLite has one way only; and a backup of an older version is migrated in one transaction.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        # What is there was cut short, or what came after it in its migration: it starts anew.
        _drop(self.index.name, schema_editor)
        how = AddIndexConcurrently if _is_meanwhile(schema_editor.connection) else AddIndex
        how.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _drop(self.index.name, schema_editor)


class RemoveIndexMeanwhile(RemoveIndexConcurrently):
    """The other way; not as PostgreSQL would drop it, with everybody waiting behind it."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _drop(self.name, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _drop(self.name, schema_editor)
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


class RemoveIndexOfField(AlterField):
    """A foreign key loses its own index, or gets it again, while the product is served.

    Django would make its constraint anew as well, with both tables locked against whoever books.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not _is_meanwhile(schema_editor.connection):
            with atomic(schema_editor.connection.alias):  # SQLite makes the table anew
                return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model, column = self._column(app_label, from_state)
        quote = schema_editor.connection.ops.quote_name
        for name in schema_editor._constraint_names(model, [column], index=True, type_=models.Index.suffix):
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {quote(name)}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not _is_meanwhile(schema_editor.connection):
            with atomic(schema_editor.connection.alias):  # SQLite makes the table anew
                return super().database_backwards(app_label, schema_editor, from_state, to_state)
        model, column = self._column(app_label, to_state)
        quote, table = schema_editor.connection.ops.quote_name, model._meta.db_table
        name = quote(schema_editor._create_index_name(table, [column]))
        # One that was cut short stands in its way.
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        schema_editor.execute(f"CREATE INDEX CONCURRENTLY {name} ON {quote(table)} ({quote(column)})")

    def _column(self, app_label: str, state: Any) -> tuple[Any, str]:
        model = state.apps.get_model(app_label, self.model_name)
        return model, model._meta.get_field(self.name).column


def text_index(field: str, name: str) -> models.Index:
    """By it PostgreSQL finds three letters or more anywhere in a text (trainers.texts)."""
    return GinIndex(fields=[field], opclasses=["gin_trgm_ops"], name=name)


def _drop(name: str, schema_editor: Any) -> None:
    """If it is there."""
    how = "DROP INDEX CONCURRENTLY" if _is_meanwhile(schema_editor.connection) else "DROP INDEX"
    schema_editor.execute(f"{how} IF EXISTS {schema_editor.quote_name(name)}")


def _is_meanwhile(connection: Any) -> bool:
    return connection.vendor == "postgresql" and not connection.in_atomic_block
