"""Findings against figures looked up in the raw tables: ranges."""

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset, findings
from demografi.errors import RequestError
from demografi.indicators import observed, projected
from demografi.projection import Trajectories
from demografi.series import group_series

UMEA, SKELLEFTEA, BJURHOLM, COUNTY = "2480", "2482", "2403", "24"


@pytest.mark.parametrize("code", [BJURHOLM, COUNTY, "kust"])
def test_outlook_is_the_newest_value_and_the_range_over_draws(
    dataset: Dataset, trajectories: Trajectories, code: str
) -> None:
    found = findings.outlook(dataset, trajectories, code, "older_80", 2035)
    members = [trajectories.regions.index(m) for m in dataset.regions.place(code).members]
    draws = trajectories.population[:, 10][:, members][..., 80:].sum(axis=(1, 2, 3))
    low, middle, high = np.quantile(draws.astype(float), [0.1, 0.5, 0.9])
    assert (found.low, found.middle, found.high) == pytest.approx((low, middle, high), rel=1e-6)
    assert found.low <= found.middle <= found.high
    newest = observed(dataset, code, "older_80").iloc[-1]
    assert (found.year, found.now) == (newest["year"], newest["value"])


def test_outlooks_change_in_per_cent(dataset: Dataset, trajectories: Trajectories) -> None:
    frame = findings.outlooks(dataset, trajectories, [UMEA, BJURHOLM], "population", 2040)
    assert list(frame["name"]) == ["Umeå", "Bjurholm"]
    assert (frame["change_low"] <= frame["change"]).all()
    assert (frame["change"] <= frame["change_high"]).all()
    np.testing.assert_allclose(frame["now"] * (1 + frame["change"] / 100), frame["middle"])


