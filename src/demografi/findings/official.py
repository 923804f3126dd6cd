"""The newest official projection of a place, as published."""

from collections.abc import Sequence

import pandas as pd

from demografi.dataset import Dataset
from demografi.series import join_labels

__all__ = ["beside_official", "newest_official", "official_groups"]

_COLUMNS = ["group", "base_year", "year", "value", "source"]


def newest_official(dataset: Dataset, members: Sequence[str], last: int) -> pd.DataFrame:
    """Find what the newest official projection says of a place, summed over its members.

    Rows of earlier base years never stand in for missing ones of the newest: a curve is of one
    projection or of none.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    members : sequence of str
        Municipalities of the place.
    last : int
        Last year wanted.

    Returns
    -------
    DataFrame
        Columns group, base_year, year, value (persons), source (tables it stands in), in order
        of group and year; empty where no usable projection has the total of every member.
    """
    if "official_projection" not in dataset.tables:
        return pd.DataFrame({name: [] for name in _COLUMNS})
    rows = dataset.rows("official_projection", members)
    rows = rows[rows["usable"] & (rows["sex"] == "T") & (rows["target_year"] <= last)]
    cell = ["group", "base_year", "target_year"]
    summed = rows.groupby(cell, as_index=False).agg(
        value=("value", "sum"), places=("region", "nunique"), source=("source", join_labels)
    )
    summed = summed[summed["places"] == len(members)].rename(columns={"target_year": "year"})
    totals = summed[summed["group"] == "total"]
    newest = summed[summed["base_year"] == totals["base_year"].max()]
    found: pd.DataFrame = newest.sort_values(["group", "year"], ignore_index=True)[_COLUMNS]
    return found


def beside_official(table: pd.DataFrame, official: pd.DataFrame) -> pd.DataFrame:
    """Add a column official to a table of years, or of groups and years.

    Parameters
    ----------
    table : DataFrame
        Column year, and group unless it is of the total.
    official : DataFrame
        As from :func:`newest_official`.
    """
    if "group" not in table:
        official = official[official["group"] == "total"]
    keys = [key for key in ("group", "year") if key in table]
    figures = official.set_index(keys)["value"]
    wanted = pd.MultiIndex.from_frame(table[keys]) if len(keys) > 1 else pd.Index(table["year"])
    return table.assign(official=figures.reindex(wanted).to_numpy(dtype="float64"))


def official_groups(official: pd.DataFrame, groups: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Figures of each group, empty where the projection does not have it: columns year, value."""
    return {group: official.loc[official["group"] == group, ["year", "value"]] for group in groups}
