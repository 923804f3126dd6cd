"""A table that has changed is told before any figure is fetched."""

import dataclasses
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from demografi.errors import SourceError
from demografi.sources import FIGURES, Cube, Figure, make_order, tidy
from demografi.sources.jsonstat import Variable
from tests.sources.metadata import NUTS, REGIONS, described
from tests.stub.tables import published


def figure(table: str, target: str) -> Figure:
    return next(f for f in FIGURES if (f.table, f.target) == (table, target))


def with_variable(cube: Cube, code: str, **changes: Any) -> Cube:
    variables = tuple(
        dataclasses.replace(v, **changes) if v.code == code else v for v in cube.variables
    )
    return dataclasses.replace(cube, variables=variables)


def refused(figure: Figure, cube: Cube) -> SourceError:
    with pytest.raises(SourceError) as caught:
        make_order(figure, cube, REGIONS, NUTS)
    assert figure.table in str(caught.value)
    return caught.value


@pytest.mark.parametrize("row", FIGURES, ids=lambda f: f"{f.table}-{f.target}")
def test_every_row_of_the_catalogue_fits_the_contract(row: Figure) -> None:
    order = make_order(row, described(row.table, 2026), REGIONS, NUTS)
    years = list(order.years.values())
    assert years[0] == (2024 if row.whole else row.first)
    assert years == list(range(years[0], years[-1] + 1))
    assert len(order.regions) == 49 - (not row.nation)


def test_the_pairs_meet() -> None:
    by_target: dict[tuple[str, ...], list[Figure]] = {}
    for row in FIGURES:
        if row.last < 9000 or row.ckm:
            key = (row.target, *sorted(set(row.contents.values()) or {""}))
            by_target.setdefault(key, []).append(row)
    for rows in by_target.values():
        spans = sorted((row.first, row.last) for row in rows if not row.supplementary)
        for (_, end), (begin, _) in pairwise(spans):
            assert begin == end + 1, spans


def test_noisy_cells_are_never_summed() -> None:
    for row in FIGURES:
        if row.ckm:
            assert not row.both
            assert not any(choice.omit for choice in row.choices.values())
            for choice in row.choices.values():
                assert choice.column or len(choice.codes) == 1


def test_renamed_code() -> None:
    error = refused(figure("TAB960", "deaths"), described("TAB960", 2025, "rename-code"))
    assert (error.code, error.facts["column"]) == ("missing_code", "ContentsCode")
    assert "BE0101D9" in str(error)


def test_renamed_variable_and_one_too_many() -> None:
    row = figure("TAB960", "deaths")
    error = refused(row, described("TAB960", 2025, "rename-variable"))
    assert error.code == "renamed_variable"
    cube = described("TAB960")
    extra = Variable("Kommundel", ("a", "b"))
    more = dataclasses.replace(cube, variables=(*cube.variables, extra))
    assert refused(row, more).facts["column"] == "Kommundel"
    may = dataclasses.replace(extra, elimination=True)
    optional = dataclasses.replace(cube, variables=(*cube.variables, may))
    assert "Kommundel" not in make_order(row, optional, REGIONS, NUTS).block


@pytest.mark.parametrize(("fault", "code"), [("no-year", "missing_year")])
def test_missing_year(fault: str, code: str) -> None:
    error = refused(figure("TAB1212", "gross_migration"), described("TAB1212", 2025, fault))
    assert error.code == code
    assert "2023" in str(error)


def test_no_year_of_ckm_at_all() -> None:
    assert refused(
        figure("TAB5557", "population"), with_variable(described("TAB5557"), "Tid", codes=())
    ).code == ("missing_year")


def test_new_layout_of_years() -> None:
    for table, target in (("TAB638", "population"), ("TAB4394", "indicators_published")):
        error = refused(figure(table, target), described(table, 2025, "year-layout"))
        assert error.code == "year_layout"


def test_region_that_is_gone() -> None:
    cube = described("TAB1211")
    region = cube.variable("Region")
    assert region is not None
    fewer = with_variable(cube, "Region", codes=tuple(c for c in region.codes if c != "2506"))
    assert "2506" in str(refused(figure("TAB1211", "components"), fewer))


def test_marital_status_is_left_out_where_the_table_allows_it_else_summed() -> None:
    row = figure("TAB638", "population_total")
    cube = described("TAB638")
    assert "Civilstand" not in make_order(row, cube, REGIONS, NUTS).block
    strict = with_variable(cube, "Civilstand", elimination=False)
    order = make_order(row, strict, ("2480",), NUTS)
    assert len(order.block["Civilstand"]) == 4
    chosen: dict[str, Any] = {name: list(codes) for name, codes in order.block.items()}
    values = published("TAB638", **chosen)
    variables = tuple(Variable(v.code, tuple(chosen[v.code])) for v in cube.variables)
    answer = dataclasses.replace(cube, variables=variables, values=values)
    frame = tidy(order, [answer])
    whole = published(
        "TAB638",
        Region=["2480"],
        Alder=["tot"],
        Kon=["1", "2"],
        ContentsCode=["BE0101N1"],
        Tid=chosen["Tid"],
    )
    np.testing.assert_array_equal(frame["value"], whole.sum(axis=(0, 1, 2, 3)))


@pytest.mark.parametrize(("region", "most"), [("2480", 1.2e6), ("24", 3e6), ("00", 2e7)])
def test_no_place_has_more_persons_than_can_live_there(region: str, most: float) -> None:
    row = figure("TAB960", "deaths")
    order = make_order(row, described("TAB960"), (region,), NUTS, since=2024)
    variables = tuple(Variable(name, tuple(codes)) for name, codes in order.block.items())
    values = np.zeros([len(codes) for codes in order.block.values()])
    values[0, 0] = most
    answer = dataclasses.replace(described("TAB960"), variables=variables, values=values)
    assert tidy(order, [answer])["value"].max() == most
    values[0, 0] = most + 1
    with pytest.raises(SourceError) as caught:
        tidy(order, [answer])
    assert (caught.value.code, caught.value.facts["region"]) == ("absurd_value", region)
    assert f"expected 0 to {most:g}" in str(caught.value)


def test_since() -> None:
    row = figure("TAB638", "population")
    order = make_order(row, described("TAB638"), REGIONS, NUTS, since=2020)
    assert list(order.years.values()) == [2020, 2021, 2022, 2023, 2024]
    assert order.newest == 2024
