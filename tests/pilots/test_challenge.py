"""Demografiska utmaningen: places counted by hand, shifts that are certain."""

import numpy as np

from demografi import Dataset
from demografi.indicators import INDICATORS, indicator_draws
from demografi.pilots import largest_shifts, pressure
from demografi.pilots.challenge import PRESSURES, SHIFTING
from demografi.projection import Trajectories


def test_pressure_is_the_mean_place_on_every_draw(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    frame = pressure(dataset, trajectories).set_index("code")
    codes = dataset.regions.municipalities()
    places = []
    for key, change, sign in PRESSURES:
        values = []
        for code in codes:
            years, draws = indicator_draws(trajectories, [code], key)
            later = draws[:, list(years).index(2035)]
            values.append(sign * (later / draws[:, 0] if change else later))
        stacked = np.stack(values)
        # The place is how many are lighter, ties by order of code.
        lighter = (stacked[:, None] > stacked[None]).sum(axis=1)
        equal = (stacked[:, None] == stacked[None]) & (
            np.arange(len(codes))[:, None, None] > np.arange(len(codes))[None, :, None]
        )
        places.append(lighter + equal.sum(axis=1) + 1)
    mean = np.mean(places, axis=0)
    np.testing.assert_allclose(frame.loc[list(codes), "value"], np.median(mean, axis=1))
    np.testing.assert_allclose(mean.mean(axis=0), (len(codes) + 1) / 2)  # places are shared out
    assert (frame["low"] <= frame["value"]).all()
    assert (frame["value"] <= frame["high"]).all()
    assert frame["value"].is_monotonic_decreasing


def test_peak_is_the_year_of_the_highest_dependency_ratio(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    frame = pressure(dataset, trajectories).set_index("code")
    years, draws = indicator_draws(trajectories, ["2421"], "dependency_ratio")
    peaks = years[draws.argmax(axis=1)]
    assert frame.loc["2421", "peak"] == round(float(np.median(peaks)))
    assert frame.loc["2421", "peak_low"] == round(float(np.quantile(peaks, 0.1)))


def test_largest_shifts_are_certain_and_of_different_ages(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    shifts = largest_shifts(dataset, trajectories)
    assert len({shift.indicator for shift in shifts}) == len(shifts) == 3
    sizes = [abs(shift.change) for shift in shifts]
    assert sizes == sorted(sizes, reverse=True)
    for shift in shifts:
        assert shift.certain
        assert shift.indicator in SHIFTING
        (group,) = INDICATORS[shift.indicator].groups
        assert group
        # Nobody in the county shifts more in that group and is as certain.
        years, draws = indicator_draws(trajectories, [shift.place], shift.indicator)
        change = 100 * (draws[:, list(years).index(2035)] / draws[:, 0] - 1)
        assert np.isclose(shift.change, np.median(change))


def test_uncertain_shifts_are_left_out(dataset: Dataset, trajectories: Trajectories) -> None:
    """A year ahead hardly any shift of the working ages is certain and large."""
    every = largest_shifts(dataset, trajectories, 2026, most=10)
    assert all(shift.low > 0 or shift.high < 0 for shift in every)
