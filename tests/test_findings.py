"""Findings against figures looked up in the raw tables."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset, findings
from demografi.errors import RequestError
from demografi.indicators import observed, projected
from demografi.projection import Trajectories
from demografi.series import group_series, population_ages, total_series

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


def test_years_with_ages_and_with_the_sexes_apart(dataset: Dataset) -> None:
    years, split = findings.pyramid_years(dataset, UMEA), findings.years_with_split(dataset, UMEA)
    assert years[-1] == 2025
    assert split[-1] == 2024, "2025 is known for women and men together"
    rows = dataset.table("population")
    assert years == sorted(rows.loc[rows["region"] == UMEA, "year"].unique()), "none is filled in"
    assert set(split) < set(years)


def test_in_year() -> None:
    frame = pd.DataFrame({"year": [2024, 2025], "name": ["a", "b"], "value": [1, 2]})
    assert findings.in_year(frame, 2025) == {"year": 2025, "value": 2}
    with pytest.raises(RequestError, match="2024-2025") as error:
        findings.in_year(frame, 2026)
    assert error.value.code == "year_missing"


@pytest.mark.parametrize("code", [BJURHOLM, COUNTY, "kust"])
def test_outlook_is_the_newest_value_and_the_range_over_draws(
    dataset: Dataset, trajectories: Trajectories, code: str
) -> None:
    found = findings.outlook(dataset, trajectories, code, "older_80", 2035)
    members = [trajectories.regions.index(m) for m in dataset.regions.place(code).members]
    draws = trajectories.population[:, 10][:, members][..., 80:].sum(axis=(1, 2, 3))
    low, middle, high = np.quantile(draws.astype(float), [0.1, 0.5, 0.9])
    assert (found.low, found.middle, found.high) == pytest.approx((low, middle, high), rel=1e-6)
    assert found.low <= found.middle <= found.high
    newest = observed(dataset, code, "older_80").iloc[-1]
    assert (found.year, found.now) == (newest["year"], newest["value"])


def test_outlooks_change_in_per_cent(dataset: Dataset, trajectories: Trajectories) -> None:
    frame = findings.outlooks(dataset, trajectories, [UMEA, BJURHOLM], "population", 2040)
    assert list(frame["name"]) == ["Umeå", "Bjurholm"]
    assert (frame["change_low"] <= frame["change"]).all()
    assert (frame["change"] <= frame["change_high"]).all()
    np.testing.assert_allclose(frame["now"] * (1 + frame["change"] / 100), frame["middle"])


def test_unprojected_place_and_year_are_refused(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    with pytest.raises(RequestError):
        findings.outlook(dataset, trajectories, "2580", "population", 2040)
    with pytest.raises(RequestError):
        findings.outlook(dataset, trajectories, UMEA, "population", 2099)


def test_latest_names_places_and_sources(dataset: Dataset) -> None:
    frame = findings.latest(dataset, [UMEA, "2463"], "dependency_ratio")
    assert list(frame.columns) == ["region", "name", "year", "value", "source"]
    assert list(frame["name"]) == ["Umeå", "Åsele"]
    assert frame["source"].str.len().gt(0).all()


def test_groups_that_cover_all_ages_have_the_total_on_every_draw(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    members = dataset.regions.place(COUNTY).members
    ranges = findings.group_ranges(trajectories, members, ["0-19", "20-64", "65+", "total"])
    first = {group: frame.iloc[0] for group, frame in ranges.items()}
    assert all(row["p10"] == row["p90"] for row in first.values()), "the jump-off is known"
    assert sum(first[g]["p50"] for g in ("0-19", "20-64", "65+")) == first["total"]["p50"]


def test_group_table_has_each_year_once_observed_first(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    groups = ["65+", "0-19"]
    history = group_series(dataset, UMEA, groups)
    ranges = findings.group_ranges(trajectories, [UMEA], groups)
    table = findings.group_table(ranges, history)
    assert not table.duplicated(["group", "year"]).any()
    assert list(dict.fromkeys(table["group"])) == groups, "in the order asked for"
    assert (table["value"].isna() == table["p50"].notna()).all()
    assert table.loc[table["value"].notna(), "year"].max() == 2025
    outlooks = findings.group_outlooks(ranges, history, 2035)
    row = table[(table["group"] == "65+") & (table["year"] == 2035)].iloc[0]
    assert (outlooks["65+"].low, outlooks["65+"].high) == (row["p10"], row["p90"])
    assert outlooks["65+"].year == 2025


def test_small_places_get_five_year_pyramids(dataset: Dataset) -> None:
    assert findings.pyramid_width(dataset, BJURHOLM) == 5
    assert findings.pyramid_width(dataset, UMEA) == 1


def test_classes_keep_everyone(dataset: Dataset) -> None:
    ages = population_ages(dataset, BJURHOLM)
    ages = ages[ages["year"] == 2024]
    classes = findings.in_classes(ages, 5)
    assert list(classes.loc[classes["sex"] == "F", "age"]) == list(range(0, 101, 5))
    assert classes["value"].sum() == ages["value"].sum() == published_total(dataset, BJURHOLM, 2024)
    oldest = ages[(ages["age"] == 100) & (ages["sex"] == "F")]["value"].sum()
    last = classes[(classes["age"] == 100) & (classes["sex"] == "F")]["value"].sum()
    assert last == oldest


@pytest.mark.parametrize("width", [1, 5])
def test_projected_pyramid(trajectories: Trajectories, width: int) -> None:
    start = findings.projected_pyramid(trajectories, [BJURHOLM], 2025, width)
    later = findings.projected_pyramid(trajectories, [BJURHOLM], 2035, width)
    for frame in (start["p10"], start["p90"]):
        pd.testing.assert_frame_equal(frame, start["p50"])
    total = trajectories.group([BJURHOLM], 0, 100)[0, 0]
    assert start["p50"]["value"].sum() == total
    assert (later["p10"]["value"] <= later["p50"]["value"]).all()
    assert (later["p50"]["value"] <= later["p90"]["value"]).all()
    at = trajectories.regions.index(BJURHOLM)
    women = trajectories.population[:, 10, at, 0, 40 : 40 + width].sum(axis=1)
    shown = later["p50"].query("sex == 'F' and age == 40")["value"].item()
    assert shown == pytest.approx(np.median(women))


def test_pyramid_table_has_ages_as_text_and_a_column_for_each_sex(dataset: Dataset) -> None:
    ages = population_ages(dataset, BJURHOLM)
    single = ages[ages["year"] == 2024]
    classes = findings.in_classes(single, 5)
    table = findings.pyramid_table({"2024": classes, "2010": classes})
    assert list(table.columns) == ["age", "F 2024", "M 2024", "F 2010", "M 2010"]
    assert [table["age"].iloc[at] for at in (0, 1, -1)] == ["0–4", "5–9", "100+"]
    single_table = findings.pyramid_table({"2024": single})
    assert [single_table["age"].iloc[at] for at in (0, 1, -1)] == ["0", "1", "100+"]


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


def test_history_then_range_has_each_year_once(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    past = observed(dataset, UMEA, "population")
    coming = projected(trajectories, [UMEA], "population")
    table = findings.history_then_range(past, coming)
    assert not table["year"].duplicated().any()
    assert table["year"].is_monotonic_increasing
    assert list(table["year"].tail(2)) == [2039, 2040]
    assert table.loc[table["year"] == 2025, "p50"].isna().all(), "the newest year is known"


def test_past_and_coming_meet_after_the_newest_year(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    past = findings.change_components(dataset, UMEA)
    table = findings.past_and_coming(past, findings.projected_components(trajectories, [UMEA]))
    assert not table["year"].duplicated().any()
    assert {2025, 2026} <= set(table["year"])
    assert table.set_index("year")["net_migration_p10"].isna()[2025]
