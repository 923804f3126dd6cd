import numpy as np
import pandas as pd
import pytest

from demografi.charts.bars import components, ranking
from demografi.charts.palette import DARK, LIGHT, Palette
from tests.charts.figures import numbers, outside_addresses, trace

FLOWS = pd.DataFrame(
    {
        "year": [2020, 2021, 2024, 2025, 2026, 2027],
        "natural_change": [-3.0, 4.0, -5.0, -1.0, -2.0, -2.5],
        "net_migration": [10.0, np.nan, 2.0, 3.0, 4.0, 5.0],
    }
)
RANKED = pd.DataFrame({"name": ["Umeå", "Malå", "Åsele"], "value": [3.9, -1.0, -8.0]})
TEXT = ["+3,9 %", "−1,0 %", "−8,0 %"]


def test_components_are_stacked_and_their_sum_is_a_line() -> None:
    figure = components(FLOWS, LIGHT)
    born, moved = trace(figure, "Födelsenetto"), trace(figure, "Flyttnetto")
    assert figure.layout.barmode == "relative", "what falls is stacked below zero"
    assert born.marker.color != moved.marker.color
    total = trace(figure, "Tillsammans")
    np.testing.assert_array_equal(numbers(total.y), numbers(born.y) + numbers(moved.y))
    assert "+0" not in str(figure.layout.yaxis.ticktext)
    assert figure.layout.yaxis.labelalias == {"+0": "0"}
    assert outside_addresses(figure) == []


def test_sum_is_not_drawn_over_years_without_figures() -> None:
    """2021 lacks migration, 2022 and 2023 lack everything."""
    total = trace(components(FLOWS, LIGHT), "Tillsammans")
    value = dict(zip(total.x, numbers(total.y), strict=True))
    assert total.connectgaps is False
    assert np.isnan([value[year] for year in (2021, 2022, 2023)]).all()
    assert [value[2020], value[2024]] == [7.0, -3.0]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: str(theme.name))
def test_projected_components_look_different(theme: Palette) -> None:
    figure = components(FLOWS, theme, jump_off=2025)
    for name in ("Födelsenetto", "Flyttnetto"):
        bars = trace(figure, name)
        strength = dict(zip(bars.x, bars.marker.opacity, strict=True))
        assert {strength[year] for year in (2020, 2024, 2025)} == {1}
        assert max(strength[2026], strength[2027]) < 0.7
    past, coming = trace(figure, "Tillsammans"), trace(figure, "Tillsammans, prognos")
    assert max(past.x) == min(coming.x) == 2025, "they meet"
    assert past.line.dash != coming.line.dash
    assert "prognos" in [note.text for note in figure.layout.annotations]


def test_history_alone_has_no_projection_in_its_legend() -> None:
    assert len(components(FLOWS, LIGHT).data) == 3


def test_ranking_writes_the_figure_at_each_bar_from_the_top() -> None:
    figure = ranking(RANKED, LIGHT, text=TEXT)
    (bars,) = figure.data
    assert list(bars.text) == TEXT
    assert list(bars.y) == ["Umeå", "Malå", "Åsele"]
    assert figure.layout.yaxis.autorange == "reversed"
    assert list(figure.layout.yaxis.tickvals) == ["Umeå", "Malå", "Åsele"], "every name is shown"
    assert bars.textfont.color == LIGHT.ink
    low, high = figure.layout.xaxis.range
    assert low < -8.0, "room for the figure beside the longest bar on either side"
    assert high > 3.9


def test_ranking_of_what_only_grows_starts_at_zero() -> None:
    figure = ranking(RANKED.assign(value=[3.0, 2.0, 1.0]), LIGHT, text=TEXT)
    assert figure.layout.xaxis.range[0] == 0


def test_ranking_of_nothing_but_zeros_has_an_axis() -> None:
    low, high = ranking(RANKED.assign(value=0.0), LIGHT, text=TEXT).layout.xaxis.range
    assert np.isfinite([low, high]).all()


def test_ranking_fades_all_but_the_chosen() -> None:
    (bars,) = ranking(RANKED, LIGHT, text=TEXT, chosen=["Malå"]).data
    strength = [float(colour.rstrip(")").split(",")[-1]) for colour in bars.marker.color]
    assert strength[1] == 1
    assert max(strength[0], strength[2]) < 0.5


def test_ranking_falls_and_rises_in_different_colours() -> None:
    (bars,) = ranking(RANKED, LIGHT, text=TEXT, diverging=True).data
    rise, *falls = bars.marker.color
    assert rise == LIGHT.faded(LIGHT.accent, 1)
    assert set(falls) == {LIGHT.faded(LIGHT.contrast, 1)}


def test_long_figures_stand_in_a_column_and_the_range_is_drawn() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Umeå", "Dorotea"],
            "value": [5.0, -14.0],
            "low": [1.0, -19.0],
            "high": [9.0, -9.0],
        }
    )
    text = ["+5 % (+1 till +9)", "−14 % (−19 till −9)"]
    figure = ranking(frame, LIGHT, text=text, spread=("low", "high"))
    bars = figure.data[0]
    assert bars.text is None
    assert list(bars.error_x.array) == [4.0, 5.0]
    assert list(bars.error_x.arrayminus) == [4.0, 5.0]
    assert [(note.y, note.text) for note in figure.layout.annotations] == list(
        zip(frame["name"], text, strict=True)
    )
    assert figure.layout.xaxis.range[0] < -19
    assert figure.layout.xaxis.range[1] > 9
