"""Columns of tables with ranges, headed alike in every table."""

from collections.abc import Iterable, Mapping

import pandas as pd

from demografi.report.model import Column
from demografi.text import _
from demografi.text.columns import OBSERVED, PROJECTED, ends

__all__ = ["ENDS", "OUTLOOK", "RANGE_COLUMNS", "pyramid_columns", "range_columns"]

ENDS = ("p10", "p50", "p90")
OUTLOOK = {"p10": "low", "p50": "middle", "p90": "high"}
"""Columns of an outlook by the end of the range that they hold."""


def range_columns(
    what: str = PROJECTED,
    columns: Mapping[str, str] | Iterable[str] = ENDS,
    digits: int = 0,
    *,
    digits_of: str = "",
) -> dict[str, Column]:
    """Head the columns of a range in plain words; files also name them p10, p50, p90.

    Parameters
    ----------
    what : str
        What the range is of: a year, a measure.
    columns : mapping of str to str, or iterable of str
        Column of the frame by the end of the range; the ends themselves when not a mapping.
    digits, digits_of
        As in :class:`Column`.
    """
    named = columns if isinstance(columns, Mapping) else {end: end for end in columns}
    heads = ends(what)
    return {
        named[end]: Column(heads[end], digits, digits_of=digits_of, term=end)
        for end in ENDS
        if end in named
    }


RANGE_COLUMNS = {
    "year": Column(_("År"), kind="year"),
    "value": Column(OBSERVED),
    **range_columns(),
}
"""Years, what is known of them and the range of what is projected."""


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
