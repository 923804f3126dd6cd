"""Indicators of simulated populations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.indicators import (
    INDICATORS,
    indicator_draws,
    projected,
    projected_matrix,
)

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Simulated:
    """Three draws, seven years, two regions."""

    population: Floats
    births: Floats
    deaths: Floats
    in_migration: Floats
    out_migration: Floats
    years: tuple[int, ...] = tuple(range(2025, 2032))
    regions: tuple[str, ...] = ("2480", "2482")

    def ages(
        self,
        members: Sequence[str],
        sex: Literal["T", "F", "M"] = "T",
        at: Sequence[int] | None = None,
    ) -> Floats:
        places = [self.regions.index(code) for code in members]
        sexes = {"T": [0, 1], "F": [0], "M": [1]}[sex]
        years = range(len(self.years)) if at is None else at
        chosen = self.population[:, list(years)][:, :, places][:, :, :, sexes]
        people: Floats = chosen.sum(axis=(2, 3))
        return people


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    rng = np.random.default_rng(7)
    births, deaths, arrivals, leavers = rng.integers(0, 90, size=(4, 3, 6, 2)).astype(np.float32)
    people = rng.integers(1, 900, size=(3, 7, 2, 2, 101)).astype(np.float32)
    return Simulated(people, births, deaths, arrivals, leavers)


def test_same_formula_as_for_observed_populations(simulated: Simulated) -> None:
    years, values = indicator_draws(simulated, ["2482"], "dependency_ratio")
    people = simulated.population[1, 4, 1].sum(axis=0)
    expected = 100 * (people[:20].sum() + people[65:].sum()) / people[20:65].sum()
    assert years.tolist() == list(simulated.years)
    assert values.shape == (3, 7)
    assert values[1, 4] == pytest.approx(expected)


def test_members_are_summed_before_ratios(simulated: Simulated) -> None:
    _, both = indicator_draws(simulated, ["2480", "2482"], "women_per_men_20_39")
    people = simulated.population[:, :, :, :, 20:40].sum(axis=(2, 4))
    assert both == pytest.approx(100 * people[:, :, 0] / people[:, :, 1])


def test_flows_begin_the_year_after_jump_off(simulated: Simulated) -> None:
    years, net = indicator_draws(simulated, ["2480"], "natural_change")
    assert years[0] == 2026
    assert net == pytest.approx(simulated.births[:, :, 0] - simulated.deaths[:, :, 0])
    years, rate = indicator_draws(simulated, ["2480"], "natural_change_per_1000")
    stock = simulated.ages(["2480"]).sum(axis=2)
    assert years[0] == 2026
    assert rate == pytest.approx(net / ((stock[:, :-1] + stock[:, 1:]) / 2) * 1000)


def test_change_begins_five_years_in(simulated: Simulated) -> None:
    years, change = indicator_draws(simulated, ["2480"], "change_5y")
    stock = simulated.ages(["2480"]).sum(axis=2).astype(float)
    assert years.tolist() == [2030, 2031]
    assert change == pytest.approx(100 * (stock[:, 5:] / stock[:, :-5] - 1))


def test_quantiles_are_ordered_and_named(simulated: Simulated) -> None:
    frame = projected(simulated, ["2480"], "share_80")
    assert list(frame.columns) == ["year", "p10", "p50", "p90"]
    assert (frame["p10"] <= frame["p50"]).all()
    assert (frame["p50"] <= frame["p90"]).all()
    other = projected(simulated, ["2480"], "share_80", q=(0.025, 0.975))
    assert list(other.columns) == ["year", "p2.5", "p97.5"]


def test_matrix_says_what_single_indicators_say(simulated: Simulated) -> None:
    places = {"2480": ("2480",), "both": ("2480", "2482")}
    table = projected_matrix(simulated, places, INDICATORS, 2031)
    expected = {key for key, found in INDICATORS.items() if found.projectable}
    assert set(table["indicator"]) == expected
    for row in table.to_dict("records"):
        alone: Any = projected(simulated, places[row["place"]], row["indicator"]).set_index("year")
        cells = pd.Series(row)[["p10", "p50", "p90"]].astype(float)
        assert cells.to_numpy() == pytest.approx(alone.loc[2031].to_numpy())


def test_matrix_leaves_out_what_the_year_does_not_give(simulated: Simulated) -> None:
    table = projected_matrix(simulated, {"2480": ("2480",)}, ["change_5y", "population"], 2026)
    assert table["indicator"].tolist() == ["population"]


@pytest.mark.parametrize("key", ["tfr", "life_expectancy_men", "net_domestic", "tax_base"])
def test_some_do_not_follow_from_a_projection(simulated: Simulated, key: str) -> None:
    assert not INDICATORS[key].projectable
    with pytest.raises(RequestError, match="does not follow"):
        projected(simulated, ["2480"], key)


def test_year_outside_the_projection(simulated: Simulated) -> None:
    with pytest.raises(RequestError, match="2025 to 2031"):
        projected_matrix(simulated, {"2480": ("2480",)}, ["population"], 2050)
