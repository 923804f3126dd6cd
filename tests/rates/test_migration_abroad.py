"""Those who came from abroad move on: learnt from the past, never from what follows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from demografi.rates.migration_abroad import DOUBT, YEARS, moving_on
from demografi.rates.migration_levels import FIRST_ORIGIN, outlook


def waves(
    years: int = 60, regions: int = 15, pull: float = 0.6, seed: int = 7
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Net migration and its part from abroad, of whom a share moves on in the next five years."""
    rng = np.random.default_rng(seed)
    struck = rng.random((years + YEARS, regions)) < 0.08
    abroad = struck * rng.exponential(0.02, struck.shape)
    leaving = np.array([abroad[at : at + YEARS].mean(axis=0) for at in range(years)]) * pull
    chance = rng.normal(0, 0.003, (years, regions))
    return abroad[YEARS:] - leaving + chance, abroad[YEARS:]


def test_slope_is_the_ridge_regression_of_misses_on_earlier_arrivals() -> None:
    net, abroad = waves()
    shift, note = moving_on(net, abroad)

    own = abroad - abroad.mean(axis=1, keepdims=True)
    pairs = []
    for origin in range(FIRST_ORIGIN, len(net) - YEARS + 1):
        said = outlook(net[:origin]).expected(YEARS).mean(axis=0)
        missed = net[origin : origin + YEARS].mean(axis=0) - said
        pairs.append((own[origin - YEARS : origin].mean(axis=0), missed - missed.mean()))
    x, y = (np.concatenate(side) for side in zip(*pairs, strict=True))
    slope = (x @ y) / (x @ x + YEARS * DOUBT)

    assert -1 < slope < -0.1
    assert f"slope {slope:.2f}" in note.note
    np.testing.assert_allclose(shift, slope * own[-YEARS:].mean(axis=0), atol=1e-12)


def test_it_forecasts_better_where_people_do_move_on() -> None:
    net, abroad = waves()
    plain, moved = [], []
    for origin in range(30, len(net) - YEARS + 1):
        came = net[origin : origin + YEARS].mean(axis=0)
        said = outlook(net[:origin]).expected(YEARS).mean(axis=0)
        shift, _ = moving_on(net[:origin], abroad[:origin])
        plain.append(np.abs(came - said).mean())
        moved.append(np.abs(came - said - shift).mean())
    assert np.mean(moved) < 0.95 * np.mean(plain)


def test_arrivals_that_stay_are_left_alone() -> None:
    net, abroad = waves(pull=0.0)
    rng = np.random.default_rng(3)
    shift, _ = moving_on(net, rng.permuted(abroad, axis=1))
    assert np.abs(shift).max() < 0.0005


@given(common=st.floats(-0.02, 0.02), seed=st.integers(0, 50))
def test_only_what_differs_between_municipalities_counts(common: float, seed: int) -> None:
    net, abroad = waves(years=30, seed=seed)
    shift, _ = moving_on(net, abroad)
    assert shift.sum() == pytest.approx(0, abs=1e-12)
    same, _ = moving_on(net, abroad + common)
    np.testing.assert_allclose(same, shift, atol=1e-9)


@pytest.mark.parametrize(
    ("years", "regions", "published"), [(60, 2, True), (60, 15, False), (FIRST_ORIGIN, 15, True)]
)
def test_nothing_to_learn_from_changes_nothing(years: int, regions: int, published: bool) -> None:
    net, abroad = waves(years=years, regions=regions)
    shift, note = moving_on(net, abroad if published else np.full_like(abroad, np.nan))
    assert not shift.any()
    assert "not learnt" in note.note


def test_unknown_newest_years_count_as_usual() -> None:
    net, abroad = waves()
    lacking = abroad.copy()
    lacking[-2:] = np.nan
    shift, note = moving_on(net, lacking)
    filled = abroad.copy()
    filled[-2:] = 0.001
    expected, _ = moving_on(net, filled)
    np.testing.assert_allclose(shift, expected, atol=1e-9)
    assert "3 of 5 years known" in note.note
