r"""What past net migration says of the coming years, and how wrong that has been.

Net migration per head of every municipality is taken as a part all have in common (the mean over
the municipalities: waves of refugees, the pull of the cities) and a part of its own:

.. math:: n_{t,r} = c_t + l_{t,r}.

Each has a level, half the mean of the newest ten years and half that of all years, with Huber
weights so that a shock (asylum 2015-16, a factory built and closed) moves it little. Both are
believed in part only: past net migration foretells less than it seems. A quarter of the common
level is believed, and a municipality's own is drawn towards zero, the more the unsteadier it has
been. What the last year deviates from its level fades, the common part slowly and a
municipality's own soon, as most of that is chance. With :math:`T` years known,

.. math:: E\,n_{t+h,r} = \frac{T}{T + 2}
          \left(\tfrac14\bar c + \frac{\bar l_r}{1 + d\,s_r^2}\right)
          + \varphi_c^h (c_t - \bar c) + \varphi_l^h (l_{t,r} - \bar l_r).

The constants of the rule were chosen by rolling origins over every year with net migration
(docs/decisions/014), the trust in the common level by the total population (028).

The rule is then applied at every earlier origin of the same municipalities. Its misses, common and
own, give the lasting error that the yearly shocks do not explain (:func:`learn_uncertainty`).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

from demografi.rates.diagnostics import Diagnostic

__all__ = [
    "NetOutlook",
    "NetUncertainty",
    "learn_uncertainty",
    "misses",
    "outlook",
    "persistence",
    "robust_weights",
]

Array = NDArray[np.float64]

NEWEST = 10
"""Years of the shorter of the two means behind a level; the longer takes all years."""
SPREAD_YEARS = 20
"""Years from which centre and spread of a municipality are taken."""
HUBER = 1.5
"""Deviations beyond this many robust standard deviations lose weight in proportion."""
FEWEST_FOR_COMMON = 3
"""Fewer municipalities than this do not tell what is common from what is their own."""
COMMON_TRUST = 0.25
"""How much of the common level is believed."""
DOUBT = 1.5
"""d: noise-to-signal of a municipality's own level at one per cent a year of unsteadiness."""
FEW_YEARS = 2
"""Years of no net migration that levels are weighed against; matters where few are known."""
COMMON_FADE, OWN_FADE = 0.6, 0.2
"""φ of the common part and of a municipality's own: share of a deviation left a year later."""


@dataclass(frozen=True)
class NetOutlook:
    """Expected net migration per head of the coming years.

    Attributes
    ----------
    level : array [region]
        What it tends to.
    common : float
        The last year's common deviation from its level.
    own : array [region]
        The last year's deviation of each municipality from its own.
    """

    level: Array = field(repr=False)
    common: float
    own: Array = field(repr=False)

    def expected(self, horizon: int) -> Array:
        """Net migration per head [year, region], years 1 … ``horizon`` after the last."""
        ahead = np.arange(1, horizon + 1)[:, None]
        path: Array = self.level + self.common * COMMON_FADE**ahead + self.own * OWN_FADE**ahead
        return path


def _spread(net: Array) -> tuple[Array, Array]:
    """Median and scaled median absolute deviation [region] of the newest years."""
    recent = net[-SPREAD_YEARS:]
    centre = np.median(recent, axis=0)
    return centre, 1.4826 * np.median(np.abs(recent - centre), axis=0)


def robust_weights(net: Array) -> Array:
    """Huber weights [year, region] in (0, 1] of net migration per head, low in shock years.

    Centre and spread are the median and the scaled median absolute deviation of the newest
    :data:`SPREAD_YEARS` years.
    """
    centre, spread = _spread(net)
    distance = np.abs(net - centre) / np.maximum(spread, 1e-9)
    weights: Array = np.minimum(1, HUBER / np.maximum(distance, 1e-9))
    return weights


def robust_level(net: Array) -> Array:
    """Robust mean [region] of net migration per head [year, region], newest year last."""
    years = net.shape[0]
    base = np.full(years, 0.5 / years)
    base[-NEWEST:] += 0.5 / min(NEWEST, years)
    weights = base[:, None] * robust_weights(net)
    level: Array = (weights * net).sum(axis=0) / weights.sum(axis=0)
    return level


def _parts(net: Array) -> tuple[Array, Array]:
    """Common part [year, 1] and each municipality's own [year, region]."""
    many = net.shape[1] >= FEWEST_FOR_COMMON
    common = net.mean(axis=1, keepdims=True) if many else np.zeros((net.shape[0], 1))
    return common, net - common


