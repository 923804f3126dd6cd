"""Demographic cost pressure: what today's cost per person comes to with tomorrow's ages.

Kolada gives the municipality's own cost of elderly care per inhabitant of 80 and over. For
children no cost is among the shipped figures: the reader gives one, or takes the nation's,
computed from the municipalities' accounts, as an example.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.indicators import cost_pressure
from demografi.projection.trajectories import Trajectories
from demografi.regions import NATION
from demografi.series import group_series, parse_group

__all__ = [
    "COST_GROUPS",
    "ELDERLY_COST",
    "EXAMPLE_SOURCE",
    "EXAMPLE_YEAR",
    "cost_by_group",
    "cost_index",
    "example_costs",
]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown

COST_GROUPS: tuple[str, ...] = ("1-5", "6-15", "16-18", "80+")
ELDERLY_COST = "N20048"
"""Kolada: cost of elderly care, kronor per inhabitant aged 80 and over."""

EXAMPLE_YEAR = 2021
EXAMPLE_SOURCE = N_("SCB, Räkenskapssammandraget 2021, riket, per invånare i åldern")
_NATIONAL_COST: Mapping[str, float] = {  # million kronor
    "1-5": 83_597,  # preschool
    "6-15": 8_163 + 135_340,  # preschool class and compulsory school
    "16-18": 47_256,  # upper secondary school
}


def example_costs(dataset: Dataset) -> dict[str, float]:
    """The nation's cost per inhabitant of the ages in kronor, an example where none is known.

    The municipalities' cost of each form of school (Statistics Sweden's summary of their
    accounts; three small ones had not answered) by the nation's population in its ages.
    """
    rows = group_series(dataset, NATION, list(_NATIONAL_COST))
    people = rows[rows["year"] == EXAMPLE_YEAR].set_index("group")["value"]
    return {
        ages: million * 1e6 / float(people[ages])
        for ages, million in _NATIONAL_COST.items()
        if ages in people.index
    }


def cost_index(
    trajectories: Trajectories, members: Sequence[str], costs: Mapping[str, float]
) -> NDArray[np.float64]:
    """Cost pressure of every projected year, the jump-off year 100, [draw, year].

    Parameters
    ----------
    trajectories : Trajectories
        The projection.
    members : sequence of str
        Municipalities that make up the place.
    costs : mapping of str to float
        Kronor per person and year by age group; groups left out do not count.

    Raises
    ------
    RequestError
        There is no cost, a negative one, or groups overlap.
    """
    ages = trajectories.ages(members).astype(float)
    return cost_pressure(ages, ages[:, :1], costs)


def cost_by_group(
    trajectories: Trajectories, members: Sequence[str], costs: Mapping[str, float]
) -> dict[str, NDArray[np.float64]]:
    """What each age group costs in every projected year at today's cost per person.

    Parameters
    ----------
    trajectories : Trajectories
        The projection.
    members : sequence of str
        Municipalities that make up the place.
    costs : mapping of str to float
        Kronor per person and year by age group.

    Returns
    -------
    dict of str to array [draw, year]
        Million kronor a year, in the prices of the costs; the jump-off year first.
    """
    return {
        group: trajectories.group(members, *parse_group(group)).astype(float) * cost / 1e6
        for group, cost in costs.items()
    }
