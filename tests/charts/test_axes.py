"""Whether an axis begins at zero is told from what is drawn."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from demografi.charts.axes import above_zero
from demografi.charts.lines import history_and_range, small_ranges
from demografi.charts.palette import LIGHT

HIGH = pd.DataFrame({"year": [2023, 2024, 2025], "value": [900.0, 950.0, 1000.0]})
LOW = pd.DataFrame({"year": [2023, 2024, 2025], "value": [10.0, 950.0, 1000.0]})
AHEAD = pd.DataFrame({"year": [2026], "p10": [800.0], "p50": [900.0], "p90": [1000.0]})


def test_lines_far_from_zero_are_told_from_those_near_it() -> None:
    assert above_zero(history_and_range(HIGH, AHEAD, LIGHT, unit="personer"))
    assert not above_zero(history_and_range(LOW, AHEAD, LIGHT, unit="personer"))


def test_a_range_counts_as_well_as_its_middle() -> None:
    near = AHEAD.assign(p10=1.0)
    assert not above_zero(history_and_range(HIGH, near, LIGHT, unit="personer"))


def test_panels_and_axes_asked_to_begin_at_zero_do() -> None:
    assert not above_zero(small_ranges({"a": (HIGH, AHEAD), "b": (HIGH, AHEAD)}, LIGHT))
    drawn = history_and_range(HIGH, AHEAD, LIGHT, unit="personer", from_zero=True)
    assert not above_zero(drawn)


@pytest.mark.parametrize(("low", "expected"), [(0.0, False), (-5.0, False), (700.0, True)])
def test_an_axis_with_ends_of_its_own_begins_there(low: float, expected: bool) -> None:
    figure = go.Figure(go.Scatter(x=[2024, 2025], y=[900.0, 950.0]))
    figure.update_yaxes(range=[low, 1000.0])
    assert above_zero(figure) == expected


def test_dots_beside_names_have_their_values_on_the_other_axis() -> None:
    names = ["Umeå", "Åsele"]
    assert above_zero(go.Figure(go.Scatter(x=[64.0, 108.0], y=names, mode="markers")))
    assert not above_zero(go.Figure(go.Scatter(x=[1.0, 108.0], y=names, mode="markers")))


def test_bars_begin_at_zero() -> None:
    assert not above_zero(go.Figure(go.Bar(x=[2024, 2025], y=[900.0, 950.0])))
    both = go.Figure([go.Bar(x=[2024, 2025], y=[9.0, 9.5]), go.Scatter(x=[2024, 2025], y=[9, 9.5])])
    assert not above_zero(both), "a line over bars has their axis"
