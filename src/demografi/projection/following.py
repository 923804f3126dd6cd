"""Arrivals follow the expected size of the place."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from demografi.projection.engine import YearRates, advance

__all__ = ["following"]

Cells = NDArray[np.float32]


def following(start: Cells, years: Iterable[YearRates]) -> Cells:
    r"""Factors on normal arrivals with which they last per head of the expected population.

    Departures are rates and fall with the population; arrivals that stayed the counts they were
    would turn a place that shrinks because people leave it into one that nobody leaves. Arrivals
    of year :math:`t` are therefore multiplied by :math:`P_{t-1,r} / P_{0,r}` of the expected
    population (docs/decisions/028). On a single trajectory they remain counts: they do not follow
    its own luck.

    Parameters
    ----------
    start : float32 array [region, sex, age]
        Jump-off population.
    years : iterable of YearRates
        Expected rates with normal arrivals, as a single draw.

    Returns
    -------
    float32 array [year, region]
        1 in the first year.
    """
    population = start[None]
    before = np.maximum(_persons(population), 1)
    factors = []
    for rates in years:
        factor = (np.maximum(_persons(population), 1) / before).astype(np.float32)
        factors.append(factor)
        arrivals = rates.in_migration * factor[:, None, None]
        population = advance(population, replace(rates, in_migration=arrivals)).population
    return np.array(factors, np.float32).reshape(-1, len(start))


def _persons(population: Cells) -> NDArray[np.float64]:
    """Sum one draw to [region]."""
    summed: NDArray[np.float64] = population[0].sum(axis=(1, 2), dtype=np.float64)
    return summed
