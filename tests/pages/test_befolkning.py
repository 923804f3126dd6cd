"""Befolkning: history, pyramid and components as they stand in the raw tables."""

import re

import numpy as np
import pytest

from demografi import Dataset, findings
from demografi.text.numbers import percent, signed, whole
from tests.pages.cards import cards, charts, downloads, metrics, table, values
from tests.pages.conftest import OpenScreen

PLACES = ["24", "2403", "2480", "2482", "region8", "kust", "2580", "norra", "00"]


@pytest.mark.parametrize("code", PLACES)
def test_opens_whole_for_every_kind_of_place(open_screen: OpenScreen, code: str) -> None:
    screen = open_screen("befolkning", plats=code)
    assert not screen.warning
    names = ["folkmangd", "pyramid", "forandring"]
    assert cards(screen) == names
    assert list(charts(screen)) == names
    assert set(downloads(screen)) == set(names)
    assert {"csv", "xlsx"} <= set.intersection(*downloads(screen).values())
    captions = [caption.value for caption in screen.caption][:3]
    assert all(re.search("Källa: (SCB|Kolada).*, hämtat", text) for text in captions)
    assert captions[0].startswith("Personer den 31 december. ")
    for chart in charts(screen).values():
        assert len(chart.alt) > 30
    for value, remark in metrics(screen).values():
        assert "nan" not in value + remark


def test_golden_figures(open_screen: OpenScreen) -> None:
    found = metrics(open_screen("befolkning", plats="2482"))
    assert found["Folkmängd 2025"] == (whole(75405), f"{signed(-2745)} på ett år")
    county = metrics(open_screen("befolkning"))
    assert county["Folkmängd 2025"][0] == whole(279024)


@pytest.mark.parametrize("code", ["2403", "2482"])
def test_figures_equal_the_raw_tables(open_screen: OpenScreen, dataset: Dataset, code: str) -> None:
    found = metrics(open_screen("befolkning", plats=code))
    rows = dataset.table("population_total")
    totals = rows[rows["region"] == code].set_index("year")["value"]
    assert found["Sedan 1950"] == (
        percent((totals[2025] / totals[1950] - 1) * 100, 0, sign=True),
        f"från {whole(totals[1950])}",
    )
    events = dataset.table("components")
    year = events[(events["region"] == code) & (events["year"] == 2025) & (events["sex"] == "T")]
    number = year.drop_duplicates("component").set_index("component")["value"]
    born, died = number["births"], number["deaths"]
    assert found["Födelsenetto 2025"] == (
        signed(born - died),
        f"{whole(born)} födda, {whole(died)} döda",
    )
    assert found["Flyttnetto 2025"][0] == signed(number["net_migration"])


def test_history_is_the_published_series(open_screen: OpenScreen, dataset: Dataset) -> None:
    line = charts(open_screen("befolkning", plats="2480"))["folkmangd"].trace("Statistik")
    rows = dataset.table("population_total")
    known = rows[rows["region"] == "2480"].set_index("year")["value"]
    assert dict(zip(values(line["x"]), values(line["y"]), strict=True)) == known.to_dict()
    assert known[2024] == 134249


def test_table_of_umea_has_2024(open_screen: OpenScreen) -> None:
    screen = open_screen("befolkning", plats="2480", **{"vy-folkmangd": "tabell"})
    heading, *rows = table(screen)
    assert heading == ["År", "Folkmängd"]
    assert ["2024", whole(134249)] in rows


