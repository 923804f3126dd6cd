"""What must be true of the dataset, one small function per rule.

Every check returns nothing when the rule holds and raises
:class:`~demografi.errors.DatasetError` that names table, column, row and remedy when not.
Rows are counted from 1 in the order of the file.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from demografi.dataset.schema import AGE_OPEN, TABLES, Column, Table
from demografi.errors import DatasetError

__all__ = [
    "CKM_CELL_SPREAD",
    "check_ages_complete",
    "check_ages_sum_to_total",
    "check_columns",
    "check_dataset",
    "check_duplicates",
    "check_municipalities_sum_to_county",
    "check_ranges",
    "check_regions",
    "check_table",
    "check_types",
]

CKM_CELL_SPREAD = 5.0
"""Accepted CKM discrepancy of a sum of n noisy cells: this many persons times sqrt(n).

The 15 municipalities' 2025 ages differ from their published totals by at most 31 persons over
101 cells (3.1 x sqrt(n)); independent cell noise grows with the root of the number of cells.
"""

_RESTORE = "Restore the file from a clean copy or import the dataset again."
_FIX = "Correct the row in the source file and import it again."


def _fail(
    code: str,
    table: str,
    problem: str,
    *,
    column: str = "",
    rows: Iterable[int] = (),
    remedy: str = _FIX,
    **facts: Any,
) -> None:
    """Raise the error for the first bad row, saying how many there are."""
    positions = list(rows)
    where = f"table {table}"
    if column:
        where += f", column {column}"
    if positions:
        where += f", row {positions[0] + 1}"
        if len(positions) > 1:
            where += f" and {len(positions) - 1} more"
    raise DatasetError(
        code,
        f"{where}: {problem}.",
        remedy,
        table=table,
        column=column,
        row=positions[0] + 1 if positions else None,
        count=len(positions),
        **facts,
    )


def _positions(mask: "pd.Series[bool]") -> list[int]:
    return [int(i) for i in np.flatnonzero(mask.to_numpy())]


def check_columns(table: Table, frame: pd.DataFrame) -> None:
    """Check that the frame has exactly the table's columns."""
    missing = [name for name in table.names if name not in frame.columns]
    if missing:
        _fail(
            "missing_column",
            table.name,
            f"the column is missing; found {', '.join(map(str, frame.columns))}",
            column=missing[0],
            remedy="Add the column, or restore the file from a clean copy.",
        )
    extra = [str(name) for name in frame.columns if name not in table.names]
    if extra:
        _fail(
            "unknown_column",
            table.name,
            "the column is not part of the schema",
            column=extra[0],
            remedy="Remove the column, or restore the file from a clean copy.",
        )


def _wrong_type(column: Column, values: "pd.Series[Any]") -> "pd.Series[bool]":
    if column.kind == "text":
        return ~values.map(lambda value: isinstance(value, str)).astype(bool)
    if column.kind == "flag":
        return ~values.map(lambda value: isinstance(value, (bool, np.bool_))).astype(bool)
    # Text that looks like a number, or a flag, is not one: later rules compare and add.
    foreign = values.map(lambda value: isinstance(value, (str, bool, np.bool_))).astype(bool)
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    bad = foreign | numbers.isna() | (numbers.abs() == np.inf)
    return bad | (numbers % 1 != 0) if column.kind == "int" else bad


def check_types(table: Table, frame: pd.DataFrame) -> None:
    """Check that every cell has its column's type and none is missing."""
    for column in table.columns:
        bad = _positions(_wrong_type(column, frame[column.name]))
        if bad:
            value = frame[column.name].iloc[bad[0]]
            _fail(
                "wrong_type",
                table.name,
                f"{value!r} is not of type {column.kind}",
                column=column.name,
                rows=bad,
                value=value,
                kind=column.kind,
            )


def check_ranges(table: Table, frame: pd.DataFrame) -> None:
    """Check bounds of numbers (no negative counts) and the allowed words of text columns."""
    for column in table.columns:
        values = frame[column.name]
        bad = pd.Series(data=False, index=frame.index)
        if column.low is not None:
            bad |= values < column.low
        if column.high is not None:
            bad |= values > column.high
        if column.allowed:
            bad |= ~values.isin(column.allowed)
        if found := _positions(bad):
            value = values.iloc[found[0]]
            allowed = ", ".join(column.allowed) or f"{column.low} to {column.high}"
            _fail(
                "out_of_range",
                table.name,
                f"{value!r} is outside {allowed}",
                column=column.name,
                rows=found,
                value=value,
                allowed=allowed,
            )


def check_duplicates(table: Table, frame: pd.DataFrame) -> None:
    """Check that no two rows share the table's key."""
    if bad := _positions(frame.duplicated(list(table.key))):
        key = ", ".join(f"{name}={frame[name].iloc[bad[0]]}" for name in table.key)
        _fail(
            "duplicate_rows",
            table.name,
            f"the row appears twice ({key})",
            rows=bad,
            remedy="Keep one of the rows.",
            key=key,
        )


