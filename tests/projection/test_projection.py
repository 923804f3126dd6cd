"""The joint projection: determinism, sums, order of quantiles, blindness to the future, sanity."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demografi import Dataset
from demografi.errors import RequestError
from demografi.projection import CohortComponent, History, Trajectories, YearRates, fitted, project


def scrambled_after(dataset: Dataset, year: int) -> Dataset:
    """Return a copy in which every figure after a year is nonsense."""
    rng = np.random.default_rng(9)
    tables = {}
    for name, frame in dataset.tables.items():
        if "year" in frame.columns and "value" in frame.columns:
            later = frame["year"] > year
            noise = rng.integers(0, 5000, len(frame))
            value = frame["value"].where(~later, noise).astype(frame["value"].dtype)
            tables[name] = frame.assign(value=value)
        else:
            tables[name] = frame
    return replace(dataset, tables=tables)


def test_same_seed_same_trajectories(forecaster: CohortComponent) -> None:
    once = forecaster.project(4, 85, np.random.default_rng(3))
    again = forecaster.project(4, 85, np.random.default_rng(3))
    other = forecaster.project(4, 85, np.random.default_rng(4))
    assert np.array_equal(once.population, again.population)
    assert np.array_equal(once.deaths, again.deaths)
    assert not np.array_equal(once.population, other.population)


@given(shorter=st.integers(1, 8), longer=st.integers(1, 8), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10)
def test_a_longer_horizon_changes_no_year(
    forecaster: CohortComponent, shorter: int, longer: int, seed: int
) -> None:
    near = forecaster.project(shorter, 60, np.random.default_rng(seed))
    far = forecaster.project(shorter + longer, 60, np.random.default_rng(seed))
    assert np.array_equal(near.population, far.population[:, : shorter + 1])
    for name in ("births", "deaths", "in_migration", "out_migration"):
        assert np.array_equal(getattr(near, name), getattr(far, name)[:, :shorter])


def test_the_last_year_asked_for_changes_no_figure(dataset: Dataset) -> None:
    near = project(dataset, to=2035, draws=60, seed=7)
    far = project(dataset, to=2050, draws=60, seed=7)
    assert near.years == far.years[: len(near.years)]
    assert np.array_equal(near.population, far.population[:, : len(near.years)])


@given(
    chosen=st.lists(st.integers(0, 14), min_size=1, max_size=6, unique=True),
    draws=st.integers(2, 110),
)
@settings(max_examples=8)
def test_some_municipalities_alone_are_as_among_all(
    forecaster: CohortComponent, chosen: list[int], draws: int
) -> None:
    """To the last digit, and in any order: nobody's chance depends on who else is projected."""
    together = forecaster.project(5, draws, np.random.default_rng(8))
    codes = [together.regions[at] for at in chosen]
    alone = forecaster.project(5, draws, np.random.default_rng(8), regions=codes)
    assert alone.regions == tuple(codes)
    assert np.array_equal(alone.population, together.population[:, :, chosen])
    for name in ("births", "deaths", "in_migration", "out_migration"):
        assert np.array_equal(getattr(alone, name), getattr(together, name)[:, :, chosen])


def test_changed_rates_of_one_municipality_leave_the_others_as_they_were(
    forecaster: CohortComponent,
) -> None:
    changed = forecaster.regions_.index("2421")

    def adjust(_: int, rates: YearRates) -> YearRates:
        factor = np.ones((1, len(forecaster.regions_), 1, 1), np.float32)
        factor[:, changed] = 1.3
        return replace(rates, in_migration=rates.in_migration * factor)

    other = CohortComponent(adjust)
    other.regions_, other.start_ = forecaster.regions_, forecaster.start_
    other.rates_ = forecaster.rates_
    before = forecaster.project(6, 60, np.random.default_rng(12))
    after = other.project(6, 60, np.random.default_rng(12))
    same = [at for at in range(len(before.regions)) if at != changed]
    assert np.array_equal(before.population[:, :, same], after.population[:, :, same])
    gained = after.group(["2421"], 0, 100) - before.group(["2421"], 0, 100)
    assert (gained[:, -1] > 0).all()
    # Every draw tells nearly the same effect, although the draws themselves differ much.
    assert gained[:, -1].std() < 0.35 * before.group(["2421"], 0, 100)[:, -1].std()


