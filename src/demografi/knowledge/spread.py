"""One indicator among the county's municipalities: order, ends, what is shifting."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.indicators import INDICATORS
from demografi.knowledge.cells import Shown, View, of_view, usual_year
from demografi.regions import alphabetical

__all__ = ["ORDERS", "Extremes", "Order", "Risen", "Shift", "extremes", "ranked", "risen", "shifts"]

Order = Literal["hogst", "lagst", "namn"]
ORDERS: tuple[Order, ...] = ("hogst", "lagst", "namn")
"""Ways to sort: highest first, lowest first, by name; as in links."""


def ranked(
    dataset: Dataset, frame: pd.DataFrame, view: Shown, indicator: str, order: Order
) -> list[str]:
    """Municipalities of the county in the order asked for; those without a value come last.

    Each is placed by the value its cell shows, whatever its year; the cell tells the year. Of
    all three values in a cell, today's counts.
    """
    names = dataset.regions
    codes = sorted(names.municipalities(), key=lambda code: alphabetical(names.name(code)))
    if order == "namn":
        return codes
    values = of_view(frame, "now" if view == "all" else view, indicator)["value"].reindex(codes)
    return list(
        values.sort_values(ascending=order == "lagst", kind="stable", na_position="last").index
    )


@dataclass(frozen=True)
class Extremes:
    """Highest and lowest value among the county's municipalities.

    Attributes
    ----------
    high, low : str
        Codes.
    high_value, low_value : float
        Their values.
    year : int
        Year of both.
    known, places : int
        Municipalities that have a value for that year, of all.
    """

    high: str
    high_value: float
    low: str
    low_value: float
    year: int
    known: int
    places: int


def _alike(
    dataset: Dataset, frame: pd.DataFrame, view: View, indicator: str
) -> tuple["pd.Series[float]", int]:
    """Values of the county's municipalities that can be set against each other, and their year.

    Those of the year most of them have. Estimates from the nation's rates are left out: they
    say what the place would have if it were like the nation.
    """
    here = of_view(frame, view, indicator)
    here = here[here.index.isin(dataset.regions.municipalities()) & (here["basis"] != "indirect")]
    year = usual_year(here["year"])
    return here.loc[here["year"] == year, "value"], year


def extremes(dataset: Dataset, frame: pd.DataFrame, view: View, indicator: str) -> Extremes | None:
    """Find the ends of the county's spread; None when fewer than two places have a value.

    Only values of one year are ranked: the year most municipalities have.
    """
    codes = dataset.regions.municipalities()
    values, year = _alike(dataset, frame, view, indicator)
    known = values.reindex(codes).dropna()
    if len(known) < 2:
        return None
    return Extremes(
        str(known.idxmax()),
        float(known.max()),
        str(known.idxmin()),
        float(known.min()),
        year,
        len(known),
        len(codes),
    )


@dataclass(frozen=True)
class Shift:
    """Expected change of an indicator in a municipality.

    Attributes
    ----------
    place : str
        Code.
    now : float
        Published value today.
    start, expected : float
        What the projection starts from, and its median later.
    low, high : float
        80 % range later.
    """

    place: str
    now: float
    start: float
    expected: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the whole range lies on one side of what the projection starts from.

        Not of the published value: its noise is no change to come.
        """
        return self.low > self.start or self.high < self.start


def shifts(dataset: Dataset, frame: pd.DataFrame, indicator: str, most: int = 3) -> list[Shift]:
    """Largest expected changes from the projection's first year to later, in either direction.

    Counts are compared in per cent, so that the largest municipality does not always win. Empty
    for flows and other change over time: one year's is no level that a later year shifts from.
    """
    places = list(dataset.regions.municipalities())
    today = of_view(frame, "now", indicator)["value"].reindex(places)
    ahead = of_view(frame, "later", indicator).reindex(places)
    size = (ahead["value"] - ahead["start"]).abs()
    if INDICATORS[indicator].kind == "count":
        size = size / ahead["start"]
    largest = (
        size[np.isfinite(size) & today.notna()]
        .sort_values(ascending=False, kind="stable")
        .index[:most]
    )
    return [
        Shift(
            str(code),
            float(today[code]),
            float(ahead.loc[code, "start"]),
            float(ahead.loc[code, "value"]),
            float(ahead.loc[code, "low"]),
            float(ahead.loc[code, "high"]),
        )
        for code in largest
    ]


@dataclass(frozen=True)
class Risen:
    """In how many municipalities an indicator has risen.

    Attributes
    ----------
    rose, known, places : int
        Municipalities where it has; those that have both years; all.
    since : int
        The earlier year.
    """

    rose: int
    known: int
    places: int
    since: int


def risen(dataset: Dataset, frame: pd.DataFrame, indicator: str) -> Risen | None:
    """Count municipalities whose value is higher now than then; None when none has both.

    The two years are the same for all that are counted.
    """
    before, since = _alike(dataset, frame, "then", indicator)
    change = (_alike(dataset, frame, "now", indicator)[0] - before).dropna()
    if change.empty:
        return None
    every = len(dataset.regions.municipalities())
    return Risen(int((change > 0).sum()), len(change), every, since)
