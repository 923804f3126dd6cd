"""One baseline and its averages, shared by the tests of this package."""

import pytest

from demografi import Dataset
from demografi.projection import Trajectories, project
from demografi.scenario import Expected, expected

TO = 2045


@pytest.fixture(scope="session")
def baseline(dataset: Dataset) -> Trajectories:
    return project(dataset, to=TO, draws=80, seed=4)


@pytest.fixture(scope="session")
def averages(dataset: Dataset) -> Expected:
    return expected(dataset, TO)
