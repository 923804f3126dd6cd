"""A Plotly figure drawn without a browser, in the same colours, with the house's own type.

Used where no browser is installed, or the one there is fails. Fonts are part of the package, so
that a picture looks alike on every machine: embedded in PDF, as outlines in SVG.
"""

import functools
import io
import logging
import re
import threading
import warnings
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import plotly.graph_objects as go
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation, blended_transform_factory

from demografi.charts.palette import LIGHT
from demografi.export.marks import KINDS, draw_mark, paint, places_of, points
from demografi.report import printable
from demografi.text.numbers import decimal, signed

__all__ = ["FONTS", "draw_without_browser", "drawable"]

FONTS = Path(__file__).parent / "fonts"
"""The house's typeface, in two weights."""
FAMILY = "Demografi Sans"

_PIXELS_PER_INCH = 96
_drawing = threading.Lock()
"""Matplotlib's settings are the process's: one picture at a time."""


@functools.cache
def _install_fonts() -> None:
    # The typeface that stands in for foreign letters lacks our heavier weight, and says so.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    for path in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(path)


def drawable(figure: go.Figure) -> bool:
    """Whether a figure consists of marks that can be drawn here."""
    return all(trace.type in KINDS for trace in figure.data)


def _plain(text: str) -> tuple[str, bool]:
    r"""Take the little markup of Plotly out of a text; tell whether it was bold.

    >>> _plain("<b>Kvinnor</b><br>och &lt;män&gt;")
    ('Kvinnor\noch <män>', True)
    """
    bold = "<b>" in text
    text = re.sub(r"</?[bi]>", "", text.replace("<br>", "\n"))
    for sign, code in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        text = text.replace(code, sign)
    return "\n".join(map(printable, text.split("\n"))), bold


def _font(size: float, *, bold: bool = False) -> FontProperties:
    return FontProperties(
        family=[FAMILY, "DejaVu Sans"],
        weight="semibold" if bold else "normal",
        size=points(size),
    )


def _number(value: float, form: str) -> str:
    r"""Write a tick as Plotly's formats say, in Swedish.

    >>> _number(-1234.0, ",.0f"), _number(12.5, "+,.1f"), _number(2030.0, "d")
    ('−1\xa0234', '+12,5', '2030')
    """
    if form == "d":
        return f"{value:.0f}"
    found = re.search(r"\.(\d)", form)
    whole = abs(value - round(value)) < 1e-9
    digits = int(found[1]) if found and not ("~" in form and whole) else 0 if whole else 1
    return signed(value, digits) if form.startswith("+") else decimal(value, digits)


def _dress_axis(axes: Axes, axis: Any, side: str, names: dict[str, int]) -> None:
    """Give an axis its range, ticks, grid and colours."""
    inner = axes.xaxis if side == "x" else axes.yaxis
    form = axis.tickformat or ("d" if side == "x" else ",.0f")
    suffix = axis.ticksuffix or ""
    if axis.tickvals is not None:
        values = [names.get(value, value) for value in axis.tickvals]
        texts = axis.ticktext if axis.ticktext is not None else axis.tickvals
        inner.set_ticks([float(value) for value in values])
        inner.set_ticklabels([_plain(str(text))[0] for text in texts])
        for label, text in zip(inner.get_ticklabels(), texts, strict=True):
            label.set_fontproperties(_font(axis.tickfont.size or 13, bold="<b>" in str(text)))
    elif names:
        inner.set_ticks(list(names.values()))
        inner.set_ticklabels([_plain(name)[0] for name in names])
    else:
        inner.set_major_locator(MaxNLocator(axis.nticks or 7, steps=[1, 2, 2.5, 5, 10]))
        inner.set_major_formatter(FuncFormatter(lambda value, _at: _number(value, form) + suffix))
    limits = list(axis.range) if axis.range is not None else None
    if limits is None and axis.rangemode == "tozero":
        low, high = (axes.get_xlim if side == "x" else axes.get_ylim)()
        limits = [min(low, 0), max(high, 0)]
    if limits is None and names:
        limits = [-0.5, len(names) - 0.5]
    if limits is not None:
        limits = [names.get(value, value) for value in limits]
        (axes.set_xlim if side == "x" else axes.set_ylim)(float(limits[0]), float(limits[1]))
    if axis.autorange == "reversed":
        (axes.invert_xaxis if side == "x" else axes.invert_yaxis)()
    if axis.showgrid is False:
        inner.grid(visible=False)
    else:
        inner.grid(visible=True, color=paint(axis.gridcolor), linewidth=points(1))
    inner.set_tick_params(
        length=points(5) if axis.ticks == "outside" else 0,
        color=paint(axis.tickcolor or LIGHT.line),
        labelcolor=paint(axis.tickfont.color or LIGHT.muted),
    )
    for label in inner.get_ticklabels():
        if axis.tickvals is None:
            label.set_fontproperties(_font(axis.tickfont.size or 13))
        label.set_parse_math(False)
    inner.set_visible(axis.visible is not False)
    spine = axes.spines["bottom" if side == "x" else "left"]
    spine.set_visible(axis.showline is not False and axis.visible is not False)
    spine.set_color(paint(axis.linecolor or LIGHT.line))


