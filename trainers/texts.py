"""Texts, looked for whatever their case and sorted, as each kind of database does it quickly and alike."""

from typing import Any

from django.db import connections
from django.db.models import CharField, TextField
from django.db.models.functions import Collate
from django.db.models.lookups import IContains

Sql = tuple[str, Any]


@CharField.register_lookup
@TextField.register_lookup
class Anywhere(IContains):
    """`icontains`, by every field of texts."""

    def as_postgresql(self, compiler: Any, connection: Any) -> Sql:
        """As an index of its letters is asked (trainers.indexes), which Django's UPPER would not use."""
        if not self.rhs_is_direct_value():
            return self.as_sql(compiler, connection)
        return self._compared("ILIKE", compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> Sql:
        """From A to Z SQLite's own LIKE knows the case, and is many times as quick as trainers.sqlite's."""
        plain = self.rhs_is_direct_value() and str(self.rhs).isascii()
        if not plain or set(str(self.rhs)) & set("%_\\"):
            return self.as_sql(compiler, connection)
        return self._compared("LIKE", compiler, connection)

    def _compared(self, how: str, compiler: Any, connection: Any) -> Sql:
        text, parameters = compiler.compile(self.lhs)
        wanted, values = self.process_rhs(compiler, connection)
        return f"{text} {how} {wanted}", (*parameters, *values)


def by_code_point(text: Any, using: str) -> Any:
    """The expression to sort by: as SQLite does, also on PostgreSQL, whatever the locale of the database."""
    return Collate(text, "C") if connections[using].vendor == "postgresql" else text
