r"""Which ages make up a change of net migration.

When a municipality's net migration rises, families with children come and fewer of them leave;
pensioners hardly take notice. The share :math:`b_g` of age group :math:`g` in a change is the slope
of its net flow on the total, over all municipalities and years with ages:

.. math:: N_{g,t,r} - \bar N_{g,r} = b_g (N_{t,r} - \bar N_r) + e.

Least squares makes the slopes sum to one. Divided by the group's share of a flow they tell how much
more, or less, than all ages together it changes.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from demografi.rates.age_smoothing import AGE_GROUPS
from demografi.rates.diagnostics import Diagnostic

__all__ = ["by_response", "response_by_age", "response_of_flow"]

Array = NDArray[np.float64]
Cells = TypeVar("Cells", NDArray[np.float32], NDArray[np.float64])

PRIOR_UNITS = 15
"""Weight, in municipality-years, of every age changing alike."""
LEAST_FACTOR = 0.05
"""No age stops moving altogether."""
LARGEST_RESPONSE = 2.5
"""Of an age relative to all; beyond it is chance."""


def response_by_age(net: Array, flows: Array, name: str) -> tuple[Array, Diagnostic]:
    """Change of each age group relative to the change of all ages.

    Parameters
    ----------
    net : array [year, region, sex, age]
        Net migration by age.
    flows : array [region, sex, age]
        Mean of arrivals and departures, for the groups' shares when all change alike.
    name : str
        What is fitted, for the diagnostic.

    Returns
    -------
    response : array [group]
        1 where the group changes as all together.
    diagnostic : Diagnostic
        With fewer than two years everything is taken to change alike.
    """
    groups = [slice(low, high + 1) for low, high in AGE_GROUPS]
    if net.shape[0] < 2:
        return np.ones(len(groups)), Diagnostic(name, converged=False, note="ages change alike")
    share = np.stack([flows[..., at].sum(axis=(1, 2)) for at in groups], axis=1)
    share = (share / share.sum(axis=1, keepdims=True)).mean(axis=0)
    by_group = np.stack([net[..., at].sum(axis=(2, 3)) for at in groups], axis=2)
    by_group = by_group - by_group.mean(axis=0)
    total = by_group.sum(axis=2)
    # Large municipalities vary most in persons and would decide alone.
    weight = 1 / np.maximum((total**2).mean(axis=0), 1e-9)
    squares = (total**2 * weight).sum()
    products = (by_group * (total * weight)[..., None]).sum(axis=(0, 1))
    slope = (products + PRIOR_UNITS * share) / (squares + PRIOR_UNITS)
    response = np.clip(slope / share, 0, LARGEST_RESPONSE)
    told = ", ".join(
        f"{low}-{high} {value:.2f}" for (low, high), value in zip(AGE_GROUPS, response, strict=True)
    )
    return response, Diagnostic(name, converged=True, note=told)


def by_response(level: Cells, activity: Cells, response: Cells) -> Cells:
    """Factor of an age when all ages change by ``level``, of which ``activity`` alike."""
    factor = level - activity
    factor = factor * response
    factor += activity
    np.maximum(factor, LEAST_FACTOR, out=factor)
    return factor


def response_of_flow(response: Array, share: Array) -> Array:
    """Response [region, age] scaled so that a flow as a whole responds by one.

    Parameters
    ----------
    response : array [group]
        Of :func:`response_by_age`.
    share : array [region, sex, age]
        Events of the flow.
    """
    by_age = np.repeat(response, [high - low + 1 for low, high in AGE_GROUPS])
    events = share.sum(axis=1)
    scaled: Array = by_age * (events.sum(axis=1) / (events * by_age).sum(axis=1))[:, None]
    return scaled
