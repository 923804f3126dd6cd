"""Charts that PowerPoint draws itself, so that anybody can edit their numbers.

python-pptx makes charts of one kind. A range needs two: its XML is made as lines, then the
series that bound the range are moved into an area chart on the same axes. Sums over stacked
columns are lines by the same move.
"""

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart as SlideChart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries, LineSeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.shapetree import SlideShapes
from pptx.util import Length, Pt

from demografi.charts.palette import LIGHT
from demografi.export.axes import bounds, mark_digits
from demografi.report import Band, Chart, Series, plain, printable
from demografi.text import _

__all__ = ["add_chart", "cell_text", "padded"]

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SMALL = 11
"""Points of the names of every municipality where there is a legend too."""
_FADE = 22
"""Per cent of the colour that an area has."""
_KINDS = {
    "lines": XL_CHART_TYPE.LINE,
    "columns": XL_CHART_TYPE.COLUMN_STACKED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "pyramid": XL_CHART_TYPE.BAR_CLUSTERED,
}


def cell_text(text: str) -> str:
    """Text for a cell of a chart's sheet, which must not begin as a formula or an address does.

    >>> cell_text("Umeå"), cell_text("=1+1").endswith("=1+1"), cell_text("=1+1").startswith("=")
    ('Umeå', True, False)
    """
    shown = plain(text)
    risky = ("=", "{=", "http", "ftp", "mailto", "internal", "external")
    return f"\u00a0{shown}" if shown.startswith(risky) else shown


def rgb(colour: str) -> RGBColor:
    """Read ``#RRGGBB``."""
    return RGBColor.from_string(colour.lstrip("#"))


def padded(chart: Chart) -> Chart:
    """Begin a chart over many years with a multiple of five, so that its labels are round."""
    first = chart.categories[0]
    if chart.kind not in ("lines", "columns") or not first.isdecimal():
        return chart
    lead = int(first) % 5
    years = tuple(str(int(first) - back) for back in range(lead, 0, -1))
    none = (None,) * lead
    ahead = chart.projected_from
    return replace(
        chart,
        categories=years + chart.categories,
        series=tuple(replace(one, values=none + one.values) for one in chart.series),
        bands=tuple(
            replace(band, low=none + band.low, high=none + band.high) for band in chart.bands
        ),
        projected_from=None if ahead is None else ahead + lead,
    )


def _form(chart: Chart) -> str:
    """Number form of a chart; to the left of a pyramid stand women, not negative persons."""
    form = "#,##0" + ("." + "0" * chart.digits if chart.digits else "")
    return f"{form};{form}" if chart.kind == "pyramid" else form


def _marked(chart: Chart) -> list[str]:
    """Names of the categories, those that stand out with a mark that needs no colour."""
    return [f"\u25b8 {name}" if name in chart.highlight else name for name in chart.categories]


def _data(chart: Chart) -> CategoryChartData:
    data = CategoryChartData(number_format=_form(chart))
    labels = chart.labels or ("",) * len(chart.categories)
    data.categories = [
        cell_text(f"{name}  {label}" if label and chart.bands else name)
        for name, label in zip(_marked(chart), labels, strict=True)
    ]
    for band in chart.bands if chart.kind == "lines" else ():
        data.add_series(cell_text(_("{range}, från").format(range=band.name)), band.low)
        width = [
            None if low is None or high is None else high - low
            for low, high in zip(band.low, band.high, strict=True)
        ]
        data.add_series(cell_text(band.name), width)
    for series in chart.series:
        data.add_series(cell_text(series.name), series.values)
    return data


def _element(tag: str, **attributes: str) -> Any:
    return etree.Element(f"{{{_C}}}{tag}", attributes)


