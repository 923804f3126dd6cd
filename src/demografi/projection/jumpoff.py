"""The population a projection starts from: the newest year with ages, by sex.

Where the newest ages are published for women and men apart they are used as they are. Where
only both sexes together are published, each age is split as its cohort was when it was last
seen by sex, survived to the jump-off with national mortality (:func:`split_by_sex`). Figures
with cell key noise do not add up; they are raked to the published total, which carries noise
once instead of a hundred times.
"""

import numpy as np
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.rates.history import History, complete
from demografi.rates.mortality import LeeCarter

__all__ = ["jump_off", "rake", "split_by_sex", "survive"]

Array = NDArray[np.float64]


def survive(population: Array, death_rates: Array) -> Array:
    """Take cohorts a year forward without births or migration.

    Parameters
    ----------
    population : array [region, sex, age]
        Persons at the start of the year.
    death_rates : array [sex, age]
        Per person-year, by age at death.

    Returns
    -------
    array [region, sex, age]
        Survivors by age at the end; age 0 is 0.
    """
    hazard = death_rates.copy()
    hazard[..., :-1] = (death_rates[..., :-1] + death_rates[..., 1:]) / 2
    alive = population * np.exp(-hazard)
    aged = np.zeros_like(population)
    aged[..., 1:] = alive[..., :-1]
    aged[..., -1] += alive[..., -1]
    return aged


def split_by_sex(both: Array, survivors: Array, boys: float) -> Array:
    """Split ages of both sexes together as the cohorts they come from.

    Parameters
    ----------
    both : array [region, age]
        Persons of both sexes.
    survivors : array [region, sex, age]
        Cohorts last seen by sex, survived to the same year; 0 for those born since.
    boys : float
        Share of boys among the newborn, for ages born since.

    Returns
    -------
    array [region, sex, age]
        Sums to ``both`` over sex.
    """
    total = survivors.sum(axis=1)
    # Nobody of the cohort was there before: as many women as men in all cohorts of the region.
    women = np.divide(survivors[:, 0], total, out=np.full_like(total, 0.5), where=total > 0)
    born_since = (total == 0).all(axis=0)
    women[:, born_since] = 1 - boys
    return np.stack([both * women, both * (1 - women)], axis=1)


def rake(population: Array, totals: Array) -> Array:
    """Scale to totals and round to whole persons that still sum to them.

    Parameters
    ----------
    population : array [region, sex, age]
        Non-negative.
    totals : array [region]
        Whole numbers; NaN leaves the region's own rounded sum.

    Returns
    -------
    array [region, sex, age]
        Whole numbers, largest remainders rounded up.
    """
    flat = population.reshape(len(population), -1)
    sums = flat.sum(axis=1)
    wanted = np.where(np.isfinite(totals), totals, np.rint(sums))
    scaled = flat * (wanted / np.where(sums > 0, sums, 1))[:, None]
    whole = np.floor(scaled + 1e-9)
    short = np.rint(wanted - whole.sum(axis=1))
    order = np.argsort(np.argsort(whole - scaled, axis=1, kind="stable"), axis=1)
    whole += order < short[:, None]
    return whole.reshape(population.shape)


def jump_off(history: History, nation: LeeCarter, boys: float) -> Array:
    """Population at the jump-off by sex and age.

    Parameters
    ----------
    history : History
        Ends in the jump-off year.
    nation : LeeCarter
        National mortality, for cohorts since they were last seen by sex.
    boys : float
        Share of boys among the newborn.

    Returns
    -------
    array [region, sex, age]
        Whole persons that sum to the published total of each municipality.

    Raises
    ------
    RequestError
        A municipality has no earlier year by sex.
    """
    newest = history.population[-1].copy()
    totals = history.totals[-1]
    lacking = ~complete(newest, (1, 2))
    if lacking.any():
        aged = [year for year in history.aged_years if year < history.last_year]
        if not aged:
            raise RequestError(
                "no_ages_by_sex",
                f"No year up to {history.last_year} has ages by sex for all regions.",
                "Add population by sex and age for an earlier year.",
                year=history.last_year,
            )
        survivors = history.population[history.at(aged[-1])]
        for year in range(aged[-1] + 1, history.last_year + 1):
            survivors = survive(survivors, np.exp(nation.expected_log_rates(year)))
        split = split_by_sex(history.population_both[-1], survivors, boys)
        newest[lacking] = split[lacking]
    return rake(newest, totals)
