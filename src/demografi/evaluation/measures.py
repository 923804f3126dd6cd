r"""Measures of error and of ranges, one value per forecast.

With forecast :math:`F`, outcome :math:`A` and draws :math:`X`, all errors in per cent of
:math:`A`, so that small and large places weigh alike when they are averaged:

- percentage error :math:`100(F-A)/A`; its mean is MALPE, the mean of its size MAPE, the median
  of its size MedAPE;
- MPAD, which weighs by size: :math:`100\sum|F-A|/\sum A`;
- interval score (Winkler) of a central range :math:`[l,u]` of probability :math:`1-\alpha`:
  :math:`u-l+\tfrac2\alpha(l-A)_+ +\tfrac2\alpha(A-u)_+`, smaller is better;
- continuous ranked probability score :math:`E|X-A|-\tfrac12E|X-X'|`, which is the absolute
  error of a forecast without a range.

References
----------
Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation; Smith,
Tayman & Swanson (2013), chapter 13; Wilson & Rowe (2011) for MPAD.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["crps", "interval_score"]

Array = NDArray[np.float64]


def interval_score(low: Array, high: Array, actual: Array, probability: float) -> Array:
    """Interval score of central ranges, in the unit of the outcome.

    >>> interval_score(np.array([90.]), np.array([110.]), np.array([115.]), 0.8).round(6).tolist()
    [70.0]
    """
    outside = np.maximum(low - actual, 0) + np.maximum(actual - high, 0)
    return np.asarray(high - low + 2 / (1 - probability) * outside)


def crps(draws: Array, actual: Array) -> Array:
    """Continuous ranked probability score of draws [draw, ...] against outcomes [...].

    The expectation over the draws themselves, from order statistics in one pass.

    >>> crps(np.array([[1.0], [3.0]]), np.array([2.0])).tolist()  # 1 − ½·½·2
    [0.5]
    """
    count = len(draws)
    ordered = np.sort(draws, axis=0)
    rank = np.arange(1, count + 1).reshape(-1, *[1] * actual.ndim)
    # E|X − X'| = 2/m² Σ (2i − m − 1) x(i)
    spread = 2 * ((2 * rank - count - 1) * ordered).sum(axis=0) / count**2
    return np.asarray(np.abs(ordered - actual).mean(axis=0) - spread / 2)
