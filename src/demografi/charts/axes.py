"""What an axis of a figure shows, for those who have to say it below the figure."""

from collections.abc import Iterator, Sequence

import numpy as np
import plotly.graph_objects as go

__all__ = ["above_zero"]


def _axis_of(trace: go.Scatter) -> tuple[str, Sequence[object] | None]:
    """Axis that a trace of lines or dots has its values on, and the values."""
    # Places stand as words on the other axis; years do not.
    words = trace.y is not None and any(isinstance(value, str) for value in trace.y)
    side = "x" if words else "y"
    axis = getattr(trace, f"{side}axis") or side
    return axis.replace(side, f"{side}axis", 1), trace.x if words else trace.y


def _values(figure: go.Figure) -> Iterator[tuple[str, float]]:
    for trace in figure.data:
        if isinstance(trace, go.Scatter):
            axis, values = _axis_of(trace)
            if values is not None and len(values):
                found = np.asarray(values, dtype=float)
                yield from ((axis, float(value)) for value in found[~np.isnan(found)])


def above_zero(figure: go.Figure) -> bool:
    """Whether an axis of values begins above zero, so that heights cannot be compared.

    Bars begin at zero, so only lines and dots are asked. An axis that the figure leaves to
    Plotly begins a twentieth of its length below the lowest value.

    Parameters
    ----------
    figure : Figure
        As drawn by the builders of this package.
    """
    barred = {
        (trace.xaxis or "x").replace("x", "xaxis", 1)
        if trace.orientation == "h"
        else (trace.yaxis or "y").replace("y", "yaxis", 1)
        for trace in figure.data
        if isinstance(trace, go.Bar)
    }
    ends: dict[str, list[float]] = {}
    for axis, value in _values(figure):
        ends.setdefault(axis, []).append(value)
    for axis, values in ends.items():
        layout = figure.layout[axis]
        if axis in barred or layout.rangemode in ("tozero", "nonnegative"):
            continue
        low = min(values) - (max(values) - min(values)) / 20
        start = float(layout.range[0]) if layout.range else low
        if start > 0:
            return True
    return False
