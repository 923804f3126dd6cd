"""Places over time: levels, index, ends."""

import pandas as pd
import pytest

from demografi import comparison
from demografi.comparison import Line
from demografi.dataset import Dataset
from demografi.projection import Trajectories

EMPTY = pd.DataFrame({"year": [], "p10": [], "p50": [], "p90": []})


def line(name: str, values: dict[int, float]) -> Line:
    frame = pd.DataFrame(
        {"year": list(values), "value": list(values.values()), "source": "SCB TAB638"}
    )
    return Line(name, name, frame, EMPTY)


@pytest.fixture(scope="module")
def lines(dataset: Dataset, trajectories: Trajectories) -> list[Line]:
    codes = ["2480", "2580", "24", "00", "2480"]
    return comparison.compare(dataset, trajectories, codes, "population")


def test_each_place_once_and_only_ours_are_projected(lines: list[Line]) -> None:
    assert [one.code for one in lines] == ["2480", "2580", "24", "00"]
    assert [len(one.projected) > 0 for one in lines] == [True, False, True, False]
    for one in lines:
        if len(one.projected):
            assert one.last_year is not None
            assert one.projected["year"].min() == one.last_year + 1


def test_what_ends_early_is_said(lines: list[Line]) -> None:
    assert comparison.ended(lines) == [("Luleå", 2022)]


def test_index_is_100_in_its_base_and_keeps_ratios(lines: list[Line]) -> None:
    assert comparison.base_years(lines)[0] == 1968  # the nation's first year
    for own, scaled in zip(lines, comparison.indexed(lines, 2010), strict=True):
        level = own.observed.set_index("year")["value"]
        index = scaled.observed.set_index("year")["value"]
        assert index[2010] == 100
        pd.testing.assert_series_equal(index, level / level[2010] * 100)
        if len(own.projected):
            ratio = own.projected["p90"] / own.projected["p50"]
            pd.testing.assert_series_equal(scaled.projected["p90"] / scaled.projected["p50"], ratio)


def test_no_index_where_values_can_be_zero_or_negative(dataset: Dataset) -> None:
    found = comparison.compare(dataset, None, ["2480", "24"], "net_migration")
    assert comparison.base_years(found) == []
    shown, base = comparison.on_one_scale(found, "net_migration", 2010)
    assert base is None
    assert [one.code for one in shown] == ["2480"]


def test_counts_share_a_scale_by_index(lines: list[Line]) -> None:
    shown, base = comparison.on_one_scale(lines, "population", 2010)
    assert base == 2010
    assert len(shown) == len(lines)
    same, base = comparison.on_one_scale(lines, "mean_age", 2010)
    assert base is None
    assert same == lines


def test_common_years_are_common() -> None:
    a, b = line("A", {2000: 1.0, 2001: 2.0, 2003: 3.0}), line("B", {2001: 5.0, 2003: 6.0})
    assert comparison.base_years([a, b]) == [2001, 2003]
    assert comparison.base_years([]) == []


def test_newest_values_and_changes_are_ranked() -> None:
    a = line("A", {2000: 100.0, 2001: 80.0})
    b = line("B", {2000: 10.0, 2001: 14.0, 2002: 15.0})
    nothing = line("C", {})
    assert comparison.latest([a, b, nothing])["name"].tolist() == ["A", "B"]
    changed = comparison.changes(comparison.indexed([a, b], 2000))
    assert changed["name"].tolist() == ["B", "A"]
    assert changed["value"].tolist() == pytest.approx([40, -20])
    assert changed["year"].tolist() == [2001, 2001], "over the same period"
    assert comparison.last_common_year([a, b, nothing]) == 2001
    assert comparison.last_common_year([nothing]) is None
    assert comparison.without_values([a, b, nothing]) == ["C"]
    assert comparison.latest_sources([a, b, nothing], 2000)[1] == [2000, 2001, 2000, 2001]
    assert comparison.latest_sources([a, b, nothing])[1] == [2001, 2002]
    assert comparison.latest_sources([nothing]) == ([], [])


def test_table_has_every_figure_with_range_or_source(lines: list[Line]) -> None:
    table = comparison.comparison_table(lines)
    assert len(table) == sum(len(one.observed) + len(one.projected) for one in lines)
    assert table["year"].is_monotonic_decreasing
    ahead = table["projected"].astype(bool)
    assert table.loc[ahead, ["low", "high"]].notna().all(axis=None)
    assert (table.loc[~ahead, "source"] != "").all()
    index = comparison.comparison_table(comparison.indexed(lines, 2010), lines)
    assert index.loc[index["year"] == 2010, "value"].tolist() == [100.0] * 4
    umea = index[(index["year"] == 2010) & (index["name"] == "Umeå")]
    assert umea["level"].tolist() == [115473]
    assert comparison.comparison_table([line("C", {})]).empty


def test_indicator_without_projection_has_none(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    (one,) = comparison.compare(dataset, trajectories, ["2480"], "employment")
    assert one.projected.empty
    assert one.last_year == 2024
