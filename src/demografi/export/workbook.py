"""A report's figures as a workbook: a sheet per table, where each comes from, names to refer to."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from demografi.report import Column, Report, Table, plain, printable
from demografi.text import _
from demografi.text.columns import explained
from demografi.text.numbers import capital

__all__ = ["to_workbook"]

_NAME = 31
"""Letters that Excel allows in a sheet's name."""
_PROPERTY = 250
"""Letters that a file's properties have room for."""
_HEAD = 4
"""Rows above the figures: title, source, remark, and an empty one."""
_RESIDUE = 6
"""Decimals of a number, beyond which there is only the rest of computing in binary."""


def _tables(report: Report) -> Iterator[Table]:
    """Every table: those of the text, those behind the figures, the long ones; each once."""
    seen: set[str] = set()
    every = [
        *report.tables(),
        *(figure.table for figure in report.figures()),
        *report.appendix,
    ]
    for table in every:
        if table.key not in seen:
            seen.add(table.key)
            yield table


def _sheet_name(key: str, taken: set[str]) -> str:
    """Name a sheet: no sign that Excel forbids, not too long, never twice."""
    name = re.sub(r"[\[\]:*?/\\']", " ", printable(key)).strip()[:_NAME] or "tabell"
    number = 2
    while name.lower() in taken:
        tail = f" {number}"
        name = name[: _NAME - len(tail)] + tail
        number += 1
    taken.add(name.lower())
    return name


def _range_name(sheet: str) -> str:
    """Name of a range of cells: letters, figures, low lines; not like a cell's address.

    >>> _range_name("nyckeltal-2480"), _range_name("ålder 80+")
    ('data_nyckeltal_2480', 'data_ålder_80')
    """
    return "data_" + re.sub(r"\W+", "_", sheet).strip("_")


class _Book:
    """A workbook on its way, with its number formats."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.link = book.add_format({"font_color": "#0B6B5D", "underline": 1})
        self.muted = book.add_format({"font_color": "#44525C"})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        )
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.year = book.add_format({"num_format": "0"})
        self._numbers: dict[int, Any] = {}

    def number(self, digits: int) -> Any:
        """Number format with so many decimals."""
        if digits not in self._numbers:
            form = "#,##0" + ("." + "0" * digits if digits else "")
            self._numbers[digits] = self.book.add_format({"num_format": form})
        return self._numbers[digits]

    def table(self, table: Table, name: str) -> None:
        """Write one table on a sheet of its own."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, printable(table.title), self.title)
        sheet.write_string(1, 0, printable(table.source), self.muted)
        unit = f"{capital(table.unit)}." if table.unit else ""
        sheet.write_string(2, 0, printable(f"{unit} {table.note}".strip()), self.muted)
        sheet.freeze_panes(_HEAD, 1)
        frame = table.frame
        for at, (key, column) in enumerate(table.columns.items()):
            heading = printable(column.in_files)
            sheet.write_string(_HEAD - 1, at, heading, self.head)
            self._column(sheet, at, frame[key], column, table.decimals(key))
            shown = [len(str(value)) for value in frame[key].head(300)]
            longest = max(shown, default=0) if column.kind == "text" else 9
            sheet.set_column(at, at, min(max(longest, 9, min(len(heading), 16)) + 2, 60))
        last = _HEAD + max(len(frame), 1) - 1
        ends = len(table.columns) - 1
        quoted = f"'{name}'"
        area = xlsxwriter.utility.xl_range_abs(_HEAD - 1, 0, last, ends)
        self.book.define_name(_range_name(name), f"={quoted}!{area}")
        if len(frame):
            sheet.autofilter(_HEAD - 1, 0, last, ends)

    def _column(
        self,
        sheet: Any,
        at: int,
        values: "pd.Series[Any]",
        column: Column,
        decimals: Sequence[int],
    ) -> None:
        cells = zip(values.tolist(), decimals, strict=True)
        for row, (value, digits) in enumerate(cells, start=_HEAD):
            if pd.isna(value):
                continue
            if column.kind == "text" or isinstance(value, str):
                sheet.write_string(row, at, printable(str(value)))
            else:
                style = self.year if column.kind == "year" else self.number(digits)
                # Measures side by side have the decimals they are published with; elsewhere
                # only what sums in floating point leave behind is taken away.
                kept = digits if column.digits_of else _RESIDUE
                sheet.write_number(row, at, round(float(value), kept), style)

    def contents(self, sheet: Any, report: Report, named: Mapping[str, Table]) -> None:
        """List the sheets, with links to them."""
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 2, 34)
        sheet.write_string(0, 0, printable(report.title), self.title)
        sheet.write_string(1, 0, printable(report.subtitle), self.muted)
        for at, text in enumerate((_("Blad"), _("Tabell"), _("Namngivet område"))):
            sheet.write_string(3, at, text, self.head)
        sheet.freeze_panes(4, 0)
        for row, (name, table) in enumerate(named.items(), start=4):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_string(row, 1, printable(table.title))
            sheet.write_string(row, 2, _range_name(name))

    def about(self, sheet: Any, report: Report, named: Mapping[str, Table]) -> None:
        """Write data version, seed, settings and method, and the source of every sheet."""
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 110)
        sheet.freeze_panes(1, 0)
        rows = [(_("Uppgift"), _("Värde"))]
        rows += list(report.about.items())
        terms = {one.term for table in named.values() for one in table.columns.values()}
        if said := explained(terms):
            rows.append((_("Kolumnernas kortnamn"), said))
        for section in report.annex:
            rows += [(section.title, text) for text in section.paragraphs]
        rows += [
            (_("Källa, {sheet}").format(sheet=name), table.source) for name, table in named.items()
        ]
        for row, (key, text) in enumerate(rows):
            style = self.head if row == 0 else self.wrap
            sheet.write_string(row, 0, printable(key), style)
            sheet.write_string(row, 1, printable(text), style)


def to_workbook(report: Report) -> bytes:
    """Write every table of a report: of the text, behind the figures, and those too long for it.

    Parameters
    ----------
    report : Report
        What it holds.
    """
    buffer = io.BytesIO()
    # Text from data must stay text, also when it looks like a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as made:
        made.set_properties(
            {
                "title": plain(report.title, _PROPERTY),
                "subject": plain(report.subtitle, _PROPERTY),
                "author": _("Demografi Västerbotten"),
                "keywords": report.about[_("Dataversion")],
            }
        )
        made.set_calc_mode("auto")
        book = _Book(made)
        contents = made.add_worksheet(_("Innehåll"))
        about = made.add_worksheet(_("Om"))
        taken = {_("Innehåll").lower(), _("Om").lower()}
        named = {_sheet_name(table.key, taken): table for table in _tables(report)}
        for name, table in named.items():
            book.table(table, name)
        book.contents(contents, report, named)
        book.about(about, report, named)
    return buffer.getvalue()
