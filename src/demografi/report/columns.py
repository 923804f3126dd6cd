"""Columns of tables with ranges, headed alike in every table."""

import pandas as pd

from demografi.text import _
from demografi.text.columns import ENDS, OUTLOOK, RANGE_COLUMNS, Column, range_columns

__all__ = ["ENDS", "OUTLOOK", "RANGE_COLUMNS", "pyramid_columns", "range_columns"]


def pyramid_columns(table: pd.DataFrame) -> dict[str, Column]:
    """Head the columns of a pyramid's table: ``Kvinnor 2035, lägst i 8 av 10``.

    Parameters
    ----------
    table : DataFrame
        Column age, and one per sex and year, with the end of the range where it is projected:
        ``F 2025``, ``M 2035 p10``.
    """
    sexes = {"F": _("Kvinnor"), "M": _("Män")}
    found = {"age": Column(_("Ålder"), kind="text")}
    for column in map(str, table.columns.drop("age")):
        sex, year, *end = column.split()
        what = f"{sexes[sex]} {year}"
        found |= range_columns(what, {end[0]: column}) if end else {column: Column(what)}
    return found
