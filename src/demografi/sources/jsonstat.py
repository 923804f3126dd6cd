"""JSON-stat 2.0 as PxWebApi answers it: an array with a code for every position.

The format leaves much open. Positions of a dimension come as a list of codes or as a mapping
from code to position, values as a dense list or as a mapping from position to value, and the
order of codes need not be that of the metadata. Everything here is keyed on codes; labels
repeat inside one variable and are never looked at. A cell that is null, absent or carries a
status mark is missing (NaN), not 0.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from demografi.errors import SourceError

__all__ = ["Cube", "Variable", "parse", "read_json"]


@dataclass(frozen=True)
class Variable:
    """One variable of a table.

    Attributes
    ----------
    code : str
        Name of the variable in requests, such as ``Region``.
    codes : tuple of str
        Its values in the order of the array's axis.
    elimination : bool
        Whether it may be left out of a request, the table then giving the sum or its total.
    """

    code: str
    codes: tuple[str, ...]
    elimination: bool = False


@dataclass(frozen=True)
class Cube:
    """A table or a part of one.

    Attributes
    ----------
    table : str
        Id of the table, such as ``TAB638``.
    title : str
        SCB's title or the title of the answer.
    updated : str
        When SCB last changed the table, as SCB writes it.
    variables : tuple of Variable
        Axes of ``values``.
    values : array of float
        One axis per variable; NaN where nothing is published. Empty for metadata.
    notes : tuple of str
        SCB's remarks.
    """

    table: str
    title: str
    updated: str
    variables: tuple[Variable, ...]
    values: NDArray[np.float64] = field(repr=False)
    notes: tuple[str, ...] = ()

    def variable(self, code: str) -> Variable | None:
        """Return the variable of that name, or None."""
        return next((variable for variable in self.variables if variable.code == code), None)


def _bad(table: str, detail: str) -> NoReturn:
    raise SourceError(
        "bad_answer",
        f"Table {table}: the answer is not JSON-stat 2.0 as documented ({detail}).",
        "Nothing has been changed. Try again later; if it happens again the source has changed "
        "its format and the program must follow.",
        table=table,
        detail=detail,
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def read_json(body: bytes, table: str) -> Any:
    """Read JSON strictly: NaN and Infinity are refused, cut-off text too.

    Raises
    ------
    SourceError
        ``truncated``: the text is not whole. It may be worth asking again.
    """
    try:
        return json.loads(body, parse_constant=_no_constant)
    except ValueError as reason:
        raise SourceError(
            "truncated",
            f"Table {table}: the answer is not whole JSON ({reason}).",
            "Nothing has been changed. Try again.",
            table=table,
        ) from reason


def _codes(table: str, name: str, category: Mapping[str, Any], size: int) -> tuple[str, ...]:
    index = category.get("index")
    if index is None and size == 1:  # allowed by the format for a single value
        index = list(category.get("label", {}))
    if isinstance(index, Mapping):
        positions = {str(code): at for code, at in index.items()}
        if sorted(positions.values()) != list(range(len(positions))):
            _bad(table, f"positions of {name} are not 0 to {len(positions) - 1}")
        codes = tuple(sorted(positions, key=positions.__getitem__))
    elif isinstance(index, Sequence) and not isinstance(index, str):
        codes = tuple(map(str, index))
    else:
        _bad(table, f"{name} has no category.index")
    if len(codes) != size or len(set(codes)) != size:
        _bad(table, f"{name} has {len(set(codes))} different codes but size {size}")
    return codes


def _number(table: str, value: object) -> float:
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        _bad(table, f"value {value!r} is not a number")
    number = float(value)
    if not math.isfinite(number):
        _bad(table, f"value {value!r} is not finite")
    return number


def _position(table: str, key: object, total: int) -> int:
    if not re.fullmatch(r"\d+", str(key)) or int(str(key)) >= total:
        _bad(table, f"position {key!r} is outside the {total} cells")
    return int(str(key))


def _values(table: str, document: Mapping[str, Any], total: int) -> NDArray[np.float64]:
    raw = document.get("value")
    filled = np.full(total, np.nan)
    if isinstance(raw, Mapping):
        for key, value in raw.items():
            filled[_position(table, key, total)] = _number(table, value)
    elif isinstance(raw, list):
        if len(raw) != total:
            _bad(table, f"{len(raw)} values for {total} cells")
        filled[:] = [_number(table, value) for value in raw]
    else:
        _bad(table, "there is no value")
    filled[_unpublished(table, document.get("status") or {}, filled)] = np.nan
    return filled


def _unpublished(
    table: str, marks: object, values: NDArray[np.float64]
) -> Sequence[int] | NDArray[np.intp]:
    """Positions that are marked as not published.

    SCB's marks for what it does not publish are dots and dashes (".."); a number beside one is
    no figure. A mark with a letter, such as "p" for preliminary, says something about a figure
    that is published.
    """
    total = len(values)
    if isinstance(marks, Mapping):
        pairs = [(_position(table, key, total), mark) for key, mark in marks.items()]
    elif isinstance(marks, list) and len(marks) == total:
        pairs = list(enumerate(marks))
    elif isinstance(marks, str):
        pairs = [(at, marks) for at in range(total)]
    else:
        _bad(table, "status is neither marks by position nor one per cell")
    return [at for at, mark in pairs if mark and not re.search(r"\w", str(mark))]


def parse(document: Any, table: str, *, metadata: bool = False) -> Cube:
    """Read a JSON-stat 2.0 dataset.

    Parameters
    ----------
    document : object
        Parsed JSON.
    table : str
        Which table was asked for, for messages.
    metadata : bool
        The document describes the table and has no values.

    Raises
    ------
    SourceError
        ``bad_answer``: not a dataset, or sizes, positions or values do not fit together.
    """
    if not isinstance(document, Mapping) or document.get("class") != "dataset":
        _bad(table, "it is not of class dataset")
    names, sizes = document.get("id"), document.get("size")
    if not isinstance(names, list) or not isinstance(sizes, list) or len(names) != len(sizes):
        _bad(table, "id and size do not match")
    if not all(isinstance(size, int) and size >= 0 for size in sizes):
        _bad(table, "a size is not a whole number")
    variables = []
    for name, size in zip(names, sizes, strict=True):
        dimension = (document.get("dimension") or {}).get(name)
        if not isinstance(dimension, Mapping) or not isinstance(dimension.get("category"), Mapping):
            _bad(table, f"dimension {name} is not described")
        extension = dimension.get("extension")
        eliminated = isinstance(extension, Mapping) and extension.get("elimination") is True
        codes = _codes(table, str(name), dimension["category"], size)
        variables.append(Variable(str(name), codes, eliminated))
    shape = tuple(len(variable.codes) for variable in variables)
    values = (
        np.empty((0,) * len(shape))
        if metadata
        else _values(table, document, math.prod(shape)).reshape(shape)
    )
    notes = document.get("note")
    return Cube(
        table=table,
        title=str(document.get("label") or ""),
        updated=str(document.get("updated") or ""),
        variables=tuple(variables),
        values=values,
        notes=tuple(map(str, notes)) if isinstance(notes, list) else (),
    )
