"""The demographic challenge: which municipalities face what, and when.

The pressure on a municipality is its mean place among the county's, from 1 for the lightest,
over three measures in a coming year: the dependency ratio, the change of the ages 20–64 and the
change of the ages 80 and over. Places are counted on every draw of the projection, which gives
the pressure its range.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.indicators import INDICATORS
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.series import parse_group

__all__ = ["MATRIX", "PRESSURES", "SHIFTING", "GroupShift", "largest_shifts", "pressure"]

Array = NDArray[np.float64]

PRESSURES: tuple[tuple[str, bool, int], ...] = (
    ("dependency_ratio", False, 1),
    ("working_age_20_64", True, -1),
    ("older_80", True, 1),
)
"""Indicator, whether its change counts rather than its level, and which way is heavier."""
MATRIX = (
    "dependency_ratio",
    "working_age_20_64",
    "older_80",
    "school_6_15",
    "labour_entry_exit",
    "population",
)
"""Indicators of the matrix, those that make up the pressure first."""
SHIFTING = ("children_0_5", "school_6_15", "working_age_20_64", "older_65_79", "older_80")
"""Numbers of people whose shifts are compared, in per cent."""


def _places(values: Array) -> Array:
    """Place of each municipality on each draw, from 1 for the smallest, [draw, region]."""
    order = np.argsort(np.argsort(values, axis=1, kind="stable"), axis=1, kind="stable")
    return order.astype(float) + 1


def pressure(dataset: Dataset, trajectories: Trajectories, year: int = NEAR_YEAR) -> pd.DataFrame:
    """Rank the county's municipalities by demographic pressure, the heaviest first.

    Returns
    -------
    DataFrame
        Columns code, name, value (median over draws of the mean place, 1 to the number of
        municipalities), low, high (80 % range), and for the year the dependency ratio is
        highest up to the end of the projection: peak_low, peak, peak_high.
    """
    codes = dataset.regions.municipalities()
    years = np.asarray(trajectories.years)
    at = trajectories.at(year)
    burdens: dict[str, list[Array]] = {key: [] for key, _change, _sign in PRESSURES}
    peaks: list[Array] = []
    for code in codes:
        ages = trajectories.ages([code]).astype(float)
        for key, change, sign in PRESSURES:
            values = INDICATORS[key].compute(ages)
            burdens[key].append(sign * (values[:, at] / values[:, 0] if change else values[:, at]))
            if key == "dependency_ratio":
                peaks.append(years[values.argmax(axis=1)].astype(float))
    heavier = [_places(np.column_stack(columns)) for columns in burdens.values()]
    place = np.mean(heavier, axis=0)
    low, middle, high = np.quantile(place, list(QUANTILES.values()), axis=0)
    first, peak, last = np.quantile(np.column_stack(peaks), list(QUANTILES.values()), axis=0)
    frame = pd.DataFrame(
        {
            "code": list(codes),
            "name": [dataset.regions.name(code) for code in codes],
            "value": middle,
            "low": low,
            "high": high,
            "peak_low": np.rint(first).astype(int),
            "peak": np.rint(peak).astype(int),
            "peak_high": np.rint(last).astype(int),
            "mean": place.mean(axis=0),
        }
    )
    # The mean over draws settles the order of equal medians.
    ordered = frame.sort_values(
        ["value", "mean"], ascending=False, kind="stable", ignore_index=True
    )
    return ordered.drop(columns="mean")


@dataclass(frozen=True)
class GroupShift:
    """Expected change of an age group in a municipality.

    Attributes
    ----------
    place, indicator : str
        Code; key.
    now, later : float
        Persons in the projection's first year and, median, in the coming one.
    change, low, high : float
        Per cent: median and 80 % range.
    """

    place: str
    indicator: str
    now: float
    later: float
    change: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the whole range lies on one side of no change."""
        return self.low > 0 or self.high < 0


def largest_shifts(
    dataset: Dataset,
    trajectories: Trajectories,
    year: int = NEAR_YEAR,
    most: int = 3,
    indicators: Sequence[str] = SHIFTING,
) -> list[GroupShift]:
    """Find the largest shifts in per cent: of each age group the largest, of these the largest.

    Only shifts whose whole range lies on one side of no change count. One per age group, so
    that the group that grows everywhere does not take all places.
    """
    best = []
    for key in indicators:
        found = [_shift(trajectories, code, key, year) for code in dataset.regions.municipalities()]
        certain = [shift for shift in found if shift.certain]
        if certain:
            best.append(max(certain, key=lambda shift: abs(shift.change)))
    return sorted(best, key=lambda shift: abs(shift.change), reverse=True)[:most]


def _shift(trajectories: Trajectories, code: str, key: str, year: int) -> GroupShift:
    draws = trajectories.group([code], *parse_group(INDICATORS[key].groups[0])).astype(float)
    start, later = draws[:, 0], draws[:, trajectories.at(year)]
    low, middle, high = np.quantile((later / start - 1) * 100, list(QUANTILES.values()))
    return GroupShift(
        code,
        key,
        float(np.median(start)),
        float(np.median(later)),
        float(middle),
        float(low),
        float(high),
    )
