"""Stand-ins: only what is missing is stood in for, from nothing later, and it is said."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset
from demografi.projection import CohortComponent
from demografi.rates import History, stand_ins
from demografi.rates.history import FIRST_YEAR

PLACES = ("2260", "2262", "2280")


def only(dataset: Dataset, *tables: str, regions: tuple[str, ...] = PLACES) -> Dataset:
    """Keep some tables, of some regions; the others are gone."""
    kept = {name: dataset.rows(name, regions) for name in tables}
    return replace(dataset, tables=kept)


def year(number: int) -> int:
    return number - FIRST_YEAR


def test_figures_that_are_there_are_left_alone(history: History) -> None:
    assert history.diagnostics == ()


def test_population_alone_makes_a_whole_history(dataset: Dataset) -> None:
    found = History.from_dataset(only(dataset, "population"), last_year=2014, regions=PLACES)
    named = {note.fit for note in found.diagnostics}
    assert named == {
        f"history: {what}"
        for what in (
            "national deaths",
            "national births",
            "births",
            "deaths",
            "net migration",
            "gross migration",
        )
    }
    at = slice(year(2011), None)
    people = found.population.sum(axis=(2, 3))
    np.testing.assert_array_equal(found.totals[at], people[at])
    np.testing.assert_array_equal(found.births[at], found.population[at, :, :, 0].sum(axis=2))
    change = found.births[at] - found.deaths[at] + found.net_migration[at]
    np.testing.assert_allclose(change, np.diff(people, axis=0)[-4:])
    net = found.in_migration[at] - found.out_migration[at]
    np.testing.assert_allclose(net, found.net_migration[at])


def test_expected_deaths_and_moves_are_near_those_that_happened(dataset: Dataset) -> None:
    guessed = History.from_dataset(only(dataset, "population"), last_year=2014, regions=PLACES)
    known = History.from_dataset(dataset, last_year=2014, regions=PLACES)
    at = slice(year(2011), None)
    ratio = guessed.deaths[at].sum(axis=0) / known.deaths[at].sum(axis=0)
    assert ratio == pytest.approx(np.ones(3), abs=0.25)
    turnover = guessed.in_migration[at].mean(axis=0) / known.in_migration[at].mean(axis=0)
    assert (turnover > 0.6).all()
    assert (turnover < 1.7).all()


def test_newest_births_and_total_not_yet_published_are_stood_in_for(dataset: Dataset) -> None:
    tables = dict(dataset.tables)
    for name in ("components", "population_total"):
        tables[name] = tables[name][tables[name]["year"] < 2014]
    lacking = replace(dataset, tables=tables)
    found = History.from_dataset(lacking, last_year=2014, regions=PLACES)
    assert found.last_year == 2014
    assert [note.fit for note in found.diagnostics] == ["history: newest births"]
    newest = found.population[-1]
    np.testing.assert_array_equal(found.births[-1], newest[..., 0].sum(axis=1))
    np.testing.assert_array_equal(found.totals[-1], newest.sum(axis=(1, 2)))
    projected = CohortComponent().fit(found).project(2, 10, np.random.default_rng(1))
    assert np.isfinite(projected.population).all()


def test_deaths_left_out_of_a_file_are_none(dataset: Dataset) -> None:
    whole = only(dataset, "population", "deaths")
    sparse = whole.tables["deaths"][whole.tables["deaths"]["value"] > 0]
    once = History.from_dataset(whole, last_year=2014, regions=PLACES)
    again = History.from_dataset(
        replace(whole, tables={**whole.tables, "deaths": sparse}), last_year=2014, regions=PLACES
    )
    np.testing.assert_array_equal(once.deaths_by_age, again.deaths_by_age)
    assert "history: deaths" not in {note.fit for note in once.diagnostics}
    rows = dataset.rows("deaths", "2262")
    assert once.deaths[-1, 1] == rows.loc[rows["year"] == 2014, "value"].sum()


def test_gaps_between_years_are_bridged(dataset: Dataset) -> None:
    whole = only(dataset, "population", "deaths")
    tables = {
        name: frame[frame["year"].isin([2010, 2011, 2014, 2015])]
        for name, frame in whole.tables.items()
    }
    found = History.from_dataset(replace(whole, tables=tables), last_year=2015, regions=PLACES)
    at = slice(year(2011), None)
    for name in ("totals", "births", "deaths", "net_migration", "in_migration"):
        assert np.isfinite(getattr(found, name)[at]).all(), name
    ends = found.totals[[year(2011), year(2014)]]
    assert found.totals[year(2012)] == pytest.approx(ends.mean(axis=0), rel=0.02)


def test_nothing_later_comes_with_the_shipped_nation(dataset: Dataset) -> None:
    found = History.from_dataset(only(dataset, "population"), last_year=2012, regions=PLACES)
    known = History.from_dataset(dataset, last_year=2012)
    for field in fields(found.nation):
        ours, theirs = getattr(found.nation, field.name), getattr(known.nation, field.name)
        assert len(ours) == 2012 - FIRST_YEAR + 1
        np.testing.assert_array_equal(ours, theirs)


def test_without_shipped_figures_the_regions_stand_in(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_table: str) -> pd.DataFrame | None:
        return None

    monkeypatch.setattr(stand_ins, "_shipped", gone)
    counties = ("22", "23", "24", "25")
    kept = only(dataset, "population", "deaths", regions=counties)
    found = History.from_dataset(kept, last_year=2010, regions=counties)
    np.testing.assert_array_equal(found.nation.deaths[-1], found.deaths_by_age[-1].sum(axis=0))
    assert any("sum of the regions" in note.note for note in found.diagnostics)
    assert any("a usual turnover" in note.note for note in found.diagnostics)


def test_a_nation_of_few_years_is_kept_where_the_shipped_has_fewer(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = History.from_dataset(dataset, last_year=1974, regions=("22", "24")).nation
    later = np.arange(1950, 1975)[:, None, None] > 1972
    shipped = replace(whole, deaths=np.where(later, whole.deaths, np.nan))
    monkeypatch.setattr(stand_ins, "_shipped_nation", lambda _year: shipped)
    found = History.from_dataset(dataset, last_year=1974, regions=("22", "24"))
    np.testing.assert_array_equal(found.nation.deaths, whole.deaths)
    assert not any("national" in note.fit for note in found.diagnostics)


@pytest.mark.parametrize(
    ("tables", "regions", "origin"),
    [
        (("population",), PLACES, 2014),
        (("population", "deaths"), ("2260",), 2015),
        (("population", "births", "deaths"), ("22", "24"), 2010),
    ],
)
def test_ours_projects_from_what_there_is(
    dataset: Dataset, tables: tuple[str, ...], regions: tuple[str, ...], origin: int
) -> None:
    kept = only(dataset, *tables, regions=regions)
    history = History.from_dataset(kept, last_year=origin, regions=regions)
    said = CohortComponent().fit(history).project(3, 20, np.random.default_rng(1))
    assert np.isfinite(said.population).all()
    total = said.population.sum(axis=(3, 4))
    assert np.abs(total[:, -1] / total[:, 0] - 1).max() < 0.2
    assert {note.fit for note in said.diagnostics} >= {"history: national deaths"}


def test_totals_known_for_longer_than_ages_tell_of_moves(dataset: Dataset) -> None:
    kept = only(dataset, "population", "population_total", "deaths")
    found = History.from_dataset(kept, last_year=2014, regions=PLACES)
    known = History.from_dataset(dataset, last_year=2014, regions=PLACES)
    years = slice(year(2000), year(2010))
    told, true = (h.net_migration[years] / h.totals[years] for h in (found, known))
    assert np.isfinite(told).all()
    # A thousandth of the population a year, where the spread between years is three to five.
    assert np.abs(told - true).mean() < 0.0015
    assert np.corrcoef(told.ravel(), true.ravel())[0, 1] > 0.9
    assert np.isnan(found.births[years]).all(), "only net migration is guessed"
    assert any("children then alive" in note.note for note in found.diagnostics)


def test_ages_of_a_single_year_are_projected_without_net_migration(dataset: Dataset) -> None:
    kept = only(dataset, "population")
    history = History.from_dataset(kept, last_year=2010, regions=PLACES)
    np.testing.assert_array_equal(history.net_migration[-1], 0)
    np.testing.assert_allclose(
        history.totals[-2] + history.births[-1] - history.deaths[-1], history.totals[-1]
    )
    said = CohortComponent().fit(history).project(5, 50, np.random.default_rng(1))
    total = np.median(said.population[:, -1].sum(axis=(2, 3)), axis=0)
    came = dataset.rows("population_total", PLACES).query("year == 2015").set_index("region")
    assert total == pytest.approx(came["value"].reindex(PLACES).to_numpy(), rel=0.05)
    assert any("as many come as go" in note.note for note in said.diagnostics)


def test_ages_of_both_sexes_are_split_as_the_nations_are(dataset: Dataset) -> None:
    kept = only(dataset, "population")
    people = kept.tables["population"]
    people = people[people["sex"] != "T"]
    both = people.groupby(["region", "year", "age", "ckm"], as_index=False)["value"].sum()
    together = replace(kept, tables={"population": both.assign(sex="T")[people.columns]})
    found = History.from_dataset(together, last_year=2014, regions=PLACES)
    known = History.from_dataset(kept, last_year=2014, regions=PLACES)
    at = year(2014)
    np.testing.assert_allclose(found.population[at].sum(axis=1), known.population[at].sum(axis=1))
    women, true = (h.population[at, :, 0].sum(axis=1) for h in (found, known))
    assert women == pytest.approx(true, rel=0.06)
    assert found.diagnostics[2].fit == "history: sexes"
    said = CohortComponent().fit(found).project(2, 10, np.random.default_rng(1))
    assert np.isfinite(said.population).all()
