"""Region 8 and Region 10: whether the members share a pattern, and what they gain together.

*Pattern*: the spread of an indicator among the members, against the spread in groups of as many
municipalities drawn at random from northern Sweden. Few random groups that are as alike mean
that the members do share something.

*Gain*: the 80 % range of an age group in a coming year, in per cent of its middle, for the
members one by one and for all of them together. What chance does to one member is evened out by
the others; what reaches all of them alike is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.indicators import observed
from demografi.needs import joint_view
from demografi.projection import Trajectories
from demografi.regions import NORTH, Place
from demografi.series import parse_group

__all__ = [
    "GROUPS",
    "NOISE",
    "PATTERN",
    "SIZES",
    "Likeness",
    "Pattern",
    "class_sizes",
    "noise",
    "pattern",
    "projected_members",
]

Array = NDArray[np.float64]

GROUPS = ("region8", "region10")
"""Groups that can be chosen."""
PATTERN = (
    "dependency_ratio",
    "old_age_ratio",
    "share_80",
    "change_5y",
    "natural_change_per_1000",
    "net_domestic_per_1000",
)
"""Indicators the pattern is looked for in."""
NOISE = ("1-5", "6-15", "16-18", "20-64", "65-79", "80+")
"""Age groups of the projection's range."""
SIZES = ("1-5", "6-15", "16-18")
"""Services' age groups: preschool, school, upper secondary."""
RANDOM_GROUPS, SEED = 4000, 1
RARE = 0.05
"""Share of random groups below which likeness is taken for more than chance."""


@dataclass(frozen=True)
class Likeness:
    """How alike the members are in one indicator.

    Attributes
    ----------
    indicator : str
        Key.
    year : int
        Newest year all northern municipalities have.
    joint, low, high : float
        Value of the members together (missing where it cannot be made up), lowest and highest
        among them.
    north : float
        Mean of all northern municipalities.
    spread : float
        Standard deviation among the members, in per cent of that among all of them.
    share : float
        Share of random groups of as many municipalities that are as alike or more.
    above : int
        Members above the mean of all.
    members : int
        How many they are.
    source : str
        Label of the tables.
    """

    indicator: str
    year: int
    joint: float
    low: float
    high: float
    north: float
    spread: float
    share: float
    above: int
    members: int
    source: str

    @property
    def one_sided(self) -> bool:
        """Whether all members, but for one at most, are on the same side of the mean."""
        return self.above <= 1 or self.above >= self.members - 1


def _values(dataset: Dataset, codes: Sequence[str], key: str) -> tuple[int, Array, list[str]]:
    """Newest year all have, their values and sources."""
    series = {code: observed(dataset, code, key).set_index("year") for code in codes}
    common = set.intersection(*(set(frame.index) for frame in series.values()))
    year = int(max(common))
    values = np.array([frame["value"].to_dict()[year] for frame in series.values()], dtype=float)
    return year, values, [str(frame["source"].to_dict()[year]) for frame in series.values()]


@dataclass(frozen=True)
class Pattern:
    """Whether the members share a pattern.

    Attributes
    ----------
    share : float
        Share of random groups of as many municipalities whose mean spread over all indicators
        is as small: one test of all of them together.
    measures : tuple of Likeness
        Each by itself.
    """

    share: float
    measures: tuple[Likeness, ...]

    @property
    def shared(self) -> bool:
        """Whether a random group is hardly ever as alike."""
        return self.share <= RARE


def pattern(dataset: Dataset, group: str, indicators: Sequence[str] = PATTERN) -> Pattern:
    """Compare the spread among a group's members with that of random groups.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    group : str
        Code of the group.
    indicators : sequence of str
        Keys.
    """
    codes = list(dataset.regions.place(NORTH).members)
    members = dataset.regions.place(group).members
    at = [codes.index(code) for code in members]
    rng = np.random.default_rng(SEED)
    picks = np.argsort(rng.random((RANDOM_GROUPS, len(codes))), axis=1)[:, : len(members)]
    found, own_spreads, random_spreads = [], [], []
    for key in indicators:
        year, values, sources = _values(dataset, codes, key)
        own, every = values[at], values.std()
        spread, random = own.std() / every, values[picks].std(axis=1) / every
        own_spreads.append(spread)
        random_spreads.append(random)
        together = observed(dataset, group, key).set_index("year")["value"]
        found.append(
            Likeness(
                key,
                year,
                float(together.get(year, float("nan"))),
                float(own.min()),
                float(own.max()),
                float(values.mean()),
                float(100 * spread),
                _share(random, spread),
                int((own > values.mean()).sum()),
                len(members),
                sources[at[0]],
            )
        )
    overall = _share(np.mean(random_spreads, axis=0), float(np.mean(own_spreads)))
    return Pattern(overall, tuple(found))


def _share(random: Array, own: float) -> float:
    """Share of random groups, and the group itself, that are as alike."""
    return float((1 + (random <= own).sum()) / (1 + len(random)))


def projected_members(dataset: Dataset, trajectories: Trajectories, group: str) -> tuple[str, ...]:
    """Members of a group that are part of the projection."""
    return tuple(
        code for code in dataset.regions.place(group).members if code in trajectories.regions
    )


def _planning(dataset: Dataset, trajectories: Trajectories, group: str) -> Place:
    """Return the group with the members that are projected."""
    return replace(
        dataset.regions.place(group), members=projected_members(dataset, trajectories, group)
    )


def noise(
    dataset: Dataset,
    trajectories: Trajectories,
    group: str,
    year: int = NEAR_YEAR,
    ages: Sequence[str] = NOISE,
) -> pd.DataFrame:
    """Relative width of the range in a coming year, for each member and for all together.

    Returns
    -------
    DataFrame
        Columns ages, least, most (half widths of the members' ranges in per cent of their
        middles), alone (their mean), together (of the sum), gain (per cent narrower together
        than alone).
    """
    place = _planning(dataset, trajectories, group)
    rows = []
    for name in ages:
        joint = joint_view(dataset, trajectories, place, name, year)
        alone = float(joint.rows["spread"].iloc[:-1].mean())
        gain = 100 * (1 - joint.together / alone)
        rows.append((name, joint.alone_low, joint.alone_high, alone, joint.together, gain))
    return pd.DataFrame(rows, columns=["ages", "least", "most", "alone", "together", "gain"])


def class_sizes(
    dataset: Dataset, trajectories: Trajectories, group: str, year: int = NEAR_YEAR
) -> pd.DataFrame:
    """Children and pupils per year of age, in each member and in all together.

    Returns
    -------
    DataFrame
        Columns ages, code (the group's own code for all together), name, now (the projection's
        first year), low, middle, high (the coming year, 80 % range): persons per year of age.
    """
    place = _planning(dataset, trajectories, group)
    frames = []
    for name in SIZES:
        low, high = parse_group(name)
        width = high - low + 1
        now, then = (
            joint_view(dataset, trajectories, place, name, at).rows.set_index("region")
            for at in (trajectories.jump_off, year)
        )
        order = [*place.members, group]
        frames.append(
            pd.DataFrame(
                {
                    "ages": name,
                    "code": order,
                    "name": now.loc[order, "name"].to_numpy(),
                    "now": now.loc[order, "per_age"].to_numpy(),
                    "low": then.loc[order, "low"].to_numpy() / width,
                    "middle": then.loc[order, "per_age"].to_numpy(),
                    "high": then.loc[order, "high"].to_numpy() / width,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
