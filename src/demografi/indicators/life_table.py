r"""Period life tables, and local mortality shrunk to a larger area.

With deaths :math:`D_x` and person-years :math:`E_x` the rate is :math:`m_x = D_x / E_x`, the
probability of dying :math:`q_x = m_x / (1 + (1 - a_x) m_x)` with :math:`a_x = 0.5` except
:math:`a_0 = 0.1`, survivors :math:`l_{x+1} = l_x (1 - q_x)`, person-years lived
:math:`L_x = l_{x+1} + a_x l_x q_x`, and in the open group :math:`L_{100} = l_{100} / m_{100}`.
Life expectancy at birth is :math:`\sum L_x / l_0`.

A small municipality's rates are the larger area's times one ratio per age band, which is
shrunk: :math:`\hat\theta = (O + \kappa) / (E + \kappa)` with observed deaths O, deaths E expected
at the larger area's rates, and :math:`\kappa` the prior's weight in deaths.

References
----------
Preston, Heuveline, Guillot (2001), *Demography*, chapter 3. Marshall (1991), Mapping disease
and mortality rates using empirical Bayes estimators, *Applied Statistics* 40.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from demografi.dataset import AGE_OPEN

__all__ = ["BANDS", "fit_kappa", "life_expectancy", "local_rates", "shrunk_ratio"]

Floats = NDArray[np.float64]

BANDS: tuple[tuple[int, int], ...] = ((0, 64), (65, 79), (80, AGE_OPEN))
"""Age bands that have a local mortality ratio of their own."""

_INFANT_SEPARATION = 0.1  # deaths under one happen early in life
_KAPPA_BOUNDS = (1e-1, 1e5)


def life_expectancy(rates: ArrayLike) -> Floats:
    """Life expectancy at birth in years.

    Parameters
    ----------
    rates : array_like, shape (..., 101)
        Deaths per person-year by age. A zero in the open group 100+ (nobody died there) is
        read as a further life of two years.

    Returns
    -------
    ndarray, shape (...)

    >>> constant = np.full(101, 0.02)
    >>> round(float(life_expectancy(constant)), 2)
    50.0
    """
    m = np.asarray(rates, dtype=float)
    a = np.full(AGE_OPEN + 1, 0.5)
    a[0] = _INFANT_SEPARATION
    q = np.clip(m / (1 + (1 - a) * m), 0, 1)
    q[..., -1] = 1
    survivors = np.cumprod(1 - q, axis=-1)
    entering = np.concatenate([np.ones_like(survivors[..., :1]), survivors[..., :-1]], axis=-1)
    lived = survivors + a * entering * q
    last = np.where(m[..., -1] > 0, m[..., -1], 0.5)
    lived[..., -1] = entering[..., -1] / last
    total: Floats = lived.sum(axis=-1)
    return total


def shrunk_ratio(observed: ArrayLike, expected: ArrayLike, kappa: float) -> Floats:
    """Ratio of observed to expected events, pulled towards one: (O + κ) / (E + κ).

    >>> [round(float(shrunk_ratio(12, 8, kappa)), 3) for kappa in (0, 8, 1e9)]
    [1.5, 1.25, 1.0]
    """
    found: Floats = (np.asarray(observed, float) + kappa) / (np.asarray(expected, float) + kappa)
    return found


def fit_kappa(observed: ArrayLike, expected: ArrayLike) -> float:
    """Prior weight κ by maximum likelihood.

    Observed counts are Poisson with mean θ·E and θ gamma distributed with mean 1 and shape κ;
    then O is negative binomial. κ is large when places differ no more than chance makes them.

    Parameters
    ----------
    observed, expected : array_like, shape (place,)
        Events and what the larger area's rates would give.
    """
    count, mean = np.asarray(observed, dtype=float), np.asarray(expected, dtype=float)
    count, mean = count[mean > 0], mean[mean > 0]

    def loss(log_kappa: float) -> float:
        kappa = np.exp(log_kappa)
        terms = (
            special.gammaln(count + kappa)
            - special.gammaln(kappa)
            + kappa * np.log(kappa / (kappa + mean))
            + count * np.log(mean / (kappa + mean))
        )
        return float(-terms.sum())

    low, high = np.log(_KAPPA_BOUNDS)
    found = optimize.minimize_scalar(loss, bounds=(low, high), method="bounded")
    return float(np.exp(found.x))


def local_rates(deaths: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    """Death rates of places, each shrunk to all of them together.

    Parameters
    ----------
    deaths, exposure : array_like, shape (place, 101)
        Deaths and person-years by age.

    Returns
    -------
    rates : ndarray, shape (place, 101)
        The joint rates times each place's shrunk ratio of its age band.
    kappa : ndarray, shape (band,)
        Prior weights found.
    """
    died, lived = np.asarray(deaths, dtype=float), np.asarray(exposure, dtype=float)
    years = lived.sum(axis=0)
    joint = np.where(years > 0, died.sum(axis=0) / np.where(years > 0, years, 1), 0)
    rates = np.empty_like(lived)
    weights = []
    for low, high in BANDS:
        band = slice(low, high + 1)
        observed = died[:, band].sum(axis=1)
        expected = (lived[:, band] * joint[band]).sum(axis=1)
        weights.append(fit_kappa(observed, expected))
        theta = shrunk_ratio(observed, expected, weights[-1])
        rates[:, band] = theta[:, None] * joint[band]
    return rates, np.array(weights)
