"""The cohort step: accounting, the open age group, competing risks, limits."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from demografi.projection import YearRates, advance
from demografi.projection.engine import person_years

AGES = 101
Cells = NDArray[np.float32]


def rates(
    shape: tuple[int, ...],
    *,
    death: Any = 0.0,
    leave: Any = 0.0,
    arrive: Any = 0.0,
    birth: Any = 0.0,
) -> YearRates:
    draws, regions = shape[:2]
    full = np.zeros(shape, np.float32)
    return YearRates(
        mortality=full + np.float32(death),
        out_migration=full + np.float32(leave),
        in_migration=full + np.float32(arrive),
        fertility=np.zeros((draws, regions, 35), np.float32) + np.float32(birth),
        boys=0.514,
    )


def aged(population: Cells) -> Cells:
    older = np.zeros_like(population)
    older[..., 1:] = population[..., :-1]
    older[..., -1] += population[..., -1]
    return older


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Cells, YearRates, int]:
    """A population with any rates, of any size from empty to a county."""
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    shape = (draw(st.integers(1, 4)), draw(st.integers(1, 3)), 2, AGES)
    size = draw(st.sampled_from([0, 1, 30, 2000]))
    population = rng.integers(0, size, shape, endpoint=True).astype(np.float32)
    return (
        population,
        rates(
            shape,
            death=rng.uniform(0, draw(st.sampled_from([0, 0.1, 3.0])), shape),
            leave=rng.uniform(0, draw(st.sampled_from([0, 0.2, 2.0])), shape),
            arrive=rng.uniform(0, draw(st.sampled_from([0, 1.0, 300.0])), shape),
            birth=rng.uniform(0, draw(st.sampled_from([0, 0.15])), (*shape[:2], 35)),
        ),
        seed,
    )


@given(worlds())
@settings(max_examples=150)
def test_accounting_holds_to_the_person(world: tuple[Cells, YearRates, int]) -> None:
    population, year, seed = world
    step = advance(population, year, np.random.default_rng(seed))
    for cells in (step.population, step.exits, step.births, step.deaths, step.out_migration):
        assert (cells >= 0).all()
        assert np.array_equal(cells, np.rint(cells))
    # Per region: opening + births - deaths + in - out = closing.
    opening, closing = population.sum(axis=(2, 3)), step.population.sum(axis=(2, 3))
    net = step.births - step.deaths + step.in_migration - step.out_migration
    assert np.array_equal(opening + net, closing)
    # Per age and sex, after ageing.
    expected = aged(population - step.exits) + step.arrivals
    expected[..., 0] += step.newborn - step.infant_exits
    assert np.array_equal(expected, step.population)
    assert (step.exits <= population).all()
    assert (step.infant_exits <= step.newborn).all()
    assert np.array_equal(step.newborn.sum(axis=2), step.births)


@given(worlds())
def test_expectations_obey_the_same_accounting(world: tuple[Cells, YearRates, int]) -> None:
    population, year, _ = world
    step = advance(population, year)
    opening, closing = population.sum(axis=(2, 3)), step.population.sum(axis=(2, 3))
    net = step.births - step.deaths + step.in_migration - step.out_migration
    np.testing.assert_allclose(opening + net, closing, rtol=1e-5, atol=0.5)


def test_zero_events_only_age_the_population() -> None:
    rng = np.random.default_rng(6)
    population = rng.integers(0, 500, (3, 2, 2, AGES)).astype(np.float32)
    for chance in (None, rng):
        step = advance(population, rates(population.shape), chance)
        assert np.array_equal(step.population, aged(population))
        assert not step.births.any()
        assert not step.deaths.any()
        assert not step.in_migration.any()
        assert not step.out_migration.any()


def test_open_age_group_keeps_its_survivors() -> None:
    population = np.zeros((1, 1, 2, AGES), np.float32)
    population[..., 100] = 80
    population[..., 99] = 40
    year = rates(population.shape, death=0.5)
    closing = advance(population, year).population
    assert closing[0, 0, 0, 100] == pytest.approx((80 + 40) * np.exp(-0.5), rel=1e-5)
    assert closing[..., :100].sum() == 0


def test_competing_risks_closed_form() -> None:
    population = np.full((1, 1, 2, AGES), 1000, np.float32)
    step = advance(population, rates(population.shape, death=0.02, leave=0.06))
    stayed = 1000 * np.exp(-0.08)
    assert step.population[0, 0, 0, 50] == pytest.approx(stayed, rel=1e-5)
    gone = (1000 - stayed) * 2 * AGES
    assert step.deaths[0, 0] == pytest.approx(gone * 0.25, rel=1e-5)
    assert step.out_migration[0, 0] == pytest.approx(gone * 0.75, rel=1e-5)


@given(hazard=st.floats(0, 5, width=32), persons=st.floats(0, 1e6, width=32))
def test_person_years_limit_and_bounds(hazard: float, persons: float) -> None:
    lived = person_years(np.array([persons], np.float32), np.array([hazard], np.float32))[0]
    assert 0 <= lived <= np.float32(persons) * np.float32(1.000001)
    if hazard < 1e-6:
        assert lived == pytest.approx(persons, rel=1e-5)


def test_births_come_from_women_of_fertile_age_and_infants_face_half_a_year() -> None:
    population = np.zeros((1, 1, 2, AGES), np.float32)
    population[:, :, 1] = 1000  # men alone have no children
    assert advance(population, rates(population.shape, birth=0.1)).births.sum() == 0
    population[:, :, 0, 24] = 1000  # they are 25 at the end of the year
    year = rates(population.shape, birth=0.1, death=0.0)
    year.mortality[..., 0] = 0.02
    step = advance(population, year)
    assert step.births[0, 0] == pytest.approx(1000 * 0.1)
    assert step.newborn[0, 0, 1] == pytest.approx(51.4, rel=1e-5)
    assert step.population[..., 0].sum() == pytest.approx(100 * np.exp(-0.01), rel=1e-5)
    outside = np.zeros_like(population)
    outside[:, :, 0, :14] = 1000
    outside[:, :, 0, 49:] = 1000
    assert advance(outside, rates(population.shape, birth=0.1)).births.sum() == 0


def test_closed_population_changes_only_by_births_and_deaths() -> None:
    rng = np.random.default_rng(7)
    population = rng.integers(0, 300, (5, 2, 2, AGES)).astype(np.float32)
    year = rates(population.shape, death=0.01, birth=0.05)
    step = advance(population, year, rng)
    assert not step.in_migration.any()
    assert not step.out_migration.any()
    # No cohort can grow.
    assert (step.population[..., 1:-1] <= population[..., :-2]).all()


def test_chance_averages_to_expectation() -> None:
    population = np.full((2000, 1, 2, AGES), 12, np.float32)
    year = rates((1, 1, 2, AGES), death=0.05, leave=0.1, arrive=1.5, birth=0.06)
    drawn = advance(population, year, np.random.default_rng(8))
    expected = advance(population[:1], year)
    for name in ("births", "deaths", "in_migration", "out_migration"):
        sample, mean = getattr(drawn, name), getattr(expected, name)[0, 0]
        assert sample.mean() == pytest.approx(mean, abs=4 * float(mean / 2000) ** 0.5)
        assert sample.var() == pytest.approx(mean, rel=0.2)


def test_a_year_is_put_where_it_is_wanted() -> None:
    """A year of a result, whose draws lie apart in memory, becomes the next in its place."""
    shape = (4, 3, 2, AGES)
    rng = np.random.default_rng(9)
    years = rng.integers(0, 300, (4, 2, *shape[1:])).astype(np.float32)
    year = rates(shape, death=0.02, leave=0.05, arrive=2.0, birth=0.05)
    for seed in (None, 10):
        chances = [None if seed is None else np.random.default_rng(seed) for _ in range(2)]
        apart = advance(np.ascontiguousarray(years[:, 0]), year, chances[0])
        step = advance(years[:, 0], year, chances[1], out=years[:, 1])
        assert np.shares_memory(step.population, years)
        assert np.array_equal(years[:, 1], apart.population)
        assert np.array_equal(step.deaths, apart.deaths)
