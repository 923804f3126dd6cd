"""The matrix of places and indicators as a styled HTML table."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from demografi.charts.palette import Palette
from demografi.indicators import INDICATORS
from demografi.text import _
from demografi.text.measures import range_text, value_text
from demografi.text.numbers import MISSING

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

__all__ = ["matrix_table", "shade"]

STRONGEST = 0.32
"""Opacity of the darkest shade: text on it keeps a contrast above 7:1 in both themes."""


def shade(values: pd.Series, among: Sequence[str]) -> pd.Series:
    """Place values within the spread of some rows, from 0 (lowest) to 1 (highest).

    Parameters
    ----------
    values : Series
        By place.
    among : sequence of str
        Places whose spread it is; the others get no shade.

    Returns
    -------
    Series of float
        Missing where there is no value, no shade, or no spread.
    """
    inside = values.reindex(list(among))
    span = inside.max() - inside.min()
    if not span > 0:
        return pd.Series(np.nan, index=values.index)
    placed: pd.Series = ((inside - inside.min()) / span).reindex(values.index)
    return placed


def _written(cell: pd.Series, key: str, usual: int | None) -> str:
    """Write a value, with its range where projected and its year where it is not the column's."""
    if pd.isna(cell["value"]):
        return MISSING
    text = value_text(key, float(cell["value"]))
    if pd.notna(cell["low"]):
        return f"{text} ({range_text(key, float(cell['low']), float(cell['high']))})"
    return text if int(cell["year"]) == usual else f"{text} ({int(cell['year'])})"


def matrix_table(
    cells: pd.DataFrame,
    palette: Palette,
    *,
    rows: Sequence[str],
    shaded: Sequence[str],
    indicators: Sequence[str],
    years: Mapping[str, int],
    name: Callable[[str], str],
    chosen: str = "",
) -> "Styler":
    """Lay out cells as a table, shaded by where each stands in the spread of its column.

    Counts are not shaded: there the spread only says which municipality is large.

    Parameters
    ----------
    cells : DataFrame
        Columns place, indicator, year, value, low, high, of one view.
    palette : Palette
        Colours.
    rows, indicators : sequence of str
        Codes and keys, in the order to show.
    shaded : sequence of str
        Rows whose spread shades the columns; the others stand below a line.
    years : mapping of str to int
        Year that stands in the heading of each column.
    name : callable
        Name of a place by its code.
    chosen : str
        Code of the row to stand out.

    Returns
    -------
    Styler
        Its cells are Markdown as ``st.table`` reads it.
    """
    at = cells.set_index(["place", "indicator"]).reindex(
        pd.MultiIndex.from_product([list(rows), list(indicators)])
    )
    texts, colours = {}, {}
    for key in indicators:
        column = at.xs(key, level=1)
        heading = _heading(key, years.get(key))
        texts[heading] = [_written(cell, key, years.get(key)) for _code, cell in column.iterrows()]
        place_in_spread = shade(column["value"], shaded)
        if INDICATORS[key].kind == "count":
            place_in_spread[:] = np.nan
        colours[heading] = [
            "text-align: right"
            if pd.isna(share)
            else "text-align: right; background-color: "
            + palette.faded(palette.accent, round(0.03 + share * (STRONGEST - 0.03), 3))
            for share in place_in_spread
        ]
    labels = pd.Index(
        [f"**{name(code)}**" if code == chosen else name(code) for code in rows], name=_("Plats")
    )
    table = pd.DataFrame(texts, index=labels)
    style = pd.DataFrame(colours, index=labels)
    below = [at for at, code in enumerate(rows) if code not in set(shaded)]
    if below:
        style.iloc[below[0]] += f"; border-top: 2px solid {palette.muted}"
    return table.style.apply(lambda _frame: style, axis=None)


def _heading(key: str, year: int | None) -> str:
    unit = _(INDICATORS[key].unit)
    return f"**{_(INDICATORS[key].name)}** " + (f"{unit}, {year}" if year else unit)