def outlook(net: Array) -> NetOutlook:
    """Apply the rule to net migration per head [year, region], newest year last."""
    common, own = _parts(net)
    common_level, own_level = robust_level(common), robust_level(own)
    believed = 1 / (1 + DOUBT * (100 * _spread(own)[1]) ** 2)
    known = net.shape[0] / (net.shape[0] + FEW_YEARS)
    return NetOutlook(
        level=known * (COMMON_TRUST * common_level + believed * own_level),
        common=float((common[-1] - common_level)[0]),
        own=own[-1] - own_level,
    )


def persistence(deviation: Array, name: str) -> tuple[float, Diagnostic]:
    """φ by robust regression of deviations on last year's, all municipalities together."""
    from statsmodels.robust.robust_linear_model import RLM  # noqa: PLC0415

    before, after = deviation[:-1], deviation[1:]
    if before.size < FEWEST_PAIRS:
        note = f"phi = {USUAL_PERSISTENCE} taken, too few years"
        return USUAL_PERSISTENCE, Diagnostic(name, converged=False, note=note)
    scale = np.maximum(deviation.std(axis=0), 1e-9)
    fitted = RLM((after / scale).ravel(), (before / scale).ravel()).fit(maxiter=100)
    raw = float(fitted.params[0])
    converged = bool(np.isfinite(raw) and fitted.fit_history["iteration"] < 100)
    if not converged:
        raw = float((before * after / scale**2).sum() / (before**2 / scale**2).sum())
    # Deviations from an estimated mean look less persistent than they are (Nickell 1981).
    phi = float(np.clip(raw + (1 + raw) / len(before), 0.0, 0.9))
    note = f"phi = {phi:.2f}" + ("" if converged else ", least squares used")
    return phi, Diagnostic(name, converged=converged, note=note)


FEWEST_PAIRS, USUAL_PERSISTENCE = 6, 0.5
"""Pairs of years from which φ is estimated, and what is taken with fewer."""
FEWEST_YEARS = 4
"""Fewer years tell nothing of the shocks; the usual ones below are then taken."""
USUAL_EXCESS, USUAL_COMMON, USUAL_DEGREES = 1.5, 0.002, 10.0
"""Own variance in units of chance, common shock per head and degrees of freedom: what the 44
northern municipalities had in 1998-2022."""
LEAST_EXCESS = 0.05
"""Share of a municipality's yearly variance that is more than chance, at least."""
PRIOR_YEARS = 10
"""Weight, in years, of what a municipality's size says of its yearly variance."""
MISS_HORIZONS = (5, 10)
"""Years ahead over which earlier origins teach the lasting error."""
FIRST_ORIGIN = 10
"""Years before the first of them."""
PRIOR_MISS = 1.8
"""Size of misses relative to what yearly shocks explain, where no origin can tell."""
PRIOR_ORIGINS = 10
"""Weight of it, in origins."""


@dataclass(frozen=True)
class NetUncertainty:
    """How net migration per head strays from its outlook, chance of single moves not counted.

    Attributes
    ----------
    common_shock : float
    own_shock : array [region]
        Standard deviation of a year's shock to the AR(1) of the common and own parts.
    common_lasting : float
    own_lasting : array [region]
        Standard deviation of a lasting error of the levels.
    degrees : float
        Degrees of freedom of the shocks' t distribution.
    """

    common_shock: float
    own_shock: Array = field(repr=False)
    common_lasting: float
    own_lasting: Array = field(repr=False)
    degrees: float
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)


def _own_variance(shocks: Array, chance: Array) -> Array:
    """Yearly variance [region] beyond chance: own, drawn towards what size says.

    The excess falls with size as a power; ``chance`` [region], inverse to size, stands for it.
    """
    years, regions = shocks.shape
    degrees = max(years - 1, 1)  # the level is taken from the same years
    own = (shocks**2).sum(axis=0) / degrees
    excess = np.maximum(own - chance, LEAST_EXCESS * own)
    # Logarithms of sums of few squares lie below the logarithm of what they tell of: by this
    # much on average (Bartlett 1937), which matters where few years are known.
    logs = np.log(np.maximum(own, 1e-12)) + np.log(degrees / 2) - digamma(degrees / 2)
    usual = np.exp((logs - np.log(chance)).mean()) * chance
    if regions >= FEWEST_FOR_COMMON:
        size = np.log(chance)
        apart = size - size.mean()
        slope = float((apart * logs).sum() / max((apart**2).sum(), 1e-6))
        slope = float(np.clip(slope, 0.0, 1.0))
        usual = np.exp(logs.mean() + slope * apart)
    pooled = np.maximum(usual - chance, LEAST_EXCESS * usual)
    variance: Array = (years * excess + PRIOR_YEARS * pooled) / (years + PRIOR_YEARS)
    return variance


