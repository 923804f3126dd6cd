"""What past net migration says of the coming level, and how far that can be trusted.

The level is a robust mean of net migration per head: weights that are half a five-year and half
a twenty-year mean, times Huber weights. Its forecasts at every earlier origin are compared with
what followed; that gives both how much of a level to believe and how wrong it still is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demografi.rates.diagnostics import Diagnostic

__all__ = [
    "LONG",
    "SHORT",
    "learn_from_misses",
    "level_weights",
    "persistence",
    "reliability",
    "robust_weights",
]

Array = NDArray[np.float64]

SHORT, LONG = 5, 20
"""Years of the two means behind the level; their average missed net migration least."""
HUBER = 1.5
"""Deviations beyond this many robust standard deviations lose weight in proportion."""
SHOCK_HORIZON = 5
"""Years ahead over which earlier origins teach trust in levels and their lasting error."""
DOUBTS = np.array([0.0, *np.geomspace(0.02, 20, 40)])
"""Candidates for the noise-to-signal of past net levels; see :func:`reliability`."""


def robust_weights(net: Array) -> Array:
    """Huber weights [year, region] in (0, 1] of net migration per head, low in shock years.

    Centre and spread are the median and the scaled median absolute deviation of the newest
    :data:`LONG` years.
    """
    recent = net[-LONG:]
    centre = np.median(recent, axis=0)
    spread = 1.4826 * np.median(np.abs(recent - centre), axis=0)
    distance = np.abs(net - centre) / np.maximum(spread, 1e-9)
    weights: Array = np.minimum(1, HUBER / np.maximum(distance, 1e-9))
    return weights


def level_weights(net: Array) -> Array:
    """Weights [year, region] of the robust mean; each column sums to 1.

    Parameters
    ----------
    net : array [year, region]
        Net migration per head, newest last; at most :data:`LONG` years are used.
    """
    years = net.shape[0]
    base = np.zeros(years)
    base[-LONG:] += 0.5 / min(LONG, years)
    base[-SHORT:] += 0.5 / min(SHORT, years)
    weights: Array = base[:, None] * robust_weights(net)
    weights /= weights.sum(axis=0)
    return weights


def persistence(deviation: Array, name: str) -> tuple[float, Diagnostic]:
    """φ by robust regression of deviations on last year's, all municipalities together."""
    import statsmodels.api as sm  # noqa: PLC0415

    before, after = deviation[:-1], deviation[1:]
    scale = np.maximum(deviation.std(axis=0), 1e-9)
    fitted = sm.RLM((after / scale).ravel(), (before / scale).ravel()).fit(maxiter=100)
    raw = float(fitted.params[0])
    converged = bool(np.isfinite(raw) and fitted.fit_history["iteration"] < 100)
    if not converged:
        raw = float((before * after / scale**2).sum() / (before**2 / scale**2).sum())
    # Deviations from an estimated mean look less persistent than they are (Nickell 1981).
    phi = float(np.clip(raw + (1 + raw) / len(before), 0.0, 0.9))
    note = f"phi = {phi:.2f}" + ("" if converged else ", least squares used")
    return phi, Diagnostic(name, converged=converged, note=note)


def _unsteadiness(net: Array) -> Array:
    """Robust variance [region] of net migration per cent of population and year."""
    recent = net[-LONG:]
    deviation = np.median(np.abs(recent - np.median(recent, axis=0)), axis=0)
    variance: Array = (148.26 * deviation) ** 2
    return variance


def reliability(net: Array, doubt: float) -> Array:
    """How much of a past net level to believe in, [region], between 0 and 1.

    Parameters
    ----------
    net : array [year, region]
        Net migration per head, newest last.
    doubt : float
        Noise-to-signal of the level at one per cent of unsteadiness; 0 believes everything.
    """
    return 1 / (1 + doubt * _unsteadiness(net))


@dataclass(frozen=True)
class _PastForecasts:
    """Net levels as the rule would have given them at earlier origins, and what came.

    Arrays [origin, region]: ``level`` of the rule, ``last`` year before the origin, mean of the
    years that ``followed``, and how ``unsteady`` the years before had been.
    """

    level: Array
    last: Array
    followed: Array
    unsteady: Array

    @classmethod
    def of(cls, net: Array) -> "_PastForecasts":
        rows = []
        for origin in range(LONG // 2, net.shape[0] - SHOCK_HORIZON + 1):
            seen = net[max(0, origin - LONG) : origin]
            level = (level_weights(seen) * seen).sum(axis=0)
            followed = net[origin : origin + SHOCK_HORIZON].mean(axis=0)
            rows.append((level, seen[-1], followed, _unsteadiness(seen)))
        return cls(*np.array(rows).reshape(len(rows), 4, net.shape[1]).swapaxes(0, 1))

    def misses(self, doubt: float, phi: float) -> Array:
        """What followed minus what the rule would have said, [origin, region]."""
        level = self.level / (1 + doubt * self.unsteady)
        kept = (phi ** np.arange(1, SHOCK_HORIZON + 1)).mean()
        missed: Array = self.followed - level - (self.last - level) * kept
        return missed


def learn_from_misses(net: Array, chance: Array, phi: float) -> tuple[float, Array, Diagnostic]:
    """Learn at earlier origins how far net levels are to be trusted.

    Parameters
    ----------
    net : array [year, region]
        Net migration per head, as far back as published.
    chance : array [region]
        Yearly variance of net migration per head around its level.
    phi : float
        Persistence of deviations.

    Returns
    -------
    doubt : float
        The one with the smallest mean absolute miss; see :func:`reliability`.
    lasting : array [region]
        Standard deviation per head of a lasting error: what the misses' 80 % range has beyond
        that of an AR(1) around a known level.
    diagnostic : Diagnostic
        On failure (no earlier origin) levels are believed and as uncertain as one year.
    """
    name = "migration: trust in past levels"
    # Variance of the mean of the next years of an AR(1) with this yearly shock variance.
    reach = np.array(
        [(phi ** np.arange(SHOCK_HORIZON - start)).sum() for start in range(SHOCK_HORIZON)]
    )
    known = chance * (reach**2).sum() / SHOCK_HORIZON**2
    past = _PastForecasts.of(net)
    if not len(past.level):
        return 0.0, np.sqrt(known), Diagnostic(name, converged=False, note="no earlier origin")
    errors = [np.abs(past.misses(doubt, phi)).mean() for doubt in DOUBTS]
    doubt = float(DOUBTS[int(np.argmin(errors))])
    size = np.quantile(np.abs(past.misses(doubt, phi)) / np.sqrt(known), 0.8) / 1.2816
    gain = 1 - min(errors) / errors[0]
    note = (
        f"doubt {doubt:.2g} cuts misses by {gain:.0%} at {len(past.level)} origins; "
        f"they are {size:.2f} times the AR(1)'s own"
    )
    lasting = np.sqrt(max(size**2 - 1, 0.0) * known)
    return doubt, lasting, Diagnostic(name, converged=True, note=note)
