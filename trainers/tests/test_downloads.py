"""Files to keep: as spreadsheets read them, without formulas, sent while they are made."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainers.downloads import download
from trainers.xlsx import chunks

KINDS = ["csv", "xlsx"]


def cells(kind, rows):
    """What is in the file, as a spreadsheet shows it."""
    data = b"".join(download("list", kind, rows))
    if kind == "csv":
        return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("kind", KINDS)
def test_download_is_a_file_with_a_name(kind):
    answer = download("Kunden für alle", kind, [["a"]])

    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Kunden%20f%C3%BCr%20alle")
    assert answer.streaming


@pytest.mark.parametrize("kind", KINDS)
def test_download_of_texts(kind):
    rows = [["Zoë 💪", 'a;b,"c"\nd', "<&>", " x "]]

    assert cells(kind, rows) == rows


@pytest.mark.parametrize("kind", KINDS)
def test_download_disarms_formulas(kind):
    assert cells(kind, [["=1+1", "+49", "'=1"]]) == [["'=1+1", "'+49", "''=1"]]


def test_download_of_days_and_times():
    rows = [[date(2027, 6, 8), datetime(2027, 6, 8, 10, 30), None, "x"]]

    assert cells("csv", rows) == [["2027-06-08", "2027-06-08 10:30", "", "x"]]
    assert cells("xlsx", rows) == [[datetime(2027, 6, 8), datetime(2027, 6, 8, 10, 30), None, "x"]]


def test_spreadsheet_leaves_out_what_xml_cannot_hold():
    assert cells("xlsx", [["a\x0b\x1fb\r\nc\ufffe"]]) == [["ab\nc"]]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_spreadsheet_of_any_text_can_be_read(text):
    [[found]] = cells("xlsx", [[f"x{text}"]])

    assert found[0] == "x"
    assert not found.startswith("=")


@pytest.mark.parametrize("kind", KINDS)
def test_download_begins_before_its_last_row_is_there(kind):
    asked = []

    def rows():
        for number in range(20_000):
            asked.append(number)
            yield [f"{number} {hash(str(number))}"] * 5

    next(pieces := iter(download("list", kind, rows())))
    next(pieces)

    assert 0 < len(asked) < 10_000


def test_spreadsheet_without_rows_can_be_read():
    assert openpyxl.load_workbook(BytesIO(b"".join(chunks([])))).active.max_row == 1
