"""Projection against as today: the parts are the whole, and the level is that of the tables."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demografi import Dataset, findings
from demografi.findings import NET, PARTS, TOGETHER, AsToday
from demografi.findings.against_today import part_draws
from demografi.projection import Trajectories

PLACES = ["2463", "2482", "24", "region8"]
FLOWS = ("births", "deaths", "in_migration", "out_migration")
GROSS = ("in_migration", "out_migration")


def today_of(dataset: Dataset, trajectories: Trajectories, code: str) -> AsToday:
    members = dataset.regions.place(code).members
    found = findings.as_today(dataset, members, trajectories.jump_off)
    assert found is not None
    return found


@pytest.mark.parametrize("code", PLACES)
def test_parts_are_the_distance_from_the_line_on_every_draw(
    dataset: Dataset, trajectories: Trajectories, code: str
) -> None:
    members = dataset.regions.place(code).members
    today = today_of(dataset, trajectories, code)
    people = trajectories.ages(members).sum(axis=2, dtype=np.float64)
    line = people[:, :1] + today.net * np.arange(1, people.shape[1])
    parts = part_draws(trajectories, members, today)
    distance = sum(draws.cumsum(axis=1) for draws in parts.values())
    np.testing.assert_allclose(distance, people[:, 1:] - line, atol=1e-6)


counts = st.integers(0, 500)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(counts, counts, counts, counts), min_size=6, max_size=6),
    st.tuples(*[st.floats(0, 400)] * 4),
)
def test_means_add_up_whatever_happens(
    events: list[tuple[int, int, int, int]], level: tuple[float, ...]
) -> None:
    """Three draws of two years of one municipality."""
    flows = np.array(events, np.float32).reshape(3, 2, 1, 4)
    people = np.zeros((3, 3, 1, 2, 101), np.float32)
    ahead = Trajectories(("2480",), (2025, 2026, 2027), people, *np.moveaxis(flows, -1, 0))
    today = AsToday(2021, 2025, 2021, 2025, dict(zip(FLOWS, level, strict=True)), "")
    frame = findings.against_today(ahead, ["2480"], today)
    for column in ("yearly", "mean"):
        wide = frame.pivot(index="year", columns="part", values=column)
        np.testing.assert_allclose(wide[list(PARTS)].sum(axis=1), wide[TOGETHER], atol=1e-6)
        np.testing.assert_allclose(wide[list(GROSS)].sum(axis=1), wide[NET], atol=1e-6)
    change = flows[..., 0] - flows[..., 1] + flows[..., 2] - flows[..., 3]
    last = findings.departures(frame, 2027)[TOGETHER]
    expected = change.sum(axis=1).mean() - 2 * today.net
    assert last.mean == pytest.approx(expected, abs=1e-3)
    assert last.low <= last.high
    yearly = findings.yearly_table(frame)
    np.testing.assert_allclose(yearly[list(PARTS)].sum(axis=1), yearly[TOGETHER], atol=1e-6)
    table = findings.departure_table(frame, today, 2027).set_index("part")
    for at, name in enumerate(FLOWS):
        assert table.loc[name, "ahead"] == pytest.approx(flows[..., at].mean(), abs=1e-3)
    assert table.loc[TOGETHER, "ahead"] == pytest.approx(change.mean(), abs=1e-3)


def raw(dataset: Dataset, code: str, component: str, years: range) -> float:
    rows = dataset.table("components")
    members = dataset.regions.place(code).members
    rows = rows[rows["region"].isin(members) & rows["year"].isin(years) & (rows["sex"] == "T")]
    rows = rows[rows["component"] == component].sort_values("source")
    rows = rows.drop_duplicates(["region", "year"], keep="last")
    assert len(rows) == len(members) * len(years)
    return float(rows["value"].sum()) / len(years)


@pytest.mark.parametrize("code", PLACES)
def test_level_is_that_of_the_newest_years(
    dataset: Dataset, trajectories: Trajectories, code: str
) -> None:
    today = today_of(dataset, trajectories, code)
    years = range(2021, 2026)
    assert (today.first, today.last) == (2021, 2025)
    for name in ("births", "deaths"):
        assert today.yearly[name] == pytest.approx(raw(dataset, code, name, years))
    net = raw(dataset, code, "net_migration", years)
    assert today.yearly["in_migration"] - today.yearly["out_migration"] == pytest.approx(net)
    assert today.net_migration == pytest.approx(net)
    assert today.longer is not None
    longer = (today.longer.first, today.longer.last, today.longer.yearly)
    assert longer == pytest.approx(
        (2016, 2025, raw(dataset, code, "net_migration", range(2016, 2026)))
    )
    assert today.earliest == 2016
    assert today.newest == raw(dataset, code, "net_migration", range(2025, 2026))
    assert today.estimated
    moved = sum(today.yearly[name] for name in GROSS)
    known = sum(raw(dataset, code, name, range(2018, 2023)) for name in GROSS)
    assert moved == pytest.approx(known), "as many move as when last known"


def with_components(dataset: Dataset, rows: pd.DataFrame) -> Dataset:
    return replace(dataset, tables={**dataset.tables, "components": rows})


def test_known_moves_are_taken_as_they_are(dataset: Dataset, trajectories: Trajectories) -> None:
    rows = dataset.table("components")
    until = with_components(dataset, rows[rows["year"] <= 2022])
    today = findings.as_today(until, ["2482"], trajectories.jump_off)
    assert today is not None
    assert not today.estimated
    for name in FLOWS:
        assert today.yearly[name] == pytest.approx(
            raw(dataset, "2482", name, range(2018, 2023)), rel=0.02
        )


def test_longer_average_of_net_migration_needs_every_year(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    rows = dataset.table("components")
    without = rows[~((rows["year"] == 2018) & (rows["region"] == "2482"))]
    today = findings.as_today(with_components(dataset, without), ["2482"], trajectories.jump_off)
    assert today is not None
    assert today.longer is None
    assert today.earliest == 2017, "of moves, which lack a year too"


def test_years_after_the_jump_off_are_not_as_today(dataset: Dataset) -> None:
    today = findings.as_today(dataset, ["2482"], 2019)
    assert today is not None
    assert (today.first, today.last) == (2015, 2019)


@pytest.mark.parametrize("lacking", ["births", "in_migration"])
def test_nothing_is_said_where_events_are_missing(
    dataset: Dataset, trajectories: Trajectories, lacking: str
) -> None:
    rows = dataset.table("components")
    without = with_components(dataset, rows[rows["component"] != lacking])
    assert findings.as_today(without, ["2482"], trajectories.jump_off) is None


def test_place_without_any_events_is_said_nothing_of(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    rows = dataset.table("components")
    without = with_components(dataset, rows[rows["region"] != "2482"])
    assert findings.as_today(without, ["2482"], trajectories.jump_off) is None


def test_one_member_without_events_leaves_the_place_without(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    rows = dataset.table("components")
    without = with_components(dataset, rows[rows["region"] != "2463"])
    members = dataset.regions.place("region8").members
    assert findings.as_today(without, members, trajectories.jump_off) is None


def test_ages_that_do_not_change_have_no_effect(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    still = np.repeat(trajectories.population[:, :1], len(trajectories.years), axis=1)
    same = replace(trajectories, population=still)
    effect = findings.from_ages(dataset, same, ["2482"])
    np.testing.assert_allclose(effect["change"], 0, atol=1e-6)


def test_more_old_people_mean_more_deaths_and_nothing_else(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    people = np.repeat(trajectories.population[:, :1], len(trajectories.years), axis=1)
    people[:, 1:, :, :, 85:] *= 2
    effect = findings.from_ages(dataset, replace(trajectories, population=people), ["2482"])
    last = effect[effect["year"] == trajectories.years[-1]].set_index("part")["change"]
    assert last["deaths"] < -100
    assert last["births"] == pytest.approx(0, abs=1e-6)
    first = effect[effect["year"] == trajectories.years[1]].set_index("part")["change"]
    np.testing.assert_allclose(first, 0, atol=1e-6)  # the first year meets the ages of today
