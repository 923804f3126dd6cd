"""The overview: every figure on it equals one looked up in the raw tables and draws."""

import numpy as np
import pytest
from numpy.typing import NDArray

from demografi import Dataset
from demografi.indicators import observed
from demografi.text.columns import ends
from demografi.text.numbers import decimal, interval, percent, signed, signed_interval, whole
from demografi.ui import cached
from tests.pages.cards import cards, charts, downloads, metrics, table, values
from tests.pages.conftest import OpenScreen

PLACES = ["24", "2403", "2482", "2480", "region8", "kust"]


def total(dataset: Dataset, code: str, year: int) -> int:
    """Population of a place as the sum over its municipalities in the raw table."""
    rows = dataset.table("population_total")
    members = dataset.regions.place(code).members
    chosen = rows[rows["region"].isin(members) & (rows["year"] == year)]
    assert len(chosen) == len(members)
    return int(chosen["value"].sum())


def draws(dataset: Dataset, code: str, year: int, low: int = 0) -> NDArray[np.float64]:
    """Draws of the population in the ages from ``low``."""
    found = cached.projection()
    members = [found.regions.index(m) for m in dataset.regions.place(code).members]
    at = found.years.index(year)
    people = found.population[:, at][:, members][..., low:]
    counted: NDArray[np.float64] = people.sum(axis=(1, 2, 3)).astype(float)
    return counted


def test_golden_figures(open_screen: OpenScreen) -> None:
    county = open_screen("oversikt")
    assert metrics(county)["Folkmängd 2025"] == (whole(279024), f"{signed(-2114)} sedan 2024")
    assert county.title[0].value == "Västerbottens län"
    skelleftea = open_screen("oversikt", plats="2482")
    assert metrics(skelleftea)["Folkmängd 2025"] == (whole(75405), f"{signed(-2745)} sedan 2024")


@pytest.mark.parametrize("code", PLACES)
def test_figures_equal_the_raw_tables(open_screen: OpenScreen, dataset: Dataset, code: str) -> None:
    screen = open_screen("oversikt", plats=code)
    assert not screen.warning
    found = metrics(screen)
    now, before = total(dataset, code, 2025), total(dataset, code, 2024)
    assert found["Folkmängd 2025"] == (whole(now), f"{signed(now - before)} sedan 2024")
    low, high = np.quantile(draws(dataset, code, 2040), [0.1, 0.9])
    value, remark = found["Folkmängd 2040"]
    assert value == interval(low, high)
    assert "8 av 10 utfall" in remark
    low, high = np.quantile(draws(dataset, code, 2035, low=80), [0.1, 0.9])
    assert found["80 år och äldre 2025"][1] == f"2035: {interval(low, high)}, 8 av 10 utfall"
    assert "8 av 10 utfall" in found["Försörjningskvot 2025"][1]


@pytest.mark.parametrize("code", ["2403", "kust"])
def test_cards_are_whole(open_screen: OpenScreen, code: str) -> None:
    screen = open_screen("oversikt", plats=code)
    names = ["karta", "rangordning", "senaste-aret"]
    assert cards(screen) == names
    assert list(charts(screen)) == names
    offered = downloads(screen)
    assert all({"csv", "xlsx"} <= offered[name] for name in names)
    captions = [caption.value for caption in screen.caption]
    assert len([text for text in captions if "Källa: " in text]) == 3
    assert sum(text.count("hämtat") for text in captions) == 3
    for chart in charts(screen).values():
        assert len(chart.alt) > 40
        assert "{" not in chart.alt


