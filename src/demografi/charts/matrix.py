"""The matrix of places and indicators as a styled HTML table."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.charts.palette import Palette
from demografi.indicators import INDICATORS
from demografi.knowledge import View
from demografi.text import _
from demografi.text.measures import axis_unit, range_text, unbroken, value_text
from demografi.text.numbers import MISSING

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

__all__ = ["MatrixTable", "matrix_table", "shade"]

LINE_BREAK = "  \n"
"""Between the lines of a cell, in Markdown."""
WEAKEST, STRONGEST = 0.03, 0.32
"""Opacity of the shades: text on the darkest keeps a contrast above 7:1 in both themes."""


def shade(values: NDArray[np.float64], among: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Place values within the spread of some rows, from 0 (lowest) to 1 (highest).

    Parameters
    ----------
    values : array, shape (row, column)
        Each column has a spread of its own.
    among : array of bool, shape (row,)
        Rows whose spread it is; the others get no shade.

    Returns
    -------
    array, shape (row, column)
        Missing where there is no value, no shade, or no spread.
    """
    inside = np.where(among[:, None], values, np.nan)
    low = np.min(inside, axis=0, initial=np.inf, where=np.isfinite(inside))
    high = np.max(inside, axis=0, initial=-np.inf, where=np.isfinite(inside))
    spread = np.where(high > low, high - low, np.nan)
    placed: NDArray[np.float64] = (inside - low) / spread
    return placed


def _written(
    key: str, cell: tuple[int, float, float, float, str], usual: int | None, *, brief: bool
) -> str:
    """Write a value, with its range where projected and its year where it is not the column's.

    ``cell`` is year, value, low, high, basis; ``brief`` leaves the middle of a range out.
    """
    year, value, low, high, basis = cell
    text = value_text(key, value)
    if not math.isnan(low):
        span = range_text(key, low, high)
        return span if brief else f"{text} ({span})"
    if basis == "indirect":
        text += "\\*"  # Markdown would read two bare ones as slanted
    return text if int(year) == usual else f"{text} ({int(year)})"


class MatrixTable(NamedTuple):
    """The cells of a matrix as Markdown, and the CSS of each; frames of the same shape.

    Both are kept by the screen and shared by its readers; a Styler computes within itself and
    is made anew for each.
    """

    texts: pd.DataFrame
    styles: pd.DataFrame

    def styled(self) -> "Styler":
        """Return the table as ``st.table`` reads it."""
        return self.texts.style.apply(lambda _frame: self.styles, axis=None)


def matrix_table(
    cells: pd.DataFrame,
    palette: Palette,
    *,
    rows: Sequence[str],
    shaded: Sequence[str],
    indicators: Sequence[str],
    years: Mapping[View, Mapping[str, int]],
    name: Callable[[str], str],
    chosen: str = "",
) -> MatrixTable:
    """Lay out cells as a table, shaded by where each stands in the spread of its column.

    With several views a cell has a line for each, today's in bold and the one that shades.
    Counts are not shaded: there the spread only says which municipality is large.

    Parameters
    ----------
    cells : DataFrame
        Columns view, place, indicator, year, value, low, high, basis.
    palette : Palette
        Colours.
    rows, indicators : sequence of str
        Codes and keys, in the order to show.
    shaded : sequence of str
        Rows whose spread shades the columns; the others stand below a line.
    years : mapping of str to mapping of str to int
        The views to show, each with the year that stands in the heading of each column.
    name : callable
        Name of a place by its code.
    chosen : str
        Code of the row to stand out.

    """
    several = len(years) > 1
    texts = _texts(cells, years, several=several)
    # A view in which a column has nothing at all takes no line in it.
    lines = {
        key: [view for view in years if any((view, place, key) in texts for place in rows)]
        for key in indicators
    }

    def cell(place: str, key: str) -> str:
        found = [texts.get((view, place, key), MISSING) for view in lines[key] or [*years][:1]]
        return MISSING if set(found) == {MISSING} else LINE_BREAK.join(found)

    main: View = "now" if several else next(iter(years))
    usual = cells["indicator"].map(years[main])
    # Values of another year, or estimated, are no part of the spread.
    decisive = cells[
        (cells["view"] == main) & (cells["year"] == usual) & (cells["basis"] != "indirect")
    ]
    inside = np.isin(list(rows), list(shaded))
    strength = shade(_grid(decisive, rows, indicators), inside)
    strength[:, [INDICATORS[key].kind == "count" for key in indicators]] = np.nan
    styles = [[_style(palette, share) for share in line] for line in strength.tolist()]
    first = int(np.argmin(inside)) if not inside.all() else len(rows)
    if first < len(rows):
        styles[first] = [
            f"{rules}; border-top: 2px solid {palette.muted}" for rules in styles[first]
        ]
    headings = [_heading(key, [years[view].get(key) for view in lines[key]]) for key in indicators]
    labels = pd.Index(
        [f"**{name(code)}**" if code == chosen else name(code) for code in rows], name=_("Plats")
    )
    table = pd.DataFrame(
        [[cell(place, key) for key in indicators] for place in rows],
        index=labels,
        columns=headings,
    )
    style = pd.DataFrame(styles, index=labels, columns=headings)
    return MatrixTable(table, style)


def _texts(
    cells: pd.DataFrame, years: Mapping[View, Mapping[str, int]], *, several: bool
) -> dict[tuple[str, str, str], str]:
    """Write every cell, by view, place and indicator."""
    columns = ("view", "place", "indicator", "year", "value", "low", "high", "basis")
    texts = {}
    for view, place, key, *cell in zip(
        *(cells[column].tolist() for column in columns), strict=True
    ):
        if view in years:
            text = _written(key, tuple(cell), years[view].get(key), brief=several)
            texts[view, place, key] = f"**{text}**" if several and view == "now" else text
    return texts


def _grid(
    cells: pd.DataFrame, rows: Sequence[str], indicators: Sequence[str]
) -> NDArray[np.float64]:
    """Values, [row, indicator]."""
    grid = np.full((len(rows), len(indicators)), np.nan)
    row = pd.Index(rows).get_indexer(pd.Index(cells["place"]))
    column = pd.Index(indicators).get_indexer(pd.Index(cells["indicator"]))
    here = (row >= 0) & (column >= 0)
    grid[row[here], column[here]] = cells.loc[here, "value"]
    return grid


def _style(palette: Palette, share: float) -> str:
    if math.isnan(share):
        return "text-align: right"
    opacity = round(WEAKEST + share * (STRONGEST - WEAKEST), 3)
    return f"text-align: right; background-color: {palette.faded(palette.accent, opacity)}"


def _heading(key: str, years: Sequence[int | None]) -> str:
    """Name, unit and years; long words may break where their parts meet."""
    name, unit = _(INDICATORS[key].name), axis_unit(key)
    bold = re.sub(r"(\w{6,}ings)(\w{4,})", "\\1\u00ad\\2", unbroken(name))
    unit = re.sub(r"(?<=\d)–(?=\d)", "\u2060–\u2060", unit)  # "20–64" stays on one line
    span = "\u00a0→\u00a0".join(str(year) for year in years if year)
    rest = [
        part for part in ("" if unbroken(name).endswith(axis_unit(key)) else unit, span) if part
    ]
    return f"**{bold}** {', '.join(rest)}".strip()
