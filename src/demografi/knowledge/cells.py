"""Which cells there are: views, sets of indicators, rows, and the values themselves."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.indicators import INDICATORS, Projected, matrix, observed, projected_matrix
from demografi.regions import COUNTY, NATION, NORTH

__all__ = [
    "CHOICES",
    "COMPARED",
    "LATER",
    "NEAR",
    "RECENT",
    "SETS",
    "THEN",
    "VIEWS",
    "Shown",
    "View",
    "below",
    "cells",
    "column_years",
    "columns_shown",
    "of_view",
    "rows_shown",
    "shown_cells",
    "spans",
    "views_of",
    "with_values",
]

View = Literal["then", "now", "later"]
VIEWS: tuple[View, ...] = ("then", "now", "later")

Shown = Literal["all", "then", "now", "later"]
"""What a reader may ask for: all three in every cell, or one of them."""
CHOICES: tuple[Shown, ...] = ("all", *VIEWS)

THEN, LATER = 2010, NEAR_YEAR
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


def views_of(shown: Shown) -> tuple[View, ...]:
    """Views that stand in a cell.

    >>> views_of("all"), views_of("now")
    (('then', 'now', 'later'), ('now',))
    """
    return VIEWS if shown == "all" else (shown,)


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
    for :data:`LATER` and its 80 % range, with what the projection itself starts from: SCB's
    newest figures are noisy, the projection's first year is fitted to all of them at once.

    Returns
    -------
    DataFrame
        Columns view, place, indicator, year, value, low, high (missing where observed), start
        (value in the projection's first year; missing where observed, and for change over time,
        which no first year has), source and basis (empty where projected).
    """
    newest = dataset.newest_year
    keys = list(INDICATORS)
    before = matrix(dataset, places, keys, THEN, since=THEN - NEAR).assign(view="then")
    today = matrix(dataset, places, keys, newest, since=newest - RECENT).assign(view="now")
    inside = _projected_places(dataset, trajectories, places)
    ahead = projected_matrix(trajectories, inside, keys, LATER).rename(
        columns={"p10": "low", "p50": "value", "p90": "high"}
    )
    first = projected_matrix(trajectories, inside, keys, trajectories.years[0])
    start = first[["place", "indicator", "p50"]].rename(columns={"p50": "start"})
    ahead = ahead.merge(start, on=["place", "indicator"], how="left")
    numbers = ["value", "low", "high", "start"]
    columns = ["view", "place", "indicator", "year", *numbers, "source", "basis"]
    nothing = dict.fromkeys(numbers[1:], np.nan)
    parts = [
        before.assign(**nothing)[columns],
        today.assign(**nothing)[columns],
        ahead.assign(view="later", source="", basis="")[columns],
    ]
    text = dict.fromkeys(("view", "place", "indicator", "source", "basis"), "str")
    return pd.concat(parts, ignore_index=True).astype(text)


def of_view(frame: pd.DataFrame, view: View, indicator: str) -> pd.DataFrame:
    """Cells of one indicator in one view, by place."""
    here = frame[((frame["indicator"] == indicator) & (frame["view"] == view)).to_numpy()]
    return here.set_index("place")


def usual_year(years: "pd.Series[int]") -> int:
    """Year that stands most often; the newest of those as common, 0 when there is none.

    >>> usual_year(pd.Series([2020, 2021, 2021, 2020, 2019]))
    2021
    """
    found, times = np.unique(years.to_numpy(int), return_counts=True)
    return int(found[times == times.max()][-1]) if len(found) else 0


def column_years(frame: pd.DataFrame, view: View) -> dict[str, int]:
    """Year most places have for each indicator; the newer one when two are as common."""
    here = frame[(frame["view"] == view).to_numpy()]
    return {str(key): usual_year(years) for key, years in here.groupby("indicator")["year"]}


def with_values(shown: pd.DataFrame, indicators: Sequence[str]) -> list[str]:
    """Indicators that have any value among the cells shown; the first stays in any case."""
    have = set(shown["indicator"])
    return [key for at, key in enumerate(indicators) if at == 0 or key in have]


def shown_cells(
    frame: pd.DataFrame, views: Sequence[View], places: Sequence[str], indicators: Sequence[str]
) -> pd.DataFrame:
    """Cells of some views in the order shown, with names of indicators left to the screen."""
    here = frame[
        frame["view"].isin(list(views))
        & frame["place"].isin(list(places))
        & frame["indicator"].isin(list(indicators))
    ]
    order = here["place"].map({code: at for at, code in enumerate(places)}) * len(indicators)
    order += here["indicator"].map({key: at for at, key in enumerate(indicators)})
    order = order * len(VIEWS) + here["view"].map({view: at for at, view in enumerate(VIEWS)})
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
