"""What a CSV file says: its cells, which field each column is, and the values in them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from clients.importing import columns, reading, values
from clients.importing.dates import DateOrder, order_of

ROW = "Jörg,Müller,j@x.de"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_decode(encoding):
    assert reading.decode(ROW.encode(encoding)) == ROW


@pytest.mark.parametrize("data", [b"a\x00b", b"\x81\x8d", b"\xff\xfe\x00", b"x" * (2 * 1024 * 1024 + 1)])
def test_decode_refuses(data):
    with pytest.raises(ValidationError):
        reading.decode(data)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_table(sign, end):
    text = end.join([sign.join(("name", "e-mail", "note")), "", sign.join((" Emma ", "e@x.de"))])

    found = reading.table(text)

    assert found.columns == ["name", "e-mail", "note"]
    assert [(row.number, row.cells) for row in found.rows] == [(3, ["Emma", "e@x.de", ""])]


def test_table_with_quotation_marks():
    found = reading.table('name;"notes, all"\r\n"Wilson, ""Em"" Emma";"one\ntwo; three"\r\nBo;x;y\n')

    assert [row.cells for row in found.rows] == [['Wilson, "Em" Emma', "one\ntwo; three"], ["Bo", "x"]]
    assert [row.beyond for row in found.rows] == [[], ["y"]]


def test_table_of_texts_that_were_disarmed():
    found = reading.table("name,phone,note\nBo,'+49 30,''=1\n")

    assert found.rows[0].cells == ["Bo", "+49 30", "'=1"]


def test_table_without_names_of_columns():
    found = reading.table("Emma,e@x.de\nBo,b@x.de\n")

    assert (found.columns, len(found.rows)) == (["Column 1", "Column 2"], 2)
    assert columns.guess(found) == {1: "email"}


def test_table_with_a_word_of_excel():
    assert reading.table("sep=;\na,b;c\n1;2\n").columns == ["a,b", "c"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in this"),
        ("\n\n  \n", "nothing in this"),
        ("name,email\n", "only the names of columns"),
        ('name,email\n"Emma,e@x.de\n', "Line 2 cannot be read"),
        ('name,email\n"Emma" x,e@x.de\n', "Line 2 cannot be read"),
        ("a," * 100 + "a\n1\n", "101 columns"),
        ("a\n" + "1\n" * 5001, "more than 5,000 rows"),
        ("a\n" + "x" * 200_000, "Line 2 cannot be read: one cell is longer than 131,072 characters"),
    ],
)
def test_table_refuses(text, said):
    with pytest.raises(ValidationError, match=said):
        reading.table(text)


def test_table_takes_as_much_as_it_says():
    assert len(reading.table("a\n" + "1\n" * 5000).rows) == 5000


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        ("First Name,Last Name,E-Mail", ["first_name", "last_name", "email"]),
        ("Vorname;Nachname;E-Mail-Adresse;Geburtsdatum;Größe", None),
        ("Client name,Email address,Mobile,DOB,Goals", None),
        ("email,Email,name", ["email", None, "name"]),
        ("colour,x,email", [None, None, "email"]),
    ],
)
def test_guess(names, fields):
    found = reading.table(f"{names}\n1")
    expected = {
        "Vorname": ["first_name", "last_name", "email", "date_of_birth", "height"],
        "Client name": ["name", "email", "phone", "date_of_birth", "fitness_goal"],
    }

    fields = fields or expected[found.columns[0]]

    assert columns.guess(found) == {n: field for n, field in enumerate(fields) if field}


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        (["name", "email"], 0),
        (["first_name", "last_name", "email"], 0),
        (["name"], 1),
        (["email"], 1),
        (["first_name", "email"], 1),
        (["name", "first_name", "email"], 1),
        (["name", "email", "email"], 1),
        ([], 2),
    ],
)
def test_wrong_choice_of_columns(fields, count):
    assert len(columns.wrong(dict(enumerate(fields)))) == count


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("name", "Emma Wilson", {"first_name": "Emma", "last_name": "Wilson"}),
        ("name", "Emma van Dyk", {"first_name": "Emma", "last_name": "van Dyk"}),
        ("name", "van Dyk, Emma", {"first_name": "Emma", "last_name": "van Dyk"}),
        ("name", "Emma", {"first_name": "Emma"}),
        ("date_of_birth", "1990-04-03", {"date_of_birth": date(1990, 4, 3)}),
        ("date_of_birth", "1990-04-03T00:00:00Z", {"date_of_birth": date(1990, 4, 3)}),
        ("date_of_birth", "3.4.1990", {"date_of_birth": date(1990, 4, 3)}),
        ("date_of_birth", "3/4/1990", {"date_of_birth": date(1990, 4, 3)}),
        ("height", "180", {"height": Decimal(180), "height_unit": "cm"}),
        ("height", "1,80 m", {"height": Decimal("180.0"), "height_unit": "cm"}),
        ("height", "71 in", {"height": Decimal(71), "height_unit": "in"}),
        ("weight", "176.5 lbs", {"weight": Decimal("176.5"), "weight_unit": "lb"}),
        ("fitness_level", "Beginner", {"fitness_level": "beginner"}),
        ("status", "No", {"status": "inactive"}),
        ("phone", "+49\u00a030\u2013123", {"phone": "+49 30-123"}),
        ("notes", "=1+1", {"notes": "=1+1"}),
        ("notes", "one\r\ntwo", {"notes": "one\ntwo"}),
        ("notes", "", {}),
    ],
)
def test_values(field, cell, value):
    assert values.read({field: cell}, DateOrder.DAY) == (value, {})


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("date_of_birth", "1990-02-30"),
        ("date_of_birth", "30/30/1990"),
        ("date_of_birth", "3/4/1990"),
        ("date_of_birth", "\u0661\u0669\u0669\u0660-01-01"),
        ("date_of_birth", "soon"),
        ("height", "tall"),
        ("height", "180 kg"),
        ("height", "999999"),
        ("weight", "\u0668\u0660"),
        ("weight", "-80"),
        ("fitness_level", "superhuman"),
        ("status", "maybe"),
    ],
)
def test_values_refuses(field, cell):
    found, errors = values.read({field: cell}, DateOrder.UNKNOWN)

    assert (found, list(errors)) == ({}, [field])


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/2/1990", "13/2/1990"], DateOrder.DAY),
        (["1/2/1990", "2/13/1990"], DateOrder.MONTH),
        (["1/2/1990"], DateOrder.UNKNOWN),
        ([], DateOrder.UNKNOWN),
    ],
)
def test_order_of_dates(texts, order):
    assert order_of(texts) == order
