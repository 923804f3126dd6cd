r"""Fertility: national age schedule, damped path of the total fertility rate, local level.

Rates are by mother's age at the end of the year and cohort: births of the year divided by the
mean of the cohort's size at the two year ends, which is also the exposure the engine uses. The
total fertility rate follows an exponential-smoothing model with damped additive trend; a
municipality has one factor on it, shrunk by :mod:`.shrinkage`.

References
----------
Hyndman, Koehler, Ord & Snyder (2008), model ETS(A,Ad,N).
"""

import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import FIRST_YEAR, MOTHER_AGES, History, Nation, complete
from demografi.rates.shrinkage import fit_concentration, shrunken_ratio

__all__ = ["DampedTrend", "Fertility", "fertility_rates", "fit_fertility", "sex_ratio"]

Array = NDArray[np.float64]

SCHEDULE_YEARS = 3
"""Years behind the age schedule: mothers grow older, so only the newest."""
LOCAL_YEARS = 10
FEWEST_YEARS = 10
"""Fewer say nothing of a path."""
SEX_RATIO_YEARS = 20
TURN = (1e-4, 0.1)
"""Bounds of β. Unbounded, likelihood on one series picks 0.8: the trend of the last year alone,
with 80 % ranges of 0.6–2.3 children after 25 years, wider than the series has ever moved."""
PLAUSIBLE_TFR = (0.6, 3.5)
"""Children per woman outside which no country has been for long; draws are kept inside."""


@dataclass(frozen=True)
class DampedTrend:
    """Fitted ETS(A,Ad,N) as its state at the end of the series.

    Attributes
    ----------
    level, trend : float
        Last level and last trend.
    alpha, beta, phi : float
        Smoothing of level and trend, and damping.
    shock : float
        Standard deviation of the yearly error.
    last_year : int
        Year of the state.
    """

    level: float
    trend: float
    alpha: float
    beta: float
    phi: float
    shock: float
    last_year: int

    def draw(self, start: int, horizon: int, draws: int, rng: np.random.Generator) -> Array:
        """Draw paths [draw, year] for ``start + 1 … start + horizon``."""
        skip = max(start - self.last_year, 0)
        level = np.full(draws, self.level)
        trend = np.full(draws, self.trend)
        # Year by year, so that a longer horizon adds years and changes none.
        path = np.empty((skip + horizon, draws))
        for step in range(skip + horizon):
            # Years up to the jump-off are past; see Fertility.level for them.
            shock = rng.standard_normal(draws) * self.shock if step >= skip else 0.0
            ahead = level + self.phi * trend
            path[step] = ahead + shock
            trend = self.phi * trend + self.beta * shock
            level = ahead + self.alpha * shock
        return np.clip(path[skip:], *PLAUSIBLE_TFR).T

    def expected(self, year: int) -> float:
        """Point forecast for a year after ``last_year``."""
        damping = np.cumsum(self.phi ** np.arange(1, year - self.last_year + 1))
        return float(self.level + self.trend * (damping[-1] if len(damping) else 0))


@dataclass(frozen=True)
class Fertility:
    """Fertility of each municipality.

    Attributes
    ----------
    schedule : array [age 15–49]
        Share of the total fertility rate at each age; sums to 1.
    path : DampedTrend
        National total fertility rate.
    level, level_error : array [region]
        Local factor and the standard error of its log.
    boys : float
        Share of boys among the newborn.
    """

    schedule: Array = field(repr=False)
    path: DampedTrend
    level: Array
    level_error: Array
    boys: float
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)

    def draw_level(self, draws: int, rng: np.random.Generator) -> Array:
        """Draw local factors, [draw, region]."""
        error = self.level_error
        shift = rng.standard_normal((draws, len(error))) * error - error**2 / 2
        return self.level * np.exp(shift)


def fertility_rates(nation: Nation) -> Array:
    """National age-specific fertility rates [year, age 15–49], births per woman-year."""
    low, high = MOTHER_AGES
    women = nation.population[:, 0]
    at_end = women[:, low : high + 1]
    at_start = np.full_like(at_end, np.nan)
    at_start[1:] = women[:-1, low - 1 : high]
    rates: Array = nation.births.sum(axis=1) / ((at_start + at_end) / 2)
    return rates


