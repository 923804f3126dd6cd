"""A place run through the engine with one of its rates raised or lowered.

Levers multiply what the projection draws, the same factor every year and on every draw: the
number of arrivals, or the rates of birth. The draws are those of the projection with the same
seed, so that whatever differs is the lever's doing. Without chance the engine gives the
expectation of each draw, a smooth function of the factor; with chance, whole persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from demografi.projection import CohortComponent, YearRates, advance
from demografi.projection.cohort_component import RatePaths
from demografi.rates.history import MOTHER_AGES

__all__ = ["LEVERS", "Lever", "PlaceRates", "Run", "moved", "place_rates", "run"]

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
    members : tuple of str
        The municipalities.
    jump_off : int
        The last observed year.
    start : float32 array [region, sex, age]
        Persons in that year.
    paths : RatePaths
        Drawn rates of these regions only.
    seed : int
        Of the draws.
    """

    members: tuple[str, ...]
    jump_off: int
    start: Cells = field(repr=False)
    paths: RatePaths = field(repr=False)
    seed: int

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.paths.index.shape[0])


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
    for_rates, _ = np.random.default_rng(seed).spawn(2)
    paths = forecaster.rates_.draw(horizon, draws, for_rates)
    at = [forecaster.regions_.index(member) for member in members]
    return PlaceRates(
        members=tuple(members),
        jump_off=forecaster.rates_.jump_off_year,
        start=forecaster.start_[at],
        paths=replace(
            paths,
            base=paths.base[at],
            mortality_level=paths.mortality_level[:, at],
            fertility_level=paths.fertility_level[:, at],
            arrivals=paths.arrivals[at],
            leaving=paths.leaving[at],
            arrival_level=paths.arrival_level[:, :, at],
            leaving_level=paths.leaving_level[:, :, at],
            arrival_pattern=paths.arrival_pattern[:, at],
            leaving_pattern=paths.leaving_pattern[:, at],
        ),
        seed=seed,
    )


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
    place: PlaceRates,
    lever: str,
    factor: float,
    target: int,
    *,
    draws: int | None = None,
    chance: bool = False,
) -> Run:
    """Run a place to a year with a lever moved.

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
    chance : bool
        Draw whole persons, from a generator that depends on the seed alone.
    """
    count = min(draws or place.draws, place.draws)
    rng = np.random.default_rng(place.seed).spawn(2)[1] if chance else None
    people = np.ascontiguousarray(np.broadcast_to(place.start, (count, *place.start.shape)))
    low, high = MOTHER_AGES
    women = place.start[:, 0, low : high + 1].sum(axis=1)
    levels = []
    for _, drawn in zip(
        range(target - place.jump_off), place.paths.years(slice(0, count)), strict=False
    ):
        rates = moved(drawn, lever, factor)
        step = advance(people, rates, rng)
        people = step.population
        if lever == "flyttning":
            levels.append((step.in_migration - step.out_migration).sum(axis=1, dtype=float))
        else:
            per_woman = rates.fertility.sum(axis=2, dtype=float)
            levels.append(per_woman @ (women / women.sum()))
    return Run(people.sum(axis=(1, 2), dtype=float), np.mean(levels, axis=0))
