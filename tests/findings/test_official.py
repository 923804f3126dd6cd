"""The official projection beside ours: one base year, the newest usable, or none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset, findings

ROW = {
    "region": "2482",
    "base_year": 2025,
    "target_year": 2030,
    "horizon": 5,
    "sex": "T",
    "group": "total",
    "kolada_year": 2025,
    "source": "SCB TAB698",
    "usable": True,
    "value": 76_000.0,
}


def with_rows(dataset: Dataset, *rows: dict[str, object]) -> Dataset:
    table = dataset.table("official_projection")
    more = pd.DataFrame([ROW | row for row in rows]).astype(table.dtypes.to_dict())
    tables = {**dataset.tables, "official_projection": pd.concat([table, more], ignore_index=True)}
    return replace(dataset, tables=tables)


def test_newest_base_year_alone_is_shown(dataset: Dataset) -> None:
    found = findings.newest_official(dataset, ["2482"], 2050)
    rows = dataset.table("official_projection").query("region == '2482' and usable and sex == 'T'")
    newest = rows[rows["base_year"] == rows["base_year"].max()]
    assert set(found["base_year"]) == {newest["base_year"].max()}
    assert len(found) == len(newest)
    total = found[found["group"] == "total"].set_index("year")["value"]
    expected = newest[newest["group"] == "total"].set_index("target_year")["value"]
    pd.testing.assert_series_equal(total.sort_index(), expected.sort_index(), check_names=False)


def test_newer_one_appears_by_itself_and_unmixed(dataset: Dataset) -> None:
    more = with_rows(dataset, {}, {"target_year": 2060})
    found = findings.newest_official(more, ["2482"], 2050)
    assert found[["base_year", "year", "value"]].to_numpy().tolist() == [[2025, 2030, 76_000.0]]
    assert found["source"].tolist() == ["SCB TAB698"]


@pytest.mark.parametrize("wrong", [{"usable": False}, {"group": "80+"}, {"sex": "F"}])
def test_what_is_not_a_usable_total_makes_no_new_base_year(
    dataset: Dataset, wrong: dict[str, object]
) -> None:
    before = findings.newest_official(dataset, ["2482"], 2050)
    pd.testing.assert_frame_equal(
        findings.newest_official(with_rows(dataset, wrong), ["2482"], 2050), before
    )


def test_group_of_places_is_summed_only_when_all_are_there(dataset: Dataset) -> None:
    members = dataset.regions.place("region8").members
    whole = findings.newest_official(dataset, members, 2050)
    parts = [findings.newest_official(dataset, [code], 2050) for code in members]
    np.testing.assert_allclose(whole["value"], np.sum([part["value"] for part in parts], axis=0))
    one_newer = with_rows(dataset, {"region": members[0]})
    pd.testing.assert_frame_equal(findings.newest_official(one_newer, members, 2050), whole)


def test_none_gives_empty_frames(dataset: Dataset) -> None:
    nothing = replace(
        dataset,
        tables={k: v for k, v in dataset.tables.items() if k != "official_projection"},
    )
    found = findings.newest_official(nothing, ["2482"], 2050)
    assert found.empty
    assert findings.official_groups(found, ["total"])["total"].empty
    years = pd.DataFrame({"year": [2026]})
    assert findings.beside_official(years, found)["official"].isna().all()


def test_column_beside_ours_is_by_group_and_year(dataset: Dataset) -> None:
    found = findings.newest_official(
        with_rows(dataset, {}, {"group": "80+", "value": 9.0}), ["2482"], 2050
    )
    table = pd.DataFrame({"group": ["80+", "80+", "6-15"], "year": [2030, 2031, 2030]})
    beside = findings.beside_official(table, found)["official"]
    assert beside.iloc[0] == 9
    assert beside.iloc[1:].isna().all()
    assert findings.beside_official(table[["year"]], found)["official"].iloc[0] == 76_000
