"""Gross migration by age agrees with both of its sources; levels are robust."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi import Dataset
from demografi.errors import RequestError
from demografi.projection.cohort_component import RateModel, fit_rates
from demografi.rates import History
from demografi.rates.age_smoothing import AGE_GROUPS
from demografi.rates.migration import gross_totals
from demografi.rates.migration_ages import split_net
from demografi.rates.migration_levels import (
    learn_from_misses,
    level_weights,
    reliability,
    robust_weights,
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
    calm = (level_weights(net) * net).sum()
    wild = net.copy()
    wild[-1] = -0.035  # a factory closes
    assert robust_weights(wild)[-1] < 0.3
    assert abs((level_weights(wild) * wild).sum() - calm) < 0.0025
    assert level_weights(wild).sum() == pytest.approx(1)


def test_noise_is_not_believed_and_signal_is() -> None:
    rng = np.random.default_rng(18)
    chance = np.full(30, 0.01**2)
    noise = rng.normal(0, 0.01, (57, 30))
    doubt, _, note = learn_from_misses(noise, chance, 0.0)
    assert note.converged
    assert reliability(noise, doubt).max() < 0.5
    signal = noise / 5 + rng.normal(0, 0.02, 30)
    doubt, _, _ = learn_from_misses(signal, chance / 25, 0.0)
    assert reliability(signal, doubt).min() > 0.9


def test_wandering_levels_leave_a_lasting_error() -> None:
    rng = np.random.default_rng(19)
    chance = np.full(40, 0.004**2)
    steady = rng.normal(0, 0.004, (57, 40))
    wandering = steady + np.cumsum(rng.normal(0, 0.004, (57, 40)), axis=0)
    _, small, _ = learn_from_misses(steady, chance, 0.0)
    _, large, _ = learn_from_misses(wandering, chance, 0.0)
    assert large.mean() > 0.004 > 3 * small.mean()


def test_without_earlier_origins_the_level_is_believed_and_said_to_be() -> None:
    doubt, lasting, note = learn_from_misses(np.zeros((6, 3)), np.full(3, 1e-4), 0.4)
    assert doubt == 0
    assert (lasting > 0).all()
    assert not note.converged


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
    assert (migration.phi > 0).all()
    assert (migration.phi < 0.9).all()
    paths = migration.draw_paths(12, 4000, np.random.default_rng(16))
    assert paths.arrivals.shape == (4000, 12, 15)
    # Far ahead a normal year is expected.
    assert paths.arrivals[:, -1].mean(axis=0) == pytest.approx(1, abs=0.04)
    assert paths.departures[:, -1].mean(axis=0) == pytest.approx(1, abs=0.04)
    at = history.regions.index("2482")
    assert paths.departures[:, 0, at].mean() > 1.1  # 2025's flight from Skellefteå goes on ...
    assert paths.departures[:, 4, at].mean() < 1.05  # ... but not for long
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
