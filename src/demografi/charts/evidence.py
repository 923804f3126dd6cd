"""What came against what was expected: bands, placebo effects, alone against together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend, mark_jump_off
from demografi.charts.lines import history_line
from demografi.charts.palette import Palette
from demografi.text import _
from demografi.text.columns import OBSERVED

__all__ = [
    "alone_and_together",
    "event_path",
    "outcome_and_projection",
    "placebo_strip",
    "with_and_without",
]

ROW = 46
"""CSS pixels per row of a figure with rows."""


def _band(frame: pd.DataFrame, colour: str, name: str, ends: tuple[str, str]) -> go.Scatter:
    low, high = ends
    return go.Scatter(
        x=pd.concat([frame["year"], frame["year"][::-1]]),
        y=pd.concat([frame[high], frame[low][::-1]]),
        mode="lines",
        fill="toself",
        fillcolor=colour,
        line={"width": 0},
        hoverinfo="skip",
        name=name,
        showlegend=False,
    )


def _middle(
    frame: pd.DataFrame, colour: str, name: str, *, dash: str = "solid", digits: int = 0
) -> go.Scatter:
    """Draw the middle of a range, its ends on hover."""
    form, label = f",.{digits}f", _("8 av 10 utfall")
    return go.Scatter(
        x=frame["year"],
        y=frame["p50"],
        mode="lines",
        line={"color": colour, "width": 2.5, "dash": dash},
        customdata=frame[["p10", "p90"]].to_numpy(),
        hovertemplate=(
            f"%{{y:{form}}} ({label}: %{{customdata[0]:{form}}}–%{{customdata[1]:{form}}})"
            f"<extra>{name}</extra>"
        ),
        name=name,
    )


def _legend(figure: go.Figure, palette: Palette) -> None:
    figure.update_layout(showlegend=True, legend=bottom_legend(palette), margin={"b": 40})
    figure.update_xaxes(tickformat="d", tickangle=0, nticks=8)


def with_and_without(
    observed: pd.DataFrame,
    without: pd.DataFrame,
    with_it: pd.DataFrame,
    palette: Palette,
    *,
    unit: str,
    names: tuple[str, str],
    span: tuple[int, int],
    height: int = 420,
) -> go.Figure:
    """Draw a projection and a scenario with their ranges, the years it lasts marked.

    Parameters
    ----------
    observed : DataFrame
        Columns year, value.
    without, with_it : DataFrame
        Columns year, p10, p50, p90, from the last observed year.
    palette : Palette
        Colours.
    unit : str
        At the y axis.
    names : (str, str)
        Of the projection and of the scenario.
    span : (int, int)
        First and last year of what the scenario adds.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=unit)
    figure.add_vrect(
        x0=span[0], x1=span[1], fillcolor=palette.line, opacity=0.35, line_width=0, layer="below"
    )
    figure.add_trace(history_line(observed, palette.ink, OBSERVED, 0))
    figure.add_trace(_band(without, palette.faded(palette.accent, 0.16), names[0], ("p10", "p90")))
    figure.add_trace(
        _band(with_it, palette.faded(palette.contrast, 0.16), names[1], ("p10", "p90"))
    )
    figure.add_trace(_middle(without, palette.accent, names[0]))
    figure.add_trace(_middle(with_it, palette.contrast, names[1], dash="dash"))
    mark_jump_off(figure, int(without["year"].iloc[0]), palette)
    _lift_unit(figure, unit)
    _legend(figure, palette)
    return figure


def _lift_unit(figure: go.Figure, unit: str) -> None:
    """Lift the unit above the word "prognos" that stands at the top of the plot."""
    figure.update_layout(margin={"t": 48})
    figure.update_annotations(selector={"text": unit}, yshift=24)


def outcome_and_projection(
    observed: pd.DataFrame,
    path: pd.DataFrame,
    palette: Palette,
    *,
    unit: str,
    name: str,
    height: int = 420,
) -> go.Figure:
    """Draw what came through and past the range of an earlier projection.

    Parameters
    ----------
    observed : DataFrame
        Columns year, value.
    path : DataFrame
        Columns year, p10, p50, p90, from the year the projection was made.
    palette : Palette
        Colours.
    unit : str
        At the y axis.
    name : str
        Of the projection.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=unit)
    figure.add_trace(
        _band(path, palette.faded(palette.accent, 0.18), _("8 av 10 utfall"), ("p10", "p90"))
    )
    figure.add_trace(_middle(path, palette.accent, name, dash="dash"))
    figure.add_trace(history_line(observed, palette.ink, OBSERVED, 0))
    mark_jump_off(figure, int(path["year"].iloc[0]), palette)
    _lift_unit(figure, unit)
    _legend(figure, palette)
    return figure


def event_path(
    path: pd.DataFrame,
    palette: Palette,
    *,
    unit: str,
    names: tuple[str, str, str],
    event: int,
    word: str,
    height: int = 420,
) -> go.Figure:
    """Draw a place, its comparison, and where the place was heading, from before an event.

    Parameters
    ----------
    path : DataFrame
        Columns year, value, comparison, expected, low, high (missing before the event).
    palette : Palette
        Colours.
    unit : str
        At the y axis.
    names : (str, str, str)
        Of the place, its comparison, and the expected.
    event : int
        Year.
    word : str
        What stands at the event's line.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=unit)
    after = path.dropna(subset=["low"])
    figure.add_trace(_band(after, palette.faded(palette.accent, 0.18), names[2], ("low", "high")))
    columns = (
        ("comparison", names[1], palette.muted, "solid", 2),
        ("expected", names[2], palette.accent, "dash", 2.5),
        ("value", names[0], palette.ink, "solid", 3),
    )
    for column, name, colour, dash, width in columns:
        figure.add_trace(
            go.Scatter(
                x=path["year"],
                y=path[column],
                mode="lines",
                name=name,
                line={"color": colour, "width": width, "dash": dash},
                hovertemplate=f"%{{y:,.1f}}<extra>{name}</extra>",
            )
        )
    mark_jump_off(figure, event, palette)
    figure.update_annotations(selector={"text": _("prognos")}, text=word)
    figure.update_yaxes(tickformat=",.0f", zeroline=True)
    _lift_unit(figure, unit)
    _legend(figure, palette)
    return figure


