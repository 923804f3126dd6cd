"""What was said beside what came, how errors grow with the years, and whether ranges held."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend
from demografi.charts.lines import history_line
from demografi.charts.palette import Palette
from demografi.findings.accuracy import OURS, PUBLISHED, RULES, SHARE
from demografi.text import _

__all__ = ["by_years_ahead", "held", "said_and_came"]

_BEFORE = 10
"""Years of history shown before the base year."""
_RULE_LOOKS = (
    (2, "dot", "square-open"),
    (3, "dash", "triangle-up-open"),
    (4, "dashdot", "x-open"),
    (8, "longdash", "circle-open"),
)
"""Colour among the palette's categories, dashes and marks of each simple rule: told apart also
where colours are not."""


def _line(
    frame: pd.DataFrame, column: str, name: str, look: dict[str, object], text: str
) -> go.Scatter:
    known = frame[["x", column]].dropna()
    return go.Scatter(
        x=known["x"],
        y=known[column],
        name=name,
        mode="lines+markers",
        hovertemplate=f"%{{y:{text}}}<extra>{name}</extra>",
        **look,
    )


def _looks(palette: Palette) -> dict[str, dict[str, object]]:
    """Ours and the published one stand out; simple rules recede, each told by colour and form."""
    strong: dict[str, dict[str, object]] = {
        OURS: {
            "line": {"color": palette.accent, "width": 3},
            "marker": {"color": palette.accent, "size": 7},
        },
        PUBLISHED: {
            "line": {"color": palette.contrast, "width": 2.5},
            "marker": {"color": palette.contrast, "size": 8, "symbol": "diamond"},
        },
    }
    weak: dict[str, dict[str, object]] = {
        rule: {
            "line": {"color": palette.categories[colour], "width": 1.5, "dash": dash},
            "marker": {"color": palette.categories[colour], "size": 5, "symbol": symbol},
        }
        for rule, (colour, dash, symbol) in zip(RULES, _RULE_LOOKS, strict=True)
    }
    return weak | strong


def _legend(figure: go.Figure, palette: Palette) -> None:
    # Wide enough for a dash pattern to be seen in it.
    figure.update_layout(
        showlegend=True,
        legend=bottom_legend(palette) | {"traceorder": "reversed", "itemwidth": 44, "y": -0.12},
    )


def said_and_came(
    history: pd.DataFrame,
    said: pd.DataFrame,
    palette: Palette,
    *,
    origin: int,
    names: Mapping[str, str],
    height: int = 460,
) -> go.Figure:
    """Draw the history, and what everyone would have said of it from a base year.

    Parameters
    ----------
    history : DataFrame
        Columns year, value.
    said : DataFrame
        Columns year, low80, high80 and one per contender.
    palette : Palette
        Colours.
    origin : int
        The base year.
    names : mapping of str to str
        Contenders in words.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=_("personer"))
    shown = history[history["year"] >= origin - _BEFORE]
    start = shown[shown["year"] == origin]["value"]
    known = said.rename(columns={"year": "x"})
    ranged = known.dropna(subset=["low80", "high80"])
    if len(ranged):
        figure.add_trace(
            go.Scatter(
                x=pd.concat([ranged["x"], ranged["x"][::-1]]),
                y=pd.concat([ranged["high80"], ranged["low80"][::-1]]),
                mode="lines",
                fill="toself",
                fillcolor=palette.faded(palette.accent, 0.18),
                line={"width": 0},
                hoverinfo="skip",
                name=_("Vårt intervall, 8 av 10 utfall"),
            )
        )
    # Everyone starts in the base year's figure, where that is known.
    first = [{"x": origin, **dict.fromkeys(names, value)} for value in start]
    known = pd.concat([pd.DataFrame(first), known], ignore_index=True)
    for contender, look in _looks(palette).items():
        if contender in said:
            figure.add_trace(_line(known, contender, names[contender], look, ",.0f"))
    figure.add_trace(history_line(shown, palette.ink, _("Utfall"), 0))
    figure.add_vline(x=origin, line={"color": palette.muted, "width": 1, "dash": "dot"})
    figure.update_yaxes(nticks=6)
    figure.update_xaxes(tickformat="d")
    _legend(figure, palette)
    return figure


def by_years_ahead(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    value: str,
    names: Mapping[str, str],
    limit: float | None = None,
    limit_name: str = "",
    unit: str,
    height: int = 420,
) -> go.Figure:
    """Draw a measure in per cent by years ahead, a line per contender.

    Parameters
    ----------
    frame : DataFrame
        Columns contender, ahead and ``value``.
    palette : Palette
        Colours.
    value : str
        Column drawn.
    names : mapping of str to str
        Contenders in words.
    limit, limit_name : float, str
        A level drawn across, and what it is.
    unit : str
        Written at the top left.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=unit)
    for contender, look in _looks(palette).items():
        here = frame[frame["contender"] == contender].rename(columns={"ahead": "x"})
        if len(here):
            figure.add_trace(_line(here, value, names[contender], look, ",.1f"))
    if limit is not None:
        figure.add_hline(y=limit, line={"color": palette.ink, "width": 1, "dash": "dash"})
        figure.add_annotation(
            x=0,
            xref="paper",
            y=limit,
            text=limit_name,
            xanchor="left",
            yanchor="top",
            showarrow=False,
            font={"color": palette.ink, "size": 13},
        )
        # Most shares are high: from zero they could not be told apart.
        lowest = min([limit, *frame[value]])
        figure.update_yaxes(range=[max(0.0, 10 * np.floor(lowest / 10) - 10), 102])
    else:
        figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(dtick=1, ticksuffix="\u00a0år")
    figure.update_yaxes(ticksuffix="\u00a0%", tickformat=",~f", nticks=6)
    _legend(figure, palette)
    return figure


def held(
    frame: pd.DataFrame, palette: Palette, *, labels: Sequence[str], height: int = 380
) -> go.Figure:
    """Draw the share of outcomes inside the ranges, a row per group, beside what was promised.

    Parameters
    ----------
    frame : DataFrame
        Columns held80, held95 (per cent), forecasts, in the order to show.
    palette : Palette
        Colours.
    labels : sequence of str
        A name per row.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height)
    rows = (
        ("held80", _("I intervallet för 8 av 10"), palette.accent, 100 * SHARE, "circle"),
        ("held95", _("I intervallet för 19 av 20"), palette.categories[2], 95.0, "diamond"),
    )
    for column, name, colour, promised, symbol in rows:
        figure.add_vline(x=promised, line={"color": colour, "width": 1.5, "dash": "dash"})
        figure.add_trace(
            go.Scatter(
                x=frame[column],
                y=list(labels),
                mode="markers",
                name=name,
                marker={"color": colour, "size": 11, "symbol": symbol},
                customdata=frame["forecasts"],
                hovertemplate=f"%{{y}}: %{{x:,.0f}}\u00a0% (%{{customdata:,.0f}})"
                f"<extra>{name}</extra>",
            )
        )
    low = min(50.0, float(frame["held80"].min()) - 5) if len(frame) else 50.0
    figure.update_layout(hovermode="closest", showlegend=True, legend=bottom_legend(palette))
    figure.update_xaxes(
        range=[low, 103], showgrid=True, ticksuffix="\u00a0%", tickformat=",~f", ticks=""
    )
    figure.update_yaxes(
        autorange="reversed", tickfont={"color": palette.ink, "size": 13}, ticklabelstandoff=6
    )
    return figure