def check_regions(table: Table, frame: pd.DataFrame, known: Iterable[str]) -> None:
    """Check that every region is one of ``regions.csv``."""
    if "region" not in table.names:
        return
    if bad := _positions(~frame["region"].isin(list(known))):
        value = frame["region"].iloc[bad[0]]
        _fail(
            "foreign_region",
            table.name,
            f"{value!r} is not in regions.csv",
            column="region",
            rows=bad,
            remedy="Add the region to regions.csv or leave its rows out.",
            value=value,
        )


def check_ages_complete(table: Table, frame: pd.DataFrame) -> None:
    """Check that population has every age 0–100 for each region, year and sex it has at all."""
    if table.name != "population":
        return
    counts = frame.groupby(["region", "year", "sex"])["age"].nunique()
    short = counts[counts != AGE_OPEN + 1]
    if len(short):
        region, year, sex = short.index[0]
        present = frame.loc[
            (frame["region"] == region) & (frame["year"] == year) & (frame["sex"] == sex), "age"
        ]
        age = min(set(range(AGE_OPEN + 1)) - set(present))
        _fail(
            "ages_incomplete",
            table.name,
            f"region {region}, year {year}, sex {sex} lacks age {age}",
            column="age",
            remedy="Fetch or import all ages 0-100 for that region and year.",
            region=region,
            year=int(year),
            age=age,
        )


def _allowed_gap(ckm: "pd.Series[bool]", cells: "pd.Series[int]") -> "pd.Series[float]":
    return cells.astype(float) ** 0.5 * CKM_CELL_SPREAD * ckm.astype(float)


def check_ages_sum_to_total(tables: Mapping[str, pd.DataFrame]) -> None:
    """Check that ages add up to the published total: exactly, or within CKM noise."""
    if "population" not in tables or "population_total" not in tables:
        return
    sums = (
        tables["population"]
        .groupby(["region", "year"])
        .agg(summed=("value", "sum"), ckm=("ckm", "any"), cells=("value", "size"))
        .reset_index()
    )
    both = sums.merge(
        tables["population_total"][["region", "year", "value"]], on=["region", "year"]
    )
    gap = (both["summed"] - both["value"]).abs()
    bad = both[gap > _allowed_gap(both["ckm"], both["cells"])]
    if len(bad):
        row = bad.iloc[0]
        _fail(
            "ages_do_not_sum",
            "population",
            f"ages of region {row['region']}, year {row['year']} sum to {row['summed']:.0f} "
            f"but population_total says {row['value']:.0f}",
            column="value",
            remedy=_RESTORE,
            region=row["region"],
            year=int(row["year"]),
            summed=int(row["summed"]),
            total=int(row["value"]),
        )


def check_municipalities_sum_to_county(
    tables: Mapping[str, pd.DataFrame], regions: pd.DataFrame
) -> None:
    """Check that municipalities add up to their county, age by age, where both are published.

    Years with CKM are left out: SCB's noise differs between the levels by design.
    """
    if "population" not in tables:
        return
    frame = tables["population"]
    frame = frame[~frame["ckm"]]
    parents = regions[regions["level"] == "municipality"].set_index("code")["parent"]
    key = ["county", "year", "sex", "age"]
    parts = frame[frame["region"].isin(parents.index)].copy()
    parts["county"] = parts["region"].map(parents)
    summed = parts.groupby(key).agg(summed=("value", "sum"), members=("region", "nunique"))
    whole = summed[
        summed["members"]
        == parents.value_counts().reindex(summed.index.get_level_values("county")).to_numpy()
    ].reset_index()
    counties = frame.rename(columns={"region": "county"})[[*key, "value"]]
    both = whole.merge(counties, on=key)
    bad = both[both["summed"] != both["value"]]
    if len(bad):
        row = bad.iloc[0]
        _fail(
            "county_does_not_sum",
            "population",
            f"municipalities of county {row['county']}, year {row['year']}, sex {row['sex']}, "
            f"age {row['age']} sum to {row['summed']} but the county has {row['value']}",
            column="value",
            remedy=_RESTORE,
            region=row["county"],
            year=int(row["year"]),
            age=int(row["age"]),
            summed=int(row["summed"]),
            total=int(row["value"]),
        )


def check_table(table: Table, frame: pd.DataFrame, known_regions: Iterable[str]) -> None:
    """Run every rule that concerns one table by itself."""
    check_columns(table, frame)
    check_types(table, frame)
    check_ranges(table, frame)
    check_duplicates(table, frame)
    check_regions(table, frame, known_regions)
    check_ages_complete(table, frame)


def check_dataset(tables: Mapping[str, pd.DataFrame], regions: pd.DataFrame) -> None:
    """Run every rule on the whole dataset, tables first, then the rules between tables."""
    for name, frame in tables.items():
        check_table(TABLES[name], frame, regions["code"])
    check_ages_sum_to_total(tables)
    check_municipalities_sum_to_county(tables, regions)
