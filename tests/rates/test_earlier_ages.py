"""Ages before they were published: cohorts followed backwards, against the counts themselves."""

from dataclasses import replace

import numpy as np
import pytest

from demografi import Dataset
from demografi.rates import History, fit_fertility
from demografi.rates.earlier_ages import EARLIER_YEARS, earlier_population, long_mean_population
from demografi.rates.fertility import LASTING_ERROR


@pytest.fixture(scope="module")
def known(dataset: Dataset) -> History:
    return History.from_dataset(dataset, last_year=2019)


@pytest.fixture(scope="module")
def forgotten(known: History) -> History:
    """As if ages had first been published in 2015."""
    population = known.population.copy()
    population[: known.at(2015)] = np.nan
    return replace(known, population=population)


@pytest.mark.parametrize(
    ("low", "high", "tolerance"), [(65, 79, 0.02), (80, 100, 0.02), (20, 44, 0.035), (25, 64, 0.02)]
)
def test_cohorts_lead_back_to_the_counts(
    known: History, forgotten: History, low: int, high: int, tolerance: float
) -> None:
    at = known.at(2011)
    found = earlier_population(forgotten)[at, ..., low : high + 1].sum(axis=(1, 2))
    counted = known.population[at, ..., low : high + 1].sum(axis=(1, 2))
    assert np.abs(found / counted - 1).mean() < tolerance


def test_years_with_ages_are_left_alone(forgotten: History) -> None:
    found = earlier_population(forgotten)
    since = slice(forgotten.at(2015), None)
    assert np.array_equal(found[since], forgotten.exposure_population[since])
    first = forgotten.at(2015) - EARLIER_YEARS
    assert np.isfinite(found[first:, ..., : 101 - 2 * EARLIER_YEARS]).all()
    assert np.isnan(found[: first - 1]).all()
    mean = long_mean_population(forgotten)
    assert mean[first + 1] == pytest.approx((found[first] + found[first + 1]) / 2, nan_ok=True)


def test_ages_of_a_region_that_begin_earlier_are_its_own(
    known: History, forgotten: History
) -> None:
    """One region has ages from 2010 and a gap, the others from 2015: its own are not estimated."""
    population, deaths = forgotten.population.copy(), forgotten.deaths_by_age.copy()
    for year in (2010, 2011, 2013):
        population[known.at(year), 3] = known.population[known.at(year), 3]
    deaths[known.at(2012), 5] = np.nan
    uneven = replace(forgotten, population=population, deaths_by_age=deaths)
    found, before = earlier_population(uneven), earlier_population(forgotten)
    since = slice(known.at(2010), known.at(2015))
    np.testing.assert_array_equal(found[since, 3], uneven.exposure_population[since, 3])
    assert np.isfinite(found[known.at(2005), 3, :, :80]).all(), "followed back from its own"
    others = [0, 1, 2, 4]
    np.testing.assert_array_equal(found[since][:, others], before[since][:, others])


def test_the_dead_were_alive_before(known: History) -> None:
    """Nobody moves and some of the old die: backwards they are there again, to the person."""
    people = np.full((5, 2, 2, 101), 50.0)
    deaths = np.zeros_like(people)
    for year in range(1, 5):
        cohort = np.zeros((2, 2, 101))
        cohort[..., 1:] = people[year - 1, ..., :-1]
        cohort[..., -1] += people[year - 1, ..., -1]
        cohort[..., 0] = 50
        deaths[year, ..., 80:90] = 4  # of each age at death, half of them before the birthday
        lost = np.zeros_like(cohort)
        lost[..., 80] = lost[..., 90] = 2
        lost[..., 81:90] = 4
        people[year] = cohort - lost
    first = len(known.population) - 5
    population = np.full((first + 5, 2, 2, 101), np.nan)
    population[first + 2 :] = people[2:]
    by_age = np.full_like(population, np.nan)
    by_age[first:] = deaths
    history = replace(known, regions=("a", "b"), population=population, deaths_by_age=by_age)
    found = earlier_population(history)
    np.testing.assert_allclose(found[first + 1, ..., 65:95], people[1, ..., 65:95])
    np.testing.assert_allclose(found[first, ..., 65:95], people[0, ..., 65:95])


def test_one_year_with_ages_tells_nothing_of_those_before(known: History) -> None:
    population = known.population.copy()
    population[: known.at(2019)] = np.nan
    alone = replace(known, population=population)
    found = earlier_population(alone)
    assert np.isnan(found[: known.at(2019)]).all()


def test_births_of_long_are_used(forgotten: History) -> None:
    """Twenty years of births stand behind a small place's factor, not the four with ages."""
    births = forgotten.births[forgotten.at(2015) + 1 :].sum(axis=0)
    small = births < 300
    error = np.sqrt(fit_fertility(forgotten).level_error ** 2 - LASTING_ERROR**2)
    assert small.sum() > 5
    assert (error[small] < 0.75 / np.sqrt(births[small])).all()
