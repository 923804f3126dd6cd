"""Rules between tables, and of regions and boundaries."""

import copy
import json
from typing import Any

import pandas as pd
import pytest

from demografi.dataset import Dataset, check_dataset
from demografi.dataset.agreement import UNUSUAL, Disagreement, disagreements
from demografi.dataset.consistency import check_boundaries, check_region_list, signed_area
from demografi.errors import DatasetError


def changed(dataset: Dataset, table: str, by: float, **cell: object) -> dict[str, pd.DataFrame]:
    """Tables of the snapshot with one cell changed."""
    frame = dataset.table(table).copy()
    chosen = pd.Series(data=True, index=frame.index)
    for column, value in cell.items():
        chosen &= frame[column] == value
    assert chosen.sum() == 1
    frame.loc[chosen, "value"] += by
    return {**dataset.tables, table: frame}


def only(dataset: Dataset, tables: dict[str, pd.DataFrame]) -> Disagreement:
    (found,) = disagreements(tables, dataset.regions.frame)
    error = found.error("Do this.")
    assert (error.code, error.remedy) == (found.code, "Do this.")
    assert f"table {found.table}, column value" in str(error)
    with pytest.raises(DatasetError, match=f"table {found.table}"):
        check_dataset(tables, dataset.regions.frame)
    return found


def test_ages_that_do_not_sum(dataset: Dataset) -> None:
    tables = changed(dataset, "population", 1, region="2480", year=2019, sex="F", age=30)
    # 2480 is in a county without ages of its own in 2019.
    found = only(dataset, tables)
    assert (found.code, found.places) == ("ages_do_not_sum", frozenset({("2480", 2019)}))
    assert found.facts["summed"] == int(found.facts["total"]) + 1


def test_noise_is_allowed_for_but_not_more(dataset: Dataset) -> None:
    cell = {"region": "2480", "year": 2025, "sex": "T", "age": 30}
    assert not disagreements(changed(dataset, "population", 5, **cell), dataset.regions.frame)
    found = only(dataset, changed(dataset, "population", 200, **cell))
    assert found.places == {("2480", 2025)}


def test_county_that_does_not_sum(dataset: Dataset) -> None:
    tables = changed(dataset, "population", 1, region="24", year=2012, sex="M", age=64)
    codes = {found.code: found for found in disagreements(tables, dataset.regions.frame)}
    found = codes["county_does_not_sum"]
    assert "county 24, year 2012, sex M, age 64" in found.problem
    assert found.facts["age"] == 64


def test_components_that_do_not_make_the_population(dataset: Dataset) -> None:
    cell = {"region": "2480", "year": 2015, "sex": "T", "component": "net_migration"}
    own = cell | {"source": "SCB TAB1212"}
    tables = changed(dataset, "components", 2000, **own)
    codes = {found.code: found for found in disagreements(tables, dataset.regions.frame)}
    found = codes["change_does_not_sum"]
    (case,) = found.cases
    total = dataset.table("population_total").set_index(["region", "year"])["value"]
    assert (case.region, case.year, case.total) == ("2480", 2015, total["2480", 2015])
    # SCB's own correction of that year is in the sum too.
    assert abs(case.summed - case.total - 2000) < 20
    assert f"makes {case.summed:.0f} but population_total says {case.total:.0f}" in found.problem
    assert set(codes) == {"change_does_not_sum", "sexes_do_not_sum"}
    # Corrections of such a size may be: a dataset that agrees in all else can be read.
    frame = tables["components"]
    alone = {**tables, "components": frame[frame["sex"].eq("T")]}
    assert {one.code for one in disagreements(alone, dataset.regions.frame)} == set(UNUSUAL)
    check_dataset(alone, dataset.regions.frame)
    few = disagreements(changed(dataset, "components", 1000, **own), dataset.regions.frame)
    assert "change_does_not_sum" not in {one.code for one in few}, "corrections are allowed for"


def test_every_place_and_year_is_named_with_its_largest_case(dataset: Dataset) -> None:
    frame = dataset.table("deaths").copy()
    of = frame["sex"].eq("F") & frame["age"].eq(88)
    for by, region, year in ((1, "2463", 2015), (7, "2463", 2016), (2, "2480", 2015)):
        frame.loc[of & frame["region"].eq(region) & frame["year"].eq(year), "value"] += by
    (found,) = disagreements({**dataset.tables, "deaths": frame}, dataset.regions.frame)
    sizes = {(case.region, case.year): case.summed - case.total for case in found.cases}
    assert sizes == {("2463", 2015): 1, ("2463", 2016): 7, ("2480", 2015): 2}
    assert set(sizes) == found.places
    # Two ages of one county and year: the one that is furthest off.
    frame = dataset.table("population").copy()
    of = frame["region"].eq("24") & frame["year"].eq(2012) & frame["sex"].eq("M")
    frame.loc[of & frame["age"].eq(64), "value"] += 1
    frame.loc[of & frame["age"].eq(65), "value"] -= 30
    tables = {**dataset.tables, "population": frame}
    codes = {found.code: found for found in disagreements(tables, dataset.regions.frame)}
    (case,) = codes["county_does_not_sum"].cases
    assert case.summed - case.total == 30


def test_deaths_that_do_not_sum(dataset: Dataset) -> None:
    tables = changed(dataset, "deaths", 1, region="2463", year=2015, sex="F", age=88)
    found = only(dataset, tables)
    assert (found.code, found.places) == ("deaths_do_not_sum", frozenset({("2463", 2015)}))


