"""Figures made for a card, set for a wall: the same picture with larger type and heavier lines."""

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go

__all__ = ["LEAST", "staged"]

LEAST = 24
"""Smallest type in CSS pixels on a picture 1080 pixels high, for the back row."""

_SCALED = frozenset(
    {"xshift", "yshift", "ticklen", "standoff", "borderpad", "arrowsize", "ax", "ay"}
)


def _fonts(node: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary of a figure that describes type."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key.endswith("font") and isinstance(value, dict):
                yield value
            else:
                yield from _fonts(value)
    elif isinstance(node, (list, tuple)):
        for part in node:
            yield from _fonts(part)


def _sizes(node: dict[str, Any]) -> list[float]:
    size = node.get("size")
    if size is None:
        return []
    return [float(one) for one in size] if isinstance(size, (list, tuple)) else [float(size)]


def _times(value: Any, factor: float) -> Any:
    if isinstance(value, (list, tuple)):
        return [_times(one, factor) for one in value]
    return value * factor if isinstance(value, (int, float)) else value


def _enlarge(node: Any, factor: float) -> None:
    """Multiply line widths, markers and distances in place."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "line" and isinstance(value, dict) and "width" in value:
                value["width"] = _times(value["width"], factor)
            elif key == "marker" and isinstance(value, dict):
                if "size" in value:
                    value["size"] = _times(value["size"], factor)
                _enlarge(value, factor)
            elif key in _SCALED:
                node[key] = _times(value, factor)
            elif not key.endswith("font"):
                _enlarge(value, factor)
    elif isinstance(node, list):
        for part in node:
            _enlarge(part, factor)


def staged(figure: go.Figure, least: float = LEAST) -> go.Figure:
    """Enlarge a figure evenly until its smallest type has a size.

    Parameters
    ----------
    figure : Figure
        As shown in a card.
    least : float
        Smallest type wanted, CSS pixels.

    Returns
    -------
    Figure
        A new figure without a height of its own: it fills the place it is given.
    """
    content = figure.to_dict()
    fonts = list(_fonts(content))
    sizes = [size for font in fonts for size in _sizes(font) if size > 0]
    factor = max(1.0, least / min(sizes)) if sizes else 1.0
    for font in fonts:
        if "size" in font:
            font["size"] = _times(font["size"], factor)
    _enlarge(content, factor)
    layout = content["layout"]
    layout.pop("height", None)
    margin = layout.get("margin", {})
    layout["margin"] = {side: _times(width, factor) for side, width in margin.items()}
    layout["hovermode"] = False
    for name, axis in layout.items():
        if name.startswith("xaxis") and isinstance(axis, dict) and "tickvals" not in axis:
            axis.setdefault("nticks", 9)
    return go.Figure(content)
