"""One layout for every figure: type, axes, number forms, the mark where the projection begins."""

from typing import Any

import plotly.graph_objects as go

from demografi.charts.palette import Palette
from demografi.text import _

__all__ = ["CONFIG", "EMPTY_TOPOJSON", "base", "bottom_legend", "mark_jump_off"]

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", "Noto Sans", "DejaVu Sans", sans-serif'

EMPTY_TOPOJSON = 'data:application/json,{"type":"Topology","objects":{},"arcs":[]}#'
"""Keeps Plotly from fetching a world map from outside; our boundaries are in the figure."""

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "displayModeBar": False,
    "topojsonURL": EMPTY_TOPOJSON,
    "scrollZoom": False,
    "doubleClick": False,
}
"""How figures behave in the browser.

No mode bar: its buttons are tab stops with English names, and downloads live in the card.
"""


def base(palette: Palette, *, height: int = 380, unit: str = "") -> go.Figure:
    """Return an empty figure with the house's axes and type.

    Parameters
    ----------
    palette : Palette
        Colours of the theme.
    height : int
        Height in CSS pixels.
    unit : str
        Shown at the top left in place of a turned axis title.
    """
    axis: dict[str, Any] = {
        "gridcolor": palette.line,
        "linecolor": palette.line,
        "zerolinecolor": palette.muted,
        "zerolinewidth": 1,
        "tickfont": {"color": palette.muted, "size": 13},
        "automargin": True,
        "fixedrange": True,
    }
    # As one dictionary: update_layout would take fifteen times as long, mostly over the template.
    layout: dict[str, Any] = {
        "template": "none",
        "height": height,
        "font": {"family": FONT, "size": 14, "color": palette.ink},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        # Decimal comma, thousands by a no-break space.
        "separators": ",\u00a0",
        "margin": {"l": 8, "r": 8, "t": 28 if unit else 8, "b": 8},
        "xaxis": axis | {"showgrid": False, "ticks": "outside", "tickcolor": palette.line},
        "yaxis": axis | {"showline": False, "tickformat": ",.0f"},
        "colorway": list(palette.categories),
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": palette.page,
            "bordercolor": palette.line,
            "font": {"color": palette.ink, "family": FONT, "size": 13},
        },
    }
    if unit:
        layout["annotations"] = [
            {
                "text": unit,
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 1,
                "xanchor": "left",
                "yanchor": "bottom",
                "yshift": 6,
                "showarrow": False,
                "font": {"color": palette.muted, "size": 13},
            }
        ]
    return go.Figure(layout=layout)


def bottom_legend(palette: Palette) -> dict[str, Any]:
    """Legend below the figure, where it may wrap on a narrow screen; clicks change nothing."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": -0.08,
        "yanchor": "top",
        "font": {"color": palette.ink, "size": 13},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def mark_jump_off(figure: go.Figure, year: int, palette: Palette) -> None:
    """Draw the thin line after which everything is projection, with the word beside it."""
    figure.add_vline(x=year, line={"color": palette.muted, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=year,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="left",
        xshift=4,
        text=_("prognos"),
        showarrow=False,
        font={"color": palette.muted, "size": 13},
    )
