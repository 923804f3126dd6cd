"""Storuman: the difference is the employer's, more jobs never give fewer people."""

import pytest

from demografi import Dataset
from demografi.errors import RequestError
from demografi.pilots import employer, investment
from demografi.pilots.investments import AFTER, CASES, GROUPS, STORUMAN
from demografi.projection import Trajectories
from demografi.scenario import Scenario, from_link, run, to_link


def test_difference_is_that_of_the_scenario(dataset: Dataset, trajectories: Trajectories) -> None:
    measure = employer(200, 2028, 2034)
    found = investment(dataset, trajectories, measure)
    other = run(dataset, trajectories, Scenario("", (measure,)))
    at = trajectories.at(2034)
    change = other.group([STORUMAN], 6, 15)[:, at] - trajectories.group([STORUMAN], 6, 15)[:, at]
    assert found.change("6-15", 2034).middle == pytest.approx(float(sorted(change)[30]), abs=1)
    assert set(found.changes["ages"]) == set(GROUPS)
    assert (found.first, found.last, found.after) == (2028, 2034, 2034 + AFTER)


def test_before_it_opens_nothing_differs(dataset: Dataset, trajectories: Trajectories) -> None:
    found = investment(dataset, trajectories, employer(300, 2030, 2036))
    table = found.by_year()
    early = table[table["year"].between(2026, 2029)]
    assert (early["with_p50"] == early["without_p50"]).all()
    later = table[table["year"] >= 2031]
    assert (later["with_p50"] > later["without_p50"]).all()
    assert table.loc[table["year"] == 2020, "value"].to_list() == [
        found.observed.loc[found.observed["year"] == 2020, "value"].item()
    ]


def test_more_jobs_more_people_and_fewer_stay_when_it_closes(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    few, many = (
        investment(dataset, trajectories, employer(jobs, 2028, 2034)) for jobs in (50, 500)
    )
    assert few.change("total", 2034).middle < many.change("total", 2034).middle
    assert many.change("total", many.after).middle < many.change("total", 2034).middle
    low, high = (many.cases[many.cases["share"] == share] for share, _stay in CASES)
    assert low["middle"].max() < high["middle"].min() + many.change("total", 2034).middle
    for year in (2034, many.after):
        between = many.change("total", year).middle
        assert low.loc[low["year"] == year, "middle"].iloc[0] < between
        assert between < high.loc[high["year"] == year, "middle"].iloc[0]


def test_household_size_names_its_source(dataset: Dataset, trajectories: Trajectories) -> None:
    found = investment(dataset, trajectories, employer(100, 2028, 2034))
    assert found.household is not None
    assert 1 < found.household.value < 3
    assert found.household.source.startswith("SCB")


def test_link_to_the_scenario_screen_gives_the_same() -> None:
    scenario = Scenario("", (employer(300, 2028, 2040),))
    assert from_link(to_link(scenario)) == scenario


def test_years_that_run_backwards_are_said() -> None:
    with pytest.raises(RequestError):
        employer(300, 2040, 2028)
