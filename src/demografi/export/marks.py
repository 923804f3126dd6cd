"""The marks of a Plotly figure, drawn by matplotlib: lines, bands, bars, points, areas of a map."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import matplotlib.colors
import numpy as np
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from numpy.typing import NDArray

__all__ = ["KINDS", "draw_mark", "paint", "places_of", "points"]

_POINT = 0.75
"""Points per CSS pixel."""
_DASHES = {"solid": "-", "dot": (0, (1, 1.6)), "dash": (0, (4, 2.2)), "dashdot": "-."}
_SYMBOLS = {"circle": "o", "diamond": "D", "square": "s"}

Floats = NDArray[np.float64]


def points(pixels: float) -> float:
    """Convert CSS pixels to points."""
    return pixels * _POINT


def paint(colour: str | None, opacity: float = 1.0) -> tuple[float, float, float, float]:
    """Read ``#RRGGBB`` or ``rgba(r,g,b,a)``; nothing is transparent.

    >>> paint("#FF0000", 0.5), paint("rgba(0,255,0,0.2)"), paint(None)
    ((1.0, 0.0, 0.0, 0.5), (0.0, 1.0, 0.0, 0.2), (0.0, 0.0, 0.0, 0.0))
    """
    if not colour:
        return 0.0, 0.0, 0.0, 0.0
    if found := re.fullmatch(r"rgba?\(([^)]*)\)", colour):
        red, green, blue, *alpha = (float(part) for part in found[1].split(","))
        return red / 255, green / 255, blue / 255, (alpha[0] if alpha else 1.0) * opacity
    red, green, blue, alpha_ = matplotlib.colors.to_rgba(colour)
    return red, green, blue, alpha_ * opacity


def _numbers(values: Any, places: dict[str, int]) -> Floats:
    """Coordinates as numbers; names by their place on the axis, gaps as missing."""
    return np.array(
        [
            np.nan if value is None else places[value] if value in places else float(value)
            for value in ([] if values is None else list(values))
        ],
        dtype=float,
    )


def places_of(figure: go.Figure, side: str, anchor: str) -> dict[str, int]:
    """Places of names along an axis, in the order they first appear."""
    names: dict[str, int] = {}
    for trace in figure.data:
        if trace.type == "choropleth" or (getattr(trace, f"{side}axis") or side) != anchor:
            continue
        for value in () if trace[side] is None else trace[side]:
            if isinstance(value, str):
                names.setdefault(value, len(names))
    return names


def _each(value: Any, count: int) -> list[Any]:
    """One value for each of many, given one for all or one for each."""
    single = value is None or isinstance(value, (str, int, float))
    return [value] * count if single else list(value)


def _scatter(axes: Axes, trace: go.Scatter, x: Floats, y: Floats) -> None:
    colour = trace.line.color
    if trace.fill == "toself":
        axes.fill(x, y, facecolor=paint(trace.fillcolor), edgecolor="none", label=trace.name)
        return
    _errors(axes, trace, x, y)
    mode = trace.mode or "lines"
    if "lines" in mode:
        if "h" in str(trace.line.shape):  # vhv: a step that is drawn along the second axis
            x, y = _steps(x, y)
        axes.plot(
            x,
            y,
            color=paint(colour),
            linewidth=points(trace.line.width or 2),
            linestyle=_DASHES[trace.line.dash or "solid"],
            solid_capstyle="butt",
            label=trace.name,
        )
    if "markers" in mode:
        sizes = np.array(_each(trace.marker.size or 6, len(x)), dtype=float)
        shown = (sizes > 0) & ~np.isnan(x)
        edge = trace.marker.line
        axes.scatter(
            x[shown],
            y[shown],
            s=points(1) ** 2 * sizes[shown] ** 2,
            marker=_SYMBOLS.get(trace.marker.symbol or "circle", "o"),
            color=paint(_each(trace.marker.color, 1)[0] or colour),
            edgecolors=paint(edge.color) if edge.width else "none",
            linewidths=points(edge.width or 0),
            zorder=3,
            label="" if "lines" in mode else trace.name,
        )


def _steps(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Turn points into the outline of bars that lie on their side."""
    middles = (y[1:] + y[:-1]) / 2
    steps = np.repeat(middles, 2)
    return np.repeat(x, 2), np.concatenate([y[:1], steps, y[-1:]])


def _errors(axes: Axes, trace: Any, x: Floats, y: Floats) -> None:
    """Draw the range over each mark."""
    error = trace.error_x
    if error.array is None or error.visible is False:
        return
    more = np.asarray(error.array, dtype=float)
    less = more if error.arrayminus is None else np.asarray(error.arrayminus, dtype=float)
    ends = np.stack([np.stack([x - less, y], axis=1), np.stack([x + more, y], axis=1)], axis=1)
    axes.add_collection(
        LineCollection(
            list(ends[~np.isnan(ends).any(axis=(1, 2))]),
            colors=[paint(error.color)],
            linewidths=points(error.thickness or 1),
            zorder=2.5,
        )
    )


