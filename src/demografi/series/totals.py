"""Totals and components of change of a place."""

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.series.ages import age_arrays
from demografi.series.places import parts_of, remember, summed_parts

__all__ = ["component_series", "total_series"]


def _total_series(dataset: Dataset, code: str) -> pd.DataFrame:
    taken: list[pd.DataFrame] = []
    years: set[int] = set()
    for way in parts_of(dataset, code):
        whole = summed_parts(dataset.rows("population_total", way), ["year"], len(way))
        whole = whole[~whole["year"].isin(years)]
        taken.append(whole.assign(basis="published" if len(way) == 1 else "sum"))
        years |= set(whole["year"])
    ages = age_arrays(dataset, code)  # counties are published by age only
    new = ~np.isin(ages.years, list(years))
    taken.append(
        pd.DataFrame(
            {
                "year": ages.years[new],
                "ckm": ages.ckm[new],
                "value": ages.values[new, 2].sum(axis=1).astype(np.int64),
                "basis": ages.basis[new],
            }
        )
    )
    frame = pd.concat([part for part in taken if len(part)] or taken[-1:])
    frame = frame[["year", "ckm", "value", "basis"]]
    frame = frame.astype({"year": "int64", "value": "int64", "ckm": "bool", "basis": "str"})
    return frame.sort_values("year", ignore_index=True)


def total_series(dataset: Dataset, code: str) -> pd.DataFrame:
    """Population of all ages.

    Returns
    -------
    DataFrame
        Columns year, ckm, value, basis.
    """
    return remember(dataset, ("total", code), lambda: _total_series(dataset, code)).copy()


def _component_series(dataset: Dataset, code: str) -> pd.DataFrame:
    taken: list[pd.DataFrame] = []
    cells: set[tuple[int, str]] = set()
    for way in parts_of(dataset, code):
        rows = dataset.rows("components", way)
        rows = rows[rows["sex"] == "T"]
        # "SCB" sorts after "Kolada": keep the last of each cell.
        rows = rows.sort_values("source").drop_duplicates(
            ["region", "year", "component"], keep="last"
        )
        whole = summed_parts(rows, ["year", "component"], len(way))
        found = list(zip(whole["year"], whole["component"], strict=True))
        whole = whole[[cell not in cells for cell in found]]
        cells |= set(found)
        taken.append(whole.assign(basis="published" if len(way) == 1 else "sum"))
    frame = pd.concat([part for part in taken if len(part)] or taken[:1])
    frame = frame.sort_values(["year", "component"], ignore_index=True)
    return frame[["year", "component", "source", "value", "basis"]]


def component_series(dataset: Dataset, code: str) -> pd.DataFrame:
    """Births, deaths and migration of a place per year, both sexes.

    SCB's own rows win over Kolada's copy of them. Counties without rows of their own are the
    sum of their municipalities.

    Returns
    -------
    DataFrame
        Columns year, component, source, value, basis.
    """
    return remember(dataset, ("components", code), lambda: _component_series(dataset, code)).copy()
