"""Peaks and turning points that the range supports.

The middle of a projection nearly always has a highest year; that does not make it a peak. A
peak is claimed when, in at least four draws of five, the year of the middle's top stands above
both the first and the last year, and in the middle by enough for somebody to plan for; a trough
likewise. Else a rise or a fall is claimed when the whole 80 % range of the last year lies above,
or below, the first; and else nothing is.

The draws start in ages fitted to published ones that carry noise (SCB's CKM) and may differ from
them by a few persons. What is known is told as published, and a rise or a fall has to be one from
the newest such number too, also where it is some years old.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Course", "course", "newest"]

Shape = Literal["peak", "trough", "rise", "fall", "unclear"]

SURE = 0.8
"""Share of draws that must show a turn."""
LEAST = 0.02
"""Part of the first year's number by which a turn must differ from both ends."""
INSIDE = 2
"""Years that a turn must lie from both ends."""


@dataclass(frozen=True)
class Course:
    """How a number is expected to go.

    Attributes
    ----------
    shape : {'peak', 'trough', 'rise', 'fall', 'unclear'}
        What the draws support.
    first, last : int
        First and last year looked at.
    start : float
        The published number where the first year has one, else the median of the first year.
    year : int or None
        Year of the turn in the median; None without a turn.
    earliest, latest : int or None
        Years between which the turn comes in 80 % of the draws that have one.
    turn_low, turn_middle, turn_high : float
        Range of the number in the year of the turn; of the last year without a turn.
    low, middle, high : float
        Range in the last year.
    newest : (int, float) or None
        Newest known year and its number; None where none is known.
    assumed : bool
        What is known before the first year is itself calculated with an assumed share.
    """

    shape: Shape
    first: int
    last: int
    start: float
    year: int | None
    earliest: int | None
    latest: int | None
    turn_low: float
    turn_middle: float
    turn_high: float
    low: float
    middle: float
    high: float
    newest: tuple[int, float] | None = None
    assumed: bool = False

    @property
    def calculated(self) -> bool:
        """The start is no published number, but one calculated for a year without."""
        return self.assumed or self.newest is None or self.newest[0] != self.first


def newest(known: pd.DataFrame) -> tuple[int, float] | None:
    """Newest year and number of known ones (columns year, value); None where none is known.

    >>> newest(pd.DataFrame({"year": [2024, 2025], "value": [9.0, 8.0]}))
    (2025, 8.0)
    """
    if known.empty:
        return None
    last = known.iloc[int(known["year"].to_numpy().argmax())]
    return int(last["year"]), float(last["value"])


def _share_above(draws: NDArray[np.float64], at: int) -> float:
    """Share of draws in which a year stands above both ends."""
    top = draws[:, at]
    return float(((top > draws[:, 0]) & (top > draws[:, -1])).mean())


def _turn(draws: NDArray[np.float64]) -> int | None:
    """Position of the highest year of the middle, if the draws make it a peak."""
    middle = np.median(draws, axis=0)
    at = int(middle.argmax())
    rise = middle[at] - max(middle[0], middle[-1])
    if not INSIDE <= at < draws.shape[1] - INSIDE or rise < LEAST * abs(middle[0]):
        return None
    return at if _share_above(draws, at) >= SURE else None


def course(
    draws: NDArray[np.floating],
    years: Sequence[int],
    known: tuple[int, float] | None = None,
    *,
    assumed: bool = False,
) -> Course:
    """Say how draws [draw, year] go.

    Parameters
    ----------
    draws : array [draw, year]
        A number that may turn.
    years : sequence of int
        Its years, ascending.
    known : (int, float), optional
        Newest published year and number.
    assumed : bool
        That number is calculated with an assumed share of what is published.
    """
    values = np.asarray(draws, dtype=float)
    middle = np.median(values, axis=0)
    published = known is not None and known[0] == years[0]
    start = known[1] if known is not None and published else float(middle[0])
    # An older published number is told beside the start: a rise has to be one from that as well.
    levels = [start, float(middle[0]), start if known is None else known[1]]
    shape: Shape = "unclear"
    year = earliest = latest = None
    turn = ends = np.quantile(values[:, -1], [0.1, 0.5, 0.9])
    if (at := _turn(values)) is not None:
        shape, tops = "peak", values.argmax(axis=1)
    elif (at := _turn(-values)) is not None:
        shape, tops = "trough", values.argmin(axis=1)
    if at is not None:
        inside = tops[(tops > 0) & (tops < len(years) - 1)]
        early, late = np.quantile(inside, [0.1, 0.9], method="nearest")
        year, earliest, latest = years[at], years[int(early)], years[int(late)]
        turn = np.quantile(values[:, at], [0.1, 0.5, 0.9])
    elif ends[0] > max(levels):
        shape = "rise"
    elif ends[2] < min(levels):
        shape = "fall"
    return Course(
        shape,
        years[0],
        years[-1],
        start,
        year,
        earliest,
        latest,
        turn_low=float(turn[0]),
        turn_middle=float(turn[1]),
        turn_high=float(turn[2]),
        low=float(ends[0]),
        middle=float(ends[1]),
        high=float(ends[2]),
        newest=known,
        assumed=assumed,
    )
