"""Questions that nearly every request asks: made into SQL once, and asked with other values each time.

Django makes its SQL anew whenever a queryset is read, which takes longer than the database does to answer.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, reduce
from threading import Lock
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Expression, Field, IntegerField, Model, QuerySet

M = TypeVar("M", bound=Model)


class Given(Expression):
    """A value that is not known yet, by its name."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Prepared:
    """A queryset of values_list(), whose unknown values are `Given`; called with them, it answers the rows.

    `queryset` is a function, because models have to be ready. `part` is (how many to leave out, how many to
    take).
    """

    def __init__(self, queryset: Callable[[], QuerySet[Any, Any]]) -> None:
        self.queryset = cache(queryset)
        self.made: dict[str, tuple[str, Any, Any]] = {}
        self.making = Lock()

    def __call__(self, part: tuple[int, int] | None = None, /, **given: Any) -> list[Any]:
        connection = connections[self._database()]
        sql, parameters, converters = self._made(connection)
        values = [_value(it, given, connection) for it in parameters]
        if part:
            sql, values = _of_part(sql, values, *part)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        return [_converted(row, converters, connection) for row in rows] if converters else rows

    def _database(self) -> str:
        """Where Django's router has it read; what is locked is to be written."""
        rows = self.queryset()
        return router.db_for_write(rows.model) if rows.query.select_for_update else rows.db

    def _made(self, connection: Any) -> tuple[str, Any, Any]:
        """The statement, its parameters, and what makes Python's values of the database's."""
        if connection.vendor not in self.made:
            with self.making:
                compiler = self.queryset().query.clone().get_compiler(connection=connection)
                sql, parameters = compiler.as_sql()
                converters = compiler.get_converters([column for column, _, _ in compiler.select])
                self.made[connection.vendor] = sql, parameters, list(filter(_is_needed, converters.items()))
        return self.made[connection.vendor]


@cache
def columns(model: type[Model]) -> tuple[str, ...]:
    """Of all that is stored of an object; the primary key first."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def instance(model: type[M], values: Sequence[Any]) -> M:
    """The object of those columns."""
    return model.from_db(DEFAULT_DB_ALIAS, columns(model), values)


def row_of(stored: Model, paths: Iterable[str]) -> tuple[Any, ...]:
    """Those columns of an object that was read as a whole; None of what is of a related one that is not."""
    return tuple(reduce(_at, path.split("__"), stored) for path in paths)


def _at(it: Any, name: str) -> Any:
    return None if it is None else getattr(it, name)


def _of_part(sql: str, values: list[Any], start: int, length: int) -> tuple[str, list[Any]]:
    """The length stands in the statement: with a parameter PostgreSQL would plan it anew each time."""
    limited = f"{sql} LIMIT {int(length)}"
    return (f"{limited} OFFSET %s", [*values, start]) if start else (limited, values)


def _value(parameter: Any, given: dict[str, Any], connection: Any) -> Any:
    if isinstance(parameter, Given):
        return parameter.output_field.get_db_prep_value(given[parameter.name], connection, prepared=False)
    return parameter


def _is_needed(converter: Any) -> bool:
    """A whole number is one in both databases, and need not be made one."""
    _, (_, expression) = converter
    return not isinstance(expression.output_field, IntegerField)


def _converted(row: Any, converters: Any, connection: Any) -> list[Any]:
    values = list(row)
    for place, (functions, expression) in converters:
        for function in functions:
            values[place] = function(values[place], expression, connection)
    return values
