"""Ranges of simple rules come from their own past errors, and from nothing later."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray

from demografi.evaluation.past import GROUPS, Known
from demografi.evaluation.rules import ExtrapolatedErrors, no_change
from demografi.rates.history import FIRST_YEAR

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Made:
    """A past of made-up totals."""

    known: Known
    regions: tuple[str, ...] = ()
    origin: int = field(default=0)


def made(totals: Array) -> Made:
    """Totals [year, region]."""
    years, regions = totals.shape
    groups = np.full((years, regions, len(GROUPS)), np.nan)
    groups[..., 0] = totals
    ages = np.full((years, regions, 2, 101), np.nan)
    last = FIRST_YEAR + years - 1
    known = Known(last, groups, ages, np.zeros(years, bool), ages)
    return Made(known, tuple(map(str, range(regions))), last)


def project(past: Made, horizon: int = 2, draws: int = 4_000) -> tuple[Array, Array]:
    rule = ExtrapolatedErrors(no_change).fit(past)  # type: ignore[arg-type]
    said = rule.project(horizon, draws, np.random.default_rng(1))
    assert said.draws is not None
    return said.point[..., 0], said.draws[..., 0].astype(float)


def test_draws_are_the_figure_times_past_ratios() -> None:
    # A place that grows by 2 % a year has been underestimated by 2 % at one year, always.
    years = 1.02 ** np.arange(30)
    point, draws = project(made(1_000 * years[:, None] * np.ones((1, 3))))
    assert draws[:, 0] == pytest.approx(np.tile(point[0] * 1.02, (len(draws), 1)))
    assert draws[:, 1] == pytest.approx(np.tile(point[1] * 1.02**2, (len(draws), 1)))


def test_sizes_do_not_mix() -> None:
    rng = np.random.default_rng(3)
    small = 2_000 * np.exp(np.cumsum(rng.normal(0, 0.05, (30, 4)), axis=0).clip(-0.5, 0.5))
    large = 100_000 * np.exp(np.cumsum(rng.normal(0, 0.002, (30, 4)), axis=0))
    point, draws = project(made(np.hstack([small, large])))
    spread = draws[:, 0].std(axis=0) / point[0]
    assert spread[:4].min() > 5 * spread[4:].max()


def test_too_far_ahead_takes_the_furthest_known_in_proportion() -> None:
    years = 1.01 ** np.arange(6)
    point, draws = project(made(1_000 * years[:, None] * np.ones((1, 12))), horizon=8)
    # Five years of origins give errors up to four years ahead, twelve regions each.
    assert draws[:, 7] == pytest.approx(np.tile(point[7] * 1.01**8, (len(draws), 1)), rel=1e-4)


def test_few_errors_make_no_range() -> None:
    _, draws = project(made(np.array([[1_000.0], [1_010.0], [1_020.0]])))
    assert np.isnan(draws).all()


@pytest.mark.parametrize("changed", [10, 29])
def test_older_and_newest_errors_both_count(changed: int) -> None:
    steady = 1_000 * np.ones((30, 3))
    once = steady.copy()
    once[changed] *= 1.3
    _, before = project(made(steady))
    _, after = project(made(once))
    assert before.std() == 0
    assert after.std() > 0
