"""Services, staff, labour force, costs, planning together: against the figures they come from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi import Dataset
from demografi.errors import RequestError
from demografi.findings import range_of
from demografi.needs import (
    COST_GROUPS,
    ELDERLY_COST,
    SERVICES,
    alternatives,
    balance,
    cost_index,
    employed,
    example_costs,
    joint_place,
    joint_view,
    published_history,
    published_value,
    staff,
    users,
    users_before,
)
from demografi.projection import Trajectories
from demografi.series import parse_group


def kolada(dataset: Dataset, code: str, indicator: str, year: int) -> float:
    rows = dataset.table("kolada")
    (value,) = rows.loc[
        (rows["region"] == code)
        & (rows["indicator"] == indicator)
        & (rows["year"] == year)
        & (rows["sex"] == "T"),
        "value",
    ]
    return float(value)


def test_own_value_is_koladas_newest(dataset: Dataset) -> None:
    found = published_value(dataset, "2480", "N21704", "80+")
    assert found is not None
    assert (found.year, found.basis, found.lacking) == (2022, "published", ())
    assert found.value == kolada(dataset, "2480", "N21704", 2022)


def test_old_values_say_nothing_of_today_and_others_are_offered(dataset: Dataset) -> None:
    """Sorsele's newest share in special housing is from 2012."""
    assert published_history(dataset, "2422", "N23801", "80+")["year"].max() == 2012
    assert published_value(dataset, "2422", "N23801", "80+") is None
    county, nation = alternatives(dataset, "2422", "N23801", "80+")
    assert (county.place, county.basis) == ("24", "weighted")
    assert "2422" in county.lacking
    assert (nation.place, nation.basis) == ("00", "published")
    assert nation.value == kolada(dataset, "00", "N23801", 2022)


def test_mean_of_members_is_weighted_by_those_concerned(dataset: Dataset) -> None:
    members = dataset.regions.place("region8").members
    found = published_value(dataset, "region8", "N20048", "80+")
    assert found is not None
    assert (found.basis, found.lacking) == ("weighted", ())
    values = [kolada(dataset, code, "N20048", found.year) for code in members]
    groups = dataset.table("population_groups")
    chosen = groups[(groups["year"] == found.year) & (groups["sex"] == "T")]
    broad = ["0-5", "6-15", "16-19", "20-64", "65-79"]
    totals = dataset.table("population_total").set_index(["region", "year"])["value"]
    oldest = [
        totals[code, found.year]
        - chosen[(chosen["region"] == code) & chosen["group"].isin(broad)]["value"].sum()
        for code in members
    ]
    assert found.value == pytest.approx(np.average(values, weights=oldest), rel=0.01)
    assert min(values) < found.value < max(values)


def test_users_are_ages_times_share(trajectories: Trajectories) -> None:
    for chosen in SERVICES.values():
        low, high = parse_group(chosen.ages)
        counted = users(trajectories, ["2425"], chosen, 50)
        people = trajectories.population[:, :, trajectories.regions.index("2425")]
        expected = people[..., low : high + 1].sum(axis=(2, 3)) / 2
        np.testing.assert_allclose(counted, expected)
    everyone = users(trajectories, ["2425"], SERVICES["grundskola"], 100)
    assert everyone[0, 0] == pytest.approx(229, abs=3)  # 2025, cell key noise


def test_known_users_follow_each_years_share(dataset: Dataset) -> None:
    chosen = SERVICES["hemtjanst"]
    rows = users_before(dataset, "2480", chosen, 99).set_index("year")
    groups = dataset.table("population")
    oldest = groups[
        (groups["region"] == "2480") & (groups["year"] == 2019) & (groups["age"] >= 80)
    ]["value"].sum()
    assert rows.loc[2019, "value"] == pytest.approx(
        oldest * kolada(dataset, "2480", "N21704", 2019) / 100
    )
    assert rows.index.max() == 2022, "no share, no users"
    children = users_before(dataset, "2480", SERVICES["forskola"], 50).set_index("year")["value"]
    aged = groups[(groups["region"] == "2480") & (groups["year"] == 2024)]
    assert children[2024] == aged[aged["age"].between(1, 5)]["value"].sum() / 2


