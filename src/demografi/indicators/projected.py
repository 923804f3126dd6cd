"""Indicators of a projection: the same formulas on every draw, then the range over draws."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.indicators import formulas
from demografi.indicators.definitions import PROJECTED_EVENTS, Indicator
from demografi.indicators.observed import indicator

__all__ = ["RANGE", "Projected", "indicator_draws", "projected", "projected_matrix"]

Floats = NDArray[np.float64]
Simulated = NDArray[np.floating[Any]]

RANGE = (0.1, 0.5, 0.9)
"""The bounds of the 80 % range, and the median between them."""


class Projected(Protocol):
    """What a projection must offer; :class:`demografi.projection.Trajectories` does."""

    @property
    def years(self) -> Sequence[int]:
        """Years of the population on 31 December, the jump-off year first."""

    @property
    def regions(self) -> Sequence[str]:
        """Codes of the region axis."""

    def ages(
        self,
        members: Sequence[str],
        sex: Literal["T", "F", "M"] = "T",
        at: Sequence[int] | None = None,
    ) -> Simulated:
        """Population of the members together, [draw, year, age]; of years at some positions."""

    @property
    def births(self) -> Simulated:
        """Live births of ``years[1:]``, [draw, year, region]."""

    @property
    def deaths(self) -> Simulated:
        """Deaths of ``years[1:]``, [draw, year, region]."""

    @property
    def in_migration(self) -> Simulated:
        """Moves in of ``years[1:]``, [draw, year, region]."""

    @property
    def out_migration(self) -> Simulated:
        """Moves out of ``years[1:]``, [draw, year, region]."""


class _Place:
    """Simulated population and events of a place, summed over its members once."""

    def __init__(
        self, trajectories: Projected, members: Sequence[str], years: Sequence[int] | None = None
    ) -> None:
        self.trajectories = trajectories
        self.members = members
        every = np.asarray(trajectories.years, dtype=np.int64)
        wanted = every if years is None else np.asarray(years, dtype=np.int64)
        self.at = np.flatnonzero(np.isin(every, wanted))
        self.years = every[self.at]

    @cached_property
    def by_sex(self) -> Floats:
        """Persons, [draw, year, sex, age]."""
        sexes: tuple[Literal["F", "M"], ...] = ("F", "M")
        # A year or two of many are asked for again and again; the others need not be summed.
        at = None if len(self.at) == len(self.trajectories.years) else self.at.tolist()
        people = [self.trajectories.ages(self.members, sex, at) for sex in sexes]
        return np.stack(people, axis=2).astype(float)

    @cached_property
    def both(self) -> Floats:
        """Persons, [draw, year, age]."""
        people: Floats = self.by_sex.sum(axis=2)
        return people

    @cached_property
    def total(self) -> Floats:
        """Persons, [draw, year]."""
        people: Floats = self.both.sum(axis=2)
        return people

    def events(self, chosen: Indicator) -> Floats:
        """Signed sum of events, [draw, year]; nothing leads to the jump-off year."""
        way = next(way for way in chosen.events if set(dict(way)) <= PROJECTED_EVENTS)
        places = list(self.trajectories.regions)
        members = [places.index(code) for code in self.members]
        years = self.at[self.at > 0] - 1
        terms = [
            sign * getattr(self.trajectories, name)[:, years][:, :, members].sum(axis=2)
            for name, sign in way
        ]
        return np.asarray(np.sum(terms, axis=0), dtype=float)


def _draws(place: _Place, chosen: Indicator) -> tuple[NDArray[np.int64], Floats]:
    """Years and values [draw, year] of an indicator for a place."""
    if not chosen.projectable:
        raise RequestError(
            "not_projectable",
            f"Indicator '{chosen.id}' does not follow from a projection.",
            "Choose one whose definition says it is projectable.",
            indicator=chosen.id,
        )
    years = place.years
    if chosen.needs == "total":
        return years, place.total
    if chosen.needs == "change":
        now = np.flatnonzero(np.isin(years - 5, years))
        before = np.searchsorted(years, years[now] - 5)
        return years[now], formulas.relative_change(place.total[:, now], place.total[:, before])
    if chosen.needs == "components":
        net = place.events(chosen)
        moved = np.flatnonzero(place.at > 0)
        if not chosen.per_1000:
            return years[moved], net
        known = np.isin(years[moved] - 1, years)
        now = moved[known]
        opening, closing = place.total[:, now - 1], place.total[:, now]
        return years[now], formulas.per_1000(net[:, known], opening, closing)
    people = place.by_sex if chosen.needs == "ages by sex" else place.both
    return years, chosen.compute(people)


def indicator_draws(
    trajectories: Projected, members: Sequence[str], indicator_id: str
) -> tuple[NDArray[np.int64], Floats]:
    """Values of an indicator on every draw.

    Parameters
    ----------
    trajectories : Projected
        Simulated populations.
    members : sequence of str
        Municipalities that make up the place.
    indicator_id : str
        Key of :data:`INDICATORS`; its definition must be projectable.

    Returns
    -------
    years : ndarray, shape (year,)
    values : ndarray, shape (draw, year)

    Raises
    ------
    RequestError
        The indicator is unknown or does not follow from a projection.
    """
    return _draws(_Place(trajectories, members), indicator(indicator_id))


def projected(
    trajectories: Projected,
    members: Sequence[str],
    indicator_id: str,
    q: Sequence[float] = RANGE,
) -> pd.DataFrame:
    """Quantiles over draws of a projected indicator.

    Parameters
    ----------
    trajectories : Projected
        Simulated populations.
    members : sequence of str
        Municipalities that make up the place.
    indicator_id : str
        Key of :data:`INDICATORS`.
    q : sequence of float
        Quantiles; 0.1 and 0.9 bound the 80 % range.

    Returns
    -------
    DataFrame
        Columns year and one per quantile: p10, p50, p90. Change over five years begins five
        years after the first year of the projection.
    """
    years, values = indicator_draws(trajectories, members, indicator_id)
    return pd.DataFrame({"year": years, **_quantiles(values, q)})


def _quantiles(values: Floats, q: Sequence[float]) -> dict[str, Floats]:
    found = np.quantile(values, list(q), axis=0)
    return {f"p{100 * level:g}": row for level, row in zip(q, found, strict=True)}


def projected_matrix(
    trajectories: Projected,
    places: Mapping[str, Sequence[str]],
    indicators: Iterable[str],
    year: int,
    q: Sequence[float] = RANGE,
) -> pd.DataFrame:
    """Quantiles of many indicators for many places in one year.

    Parameters
    ----------
    trajectories : Projected
        Simulated populations.
    places : mapping of str to sequence of str
        Members of each place by its code.
    indicators : iterable of str
        Keys; those that do not follow from a projection are left out.
    year : int
        Projected year.
    q : sequence of float
        Quantiles.

    Returns
    -------
    DataFrame
        Columns place, indicator, year and one per quantile: p10, p50, p90.

    Raises
    ------
    RequestError
        The year is not projected, or an indicator is unknown.
    """
    if year not in list(trajectories.years):
        raise RequestError(
            "year_not_projected",
            f"The year {year} is not projected.",
            f"Choose a year from {trajectories.years[0]} to {trajectories.years[-1]}.",
            year=year,
            first=int(trajectories.years[0]),
            last=int(trajectories.years[-1]),
        )
    chosen = [found for found in map(indicator, indicators) if found.projectable]
    rows = []
    for code, members in places.items():
        place = _Place(trajectories, members, [year - 5, year - 1, year])
        for one in chosen:
            years, values = _draws(place, one)
            if year in years:
                last = values[:, -1:]
                cells = {name: row[0] for name, row in _quantiles(last, q).items()}
                rows.append({"place": code, "indicator": one.id, "year": year, **cells})
    return pd.DataFrame(rows)