def _fill(series: Any, colour: str | None, alpha: int = 100) -> None:
    """Fill a series or point, or leave it empty; no border."""
    shape = series.get_or_add_spPr()
    for old in list(shape):
        shape.remove(old)
    if colour is None:
        etree.SubElement(shape, f"{{{_A}}}noFill")
    else:
        solid = etree.SubElement(shape, f"{{{_A}}}solidFill")
        inner = etree.SubElement(solid, f"{{{_A}}}srgbClr", val=colour.lstrip("#"))
        if alpha < 100:
            etree.SubElement(inner, f"{{{_A}}}alpha", val=str(alpha * 1000))
    line = etree.SubElement(shape, f"{{{_A}}}ln")
    etree.SubElement(line, f"{{{_A}}}noFill")


def _as_area(plot: Any, count: int, bands: Sequence[Band]) -> None:
    """Move the first series of a line chart into a stacked area chart before it."""
    area = _element("areaChart")
    area.append(_element("grouping", val="stacked"))
    area.append(_element("varyColors", val="0"))
    for at, series in enumerate(plot.findall(qn("c:ser"))[:count]):
        band = bands[at // 2]
        _fill(series, None if at % 2 == 0 else band.colour, _FADE)
        for tag in ("c:marker", "c:smooth"):
            for old in series.findall(qn(tag)):
                series.remove(old)
        area.append(series)
    for axis in plot.findall(qn("c:axId")):
        area.append(copy.deepcopy(axis))
    plot.addprevious(area)


def _as_line(plot: Any, at: int) -> None:
    """Move a series of a bar chart into a line chart after it."""
    line = _element("lineChart")
    line.append(_element("grouping", val="standard"))
    line.append(_element("varyColors", val="0"))
    series = plot.findall(qn("c:ser"))[at]
    for old in series.findall(qn("c:invertIfNegative")):
        series.remove(old)
    line.append(series)
    line.append(_element("marker", val="1"))
    for axis in plot.findall(qn("c:axId")):
        line.append(copy.deepcopy(axis))
    plot.addnext(line)


def _style_line(series: LineSeries, drawn: Series) -> None:
    series.smooth = False
    series.format.line.color.rgb = rgb(drawn.colour)
    series.format.line.width = Pt(2.25)
    if drawn.style == "dashed":
        series.format.line.dash_style = MSO_LINE.DASH
    marker = series._element.get_or_add_marker()  # noqa: SLF001 - "none" has to be said
    marker.get_or_add_symbol().set("val", "none")


def _style_bar(series: BarSeries, drawn: Series, chart: Chart) -> None:
    series.invert_if_negative = False
    if drawn.style == "outline":
        series.format.fill.background()
        series.format.line.color.rgb = rgb(drawn.colour)
        series.format.line.width = Pt(1)
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(drawn.colour)
    if drawn.style == "pale":
        _fade(series.format.fill)
    for at, value in enumerate(drawn.values):
        ahead = chart.projected_from is not None and at >= chart.projected_from
        if ahead:
            _pale(series, at, drawn.colour)
        elif _stands_out(chart, drawn, at, value):
            series.points[at].format.fill.solid()
            series.points[at].format.fill.fore_color.rgb = rgb(LIGHT.contrast)


def _stands_out(chart: Chart, drawn: Series, at: int, value: float | None) -> bool:
    """Whether a bar has the contrasting colour: what falls, or the place the report is about."""
    if chart.kind != "bars":
        return False
    if len(chart.series) > 1:
        return drawn.style == "bar" and chart.categories[at] in chart.highlight
    return value is not None and value < 0


def _pale(series: BarSeries, at: int, colour: str) -> None:
    """Let a point look like what is only projected."""
    fill = series.points[at].format.fill
    fill.solid()
    fill.fore_color.rgb = rgb(colour)
    _fade(fill)


def _fade(fill: Any) -> None:
    inner = fill._xPr.find(qn("a:solidFill")).find(qn("a:srgbClr"))  # noqa: SLF001 - no alpha there
    etree.SubElement(inner, f"{{{_A}}}alpha", val="50000")


def _marks_of_range(series: Any, values: Series, band: Band) -> None:
    """Draw a range as a thin line over each bar, with numbers of its own."""
    bars = _element("errBars")
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "1")):
        bars.append(_element(tag, val=value))
    sizes: dict[str, list[float | None]] = {"plus": [], "minus": []}
    for middle, low, high in zip(values.values, band.low, band.high, strict=True):
        known = middle is not None and low is not None and high is not None
        sizes["plus"].append(high - middle if known else None)  # type: ignore[operator]
        sizes["minus"].append(middle - low if known else None)  # type: ignore[operator]
    for tag, numbers in sizes.items():
        side = etree.SubElement(bars, f"{{{_C}}}{tag}")
        cache = etree.SubElement(side, f"{{{_C}}}numLit")
        etree.SubElement(cache, f"{{{_C}}}formatCode").text = "General"
        etree.SubElement(cache, f"{{{_C}}}ptCount", val=str(len(numbers)))
        for at, number in enumerate(numbers):
            if number is not None:
                point = etree.SubElement(cache, f"{{{_C}}}pt", idx=str(at))
                etree.SubElement(point, f"{{{_C}}}v").text = repr(number)
    shape = etree.SubElement(bars, f"{{{_C}}}spPr")
    line = etree.SubElement(shape, f"{{{_A}}}ln", w="15875")
    solid = etree.SubElement(line, f"{{{_A}}}solidFill")
    etree.SubElement(solid, f"{{{_A}}}srgbClr", val=LIGHT.ink.lstrip("#"))
    series.find(qn("c:cat")).addprevious(bars)


