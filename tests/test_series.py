"""The population and its events for any place, with the basis of every figure."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.dataset import CKM_YEAR, Dataset
from demografi.errors import RequestError
from demografi.regions import Regions
from demografi.series import (
    GROUPS,
    age_arrays,
    component_series,
    event_arrays,
    group_arrays,
    group_series,
    join_labels,
    parse_group,
    population_ages,
    source_labels,
    total_series,
)


def total(dataset: Dataset, code: str, year: int) -> int:
    frame = total_series(dataset, code)
    return int(frame.loc[frame["year"] == year, "value"].iloc[0])


@pytest.mark.parametrize(
    ("code", "year", "persons"),
    [
        ("2480", 2010, 115_473),
        ("2480", 2024, 134_249),
        ("2482", 2024, 78_150),
        ("2482", 2025, 75_405),
        ("2403", 2024, 2_359),
        ("24", 2015, 263_378),
        ("24", 2024, 281_138),
    ],
)
def test_totals_are_scbs(dataset: Dataset, code: str, year: int, persons: int) -> None:
    assert total(dataset, code, year) == persons


def test_county_is_the_sum_of_its_municipalities_and_says_so(dataset: Dataset) -> None:
    county = total_series(dataset, "24").set_index("year")
    parts = [total_series(dataset, code) for code in dataset.regions.municipalities()]
    summed = pd.concat(parts).groupby("year")["value"].sum()
    pd.testing.assert_series_equal(county["value"], summed, check_names=False)
    assert set(county["basis"]) == {"sum"}


def test_published_county_ages_win_and_sums_follow(dataset: Dataset) -> None:
    ages = population_ages(dataset, "24")
    basis = ages.groupby("year")["basis"].unique().map("".join)
    assert (basis.loc[:2015] == "published").all()
    assert (basis.loc[2016:] == "sum").all()


def test_years_without_ages_are_absent_not_interpolated(dataset: Dataset) -> None:
    years = population_ages(dataset, "2401")["year"].unique().tolist()
    assert years == [*range(2010, 2020), 2024, 2025]
    assert population_ages(dataset, "2284")["year"].max() == 2019
    counted = group_series(dataset, "2401", ["20-64"])["year"].tolist()
    assert counted == [*range(1995, 2023), 2024, 2025]


def test_both_sexes_are_women_plus_men(dataset: Dataset) -> None:
    split = population_ages(dataset, "2480")
    both = population_ages(dataset, "2480", both=True)
    summed = split.groupby(["year", "age"])["value"].sum()
    pd.testing.assert_series_equal(
        both.set_index(["year", "age"])["value"], summed, check_names=False
    )
    assert set(both["sex"]) == {"T"}
    assert set(split.loc[split["year"] == 2025, "sex"]) == {"T"}


def test_group_that_misses_a_member_is_not_summed(dataset: Dataset) -> None:
    # Örnsköldsvik, outside the county, has no total after 2022.
    assert total_series(dataset, "umearegionen")["year"].max() == 2022
    assert total_series(dataset, "kust")["year"].max() == 2025


def test_noisy_years_prefer_published_groups(dataset: Dataset) -> None:
    found = group_series(dataset, "2480", ["65+", "16-18"]).set_index(["group", "year"])
    assert found.loc[("65+", 2025), "source"] == "population_groups"
    assert found.loc[("65+", 2025), "label"] == "SCB TAB5557"
    assert found.loc[("16-18", 2025), "source"] == "population"  # no published tiles fit
    assert bool(found.loc[("65+", 2025), "ckm"])
    assert not bool(found.loc[("65+", 2024), "ckm"])
    assert found.loc[("65+", 2024), "label"] == "SCB TAB638"
    inland = group_series(dataset, "2401", ["65+"]).set_index("year")
    assert inland.loc[2021, "source"] == "population_groups"


def test_published_and_single_ages_agree_where_both_exist(dataset: Dataset) -> None:
    """Kolada's groups and SCB's single years are the same people, 2010–2019, 44 places."""
    groups = dataset.table("population_groups")
    groups = groups[(groups["sex"] == "T") & groups["group"].isin([*GROUPS, "1-5", "20-44"])]
    for code in dataset.regions.place("norra").members:
        ages = age_arrays(dataset, code)
        own = groups[(groups["region"] == code) & groups["year"].isin(range(2010, 2020))]
        for year, group, value in own[["year", "group", "value"]].itertuples(index=False):
            low, high = parse_group(group)
            at = int(np.searchsorted(ages.years, year))
            assert ages.values[at, 2, low : high + 1].sum() == value, (code, year, group)


def test_eighty_and_over_by_subtraction_agrees_with_the_published_share(dataset: Dataset) -> None:
    """Also in 2007, where Kolada's own sum of ages 16–19 is wrong."""
    kolada = dataset.table("kolada")
    share = kolada[(kolada["indicator"] == "N01813") & (kolada["sex"] == "T")]
    share = share[share["region"].isin(dataset.regions.municipalities())]
    expected = share.set_index(["region", "year"])["value"]
    for code in dataset.regions.municipalities():
        found = group_arrays(dataset, code, ["80+", "total"])
        own = pd.Series(found.values[:, 0] / found.values[:, 1] * 100, index=found.years)
        both = pd.DataFrame({"own": own, "published": expected[code]}).dropna()
        assert {2005, 2007, 2022} <= set(both.index)
        assert (both["own"] - both["published"]).abs().max() < 1e-6


