"""Life tables and shrinkage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.indicators.life_table import (
    BANDS,
    fit_kappa,
    life_expectancy,
    local_rates,
    shrunk_ratio,
)


@given(st.floats(0.012, 0.05))
def test_constant_mortality_lives_its_inverse(rate: float) -> None:
    assert life_expectancy(np.full(101, rate)) == pytest.approx(1 / rate, rel=2e-3)


@given(st.floats(1.01, 3.0))
def test_higher_mortality_shortens_life(times: float) -> None:
    rates = 0.0001 * np.exp(0.09 * np.arange(101))
    assert life_expectancy(rates * times) < life_expectancy(rates)


def test_leading_axes() -> None:
    rates = np.stack([np.full(101, 0.02), np.full(101, 0.03)])
    both = life_expectancy(rates)
    assert both.shape == (2,)
    assert both[1] == pytest.approx(float(life_expectancy(rates[1])))


def test_nobody_dying_in_the_open_group_is_survivable() -> None:
    rates = np.full(101, 0.02)
    rates[-1] = 0
    assert np.isfinite(life_expectancy(rates))


def test_kappa_tells_chance_from_difference() -> None:
    rng = np.random.default_rng(20)
    expected = rng.uniform(50, 400, size=400)
    alike = rng.poisson(expected)
    different = rng.poisson(expected * rng.gamma(25, 1 / 25, size=400))
    assert fit_kappa(alike, expected) > 1000
    assert fit_kappa(different, expected) == pytest.approx(25, rel=0.3)


@given(st.integers(0, 200), st.floats(1, 200), st.floats(0.1, 1e4))
def test_shrinking_goes_towards_one(observed: int, expected: float, kappa: float) -> None:
    raw, shrunk = observed / expected, float(shrunk_ratio(observed, expected, kappa))
    assert min(raw, 1) - 1e-9 <= shrunk <= max(raw, 1) + 1e-9


def test_local_rates_keep_the_joint_level() -> None:
    rng = np.random.default_rng(21)
    curve = 0.0001 * np.exp(0.09 * np.arange(101))
    lived = rng.uniform(200, 2000, size=(12, 101))
    died = rng.poisson(lived * curve).astype(float)
    rates, kappa = local_rates(died, lived)
    assert kappa.shape == (len(BANDS),)
    assert (rates * lived).sum() == pytest.approx(died.sum(), rel=0.05)
    joint = life_expectancy(died.sum(axis=0) / lived.sum(axis=0))
    raw = life_expectancy(died / lived)
    shrunk = life_expectancy(rates)
    assert np.abs(shrunk - joint).mean() < np.abs(raw - joint).mean()
