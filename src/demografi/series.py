"""The population and its events for any place: municipality, group, county, north, nation.

A place is either published itself or the sum of what it consists of. Which one is said in the
``basis`` column, so that every figure on screen can name its source:

``published``
    SCB's own figure for the place.
``sum``
    Sum of its parts, all of which exist for that year.

A year for which neither exists is absent: nothing is interpolated.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from demografi.dataset import AGE_OPEN, CKM_YEAR, Dataset
from demografi.regions import NORTH

__all__ = [
    "GROUPS",
    "component_series",
    "group_series",
    "parse_group",
    "population_ages",
    "total_series",
]

GROUPS: tuple[str, ...] = ("0-5", "6-15", "16-19", "20-64", "65-79", "80+")
"""Broad age groups published for every northern municipality 1994–2022; they cover all ages."""


def _parts(dataset: Dataset, code: str) -> list[tuple[str, ...]]:
    """Ways to make up a place, best first: itself, its counties, its municipalities."""
    place = dataset.regions.place(code)
    ways: list[tuple[str, ...]] = [(code,)]
    if code == NORTH:
        ways.append(tuple(p.code for p in dataset.regions.places.values() if p.level == "county"))
    if place.members and place.members != (code,):
        ways.append(place.members)
    return ways


def _assemble(dataset: Dataset, frame_of: str, code: str, cell: Sequence[str]) -> pd.DataFrame:
    """Rows of a table for a place, each year from the first way that is complete that year.

    ``cell`` names the columns that identify a value within a year. A year counts as complete
    when every part has it; parts that lack single cells are not summed for those cells.
    """
    taken: list[pd.DataFrame] = []
    years: set[int] = set()
    for way in _parts(dataset, code):
        rows = dataset.rows(frame_of, way)
        rows = rows[~rows["year"].isin(years)]
        if rows.empty:
            continue
        if len(way) > 1:
            keys = ["year", *cell]
            extra = {"ckm": ("ckm", "any")} if "ckm" in rows.columns else {}
            rows = (
                rows.groupby(keys, as_index=False, observed=True)
                .agg(value=("value", "sum"), parts=("region", "nunique"), **extra)
                .loc[lambda summed, need=len(way): summed["parts"] == need]
                .drop(columns="parts")
                .assign(basis="sum")
            )
        else:
            rows = rows.drop(columns="region").assign(basis="published")
        taken.append(rows)
        years |= set(rows["year"])
    if not taken:
        return dataset.table(frame_of).iloc[:0].drop(columns="region").assign(basis="")
    return pd.concat(taken, ignore_index=True).sort_values(["year", *cell], ignore_index=True)


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
    frame = _assemble(dataset, "population", code, ["sex", "age"])
    if both:
        frame = (
            frame.groupby(["year", "age"], as_index=False)
            .agg(ckm=("ckm", "any"), value=("value", "sum"), basis=("basis", "first"))
            .assign(sex="T")
        )
    return frame[["year", "sex", "age", "ckm", "value", "basis"]]


def total_series(dataset: Dataset, code: str) -> pd.DataFrame:
    """Population of all ages.

    Returns
    -------
    DataFrame
        Columns year, ckm, value, basis.
    """
    frame = _assemble(dataset, "population_total", code, [])
    missing = population_ages(dataset, code, both=True)
    missing = missing[~missing["year"].isin(frame["year"])]
    if len(missing):  # counties are published by age only
        ages = missing.groupby("year", as_index=False).agg(
            ckm=("ckm", "any"), value=("value", "sum"), basis=("basis", "first")
        )
        frame = pd.concat([frame, ages], ignore_index=True).sort_values("year", ignore_index=True)
    return frame[["year", "ckm", "value", "basis"]]


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
        Age groups such as ``"20-64"``, ``"80+"`` or ``"total"``.
    sex : {'T', 'F', 'M'}
        Whose numbers.

    Returns
    -------
    DataFrame
        Columns group, year, ckm, value, basis, source (table the figure stands in).
    """
    ages = population_ages(dataset, code, both=sex == "T")
    ages = ages[ages["sex"] == sex]
    published = _published_groups(dataset, code, sex)
    frames = []
    for group in groups:
        low, high = parse_group(group)
        summed = (
            ages[ages["age"].between(low, high)]
            .groupby("year", as_index=False)
            .agg(ckm=("ckm", "any"), value=("value", "sum"), basis=("basis", "first"))
            .assign(source="population")
        )
        covered = _cover(published, low, high)
        # Noise (CKM) does not add up: fewer, larger published cells beat a sum of single years.
        better = summed["ckm"] & summed["year"].isin(covered["year"])
        summed = summed[~better]
        covered = covered[~covered["year"].isin(summed["year"])]
        parts = [part[_GROUP_COLUMNS] for part in (summed, covered) if len(part)]
        frames += [part.assign(group=group) for part in parts]
    if not frames:
        return pd.DataFrame(columns=["group", *_GROUP_COLUMNS])
    found = pd.concat(frames, ignore_index=True)[["group", *_GROUP_COLUMNS]]
    return found.sort_values(["group", "year"], ignore_index=True)