def _bars(
    axes: Axes,
    trace: go.Bar,
    x: Floats,
    y: Floats,
    *,
    stacked: dict[float, list[float]] | None,
    gap: float,
) -> None:
    lying = trace.orientation == "h"
    along, size = (y, x) if lying else (x, y)
    size = np.nan_to_num(size)
    width = trace.width if trace.width is not None else 1 - gap
    starts = np.zeros(len(along))
    if stacked is not None:
        for at, (place, value) in enumerate(zip(along, size, strict=True)):
            sums = stacked.setdefault(float(place), [0.0, 0.0])
            below = int(value < 0)
            starts[at] = sums[below]
            sums[below] += float(value)
    opacity = _each(1.0 if trace.marker.opacity is None else trace.marker.opacity, len(along))
    shades = _each(trace.marker.color, len(along))
    colours = [paint(shade, fade) for shade, fade in zip(shades, opacity, strict=True)]
    draw = axes.barh if lying else axes.bar
    draw(along, size, width, starts, color=colours, linewidth=0, label=trace.name)
    _errors(axes, trace, x, y)
    if trace.text is not None:
        for place, value, text in zip(along, size, trace.text, strict=True):
            axes.annotate(
                str(text),
                (value, place),
                xytext=(points(5 if value >= 0 else -5), 0),
                textcoords="offset points",
                ha="left" if value >= 0 else "right",
                va="center",
                fontsize=points(trace.textfont.size or 13),
                color=paint(trace.textfont.color or "#000000"),
                parse_math=False,
            )


def _heatmap(axes: Axes, trace: go.Heatmap, x: Floats, y: Floats) -> None:
    cells = np.asarray(trace.z, dtype=float)
    shade = paint(trace.colorscale[-1][1])
    half = 0.5 - (trace.ygap or 0) / 100
    corners = np.array([(-0.5, -half), (0.5, -half), (0.5, half), (-0.5, half)])
    rows, columns = np.nonzero(~np.isnan(cells))
    middles = np.stack([x[columns], y[rows]], axis=1)
    squares = list(corners + middles[:, None])
    axes.add_collection(PolyCollection(squares, facecolors=[shade], edgecolors="none"))
    axes.autoscale_view()


def _rings(geometry: dict[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    parts = geometry["coordinates"]
    for polygon in [parts] if geometry["type"] == "Polygon" else parts:
        yield polygon[0]


def _map(axes: Axes, trace: go.Choropleth) -> None:
    """Colour areas; degrees of longitude are narrower than those of latitude this far north."""
    scale = matplotlib.colors.LinearSegmentedColormap.from_list(
        "scale", [(at, colour) for at, colour in trace.colorscale]
    )
    norm = matplotlib.colors.Normalize(trace.zmin, trace.zmax)
    shapes = {feature["id"]: feature["geometry"] for feature in trace.geojson["features"]}
    count = len(trace.locations)
    lines = trace.marker.line
    widths, edges = _each(lines.width, count), _each(lines.color, count)
    for code, value, width, edge in zip(trace.locations, trace.z, widths, edges, strict=True):
        rings = [np.asarray(ring) for ring in _rings(shapes[code])]
        axes.add_collection(
            PolyCollection(
                rings,
                facecolors=[scale(norm(float(value)))],
                edgecolors=[paint(edge)],
                linewidths=points(width or 0.8),
            )
        )
    axes.autoscale_view()
    middle = np.deg2rad(np.mean(axes.get_ylim()))
    axes.set_aspect(float(1 / np.cos(middle)))
    axes.axis("off")
    bar = trace.colorbar
    if bar.ticktext:
        strip = axes.inset_axes((0.2, -0.05, 0.6, 0.02))
        strip.imshow([np.linspace(0, 1, 100)], cmap=scale, aspect="auto", extent=(0, 1, 0, 1))
        strip.set_yticks([])
        strip.set_xticks([0, 1], list(bar.ticktext), color=paint(bar.tickfont.color))
        strip.tick_params(length=0, labelsize=points(bar.tickfont.size or 13))
        for side in strip.spines.values():
            side.set_visible(False)


KINDS = frozenset({"scatter", "bar", "heatmap", "choropleth"})
"""Kinds of traces that can be drawn."""


def draw_mark(
    axes: Axes,
    trace: Any,
    names: tuple[dict[str, int], dict[str, int]],
    *,
    stacked: dict[float, list[float]] | None,
    gap: float,
) -> None:
    """Draw one trace.

    Parameters
    ----------
    axes : Axes
        Where.
    trace : trace of a Plotly figure
        What.
    names : (dict, dict)
        Places of names along both axes.
    stacked : dict or None
        Heights so far by place, positive and negative, when bars stand on each other.
    gap : float
        Share of the room between bars that stays empty.
    """
    if trace.type == "choropleth":
        _map(axes, trace)
        return
    x, y = (_numbers(trace[side], found) for side, found in zip("xy", names, strict=True))
    how: dict[str, Callable[[], None]] = {
        "scatter": lambda: _scatter(axes, trace, x, y),
        "bar": lambda: _bars(axes, trace, x, y, stacked=stacked, gap=gap),
        "heatmap": lambda: _heatmap(axes, trace, x, y),
    }
    how[trace.type]()
