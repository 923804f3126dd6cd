r"""Whole numbers of events with a given mean and variance, fast enough for millions of cells.

NumPy's exact Poisson and binomial generators take some 60–90 ns a draw when every cell has its
own parameters, which would be most of the time of a projection. Here a count is a scaled
noncentral chi-square variable with one degree of freedom, rounded at random:

.. math:: Y = (\sqrt{\mu - B} + \sqrt{B}\,z)^2,\qquad
          B = \mu - \sqrt{\mu^2 - (v - 1/6)/2},\qquad N = \lfloor Y + u \rfloor

with :math:`z` normal and :math:`u` uniform. :math:`Y` is never negative and has mean
:math:`\mu` and variance :math:`v - 1/6`; rounding at random keeps the mean exactly and adds
:math:`E[f(1-f)] \approx 1/6` (:math:`f` the fraction of Y). Where :math:`v - 1/6` is not
attainable (small means) B is :math:`\mu`, and N is then close to a Bernoulli variable, as a
Poisson variable is. Against Poisson: the mean is exact, the variance within 1 % from mean 1 up
and at most 20 % low (at mean 0.2), the probability of zero within 0.02. The error is far below
the other uncertainties and is pinned by tests.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["draw_counts", "standard_normals"]

Cells = NDArray[np.float32]

_WORD = np.iinfo(np.uint64).max
_ROUNDING_VARIANCE = np.float32(1 / 6)


def _uniform(count: int, bits: type[np.uint16 | np.uint32], rng: np.random.Generator) -> Cells:
    """Uniform variables in (0, 1] of so many bits, cut from whole 64-bit words.

    Faster than ``Generator.random``, which takes a step of the generator per number.
    """
    size = np.dtype(bits).itemsize
    words = rng.integers(0, _WORD, -(-count * size // 8), dtype=np.uint64, endpoint=True)
    steps = np.float32(256.0**-size)
    cut = words.view(bits)[:count]
    uniform: Cells = np.multiply(cut, steps, dtype=np.float32, casting="unsafe")
    uniform += steps / 2
    return uniform


def standard_normals(shape: tuple[int, ...], rng: np.random.Generator) -> Cells:
    """Standard normal variables in single precision by Box–Muller, vectorised throughout.

    Faster than ``Generator.standard_normal`` because logarithm and cosine run on whole arrays.
    """
    size = int(np.prod(shape))
    half = (size + 1) // 2
    radius, angle = _uniform(2 * half, np.uint32, rng).reshape(2, half)
    np.log(radius, out=radius)
    radius *= -2
    np.sqrt(radius, out=radius)
    angle *= np.float32(2 * np.pi)
    normal = np.empty((2, half), np.float32)
    np.cos(angle, out=normal[0])
    np.sin(angle, out=normal[1])
    normal *= radius
    return normal.reshape(-1)[:size].reshape(shape)


def draw_counts(
    mean: Cells, variance: Cells, rng: np.random.Generator, *, most: Cells | None = None
) -> Cells:
    """Draw whole numbers of events.

    Parameters
    ----------
    mean, variance : float32 array
        Of each cell; any common shape, nothing negative. Equal for Poisson, ``n q`` and
        ``n q (1 - q)`` for binomial.
    rng : Generator
        Source of chance.
    most : float32 array, optional
        Upper bound of each cell, the ``n`` of a binomial.

    Returns
    -------
    float32 array
        Non-negative whole numbers.
    """
    excess = variance - _ROUNDING_VARIANCE
    np.maximum(excess, 0, out=excess)
    excess *= np.float32(0.5)
    centre = mean * mean
    centre -= excess
    np.maximum(centre, 0, out=centre)
    np.sqrt(centre, out=centre)  # mean - B
    spread = np.subtract(mean, centre, out=excess)
    np.maximum(spread, 0, out=spread)  # rounding can leave it a hair below
    np.sqrt(spread, out=spread)
    np.sqrt(centre, out=centre)
    counts = standard_normals(mean.shape, rng)
    counts *= spread
    counts += centre
    counts *= counts
    counts += _uniform(counts.size, np.uint16, rng).reshape(counts.shape)
    np.floor(counts, out=counts)
    if most is not None:
        np.minimum(counts, most, out=counts)
    return counts