def test_rates_of_a_year_are_the_product_of_their_parts(forecaster: CohortComponent) -> None:
    paths = forecaster.rates_.draw(3, 6, np.random.default_rng(11))
    years = list(paths.years(slice(2, 5)))
    assert len(years) == 3
    draw, year, region, sex, age = 3, 2, 4, 1, 30
    found = years[year]
    assert found.mortality.shape == (3, *forecaster.start_.shape)
    index = paths.sensitivity[sex, age] * paths.index[draw, year, sex]
    index = np.exp(index + paths.beside[draw, year, age])
    mortality = paths.base[region, sex, age] * paths.mortality_level[draw, region, age] * index
    alike = paths.activity[draw, year, region]
    beyond = paths.arrival_level[draw, year, region] - alike
    inward = alike + beyond * paths.arrival_response[region, age]
    inward *= paths.arrival_pattern[draw, region, age]
    beyond = paths.leaving_level[draw, year, region] - alike
    outward = alike + beyond * paths.leaving_response[region, age]
    outward *= paths.leaving_pattern[draw, region, age]
    births = paths.total_fertility[draw, year] * paths.fertility_level[draw, region]
    cell = draw - 2, region, sex, age
    assert found.mortality[cell] == pytest.approx(mortality, rel=1e-5)
    inward *= paths.following[year, region]
    assert found.in_migration[cell] == pytest.approx(
        inward * paths.arrivals[region, sex, age], rel=1e-5
    )
    assert found.out_migration[cell] == pytest.approx(
        outward * paths.leaving[region, sex, age], rel=1e-5
    )
    assert found.fertility[draw - 2, region, age - 15] == pytest.approx(
        births * paths.schedule[age - 15], rel=1e-5
    )


def test_accounting_over_all_years(trajectories: Trajectories) -> None:
    totals = trajectories.population.sum(axis=(3, 4))
    change = (
        trajectories.births
        - trajectories.deaths
        + trajectories.in_migration
        - trajectories.out_migration
    )
    assert np.array_equal(totals[:, 1:] - totals[:, :-1], change)
    assert (trajectories.population >= 0).all()


