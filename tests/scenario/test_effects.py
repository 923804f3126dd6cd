"""Effects: the range of the difference, which is not the difference of ranges."""

import numpy as np
import pytest

from demografi import Dataset
from demografi.errors import RequestError
from demografi.projection import Trajectories
from demografi.scenario import (
    Example,
    Expected,
    Measure,
    Scenario,
    check,
    effect_in,
    effects,
    estimate,
    examples,
    from_link,
    group_label,
    run,
)

MINE = from_link("1__jobb_2421_n300_f2028_t2036")


@pytest.mark.parametrize("place", ["2421", "region8"])
def test_effects_are_the_draws_differences(
    dataset: Dataset, baseline: Trajectories, place: str
) -> None:
    members = dataset.regions.place(place).members
    changed = run(dataset, baseline, MINE)
    frame = effects(baseline, changed, members, [(0, 100), (6, 15), (80, 100)])
    assert list(frame["group"].unique()) == ["total", "6-15", "80+"]
    assert len(frame) == 3 * len(baseline.years)
    before, after = (
        trajectories.group(members, 6, 15)[:, baseline.at(2034)]
        for trajectories in (baseline, changed)
    )
    row = effect_in(frame, "6-15", 2034)
    for name, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        assert row[f"base_{name}"] == pytest.approx(np.quantile(before, share))
        assert row[name] == pytest.approx(np.quantile(after, share))
    low, high = np.quantile(after - before, [0.1, 0.9])
    assert (row["effect_p10"], row["effect_p90"]) == (low, high)
    assert row["effect_p50"] == pytest.approx((after - before).mean())
    # Draws are coupled: the effect is far surer than the two populations are.
    assert high - low < (row["p90"] - row["base_p10"]) / 2


def test_groups_are_named_as_in_tables() -> None:
    labels = [group_label(*ages) for ages in ((0, 100), (80, 100), (6, 15))]
    assert labels == ["total", "80+", "6-15"]


@pytest.mark.parametrize("place", ["24", "region8", "2421", "2480"])
def test_examples_can_be_run_where_they_are_offered(
    dataset: Dataset, baseline: Trajectories, place: str
) -> None:
    offered = examples(dataset.regions.place(place), baseline.years[1], baseline.years[-1])
    assert len({example.key for example in offered}) == len(offered) >= 5
    for example in offered:
        assert isinstance(example, Example)
        assert not example.scenario.neutral
        check(example.scenario, dataset.regions, baseline.regions, baseline.years)


def test_what_the_figures_say_of_households_and_dwellings(
    dataset: Dataset, averages: Expected
) -> None:
    """Against the published figures behind them."""
    moves = averages.in_migration[:, averages.regions.index("2421")].sum(axis=(0, 1))
    children = moves[:18].sum() / moves[20:65].sum()
    published = dataset.rows("indicators_published", ["2421"])
    dwellings = published[published["indicator"] == "dwellings_per_1000"].sort_values("year")
    persons = estimate(dataset, averages, Measure.of("housing", "2421"), "persons")
    assert persons is not None
    assert persons.value == round(1000 / dwellings["value"].iloc[-1], 3)
    assert persons.year == dwellings["year"].iloc[-1]
    household = estimate(dataset, averages, Measure.of("employer", "2421"), "household")
    assert household is not None
    employed = (1 + children) / household.value
    assert 0.7 < employed < 0.95
    assert estimate(dataset, averages, Measure.of("employer", "2421"), "jobs") is None


def test_a_place_without_the_figure_is_said_not_guessed(
    dataset: Dataset, averages: Expected
) -> None:
    other = Measure("housing", "9999")
    with pytest.raises(RequestError) as caught:
        estimate(dataset, averages, other, "persons")
    assert caught.value.code == "scenario_no_estimate"


def test_profiles_of_newcomers_are_those_of_the_place(averages: Expected) -> None:
    for region in range(len(averages.regions)):
        profile = averages.newcomers(region)
        assert profile.sum() == pytest.approx(1)
        assert (profile >= 0).all()
        for size in (1.0, 1.3, 2.5):
            household = averages.household(region, size)
            assert household.sum() == pytest.approx(size)
            # Somebody has the job.
            assert household[:, 20:65].sum() >= 1 - 1e-9
            assert not household[:, 65:].any()
        alone = averages.household(region, 1.0)
        assert not alone[:, :20].any()


def test_an_empty_scenario_touches_nobody(dataset: Dataset, baseline: Trajectories) -> None:
    assert Scenario().members(dataset.regions, baseline.regions) == ()
    assert MINE.members(dataset.regions, baseline.regions) == ("2421",)
