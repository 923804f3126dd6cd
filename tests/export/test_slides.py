"""A presentation opened again: messages, native charts and their numbers, notes, alt texts."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pptx
import pytest
from pptx.oxml.ns import qn

from demografi.charts.palette import LIGHT
from demografi.export.native import padded
from demografi.export.slides import to_slides
from demografi.report import Chart, Report, Section, plain, printable
from demografi.text.numbers import decimal


@pytest.fixture(scope="module")
def deck(report: Report) -> Any:
    return pptx.Presentation(io.BytesIO(to_slides(report)))


def title(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def slide_of(deck: Any, message: str) -> Any:
    return next(slide for slide in deck.slides if title(slide) == plain(message))


def numbers(chart: Any) -> dict[str, list[float | None]]:
    """Values of every series of a native chart by name, whatever kind of plot it stands in."""
    found = {}
    for series in chart._chartSpace.iter(qn("c:ser")):
        name = "".join(series.find(qn("c:tx")).itertext()).split("Sheet1!")[-1]
        name = series.find(qn("c:tx")).find(".//" + qn("c:v")).text
        values = series.find(qn("c:val"))
        count = int(values.find(".//" + qn("c:ptCount")).get("val"))
        points = {int(p.get("idx")): float(p[0].text) for p in values.iter(qn("c:pt"))}
        found[name] = [points.get(at) for at in range(count)]
    return found


def same(found: list[float | None], expected: tuple[float | None, ...]) -> bool:
    return len(found) == len(expected) and all(
        a is b is None or (a is not None and b is not None and abs(a - b) < 1e-6 * max(1, abs(b)))
        for a, b in zip(found, expected, strict=True)
    )


def test_every_figure_is_a_message_with_native_charts(deck: Any, report: Report) -> None:
    for figure in report.figures():
        slide = slide_of(deck, figure.message)
        frames = [shape for shape in slide.shapes if shape.has_chart]
        assert len(frames) == len(figure.charts)
        for frame, drawn in zip(frames, figure.charts, strict=True):
            chart: Chart = padded(drawn)
            found = numbers(frame.chart)
            for series in chart.series:
                assert same(found[series.name], series.values), (figure.key, series.name)
            for band in chart.bands if chart.kind == "lines" else ():
                low = found[f"{band.name}, från"]
                assert same(low, band.low)
                tall = zip(low, found[band.name], strict=True)
                high = [a + b if a is not None and b is not None else None for a, b in tall]
                assert same(high, band.high)


def test_sheets_behind_charts_hold_the_numbers(deck: Any, report: Report) -> None:
    figure = next(figure for figure in report.figures() if figure.key == "folkmangd-2480")
    slide = slide_of(deck, figure.message)
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    rows = {str(row[0].value): row[1].value for row in book.active.iter_rows(min_row=2)}
    table = figure.table.frame
    assert rows["2025"] == table[table["year"] == 2025]["value"].iloc[0]


def test_a_range_is_an_area_under_its_lines(deck: Any, report: Report) -> None:
    figure = next(figure for figure in report.figures() if figure.key == "prognos-2480")
    (frame,) = [s for s in slide_of(deck, figure.message).shapes if s.has_chart]
    plots = [
        child.tag.split("}")[1] for child in frame.chart._chartSpace.find(".//" + qn("c:plotArea"))
    ]
    assert plots.index("areaChart") < plots.index("lineChart")
    axes = [
        {axis.get("val") for axis in plot.findall(qn("c:axId"))}
        for plot in frame.chart._chartSpace.iter(qn("c:areaChart"), qn("c:lineChart"))
    ]
    assert axes[0] == axes[1]


def test_every_slide_has_source_notes_and_alt_text(deck: Any, report: Report) -> None:
    for figure in report.figures():
        slide = slide_of(deck, figure.message)
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any(figure.source in text for text in texts)
        assert figure.alt in slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            if shape.has_chart:
                described = shape._element.nvGraphicFramePr.cNvPr.get("descr")
                assert plain(figure.alt, 2000)[:60] in described
    for slide in deck.slides:
        assert title(slide).strip(), "one message per slide as its title"
        assert slide.notes_slide.notes_text_frame.text.strip()


def test_wide_and_in_the_county_colours(deck: Any) -> None:
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, rel=1e-3)
    buffer = io.BytesIO()
    deck.save(buffer)
    with zipfile.ZipFile(buffer) as made:
        theme = made.read("ppt/theme/theme1.xml").decode()
    assert LIGHT.accent.lstrip("#") in theme
    assert "4F81BD" not in theme, "PowerPoint's own blue"


def test_nothing_stands_outside_the_slide(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_text_says_that_it_is_swedish(deck: Any) -> None:
    for slide in deck.slides:
        for run in slide._element.iter(qn("a:r")):
            if run.getparent().getparent().tag != qn("c:rich"):
                assert run.rPr.get("lang") == "sv-SE"


def test_hostile_text_is_only_text(hostile: Report) -> None:
    deck = pptx.Presentation(io.BytesIO(to_slides(hostile)))
    charts = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert len(charts) >= 2
    for chart in charts:
        blob = chart.part.chart_workbook.xlsx_part.blob
        book = openpyxl.load_workbook(io.BytesIO(blob))
        for row in book.active.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.hyperlink is None


def test_ranges_over_bars_stay_within_the_axis(deck: Any, report: Report) -> None:
    seen = 0
    for figure in report.figures():
        for drawn in figure.charts:
            if drawn.kind != "bars" or not drawn.bands:
                continue
            frame = next(s for s in slide_of(deck, figure.message).shapes if s.has_chart)
            axis = frame.chart.value_axis
            ends = [v for band in drawn.bands for v in (*band.low, *band.high) if v is not None]
            assert axis.minimum_scale <= min(0, *ends)
            assert axis.maximum_scale >= max(ends)
            seen += 1
    assert seen


def test_axis_that_does_not_begin_at_zero_says_where_it_does(deck: Any, report: Report) -> None:
    said = set()
    for figure in report.figures():
        slide = slide_of(deck, figure.message)
        text = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        starts = {
            shape.chart.value_axis.minimum_scale
            for shape, drawn in zip(
                [s for s in slide.shapes if s.has_chart], figure.charts, strict=True
            )
            if drawn.kind == "lines"
        }
        above = {start for start in starts if start > 0}
        assert ("inte vid noll" in text) == bool(above), figure.key
        for start in above:
            assert f"Axeln börjar vid {decimal(start, start % 1 > 0)}, inte vid noll." in text
        said.add(bool(above))
    assert said == {True, False}


def test_marks_have_decimals_only_where_they_need_them(deck: Any, report: Report) -> None:
    figure = next(f for f in report.figures() if "forsorjningskvoten-kommuner" in f.key)
    frame = next(s for s in slide_of(deck, figure.message).shapes if s.has_chart)
    assert frame.chart.value_axis.major_unit % 1 == 0
    assert frame.chart.value_axis.tick_labels.number_format == "#,##0"


def test_ranges_over_bars_are_explained(deck: Any, report: Report) -> None:
    for figure in report.figures():
        bars = [one for one in figure.charts if one.kind in ("bars", "pyramid") and one.bands]
        slide = slide_of(deck, figure.message)
        text = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        assert ("Strecken visar 8 av 10 utfall." in text) == bool(bars), figure.key


def test_what_people_have_said_is_shown_and_kept_whole(report: Report) -> None:
    long = "”" + "mycket långt " * 60 + "slut” – Kim"
    spoken = ("”Bygg mer!” – Utan namn", *[long] * 5, "”Bra.” – Anna")
    section = Section("dialog", "Ur dialogen", ("7 synpunkter.",), spoken=spoken)
    made = pptx.Presentation(io.BytesIO(to_slides(replace(report, sections=(), annex=(section,)))))
    slides = [slide for slide in made.slides if title(slide).startswith("Ur dialogen")]
    shown = [p.text for slide in slides for p in slide.shapes[1].text_frame.paragraphs]
    kept = [p.text for s in slides for p in s.notes_slide.notes_text_frame.paragraphs]
    assert (shown[0], shown[-1]) == (spoken[0], spoken[-1])
    assert all(text.endswith("…") for text in shown[1:-1])
    assert kept == [printable(text) for text in spoken], "every voice is whole in the notes"
    assert len(slides) > 1
    assert all(f"{at} av {len(slides)}" in title(s) for at, s in enumerate(slides, start=1))


def test_municipalities_show_then_and_the_chosen_place(deck: Any, report: Report) -> None:
    figure = next(f for f in report.figures() if "kommuner" in f.key)
    frame = next(s for s in slide_of(deck, figure.message).shapes if s.has_chart)
    assert "2010" in numbers(frame.chart)
    names = [str(name) for name in frame.chart.plots[0].categories]
    assert [name for name in names if name.startswith("\u25b8")] == ["\u25b8 Umeå"]
