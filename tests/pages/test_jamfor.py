"""Jämför: places side by side, by link and by choice."""

import json
from typing import Any

import pytest

from tests.pages.conftest import OpenScreen


def charts_of(screen: Any) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in screen.get("plotly_chart")]


def names_of(chart: dict[str, Any]) -> set[str]:
    return {trace["name"] for trace in chart["data"] if trace.get("mode")}


def test_default_is_the_county_with_north_and_nation(open_screen: OpenScreen) -> None:
    screen = open_screen("jamfor")
    assert screen.multiselect[0].value == ["norra", "00"]
    lines, bars = charts_of(screen)
    assert {"Västerbottens län", "Norra Sverige", "Sverige"} <= names_of(lines)
    assert bars["data"][0]["type"] == "bar"


def test_full_link_with_index_and_places_outside_the_county(open_screen: OpenScreen) -> None:
    screen = open_screen(
        "jamfor",
        plats="2480",
        platser="2482,2580,00",
        indikator="population",
        skala="index",
        bas="2000",
    )
    assert not screen.warning
    assert screen.markdown[0].value.startswith("Från 2000 till 2022 ökade folkmängden mest")
    captions = " ".join(caption.value for caption in screen.caption)
    assert "Luleå: uppgifter till 2022." in captions
    (lines, bars) = charts_of(screen)
    umea = next(trace for trace in lines["data"] if trace["name"] == "Umeå")
    years = umea["x"] if isinstance(umea["x"], list) else None
    if years is not None:
        assert umea["y"][years.index(2000)] == 100
    assert all("%" in text for text in bars["data"][0]["text"])


def test_table_has_range_and_source(open_screen: OpenScreen) -> None:
    screen = open_screen("jamfor", plats="2463", **{"vy-linjer": "tabell"})
    table = screen.table[0].value
    assert {"År", "Plats", "Prognos, lägst i 8 av 10", "Slag", "Källa"} <= set(table.columns)
    row = table[(table["År"] == "2016") & (table["Plats"] == "Åsele")].iloc[0]
    assert row["Demografisk försörjningskvot"] == "100,2"  # Regionfakta: 1 439 / 1 436
    assert row["Källa"].startswith("SCB TAB638")
    ahead = table[(table["År"] == "2035") & (table["Plats"] == "Åsele")].iloc[0]
    assert ahead["Slag"] == "Prognos"
    assert ahead["Prognos, lägst i 8 av 10"] != "–"


def test_net_flows_have_no_index(open_screen: OpenScreen) -> None:
    screen = open_screen("jamfor", indikator="net_migration", skala="index")
    assert not screen.error
    assert len(screen.warning) == 1
    assert "Vi visar Nivå" in screen.warning[0].value


@pytest.mark.parametrize("indicator", ["employment", "tfr", "median_income", "foreign_born"])
def test_measures_without_projection_or_with_missing_places(
    open_screen: OpenScreen, indicator: str
) -> None:
    screen = open_screen("jamfor", plats="2480", platser="norra,2580,2403", indikator=indicator)
    assert not screen.error
    assert not screen.warning


def test_too_many_and_unknown_places_are_said(open_screen: OpenScreen) -> None:
    screen = open_screen("jamfor", platser="2480,9999")
    assert "platser=2480,9999" in screen.warning[0].value
    many = open_screen("jamfor", plats="24", platser="2401,2403,2404,2409,2417,2418,2421,2422,2425")
    assert not many.error
    assert len(many.multiselect[0].value) == 7
