"""Rules that follow cohorts: Hamilton–Perry, and the plain cohort-component method.

References
----------
Hamilton & Perry (1962), A short method for projecting population by age from one decennial
census to another; Smith, Tayman & Swanson (2013), chapters 7 and 8.
"""

import numpy as np
from numpy.typing import NDArray

from demografi.evaluation.past import Known, in_groups
from demografi.evaluation.rules import BASE_YEARS
from demografi.projection.jumpoff import survive
from demografi.rates.history import MOTHER_AGES, complete

__all__ = ["cohort_component", "death_rates", "hamilton_perry"]

Array = NDArray[np.float64]


def _changes(known: Known) -> tuple[Array, Array]:
    """Population before and after each of the last years' changes, [change, region, sex, age].

    Only the newest :data:`BASE_YEARS` before the last year with ages are used.
    """
    there = complete(known.ages, (1, 2, 3))
    last = int(np.flatnonzero(there)[-1]) if there.any() else 0
    both = np.flatnonzero(there[:-1] & there[1:])
    both = both[both >= last - BASE_YEARS]
    return known.ages[both], known.ages[both + 1]


def _grown_older(population: Array) -> Array:
    """Everyone a year older, age 0 left empty; the open group keeps its own."""
    older = np.zeros_like(population)
    older[..., 1:] = population[..., :-1]
    older[..., -1] += population[..., -1]
    return older


def _newborn_ratio(counts: Array) -> Array:
    """Children of age 0 per woman of 15–49 in counts [year, region, sex, age], [region, sex]."""
    low, high = MOTHER_AGES
    women = counts[:, :, 0, low : high + 1].sum(axis=(0, 2))[:, None]
    born = counts[..., 0].sum(axis=0)
    ratio: Array = np.divide(born, women, out=np.zeros_like(born), where=women > 0)
    return ratio


def _with_newborn(older: Array, ratio: Array) -> Array:
    low, high = MOTHER_AGES
    older[..., 0] = ratio * older[:, 0, low : high + 1].sum(axis=-1, keepdims=True)
    return older


def _nothing(known: Known, horizon: int) -> Array:
    return np.full((horizon, *known.groups.shape[1:]), np.nan)


def hamilton_perry(known: Known, horizon: int) -> Array:
    """Cohort-change ratios, one year at a time.

    A ratio is a cohort's size over its size a year earlier, over all the base years together;
    age 0 is a ratio to the women of 15–49.
    """
    before, after = _changes(known)
    if not len(before):
        return _nothing(known, horizon)
    cohorts = _grown_older(before.sum(axis=0))
    ratio = np.divide(after.sum(axis=0), cohorts, out=np.ones_like(cohorts), where=cohorts > 0)
    newborn = _newborn_ratio(after)
    current, years = after[-1], []
    for _ in range(horizon):
        current = _with_newborn(_grown_older(current) * ratio, newborn)
        years.append(in_groups(current.sum(axis=1)))
    return np.stack(years)


def death_rates(known: Known) -> Array:
    """Death rates [sex, age] of all regions together in the last years with deaths by age.

    Deaths over the mean of the two populations of the year; 0 where there are no deaths by age,
    so that what :func:`cohort_component` takes for migration then holds deaths as well.
    """
    mean = (known.ages[:-1] + known.ages[1:]) / 2
    whole = complete(known.deaths[1:], (1, 2, 3)) & complete(mean, (1, 2, 3))
    years = np.flatnonzero(whole)[-BASE_YEARS:]
    died = known.deaths[1:][years].sum(axis=(0, 1))
    lived = mean[years].sum(axis=(0, 1))
    # Ages at which few live borrow from their neighbours: the oldest take the rate of 95 and over.
    rates: Array = np.divide(died, lived, out=np.zeros_like(died), where=lived > 0)
    oldest = lived[:, 95:].sum(axis=1)
    rates[:, 95:] = (died[:, 95:].sum(axis=1) / np.maximum(oldest, 1))[:, None]
    return rates


def cohort_component(known: Known, horizon: int) -> Array:
    """Plain cohort-component method: survive, add the usual net migration, add children.

    Mortality is that of all regions together, net migration by age each region's own mean count
    over the base years (change of each cohort less its expected deaths), and children a constant
    ratio to the women of 15–49.
    """
    before, after = _changes(known)
    if not len(before):
        return _nothing(known, horizon)
    rates = death_rates(known)
    moved = [end - survive(start, rates) for start, end in zip(before, after, strict=True)]
    net = np.mean(moved, axis=0)
    newborn = _newborn_ratio(after)
    current, years = after[-1], []
    for _ in range(horizon):
        current = _with_newborn(np.maximum(survive(current, rates) + net, 0), newborn)
        years.append(in_groups(current.sum(axis=1)))
    return np.stack(years)