def test_county_is_the_sum_of_its_municipalities(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    county = trajectories.ages(dataset.regions.place("24").members)
    parts = np.sum([trajectories.ages([code]) for code in trajectories.regions], axis=0)
    assert np.array_equal(county, parts)
    region8 = dataset.regions.place("region8").members
    by_group = trajectories.group(region8, 0, 100)
    assert np.array_equal(by_group, trajectories.ages(region8).sum(axis=2))
    some = trajectories.ages(region8, "M", [0, 7])
    assert np.array_equal(some, trajectories.ages(region8, "M")[:, [0, 7]])
    women, men = (
        trajectories.group(region8, 80, 100, "F"),
        trajectories.group(region8, 80, 100, "M"),
    )
    assert np.array_equal(women + men, trajectories.group(region8, 80, 100))


def test_table_agrees_with_the_draws(dataset: Dataset, trajectories: Trajectories) -> None:
    members = dataset.regions.place("24").members
    table = trajectories.table({"2480": ["2480"], "24": members})
    assert list(table.columns) == ["region", "year", "sex", "age", "mean", "p10", "p50", "p90"]
    assert len(table) == 2 * len(trajectories.years) * 3 * 102
    assert (table["p10"] <= table["p50"]).all()
    assert (table["p50"] <= table["p90"]).all()
    row = table[
        (table["region"] == "24")
        & (table["year"] == trajectories.years[-1])
        & (table["sex"] == "T")
        & (table["age"] == "total")
    ].iloc[0]
    draws = trajectories.group(members, 0, 100)[:, -1]
    assert row["mean"] == pytest.approx(draws.mean(), rel=1e-6)
    for name, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        assert row[name] == pytest.approx(np.quantile(draws, share), rel=1e-6)
    first = table[(table["year"] == trajectories.jump_off) & (table["age"] == "total")]
    assert (first["p10"] == first["p90"]).all()


@given(low=st.integers(0, 100), width=st.integers(0, 100))
@settings(max_examples=20)
def test_groups_are_sums_of_ages(trajectories: Trajectories, low: int, width: int) -> None:
    high = min(low + width, 100)
    ages = trajectories.ages(["2417", "2460"])[:, :, low : high + 1].sum(axis=2)
    assert np.array_equal(trajectories.group(["2417", "2460"], low, high), ages)


def test_flows_of_a_group(trajectories: Trajectories) -> None:
    members = ["2480", "2482"]
    net = trajectories.flow("net_migration", members)
    gross = trajectories.flow("in_migration", members) - trajectories.flow("out_migration", members)
    np.testing.assert_allclose(net, gross)
    assert trajectories.flow("births", members).shape == (trajectories.draws, 10)


def test_sees_nothing_after_the_jump_off(dataset: Dataset) -> None:
    origin = 2016
    regions = ["2417", "2480", "2482", "2404", "2462"]
    results = [
        CohortComponent()
        .fit(History.from_dataset(figures, last_year=origin, regions=regions))
        .project(3, 20, np.random.default_rng(1))
        for figures in (dataset, scrambled_after(dataset, origin))
    ]
    assert results[0].years == (2016, 2017, 2018, 2019)
    assert np.array_equal(results[0].population, results[1].population)


def test_closed_population_without_births_dies_out(history: History) -> None:
    def close(_: int, rates: YearRates) -> YearRates:
        none = np.float32(0)
        return replace(
            rates,
            in_migration=rates.in_migration * none,
            out_migration=rates.out_migration * none,
            fertility=rates.fertility * none,
        )

    closed = CohortComponent(adjust=close).fit(history).project(5, 10, np.random.default_rng(2))
    assert not closed.births.any()
    assert not closed.in_migration.any()
    assert not closed.out_migration.any()
    assert not closed.population[:, -1, :, :, :5].any()
    totals = closed.population.sum(axis=(2, 3, 4))
    assert (np.diff(totals, axis=1) < 0).all()


def test_real_figures_are_plausible(trajectories: Trajectories) -> None:
    county = trajectories.group(trajectories.regions, 0, 100)
    assert (county[:, 0] == county[0, 0]).all()
    low, high = np.quantile(county[:, 1], [0.1, 0.9])
    assert 0.985 * county[0, 0] < low < high < 1.015 * county[0, 0]
    assert 0.003 < (high - low) / county[0, 0] < 0.03
    # The range opens with time and municipalities are less certain than the county.
    spread = np.quantile(county, 0.9, axis=0) - np.quantile(county, 0.1, axis=0)
    assert spread[10] > 1.5 * spread[1]
    relative = [
        np.ptp(np.quantile(trajectories.group([code], 0, 100)[:, 10], [0.1, 0.9]))
        / trajectories.group([code], 0, 100)[0, 0]
        for code in ("2425", "2403")
    ]
    assert min(relative) > spread[10] / county[0, 0]
    # Students are still there: Umeå's ages 20–24 stand out in every projected year.
    students = trajectories.group(["2480"], 20, 24).mean(axis=0)
    around = (trajectories.group(["2480"], 10, 14) + trajectories.group(["2480"], 40, 44)).mean(
        axis=0
    ) / 2
    assert (students > 1.3 * around).all()
    # And those who leave home still leave the small places.
    small = ["2403", "2417", "2418", "2422", "2425", "2463"]
    assert (
        trajectories.group(small, 20, 24)[:, 5].mean()
        < trajectories.group(small, 15, 19)[:, 0].mean()
    )
    births = trajectories.flow("births", trajectories.regions)[:, 0].mean()
    deaths = trajectories.flow("deaths", trajectories.regions)[:, 0].mean()
    assert 2100 < births < 2700
    assert 2500 < deaths < 3000


def test_skelleftea_shock_neither_lasts_nor_is_ignored(
    history: History, trajectories: Trajectories
) -> None:
    net = trajectories.flow("net_migration", ["2482"]).mean(axis=0)
    shock = history.net_migration[-1, history.regions.index("2482")]
    assert shock < -2000
    assert shock / 2 < net[0] < 0
    assert abs(net[4]) < abs(shock) / 5


def test_public_entry(dataset: Dataset) -> None:
    result = project(dataset, to=2027, draws=10, seed=5)
    assert result.years == (2025, 2026, 2027)
    assert result.regions == dataset.regions.municipalities("24")
    assert result.seed == 5
    assert result.draws == 10
    assert result.population.dtype == np.float32
    assert result.population[0, 0, list(result.regions).index("2480")].sum() == 135273
    assert all(note.note for note in result.diagnostics)
    assert all(note.converged for note in result.diagnostics)
    pd.testing.assert_frame_equal(
        result.summary(["2480"]), project(dataset, to=2027, draws=10, seed=5).summary(["2480"])
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"to": 2025}, "year_before_jump_off"),
        ({"to": 1990}, "year_before_jump_off"),
        ({"to": 2101}, "year_too_far"),
        ({"draws": 1}, "draws_out_of_range"),
        ({"draws": 10**6}, "draws_out_of_range"),
        ({"seed": -1}, "negative_seed"),
        ({"county": "99"}, "unknown_region"),
        ({"county": "2480"}, "not_a_county"),
    ],
)
def test_impossible_requests(dataset: Dataset, arguments: dict[str, int], code: str) -> None:
    with pytest.raises(RequestError) as caught:
        project(dataset, **arguments)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.remedy


