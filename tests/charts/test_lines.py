from collections.abc import Callable

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from demografi.charts.comparison import compared
from demografi.charts.lines import (
    anchored,
    history_and_range,
    history_line,
    small_range,
    small_ranges,
    with_gaps,
)
from demografi.charts.palette import DARK, LIGHT, Palette
from demografi.comparison import Line
from tests.charts.figures import drawn, numbers, outside_addresses, trace, traces

OBSERVED = pd.DataFrame(
    {"year": [2010, 2011, 2012, 2018, 2019, 2025], "value": [10.0, 11.0, 12.0, 14.0, 13.0, 12.5]}
)
# Starts with the jump-off year, as projections do.
PROJECTED = pd.DataFrame(
    {
        "year": [2025, 2026, 2027],
        "p10": [99.0, 11.5, 11.0],
        "p50": [99.0, 12.2, 12.1],
        "p90": [99.0, 13.0, 14.0],
    }
)
RANGE = "8 av 10 utfall"

Draw = Callable[[pd.DataFrame, pd.DataFrame, Palette], go.Figure]


def full(observed: pd.DataFrame, projected: pd.DataFrame, palette: Palette) -> go.Figure:
    return history_and_range(observed, projected, palette, unit="personer")


each_kind = pytest.mark.parametrize("draw", [full, small_range], ids=["full", "small"])


def test_missing_years_become_empty_rows() -> None:
    gapped = with_gaps(OBSERVED)
    assert list(gapped["year"]) == list(range(2010, 2026))
    assert gapped["value"].isna().sum() == 16 - len(OBSERVED)
    assert with_gaps(OBSERVED.iloc[:0]).empty


@each_kind
def test_gaps_stay_open(draw: Draw) -> None:
    line = trace(draw(OBSERVED, PROJECTED, LIGHT), "Statistik")
    value = dict(zip(line.x, numbers(line.y), strict=True))
    assert line.connectgaps is False
    assert np.isnan([value[year] for year in (2013, 2017, 2020, 2024)]).all()
    assert [value[year] for year in OBSERVED["year"]] == list(OBSERVED["value"])


@each_kind
def test_year_that_stands_alone_is_a_dot(draw: Draw) -> None:
    """2025 has no neighbour: a line alone would not show it."""
    assert "markers" in trace(draw(OBSERVED, PROJECTED, LIGHT), "Statistik").mode
    whole = OBSERVED.iloc[:3]
    assert trace(draw(whole, PROJECTED, LIGHT), "Statistik").mode == "lines"


@each_kind
def test_projection_starts_in_the_last_observed_value(draw: Draw) -> None:
    figure = draw(OBSERVED, PROJECTED, LIGHT)
    middle = trace(figure, "Prognos")
    assert list(middle.x) == [2025, 2026, 2027]
    assert list(middle.y) == [12.5, 12.2, 12.1]
    band = trace(figure, RANGE)
    assert list(band.x) == [2025, 2026, 2027, 2027, 2026, 2025]
    assert list(band.y) == [12.5, 13.0, 14.0, 11.0, 11.5, 12.5]
    assert band.fill == "toself"


@each_kind
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: str(theme.name))
def test_observed_and_projected_differ_in_colour(draw: Draw, theme: Palette) -> None:
    figure = draw(OBSERVED, PROJECTED, theme)
    assert trace(figure, "Statistik").line.color == theme.ink
    assert trace(figure, "Prognos").line.color == theme.accent
    assert trace(figure, RANGE).fillcolor == theme.faded(theme.accent, 0.18)


@each_kind
def test_without_a_projection_there_is_history_only(draw: Draw) -> None:
    figure = draw(OBSERVED, PROJECTED.iloc[:0], LIGHT)
    assert [t.name for t in figure.data] == ["Statistik"]
    assert not figure.layout.shapes


@each_kind
def test_without_history_the_projection_stands_by_itself(draw: Draw) -> None:
    middle = trace(draw(OBSERVED.iloc[:0], PROJECTED, LIGHT), "Prognos")
    assert list(middle.y) == list(PROJECTED["p50"])