def test_groups_cover_all_ages_once() -> None:
    ages = np.zeros(101, int)
    for group in GROUPS:
        low, high = parse_group(group)
        ages[low : high + 1] += 1
    assert (ages == 1).all()


@given(st.integers(0, 99), st.integers(1, 40))
def test_parse_group_reads_what_is_written(low: int, length: int) -> None:
    high = min(low + length, 99)
    assert parse_group(f"{low}-{high}") == (low, high)
    assert parse_group(f"{low}+") == (low, 100)
    assert parse_group(str(low)) == (low, low)


def test_components_come_from_scb_where_scb_has_them(dataset: Dataset) -> None:
    umea = component_series(dataset, "2480")
    births = umea[umea["component"] == "births"]
    assert births["year"].tolist() == list(range(1968, 2026))
    assert births["source"].str.startswith("SCB").all()
    county = component_series(dataset, "24")
    assert set(county["basis"]) == {"sum"}
    assert not county.duplicated(["year", "component"]).any()


def test_sums_name_every_source_of_their_parts(dataset: Dataset) -> None:
    north = component_series(dataset, "norra")
    births = north[(north["component"] == "births") & (north["year"] == 2020)].iloc[0]
    assert births["source"] == "Kolada N01804; SCB TAB1264"
    assert births["basis"] == "sum"


def test_components_balance_the_population(dataset: Dataset) -> None:
    """Change = births − deaths + net migration, but for SCB's own corrections."""
    parts = component_series(dataset, "2480").pivot(
        index="year", columns="component", values="value"
    )
    stock = total_series(dataset, "2480").set_index("year")["value"]
    gap = stock.diff() - (parts["births"] - parts["deaths"] + parts["net_migration"])
    assert gap.abs().median() <= 10


def test_events_by_age_add_up_to_components(dataset: Dataset) -> None:
    deaths = event_arrays(dataset, "deaths", "2482")
    frame = component_series(dataset, "2482")
    all_ages = frame[frame["component"] == "deaths"].set_index("year")["value"]
    assert deaths.values.sum(axis=(1, 2)).tolist() == all_ages.reindex(deaths.years).tolist()


def test_a_place_without_events_by_age_has_no_years(dataset: Dataset) -> None:
    assert event_arrays(dataset, "births", "2401").years.size == 0


def test_caller_may_change_what_it_got(dataset: Dataset) -> None:
    frame = total_series(dataset, "2480")
    frame["value"] = 0
    assert total(dataset, "2480", 2024) == 134_249


