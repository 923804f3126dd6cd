"""Reports computed once: composing one takes a second."""

import datetime

import pytest

from demografi import Dataset
from demografi.projection import Trajectories
from demografi.report import Basis, Order, Report, compose
from demografi.scenario import Measure, Scenario

MADE = datetime.date(2026, 11, 22)


@pytest.fixture(scope="session")
def basis(dataset: Dataset, trajectories: Trajectories) -> Basis:
    return Basis(dataset, trajectories)


@pytest.fixture(scope="session")
def umea(basis: Basis) -> Report:
    return compose(basis, Order("kommunbild", ("2480",)), made=MADE)


@pytest.fixture(scope="session")
def what_if(basis: Basis) -> Report:
    jobs = Measure.of("employer", "2421", {"jobs": 300, "from": 2028, "to": 2035})
    scenario = Scenario("Gruva +300 jobb", (jobs,))
    order = Order("scenario", ("2421",), scenario=scenario)
    return compose(basis, order, made=MADE)
