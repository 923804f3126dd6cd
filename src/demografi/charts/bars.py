"""Bars: components of change per year, and ranked places."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend, mark_jump_off
from demografi.charts.palette import Palette
from demografi.text import _

__all__ = ["components", "ranking"]


def components(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    jump_off: int | None = None,
    height: int = 400,
) -> go.Figure:
    """Draw natural change and net migration as stacked bars, their sum as a line.

    Parameters
    ----------
    frame : DataFrame
        Columns year, natural_change, net_migration (persons; missing where unknown).
    palette : Palette
        Colours.
    jump_off : int, optional
        Last observed year when later ones are projected; those are paler.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=_("personer per år"))
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    frame = frame.set_index("year").reindex(years).reset_index()  # the line breaks at a gap
    ahead = frame["year"] > (years[-1] if jump_off is None else jump_off)
    for column, name, colour in (
        ("natural_change", _("Födelsenetto"), palette.categories[3]),
        ("net_migration", _("Flyttnetto"), palette.categories[0]),
    ):
        figure.add_trace(
            go.Bar(
                x=frame["year"],
                y=frame[column],
                name=name,
                marker={
                    "color": colour,
                    "line": {"width": 0},
                    "opacity": [0.5 if yes else 1 for yes in ahead],
                },
                hovertemplate=f"%{{y:+,.0f}}<extra>{name}</extra>",
            )
        )
    total = _("Tillsammans")
    summed = frame["natural_change"] + frame["net_migration"]
    lines = [(total, ~ahead, "solid")]
    if ahead.any():
        from_last = ahead | (frame["year"] == jump_off)
        lines.append((_("Tillsammans, prognos"), from_last, "dot"))
    for name, shown, dash in lines:
        figure.add_trace(
            go.Scatter(
                x=frame.loc[shown, "year"],
                y=summed[shown],
                name=name,
                mode="lines",
                connectgaps=False,
                line={"color": palette.ink, "width": 2, "dash": dash},
                hovertemplate=f"%{{y:+,.0f}}<extra>{name}</extra>",
            )
        )
    figure.update_layout(
        barmode="relative",
        bargap=0.15,
        showlegend=True,
        legend=bottom_legend(palette),
    )
    figure.update_yaxes(tickformat="+,.0f", labelalias={"+0": "0"})
    if jump_off is not None:
        mark_jump_off(figure, jump_off, palette)
    return figure


_AT_BAR = 9
"""Characters that still fit at the end of a bar on a phone."""


def ranking(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    text: Sequence[str],
    chosen: Sequence[str] = (),
    diverging: bool = False,
    spread: tuple[str, str] | None = None,
    height: int | None = None,
) -> go.Figure:
    """Draw ranked horizontal bars with the figure written at each.

    Figures too long to stand at the ends of bars make a column of their own to the right.

    Parameters
    ----------
    frame : DataFrame
        Columns name, value, in the order to show from the top.
    palette : Palette
        Colours.
    text : sequence of str
        The figure as written, one per row.
    chosen : sequence of str
        Names to highlight; the others fade.
    diverging : bool
        Colour falls and rises apart, as the map does.
    spread : (str, str), optional
        Columns of the lower and upper end of the range, drawn as a thin line over each bar.
    height : int, optional
        CSS pixels; from the number of rows when not given.
    """
    figure = base(palette, height=height or 26 * len(frame) + 24)
    colours = [
        palette.faded(
            palette.contrast if diverging and value < 0 else palette.accent,
            1 if name in chosen or not chosen else 0.35,
        )
        for name, value in zip(frame["name"], frame["value"], strict=True)
    ]
    longest = max(map(len, text), default=0)
    column = longest > _AT_BAR
    low_end, high_end = (frame[end] for end in spread) if spread else (frame["value"],) * 2
    figure.add_trace(
        go.Bar(
            x=frame["value"],
            y=frame["name"],
            orientation="h",
            marker={"color": colours, "line": {"width": 0}},
            error_x={
                "visible": spread is not None,
                "symmetric": False,
                "array": high_end - frame["value"],
                "arrayminus": frame["value"] - low_end,
                "color": palette.ink,
                "thickness": 1,
                "width": 3,
            },
            text=None if column else list(text),
            customdata=list(text),
            textposition="outside",
            cliponaxis=False,
            textfont={"color": palette.ink, "size": 13},
            hovertemplate="%{y}: %{customdata}<extra></extra>",
        )
    )
    low, high = min(low_end.min(), 0), max(high_end.max(), 0)
    room = max(high - low, 1e-9) * (0.03 if column else 0.45)
    figure.update_layout(hovermode="closest", bargap=0.3)
    if column:
        for name, written in zip(frame["name"], text, strict=True):
            figure.add_annotation(
                x=1,
                xref="paper",
                y=name,
                text=written,
                xanchor="left",
                xshift=8,
                showarrow=False,
                font={"color": palette.ink, "size": 13},
            )
        figure.update_layout(margin={"r": 16 + 7 * longest})
    figure.update_xaxes(
        visible=False, range=[low - (room if low < 0 else 0), high + (room if high > 0 else 0)]
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickfont={"color": palette.ink, "size": 13},
        tickmode="array",
        tickvals=list(frame["name"]),
        ticklabelstandoff=6,
    )
    return figure
