"""What a goal takes beside what has been: a lever's history and need, a goal on its curve."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend
from demografi.charts.lines import history_and_range, history_line
from demografi.charts.palette import Palette
from demografi.needs import Span
from demografi.text import _
from demografi.text.columns import OBSERVED

__all__ = ["goal_on_curve", "index_ahead", "need_against_history"]


def need_against_history(
    history: pd.DataFrame,
    means: pd.DataFrame,
    palette: Palette,
    *,
    unit: str,
    digits: int,
    first: int,
    last: int,
    need: Span | None,
    expected: Span,
    need_name: str = "",
    means_name: str = "",
    expected_name: str = "",
    height: int = 400,
) -> go.Figure:
    """Draw each year's level, its means over several, and ahead what is expected and needed.

    Parameters
    ----------
    history : DataFrame
        Columns year, value.
    means : DataFrame
        Columns year (the last of those averaged), value; empty where levels stand by themselves.
    palette : Palette
        Colours.
    unit : str
        Unit of the y axis.
    digits : int
        Decimals on hover.
    first, last : int
        The coming years.
    need, expected : Span
        Level it takes, None where none does; level in the projection.
    need_name, means_name, expected_name : str
        What the level it takes, the means, and the level in the projection are called.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=unit)
    number = f",.{digits}f"
    sign = "+" if len(means) else ""
    if len(means):
        figure.add_trace(
            go.Bar(
                x=history["year"],
                y=history["value"],
                name=_("Utfall per år"),
                marker={"color": palette.faded(palette.ink, 0.35), "line": {"width": 0}},
                hovertemplate=f"%{{y:{sign}{number}}}<extra>{_('Utfall')}</extra>",
            )
        )
    if len(means):
        figure.add_trace(
            go.Scatter(
                x=means["year"],
                y=means["value"],
                name=means_name,
                mode="lines",
                line={"color": palette.ink, "width": 2.5},
                hovertemplate=f"%{{y:{sign}{number}}}<extra>{means_name}</extra>",
            )
        )
    else:
        line = history_line(history, palette.ink, OBSERVED, digits)
        figure.add_trace(line.update(mode="lines+markers", marker={"size": 6}))
    bands = [(expected, expected_name, palette.accent)]
    if need is not None:
        bands.append((need, need_name or _("Krävs, 8 av 10 utfall"), palette.contrast))
    for span, name, colour in bands:
        shade = palette.faded(colour, 0.25)
        _level_band(figure, (first, last), span, name, (colour, shade), number=f"{sign}{number}")
    figure.update_layout(
        bargap=0.25, showlegend=True, legend=bottom_legend(palette), hovermode="closest"
    )
    figure.update_xaxes(tickformat="d", nticks=7)
    if len(means):
        figure.update_yaxes(tickformat="+,.0f", labelalias={"+0": "0"})
    else:
        figure.update_yaxes(tickformat=f",.{digits}f")
    return figure


def _level_band(
    figure: go.Figure,
    years: tuple[int, int],
    span: Span,
    name: str,
    colours: tuple[str, str],
    *,
    number: str,
) -> None:
    """Draw a level over coming years: its range as a field, its middle as a line."""
    colour, shade = colours
    start, end = years[0] - 0.5, years[1] + 0.5
    figure.add_trace(
        go.Scatter(
            x=[start, end, end, start],
            y=[span.high, span.high, span.low, span.low],
            fill="toself",
            mode="none",
            fillcolor=shade,
            name=name,
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[start, end],
            y=[span.middle, span.middle],
            mode="lines",
            line={"color": colour, "width": 2.5},
            name=name,
            showlegend=False,
            hovertemplate=f"%{{y:{number}}}<extra>{name}</extra>",
        )
    )


def goal_on_curve(
    observed: pd.DataFrame,
    coming: pd.DataFrame,
    palette: Palette,
    *,
    unit: str,
    digits: int,
    level: float,
    year: int,
    reached: Span | None,
    height: int = 400,
) -> go.Figure:
    """Draw history and projection of a number, the goal as a point and what the answer gives.

    Parameters
    ----------
    observed, coming : DataFrame
        Columns year, value; columns year, p10, p50, p90.
    palette : Palette
        Colours.
    unit : str
        Unit of the y axis.
    digits : int
        Decimals on hover.
    level, year : float, int
        The goal.
    reached : Span or None
        Where the answer leads, with chance.
    height : int
        CSS pixels.
    """
    figure = history_and_range(observed, coming, palette, unit=unit, digits=digits, height=height)
    _without(figure, _("8 av 10 utfall"))  # would lie under the goal when both are far ahead
    error = (
        {}
        if reached is None
        else {"array": [reached.high - level], "arrayminus": [level - reached.low]}
    )
    figure.add_trace(
        go.Scatter(
            x=[year],
            y=[level],
            mode="markers",
            marker={"color": palette.contrast, "size": 11, "symbol": "diamond"},
            error_y={
                "visible": reached is not None,
                "symmetric": False,
                "color": palette.contrast,
                "thickness": 2,
                "width": 6,
                **error,
            },
            name=_("Målet"),
            hovertemplate=f"%{{y:,.{digits}f}}<extra>{_('Målet')} {year}</extra>",
        )
    )
    figure.add_annotation(
        x=year,
        y=level if reached is None else max(level, reached.high),
        text=_("målet"),
        yanchor="bottom",
        yshift=8,
        showarrow=False,
        font={"color": palette.contrast, "size": 13},
    )
    return figure


def index_ahead(
    coming: pd.DataFrame,
    palette: Palette,
    *,
    parts: Mapping[str, pd.DataFrame] | None = None,
    whole_name: str = "",
    height: int = 320,
) -> go.Figure:
    """Draw an index that starts at 100 today, and those of its parts: nothing but projection.

    Parameters
    ----------
    coming : DataFrame
        Columns year, p10, p50, p90.
    palette : Palette
        Colours.
    parts : mapping of str to DataFrame, optional
        Columns year, p50 of each part by its name; middles only, so that lines can be told apart.
    whole_name : str
        What all of them together are called, beside parts.
    height : int
        CSS pixels.
    """
    nothing = coming.iloc[:0][["year"]].assign(value=0.0)
    figure = history_and_range(nothing, coming, palette, unit=_("index"), height=height)
    figure.layout.shapes = ()
    _without(figure, _("prognos"))
    figure.add_hline(y=100, line={"color": palette.muted, "width": 1})
    if not parts:
        return figure
    for name, frame in parts.items():
        figure.add_trace(
            go.Scatter(
                x=frame["year"],
                y=frame["p50"],
                mode="lines",
                line={"color": palette.categories[len(figure.data)], "width": 2, "dash": "dash"},
                name=name,
                showlegend=True,
                hovertemplate=f"%{{y:,.0f}}<extra>{name}</extra>",
            )
        )
    figure.for_each_trace(
        lambda trace: trace.update(name=whole_name, showlegend=True),
        selector={"name": _("Prognos"), "mode": "lines"},
    )
    figure.update_layout(showlegend=True, legend=bottom_legend(palette))
    return figure


def _without(figure: go.Figure, text: str) -> None:
    """Take a note off a figure."""
    figure.layout.annotations = [note for note in figure.layout.annotations if note.text != text]
