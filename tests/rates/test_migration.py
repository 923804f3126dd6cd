"""Gross migration by age agrees with both of its sources; levels are robust."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi import Dataset
from demografi.errors import RequestError
from demografi.projection.cohort_component import RateModel, fit_rates
from demografi.rates import History, LeeCarter, migration_ages
from demografi.rates.age_smoothing import AGE_GROUPS, shrink_profiles
from demografi.rates.migration import MigrationPaths, gross_totals
from demografi.rates.migration_ages import net_by_age, split_net
from demografi.rates.migration_levels import (
    COMMON_TRUST,
    OWN_FADE,
    learn_uncertainty,
    outlook,
    persistence,
    robust_level,
    robust_weights,
)
from demografi.rates.migration_response import by_response, response_by_age, response_of_flow
from demografi.rates.national_migration import (
    NationalMigration,
    national_migration,
    pattern_error,
    waves,
)


@given(
    net=st.floats(-1e4, 1e4),
    turnover=st.floats(1e-3, 1e4),
)
def test_split_flows_have_the_net_and_the_turnover(net: float, turnover: float) -> None:
    arrivals, departures = split_net(np.array([net]), np.array([turnover]))
    assert arrivals[0] > 0 or net < 0
    assert arrivals[0] - departures[0] == pytest.approx(net, abs=1e-6)
    assert arrivals[0] * departures[0] == pytest.approx(turnover**2, rel=1e-3, abs=1e-2)


def test_totals_are_completed_from_the_net(history: History) -> None:
    arrivals, departures = gross_totals(history)
    since = slice(history.at(1998), None)
    assert np.isfinite(arrivals[since]).all()
    net = arrivals - departures
    unpublished = np.isnan(history.in_migration) & np.isfinite(history.net_migration)
    assert unpublished[history.at(2023)].all()
    assert net[unpublished] == pytest.approx(history.net_migration[unpublished])
    published = np.isfinite(history.in_migration)
    assert np.array_equal(arrivals[published], history.in_migration[published])
    # Where flows by age are published their sums are the totals, up to the oldest.
    umea, year = history.regions.index("2480"), history.at(2023)
    summed = history.gross[year, umea, 0, :, :80].sum()
    assert arrivals[year, umea] == pytest.approx(summed, rel=0.02)


def test_a_region_without_gross_totals_is_refused(dataset: Dataset) -> None:
    history = History.from_dataset(dataset)
    history.in_migration[:, 3] = np.nan
    with pytest.raises(RequestError) as caught:
        gross_totals(history)
    assert caught.value.code == "no_gross_migration"
    assert caught.value.facts["region"] == history.regions[3]


def test_one_wild_year_hardly_moves_the_level() -> None:
    rng = np.random.default_rng(15)
    net = rng.normal(0.0, 0.004, (20, 1))
    calm = robust_level(net)
    wild = net.copy()
    wild[-1] = -0.035  # a factory closes
    assert robust_weights(wild)[-1] < 0.3
    assert abs(robust_level(wild) - calm) < 0.0025
    assert robust_level(np.full((20, 1), 0.003)) == pytest.approx(0.003)


def test_a_wave_common_to_all_is_told_from_what_is_a_places_own() -> None:
    wave = np.array([0.0] * 20 + [0.012])[:, None]
    own = np.linspace(-0.006, 0.006, 7)
    ahead = outlook(wave + own)
    assert ahead.common == pytest.approx(0.012, rel=0.1)
    assert ahead.own == pytest.approx(np.zeros(7), abs=1e-3)
    # Steady places are believed in full, and the wave ebbs slowly.
    assert np.diff(ahead.level) == pytest.approx(21 / 23 * np.diff(own), rel=1e-6)
    path = ahead.expected(3).mean(axis=1)
    assert 0.004 < path[0] < 0.012
    assert path[2] < 0.5 * path[0]
    # Two places do not tell what is common.
    assert outlook((wave + own)[:, :2]).common == 0


def test_the_common_level_is_halved_and_an_unsteady_place_believed_less() -> None:
    rng = np.random.default_rng(21)
    steady = outlook(np.full((30, 6), 0.004)).level
    assert steady == pytest.approx(np.full(6, 30 / 32 * COMMON_TRUST * 0.004))
    noise = rng.normal(0, 0.012, (60, 12)) * np.repeat([1.0, 0.05], 6)
    own = np.tile([0.01, 0, -0.01], 4)
    level = outlook(own + noise - noise.mean(axis=0)).level
    assert 0.0125 < level[6] - level[8] < 0.02
    assert level[0] - level[2] < 0.6 * (level[6] - level[8])


def test_wandering_levels_leave_a_lasting_error() -> None:
    rng = np.random.default_rng(19)
    chance = np.full(40, 0.003**2)
    steady = rng.normal(0, 0.004, (57, 40))
    wandering = steady + np.cumsum(rng.normal(0, 0.004, (57, 40)), axis=0)
    small, large = learn_uncertainty(steady, chance), learn_uncertainty(wandering, chance)
    assert large.own_lasting.mean() > 2 * small.own_lasting.mean()
    assert small.own_shock.mean() == pytest.approx(np.sqrt(0.004**2 - 0.003**2), rel=0.2)
    assert all(note.converged for note in small.diagnostics)


def test_what_yearly_shocks_explain_is_not_counted_again_as_lasting() -> None:
    """Over very many years steady levels are known: next to nothing lasts."""
    rng = np.random.default_rng(31)
    found = learn_uncertainty(rng.normal(0, 0.004, (200, 20)), np.full(20, 0.003**2))
    assert found.own_lasting.mean() < 0.35 * 0.004


def test_the_common_shock_is_what_a_fading_wave_is_made_of() -> None:
    rng = np.random.default_rng(32)
    series = np.zeros(300)
    for year in range(1, 300):
        series[year] = 0.6 * series[year - 1] + rng.normal(0, 0.006)
    net = series[:, None] + rng.normal(0, 0.003, (300, 40))
    found = learn_uncertainty(net, np.full(40, 0.003**2))
    assert found.common_shock == pytest.approx(0.006, rel=0.1)


def test_a_common_wave_is_in_the_common_shock() -> None:
    rng = np.random.default_rng(22)
    own = rng.normal(0, 0.004, (57, 20))
    together = own + rng.normal(0, 0.006, (57, 1))
    chance = np.full(20, 0.003**2)
    assert learn_uncertainty(together, chance).common_shock == pytest.approx(0.006, rel=0.3)
    assert learn_uncertainty(own, chance).common_shock < 0.002


def test_without_earlier_origins_a_usual_error_is_taken_and_said() -> None:
    rng = np.random.default_rng(23)
    found = learn_uncertainty(rng.normal(0, 0.004, (6, 3)), np.full(3, 1e-5))
    assert (found.own_lasting > 0).all()
    assert not found.diagnostics[0].converged


def test_a_year_or_three_of_migration_are_enough() -> None:
    rng = np.random.default_rng(27)
    chance = np.full(8, 1e-5)
    for years in (1, 3):
        net = rng.normal(0, 0.004, (years, 8))
        found = learn_uncertainty(net, chance)
        assert np.isfinite(found.own_shock).all()
        assert found.common_shock > 0
        assert np.isfinite(outlook(net).expected(3)).all()
    phi, note = persistence(np.zeros((1, 8)), "test")
    assert 0 < phi < 1
    assert not note.converged


def test_few_years_tell_of_shocks_as_large_as_many_do() -> None:
    rng = np.random.default_rng(8)
    chance = np.full(200, 0.002**2)
    few, many = rng.normal(0, 0.005, (4, 200)), rng.normal(0, 0.005, (40, 200))
    small, large = learn_uncertainty(few, chance), learn_uncertainty(many, chance)
    beyond = np.sqrt(0.005**2 - 0.002**2)
    assert beyond * 0.95 < np.median(small.own_shock) < beyond * 1.35
    assert np.median(large.own_shock) == pytest.approx(beyond, rel=0.1)
    # Four years without a common wave do not promise that none will come.
    assert small.common_shock > 1.5 * large.common_shock


def test_a_few_squares_do_not_make_shocks_look_smaller() -> None:
    """The mean of the logarithms of few squares is far below the logarithm of their mean."""
    shocks = np.random.default_rng(12).normal(0, 0.005, (30, 400))
    net = np.zeros_like(shocks)
    for year in range(1, 30):
        net[year] = OWN_FADE * net[year - 1] + shocks[year]
    found = learn_uncertainty(net[-6:], np.full(400, 0.002**2)).own_shock
    assert np.sqrt((found**2).mean()) == pytest.approx(np.sqrt(0.005**2 - 0.002**2), rel=0.05)


def test_children_and_parents_make_up_a_change_and_pensioners_do_not() -> None:
    rng = np.random.default_rng(24)
    flows = np.ones((12, 2, 101))
    change = rng.normal(0, 60, (8, 12, 1, 1))
    families = np.zeros(101)
    families[:50] = 1 / 100
    net = change * families + rng.normal(0, 0.1, (8, 12, 2, 101))
    response, note = response_by_age(net, flows, "test")
    assert note.converged
    assert response[0] > 1.5
    assert response[-1] < 0.4
    by_age = response_of_flow(response, flows)
    assert (by_age * flows.sum(axis=1)).sum(axis=1) == pytest.approx(flows.sum(axis=(1, 2)))
    same, note = response_by_age(net[:1], flows, "test")
    assert not note.converged
    assert np.array_equal(same, np.ones(9))


def test_turnover_concerns_all_ages_alike() -> None:
    response = np.array([0.2, 1.0, 1.8])
    assert by_response(np.array(1.3), np.array(1.3), response) == pytest.approx(1.3)
    changed = by_response(np.array(1.2), np.array(1.0), response)
    assert changed == pytest.approx([1.04, 1.2, 1.36])


def test_refugee_years_are_above_normal_in_the_nation(history: History, nation: LeeCarter) -> None:
    surplus = national_migration(history.nation, nation).surplus
    wave = surplus[history.at(2016) : history.at(2017) + 1].mean(axis=(0, 1))
    assert wave[16:19].mean() > 0.01
    assert abs(wave[70:80].mean()) < 0.001
    shift = pattern_error(history.nation, nation)
    assert shift.shape == (len(AGE_GROUPS),)
    assert shift[2] > 4 * shift[7] > 0


def test_patterns_shift_as_usual_where_the_nation_is_little_known(
    history: History, nation: LeeCarter
) -> None:
    early = history.until(1980).nation
    shift, known = pattern_error(early, nation), pattern_error(history.nation, nation)
    assert (shift > 0).all(), "that nothing is known makes no range narrower"
    assert (np.abs(np.log(shift / known)) < np.log(2)).all()


def test_a_place_is_given_its_own_share_of_the_minors() -> None:
    """One place had three times the nation's surplus at 13-17, one none, one nobody knows of."""
    years, cohorts = 12, np.full((12, 3, 2, 101), 100.0)
    normal = np.full((2, 101), 0.01)
    surplus = np.zeros((years, 2, 101))
    surplus[-4:, :, 10:25] = 0.02
    nation = NationalMigration(normal, surplus)
    received = surplus[:, None] * cohorts * np.array([3.0, 0.0, 1.0])[:, None, None]
    found = waves(normal * cohorts + received, cohorts, nation)
    proportional = surplus[:, None] * cohorts
    times = found[-1, :, 0, 15] / proportional[-1, :, 0, 15]
    assert times == pytest.approx([3, 0, 1], abs=0.1)
    assert np.array_equal(found[..., :13], proportional[..., :13])
    assert np.array_equal(found[..., 18:], proportional[..., 18:])
    unknown = waves(np.full_like(cohorts, np.nan), cohorts, nation)
    assert np.array_equal(unknown, proportional)