def _require_years(known: int) -> None:
    if known < FEWEST_YEARS:
        raise RequestError(
            "no_national_rates",
            f"Only {known} years have national births by mother's age and women by age.",
            "Add the nation (00) to the tables births and population.",
            table="births",
            years=known,
        )


def sex_ratio(nation: Nation) -> float:
    """Share of boys among the newborn of the newest years.

    Raises
    ------
    RequestError
        Fewer than :data:`FEWEST_YEARS` years of national births are known.
    """
    known = np.flatnonzero(np.isfinite(nation.births).any(axis=(1, 2)))[-SEX_RATIO_YEARS:]
    _require_years(len(known))
    newborn = np.nansum(nation.births[known], axis=(0, 2))
    return float(newborn[1] / newborn.sum())


def _fit_path(total: Array, years: Array) -> tuple[DampedTrend, Diagnostic]:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # noqa: PLC0415

    name = "fertility: total fertility rate"
    last_year = int(years[-1])
    series = pd.Series(total, index=pd.PeriodIndex(years.astype(int).astype(str), freq="Y"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # convergence is read from mle_retvals below
        model = ETSModel(
            series, error="add", trend="add", damped_trend=True, bounds={"smoothing_trend": TURN}
        )
        fitted = model.fit(disp=False, maxiter=500)
    values = dict(zip(fitted.param_names, fitted.params, strict=True))
    path = DampedTrend(
        level=float(fitted.level.iloc[-1]),
        trend=float(fitted.slope.iloc[-1]),
        alpha=float(values["smoothing_level"]),
        beta=float(values["smoothing_trend"]),
        phi=float(values["damping_trend"]),
        shock=float(np.sqrt(fitted.mse)),
        last_year=last_year,
    )
    usable = np.isfinite([path.level, path.trend, path.shock, path.phi]).all()
    if not fitted.mle_retvals["converged"] or not usable:
        still = DampedTrend(
            float(total[-1]), 0.0, 1.0, 0.0, 0.9, float(np.diff(total).std(ddof=1)), last_year
        )
        note = "random walk from the last value used"
        return still, Diagnostic(name, converged=False, note=note)
    note = f"level {path.level:.3f}, trend {path.trend:.3f}, damping {path.phi:.2f}"
    return path, Diagnostic(name, converged=True, note=note)


def fit_fertility(history: History) -> Fertility:
    """Fit the national path and the local factors.

    Parameters
    ----------
    history : History
        With the jump-off population split by sex, if that had to be done.

    Raises
    ------
    RequestError
        Fewer than :data:`FEWEST_YEARS` years of national fertility are known.
    """
    low, high = MOTHER_AGES
    rates = fertility_rates(history.nation)
    known = np.flatnonzero(complete(rates, 1))
    _require_years(len(known))
    total = rates.sum(axis=1)
    path, note = _fit_path(total[known], (known + FIRST_YEAR).astype(float))
    schedule = rates[known[-SCHEDULE_YEARS:]].mean(axis=0)
    schedule /= schedule.sum()

    women = history.exposure_population[:, :, 0]
    exposure = np.full((*women.shape[:2], high - low + 1), np.nan)
    exposure[1:] = (women[:-1, :, low - 1 : high] + women[1:, :, low : high + 1]) / 2
    usable = complete(exposure, (1, 2)) & complete(history.births, 1)
    at = np.flatnonzero(usable)[-LOCAL_YEARS:]
    regions = len(history.regions)
    level, error = np.ones(regions), np.full(regions, 0.1)
    diagnostics = [note]
    if len(at):
        # The nation's own rates where known, else the projected total on the newest schedule.
        national = np.stack(
            [
                rates[t]
                if np.isfinite(rates[t]).all()
                else path.expected(history.years[t]) * schedule
                for t in at
            ]
        )
        expected = np.einsum("tra,ta->r", exposure[at], national)
        observed = history.births[at].sum(axis=0)
        common = observed.sum() / expected.sum()
        kappa, shrunk = fit_concentration(observed, expected * common, "fertility: local level")
        diagnostics.append(shrunk)
        level = common * shrunken_ratio(observed, expected * common, kappa)
        error = 1 / np.sqrt(observed + min(kappa, 1e4))
    return Fertility(
        schedule=schedule,
        path=path,
        level=level,
        level_error=error,
        boys=sex_ratio(history.nation),
        diagnostics=tuple(diagnostics),
    )
