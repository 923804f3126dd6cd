"""Ages carried forward through years known in total, against what was published."""

import numpy as np
import pytest

from demografi import Dataset
from demografi.projection import CohortComponent, History
from demografi.projection.cohort_component import fit_rates
from demografi.projection.known_years import carried_forward
from demografi.rates.published_groups import SPANS
from demografi.series.groups import group_arrays


@pytest.fixture(scope="module")
def between(dataset: Dataset) -> tuple[History, CohortComponent]:
    history = History.from_dataset(dataset, last_year=2022)
    return history, CohortComponent().fit(history)


def test_totals_are_the_published_ones(between: tuple[History, CohortComponent]) -> None:
    history, forecaster = between
    assert forecaster.rates_.jump_off_year == 2022
    assert forecaster.start_.sum(axis=(1, 2)) == pytest.approx(history.totals[-1])
    assert np.array_equal(forecaster.start_, np.rint(forecaster.start_))


def test_ages_are_nearer_than_in_a_forecast(
    dataset: Dataset, between: tuple[History, CohortComponent]
) -> None:
    history, forecaster = between
    earlier = CohortComponent(chance=False).fit(History.from_dataset(dataset, last_year=2019))
    said = earlier.project(3, 1, np.random.default_rng(1)).population[0, -1]
    missed, forecast = [], []
    for region, code in enumerate(history.regions):
        for group, (low, high) in (("1-5", (1, 5)), ("20-44", (20, 44)), ("80+", (80, 100))):
            found = group_arrays(dataset, code, [group])
            came = found.values[list(found.years).index(2022), 0]
            ages = slice(low, high + 1)
            missed.append(forecaster.start_[region, :, ages].sum() / came - 1)
            forecast.append(said[region, :, ages].sum() / came - 1)
    assert np.abs(missed).mean() < 0.8 * np.abs(forecast).mean()
    assert np.abs(missed).mean() < 0.025


def test_groups_are_the_published_ones(between: tuple[History, CohortComponent]) -> None:
    history, forecaster = between
    assert np.isfinite(history.groups[-1]).all()
    for group, (low, high) in enumerate(SPANS):
        carried = forecaster.start_[..., low : high + 1].sum(axis=(1, 2))
        assert np.array_equal(carried, history.groups[-1, :, group])


def test_where_groups_are_unknown_only_the_total_is_raked_to(dataset: Dataset) -> None:
    history = History.from_dataset(dataset, last_year=2020)
    start, model = fit_rates(history.until(2019))
    rates = list(model.expected(1).years())
    known = carried_forward(start, rates, history, 2019)
    history.groups[-1, 3] = np.nan
    carried = carried_forward(start, rates, history, 2019)
    assert carried.sum(axis=(1, 2)) == pytest.approx(history.totals[-1])
    assert np.array_equal(np.delete(carried, 3, axis=0), np.delete(known, 3, axis=0))
    assert not np.array_equal(carried[3], known[3])


@pytest.mark.parametrize("gross", [True, False], ids=["gross moves known", "only the net"])
def test_events_come_out_as_published(dataset: Dataset, *, gross: bool) -> None:
    """With one year to carry, the change in total is births less deaths and net migration."""
    history = History.from_dataset(dataset, last_year=2020)
    if not gross:
        history.in_migration[-1] = history.out_migration[-1] = np.nan
    start, model = fit_rates(history.until(2019))
    history.totals[-1] = history.groups[-1] = np.nan  # rake to the sum of what happened instead
    carried = carried_forward(start, list(model.expected(1).years()), history, 2019)
    change = carried.sum(axis=(1, 2)) - start.sum(axis=(1, 2))
    expected = history.births[-1] - history.deaths[-1] + history.net_migration[-1]
    assert change == pytest.approx(expected, abs=1.5)
