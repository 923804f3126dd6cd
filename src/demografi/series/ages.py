"""Population, births and deaths of a place by single year of age."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import AGE_OPEN, Dataset
from demografi.series.places import parts_of, remember

__all__ = ["SEXES", "AgeArrays", "EventArrays", "age_arrays", "event_arrays", "population_ages"]

SEXES: tuple[str, ...] = ("F", "M", "T")
"""Order of the sex axis in :class:`AgeArrays`: women, men, both."""


@dataclass(frozen=True)
class AgeArrays:
    """Population of a place by single year of age.

    Attributes
    ----------
    years : ndarray of int, shape (year,)
        Years that have ages, ascending.
    values : ndarray of float, shape (year, 3, 101)
        Persons; second axis women, men, both. Women and men are NaN in years that are published
        for both sexes together only.
    ckm : ndarray of bool, shape (year,)
        Where SCB's cell key noise applies.
    basis : ndarray of str, shape (year,)
        ``published`` or ``sum``.
    """

    years: NDArray[np.int64]
    values: NDArray[np.float64]
    ckm: NDArray[np.bool_]
    basis: NDArray[np.str_]


def _age_arrays(dataset: Dataset, code: str) -> AgeArrays:
    years: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float64]] = []
    ckm: list[NDArray[np.bool_]] = []
    basis: list[NDArray[np.str_]] = []
    taken = np.array([], dtype=np.int64)
    for way in parts_of(dataset, code):
        rows = dataset.rows("population", way)
        if rows.empty:
            continue
        span, at_year = np.unique(rows["year"].to_numpy(np.int64), return_inverse=True)
        at_region = pd.Index(way).get_indexer(pd.Index(rows["region"]))
        at_sex = pd.Index(SEXES).get_indexer(pd.Index(rows["sex"]))
        cells = np.full((len(way), len(span), len(SEXES), AGE_OPEN + 1), np.nan)
        cells[at_region, at_year, at_sex, rows["age"].to_numpy()] = rows["value"]
        women_and_men = cells[:, :, :2].sum(axis=2)
        # Both together as published comes before the sum, to which noise would add up.
        cells[:, :, 2] = np.where(np.isnan(cells[:, :, 2]), women_and_men, cells[:, :, 2])
        summed = cells.sum(axis=0)  # NaN unless every part has the cell
        noisy = np.zeros(len(span), dtype=bool)
        np.logical_or.at(noisy, at_year, rows["ckm"].to_numpy())
        new = ~np.isnan(summed[:, 2]).any(axis=1) & ~np.isin(span, taken)
        years.append(span[new])
        values.append(summed[new])
        ckm.append(noisy[new])
        basis.append(np.full(new.sum(), "published" if len(way) == 1 else "sum"))
        taken = np.concatenate([taken, span[new]])
    if not years:
        return AgeArrays(
            taken, np.empty((0, 3, AGE_OPEN + 1)), np.empty(0, bool), np.empty(0, np.str_)
        )
    order = np.argsort(taken)
    return AgeArrays(
        taken[order],
        np.concatenate(values)[order],
        np.concatenate(ckm)[order],
        np.concatenate(basis)[order],
    )


def age_arrays(dataset: Dataset, code: str) -> AgeArrays:
    """Population of a place by year, sex and single year of age, as arrays.

    Raises
    ------
    RequestError
        The place is unknown.
    """
    return remember(dataset, ("ages", code), lambda: _age_arrays(dataset, code))


def population_ages(dataset: Dataset, code: str, *, both: bool = False) -> pd.DataFrame:
    """Population by single year of age.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    code : str
        Place.
    both : bool
        Sum women and men to ``T``; otherwise rows are as published (``F`` and ``M``, or only
        ``T`` in years that have no split).

    Returns
    -------
    DataFrame
        Columns year, sex, age, ckm, value, basis.
    """
    found = age_arrays(dataset, code)
    split = ~np.isnan(found.values[:, 0]).any(axis=1)
    shown = np.stack([split, split, ~split], axis=1)
    if both:
        shown = np.broadcast_to([False, False, True], (len(found.years), 3))
    at_year, at_sex = np.nonzero(shown)
    ages = AGE_OPEN + 1
    return pd.DataFrame(
        {
            "year": np.repeat(found.years[at_year], ages),
            "sex": np.repeat(np.array(SEXES)[at_sex], ages),
            "age": np.tile(np.arange(ages), len(at_year)),
            "ckm": np.repeat(found.ckm[at_year], ages),
            "value": found.values[at_year, at_sex].astype(np.int64).ravel(),
            "basis": np.repeat(found.basis[at_year], ages),
        }
    ).astype({"sex": "str", "basis": "str"})


@dataclass(frozen=True)
class EventArrays:
    """Births or deaths of a place by single year of age.

    Attributes
    ----------
    years : ndarray of int, shape (year,)
        Years every part of the place has, ascending.
    values : ndarray of float, shape (year, 2, 101)
        Events by sex (of the child or of the dead: female, male) and age (of the mother or at
        death).
    """

    years: NDArray[np.int64]
    values: NDArray[np.float64]


def _event_arrays(dataset: Dataset, table: str, code: str) -> EventArrays:
    age = "mother_age" if table == "births" else "age"
    years = np.array([], dtype=np.int64)
    values = np.empty((0, 2, AGE_OPEN + 1))
    for way in parts_of(dataset, code):
        rows = dataset.rows(table, way)
        if rows.empty:
            continue
        span, at_year = np.unique(rows["year"].to_numpy(np.int64), return_inverse=True)
        at_region = pd.Index(way).get_indexer(pd.Index(rows["region"]))
        at_sex = pd.Index(SEXES[:2]).get_indexer(pd.Index(rows["sex"]))
        present = np.zeros((len(way), len(span)), dtype=bool)
        present[at_region, at_year] = True
        cells = np.zeros((len(way), len(span), 2, AGE_OPEN + 1))
        cells[at_region, at_year, at_sex, rows[age].to_numpy()] = rows["value"]
        new = present.all(axis=0) & ~np.isin(span, years)
        years = np.concatenate([years, span[new]])
        values = np.concatenate([values, cells.sum(axis=0)[new]])
    order = np.argsort(years)
    return EventArrays(years[order], values[order])


def event_arrays(dataset: Dataset, table: Literal["births", "deaths"], code: str) -> EventArrays:
    """Births by mother's age, or deaths by age, of a place as arrays.

    Ages without a row count as no events, in years the place has at all.
    """
    return remember(dataset, (table, code), lambda: _event_arrays(dataset, table, code))
