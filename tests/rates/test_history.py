"""What a fit may see."""

from dataclasses import replace

import numpy as np
import pytest

from demografi import Dataset
from demografi.errors import RequestError
from demografi.rates import FIRST_YEAR, History


def test_newest_year_with_ages_is_the_jump_off(history: History) -> None:
    assert history.last_year == 2025
    assert history.years[0] == FIRST_YEAR
    assert history.regions[0] == "2401"
    assert len(history.regions) == 15
    umea = history.regions.index("2480")
    assert history.totals[-2, umea] == 134249
    assert np.isnan(history.population[-1]).all()  # 2025 is for both sexes together
    assert np.isfinite(history.population_both[-1]).all()
    assert history.aged_years == (*range(2010, 2020), 2024)


def test_years_known_in_total_follow_the_last_ages(dataset: Dataset) -> None:
    between = History.from_dataset(dataset, last_year=2022)
    assert (between.last_aged_year, between.last_year) == (2019, 2022)
    other = History.from_dataset(dataset, regions=["2260", "2380"])
    assert (other.last_aged_year, other.last_year) == (2019, 2022)  # Kolada's totals end there
    assert np.isfinite(other.net_migration[other.at(2010) :]).all()  # in minus out
    assert np.isfinite(other.totals[other.at(2010) :]).all()
    # Without what happened in between, the last ages are all there is.
    tables = {name: frame for name, frame in dataset.tables.items() if name != "components"}
    kept = replace(dataset, tables=tables)
    assert History.from_dataset(kept, last_year=2022).last_year == 2019


def test_until_is_what_was_read_then(dataset: Dataset) -> None:
    cut = History.from_dataset(dataset, last_year=2019).until(2014)
    read = History.from_dataset(dataset, last_year=2014)
    assert cut.last_year == cut.last_aged_year == 2014
    for name in ("population", "totals", "births", "net_migration", "deaths_by_age", "gross"):
        np.testing.assert_array_equal(getattr(cut, name), getattr(read, name))
    np.testing.assert_array_equal(cut.nation.deaths, read.nation.deaths)


def test_unknown_region_is_refused(dataset: Dataset) -> None:
    with pytest.raises(RequestError) as caught:
        History.from_dataset(dataset, regions=["2480", "9999"])
    assert caught.value.code == "unknown_region"


def test_gaps_are_bridged_by_cohort(history: History) -> None:
    bridged = history.exposure_population
    umea = history.regions.index("2480")
    before, after = history.population[history.at(2019)], history.population[history.at(2024)]
    # Two fifths of the way a cohort has made two fifths of its change.
    expected = before[:, :, 50] * 0.6 + after[:, :, 55] * 0.4
    small = [at for at in range(15) if history.regions[at] not in ("2480", "2482")]
    assert bridged[history.at(2021)][small, :, 52] == pytest.approx(expected[small])
    # Years that are published stay as they are.
    known = history.population[history.at(2021), umea]
    assert np.array_equal(bridged[history.at(2021), umea], known)
    totals = bridged[history.at(2021)].sum(axis=(1, 2)) / history.totals[history.at(2021)]
    assert np.abs(totals - 1).max() < 0.04


def test_a_jump_off_population_can_be_put_in(history: History) -> None:
    given = np.full(history.population.shape[1:], 7.0)
    filled = history.with_jump_off(given)
    assert np.array_equal(filled.population[-1], given)
    assert np.isnan(history.population[-1]).all()
    assert filled.aged_years[-1] == 2025
