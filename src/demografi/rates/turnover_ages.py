"""Turnover by age: how much people of an age move, in or out.

From the variance of net flows between years, which is that of arrivals plus departures; or the
standard schedule of Rogers and Castro (1981) where no net flows by age are known.
"""

import numpy as np
from numpy.typing import NDArray

from demografi.rates.age_smoothing import spline_rates
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import AGES

__all__ = ["standard_turnover", "turnover_by_age"]

Array = NDArray[np.float64]

TURNOVER_KNOTS = (6, 15, 18, 19, 20, 23, 27, 33, 42, 56, 70, 84)
"""Fewer for the turnover profile, which is estimated from squares."""
ROGERS_CASTRO = (0.02, 0.10, 0.06, 0.10, 20.0, 0.40, 0.003)
"""Standard migration schedule: level and fading of childhood; level, falling, peak and rising of
the labour force; constant (Rogers & Castro 1981, Model migration schedules)."""


def turnover_by_age(net: Array, noise: Array, exposure: Array) -> tuple[Array, Diagnostic]:
    """Pooled turnover per person [sex, age] from the variance of net flows between years."""
    years = net.shape[0]
    usual = net.mean(axis=0)
    if years == 1:
        # A single year has no spread of its own: from what all places together had.
        usual = net[0].sum(axis=0) / np.maximum(exposure[0].sum(axis=0), 1) * exposure[0]
    deviation = ((net - usual) ** 2).sum(axis=0) * years / max(years - 1, 1)
    mean_noise = noise.sum(axis=(0, 1))
    size = exposure.sum(axis=0)
    # Large places would decide alone; common shocks make their variance grow with the square.
    weight = 1 / size.sum(axis=(1, 2), keepdims=True)
    squares = (deviation * weight).sum(axis=0)
    persons = (size * weight).sum(axis=0)
    scale = 1e5 / persons.sum()
    raw, note = spline_rates(
        squares * scale, persons * scale, TURNOVER_KNOTS, "migration: turnover by age"
    )
    false = mean_noise / np.maximum(exposure.sum(axis=(0, 1)), 1)
    found = np.maximum(raw - false, raw.max() * 1e-2)
    # The sexes of the newborn are noise of their own; they can move for half a year.
    found[:, 0] = found[:, 1] / 2
    return found, note


def standard_turnover() -> tuple[Array, Diagnostic]:
    """Turnover [sex, age] of the standard schedule, where no net flows by age are known."""
    age = np.arange(AGES, dtype=float)
    child, fading, labour, falling, peak, rising, always = ROGERS_CASTRO
    leaving_home = np.exp(-falling * (age - peak) - np.exp(-rising * (age - peak)))
    rates = child * np.exp(-fading * age) + labour * leaving_home + always
    note = "no two successive years with ages: standard schedule of Rogers and Castro taken"
    return np.stack([rates, rates]), Diagnostic(
        "migration: turnover by age", converged=False, note=note
    )
