"""Peaks are claimed when the range supports them, and only then."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from demografi.needs import course

YEARS = tuple(range(2025, 2041))


def draws(middle: NDArray[np.float64], spread: float, seed: int = 1) -> NDArray[np.float64]:
    """Return walks around a middle, the same in the first year."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, spread, (400, len(middle)))
    steps[:, 0] = 0
    walks: NDArray[np.float64] = middle + steps.cumsum(axis=1)
    return walks


HILL = 100 + 30 * np.sin(np.linspace(0, np.pi, len(YEARS)))


def test_clear_peak_is_told_with_its_years() -> None:
    found = course(draws(HILL, 1.0), YEARS)
    assert found.shape == "peak"
    assert found.year is not None
    assert abs(found.year - 2032.5) <= 2
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest <= found.year <= found.latest
    assert found.turn_low < found.turn_middle < found.turn_high
    assert found.turn_middle > found.high


def test_the_same_hill_in_much_noise_is_no_peak() -> None:
    assert course(draws(HILL, 30.0), YEARS).shape == "unclear"


@pytest.mark.parametrize(
    ("middle", "shape"),
    [
        (np.linspace(100, 150, len(YEARS)), "rise"),
        (np.linspace(100, 60, len(YEARS)), "fall"),
        (np.full(len(YEARS), 100.0), "unclear"),
        (200 - HILL, "trough"),
        # A top in the very next year, or one of a single person in a hundred, is none.
        (np.concatenate([[100, 104], np.linspace(103, 60, len(YEARS) - 2)]), "fall"),
        (100 + (HILL - 100) / 30, "unclear"),
    ],
)
def test_shapes(middle: NDArray[np.float64], shape: str) -> None:
    found = course(draws(middle, 0.5), YEARS)
    assert found.shape == shape
    assert (found.year is None) == (shape not in {"peak", "trough"})


@given(
    tilt=st.floats(-40, 40),
    height=st.floats(-40, 40),
    spread=st.floats(0.1, 10),
    seed=st.integers(0, 9),
)
def test_mirror_image_and_promise(tilt: float, height: float, spread: float, seed: int) -> None:
    """Upside down a peak is a trough; what is claimed holds in most draws."""
    middle = 100 + tilt * np.linspace(0, 1, 16) + height * np.sin(np.linspace(0, np.pi, 16))
    cells = draws(middle, spread, seed)
    found, mirrored = course(cells, YEARS), course(200 - cells, YEARS)
    swap = {"peak": "trough", "trough": "peak", "rise": "fall", "fall": "rise"}
    assert mirrored.shape == swap.get(found.shape, "unclear")
    if found.shape == "peak":
        assert found.year is not None
        top = cells[:, YEARS.index(found.year)]
        assert ((top > cells[:, 0]) & (top > cells[:, -1])).mean() >= 0.8
    if found.shape in {"rise", "fall"}:
        above = cells[:, -1] > found.start
        assert (above if found.shape == "rise" else ~above).mean() >= 0.89


def test_start_is_what_is_published_and_a_rise_has_to_be_one_from_it_too() -> None:
    rising = draws(np.linspace(100, 110, len(YEARS)), 0.5)
    low = course(rising, YEARS).low
    alone, known = course(rising, YEARS), course(rising, YEARS, (2025, 98.0))
    assert (alone.start, alone.calculated) == (100, True)
    assert (known.shape, known.start, known.calculated) == ("rise", 98.0, False)
    assert course(rising, YEARS, (2025, low + 1)).shape == "unclear"
    old = course(rising, YEARS, (2022, 90.0))
    assert (old.start, old.calculated, old.newest) == (100, True, (2022, 90.0))
    assumed = course(rising, YEARS, (2025, 98.0), assumed=True)
    assert (assumed.start, assumed.calculated) == (98.0, True), "no less a start, but no statistic"


@pytest.mark.parametrize(("before", "shape"), [(98.0, "rise"), (10_000.0, "unclear")])
def test_a_rise_has_to_be_one_from_an_older_published_number_too(before: float, shape: str) -> None:
    rising = np.linspace(100, 200, len(YEARS)) + np.zeros((20, 1))
    found = course(rising, YEARS, (YEARS[0] - 3, before))
    assert (found.shape, found.start, found.calculated) == (shape, 100, True)
    falling = course(rising[:, ::-1], YEARS, (YEARS[0] - 3, before - 98))
    assert falling.shape == ("unclear" if before == 98 else "fall")
