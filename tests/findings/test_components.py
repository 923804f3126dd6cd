"""Findings against figures looked up in the raw tables: components."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from demografi import Dataset, findings
from demografi.projection import Trajectories
from demografi.series import total_series

UMEA, SKELLEFTEA, BJURHOLM, COUNTY = "2480", "2482", "2403", "24"


def published_total(dataset: Dataset, code: str, year: int) -> int:
    rows = dataset.table("population_total")
    (value,) = rows.loc[(rows["region"] == code) & (rows["year"] == year), "value"]
    return int(value)


def test_peak_of_a_place_that_shrinks_and_of_one_that_grows(dataset: Dataset) -> None:
    asele = findings.peak(dataset, "2463")
    assert (asele.first_year, asele.last_year) == (1950, 2025)
    assert asele.value >= asele.first > asele.last == published_total(dataset, "2463", 2025)
    umea = findings.peak(dataset, UMEA)
    assert (umea.year, umea.value) == (umea.last_year, umea.last)


def test_golden_totals(dataset: Dataset) -> None:
    county = findings.year_changes(dataset, [COUNTY, SKELLEFTEA, UMEA]).set_index("region")
    assert county.loc[COUNTY, "now"] == 279024
    found = [county.loc[SKELLEFTEA, name] for name in ("before", "now", "change")]
    assert found == [78150, 75405, -2745]
    assert county.loc[UMEA, "before"] == 134249


@pytest.mark.parametrize("code", [BJURHOLM, COUNTY, "region8", "2580"])
def test_change_is_that_of_the_totals_and_components_are_the_published(
    dataset: Dataset, code: str
) -> None:
    frame = findings.change_components(dataset, code).set_index("year")
    totals = total_series(dataset, code).set_index("year")["value"]
    for year in (2005, 2019):
        assert frame.loc[year, "change"] == totals[year] - totals[year - 1]
    rows = dataset.table("components")
    year = 2019
    members = dataset.regions.place(code).members
    cell = rows[rows["region"].isin(members) & (rows["year"] == year) & (rows["sex"] == "T")]
    for name in ("births", "deaths"):
        published = cell[cell["component"] == name].drop_duplicates(["region"])["value"].sum()
        assert frame.loc[year, name] == published
    natural = frame["births"] - frame["deaths"]
    pd.testing.assert_series_equal(frame["natural_change"], natural, check_names=False)


def test_net_migration_is_published_or_in_minus_out(dataset: Dataset) -> None:
    frame = findings.change_components(dataset, SKELLEFTEA).dropna(
        subset=["in_migration", "out_migration"]
    )
    assert len(frame) > 10
    gross = frame["in_migration"] - frame["out_migration"]
    np.testing.assert_allclose(frame["net_migration"], gross, atol=2)


def test_change_over_a_missing_year_is_unknown(dataset: Dataset) -> None:
    """A leap over a gap is not one year's change."""
    rows = dataset.table("population_total")
    holed = rows[~((rows["region"] == BJURHOLM) & (rows["year"] == 2010))]
    ages = dataset.table("population")
    tables = dict(dataset.tables) | {
        "population_total": holed.reset_index(drop=True),
        "population": ages[ages["region"] != BJURHOLM].reset_index(drop=True),
    }
    frame = findings.change_components(dataclasses.replace(dataset, tables=tables), BJURHOLM)
    change = frame.set_index("year")["change"]
    assert np.isnan(change[2011])
    assert not np.isnan(change[2012])


def test_year_changes_of_places_with_other_newest_years(dataset: Dataset) -> None:
    frame = findings.year_changes(dataset, ["2580", UMEA])
    assert list(frame["year"]) == [2022, 2025]
    assert frame["change"].notna().all()
    np.testing.assert_allclose(frame["share"], frame["change"] / frame["before"] * 100)


def test_projected_components_balance_the_population(trajectories: Trajectories) -> None:
    members = [UMEA, BJURHOLM]
    flows = findings.projected_components(trajectories, members)
    assert list(flows["year"]) == list(trajectories.years[1:])
    for name in ("natural_change", "net_migration"):
        assert (flows[f"{name}_p10"] <= flows[name]).all()
        assert (flows[name] <= flows[f"{name}_p90"]).all()
    births = trajectories.flow("births", members) - trajectories.flow("deaths", members)
    change = births + trajectories.flow("net_migration", members)
    totals = trajectories.group(members, 0, 100)
    np.testing.assert_array_equal(np.diff(totals, axis=1), change)


