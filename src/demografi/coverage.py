"""What the dataset holds and lacks, gathered for the screen Data from frames and manifest."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from demografi.dataset import SNAPSHOT, TABLES, Dataset
from demografi.dataset import disagreements as found_in

__all__ = [
    "Gap",
    "Reach",
    "coverage",
    "disagreements",
    "files",
    "gaps",
    "is_snapshot",
    "municipalities_by_year",
    "reach",
    "remarks",
    "sources",
    "with_years",
]

_LEVELS = ("municipality", "county", "nation")


def is_snapshot(dataset: Dataset) -> bool:
    """Whether the figures are those shipped with the product."""
    return dataset.path.resolve() == SNAPSHOT.resolve()


def _year(table: str) -> str | None:
    """Column of the year a row is for."""
    names = TABLES[table].names
    return next((name for name in ("year", "target_year") if name in names), None)


def with_years(dataset: Dataset) -> list[str]:
    """Tables whose rows are for a year, in the schema's order."""
    return [name for name in TABLES if name in dataset.tables and _year(name)]


def municipalities_by_year(dataset: Dataset) -> pd.DataFrame:
    """Count municipalities with figures, per table and year.

    Returns
    -------
    DataFrame
        Columns table, year, municipalities; every year of the dataset's span for every table
        that has municipalities at all.
    """
    key = ("coverage", "municipalities")
    if key not in dataset.memo:
        home = {p.code for p in dataset.regions.places.values() if p.level == "municipality"}
        counted = {}
        for name in with_years(dataset):
            column = _year(name)
            cells = dataset.table(name)[["region", column]].drop_duplicates()
            here = cells[cells["region"].isin(home)]
            if len(here):
                counted[name] = here.groupby(column)["region"].nunique()
        wide = pd.DataFrame(counted)
        every = range(int(wide.index.min()), int(wide.index.max()) + 1)
        wide = wide.reindex(every).fillna(0).astype(int).rename_axis("year").reset_index()
        dataset.memo[key] = wide.melt("year", var_name="table", value_name="municipalities")
    found: pd.DataFrame = dataset.memo[key]
    return found


def coverage(dataset: Dataset) -> pd.DataFrame:
    """Years and number of regions per table and level.

    Returns
    -------
    DataFrame
        Columns table, level (``municipality``, ``county``, ``nation``), regions, first, last,
        rows, sex (``apart`` where women and men are told apart up to the last year, ``partly``
        up to an earlier one, ``together`` never), apart_until.
    """
    key = ("coverage", "levels")
    if key not in dataset.memo:
        dataset.memo[key] = _by_level(dataset)
    found: pd.DataFrame = dataset.memo[key]
    return found.copy(deep=False)  # copied on write


def _by_level(dataset: Dataset) -> pd.DataFrame:
    levels = dataset.regions.frame.set_index("code")["level"]
    rows = []
    for name in with_years(dataset):
        frame, column = dataset.table(name), _year(name)
        level = frame["region"].map(levels)
        for one in _LEVELS:
            here = frame[level == one]
            if here.empty:
                continue
            last = int(here[column].max())
            apart = here[here["sex"].isin(["F", "M"])] if "sex" in here else here.iloc[:0]
            until = int(apart[column].max()) if len(apart) else None
            sex = "together" if until is None else "apart" if until == last else "partly"
            rows.append(
                {
                    "table": name,
                    "level": one,
                    "regions": here["region"].nunique(),
                    "first": int(here[column].min()),
                    "last": last,
                    "rows": len(here),
                    "sex": sex,
                    "apart_until": until,
                }
            )
    return pd.DataFrame(rows).astype({"apart_until": "Int64"})


@dataclass(frozen=True)
class Gap:
    """Years some regions lack in a table.

    Attributes
    ----------
    years : str
        ``2020-2023, 2025``, or ``all``.
    apart : bool
        Only women and men apart are lacking.
    regions : tuple of str
        Codes.
    """

    years: str
    apart: bool
    regions: tuple[str, ...]


def gaps(dataset: Dataset, table: str) -> list[Gap]:
    """Known gaps of a table from the manifest, women's and men's together as one."""
    found: dict[Gap, None] = {}
    whole: set[tuple[str, tuple[str, ...]]] = set()
    listed = _entry(dataset, table).get("gaps", [])
    for entry in sorted(listed, key=lambda entry: entry["sex"] in ("F", "M")):
        years, regions = str(entry["years"]), tuple(entry["regions"])
        apart = entry["sex"] in ("F", "M")
        if apart and (years, regions) in whole:
            continue  # nothing at all those years: that women and men lack goes without saying
        if not apart:
            whole.add((years, regions))
        found[Gap(years, apart, regions)] = None
    return list(found)


