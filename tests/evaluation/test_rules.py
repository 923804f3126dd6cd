"""Simple rules by hand, and the ranges their past errors make."""

import numpy as np
import pytest
from numpy.typing import NDArray

from demografi.evaluation.cohorts import cohort_component, death_rates, hamilton_perry
from demografi.evaluation.past import GROUPS, Known, in_groups
from demografi.evaluation.rules import lin_exp, newest, no_change, size_class
from demografi.rates.history import FIRST_YEAR, complete

Array = NDArray[np.float64]
AGES = 101


def known(
    totals: list[float] | None = None,
    ages: Array | None = None,
    deaths: Array | None = None,
) -> Known:
    """One region; years from :data:`FIRST_YEAR`."""
    years = len(totals) if totals is not None else len(ages) if ages is not None else 0
    groups = np.full((years, 1, len(GROUPS)), np.nan)
    if totals is not None:
        groups[:, 0, 0] = totals
    if ages is not None:
        groups = in_groups(ages.sum(axis=2))
    shape = (years, 1, 2, AGES)
    ages = np.full(shape, np.nan) if ages is None else ages
    return Known(
        FIRST_YEAR + years - 1,
        groups,
        ages,
        complete(ages, (1, 2, 3)),
        np.full(shape, np.nan) if deaths is None else deaths,
    )


def test_no_change_repeats_the_newest_known_figure() -> None:
    said = no_change(known([100, 90, np.nan]), 3)
    assert said[:, 0, 0].tolist() == [90, 90, 90]
    assert np.isnan(said[:, 0, 1:]).all()
    value, at = newest(known([100, 90, np.nan]).groups)
    assert (value[0, 0], at[0, 0], at[0, 1]) == (90, 1, -1)


def test_growth_goes_on_in_a_straight_line_and_decline_at_a_rate() -> None:
    growing = lin_exp(known([1_000, 1_100, 1_200]), 2)
    assert growing[:, 0, 0].tolist() == [1_300, 1_400]
    declining = lin_exp(known([1_000, 900, 810]), 2)
    assert declining[:, 0, 0] == pytest.approx([729, 656.1])


def test_trend_is_that_of_ten_years_and_counts_from_the_newest_figure() -> None:
    # An old boom is forgotten; the year before the last known is two ahead of what is asked.
    history = [5_000.0, *(1_000.0 + 10 * year for year in range(11)), np.nan]
    said = lin_exp(known(history), 1)
    assert said[0, 0, 0] == pytest.approx(1_100 + 2 * 10)
    assert np.isnan(lin_exp(known([1_000]), 2)).all(), "one figure has no trend"


def cohorts(years: int, survive: float, moved: float = 0.0) -> Array:
    """Build cohorts that change by the same ratio and count each year."""
    found = [np.full((1, 2, AGES), 100.0)]
    for _ in range(years - 1):
        older = np.empty_like(found[-1])
        older[..., 1:] = survive * found[-1][..., :-1] + moved
        older[..., -1] += survive * found[-1][..., -1]
        older[..., 0] = 0.1 * older[:, 0, 15:50].sum()
        found.append(older)
    return np.stack(found)


def test_cohort_change_ratios_continue_a_steady_population() -> None:
    population = cohorts(4, 0.9)
    said = hamilton_perry(known(ages=population[:2]), 2)
    np.testing.assert_allclose(said, in_groups(population[2:].sum(axis=2)))


def test_plain_cohort_component_adds_the_usual_migration() -> None:
    """Without deaths by age, what cohorts lose is taken for net migration."""
    population = cohorts(5, 1.0, moved=-2.0)
    said = cohort_component(known(ages=population[:3]), 2)
    np.testing.assert_allclose(said, in_groups(population[3:].sum(axis=2)))


def test_death_rates_are_deaths_over_the_mean_of_both_ends() -> None:
    population = np.full((3, 1, 2, AGES), 1_000.0)
    population[1:, :, 0, 70] = 500.0
    deaths = np.full_like(population, np.nan)
    deaths[1:] = 0.0
    deaths[1:, 0, 0, 70] = 10.0
    deaths[1:, 0, 1, 99] = 60.0
    rates = death_rates(known(ages=population, deaths=deaths))
    assert rates[0, 70] == pytest.approx(20 / (750 + 500))
    assert rates[1, 95:] == pytest.approx(np.full(6, 60 / 6_000)), "the oldest are one group"
    assert rates[0, 69] == 0
    assert not death_rates(known(ages=population)).any(), "unknown deaths are none"


def test_rules_by_age_say_nothing_without_two_years() -> None:
    population = np.full((3, 1, 2, AGES), np.nan)
    population[2] = 100.0
    for rule in (hamilton_perry, cohort_component):
        assert np.isnan(rule(known(ages=population), 2)).all()


def test_size_classes_have_their_bounds_in_the_middle() -> None:
    sizes = np.array([4_999, 5_000, 20_000, 20_001], float)
    assert size_class(sizes).tolist() == [0, 1, 1, 2]
