"""Scenarios against their baseline: neutral, coupled, monotone, local, and in the right size."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from demografi import Dataset
from demografi.errors import RequestError
from demografi.projection import Trajectories, YearRates, advance, project
from demografi.rates.history import AGES
from demografi.scenario import KINDS, Changed, Expected, Measure, Scenario, expect, run
from demografi.scenario.overlay import added_hazard
from tests.scenario.conftest import TO

STORUMAN, UMEA = "2421", "2480"
FLOWS = ("births", "deaths", "in_migration", "out_migration")


def scenario(kind: str, place: str = STORUMAN, /, **values: float) -> Scenario:
    return Scenario(measures=(Measure.of(kind, place, values),))


def effect(
    dataset: Dataset,
    baseline: Trajectories,
    what: Scenario,
    ages: tuple[int, int] = (0, AGES - 1),
    place: str = STORUMAN,
) -> NDArray[np.float32]:
    """Difference [draw, year] from the baseline."""
    members = dataset.regions.place(place).members
    changed = run(dataset, baseline, what)
    return changed.group(members, *ages) - baseline.group(members, *ages)


def test_nothing_done_is_the_baseline_itself(dataset: Dataset, baseline: Trajectories) -> None:
    idle = Scenario(
        "inget",
        (
            Measure.of("fertility", "24", {"change": 0}),
            Measure.of("employer", STORUMAN, {"jobs": 200, "share": 0}),
            Measure.of("net_migration", "region8", {"persons": 0}),
        ),
    )
    assert idle.neutral
    assert run(dataset, baseline, idle) is baseline
    assert run(dataset, baseline, Scenario()) is baseline


def test_a_measure_changes_nothing_before_it_begins_and_nobody_else(
    dataset: Dataset, baseline: Trajectories
) -> None:
    """To the last digit: the same draws, the same luck."""
    changed = run(dataset, baseline, scenario("employer", jobs=300, **{"from": 2031}))
    before = baseline.at(2031)
    where = baseline.regions.index(STORUMAN)
    others = [at for at in range(len(baseline.regions)) if at != where]
    assert np.array_equal(changed.population[:, :before], baseline.population[:, :before])
    assert np.array_equal(changed.population[:, :, others], baseline.population[:, :, others])
    for name in FLOWS:
        mine, theirs = getattr(changed, name), getattr(baseline, name)
        assert np.array_equal(mine[:, :, others], theirs[:, :, others])
        assert np.array_equal(mine[:, : before - 1], theirs[:, : before - 1])
    assert not np.array_equal(changed.in_migration, baseline.in_migration)


def test_the_effect_is_surer_than_the_population(dataset: Dataset, baseline: Trajectories) -> None:
    what = scenario("employer", jobs=300, **{"from": 2028})
    gained = effect(dataset, baseline, what)[:, baseline.at(2040)]
    people = baseline.group([STORUMAN], 0, 100)[:, baseline.at(2040)]
    assert gained.min() > 0
    assert gained.std() < people.std() / 8


def test_accounts_balance(dataset: Dataset, baseline: Trajectories) -> None:
    what = Scenario(
        measures=(
            Measure.of("employer", STORUMAN, {"jobs": 400, "from": 2027, "to": 2033}),
            Measure.of("school", "2462", {"places": -80, "share": 40, "from": 2030}),
            Measure.of("net_migration", "region8", {"persons": -60}),
        )
    )
    changed = run(dataset, baseline, what)
    totals = changed.population.sum(axis=(3, 4))
    net = changed.births - changed.deaths + changed.in_migration - changed.out_migration
    assert np.array_equal(np.diff(totals, axis=1), net)
    assert (changed.population >= 0).all()


def test_what_is_put_together_agrees_with_the_whole(
    dataset: Dataset, baseline: Trajectories
) -> None:
    changed = run(dataset, baseline, scenario("in_migration", change=20))
    assert isinstance(changed, Changed)
    whole = project(dataset, to=TO, draws=80, seed=4)
    object.__setattr__(whole, "population", changed.population)
    for members in ([STORUMAN], [UMEA], [STORUMAN, UMEA], list(dataset.regions.municipalities())):
        assert np.array_equal(changed.ages(members, "F"), whole.ages(members, "F"))
        assert np.array_equal(changed.ages(members, "T", [3]), whole.ages(members)[:, [3]])
        assert np.array_equal(changed.group(members, 6, 15), whole.group(members, 6, 15))
    assert changed.draws == whole.draws
    assert changed.summary([STORUMAN]).equals(whole.summary([STORUMAN]))
    with pytest.raises(RequestError):
        changed.group(["2380"], 0, 100)


@given(
    kind=st.sampled_from(["fertility", "in_migration", "net_migration"]),
    less=st.integers(-100, 100),
    more=st.integers(1, 100),
)
@settings(max_examples=12)
def test_more_births_or_moves_never_fewer_children_on_any_draw(
    dataset: Dataset, kind: str, less: int, more: int
) -> None:
    """In expectation, on every draw of the rates, in every year and age up to 15."""
    high = min(less + more, 100)
    name = "persons" if kind == "net_migration" else "change"
    low_run, high_run = (
        expect(dataset, scenario(kind, **{name: level}), to=2040, draws=20, regions=[STORUMAN])
        for level in (less, high)
    )
    children = low_run.ages([STORUMAN])[..., :16], high_run.ages([STORUMAN])[..., :16]
    assert (children[1] >= children[0] - 1e-3).all()


@pytest.mark.parametrize(
    ("kind", "ages"),
    [("fertility", (0, 15)), ("in_migration", (0, 100)), ("net_migration", (0, 100))],
)
def test_more_is_more_with_chance_too(
    dataset: Dataset, baseline: Trajectories, kind: str, ages: tuple[int, int]
) -> None:
    name = "persons" if kind == "net_migration" else "change"
    levels = [-40, -10, 10, 40]
    effects = [effect(dataset, baseline, scenario(kind, **{name: level}), ages) for level in levels]
    means = [gained[:, 5:].mean(axis=0) for gained in effects]
    for lower, higher in pairwise(means):
        assert (higher > lower).all()
    assert (means[1] < 0).all()
    assert (means[2] > 0).all()


def test_lower_mortality_keeps_more_people(dataset: Dataset, baseline: Trajectories) -> None:
    what = scenario("mortality", "24", change=-20)
    kept = effect(dataset, baseline, what, (80, 100), "24")
    assert (kept[:, 5:] > 0).all()
    assert (
        effect(dataset, baseline, scenario("mortality", "24", change=20), (80, 100), "24")[
            :, 5:
        ].max()
        < 0
    )


def test_a_mine_brings_as_many_as_it_says_and_lets_go_of_those_who_do_not_stay(
    dataset: Dataset, baseline: Trajectories, averages: Expected
) -> None:
    mine = {"jobs": 300, "share": 50, "household": 2, "ramp": 2, "wind_down": 1}
    years = {"from": 2028, "to": 2036}
    gained = effect(dataset, baseline, scenario("employer", **mine, **years, stay=0)).mean(axis=0)
    region = averages.regions.index(STORUMAN)
    assert averages.household(region, 2).sum() == pytest.approx(2)
    # Half of the jobs the first year, all the second: 150 x 2 persons.
    assert gained[baseline.at(2028)] == pytest.approx(150, rel=0.06)
    assert gained[baseline.at(2029)] == pytest.approx(300, rel=0.06)
    # Kept up by new arrivals, with children born and workers grown old on top.
    assert 290 < gained[baseline.at(2036)] < 380
    # All leave but those who had let go themselves: workers grown old go with the others.
    assert abs(gained[baseline.at(2037)]) < 25
    stays = effect(dataset, baseline, scenario("employer", **mine, **years, stay=100)).mean(axis=0)
    assert np.allclose(stays[: baseline.at(2036) + 1], gained[: baseline.at(2036) + 1])
    assert stays[baseline.at(2037)] > 250
    assert stays[-1] < stays[baseline.at(2037)]
    pupils = effect(dataset, baseline, scenario("employer", **mine, **years, stay=0), (6, 15)).mean(
        axis=0
    )
    assert 20 < pupils[baseline.at(2036)] < 90
    assert abs(pupils[baseline.at(2037)]) < 12


def test_housing_fills_and_stays_filled(dataset: Dataset, baseline: Trajectories) -> None:
    what = scenario("housing", dwellings=100, persons=2, share=50, **{"from": 2028, "to": 2031})
    gained = effect(dataset, baseline, what).mean(axis=0)
    for year, people in ((2028, 25), (2031, 100), (2045, 100)):
        assert gained[baseline.at(year)] == pytest.approx(people, abs=5)


def test_school_moves_families_and_care_home_the_oldest(
    dataset: Dataset, baseline: Trajectories
) -> None:
    closed = scenario("school", places=-100, share=20, ramp=1, **{"from": 2030})
    at = baseline.at(2030)
    pupils = effect(dataset, baseline, closed, (6, 15)).mean(axis=0)
    assert pupils[at] == pytest.approx(-20, abs=2)
    parents = effect(dataset, baseline, closed, (25, 54)).mean(axis=0)
    assert -70 < parents[at] < -20
    assert not effect(dataset, baseline, closed, (80, 100))[:, at].any()
    opened = scenario("care_home", places=50, share=40, **{"from": 2030})
    oldest = effect(dataset, baseline, opened, (80, 100)).mean(axis=0)
    assert oldest[at] == pytest.approx(20, abs=2)
    assert oldest[-1] == pytest.approx(20, abs=3)
    shut = scenario("care_home", places=-50, share=40, **{"from": 2030})
    gone = effect(dataset, baseline, shut, (80, 100)).mean(axis=0)
    assert gone[at] == pytest.approx(-20, abs=2)


def test_no_migration_has_none_and_as_today_keeps_the_rates(
    dataset: Dataset, baseline: Trajectories, averages: Expected
) -> None:
    closed = run(dataset, baseline, scenario("no_migration", "24"))
    assert not closed.in_migration.any()
    assert not closed.out_migration.any()
    today = expect(dataset, scenario("as_today", "24"), to=TO, draws=60)
    plain = expect(dataset, Scenario(), to=TO, draws=60)
    older = today.group(["2480"], 80, 100) - plain.group(["2480"], 80, 100)
    assert (older[:, -1] < 0).all()  # lives stop growing longer
    rates = [
        run_.flow("births", ["2480"])[:, -1] / run_.group(["2480"], 15, 49, "F")[:, -1]
        for run_ in (today, plain)
    ]
    expected_ratio = (averages.fertility[0] / averages.fertility[-1]).mean()
    assert (rates[0] / rates[1]).mean() == pytest.approx(expected_ratio, rel=0.04)


def test_taking_away_more_than_arrive_makes_people_leave(
    dataset: Dataset, baseline: Trajectories, averages: Expected
) -> None:
    region = averages.regions.index(STORUMAN)
    arriving = averages.in_migration[0, region].sum()
    gone = effect(dataset, baseline, scenario("net_migration", persons=-arriving - 100))
    assert gone[:, 1].mean() == pytest.approx(-arriving - 100, rel=0.06)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_runs_with_its_defaults(
    dataset: Dataset, baseline: Trajectories, kind: str
) -> None:
    changed = run(dataset, baseline, scenario(kind))
    assert np.isfinite(changed.group([STORUMAN], 0, AGES - 1)).all()


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        (Measure("fertility", "2380", (("change", 5.0),)), "scenario_place"),
        (Measure("fertility", "nowhere", (("change", 5.0),)), "scenario_place"),
        (Measure("fertility", "00", (("change", 5.0),)), "scenario_place"),
        (Measure("employer", "region8"), "scenario_not_a_municipality"),
        (Measure("employer", STORUMAN, (("from", 2020.0),)), "scenario_year_outside"),
        (Measure("employer", STORUMAN, (("from", 2090.0),)), "scenario_year_outside"),
    ],
)
def test_what_cannot_be_run_is_refused(
    dataset: Dataset, baseline: Trajectories, measure: Measure, code: str
) -> None:
    with pytest.raises(RequestError) as caught:
        run(dataset, baseline, Scenario(measures=(measure,)))
    assert caught.value.code == code


def test_added_hazards_take_as_many_as_shall_leave_also_of_the_newborn() -> None:
    people = np.full((1, 1, 2, 101), 100, np.float32)
    still = np.zeros_like(people)
    fertility = np.full((1, 1, 35), 0.05, np.float32)
    rates = YearRates(still, still, still, fertility, boys=0.5)
    present = advance(people, rates).population[0].astype(float)
    hazard = added_hazard(present / 10, present).astype(np.float32)
    left = advance(people, replace(rates, out_migration=hazard[None])).population[0]
    assert left[..., 1:100] == pytest.approx(0.9 * present[..., 1:100], rel=1e-5)
    # A tenth fewer women over the year have a twentieth fewer children, of whom a tenth leave.
    assert left[0, 0, 0] == pytest.approx(0.9 * 0.95 * present[0, 0, 0], rel=0.01)
