"""What an XLSX file says, and that none does harm."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from clients.importing import reading, sheets
from clients.tests.sheets import FIRST, edited, saved, shared, sheet
from trainers.xlsx import chunks

ROWS = [["name", "email"], ["Emma", "e@x.de"]]
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def cells(data):
    """(number, cells) of each row below the names."""
    return [(row.number, row.cells) for row in reading.table(sheets.text_of(data)).rows]


def test_first_sheet_is_read():
    assert cells(sheet(*ROWS)) == [(2, ["Emma", "e@x.de"])]


def test_texts_that_cells_share_are_read():
    assert cells(shared(sheet(*ROWS))) == [(2, ["Emma", "e@x.de"])]


def test_rows_keep_the_numbers_of_the_spreadsheet():
    assert cells(sheet(ROWS[0], [], ROWS[1])) == [(3, ["Emma", "e@x.de"])]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (180, "180"),
        (180.0, "180"),
        (70.5, "70.5"),
        (date(1990, 4, 3), "1990-04-03"),
        (datetime(1990, 4, 3), "1990-04-03"),
        (datetime(1990, 4, 3, 10, 30), "1990-04-03 10:30"),
        (time(10, 30), "10:30"),
        (True, "True"),
        (None, ""),
        ('one;two\nthree, "four"', 'one;two\nthree, "four"'),
        ("'+49 30", "+49 30"),
        ("Zoë 💪", "Zoë 💪"),
    ],
)
def test_value_of_a_cell(value, text):
    [(_, [_, found, _])] = cells(sheet(["a;b", "c,d", "e"], ["x", value, "y"]))

    assert found == text


def test_value_of_a_formula_is_what_it_came_to():
    book = openpyxl.Workbook()
    book.active.append(["name", "email"])
    book.active.append(["=1+1", "e@x.de"])

    assert cells(saved(book)) == [(2, ["", "e@x.de"])]


def test_size_that_the_sheet_says_of_itself_is_not_believed():
    data = edited(sheet(*ROWS), FIRST, lambda text: text.replace(b'ref="A1:B2"', b'ref="A1:A1"'))

    assert cells(data) == [(2, ["Emma", "e@x.de"])]


def test_too_many_rows_are_refused():
    with pytest.raises(ValidationError, match="more than 5,000 rows"):
        cells(sheet(*[["Emma", "e@x.de"]] * 5_002))


def test_too_many_columns_are_refused():
    with pytest.raises(ValidationError, match="columns in this"):
        cells(sheet([str(n) for n in range(150)], ["x"]))


def test_a_row_far_below_is_reached_at_no_cost():
    data = edited(sheet(*ROWS), FIRST, lambda text: text.replace(b'r="2"', b'r="1048576"'))

    with pytest.raises(ValidationError, match="only the names of columns"):
        cells(data)


def test_what_unpacks_to_too_much_is_refused():
    data = edited(sheet(*ROWS), FIRST, lambda text: text + b" " * 21 * 1024 * 1024)

    assert len(data) < 100_000
    with pytest.raises(ValidationError, match="more than 2 MB"):
        sheets.text_of(data)


@pytest.mark.parametrize(
    ("file", "place", "crowd"),
    [
        (FIRST, b"</row>", b"<c/>" * 30_000),
        (FIRST, b"<row", b"<c/>" * 30_000),
        (FIRST, b"</sheetData>", b"<row/>" * 1_300_000),
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>" * 30_000),
    ],
)
def test_more_tags_than_a_list_has_are_refused(file, place, crowd):
    data = edited(sheet(*ROWS), file, lambda text: text.replace(place, crowd + place, 1))

    with pytest.raises(ValidationError, match="more than 2 MB"):
        sheets.text_of(data)


def test_more_texts_than_a_list_has_are_refused():
    with pytest.raises(ValidationError, match="more than 2 MB"):
        sheets.text_of(shared(sheet(*ROWS), b"<si/>" * 1_300_000))


def test_as_many_clients_as_may_be_with_all_there_is_of_each_can_be_read():
    row = [f"{n}" for n in range(17)]

    assert len(cells(b"".join(chunks([row] * 5_001)))) == 5_000


@pytest.mark.parametrize("file", [FIRST, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_entities_are_refused(file):
    data = edited(
        sheet(*ROWS),
        file,
        lambda text: text.replace(b"?>", b"?>" + ENTITIES, 1) if b"?>" in text else ENTITIES + text,
    )

    with pytest.raises(ValidationError, match="cannot be read as a spreadsheet"):
        sheets.text_of(data)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-100],
        lambda data: data[:100],
        lambda data: edited(data, FIRST, lambda text: text[:-50]),
        lambda data: edited(data, "xl/workbook.xml", lambda text: b"<x/>"),
        lambda data: sheets.ZIP,
    ],
)
def test_damaged_spreadsheet_is_refused(damage):
    with pytest.raises(ValidationError, match="cannot be read as a spreadsheet"):
        sheets.text_of(damage(sheet(*ROWS)))


def test_other_zip_is_refused():
    data = edited(sheet(*ROWS), "xl/workbook.xml", lambda text: text)
    renamed = BytesIO(data).getvalue().replace(b"xl/workbook.xml", b"xl/letters.xml ")

    with pytest.raises(ValidationError, match="cannot be read as a spreadsheet"):
        sheets.text_of(renamed)


def test_too_large_a_file_is_refused():
    with pytest.raises(ValidationError, match="more than 2 MB"):
        sheets.text_of(sheets.ZIP + b"x" * reading.MOST_BYTES)
