r"""Shrinking local ratios to their group: the gamma–Poisson (negative binomial) model.

Events :math:`O_i \sim \mathrm{Poisson}(\theta_i E_i)` with :math:`\theta_i` gamma distributed
with mean 1 and shape :math:`\kappa`; marginally :math:`O_i` is negative binomial and the
posterior mean is :math:`\hat\theta_i = (O_i + \kappa) / (E_i + \kappa)`. The shape is estimated
by maximum likelihood over the units, so the data say how much places really differ.

References
----------
Leknes & Løkken (2022), Statistics Norway Discussion Paper 953.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from demografi.rates.diagnostics import Diagnostic

__all__ = ["fit_concentration", "shrunken_ratio"]

Array = NDArray[np.float64]

_LOG_BOUNDS = (np.log(1e-2), np.log(1e7))


def _negative_log_likelihood(log_kappa: float, observed: Array, expected: Array) -> float:
    kappa = np.exp(log_kappa)
    total = kappa + expected
    terms = (
        gammaln(observed + kappa)
        - gammaln(kappa)
        + kappa * np.log(kappa / total)
        + observed * np.log(expected / total)
    )
    return -float(terms.sum())


def fit_concentration(observed: Array, expected: Array, name: str) -> tuple[float, Diagnostic]:
    """Estimate how alike units are: κ of the gamma–Poisson model by maximum likelihood.

    Parameters
    ----------
    observed, expected : array
        Events and what the group's rates predict, any common shape; cells without expectation
        are left out.
    name : str
        What is fitted, for the diagnostic.

    Returns
    -------
    kappa : float
        Prior events; large when units differ no more than by chance.
    diagnostic : Diagnostic
        On failure κ falls back to the upper bound: every unit is given its group's rate.
    """
    seen = np.isfinite(observed) & np.isfinite(expected) & (expected > 0)
    at_group = float(np.exp(_LOG_BOUNDS[1]))
    if seen.sum() < 2:
        return at_group, Diagnostic(name, converged=False, note="too few units: group rate used")
    found = minimize_scalar(
        _negative_log_likelihood,
        bounds=_LOG_BOUNDS,
        args=(observed[seen], expected[seen]),
        method="bounded",
    )
    if not found.success or not np.isfinite(found.fun):
        return at_group, Diagnostic(name, converged=False, note="no optimum: group rate used")
    kappa = float(np.exp(found.x))
    return kappa, Diagnostic(name, converged=True, note=f"kappa = {kappa:.3g}")


def shrunken_ratio(observed: Array, expected: Array, kappa: float) -> Array:
    """Posterior mean of observed/expected, pulled to 1 by κ prior events.

    >>> import numpy as np
    >>> shrunken_ratio(np.array([30.0, 3.0]), np.array([20.0, 2.0]), 10.0).round(3).tolist()
    [1.333, 1.083]
    """
    ratio: Array = (np.nan_to_num(observed) + kappa) / (np.nan_to_num(expected) + kappa)
    return ratio