def test_another_county_is_projected_from_its_newest_totals(dataset: Dataset) -> None:
    """Ages of Västernorrland end in 2019, totals and events in 2022."""
    result = project(dataset, to=2024, draws=4, county="22")
    assert result.years == (2022, 2023, 2024)
    assert result.regions == dataset.regions.municipalities("22")
    totals = dataset.table("population_total").set_index(["region", "year"])["value"]
    for code in result.regions:
        assert result.group([code], 0, 100)[:, 0] == pytest.approx(totals[code, 2022])
    told = {note.fit: note.note for note in result.diagnostics}
    assert "2019 carried forward" in told["jump-off: ages"]


def test_regions_outside_are_refused(trajectories: Trajectories) -> None:
    for members in (["2380"], [], ["2480", "nowhere"]):
        with pytest.raises(RequestError) as caught:
            trajectories.ages(members)
        assert caught.value.code == "not_projected"
    with pytest.raises(RequestError) as caught:
        trajectories.at(2070)
    assert caught.value.code == "year_not_projected"


@pytest.mark.parametrize(("origin", "regions"), [(2011, None), (2012, ["2480"]), (2014, ["2403"])])
def test_few_years_or_places_are_projected(
    dataset: Dataset, origin: int, regions: list[str] | None
) -> None:
    """From population and deaths alone; what is thin is said, and no warning escapes."""
    tables = {name: dataset.tables[name] for name in ("population", "deaths")}
    history = History.from_dataset(
        replace(dataset, tables=tables), last_year=origin, regions=regions
    )
    result = CohortComponent().fit(history).project(5, 20, np.random.default_rng(1))
    totals = result.population.sum(axis=(3, 4))
    assert np.isfinite(totals).all()
    assert np.abs(np.median(totals[:, -1], axis=0) / totals[0, 0] - 1).max() < 0.15
    assert any(not note.converged for note in result.diagnostics)


def test_history_without_ages_is_refused(dataset: Dataset) -> None:
    with pytest.raises(RequestError) as caught:
        History.from_dataset(dataset, last_year=2005)
    assert caught.value.code == "no_ages"


def test_a_single_year_and_nothing_else_shows_no_change_and_says_so(dataset: Dataset) -> None:
    alone = replace(dataset, tables={"population": dataset.tables["population"]})
    model = CohortComponent().fit(History.from_dataset(alone, last_year=2010))
    assert not model.rates_.migration.net.level.any()
    notes = " ".join(note.note for note in model.rates_.diagnostics)
    assert "no change is known in 15 regions: as many come as go" in notes


def test_ages_of_one_year_move_at_standard_ages(dataset: Dataset) -> None:
    history = History.from_dataset(dataset, last_year=2010)
    result = CohortComponent().fit(history).project(5, 50, np.random.default_rng(1))
    assert "Rogers and Castro" in " ".join(note.note for note in result.diagnostics)
    rows = dataset.rows("population_total", history.regions)
    came = rows[rows["year"] == 2015].set_index("region")["value"].loc[list(history.regions)]
    middle = np.median(result.population[:, -1].sum(axis=(2, 3)), axis=0)
    assert np.abs(middle / came.to_numpy() - 1).mean() < 0.03


@pytest.mark.parametrize("every", [2, 4])
def test_ages_with_years_between_are_projected(dataset: Dataset, every: int) -> None:
    """No two successive years have ages: cohorts are followed over the gaps."""
    rows = dataset.rows("population", ("2260", "2262", "2280"))
    tables = {
        "population": rows[(rows["year"] - 2014) % every == 0],
        "deaths": dataset.tables["deaths"],
    }
    history = History.from_dataset(
        replace(dataset, tables=tables), last_year=2014, regions=("2260", "2262", "2280")
    )
    result = CohortComponent().fit(history).project(5, 50, np.random.default_rng(1))
    came = rows[rows["year"] == 2019].groupby("region")["value"].sum().to_numpy()
    middle = np.median(result.population[:, -1].sum(axis=(2, 3)), axis=0)
    assert np.abs(middle / came - 1).max() < 0.06
    assert "Rogers and Castro" in " ".join(note.note for note in result.diagnostics)


def test_death_rates_are_made_of_all_that_is_drawn(dataset: Dataset) -> None:
    paths = fitted(dataset).rates_.draw(3, 4, np.random.default_rng(5))
    for at, rates in enumerate(paths.years()):
        logs = paths.sensitivity * paths.index[:, at, :, None] + paths.beside[:, at, None]
        wanted = paths.base * paths.mortality_level[:, :, None] * np.exp(logs)[:, None]
        np.testing.assert_allclose(rates.mortality, wanted, rtol=1e-5)
    assert (paths.beside.std(axis=0) > 0).all()
