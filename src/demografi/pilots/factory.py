"""The measured case: Skellefteå while a battery factory was built, and when it went bankrupt.

The projection is made with the product's own method from figures up to a year before the
factory: nothing later is read (:class:`demografi.rates.History`). What came is set against it,
for Skellefteå and for the county's other municipalities, whose surprises of the same years tell
how much a projection misses without any factory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.projection import CohortComponent, History, Trajectories
from demografi.projection.trajectories import QUANTILES
from demografi.series import age_arrays, parse_group, source_labels, total_series

__all__ = ["AGES", "BEFORE", "FACTORY", "MeasuredCase", "measured_case", "projection_before"]

FACTORY, BEFORE = "2482", 2018
"""The municipality, and the last year whose figures the projection may know."""
AGES = ("0-5", "6-15", "16-19", "20-29", "30-44", "45-64", "65-79", "80+")
"""Age groups the difference is split into."""


@dataclass(frozen=True)
class MeasuredCase:
    """What came, against what figures from before would have let one expect.

    Attributes
    ----------
    code : str
        The municipality.
    origin : int
        Last year known to the projection.
    path : DataFrame
        Columns year, value (observed), p10, p50, p90 (projected from the origin).
    peak_year, peak : int, float
        Year with most people above the projection's median, and how many.
    last_year, last : int, float
        Newest year, and how many above the median then.
    peak_low, peak_high, last_low, last_high : float
        What came minus the upper and the lower end of the 80 % range.
    others : DataFrame
        All municipalities of the county at the peak: columns code, name, year, observed, p50,
        deviation (per cent of the median), outside (of the 80 % range).
    ages : DataFrame
        Difference by age group at the peak and in the newest year, where ages are known:
        columns year, ages, observed, p10, p50, p90, difference.
    sources : tuple of str
        Labels of the tables of what came.
    """

    code: str
    origin: int
    path: pd.DataFrame = field(repr=False)
    peak_year: int
    peak: float
    peak_low: float
    peak_high: float
    last_year: int
    last: float
    last_low: float
    last_high: float
    others: pd.DataFrame = field(repr=False)
    ages: pd.DataFrame = field(repr=False)
    sources: tuple[str, ...]

    def differences(self) -> pd.DataFrame:
        """Difference by age group at the peak: columns ages, name, value, low, high and bounds.

        The range is what came minus the upper and the lower end of the projection's.
        """
        here = self.ages[self.ages["year"] == self.peak_year].reset_index(drop=True)
        return here.assign(
            value=here["difference"],
            low=here["observed"] - here["p90"],
            high=here["observed"] - here["p10"],
        )

    @property
    def outside(self) -> int:
        """How many of the other municipalities ended outside their range at the peak."""
        others = self.others[self.others["code"] != self.code]
        return int(others["outside"].sum())


def projection_before(
    dataset: Dataset, origin: int, to: int, *, draws: int = 400, seed: int = 1
) -> Trajectories:
    """Project the county from what was known at the end of a year."""
    history = History.from_dataset(dataset, last_year=origin)
    forecaster = CohortComponent().fit(history)
    return forecaster.project(to - history.last_year, draws, np.random.default_rng(seed))


def measured_case(
    dataset: Dataset,
    code: str = FACTORY,
    origin: int = BEFORE,
    *,
    draws: int = 400,
    seed: int = 1,
) -> MeasuredCase:
    """Set what came against the projection from a year before.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    code : str
        The municipality.
    origin : int
        Last year the projection may know of; the newest with ages up to it is its jump-off.
    draws, seed : int
        Of the projection.
    """
    totals = total_series(dataset, code)
    until = int(totals["year"].iloc[-1])
    before = projection_before(dataset, origin, until, draws=draws, seed=seed)
    path = _path(dataset, before, code)
    above = path["value"] - path["p50"]
    top = path.iloc[int(above.to_numpy().argmax())]
    end = path.iloc[-1]
    years = [int(year) for year in path["year"]]
    return MeasuredCase(
        code,
        before.jump_off,
        path,
        int(top["year"]),
        *_above(top),
        int(end["year"]),
        *_above(end),
        _all_places(dataset, before, int(top["year"])),
        _by_age(dataset, before, code, [int(top["year"]), int(end["year"])]),
        tuple(sorted(set(source_labels(dataset, "population_total", years).values()))),
    )


def _above(row: pd.Series) -> tuple[float, float, float]:
    """Observed minus the median, minus the upper end and minus the lower end."""
    value, low, middle, high = row[["value", *QUANTILES]].to_numpy(float).tolist()
    return value - middle, value - high, value - low


def _path(dataset: Dataset, before: Trajectories, code: str) -> pd.DataFrame:
    """Observed total beside the projection's range, from the jump-off on."""
    draws = before.group([code], 0, 100)
    bounds = np.quantile(draws, list(QUANTILES.values()), axis=0)
    ahead = pd.DataFrame({"year": before.years, **dict(zip(QUANTILES, bounds, strict=True))})
    return total_series(dataset, code)[["year", "value"]].merge(ahead, on="year")


def _all_places(dataset: Dataset, before: Trajectories, year: int) -> pd.DataFrame:
    """Deviation of every municipality from its median in one year, the largest first."""
    rows = []
    for code in before.regions:
        path = _path(dataset, before, code)
        here = path.loc[path["year"] == year, ["value", *QUANTILES]]
        value, low, middle, high = here.to_numpy(float)[0].tolist()
        rows.append(
            {
                "code": code,
                "name": dataset.regions.name(code),
                "year": year,
                "observed": value,
                "p50": middle,
                "deviation": 100 * (value / middle - 1),
                "outside": not low <= value <= high,
            }
        )
    return pd.DataFrame(rows).sort_values(
        "deviation", ascending=False, kind="stable", ignore_index=True
    )


def _by_age(
    dataset: Dataset, before: Trajectories, code: str, years: Sequence[int]
) -> pd.DataFrame:
    """Difference by age group in the years whose ages are known."""
    known = age_arrays(dataset, code)
    rows = []
    for year in dict.fromkeys(years):
        if year not in known.years:
            continue
        people = known.values[list(known.years).index(year), 2]
        for group in AGES:
            low, high = parse_group(group)
            draws = before.group([code], low, high)[:, before.at(year)]
            bounds = np.quantile(draws, list(QUANTILES.values()))
            came = float(people[low : high + 1].sum())
            rows.append((year, group, came, *bounds, came - bounds[1]))
    columns = ["year", "ages", "observed", *QUANTILES, "difference"]
    return pd.DataFrame(rows, columns=columns)
