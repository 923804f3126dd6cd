"""The jump-off population: split by sex, raked, plausible."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi import Dataset
from demografi.projection import CohortComponent, History
from demografi.projection.jumpoff import jump_off, rake, split_by_sex, survive
from demografi.rates import fit_lee_carter
from demografi.rates.fertility import sex_ratio

CKM_SPREAD = 5


def test_sums_to_published_totals(history: History, forecaster: CohortComponent) -> None:
    start = forecaster.start_
    assert start.shape == (15, 2, 101)
    assert (start >= 0).all()
    assert np.array_equal(start, np.rint(start))
    assert np.array_equal(start.sum(axis=(1, 2)), history.totals[-1])
    assert start[history.regions.index("2482")].sum() == 75405


def test_ages_stay_near_the_published(history: History, forecaster: CohortComponent) -> None:
    both = forecaster.start_.sum(axis=1)
    # Raking moves an age by its share of the noise in the sum: less than two persons and a bit.
    assert np.abs(both - history.population_both[-1]).max() <= 2 + 0.001 * both.max()


def test_each_age_is_split_as_its_cohort_was_a_year_younger(
    history: History, forecaster: CohortComponent
) -> None:
    """Only the survival of one year lies between, so single ages of large places must follow."""
    large = [history.regions.index(code) for code in ("2480", "2482", "2481", "2462")]
    start, before = forecaster.start_[large][..., :96], history.population[-2][large]
    women = start[:, 0] / start.sum(axis=1)
    deaths = np.exp(fit_lee_carter(history.nation).expected_log_rates(history.last_year))
    cohorts = survive(before, deaths)[..., :96]
    expected = cohorts[:, 0, 1:] / cohorts[:, :, 1:].sum(axis=1)
    # Rounding to whole persons moves the share of an age by at most one person.
    tolerance = 1.01 / start[..., 1:].sum(axis=1)
    assert (np.abs(women[:, 1:] - expected) <= tolerance).all()
    # The same written without our survival: young cohorts lose next to nobody.
    younger = before[:, 0, :60] / before[:, :, :60].sum(axis=1)
    assert np.abs(women[:, 1:61] - younger).max() < 0.02
    # Cohorts left where they were would be far outside both.
    unaged = before[:, 0, 1:61] / before[:, :, 1:61].sum(axis=1)
    assert np.abs(unaged - younger).max() > 0.05


def test_shares_follow_the_cohorts(history: History, forecaster: CohortComponent) -> None:
    before = history.population[-2]
    women = forecaster.start_[:, 0, 1:95].sum(axis=1) / forecaster.start_[:, :, 1:95].sum(
        axis=(1, 2)
    )
    cohort = before[:, 0, :94].sum(axis=1) / before[:, :, :94].sum(axis=(1, 2))
    assert np.abs(women - cohort).max() < 0.005
    girls = forecaster.start_[:, 0, 0].sum() / forecaster.start_[:, :, 0].sum()
    assert girls == pytest.approx(1 - forecaster.rates_.fertility.boys, abs=0.01)


def test_years_by_sex_are_taken_as_they_are(dataset: Dataset) -> None:
    history = History.from_dataset(dataset, last_year=2019)
    start = jump_off(history, fit_lee_carter(history.nation), sex_ratio(history.nation))
    assert np.array_equal(start, history.population[-1])


def test_split_over_several_years_has_the_cohorts_sex_ratio() -> None:
    before = np.zeros((1, 2, 101))
    before[0, 0], before[0, 1] = 60, 40
    survivors = survive(survive(before, np.full((2, 101), 0.1)), np.full((2, 101), 0.1))
    split = split_by_sex(np.full((1, 101), 50.0), survivors, 0.52)
    assert split.sum(axis=1) == pytest.approx(50)
    assert split[0, 0, 2:] == pytest.approx(30)
    assert split[0, 0, :2] == pytest.approx(24)  # born since: 48 % girls


def test_survival_keeps_the_open_age_group() -> None:
    before = np.ones((1, 2, 101))
    assert survive(before, np.zeros((2, 101))).sum() == 202
    assert survive(before, np.zeros((2, 101)))[0, 0, 100] == 2


@given(seed=st.integers(0, 10_000), total=st.integers(0, 5000))
def test_raking_hits_any_total_in_whole_persons(seed: int, total: int) -> None:
    cells = np.random.default_rng(seed).uniform(0.1, 30, (2, 2, 101))
    raked = rake(cells, np.array([total, np.nan]))
    assert raked[0].sum() == total
    assert raked[1].sum() == np.rint(cells[1].sum())
    assert (raked >= 0).all()
    assert np.array_equal(raked, np.rint(raked))
    assert np.abs(raked[0] - cells[0] * total / cells[0].sum()).max() < 1 + 1e-6
