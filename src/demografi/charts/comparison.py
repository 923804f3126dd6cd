"""Lines of several places, named at their ends; ranges where they can be told apart."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, mark_jump_off
from demografi.charts.lines import anchored, history_line
from demografi.charts.palette import Palette
from demografi.comparison import Line
from demografi.text import _

__all__ = ["BANDS_UP_TO", "compared"]

BANDS_UP_TO = 2
"""Places whose ranges are drawn; more bands on top of each other cannot be read."""
LINE = 16
"""CSS pixels per line of text in the names at the ends of lines."""
LONG = 12
"""Characters beyond which a name is broken in two, to leave a phone's width to the lines."""


def compared(
    lines: Sequence[Line],
    palette: Palette,
    *,
    unit: str,
    digits: int,
    base_year: int | None = None,
    height: int = 460,
) -> go.Figure:
    """Draw places over time: observed solid, projected dashed, each named at its end.

    Parameters
    ----------
    lines : sequence of Line
        What to draw; colours follow the order.
    palette : Palette
        Colours.
    unit : str
        At the y axis.
    digits : int
        Decimals on hover.
    base_year : int, optional
        Year of an index, marked by a line at 100.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=unit)
    known = [line for line in lines if len(line.observed)]
    newest = max((line.last_year or 0 for line in known), default=0)
    banded = sum(len(line.projected) > 0 for line in known) <= BANDS_UP_TO
    for at, line in enumerate(known):
        colour = palette.categories[at % len(palette.categories)]
        figure.add_trace(history_line(line.observed, colour, line.name, digits))
        if len(line.projected):
            ahead = anchored(line.observed, line.projected)
            if banded:
                figure.add_trace(_band(ahead, line, palette.faded(colour, 0.16)))
            figure.add_trace(_ahead(ahead, line, colour, digits))
    if base_year is not None:
        figure.add_hline(y=100, line={"color": palette.muted, "width": 1})
    if any(len(line.projected) for line in known):
        mark_jump_off(figure, newest, palette)
    _name_ends(figure, known, palette, newest=newest, height=height)
    figure.update_yaxes(tickformat=f",.{digits}~f", nticks=7)
    years = [int(frame["year"].iloc[at]) for frame in _frames(known) for at in (0, -1)]
    if years:
        figure.update_xaxes(range=[min(years), max(years)])
    figure.update_xaxes(tickformat="d", nticks=6, tickangle=0)
    # The word "prognos" stands at the top of the plot: lift the unit above it.
    figure.update_layout(margin={"t": 48})
    figure.update_annotations(selector={"text": unit}, yshift=24)
    return figure


def _frames(known: Sequence[Line]) -> list[pd.DataFrame]:
    """Everything drawn, history and projection."""
    return [part for line in known for part in (line.observed, line.projected) if len(part)]


def _broken(text: str) -> str:
    """Break a long name at the last blank that leaves no part longer than needed."""
    if len(text) <= LONG or " " not in text:
        return text
    blanks = [at for at, sign in enumerate(text) if sign == " "]
    at = min(blanks, key=lambda at: max(at, len(text) - at))
    return f"{text[:at]}<br>{text[at + 1 :]}"


def _band(ahead: pd.DataFrame, line: Line, colour: str) -> go.Scatter:
    return go.Scatter(
        x=np.concatenate([ahead["year"], ahead["year"][::-1]]),
        y=np.concatenate([ahead["p90"], ahead["p10"][::-1]]),
        fill="toself",
        fillcolor=colour,
        line={"width": 0},
        hoverinfo="skip",
        name=_("{name}, 8 av 10 utfall").format(name=line.name),
    )


def _ahead(ahead: pd.DataFrame, line: Line, colour: str, digits: int) -> go.Scatter:
    text, label = f",.{digits}f", _("8 av 10 utfall")
    ahead = ahead[ahead["year"] > line.last_year]
    return go.Scatter(
        x=ahead["year"],
        y=ahead["p50"],
        mode="lines",
        line={"color": colour, "width": 2, "dash": "dash"},
        customdata=ahead[["p10", "p90"]].to_numpy(),
        hovertemplate=(
            f"%{{y:{text}}} ({label}: %{{customdata[0]:{text}}}–%{{customdata[1]:{text}}})"
            f"<extra>{line.name}</extra>"
        ),
        name=line.name,
    )


def _name_ends(
    figure: go.Figure, known: Sequence[Line], palette: Palette, *, newest: int, height: int
) -> None:
    """Write names at the right, apart from each other, in the order of the lines' last values.

    A line that ends before the others says so, since its name stands at the edge all the same.
    """
    if not known:
        return
    ends = []
    for at, line in enumerate(known):
        projected = len(line.projected) > 0
        value = float((line.projected["p50"] if projected else line.observed["value"]).iloc[-1])
        early = not projected and (line.last_year or 0) < newest
        text = _("{name}, till {year}").format(name=line.name, year=line.last_year)
        ends.append((value, _broken(text if early else line.name), palette.categories[at]))
    values = np.concatenate([np.asarray(trace.y, dtype=float) for trace in figure.data])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = ((high - low) or 1.0) * 0.05
    figure.update_yaxes(range=[low - room, high + room])
    order = sorted(range(len(ends)), key=lambda at: ends[at][0])
    pixel = (high - low + 2 * room) / (height - 80)
    tall = [pixel * (LINE * (1 + ends[at][1].count("<br>")) + 2) for at in order]
    spread = _apart([ends[at][0] for at in order], tall, low - room, high + room)
    for at, y in zip(order, spread, strict=True):
        _value, text, colour = ends[at]
        figure.add_annotation(
            x=1,
            xref="paper",
            y=y,
            text=text,
            xanchor="left",
            xshift=6,
            align="left",
            showarrow=False,
            font={"color": colour, "size": 13},
        )
    longest = max(len(part) for _value, text, _colour in ends for part in text.split("<br>"))
    figure.update_layout(margin={"r": 14 + round(6.6 * longest)})


def _apart(values: Sequence[float], tall: Sequence[float], low: float, high: float) -> list[float]:
    """Move ascending positions apart as little as can be, within bounds.

    Parameters
    ----------
    values : sequence of float
        Wanted middles, ascending.
    tall : sequence of float
        Room each needs.
    low, high : float
        Bounds.

    >>> _apart([1.0, 1.2, 5.0], [1.0, 1.0, 1.0], 0.0, 6.0)
    [0.6, 1.6, 5.0]
    """
    groups: list[list[int]] = []  # neighbours that touch are placed together
    for at in range(len(values)):
        groups.append([at])
        while len(groups) > 1 and _start(groups[-1], values, tall) < (
            _start(groups[-2], values, tall) + sum(tall[i] for i in groups[-2])
        ):
            groups[-2:] = [groups[-2] + groups[-1]]
    edges: list[float] = []  # lower edge of each
    for group in groups:
        bottom = max(_start(group, values, tall), edges[-1] + tall[group[0] - 1] if edges else low)
        for i in group:
            edges.append(bottom)
            bottom += tall[i]
    ceiling = high
    for at in reversed(range(len(edges))):
        edges[at] = min(edges[at], ceiling - tall[at])
        ceiling = edges[at]
    return [round(edge + room / 2, 6) for edge, room in zip(edges, tall, strict=True)]


def _start(group: Sequence[int], values: Sequence[float], tall: Sequence[float]) -> float:
    """Lower edge of a stack of neighbours, centred on the mean of their wanted middles."""
    return float(np.mean([values[i] for i in group])) - sum(tall[i] for i in group) / 2
