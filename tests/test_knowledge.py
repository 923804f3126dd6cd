"""The matrix: right cells, right years, a reason for every dash."""

import numpy as np
import pandas as pd
import pytest

from demografi import knowledge
from demografi.dataset import Dataset
from demografi.indicators import INDICATORS, observed, projected
from demografi.knowledge import LATER, RECENT, THEN, VIEWS, Risen, Shift
from demografi.projection import Trajectories


@pytest.fixture(scope="module")
def rows(dataset: Dataset) -> tuple[str, ...]:
    return knowledge.rows_shown(dataset, "2580")  # Luleå: outside the county


@pytest.fixture(scope="module")
def cells(dataset: Dataset, trajectories: Trajectories, rows: tuple[str, ...]) -> pd.DataFrame:
    return knowledge.cells(dataset, trajectories, rows)


def test_every_indicator_is_in_a_set() -> None:
    named = {key for name, keys in knowledge.SETS.items() if name != "alla" for key in keys}
    assert named <= set(INDICATORS)
    # Counts of flows and single-year or shrunk variants are only among all indicators.
    left_out = set(INDICATORS) - named
    assert left_out == {
        "natural_change",
        "net_migration",
        "net_domestic",
        "net_international",
        "tfr",
        "life_expectancy_women_shrunk",
        "life_expectancy_men_shrunk",
    }
    assert knowledge.SETS["alla"] == tuple(INDICATORS)


def test_rows_and_columns_have_no_doubles(dataset: Dataset) -> None:
    rows = knowledge.rows_shown(dataset, "2480")
    assert len(rows) == len(set(rows)) == 15 + len(knowledge.COMPARED)
    assert knowledge.columns_shown("alder", "mean_age")[0] == "mean_age"
    assert knowledge.columns_shown("alder", "older_80")[0] == "older_80"
    assert set(knowledge.below(dataset, rows)) == set(knowledge.COMPARED)


def test_cells_are_the_indicators_own_values(
    dataset: Dataset, trajectories: Trajectories, cells: pd.DataFrame
) -> None:
    """Every cell is what the place's own series says for its year."""
    for (place, key), part in cells.groupby(["place", "indicator"]):
        series = observed(dataset, str(place), str(key)).set_index("year")["value"]
        for row in part[part["view"] != "later"].to_dict("records"):
            assert row["value"] == series[row["year"]]
    ahead = projected(trajectories, ("2463",), "dependency_ratio").set_index("year").loc[LATER]
    own = knowledge.standing(cells, "2463", "dependency_ratio")
    assert own.later == pytest.approx((ahead["p10"], ahead["p50"], ahead["p90"]))


def test_asele_2016_stands_where_regionfakta_has_it(dataset: Dataset) -> None:
    """Golden value: 1 439 young and old to 1 436 of working age."""
    series = observed(dataset, "2463", "dependency_ratio").set_index("year")["value"]
    assert round(float(series[2016]), 1) == 100.2


def test_years_are_within_their_views(dataset: Dataset, cells: pd.DataFrame) -> None:
    years = cells.groupby("view")["year"]
    assert years.max()["then"] == THEN
    assert years.min()["then"] >= THEN - knowledge.NEAR
    assert years.max()["now"] == dataset.newest_year
    assert years.min()["now"] >= dataset.newest_year - RECENT
    assert set(cells.loc[cells["view"] == "later", "year"]) == {LATER}
    assert list(cells.groupby("view").size().index) == sorted(VIEWS)


