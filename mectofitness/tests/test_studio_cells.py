"""Every value that can be stored comes back from its cell as it was."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clients.models import Client
from mectofitness.studio import cells
from scheduling.models import Series, Session
from trainers.models import Trainer, WorkingHours

TEXT = Session._meta.get_field("notes")  # nothing or a text
REQUIRED = Client._meta.get_field("notes")


@given(st.none() | st.text() | st.text(alphabet="'=+ \t"))
@example("")
@example("'")
def test_text_or_nothing(value):
    assert cells.read(TEXT, cells.write(TEXT, value)) == value


@given(st.text() | st.text(alphabet="'=+ \t"))
def test_text(value):
    assert cells.read(REQUIRED, cells.write(REQUIRED, value)) == value


@given(st.text() | st.text(alphabet="'=+ \t"))
def test_no_cell_is_a_formula(value):
    for field in (TEXT, REQUIRED):
        assert not cells.write(field, value).startswith(tuple("=+-@\t\r"))


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (Session, "scheduled_start", datetime(2027, 6, 8, 9, tzinfo=UTC)),
        (Session, "created_at", datetime(2027, 6, 8, 9, 0, 0, 123456, tzinfo=UTC)),
        (Session, "actual_end", None),
        (Session, "occurrence_on", date(2027, 6, 8)),
        (Session, "uuid", uuid4()),
        (Session, "changed_by_hand", True),
        (Session, "changed_by_hand", False),
        (Session, "version", 12),
        (Series, "deleted_on", []),
        (Series, "deleted_on", ["2027-06-08", "2027-06-15"]),
        (Series, "count", None),
        (Client, "height", Decimal("172.5")),
        (Trainer, "week_starts_on", 6),
        (WorkingHours, "ends_at", time(0)),
    ],
)
def test_value(model, name, value):
    field = model._meta.get_field(name)

    assert cells.read(field, cells.write(field, value)) == value


@pytest.mark.parametrize(
    ("model", "name", "cell"),
    [
        (Session, "scheduled_start", ""),
        (Session, "scheduled_start", "2027-06-08T09:00:00"),
        (Session, "scheduled_start", "0001-01-01T00:00:00+02:00"),
        (Session, "created_at", "0001-01-01T00:00:00Z"),
        (Session, "scheduled_start", "9999-12-31T23:59:59-02:00"),
        (WorkingHours, "starts_at", "09:00:00+02:00"),
        (Session, "changed_by_hand", "yes"),
        (Session, "uuid", "12"),
        (Session, "version", "one"),
        (Series, "deleted_on", "soon"),
        (Client, "height", "tall"),
    ],
)
def test_cell_that_cannot_be_read(model, name, cell):
    with pytest.raises(cells.Unreadable):
        cells.read(model._meta.get_field(name), cell)
