"""Shrinking local ratios to their group, with a record of how it went.

Events are gamma–Poisson around what the group's rates predict; the model, its maximum-likelihood
concentration κ and the posterior mean (O + κ) / (E + κ) are those of
:mod:`demografi.indicators.life_table`. Here cells may be unknown, and a fit that fails falls back
to the group's rate and says so.
"""

import numpy as np
from numpy.typing import NDArray

from demografi.indicators.life_table import fit_kappa, shrunk_ratio
from demografi.rates.diagnostics import Diagnostic

__all__ = ["fit_concentration", "shrunken_ratio"]

Array = NDArray[np.float64]

GROUP_RATE = 1e7
"""Prior events that leave a unit no say of its own."""


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
        On failure κ is so large that every unit is given its group's rate.
    """
    seen = np.isfinite(observed) & np.isfinite(expected) & (expected > 0)
    if seen.sum() < 2:
        note = "too few units: group rate used"
        return GROUP_RATE, Diagnostic(name, converged=False, note=note)
    kappa = fit_kappa(observed[seen], expected[seen])
    if not np.isfinite(kappa):
        return GROUP_RATE, Diagnostic(name, converged=False, note="no optimum: group rate used")
    return kappa, Diagnostic(name, converged=True, note=f"kappa = {kappa:.3g}")


def shrunken_ratio(observed: Array, expected: Array, kappa: float) -> Array:
    """Posterior mean of observed/expected, pulled to 1 by κ prior events; unknown cells are 1.

    >>> import numpy as np
    >>> shrunken_ratio(np.array([30.0, np.nan]), np.array([20.0, 2.0]), 10.0).round(3).tolist()
    [1.333, 1.0]
    """
    known = np.isfinite(observed) & np.isfinite(expected)
    return shrunk_ratio(np.where(known, observed, 0), np.where(known, expected, 0), kappa)
