"""New rows put into the tables there are, and what that changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import TABLES
from demografi.dataset.keys import row_keys

__all__ = ["Assembled", "Assembly", "Change", "Revision"]

SAME = 5e-4
"""Relative difference below which two figures count as the same: copies are rounded."""


@dataclass(frozen=True)
class Revision:
    """One figure that is not what it was.

    Attributes
    ----------
    where : dict of str to object
        Key columns of its table: region, year and so on.
    before, now : float
        Values; ``now`` is NaN if it is no longer published, ``before`` if it was not yet.
    """

    where: dict[str, Any]
    before: float
    now: float

    def __str__(self) -> str:
        """As a line, for logs and the command."""
        now = "not published" if np.isnan(self.now) else f"{self.now:g}"
        before = "new" if np.isnan(self.before) else f"{self.before:g}"
        return f"{', '.join(map(str, self.where.values()))}: {before} -> {now}"


@dataclass(frozen=True)
class Change:
    """What an update does to one table.

    Attributes
    ----------
    table : str
        Table of the dataset.
    added : int
        New rows.
    new_years : tuple of int
        Years the table had no row of before.
    compared, revised, withdrawn : int
        Rows that were there before and were fetched again; how many have another value, and how
        many are no longer published.
    examples : tuple of Revision
        The largest revisions.
    lost_years : tuple of (str, int)
        Items (or "") and years that would disappear.
    lost_regions : tuple of (str, str)
        Items (or "") and regions that would disappear.
    odd : int
        New and revised rows outside what the catalogue expects of the figure.
    odd_example : Revision or None
        One of them; ``before`` is NaN for a new row.
    """

    table: str
    added: int
    new_years: tuple[int, ...]
    compared: int
    revised: int
    withdrawn: int
    examples: tuple[Revision, ...] = field(repr=False)
    lost_years: tuple[tuple[str, int], ...] = ()
    lost_regions: tuple[tuple[str, str], ...] = ()
    odd: int = 0
    odd_example: Revision | None = None

    @property
    def share(self) -> float:
        """Share of the rows compared that are revised or withdrawn."""
        return (self.revised + self.withdrawn) / self.compared if self.compared else 0.0

    @property
    def nothing(self) -> bool:
        """Whether the table is as it was."""
        return not (self.added or self.revised or self.withdrawn)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {
            "table": self.table,
            "rows_added": self.added,
            "new_years": list(self.new_years),
            "compared": self.compared,
            "revised": self.revised,
            "withdrawn": self.withdrawn,
            "examples": list(map(str, self.examples)),
            "odd": self.odd,
        }


@dataclass(frozen=True)
class Assembled:
    """All tables as they will be, and how they differ from before."""

    tables: dict[str, pd.DataFrame]
    changes: tuple[Change, ...]


def _item(table: str) -> str:
    names = TABLES[table].names
    found = ("component", "indicator", "flow", "group")
    return next((name for name in found if name in names), "")


def _year(table: str) -> str:
    return "year" if "year" in TABLES[table].names else "target_year"


def _pairs(frame: pd.DataFrame, item: str, column: str) -> set[tuple[str, Any]]:
    if not item:
        return {("", value) for value in frame[column].unique().tolist()}
    found = frame[[item, column]].drop_duplicates()
    return set(zip(found[item].tolist(), found[column].tolist(), strict=True))


def _examples(old: pd.DataFrame, new: NDArray[np.float64], table: str) -> tuple[Revision, ...]:
    """Largest revisions; figures no longer published first."""
    values = old["value"].to_numpy(float)
    size = np.where(np.isnan(new), np.inf, np.abs(new - values))
    largest = np.argsort(-size)[:3]
    keys = old.iloc[largest][list(TABLES[table].key)].to_dict("records")
    return tuple(
        Revision({str(name): value for name, value in key.items()}, values[at], new[at])
        for key, at in zip(keys, largest, strict=True)
    )


def _odd(
    table: str, rows: pd.DataFrame, before: NDArray[np.float64], changed: NDArray[np.bool_]
) -> tuple[int, Revision | None]:
    """Count rows that are new or revised and outside what is expected; the largest of them."""
    at = np.flatnonzero(rows["odd"].to_numpy(bool) & changed)
    if not len(at):
        return 0, None
    values = rows["value"].to_numpy(float)
    largest = int(at[np.argmax(np.abs(values[at]))])
    (key,) = rows.iloc[[largest]][list(TABLES[table].key)].to_dict("records")
    where = {str(name): value for name, value in key.items()}
    return len(at), Revision(where, float(before[largest]), float(values[largest]))


def _merge(table: str, before: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, Change]:
    names, key = TABLES[table].names, TABLES[table].key
    whole = pd.concat([before[names], rows[names]], ignore_index=True)
    keys = row_keys(whole, key)
    n = len(before)
    old_keys, new_keys = keys[:n], keys[n:]
    at_new = pd.Index(new_keys).get_indexer(pd.Index(old_keys))
    again = at_new >= 0
    old_values = before["value"].to_numpy(float)[again]
    new_values = rows["value"].to_numpy(float)[at_new[again]]
    withdrawn = np.isnan(new_values)
    revised = ~withdrawn & (
        np.abs(new_values - old_values) > SAME * np.maximum(np.abs(old_values), 1e-9)
    )
    differs = revised | withdrawn
    published = ~rows["value"].isna().to_numpy()
    keep = np.concatenate([~again, published])
    result = whole[keep]
    result = result.iloc[np.argsort(keys[keep], kind="stable")].reset_index(drop=True)
    added = published & ~np.isin(new_keys, old_keys)
    known = np.full(len(rows), np.nan)
    known[at_new[again]] = old_values
    changed = added.copy()
    changed[at_new[again][revised]] = True
    odd, odd_example = _odd(table, rows, known, changed)
    item, year = _item(table), _year(table)
    years_before = set(before[year].unique().tolist()) if n else set()
    change = Change(
        table=table,
        added=int(added.sum()),
        new_years=tuple(sorted(set(rows.loc[added, year].unique().tolist()) - years_before)),
        compared=int(again.sum()),
        revised=int(revised.sum()),
        withdrawn=int(withdrawn.sum()),
        examples=_examples(before[again][differs], new_values[differs], table)
        if differs.any()
        else (),
        lost_years=tuple(sorted(_pairs(before, item, year) - _pairs(result, item, year))),
        lost_regions=tuple(sorted(_pairs(before, item, "region") - _pairs(result, item, "region"))),
        odd=odd,
        odd_example=odd_example,
    )
    return result, change


class Assembly:
    """Tables in the making: fetched rows replace rows with the same key.

    A fetched row without a value takes its predecessor away. Rows that were not fetched, and
    tables that no source serves, are carried over.

    Parameters
    ----------
    before : mapping of str to DataFrame
        Tables in use.
    """

    def __init__(self, before: Mapping[str, pd.DataFrame]) -> None:
        self._before = before
        self._tables = dict(before)
        self._changes: list[Change] = []

    def put(self, table: str, rows: Sequence[pd.DataFrame]) -> None:
        """Put everything fetched for one table in; once per table."""
        fetched = pd.concat(rows, ignore_index=True)
        old = self._before.get(table, fetched.iloc[:0])
        self._tables[table], change = _merge(table, old, fetched)
        self._changes.append(change)

    @property
    def names(self) -> tuple[str, ...]:
        """Tables there are."""
        return tuple(self._tables)

    def table(self, name: str) -> pd.DataFrame:
        """A table as it stands now."""
        return self._tables[name]

    def put_derived(self, table: str, rows: pd.DataFrame) -> None:
        """Put in what follows from tables that are there, besides what was fetched."""
        if rows.empty:
            return
        result, change = _merge(table, self._tables[table], rows.assign(odd=False))
        self._tables[table] = result
        at = next((i for i, old in enumerate(self._changes) if old.table == table), None)
        if at is None:
            self._changes.append(change)
            return
        old = self._changes[at]
        self._changes[at] = replace(
            old,
            added=old.added + change.added,
            new_years=tuple(sorted({*old.new_years, *change.new_years})),
            compared=old.compared + change.compared,
            revised=old.revised + change.revised,
            examples=old.examples or change.examples,
        )

    def put_texts(self, table: str, rows: pd.DataFrame) -> None:
        """Put in a table of words; what was there and did not come again stays."""
        key = list(TABLES[table].key)
        old = self._tables[table]
        texts = [name for name in TABLES[table].names if name not in key]
        both = old.merge(rows, on=key, how="outer", suffixes=("", "_new"))
        changed = pd.Series(data=False, index=both.index)
        for name in texts:
            new = both[f"{name}_new"]
            # Blanks and line ends are not worth an edition of their own.
            differs = new.str.split().str.join(" ") != both[name].str.split().str.join(" ")
            differs &= new.notna()
            both[name] = both[name].where(~differs, new)
            changed |= differs
        new_rows = int((~both[key[0]].isin(old[key[0]])).sum())
        self._tables[table] = both[TABLES[table].names].sort_values(key, ignore_index=True)
        revised = int(changed.sum()) - new_rows
        self._changes.append(Change(table, new_rows, (), 0, revised, 0, ()))

    def finish(self) -> Assembled:
        """All tables, in the schema's order."""
        ordered = {name: self._tables[name] for name in TABLES if name in self._tables}
        changes = sorted(self._changes, key=lambda change: list(TABLES).index(change.table))
        return Assembled(ordered, tuple(changes))
