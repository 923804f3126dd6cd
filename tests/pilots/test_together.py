"""Region 8: likeness against random groups, and what the sum evens out."""

import numpy as np
import pytest

from demografi import Dataset
from demografi.indicators import observed
from demografi.pilots import class_sizes, noise, pattern
from demografi.pilots.together import PATTERN, projected_members
from demografi.projection import Trajectories


def test_spread_is_that_of_published_values(dataset: Dataset) -> None:
    found = pattern(dataset, "region8", ["dependency_ratio"])
    (one,) = found.measures
    codes = dataset.regions.place("norra").members
    values = {
        code: observed(dataset, code, "dependency_ratio").set_index("year")["value"][one.year]
        for code in codes
    }
    members = dataset.regions.place("region8").members
    own = np.array([values[code] for code in members])
    every = np.array(list(values.values()))
    assert one.spread == pytest.approx(100 * own.std() / every.std())
    assert one.above == int((own > every.mean()).sum())
    assert (one.low, one.high) == (own.min(), own.max())
    assert found.share == pytest.approx(one.share)  # one measure alone is the whole test


def test_the_whole_north_is_as_alike_as_itself_and_no_more(dataset: Dataset) -> None:
    """A group of all municipalities is every random group: the share is one."""
    found = pattern(dataset, "norra", ["dependency_ratio", "share_80"])
    assert found.share == 1.0
    assert not found.shared
    assert [one.spread for one in found.measures] == pytest.approx([100, 100])


def test_all_measures_together_are_one_test(dataset: Dataset) -> None:
    found = pattern(dataset, "region8")
    assert [one.indicator for one in found.measures] == list(PATTERN)
    shares = [one.share for one in found.measures]
    assert min(shares) < found.share < max(shares)
    assert found == pattern(dataset, "region8")  # the seed is fixed


def test_together_is_surer_than_alone(dataset: Dataset, trajectories: Trajectories) -> None:
    frame = noise(dataset, trajectories, "region8", 2035).set_index("ages")
    assert (frame["least"] <= frame["alone"]).all()
    assert (frame["alone"] <= frame["most"]).all()
    assert (frame["together"] < frame["alone"]).all()
    members = dataset.regions.place("region8").members
    draws = trajectories.group(members, 6, 15)[:, trajectories.at(2035)]
    low, middle, high = np.quantile(draws, [0.1, 0.5, 0.9])
    alone, together, gain = frame.loc["6-15", ["alone", "together", "gain"]].to_numpy(float)
    assert together == pytest.approx(50 * (high - low) / middle)
    assert gain == pytest.approx(100 * (1 - together / alone))


def test_year_groups_of_members_and_of_all(dataset: Dataset, trajectories: Trajectories) -> None:
    sizes = class_sizes(dataset, trajectories, "region8", 2035)
    now = sizes[sizes["ages"] == "6-15"].set_index("code")["now"]
    pupils = trajectories.group(["2425"], 6, 15)[0, 0]
    assert now["2425"] == pytest.approx(pupils / 10)
    assert now["region8"] == pytest.approx(now.drop("region8").sum())


def test_members_outside_the_county_are_not_projected(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    eight = dataset.regions.place("region8").members
    assert projected_members(dataset, trajectories, "region10") == eight
    assert len(noise(dataset, trajectories, "region10", 2035)) == 6
