"""Fertility against published rates and the births themselves."""

from dataclasses import replace

import numpy as np
import pytest

from demografi import Dataset
from demografi.projection.cohort_component import RateModel
from demografi.rates import History
from demografi.rates.fertility import (
    PLAUSIBLE_TFR,
    USUAL_SHOCK,
    fading,
    fertility_rates,
    fit_fertility,
    fit_path,
    sex_ratio,
)
from demografi.rates.history import Nation


def test_national_rates_are_the_known_ones(history: History) -> None:
    total = fertility_rates(history.nation).sum(axis=1)
    # SCB: 1.98 in 2010, 1.70 in 2019 and 1.43 in 2024.
    for year, published in ((2010, 1.98), (2019, 1.70), (2024, 1.43)):
        assert total[history.at(year)] == pytest.approx(published, abs=0.015)


def test_exposure_is_the_mean_of_the_cohort_at_both_ends_of_the_year() -> None:
    women = np.zeros((2, 2, 101))
    women[0, 0], women[1, 0] = np.arange(101) * 10.0, np.arange(101) * 20.0
    births = np.full((2, 2, 35), 3.0)
    unknown = np.full_like(women, np.nan)
    rates = fertility_rates(Nation(unknown, unknown, births, women))
    ages = np.arange(15, 50)
    assert rates[1] == pytest.approx(6 / ((10.0 * (ages - 1) + 20.0 * ages) / 2))
    assert np.isnan(rates[0]).all(), "no year before it"


def test_share_of_boys(history: History, model: RateModel) -> None:
    assert 0.513 < sex_ratio(history.nation) < 0.516
    assert model.fertility.boys == sex_ratio(history.nation)


def test_path_returns_to_its_mean_and_stays_plausible(model: RateModel) -> None:
    path = model.fertility.path
    assert path.last_year == 2024
    # Between the long mean and that of the last five years.
    assert 1.55 < path.mean < 1.78
    assert 1.4 < path.expected(2026) < 1.55 < path.expected(2034) < 1.78
    assert path.expected(2070) == pytest.approx(path.mean, abs=0.01)
    drawn = path.draw(2025, 25, 3000, np.random.default_rng(14))
    assert drawn.shape == (3000, 25)
    assert drawn.mean(axis=0)[0] == pytest.approx(path.expected(2026), abs=0.02)
    assert drawn.min() >= PLAUSIBLE_TFR[0]
    assert drawn.max() <= PLAUSIBLE_TFR[1]
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    assert 0.05 < high[0] - low[0] < 0.3
    assert 0.4 < high[-1] - low[-1] < 1.0


def test_path_of_a_known_process_is_found() -> None:
    rng = np.random.default_rng(25)
    total = [1.8, 1.8]
    for _ in range(400):
        ahead = 1.8 + 1.4 * (total[-1] - 1.8) - 0.5 * (total[-2] - 1.8) + rng.normal(0, 0.02)
        total.append(ahead)
    path, note = fit_path(np.array(total), np.arange(402.0))
    assert note.converged
    assert path.pull == pytest.approx((1.4, -0.5), abs=0.1)
    assert path.shock == pytest.approx(0.02, rel=0.1)


def test_the_first_years_lean_to_the_damped_trend() -> None:
    """A rate that falls is not expected to turn at once; far ahead only its mean counts."""
    total = np.concatenate([1.8 + 0.2 * np.sin(np.arange(30) / 3), 1.85 - 0.05 * np.arange(8)])
    path, note = fit_path(total, np.arange(1980.0, 2018))
    assert note.converged
    assert path.trend is not None
    level, slope, damping = path.trend
    assert slope < -0.02
    without = replace(path, trend=None)
    first = level + damping * slope
    assert path.expected(2018) == pytest.approx((first + without.expected(2018)) / 2)
    assert path.expected(2020) < without.expected(2020)
    assert path.expected(2060) == pytest.approx(path.mean, abs=0.005)
    drawn = path.draw(2017, 6, 20_000, np.random.default_rng(26))
    expected = [path.expected(year) for year in range(2018, 2024)]
    assert drawn.mean(axis=0) == pytest.approx(expected, abs=0.01)


