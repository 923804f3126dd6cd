"""What a goal takes beside history: the figures drawn are the figures given."""

import pandas as pd
import pytest

from demografi.charts.palette import LIGHT
from demografi.charts.required import goal_on_curve, index_ahead, need_against_history
from demografi.needs import Span

HISTORY = pd.DataFrame({"year": range(2000, 2026), "value": [float(n % 7 - 3) for n in range(26)]})
MEANS = pd.DataFrame({"year": range(2009, 2026), "value": [0.5] * 17})
AHEAD = pd.DataFrame(
    {"year": [2025, 2030, 2035], "p10": [100, 95, 90], "p50": [100, 99, 98], "p90": [100, 104, 108]}
)


def names(figure: object) -> list[str]:
    return [trace.name for trace in figure.data]  # type: ignore[attr-defined]


@pytest.mark.parametrize("means", [MEANS, MEANS.iloc[:0]], ids=["averaged", "as published"])
def test_need_and_expectation_stand_apart_from_history(means: pd.DataFrame) -> None:
    figure = need_against_history(
        HISTORY,
        means,
        LIGHT,
        unit="personer per år",
        digits=0,
        first=2026,
        last=2035,
        need=Span(10, 20, 30),
        expected=Span(-5, 0, 5),
        means_name="Medel av 10 år",
        expected_name="Prognosen",
    )
    need = [trace for trace in figure.data if trace.name == "Krävs, 8 av 10 utfall"]
    field, middle = need
    assert set(field.y) == {10, 30}
    assert set(middle.y) == {20}
    assert (min(field.x), max(field.x)) == (2025.5, 2035.5)
    assert middle.line.color == LIGHT.contrast
    assert ("Medel av 10 år" in names(figure)) == (len(means) > 0)
    # Bars have a zero of their own; levels far from it are a line.
    assert (figure.data[0].type == "bar") == (len(means) > 0)
    assert list(figure.data[0].y) == list(HISTORY["value"])


def test_without_an_answer_only_the_expectation_is_drawn() -> None:
    figure = need_against_history(
        HISTORY,
        MEANS,
        LIGHT,
        unit="x",
        digits=0,
        first=2026,
        last=2035,
        need=None,
        expected=Span(-5, 0, 5),
        means_name="m",
        expected_name="Prognosen",
    )
    assert "Krävs, 8 av 10 utfall" not in names(figure)
    assert "Prognosen" in names(figure)


def test_goal_stands_at_its_year_with_where_the_answer_leads() -> None:
    figure = goal_on_curve(
        HISTORY, AHEAD, LIGHT, unit="x", digits=0, level=110, year=2035, reached=Span(95, 110, 130)
    )
    (goal,) = [trace for trace in figure.data if trace.name == "Målet"]
    assert (goal.x, goal.y) == ((2035,), (110,))
    assert (goal.error_y.array, goal.error_y.arrayminus) == ((20,), (15,))
    texts = [note.text for note in figure.layout.annotations]
    assert "målet" in texts
    assert "8 av 10 utfall" not in texts
    alone = goal_on_curve(
        HISTORY, AHEAD, LIGHT, unit="x", digits=0, level=110, year=2035, reached=None
    )
    assert not alone.data[-1].error_y.visible


def test_index_of_parts_stands_beside_the_whole() -> None:
    part = AHEAD.assign(p50=[100, 90, 80])
    figure = index_ahead(AHEAD, LIGHT, parts={"Skola": part, "Omsorg": AHEAD}, whole_name="Allt")
    lines = {trace.name: trace for trace in figure.data if trace.mode == "lines"}
    assert list(lines["Skola"].y) == [100, 90, 80]
    assert list(lines["Allt"].y) == list(AHEAD["p50"])
    named = ("Allt", "Skola", "Omsorg")
    assert len({lines[name].line.color for name in named}) == 3
    assert all(lines[name].showlegend for name in named)


def test_index_is_all_projection() -> None:
    figure = index_ahead(AHEAD, LIGHT)
    assert "prognos" not in [note.text for note in figure.layout.annotations]
    lines = [shape for shape in figure.layout.shapes if shape.type == "line"]
    assert [(line.y0, line.y1) for line in lines] == [(100, 100)]
