"""Kunskapsbild: what a newcomer must find, by link and by choice."""

import json

import pytest

from tests.pages.conftest import OpenScreen, link_of

LINK = {
    "plats": "2463",
    "indikator": "older_80",
    "grupp": "service",
    "sortering": "lagst",
    "vy": "2035",
}


def test_full_link_shows_what_it_says(open_screen: OpenScreen) -> None:
    screen = open_screen("kunskapsbild", **LINK)
    assert not screen.warning
    assert screen.markdown[0].value.startswith("Antalet 80 år och äldre är störst i Umeå")
    assert [metric.label for metric in screen.metric][:2] == ["Åsele 2025", "Åsele 2035"]
    assert "8 av 10 utfall" in screen.metric[1].delta
    matrix = screen.table[0].value
    assert "**Åsele**" in matrix.index
    assert matrix.columns[0].startswith("**80 år och äldre**")
    assert matrix.columns[0].endswith("2035")
    values = [int(cell.split(" (")[0].replace("\u00a0", "")) for cell in matrix.iloc[:15, 0]]
    assert values == sorted(values)
    assert set(matrix.loc["Sverige"]) == {"–"}


def test_definition_and_source_are_on_the_screen(open_screen: OpenScreen) -> None:
    screen = open_screen("kunskapsbild")
    captions = " ".join(caption.value for caption in screen.caption)
    assert "(Antal 0–19 år + antal 65 år och äldre) / antal 20–64 år · 100" in captions
    assert "SCB TAB4642" in captions
    assert "uppifrån: 2010, **nu** och spannet för 8 av 10 utfall 2035" in captions
    assert any("Alla måtts definitioner" in box.label for box in screen.expander)


@pytest.mark.parametrize("group", ["alder", "forandring", "arbete", "service", "alla"])
@pytest.mark.parametrize("view", ["alla", "2010", "nu", "2035"])
def test_every_set_in_every_view(open_screen: OpenScreen, group: str, view: str) -> None:
    screen = open_screen("kunskapsbild", grupp=group, vy=view)
    assert not screen.warning
    matrix = screen.table[0].value
    assert len(matrix) == 19
    dashes = [set(matrix[column]) == {"–"} for column in matrix.columns[1:]]
    assert not any(dashes), "a column of dashes only is noise"


@pytest.mark.parametrize(
    ("place", "indicator"),
    [
        ("2580", "employment"),  # Luleå: no figures, no projection
        ("00", "net_migration"),
        ("region8", "tfr"),
        ("2480", "life_expectancy_women_shrunk"),
    ],
)
def test_sparse_figures_are_said_not_failed(
    open_screen: OpenScreen, place: str, indicator: str
) -> None:
    screen = open_screen("kunskapsbild", plats=place, indikator=indicator)
    assert not screen.error
    assert not screen.warning
    assert screen.markdown[0].value


def test_choosing_sorts_and_writes_the_link(open_screen: OpenScreen) -> None:
    screen = open_screen("kunskapsbild")
    order = next(box for box in screen.selectbox if box.label == "Sortera")
    order.set_value("namn").run()
    assert not screen.exception
    assert screen.table[0].value.index[0] == "Bjurholm"
    assert link_of(screen)["sortering"] == "namn"


def test_figures_have_no_english_and_no_default_blue(open_screen: OpenScreen) -> None:
    screen = open_screen("kunskapsbild", plats="2480")
    charts = [json.loads(chart.proto.spec) for chart in screen.get("plotly_chart")]
    assert len(charts) == 2
    assert "#636efa" not in json.dumps(charts).lower()


def test_first_sight_is_then_now_and_later_in_one_cell(open_screen: OpenScreen) -> None:
    screen = open_screen("kunskapsbild")
    assert link_of(screen)["vy"] == "alla"
    matrix = screen.table[0].value
    assert matrix.columns[0].endswith("2010\u00a0→\u00a02025\u00a0→\u00a02035")
    then, now, later = matrix.loc["Åsele"].iloc[0].split("  \n")
    assert then == "100,1"
    assert now == "**108,6**"
    assert "–" in later


def test_stale_and_estimated_values_are_not_ranked(open_screen: OpenScreen) -> None:
    screen = open_screen("kunskapsbild", indikator="tfr_5y", plats="2463", grupp="forandring")
    told = screen.markdown[0].value
    assert "Bara nio av femton kommuner har jämförbara uppgifter för 2025." in told
    assert "Hela länet" not in told, "the county's is estimated"
    assert screen.metric[0].delta == "skattat ur rikets tal"
    assert "\\* (2019)" in screen.table[0].value.loc["**Åsele**"].iloc[0]


def test_flows_have_no_largest_change(open_screen: OpenScreen) -> None:
    screen = open_screen("kunskapsbild", indikator="net_migration")
    assert "Störst förändring" not in screen.markdown[0].value
