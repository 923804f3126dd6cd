"""Figures drawn without a browser look like themselves: colours, words, embedded letters."""

import io
import re
import warnings
import zlib

import numpy as np
import plotly.graph_objects as go
import pytest
from matplotlib import image as matplotlib_image
from numpy.typing import NDArray

from demografi import Dataset
from demografi.charts.maps import municipality_map
from demografi.charts.palette import LIGHT
from demografi.export import image
from demografi.export.drawing import draw_without_browser, drawable
from demografi.report import Report
from tests.export.conftest import HOSTILE


def pixels(picture: bytes) -> NDArray[np.float64]:
    shown: NDArray[np.float64] = matplotlib_image.imread(io.BytesIO(picture))
    return shown


def share_of(picture: NDArray[np.float64], colour: str) -> float:
    wanted = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return float((np.abs(picture[:, :, :3] - wanted).max(axis=2) < 0.02).mean())


@pytest.fixture(scope="module")
def drawn(report: Report) -> dict[str, go.Figure]:
    return {figure.key: figure.draw(LIGHT) for figure in report.figures()}


def test_every_figure_of_a_report_is_drawn(drawn: dict[str, go.Figure]) -> None:
    for key, figure in drawn.items():
        assert drawable(figure), key
        shown = pixels(draw_without_browser(figure, "png", width=500, scale=1))
        assert shown.shape[:2] == (figure.layout.height, 500)
        assert share_of(shown, LIGHT.page) > 0.3
        assert share_of(shown, LIGHT.page) < 0.99
        edge = np.concatenate([shown[0], shown[-1], shown[:, 0], shown[:, -1]])[:, :3]
        assert (edge > 0.99).all(), f"{key}: something is cut off at the edge"


def test_colours_are_those_of_the_screen(drawn: dict[str, go.Figure]) -> None:
    bars = pixels(draw_without_browser(drawn["pyramid-2480"], "png", width=600))
    assert share_of(bars, LIGHT.women) > 0.05
    assert share_of(bars, LIGHT.men) > 0.05
    lines = pixels(draw_without_browser(drawn["prognos-2480"], "png", width=600))
    assert share_of(lines, LIGHT.ink) > 0.001
    assert share_of(lines, LIGHT.accent) > 0.0005


def test_a_map_is_drawn_with_its_colours(dataset: Dataset) -> None:
    import pandas as pd  # noqa: PLC0415

    codes = dataset.regions.municipalities()
    frame = pd.DataFrame(
        {"region": codes, "name": codes, "text": codes, "value": range(-7, len(codes) - 7)}
    )
    figure = municipality_map(frame, dataset.boundaries, LIGHT, diverging=True, low="a", high="b")
    assert drawable(figure)
    shown = pixels(draw_without_browser(figure, "png", width=500, scale=1))
    assert share_of(shown, LIGHT.diverging[0]) > 0.001
    assert share_of(shown, LIGHT.page) < 0.9


def test_letters_are_part_of_the_file(drawn: dict[str, go.Figure]) -> None:
    figure = drawn["prognos-2480"]
    pdf = draw_without_browser(figure, "pdf", width=600)
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    assert b"/FontFile2" in pdf, "embedded TrueType"
    assert b"DemografiSans" in pdf + b"".join(
        zlib.decompress(part) for part in streams if part[:1] == b"x"
    )
    svg = draw_without_browser(figure, "svg", width=600).decode()
    assert "<text" not in svg, "letters are outlines"
    assert 'href="http' not in svg


def test_strange_words_are_drawn_as_they_are() -> None:
    figure = go.Figure(layout={"height": 200, "annotations": [{"text": HOSTILE, "x": 1, "y": 1}]})
    figure.add_trace(go.Scatter(x=[1, 2], y=[1, 2], name="$\\frac$ 漢字 😀", mode="lines"))
    figure.update_layout(showlegend=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert draw_without_browser(figure, "png", width=400).startswith(b"\x89PNG")


def test_without_a_browser_a_picture_comes_all_the_same(
    drawn: dict[str, go.Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image, "_browser", lambda: None)
    figure = drawn["folkmangd-2480"]
    assert image.to_picture(figure).startswith(b"\x89PNG")
    beginnings = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    for kind in image.IMAGE_KINDS:
        made = image.to_image(figure, kind, title="Folkmängd", source="Källa: SCB.")
        assert made.startswith(beginnings[kind])
