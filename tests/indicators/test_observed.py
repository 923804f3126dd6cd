"""Observed values: which years, from where, on what basis."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import demografi
from demografi.dataset import CKM_YEAR, Dataset
from demografi.errors import RequestError
from demografi.indicators import INDICATORS, indicator, matrix, observed

COLUMNS = ["year", "value", "ckm", "basis", "source"]


def by_year(dataset: Dataset, code: str, key: str) -> Any:
    """Observed frame by year; untyped, as one cell may be text or number."""
    return observed(dataset, code, key).set_index("year")


def test_definitions_are_complete() -> None:
    names = set()
    for key, found in INDICATORS.items():
        assert found.id == key
        assert all((found.name, found.name_en, found.formula, found.unit, found.source)), key
        assert 0 <= found.decimals <= 2
        names.add(found.name)
    assert len(names) == len(INDICATORS)


def test_own_definitions_say_so() -> None:
    assert "Egen definition" in INDICATORS["labour_entry_exit"].note
    assert "Norden" in INDICATORS["women_per_men_20_39"].note


@pytest.mark.parametrize("key", INDICATORS)
def test_every_indicator_has_values_with_a_source(dataset: Dataset, key: str) -> None:
    frame = pd.concat([observed(dataset, code, key) for code in ("2480", "24", "00", "2284")])
    assert list(frame.columns) == COLUMNS
    assert len(frame)
    assert np.isfinite(frame["value"]).all()
    assert frame["source"].str.match(r"(SCB|Kolada) ").all()
    assert frame["basis"].isin(["published", "computed", "sum", "indirect"]).all()
    assert not frame["ckm"][frame["year"] < CKM_YEAR].any()


@pytest.mark.parametrize("code", ["2480", "2401", "24", "00", "norra", "region8", "2284"])
def test_years_ascend_and_are_unique(dataset: Dataset, code: str) -> None:
    for key in INDICATORS:
        years = observed(dataset, code, key)["year"]
        assert years.is_monotonic_increasing, key
        assert years.is_unique, key


def test_asele_dependency_ratio_2016_and_its_source(dataset: Dataset) -> None:
    shown = by_year(dataset, "2463", "dependency_ratio").loc[2016]
    assert round(shown["value"], 1) == 100.2
    assert (shown["source"], shown["basis"]) == ("SCB TAB638", "computed")


def test_dependency_ratio_fills_gaps_with_published_groups_and_figures(dataset: Dataset) -> None:
    found = by_year(dataset, "2401", "dependency_ratio")
    assert found.index.tolist() == list(range(1995, 2026))
    assert found.loc[2021, "source"].startswith("Kolada N01952")
    assert (found.loc[2023, "source"], found.loc[2023, "basis"]) == ("SCB TAB4642", "published")
    assert found.loc[2025, "source"] == "SCB TAB4642"
    assert bool(found.loc[2025, "ckm"])


def test_dependency_ratio_of_the_other_northern_municipalities(dataset: Dataset) -> None:
    found = by_year(dataset, "2284", "dependency_ratio")
    assert found.index.tolist() == list(range(1995, 2023))


def test_mean_age_without_ages_is_scbs(dataset: Dataset) -> None:
    found = by_year(dataset, "2401", "mean_age")
    assert found.loc[2021, "source"] == "SCB TAB637"
    assert found.loc[2019, "source"] == "SCB TAB638"
    assert found.loc[2005, "basis"] == "published"


def test_groups_of_municipalities_are_computed_from_sums(dataset: Dataset) -> None:
    found = by_year(dataset, "region8", "dependency_ratio")
    assert set(found["basis"]) == {"sum"}
    assert 2023 not in found.index  # nothing is interpolated, nothing published


def test_figures_that_cannot_be_summed_are_absent_for_groups(dataset: Dataset) -> None:
    assert observed(dataset, "region8", "employment").empty
    assert observed(dataset, "region8", "median_income").empty


def test_working_age_conventions_differ_by_the_ages_between(dataset: Dataset) -> None:
    wide = by_year(dataset, "2480", "working_age_20_66")["value"]
    narrow = by_year(dataset, "2480", "working_age_20_64")["value"]
    assert (wide - narrow).dropna().gt(0).all()
    assert 2008 not in wide.index  # published groups end at 64


def test_change_over_five_years(dataset: Dataset) -> None:
    totals = by_year(dataset, "2482", "population")["value"]
    change = by_year(dataset, "2482", "change_5y")["value"]
    assert change.index.min() == 1955
    assert change[2025] == pytest.approx(100 * (totals[2025] / totals[2020] - 1))


def test_flows(dataset: Dataset) -> None:
    natural = by_year(dataset, "2480", "natural_change")
    assert natural.index.tolist() == list(range(1968, 2026))
    assert natural.loc[2024, "source"] == "SCB TAB1264, TAB960"
    nation = by_year(dataset, "00", "net_migration")
    assert nation.index.tolist() == list(range(2008, 2023))
    assert (nation["basis"] == "computed").all()
    parts = [by_year(dataset, "24", key)["value"] for key in ("net_domestic", "net_international")]
    whole = by_year(dataset, "24", "net_migration")["value"]
    gap = (parts[0] + parts[1] - whole).dropna()
    assert len(gap) == 25
    assert gap.abs().max() == 0


def test_per_1000_uses_the_mean_of_both_ends(dataset: Dataset) -> None:
    stock = by_year(dataset, "2480", "population")["value"]
    count = by_year(dataset, "2480", "natural_change")["value"]
    rate = by_year(dataset, "2480", "natural_change_per_1000")["value"]
    assert rate[2024] == pytest.approx(count[2024] / ((stock[2023] + stock[2024]) / 2) * 1000)


def test_fertility_of_small_places(dataset: Dataset) -> None:
    bjurholm = by_year(dataset, "2403", "tfr_5y")
    assert set(bjurholm["basis"]) == {"indirect"}
    assert bjurholm.index.tolist() == list(range(2015, 2020))
    county = by_year(dataset, "24", "tfr_5y")
    assert county.loc[2015, "basis"] == "computed"
    assert abs(county.loc[2016, "value"] - county.loc[2015, "value"]) < 0.05


def test_shrunk_life_expectancy_is_nearer_the_county(dataset: Dataset) -> None:
    county = by_year(dataset, "24", "life_expectancy_men")["value"]
    raw, shrunk = [], []
    for code in dataset.regions.municipalities():
        published = by_year(dataset, code, "life_expectancy_men")["value"]
        own = by_year(dataset, code, "life_expectancy_men_shrunk")["value"]
        raw.append(abs(published[2019] - county[2019]))
        shrunk.append(abs(own[2019] - county[2019]))
    assert np.mean(shrunk) < 0.6 * np.mean(raw)


def test_published_figures_say_that_they_are(dataset: Dataset) -> None:
    tax = by_year(dataset, "2480", "tax_base")
    assert set(tax["source"]) == {"Kolada N00903"}
    income = by_year(dataset, "2480", "median_income")
    assert set(income["source"]) == {"SCB TAB3554"}
    share = by_year(dataset, "2480", "employment")
    assert share.loc[2024, "source"] == "SCB TAB3200"
    assert by_year(dataset, "24", "employment").loc[2022, "source"] == "Kolada N02267"


def test_matrix_takes_the_latest_value_not_after_the_year(dataset: Dataset) -> None:
    found = matrix(dataset, ["2480", "2284"], ["dependency_ratio", "employment"], 2021)
    cells: Any = found.set_index(["place", "indicator"])
    assert cells.loc[("2480", "dependency_ratio"), "year"] == 2021
    assert cells.loc[("2480", "employment"), "year"] == 2021
    assert ("2284", "employment") not in cells.index
    later = matrix(dataset, ["2284"], ["dependency_ratio"], 2025).iloc[0]
    assert later["year"] == 2022
    assert matrix(dataset, ["2284"], ["dependency_ratio"], 2025, since=2023).empty


def test_matrix_says_what_observed_says(dataset: Dataset) -> None:
    places = dataset.regions.municipalities()
    for row in matrix(dataset, places, INDICATORS, 2019).itertuples():
        series = by_year(dataset, str(row.place), str(row.indicator))
        assert series.loc[row.year, "value"] == row.value
        assert series.loc[row.year, "source"] == row.source


def test_matrix_derives_nothing_twice() -> None:
    """Asked for another year, it reads what was derived for the first."""
    dataset = demografi.load()
    places = dataset.regions.municipalities()
    matrix(dataset, places, INDICATORS, 2025)
    derived = dict(dataset.memo)
    assert len(derived) >= len(places) * len(INDICATORS)
    matrix(dataset, places, INDICATORS, 2016)
    assert dataset.memo.keys() == derived.keys()
    assert all(dataset.memo[key] is value for key, value in derived.items())


@pytest.mark.parametrize(("place", "key"), [("0000", "population"), ("2480", "nonsense")])
def test_unknown_place_or_indicator(dataset: Dataset, place: str, key: str) -> None:
    with pytest.raises(RequestError, match="Unknown"):
        observed(dataset, place, key)


def test_indicators_not_from_ages_cannot_be_computed_from_them() -> None:
    with pytest.raises(RequestError, match="not computed from ages"):
        indicator("tfr").compute(np.ones(101))
