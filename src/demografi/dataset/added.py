"""Columns that a file may lack, and what they are for its rows.

A dataset fetched by an earlier version, the shipped one and files of others can all be read:
what such a column says follows from the row's year and source.
"""

import pandas as pd

from demografi.dataset.schema import CKM_YEAR, TABLES

__all__ = ["noisy", "with_added_columns"]

_ADDED = {
    "population": ("ckm",),
    "population_total": ("ckm",),
    "population_groups": ("ckm",),
    "births": ("ckm",),
    "deaths": ("ckm",),
    "mean_population": ("source", "ckm"),
    "components": ("ckm",),
    "gross_migration": ("ckm",),
    "indicators_published": ("ckm",),
}
_ONLY_SOURCE = "SCB medelfolkmängd"
"""Source of every mean population in files from before it had a column."""
_NOT_COUNTED = ("land_area_km2",)
"""Indicators of nobody, which noise cannot reach, in tables that have it."""


def noisy(table: str, frame: pd.DataFrame) -> "pd.Series[bool]":
    """Tell which rows carry SCB's cell key noise: from 2025 on, but for tables that are exact.

    Parameters
    ----------
    table : str
        Name in the schema.
    frame : DataFrame
        Rows with their year and, where the table has one, their source.
    """
    noise = frame["year"] >= CKM_YEAR
    exact = tuple(source.match for source in TABLES[table].sources if source.exact)
    if exact:
        noise &= ~frame["source"].str.startswith(exact)
    if "indicator" in frame.columns:
        noise &= ~frame["indicator"].isin(_NOT_COUNTED)
    return noise.rename("ckm")


def with_added_columns(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame the columns its file was written without, in the schema's order.

    Other columns that are missing, or whose type is wrong, are for the checks to tell.
    """
    lacking = [name for name in _ADDED.get(table, ()) if name not in frame.columns]
    if not lacking:
        return frame
    if "source" in lacking:
        frame = frame.assign(source=pd.Series(_ONLY_SOURCE, index=frame.index, dtype="str"))
    needed = {"year", "source"} & set(TABLES[table].names)
    usable = needed <= set(frame.columns) and pd.api.types.is_numeric_dtype(frame["year"])
    if "source" in needed and usable:
        usable = isinstance(frame["source"].dtype, pd.StringDtype)
    if "ckm" in lacking and usable:
        frame = frame.assign(ckm=noisy(table, frame))
    known = [name for name in TABLES[table].names if name in frame.columns]
    return frame[[*known, *(name for name in frame.columns if name not in known)]]
