"""Whether a level of migration, births or employment has ever been seen in a place."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.findings import change_components
from demografi.indicators import observed
from demografi.needs.goals import Answer
from demografi.series import component_series

__all__ = [
    "Precedent",
    "Realism",
    "asks_for_less",
    "employment_history",
    "fertility_history",
    "migration_history",
    "precedent",
    "realism",
    "window_means",
    "window_of",
]

OFTEN = 0.1
"""Share of outcomes that meet a goal by themselves from which it lies within the 80 % range."""

Realism = Literal["on_course", "within", "seen", "edge", "never", "unreachable", "unknown"]


@dataclass(frozen=True)
class Precedent:
    """What the history of a place says of a level.

    Attributes
    ----------
    window : int
        Years that each mean is over; 1 where the figures are as published.
    first, last : int
        First and last year of the history.
    best : float
        Highest mean, or the lowest where a low level is asked for.
    best_first, best_last : int
        Its years.
    times, windows : int
        Means that reach the level, of so many.
    latest : int or None
        Last year of the latest mean that reaches the level.
    recent : float
        The newest mean.
    below : bool
        A mean reaches the level by being no higher than it.
    """

    window: int
    first: int
    last: int
    best: float
    best_first: int
    best_last: int
    times: int
    windows: int
    latest: int | None
    recent: float
    below: bool = False

    def reaches(self, level: float) -> bool:
        """Whether the best mean is at a level or beyond it."""
        return self.best <= level if self.below else self.best >= level


def migration_history(dataset: Dataset, code: str) -> pd.DataFrame:
    """Net migration of every known year: columns year, value, source."""
    rows = change_components(dataset, code).dropna(subset=["net_migration"])
    parts = component_series(dataset, code)
    published = parts[parts["component"] == "net_migration"].set_index("year")["source"]
    # Where it is in- minus out-migration, the row's tables are those of both, and of births.
    source = rows["year"].map(published).fillna(rows["source"])
    return pd.DataFrame(
        {"year": rows["year"], "value": rows["net_migration"], "source": source}
    ).reset_index(drop=True)


def fertility_history(dataset: Dataset, code: str) -> pd.DataFrame:
    """Total fertility of five years: columns year (the last of them), value, source."""
    return observed(dataset, code, "tfr_5y")


def employment_history(dataset: Dataset, code: str) -> pd.DataFrame:
    """Published employment rate, 20–64 years: columns year, value, source."""
    return observed(dataset, code, "employment")


def window_of(years: int) -> int:
    """Length of the means that so many coming years are compared with.

    >>> window_of(3), window_of(9), window_of(25)
    (5, 10, 10)
    """
    return 10 if years > 7 else 5


def window_means(history: pd.DataFrame, window: int) -> pd.DataFrame:
    """Means over every run of so many years without a gap: columns year (the last), value."""
    series = history.set_index("year")["value"].astype(float)
    every = series.reindex(range(int(series.index.min()), int(series.index.max()) + 1))
    means = every.rolling(window).mean().dropna()
    return means.rename("value").rename_axis("year").reset_index()


def asks_for_less(answer: Answer) -> bool:
    """Whether a goal takes less of the lever than the projection has, as a low ratio may."""
    return answer.need is not None and answer.need.middle < answer.expected.middle


def precedent(
    history: pd.DataFrame, level: float, window: int = 1, *, below: bool = False
) -> Precedent | None:
    """Compare a level with every mean over so many years; None without a history as long.

    Parameters
    ----------
    history : DataFrame
        Columns year, value.
    level : float
        The level.
    window : int
        Years in each mean.
    below : bool
        The level is to be reached from above: no higher, as :func:`asks_for_less` tells.

    >>> years = pd.DataFrame({"year": range(2000, 2006), "value": [0, 2, 4, 6, 4, 2]})
    >>> found = precedent(years, 5, window=2)
    >>> found.best, found.best_first, found.times, found.windows, found.latest
    (5.0, 2002, 2, 5, 2004)
    """
    if history.empty:
        return None
    means = window_means(history, window)
    if means.empty:
        return None
    values, years = means["value"].to_numpy(), means["year"].to_numpy()
    top = int(values.argmin() if below else values.argmax())
    reached = np.flatnonzero(values <= level if below else values >= level)
    return Precedent(
        window=window,
        first=int(history["year"].min()),
        last=int(history["year"].max()),
        best=float(values[top]),
        best_first=int(years[top]) - window + 1,
        best_last=int(years[top]),
        times=len(reached),
        windows=len(values),
        latest=int(years[reached[-1]]) if len(reached) else None,
        recent=float(values[-1]),
        below=below,
    )


def realism(answer: Answer, found: Precedent | None, national: Precedent | None = None) -> Realism:
    """Judge what a goal takes against the projection, then against history.

    It is the middle of what it takes that is judged: the favourable end of its range is met in
    one outcome of ten.

    ``on_course``
        At least half of the outcomes meet the goal with nothing done.
    ``within``
        Not so, but the goal, or what it takes, lies within the projection's own 80 % range.
    ``seen``
        Beyond that, but the place has been there.
    ``edge``
        The place has not been there in the years on record, but the nation has.
    ``never``
        Beyond anything on record.
    ``unreachable``, ``unknown``
        No level does it; nothing is on record.
    """
    if not answer.reachable or answer.need is None:
        return "unreachable"
    if answer.enough:
        return "on_course"
    need, expected = answer.need, answer.expected
    moved = expected.high > expected.low  # employment has no range of its own
    inside = expected.low <= need.middle if asks_for_less(answer) else need.middle <= expected.high
    if answer.chance >= OFTEN or (moved and inside):
        return "within"
    if found is None:
        return "unknown"
    if found.reaches(need.middle):
        return "seen"
    return "edge" if national is not None and national.reaches(need.middle) else "never"
