"""A row says of a session what the object does."""

import pytest

from scheduling.models import Session
from scheduling.rows import Row, rows_of
from scheduling.tests.factories import OccurrenceFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_rows_are_as_their_sessions():
    SessionFactory(status=Session.Status.CANCELLED)
    OccurrenceFactory()

    rows, sessions = rows_of(Session.objects.in_order()), list(Session.objects.in_order())

    names = [*Row._fields[:-1], "holds_time"]
    assert [[getattr(row, name) for name in names] for row in rows] == [
        [getattr(session, name) for name in names] for session in sessions
    ]
    assert {row.client and row.client.name for row in rows} == {"Emma Wilson", None}
    assert {session.client and session.client.name for session in sessions} == {"Emma Wilson", None}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_rows(count, django_assert_num_queries):
    for _ in range(count):
        SessionFactory()

    with django_assert_num_queries(1):
        rows = rows_of(Session.objects.in_order())
        assert all(row.client.name for row in rows)
    assert len(rows) == count
