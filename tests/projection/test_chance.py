"""The fast counts against NumPy's exact generators: mean, variance, zeros, bounds, coupling."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from demografi.projection.chance import Chance, Luck, draw_counts

SIZE = 400_000

Cells = NDArray[np.float32]


def luck(seed: int, size: int = SIZE) -> Luck:
    (drawn,) = Chance.spawn(np.random.default_rng(seed), 1).draw(1, (size,))
    return Luck(drawn.steps[:, 0, 0])


def constant(value: float, size: int = SIZE) -> Cells:
    return np.full(size, value, np.float32)


def test_normals_are_standard_and_uniforms_are_uniform() -> None:
    drawn = luck(1, SIZE + 1)
    again = luck(1, SIZE + 1)
    assert np.array_equal(drawn.normal, again.normal)
    assert np.array_equal(drawn.uniform, again.uniform)
    assert drawn.normal.mean() == pytest.approx(0, abs=0.006)
    assert drawn.normal.std() == pytest.approx(1, abs=0.006)
    assert np.mean(np.abs(drawn.normal) > 1.96) == pytest.approx(0.05, abs=0.002)
    assert 0 <= drawn.uniform.min() < drawn.uniform.max() < 1
    assert drawn.uniform.mean() == pytest.approx(0.5, abs=0.002)
    assert drawn.uniform.var() == pytest.approx(1 / 12, abs=0.001)
    assert np.corrcoef(drawn.normal, drawn.uniform)[0, 1] == pytest.approx(0, abs=0.006)


def test_a_region_meets_the_same_chance_whoever_is_beside_it() -> None:
    together = Chance.spawn(np.random.default_rng(7), 5).draw(9, (30, 1))
    some = Chance.spawn(np.random.default_rng(7), 5).of([3, 1]).draw(9, (30, 1))
    for whole, part in zip(together, some, strict=True):
        assert np.array_equal(whole.normal[:, [3, 1]], part.normal)
        assert np.array_equal(whole.uniform[:, [3, 1]], part.uniform)
    assert not np.array_equal(together[0].normal[:, 0], together[0].normal[:, 1])


@pytest.mark.parametrize("mean", [0.02, 0.2, 0.7, 1.0, 3.0, 12.0, 400.0])
def test_poisson_moments(mean: float) -> None:
    cells = constant(mean)
    drawn = draw_counts(cells, cells, luck(2)).astype(float)
    assert drawn.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / SIZE))
    low = 0.78 if mean < 0.7 else 0.95 if mean < 1 else 0.98
    assert low <= drawn.var() / mean <= 1.02
    assert np.mean(drawn == 0) == pytest.approx(np.exp(-mean), abs=0.025)


@pytest.mark.parametrize(("size", "risk"), [(1, 0.1), (3, 0.3), (20, 0.02), (50, 0.4), (900, 0.2)])
def test_binomial_moments(size: int, risk: float) -> None:
    mean = constant(size * risk)
    variance = mean * np.float32(1 - risk)
    drawn = draw_counts(mean, variance, luck(3), most=constant(size)).astype(float)
    exact = np.random.default_rng(4).binomial(size, risk, SIZE)
    assert drawn.max() <= size
    # The bound cuts a little off where nearly everybody may go: at most 2 % of the mean.
    assert drawn.mean() == pytest.approx(exact.mean(), rel=0.02)
    assert drawn.var() == pytest.approx(exact.var(), rel=0.12)


@given(
    mean=st.floats(0, 5000, width=32),
    share=st.floats(0, 1, width=32),
    seed=st.integers(0, 2**32 - 1),
)
def test_counts_are_whole_and_bounded(mean: float, share: float, seed: int) -> None:
    cells = constant(mean, 50)
    most = np.ceil(cells)
    drawn = draw_counts(cells, cells * np.float32(share), luck(seed, 50), most=most)
    assert np.isfinite(drawn).all()
    assert np.array_equal(drawn, np.floor(drawn))
    assert (drawn >= 0).all()
    assert (drawn <= most).all()


def test_nothing_expected_is_nothing_drawn() -> None:
    none = constant(0, 1000)
    assert not draw_counts(none, none, luck(5, 1000)).any()


@pytest.mark.parametrize("mean", [0.05, 0.5, 2.0, 15.0, 300.0])
def test_a_little_more_expected_is_about_as_much_more_drawn(mean: float) -> None:
    """With the same chance the difference of two draws is the difference of their means.

    Independent draws would differ by some sqrt(2 mean) each; these by hardly more than rounding.
    """
    less, more = constant(mean), constant(mean * 1.02)
    difference = draw_counts(more, more, luck(6)) - draw_counts(less, less, luck(6))
    assert difference.mean() == pytest.approx(0.02 * mean, rel=0.25)
    assert difference.var() < 0.05 * 2 * mean
    # A wild draw of a small mean may go the other way; nearly none do.
    assert np.mean(difference < 0) < 0.002
