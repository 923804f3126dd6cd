"""A place run through the engine with one of its rates raised or lowered.

Levers multiply what the projection draws, the same factor every year and on every draw: the
number of arrivals, or the rates of birth. The draws are those of the projection with the same
seed, so that whatever differs is the lever's doing. Without chance the engine gives the
expectation of each draw, a smooth function of the factor; with chance, whole persons.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from demografi.projection import CohortComponent, YearRates, advance
from demografi.projection.cohort_component import BLOCK, RatePaths
from demografi.rates.history import MOTHER_AGES

__all__ = ["LEVERS", "Lever", "PlaceRates", "Run", "moved", "place_rates", "run", "run_with_chance"]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown

Cells = NDArray[np.float32]
Floats = NDArray[np.float64]
LeverId = Literal["flyttning", "fodda", "sysselsattning"]


@dataclass(frozen=True)
class Lever:
    """Something that can be changed to reach a goal.

    Attributes
    ----------
    id : str
        Key in links.
    name : str
        Swedish name.
    unit : str
        Unit in which its level is told.
    decimals : int
        Decimals shown.
    most : float
        Largest factor tried.
    """

    id: LeverId
    name: str
    unit: str
    decimals: int
    most: float


_ALL = (
    Lever("flyttning", N_("Flyttnetto"), N_("personer per år"), 0, 10.0),
    Lever("fodda", N_("Barnafödande"), N_("barn per kvinna"), 2, 4.0),
    Lever("sysselsattning", N_("Sysselsättningsgrad"), N_("procent av 20–64 år"), 1, 1.0),
)

LEVERS: dict[str, Lever] = {lever.id: lever for lever in _ALL}


@dataclass(frozen=True)
class PlaceRates:
    """Start and drawn rates of the municipalities that make up a place.

    Attributes
    ----------
    forecaster : CohortComponent
        The fitted projection they come from.
    members : tuple of str
        The municipalities.
    start : float32 array [region, sex, age]
        Persons in the jump-off year.
    paths : RatePaths
        Drawn rates of these regions only.
    seed : int
        Of the draws.
    """

    forecaster: CohortComponent = field(repr=False)
    members: tuple[str, ...]
    start: Cells = field(repr=False)
    paths: RatePaths = field(repr=False)
    seed: int

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.paths.index.shape[0])

    @property
    def jump_off(self) -> int:
        """The last observed year."""
        return self.forecaster.rates_.jump_off_year


def place_rates(
    forecaster: CohortComponent, members: Sequence[str], *, horizon: int, draws: int, seed: int
) -> PlaceRates:
    """Take a place out of a fitted projection, with the draws that the seed gives it.

    Parameters
    ----------
    forecaster : CohortComponent
        Fitted.
    members : sequence of str
        Municipalities that make up the place.
    horizon : int
        Years ahead.
    draws, seed : int
        As of the projection it shall agree with.
    """
    for_rates, _ = np.random.default_rng(seed).spawn(2)  # as CohortComponent.project does
    at = [forecaster.regions_.index(member) for member in members]
    paths = forecaster.rates_.draw(horizon, draws, for_rates).of(at)
    start = forecaster.start_[at].astype(np.float32)
    return PlaceRates(forecaster, tuple(members), start, paths, seed)


def moved(rates: YearRates, lever: str, factor: float) -> YearRates:
    """Rates of a year with a lever moved; the adjustment that reproduces an answer.

    Parameters
    ----------
    rates : YearRates
        As drawn.
    lever : {'flyttning', 'fodda'}
        What is changed.
    factor : float
        How much, 1 for not at all.
    """
    scale = np.float32(factor)
    if lever == "flyttning":
        return replace(rates, in_migration=rates.in_migration * scale)
    return replace(rates, fertility=rates.fertility * scale)


@dataclass(frozen=True)
class Run:
    """Where a place ends up.

    Attributes
    ----------
    ages : array [draw, age]
        Persons of the place on 31 December of the target year.
    level : array [draw]
        Level of the lever: net migration per year, or children per woman, mean over the years
        from the first projected to the target.
    """

    ages: Floats = field(repr=False)
    level: Floats = field(repr=False)


def run(
    place: PlaceRates, lever: str, factor: float, target: int, *, draws: int | None = None
) -> Run:
    """Run a place to a year with a lever moved, without chance.

    Parameters
    ----------
    place : PlaceRates
        The place.
    lever : {'flyttning', 'fodda'}
        What is changed.
    factor : float
        By how much.
    target : int
        The year.
    draws : int, optional
        The first draws only.
    """
    count = min(draws or place.draws, place.draws)
    size = max(BLOCK, BLOCK * len(place.forecaster.regions_) // len(place.members))
    blocks = [slice(at, min(at + size, count)) for at in range(0, count, size)]
    # NumPy lets go of the interpreter inside array operations, so threads run in parallel.
    with ThreadPoolExecutor(min(len(blocks), os.cpu_count() or 1)) as pool:
        parts = list(
            pool.map(lambda block: _run_block(place, lever, factor, target, block), blocks)
        )
    return Run(
        np.concatenate([part.ages for part in parts]),
        np.concatenate([part.level for part in parts]),
    )


def _run_block(place: PlaceRates, lever: str, factor: float, target: int, block: slice) -> Run:
    """Run some of the draws, few enough for their arrays to stay in the cache."""
    shape = (block.stop - block.start, *place.start.shape)
    people = np.ascontiguousarray(np.broadcast_to(place.start, shape))
    levels = []
    for _, drawn in zip(range(target - place.jump_off), place.paths.years(block), strict=False):
        rates = moved(drawn, lever, factor)
        step = advance(people, rates)
        people = step.population
        if lever == "flyttning":
            levels.append((step.in_migration - step.out_migration).sum(axis=1, dtype=float))
        else:
            levels.append(_children_per_woman(place, rates))
    return Run(people.sum(axis=(1, 2), dtype=float), np.mean(levels, axis=0))


def run_with_chance(place: PlaceRates, lever: str, factor: float, target: int) -> Run:
    """Run a place to a year with a lever moved, in whole persons.

    The numbers are those of a scenario that changes the same rates by as much.
    """
    runner = place.forecaster.adjusted(lambda _, rates: moved(rates, lever, factor))
    years = target - place.jump_off
    found = runner.project(
        years, place.draws, np.random.default_rng(place.seed), regions=place.members
    )
    if lever == "flyttning":
        level = found.flow("net_migration", place.members).mean(axis=1, dtype=float)
    else:
        level = run(place, lever, factor, target).level
    return Run(found.ages(place.members)[:, -1].astype(float), level)


def _children_per_woman(place: PlaceRates, rates: YearRates) -> Floats:
    """Total fertility rate of a year, members weighted by their women of fertile age, [draw]."""
    low, high = MOTHER_AGES
    women = place.start[:, 0, low : high + 1].sum(axis=1)
    weighted: Floats = rates.fertility.sum(axis=2, dtype=float) @ (women / women.sum())
    return weighted