def test_map_and_ranking_show_the_same_of_all_fifteen(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    found = charts(open_screen("oversikt"))
    (area,), (bars,) = found["karta"].content["data"], found["rangordning"].content["data"]
    codes = list(area["locations"])
    assert sorted(codes) == sorted(dataset.regions.municipalities())
    coloured = dict(zip(codes, values(area["z"]), strict=True))
    ranked = dict(zip(bars["y"], values(bars["x"]), strict=True))
    for code, value in coloured.items():
        five = (total(dataset, code, 2025) / total(dataset, code, 2020) - 1) * 100
        assert value == pytest.approx(five)
        assert ranked[dataset.regions.name(code)] == value
    assert list(ranked.values()) == sorted(ranked.values(), reverse=True)


def test_chosen_place_stands_out_on_the_map(open_screen: OpenScreen) -> None:
    (area,) = charts(open_screen("oversikt", plats="2482"))["karta"].content["data"]
    widths = dict(zip(area["locations"], values(area["marker"]["line"]["width"]), strict=True))
    thick = widths.pop("2482")
    assert thick > max(widths.values())


def test_projection_on_the_map_is_the_middle_and_has_its_range(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("oversikt", matt="population")
    (area,) = charts(screen)["karta"].content["data"]
    shown = dict(zip(area["locations"], values(area["z"]), strict=True))
    middle = np.median(draws(dataset, "2403", 2040))
    assert shown["2403"] == pytest.approx((middle / total(dataset, "2403", 2025) - 1) * 100)
    texts = {
        code: text for code, (_, text) in zip(area["locations"], area["customdata"], strict=True)
    }
    assert " till " in texts["2403"], "a projected figure has its range beside it"
    assert "simuleringar" in screen.caption[0].value


def test_table_of_the_newest_year_has_the_golden_figures(open_screen: OpenScreen) -> None:
    screen = open_screen("oversikt", **{"vy-senaste-aret": "tabell"})
    assert "senaste-aret" not in charts(screen)
    heading, *rows = table(screen)
    assert heading[:4] == ["Kommun", "Folkmängd året före", "Folkmängd 2025", "Förändring"]
    shown = {row[0]: row for row in rows}
    assert len(shown) == 15
    assert shown["Umeå"][1] == whole(134249)
    assert shown["Skellefteå"][1:4] == [whole(78150), whole(75405), "−2\N{NO-BREAK SPACE}745"]


def test_place_without_a_projection_is_replaced_and_said(open_screen: OpenScreen) -> None:
    screen = open_screen("oversikt", plats="2580")
    assert screen.title[0].value == "Västerbottens län"
    (notice,) = screen.warning
    assert "2580" in notice.value


def test_map_of_the_projection_has_low_then_high(open_screen: OpenScreen, dataset: Dataset) -> None:
    screen = open_screen("oversikt", matt="population", **{"vy-karta": "tabell"})
    heading, *rows = table(screen)
    assert heading[2:5] == list(ends("2040").values())
    shown = {row[0]: row for row in rows}["Bjurholm"]
    found = np.quantile(draws(dataset, "2403", 2040), [0.1, 0.5, 0.9])
    assert shown[1:5] == [whole(total(dataset, "2403", 2025)), *map(whole, found)]
    (bars,) = charts(screen)["rangordning"].content["data"]
    written = dict(zip(bars["y"], bars["customdata"], strict=True))["Bjurholm"]
    now = total(dataset, "2403", 2025)
    low, middle, high = ((value / now - 1) * 100 for value in found)
    assert written == f"{percent(middle, 0, sign=True)} ({signed_interval(low, high)})"


def test_finding_of_the_ranking_holds_when_all_have_one_sign(open_screen: OpenScreen) -> None:
    titles = [title.value for title in open_screen("oversikt", matt="population").subheader]
    assert "väntas" in titles[1]
    assert "2040" in titles[0]


@pytest.mark.parametrize("code", ["24", "2480", "2403"])
def test_figures_of_today_are_the_published(
    open_screen: OpenScreen, dataset: Dataset, code: str
) -> None:
    found = metrics(open_screen("oversikt", plats=code))
    ratio = observed(dataset, code, "dependency_ratio").iloc[-1]
    assert found["Försörjningskvot 2025"][0] == decimal(ratio["value"], 1)
    oldest = observed(dataset, code, "older_80").iloc[-1]
    assert found["80 år och äldre 2025"][0] == whole(oldest["value"])


def test_last_year_names_only_the_tables_shown(open_screen: OpenScreen) -> None:
    captions = [caption.value for caption in open_screen("oversikt").caption]
    (text,) = [caption for caption in captions if "justeringar" in caption]
    assert "Källa: SCB TAB5557, TAB638, TAB6401, TAB6640, TAB6757, 2024–2025" in text


def test_change_of_the_last_year_adds_up(open_screen: OpenScreen) -> None:
    captions = [caption.value for caption in open_screen("oversikt").caption]
    (text,) = [caption for caption in captions if "justeringar" in caption]
    said = (
        f"minskade folkmängden med {whole(2114)}: 333 fler dog än föddes, {whole(1834)} fler "
        "flyttade ut än in, justeringar och SCB:s skyddsbrus gav +53."
    )
    assert said in text


def test_purely_projected_card_has_a_date(open_screen: OpenScreen) -> None:
    caption = open_screen("oversikt", matt="population").caption[0].value
    assert "Källa" not in caption
    assert f"hämtade {cached.dataset().manifest['date']}" in caption


def test_change_over_years_names_both_ends(open_screen: OpenScreen) -> None:
    captions = [caption.value for caption in open_screen("oversikt").caption]
    assert "SCB TAB5557, TAB638, 2020–2025" in captions[0]


def test_name_that_means_nothing_is_told_above_the_heading(open_screen: OpenScreen) -> None:
    screen = open_screen("oversikt", kommun="2480")
    (notice,) = screen.warning
    assert "kommun=2480" in notice.value