def test_a_share_of_a_wave_is_none_of_the_years_below_normal() -> None:
    """Three times the wave; since then fewer minors than normal, as everywhere."""
    cohorts = np.full((10, 2, 2, 101), 100.0)
    normal = np.full((2, 101), 0.01)
    surplus = np.zeros((10, 2, 101))
    surplus[2:6, :, 10:25], surplus[6:, :, 10:25] = 0.02, -0.005
    nation = NationalMigration(normal, surplus)
    proportional = surplus[:, None] * cohorts
    received = proportional.copy()
    received[2:6, 0] *= 3
    found = waves(normal * cohorts + received, cohorts, nation)
    assert np.array_equal(found[6:], proportional[6:])
    times = found[5, :, 0, 15] / proportional[5, :, 0, 15]
    assert times == pytest.approx([3, 1], abs=0.1)


def test_small_places_learn_from_small_ones() -> None:
    """The young leave small places; one where hardly anybody moves is told so by the others."""
    exposure = np.ones((8, 2, 101)) * np.array([20] * 4 + [900] * 4)[:, None, None]
    rate = np.full((8, 2, 101), 0.05)
    rate[:4, :, 19:25] *= 4
    rate[0] = 0.0005
    profile, _, _ = shrink_profiles(rate * exposure, exposure, "")
    leaving = profile[..., 21].mean(axis=1) / profile[..., 45].mean(axis=1)
    # With four places the pooled profile is all there is to learn from.
    few, _, _ = shrink_profiles((rate * exposure)[[0, 1, 4, 5]], exposure[[0, 1, 4, 5]], "")
    assert leaving[0] > 1.3 * few[0, :, 21].mean() / few[0, :, 45].mean()
    assert 2.4 < leaving[0] < 4
    assert leaving[4:].max() < 1.7


