"""The map of municipalities: small, clickable, and drawn from the dataset's own boundaries."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from demografi.charts.layout import base
from demografi.charts.palette import Palette
from demografi.text import _

__all__ = ["municipality_map"]


def _bounds(features: Sequence[Mapping[str, Any]]) -> tuple[list[float], list[float]]:
    """Longitude and latitude range of polygons and multipolygons."""
    points = [
        point
        for feature in features
        for polygon in (
            [feature["geometry"]["coordinates"]]
            if feature["geometry"]["type"] == "Polygon"
            else feature["geometry"]["coordinates"]
        )
        for point in polygon[0]
    ]
    lons, lats = zip(*points, strict=True)
    return [min(lons), max(lons)], [min(lats), max(lats)]


def municipality_map(
    frame: pd.DataFrame,
    boundaries: Mapping[str, Any],
    palette: Palette,
    *,
    diverging: bool,
    chosen: Sequence[str] = (),
    low: str = "",
    high: str = "",
    height: int = 420,
) -> go.Figure:
    """Colour municipalities by a value.

    Parameters
    ----------
    frame : DataFrame
        Columns region (SCB code), name, value, text (the value as written).
    boundaries : mapping
        GeoJSON with ``id`` = SCB code; only the frame's municipalities are drawn.
    palette : Palette
        Colours.
    diverging : bool
        Whether zero is the middle of the scale.
    chosen : sequence of str
        Codes outlined as selected.
    low, high : str
        What the ends of the scale mean, in words.
    height : int
        CSS pixels.
    """
    codes = set(frame["region"])
    features = [feature for feature in boundaries["features"] if feature["id"] in codes]
    reach = float(frame["value"].abs().max())
    colours = palette.diverging if diverging else palette.sequential
    scale = [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]
    # The chosen come last, so that no neighbour is drawn over their outline.
    frame = frame.assign(selected=frame["region"].isin(list(chosen))).sort_values("selected")
    selected = frame["selected"]
    figure = base(palette, height=height)
    figure.add_trace(
        go.Choropleth(
            geojson={"type": "FeatureCollection", "features": features},
            locations=frame["region"],
            z=frame["value"],
            zmin=-reach if diverging else float(frame["value"].min()),
            zmax=reach if diverging else float(frame["value"].max()),
            colorscale=scale,
            customdata=frame[["name", "text"]].to_numpy(),
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
            marker={
                "line": {
                    "color": [palette.ink if yes else palette.page for yes in selected],
                    "width": [2.5 if yes else 0.8 for yes in selected],
                }
            },
            # A click must not fade the others: the outline alone shows what is chosen.
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
            colorbar={
                "orientation": "h",
                "thickness": 8,
                "len": 0.6,
                "x": 0.5,
                "y": -0.02,
                "yanchor": "top",
                "tickmode": "array",
                "tickvals": [
                    -reach if diverging else float(frame["value"].min()),
                    reach if diverging else float(frame["value"].max()),
                ],
                "ticktext": [low, high],
                "tickfont": {"color": palette.muted, "size": 13},
                "outlinewidth": 0,
            },
            name=_("Kommuner"),
        )
    )
    lons, lats = _bounds(features)
    figure.update_geos(
        visible=False,
        bgcolor="rgba(0,0,0,0)",
        projection={"type": "transverse mercator", "rotation": {"lon": sum(lons) / 2}},
        lonaxis={"range": [lons[0] - 0.1, lons[1] + 0.1]},
        lataxis={"range": [lats[0] - 0.05, lats[1] + 0.05]},
    )
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 34}, dragmode=False)
    return figure