def test_pyramid_of_a_large_place_has_single_years(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("befolkning", plats="2480", ar="2016", mot="2010")
    chart = charts(screen)["pyramid"]
    women, men = chart.trace("Kvinnor 2016"), chart.trace("Män 2016")
    rows = dataset.table("population")
    rows = rows[(rows["region"] == "2480") & (rows["year"] == 2016)]
    for trace, sex, side in ((women, "F", -1), (men, "M", 1)):
        expected = rows[rows["sex"] == sex].sort_values("age")["value"].to_numpy()
        np.testing.assert_array_equal(side * values(trace["x"]), expected)
    assert "2010" in chart.names()
    assert [s.value for s in screen.subheader][1] == "Ålderspyramid 2016 mot 2010"


def test_pyramid_of_a_small_place_has_five_year_classes(open_screen: OpenScreen) -> None:
    chart = charts(open_screen("befolkning", plats="2403"))["pyramid"]
    assert len(values(chart.trace("Kvinnor 2024")["x"])) == 21


def test_year_without_a_split_is_one_profile(open_screen: OpenScreen, dataset: Dataset) -> None:
    chart = charts(open_screen("befolkning", plats="2403", ar="2025", mot="2024"))["pyramid"]
    both = chart.trace("Kvinnor och män 2025")
    rows = dataset.table("population")
    rows = rows[(rows["region"] == "2403") & (rows["year"] == 2025)]
    assert values(both["x"]).sum() == rows["value"].sum()
    assert chart.content["layout"]["xaxis"]["range"][0] == 0


def test_year_against_itself(open_screen: OpenScreen) -> None:
    screen = open_screen("befolkning", plats="2480", ar="2024", mot="2024")
    assert not screen.warning
    assert "pyramid" in charts(screen)


def test_year_another_place_lacks_is_replaced_and_said(open_screen: OpenScreen) -> None:
    """Luleå's ages end in 2019."""
    screen = open_screen("befolkning", plats="2580", ar="2024")
    (notice,) = screen.warning
    assert "ar=2024" in notice.value
    assert "2019" in notice.value


def test_components_are_the_published(open_screen: OpenScreen) -> None:
    chart = charts(open_screen("befolkning", plats="2482"))["forandring"]
    moved, born = chart.trace("Flyttnetto"), chart.trace("Födelsenetto")
    assert dict(zip(values(moved["x"]), values(moved["y"]), strict=True))[2025] == -2628
    assert dict(zip(values(born["x"]), values(born["y"]), strict=True))[2025] == 651 - 795
    assert "Tillsammans, prognos" not in chart.names()


@pytest.mark.parametrize(
    ("code", "last", "period"),
    [
        ("24", 2025, "de senaste fem åren"),
        ("2482", 2025, "de senaste fem åren"),
        ("2580", 2022, "åren 2018–2022"),
        ("25", 2022, "åren 2018–2022"),
        ("00", 2022, "åren 2018–2022"),
    ],
)
def test_sums_of_recent_years(
    open_screen: OpenScreen, dataset: Dataset, code: str, last: int, period: str
) -> None:
    """The years are named where they are not the newest there are."""
    screen = open_screen("befolkning", plats=code)
    frame = findings.change_components(dataset, code)
    frame = frame[frame["year"].between(last - 4, last)]
    assert len(frame) == 5
    natural, net = frame["natural_change"].sum(), frame["net_migration"].sum()
    assert metrics(screen)[f"Flyttnetto {last}"][1] == f"{signed(net)} {period}"
    title = screen.subheader[2].value
    assert title.endswith(period)
    begins = {
        (True, True): "Både födelsenetto",
        (True, False): "Fler föds än dör",
        (False, True): "Inflyttning väger",
        (False, False): "Fler dör än föds",
    }
    assert title.startswith(begins[natural >= 0, net >= 0])


@pytest.mark.parametrize(
    ("code", "known"), [("24", False), ("region8", False), ("2482", True), ("00", True)]
)
def test_moves_in_and_out_are_shown_where_they_are_known(
    open_screen: OpenScreen, code: str, known: bool
) -> None:
    screen = open_screen("befolkning", plats=code, **{"vy-forandring": "tabell"})
    heading = table(screen)[0]
    assert ("Inflyttade" in heading) == ("Utflyttade" in heading) == known
    assert "Flyttnetto" in heading
    assert ("bara som netto" in screen.caption[2].value) != known


def test_sources_are_those_of_the_figures(open_screen: OpenScreen) -> None:
    lulea = open_screen("befolkning", plats="2580")
    moved = {metric.label: metric.help for metric in lulea.metric}
    assert "Kolada N01801, N01802, N01804, N01805, 2022" in moved["Flyttnetto 2022"]
    assert "SCB" not in moved["Födelsenetto 2022"]
    assert "SCB" not in lulea.caption[2].value
    county = open_screen("befolkning", plats="24")
    assert "Kolada" not in county.caption[2].value
