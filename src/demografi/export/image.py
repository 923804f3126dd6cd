"""Figures as PNG, SVG and PDF: drawn by a browser on the server, else by matplotlib.

The browser draws exactly what the screen shows. Where there is none, or it fails, the same
figure is drawn without it, so that a picture is always delivered.
"""

import asyncio
import atexit
import base64
import functools
import html
import logging
import os
import shutil
import textwrap
import threading
from collections.abc import Coroutine
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import plotly.graph_objects as go

from demografi.charts.layout import EMPTY_TOPOJSON
from demografi.charts.palette import LIGHT
from demografi.errors import RequestError

if TYPE_CHECKING:
    from kaleido import Kaleido

__all__ = ["IMAGE_KINDS", "ImageKind", "can_draw", "to_image", "to_picture"]

log = logging.getLogger(__name__)

ImageKind = Literal["png", "svg", "pdf"]
IMAGE_KINDS: dict[ImageKind, str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}
"""Kinds of pictures and their types."""

T = TypeVar("T")

# Title and source above the figure: CSS pixels of letters, and of a line; letters per pixel are
# those of a wide typeface, since the server's may be another than ours.
_TITLE, _SOURCE = 19, 13
_LETTER, _LINE = 0.55, 1.3
_AROUND = 34

_PATIENCE = 60.0
"""Seconds a browser may take to start or to draw; then it is given up for a new one."""


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


