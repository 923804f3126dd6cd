"""Axes of charts that PowerPoint draws: where they begin and end, and what to say of that."""

import math

from demografi.report import Chart
from demografi.text.reports import axis_note

__all__ = ["axis_start", "bounds"]


def bounds(chart: Chart) -> tuple[float, float, float]:
    """Round ends of the value axis, and the step between its marks."""
    known = [v for s in chart.series for v in s.values if v is not None]
    known += [v for b in chart.bands for v in (*b.low, *b.high) if v is not None]
    low, high = min(known), max(known)
    if chart.from_zero or chart.kind == "bars":
        low = min(low, 0)
    if chart.kind == "bars":
        high = max(high, 0)
    if chart.kind == "pyramid":
        high = max(high, -low)
        low = -high if low < 0 else 0
    raw = max((high - low) / 5, 1e-9)
    size = 10 ** math.floor(math.log10(raw))
    step = next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= raw)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def axis_start(chart: Chart) -> str:
    """Say that a chart's axis does not begin at zero, and where it does; nothing where it does.

    Its heights cannot be compared then, which a table of them can.
    """
    if chart.kind != "lines":
        return ""
    low, _high, _step = bounds(chart)
    digits = 0 if low == round(low) else max(chart.digits, 1)
    return axis_note(low, digits) if low > 0 else ""
