"""Lines of several places: gaps, ranges, names at their ends."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.charts.comparison import BANDS_UP_TO, _apart, compared
from demografi.charts.palette import LIGHT
from demografi.comparison import Line
from tests.charts.figures import numbers, outside_addresses


def line(name: str, values: dict[int, float], *, ahead: bool = False) -> Line:
    past = pd.DataFrame({"year": list(values), "value": list(values.values()), "source": "SCB"})
    years = [2026, 2027] if ahead else []
    middle = np.arange(len(years), dtype=float) + list(values.values())[-1]
    future = pd.DataFrame({"year": years, "p10": middle - 1, "p50": middle, "p90": middle + 1})
    return Line(name, name, past, future)


UMEA = line("Umeå", {2018: 38.0, 2019: 38.5, 2024: 39.0, 2025: 39.5}, ahead=True)
LULEA = line("Luleå", {2018: 41.0, 2022: 42.0})


def test_gaps_stay_open_and_lone_years_are_dots() -> None:
    figure = compared([UMEA, LULEA], LIGHT, unit="år", digits=1)
    history = figure.data[0]
    assert list(history.x) == list(range(2018, 2026))
    assert np.isnan(numbers(history.y)[2:6]).all()
    assert history.connectgaps is False
    lone = next(trace for trace in figure.data if trace.name == "Luleå")
    assert "markers" in lone.mode
    assert outside_addresses(figure) == []


def test_projection_is_dashed_with_named_range_on_hover() -> None:
    figure = compared([UMEA, LULEA], LIGHT, unit="år", digits=1)
    dashed = [trace for trace in figure.data if trace.line.dash == "dash"]
    assert [trace.name for trace in dashed] == ["Umeå"]
    assert "8 av 10 utfall" in dashed[0].hovertemplate
    assert numbers(dashed[0].customdata).tolist() == [[38.5, 40.5], [39.5, 41.5]]
    assert all(trace.line.dash is None for trace in figure.data if trace.name == "Luleå")


@pytest.mark.parametrize("places", [1, 2, 3])
def test_bands_only_where_they_can_be_told_apart(places: int) -> None:
    lines = [line(str(at), {2024: float(at), 2025: float(at)}, ahead=True) for at in range(places)]
    figure = compared(lines, LIGHT, unit="", digits=0)
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert len(bands) == (places if places <= BANDS_UP_TO else 0)


def test_names_stand_at_the_ends_and_say_what_ends_early() -> None:
    figure = compared([UMEA, LULEA], LIGHT, unit="år", digits=1)
    texts = [note.text for note in figure.layout.annotations]
    assert "Umeå" in texts
    assert "Luleå, till<br>2022" in texts or "Luleå,<br>till 2022" in texts
    assert "prognos" in texts


def test_index_is_marked_and_no_lines_is_no_error() -> None:
    figure = compared([UMEA], LIGHT, unit="index", digits=1, base_year=2018)
    assert any(shape.y0 == 100 for shape in figure.layout.shapes)
    assert compared([], LIGHT, unit="år", digits=1).data == ()


@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=8).map(sorted),
    st.floats(1, 10),
)
def test_names_never_overlap_nor_leave_the_figure(values: list[float], tall: float) -> None:
    placed = _apart(values, [tall] * len(values), -10, 110)
    assert all(b - a >= tall - 1e-4 for a, b in pairwise(placed))
    assert placed[0] >= -10 + tall / 2 - 1e-4
    assert placed[-1] <= 110 - tall / 2 + 1e-4
