r"""What is built or closed, year by year: who comes for it, and who leaves with it.

People who came for something are followed as a group of their own, in expectation: they age, die,
move on and have children at the place's rates. While the thing is there, new arrivals make up for
what is lacking of the number it needs; when it shrinks from :math:`T_{t-1}` to :math:`T_t`, the
share :math:`1 - T_t/T_{t-1}` of the group is let go, of whom those who do not stay leave.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from demografi.scenario.expected import ADULT, Expected
from demografi.scenario.model import Measure

__all__ = ["Event", "Moves", "Stock", "Wave", "event", "path"]

Array = NDArray[np.float64]

CARE_AGE = 80
PUPILS = (6, 15)
PARENTS = (25, 54)
"""Ages of parents with pupils."""


def path(years: tuple[int, ...], first: float, last: float | None, up: float, down: float) -> Array:
    """Share of full level in each year: in equal steps up from the first, and down after the last.

    >>> path((2026, 2027, 2028, 2029, 2030, 2031), 2027, 2029, 2, 2).tolist()
    [0.0, 0.5, 1.0, 1.0, 0.5, 0.0]
    """
    year = np.array(years, float)
    level = np.clip((year - first + 1) / max(up, 1), 0, 1)
    if last is not None:
        level = np.minimum(level, np.clip(1 - (year - last) / max(down, 1), 0, 1))
    return level


@dataclass(frozen=True)
class Moves:
    """Arrivals and leavers of a year [sex, age at end], expected persons."""

    arrivals: Array = field(repr=False)
    leavers: Array = field(repr=False)


class Event(Protocol):
    """Something that makes people move, asked about one year after another."""

    region: int

    def moves(self, at: int, survivors: Array, present: Array) -> Moves:
        """Who comes and leaves.

        Parameters
        ----------
        at : int
            Position among the projected years.
        survivors : array [sex, age]
            Of the event's own group, those still there at the end of the year.
        present : array [sex, age]
            The whole population of the place that has not left by then.
        """

    @property
    def group(self) -> Array:
        """The event's own group [sex, age] at the end of the year last asked about."""


class Stock:
    """A number of people needed, kept up by arrivals.

    Parameters
    ----------
    region : int
        Position of the municipality.
    target : array [year]
        Units (jobs, persons, places) to be filled by people from outside.
    profile : array [sex, age]
        Persons who come per unit.
    ages : (int, int)
        Those of the group who fill units; as many persons as ``profile`` has there fill one.
    stay : float
        Share of those let go who stay.
    """

    def __init__(
        self, region: int, target: Array, profile: Array, ages: tuple[int, int], stay: float
    ) -> None:
        self.region, self.target, self.profile, self.stay = region, target, profile, stay
        self.ages = slice(ages[0], ages[1] + 1)
        self.group = np.zeros_like(profile)

    def moves(self, at: int, survivors: Array, present: Array) -> Moves:  # noqa: ARG002
        """Let go of what is no longer needed, then fill what is lacking."""
        before = self.target[at - 1] if at else 0.0
        wanted = self.target[at]
        lost = 1 - wanted / before if wanted < before else 0.0
        leavers = survivors * lost * (1 - self.stay)
        tied = survivors * (1 - lost)
        filled = tied[:, self.ages].sum() / self.profile[:, self.ages].sum()
        arrivals = self.profile * max(wanted - filled, 0.0)
        self.group = tied + arrivals
        return Moves(arrivals, leavers)


class Wave:
    """People who come or leave once, spread over some years, and then are like everybody else.

    Parameters
    ----------
    region : int
        Position of the municipality.
    share : array [year]
        Share of them in each year.
    arrivals, leavers : array [sex, age]
        All of them together.
    """

    def __init__(self, region: int, share: Array, arrivals: Array, leavers: Array) -> None:
        self.region, self.share = region, share
        self.total = Moves(arrivals, leavers)
        self.group = np.zeros_like(arrivals)

    def moves(self, at: int, survivors: Array, present: Array) -> Moves:  # noqa: ARG002
        """Return the year's share."""
        return Moves(self.total.arrivals * self.share[at], self.total.leavers * self.share[at])


def _family(expected: Expected, region: int, moves: Array) -> Array:
    """Persons [sex, age] who move with one pupil, the pupil included.

    Younger siblings as there are children below school age per pupil in the municipality; two
    adults for as many children as a woman has on average. Ages within each are those of
    ``moves`` [sex, age].
    """
    family = np.zeros_like(moves)
    people = expected.start[region].sum(axis=0)
    pupils = slice(PUPILS[0], PUPILS[1] + 1)
    children = 1 + people[: PUPILS[0]].sum() / people[pupils].sum()
    adults = 2 * children / expected.fertility[0, region].sum()
    for ages, size in (
        (pupils, 1.0),
        (slice(PUPILS[0]), children - 1),
        (slice(PARENTS[0], PARENTS[1] + 1), adults),
    ):
        family[:, ages] = moves[:, ages] / moves[:, ages].sum() * size
    return family


def event(measure: Measure, expected: Expected, estimates: dict[str, float]) -> Event:
    """Turn a measure into an event.

    Parameters
    ----------
    measure : Measure
        Of a kind in the group ``events``.
    expected : Expected
        Rates and moves of the municipalities projected.
    estimates : dict
        Values of parameters whose default follows from figures.
    """
    region = expected.regions.index(measure.place)
    years = expected.years[1:]
    first = measure.number("from", years[0])
    share = measure.number("share") / 100
    none = np.zeros_like(expected.start[region])
    if measure.kind == "employer":
        level = path(
            years, first, measure["to"], measure.number("ramp"), measure.number("wind_down")
        )
        size = measure.number("household", estimates.get("household", 0.0))
        profile = expected.household(region, size)
        target = level * measure.number("jobs") * share
        return Stock(region, target, profile, ADULT, measure.number("stay") / 100)
    if measure.kind == "housing":
        built = measure.number("to", first) - first + 1
        people = measure.number("persons", estimates.get("persons", 0.0))
        target = path(years, first, None, built, 1) * measure.number("dwellings") * people * share
        return Stock(region, target, expected.newcomers(region), (0, 100), 1.0)
    places = measure.number("places")
    if measure.kind == "care_home":
        oldest = expected.newcomers(region, CARE_AGE)
        level = path(years, first, None, 1, 1)
        if places > 0:
            return Stock(region, level * places * share, oldest, (CARE_AGE, 100), 1.0)
        residents = none.copy()
        residents[:, CARE_AGE:] = expected.start[region][:, CARE_AGE:]
        once = np.diff(level, prepend=0.0)
        return Wave(region, once, none, residents / residents.sum() * -places * share)
    spread = np.diff(path(years, first, None, measure.number("ramp"), 1), prepend=0.0)
    if places > 0:
        coming = _family(expected, region, expected.in_migration[:, region].mean(axis=0))
        return Wave(region, spread, coming * places * share, none)
    leaving = _family(expected, region, expected.leavers(region))
    return Wave(region, spread, none, leaving * -places * share)
