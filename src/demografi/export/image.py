"""Figures as PNG and SVG, drawn by a browser on the server when there is one."""

import atexit
import functools
import os
import shutil
import textwrap
import threading
from typing import Literal

import plotly.graph_objects as go

from demografi.charts.layout import EMPTY_TOPOJSON
from demografi.charts.palette import LIGHT

__all__ = ["can_draw", "to_image"]

# Title and source above the figure: CSS pixels of letters, and of a line; letters per pixel are
# those of a wide typeface, since the server's may be another than ours.
_TITLE, _SOURCE = 19, 13
_LETTER, _LINE = 0.55, 1.3
_AROUND = 34

# Kaleido's browser is shared and answers one request at a time.
_lock = threading.Lock()


@functools.cache
def _browser() -> str | None:
    """Path of a browser that Kaleido can drive, None if there is none.

    The headless shell comes first: the whole Chromium stalls for seconds now and then.
    """
    if shell := os.environ.get("BROWSER_PATH") or shutil.which("chromium-headless-shell"):
        return shell
    from choreographer.browsers.chromium import Chromium  # noqa: PLC0415 - 0.3 s, seldom needed

    found: str | None = Chromium.find_browser(skip_local=False)
    return found


def can_draw() -> bool:
    """Whether a browser that Kaleido can drive is installed."""
    return _browser() is not None


@functools.cache
def _start() -> None:
    import kaleido  # noqa: PLC0415 - starts an event loop, seldom needed

    kaleido.start_sync_server(path=_browser(), silence_warnings=True)
    atexit.register(kaleido.stop_sync_server, silence_warnings=True)


def _wrapped(text: str, size: int, width: int) -> list[str]:
    """Break a text into lines that fit a picture's width; no-break spaces hold."""
    return textwrap.wrap(text, int((width - 48) / (size * _LETTER)), break_on_hyphens=False) or [""]


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
    above, below = _wrapped(title, _TITLE, width), _wrapped(source, _SOURCE, width)
    heading = round(_AROUND + _LINE * (len(above) * _TITLE + len(below) * _SOURCE))
    height = int(picture.layout.height or 400) + heading
    picture.update_layout(
        paper_bgcolor=LIGHT.page,
        margin={
            "t": (margin.get("t") or 0) + heading,
            "b": (margin.get("b") or 0) + 16,
            "l": max(margin.get("l") or 0, 24),
            "r": max(margin.get("r") or 0, 24),
        },
        title={
            "text": "<br>".join(above),
            "subtitle": {
                "text": "<br>".join(below),
                "font": {"size": _SOURCE, "color": LIGHT.muted},
            },
            "x": 0,
            "xref": "container",
            "pad": {"l": 24, "t": 20 + round(_LINE * _TITLE * (len(above) - 1) / 2)},
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            "font": {"size": _TITLE, "color": LIGHT.ink},
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
