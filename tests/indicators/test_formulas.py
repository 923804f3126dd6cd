"""Properties of the formulas, on any population."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.indicators import AGE_GROUPS, INDICATORS, cost_pressure, groups_in_use
from demografi.indicators import formulas as f
from demografi.series import parse_group

Floats = NDArray[np.float64]

people = arrays(np.float64, 101, elements=st.integers(1, 5000).map(float))
draws = arrays(np.float64, (3, 2, 101), elements=st.integers(1, 5000).map(float))
factor = st.floats(0.01, 100)
RATIOS = [
    f.dependency_ratio,
    f.youth_ratio,
    f.old_age_ratio,
    f.labour_entry_exit,
    f.mean_age,
]


@given(people)
def test_ratios_add_up(population: Floats) -> None:
    parts = f.youth_ratio(population) + f.old_age_ratio(population)
    assert f.dependency_ratio(population) == pytest.approx(parts)
    assert f.share(population, 0, 64) + f.share(population, 65) == pytest.approx(100)


@given(people, factor)
def test_ratios_do_not_depend_on_size(population: Floats, times: float) -> None:
    for ratio in RATIOS:
        assert ratio(population * times) == pytest.approx(ratio(population))
    assert f.age_sum(population * times, 20, 64) == pytest.approx(
        f.age_sum(population, 20, 64) * times
    )


@given(draws)
def test_any_leading_axes_give_the_same_values(population: Floats) -> None:
    for ratio in RATIOS:
        whole = ratio(population)
        assert whole.shape == population.shape[:-1]
        assert whole[1, 0] == pytest.approx(float(ratio(population[1, 0])))


@given(people)
def test_mean_age_of_a_population_one_year_older(population: Floats) -> None:
    population[-1] = 0
    older = np.roll(population, 1)
    assert f.mean_age(older) == pytest.approx(f.mean_age(population) + 1)


@given(people)
def test_group_sets_that_cover_all_ages_sum_to_everyone(population: Floats) -> None:
    for chosen in AGE_GROUPS.values():
        if chosen.whole:
            assert f.group_sums(population, chosen.labels).sum() == pytest.approx(population.sum())


@given(people)
def test_indicators_need_no_more_than_the_groups_they_name(population: Floats) -> None:
    """Persons piled at the youngest age of their group give the same value."""
    for indicator in INDICATORS.values():
        if indicator.needs != "ages" or not indicator.groups:
            continue
        piled = np.zeros(101)
        for group in indicator.groups:
            low, high = parse_group(group)
            piled[low] = population[low : high + 1].sum()
        assert indicator.compute(piled) == pytest.approx(indicator.compute(population))


@given(arrays(np.float64, (2, 101), elements=st.integers(1, 5000).map(float)))
def test_sex_ratio_turned_round(population: Floats) -> None:
    turned = f.women_per_men(population[::-1])
    assert turned * f.women_per_men(population) == pytest.approx(10_000)


@given(people, people, factor)
def test_cost_pressure(population: Floats, base: Floats, times: float) -> None:
    costs = {"1-5": 150_000.0, "6-15": 140_000.0, "80+": 260_000.0}
    assert cost_pressure(base, base, costs) == pytest.approx(100)
    pressure = cost_pressure(population, base, costs)
    dearer = {group: cost * times for group, cost in costs.items()}
    assert cost_pressure(population, base, dearer) == pytest.approx(pressure)
    assert cost_pressure(population * times, base, costs) == pytest.approx(pressure * times)
    # One group only: the pressure is that group's growth.
    only = cost_pressure(population, base, {"80+": 1.0})
    assert only == pytest.approx(f.age_sum(population, 80) / f.age_sum(base, 80) * 100)


@pytest.mark.parametrize(
    ("costs", "code"),
    [
        ({}, "no_costs"),
        ({"0-5": 0.0}, "no_costs"),
        ({"0-5": -1.0, "6-15": 1.0}, "bad_cost"),
        ({"0-5": float("nan"), "6-15": 1.0}, "bad_cost"),
        ({"0-5": 1.0, "1-5": 1.0}, "overlapping_groups"),
        ({"65+": 1.0, "80+": 1.0}, "overlapping_groups"),
    ],
)
def test_costs_that_mean_nothing_are_refused(costs: dict[str, float], code: str) -> None:
    with pytest.raises(RequestError) as caught:
        cost_pressure(np.ones(101), np.ones(101), costs)
    assert caught.value.code == code


@given(people, factor)
def test_fertility_scales_with_births_and_loses_no_child(women: Floats, times: float) -> None:
    births = np.zeros(101)
    births[14:50] = 3
    tfr = f.total_fertility_rate(births, women)
    assert f.total_fertility_rate(births * times, women) == pytest.approx(tfr * times)
    at_edge = np.zeros(101)
    at_edge[14] = at_edge[49] = 1
    expected = 1 / women[15] + 1 / women[49]
    assert f.total_fertility_rate(at_edge, women) == pytest.approx(expected)


def test_births_at_an_age_without_women_have_no_rate() -> None:
    births, women = np.zeros(101), np.ones(101)
    births[30], women[30] = 1, 0
    assert np.isnan(f.total_fertility_rate(births, women))


@given(people, people)
def test_mean_population_is_between_its_ends(opening: Floats, closing: Floats) -> None:
    mean = f.mean_population(opening, closing)
    assert (mean >= np.minimum(opening, closing)).all()
    assert (mean <= np.maximum(opening, closing)).all()
    cohort = f.mean_population(opening, closing, by_cohort=True)
    # Everyone who opened the year is followed, whatever the age; the newborn come on top.
    assert cohort.sum() == pytest.approx(mean.sum())


def test_empty_population_gives_no_number() -> None:
    nobody = np.zeros((2, 101))
    assert np.isnan(f.dependency_ratio(nobody)).all()
    assert np.isnan(f.mean_age(nobody)).all()


def test_wrong_shape_is_said() -> None:
    with pytest.raises(RequestError, match="last axis"):
        f.dependency_ratio(np.ones(86))


def test_age_groups_follow_the_calendar() -> None:
    assert groups_in_use(2022).labels[3] == "20-64"
    assert groups_in_use(2023).labels[3] == "20-66"
    with pytest.raises(RequestError, match="Choose one of"):
        groups_in_use(2023, "nobody")
