"""A fitted forecaster whose rates can be moved, and the places taken out of it."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from demografi import Dataset
from demografi.needs import PlaceRates, moved, place_rates
from demografi.projection import CohortComponent, Trajectories, fitted

DRAWS, SEED, HORIZON = 60, 1, 15  # as of the fixture `trajectories`


@pytest.fixture(scope="session")
def forecaster(dataset: Dataset) -> CohortComponent:
    return fitted(dataset)


@pytest.fixture(scope="session")
def rates_of(dataset: Dataset, forecaster: CohortComponent) -> Callable[[str], PlaceRates]:
    """Return a function that takes a place out of the projection of the other fixtures."""

    @cache
    def taken(code: str) -> PlaceRates:
        members = dataset.regions.place(code).members
        return place_rates(forecaster, members, horizon=HORIZON, draws=DRAWS, seed=SEED)

    return taken


@pytest.fixture(scope="session")
def engine(forecaster: CohortComponent) -> Callable[..., Trajectories]:
    """Return the whole engine with a lever moved, as a scenario would move it."""

    def projected(lever: str, factor: float, *, chance: bool) -> Trajectories:
        runner = forecaster.adjusted(lambda _, rates: moved(rates, lever, factor), chance=chance)
        return runner.project(HORIZON, DRAWS, np.random.default_rng(SEED))

    return projected
