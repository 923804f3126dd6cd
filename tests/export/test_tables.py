import io

import numpy as np
import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest

from demografi.export.tables import to_csv, to_xlsx

FRAME = pd.DataFrame(
    {
        "År": [2024, 2025],
        "Plats": ["Åsele", "=1+1"],
        "Utfall": [2694.0, np.nan],
        "Andel": [12.345, -0.5],
        "Antal": [3, 1234567],
    }
)
ABOUT = {"Rubrik": "Folkmängd", "Källa": "SCB TAB638", "Anmärkning": ""}


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(FRAME, ABOUT, digits=1)))


def test_csv_is_what_swedish_excel_reads() -> None:
    content = to_csv(FRAME)
    assert content.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by its byte order mark"
    assert content.count(b"\xef\xbb\xbf") == 1
    lines = content.decode("utf-8-sig").splitlines()
    assert lines == [
        "År;Plats;Utfall;Andel;Antal",
        "2024;Åsele;2694;12,345;3",
        "2025;'=1+1;;-0,5;1234567",  # text, not a formula
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "+3 till =A1", "-A1"],
)
def test_csv_text_that_could_be_computed_is_text(text: str) -> None:
    lines = to_csv(pd.DataFrame({text: [text]})).decode("utf-8-sig").splitlines()
    assert [line.strip('"') for line in lines] == [f"'{text}", f"'{text}"]


@pytest.mark.parametrize("text", ["-5", "+12,5 %", "+33 till +48", "+1\xa0200", "−5", "Åsele"])
def test_csv_numbers_with_signs_are_left_alone(text: str) -> None:
    assert to_csv(pd.DataFrame({"a": [text]})).decode("utf-8-sig") == f"a\n{text}\n"


def test_csv_leaves_the_frame_as_it_was() -> None:
    before = FRAME.copy()
    to_csv(FRAME)
    pd.testing.assert_frame_equal(FRAME, before)


def test_workbook_has_figures_and_their_origin(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Data", "Om"]
    assert [[cell.value for cell in row] for row in book["Data"].iter_rows()] == [
        list(FRAME.columns),
        [2024, "Åsele", 2694, 12.345, 3],
        [2025, "=1+1", None, -0.5, 1234567],
    ]
    said = {row[0].value: row[1].value for row in book["Om"].iter_rows()}
    assert said["Källa"] == "SCB TAB638"
    assert said["Rubrik"] == "Folkmängd"


def test_text_that_looks_like_a_formula_stays_text(book: openpyxl.Workbook) -> None:
    cell = book["Data"]["B3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    link = pd.DataFrame({"Plats": ["https://example.org"]})
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(link, {})))["Data"]
    assert sheet["A2"].hyperlink is None


def test_number_formats(book: openpyxl.Workbook) -> None:
    sheet = book["Data"]
    formats = [cell.number_format for cell in sheet[2]]
    assert formats[0] == "0", "a year has no thousands"
    assert formats[2] == "#,##0", "whole numbers beside a gap are whole"
    assert formats[3] == "#,##0.0"
    assert formats[4] == "#,##0"


def test_header_stays_in_sight(book: openpyxl.Workbook) -> None:
    assert book["Data"].freeze_panes == "A2"
    assert all(cell.font.bold for cell in book["Data"][1])


@pytest.mark.parametrize("write", [to_csv, lambda frame: to_xlsx(frame, ABOUT)])
def test_infinite_and_empty_are_survivable(write: type) -> None:
    assert write(FRAME.iloc[:0])
    assert write(FRAME.assign(Andel=[np.inf, np.nan]))