def test_unprojected_place_and_year_are_refused(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    with pytest.raises(RequestError):
        findings.outlook(dataset, trajectories, "2580", "population", 2040)
    with pytest.raises(RequestError):
        findings.outlook(dataset, trajectories, UMEA, "population", 2099)


def test_latest_names_places_and_sources(dataset: Dataset) -> None:
    frame = findings.latest(dataset, [UMEA, "2463"], "dependency_ratio")
    assert list(frame.columns) == ["region", "name", "year", "value", "source"]
    assert list(frame["name"]) == ["Umeå", "Åsele"]
    assert frame["source"].str.len().gt(0).all()


def test_groups_that_cover_all_ages_have_the_total_on_every_draw(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    members = dataset.regions.place(COUNTY).members
    ranges = findings.group_ranges(trajectories, members, ["0-19", "20-64", "65+", "total"])
    first = {group: frame.iloc[0] for group, frame in ranges.items()}
    assert all(row["p10"] == row["p90"] for row in first.values()), "the jump-off is known"
    assert sum(first[g]["p50"] for g in ("0-19", "20-64", "65+")) == first["total"]["p50"]


def test_group_table_has_each_year_once_observed_first(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    groups = ["65+", "0-19"]
    history = group_series(dataset, UMEA, groups)
    ranges = findings.group_ranges(trajectories, [UMEA], groups)
    table = findings.group_table(ranges, history)
    assert not table.duplicated(["group", "year"]).any()
    assert list(dict.fromkeys(table["group"])) == groups, "in the order asked for"
    assert (table["value"].isna() == table["p50"].notna()).all()
    assert table.loc[table["value"].notna(), "year"].max() == 2025
    outlooks = findings.group_outlooks(ranges, history, 2035)
    row = table[(table["group"] == "65+") & (table["year"] == 2035)].iloc[0]
    assert (outlooks["65+"].low, outlooks["65+"].high) == (row["p10"], row["p90"])
    assert outlooks["65+"].year == 2025


def test_history_then_range_has_each_year_once(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    past = observed(dataset, UMEA, "population")
    coming = projected(trajectories, [UMEA], "population")
    table = findings.history_then_range(past, coming)
    assert not table["year"].duplicated().any()
    assert table["year"].is_monotonic_increasing
    assert list(table["year"].tail(2)) == [2039, 2040]
    assert table.loc[table["year"] == 2025, "p50"].isna().all(), "the newest year is known"


def test_change_is_counted_from_the_first_year_of_the_draws(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    """SCB's ratio of 2025 is counted from noisy ages; the draws start from ages made to fit."""
    codes = dataset.regions.municipalities()
    frame = findings.outlooks(dataset, trajectories, codes, "dependency_ratio", 2035)
    for code, start in zip(frame["region"], frame["start"], strict=True):
        ages = trajectories.ages([code])[0, 0].astype(float)
        assert start == pytest.approx((ages.sum() / ages[20:65].sum() - 1) * 100)
    assert (frame["start"] != frame["now"]).any()
    np.testing.assert_allclose(frame["start"] * (1 + frame["change_low"] / 100), frame["low"])
    found = findings.outlook(dataset, trajectories, codes[0], "dependency_ratio", 2035)
    assert (found.start, found.now) == (frame["start"].iloc[0], frame["now"].iloc[0])
    assert found.change(found.middle) == pytest.approx(frame["change"].iloc[0])


@pytest.mark.parametrize(("low", "high", "sign"), [(101, 103, 1), (90, 99, -1), (99, 101, 0)])
def test_sign_is_that_of_the_whole_range_beside_the_start(
    low: float, high: float, sign: int
) -> None:
    assert findings.Outlook(2025, 200.0, 100.0, 2035, low, (low + high) / 2, high).sign == sign


def test_change_from_nothing_is_missing() -> None:
    assert np.isnan(findings.Outlook(2025, 0.0, 0.0, 2035, 0.0, 1.0, 2.0).change(1.0))


def test_flows_start_from_now(dataset: Dataset, trajectories: Trajectories) -> None:
    found = findings.outlook(dataset, trajectories, UMEA, "natural_change", 2035)
    assert found.start == found.now


def test_place_without_a_current_value_keeps_its_row(
    dataset: Dataset, trajectories: Trajectories, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = findings.latest(dataset, [UMEA], "mean_age")
    monkeypatch.setattr("demografi.findings.ranges.latest", lambda *_: kept)
    frame = findings.outlooks(dataset, trajectories, [UMEA, BJURHOLM], "mean_age", 2035)
    assert list(frame["region"]) == [UMEA, BJURHOLM]
    assert frame["now"].isna().tolist() == [False, True]
    assert frame[["start", "change", "low"]].notna().all(axis=None)


def test_indicator_that_looks_back_is_refused_for_the_right_reason(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    with pytest.raises(RequestError) as early:
        findings.outlook(dataset, trajectories, UMEA, "change_5y", 2028)
    assert early.value.code == "looks_back_too_far"
    assert findings.outlook(dataset, trajectories, UMEA, "change_5y", 2030).target == 2030
    with pytest.raises(RequestError) as never:
        findings.outlook(dataset, trajectories, UMEA, "foreign_born", 2040)
    assert never.value.code == "not_projectable"


def test_group_outlooks_start_where_the_ranges_do(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    ranges = findings.group_ranges(trajectories, [UMEA], ["20-64"])
    found = findings.group_outlooks(ranges, group_series(dataset, UMEA, ["20-64"]), 2035)
    assert found["20-64"].start == trajectories.group([UMEA], 20, 64)[0, 0]


def test_without_history_every_coming_year_is_in_the_table() -> None:
    years = pd.DataFrame({"year": [2025, 2026], "p10": [1, 2], "p50": [2, 3], "p90": [3, 4]})
    nothing = pd.DataFrame({"year": pd.Series(dtype=int), "value": pd.Series(dtype=float)})
    assert list(findings.history_then_range(nothing, years)["p50"]) == [2, 3]
    known = pd.DataFrame({"year": [2024, 2025], "value": [9.0, 8.0]})
    assert list(findings.history_then_range(known, years)["year"]) == [2024, 2025, 2026]
