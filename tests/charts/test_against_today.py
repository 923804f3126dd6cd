"""Figures of the projection against as today."""

import pandas as pd
import pytest

from demografi.charts.against_today import contributions, year_by_year
from demografi.charts.lines import history_and_range, small_range, small_ranges, with_published
from demografi.charts.palette import DARK, LIGHT, Palette
from tests.charts.figures import numbers, outside_addresses, trace, traces

NAMES = {
    "a": "Ungefär lika många födda",
    "b": "Döda",
    "c": "Inflyttade",
    "d": "Utflyttade",
    "t": "Tillsammans",
}
TABLE = pd.DataFrame(
    {
        "part": list(NAMES),
        "mean": [5.0, -8.0, 1.0, -3.0, -5.0],
        "p10": [1.0, -9.0, -1.0, -4.0, -12.0],
        "p90": [9.0, -7.0, 2.0, -2.0, 2.0],
    }
)
YEARS = pd.DataFrame(
    {
        "year": [2026, 2027],
        "a": [1.0, 2.0],
        "b": [-1.0, -1.0],
        "c": [0.0, 1.0],
        "d": [3.0, 3.0],
        "t": [3.0, 5.0],
        "t_p10": [1.0, 2.0],
        "t_p90": [4.0, 8.0],
    }
)
TEXT = [(str(at), "från till") for at in range(5)]
MARKS = pd.DataFrame({"year": [2026, 2031], "value": [11.0, 9.0]})
PAST = pd.DataFrame({"year": [2024, 2025], "value": [10.0, 11.0]})
AHEAD = pd.DataFrame({"year": [2025, 2026], "p10": [11.0, 9.0], "p50": [11.0, 10.0], "p90": 12.0})
each_theme = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@each_theme
def test_bars_start_at_zero_and_carry_their_range(palette: Palette) -> None:
    figure = contributions(TABLE, palette, names=NAMES, text=TEXT, together="t")
    (bars,) = figure.data
    first, *rest = bars.y
    assert first == "Ungefär lika<br>många födda", "a long name leaves room for the bars"
    assert rest == list(NAMES.values())[1:]
    low = numbers(bars.x) - numbers(bars.error_x.arrayminus)
    high = numbers(bars.x) + numbers(bars.error_x.array)
    assert low.tolist() == TABLE["p10"].tolist()
    assert high.tolist() == TABLE["p90"].tolist()
    assert bars.marker.color[0] == palette.accent
    assert bars.marker.color[1] == palette.contrast
    assert bars.marker.color[-1] == palette.ink, "the sum is not one of the parts"
    unit, *notes = figure.layout.annotations
    assert unit.text == "invånare mot som i dag"
    assert [note.text for note in notes] == [f"<b>{mean}</b><br>{ends}" for mean, ends in TEXT]
    assert outside_addresses(figure) == []


@each_theme
def test_years_stack_and_the_line_is_the_sum(palette: Palette) -> None:
    sides = {part: (f"mer {part}", f"mindre {part}") for part in NAMES}
    figure = year_by_year(YEARS, palette, names=NAMES, sides=sides, together="t")
    said = {bar.name: list(bar.customdata) for bar in figure.data if bar.type == "bar"}
    assert said["Döda"] == ["mindre b", "mindre b"]
    assert said["Inflyttade"] == ["mindre c", "mer c"]
    assert figure.layout.barmode == "relative"
    assert [bar.name for bar in figure.data if bar.type == "bar"] == list(NAMES.values())[:-1]
    assert numbers(trace(figure, "Tillsammans").y).tolist() == [3, 5]
    upper, lower = traces(figure, "8 av 10 utfall")
    assert numbers(upper.y).tolist() == [4, 8]
    assert numbers(lower.y).tolist() == [1, 2]
    colours = {bar.marker.color for bar in figure.data if bar.type == "bar"}
    assert len(colours) == 4
    assert outside_addresses(figure) == []


@each_theme
def test_published_projection_is_muted_and_named(palette: Palette) -> None:
    ours = history_and_range(PAST, AHEAD, palette, unit="personer")
    figure = with_published(ours, MARKS, palette, name="SCB från 2021")
    marks = trace(figure, "SCB från 2021")
    assert marks.marker.color == palette.muted
    assert not marks.connectgaps, "no line through years it does not have"
    assert numbers(marks.y)[[0, -1]].tolist() == [11, 9]
    assert [t.name for t in figure.data if t.showlegend] == ["SCB från 2021"]


def test_nothing_published_changes_nothing() -> None:
    plain = history_and_range(PAST, AHEAD, LIGHT, unit="personer")
    before = plain.to_json()
    assert with_published(plain, MARKS[:0], LIGHT, name="").to_json() == before


def test_small_panels_carry_it_where_there_is_one() -> None:
    panels = {"a": (PAST, AHEAD), "b": (PAST, AHEAD)}
    figure = small_ranges(panels, LIGHT, published={"b": ("SCB", MARKS), "a": ("SCB", MARKS[:0])})
    (marks,) = traces(figure, "SCB")
    assert marks.xaxis == "x2"
    alone = small_range(PAST, AHEAD, LIGHT, published=("SCB", MARKS))
    assert traces(alone, "SCB")
    assert not traces(small_range(PAST, AHEAD, LIGHT, published=("SCB", MARKS[:0])), "SCB")