def test_range_is_named_in_the_figure_and_the_jump_off_marked() -> None:
    figure = full(OBSERVED, PROJECTED, LIGHT)
    notes = {note.text: note for note in figure.layout.annotations}
    assert notes.keys() == {"personer", "prognos", RANGE}
    assert notes["prognos"].x == 2025
    assert (notes[RANGE].x, notes[RANGE].y) == (2027, 14.0)
    assert notes[RANGE].font.color == LIGHT.accent


def test_range_is_said_on_hover() -> None:
    middle = trace(full(OBSERVED, PROJECTED, LIGHT), "Prognos")
    assert RANGE in middle.hovertemplate
    assert [list(row) for row in middle.customdata[1:]] == [[11.5, 13.0], [11.0, 14.0]]


def test_axis_from_zero_only_when_asked() -> None:
    assert full(OBSERVED, PROJECTED, LIGHT).layout.yaxis.rangemode == "normal"
    zero = history_and_range(OBSERVED, PROJECTED, LIGHT, unit="", from_zero=True)
    assert zero.layout.yaxis.rangemode == "tozero"
    assert small_range(OBSERVED, PROJECTED, LIGHT).layout.yaxis.rangemode == "tozero"


def test_panels_have_a_title_each_the_same_look_and_a_scale_of_their_own() -> None:
    panels = dict.fromkeys(("Ett", "Två", "Tre", "Fyra"), (OBSERVED, PROJECTED))
    figure = small_ranges(panels, LIGHT, columns=3)
    assert [note.text for note in figure.layout.annotations] == list(panels)
    for name in ("Statistik", "Prognos", RANGE):
        assert len(traces(figure, name)) == 4
    axes = [figure.layout[key] for key in drawn(figure)["layout"] if key.startswith("yaxis")]
    used = [axis for axis in axes if axis.rangemode]
    assert len(used) >= 4
    assert {(a.rangemode, a.tickformat, a.tickfont.color) for a in used} == {
        ("tozero", ",.0f", LIGHT.muted)
    }
    assert all(axis.matches is None for axis in used), "each has its own scale"
    assert len({(t.xaxis, t.yaxis) for t in figure.data}) == 4


def test_what_is_calculated_is_dashed_in_its_panel_alone() -> None:
    panels = dict.fromkeys(("Ett", "Två"), (OBSERVED, PROJECTED))
    figure = small_ranges(panels, LIGHT, calculated={"Två"})
    assert trace(figure, "Statistik").line.dash is None
    assert trace(figure, "Beräknat").line.dash == "dash"
    assert trace(small_range(OBSERVED, PROJECTED, LIGHT, calculated=True), "Beräknat").line.dash


@pytest.mark.parametrize(
    "figure",
    [full(OBSERVED, PROJECTED, LIGHT), small_ranges({"a": (OBSERVED, PROJECTED)}, DARK)],
    ids=["one", "panels"],
)
def test_nothing_is_fetched(figure: go.Figure) -> None:
    assert outside_addresses(figure) == []


def test_only_years_that_stand_alone_are_dots() -> None:
    frame = pd.DataFrame({"year": [2018, 2019, 2022], "value": [1.0, 2.0, 3.0]})
    line = history_line(frame, "#000000", "Statistik", 0)
    assert line.mode == "lines+markers"
    assert list(line.x) == [2018, 2019, 2020, 2021, 2022]
    assert list(line.marker.size) == [0, 0, 0, 0, 6]
    assert history_line(frame[:2], "#000000", "Statistik", 0).mode == "lines"


def test_projection_is_not_drawn_over_years_that_are_not_known() -> None:
    observed = pd.DataFrame({"year": [2021, 2022], "value": [900.0, 950.0]})
    projected = pd.DataFrame(
        {"year": [2025, 2026], "p10": [980.0, 990.0], "p50": 1000.0, "p90": [1010.0, 1020.0]}
    )
    joined = anchored(observed, projected)
    pd.testing.assert_frame_equal(joined, projected)
    next_year = anchored(observed.assign(year=[2023, 2024]), projected)
    assert next_year["year"].tolist() == [2024, 2025, 2026]
    assert (next_year.iloc[0, 1:] == 950.0).all()
    figure = compared(
        [Line("2421", "Storuman", observed.assign(source=""), projected)], LIGHT, unit="", digits=0
    )
    dashed = [trace for trace in figure.data if trace.line.dash == "dash"]
    assert [list(trace.x) for trace in dashed] == [[2025, 2026]], "every projected year is drawn"
