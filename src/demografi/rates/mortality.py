r"""Mortality: Lee–Carter on the nation, local level by broad age.

:math:`\log m_{s,x,t} = a_{s,x} + b_{s,x} k_{s,t}` with :math:`b` and :math:`k` from the first
singular vectors and :math:`k` a random walk with drift observed with noise (so that one bad
influenza year does not move the level). The pattern :math:`a` is taken from the newest five
years, which keeps the projection continuous with what was last seen.

A municipality differs by a factor per age band, shrunk to the county (:mod:`.shrinkage`). Deaths
after the last year known by age enter through a factor common to the county.

References
----------
Lee & Carter (1992), JASA 87; Booth, Maindonald & Smith (2002) on the jump-off.
"""

import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.indicators.life_table import BANDS
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.earlier_ages import long_mean_population
from demografi.rates.history import FIRST_YEAR, History, Nation, complete
from demografi.rates.shrinkage import fit_concentration, shrunken_ratio

__all__ = [
    "LeeCarter",
    "Mortality",
    "deaths_by_age",
    "fit_lee_carter",
    "fit_mortality",
]

Array = NDArray[np.float64]

LEE_CARTER_YEARS = 25
"""Newest years of the national series. Five years ahead, origins 1995-2016, 25 years missed
deaths at 80+ by 1.1 % on average and below 65 by 0.6; forty by 1.5 and 2.2."""
JUMP_OFF_YEARS = 5
BAND_SPAN = 4
"""Years over which a band's change beside the index is measured."""
TREND_YEARS = 10
"""Fewer say nothing of a trend, only of the level."""
FEWEST_YEARS = 3
"""Fewer say nothing of either."""
USUAL_DRIFT_ERROR, USUAL_SHOCK, USUAL_BAND_SHOCK = 0.017, 0.02, 0.013
"""Where no trend is known: yearly drift, shock and shock of a band beside the others, of log death
rates; root mean squares of the nation's five-year drifts, of its years and bands since 1968."""
LOCAL_YEARS = 10
"""Years of local deaths behind the local factors."""


@dataclass(frozen=True)
class LeeCarter:
    """National mortality and its path.

    Attributes
    ----------
    log_rates : array [sex, age]
        Log death rates at ``last_year``.
    sensitivity : array [sex, age]
        b: response of the log rate to one unit of k.
    drift, drift_error : array [sex]
        Yearly change of k and its standard error.
    innovation : array [sex, sex]
        Cholesky factor of the covariance of the yearly shocks to k.
    band_shock : array [band]
        Standard deviation of the yearly shock to log rates of each of :data:`BANDS` beside k.
    last_year : int
        Last year with national deaths.
    """

    log_rates: Array = field(repr=False)
    sensitivity: Array = field(repr=False)
    drift: Array
    drift_error: Array
    innovation: Array
    band_shock: Array
    last_year: int
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)

    def expected_log_rates(self, year: int) -> Array:
        """Log death rates [sex, age] when k follows its drift from ``last_year``."""
        ahead = (year - self.last_year) * self.drift
        return self.log_rates + self.sensitivity * ahead[:, None]

    def draw_index(self, start: int, horizon: int, draws: int, rng: np.random.Generator) -> Array:
        """Draw k relative to ``last_year``.

        Parameters
        ----------
        start : int
            Jump-off year; up to it k follows the drift, as that past is not uncertain to come.
        horizon, draws : int
            Years and trajectories.
        rng : Generator
            Source of chance.

        Returns
        -------
        array [draw, year, sex]
            Years ``start + 1 … start + horizon``.
        """
        # One normal for both sexes: their drifts are estimated from nearly the same shocks.
        slope = self.drift + self.drift_error * rng.standard_normal((draws, 1))
        # Year by year, so that a longer horizon adds years and changes none.
        shocks = rng.standard_normal((horizon, draws, len(self.drift))) @ self.innovation.T
        ahead = np.arange(1, horizon + 1)[:, None, None]
        index = (start - self.last_year) * self.drift + ahead * slope + np.cumsum(shocks, axis=0)
        return np.moveaxis(index, 0, 1)

    def draw_bands(self, horizon: int, draws: int, rng: np.random.Generator) -> Array:
        """Draw what log rates of each band do beside k, [draw, year, band]: random walks."""
        shocks = rng.standard_normal((horizon, draws, len(self.band_shock))) * self.band_shock
        return np.moveaxis(np.cumsum(shocks, axis=0), 0, 1)