def test_only_teenagers_rest_on_the_newest_years(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History.from_dataset(dataset, last_year=2019)
    fitted = fit_rates(history)[1].migration
    newest = fitted.events.sum(axis=2)
    monkeypatch.setattr(migration_ages, "YOUNG_YEARS", migration_ages.PROFILE_YEARS)
    other = fit_rates(history)[1].migration
    all_years = other.events.sum(axis=2)
    change = np.abs(newest - all_years).sum(axis=(0, 1)) / all_years.sum(axis=(0, 1))
    assert change[14:19].min() > 0.02 > change[27:80].max()
    # They are less certain for it.
    wider = (fitted.profiles.error / other.profiles.error).mean(axis=(0, 1))
    assert wider[2] > 1.4
    assert np.delete(wider, 2).max() < 1.1


def test_published_flows_of_teenagers_are_no_less_certain(
    model: RateModel, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All years of a published flow count at every age, so that its range is not widened."""
    monkeypatch.setattr(migration_ages, "YOUNG_YEARS", migration_ages.PROFILE_YEARS)
    other = fit_rates(history)[1].migration.profiles
    wider = (model.migration.profiles.error / other.error)[..., 2]
    published = np.array(other.published)
    assert published.sum() == 2
    assert wider[:, published].max() < 1.2
    assert wider[:, ~published].min() > 1.3


def test_two_years_of_teenagers_weigh_as_two(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scaled up to five years' persons they would be shrunk too little in tiny places."""
    behind = {}

    def seen(observed, exposure, name, *more):  # type: ignore[no-untyped-def]
        behind[name] = exposure
        return shrink_profiles(observed, exposure, name, *more)

    monkeypatch.setattr(migration_ages, "shrink_profiles", seen)
    profiles = fit_rates(history)[1].migration.profiles
    usual = history.population[[history.at(year) for year in (2018, 2019, 2024)]].mean(axis=0)
    young, old = (
        behind["migration: arrivals by age"][..., ages].sum(axis=(1, 2))
        / usual[..., ages].sum(axis=(1, 2))
        for ages in (slice(14, 19), slice(30, 60))
    )
    share = young / old
    estimated = ~np.array(profiles.published)
    assert share[estimated].max() < 0.55
    assert share[~estimated].min() > 0.8


def test_an_age_that_nobody_had_in_the_newest_years_rests_on_all(dataset: Dataset) -> None:
    """Those who come to a small place where nobody is of their age are no crowd."""
    history = History.from_dataset(dataset, last_year=2019)
    place, population = history.regions.index("2403"), history.population.copy()
    for year in (2017, 2018):
        population[history.at(year), place, 0, 15] = 0  # they are 16 a year later
    fitted = fit_rates(replace(history, population=population))[1].migration.profiles
    assert fitted.arrivals[place, 0, 16] < 0.03
    assert (fitted.level[:, place] < 0.1).all()


def test_ages_of_one_year_are_as_certain_of_teenagers_as_of_others(dataset: Dataset) -> None:
    """No year stands behind any age, nor need anybody be of one."""
    history = History.from_dataset(dataset, last_year=2010)
    place, population = history.regions.index("2403"), history.population.copy()
    population[history.at(2010), place, :, 16:19] = 0
    error = fit_rates(replace(history, population=population))[1].migration.profiles.error
    assert np.isfinite(error).all()
    teenagers, children = error[..., 2], error[..., 1]
    assert (teenagers < 2 * children).all()


def test_turnover_from_variances_resembles_published_flows(dataset: Dataset) -> None:
    """The estimate sees no gross flow by age; SCB's flows of 2018–2024 are the judge."""
    blind = History.from_dataset(dataset, last_year=2017)
    assert np.isnan(blind.gross).all()
    turnover = fit_rates(blind)[1].migration.profiles.turnover[:, :75]
    seen = History.from_dataset(dataset, last_year=2024)
    at = seen.regions.index("2482")
    years = slice(seen.at(2018), None)
    flows = seen.gross[years, at, ..., :75].sum(axis=0)
    published = np.sqrt(flows[0] * flows[1]) / seen.exposure_population[years, at, :, :75].sum(
        axis=0
    )
    for sex in (0, 1):
        correlation = np.corrcoef(np.log(turnover[sex]), np.log(published[sex]))[0, 1]
        assert correlation > 0.85
        assert 18 <= int(np.argmax(turnover[sex])) <= 24


def test_net_by_age_is_the_account_of_the_population(history: History) -> None:
    """Summed over ages: change - births + deaths, infants' deaths among them."""
    net, noise = net_by_age(history, history.deaths_by_age, 0.515)
    at = [history.at(year) for year in range(2011, 2020)]
    people = history.population.sum(axis=(2, 3))
    deaths = history.deaths_by_age.sum(axis=(2, 3))
    account = np.diff(people, axis=0)[np.array(at) - 1] - history.births[at] + deaths[at]
    np.testing.assert_allclose(net[at].sum(axis=(2, 3)), account, atol=1e-6)
    assert (noise[at] >= 0).all()


def test_profiles_agree_with_totals_and_net(history: History, model: RateModel) -> None:
    migration = model.migration
    assert migration.profiles.arrivals.sum(axis=(1, 2)) == pytest.approx(1)
    assert (migration.arrivals >= 0).all()
    assert (migration.arrivals[..., :95] > 0).all()
    assert (migration.leaving > 0).all()
    # A normal year is a robust mean of observed years.
    arrivals, departures = gross_totals(history)
    recent = slice(history.at(2006), None)
    people = history.totals[history.at(2005) : -1]
    for flow, observed in ((0, arrivals), (1, departures)):
        rates = observed[recent] / people
        total = migration.events[flow].sum(axis=(1, 2)) / history.totals[-1]
        assert (rates.min(axis=0) < total).all()
        assert (total < rates.max(axis=0)).all()
    assert migration.profiles.published == tuple(
        code in ("2480", "2482") for code in history.regions
    )


def test_rates_are_those_of_the_engine(history: History, model: RateModel) -> None:
    """The newborn are exposed for half a year; of those who arrive the oldest may have died."""
    found, boys = model.migration, model.fertility.boys
    born = history.births[-1][:, None] * np.array([1 - boys, boys])
    left = -np.expm1(-found.leaving[..., 0] / 2)
    np.testing.assert_allclose(left, found.events[1, ..., 0] / born, rtol=0.01)
    assert (found.arrivals <= found.events[0]).all()
    assert (found.arrivals[..., 20] > 0.999 * found.events[0, ..., 20]).all()
    assert (found.arrivals[..., 90] < 0.97 * found.events[0, ..., 90]).all()


def test_students_survive_the_smoothing(history: History, model: RateModel) -> None:
    umea = history.regions.index("2480")
    women = model.migration.events[:, umea, 0]
    published = history.gross[history.at(2018) : history.at(2024) + 1, umea, :, 0].mean(axis=0)
    for age in (18, 19, 20, 21, 25):
        assert women[0, age] == pytest.approx(published[0, age], rel=0.25)
    assert women[0, 20] > 10 * women[0, 17]  # they come at 19 and 20 ...
    assert women[1, 25] > 1.3 * women[0, 25]  # ... and leave with a degree
    # In the small places net migration is strongly negative at 19–20.
    small = [history.regions.index(code) for code in ("2403", "2417", "2418", "2462", "2421")]
    young = model.migration.events[:, small][..., 19:21].sum(axis=(1, 2, 3))
    assert young[1] > 1.5 * young[0]


def test_shocks_fade_and_means_hold(history: History, model: RateModel) -> None:
    migration = model.migration
    assert 0 < migration.turnover.phi <= 0.9
    paths = migration.draw_paths(12, 4000, np.random.default_rng(16))
    expected = migration.expected_paths(12)
    assert paths.arrivals.shape == (4000, 12, 15)
    assert expected.arrivals.shape == (1, 12, 15)

    def net(drawn: MigrationPaths) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        events = migration.events.sum(axis=(2, 3)) / history.totals[-1]
        flows = drawn.arrivals * events[0] - drawn.departures * events[1]
        return np.asarray(flows)

    # The mean of the draws is what is expected, and far ahead the level.
    assert net(paths).mean(axis=0) == pytest.approx(net(expected)[0], abs=1.2e-3)
    assert net(expected)[0] == pytest.approx(migration.net.expected(12), abs=1e-9)
    assert net(expected)[0, -1] == pytest.approx(migration.net.level, abs=1e-3)
    at = history.regions.index("2482")
    path = net(expected)[0, :, at]
    assert path[0] < migration.net.level[at] - 0.002  # 2025's flight from Skellefteå goes on ...
    assert path[3] == pytest.approx(migration.net.level[at], abs=1e-3)  # ... but not for long
    # Neighbouring years resemble each other.
    assert np.corrcoef(paths.arrivals[:, 3, 0], paths.arrivals[:, 4, 0])[0, 1] > 0.3


def test_age_patterns_leave_totals_alone(model: RateModel) -> None:
    paths = model.migration.draw_paths(2, 500, np.random.default_rng(17))
    totals = np.einsum("dra,rsa->dr", paths.arrival_pattern, model.migration.events[0])
    expected = model.migration.events[0].sum(axis=(1, 2))
    assert totals == pytest.approx(np.broadcast_to(expected, totals.shape))
    assert paths.arrival_pattern.std(axis=0).min() > 0
    assert [AGE_GROUPS[0][0], AGE_GROUPS[-1][1]] == [0, 100]
    assert all(after[0] == before[1] + 1 for before, after in pairwise(AGE_GROUPS))


def test_every_fit_reports(model: RateModel) -> None:
    names = [note.fit for note in model.diagnostics]
    assert len(names) == len(set(names))
    for part in ("mortality", "fertility", "migration"):
        assert any(name.startswith(part) for name in names)
    assert all(note.converged for note in model.diagnostics)