def test_staff_and_ranges(trajectories: Trajectories) -> None:
    counted = users(trajectories, ["2480"], SERVICES["forskola"], 87)
    frame = range_of(staff(counted, 5.0), trajectories.years)
    assert list(frame["year"]) == list(trajectories.years)
    assert frame["p50"].iloc[10] == pytest.approx(np.median(counted[:, 10]) / 5)
    assert (frame["p10"] <= frame["p50"]).all()
    assert (frame["p50"] <= frame["p90"]).all()


def test_labour_force(trajectories: Trajectories) -> None:
    ages = trajectories.ages(["2462"]).astype(float)
    gained = balance(trajectories, ["2462"])
    np.testing.assert_allclose(
        gained * 5, ages[..., 20:25].sum(axis=2) - ages[..., 60:65].sum(axis=2)
    )
    np.testing.assert_allclose(
        employed(trajectories, ["2462"], 80), ages[..., 20:65].sum(axis=2) * 0.8
    )


def test_example_costs_are_the_nations_per_inhabitant(dataset: Dataset) -> None:
    found = example_costs(dataset)
    assert list(found) == ["1-5", "6-15", "16-18"]
    people = dataset.table("population")
    nation = people[(people["region"] == "00") & (people["year"] == 2021)]
    pupils = nation[nation["age"].between(6, 15)]["value"].sum()
    assert found["6-15"] * pupils == pytest.approx((135_340 + 8_163) * 1e6)
    assert all(100_000 < cost < 160_000 for cost in found.values())


def test_cost_index_follows_ages_and_starts_at_100(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    elderly = published_value(dataset, "2425", ELDERLY_COST, "80+")
    assert elderly is not None
    costs = {**example_costs(dataset), "80+": elderly.value}
    assert set(costs) == set(COST_GROUPS)
    index = cost_index(trajectories, ["2425"], costs)
    np.testing.assert_allclose(index[:, 0], 100)
    ages = trajectories.ages(["2425"]).astype(float)
    by_hand = sum(
        cost * ages[..., parse_group(group)[0] : parse_group(group)[1] + 1].sum(axis=2)
        for group, cost in costs.items()
    )
    np.testing.assert_allclose(index, by_hand / by_hand[:, :1] * 100)
    np.testing.assert_allclose(  # the unit of money does not matter
        index, cost_index(trajectories, ["2425"], {k: v / 1000 for k, v in costs.items()})
    )
    with pytest.raises(RequestError):
        cost_index(trajectories, ["2425"], {})


@given(
    code=st.sampled_from(["region8", "inland", "kust", "24"]),
    ages=st.sampled_from(["1-5", "6-15", "16-18", "80+"]),
    year=st.integers(2026, 2040),
)
def test_together_is_surer_than_the_sum_of_the_parts(
    dataset: Dataset, trajectories: Trajectories, code: str, ages: str, year: int
) -> None:
    group = joint_place(dataset, code, trajectories.regions)
    found = joint_view(dataset, trajectories, group, ages, year)
    assert found.together <= found.summed * 1.02
    assert found.alone_low <= found.alone_high
    assert set(found.rows["region"]) == {*group.members, code}
    assert found.rows["region"].iloc[-1] == code
    draws = trajectories.group(group.members, *parse_group(ages))[:, trajectories.at(year)]
    low, middle, high = np.quantile(draws, [0.1, 0.5, 0.9])
    assert found.together == pytest.approx((high - low) / 2 / middle * 100, rel=1e-4)
    members = found.rows.iloc[:-1]
    assert found.per_age >= members["per_age"].max()


def test_place_to_plan_with(dataset: Dataset, trajectories: Trajectories) -> None:
    names = {
        code: joint_place(dataset, code, trajectories.regions).code
        for code in ("2425", "2480", "2409", "region8", "24")
    }
    assert names["2425"] == names["region8"] == "region8"
    assert names["24"] == "24"
    for code, group in names.items():
        assert set(dataset.regions.place(code).members) <= set(dataset.regions.place(group).members)
