"""Django's PostgreSQL, which does not wait for ever for a server that is silent.

A server that has stopped, or whose host is gone, keeps its connections open and says nothing; its own
timeouts do not run then (docs/decisions/0005-waiting-for-the-database-ends.md). `OPTIONS["patience"]` is how
many seconds a connection waits for one answer; without it, for ever.
"""

from datetime import UTC
from types import ModuleType
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg.abc import PQGen
from psycopg.adapt import AdaptersMap
from psycopg.pq import TransactionStatus

# How long the first question of a request may take on a connection that was kept from an earlier one.
HEALTH_CHECK_SECONDS = 2
# How often a wait looks whether it is interrupted.
INTERVAL = 0.1
# Of times with a zone, in that of the connection.
quickest: Any = psycopg.adapters.get_loader(psycopg.adapters.types["timestamptz"].oid, psycopg.pq.Format.TEXT)


class Instants(BaseTzLoader):
    """Psycopg's own loader, which is written in C, in a class that Django can ask for its time zone."""

    timezone = UTC

    def __new__(cls, oid: int, context: Any = None) -> Any:
        return quickest(oid, context)


class Connection(psycopg.Connection[Any]):
    """A connection that gives up: it is closed then, because an answer may still be on its way."""

    patience: float | None = None

    def wait(self, gen: PQGen[Any], interval: float = INTERVAL, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            # What the server has refused is over; what still runs is what nobody waits for any more.
            if timeout is None and self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


class Driver(ModuleType):
    """psycopg as Django sees it, with connections of ours."""

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)

    @staticmethod
    def connect(*, patience: float | None = None, **parameters: Any) -> Connection:
        connection = Connection.connect(**parameters)
        connection.patience = patience
        return connection


class DatabaseWrapper(base.DatabaseWrapper):
    Database = Driver("psycopg")

    def get_connection_params(self) -> dict[str, Any]:
        parameters = super().get_connection_params()
        context = AdaptersMap(parameters["context"])
        context.register_loader("timestamptz", Instants)
        return parameters | {"context": context}

    def is_usable(self) -> bool:
        """Also asked before a request uses a connection of an earlier one, so it has to be quick."""
        connection = self.connection
        if connection is None:
            return False
        patience, connection.patience = connection.patience, HEALTH_CHECK_SECONDS
        try:
            return bool(super().is_usable())
        finally:
            connection.patience = patience
