"""Formulas of the indicators: pure functions on arrays, the last axis single years of age.

Any leading axes will do. The same function therefore gives one value for one observed
population ``[age]``, a series for ``[year, age]``, and a distribution for the draws of a
projection ``[draw, year, age]``. Ages are completed years 0–100, 100 standing for 100 and over.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from demografi.dataset import AGE_OPEN
from demografi.errors import RequestError
from demografi.series import parse_group

__all__ = [
    "FERTILE_AGES",
    "age_sum",
    "cost_pressure",
    "dependency_ratio",
    "group_sums",
    "labour_entry_exit",
    "mean_age",
    "mean_population",
    "old_age_ratio",
    "per_1000",
    "ratio",
    "relative_change",
    "share",
    "total_fertility_rate",
    "women_per_men",
    "youth_ratio",
]

Floats = NDArray[np.float64]

FERTILE_AGES = (15, 49)
"""Ages over which fertility rates are summed, inclusive."""


def ratio(numerator: ArrayLike, denominator: ArrayLike, scale: float = 1.0) -> Floats:
    """Numerator over denominator times scale; NaN where the denominator is zero.

    >>> ratio([1, 2], [4, 0], 100).tolist()
    [25.0, nan]
    """
    top, bottom = np.broadcast_arrays(
        np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    )
    found = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=found, where=bottom != 0)
    return found * scale


def age_sum(population: ArrayLike, low: int, high: int = AGE_OPEN) -> Floats:
    """Persons aged low to high, both inclusive.

    Parameters
    ----------
    population : array_like, shape (..., 101)
        Persons by single year of age.
    low, high : int
        Bounds in completed years.

    Returns
    -------
    ndarray, shape (...)

    >>> float(age_sum(np.ones(101), 20, 64))
    45.0
    """
    ages = np.asarray(population, dtype=float)
    if ages.shape[-1:] != (AGE_OPEN + 1,):
        raise RequestError(
            "wrong_shape",
            f"The last axis must be the ages 0-{AGE_OPEN}, not of shape {ages.shape}.",
            "Give persons by single year of age, 100 standing for 100 and over.",
            shape=ages.shape,
        )
    total: Floats = ages[..., low : high + 1].sum(axis=-1)
    return total


def group_sums(population: ArrayLike, groups: tuple[str, ...] | list[str]) -> Floats:
    """Persons per age group, on a new last axis.

    >>> group_sums(np.ones(101), ["0-5", "6-15", "80+"]).tolist()
    [6.0, 10.0, 21.0]
    """
    return np.stack([age_sum(population, *parse_group(group)) for group in groups], axis=-1)


def mean_age(population: ArrayLike) -> Floats:
    """Mean age in years: Σ (age + 0.5) · P / Σ P.

    Someone of completed age x has lived x + 0.5 years on average; SCB's mean age (TAB637)
    agrees with this, see ``docs/decisions/020-indicators.md``.

    >>> float(mean_age(np.eye(101)[40]))
    40.5
    """
    ages = np.asarray(population, dtype=float)
    midpoints = np.arange(AGE_OPEN + 1) + 0.5
    return ratio(ages @ midpoints, age_sum(ages, 0))


def share(population: ArrayLike, low: int, high: int = AGE_OPEN) -> Floats:
    """Per cent of the population aged low to high.

    >>> round(float(share(np.ones(101), 65)), 3)
    35.644
    """
    return ratio(age_sum(population, low, high), age_sum(population, 0), 100)


def youth_ratio(population: ArrayLike) -> Floats:
    """Young per 100 of working age: P(0–19) / P(20–64) · 100.

    >>> float(youth_ratio(np.ones(101)).round(2))
    44.44
    """
    return ratio(age_sum(population, 0, 19), age_sum(population, 20, 64), 100)


def old_age_ratio(population: ArrayLike) -> Floats:
    """Old per 100 of working age: P(65+) / P(20–64) · 100.

    >>> float(old_age_ratio(np.ones(101)))
    80.0
    """
    return ratio(age_sum(population, 65), age_sum(population, 20, 64), 100)


def dependency_ratio(population: ArrayLike) -> Floats:
    """Young and old per 100 of working age: (P(0–19) + P(65+)) / P(20–64) · 100.

    SCB's demographic dependency ratio (TAB4642); Kolada N00927 has it without the 100.

    >>> float(dependency_ratio(np.ones(101)).round(2))
    124.44
    """
    dependent = age_sum(population, 0, 19) + age_sum(population, 65)
    return ratio(dependent, age_sum(population, 20, 64), 100)


def labour_entry_exit(population: ArrayLike) -> Floats:
    """Entrants per 100 leavers: P(20–24) / P(60–64) · 100. A definition of our own.

    >>> float(labour_entry_exit(np.ones(101)))
    100.0
    """
    return ratio(age_sum(population, 20, 24), age_sum(population, 60, 64), 100)


def women_per_men(population: ArrayLike, low: int = 20, high: int = 39) -> Floats:
    """Women per 100 men in an age span, the Nordic direction of the sex ratio.

    Parameters
    ----------
    population : array_like, shape (..., 2, 101)
        Persons by sex (women first) and age.
    low, high : int
        Bounds in completed years.

    >>> float(women_per_men([np.full(101, 9), np.full(101, 10)]))
    90.0
    """
    people = np.asarray(population, dtype=float)
    women, men = people[..., 0, :], people[..., 1, :]
    return ratio(age_sum(women, low, high), age_sum(men, low, high), 100)


def relative_change(now: ArrayLike, before: ArrayLike) -> Floats:
    """Change in per cent: now / before − 1.

    >>> relative_change([105.0, 90.0], [100.0, 100.0]).round(6).tolist()
    [5.0, -10.0]
    """
    return ratio(now, before, 100) - 100


def per_1000(events: ArrayLike, opening: ArrayLike, closing: ArrayLike) -> Floats:
    """Events of a year per 1 000 of its mean population.

    The mean population is the mean of the populations that open and close the year.

    >>> float(per_1000(12, 990, 1010))
    12.0
    """
    mean = (np.asarray(opening, dtype=float) + np.asarray(closing, dtype=float)) / 2
    return ratio(events, mean, 1000)


def mean_population(opening: ArrayLike, closing: ArrayLike, *, by_cohort: bool = False) -> Floats:
    """Mean population of a year by age, from the stocks at its beginning and end.

    Parameters
    ----------
    opening, closing : array_like, shape (..., 101)
        Persons by age on 31 December of the year before and of the year.
    by_cohort : bool
        False: the mean of those aged x at the beginning and those aged x at the end – SCB's
        published mean population, right for events by age at the event. True: the mean of the
        same cohort at both ends (aged x − 1, then x), right for events by age at year end.

    Returns
    -------
    ndarray, shape (..., 101)

    >>> start, end = np.zeros(101), np.zeros(101)
    >>> start[30], end[31] = 8, 6
    >>> mean_population(start, end)[[30, 31]].tolist()
    [4.0, 3.0]
    >>> mean_population(start, end, by_cohort=True)[[30, 31]].tolist()
    [0.0, 7.0]
    """
    first = np.asarray(opening, dtype=float)
    last = np.asarray(closing, dtype=float)
    if by_cohort:
        aged = np.zeros_like(first)
        aged[..., 1:] = first[..., :-1]
        aged[..., -1] += first[..., -1]
        first = aged
    mean: Floats = (first + last) / 2
    return mean


def total_fertility_rate(births: ArrayLike, women: ArrayLike) -> Floats:
    """Children per woman: the sum of age-specific rates 15–49.

    Births outside the ages count at the nearest age, so that no child is lost.

    Parameters
    ----------
    births : array_like, shape (..., 101)
        Live births by mother's age.
    women : array_like, shape (..., 101)
        Mean population of women by age. For several years give sums over the years of both.

    Returns
    -------
    ndarray, shape (...)
        NaN where no woman lived at an age that had births.

    >>> births, women = np.zeros(101), np.full(101, 1000.0)
    >>> births[25:35] = 150
    >>> round(float(total_fertility_rate(births, women)), 3)
    1.5
    """
    low, high = FERTILE_AGES
    born = np.asarray(births, dtype=float)
    inside = born[..., low : high + 1].copy()
    inside[..., 0] += born[..., :low].sum(axis=-1)
    inside[..., -1] += born[..., high + 1 :].sum(axis=-1)
    exposed = np.asarray(women, dtype=float)[..., low : high + 1]
    rates = np.where((inside == 0) & (exposed == 0), 0.0, ratio(inside, exposed))
    total: Floats = rates.sum(axis=-1)
    return total


def cost_pressure(population: ArrayLike, base: ArrayLike, costs: Mapping[str, float]) -> Floats:
    """Demographic cost pressure: Σ c_a · P_a(t) / Σ c_a · P_a(t0) · 100.

    What today's cost per person and age group would amount to with another population. The
    costs are the caller's own: there is no default.

    Parameters
    ----------
    population : array_like, shape (..., 101)
        Persons by age at t.
    base : array_like, shape (..., 101)
        Persons by age at t0; broadcast against ``population``.
    costs : mapping of str to float
        Kronor per person and year by age group, such as ``{"1-5": 140000, "80+": 260000}``.

    Raises
    ------
    RequestError
        No cost, a negative cost, or overlapping age groups.

    >>> older = np.ones(101)
    >>> older[80:] = 2
    >>> float(cost_pressure(older, np.ones(101), {"1-5": 100.0, "80+": 200.0}).round(1))
    189.4
    """
    _check_costs(costs)
    groups = list(costs)
    kronor = np.array([costs[group] for group in groups], dtype=float)
    return ratio(group_sums(population, groups) @ kronor, group_sums(base, groups) @ kronor, 100)


def _check_costs(costs: Mapping[str, float]) -> None:
    """Refuse cost tables that would count someone twice or mean nothing."""

    def refuse(code: str, message: str, **facts: Any) -> None:
        remedy = "Give kronor per person for age groups that do not overlap."
        raise RequestError(code, message, remedy, **facts)

    if not any(cost > 0 for cost in costs.values()):
        refuse("no_costs", "No cost per person is given.")
    last = -1
    for low, high, group in sorted((*parse_group(group), group) for group in costs):
        if not (np.isfinite(costs[group]) and costs[group] >= 0):
            refuse("bad_cost", f"The cost of ages {group} is not a number from 0 up.", group=group)
        if low <= last:
            refuse("overlapping_groups", f"Ages {group} overlap another group.", group=group)
        last = high
