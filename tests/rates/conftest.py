"""Histories and fits shared by the tests of this package."""

import pytest

from demografi import Dataset
from demografi.projection.cohort_component import RateModel, fit_rates
from demografi.rates import History, LeeCarter, fit_lee_carter


@pytest.fixture(scope="session")
def history(dataset: Dataset) -> History:
    return History.from_dataset(dataset)


@pytest.fixture(scope="session")
def nation(history: History) -> LeeCarter:
    return fit_lee_carter(history.nation)


@pytest.fixture(scope="session")
def model(history: History) -> RateModel:
    return fit_rates(history)[1]
