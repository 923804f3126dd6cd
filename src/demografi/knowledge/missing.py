"""Why a cell is empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from demografi.dataset import Dataset
from demografi.indicators import INDICATORS, observed
from demografi.knowledge.cells import THEN, View

__all__ = ["Missing", "missing"]


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
