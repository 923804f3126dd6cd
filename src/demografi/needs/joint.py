"""What changes when municipalities plan together: chance evens out, groups grow."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.regions import Place
from demografi.series import parse_group

__all__ = ["Joint", "joint_place", "joint_view"]


@dataclass(frozen=True)
class Joint:
    """A group beside its members.

    Attributes
    ----------
    rows : DataFrame
        One row per member, the smallest spread last, then the group: columns region, name,
        low, middle, high (persons), spread (half the 80 % range in per cent of the median),
        per_age (median persons per year of age).
    together : float
        Spread of the group.
    alone_low, alone_high : float
        Smallest and largest spread of a member.
    summed : float
        Spread there would be if every member erred the same way: half of the sum of the
        members' ranges in per cent of the group.
    per_age, per_age_low, per_age_high : float
        Persons per year of age: of the group, of its smallest and its largest member.
    """

    rows: pd.DataFrame = field(repr=False)
    together: float
    alone_low: float
    alone_high: float
    summed: float
    per_age: float
    per_age_low: float
    per_age_high: float


def joint_place(dataset: Dataset, code: str, projected: Sequence[str]) -> Place:
    """Return the group a place would plan with: itself, or the nearest that is projected.

    Groups come before the county, in the order of :attr:`demografi.regions.Regions.places`.
    """
    place = dataset.regions.place(code)
    if len(place.members) > 1:
        return place
    groups = [
        other
        for other in dataset.regions.places.values()
        if code in other.members
        and len(other.members) > 1
        and set(projected).issuperset(other.members)
    ]
    return min(groups, key=lambda other: other.level != "group")


def joint_view(
    dataset: Dataset, trajectories: Trajectories, group: Place, ages: str, year: int
) -> Joint:
    """Compare a group with its members in a coming year.

    Parameters
    ----------
    dataset : Dataset
        For names.
    trajectories : Trajectories
        Joint draws: what the members have in common stays common.
    group : Place
        Two municipalities or more.
    ages : str
        Age group, as ``"6-15"``.
    year : int
        The year.
    """
    low_age, high_age = parse_group(ages)
    at = trajectories.at(year)
    draws = {
        code: trajectories.group([code], low_age, high_age)[:, at].astype(float)
        for code in group.members
    }
    draws[group.code] = np.sum(list(draws.values()), axis=0)
    low, middle, high = np.quantile(
        np.stack(list(draws.values()), axis=1), list(QUANTILES.values()), axis=0
    )
    rows = pd.DataFrame(
        {
            "region": list(draws),
            "name": [dataset.regions.name(code) for code in draws],
            "low": low,
            "middle": middle,
            "high": high,
            "spread": (high - low) / 2 / middle * 100,
            "per_age": middle / (high_age - low_age + 1),
        }
    )
    members, joint = rows.iloc[:-1], rows.iloc[-1]
    return Joint(
        rows=pd.concat([members.sort_values("spread", ascending=False), rows.iloc[-1:]]),
        together=float(joint["spread"]),
        alone_low=float(members["spread"].min()),
        alone_high=float(members["spread"].max()),
        summed=float((members["high"] - members["low"]).sum() / 2 / joint["middle"] * 100),
        per_age=float(joint["per_age"]),
        per_age_low=float(members["per_age"].min()),
        per_age_high=float(members["per_age"].max()),
    )
