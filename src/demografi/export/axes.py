"""Axes of charts that PowerPoint draws: where they begin and end, and what to say of that."""

import math

from demografi.report import Chart
from demografi.text import _
from demografi.text.reports import axis_note

__all__ = ["bounds", "mark_digits", "reading_note"]


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


def mark_digits(chart: Chart) -> int:
    """Decimals that the marks of the value axis need: none where they are whole numbers."""
    low, _high, step = bounds(chart)
    return 0 if low == round(low) and step == round(step) else max(chart.digits, 1)


def reading_note(chart: Chart) -> str:
    """Say what a reader of a chart has to know: where its axis begins, what its lines show.

    Heights cannot be compared where an axis does not begin at zero. A range over bars has no
    entry of its own in PowerPoint's legend.
    """
    if chart.kind in ("bars", "pyramid") and chart.bands:
        return _("Strecken visar {range}.").format(range=chart.bands[0].name)
    if chart.kind != "lines":
        return ""
    low, _high, _step = bounds(chart)
    return axis_note(low, mark_digits(chart)) if low > 0 else ""
