"""The labour force: who enters and leaves the ages 20–64, and what fills a gap.

Entrants of a year are those who are 20 at its end, leavers those who are 65: counted where they
live then, so moves up to that age are included.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.findings import FAR_YEAR
from demografi.indicators import observed
from demografi.needs import (
    Answer,
    PlaceRates,
    Precedent,
    Span,
    migration_history,
    precedent,
    seek,
    span,
    window_of,
)
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.series import age_arrays, source_labels

__all__ = [
    "ENTRY",
    "EXIT",
    "Course",
    "Education",
    "Supply",
    "Turnover",
    "education",
    "employment_now",
    "needed_rates",
    "supply",
    "turnover",
]

Array = NDArray[np.float64]

Course = tuple[pd.DataFrame, pd.DataFrame]

ENTRY, EXIT = 20, 65
"""Ages at the end of the year in which people have entered and left the working ages."""


@dataclass(frozen=True)
class Turnover:
    """Who enters and leaves the working ages, year by year.

    Attributes
    ----------
    entering, leaving : (DataFrame, DataFrame)
        Observed (columns year, value) and projected (year, p10, p50, p90).
    jump_off : int
        Last observed year.
    net : Span
        Entrants − leavers of all projected years together.
    moves : Span
        What else changes the ages 20–64 in those years: moves within these ages, and deaths.
    entrants, leavers : float
        Medians of the sums over the projected years.
    sources : tuple of str
        Labels of the tables of the observed years.
    """

    entering: Course = field(repr=False)
    leaving: Course = field(repr=False)
    jump_off: int
    net: Span
    moves: Span
    entrants: float
    leavers: float
    sources: tuple[str, ...]


def turnover(
    dataset: Dataset, trajectories: Trajectories, code: str, to: int = FAR_YEAR
) -> Turnover:
    """Count entrants and leavers of a place, observed and projected.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    trajectories : Trajectories
        The projection.
    code : str
        Place made up of projected municipalities.
    to : int
        Last year.
    """
    found = age_arrays(dataset, code)
    known = found.years <= trajectories.jump_off
    draws = trajectories.ages(dataset.regions.place(code).members).astype(float)
    last = trajectories.at(to)
    ahead = draws[:, 1 : last + 1]

    def course(age: int) -> Course:
        seen = {"year": found.years[known], "value": found.values[known, 2, age]}
        bounds = np.quantile(ahead[:, :, age], list(QUANTILES.values()), axis=0)
        coming = dict(zip(QUANTILES, bounds, strict=True))
        years = list(trajectories.years[1 : last + 1])
        return pd.DataFrame(seen), pd.DataFrame({"year": years, **coming})

    net = (ahead[:, :, ENTRY] - ahead[:, :, EXIT]).sum(axis=1)
    working = draws[:, [0, last], ENTRY:EXIT].sum(axis=2)
    labels = source_labels(dataset, "population", found.years[known])
    return Turnover(
        course(ENTRY),
        course(EXIT),
        trajectories.jump_off,
        span(net),
        span(working[:, 1] - working[:, 0] - net),
        float(np.median(ahead[:, :, ENTRY].sum(axis=1))),
        float(np.median(ahead[:, :, EXIT].sum(axis=1))),
        tuple(sorted(set(labels.values()))),
    )


@dataclass(frozen=True)
class Supply:
    """What would keep as many people in work as now.

    Attributes
    ----------
    year, target : int
        Now and later.
    rate, rate_year : float, int
        Employment rate of the ages 20–64 (per cent) and its year.
    rate_source : str
        Label of its table.
    summed : bool
        Whether the rate is the mean of municipalities' rates, weighted by their working ages.
    ages_now : float
        People aged 20–64 now.
    workers : float
        People aged 20–64 in work now: the rate times those ages.
    ages : Span
        People aged 20–64 later.
    missing : Span
        People in work who would be missing at today's rate; negative when there are more.
    by_employment : Answer
        The employment rate that keeps as many in work.
    by_migration : Answer
        The net migration per year that does.
    precedent : Precedent
        That net migration against the place's history.
    """

    year: int
    target: int
    rate: float
    rate_year: int
    rate_source: str
    summed: bool
    ages_now: float
    workers: float
    ages: Span
    missing: Span
    by_employment: Answer
    by_migration: Answer
    precedent: Precedent | None

    @property
    def sign(self) -> int:
        """1 when people are missing on the whole range, −1 when none are, otherwise 0."""
        return int(self.missing.low > 0) - int(self.missing.high < 0)


@dataclass(frozen=True)
class Education:
    """Post-secondary education among the ages 25–64.

    Attributes
    ----------
    year, share : int, float
        Newest figure, per cent.
    before_year, before : int, float
        The figure nearest to ten years earlier.
    source : str
        Label of its table.
    """

    year: int
    share: float
    before_year: int
    before: float
    source: str


def education(dataset: Dataset, code: str) -> Education | None:
    """Education of a place now and ten years earlier; None where it is not published."""
    series = observed(dataset, code, "post_secondary_25_64")
    if series.empty:
        return None
    last = series.iloc[-1]
    ago = (series["year"] - (int(last["year"]) - 10)).abs().to_numpy().argmin()
    before = series.iloc[int(ago)]
    return Education(
        int(last["year"]),
        float(last["value"]),
        int(before["year"]),
        float(before["value"]),
        str(last["source"]),
    )


def employment_now(dataset: Dataset, code: str) -> tuple[int, float, str, bool]:
    """Newest employment rate of the ages 20–64 of a place.

    A place without a published rate as new as its municipalities' has the mean of theirs,
    weighted by the people in those ages.

    Returns
    -------
    year, rate, source, summed
        Rate in per cent; whether it is such a mean.

    Raises
    ------
    RequestError
        There is no rate.
    """
    own = observed(dataset, code, "employment")
    parts = {
        member: observed(dataset, member, "employment").set_index("year")
        for member in dataset.regions.place(code).members
    }
    newest = min((int(part.index.max()) for part in parts.values() if len(part)), default=0)
    if len(own) and int(own["year"].iloc[-1]) >= newest:
        last = own.iloc[-1]
        return int(last["year"]), float(last["value"]), str(last["source"]), False
    if not parts or any(newest not in part.index for part in parts.values()):
        raise RequestError(
            "no_employment",
            f"There is no employment rate for {code}.",
            "Choose a place made up of municipalities that have one.",
            region=code,
        )
    rates = np.array([part["value"].to_dict()[newest] for part in parts.values()], dtype=float)
    people = np.array([_working_ages(dataset, member, newest) for member in parts])
    source = str(next(iter(parts.values()))["source"].to_dict()[newest])
    return newest, float((rates * people).sum() / people.sum()), source, True


def _working_ages(dataset: Dataset, code: str, year: int) -> float:
    """People aged 20–64 in the year nearest to one."""
    series = observed(dataset, code, "working_age_20_64")
    nearest = (series["year"] - year).abs().to_numpy().argmin()
    return float(series["value"].iloc[int(nearest)])


def supply(
    dataset: Dataset,
    trajectories: Trajectories,
    place: PlaceRates,
    code: str,
    *,
    to: int = FAR_YEAR,
) -> Supply:
    """Work out what rise in employment, or which migration, keeps as many people in work.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    trajectories : Trajectories
        The projection.
    place : PlaceRates
        Rates of the same projection, to move.
    code : str
        Place made up of projected municipalities.
    to : int
        Year by which.
    """
    ages = trajectories.group(place.members, 20, 64).astype(float)
    year, rate, source, summed = employment_now(dataset, code)
    now = float(ages[0, 0])
    workers = now * rate / 100
    later = ages[:, trajectories.at(to)]
    by_employment, by_migration = (
        seek(
            place,
            trajectories,
            goal="sysselsatta",
            lever=lever,
            level=workers,
            year=to,
            rate=rate,
        )
        for lever in ("sysselsattning", "flyttning")
    )
    return Supply(
        trajectories.jump_off,
        to,
        rate,
        year,
        source,
        summed,
        now,
        workers,
        span(later),
        span(workers - later * rate / 100),
        by_employment,
        by_migration,
        None
        if by_migration.need is None
        else precedent(
            migration_history(dataset, code),
            by_migration.need.middle,
            window_of(by_migration.years),
        ),
    )


def needed_rates(
    dataset: Dataset, trajectories: Trajectories, codes: Sequence[str], to: int = FAR_YEAR
) -> pd.DataFrame:
    """Employment rate that keeps as many people in work, for several municipalities.

    Returns
    -------
    DataFrame
        Columns code, name, then_year, then (first published rate), now_year, now (newest), low,
        later, high (rate needed in the coming year, 80 % range; may pass 100), education_year,
        education (post-secondary share of the ages 25–64, per cent), source, education_source.
        The lowest needed rate last.
    """
    rows = []
    for code in codes:
        rates = observed(dataset, code, "employment")
        schooled = observed(dataset, code, "post_secondary_25_64").iloc[-1]
        ages = trajectories.group(dataset.regions.place(code).members, 20, 64).astype(float)
        first, last = rates.iloc[0], rates.iloc[-1]
        need = span(float(last["value"]) * ages[:, 0] / ages[:, trajectories.at(to)])
        rows.append(
            {
                "code": code,
                "name": dataset.regions.name(code),
                "then_year": int(first["year"]),
                "then": float(first["value"]),
                "now_year": int(last["year"]),
                "now": float(last["value"]),
                "low": need.low,
                "later": need.middle,
                "high": need.high,
                "education_year": int(schooled["year"]),
                "education": float(schooled["value"]),
                "source": str(last["source"]),
                "education_source": str(schooled["source"]),
            }
        )
    return pd.DataFrame(rows).sort_values(
        "later", ascending=False, kind="stable", ignore_index=True
    )
