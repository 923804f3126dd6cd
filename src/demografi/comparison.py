"""Places side by side over time: level or index, history and projection."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from demografi.dataset import Dataset
from demografi.indicators import INDICATORS, Projected, observed, projected
from demografi.series import missing_years

__all__ = [
    "MOST",
    "Line",
    "base_years",
    "changes",
    "compare",
    "comparison_table",
    "distinct",
    "ended",
    "gaps",
    "indexed",
    "last_common_year",
    "latest",
    "latest_sources",
    "on_one_scale",
    "without_values",
]

MOST = 8
"""Places compared at once; more lines cannot be told apart."""


@dataclass(frozen=True)
class Line:
    """An indicator of one place over time.

    Attributes
    ----------
    code, name : str
        The place.
    observed : DataFrame
        Columns year, value, source; years without data are absent.
    projected : DataFrame
        Columns year, p10, p50, p90 for years after the last observed one; empty where the
        place or the indicator is not projected.
    """

    code: str
    name: str
    observed: pd.DataFrame = field(repr=False)
    projected: pd.DataFrame = field(repr=False)

    @property
    def last_year(self) -> int | None:
        """Newest observed year."""
        return None if self.observed.empty else int(self.observed["year"].iloc[-1])


def distinct(*codes: str) -> list[str]:
    """Codes in the order given, each once.

    >>> distinct("24", "00", "24")
    ['24', '00']
    """
    return list(dict.fromkeys(codes))


def _no_projection() -> pd.DataFrame:
    columns = {"year": "int64", "p10": "float64", "p50": "float64", "p90": "float64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})


def _future(
    dataset: Dataset, trajectories: Projected | None, code: str, indicator: str, after: int
) -> pd.DataFrame:
    members = dataset.regions.place(code).members
    if (
        trajectories is None
        or not INDICATORS[indicator].projectable
        or not members
        or not set(trajectories.regions).issuperset(members)
    ):
        return _no_projection()
    found = projected(trajectories, members, indicator)
    return found[found["year"] > after].reset_index(drop=True)


def compare(
    dataset: Dataset, trajectories: Projected | None, codes: Sequence[str], indicator: str
) -> list[Line]:
    """Collect an indicator of several places.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    trajectories : Projected or None
        The projection; None leaves it out.
    codes : sequence of str
        Places, each counted once.
    indicator : str
        Key of :data:`demografi.indicators.INDICATORS`.
    """
    lines = []
    for code in dict.fromkeys(codes):
        history = observed(dataset, code, indicator)[["year", "value", "source"]]
        after = int(history["year"].iloc[-1]) if len(history) else 0
        future = _future(dataset, trajectories, code, indicator, after)
        lines.append(Line(code, dataset.regions.name(code), history, future))
    return lines


def base_years(lines: Sequence[Line]) -> list[int]:
    """Years an index can start from: all places have a value, and none of theirs is ≤ 0.

    Empty when values of any year can be zero or negative, as net flows can: an index of them
    says nothing.
    """
    known = [line.observed for line in lines if len(line.observed)]
    if not known or any((frame["value"] <= 0).any() for frame in known):
        return []
    common = set.intersection(*(set(frame["year"].astype(int)) for frame in known))
    return sorted(common)


def indexed(lines: Sequence[Line], base: int) -> list[Line]:
    """Express lines in per cent of their value in a base year.

    Parameters
    ----------
    lines : sequence of Line
        All with a value in the base year, or with no values at all.
    base : int
        Year that becomes 100.
    """
    return [_scaled(line, base) if len(line.observed) else line for line in lines]


def _scaled(line: Line, base: int) -> Line:
    history, future = line.observed, line.projected
    unit = float(history.loc[history["year"] == base, "value"].iloc[0])
    columns = ["p10", "p50", "p90"]
    return replace(
        line,
        observed=history.assign(value=history["value"] / unit * 100),
        projected=future.assign(**{name: future[name] / unit * 100 for name in columns}),
    )


def latest(lines: Sequence[Line]) -> pd.DataFrame:
    """Newest observed value of each place, highest first.

    Returns
    -------
    DataFrame
        Columns code, name, year, value; places without values are left out.
    """
    rows = [
        (line.code, line.name, int(last["year"]), float(last["value"]))
        for line in lines
        for last in line.observed.tail(1).to_dict("records")
    ]
    frame = pd.DataFrame(rows, columns=["code", "name", "year", "value"])
    return frame.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def ended(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """Places whose figures end before those of the others: name and last year."""
    years = {line.name: line.last_year for line in lines if line.last_year is not None}
    newest = max(years.values(), default=0)
    return [(name, year) for name, year in years.items() if year < newest]


def gaps(lines: Sequence[Line]) -> dict[str, list[int]]:
    """Years in which a line is broken for lack of figures, by name of every line drawn."""
    return {
        line.name: missing_years(line.observed, line.projected)
        for line in lines
        if not line.observed.empty
    }


def without_values(lines: Sequence[Line]) -> list[str]:
    """Names of places that have no values of the indicator."""
    return [line.name for line in lines if line.observed.empty]


def comparison_table(lines: Sequence[Line], levels: Sequence[Line] | None = None) -> pd.DataFrame:
    """One row per year and place, newest first.

    Parameters
    ----------
    lines : sequence of Line
        What is shown.
    levels : sequence of Line, optional
        The same places in their own unit, when ``lines`` is an index.

    Returns
    -------
    DataFrame
        Columns year, name, value, low, high (80 % range; missing where observed), level
        (missing unless ``levels`` is given), projected (bool), source.
    """
    parts = []
    for at, line in enumerate(lines):
        own = line if levels is None else levels[at]
        past = line.observed.assign(level=own.observed["value"], projected=False)
        ahead = line.projected.rename(columns={"p10": "low", "p50": "value", "p90": "high"})
        ahead = ahead.assign(level=own.projected["p50"], projected=True, source="")
        frames = [frame for frame in (past, ahead) if len(frame)]
        if frames:
            parts.append(pd.concat(frames).assign(name=line.name, order=at))
    columns = ["year", "name", "value", "low", "high", "level", "projected", "source"]
    if not parts:
        return pd.DataFrame(columns=columns)
    frame = pd.concat(parts).reindex(columns=[*columns, "order"])
    frame = frame.sort_values(["year", "order"], ascending=[False, True], ignore_index=True)
    return frame[columns]


def on_one_scale(
    lines: Sequence[Line], indicator: str, prefer: int
) -> tuple[list[Line], int | None]:
    """Make lines comparable: counts become an index, other measures stay as they are.

    Counts that no index can be made of, such as net flows, are left with the first place.

    Parameters
    ----------
    lines : sequence of Line
        The first is the place in focus.
    indicator : str
        Key.
    prefer : int
        Base year wanted; the first common year when it cannot be.

    Returns
    -------
    lines : list of Line
    base : int or None
        Year that is 100, for an index.
    """
    if INDICATORS[indicator].kind != "count" or len(lines) < 2:
        return list(lines), None
    years = base_years(lines)
    if not years:
        return list(lines[:1]), None
    base = prefer if prefer in years else years[0]
    return indexed(lines, base), base


def last_common_year(lines: Sequence[Line]) -> int | None:
    """Newest year all places with values have; None when there is no such year."""
    years = [set(line.observed["year"].astype(int)) for line in lines if len(line.observed)]
    return max(set.intersection(*years), default=None) if years else None


def changes(lines: Sequence[Line]) -> pd.DataFrame:
    """Change of indexed lines since the base, in per cent, over the same period for all.

    Parameters
    ----------
    lines : sequence of Line
        As from :func:`indexed`.

    Returns
    -------
    DataFrame
        As :func:`latest`, all of :func:`last_common_year`.
    """
    year = last_common_year(lines)
    until = [replace(one, observed=one.observed[one.observed["year"] == year]) for one in lines]
    order = latest(until)
    return order.assign(value=order["value"] - 100)


def latest_sources(lines: Sequence[Line], base: int | None = None) -> tuple[list[str], list[int]]:
    """Sources and years of what is ranked.

    Each place's newest value, or its values in a base year and the last common one.
    """
    common = last_common_year(lines)
    used = [
        line.observed[line.observed["year"].isin([base, common] if base else [line.last_year])]
        for line in lines
        if len(line.observed)
    ]
    rows = pd.concat(used) if used else pd.DataFrame(columns=["year", "source"])
    return [str(text) for text in rows["source"]], [int(year) for year in rows["year"]]
