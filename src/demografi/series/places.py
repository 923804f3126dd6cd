"""How a place is made up of published regions, and how sources are named."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, TypeVar

import pandas as pd

from demografi.dataset import Dataset
from demografi.regions import NORTH

__all__ = ["join_labels", "parts_of", "remember", "source_labels", "summed_parts"]

_Made = TypeVar("_Made")


def remember(dataset: Dataset, key: tuple[Any, ...], make: Callable[[], _Made]) -> _Made:
    """Return what was derived before, or derive it; screens ask for the same place often."""
    full = ("series", *key)
    if full not in dataset.memo:
        dataset.memo[full] = make()
    found: _Made = dataset.memo[full]
    return found


def parts_of(dataset: Dataset, code: str) -> list[tuple[str, ...]]:
    """Ways to make up a place, best first: itself, its counties, its municipalities."""
    place = dataset.regions.place(code)
    ways: list[tuple[str, ...]] = [(code,)]
    if code == NORTH:
        ways.append(tuple(p.code for p in dataset.regions.places.values() if p.level == "county"))
    if place.members and place.members != (code,):
        ways.append(place.members)
    return ways


def summed_parts(rows: pd.DataFrame, cell: list[str], parts: int) -> pd.DataFrame:
    """Sum rows over the parts of a place, for the cells that every part has.

    A sum is noisy when one of its parts is, and names every source its parts come from.
    """
    if parts == 1:
        return rows.drop(columns="region")
    noise = {"ckm": ("ckm", "any")} if "ckm" in rows.columns else {}
    summed = rows.groupby(cell, as_index=False, observed=True).agg(
        value=("value", "sum"), parts=("region", "nunique"), **noise
    )
    whole = summed[summed["parts"] == parts].drop(columns="parts")
    if "source" not in rows.columns:
        return whole
    named = rows[[*cell, "source"]].drop_duplicates()
    if named.duplicated(cell).any():
        named = named.groupby(cell)["source"].agg(join_labels).reset_index()
    return whole.merge(named, on=cell)


def source_labels(dataset: Dataset, table: str, years: Iterable[int]) -> dict[int, str]:
    """Name the table each year was published in, for tables that follow the calendar.

    Returns
    -------
    dict of int to str
        For example ``{2024: "SCB TAB638", 2025: "SCB TAB5557"}``.
    """
    known: dict[int, str] = remember(dataset, ("labels", table), dict)
    wanted = [int(year) for year in years]
    for year in wanted:
        if year not in known:
            known[year] = join_labels(source.label for source in dataset.sources(table, [year]))
    return {year: known[year] for year in wanted}


def join_labels(labels: Iterable[str]) -> str:
    """Join source labels, the provider named once.

    >>> join_labels(["Kolada N01953", "SCB TAB638", "Kolada N01952", "SCB TAB5557 (CKM)"])
    'Kolada N01952, N01953; SCB TAB5557, TAB638'
    """
    return _join_labels(frozenset(labels))


@lru_cache(maxsize=4096)
def _join_labels(labels: frozenset[str]) -> str:
    tables: dict[str, set[str]] = {}
    for label in labels:
        for part in label.removesuffix(" (CKM)").split("; "):
            provider, _, names = part.partition(" ")
            tables.setdefault(provider, set()).update(names.split(", "))
    return "; ".join(
        f"{provider} {', '.join(sorted(names))}".strip()
        for provider, names in sorted(tables.items())
    )
