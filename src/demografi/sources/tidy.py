"""Answers of a table put together, cell by cell on codes, and made into tidy rows."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import TABLES
from demografi.dataset.added import noisy
from demografi.errors import SourceError
from demografi.regions import NATION
from demografi.sources.jsonstat import Cube
from demografi.sources.orders import CONTENTS, REGION, TIME, Order
from demografi.sources.planning import Block

__all__ = ["check_answer", "tidy"]

Flags = NDArray[np.bool_]

_MOST = {2: 3e6, 4: 1.2e6}
"""Persons that no county (codes of two digits) and no municipality (four) of the country reaches:
Stockholm has 2.5 and 1.0 million."""
_PERSONS = (
    "births",
    "components",
    "deaths",
    "gross_migration",
    "population",
    "population_groups",
    "population_total",
)
"""Tables whose every figure is a number of persons or of what happens to persons."""


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


def _outside(values: NDArray[np.float64], low: float | None, high: float | None) -> Flags:
    """Which values lie outside bounds; a missing one does not."""
    below = values < (-math.inf if low is None else low)
    return below | (values > (math.inf if high is None else high))


def _most(order: Order, frame: pd.DataFrame) -> NDArray[np.float64]:
    """What no figure of the row's region can exceed."""
    high = TABLES[order.figure.target].column("value").high
    most = math.inf if high is None else high
    if order.figure.target not in _PERSONS:
        return np.full(len(frame), most)
    codes, places = pd.factorize(frame["region"])
    by_place = [most if place == NATION else _MOST.get(len(place), most) for place in places]
    return np.array(by_place, dtype=float)[codes]


def _check_bounds(order: Order, frame: pd.DataFrame) -> None:
    """Refuse what no figure of its kind can be: negative, fractions of persons, absurdly large."""
    figure = order.figure
    column = TABLES[figure.target].column("value")
    low = column.low
    if low is None and figure.low is not None and figure.low >= 0:
        low = 0.0
    values = frame["value"].to_numpy(float)
    most = _most(order, frame)
    bad = _outside(values, low, None) | (values > most)
    if column.kind == "int":
        bad |= (values % 1 != 0) & ~np.isnan(values)
    if bad.any():
        row = frame.iloc[int(bad.argmax())]
        span = f"{'-' if low is None else f'{low:g}'} to {most[int(bad.argmax())]:g}"
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


def _labelled(order: Order, values: NDArray[np.float64]) -> pd.DataFrame:
    """Rows with our labels, summed over variables that do not become a column."""
    figure = order.figure
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
    return frame


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
        Columns of the target table, and ``odd``: outside what the catalogue expects of the
        figure. Cells that are not published have a row with the value NaN, so that what was
        published before can be seen to be gone.

    Raises
    ------
    SourceError
        ``wrong_answer``, ``absurd_value``.
    """
    figure = order.figure
    frame = _labelled(order, _collect(order, cubes))
    if figure.both:
        key = [name for name in frame.columns if name not in ("sex", "value")]
        whole = frame.groupby(key, as_index=False, sort=False).agg(
            value=("value", lambda cells: cells.sum(skipna=False))
            if frame["value"].isna().any()
            else ("value", "sum")
        )
        frame = pd.concat([frame, whole.assign(sex="T")], ignore_index=True)
    _check_bounds(order, frame)
    if figure.derive is None:
        frame["odd"] = _outside(frame["value"].to_numpy(float), figure.low, figure.high)
    else:
        frame = figure.derive(frame).assign(odd=False)
    target = TABLES[figure.target].names
    if "ckm" in target:
        frame["ckm"] = noisy(figure.target, frame)
    return frame[[*target, "odd"]].reset_index(drop=True)