def disagreements(dataset: Dataset) -> pd.DataFrame:
    """Figures taken into use as published although they do not agree with each other.

    Returns
    -------
    DataFrame
        Columns rule, table, region, year, summed, total and difference (sum minus total), the
        largest difference first; a row per rule, region and year, its furthest case.
    """
    key = ("coverage", "disagreements")
    if key not in dataset.memo:
        dataset.memo[key] = _disagreements(dataset)
    found: pd.DataFrame = dataset.memo[key]
    return found


def _disagreements(dataset: Dataset) -> pd.DataFrame:
    listed = dataset.manifest.get("disagreements", [])
    if not all(isinstance(one, dict) for one in listed):
        # Written by a version that kept words only.
        found = found_in(dataset.tables, dataset.regions.frame)
        listed = [one.to_dict() for one in found]
    rows = [(one["rule"], one["table"], *case) for one in listed for case in one["cases"]]
    names = ["rule", "table", "region", "year", "summed", "total"]
    frame = pd.DataFrame(rows, columns=names).astype({"summed": float, "total": float})
    frame["difference"] = frame["summed"] - frame["total"]
    return frame.sort_values("difference", key=abs, ascending=False, kind="stable").reset_index(
        drop=True
    )


def remarks(dataset: Dataset, table: str) -> list[str]:
    """Remarks on a table, in English as the manifest has them."""
    return [str(text) for text in _entry(dataset, table).get("remarks", [])]


def _entry(dataset: Dataset, table: str) -> dict[str, Any]:
    manifest = dataset.manifest["files"]
    names = (f"{table}.parquet", f"{table}.csv")
    entry: dict[str, Any] = next((manifest[name] for name in names if name in manifest), {})
    return entry


def files(dataset: Dataset) -> pd.DataFrame:
    """Files of the dataset.

    Returns
    -------
    DataFrame
        Columns file, rows (missing where the file is no table), sha256.
    """
    return pd.DataFrame(
        [
            {"file": name, "rows": entry.get("rows"), "sha256": str(entry["sha256"])}
            for name, entry in dataset.manifest["files"].items()
        ]
    ).astype({"rows": "Int64"})


def sources(dataset: Dataset) -> pd.DataFrame:
    """Published tables behind each file, from the manifest.

    Returns
    -------
    DataFrame
        Columns file (without ending), provider, source, contents, title.
    """
    return pd.DataFrame(
        [
            {
                "file": name.partition(".")[0],
                "provider": str(source["provider"]),
                "source": str(source["table"]),
                "contents": str(source["contents"]),
                "title": str(source["title"]),
            }
            for name, entry in dataset.manifest["files"].items()
            for source in entry["sources"]
        ]
    )


@dataclass(frozen=True)
class Reach:
    """How far the population figures reach.

    Attributes
    ----------
    home, others : int
        Newest year with totals for all the county's municipalities, and for all others.
    home_count, others_count : int
        Number of them.
    ages : tuple of int
        Years with single ages for all the county's municipalities.
    split : int
        Newest of them with women and men apart.
    rows : int
        Rows of all tables.
    tables : int
        Number of tables.
    """

    home: int
    others: int
    home_count: int
    others_count: int
    ages: tuple[int, ...]
    split: int
    rows: int
    tables: int


def reach(dataset: Dataset) -> Reach:
    """Find how far the population figures reach."""
    home = list(dataset.regions.municipalities())
    others = [
        place.code
        for place in dataset.regions.places.values()
        if place.level == "municipality" and place.code not in home
    ]
    ages = dataset.rows("population", home)
    return Reach(
        _last_common(dataset.rows("population_total", home), len(home)),
        _last_common(dataset.rows("population_total", others), len(others)),
        len(home),
        len(others),
        tuple(_common(ages, len(home))),
        max(_common(ages[ages["sex"] == "F"], len(home))),
        sum(len(frame) for frame in dataset.tables.values()),
        len(dataset.tables),
    )


def _common(rows: pd.DataFrame, regions: int) -> list[int]:
    """Years that all regions have."""
    counts = rows.groupby("year")["region"].nunique()
    return [int(year) for year in counts[counts == regions].index]


def _last_common(rows: pd.DataFrame, regions: int) -> int:
    return max(_common(rows, regions), default=0)