def _mean_variance(phi: float, horizon: int) -> float:
    """Variance of the mean of the next years of an AR(1), per unit of shock variance."""
    reach = [(1 - phi ** (horizon - at)) / (1 - phi) for at in range(horizon)]
    return float((np.array(reach) ** 2).sum() / horizon**2)


def misses(net: Array, horizon: int) -> Array:
    """Means of ``horizon`` years minus what the rule would have said, [origin, region]."""
    missed = [
        net[origin : origin + horizon].mean(axis=0)
        - outlook(net[:origin]).expected(horizon).mean(axis=0)
        for origin in range(FIRST_ORIGIN, net.shape[0] - horizon + 1)
    ]
    return np.array(missed).reshape(len(missed), net.shape[1])


def _lasting(size: float, origins: float, known: Array) -> Array:
    """Lasting variance from how many times ``known`` variance the misses are."""
    weight = origins / (origins + PRIOR_ORIGINS)
    square = weight * size**2 + (1 - weight) * PRIOR_MISS**2
    lasting: Array = np.maximum(square - 1, 0.0) * known
    return lasting


def learn_uncertainty(net: Array, chance: Array) -> NetUncertainty:
    """Learn from the past how uncertain net migration is.

    Parameters
    ----------
    net : array [year, region]
        Net migration per head, as far back as published.
    chance : array [region]
        Yearly variance of net migration per head if everybody moved on their own.
    """
    common, own = _parts(net)
    years, regions = net.shape
    common_deviation = (common - robust_level(common))[:, 0]
    own_deviation = own - robust_level(own)
    common_shocks = common_deviation[1:] - COMMON_FADE * common_deviation[:-1]
    own_shocks = own_deviation[1:] - OWN_FADE * own_deviation[:-1]
    few = years < FEWEST_YEARS
    variance = USUAL_EXCESS * chance if few else _own_variance(own_shocks, chance)
    if few:
        common_variance, degrees = USUAL_COMMON**2, USUAL_DEGREES
    else:
        # The mean over municipalities has chance and shocks of its own in it.
        noise = (chance + variance).mean() / regions
        found = float((common_shocks**2).sum()) / (years - 2) - noise
        together = common.any() * USUAL_COMMON**2
        common_variance = max(years * found + PRIOR_YEARS * together, 0.0)
        common_variance /= years + PRIOR_YEARS
        standard = own_shocks / np.maximum(own_shocks.std(axis=0), 1e-12)
        excess = float((standard**4).mean() - 3)
        degrees = float(np.clip(4 + 6 / max(excess, 0.2), 4.5, 30))

    found_common, found_own = [], []
    notes = []
    for horizon in MISS_HORIZONS:
        missed = misses(net, horizon)
        origins = len(missed)
        known = chance / horizon + variance * _mean_variance(OWN_FADE, horizon)
        together = missed.mean(axis=1, keepdims=True) * (common.any())
        apart = (missed - together) / np.sqrt(known)
        size = float(np.quantile(np.abs(apart), 0.8)) / 1.2816 if origins else 0.0
        # Successive origins share most of their years.
        found_own.append(_lasting(size, origins / horizon, known))
        known_common = (
            common_variance * _mean_variance(COMMON_FADE, horizon) + known.mean() / regions
        )
        square = float((together**2).mean()) / known_common if origins and known_common else 0.0
        found_common.append(
            float(_lasting(np.sqrt(square), origins / horizon, np.array(known_common)))
        )
        notes.append(f"{size:.2f} (own) and {np.sqrt(square):.2f} (common) at {horizon} years")
    lasting_common = np.sqrt(np.mean(found_common)) if common.any() else 0.0
    note = f"{years} years; misses relative to yearly shocks {', '.join(notes)}"
    return NetUncertainty(
        common_shock=float(np.sqrt(common_variance)),
        own_shock=np.sqrt(variance),
        common_lasting=float(lasting_common),
        own_lasting=np.sqrt(np.mean(found_own, axis=0)),
        degrees=degrees,
        diagnostics=(
            Diagnostic(
                "migration: lasting error of levels",
                converged=years >= FIRST_ORIGIN + MISS_HORIZONS[0],
                note=note,
            ),
        ),
    )
