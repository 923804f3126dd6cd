"""Answers of a table put together, cell by cell on codes, and made into tidy rows."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import TABLES
from demografi.errors import SourceError
from demografi.sources.jsonstat import Cube
from demografi.sources.orders import CONTENTS, REGION, TIME, Order
from demografi.sources.planning import Block

__all__ = ["check_answer", "tidy"]


def check_answer(cube: Cube, asked: Block) -> None:
    """Check that an answer has exactly what was asked for, in whatever order.

    Raises
    ------
    SourceError
        ``wrong_answer``: a code is missing or was not asked for.
    """
    for name, codes in asked.items():
        variable = cube.variable(name)
        got = set(variable.codes) if variable else set()
        if got != set(codes):
            lacking, extra = sorted(set(codes) - got), sorted(got - set(codes))
            detail = f"{name}: lacks {lacking[:3]}, has {extra[:3]} beyond"
            _wrong(cube.table, detail)
    for variable in cube.variables:
        # A variable left out may be named with the one total it was summed to.
        if variable.code not in asked and len(variable.codes) != 1:
            _wrong(cube.table, f"{variable.code} was not asked for")


def _wrong(table: str, detail: str) -> None:
    raise SourceError(
        "wrong_answer",
        f"SCB, table {table}: the answer is not what was asked for ({detail}).",
        "The figures are as before. Try again; if it happens again, report it.",
        source="SCB",
        table=table,
        detail=detail,
    )


def _collect(order: Order, cubes: Sequence[Cube]) -> NDArray[np.float64]:
    """Values of an order, axes as in its block, from whichever answers hold them."""
    block = order.block
    values = np.full([len(codes) for codes in block.values()], np.nan)
    filled = np.zeros(values.shape, dtype=bool)
    for cube in cubes:
        axes = [variable.code for variable in cube.variables]
        # Axes of one left-out variable's total disappear; the rest go in the block's order.
        kept = [at for at, name in enumerate(axes) if name in block]
        dropped = [0 if name not in block else slice(None) for name in axes]
        inner = cube.values[tuple(dropped)]
        remaining = [axes[at] for at in kept]
        inner = inner.transpose([remaining.index(name) for name in block])
        here, there = [], []
        for name, codes in block.items():
            variable = cube.variable(name)
            position = {code: at for at, code in enumerate(variable.codes)} if variable else {}
            shared = [(at, position[code]) for at, code in enumerate(codes) if code in position]
            here.append([at for at, _ in shared])
            there.append([at for _, at in shared])
        if all(here):
            values[np.ix_(*here)] = inner[np.ix_(*there)]
            filled[np.ix_(*here)] = True
    if not filled.all():
        _wrong(order.figure.table, f"{(~filled).sum()} cells were never answered")
    return values


def _check_bounds(order: Order, frame: pd.DataFrame) -> None:
    figure = order.figure
    column = TABLES[figure.target].column("value")
    low = figure.low if figure.low is not None else column.low
    high = figure.high if figure.high is not None else column.high
    values = frame["value"].to_numpy(float)
    bad = (values < (-math.inf if low is None else low)) | (
        values > (math.inf if high is None else high)
    )
    if column.kind == "int":
        bad |= (values % 1 != 0) & ~np.isnan(values)
    if bad.any():
        row = frame.iloc[int(bad.argmax())]
        span = f"{'-' if low is None else f'{low:g}'} to {'-' if high is None else f'{high:g}'}"
        raise SourceError(
            "absurd_value",
            f"SCB, table {figure.table}: {row['value']:g} for region {row['region']}, "
            f"{row['year']}, cannot be right (expected {span}); {bad.sum()} such cells.",
            "The figures are as before. Look at the table in SCB's own database; wait for a "
            "correction if it is wrong there too.",
            source="SCB",
            table=figure.table,
            region=str(row["region"]),
            year=int(row["year"]),
            value=float(row["value"]),
        )


def tidy(order: Order, cubes: Sequence[Cube]) -> pd.DataFrame:
    """Make the rows of the target table.

    Parameters
    ----------
    order : Order
        What was wanted.
    cubes : sequence of Cube
        Answers of the same table; each may hold more than this order.

    Returns
    -------
    DataFrame
        Columns of the target table, and ``ckm``. Cells that are not published have a row with
        the value NaN, so that what was published before can be seen to be gone.

    Raises
    ------
    SourceError
        ``wrong_answer``, ``absurd_value``.
    """
    figure = order.figure
    values = _collect(order, cubes)
    names = list(order.block)
    columns: dict[str, list[str] | list[int] | list[str | int]] = {}
    axis = 0
    for name in names:
        if name == REGION:
            columns["region"] = list(order.regions.values())
        elif name == TIME:
            columns["year"] = list(order.years.values())
        elif name == CONTENTS:
            if figure.item and figure.derive is None:
                columns[figure.item] = list(order.contents.values())
            else:
                values = np.asarray(values.take(0, axis=axis))
                continue
        elif figure.choices[name].column:
            columns[figure.choices[name].column] = list(figure.choices[name].codes.values())
        else:
            if values.shape[axis] > 1 and figure.ckm:
                raise AssertionError(f"{figure.table}: noisy cells of {name} would be summed")
            values = np.asarray(values.sum(axis=axis))
            continue
        axis += 1
    positions = np.indices(values.shape).reshape(values.ndim, -1)
    data = {
        name: pd.Series(labels).take(at).reset_index(drop=True)
        for (name, labels), at in zip(columns.items(), positions, strict=True)
    }
    frame = pd.DataFrame(data | {"value": values.ravel()}).assign(**figure.constants)
    if "source" in TABLES[figure.target].names and "source" not in figure.constants:
        frame["source"] = figure.label
    if figure.both:
        key = [name for name in frame.columns if name not in ("sex", "value")]
        whole = frame.groupby(key, as_index=False, sort=False).agg(
            value=("value", lambda cells: cells.sum(skipna=False))
            if frame["value"].isna().any()
            else ("value", "sum")
        )
        frame = pd.concat([frame, whole.assign(sex="T")], ignore_index=True)
    _check_bounds(order, frame)
    if figure.derive is not None:
        frame = figure.derive(frame)
    frame["ckm"] = figure.ckm
    target = TABLES[figure.target].names
    return frame[[*target, *(["ckm"] if "ckm" not in target else [])]].reset_index(drop=True)