def placebo_strip(
    values: Sequence[float],
    actual: float,
    reach: float,
    palette: Palette,
    *,
    unit: str,
    name: str,
    others: str,
    height: int = 300,
) -> go.Figure:
    """Draw the effects found where nothing happened as dots, and the place's own among them.

    Parameters
    ----------
    values : sequence of float
        Placebo effects.
    actual : float
        The place's.
    reach : float
        What 95 % of the placebo effects stay within; shaded.
    palette : Palette
        Colours.
    unit : str
        At the x axis.
    name, others : str
        Of the place's effect and of the placebos.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height)
    figure.add_vrect(
        x0=-reach, x1=reach, fillcolor=palette.line, opacity=0.45, line_width=0, layer="below"
    )
    x, y = _stacked(np.sort(np.asarray(values, dtype=float)))
    figure.add_trace(
        go.Scatter(
            x=x,
            y=y,
            mode="markers",
            name=others,
            marker={"size": 10, "color": palette.faded(palette.muted, 0.65)},
            hovertemplate="%{x:+,.1f}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[actual],
            y=[-1.2],
            mode="markers",
            name=name,
            marker={"size": 15, "symbol": "diamond", "color": palette.accent},
            hovertemplate=f"%{{x:+,.1f}}<extra>{name}</extra>",
        )
    )
    figure.update_layout(
        hovermode="closest", showlegend=True, legend=bottom_legend(palette) | {"y": -0.24}
    )
    figure.update_xaxes(
        title={"text": unit, "font": {"color": palette.muted, "size": 13}, "standoff": 6},
        tickformat="+,.0f",
        labelalias={"+0": "0"},
        zeroline=True,
        nticks=7,
    )
    figure.update_yaxes(visible=False, range=[-2.2, max(y, default=0) + 1])
    figure.update_layout(margin={"b": 64})
    return figure


def _stacked(
    values: "np.ndarray[tuple[int], np.dtype[np.float64]]",
) -> tuple[list[float], list[int]]:
    """Place sorted values in columns of equal width, one above the other."""
    if not len(values):
        return [], []
    width = max(float(np.ptp(values)) / 24, 1e-9)
    columns = np.rint(values / width).astype(int)
    heights: dict[int, int] = {}
    levels = []
    for column in columns.tolist():
        levels.append(heights.get(column, 0))
        heights[column] = levels[-1] + 1
    return (columns * width).tolist(), levels


def alone_and_together(
    frame: pd.DataFrame, palette: Palette, *, names: Sequence[str], height: int | None = None
) -> go.Figure:
    """Draw, for each row, the widths of the members' ranges and that of all together.

    Parameters
    ----------
    frame : DataFrame
        Columns least, most, alone, together (per cent).
    palette : Palette
        Colours.
    names : sequence of str
        Of the rows, from the top.
    height : int, optional
        CSS pixels.
    """
    figure = base(palette, height=height or ROW * len(frame) + 92)
    gap = np.full(len(frame), np.nan)
    figure.add_trace(
        go.Scatter(
            x=np.column_stack([frame["least"], frame["most"], gap]).ravel(),
            y=np.repeat(list(names), 3),
            mode="lines",
            line={"color": palette.faded(palette.muted, 0.45), "width": 8},
            name=_("Kommunerna, från säkrast till osäkrast"),
            hoverinfo="skip",
        )
    )
    for column, name, symbol, colour in (
        ("alone", _("Medeltal var för sig"), "circle", palette.ink),
        ("together", _("Tillsammans"), "diamond", palette.accent),
    ):
        figure.add_trace(
            go.Scatter(
                x=frame[column],
                y=list(names),
                mode="markers",
                name=name,
                marker={"size": 13, "symbol": symbol, "color": colour},
                hovertemplate=f"%{{y}}: ±%{{x:.1f}}\u00a0%<extra>{name}</extra>",
            )
        )
    figure.update_layout(
        hovermode="closest", showlegend=True, legend=bottom_legend(palette), margin={"b": 72}
    )
    figure.update_xaxes(
        rangemode="tozero", tickformat=",.0f", tickprefix="±", ticksuffix="\u00a0%", showgrid=True
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickfont={"color": palette.ink, "size": 13},
        ticklabelstandoff=6,
    )
    return figure
