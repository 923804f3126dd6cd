"""The population and its events for any place: municipality, group, county, north, nation.

A place is either published itself or the sum of what it consists of. Which one is said in the
``basis`` column, so that every figure on screen can name its source:

``published``
    SCB's own figure for the place.
``sum``
    Sum of its parts, all of which exist for that year.

A year for which neither exists is absent: nothing is interpolated.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import AGE_OPEN, CKM_YEAR, Dataset
from demografi.regions import NORTH

__all__ = [
    "GROUPS",
    "SEXES",
    "AgeArrays",
    "EventArrays",
    "GroupArrays",
    "age_arrays",
    "component_series",
    "event_arrays",
    "group_arrays",
    "group_series",
    "join_labels",
    "parse_group",
    "population_ages",
    "source_labels",
    "total_series",
]

GROUPS: tuple[str, ...] = ("0-5", "6-15", "16-19", "20-64", "65-79", "80+")
"""Broad age groups published for every northern municipality 1994–2022; they cover all ages."""
SEXES: tuple[str, ...] = ("F", "M", "T")
"""Order of the sex axis in :class:`AgeArrays`: women, men, both."""

_Made = TypeVar("_Made")


def _remember(dataset: Dataset, key: tuple[Any, ...], make: Callable[[], _Made]) -> _Made:
    """Return what was derived before, or derive it; screens ask for the same place often."""
    full = ("series", *key)
    if full not in dataset.memo:
        dataset.memo[full] = make()
    found: _Made = dataset.memo[full]
    return found


def _parts(dataset: Dataset, code: str) -> list[tuple[str, ...]]:
    """Ways to make up a place, best first: itself, its counties, its municipalities."""
    place = dataset.regions.place(code)
    ways: list[tuple[str, ...]] = [(code,)]
    if code == NORTH:
        ways.append(tuple(p.code for p in dataset.regions.places.values() if p.level == "county"))
    if place.members and place.members != (code,):
        ways.append(place.members)
    return ways


def _summed_parts(rows: pd.DataFrame, cell: list[str], parts: int) -> pd.DataFrame:
    """Sum rows over the parts of a place, for the cells that every part has.

    What is said about the parts' figures (noise, source) is said of the sum: the greatest.
    """
    if parts == 1:
        return rows.drop(columns="region")
    said = {name: (name, "max") for name in ("ckm", "source") if name in rows.columns}
    summed = rows.groupby(cell, as_index=False, observed=True).agg(
        value=("value", "sum"), parts=("region", "nunique"), **said
    )
    return summed[summed["parts"] == parts].drop(columns="parts")


def source_labels(dataset: Dataset, table: str, years: Iterable[int]) -> dict[int, str]:
    """Name the table each year was published in, for tables that follow the calendar.

    Returns
    -------
    dict of int to str
        For example ``{2024: "SCB TAB638", 2025: "SCB TAB5557"}``.
    """
    known: dict[int, str] = _remember(dataset, ("labels", table), dict)
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
    for way in _parts(dataset, code):
        rows = dataset.rows("population", way)
        if rows.empty:
            continue
        span, at_year = np.unique(rows["year"].to_numpy(np.int64), return_inverse=True)
        at_region = pd.Index(way).get_indexer(pd.Index(rows["region"]))
        at_sex = pd.Index(SEXES).get_indexer(pd.Index(rows["sex"]))
        cells = np.full((len(way), len(span), len(SEXES), AGE_OPEN + 1), np.nan)
        cells[at_region, at_year, at_sex, rows["age"].to_numpy()] = rows["value"]
        women_and_men = cells[:, :, :2].sum(axis=2)
        cells[:, :, 2] = np.where(np.isnan(women_and_men), cells[:, :, 2], women_and_men)
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
    return _remember(dataset, ("ages", code), lambda: _age_arrays(dataset, code))


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
    for way in _parts(dataset, code):
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
    return _remember(dataset, (table, code), lambda: _event_arrays(dataset, table, code))


def _total_series(dataset: Dataset, code: str) -> pd.DataFrame:
    taken: list[pd.DataFrame] = []
    years: set[int] = set()
    for way in _parts(dataset, code):
        whole = _summed_parts(dataset.rows("population_total", way), ["year"], len(way))
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
    return _remember(dataset, ("total", code), lambda: _total_series(dataset, code)).copy()


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
    for way in _parts(dataset, code):
        rows = _group_rows(dataset, way, sex)
        if rows.empty:
            continue
        found = _summed_parts(rows, ["year", "group"], len(way))
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
    published = _remember(
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


def _component_series(dataset: Dataset, code: str) -> pd.DataFrame:
    taken: list[pd.DataFrame] = []
    cells: set[tuple[int, str]] = set()
    for way in _parts(dataset, code):
        rows = dataset.rows("components", way)
        rows = rows[rows["sex"] == "T"]
        # "SCB" sorts after "Kolada": keep the last of each cell.
        rows = rows.sort_values("source").drop_duplicates(
            ["region", "year", "component"], keep="last"
        )
        whole = _summed_parts(rows, ["year", "component"], len(way))
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
    return _remember(dataset, ("components", code), lambda: _component_series(dataset, code)).copy()
