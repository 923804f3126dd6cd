"""Pictures are drawn by the browser on this machine, if there is one."""

import asyncio
import os
import re
import shutil
import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest

from demografi import Dataset
from demografi.charts.bars import ranking
from demografi.charts.lines import history_and_range
from demografi.charts.maps import municipality_map
from demografi.charts.palette import LIGHT
from demografi.export import image

# ``make test`` installs a browser before these; where it should be there, its lack is a failure.
needs_browser = pytest.mark.skipif(
    not image.can_draw() and "CI" not in os.environ, reason="no browser to draw with"
)

SOURCE = (
    "Källa: Kolada N01952, N01953; SCB TAB5557, TAB638, 1950–2025, från 2025 med SCB:s "
    "skyddsbrus (CKM), hämtat 2026-11-20. Prognos: egen beräkning från 2025 års folkmängd "
    "(SCB), 400 simuleringar, frö 1, data 0123456789."
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def lines() -> go.Figure:
    observed = pd.DataFrame({"year": [2023, 2024, 2025], "value": [1.0, 2.0, 3.0]})
    projected = pd.DataFrame(
        {"year": [2025, 2026], "p10": [3.0, 2.0], "p50": [3.0, 3.5], "p90": [3.0, 5.0]}
    )
    return history_and_range(observed, projected, LIGHT, unit="personer", height=300)


@pytest.fixture(scope="module")
def area(dataset: Dataset) -> go.Figure:
    codes = dataset.regions.municipalities()
    frame = pd.DataFrame(
        {"region": codes, "name": codes, "text": codes, "value": range(-7, len(codes) - 7)}
    )
    return municipality_map(frame, dataset.boundaries, LIGHT, diverging=True, low="a", high="b")


def png_size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert picture.rstrip().endswith(b"IEND\xaeB`\x82")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def texts(picture: bytes) -> list[str]:
    root = ElementTree.fromstring(picture)  # noqa: S314 - drawn by ourselves
    assert root.tag == f"{SVG}svg"
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


@needs_browser
def test_png_has_twice_the_size_of_the_svg(lines: go.Figure) -> None:
    drawn = image.to_image(lines, "svg", title="Folkmängd", source="Källa: SCB.", width=900)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - drawn by ourselves
    size = (int(root.attrib["width"]), int(root.attrib["height"]))
    assert size[0] == 900
    assert size[1] > 300, "title and source are above, not over, the figure"
    twice = image.to_image(lines, "png", title="Folkmängd", source="Källa: SCB.", width=900)
    assert png_size(twice) == (size[0] * 2, size[1] * 2)


@needs_browser
def test_title_source_and_labels_are_in_the_picture(lines: go.Figure) -> None:
    title = "Till 2035 ökar 80 år och äldre mest (+12 till +17\N{NO-BREAK SPACE}%), 6–15 år minskar"
    drawn = image.to_image(lines, "svg", title=title, source=SOURCE)
    said = " ".join(texts(drawn))
    for part in ("8 av 10 utfall", "prognos", "personer"):
        assert part in said
    for word in (title + " " + SOURCE).split(" "):
        assert word in said


@needs_browser
def test_nothing_in_an_svg_is_fetched(area: go.Figure) -> None:
    drawn = image.to_image(area, "svg", title="T", source="S").decode()
    addresses = set(re.findall(r"https?://[^\"'\s)<]+", drawn))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "@import" not in drawn
    assert "<script" not in drawn
    assert "<image" not in drawn


@needs_browser
def test_map_is_drawn_with_all_its_municipalities(area: go.Figure) -> None:
    drawn = image.to_image(area, "svg", title="T", source="S").decode()
    fills = re.findall(r'class="choroplethlayer">(.*?)</g>', drawn)
    assert fills
    assert fills[0].count("<path") == 15
    assert len(set(re.findall(r"fill=\"rgb[^\"]*", fills[0]))) > 10


@needs_browser
def test_two_at_once(lines: go.Figure) -> None:
    bars = ranking(
        pd.DataFrame({"name": ["Umeå", "Malå"], "value": [1.0, -2.0]}), LIGHT, text=["+1", "−2"]
    )
    figures = [lines, bars] * 3
    with ThreadPoolExecutor(2) as pool:
        drawn = list(
            pool.map(lambda figure: image.to_image(figure, "svg", title="T", source="S"), figures)
        )
    for at, picture in enumerate(drawn):
        assert ("Umeå" in texts(picture)) == (at % 2 == 1), "nobody gets another's picture"


@needs_browser
def test_figure_on_screen_is_left_alone(lines: go.Figure) -> None:
    before = lines.to_json()
    image.to_image(lines, "svg", title="T", source="S")
    assert lines.to_json() == before


@pytest.mark.parametrize("width", [600, 1000])
def test_headings_are_broken_to_fit(width: int) -> None:
    """Letters of the widest of our typefaces are on average 0.55 times their size."""
    for size in (19, 13):
        broken = image._wrapped(SOURCE, size, width)
        assert " ".join(broken) == SOURCE
        assert max(map(len, broken)) * size * 0.55 <= width - 48


def test_empty_heading_is_one_line() -> None:
    assert image._wrapped("", 13, 1000) == [""]


@needs_browser
def test_drawing_uses_the_headless_shell_where_there_is_one() -> None:
    shell = shutil.which("chromium-headless-shell")
    if shell and "BROWSER_PATH" not in os.environ:
        assert image._browser() == shell
    assert Path(str(image._browser())).exists()


@needs_browser
def test_browser_that_fails_is_replaced(
    lines: go.Figure, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    image._drawer.stop()
    with monkeypatch.context() as broken:
        broken.setattr(image, "_browser", lambda: shutil.which("false"))
        drawn = image.to_image(lines, "svg", title="T", source="S")
        assert texts(drawn) == [], "drawn without the browser, letters as outlines"
    assert "could not draw" in caplog.text
    assert "personer" in " ".join(texts(image.to_image(lines, "svg", title="T", source="S")))


@needs_browser
def test_browser_that_does_not_answer_is_given_up(
    lines: go.Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    image.to_image(lines, "svg", title="T", source="S")
    hung = image._drawer._browser
    assert hung is not None

    async def silent(*_: object, **__: object) -> None:
        await asyncio.sleep(30)

    monkeypatch.setattr(hung, "calc_fig", silent)
    monkeypatch.setattr(image, "_PATIENCE", 0.5)
    assert texts(image.to_image(lines, "svg", title="T", source="S")) == []
    monkeypatch.undo()
    drawn = image.to_image(lines, "svg", title="T", source="S")
    assert "personer" in " ".join(texts(drawn))
    assert image._drawer._browser is not hung
