"""Did something happen to one place in one year? An interrupted time series with comparison.

What is followed is the gap between the place and the mean of its comparison places, so that
whatever reached all of them alike is out of it. Over a window around the event

    gap[t] = a + b·t + during·[t = 0] + later·[t > 0] + noise,

fitted by ordinary least squares: ``during`` is what the event's own year differs by from where
the gap was heading, ``later`` the mean of the years after it.

A window holds few years and their noise hangs together, so the regression's own interval is too
narrow. It is therefore set against placebos: the same regression for years in which nothing is
claimed to have happened, and for the comparison places. The interval given is the wider of the
regression's and the one that 95 % of the placebo effects stay within.

References
----------
Bernal, Cummins & Gasparrini (2018), The use of controls in interrupted time series studies,
*International Journal of Epidemiology* 47(6). Abadie, Diamond & Hainmueller (2010), Synthetic
control methods, *JASA* 105(490), for placebos in place and time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.errors import RequestError

if TYPE_CHECKING:
    from statsmodels.regression.linear_model import RegressionResultsWrapper

__all__ = ["CERTAIN", "FEWEST", "Effect", "EventStudy", "Panel", "Trend", "Window", "event_study"]

Array = NDArray[np.float64]

CERTAIN = 0.95
"""Level of the intervals."""
FEWEST = 3
"""Comparison places without which nothing is estimated: the mean of fewer is one place's luck."""
SAME_TREND = 0.05
"""A candidate whose gap had a trend this unlikely to be chance is no comparison."""


@dataclass(frozen=True)
class Panel:
    """One measure of several places over the years.

    Attributes
    ----------
    years : array of int, shape (year,)
        Consecutive.
    places : tuple of str
        Codes.
    values : array, shape (place, year)
        The measure; NaN where unknown.
    """

    years: NDArray[np.int64]
    places: tuple[str, ...]
    values: Array = field(repr=False)

    def of(self, place: str) -> Array:
        """Values of a place, shape (year,)."""
        found: Array = self.values[self.places.index(place)]
        return found

    def gap(self, place: str, others: Sequence[str]) -> Array:
        """How far a place is above the mean of others, shape (year,)."""
        return self.of(place) - self.mean(others)

    def mean(self, others: Sequence[str]) -> Array:
        """Mean of some places, shape (year,); NaN where any is unknown."""
        found: Array = np.mean([self.of(other) for other in others], axis=0)
        return found

    def cut(self, series: Array, first: int, last: int) -> Array:
        """Years ``first``–``last`` of a series; NaN for years outside the panel."""
        years = np.arange(first, last + 1)
        at = years - int(self.years[0])
        inside = (at >= 0) & (at < len(self.years))
        found: Array = np.full(len(years), np.nan)
        found[inside] = series[at[inside]]
        return found


@dataclass(frozen=True)
class Window:
    """Years around an event that are looked at.

    Attributes
    ----------
    before, after : int
        Years before the event's and after it.
    """

    before: int = 10
    after: int = 3

    @property
    def steps(self) -> NDArray[np.int64]:
        """Years from the event."""
        return np.arange(-self.before, self.after + 1)

    def design(self) -> Array:
        """Regressors of the segmented regression: constant, trend, the year itself, later."""
        t = self.steps
        return np.column_stack([np.ones(len(t)), t, t == 0, t > 0]).astype(float)


@dataclass(frozen=True)
class Effect:
    """An estimated effect, in units of the measure.

    Attributes
    ----------
    value : float
        Estimate.
    low, high : float
        95 % interval: the wider of the regression's and the placebos'.
    model_low, model_high : float
        The regression's own.
    reach : float
        What 95 % of the placebo effects stay within: a smaller effect cannot be seen.
    share : float
        Share of all, placebos and the event itself, at least as large: the chance of such an
        effect where nothing has happened.
    """

    value: float
    low: float
    high: float
    model_low: float
    model_high: float
    reach: float
    share: float

    @property
    def sign(self) -> int:
        """1 or −1 when the effect can be told from nothing, else 0."""
        if self.share > 1 - CERTAIN:
            return 0
        return int(self.low > 0) - int(self.high < 0)


@dataclass(frozen=True)
class Trend:
    """How a candidate's gap to the place moved before the event.

    Attributes
    ----------
    place : str
        Code.
    per_year : float
        Slope of the gap, in units of the measure.
    chance : float
        Probability of such a slope, or a steeper one, if the trends are the same.
    """

    place: str
    per_year: float
    chance: float

    @property
    def same(self) -> bool:
        """Whether the candidate may serve as comparison."""
        return self.chance >= SAME_TREND


@dataclass(frozen=True)
class EventStudy:
    """What an event did to a place, as far as it can be told.

    Attributes
    ----------
    place, year : str, int
        Where and when.
    window : Window
        Years looked at.
    trends : tuple of Trend
        All candidates; those with the same trend are the comparison.
    path : DataFrame
        Columns year, value (the place), comparison (mean), expected (where the place was
        heading given its comparison), low, high (where it could be without an effect, in the
        event's year and after it; missing before).
    during, later : Effect
        In the event's year; per year in the years after it.
    placebos : DataFrame
        Columns place, year, during, later: the same estimates where nothing is claimed.
    """

    place: str
    year: int
    window: Window
    trends: tuple[Trend, ...]
    path: pd.DataFrame = field(repr=False)
    during: Effect
    later: Effect
    placebos: pd.DataFrame = field(repr=False)

    @property
    def comparison(self) -> tuple[str, ...]:
        """Codes of the comparison places."""
        return tuple(trend.place for trend in self.trends if trend.same)


