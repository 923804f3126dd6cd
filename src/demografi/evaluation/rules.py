"""Simple rules to beat, each a function of what is known, and the range their past errors give.

A rule says one figure per year, region and group. Its range is made of the errors that the same
rule would have made before: it is run from earlier origins, and the errors at each distance are
pooled over regions of like size. Nothing after the origin is used.

References
----------
Smith, Tayman & Swanson (2013), A Practitioner's Guide to State and Local Population Projections;
Wilson, Grossman, Alexander, Rees & Temple (2022), Methods for small area population forecasts.
"""

from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from demografi.evaluation.forecast import Forecast
from demografi.evaluation.past import Known, Past
from demografi.rates.history import FIRST_YEAR

__all__ = [
    "BASE_YEARS",
    "SIZES",
    "ExtrapolatedErrors",
    "Rule",
    "lin_exp",
    "newest",
    "no_change",
    "size_class",
]

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

Rule = Callable[[Known, int], Array]
"""Figures [year, region, group] of so many years after ``known.last_year``."""

BASE_YEARS = 10
"""Years before the origin that a rule learns from."""
SIZES = (5_000, 20_000)
"""Bounds of the size classes: below 5 000, 5 000–20 000, above 20 000 inhabitants."""
_ORIGINS = 25
"""Earlier origins whose errors make a range, the newest."""
_ENOUGH = 10
"""Errors below which a quantile of them says nothing."""


def size_class(population: Array) -> Whole:
    """Size class 0, 1 or 2 of each population.

    >>> size_class(np.array([2_500, 5_000, 20_000, 134_249])).tolist()
    [0, 1, 1, 2]
    """
    return np.asarray((population >= SIZES[0]).astype(int) + (population > SIZES[1]), np.int64)


def newest(groups: Array) -> tuple[Array, Whole]:
    """Newest known figure of each series [year, ...] and its position; NaN and −1 where none."""
    known = np.isfinite(groups)
    at = len(groups) - 1 - np.argmax(known[::-1], axis=0)
    value = np.take_along_axis(groups, at[None], axis=0)[0]
    return value, np.where(known.any(axis=0), at, -1)


def no_change(known: Known, horizon: int) -> Array:
    """Say that all will be as in the newest known year."""
    value, _ = newest(known.groups)
    return np.broadcast_to(value, (horizon, *value.shape)).copy()


def lin_exp(known: Known, horizon: int) -> Array:
    """Continue the last ten years, growth in a straight line and decline at a constant rate.

    Growth is linear and decline exponential so that neither runs away (Wilson et al. 2022). The
    base is the oldest known year of the last :data:`BASE_YEARS`.
    """
    value, end = newest(known.groups)
    at = np.arange(len(known.groups)).reshape(-1, *[1] * value.ndim)
    usable = np.isfinite(known.groups) & (at >= end - BASE_YEARS) & (at < end)
    start = np.argmax(usable, axis=0)
    base = np.take_along_axis(known.groups, start[None], axis=0)[0]
    base = np.where(usable.any(axis=0), base, np.nan)
    span = np.maximum(end - start, 1)
    ahead = len(known.groups) - 1 + np.arange(1, horizon + 1).reshape(-1, *[1] * value.ndim) - end
    linear = value + (value - base) / span * ahead
    ratio = np.divide(value, base, out=np.ones_like(value), where=base > 0)
    declining = value * ratio ** (ahead / span)
    said: Array = np.where(value >= base, linear, declining)
    return np.where(np.isnan(base), np.nan, said)


class ExtrapolatedErrors:
    """A rule with the range that its own past errors give.

    The draws of a region are its figure times errors that the rule has made at the same distance
    for regions of the same size class. Distances further than any past error reaches take the
    errors of the furthest that has enough, in proportion to the distance.

    Parameters
    ----------
    rule : Rule
        What is said.
    by_age : bool
        The rule needs ages: earlier origins are then years with ages.
    """

    def __init__(self, rule: Rule, *, by_age: bool = False) -> None:
        self.rule = rule
        self.by_age = by_age

    def fit(self, past: Past) -> Self:
        """Keep what is known; errors depend on how far ahead is asked for."""
        self.past_ = past
        return self

    def project(self, horizon: int, draws: int, rng: np.random.Generator) -> Forecast:
        """Say a figure, with draws around it."""
        known, past = self.past_.known, self.past_
        # A rule by age starts from the newest ages, which may be older than the origin.
        start = known.aged_years[-1] if self.by_age and known.aged_years else past.origin
        late = past.origin - start
        point = self.rule(known.until(start), horizon + late)[late:]
        errors, classes = self._past_errors(known, start, horizon + late)
        drawn = np.full((draws, *point.shape), np.nan, np.float32)
        here = size_class(newest(known.groups[:, :, 0])[0])
        for group in range(point.shape[2]):
            for small in np.unique(here):
                members = np.flatnonzero(here == small)
                for year in range(horizon):
                    pool = _pool(errors[group], classes[group], int(small), year + late + 1)
                    if len(pool):
                        chosen = rng.choice(pool, (draws, len(members)))
                        drawn[:, year, members, group] = point[year, members, group] * chosen
        years = tuple(range(past.origin + 1, past.origin + horizon + 1))
        return Forecast(past.regions, years, point, drawn)

    def _past_errors(
        self, known: Known, start: int, horizon: int
    ) -> tuple[list[dict[int, Array]], list[dict[int, Whole]]]:
        """Outcome over forecast by group and distance, and the size class each is of."""
        years = known.aged_years[1:-1] if self.by_age else range(FIRST_YEAR + 1, start)
        ratios: list[dict[int, list[Array]]] = [{} for _ in range(known.groups.shape[2])]
        classes: list[dict[int, list[Whole]]] = [{} for _ in range(known.groups.shape[2])]
        for origin in list(years)[-_ORIGINS:]:
            reach = min(horizon, known.last_year - origin)
            then = known.until(origin)
            if not self.by_age and not np.isfinite(then.groups[-1]).any():
                continue
            said = self.rule(then, reach)
            came = known.groups[origin - FIRST_YEAR + 1 : origin - FIRST_YEAR + 1 + reach]
            size = size_class(newest(then.groups[:, :, 0])[0])
            valid = np.isfinite(said) & np.isfinite(came) & (said > 0) & (came > 0)
            for ahead, group in np.argwhere(valid.any(axis=1)):
                members = valid[ahead, :, group]
                ratio = came[ahead, members, group] / said[ahead, members, group]
                ratios[group].setdefault(int(ahead) + 1, []).append(ratio)
                classes[group].setdefault(int(ahead) + 1, []).append(size[members])
        return (
            [{ahead: np.concatenate(found) for ahead, found in by.items()} for by in ratios],
            [{ahead: np.concatenate(found) for ahead, found in by.items()} for by in classes],
        )


def _pool(errors: dict[int, Array], classes: dict[int, Whole], small: int, ahead: int) -> Array:
    """Past ratios of outcome to forecast for a size class and distance; empty where too few."""
    reached = [far for far in errors if far <= ahead and len(errors[far]) >= _ENOUGH]
    if not reached:
        return np.empty(0)
    far = max(reached)
    pool = errors[far][classes[far] == small]
    if len(pool) < _ENOUGH:
        pool = errors[far]
    return np.asarray(pool ** (ahead / far))