_GROUP_COLUMNS = ["year", "ckm", "value", "basis", "source"]


def _published_groups(dataset: Dataset, code: str, sex: str) -> pd.DataFrame:
    """All published groups of a place, with totals and what follows from subtraction."""
    published = _assemble(dataset, "population_groups", code, ["sex", "group"])
    published = published[published["sex"] == sex].assign(source="population_groups")
    published["ckm"] = published["year"] >= CKM_YEAR
    if sex == "T":
        totals = total_series(dataset, code).assign(group="total", source="population_total")
        published = pd.concat([published[published["group"] != "total"], totals])
    wide = published.pivot(index="year", columns="group", values="value")
    broad = [name for name in GROUPS if name != "80+"]
    if {"total", *broad} <= set(wide.columns):
        rest = (wide["total"] - wide[broad].sum(axis=1, min_count=len(broad))).dropna()
        rest = rest[rest.index < CKM_YEAR]  # a difference of noisy figures is noisier still
        oldest = pd.DataFrame({"year": rest.index, "value": rest.to_numpy(), "group": "80+"})
        basis = published.groupby("year")["basis"].first()
        oldest["basis"] = oldest["year"].map(basis)
        published = pd.concat([published, oldest.assign(ckm=False, source="population_groups")])
    return published[["group", *_GROUP_COLUMNS]]


def _cover(published: pd.DataFrame, low: int, high: int) -> pd.DataFrame:
    """Years in which published groups tile the ages low–high, summed over the tiles.

    Tiles are chosen from the youngest up, the longest group first, which finds a tiling
    whenever the published groups of a year are nested or disjoint.
    """
    rows = []
    for year, cells in published.groupby("year"):
        spans = {parse_group(str(group)): at for at, group in enumerate(cells["group"])}
        start, tiles = low, []
        while start <= high:
            ends = [last for first, last in spans if first == start and last <= high]
            if not ends:
                break
            tiles.append(spans[start, max(ends)])
            start = max(ends) + 1
        else:
            chosen = cells.iloc[tiles]
            rows.append(
                {
                    "year": year,
                    "ckm": bool(chosen["ckm"].any()),
                    "value": chosen["value"].sum(),
                    "basis": "sum" if (chosen["basis"] == "sum").any() else "published",
                    "source": chosen["source"].iloc[0],
                }
            )
    return pd.DataFrame(rows, columns=_GROUP_COLUMNS)


def component_series(dataset: Dataset, code: str) -> pd.DataFrame:
    """Births, deaths and migration of a place per year, both sexes.

    SCB's own rows win over Kolada's copy of them. Counties without rows of their own are the
    sum of their municipalities.

    Returns
    -------
    DataFrame
        Columns year, component, source, value, basis.
    """
    frame = dataset.table("components")
    frame = frame[frame["sex"] == "T"]
    # "SCB" sorts after "Kolada": keep the last of each cell.
    frame = frame.sort_values("source").drop_duplicates(
        ["region", "year", "component"], keep="last"
    )
    taken: list[pd.DataFrame] = []
    years: set[tuple[int, str]] = set()
    for way in _parts(dataset, code):
        rows = frame[frame["region"].isin(way)]
        rows = (
            rows.groupby(["year", "component"], as_index=False)
            .agg(value=("value", "sum"), parts=("region", "nunique"), source=("source", "max"))
            .loc[lambda summed, need=len(way): summed["parts"] == need]
            .drop(columns="parts")
            .assign(basis="published" if len(way) == 1 else "sum")
        )
        cells = list(zip(rows["year"], rows["component"], strict=True))
        rows = rows[[cell not in years for cell in cells]]
        years |= set(cells)
        taken.append(rows)
    found = pd.concat(taken, ignore_index=True).sort_values(["year", "component"])
    return found[["year", "component", "source", "value", "basis"]].reset_index(drop=True)
