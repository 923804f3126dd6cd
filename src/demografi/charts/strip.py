"""A strip per table: in which years how many municipalities have figures."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base, bottom_legend
from demografi.charts.palette import Palette
from demografi.text import _

__all__ = ["coverage_strip"]

ROW = 38
"""CSS pixels per table."""


def coverage_strip(
    frame: pd.DataFrame,
    palette: Palette,
    *,
    name: Callable[[str], str],
    county: int,
    all_of_them: int,
) -> go.Figure:
    """Colour each table's years by how many municipalities have figures.

    Parameters
    ----------
    frame : DataFrame
        Columns table, year, municipalities; tables in the order to show.
    palette : Palette
        Colours.
    name : callable
        Name of a table.
    county, all_of_them : int
        Municipalities of the county, and of the whole area.
    """
    tables = list(dict.fromkeys(frame["table"]))
    wide = frame.pivot(index="table", columns="year", values="municipalities").loc[tables]
    counts = wide.to_numpy()
    steps = [
        (_("några kommuner"), palette.sequential[1], (counts > 0) & (counts < county)),
        (
            _("länets {count} kommuner").format(count=county),
            palette.sequential[3],
            (counts >= county) & (counts < all_of_them),
        ),
        (
            _("alla {count} kommuner").format(count=all_of_them),
            palette.sequential[5],
            counts >= all_of_them,
        ),
    ]
    figure = base(palette, height=ROW * len(tables) + 84)
    labels = [_broken(name(table)) for table in tables]
    for label, colour, here in steps:
        figure.add_trace(
            go.Heatmap(
                x=list(wide.columns),
                y=labels,
                z=np.where(here, 1.0, np.nan),
                customdata=counts,
                colorscale=[[0, colour], [1, colour]],
                showscale=False,
                ygap=10,
                hoverongaps=False,
                hovertemplate="%{y}<br>%{x}: %{customdata}<extra></extra>",
            )
        )
        # A heat map has no entry in a legend: a square of the same colour stands for it.
        figure.add_trace(
            go.Scatter(
                x=[None],
                y=[labels[0]],
                mode="markers",
                name=label,
                marker={"symbol": "square", "size": 13, "color": colour},
            )
        )
    figure.update_layout(
        hovermode="closest", showlegend=True, legend=bottom_legend(palette), margin={"b": 48}
    )
    figure.update_xaxes(tickformat="d", nticks=8, tickangle=0, showline=False, zeroline=False)
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        zeroline=False,
        ticks="",
        ticklabelstandoff=6,
        tickfont={"color": palette.ink, "size": 13},
    )
    return figure


def _broken(label: str) -> str:
    """Break a long label in two near its middle, to leave a phone's width to the years."""
    if len(label) <= 16 or " " not in label:
        return label
    blanks = [at for at, sign in enumerate(label) if sign == " "]
    at = min(blanks, key=lambda at: abs(at - len(label) / 2))
    return f"{label[:at]}<br>{label[at + 1 :]}"
