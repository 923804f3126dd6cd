"""Population of a place in age groups, from single years or from published groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import AGE_OPEN, CKM_YEAR, Dataset
from demografi.series.ages import SEXES, age_arrays
from demografi.series.places import (
    join_labels,
    parts_of,
    remember,
    source_labels,
    summed_parts,
)
from demografi.series.totals import total_series

__all__ = ["GROUPS", "GroupArrays", "group_arrays", "group_series", "parse_group"]

GROUPS: tuple[str, ...] = ("0-5", "6-15", "16-19", "20-64", "65-79", "80+")
"""Broad age groups published for every northern municipality 1994–2022; they cover all ages."""


def parse_group(group: str) -> tuple[int, int]:
    """Bounds of an age group, both inclusive.

    >>> parse_group("6-15"), parse_group("80+"), parse_group("0"), parse_group("total")
    ((6, 15), (80, 100), (0, 0), (0, 100))
    """
    if group == "total":
        return 0, AGE_OPEN
    if group.endswith("+"):
        return int(group[:-1]), AGE_OPEN
    low, _, high = group.partition("-")
    return int(low), int(high or low)


@dataclass(frozen=True)
class GroupArrays:
    """Population of a place in age groups.

    Attributes
    ----------
    years : ndarray of int, shape (year,)
        Years that have every group asked for, ascending.
    values : ndarray of float, shape (year, group)
        Persons.
    ckm : ndarray of bool, shape (year,)
        Where SCB's cell key noise applies.
    basis : ndarray of str, shape (year,)
        ``published`` or ``sum`` (of parts of the place).
    table : ndarray of str, shape (year,)
        Table the year was taken from: ``population``, ``population_groups`` or, for all ages,
        ``population_total``.
    label : ndarray of str, shape (year,)
        Source as named on screen.
    """

    years: NDArray[np.int64]
    values: NDArray[np.float64]
    ckm: NDArray[np.bool_]
    basis: NDArray[np.str_]
    table: NDArray[np.str_]
    label: NDArray[np.str_]


@dataclass(frozen=True)
class _Published:
    """Published groups: values [year, span], where each cell came from, and for which spans."""

    years: NDArray[np.int64]
    spans: list[tuple[int, int]]
    values: NDArray[np.float64]
    summed: NDArray[np.bool_]
    label: NDArray[np.object_]


def _group_rows(dataset: Dataset, way: tuple[str, ...], sex: str) -> pd.DataFrame:
    """Rows of published groups for one sex.

    Both sexes together are women plus men where those are published: Kolada's own sum for ages
    16–19 in 2007 is off by up to 54 persons, and with it everyone aged 80 and over that year.
    """
    rows = dataset.rows("population_groups", way)
    if sex != "T":
        return rows[rows["sex"] == sex]
    cell = ["region", "year", "group"]
    split = rows[rows["sex"] != "T"].groupby(cell)["value"].agg(["sum", "size"])
    both = rows[rows["sex"] == "T"].set_index(cell)
    both["value"] = split.loc[split["size"] == 2, "sum"].reindex(both.index).fillna(both["value"])
    return both.reset_index()


def _published_groups(dataset: Dataset, code: str, sex: str) -> _Published:
    """All published groups of a place, with totals and what follows from subtraction."""
    cells: dict[tuple[int, tuple[int, int]], tuple[float, bool, str]] = {}
    for way in parts_of(dataset, code):
        rows = _group_rows(dataset, way, sex)
        if rows.empty:
            continue
        found = summed_parts(rows, ["year", "group"], len(way))
        columns = [found[name].tolist() for name in ("year", "group", "value", "source")]
        for year, group, value, source in zip(*columns, strict=True):
            cells.setdefault((year, parse_group(group)), (value, len(way) > 1, source))
    if sex == "T":
        totals = total_series(dataset, code)
        labels = source_labels(dataset, "population_total", totals["year"])
        for year, _, value, basis in totals.itertuples(index=False, name=None):
            cells[year, (0, AGE_OPEN)] = (float(value), basis == "sum", labels[year])
    years = sorted({year for year, _ in cells})
    spans = sorted({span for _, span in cells} | {parse_group("80+")})
    shape = (len(years), len(spans))
    values, summed_cells = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    label = np.full(shape, "", dtype=object)
    for (year, span), (value, summed, source) in cells.items():
        at = years.index(year), spans.index(span)
        values[at], summed_cells[at], label[at] = value, summed, source
    broad = [spans.index(parse_group(g)) for g in GROUPS[:-1] if parse_group(g) in spans]
    if len(broad) == len(GROUPS) - 1 and (0, AGE_OPEN) in spans:
        total, oldest = spans.index((0, AGE_OPEN)), spans.index(parse_group("80+"))
        rest = values[:, total] - values[:, broad].sum(axis=1)
        # A difference of noisy figures is noisier still: not from CKM years.
        fill = np.isnan(values[:, oldest]) & ~np.isnan(rest) & (np.array(years) < CKM_YEAR)
        values[fill, oldest] = rest[fill]
        summed_cells[fill, oldest] = summed_cells[fill][:, [total, *broad]].any(axis=1)
        for row in np.flatnonzero(fill):
            label[row, oldest] = join_labels(label[row, [total, *broad]])
    return _Published(np.array(years, dtype=np.int64), spans, values, summed_cells, label)


def _tiles(spans: Sequence[tuple[int, int]], low: int, high: int) -> list[int] | None:
    """Positions of spans that tile the ages low–high.

    Chosen from the youngest up, the longest span first, which finds a tiling whenever the
    spans are nested or disjoint.

    >>> _tiles([(0, 5), (6, 15), (0, 0), (16, 19)], 0, 19)
    [0, 1, 3]
    >>> _tiles([(0, 5), (16, 19)], 0, 19) is None
    True
    """
    start, tiles = low, []
    while start <= high:
        ends = [last for first, last in spans if first == start and last <= high]
        if not ends:
            return None
        tiles.append(spans.index((start, max(ends))))
        start = max(ends) + 1
    return tiles


def _covered(
    published: _Published, bounds: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.object_]]:
    """Sum published groups that tile each of the bounds: values [year, group], summed, label."""
    values = np.full((len(published.years), len(bounds)), np.nan)
    summed = np.zeros(len(published.years), dtype=bool)
    label = np.full(len(published.years), "", dtype=object)
    present = ~np.isnan(published.values)
    patterns, which = np.unique(present, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        here = np.flatnonzero(pattern)
        spans = [published.spans[at] for at in here]
        chosen = [_tiles(spans, low, high) for low, high in bounds]
        tiles = [[int(here[t]) for t in found] for found in chosen if found is not None]
        if len(tiles) < len(bounds):
            continue
        years = np.flatnonzero(which == number)
        for group, used in enumerate(tiles):
            values[years, group] = published.values[years][:, used].sum(axis=1)
        flat = sorted({tile for used in tiles for tile in used})
        summed[years] = published.summed[years][:, flat].any(axis=1)
        for year in years:
            label[year] = join_labels(published.label[year, flat])
    return values, summed, label


def group_arrays(
    dataset: Dataset, code: str, groups: Sequence[str], *, sex: str = "T"
) -> GroupArrays:
    """Population in age groups, for the years that have all of them.

    Groups are summed from single years of age where those exist, else from published groups.
    Where SCB's noise (CKM) applies, published groups win: noise does not add up, so fewer,
    larger published cells beat a sum of single years.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    code : str
        Place.
    groups : sequence of str
        Age groups such as ``"20-64"``, ``"80+"`` or ``"total"``.
    sex : {'T', 'F', 'M'}
        Whose numbers.
    """
    bounds = [parse_group(group) for group in groups]
    ages = age_arrays(dataset, code)
    of_sex = ages.values[:, SEXES.index(sex)]
    from_ages = np.stack([of_sex[:, a : b + 1].sum(axis=1) for a, b in bounds], axis=1)
    published = remember(
        dataset, ("groups", code, sex), lambda: _published_groups(dataset, code, sex)
    )
    covered, summed, cover_label = _covered(published, bounds)
    years = np.union1d(ages.years, published.years)
    values = np.full((len(years), len(groups)), np.nan)
    ckm = years >= CKM_YEAR
    basis = np.full(len(years), "published", dtype=object)
    only_total = sex == "T" and all(bound == (0, AGE_OPEN) for bound in bounds)
    origin = "population_total" if only_total else "population_groups"
    table = np.full(len(years), origin, dtype=object)
    label = np.full(len(years), "", dtype=object)
    at_cover = np.searchsorted(years, published.years)
    values[at_cover] = covered
    basis[at_cover[summed]] = "sum"
    label[at_cover] = cover_label
    at_ages = np.searchsorted(years, ages.years)
    better = ~np.isnan(from_ages).any(axis=1) & (~ages.ckm | np.isnan(values[at_ages]).any(axis=1))
    at = at_ages[better]
    values[at], basis[at], ckm[at] = from_ages[better], ages.basis[better], ages.ckm[better]
    table[at] = "population"
    of_year = source_labels(dataset, "population", map(int, years[at]))
    label[at] = [of_year[int(year)] for year in years[at]]
    whole = ~np.isnan(values).any(axis=1)
    return GroupArrays(
        years[whole],
        values[whole],
        ckm[whole],
        basis[whole].astype(np.str_),
        table[whole].astype(np.str_),
        label[whole].astype(np.str_),
    )


def group_series(
    dataset: Dataset, code: str, groups: Iterable[str], *, sex: str = "T"
) -> pd.DataFrame:
    """Population in age groups: from single years where they exist, else as published.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    code : str
        Place.
    groups : iterable of str
        Age groups such as ``"20-64"``, ``"80+"`` or ``"total"``; each has its own years.
    sex : {'T', 'F', 'M'}
        Whose numbers.

    Returns
    -------
    DataFrame
        Columns group, year, ckm, value, basis, source (table the figure stands in) and label
        (the source as named on screen).
    """
    columns = ["group", "year", "ckm", "value", "basis", "source", "label"]
    frames = []
    for group in groups:
        found = group_arrays(dataset, code, [group], sex=sex)
        frames.append(
            pd.DataFrame(
                {
                    "group": group,
                    "year": found.years,
                    "ckm": found.ckm,
                    "value": found.values[:, 0],
                    "basis": found.basis,
                    "source": found.table,
                    "label": found.label,
                }
            )
        )
    kept = [frame for frame in frames if len(frame)]
    if not kept:
        return pd.DataFrame(columns=columns)
    text = dict.fromkeys(("group", "basis", "source", "label"), "str")
    return pd.concat(kept).astype(text).sort_values(["group", "year"], ignore_index=True)
