r"""Backwards: what it takes to reach a level of population, pupils or dependency by a year.

The answer is the factor on a lever (arrivals, or births) with which the median over the
projection's own draws stands at the goal, found by Brent's method on the engine without chance.
Total numbers and ratios are monotone in the factor, so the root is the only one; a goal that
even the largest factor misses is unreachable, and said to be.

Its range says how much the lever may have to be: with chance and all drawn rates, the outcome
:math:`y_d` at the answer misses the goal by some, and

.. math:: x_d = \ell_d + (g - y_d) \Big/ \frac{\partial y_d}{\partial \ell_d}

is the level of the lever (net migration per year, children per woman) with which draw :math:`d`
would have met the goal :math:`g`; the slope is that of the engine, in which numbers are linear
in arrivals. The 80 % range is that of :math:`x_d`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from demografi.errors import RequestError
from demografi.indicators.formulas import age_sum, dependency_ratio
from demografi.needs.levers import LEVERS, PlaceRates, Run, run, run_with_chance
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.scenario import KINDS, Measure, Scenario

__all__ = [
    "GOALS",
    "Answer",
    "Goal",
    "Span",
    "as_scenario",
    "levers_for",
    "outcome",
    "seek",
    "span",
]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown

Floats = NDArray[np.float64]

WORK = 3200
"""Draws times municipalities that still answer while the reader waits."""
FEWEST = 100
"""Draws that a range needs at least."""


@dataclass(frozen=True)
class Goal:
    """A number that somebody may want to hold.

    Attributes
    ----------
    id : str
        Key in links.
    name : str
        Swedish name.
    words : str
        As in running text after the number: ``elever i grundskoleåldern``.
    indicator : str
        The indicator it is; of employed persons, the one it is a share of.
    decimals : int
        Decimals of a level.
    at_most : bool
        The goal is to stay below, not above.
    youngest : int
        Age from which somebody counts, so that children born counts first so many years later.
    """

    id: str
    name: str
    words: str
    indicator: str
    decimals: int = 0
    at_most: bool = False
    youngest: int = 0


_ALL = (
    Goal(
        "elever",
        N_("Elever i grundskoleåldern, 6–15 år"),
        N_("elever i åldern 6–15 år"),
        "school_6_15",
        youngest=6,
    ),
    Goal("folkmangd", N_("Folkmängd"), N_("invånare"), "population"),
    Goal(
        "arbetsfor",
        N_("Invånare i arbetsför ålder, 20–64 år"),
        N_("invånare i åldern 20–64 år"),
        "working_age_20_64",
        youngest=20,
    ),
    Goal(
        "kvot",
        N_("Demografisk försörjningskvot"),
        N_("unga och äldre per 100 i åldern 20–64 år"),
        "dependency_ratio",
        decimals=1,
        at_most=True,
    ),
    Goal(
        "sysselsatta",
        N_("Sysselsatta, 20–64 år"),
        N_("sysselsatta i åldern 20–64 år"),
        "working_age_20_64",
        youngest=20,
    ),
)

GOALS: dict[str, Goal] = {goal.id: goal for goal in _ALL}


def levers_for(goal: str) -> tuple[str, ...]:
    """Levers that can move a goal: employment changes who works, not who lives there.

    >>> levers_for("elever"), levers_for("sysselsatta")
    (('flyttning', 'fodda'), ('flyttning', 'fodda', 'sysselsattning'))
    """
    return tuple(LEVERS) if goal == "sysselsatta" else ("flyttning", "fodda")


def outcome(goal: str, ages: NDArray[np.floating], rate: float = float("nan")) -> Floats:
    """Compute a goal's number from ages [..., 101].

    Parameters
    ----------
    goal : str
        Which.
    ages : array [..., age]
        Persons.
    rate : float
        Employment rate in per cent, for employed persons.
    """
    people = np.asarray(ages, dtype=float)
    if goal == "folkmangd":
        return people.sum(axis=-1)  # type: ignore[no-any-return]
    if goal == "elever":
        return age_sum(people, 6, 15)
    if goal == "arbetsfor":
        return age_sum(people, 20, 64)
    if goal == "sysselsatta":
        return age_sum(people, 20, 64) * rate / 100
    return dependency_ratio(people)


@dataclass(frozen=True)
class Span:
    """80 % range and median over draws."""

    low: float
    middle: float
    high: float


def span(draws: NDArray[np.floating]) -> Span:
    """Range of a number over draws [draw]."""
    low, middle, high = np.quantile(draws, list(QUANTILES.values()))
    return Span(float(low), float(middle), float(high))


@dataclass(frozen=True)
class Answer:
    """What a goal takes.

    Attributes
    ----------
    goal, lever : str
        What shall be reached, with what.
    level : float
        The goal.
    year : int
        By when.
    years : int
        Years there are to do it in.
    reachable : bool
        Some factor within bounds meets it.
    factor : float
        Factor on the lever that puts the median at the goal; NaN if unreachable. For
        employment the rate itself over today's.
    need : Span or None
        Level of the lever it takes.
    expected : Span
        Level of the lever in the projection.
    outcome : Span or None
        The goal's number when the lever is moved by the factor.
    without : Span
        The goal's number in the projection.
    chance : float
        Share of the projection's outcomes that meet the goal with nothing changed.
    limit : float
        Nearest to the goal that can be got at all, where it is unreachable.
    """

    goal: str
    lever: str
    level: float
    year: int
    years: int
    reachable: bool
    factor: float
    need: Span | None
    expected: Span
    outcome: Span | None
    without: Span
    chance: float
    limit: float = float("nan")

    @property
    def enough(self) -> bool:
        """At least half of the outcomes meet the goal with nothing changed."""
        return self.chance >= 0.5

    @property
    def first(self) -> int:
        """The first year in which the lever can be moved."""
        return self.year - self.years + 1

    @property
    def born_in_time(self) -> int:
        """The last year whose children count among those of the goal by its year."""
        return self.year - GOALS[self.goal].youngest


def seek(
    place: PlaceRates,
    trajectories: Trajectories,
    *,
    goal: str,
    lever: str,
    level: float,
    year: int,
    rate: float = float("nan"),
) -> Answer:
    """Find what it takes to have so many by a year.

    Parameters
    ----------
    place : PlaceRates
        The place, with rates to move.
    trajectories : Trajectories
        The projection as shown, of the same draws; what happens if nothing is done.
    goal, lever : str
        Keys of :data:`GOALS` and of :data:`demografi.needs.levers.LEVERS`.
    level : float
        The number to reach, or not to exceed.
    year : int
        By when.
    rate : float
        Employment rate of today in per cent, for employed persons.

    Raises
    ------
    RequestError
        The lever cannot move the goal, or the year is not projected.
    """
    if lever not in levers_for(goal):
        raise RequestError(
            "lever_cannot_move",
            f"'{lever}' does not change '{goal}'.",
            f"Choose one of: {', '.join(levers_for(goal))}.",
            lever=lever,
            goal=goal,
        )
    at = trajectories.at(year)
    if at == 0:
        raise RequestError(
            "year_before_jump_off",
            f"The year {year} is not after the jump-off year {trajectories.jump_off}.",
            f"Ask for a year from {trajectories.years[1]} to {trajectories.years[-1]}.",
            year=year,
            first=trajectories.years[1],
            last=trajectories.years[-1],
        )
    shown = trajectories.ages(place.members)[:, at]
    left_alone = outcome(goal, shown, rate)
    met = left_alone <= level if GOALS[goal].at_most else left_alone >= level
    answered = partial(
        Answer,
        goal=goal,
        lever=lever,
        level=level,
        year=year,
        years=at,
        without=span(left_alone),
        chance=float(met.mean()),
    )
    if lever == "sysselsattning":
        working = age_sum(np.asarray(shown, dtype=float), 20, 64)
        need = span(level / working * 100)
        reachable = need.middle <= 100
        return answered(
            reachable=reachable,
            factor=need.middle / rate if reachable else float("nan"),
            need=need,
            expected=Span(rate, rate, rate),
            outcome=span(working * need.middle / 100) if reachable else None,
            limit=float(np.median(working)),
        )
    draws = max(FEWEST, min(place.draws, WORK // len(place.members)))

    @cache
    def at_factor(factor: float) -> Run:
        return run(place, lever, factor, year, draws=draws)

    def gap(factor: float) -> float:
        return float(np.median(outcome(goal, at_factor(factor).ages, rate))) - level

    bracket = _bracket(gap, LEVERS[lever].most)
    if lever == "flyttning":
        net = trajectories.flow("net_migration", place.members)
        expected = span(net[:, :at].mean(axis=1))
    else:
        expected = span(at_factor(1.0).level)
    if bracket is None:
        ends = (gap(0.0), gap(1.0), gap(LEVERS[lever].most))
        return answered(
            reachable=False,
            factor=float("nan"),
            need=None,
            expected=expected,
            outcome=None,
            limit=level + min(ends, key=abs),
        )
    factor = float(brentq(gap, *bracket, xtol=2e-5, rtol=1e-6))
    with_chance = run_with_chance(place, lever, factor, year)
    reached = outcome(goal, with_chance.ages, rate)
    here, beside = at_factor(factor), at_factor(factor * 1.05 + 0.01)
    slope = (outcome(goal, beside.ages, rate) - outcome(goal, here.ages, rate)) / (
        beside.level - here.level
    )
    return answered(
        reachable=True,
        factor=factor,
        need=span(with_chance.level[:draws] + (level - reached[:draws]) / slope),
        expected=expected,
        outcome=span(reached),
    )


def _bracket(gap: Callable[[float], float], most: float) -> tuple[float, float] | None:
    """Find factors between which a gap changes its sign, the nearest to no change first."""
    pairs = [(0.5, 1.0), (0.0, 0.5)], [(1.0, 2.0), (2.0, 4.0), (4.0, most)]
    # Too few is mended by more, as a rule; a ratio may ask for the opposite.
    for low, high in [*pairs[gap(1.0) < 0], *pairs[gap(1.0) >= 0]]:
        if low < high and gap(low) * gap(high) <= 0:
            return low, high
    return None


_KINDS = {"flyttning": "in_migration", "fodda": "fertility"}


def as_scenario(answer: Answer, place: str) -> Scenario | None:
    """Write an answer as a scenario that gives the same numbers.

    Parameters
    ----------
    answer : Answer
        What a goal takes.
    place : str
        Code of the place it was asked for.

    Returns
    -------
    Scenario or None
        None where there is no answer, where it is not a matter of rates, or where it is more
        than a scenario may change.
    """
    if not answer.reachable or answer.lever not in _KINDS:
        return None
    kind = _KINDS[answer.lever]
    change = round((answer.factor - 1) * 100, 3)
    bounds = KINDS[kind].parameters["change"]
    if not bounds.low <= change <= bounds.high:
        return None
    return Scenario(measures=(Measure.of(kind, place, {"change": change, "to": answer.year}),))
