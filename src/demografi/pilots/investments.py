"""A large investment: what an employer with N jobs brings, and what is left when it closes.

The scenario with the employer is run on the draws of the projection without it, so that the
difference on every draw is the employer's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.findings import range_of
from demografi.needs import Span, span
from demografi.projection import Trajectories
from demografi.projection.trajectories import QUANTILES
from demografi.scenario import Estimate, Measure, Scenario, estimate, expected, run
from demografi.series import group_series, parse_group

__all__ = ["AFTER", "GROUPS", "STORUMAN", "Investment", "employer", "investment"]

STORUMAN = "2421"
AFTER = 5
"""Years after the last year of operation in which what is left is counted."""
CASES = ((25, 25), (75, 75))
"""Other assumptions tried: per cent of the jobs taken by in-movers, and of them who stay."""
GROUPS = ("total", "1-5", "6-15", "20-64", "80+")
"""People, preschool children, pupils, working ages, care."""


@dataclass(frozen=True)
class Investment:
    """What an employer changes in a municipality.

    Attributes
    ----------
    place : str
        Code.
    measure : Measure
        The employer.
    household : Estimate or None
        Persons per moved-in job, where the figures decide.
    first, last, after : int
        First and last year of operation; the year in which what is left is counted.
    changes : DataFrame
        Columns ages, year, low, middle, high (persons more than without, 80 % range), base (the
        median without); for the last year of operation and the later one.
    cases : DataFrame
        Columns share, stay (per cent), year, low, middle, high: persons more than without under
        other assumptions, in the same two years.
    observed : DataFrame
        Columns year, value, label: the population so far.
    without, with_it : DataFrame
        Columns year, p10, p50, p90: the population without and with the employer.
    pupils_without, pupils_with : DataFrame
        The same for the ages 6–15.
    pupils_observed : DataFrame
        Columns year, value, label.
    """

    place: str
    measure: Measure
    household: Estimate | None
    first: int
    last: int
    after: int
    changes: pd.DataFrame = field(repr=False)
    cases: pd.DataFrame = field(repr=False)
    observed: pd.DataFrame = field(repr=False)
    without: pd.DataFrame = field(repr=False)
    with_it: pd.DataFrame = field(repr=False)
    pupils_observed: pd.DataFrame = field(repr=False)
    pupils_without: pd.DataFrame = field(repr=False)
    pupils_with: pd.DataFrame = field(repr=False)

    def change(self, ages: str, year: int) -> Span:
        """Persons more than without, in an age group and one of the two years."""
        rows = self.changes[(self.changes["ages"] == ages) & (self.changes["year"] == year)]
        low, middle, high = rows[["low", "middle", "high"]].to_numpy(float)[0].tolist()
        return Span(low, middle, high)

    def by_year(self) -> pd.DataFrame:
        """One row per year: value, without_p10 … without_p90, with_p10 … with_p90."""
        without, with_it = (
            frame.rename(columns={one: f"{name}_{one}" for one in QUANTILES})
            for name, frame in (("without", self.without), ("with", self.with_it))
        )
        seen = self.observed[["year", "value"]]
        both = seen.merge(without, on="year", how="outer").merge(with_it, on="year", how="outer")
        return both.sort_values("year", ignore_index=True)


def employer(jobs: int, first: int, last: int, place: str = STORUMAN) -> Measure:
    """Make an employer with so many jobs, all else as the scenario's table says.

    Raises
    ------
    RequestError
        The last year is before the first, or a number is out of bounds.
    """
    return Measure.of("employer", place, {"jobs": jobs, "from": first, "to": last})


def investment(dataset: Dataset, trajectories: Trajectories, measure: Measure) -> Investment:
    """Compare a municipality with and without an employer.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    trajectories : Trajectories
        The projection.
    measure : Measure
        The employer; its first and last year are given.

    Raises
    ------
    RequestError
        The scenario cannot be run on this projection.
    """
    place = measure.place
    other = run(dataset, trajectories, Scenario("", (measure,)))
    first, last = int(measure.number("from")), int(measure.number("to"))
    after = min(last + AFTER, int(trajectories.years[-1]))
    years = tuple(dict.fromkeys((last, after)))
    total, pupils = ((parse_group(group)) for group in ("total", "6-15"))
    seen, schooled = (group_series(dataset, place, [group]) for group in ("total", "6-15"))
    return Investment(
        place,
        measure,
        None
        if measure["household"] is not None
        else estimate(
            dataset, expected(dataset, int(trajectories.years[-1])), measure, "household"
        ),
        first,
        last,
        after,
        _changes(trajectories, other, place, years),
        _cases(dataset, trajectories, measure, years),
        seen[["year", "value", "label"]],
        range_of(trajectories.group([place], *total), trajectories.years),
        range_of(other.group([place], *total), trajectories.years),
        schooled[["year", "value", "label"]],
        range_of(trajectories.group([place], *pupils), trajectories.years),
        range_of(other.group([place], *pupils), trajectories.years),
    )


def _changes(
    plain: Trajectories, other: Trajectories, place: str, years: Sequence[int]
) -> pd.DataFrame:
    """Differences by age group, and what there is without."""
    rows = []
    for group in GROUPS:
        base, changed = (
            one.group([place], *parse_group(group)).astype(float) for one in (plain, other)
        )
        for year in years:
            at = plain.at(year)
            found = span(changed[:, at] - base[:, at])
            middle = float(np.median(base[:, at]))
            rows.append((group, year, found.low, found.middle, found.high, middle))
    return pd.DataFrame(rows, columns=["ages", "year", "low", "middle", "high", "base"])


def _cases(
    dataset: Dataset, plain: Trajectories, measure: Measure, years: Sequence[int]
) -> pd.DataFrame:
    """Differences of the population under other assumptions."""
    base = plain.group([measure.place], *parse_group("total")).astype(float)
    rows = []
    for share, stay in CASES:
        other = run(dataset, plain, Scenario("", (measure.put(share=share, stay=stay),)))
        changed = other.group([measure.place], *parse_group("total")).astype(float)
        for year in years:
            at = plain.at(year)
            found = span(changed[:, at] - base[:, at])
            rows.append((share, stay, year, found.low, found.middle, found.high))
    return pd.DataFrame(rows, columns=["share", "stay", "year", "low", "middle", "high"])