def _band_shock(deaths: Array, exposure: Array, logs: Array) -> Array:
    """Yearly shock of each band that one index leaves unexplained.

    Parameters
    ----------
    deaths, exposure : array [year, sex, age]
        Of the nation.
    logs : array [year, sex, age]
        Log rates by the index.

    Returns
    -------
    array [band]
        Root mean square of the change over :data:`BAND_SPAN` years, as of a random walk.
    """
    expected = exposure * np.exp(logs)
    beside = np.stack(
        [
            np.log(deaths[..., low : high + 1].sum(axis=(1, 2)) + 0.5)
            - np.log(expected[..., low : high + 1].sum(axis=(1, 2)) + 0.5)
            for low, high in BANDS
        ],
        axis=1,
    )
    span = min(BAND_SPAN, len(beside) // 2)
    change = beside[span:] - beside[:-span]
    shock: Array = np.sqrt((change**2).mean(axis=0) / span)
    return shock


def _index_process(index: Array, years: Array, name: str) -> tuple[float, float, float, Diagnostic]:
    """Drift, its standard error, shock s.d. of one k series, and the diagnostic."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents  # noqa: PLC0415

    steps = np.diff(index)
    fallback = float(steps.mean()), float(steps.std(ddof=1) / np.sqrt(len(steps)))
    series = pd.Series(index, index=pd.PeriodIndex(years.astype(int).astype(str), freq="Y"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # convergence is read from mle_retvals below
        fitted = UnobservedComponents(series, level="lldtrend").fit(disp=False, maxiter=200)
    parameters = dict(zip(fitted.param_names, fitted.params, strict=True))
    shock = float(np.sqrt(max(parameters["sigma2.level"], 0.0)))
    drift = float(fitted.smoothed_state[1, -1])
    error = float(np.sqrt(max(fitted.smoothed_state_cov[1, 1, -1], 0.0)))
    if not fitted.mle_retvals["converged"] or not np.isfinite([drift, error, shock]).all():
        note = "random walk with drift by moments used"
        return *fallback, float(steps.std(ddof=1)), Diagnostic(name, converged=False, note=note)
    # A variance at its bound of zero would make the future certain.
    shock = max(shock, error * 0.5)
    note = f"drift {drift:.3f} (s.e. {error:.3f}), shock {shock:.3f}"
    return drift, error, shock, Diagnostic(name, converged=True, note=note)


def _level_alone(deaths: Array, exposure: Array, last_year: int) -> LeeCarter:
    """Level of the years there are, no trend, all ages alike: too few years for Lee-Carter.

    Parameters
    ----------
    deaths, exposure : array [year, sex, age]
        Of the nation.
    last_year : int
        Year of the last of them.
    """
    newest = slice(-JUMP_OFF_YEARS, None)
    log_rates = np.log((deaths[newest].sum(axis=0) + 0.5) / (exposure[newest].sum(axis=0) + 0.5))
    sexes, ages = log_rates.shape
    expected = (exposure * np.exp(log_rates)).sum(axis=2)
    level = np.log((deaths.sum(axis=2) + 0.5) / (expected + 0.5))
    shock = np.maximum(np.sqrt((np.diff(level, axis=0) ** 2).mean(axis=0)), USUAL_SHOCK)
    beside = _band_shock(deaths, exposure, log_rates + level[..., None])
    note = f"{len(deaths)} years: level of the newest, no trend, +-{USUAL_DRIFT_ERROR:.1%} a year"
    # Sensitivities sum to one, as when they are fitted: the index counts ages.
    return LeeCarter(
        log_rates=log_rates,
        sensitivity=np.full((sexes, ages), 1 / ages),
        drift=np.zeros(sexes),
        drift_error=np.full(sexes, USUAL_DRIFT_ERROR * ages),
        innovation=np.diag(shock * ages),
        band_shock=np.maximum(beside, USUAL_BAND_SHOCK),
        last_year=last_year,
        diagnostics=(Diagnostic("mortality: Lee-Carter index", converged=False, note=note),),
    )


def fit_lee_carter(nation: Nation) -> LeeCarter:
    """Fit Lee–Carter to national deaths and mean population, women and men apart.

    With fewer than :data:`TREND_YEARS` years the level is fitted alone, and the trend is uncertain.

    Raises
    ------
    RequestError
        Fewer than :data:`FEWEST_YEARS` years are known.
    """
    known = np.flatnonzero(complete(nation.deaths, (1, 2)) & complete(nation.exposure, (1, 2)))[
        -LEE_CARTER_YEARS:
    ]
    if len(known) < FEWEST_YEARS:
        raise RequestError(
            "no_national_rates",
            f"Only {len(known)} years have national deaths and mean population by age.",
            "Add the nation (00) to the tables deaths and mean_population.",
            table="deaths",
            years=len(known),
        )
    deaths, exposure = nation.deaths[known], nation.exposure[known]
    if len(known) < TREND_YEARS:
        return _level_alone(deaths, exposure, int(known[-1]) + FIRST_YEAR)
    years = (known + FIRST_YEAR).astype(float)
    # Half a death keeps single ages without deaths finite.
    logs = np.log((deaths + 0.5) / (exposure + 0.5))
    centred = logs - logs.mean(axis=0)
    sexes = logs.shape[1]
    sensitivity = np.empty(logs.shape[1:])
    index = np.empty((len(known), sexes))
    drift, error, shock = np.empty(sexes), np.empty(sexes), np.empty(sexes)
    diagnostics = []
    for sex in range(sexes):
        left, scale, right = np.linalg.svd(centred[:, sex], full_matrices=False)
        raw = np.convolve(np.pad(right[0], 2, mode="edge"), np.full(5, 0.2), mode="valid")
        raw = np.maximum(raw * np.sign(raw.sum()), 0)
        sensitivity[sex] = raw / raw.sum()
        index[:, sex] = left[:, 0] * scale[0] * np.sign(right[0].sum()) * raw.sum()
        drift[sex], error[sex], shock[sex], note = _index_process(
            index[:, sex], years, f"mortality: Lee-Carter index, {'women' if sex == 0 else 'men'}"
        )
        diagnostics.append(note)
    newest = slice(-JUMP_OFF_YEARS, None)
    pooled = np.log((deaths[newest].sum(axis=0) + 0.5) / exposure[newest].sum(axis=0))
    # The pooled years are centred (JUMP_OFF_YEARS - 1) / 2 before the last one.
    ahead = drift * (JUMP_OFF_YEARS - 1) / 2
    together = float(np.atleast_2d(np.corrcoef(np.diff(index, axis=0), rowvar=False))[0, 1])
    covariance = np.outer(shock, shock) * np.array([[1, together], [together, 1]])
    return LeeCarter(
        log_rates=pooled + sensitivity * ahead[:, None],
        sensitivity=sensitivity,
        drift=drift,
        drift_error=error,
        innovation=np.linalg.cholesky(covariance + 1e-12 * np.eye(sexes)),
        band_shock=_band_shock(
            deaths, exposure, logs.mean(axis=0) + sensitivity * index[..., None]
        ),
        last_year=int(years[-1]),
        diagnostics=tuple(diagnostics),
    )


@dataclass(frozen=True)
class Mortality:
    """Mortality of each municipality.

    Attributes
    ----------
    nation : LeeCarter
        The national path.
    level : array [region, age]
        Local factor on the national rate.
    level_error : array [region, band]
        Standard error of the log level in each of :data:`BANDS`.
    """

    nation: LeeCarter
    level: Array = field(repr=False)
    level_error: Array = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)

    def draw_level(self, draws: int, rng: np.random.Generator) -> Array:
        """Draw how far the true local level is from the fitted one, [draw, region, age]."""
        error = self.level_error
        shift = rng.standard_normal((draws, *error.shape)) * error - error**2 / 2
        return np.repeat(np.exp(shift), [high - low + 1 for low, high in BANDS], axis=2)

    def rates(self, year: int) -> Array:
        """Expected death rates [region, sex, age] in a year."""
        national = np.exp(self.nation.expected_log_rates(year))
        return national[None] * self.level[:, None, :]


def fit_mortality(history: History, nation: LeeCarter) -> Mortality:
    """Fit local factors on the nation's mortality.

    Parameters
    ----------
    history : History
        With the jump-off population split by sex, if that had to be done.
    nation : LeeCarter
        Fitted national mortality.
    """
    lived = long_mean_population(history)
    by_age_known = complete(history.deaths_by_age, (1, 2, 3)) & complete(lived, (1, 2, 3))
    by_age = np.flatnonzero(by_age_known)[-LOCAL_YEARS:]
    regions = len(history.regions)
    level = np.ones((regions, lived.shape[-1]))
    diagnostics = list(nation.diagnostics)
    seen = np.ones((regions, len(BANDS)))
    expected_by_age = np.stack(
        [
            lived[at] * np.exp(nation.expected_log_rates(history.years[at]))
            for at in range(len(history.years))
        ]
    )
    for band, (low, high) in enumerate(BANDS):
        ages = slice(low, high + 1)
        observed = history.deaths_by_age[by_age][..., ages].sum(axis=(0, 2, 3))
        expected = expected_by_age[by_age][..., ages].sum(axis=(0, 2, 3))
        common = (observed.sum() + 1) / (expected.sum() + 1)
        kappa, note = fit_concentration(
            observed, expected * common, f"mortality: local level, ages {low}-{high}"
        )
        diagnostics.append(note)
        ratio = shrunken_ratio(observed, expected * common, kappa)
        level[:, ages] = (common * ratio)[:, None]
        seen[:, band] += observed + kappa
    # Newer deaths without ages: one factor for every age, which places share as far as theirs tell.
    newer = complete(history.deaths, 1) & complete(history.mean_population, (1, 2, 3))
    newer &= ~by_age_known
    newer[: len(newer) - LOCAL_YEARS] = False
    if newer.any():
        expected = (expected_by_age[newer] * level[:, None, :]).sum(axis=(0, 2, 3))
        observed = history.deaths[newer].sum(axis=0)
        factor = float(observed.sum() / expected.sum())
        kappa, note = fit_concentration(
            observed, expected * factor, "mortality: newest local level"
        )
        diagnostics.append(note)
        level *= factor * shrunken_ratio(observed, expected * factor, kappa)[:, None]
        span = f"{newer.sum()} years without ages"
        diagnostics.append(
            Diagnostic("mortality: newest level", converged=True, note=f"{factor:.3f} ({span})")
        )
    return Mortality(
        nation=nation,
        level=level,
        level_error=1 / np.sqrt(seen),
        diagnostics=tuple(diagnostics),
    )


def deaths_by_age(history: History, mortality: Mortality) -> Array:
    """Deaths [year, region, sex, age]: published, else fitted rates scaled to the year's total.

    Years whose population or total is unknown stay NaN.
    """
    filled = history.deaths_by_age.copy()
    lived = history.mean_population
    for at, year in enumerate(history.years):
        lacking = ~complete(filled[at], (1, 2))
        if not lacking.any() or not np.isfinite(lived[at]).all():
            continue
        expected = lived[at] * mortality.rates(year)
        expected *= (history.deaths[at] / expected.sum(axis=(1, 2)))[:, None, None]
        filled[at, lacking] = expected[lacking]
    return filled
