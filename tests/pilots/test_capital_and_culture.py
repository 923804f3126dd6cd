"""Kapitalförsörjning and Kultursamverkan: shares, trends, centres and distances."""

import numpy as np
import pytest

from demografi import Dataset
from demografi.pilots import audience, centres, founders, relative_tax_base
from demografi.pilots.capital import lowest_tax, tax_lines
from demografi.pilots.culture import (
    CENTRE,
    by_change,
    by_nearness,
    county_change,
    midpoint,
)
from demografi.projection import Trajectories
from demografi.series import age_arrays, group_series, total_series


def test_founders_are_counted_and_shared_out(dataset: Dataset, trajectories: Trajectories) -> None:
    frame = founders(dataset, trajectories, "25-44").set_index("code")
    assert frame["part"].sum() == pytest.approx(100)
    assert frame["people"].is_monotonic_decreasing
    ages = age_arrays(dataset, "2480")
    # The newest is published in five-year groups, which carry less noise than single years.
    assert frame.loc["2480", "people"] == pytest.approx(ages.values[-1, 2, 25:45].sum(), rel=0.002)
    at = list(ages.years).index(2015)
    assert frame.loc["2480", "before_year"] == 2015
    people, trend = frame.loc["2480", ["people", "trend"]].to_numpy(float)
    assert trend == pytest.approx(100 * (people / ages.values[at, 2, 25:45].sum() - 1))
    assert (frame["low"] <= frame["high"]).all()


def test_tax_base_is_relative_to_the_nation(dataset: Dataset) -> None:
    rows = dataset.rows("kolada", ["2480", "00"])
    kronor = rows[rows["indicator"] == "N00903"].set_index(["region", "year"])["value"]
    found = relative_tax_base(dataset, "2480").set_index("year")
    assert found.loc[2022, "value"] == pytest.approx(
        100 * kronor["2480", 2022] / kronor["00", 2022]
    )
    assert found.loc[2022, "kronor"] == kronor["2480", 2022]
    nation = relative_tax_base(dataset, "00")
    assert set(nation["value"]) == {100.0}


def test_lines_leave_out_places_without_figures(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    lines = tax_lines(dataset, ["region8", "2480", "00"])
    assert [line.code for line in lines] == ["2480", "00"]
    frame = founders(dataset, trajectories)
    assert frame.set_index("code")["relative"].idxmin() == lowest_tax(frame)


def test_midpoint_of_a_square_and_of_two() -> None:
    square = [[[18, 64], [20, 64], [20, 65], [18, 65], [18, 64]]]
    assert midpoint({"type": "Polygon", "coordinates": square}) == pytest.approx((19.0, 64.5))
    far = [[[22, 64], [24, 64], [24, 65], [22, 65], [22, 64]]]
    both = {"type": "MultiPolygon", "coordinates": [square, far]}
    assert midpoint(both) == pytest.approx((21.0, 64.5))
    # Turned round, the ring is the same area.
    turned = {"type": "Polygon", "coordinates": [square[0][::-1]]}
    assert midpoint(turned) == pytest.approx((19.0, 64.5))


def test_everybody_has_the_nearest_centre(dataset: Dataset) -> None:
    frame = centres(dataset).set_index("code")
    large = [
        code
        for code in dataset.regions.municipalities()
        if total_series(dataset, code)["value"].iloc[-1] >= CENTRE
    ]
    assert sorted(frame["centre"].unique()) == sorted(large)
    for code in large:
        assert frame.loc[code, "centre"] == code
        assert frame.loc[code, "distance"] == 0
    assert frame.loc["2460", "centre"] == "2480"  # Vännäs lies by Umeå
    assert 15 < frame["distance"].to_dict()["2460"] < 40
    assert frame.loc["2463", "centre"] == "2481"  # Åsele by Lycksele


def test_audience_per_inhabitant_of_the_centre(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    frame = audience(dataset, trajectories, "65-79", 2035).set_index("code")
    people = group_series(dataset, "2463", ["65-79"])["value"].iloc[-1]
    lycksele = total_series(dataset, "2481")["value"].iloc[-1]
    assert frame.loc["2463", "now"] == people
    assert frame.loc["2463", "per_1000"] == pytest.approx(1000 * people / lycksele)
    draws = trajectories.group(["2463"], 65, 79).astype(float)
    town = trajectories.group(["2481"], 0, 100).astype(float)
    at = trajectories.at(2035)
    assert frame.loc["2463", "later"] == pytest.approx(np.median(1000 * draws[:, at] / town[:, at]))
    assert frame.loc["2463", "change"] == pytest.approx(
        np.median(100 * (draws[:, at] / draws[:, 0] - 1))
    )
    assert by_change(frame)["value"].is_monotonic_decreasing
    assert by_nearness(frame)["value"].is_monotonic_decreasing


def test_county_change_is_of_the_sum(dataset: Dataset, trajectories: Trajectories) -> None:
    low, middle, high = county_change(dataset, trajectories, "0-12", 2035)
    assert low < middle < high
    members = dataset.regions.municipalities()
    draws = trajectories.group(members, 0, 12).astype(float)
    assert middle == pytest.approx(
        np.median(100 * (draws[:, trajectories.at(2035)] / draws[:, 0] - 1))
    )
