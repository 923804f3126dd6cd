"""A table as CSV for Swedish Excel and as XLSX with its provenance beside it."""

import io
import re
from collections.abc import Mapping

import pandas as pd
import xlsxwriter

__all__ = ["CSV_MIME", "XLSX_MIME", "to_csv", "to_xlsx"]

CSV_MIME = "text/csv"
XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _counted(frame: pd.DataFrame) -> pd.DataFrame:
    """Give whole numbers back their type, which a missing value beside them takes away."""
    real = [name for name in frame.columns if pd.api.types.is_float_dtype(frame[name])]
    return frame.astype({name: "Int64" for name in real if (frame[name].dropna() % 1 == 0).all()})


_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s\u2060.,%]+(till [+-]?[\d\s\u2060.,%]+)?$)")
"""How text begins that a spreadsheet would compute; a number with its sign is none, nor a range."""


def _inert(value: object) -> object:
    """Make text that a spreadsheet would take for a formula plain text.

    >>> _inert("=1+1"), _inert("-5"), _inert("-5+A1"), _inert("Åsele")
    ("'=1+1", '-5', "'-5+A1", 'Åsele')
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def to_csv(frame: pd.DataFrame) -> bytes:
    """Write semicolons, decimal commas and a byte order mark, as Swedish Excel expects.

    Text that Excel would take for a formula is preceded by an apostrophe.
    """
    counted = _counted(frame)
    for name in counted:
        if pd.api.types.is_string_dtype(counted[name]):
            counted[name] = counted[name].map(_inert)
    counted.columns = counted.columns.map(_inert)
    return counted.to_csv(index=False, sep=";", decimal=",").encode("utf-8-sig")


def to_xlsx(frame: pd.DataFrame, about: Mapping[str, str], *, digits: int = 1) -> bytes:
    """Write one sheet with the figures and one that says where they come from.

    Parameters
    ----------
    frame : DataFrame
        Columns are written as they are named.
    about : mapping of str to str
        Rows of the second sheet: title, unit, source, date and so on.
    digits : int
        Decimals shown for real numbers; the cells keep full precision.
    """
    frame = _counted(frame)
    buffer = io.BytesIO()
    # Text from data must stay text, also when it looks like a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        real = book.add_format({"num_format": "#,##0." + "0" * digits if digits else "#,##0"})
        count = book.add_format({"num_format": "#,##0"})
        plain = book.add_format({"num_format": "0"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Data")
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(frame.columns):
            values = frame[name]
            year = str(name).lower() in ("år", "year")
            whole = pd.api.types.is_integer_dtype(values)
            style = plain if year else count if whole else real
            width = max([len(str(name)), *(len(str(value)) for value in values.head(200))])
            sheet.set_column(at, at, min(width + 2, 40))
            sheet.write_string(0, at, str(name), head)
            for row, value in enumerate(values, start=1):
                if pd.isna(value):
                    continue
                if isinstance(value, str):
                    sheet.write_string(row, at, value)
                else:
                    sheet.write_number(row, at, float(value), style)
        notes = book.add_worksheet("Om")
        notes.set_column(0, 0, 18)
        notes.set_column(1, 1, 90)
        for row, (key, text) in enumerate(about.items()):
            notes.write_string(row, 0, key, head)
            notes.write_string(row, 1, text, wrap)
    return buffer.getvalue()