def test_ranges_enclose_their_middle_and_only_projections_have_them(cells: pd.DataFrame) -> None:
    ahead = cells[cells["view"] == "later"]
    assert (ahead["low"] <= ahead["value"]).all()
    assert (ahead["value"] <= ahead["high"]).all()
    assert cells.loc[cells["view"] != "later", ["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize("view", VIEWS)
def test_every_empty_cell_has_a_reason(
    dataset: Dataset, cells: pd.DataFrame, rows: tuple[str, ...], view: knowledge.View
) -> None:
    keys = list(INDICATORS)
    shown = knowledge.shown_cells(cells, [view], rows, keys)
    explained = {
        (place, gap.indicator)
        for gap in knowledge.missing(dataset, cells, view, rows, keys)
        for place in gap.places
    }
    have = set(zip(shown["place"], shown["indicator"], strict=True))
    assert explained | have == {(place, key) for place in rows for key in keys}
    assert not explained & have


def test_reasons_are_the_true_ones(
    dataset: Dataset, cells: pd.DataFrame, rows: tuple[str, ...]
) -> None:
    then = knowledge.missing(dataset, cells, "then", rows, ["unemployment"])
    assert [(gap.why, gap.year) for gap in then if "2480" in gap.places] == [("begins", 2020)]
    now = knowledge.missing(dataset, cells, "now", rows, ["tfr"])
    assert ("ends", 2013) in [(gap.why, gap.year) for gap in now if "2422" in gap.places]
    later = knowledge.missing(dataset, cells, "later", rows, ["mean_age", "employment"])
    assert {gap.indicator: gap.why for gap in later} == {
        "mean_age": "outside",
        "employment": "not_projected",
    }


def test_ranking_is_sorted_and_keeps_all(dataset: Dataset, cells: pd.DataFrame) -> None:
    key = "dependency_ratio"
    high = knowledge.ranked(dataset, cells, "now", key, "hogst")
    values = [knowledge.standing(cells, code, key).now for code in high]
    known = [value[1] for value in values if value]
    assert known == sorted(known, reverse=True)
    assert knowledge.ranked(dataset, cells, "now", key, "lagst") == high[::-1]
    names = [dataset.regions.name(c) for c in knowledge.ranked(dataset, cells, "now", key, "namn")]
    assert names[0] == "Bjurholm"
    assert names[-1] == "Åsele"  # not after A
    ends = knowledge.extremes(dataset, cells, "now", key)
    assert ends is not None
    assert (ends.high, ends.low) == (high[0], high[-1])


def test_places_without_a_value_come_last(dataset: Dataset, cells: pd.DataFrame) -> None:
    order = knowledge.ranked(dataset, cells, "now", "tfr", "lagst")
    lacking = [code for code in order if knowledge.standing(cells, code, "tfr").now is None]
    assert lacking
    assert order[-len(lacking) :] == lacking


def test_shifts_are_the_largest(dataset: Dataset, cells: pd.DataFrame) -> None:
    found = knowledge.shifts(dataset, cells, "dependency_ratio")
    everyone = knowledge.shifts(dataset, cells, "dependency_ratio", most=15)
    sizes = [abs(shift.expected - shift.start) for shift in everyone]
    assert found == everyone[:3]
    assert sizes == sorted(sizes, reverse=True)
    assert all(s.certain == (not s.low <= s.start <= s.high) for s in everyone)
    # Counts are relative: the largest municipality is not first because it is large.
    relative = knowledge.shifts(dataset, cells, "working_age_20_64", most=15)
    sizes = [abs(shift.expected / shift.start - 1) for shift in relative]
    assert sizes == sorted(sizes, reverse=True)
    assert knowledge.shifts(dataset, cells, "employment") == []


def test_side_by_side_counts_risen(dataset: Dataset, cells: pd.DataFrame) -> None:
    places = dataset.regions.municipalities()
    frame = knowledge.side_by_side(dataset, cells, "share_80", places)
    assert list(frame["code"]) == list(places)
    expected = int((frame["now"] > frame["then"]).sum())
    assert knowledge.risen(dataset, cells, "share_80") == Risen(expected, 15, 15, THEN)
    assert knowledge.risen(dataset, cells, "unemployment") is None
    assert not knowledge.is_size(frame, "share_80")
    people = knowledge.side_by_side(dataset, cells, "older_80", places)
    assert knowledge.is_size(people, "older_80")
    flows = knowledge.side_by_side(dataset, cells, "natural_change", places)
    assert not knowledge.is_size(flows, "natural_change")
    assert np.isfinite(people["later"]).all()


def test_spans_cover_what_is_shown(dataset: Dataset, cells: pd.DataFrame) -> None:
    spans = knowledge.spans(dataset)
    assert set(spans) == set(INDICATORS)
    home = cells[cells["place"].isin(dataset.regions.municipalities()) & (cells["view"] != "later")]
    for key, part in home.groupby("indicator"):
        first, last = spans[str(key)]
        assert first <= part["year"].min()
        assert part["year"].max() <= last


def test_only_values_of_one_year_are_ranked(dataset: Dataset, cells: pd.DataFrame) -> None:
    """Malå's 2.32 children of 2023 is not "highest in 2025"; the nation's rates are no rank."""
    home = dataset.regions.municipalities()
    for key in INDICATORS:
        ends = knowledge.extremes(dataset, cells, "now", key)
        if ends is None:
            continue
        here = cells[(cells["view"] == "now") & (cells["indicator"] == key)].set_index("place")
        here = here[here.index.isin(home) & (here["basis"] != "indirect")]
        of_year = here[here["year"] == ends.year]["value"]
        assert (ends.high_value, ends.low_value) == (of_year.max(), of_year.min())
        assert of_year[ends.high] == ends.high_value
        assert of_year[ends.low] == ends.low_value
        assert (ends.known, ends.places) == (len(of_year), 15)
    stale = knowledge.standing(cells, "2418", "tfr").now
    ends = knowledge.extremes(dataset, cells, "now", "tfr")
    assert stale is not None
    assert ends is not None
    assert stale[0] < ends.year
    assert stale[1] > ends.high_value


def test_estimates_are_marked_and_left_out(dataset: Dataset, cells: pd.DataFrame) -> None:
    own = knowledge.standing(cells, "2463", "tfr_5y")
    assert own.estimated
    assert own.now is not None
    assert own.counted is None
    ends = knowledge.extremes(dataset, cells, "now", "tfr_5y")
    assert ends is not None
    assert (ends.known, ends.places) == (9, 15)
    umea = knowledge.standing(cells, "2480", "tfr_5y")
    assert umea.counted == umea.now


def test_risen_compares_the_same_two_years(dataset: Dataset, cells: pd.DataFrame) -> None:
    found = knowledge.risen(dataset, cells, "tfr")
    years = cells[cells["indicator"] == "tfr"].set_index(["view", "place"])["year"]
    usual_now = knowledge.column_years(cells, "now")["tfr"]
    both = [
        code
        for code in dataset.regions.municipalities()
        if years.get(("then", code)) == THEN and years.get(("now", code)) == usual_now
    ]
    assert found is not None
    assert (found.known, found.places, found.since) == (len(both), 15, THEN)
    assert found.known < (years["then"].index.isin(dataset.regions.municipalities())).sum()


def test_a_shift_is_certain_against_the_projections_own_start() -> None:
    """SCB's noisy newest figure is not what the draws start from."""
    noisy = Shift("2403", now=115.6, start=112.0, expected=109.0, low=102.0, high=113.0)
    assert not noisy.certain
    assert Shift("2403", now=112.0, start=115.6, expected=109.0, low=102.0, high=113.0).certain


def test_start_is_the_projections_first_year(
    dataset: Dataset, trajectories: Trajectories, cells: pd.DataFrame
) -> None:
    first = projected(trajectories, ("2463",), "dependency_ratio").iloc[0]
    assert first["year"] == trajectories.jump_off
    (shift,) = [
        found
        for found in knowledge.shifts(dataset, cells, "dependency_ratio", most=15)
        if found.place == "2463"
    ]
    assert shift.start == pytest.approx(first["p50"])
    assert shift.start != shift.now


@pytest.mark.parametrize(
    "key",
    ["net_migration", "natural_change", "net_migration_per_1000", "change_5y"],
)
def test_flows_do_not_shift(dataset: Dataset, cells: pd.DataFrame, key: str) -> None:
    """A year's flow in per cent of another's says nothing."""
    assert knowledge.shifts(dataset, cells, key) == []


def test_all_three_views_stand_together(cells: pd.DataFrame, rows: tuple[str, ...]) -> None:
    shown = knowledge.shown_cells(cells, VIEWS, rows, ["mean_age", "share_65"])
    first = shown[(shown["place"] == rows[0]) & (shown["indicator"] == "mean_age")]
    assert tuple(first["view"]) == VIEWS
    assert list(shown.index[:3]) == list(first.index)
