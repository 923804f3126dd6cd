"""What must be true of each table by itself, one small function per rule.

Every check returns nothing when the rule holds and raises
:class:`~demografi.errors.DatasetError` that names table, column, row and remedy when not.
Rows are counted from 1 in the order of the file.
"""

from collections.abc import Iterable
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from demografi.dataset.schema import AGE_OPEN, CKM_YEAR, Column, Table
from demografi.errors import DatasetError

__all__ = [
    "check_ages_complete",
    "check_ckm",
    "check_columns",
    "check_components",
    "check_duplicates",
    "check_ranges",
    "check_regions",
    "check_rows",
    "check_table",
    "check_types",
    "fail",
]

RESTORE = "Restore the file from a clean copy or import the dataset again."
_FIX = "Correct the row in the source file and import it again."


def fail(
    code: str,
    table: str,
    problem: str,
    *,
    column: str = "",
    rows: Iterable[int] = (),
    remedy: str = _FIX,
    **facts: Any,
) -> NoReturn:
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


def _plain(value: Any) -> Any:
    """Return a number of numpy's as one that is written as in the file."""
    return value.item() if isinstance(value, np.generic) else value


def _positions(mask: "pd.Series[bool]") -> list[int]:
    return [int(i) for i in np.flatnonzero(mask.to_numpy())]


def check_columns(table: Table, frame: pd.DataFrame) -> None:
    """Check that the frame has exactly the table's columns."""
    missing = [name for name in table.names if name not in frame.columns]
    if missing:
        fail(
            "missing_column",
            table.name,
            f"the column is missing; found {', '.join(map(str, frame.columns))}",
            column=missing[0],
            remedy="Add the column, or restore the file from a clean copy.",
        )
    extra = [str(name) for name in frame.columns if name not in table.names]
    if extra:
        fail(
            "unknown_column",
            table.name,
            "the column is not part of the schema",
            column=extra[0],
            remedy="Remove the column, or restore the file from a clean copy.",
        )


def check_rows(table: Table, frame: pd.DataFrame) -> None:
    """Check that there is anything in the table."""
    if frame.empty:
        fail(
            "no_rows",
            table.name,
            "there are no rows",
            remedy="Leave the file out, or restore it from a clean copy.",
        )


def _wrong_type(column: Column, values: "pd.Series[Any]") -> "pd.Series[bool]":
    if column.kind == "text":
        if isinstance(values.dtype, pd.StringDtype):
            return values.isna()
        return ~values.map(lambda value: isinstance(value, str)).astype(bool)
    if column.kind == "flag":
        if values.dtype == np.bool_:
            return pd.Series(data=False, index=values.index)
        return ~values.map(lambda value: isinstance(value, (bool, np.bool_))).astype(bool)
    if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
        # Text that looks like a number, a date or a flag is not one: later rules add and compare.
        foreign = values.map(
            lambda value: not isinstance(value, (int, float, np.number)) or isinstance(value, bool)
        ).astype(bool)
        values = values.where(~foreign, np.nan)
    numbers = pd.Series(values.to_numpy(dtype=float, na_value=np.nan), index=values.index)
    bad = numbers.isna() | (numbers.abs() == np.inf)
    return bad | (numbers % 1 != 0) if column.kind == "int" else bad


def check_types(table: Table, frame: pd.DataFrame) -> None:
    """Check that every cell has its column's type and none is missing."""
    for column in table.columns:
        bad = _positions(_wrong_type(column, frame[column.name]))
        if bad:
            value = frame[column.name].iloc[bad[0]]
            said = "an empty cell" if pd.isna(value) else repr(_plain(value))
            fail(
                "wrong_type",
                table.name,
                f"{said} is not of type {column.kind}",
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
            fail(
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
        fail(
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
        fail(
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
        fail(
            "ages_incomplete",
            table.name,
            f"region {region}, year {year}, sex {sex} lacks age {age}",
            column="age",
            remedy="Fetch or import all ages 0-100 for that region and year.",
            region=region,
            year=int(year),
            age=age,
        )


def check_ckm(table: Table, frame: pd.DataFrame) -> None:
    """Check that cell key noise is claimed only for the years SCB applies it."""
    if "ckm" not in table.names:
        return
    if bad := _positions(frame["ckm"] & (frame["year"] < CKM_YEAR)):
        fail(
            "ckm_too_early",
            table.name,
            f"noise is claimed for {frame['year'].iloc[bad[0]]}, before {CKM_YEAR}",
            column="ckm",
            rows=bad,
            value=True,
        )


def check_components(table: Table, frame: pd.DataFrame) -> None:
    """Check that events are not negative; net flows may be."""
    if table.name != "components":
        return
    gross = ~frame["component"].str.startswith("net_")
    if bad := _positions(gross & (frame["value"] < 0)):
        fail(
            "negative_events",
            table.name,
            f"{frame['component'].iloc[bad[0]]} cannot be {frame['value'].iloc[bad[0]]:g}",
            column="value",
            rows=bad,
            value=float(frame["value"].iloc[bad[0]]),
        )


def check_table(table: Table, frame: pd.DataFrame, known_regions: Iterable[str]) -> None:
    """Run every rule of this module; later rules rely on earlier ones."""
    check_columns(table, frame)
    check_rows(table, frame)
    check_types(table, frame)
    check_ranges(table, frame)
    check_duplicates(table, frame)
    check_regions(table, frame, known_regions)
    check_ages_complete(table, frame)
    check_ckm(table, frame)
    check_components(table, frame)
