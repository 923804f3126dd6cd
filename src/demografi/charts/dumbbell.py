"""Then, now and later of one indicator, one row per place."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base
from demografi.charts.palette import Palette
from demografi.knowledge import is_size
from demografi.text import _
from demografi.text.measures import range_text, value_text, year_span

__all__ = ["ROW", "then_now_later"]

ROW = 32
"""CSS pixels per place."""


def _texts(key: str, values: pd.Series) -> list[str]:
    return [value_text(key, float(value)) for value in values]


def then_now_later(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    key: str,
    then: int,
    later: int,
    chosen: str = "",
) -> go.Figure:
    """Draw a ring for then, a dot for now, and the projection as a diamond on its range.

    Counts are drawn in per cent of today's value, so that places of all sizes share a scale.

    Parameters
    ----------
    frame : DataFrame
        Columns name, then_year, then, now_year, now, later, low, high, in the order to show.
    palette : Palette
        Colours.
    key : str
        Indicator, for number forms.
    then, later : int
        Years of the first and last mark; where values then are of other years, those are named.
    chosen : str
        Name of the row to stand out.
    """
    figure = base(palette, height=ROW * len(frame) + 76)
    names = frame["name"]
    shown = _relative(frame) if is_size(frame, key) else frame
    for column in ("then", "now"):
        figure.add_trace(_link(shown, names, column, palette))
    figure.add_trace(
        go.Scatter(
            x=shown["then"],
            y=names,
            mode="markers",
            name=year_span(frame["then_year"], str(then)),
            marker={
                "symbol": "circle",
                "size": 10,
                "color": palette.page,
                "line": {"color": palette.muted, "width": 2},
            },
            customdata=list(zip(_texts(key, frame["then"]), frame["then_year"], strict=True)),
            hovertemplate="%{y}: %{customdata[0]} (%{customdata[1]})<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=shown["now"],
            y=names,
            mode="markers",
            name=year_span(frame["now_year"], _("Nu")),
            marker={"symbol": "circle", "size": 11, "color": palette.ink},
            customdata=list(zip(_texts(key, frame["now"]), frame["now_year"], strict=True)),
            hovertemplate="%{y}: %{customdata[0]} (%{customdata[1]})<extra></extra>",
        )
    )
    if frame["later"].notna().any():
        _add_later(figure, frame, shown, palette, key=key, later=later)
    _dress(figure, names, chosen, palette, relative=shown is not frame)
    return figure


def _relative(frame: pd.DataFrame) -> pd.DataFrame:
    columns = ["then", "now", "later", "low", "high"]
    return frame.assign(**{name: frame[name] / frame["now"] * 100 for name in columns})


def _link(shown: pd.DataFrame, names: pd.Series, column: str, palette: Palette) -> go.Scatter:
    """Thin lines that tie the marks of a row together."""
    end = "now" if column == "then" else "later"
    gap = np.full(len(shown), np.nan)
    return go.Scatter(
        x=np.column_stack([shown[column], shown[end], gap]).ravel(),
        y=np.repeat(names.to_numpy(), 3),
        mode="lines",
        line={"color": palette.line, "width": 2},
        hoverinfo="skip",
        showlegend=False,
    )


def _add_later(
    figure: go.Figure,
    frame: pd.DataFrame,
    shown: pd.DataFrame,
    palette: Palette,
    *,
    key: str,
    later: int,
) -> None:
    label = _("8 av 10 utfall")
    ranges = [
        "" if pd.isna(low) else range_text(key, float(low), float(high))
        for low, high in zip(frame["low"], frame["high"], strict=True)
    ]
    figure.add_trace(
        go.Scatter(
            x=shown["later"],
            y=frame["name"],
            mode="markers",
            name=_("{year}, linjen visar 8 av 10 utfall").format(year=later),
            marker={"symbol": "diamond", "size": 11, "color": palette.accent},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": shown["high"] - shown["later"],
                "arrayminus": shown["later"] - shown["low"],
                "color": palette.faded(palette.accent, 0.4),
                "thickness": 6,
                "width": 0,
            },
            customdata=list(zip(_texts(key, frame["later"]), ranges, strict=True)),
            hovertemplate=(
                f"%{{y}} {later}: %{{customdata[0]}} ({label}: %{{customdata[1]}})<extra></extra>"
            ),
        )
    )


def _dress(
    figure: go.Figure, names: pd.Series, chosen: str, palette: Palette, *, relative: bool
) -> None:
    figure.update_layout(
        hovermode="closest",
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "bottom",
            "font": {"color": palette.ink, "size": 13},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        margin={"t": 40, "b": 28},
    )
    figure.update_xaxes(
        showgrid=True,
        tickformat=",~f",
        ticksuffix="\u00a0%" if relative else "",
        ticks="",
        showline=False,
        zeroline=False,
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickmode="array",
        tickvals=list(names),
        ticktext=[f"<b>{name}</b>" if name == chosen else name for name in names],
        tickfont={"color": palette.ink, "size": 13},
        ticklabelstandoff=6,
    )
