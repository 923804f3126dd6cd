"""Projection against as today: what each part adds or takes away."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend
from demografi.charts.palette import Palette
from demografi.text import _

__all__ = ["contributions", "year_by_year"]

_ROOM = 120
"""CSS pixels at the right for a figure and its range."""
_LONG = 18
"""Letters of a name beyond which it is broken."""


def _wrapped(name: str) -> str:
    """Break a long name over two lines, near its middle, so that the bars keep room."""
    if len(name) <= _LONG:
        return name
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    if not spaces:
        return name
    at = min(spaces, key=lambda space: abs(space - len(name) / 2))
    return f"{name[:at]}<br>{name[at + 1 :]}"


def contributions(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    names: Mapping[str, str],
    text: Sequence[tuple[str, str]],
    together: str,
    height: int = 360,
) -> go.Figure:
    """Draw what each part adds or takes away as bars from zero, each with its range.

    Parameters
    ----------
    frame : DataFrame
        Columns part, mean, p10, p90 (persons), in the order to show from the top.
    palette : Palette
        Colours.
    names : mapping of str to str
        Parts as written, by the way they go.
    text : sequence of (str, str)
        Mean and range as written, one pair per row.
    together : str
        The part that is the sum of the others.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=_("invånare mot som i dag"))
    written = [_wrapped(names[part]) for part in frame["part"]]
    figure.add_trace(
        go.Bar(
            x=frame["mean"],
            y=written,
            orientation="h",
            marker={
                "color": [
                    palette.ink
                    if part == together
                    else palette.contrast
                    if value < 0
                    else palette.accent
                    for part, value in zip(frame["part"], frame["mean"], strict=True)
                ],
                "line": {"width": 0},
            },
            error_x={
                "symmetric": False,
                "array": frame["p90"] - frame["mean"],
                "arrayminus": frame["mean"] - frame["p10"],
                "color": palette.muted,
                "thickness": 1.5,
                "width": 5,
            },
            customdata=frame[["p10", "p90"]].to_numpy(),
            hovertemplate=(
                f"%{{y}}: %{{x:+,.0f}} {_('invånare')} ({_('8 av 10 utfall')}: "
                f"%{{customdata[0]:+,.0f}} {_('till')} %{{customdata[1]:+,.0f}})<extra></extra>"
            ),
        )
    )
    for name, (mean, ends) in zip(written, text, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            y=name,
            text=f"<b>{mean}</b><br>{ends}",
            xanchor="left",
            xshift=10,
            align="left",
            showarrow=False,
            font={"color": palette.ink, "size": 12},
        )
    figure.update_layout(hovermode="closest", bargap=0.45, margin={"r": _ROOM})
    figure.update_xaxes(
        tickformat="+,.0f",
        labelalias={"+0": "0"},
        nticks=4,
        showgrid=True,
        showline=False,
        ticks="",
        zeroline=True,
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickfont={"color": palette.ink, "size": 13},
        ticklabelstandoff=6,
    )
    return figure


def year_by_year(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    names: Mapping[str, str],
    sides: Mapping[str, tuple[str, str]],
    together: str,
    height: int = 360,
) -> go.Figure:
    """Draw what each part adds in each year as stacked bars, their sum as a line with its range.

    Parameters
    ----------
    frame : DataFrame
        Columns year, one per part, the sum and its ``_p10`` and ``_p90``; persons a year.
    palette : Palette
        Colours.
    names : mapping of str to str
        Columns as written, in the order to stack.
    sides : mapping of str to (str, str)
        What a part is called in years above zero, and in those below.
    together : str
        The column of the sum.
    height : int
        CSS pixels.
    """
    figure = base(palette, height=height, unit=_("invånare per år mot som i dag"))
    colours = dict(
        zip(
            [part for part in names if part != together],
            (palette.categories[at] for at in (3, 1, 0, 2)),
            strict=True,
        )
    )
    for part, colour in colours.items():
        figure.add_trace(
            go.Bar(
                x=frame["year"],
                y=frame[part],
                name=names[part],
                marker={"color": colour, "line": {"width": 0}, "opacity": 0.75},
                customdata=np.where(frame[part] > 0, *sides[part]),
                hovertemplate="%{y:+,.0f}<extra>%{customdata}</extra>",
            )
        )
    label = _("8 av 10 utfall")
    for end, fill in (("p90", None), ("p10", "tonexty")):
        figure.add_trace(
            go.Scatter(
                x=frame["year"],
                y=frame[f"{together}_{end}"],
                mode="lines",
                line={"color": palette.muted, "width": 1, "dash": "dot"},
                fill=fill,
                fillcolor=palette.faded(palette.muted, 0.12),
                name=label,
                showlegend=fill is not None,
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=frame["year"],
            y=frame[together],
            name=names[together],
            mode="lines",
            line={"color": palette.ink, "width": 2.5},
            customdata=frame[[f"{together}_p10", f"{together}_p90"]].to_numpy(),
            hovertemplate=(
                f"%{{y:+,.0f}} ({label}: %{{customdata[0]:+,.0f}} {_('till')} "
                f"%{{customdata[1]:+,.0f}})<extra>{names[together]}</extra>"
            ),
        )
    )
    figure.update_layout(
        barmode="relative",
        bargap=0.2,
        showlegend=True,
        legend=bottom_legend(palette) | {"traceorder": "normal"},
    )
    figure.update_yaxes(tickformat="+,.0f", labelalias={"+0": "0"})
    return figure
