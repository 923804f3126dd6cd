"""Years known in total but not by age, between the last ages and the jump-off.

Population, births, deaths and migration are often published before ages are, or for more
municipalities. The last ages are then carried forward a year at a time with the expected rates of
the projection, each scaled so that the year's published events come out, and raked to the
published total, and to the broad age groups where they are published. What follows is a projection
from the newest known total.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from demografi.projection.engine import Step, YearRates, advance
from demografi.projection.jumpoff import rake
from demografi.rates.history import History
from demografi.rates.published_groups import SPANS

__all__ = ["carried_forward"]

Array = NDArray[np.float64]
Cells = NDArray[np.float32]

ROUNDS = 4
"""Repetitions with which events come out as published; each flow changes the others a little."""


def carried_forward(start: Cells, rates: list[YearRates], history: History, last: int) -> Array:
    """Carry a population forward through years whose totals are known.

    Parameters
    ----------
    start : array [region, sex, age]
        Population at the end of ``last``.
    rates : list of YearRates
        Expected rates of the following years, a single draw.
    history : History
        Totals and events up to the year to be reached.
    last : int
        Last year with ages.

    Returns
    -------
    array [region, sex, age]
        Whole persons at the end of ``history.last_year`` that sum to the published totals.
    """
    current = np.ascontiguousarray(start[None])
    for year, expected in zip(range(last + 1, history.last_year + 1), rates, strict=True):
        at = history.at(year)
        fitted, step = expected, advance(current, expected, None)
        for _ in range(ROUNDS):
            fitted = _scaled(fitted, step, history, at)
            step = advance(current, fitted, None)
        whole = _raked(step.population[0].astype(np.float64), history, at)
        current = np.ascontiguousarray(whole[None].astype(np.float32))
    carried: Array = current[0].astype(np.float64)
    return carried


def _raked(population: Array, history: History, at: int) -> Array:
    """Rake every group to its published size, or all ages to the total where groups are unknown."""
    whole = rake(population, history.totals[at])
    known = np.isfinite(history.groups[at]).all(axis=1)
    for group, (low, high) in enumerate(SPANS):
        ages = slice(low, high + 1)
        raked = rake(population[..., ages], history.groups[at, :, group])
        whole[known, :, ages] = raked[known]
    return whole


def _scaled(rates: YearRates, step: Step, history: History, at: int) -> YearRates:
    """Rates with which the year's events come closer to the published."""
    arrivals, departures = history.in_migration[at], history.out_migration[at]
    # Where only the net is known the expected departures are kept.
    gross = np.isfinite(arrivals) & np.isfinite(departures)
    departures = np.where(gross, departures, step.out_migration[0])
    arrivals = np.where(gross, arrivals, history.net_migration[at] + departures)
    return replace(
        rates,
        mortality=rates.mortality * _ratio(history.deaths[at], step.deaths[0], 3),
        out_migration=rates.out_migration * _ratio(departures, step.out_migration[0], 3),
        in_migration=rates.in_migration * _ratio(arrivals, step.in_migration[0], 3),
        fertility=rates.fertility * _ratio(history.births[at], step.births[0], 2),
    )


def _ratio(known: Array, expected: Cells, axes: int) -> Cells:
    """Known over expected events of each region, 1 where unknown, for rates of so many axes."""
    usable = np.isfinite(known) & (known > 0) & (expected > 0)
    ratio = np.divide(known, expected, out=np.ones_like(known), where=usable)
    return ratio.astype(np.float32).reshape(1, -1, *[1] * (axes - 1))
