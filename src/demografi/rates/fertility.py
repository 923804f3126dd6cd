r"""Fertility: national age schedule, path of the total fertility rate, local level.

Rates are by mother's age at the end of the year and cohort: births of the year divided by the
mean of the cohort's size at the two year ends, which is also the exposure the engine uses. The
total fertility rate is an AR(2) around its mean: what it did last year goes on for a while, and
far ahead it is between where it has been lately and where it has been for long,

.. math:: F_t - \mu = \phi_1 (F_{t-1} - \mu) + \phi_2 (F_{t-2} - \mu) + \varepsilon_t.

In the first years the damped trend has as much to say: the forecast :math:`h` years ahead leans
from the AR(2) towards it by :math:`\tfrac12\,0.8^{h-1}`.
A municipality has one factor on it, shrunk by :mod:`.shrinkage`. It wanders slowly: years weigh
less the older they are, sooner where there are many births to tell by (:func:`fading`).
"""

import warnings
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.earlier_ages import earlier_population
from demografi.rates.history import FIRST_YEAR, MOTHER_AGES, History, Nation, complete
from demografi.rates.shrinkage import fit_concentration, shrunken_ratio

__all__ = [
    "Fertility",
    "FertilityPath",
    "fading",
    "fertility_rates",
    "fit_fertility",
    "fit_path",
    "sex_ratio",
]

Array = NDArray[np.float64]

SCHEDULE_YEARS = 3
"""Years behind the age schedule: mothers grow older, so only the newest."""
COMMON_YEARS = 10
"""Newest years that tell how all places together stray from what is expected."""
DRIFT = 0.01
"""Standard deviation of a year's change of a municipality's own factor, of its logarithm."""
LASTING_ERROR = 0.04
"""How far a factor strays in the years ahead, and all factors together, of its logarithm; chosen by
the coverage of children in the four counties 1980-2010 (docs/decisions/025)."""
PATH_YEARS = 10
"""Fewer say nothing of a path, only of where it is."""
FEWEST_YEARS = 2
"""Fewer say nothing of either."""
USUAL_SHOCK = 0.08
"""Least yearly change, in children per woman, of a path that is not known."""
SEX_RATIO_YEARS = 20
MEAN_YEARS = 5
"""Newest years that make half of the mean the rate tends to; all years make the other half."""
TREND_TRUST, TREND_FADE = 0.5, 0.8
"""How far the first year leans from the AR(2) to the damped trend; what is left a year later."""
PLAUSIBLE_TFR = (0.6, 3.5)
"""Children per woman outside which no country has been for long; draws are kept inside."""


@dataclass(frozen=True)
class FertilityPath:
    """Fitted AR(2) and damped trend as their states at the end of the series.

    Attributes
    ----------
    mean, mean_error : float
        What the rate tends to, and how uncertain that is.
    last, before : float
        The last two values.
    pull : tuple of float
        Coefficients of the deviations of these two.
    shock : float
        Standard deviation of the yearly error.
    last_year : int
        Year of the last value.
    trend : tuple of float, optional
        Level, slope and damping of the damped trend; without them nothing leans.
    """

    mean: float
    mean_error: float
    last: float
    before: float
    pull: tuple[float, float]
    shock: float
    last_year: int
    trend: tuple[float, float, float] | None = None

    def draw(self, start: int, horizon: int, draws: int, rng: np.random.Generator) -> Array:
        """Draw paths [draw, year] for ``start + 1 … start + horizon``."""
        skip = max(start - self.last_year, 0)
        mean = self.mean + self.mean_error * rng.standard_normal(draws)
        last, before = np.full(draws, self.last), np.full(draws, self.before)
        # Year by year, so that a longer horizon adds years and changes none.
        path = np.empty((skip + horizon, draws))
        for step in range(skip + horizon):
            # Years up to the jump-off are past; see Fertility.level for them.
            shock = rng.standard_normal(draws) * self.shock if step >= skip else 0.0
            ahead = mean + self.pull[0] * (last - mean) + self.pull[1] * (before - mean) + shock
            last, before = ahead, last
            path[step] = ahead + self._lean(step + 1)
        return np.clip(path[skip:], *PLAUSIBLE_TFR).T

    def expected(self, year: int) -> float:
        """Point forecast for a year after ``last_year``."""
        ahead = year - self.last_year
        return self._reverting(ahead) + self._lean(ahead)

    def _reverting(self, ahead: int) -> float:
        """Expectation of the AR(2)."""
        last, before = self.last - self.mean, self.before - self.mean
        for _ in range(ahead):
            last, before = self.pull[0] * last + self.pull[1] * before, last
        return self.mean + last

    def _lean(self, ahead: int) -> float:
        """What the damped trend adds to the AR(2)."""
        if self.trend is None or ahead < 1:
            return 0.0
        level, slope, damping = self.trend
        trend = level + slope * sum(damping**step for step in range(1, ahead + 1))
        return TREND_TRUST * TREND_FADE ** (ahead - 1) * (trend - self._reverting(ahead))


