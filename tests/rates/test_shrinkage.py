"""The gamma–Poisson model finds how much units differ."""

import numpy as np
import pytest

from demografi.rates.shrinkage import fit_concentration, shrunken_ratio


@pytest.mark.parametrize("kappa", [10.0, 200.0])
def test_concentration_is_found_again(kappa: float) -> None:
    rng = np.random.default_rng(10)
    expected = rng.uniform(50, 800, 2000)
    observed = rng.poisson(expected * rng.gamma(kappa, 1 / kappa, 2000)).astype(float)
    found, note = fit_concentration(observed, expected, "test")
    assert note.converged
    assert found == pytest.approx(kappa, rel=0.15)


def test_equal_units_are_shrunk_to_their_group() -> None:
    rng = np.random.default_rng(11)
    expected = np.full(500, 40.0)
    observed = rng.poisson(expected).astype(float)
    kappa, _ = fit_concentration(observed, expected, "test")
    assert np.abs(shrunken_ratio(observed, expected, kappa) - 1).max() < 0.1
    assert np.abs(observed / expected - 1).max() > 0.3


def test_too_few_units_fall_back_to_the_group_and_say_so() -> None:
    kappa, note = fit_concentration(np.array([4.0]), np.array([2.0]), "test")
    assert not note.converged
    assert "group rate" in note.note
    assert shrunken_ratio(np.array([4.0]), np.array([2.0]), kappa)[0] == pytest.approx(1, abs=1e-6)


def test_small_units_move_more() -> None:
    small, large = shrunken_ratio(np.array([4.0, 400.0]), np.array([2.0, 200.0]), 50.0)
    assert 1 < small < large < 2
