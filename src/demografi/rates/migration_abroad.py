r"""Those who came from abroad move on: what recent immigration says of the coming years.

A municipality that has taken in many from abroad loses some of them to larger places in the years
that follow, so that past net migration, which counts the arrivals, promises too much. How much too
much is learnt from the municipalities' own past: at every earlier origin the rule of
:mod:`.migration_levels` missed the next five years' net migration per head by some :math:`y_r`, and
net migration from abroad of the five years before was :math:`x_r`, both relative to the mean over
the municipalities. The slope

.. math:: \beta = \frac{\sum x_r y_r}{\sum x_r^2 + \lambda}

is drawn towards zero by :math:`\lambda` (ridge regression, Hoerl & Kennard 1970) and the level is
moved by :math:`\beta x_r`. docs/decisions/023 has what it gains.
"""

import numpy as np
from numpy.typing import NDArray

from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import complete
from demografi.rates.migration_levels import FEWEST_FOR_COMMON, FIRST_ORIGIN, misses

__all__ = ["moving_on"]

Array = NDArray[np.float64]

YEARS = 5
"""Years of arrivals behind the coming ones, and years ahead over which the rule's misses teach."""
DOUBT = 0.01**2
"""λ, in squared net migration per head: as much as six municipalities' five years weigh."""


def _recent(own: Array, end: int) -> Array:
    """Mean [region] over the newest years before position ``end``; unknown years count as usual."""
    mean: Array = own[max(end - YEARS, 0) : end].sum(axis=0) / YEARS
    return mean


def moving_on(net: Array, abroad: Array) -> tuple[Array, Diagnostic]:
    """How far the levels of net migration lie from what the rule says.

    Parameters
    ----------
    net : array [year, region]
        Net migration per head, newest year last, every year known.
    abroad : array [year, region]
        Net migration from abroad per head in the same years, NaN where not published.

    Returns
    -------
    shift : array [region]
        To be added to the level; sums to zero, and is zero where nothing can be learnt.
    Diagnostic
        The slope and what it rests on.
    """
    name = "migration: those from abroad move on"
    known = complete(abroad, 1)
    own = np.where(known[:, None], abroad - abroad.mean(axis=1, keepdims=True), 0.0)
    origins = range(FIRST_ORIGIN, net.shape[0] - YEARS + 1)
    before = np.array([_recent(own, origin) for origin in origins])
    if net.shape[1] < FEWEST_FOR_COMMON or not before.any():
        note = "not learnt: too few municipalities, or years with migration from abroad"
        return np.zeros(net.shape[1]), Diagnostic(name, converged=True, note=note)
    missed = misses(net, YEARS)
    missed = missed - missed.mean(axis=1, keepdims=True)
    # Successive origins share most of their years.
    slope = (before * missed).sum() / ((before**2).sum() + YEARS * DOUBT)
    slope = float(np.clip(slope, -1, 0))
    taught = int(before.any(axis=1).sum())
    note = f"slope {slope:.2f} from {taught} origins, {known[-YEARS:].sum()} of {YEARS} years known"
    return slope * _recent(own, net.shape[0]), Diagnostic(name, converged=True, note=note)
