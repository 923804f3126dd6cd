"""The shared-knowledge matrix: indicators of many places then, now and later.

A cell is one value of one indicator for one place, with the year it really is for. Cells that
are missing have a reason, so that a dash on screen is never unexplained.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.indicators import INDICATORS, Projected, matrix, observed, projected_matrix
from demografi.regions import COUNTY, NATION, NORTH

__all__ = [
    "COMPARED",
    "LATER",
    "ORDERS",
    "RECENT",
    "SETS",
    "THEN",
    "VIEWS",
    "Extremes",
    "Missing",
    "Order",
    "Shift",
    "Standing",
    "View",
    "below",
    "cells",
    "column_years",
    "columns_shown",
    "extremes",
    "is_size",
    "missing",
    "ranked",
    "risen",
    "rows_shown",
    "shifts",
    "shown_cells",
    "side_by_side",
    "spans",
    "standing",
    "with_values",
]

View = Literal["then", "now", "later"]
VIEWS: tuple[View, ...] = ("then", "now", "later")

THEN, LATER = 2010, 2035
"""Years of the first and the last view; 2010 is the first with single ages everywhere."""
RECENT = 6
"""Years a newest value may be old and still be shown as today's."""
NEAR = 4
"""Years before ``THEN`` a value may be from and still stand for it."""
COMPARED = (COUNTY, "region8", NORTH, NATION)
"""Rows beneath the municipalities."""

SETS: dict[str, tuple[str, ...]] = {
    "alder": (
        "dependency_ratio",
        "youth_ratio",
        "old_age_ratio",
        "mean_age",
        "share_65",
        "share_80",
        "women_per_men_20_39",
    ),
    "forandring": (
        "population",
        "change_5y",
        "natural_change_per_1000",
        "net_migration_per_1000",
        "net_domestic_per_1000",
        "net_international_per_1000",
        "tfr_5y",
        "life_expectancy_women",
        "life_expectancy_men",
    ),
    "arbete": (
        "working_age_20_64",
        "labour_entry_exit",
        "employment",
        "unemployment",
        "post_secondary",
        "post_secondary_25_64",
        "foreign_born",
        "median_income",
        "median_income_20_64",
        "tax_base",
    ),
    "service": (
        "children_0_5",
        "preschool_1_5",
        "school_6_15",
        "upper_secondary_16_18",
        "ages_16_19",
        "working_age_20_66",
        "older_65",
        "older_65_79",
        "older_67_79",
        "older_80",
    ),
    "alla": tuple(INDICATORS),
}
"""Indicators shown together, by the name of the set in links."""

Order = Literal["hogst", "lagst", "namn"]
ORDERS: tuple[Order, ...] = ("hogst", "lagst", "namn")
"""Ways to sort: highest first, lowest first, by name; as in links."""


def rows_shown(dataset: Dataset, chosen: str) -> tuple[str, ...]:
    """Municipalities of the county, what they are compared with, and the chosen place."""
    return tuple(dict.fromkeys([*dataset.regions.municipalities(), *COMPARED, chosen]))


def below(dataset: Dataset, rows: Sequence[str]) -> list[str]:
    """Rows that are not municipalities of the county: what these are compared with."""
    home = set(dataset.regions.municipalities())
    return [code for code in rows if code not in home]


def columns_shown(name: str, chosen: str) -> tuple[str, ...]:
    """Indicators of a set, the chosen one first."""
    return tuple(dict.fromkeys([chosen, *SETS[name]]))