def test_local_factors_forget_sooner_where_births_are_many() -> None:
    weights = fading(np.array([1e-9, 20.0, 200.0, 1e9]), np.arange(20, -1, -1))
    assert (weights[-1] == 1).all()
    assert weights[0] == pytest.approx([1, 0.41, 0.06, 0], abs=0.02)
    assert (np.diff(weights, axis=0) >= 0).all()


def test_births_of_long_ago_tell_of_small_places_more_than_of_large(history: History) -> None:
    """A fifth more births until 2007 hardly move a city's factor."""
    births = history.births.copy()
    births[: history.at(2008)] *= 1.2
    before, after = fit_fertility(history), fit_fertility(replace(history, births=births))
    moved = after.level / before.level - 1
    large, small = (history.regions.index(code) for code in ("2480", "2403"))
    assert 0 < 2 * moved[large] < moved[small]


def test_years_fade_by_their_distance_also_where_some_are_lacking(history: History) -> None:
    """Births of 2005 and 2024 alone: 2005 was nineteen years before, not one."""
    births = np.full_like(history.births, np.nan)
    known = [history.at(year) for year in (2005, 2024)]
    births[known] = history.births[known]
    more = births.copy()
    more[known[0]] *= 1.5
    before, after = (fit_fertility(replace(history, births=given)) for given in (births, more))
    city = history.regions.index("2480")
    assert after.level[city] == pytest.approx(before.level[city], rel=0.02)


def test_local_levels_are_near_the_published(
    dataset: Dataset, history: History, model: RateModel
) -> None:
    published = dataset.table("indicators_published")
    published = published[
        (published["indicator"] == "total_fertility_rate") & published["year"].between(2023, 2025)
    ]
    recent = published.groupby("region")["value"].mean()
    national = np.mean([model.fertility.path.expected(year) for year in (2024, 2024, 2025)])
    for code, tolerance in (("2480", 0.08), ("2482", 0.08), ("2481", 0.25), ("2460", 0.25)):
        fitted = model.fertility.level[history.regions.index(code)] * national
        assert fitted == pytest.approx(recent[code], abs=tolerance)


def test_levels_reproduce_the_births(history: History, model: RateModel) -> None:
    level = model.fertility.level
    assert level.min() > 0.7
    assert level.max() < 1.4
    # Umeå's students have few children, the inland many.
    assert history.regions[int(np.argmin(level))] == "2480"
    assert model.fertility.schedule.sum() == pytest.approx(1)
    mean_age = (model.fertility.schedule * np.arange(15, 50)).sum() + 0.0
    assert 30 < mean_age < 33


def test_a_few_years_tell_where_the_path_is_and_no_more(history: History) -> None:
    """It stays where it is, give or take; what is known of it is said."""
    path, note = fit_path(np.array([1.9, 1.85, 1.8, 1.75]), np.arange(1970.0, 1974))
    assert not note.converged
    assert note.note.startswith("4 years")
    assert path.expected(1980) == 1.75
    drawn = path.draw(1973, 9, 4000, np.random.default_rng(42))
    assert drawn.mean(axis=0) == pytest.approx(np.full(9, 1.75), abs=0.02)
    assert drawn[:, -1].std() == pytest.approx(3 * USUAL_SHOCK, rel=0.05)
    births = history.nation.births.copy()
    births[: history.at(2021)] = np.nan
    few = fit_fertility(replace(history, nation=replace(history.nation, births=births)))
    assert few.level == pytest.approx(fit_fertility(history).level, rel=0.35)
    assert 0.51 < few.boys < 0.52


def test_an_exploding_path_falls_back_and_says_so() -> None:
    path, note = fit_path(1.2 * 1.05 ** np.arange(20.0), np.arange(2000.0, 2020))
    assert not note.converged
    assert "random walk" in note.note
    assert path.expected(2040) == pytest.approx(1.2 * 1.05**19)
