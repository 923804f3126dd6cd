"""Then, now, later: marks, ranges, relative counts. And the strip of coverage."""

import numpy as np
import pandas as pd

from demografi.charts.dumbbell import then_now_later
from demografi.charts.palette import LIGHT
from demografi.charts.strip import coverage_strip
from tests.charts.figures import numbers, outside_addresses, trace

FRAME = pd.DataFrame(
    {
        "name": ["Umeå", "Åsele"],
        "then_year": pd.array([2010, 2010], dtype="Int64"),
        "then": [4000.0, 300.0],
        "now_year": pd.array([2025, 2025], dtype="Int64"),
        "now": [5000.0, 200.0],
        "later": [6000.0, 190.0],
        "low": [5900.0, 170.0],
        "high": [6200.0, 210.0],
    }
)


def test_counts_are_drawn_in_per_cent_of_today() -> None:
    figure = then_now_later(FRAME, LIGHT, key="older_80", then=2010, later=2035)
    assert numbers(trace(figure, "2010").x).tolist() == [80, 150]
    assert numbers(trace(figure, "2025").x).tolist() == [100, 100]
    assert trace(figure, "2010").customdata[0][0] == "4\u00a0000"  # the count itself on hover
    assert outside_addresses(figure) == []


def test_other_measures_are_drawn_as_they_are_with_named_range() -> None:
    figure = then_now_later(FRAME, LIGHT, key="mean_age", then=2010, later=2035, chosen="Åsele")
    later = trace(figure, "2035, linjen visar 8 av 10 utfall")
    assert numbers(later.x).tolist() == [6000, 190]
    assert numbers(later.error_x.array).tolist() == [200, 20]
    assert numbers(later.error_x.arrayminus).tolist() == [100, 20]
    assert list(figure.layout.yaxis.ticktext) == ["Umeå", "<b>Åsele</b>"]


def test_nothing_projected_draws_no_third_mark() -> None:
    bare = FRAME.assign(later=np.nan, low=np.nan, high=np.nan)
    figure = then_now_later(bare, LIGHT, key="employment", then=2010, later=2035)
    assert [t.name for t in figure.data if t.name] == ["2010", "2025"]


def test_nothing_known_is_no_error() -> None:
    empty = FRAME.assign(now=np.nan, now_year=pd.array([pd.NA, pd.NA], dtype="Int64"), then=np.nan)
    assert then_now_later(empty, LIGHT, key="mean_age", then=2010, later=2035).data


def test_strip_sorts_years_into_steps() -> None:
    frame = pd.DataFrame(
        {"table": ["a"] * 4, "year": [2000, 2001, 2002, 2003], "municipalities": [0, 2, 15, 44]}
    )
    figure = coverage_strip(frame, LIGHT, name=str.upper, county=15, all_of_them=44)
    filled = [
        np.flatnonzero(~np.isnan(numbers(trace.z)[0])).tolist()
        for trace in figure.data
        if trace.type == "heatmap"
    ]
    assert filled == [[1], [2], [3]]
    assert [t.name for t in figure.data if t.type == "scatter"] == [
        "några kommuner",
        "länets 15 kommuner",
        "alla 44 kommuner",
    ]


def test_rings_of_other_years_say_so() -> None:
    frame = FRAME.assign(then_year=pd.array([2007, 2006], dtype="Int64"))
    figure = then_now_later(frame, LIGHT, key="mean_age", then=2010, later=2035)
    names = [drawn.name for drawn in figure.data if drawn.name]
    assert names[0] == "2006–2007"
    assert "2010" not in names
