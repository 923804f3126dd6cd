"""Arrivals follow the expected size of the place."""

import numpy as np
import pytest
from numpy.typing import NDArray

from demografi.projection.following import following
from tests.projection.test_engine import AGES, rates

Cells = NDArray[np.float32]


def closed(places: list[float], leave: list[float], arrive: list[float], years: int = 40) -> Cells:
    """Places without births or deaths: persons of one age group that never empties."""
    start = np.zeros((len(places), 2, AGES), np.float32)
    start[..., -1] = np.array(places)[:, None] / 2
    shape = (1, len(places), 2, AGES)
    last = np.zeros(shape, np.float32)
    last[..., -1] = 1
    column = np.array(leave)[:, None, None]
    counts = np.array(arrive)[:, None, None] / 2
    year = rates(shape, leave=last * column, arrive=last * counts)
    return following(start, [year] * years)


def growth(factors: Cells, leave: float, arrive: float) -> NDArray[np.float64]:
    """Relative change a year of a thousand persons when arrivals have these factors."""
    people, found = 1000.0, []
    for factor in factors:
        after = people * np.exp(-leave) + arrive * float(factor)
        found.append(after / people - 1)
        people = after
    return np.array(found)


@pytest.mark.parametrize(("leave", "arrive"), [(0.06, 45.0), (0.05, 60.0), (0.05, 48.7705755)])
def test_a_place_goes_on_as_it_does(leave: float, arrive: float) -> None:
    """Losing, gaining or neither: without births and deaths the yearly change is the same."""
    factors = closed([1000], [leave], [arrive])[:, 0]
    now = growth(factors, leave, arrive)
    assert now == pytest.approx(np.full(40, now[0]), abs=1e-5)
    assert factors[0] == 1
    assert factors[-1] == pytest.approx((1 + now[0]) ** 39, rel=1e-4)
    still = growth(np.ones(40, np.float32), leave, arrive)
    assert abs(still[-1]) <= 0.15 * abs(still[0]) + 1e-9, "counts that stay let it die out"


def test_places_do_not_know_each_other() -> None:
    together = closed([1000, 50], [0.06, 0.02], [45, 3])
    apart = np.hstack([closed([1000], [0.06], [45]), closed([50], [0.02], [3])])
    assert together == pytest.approx(apart)


def test_no_years_and_nobody() -> None:
    assert closed([10, 20], [0.1, 0.1], [1, 1], years=0).shape == (0, 2)
    assert np.isfinite(closed([0, 1000], [0.1, 0.1], [0, 0])).all()
