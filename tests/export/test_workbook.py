"""A workbook opened again: sheets, names, formats, numbers, text that stays text."""

import io

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest

from demografi.export.workbook import to_workbook
from demografi.report import Report, Table, printable


@pytest.fixture(scope="module")
def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_workbook(report)))


def every_table(report: Report) -> dict[str, Table]:
    tables = [
        *report.tables(),
        *(figure.table for figure in report.figures()),
        *report.appendix,
    ]
    return {table.key: table for table in tables}


def test_a_sheet_per_table_with_its_numbers(book: openpyxl.Workbook, report: Report) -> None:
    tables = every_table(report)
    assert len(book.sheetnames) == len(tables) + 2
    for sheet, table in zip(book.worksheets[2:], tables.values(), strict=True):
        assert sheet["A1"].value == table.title
        assert sheet["A2"].value == table.source
        assert [cell.value for cell in sheet[4]] == [c.in_files for c in table.columns.values()]
        assert sheet.freeze_panes == "B5"
        assert sheet.max_row - 4 == len(table.frame)
        for row, (_, expected) in zip(
            sheet.iter_rows(min_row=5, max_row=9), table.frame.iterrows(), strict=False
        ):
            for cell, key in zip(row, table.columns, strict=True):
                wanted = expected[key]
                if pd.isna(wanted):
                    assert cell.value is None
                elif isinstance(wanted, str):
                    assert cell.value == wanted
                else:
                    digits_of = table.columns[key].digits_of
                    kept = int(expected[digits_of]) if digits_of else 6
                    assert cell.value == round(float(wanted), kept)


def test_one_year_ages_and_groups_are_there(book: openpyxl.Workbook) -> None:
    ages = book["ettar-utfall-2480"]
    rows = [row for row in ages.iter_rows(min_row=5, values_only=True) if row[0] == 2022]
    assert [row[1] for row in rows] == [*map(str, range(100)), "100+"]
    groups = book["grupper-2480"]
    total = {
        row[1]: row[2]
        for row in groups.iter_rows(min_row=5, values_only=True)
        if row[0] == "alla åldrar"
    }
    assert total[2022] == sum(row[4] for row in rows)


def test_number_formats_and_names(book: openpyxl.Workbook) -> None:
    sheet = book["prognos-2480"]
    assert sheet["A5"].number_format == "0", "a year has no thousands"
    assert sheet["B5"].number_format == "#,##0"
    named = book.defined_names["data_prognos_2480"]
    assert named.attr_text == f"'prognos-2480'!$A$4:$E${sheet.max_row}"
    assert len(book.defined_names) == len(book.sheetnames) - 2


def test_it_says_how_the_figures_were_made(book: openpyxl.Workbook, report: Report) -> None:
    about = {row[0]: row[1] for row in book["Om"].iter_rows(values_only=True)}
    for name in ("Dataversion", "Slumpens startvärde (frö)", "Prognosens startår"):
        assert about[name] == report.about[name]
    assert about["Källa, prognos-2480"].startswith("Källa: SCB")
    assert "p10 (10:e percentilen): lägst" in about["Kolumnernas kortnamn"]
    heads = [cell.value for cell in book["prognos-2480"][4]]
    assert heads[2:] == [
        "Prognos, lägst i 8 av 10 (p10)",
        "Prognos, mitten (p50)",
        "Prognos, högst i 8 av 10 (p90)",
    ]
    listed = [row[0] for row in book["Innehåll"].iter_rows(min_row=5, values_only=True)]
    assert listed == book.sheetnames[2:]


def test_hostile_text_is_only_text(hostile: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(hostile)))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
                link = cell.hyperlink
                assert link is None or link.target is None, "links lead within the book"
    name = "tab"
    (sheet,) = [sheet for sheet in book.worksheets if name in sheet.title]
    assert sheet["B5"].value == printable(hostile.appendix[0].frame["name"].iloc[0])
    assert sheet["B6"].value == "=1+1"