def _dress_axes(made: SlideChart, chart: Chart, size: float) -> None:
    values, names = made.value_axis, made.category_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(LIGHT.line)
    values.major_gridlines.format.line.width = Pt(0.5)
    values.format.line.fill.background()
    values.tick_labels.number_format_is_linked = False
    names.format.line.color.rgb = rgb(LIGHT.line)
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for axis in (values, names):
        axis.major_tick_mark = XL_TICK_MARK.NONE
        axis.tick_labels.font.size = Pt(size)
        axis.tick_labels.font.color.rgb = rgb(LIGHT.muted)
    # PowerPoint makes room for bars, not for the ranges drawn over them.
    if chart.kind in ("lines", "pyramid") or (chart.kind == "bars" and chart.bands):
        values.minimum_scale, values.maximum_scale, values.major_unit = bounds(chart)
        chart = replace(chart, digits=mark_digits(chart))
    values.tick_labels.number_format = _form(replace(chart, digits=min(chart.digits, 1)))
    if chart.kind == "bars":
        names.reverse_order = True
        names.tick_labels.font.color.rgb = rgb(LIGHT.ink)
        if len(chart.series) > 1:  # a legend takes room from the names
            names.tick_labels.font.size = Pt(min(size, _SMALL))
        values.visible = len(chart.series) > 1
        values.has_major_gridlines = len(chart.series) > 1
        # A reversed axis takes the other one's labels to the far side.
        crosses = names._element.getparent().find(qn("c:valAx")).find(qn("c:crosses"))  # noqa: SLF001
        if crosses is not None:
            crosses.set("val", "max")
    _thin_out(names, chart)
    if chart.kind == "lines":
        between = values._element.find(qn("c:crossBetween"))  # noqa: SLF001
        if between is not None:
            between.set("val", "midCat")


def _thin_out(names: Any, chart: Chart) -> None:
    """Write every place's name, and so many years that they stand upright side by side."""
    inner = names._element  # noqa: SLF001 - the library has no skip
    count = len(chart.categories)
    if chart.kind == "bars" or count > 12:
        skip = 1 if chart.kind == "bars" else 10 if count > 45 else 5 if count > 21 else 2
        for tag in ("tickLblSkip", "tickMarkSkip"):
            for old in inner.findall(qn(f"c:{tag}")):
                inner.remove(old)
            after = inner.find(qn("c:noMultiLvlLbl"))
            made_of = _element(tag, val=str(skip))
            if after is None:
                inner.append(made_of)
            else:
                after.addprevious(made_of)