def _fit(gap: Array, design: Array) -> "RegressionResultsWrapper":
    from statsmodels.regression.linear_model import OLS  # noqa: PLC0415 - takes a second

    return OLS(gap, design).fit()


def pre_trends(
    panel: Panel, place: str, year: int, candidates: Sequence[str], before: int
) -> tuple[Trend, ...]:
    """Slope of each candidate's gap over the years before an event."""
    steps = np.column_stack([np.ones(before), np.arange(before)]).astype(float)
    found = []
    for other in candidates:
        gap = panel.cut(panel.gap(place, [other]), year - before, year - 1)
        if np.isfinite(gap).all():
            fit = _fit(gap, steps)
            found.append(Trend(other, float(fit.params[1]), float(fit.pvalues[1])))
    return tuple(found)


def _effects(gap: Array, design: Array) -> Array:
    """Estimates of during and later, by least squares; the same numbers as statsmodels'."""
    solved = np.linalg.lstsq(design, gap, rcond=None)[0]
    found: Array = np.asarray(solved, dtype=float)[2:]
    return found


def placebo_effects(
    panel: Panel,
    place: str,
    year: int,
    comparison: Sequence[str],
    *,
    window: Window,
    last: int,
) -> pd.DataFrame:
    """Estimate effects where none is claimed.

    For the place itself in years whose whole window ends before the event; for each comparison
    place, against the others, in every year whose window ends by ``last``. The place itself is
    never part of a comparison, so its event cannot colour a placebo.

    Returns
    -------
    DataFrame
        Columns place, year, during, later.
    """
    design = window.design()
    rows = []
    for one in (place, *comparison):
        others = [other for other in comparison if other != one]
        gap = panel.gap(one, others)
        end = min(last, year - 1) if one == place else last
        for at in range(int(panel.years[0]) + window.before, end - window.after + 1):
            cut = panel.cut(gap, at - window.before, at + window.after)
            if np.isfinite(cut).all():
                rows.append((one, at, *_effects(cut, design)))
    return pd.DataFrame(rows, columns=["place", "year", "during", "later"])


def _effect(value: float, model: tuple[float, float], placebos: Array) -> Effect:
    size = np.abs(placebos)
    reach = float(np.quantile(size, CERTAIN))
    share = (1 + int((size >= abs(value)).sum())) / (1 + len(size))
    low, high = min(model[0], value - reach), max(model[1], value + reach)
    return Effect(value, low, high, model[0], model[1], reach, share)


def event_study(
    panel: Panel,
    place: str,
    year: int,
    candidates: Sequence[str],
    *,
    window: Window | None = None,
    last: int | None = None,
) -> EventStudy:
    """Estimate what an event in one year did to a place.

    Parameters
    ----------
    panel : Panel
        The measure, for the place and its candidates.
    place, year : str, int
        Where and when.
    candidates : sequence of str
        Places that may serve as comparison; those whose gap to the place had a trend before the
        event are left out.
    window : Window, optional
        Years looked at.
    last : int, optional
        Last year placebos may use; the panel's last when not given.

    Raises
    ------
    RequestError
        The place lacks figures for the window, or too few candidates are comparable.
    """
    window = window or Window()
    first, end = year - window.before, year + window.after
    if not np.isfinite(panel.cut(panel.of(place), first, end)).all():
        raise RequestError(
            "window_incomplete",
            f"The years {first}-{end} are not all known for {place}.",
            "Choose another event or a shorter window.",
            region=place,
            first=first,
            last=end,
        )
    whole = [
        other for other in candidates if np.isfinite(panel.cut(panel.of(other), first, end)).all()
    ]
    trends = pre_trends(panel, place, year, whole, window.before)
    comparison = [trend.place for trend in trends if trend.same]
    if len(comparison) < FEWEST:
        raise RequestError(
            "too_few_comparisons",
            f"Only {len(comparison)} places moved as {place} did before {year}; "
            f"{FEWEST} are needed.",
            "Choose other candidates.",
            region=place,
            found=len(comparison),
            expected=FEWEST,
        )
    gap = panel.cut(panel.gap(place, comparison), first, end)
    fit = _fit(gap, window.design())
    model = fit.conf_int(1 - CERTAIN)
    placebos = placebo_effects(
        panel,
        place,
        year,
        comparison,
        window=window,
        last=int(panel.years[-1]) if last is None else last,
    )
    during, later = (
        _effect(float(fit.params[at]), tuple(model[at]), placebos[name].to_numpy())
        for at, name in ((2, "during"), (3, "later"))
    )
    return EventStudy(
        place,
        year,
        window,
        trends,
        _path(
            panel,
            place,
            comparison,
            year,
            window=window,
            params=fit.params,
            effects=(during, later),
        ),
        during,
        later,
        placebos,
    )


def _path(
    panel: Panel,
    place: str,
    comparison: Sequence[str],
    year: int,
    *,
    window: Window,
    params: Array,
    effects: tuple[Effect, Effect],
) -> pd.DataFrame:
    """Lay out the place, its comparison, and where it was heading."""
    steps = window.steps
    first, end = year - window.before, year + window.after
    mean = panel.cut(panel.mean(comparison), first, end)
    expected = mean + window.design()[:, :2] @ params[:2]
    # Half the interval of each effect is what a year without any effect may be off by.
    half = np.array([(effect.high - effect.low) / 2 for effect in effects])
    room = np.where(steps == 0, half[0], np.where(steps > 0, half[1], np.nan))
    return pd.DataFrame(
        {
            "year": year + steps,
            "value": panel.cut(panel.of(place), first, end),
            "comparison": mean,
            "expected": expected,
            "low": expected - room,
            "high": expected + room,
        }
    )
