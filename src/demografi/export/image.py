"""Figures as PNG and SVG, drawn by a browser on the server when there is one."""

import atexit
import functools
import threading
from typing import Literal

import plotly.graph_objects as go

from demografi.charts.layout import EMPTY_TOPOJSON
from demografi.charts.palette import LIGHT

__all__ = ["can_draw", "to_image"]

_HEADING = 76
"""Pixels for title and source above the figure."""

# Kaleido's browser is shared and answers one request at a time.
_lock = threading.Lock()


@functools.cache
def can_draw() -> bool:
    """Whether a browser that Kaleido can drive is installed."""
    from choreographer.browsers.chromium import Chromium  # noqa: PLC0415 - 0.3 s, seldom needed

    return Chromium.find_browser(skip_local=False) is not None


@functools.cache
def _start() -> None:
    import kaleido  # noqa: PLC0415 - starts an event loop, seldom needed

    kaleido.start_sync_server(silence_warnings=True)
    atexit.register(kaleido.stop_sync_server, silence_warnings=True)


def to_image(
    figure: go.Figure,
    kind: Literal["png", "svg"],
    *,
    title: str,
    source: str,
    width: int = 1000,
) -> bytes:
    """Draw a figure with its title and source, ready for a document.

    Parameters
    ----------
    figure : Figure
        Made with the light palette; the picture has a white ground.
    kind : {'png', 'svg'}
        PNG is drawn at twice the size.
    title, source : str
        Written above the figure.
    width : int
        CSS pixels.
    """
    picture = go.Figure(figure)
    margin = picture.layout.margin.to_plotly_json()
    height = int(picture.layout.height or 400) + _HEADING
    picture.update_layout(
        paper_bgcolor=LIGHT.page,
        margin={
            "t": (margin.get("t") or 0) + _HEADING,
            "b": (margin.get("b") or 0) + 16,
            "l": max(margin.get("l") or 0, 24),
            "r": max(margin.get("r") or 0, 24),
        },
        title={
            "text": title,
            "subtitle": {"text": source, "font": {"size": 13, "color": LIGHT.muted}},
            "x": 0,
            "xref": "container",
            "pad": {"l": 24, "t": 20},
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            "font": {"size": 19, "color": LIGHT.ink},
        },
    )
    opts = {"format": kind, "width": width, "height": height, "scale": 2 if kind == "png" else 1}
    with _lock:
        import kaleido  # noqa: PLC0415 - see _start

        _start()
        picture_bytes: bytes = kaleido.calc_fig_sync(
            picture.to_dict(), opts=opts, topojson=EMPTY_TOPOJSON
        )
    return picture_bytes
