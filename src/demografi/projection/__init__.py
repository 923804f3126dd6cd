"""Projection: cohort-component step, joint simulation, trajectories."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.projection.cohort_component import CohortComponent
from demografi.projection.engine import Step, YearRates, advance
from demografi.projection.trajectories import Forecaster, Trajectories
from demografi.rates import History
from demografi.regions import COUNTY

__all__ = [
    "MAX_HORIZON",
    "CohortComponent",
    "Forecaster",
    "History",
    "Step",
    "Trajectories",
    "YearRates",
    "advance",
    "fitted",
    "project",
]

MAX_HORIZON = 75
"""Years ahead beyond which nobody should be given a number."""
MAX_DRAWS = 5000
"""Draws that still fit in the memory of an ordinary machine."""


def fitted(dataset: Dataset, county: str = COUNTY) -> CohortComponent:
    """Return the forecaster of a county's municipalities, fitted once per dataset.

    Raises
    ------
    RequestError
        The dataset lacks what the fits need.
    """
    key = ("projection", "fitted", county)
    if key not in dataset.memo:
        dataset.memo[key] = CohortComponent().fit(History.from_dataset(dataset, county=county))
    found: CohortComponent = dataset.memo[key]
    return found


def project(
    dataset: Dataset,
    *,
    to: int = 2050,
    draws: int = 500,
    seed: int = 1,
    county: str = COUNTY,
    adjust: Callable[[int, YearRates], YearRates] | None = None,
    regions: Sequence[str] | None = None,
) -> Trajectories:
    """Project all municipalities of a county jointly from the newest year with ages.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    to : int
        Last projected year.
    draws : int
        Trajectories.
    seed : int
        The same seed gives the same trajectories.
    county : str
        County whose municipalities are projected.
    adjust : callable, optional
        Changes the rates of a year, ``adjust(year, rates) -> rates``. It meets the same draws
        as without it, so that the difference between the two is what it changes.
    regions : sequence of str, optional
        Only these municipalities of the county; the same numbers as among all.

    Raises
    ------
    RequestError
        The county is unknown or is none, the year is not in the future or absurdly far, the
        number of draws is impossible, or the dataset lacks what the fits need.
    """
    if dataset.regions.place(county).level != "county":
        raise RequestError(
            "not_a_county",
            f"'{county}' is not a county.",
            "Give the two-digit code of a county, such as 24.",
            region=county,
        )
    if not 2 <= draws <= MAX_DRAWS:
        raise RequestError(
            "draws_out_of_range",
            f"{draws} draws cannot be made.",
            f"Ask for 2 to {MAX_DRAWS} draws.",
            draws=draws,
            most=MAX_DRAWS,
        )
    if seed < 0:
        raise RequestError(
            "negative_seed", f"The seed {seed} is negative.", "Use 0 or more.", seed=seed
        )
    forecaster = fitted(dataset, county)
    jump_off = forecaster.rates_.jump_off_year
    first, last = jump_off + 1, jump_off + MAX_HORIZON
    if to < first:
        raise RequestError(
            "year_before_jump_off",
            f"The year {to} is not after the jump-off year {jump_off}.",
            f"Ask for a year from {first} to {last}.",
            year=to,
            first=first,
            last=last,
        )
    if to > last:
        raise RequestError(
            "year_too_far",
            f"The year {to} is more than {MAX_HORIZON} years ahead.",
            f"Ask for a year from {first} to {last}.",
            year=to,
            first=first,
            last=last,
        )
    drawn = forecaster.adjusted(adjust).project(
        to - jump_off, draws, np.random.default_rng(seed), regions=regions
    )
    return replace(drawn, seed=seed)