def _zero(axes: Axes, axis: Any, side: str) -> None:
    low, high = sorted((axes.get_xlim if side == "x" else axes.get_ylim)())
    if axis.zeroline is not False and axis.visible is not False and low < 0 < high:
        draw = axes.axvline if side == "x" else axes.axhline
        draw(0, color=paint(axis.zerolinecolor or LIGHT.muted), linewidth=points(1), zorder=1.5)


class _Page:
    """One picture on its way: matplotlib's figure, and the axes by Plotly's names."""

    def __init__(self, figure: go.Figure, width: int, heading: int) -> None:
        self.figure = figure
        self.layout = figure.layout
        self.width = width
        self.height = int(figure.layout.height or 400) + heading
        self.page = Figure(
            figsize=(width / _PIXELS_PER_INCH, self.height / _PIXELS_PER_INCH),
            dpi=_PIXELS_PER_INCH,
            facecolor=LIGHT.page,
        )
        FigureCanvasAgg(self.page)
        self.heading = heading
        self.axes: dict[tuple[str, str], Axes] = {}

    def draw(self) -> None:
        """Draw marks, axes, notes and legend, then find room for all."""
        stacks: dict[tuple[str, str], dict[float, list[float]]] = {}
        names: dict[tuple[str, str], tuple[dict[str, int], dict[str, int]]] = {}
        for trace in self.figure.data:
            is_map = trace.type == "choropleth"
            key = ("x", "y") if is_map else (trace.xaxis or "x", trace.yaxis or "y")
            axes = self._axes(key)
            if key not in names:
                names[key] = (
                    places_of(self.figure, "x", key[0]),
                    places_of(self.figure, "y", key[1]),
                )
            relative = self.layout.barmode in ("relative", "stack")
            stack = stacks.setdefault(key, {}) if relative else None
            gap = 0.2 if self.layout.bargap is None else self.layout.bargap
            draw_mark(axes, trace, names[key], stacked=stack, gap=gap)
        for key, axes in self.axes.items():
            if not axes.axison:
                continue
            # Points at the edge are seen whole.
            dotted = any(getattr(trace, "mode", "") == "markers" for trace in self.figure.data)
            axes.margins(x=0.03 if dotted else 0)
            for side, name, places in zip("xy", key, names[key], strict=True):
                axis = self.layout[f"{side}axis{name[1:]}"]
                _dress_axis(axes, axis, side, places)
                _zero(axes, axis, side)
        for shape in self.layout.shapes:
            self._shape(shape)
        for note in self.layout.annotations:
            self._note(note, names)
        self._legend()
        self._make_room()

    def _axes(self, key: tuple[str, str]) -> Axes:
        if key not in self.axes:
            axes = self.page.add_subplot(label=str(key), facecolor="none")
            axes.set_axisbelow(True)
            for side in ("top", "right"):
                axes.spines[side].set_visible(False)
            self.axes[key] = axes
        return self.axes[key]

    def _of(self, name: str, side: str) -> Axes:
        """Axes that a reference such as ``x2`` means; the first for the whole paper."""
        found = [a for (x, y), a in self.axes.items() if name == (x if side == "x" else y)]
        return found[0] if found else next(iter(self.axes.values()))

    def _shape(self, shape: Any) -> None:
        axes = self._of(str(shape.xref or "x").split()[0], "x")
        line: dict[str, Any] = {
            "color": paint(shape.line.color),
            "linewidth": points(shape.line.width or 1),
            "linestyle": (0, (1, 1.6)) if shape.line.dash == "dot" else "-",
            "zorder": 1.5,
        }
        if shape.type == "line" and shape.x0 == shape.x1:
            axes.axvline(shape.x0, **line)
        elif shape.type == "line":
            axes.axhline(shape.y0, **line)

    def _note(self, note: Any, names: dict[Any, Any]) -> None:
        axes = self._of(str(note.xref or "x").split()[0], "x")
        key = next(key for key, found in self.axes.items() if found is axes)
        paper = axes.transAxes if len(self.axes) == 1 else None
        text, bold = _plain(str(note.text))
        shift = ScaledTranslation(
            points(note.xshift or 0) / 72, points(note.yshift or 0) / 72, self.page.dpi_scale_trans
        )
        if note.xref == "paper" and note.yref == "paper" and paper is None:
            # The title of a panel: over the axes whose domain it stands above.
            axes, x, y = self._panel(float(note.x), float(note.y))
            place = axes.transAxes
        else:
            base = axes.transAxes
            place = blended_transform_factory(
                base if note.xref == "paper" else axes.transData,
                base if note.yref == "paper" else axes.transData,
            )
            x = names[key][0].get(note.x, note.x)
            y = names[key][1].get(note.y, note.y)
        font = note.font
        axes.text(
            float(x),
            float(y),
            text,
            transform=place + shift,
            ha={"left": "left", "right": "right"}.get(note.xanchor, "center"),
            va={"top": "top", "bottom": "bottom"}.get(note.yanchor, "center"),
            fontproperties=_font(font.size or 14, bold=bold),
            color=paint(font.color or LIGHT.ink),
            linespacing=1.2,
            parse_math=False,
            clip_on=False,
        )

    def _panel(self, x: float, y: float) -> tuple[Axes, float, float]:
        """Find the panel that a place on the whole paper belongs to, and the place within it."""

        def domain(key: tuple[str, str]) -> tuple[Any, Any]:
            across = self.layout[f"xaxis{key[0][1:]}"].domain
            up = self.layout[f"yaxis{key[1][1:]}"].domain
            return across, up

        def far(key: tuple[str, str]) -> float:
            across, up = domain(key)
            return float(abs((across[0] + across[1]) / 2 - x) + abs(up[1] - y))

        key = min(self.axes, key=far)
        return self.axes[key], 0.5, 1.0

    def _legend(self) -> None:
        if not self.layout.showlegend or len(self.axes) != 1:
            return
        (axes,) = self.axes.values()
        hidden = {trace.name for trace in self.figure.data if trace.showlegend is False}
        shown = {trace.name for trace in self.figure.data if trace.showlegend is not False}
        handles, labels = axes.get_legend_handles_labels()
        kept = [
            (handle, _plain(label)[0])
            for handle, label in zip(handles, labels, strict=True)
            if label in shown or label not in hidden
        ]
        unique = {label: handle for handle, label in reversed(kept)}
        found = axes.legend(
            list(unique.values())[::-1],
            list(unique)[::-1],
            loc="upper left" if (self.layout.legend.yanchor or "top") == "top" else "lower left",
            bbox_to_anchor=(0, -0.09 if (self.layout.legend.yanchor or "top") == "top" else 1.0),
            ncols=min(len(unique), max(1, self.width // 240)),
            frameon=False,
            prop=_font(self.layout.legend.font.size or 13),
            labelcolor=[paint(LIGHT.ink)] * len(unique),
            borderpad=0.2,
            handlelength=1.4,
            columnspacing=1.4,
        )
        for text in found.get_texts():
            text.set_parse_math(False)

    def _make_room(self) -> None:
        """Place the axes so that nothing written beside them is cut off."""
        margin = self.layout.margin
        room = {"l": 24.0, "r": 24.0, "t": 8.0 + self.heading, "b": 16.0}
        room["r"] = max(room["r"], float(margin.r or 0))
        for _round in range(2):
            self._place(room)
            self.page.canvas.draw()
            boxes = [
                axes.get_tightbbox(self.page.canvas.get_renderer())  # type: ignore[attr-defined]
                for axes in self.axes.values()
            ]
            known = [box for box in boxes if box is not None]
            left, right = min(b.x0 for b in known), max(b.x1 for b in known)
            low, top = min(b.y0 for b in known), max(b.y1 for b in known)
            room["l"] += max(24 - left, 0)
            room["r"] += max(right - (self.width - 16), 0)
            room["b"] += max(16 - low, 0)
            room["t"] += max(top - (self.height - self.heading - 8), 0)
        self._place(room)

    def _place(self, room: dict[str, float]) -> None:
        across = self.width - room["l"] - room["r"]
        up = self.height - room["t"] - room["b"]
        for (x, y), axes in self.axes.items():
            is_map = not axes.axison
            wide = (0.0, 1.0) if is_map else self.layout[f"xaxis{x[1:]}"].domain or (0.0, 1.0)
            tall = (0.0, 1.0) if is_map else self.layout[f"yaxis{y[1:]}"].domain or (0.0, 1.0)
            axes.set_position(
                (
                    (room["l"] + wide[0] * across) / self.width,
                    (room["b"] + tall[0] * up) / self.height,
                    (wide[1] - wide[0]) * across / self.width,
                    (tall[1] - tall[0]) * up / self.height,
                )
            )

    def write_heading(self, title: list[str], source: list[str], sizes: tuple[int, int]) -> None:
        """Write title and source over the figure."""
        place = 20.0
        lines = [(line, sizes[0], LIGHT.ink) for line in title]
        lines += [(line, sizes[1], LIGHT.muted) for line in source]
        for text, size, colour in lines:
            self.page.text(
                24 / self.width,
                1 - place / self.height,
                text,
                va="top",
                fontproperties=_font(size, bold=size == sizes[0]),
                color=paint(colour),
                parse_math=False,
            )
            place += 1.3 * size

    def bytes(self, kind: str, scale: float) -> bytes:
        """Write the picture."""
        buffer = io.BytesIO()
        # No date: the same figures give the same file.
        about: dict[str, Any] = {
            "png": {"Software": None},
            "svg": {"Date": None},
            "pdf": {"CreationDate": None},
        }[kind]
        self.page.savefig(buffer, format=kind, dpi=_PIXELS_PER_INCH * scale, metadata=about)
        return buffer.getvalue()


def draw_without_browser(
    figure: go.Figure,
    kind: Literal["png", "svg", "pdf"],
    *,
    width: int,
    scale: float = 2,
    heading: int = 0,
    title: list[str] | None = None,
    source: list[str] | None = None,
    sizes: tuple[int, int] = (19, 13),
) -> bytes:
    """Draw a figure of the house's builders.

    Parameters
    ----------
    figure : Figure
        Made with the light palette.
    kind : {'png', 'svg', 'pdf'}
        Letters are outlines in SVG and embedded in PDF.
    width : int
        CSS pixels.
    scale : float
        Pixels of a PNG per CSS pixel.
    heading : int
        CSS pixels above the figure for title and source.
    title, source : list of str
        Their lines.
    sizes : (int, int)
        CSS pixels of their letters.
    """
    settings: dict[Any, Any] = {
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "svg.hashsalt": "demografi",
        "font.family": [FAMILY, "DejaVu Sans"],
        "axes.unicode_minus": True,
    }
    with _drawing, mpl.rc_context(settings), warnings.catch_warnings():
        # Signs that no typeface here has, in a name somebody has made up, are drawn as boxes.
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        _install_fonts()
        page = _Page(figure, width, heading)
        page.draw()
        if heading:
            page.write_heading(title or [], source or [], sizes)
        return page.bytes(kind, scale)
