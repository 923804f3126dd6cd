"""Smoothing rates by age: splines for the pooled profile, shrinkage for each place's own.

The pooled profile of all places is a Poisson GLM on B-splines whose knots lie close together where
people leave home. A place is expected to have what the others of about its size have beside it: the
young leave small places and come to cities. Its own profile is shrunk to that in two stages, first
through ratios averaged over neighbouring ages, then age by age. A city with thousands of students
keeps its own 19-year-olds; a municipality with three of them borrows from those like it.
"""

import numpy as np
from numpy.typing import NDArray

from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import AGES
from demografi.rates.shrinkage import fit_concentration, shrunken_ratio

__all__ = ["AGE_GROUPS", "neighbours", "shrink_profiles", "spline_rates"]

Array = NDArray[np.float64]

KNOTS = (3, 7, 12, 16, 18, 19, 20, 21, 23, 25, 28, 32, 38, 46, 56, 66, 78, 88)
"""Inner knots of the age splines: dense where leaving home and studies begin and end."""
AGE_GROUPS = (
    (0, 5),
    (6, 15),
    (16, 18),
    (19, 24),
    (25, 34),
    (35, 49),
    (50, 64),
    (65, 79),
    (80, 100),
)
"""Ages whose profile errs together: homes move as families, pupils, students, pensioners."""
NEIGHBOURS = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9
"""Weights of neighbouring ages in the first stage of shrinkage."""
ALIKE = 0.7
"""Places whose sizes differ by a factor of two are alike by 0.6, by a factor of five by 0.07."""
NOT_ALIKE = 0.05
"""How much any place tells of any other."""
FEWEST_ALIKE = 5
"""Fewer places do not tell what goes with size."""
PRIOR_EVENTS = 20
"""Events of a usual place with which places alike are drawn to the pooled profile."""


def spline_rates(
    events: Array, exposure: Array, knots: tuple[int, ...], name: str
) -> tuple[Array, Diagnostic]:
    """Smooth rates [sex, age] by a Poisson GLM on B-splines of age, log exposure as offset."""
    # From where they are: ``statsmodels.api`` would load a tenth of a second of others.
    from statsmodels.gam.smooth_basis import BSplines  # noqa: PLC0415
    from statsmodels.genmod.families import Poisson  # noqa: PLC0415
    from statsmodels.genmod.generalized_linear_model import GLM  # noqa: PLC0415
    from statsmodels.tools.sm_exceptions import PerfectSeparationError  # noqa: PLC0415

    age = np.arange(AGES, dtype=float)
    basis = BSplines(
        age[:, None],
        df=[len(knots) + 4],
        degree=[3],
        knot_kwds=[{"knots": np.array(knots, dtype=float)}],
        include_intercept=True,
    ).basis
    smooth = np.empty_like(events)
    converged = True
    for sex in range(events.shape[0]):
        offset = np.log(np.maximum(exposure[sex], 1e-6))
        model = GLM(events[sex], basis, family=Poisson(), offset=offset)
        try:
            # A fit that strays on its way is told by where it ends.
            with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
                fitted = model.fit(maxiter=200)
        except (np.linalg.LinAlgError, ValueError, PerfectSeparationError):
            fitted = None
        if fitted is None or not fitted.converged or not np.isfinite(fitted.params).all():
            converged = False
            total = events[sex].sum() / exposure[sex].sum()
            around = np.convolve(np.pad(events[sex], 2, mode="edge"), NEIGHBOURS, mode="valid")
            size = np.convolve(np.pad(exposure[sex], 2, mode="edge"), NEIGHBOURS, mode="valid")
            smooth[sex] = (around + 10 * total) / (size + 10)
        else:
            smooth[sex] = np.exp(basis @ fitted.params)
    note = f"{basis.shape[1]} splines" if converged else "moving average of ages used"
    return smooth, Diagnostic(name, converged=converged, note=note)


def neighbours(cells: Array) -> Array:
    """Weighted sums of nearby ages of the same age group.

    The bounds of the groups are not crossed: who is 18 tells nothing of who is 19 and has left.
    """
    ages = np.arange(AGES)
    group = np.searchsorted([high for _, high in AGE_GROUPS], ages)
    apart = np.abs(ages[:, None] - ages)
    reach = len(NEIGHBOURS) // 2
    near = (apart <= reach) & (group[:, None] == group)
    weights = np.where(near, NEIGHBOURS[np.minimum(apart, reach) + reach], 0.0)
    summed: Array = cells @ weights
    return summed


def _as_in_places_alike(observed: Array, expected: Array, exposure: Array) -> Array:
    """Ratio of observed to expected [region, sex, age] in the other places of about a size.

    Each place counts alike whatever its events; few events are drawn towards a ratio of 1.
    """
    if len(observed) < FEWEST_ALIKE:
        return np.ones_like(observed)
    size = np.log(exposure.sum(axis=(1, 2)))
    alike = np.exp(-0.5 * ((size[:, None] - size) / ALIKE) ** 2) + NOT_ALIKE
    np.fill_diagonal(alike, 0)
    alike /= observed.sum(axis=(1, 2))
    prior = PRIOR_EVENTS * alike.mean(axis=1)[:, None, None]
    seen = np.einsum("rj,jsa->rsa", alike, observed) + prior
    ratio: Array = seen / (np.einsum("rj,jsa->rsa", alike, expected) + prior)
    return ratio


def shrink_profiles(
    observed: Array, exposure: Array, name: str, trust: Array | float = 1.0
) -> tuple[Array, Array, list[Diagnostic]]:
    r"""Rates [region, sex, age] between each region's own and those of places alike.

    Also returned: the standard error [region, group] of their logarithm, the gamma posterior's
    :math:`1/\sqrt{O + \kappa}` with the events of the whole age group, where :math:`\kappa` is
    multiplied by ``trust`` [group]: what places alike tell may rest on few years as well.
    """
    level = observed.sum(axis=(1, 2), keepdims=True) / exposure.sum(axis=(1, 2), keepdims=True)
    # Each region counts alike in the pooled profile, whatever its size and level.
    weight = 1e4 / observed.sum(axis=(1, 2), keepdims=True)
    pooled, first = spline_rates(
        (observed * weight).sum(axis=0), (exposure * level * weight).sum(axis=0), KNOTS, name
    )
    expected = exposure * level * pooled
    near_observed = neighbours(observed)
    alike = _as_in_places_alike(near_observed, neighbours(expected), exposure)
    expected = expected * alike
    near_expected = neighbours(expected)
    kappa, second = fit_concentration(near_observed, near_expected, f"{name}, by neighbourhood")
    events = np.stack(
        [observed[..., low : high + 1].sum(axis=(1, 2)) for low, high in AGE_GROUPS], axis=1
    )
    error = 1 / np.sqrt(events + trust * kappa)
    near = shrunken_ratio(near_observed, near_expected, kappa)
    kappa, third = fit_concentration(observed, expected * near, f"{name}, by age")
    own = shrunken_ratio(observed, expected * near, kappa)
    return level * pooled * alike * near * own, error, [first, second, third]