def _legend(made: SlideChart, chart: Chart, size: float) -> None:
    made.has_legend = True
    made.legend.position = XL_LEGEND_POSITION.BOTTOM
    made.legend.include_in_layout = False
    made.legend.font.size = Pt(size)
    made.legend.font.color.rgb = rgb(LIGHT.ink)
    if chart.kind != "lines":
        return
    # The lower edge of a range is drawn by nothing, and named by nothing.
    inner = made.legend._element  # noqa: SLF001 - the library has no entries
    for at in range(len(chart.bands)):
        entry = _element("legendEntry")
        entry.append(_element("idx", val=str(2 * at)))
        entry.append(_element("delete", val="1"))
        inner.find(qn("c:legendPos")).addnext(entry)


def add_chart(
    shapes: SlideShapes,
    chart: Chart,
    box: tuple[Length, Length, Length, Length],
    *,
    alt: str,
    size: float = 14,
    legend: bool = True,
) -> GraphicFrame:
    """Add a chart with its sheet of numbers.

    Parameters
    ----------
    shapes : SlideShapes
        Where.
    chart : Chart
        What.
    box : (left, top, width, height)
        Its place on the slide.
    alt : str
        What it shows, for those who cannot see it.
    size : float
        Points of its letters.
    legend : bool
        Name the series below it.
    """
    chart = padded(chart)
    frame = shapes.add_chart(_KINDS[chart.kind], *box, _data(chart))
    made: SlideChart = frame.chart
    made.font.size = Pt(size)
    made.font.color.rgb = rgb(LIGHT.ink)
    made.has_title = bool(chart.title)
    if chart.title:
        text = made.chart_title.text_frame
        text.text = printable(chart.title)
        text.paragraphs[0].runs[0].font.size = Pt(size + 1)
        text.paragraphs[0].runs[0].font.bold = True
    _dress_axes(made, chart, size)
    plot = made.plots[0]
    if chart.kind == "lines":
        _draw_lines(plot, chart)
    else:
        _draw_bars(plot, chart, size)
    if legend and (len(chart.series) > 1 or (chart.bands and chart.kind == "lines")):
        _legend(made, chart, size)
    else:
        made.has_legend = False
    _describe(frame, alt)
    return frame


def _draw_lines(plot: Any, chart: Chart) -> None:
    """Style lines, and make areas of the series that bound ranges."""
    edges = 2 * len(chart.bands)
    for series, drawn in zip(list(plot.series)[edges:], chart.series, strict=True):
        _style_line(series, drawn)
    _as_area(plot._element, edges, chart.bands)  # noqa: SLF001 - combined charts are made of XML


def _draw_bars(plot: Any, chart: Chart, size: float) -> None:
    """Style bars, draw ranges over them, and make lines of sums."""
    for series, drawn in zip(list(plot.series), chart.series, strict=True):
        if drawn.style not in ("line", "dashed"):
            _style_bar(series, drawn, chart)
    plot.gap_width = {"columns": 15, "bars": 45, "pyramid": 6}[chart.kind]
    plot.overlap = {"columns": 100, "bars": -5, "pyramid": 100}[chart.kind]
    inner = plot._element  # noqa: SLF001 - combined charts are made of XML
    # The range belongs to the last of several bars, and to both sides of a pyramid.
    first = 0 if chart.kind == "pyramid" else len(chart.series) - 1
    for at, band in enumerate(chart.bands, start=first):
        _marks_of_range(inner.findall(qn("c:ser"))[at], chart.series[at], band)
    if chart.kind == "bars" and chart.labels and not chart.bands:
        plot.has_data_labels = True
        plot.data_labels.font.size = Pt(size)
    lines = [at for at, drawn in enumerate(chart.series) if drawn.style in ("line", "dashed")]
    for at in lines:
        _as_line(inner, at)
        _style_line(LineSeries(inner.getnext().find(qn("c:ser"))), chart.series[at])


def _describe(frame: GraphicFrame, alt: str) -> None:
    described = frame._element.nvGraphicFramePr.cNvPr  # noqa: SLF001 - the library has no alt text
    described.set("descr", plain(alt, most=2000))