@dataclass(frozen=True)
class Fertility:
    """Fertility of each municipality.

    Attributes
    ----------
    schedule : array [age 15–49]
        Share of the total fertility rate at each age; sums to 1.
    path : FertilityPath
        National total fertility rate.
    level, level_error : array [region]
        Local factor and the standard error of its log.
    common_error : float
        Standard error of its log that all municipalities share.
    boys : float
        Share of boys among the newborn.
    """

    schedule: Array = field(repr=False)
    path: FertilityPath
    level: Array
    level_error: Array
    common_error: float
    boys: float
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)

    def draw_level(self, draws: int, rng: np.random.Generator) -> Array:
        """Draw local factors, [draw, region]."""
        error = self.level_error
        shift = rng.standard_normal((draws, len(error))) * error
        shift += rng.standard_normal((draws, 1)) * self.common_error
        return self.level * np.exp(shift - (error**2 + self.common_error**2) / 2)


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


def _damped_trend(total: Array) -> tuple[float, float, float] | None:
    """Level, slope and damping at the end of a series; None where the fit fails."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # convergence is read from mle_retvals below
        fitted = ETSModel(total, error="add", trend="add", damped_trend=True).fit(disp=False)
    found = float(fitted.level[-1]), float(fitted.slope[-1]), float(fitted.damping_trend)
    usable = fitted.mle_retvals["converged"] and np.isfinite(found).all()
    return found if usable else None


def _random_walk(total: Array, last_year: int, shock: float) -> FertilityPath:
    """Keep the last value, which then strays."""
    last, before = float(total[-1]), float(total[-2])
    return FertilityPath(last, 0.0, last, before, (1.0, 0.0), shock, last_year)


def fit_path(total: Array, years: Array) -> tuple[FertilityPath, Diagnostic]:
    """Fit the AR(2) to total fertility rates of consecutive years.

    Where the estimated process would explode, or fewer than :data:`PATH_YEARS` years are known,
    the last value is kept as a random walk.
    """
    from statsmodels.tsa.ar_model import AutoReg  # noqa: PLC0415

    name = "fertility: total fertility rate"
    if len(total) < PATH_YEARS:
        shock = max(float(np.sqrt((np.diff(total) ** 2).mean())), USUAL_SHOCK)
        note = f"{len(total)} years: random walk from the last value, shock {shock:.3f}"
        return _random_walk(total, int(years[-1]), shock), Diagnostic(
            name, converged=False, note=note
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a series without movement is told by its roots below
        fitted = AutoReg(total, lags=2, trend="c").fit()
    pull = float(fitted.params[1]), float(fitted.params[2])
    shock = float(np.sqrt(fitted.sigma2))
    # Roots of the AR polynomial inside the unit circle would make it explode.
    usable = bool(np.isfinite([*pull, shock]).all() and np.abs(fitted.roots).min() > 1.02)
    last_year = int(years[-1])
    if not usable:
        shock = float(np.diff(total).std(ddof=1))
        note = "random walk from the last value used"
        still = _random_walk(total, last_year, shock)
        return still, Diagnostic(name, converged=False, note=note)
    path = FertilityPath(
        mean=float(total.mean() + total[-MEAN_YEARS:].mean()) / 2,
        # The mean of the coming decades may lie anywhere the rate has been: cycles repeat seldom.
        mean_error=float(total.std(ddof=1)),
        last=float(total[-1]),
        before=float(total[-2]),
        pull=pull,
        shock=shock,
        last_year=last_year,
        trend=_damped_trend(total),
    )
    note = f"mean {path.mean:.3f} (± {path.mean_error:.3f}), shock {path.shock:.3f}"
    if path.trend is None:
        note += ", no damped trend"
    return path, Diagnostic(name, converged=True, note=note)


def fading(births: Array, ago: NDArray[np.intp]) -> Array:
    r"""Weights [year, region] of the years behind a local factor, 1 this year.

    A factor that takes a random walk with variance :math:`q` a year and is seen in :math:`B`
    births a year, hence with variance :math:`1/B`, is best told by weights that fall by
    :math:`1 - K` a year, :math:`K = (\sqrt{s^2 + 4s} - s)/2` with :math:`s = qB`: the steady
    state of the Kalman filter of the local level model (Harvey 1989, section 4.1).

    Parameters
    ----------
    births : array [region]
        Usual births of a year.
    ago : array [year]
        How many years before this one each of the years known was.

    >>> import numpy as np
    >>> fading(np.array([20.0, 3000.0]), np.array([10, 0])).round(2).tolist()
    [[0.64, 0.0], [1.0, 1.0]]
    """
    signal = DRIFT**2 * births
    gain = (np.sqrt(signal**2 + 4 * signal) - signal) / 2
    weights: Array = (1 - gain) ** ago[:, None]
    return weights


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
    path, note = fit_path(total[known], (known + FIRST_YEAR).astype(float))
    schedule = rates[known[-SCHEDULE_YEARS:]].mean(axis=0)
    schedule /= schedule.sum()

    women = earlier_population(history)[:, :, 0]
    exposure = np.full((*women.shape[:2], high - low + 1), np.nan)
    exposure[1:] = (women[:-1, :, low - 1 : high] + women[1:, :, low : high + 1]) / 2
    usable = complete(exposure, (1, 2)) & complete(history.births, 1)
    at = np.flatnonzero(usable)
    regions = len(history.regions)
    level, error = np.ones(regions), np.full(regions, 0.1)
    shared = 0.0
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
        yearly = np.einsum("tra,ta->tr", exposure[at], national)
        born = history.births[at]
        # Years differ from each other by more than chance as far as all places change together.
        newest = slice(-COMMON_YEARS, None)
        together = yearly[newest].sum(axis=1)
        ratio = born[newest].sum(axis=1) / together
        shared = float(np.sqrt(max(ratio.var() - ratio.mean() / together.mean(), 0.0)))
        weights = fading(yearly[newest].mean(axis=0), at[-1] - at)
        observed, expected = (weights * born).sum(axis=0), (weights * yearly).sum(axis=0)
        # What all have in common over the years that tell of a place.
        common = (weights * born.sum(axis=1, keepdims=True)).sum(axis=0)
        common /= (weights * yearly.sum(axis=1, keepdims=True)).sum(axis=0)
        kappa, shrunk = fit_concentration(observed, expected * common, "fertility: local level")
        diagnostics.append(shrunk)
        level = common * shrunken_ratio(observed, expected * common, kappa)
        error = np.hypot(1 / np.sqrt(observed + min(kappa, 1e4)), LASTING_ERROR)
        shared = float(np.hypot(shared, LASTING_ERROR))
    return Fertility(
        schedule=schedule,
        path=path,
        level=level,
        level_error=error,
        common_error=shared,
        boys=sex_ratio(history.nation),
        diagnostics=tuple(diagnostics),
    )