def test_births_that_do_not_sum(dataset: Dataset) -> None:
    cell = {"region": "2480", "year": 2020, "sex": "F", "mother_age": 30}
    found = only(dataset, changed(dataset, "births", 1, **cell))
    assert (found.code, found.places) == ("births_do_not_sum", frozenset({("2480", 2020)}))
    few = changed(dataset, "births", -5, **cell)
    assert not disagreements(few, dataset.regions.frame), "mothers of unknown age"
    assert only(dataset, changed(dataset, "births", -40, **cell)).code == "births_do_not_sum"


@pytest.mark.parametrize(
    ("flow", "component", "year", "over"),
    [
        ("in_migration", "in_migration", 2020, 1),
        ("emigration", "net_international", 2020, 1),
        ("out_domestic", "net_domestic", 2025, 200),
    ],
)
def test_moves_that_do_not_sum(
    dataset: Dataset, flow: str, component: str, year: int, over: int
) -> None:
    """Moves of every age, in pairs that cancel: each net is nil, each gross flow 303."""
    keys = [("2480", year, sex) for sex in ("F", "M")]
    flows = ("in_migration", "out_migration", "immigration", "emigration", "in_domestic")
    moves = pd.DataFrame(
        [
            (*key, age, name, 3)
            for key in keys
            for age in range(101)
            for name in (*flows, "out_domestic")
        ],
        columns=["region", "year", "sex", "age", "flow", "value"],
    )
    whole = pd.DataFrame(
        [
            (*key, name, "SCB TAB1212" if year < 2025 else "SCB TAB6640", total)
            for key in keys
            for name, total in (
                ("in_migration", 303),
                ("out_migration", 303),
                ("net_international", 0),
                ("net_domestic", 0),
            )
        ],
        columns=["region", "year", "sex", "component", "source", "value"],
    )
    tables = {"gross_migration": moves, "components": whole}
    assert not disagreements(tables, dataset.regions.frame)
    at = (moves["flow"] == flow) & (moves["age"] == 25) & (moves["sex"] == "F")
    moves.loc[at, "value"] += over
    (found,) = disagreements(tables, dataset.regions.frame)
    assert (found.code, found.places) == ("flows_do_not_sum", frozenset({("2480", year)}))
    assert component in found.problem
    part = {"gross_migration": moves[moves["age"] < 80], "components": whole}
    assert not disagreements(part, dataset.regions.frame), "not every age is there"


def test_sexes_that_do_not_sum(dataset: Dataset) -> None:
    cell = {"region": "2480", "year": 2010, "sex": "F", "component": "net_domestic"}
    found = only(dataset, changed(dataset, "components", 1, **cell))
    assert (found.code, found.places) == ("sexes_do_not_sum", frozenset({("2480", 2010)}))


def test_several_places_are_counted(dataset: Dataset) -> None:
    tables = changed(dataset, "deaths", 1, region="2463", year=2015, sex="F", age=88)
    frame = tables["deaths"]
    at = (frame["region"] == "2480") & (frame["year"] == 2016) & (frame["age"] == 70)
    frame.loc[at, "value"] += 1
    found = only(dataset, tables)
    assert len(found.places) == 2
    assert "and 1 more" in str(found.error(""))


def test_absent_tables_are_not_compared(dataset: Dataset) -> None:
    only = {"births": dataset.table("births")}
    check_dataset(only, dataset.regions.frame)


@pytest.mark.parametrize(
    ("column", "value"),
    [("code", "2480"), ("code", "Umeå"), ("level", "kommun"), ("parent", "00"), ("parent", "99")],
)
def test_region_list(dataset: Dataset, column: str, value: str) -> None:
    regions = dataset.regions.frame.copy()
    row = int(regions.index[regions["code"] == "2463"][0])
    regions.loc[row, column] = value
    with pytest.raises(DatasetError) as caught:
        check_region_list(regions)
    assert caught.value.facts["table"] == "regions"
    assert caught.value.facts["column"] == column
    later = int(regions.index[regions["code"] == "2480"][-1])
    assert caught.value.facts["row"] == (later if value == "2480" else row) + 1


def raw_boundaries(dataset: Dataset) -> dict[str, Any]:
    text = (dataset.path / "municipalities.geojson").read_text("utf-8")
    collection: dict[str, Any] = json.loads(text)
    return collection


def test_all_44_municipalities_have_clockwise_rings(dataset: Dataset) -> None:
    collection = raw_boundaries(dataset)
    check_boundaries(collection, dataset.regions.frame)
    codes = [feature["properties"]["code"] for feature in collection["features"]]
    assert sorted(codes) == sorted(dataset.regions.place("norra").members)
    outer = [
        polygon[0]
        for feature in collection["features"]
        for polygon in (
            [feature["geometry"]["coordinates"]]
            if feature["geometry"]["type"] == "Polygon"
            else feature["geometry"]["coordinates"]
        )
    ]
    assert all(signed_area(ring) < 0 for ring in outer)
    points = [point for ring in outer for point in ring]
    assert all(11 < lon < 25 and 61 < lat < 70 for lon, lat in points)


def test_boundary_damage(dataset: Dataset) -> None:
    regions = dataset.regions.frame
    collection = raw_boundaries(dataset)
    turned = copy.deepcopy(collection)
    geometry = turned["features"][3]["geometry"]
    polygon = geometry["coordinates"]
    (polygon if geometry["type"] == "Polygon" else polygon[0])[0].reverse()
    with pytest.raises(DatasetError, match="clockwise") as caught:
        check_boundaries(turned, regions)
    assert caught.value.facts["row"] == 4
    short = {**collection, "features": collection["features"][1:]}
    with pytest.raises(DatasetError, match="has no boundary"):
        check_boundaries(short, regions)
    foreigners: list[dict[str, Any]] = [
        {},
        {"features": [{}]},
        {"features": [{"properties": {"code": "2480"}}]},
    ]
    for foreign in foreigners:
        with pytest.raises(DatasetError, match="not polygons"):
            check_boundaries(foreign, regions)
