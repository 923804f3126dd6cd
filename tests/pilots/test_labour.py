"""Kompetensplattformen: entrants, leavers, and what closes a gap, checked by hand."""

import numpy as np
import pytest

from demografi import Dataset
from demografi.errors import RequestError
from demografi.needs import place_rates
from demografi.pilots import Supply, needed_rates, supply, turnover
from demografi.pilots.labour import education, employment_now
from demografi.projection import Trajectories, fitted
from demografi.series import age_arrays


@pytest.fixture(scope="module")
def storuman(dataset: Dataset, trajectories: Trajectories) -> Supply:
    rates = place_rates(fitted(dataset), ["2421"], horizon=15, draws=60, seed=1)
    return supply(dataset, trajectories, rates, "2421", to=2040)


def test_entrants_and_leavers_are_those_of_an_age(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    found = turnover(dataset, trajectories, "region8", to=2040)
    ages = age_arrays(dataset, "region8")
    seen, ahead = found.entering
    assert seen["year"].iloc[-1] == trajectories.jump_off
    assert seen["value"].iloc[-1] == ages.values[-1, 2, 20]
    members = dataset.regions.place("region8").members
    draws = trajectories.group(members, 65, 65)[:, trajectories.at(2033)]
    leaving = found.leaving[1].set_index("year")
    assert leaving.loc[2033, "p50"] == np.median(draws)
    assert ahead["year"].iloc[-1] == 2040


def test_turnover_and_moves_make_up_the_change(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    """On every draw; medians of the parts sum to the change of medians only nearly."""
    found = turnover(dataset, trajectories, "24", to=2035)
    working = trajectories.group(dataset.regions.municipalities(), 20, 64).astype(float)
    change = np.median(working[:, trajectories.at(2035)] - working[:, 0])
    assert found.net.middle + found.moves.middle == pytest.approx(change, abs=400)
    assert found.net.middle == pytest.approx(found.entrants - found.leavers, abs=100)


def test_employment_needed_keeps_as_many_in_work(
    dataset: Dataset, trajectories: Trajectories, storuman: Supply
) -> None:
    year, rate, _source, summed = employment_now(dataset, "2421")
    assert (storuman.rate_year, storuman.rate, summed) == (year, rate, False)
    need = storuman.by_employment.need
    assert need is not None
    assert need.middle / 100 * storuman.ages.middle == pytest.approx(storuman.workers, rel=0.01)
    assert storuman.missing.middle == pytest.approx(
        storuman.workers - rate / 100 * storuman.ages.middle, rel=0.01
    )
    assert storuman.sign == 1
    rows = needed_rates(dataset, trajectories, ["2421", "2480"], 2040).set_index("code")
    assert rows.loc["2421", "later"] == pytest.approx(need.middle)
    assert rows.index.tolist() == ["2421", "2480"]  # the highest need first


def test_migration_needed_is_above_the_projections_own(storuman: Supply) -> None:
    answer = storuman.by_migration
    assert answer.need is not None
    assert answer.need.middle > answer.expected.middle
    assert storuman.precedent is not None
    assert storuman.precedent.first == 1968


def test_rate_of_a_group_is_weighted(dataset: Dataset) -> None:
    members = dataset.regions.place("region8").members
    single = [employment_now(dataset, code) for code in members]
    year, rate, source, summed = employment_now(dataset, "region8")
    assert summed
    assert {one[0] for one in single} == {year}
    assert min(one[1] for one in single) < rate < max(one[1] for one in single)
    # Lycksele, by far the largest, draws the mean towards itself.
    plain = np.mean([one[1] for one in single])
    lycksele = employment_now(dataset, "2481")[1]
    assert abs(rate - lycksele) < abs(plain - lycksele)
    assert "SCB" in source


def test_place_without_a_rate_is_said(dataset: Dataset) -> None:
    with pytest.raises(RequestError) as error:
        employment_now(dataset, "region10")
    assert error.value.code == "no_employment"


def test_education_is_as_published(dataset: Dataset) -> None:
    found = education(dataset, "2480")
    assert found is not None
    assert found.year - found.before_year == 10
    assert found.share > found.before
    assert education(dataset, "region8") is None