def _projected_places(
    dataset: Dataset, trajectories: Projected, places: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Members of the places that consist of projected municipalities only."""
    found = {code: dataset.regions.place(code).members for code in places}
    return {
        code: members
        for code, members in found.items()
        if members and set(trajectories.regions).issuperset(members)
    }


def cells(dataset: Dataset, trajectories: Projected, places: Sequence[str]) -> pd.DataFrame:
    """Every indicator of some places in all three views.

    Then: the value of :data:`THEN`, or of a year at most :data:`NEAR` years before. Now: the
    newest value, if not older than :data:`RECENT` years. Later: the median of the projection
    for :data:`LATER` and its 80 % range.

    Returns
    -------
    DataFrame
        Columns view, place, indicator, year, value, low, high (missing where observed), source
        (empty where projected).
    """
    newest = dataset.newest_year
    keys = list(INDICATORS)
    before = matrix(dataset, places, keys, THEN, since=THEN - NEAR).assign(view="then")
    today = matrix(dataset, places, keys, newest, since=newest - RECENT).assign(view="now")
    inside = _projected_places(dataset, trajectories, places)
    ahead = projected_matrix(trajectories, inside, keys, LATER).rename(
        columns={"p10": "low", "p50": "value", "p90": "high"}
    )
    columns = ["view", "place", "indicator", "year", "value", "low", "high", "source"]
    parts = [
        before.assign(low=np.nan, high=np.nan)[columns],
        today.assign(low=np.nan, high=np.nan)[columns],
        ahead.assign(view="later", source="")[columns],
    ]
    text = dict.fromkeys(("view", "place", "indicator", "source"), "str")
    return pd.concat(parts, ignore_index=True).astype(text)


def _of(frame: pd.DataFrame, view: View, indicator: str) -> pd.DataFrame:
    """Cells of one indicator in one view, by place."""
    here = frame[(frame["view"] == view) & (frame["indicator"] == indicator)]
    return here.set_index("place")


def column_years(frame: pd.DataFrame, view: View) -> dict[str, int]:
    """Year most places have for each indicator; the newer one when two are as common."""
    here = frame[frame["view"] == view]
    counts = here.groupby(["indicator", "year"]).size().reset_index(name="places")
    usual = counts.sort_values(["places", "year"]).drop_duplicates("indicator", keep="last")
    return {
        str(key): int(year) for key, year in zip(usual["indicator"], usual["year"], strict=True)
    }


def ranked(
    dataset: Dataset, frame: pd.DataFrame, view: View, indicator: str, order: Order
) -> list[str]:
    """Municipalities of the county in the order asked for; those without a value come last."""
    names = dataset.regions
    codes = sorted(names.municipalities(), key=lambda code: _alphabetical(names.name(code)))
    if order == "namn":
        return codes
    values = _of(frame, view, indicator)["value"].reindex(codes)
    return list(
        values.sort_values(ascending=order == "lagst", kind="stable", na_position="last").index
    )


def _alphabetical(name: str) -> list[int]:
    """Swedish order: å, ä and ö after z."""
    return ["abcdefghijklmnopqrstuvwxyzåäö".find(letter) for letter in name.lower()]


def with_values(shown: pd.DataFrame, indicators: Sequence[str]) -> list[str]:
    """Indicators that have any value among the cells shown; the first stays in any case."""
    have = set(shown["indicator"])
    return [key for at, key in enumerate(indicators) if at == 0 or key in have]


@dataclass(frozen=True)
class Missing:
    """Why cells of an indicator are empty in a view.

    Attributes
    ----------
    indicator : str
        Key.
    places : tuple of str
        Codes without a value, in the order given.
    why : {'begins', 'ends', 'none', 'not_projected', 'outside'}
        The series begins later, ended too long ago, does not exist; the indicator does not
        follow from a projection; the place is outside it.
    year : int or None
        First or last year of the series, where that is the reason.
    """

    indicator: str
    places: tuple[str, ...]
    why: Literal["begins", "ends", "none", "not_projected", "outside"]
    year: int | None = None


def missing(
    dataset: Dataset,
    frame: pd.DataFrame,
    view: View,
    places: Sequence[str],
    indicators: Sequence[str],
) -> list[Missing]:
    """Give the reason for every empty cell, cells of the same reason together."""
    here = frame[frame["view"] == view]
    have = set(zip(here["place"], here["indicator"], strict=True))
    found: dict[tuple[str, str, int | None], list[str]] = {}
    for key in indicators:
        for place in places:
            if (place, key) not in have:
                why, year = _known_reason(dataset, view, place, key)
                found.setdefault((key, why, year), []).append(place)
    return [
        Missing(key, tuple(codes), why, year)  # type: ignore[arg-type]  # from _reason
        for (key, why, year), codes in found.items()
    ]


def _known_reason(dataset: Dataset, view: View, place: str, key: str) -> tuple[str, int | None]:
    """Find the reason once per dataset; screens ask for the same dashes at every rerun."""
    memo = ("knowledge", "reason", view, place, key)
    if memo not in dataset.memo:
        dataset.memo[memo] = _reason(dataset, view, place, key)
    found: tuple[str, int | None] = dataset.memo[memo]
    return found


def _reason(dataset: Dataset, view: View, place: str, key: str) -> tuple[str, int | None]:
    if view == "later":
        return ("outside", None) if INDICATORS[key].projectable else ("not_projected", None)
    years = observed(dataset, place, key)["year"]
    if years.empty:
        return "none", None
    if view == "then" and years.min() > THEN:
        return "begins", int(years.min())
    before = years[years <= (THEN if view == "then" else dataset.newest_year)]
    return "ends", int(before.max())


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
        Year most municipalities have.
    """

    high: str
    high_value: float
    low: str
    low_value: float
    year: int


def extremes(dataset: Dataset, frame: pd.DataFrame, view: View, indicator: str) -> Extremes | None:
    """Find the ends of the county's spread; None when fewer than two places have a value."""
    known = _of(frame, view, indicator)["value"].reindex(dataset.regions.municipalities()).dropna()
    if len(known) < 2:
        return None
    return Extremes(
        str(known.idxmax()),
        float(known.max()),
        str(known.idxmin()),
        float(known.min()),
        column_years(frame, view)[indicator],
    )


@dataclass(frozen=True)
class Shift:
    """Expected change of an indicator in a municipality.

    Attributes
    ----------
    place : str
        Code.
    now, expected : float
        Value today and median later.
    low, high : float
        80 % range later.
    """

    place: str
    now: float
    expected: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the whole range lies on one side of today's value."""
        return self.low > self.now or self.high < self.now


def shifts(dataset: Dataset, frame: pd.DataFrame, indicator: str, most: int = 3) -> list[Shift]:
    """Largest expected changes from now to later, in either direction.

    Counts are compared in per cent, so that the largest municipality does not always win.
    """
    places = list(dataset.regions.municipalities())
    today = _of(frame, "now", indicator)["value"].reindex(places)
    ahead = _of(frame, "later", indicator).reindex(places)
    size = (ahead["value"] - today).abs()
    if INDICATORS[indicator].kind == "count":
        size = size / today.abs()
    largest = size[np.isfinite(size)].sort_values(ascending=False, kind="stable").index[:most]
    return [
        Shift(
            str(code),
            float(today[code]),
            float(ahead.loc[code, "value"]),
            float(ahead.loc[code, "low"]),
            float(ahead.loc[code, "high"]),
        )
        for code in largest
    ]


def risen(dataset: Dataset, frame: pd.DataFrame, indicator: str) -> tuple[int, int] | None:
    """Count municipalities whose value is higher now than then, of those that have both."""
    places = list(dataset.regions.municipalities())
    before = _of(frame, "then", indicator)["value"].reindex(places)
    change = (_of(frame, "now", indicator)["value"].reindex(places) - before).dropna()
    return (int((change > 0).sum()), len(change)) if len(change) else None


def side_by_side(
    dataset: Dataset, frame: pd.DataFrame, indicator: str, places: Sequence[str]
) -> pd.DataFrame:
    """Then, now and later of one indicator, one row per place.

    Returns
    -------
    DataFrame
        Columns code, name, then_year, then, then_source, now_year, now, now_source, later, low,
        high.
    """
    before, today, ahead = (_of(frame, view, indicator).reindex(list(places)) for view in VIEWS)
    return pd.DataFrame(
        {
            "code": list(places),
            "name": [dataset.regions.name(code) for code in places],
            "then_year": before["year"].astype("Int64").to_numpy(),
            "then": before["value"].to_numpy(float),
            "then_source": before["source"].fillna("").to_numpy(),
            "now_year": today["year"].astype("Int64").to_numpy(),
            "now": today["value"].to_numpy(float),
            "now_source": today["source"].fillna("").to_numpy(),
            "later": ahead["value"].to_numpy(float),
            "low": ahead["low"].to_numpy(float),
            "high": ahead["high"].to_numpy(float),
        }
    )


def is_size(frame: pd.DataFrame, indicator: str) -> bool:
    """Whether values are numbers of people, whose places differ in size, and none is ≤ 0.

    Parameters
    ----------
    frame : DataFrame
        As from :func:`side_by_side`.
    indicator : str
        Key.
    """
    values = frame[["then", "now", "low"]].to_numpy(float)
    return INDICATORS[indicator].kind == "count" and not bool((values <= 0).any())


@dataclass(frozen=True)
class Standing:
    """Where one place stands: then, now and later; missing values are None.

    Attributes
    ----------
    then, now : tuple of (int, float) or None
        Year and value.
    later : tuple of (float, float, float) or None
        Low, median and high.
    """

    then: tuple[int, float] | None
    now: tuple[int, float] | None
    later: tuple[float, float, float] | None


def standing(frame: pd.DataFrame, place: str, indicator: str) -> Standing:
    """Gather the three cells of a place and an indicator."""

    def cell(view: View) -> tuple[float, float, float, float] | None:
        rows = _of(frame, view, indicator)
        if place not in rows.index:
            return None
        year, value, low, high = rows.loc[[place], ["year", "value", "low", "high"]].to_numpy(
            float
        )[0]
        return year, value, low, high

    before, today, ahead = (cell(view) for view in VIEWS)
    return Standing(
        None if before is None else (int(before[0]), before[1]),
        None if today is None else (int(today[0]), today[1]),
        None if ahead is None else (ahead[2], ahead[1], ahead[3]),
    )


def shown_cells(
    frame: pd.DataFrame, view: View, places: Sequence[str], indicators: Sequence[str]
) -> pd.DataFrame:
    """Cells of a view in the order shown, with names of indicators left to the screen."""
    here = frame[
        (frame["view"] == view)
        & frame["place"].isin(list(places))
        & frame["indicator"].isin(list(indicators))
    ]
    order = here["place"].map({code: at for at, code in enumerate(places)}) * len(indicators)
    order += here["indicator"].map({key: at for at, key in enumerate(indicators)})
    return here.assign(order=order).sort_values("order", ignore_index=True).drop(columns="order")


def spans(dataset: Dataset) -> dict[str, tuple[int, int]]:
    """First and last year of each indicator among the county's municipalities."""
    key = ("knowledge", "spans")
    if key not in dataset.memo:
        places = dataset.regions.municipalities()
        found = {}
        for indicator in INDICATORS:
            years = [observed(dataset, place, indicator)["year"] for place in places]
            known = pd.concat(years)
            if len(known):
                found[indicator] = (int(known.min()), int(known.max()))
        dataset.memo[key] = found
    spans_found: dict[str, tuple[int, int]] = dataset.memo[key]
    return spans_found