def _wait(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    patient = asyncio.wait_for(work, _PATIENCE)
    # A little longer, should the loop itself be stuck.
    return asyncio.run_coroutine_threadsafe(patient, loop).result(_PATIENCE + 5)


class _Drawer:
    """One browser for everyone, which draws one figure at a time.

    It starts with the first figure, in an event loop of its own. When it fails or does not answer
    it is put away and the next figure has a new one: Kaleido's own server would keep waiting.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: Kaleido | None = None

    def draw(self, figure: dict[str, Any], opts: dict[str, Any]) -> bytes:
        """Draw a figure; raises what Kaleido does, or TimeoutError."""
        with self._lock, ExitStack() as on_failure:
            on_failure.callback(self._put_away)
            loop = self._loop or self._start()
            drawn = _wait(loop, self._draw(figure, opts))
            on_failure.pop_all()
        return drawn

    def stop(self) -> None:
        """Put the browser away."""
        with self._lock:
            self._put_away()

    def _start(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()

        def run() -> None:
            loop.run_forever()
            loop.close()

        threading.Thread(target=run, name="drawing", daemon=True).start()
        self._loop = loop
        return loop

    async def _draw(self, figure: dict[str, Any], opts: dict[str, Any]) -> bytes:
        if self._browser is None:
            from kaleido import Kaleido  # noqa: PLC0415 - 0.3 s, seldom needed

            self._browser = Kaleido(path=_browser(), timeout=_PATIENCE)
            await self._browser.open()
        drawn: bytes = await self._browser.calc_fig(figure, opts=opts, topojson=EMPTY_TOPOJSON)
        return drawn

    def _put_away(self) -> None:
        loop, browser = self._loop, self._browser
        self._loop = self._browser = None
        if loop is None:
            return
        if browser is not None:
            with suppress(TimeoutError, OSError, RuntimeError):
                _wait(loop, browser.close())
        loop.call_soon_threadsafe(loop.stop)


_drawer = _Drawer()
atexit.register(_drawer.stop)


def _wrapped(text: str, size: int, width: int) -> list[str]:
    """Break a text into lines that fit a picture's width; no-break spaces hold."""
    return textwrap.wrap(text, int((width - 48) / (size * _LETTER)), break_on_hyphens=False) or [""]


def _failures() -> tuple[type[Exception], ...]:
    """What can go wrong with a browser."""
    from choreographer.protocol import DevtoolsProtocolError  # noqa: PLC0415 - 0.3 s
    from kaleido.errors import KaleidoError  # noqa: PLC0415 - 0.3 s

    return RuntimeError, OSError, TimeoutError, ValueError, KaleidoError, DevtoolsProtocolError


def _by_browser(picture: go.Figure, opts: dict[str, Any]) -> bytes | None:
    """Draw by the browser; None when there is none or it fails."""
    if not can_draw():
        return None
    try:
        return _drawer.draw(picture.to_dict(), opts)
    except _failures():
        log.warning("The browser could not draw, the figure is drawn without it", exc_info=True)
        return None


@functools.cache
def _typeface() -> str:
    """Style that brings the house's typeface along inside an SVG."""
    from demografi.export.drawing import FONTS  # noqa: PLC0415 - matplotlib takes half a second

    faces = []
    for weight, name in ((400, "Regular"), (600, "Semibold")):
        letters = base64.b64encode((FONTS / f"DemografiSans-{name}.ttf").read_bytes()).decode()
        faces.append(
            f'@font-face{{font-family:"Source Sans";font-weight:{weight};'
            f"src:url(data:font/ttf;base64,{letters})}}"
        )
    return f"<style>{''.join(faces)}</style>"


def _with_typeface(drawn: bytes) -> bytes:
    """Embed the typeface, so that an SVG has its letters also where they are not installed."""
    before, end, rest = drawn.decode("utf-8").partition(">")
    return f"{before}{end}{_typeface()}{rest}".encode()


def to_picture(figure: go.Figure, *, width: int = 760) -> bytes:
    """Draw a figure by itself, at twice the size, for a page that has its own caption.

    Parameters
    ----------
    figure : Figure
        Made with the light palette.
    width : int
        CSS pixels.
    """
    picture = go.Figure(figure)
    margin = picture.layout.margin.to_plotly_json()
    picture.update_layout(
        paper_bgcolor=LIGHT.page,
        margin={
            "l": max(margin.get("l") or 0, 12),
            "r": max(margin.get("r") or 0, 12),
            "t": max(margin.get("t") or 0, 12),
            "b": max(margin.get("b") or 0, 12),
        },
    )
    height = int(picture.layout.height or 400)
    opts = {"format": "png", "width": width, "height": height, "scale": 2}
    drawn = _by_browser(picture, opts)
    return drawn if drawn is not None else _without_browser(figure, "png", width=width)


def _without_browser(figure: go.Figure, kind: ImageKind, **how: Any) -> bytes:
    from demografi.export.drawing import (  # noqa: PLC0415 - matplotlib takes half a second
        draw_without_browser,
        drawable,
    )

    if not drawable(figure):
        raise RequestError(
            "not_drawable",
            "This figure can only be drawn by a browser.",
            "Install Chromium or Chrome on the server.",
        )
    return draw_without_browser(figure, kind, **how)


def _lines(texts: list[str]) -> str:
    """Join lines for Plotly, which would read some signs as markup."""
    return "<br>".join(html.escape(text, quote=False) for text in texts)


def to_image(
    figure: go.Figure,
    kind: ImageKind,
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
    kind : {'png', 'svg', 'pdf'}
        PNG is drawn at twice the size: at 1 000 CSS pixels it fills 17 cm at 300 dots per inch.
        Fonts are part of SVG and PDF.
    title, source : str
        Written above the figure.
    width : int
        CSS pixels.
    """
    # Imported here: every card comes by this file, few readers ask for a picture.
    from demografi.report import printable  # noqa: PLC0415

    picture = go.Figure(figure)
    margin = picture.layout.margin.to_plotly_json()
    above, below = (
        _wrapped(printable(text), size, width)
        for text, size in ((title, _TITLE), (source, _SOURCE))
    )
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
            "text": _lines(above),
            "subtitle": {
                "text": _lines(below),
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
    drawn = _by_browser(picture, opts)
    if drawn is None:
        return _without_browser(
            figure,
            kind,
            width=width,
            heading=heading,
            title=above,
            source=below,
            sizes=(_TITLE, _SOURCE),
        )
    return _with_typeface(drawn) if kind == "svg" else drawn
