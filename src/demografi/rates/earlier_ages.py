"""Population by age in the years before it was published, for denominators only.

Births, and deaths by age, are often known for longer than ages are. To use them, cohorts are
followed backwards from the first years with ages. From 65 on the few who move are left out: who is
alive at the end of a year was alive at its beginning, together with those who died in it (the
method of extinct generations, Vincent 1951). Younger cohorts are divided by the usual change of a
cohort at that age, each place's own in the first years known, drawn towards that of all places.
"""

import numpy as np
from numpy.typing import NDArray

from demografi.rates.age_smoothing import neighbours
from demografi.rates.history import AGES, History, complete

__all__ = ["cohort_deaths", "earlier_population", "long_mean_population"]

Array = NDArray[np.float64]

EARLIER_YEARS = 16
"""Years followed backwards; cohorts then change in other ways than in the first years known."""
CHANGE_YEARS = 5
"""First known changes that tell how cohorts change."""
PRIOR_PERSONS = 20
"""Persons at an age and its neighbours with which a place's own change weighs as all places'."""
OLD = 65
"""Age at the end of the year from which only death is reckoned with."""
LEAST_CHANGE = 0.05
"""Of a cohort in a year; nearly all of the oldest die."""


def cohort_deaths(deaths: Array) -> Array:
    """Deaths by age at the end of the year: half of those at an age have had their birthday.

    Parameters
    ----------
    deaths : array [..., age]
        By age at death.
    """
    lost = np.empty_like(deaths)
    lost[..., 1:-1] = (deaths[..., 1:-1] + deaths[..., :-2]) / 2
    lost[..., -1] = deaths[..., -1] + deaths[..., -2] / 2
    lost[..., 0] = deaths[..., 0] / 2
    return lost


def _changes(before: Array, after: Array) -> Array:
    """Usual change of a cohort [region, sex, age at end] from counts a year apart [change, …].

    Age 0 has no cohort before it and is 1.
    """
    start = np.zeros(before.shape[1:])
    start[..., 1:] = before[..., :-1].sum(axis=0)
    start[..., -1] += before[..., -1].sum(axis=0)
    end = after.sum(axis=0)
    pooled = np.divide(
        end.sum(axis=0), start.sum(axis=0), out=np.ones(end.shape[1:]), where=start.sum(axis=0) > 0
    )
    own = (neighbours(end) + PRIOR_PERSONS) / (neighbours(start * pooled) + PRIOR_PERSONS)
    changes: Array = np.maximum(pooled * own, LEAST_CHANGE)
    changes[..., 0] = 1
    return changes


def earlier_population(history: History) -> Array:
    """Population [year, region, sex, age] with estimates for years before the first with ages.

    Years in which a region has ages, and those between, are those of
    :attr:`.History.exposure_population`. Without two successive years with ages of every region
    nothing is estimated.
    """
    filled = history.exposure_population.copy()
    counted = complete(history.population, (1, 2, 3))
    pairs = np.flatnonzero(counted[:-1] & counted[1:])[:CHANGE_YEARS]
    if not len(pairs):
        return filled
    changes = _changes(history.population[pairs], history.population[pairs + 1])
    first = int(np.flatnonzero(counted)[0])
    oldest = history.population[first][..., -2:].sum(axis=0) + 1e-9
    shares = oldest / oldest.sum(axis=-1, keepdims=True)
    own = complete(filled, (2, 3))
    buried = complete(history.deaths_by_age, (2, 3))
    for at in range(first - 1, max(first - 1 - EARLIER_YEARS, -1), -1):
        alive = filled[at + 1] / changes
        back = filled[at + 1] + cohort_deaths(history.deaths_by_age[at + 1])
        alive[..., OLD:] = np.where(buried[at + 1, :, None, None], back, alive)[..., OLD:]
        estimate = np.empty_like(alive)
        estimate[..., : AGES - 2] = alive[..., 1 : AGES - 1]
        # The open group comes from two ages, as many from each as in the first year known.
        estimate[..., AGES - 2 :] = alive[..., -1:] * shares
        # Some regions' own ages may begin before those of all.
        filled[at] = np.where(own[at, :, None, None], filled[at], estimate)
    return filled


def long_mean_population(history: History) -> Array:
    """Person-years [year, region, sex, age]: mean of :func:`earlier_population` at both ends."""
    population = earlier_population(history)
    mean = np.full_like(population, np.nan)
    mean[1:] = (population[:-1] + population[1:]) / 2
    return mean