def test_past_and_coming_meet_after_the_newest_year(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    past = findings.change_components(dataset, UMEA)
    table = findings.past_and_coming(past, findings.projected_components(trajectories, [UMEA]))
    assert not table["year"].duplicated().any()
    assert {2025, 2026} <= set(table["year"])
    assert table.set_index("year")["net_migration_p10"].isna()[2025]


@pytest.mark.parametrize("code", [COUNTY, "23", "region8", "norra"])
def test_moves_across_the_border_of_a_sum_of_places_are_unknown(
    dataset: Dataset, code: str
) -> None:
    """Moves between its municipalities would be counted as moves out of it and into it."""
    frame = findings.change_components(dataset, code)
    assert frame[["in_migration", "out_migration"]].isna().all(axis=None)
    assert frame["net_migration"].notna().any()


@pytest.mark.parametrize("code", ["2580", UMEA, "00", "23"])
def test_net_migration_without_a_published_net_is_in_minus_out(dataset: Dataset, code: str) -> None:
    members = dataset.regions.place(code).members or (code,)
    rows = dataset.table("components")
    rows = rows[rows["region"].isin(members) & (rows["year"] == 2022) & (rows["sex"] == "T")]
    gross = {
        name: rows.loc[rows["component"] == name, "value"].sum()
        for name in ("in_migration", "out_migration")
    }
    frame = findings.change_components(dataset, code).set_index("year")
    net = gross["in_migration"] - gross["out_migration"]
    assert frame.loc[2022, "net_migration"] == pytest.approx(net, abs=0 if code != UMEA else 5)
    if len(members) == 1:
        assert frame.loc[2022, list(gross)].to_dict() == gross


def test_sources_are_those_of_the_figures_shown(dataset: Dataset) -> None:
    county = findings.change_components(dataset, COUNTY).set_index("year")["source"]
    assert county[2025] == "SCB TAB6401, TAB6640, TAB6757"
    assert not county.str.contains("Kolada").any(), "gross flows, which are not shown, are Kolada's"
    lulea = findings.change_components(dataset, "2580").set_index("year")["source"]
    assert lulea[2022] == "Kolada N01801, N01802, N01804, N01805"
    moved = findings.year_changes(dataset, [COUNTY, "2580"])["source"]
    assert list(moved) == [
        "SCB TAB5557, TAB638, TAB6401, TAB6640, TAB6757",
        "Kolada N01801, N01802, N01804, N01805; SCB TAB638",
    ]


def changes(years: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        {"year": years, "natural_change": [1.0] * len(years), "net_migration": [-2.0] * len(years)}
    )


@pytest.mark.parametrize(
    ("years", "first", "last", "count"),
    [
        ([2019, 2020, 2021, 2022, 2023, 2024, 2025], 2021, 2025, 5),
        ([2018, 2019, 2020, 2022, 2023], 2022, 2023, 2),
        ([2010, 2025], 2025, 2025, 1),
    ],
)
def test_recent_change_goes_back_to_the_first_gap(
    years: list[int], first: int, last: int, count: int
) -> None:
    found = findings.recent_change(changes(years))
    assert found == findings.RecentChange(first, last, 1.0 * count, -2.0 * count)


def test_recent_change_leaves_out_years_with_a_part_missing(dataset: Dataset) -> None:
    frame = changes([2020, 2021, 2022])
    frame.loc[2, "net_migration"] = np.nan
    assert findings.recent_change(frame) == findings.RecentChange(2020, 2021, 2.0, -4.0)
    lulea = findings.recent_change(findings.change_components(dataset, "2580"))
    assert (lulea.first, lulea.last) == (2018, 2022)


def test_projected_components_are_the_quantiles_of_the_draws(trajectories: Trajectories) -> None:
    members = [UMEA, BJURHOLM]
    frame = findings.projected_components(trajectories, members).set_index("year")
    at = [trajectories.regions.index(code) for code in members]
    year = trajectories.years.index(2031) - 1

    def drawn(name: str) -> NDArray[np.float64]:
        events: NDArray[np.float64] = (
            getattr(trajectories, name)[:, year][:, at].sum(axis=1).astype(float)
        )
        return events

    born, died = drawn("births"), drawn("deaths")
    net = drawn("in_migration") - drawn("out_migration")
    expected = {"births": np.median(born), "deaths": np.median(died)}
    for name, draws in (("natural_change", born - died), ("net_migration", net)):
        low, middle, high = np.quantile(draws, [0.1, 0.5, 0.9])
        expected |= {name: middle, f"{name}_p10": low, f"{name}_p90": high}
    assert frame.loc[2031].to_dict() == pytest.approx(expected)
    assert expected["births"] > expected["deaths"], "Umeå's births: the signs cannot be mistaken"
