"""What Kolada says of a place: its own value, a mean of its parts, or a neighbour level's.

A place that Kolada has no value for gets none. What its county or the nation has is offered
beside it, marked as theirs, and used only when somebody chooses to.
"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from demografi.dataset import Dataset
from demografi.regions import NATION
from demografi.series import group_series

__all__ = ["PublishedValue", "alternatives", "published_history", "published_value"]

MOST = 0.8
"""Share of the people concerned that must live where Kolada has a value before a mean of parts
may stand for the whole."""
OLDEST = 5
"""Years a value may lie behind the indicator's newest before it says nothing of today."""


@dataclass(frozen=True)
class PublishedValue:
    """A value with its provenance.

    Attributes
    ----------
    value : float
        In the indicator's own unit.
    year : int
        Reference year.
    indicator : str
        Kolada's id, such as ``N21704``.
    place : str
        Code of the place it is for.
    basis : {'published', 'weighted'}
        Kolada's own figure for the place, or a mean of its municipalities weighted by the
        people concerned.
    lacking : tuple of str
        Municipalities the mean had to do without.
    """

    value: float
    year: int
    indicator: str
    place: str
    basis: Literal["published", "weighted"]
    lacking: tuple[str, ...] = ()


def _own(dataset: Dataset, codes: tuple[str, ...], indicator: str) -> pd.DataFrame:
    """Values of both sexes together, one row per year and one column per place."""
    rows = dataset.rows("kolada", codes)
    rows = rows[(rows["indicator"] == indicator) & (rows["sex"] == "T")]
    return rows.pivot(index="year", columns="region", values="value").sort_index()


def _people(dataset: Dataset, codes: tuple[str, ...], ages: str) -> pd.DataFrame:
    """Population in the ages, one row per year and one column per place."""
    columns = {}
    for code in codes:
        rows = group_series(dataset, code, [ages])
        columns[code] = rows.set_index("year")["value"]
    return pd.DataFrame(columns)


def published_history(dataset: Dataset, code: str, indicator: str, ages: str) -> pd.DataFrame:
    """Every year's value of a place.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    code : str
        The place.
    indicator : str
        Kolada's id.
    ages : str
        Whom the value is per: the weights of a mean over municipalities.

    Returns
    -------
    DataFrame
        Columns year, value, basis, lacking (tuple of codes); oldest first, empty where nothing
        is published.
    """
    columns = ["year", "value", "basis", "lacking"]
    own = _own(dataset, (code,), indicator)
    members = dataset.regions.place(code).members
    found: list[tuple[int, float, str, tuple[str, ...]]]
    if len(own) or len(members) < 2:
        single = own.get(code, pd.Series(dtype=float))
        found = [(int(str(year)), float(value), "published", ()) for year, value in single.items()]
        return pd.DataFrame(found, columns=columns)
    parts = _own(dataset, members, indicator).reindex(columns=list(members))
    people = _people(dataset, members, ages).reindex(parts.index)
    known = parts.notna() & people.notna()
    covered = people.where(known).sum(axis=1) / people.sum(axis=1, skipna=False)
    means = (parts * people).where(known).sum(axis=1) / people.where(known).sum(axis=1)
    found = [
        (
            int(year),
            float(means[year]),
            "weighted",
            tuple(member for member in members if not known.loc[year, member]),
        )
        for year in parts.index[covered >= MOST]
    ]
    return pd.DataFrame(found, columns=columns)


def published_value(
    dataset: Dataset, code: str, indicator: str, ages: str
) -> PublishedValue | None:
    """Newest value of a place; None where Kolada has none, or only an old one.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    code : str
        The place.
    indicator : str
        Kolada's id.
    ages : str
        Whom the value is per, as ``"80+"``.
    """
    known = published_history(dataset, code, indicator, ages)
    if known.empty:
        return None
    last = known.iloc[-1]
    table = dataset.table("kolada")
    if last["year"] < int(table.loc[table["indicator"] == indicator, "year"].max()) - OLDEST:
        return None
    return PublishedValue(
        float(last["value"]), int(last["year"]), indicator, code, last["basis"], last["lacking"]
    )


def alternatives(dataset: Dataset, code: str, indicator: str, ages: str) -> list[PublishedValue]:
    """What may be borrowed for a place without a value: its county's, then the nation's."""
    # SCB's codes of municipalities begin with that of their county.
    counties = {member[:2] for member in dataset.regions.place(code).members}
    lenders = [lender for lender in (*sorted(counties), NATION) if lender != code]
    found = [published_value(dataset, lender, indicator, ages) for lender in lenders]
    return [value for value in found if value is not None]