def test_labels_name_each_provider_once() -> None:
    assert join_labels(["SCB TAB638", "SCB TAB638/TAB1", "Kolada N1; SCB TAB2"]) == (
        "Kolada N1; SCB TAB2, TAB638, TAB638/TAB1"
    )


@pytest.mark.parametrize("series", [total_series, population_ages, component_series])
def test_unknown_place(dataset: Dataset, series: Callable[[Dataset, str], pd.DataFrame]) -> None:
    with pytest.raises(RequestError, match="Unknown region"):
        series(dataset, "0000")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("population", {2024: "SCB TAB638", 2025: "SCB TAB5557"}),
        (
            "population_total",
            {
                1967: "SCB folkmängd 1950–1967",
                1968: "SCB TAB638",
                2024: "SCB TAB638",
                2025: "SCB TAB5557",
            },
        ),
        ("births", {2024: "SCB TAB1264", 2025: "SCB TAB6401"}),
    ],
)
def test_every_year_is_labelled_with_the_table_it_stands_in(
    dataset: Dataset, table: str, expected: dict[int, str]
) -> None:
    assert source_labels(dataset, table, expected) == expected
    assert source_labels(dataset, table, list(expected)[::-1]) == expected


def test_single_years_of_age_carry_the_label_of_their_year(dataset: Dataset) -> None:
    found = group_series(dataset, "2480", ["16-18", "total"]).set_index(["group", "year"])["label"]
    for group in ("16-18", "total"):
        assert found[group, 2024] == "SCB TAB638"
        assert found[group, 2025] == "SCB TAB5557"


def made_up(**tables: pd.DataFrame) -> Dataset:
    """Build a dataset of one municipality with tables of a few rows."""
    regions = pd.DataFrame(
        [
            ("00", "Sverige", "nation", ""),
            ("24", "Länet", "county", "00"),
            ("2480", "Umeå", "municipality", "24"),
        ],
        columns=["code", "name", "level", "parent"],
    )
    nothing = pd.DataFrame({"region": [], "year": [], "sex": [], "age": [], "ckm": [], "value": []})
    every = {"population": nothing, "population_total": nothing, "population_groups": nothing}
    return Dataset(every | tables, Regions(regions), {}, Path())


@pytest.mark.parametrize("scb_first", [True, False])
def test_scb_wins_over_kolada_whatever_the_order(*, scb_first: bool) -> None:
    """Kolada's copy of a figure can be older than SCB's own."""
    rows = pd.DataFrame(
        {
            "region": "2480",
            "year": [2020, 2020, 2021],
            "sex": "T",
            "component": "births",
            "source": ["SCB TAB1264", "Kolada N01804", "Kolada N01804"],
            "value": [1500, 1490, 1480],
        }
    )
    found = component_series(made_up(components=rows if scb_first else rows[::-1]), "2480")
    assert found["value"].tolist() == [1500, 1480]
    assert found["source"].tolist() == ["SCB TAB1264", "Kolada N01804"]


def test_eighty_and_over_is_not_a_difference_of_noisy_figures() -> None:
    """The guard keeps noise of six cells out of the smallest group."""
    years, younger = [CKM_YEAR - 1, CKM_YEAR], GROUPS[:-1]
    total = pd.DataFrame({"region": "2480", "year": years, "ckm": [False, True], "value": 1000})
    groups = pd.DataFrame(
        [("2480", year, "T", group, "Kolada N1", 190) for year in years for group in younger],
        columns=["region", "year", "sex", "group", "source", "value"],
    )
    dataset = made_up(population_total=total, population_groups=groups)
    found = group_series(dataset, "2480", ["80+"])
    assert found["year"].tolist() == [CKM_YEAR - 1]
    assert found["value"].tolist() == [1000 - 190 * len(younger)]
    assert set(group_series(dataset, "2480", ["20-64"])["year"]) == set(years)
