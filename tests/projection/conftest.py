"""One fitted forecaster and one small projection, shared by the tests of this package."""

import numpy as np
import pytest

from demografi import Dataset
from demografi.projection import CohortComponent, History, Trajectories


@pytest.fixture(scope="session")
def history(dataset: Dataset) -> History:
    return History.from_dataset(dataset)


@pytest.fixture(scope="session")
def forecaster(history: History) -> CohortComponent:
    return CohortComponent().fit(history)


@pytest.fixture(scope="session")
def trajectories(forecaster: CohortComponent) -> Trajectories:
    return forecaster.project(10, 90, np.random.default_rng(20261122))
