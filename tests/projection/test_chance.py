"""The fast counts against NumPy's exact generators: mean, variance, zeros, bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.projection.chance import draw_counts, standard_normals

SIZE = 400_000


def test_normals_are_standard_and_reproducible() -> None:
    drawn = standard_normals((SIZE + 1,), np.random.default_rng(1))
    again = standard_normals((SIZE + 1,), np.random.default_rng(1))
    assert np.array_equal(drawn, again)
    assert np.isfinite(drawn).all()
    assert drawn.mean() == pytest.approx(0, abs=0.006)
    assert drawn.std() == pytest.approx(1, abs=0.006)
    assert np.mean(np.abs(drawn) > 1.96) == pytest.approx(0.05, abs=0.002)


@pytest.mark.parametrize("mean", [0.02, 0.2, 0.7, 1.0, 3.0, 12.0, 400.0])
def test_poisson_moments(mean: float) -> None:
    cells = np.full(SIZE, mean, np.float32)
    drawn = draw_counts(cells, cells, np.random.default_rng(2)).astype(float)
    assert drawn.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / SIZE))
    low = 0.78 if mean < 0.7 else 0.95 if mean < 1 else 0.98
    assert low <= drawn.var() / mean <= 1.02
    assert np.mean(drawn == 0) == pytest.approx(np.exp(-mean), abs=0.025)


@pytest.mark.parametrize(("size", "risk"), [(1, 0.1), (3, 0.3), (20, 0.02), (50, 0.4), (900, 0.2)])
def test_binomial_moments(size: int, risk: float) -> None:
    mean = np.full(SIZE, size * risk, np.float32)
    most = np.full(SIZE, size, np.float32)
    variance = mean * np.float32(1 - risk)
    drawn = draw_counts(mean, variance, np.random.default_rng(3), most=most).astype(float)
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
    cells = np.full(50, mean, np.float32)
    most = np.ceil(cells)
    drawn = draw_counts(cells, cells * np.float32(share), np.random.default_rng(seed), most=most)
    assert np.isfinite(drawn).all()
    assert np.array_equal(drawn, np.floor(drawn))
    assert (drawn >= 0).all()
    assert (drawn <= most).all()


def test_nothing_expected_is_nothing_drawn() -> None:
    none = np.zeros(1000, np.float32)
    assert not draw_counts(none, none, np.random.default_rng(5)).any()
