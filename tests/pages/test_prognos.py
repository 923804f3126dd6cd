"""The projection: what is on screen is what the draws say, each figure with its range."""

import numpy as np
import pytest
from numpy.typing import NDArray

from demografi import Dataset
from demografi.indicators import observed
from demografi.text.columns import ends
from demografi.text.numbers import decimal, interval, whole
from demografi.ui import cached
from tests.pages.cards import cards, charts, downloads, metrics, table, values
from tests.pages.conftest import OpenScreen

PLACES = ["24", "2403", "2482", "2480", "region8", "kust"]
RANGE = "8 av 10 utfall"


def people(dataset: Dataset, code: str, year: int) -> NDArray[np.float64]:
    """Draws of a place by age: [draw, age]."""
    found = cached.projection()
    members = [found.regions.index(m) for m in dataset.regions.place(code).members]
    population = found.population[:, found.years.index(year)][:, members]
    ages: NDArray[np.float64] = population.sum(axis=(1, 2)).astype(float)
    return ages


def written(draws: NDArray[np.float64], digits: int = 0) -> str:
    low, high = np.quantile(draws, [0.1, 0.9])
    return interval(low, high, digits)


@pytest.mark.parametrize("code", PLACES)
def test_figures_equal_the_draws(open_screen: OpenScreen, dataset: Dataset, code: str) -> None:
    screen = open_screen("prognos", plats=code, till="2040")
    assert not screen.warning
    ages = people(dataset, code, 2040)
    working = ages[:, 20:65].sum(axis=1)
    shown = {label: value for label, (value, _) in metrics(screen).items()}
    assert shown == {
        "Folkmängd 2040": written(ages.sum(axis=1)),
        "20–64 år 2040": written(working),
        "80 år och äldre 2040": written(ages[:, 80:].sum(axis=1)),
        "Försörjningskvot 2040": written((ages.sum(axis=1) / working - 1) * 100, 1),
    }
    assert all(RANGE in remark for _, remark in metrics(screen).values())
    assert RANGE in screen.markdown[0].value


def official(dataset: Dataset, code: str, group: str) -> dict[int, float]:
    """The newest usable official projection of a place, by year, from the raw table."""
    rows = dataset.table("official_projection")
    members = dataset.regions.place(code).members
    rows = rows[rows["region"].isin(members) & rows["usable"] & (rows["sex"] == "T")]
    rows = rows[rows["base_year"] == rows["base_year"].max()]
    found = rows[rows["group"] == group].groupby("target_year")["value"].sum()
    return {int(str(year)): float(value) for year, value in found.items()}


@pytest.mark.parametrize("code", ["2463", "24"])
def test_official_projection_stands_beside_ours(
    open_screen: OpenScreen, dataset: Dataset, code: str
) -> None:
    screen = open_screen("prognos", plats=code, grupper="services")
    newest = dataset.table("official_projection").query("usable")["base_year"].max()
    name = f"SCB:s framskrivning från {newest}"
    found = charts(screen)
    oldest = next(key for key in found if key.startswith("aldersgrupper") and "80" in key)
    for key, group in (("prognos", "total"), (oldest, "80+")):
        marks = found[key].trace(name)
        shown = dict(zip(values(marks["x"]), values(marks["y"]), strict=True))
        known = {year: value for year, value in shown.items() if not np.isnan(value)}
        assert known == pytest.approx(official(dataset, code, group))
        assert len(known) >= 2
    assert f"{name} är den nyaste vi har" in screen.caption[0].value
    assert f"{name}: Kolada" in screen.caption[0].value
    youth = next(key for key in found if key.startswith("aldersgrupper") and "16–18" in key)
    assert name not in found[youth].names(), "it has no such group"


@pytest.mark.parametrize("code", ["2463", "2482", "24"])
def test_parts_against_as_today_add_up_to_the_difference(
    open_screen: OpenScreen, dataset: Dataset, code: str
) -> None:
    chart = charts(open_screen("prognos", plats=code, till="2040"))["bojer"]
    (bars,) = chart.content["data"]
    shown = dict(zip(map(str, bars["y"]), values(bars["x"]), strict=True))
    together = shown.pop("Tillsammans")
    assert sum(shown.values()) == pytest.approx(together)
    assert [name.strip("*").split()[-1].split(">")[-1] for name in shown] == [
        "födda",
        "döda",
        "inflyttade",
        "utflyttade",
    ]
    for name, mean in shown.items():
        # Fewer deaths and fewer who leave are more inhabitants.
        turned = name.strip("*").endswith(("döda", "utflyttade"))
        if not name.startswith("Ungefär"):
            assert name.startswith("Fler") == ((mean < 0) if turned else (mean > 0))
    table = dataset.table("components")
    members = dataset.regions.place(code).members
    rows = table[table["region"].isin(members) & table["year"].between(2021, 2025)]
    rows = rows[(rows["sex"] == "T") & rows["source"].str.startswith("SCB")]
    yearly = rows.groupby("component")["value"].sum() / 5
    line = people(dataset, code, 2025).sum(axis=1).mean() + 15 * (
        yearly["births"] - yearly["deaths"] + yearly["net_migration"]
    )
    assert people(dataset, code, 2040).sum(axis=1).mean() == pytest.approx(line + together)


def test_years_against_as_today_add_up_and_end_in_the_sum(open_screen: OpenScreen) -> None:
    found = charts(open_screen("prognos", plats="2482", till="2050"))
    chart = found["bojer-ar"]
    bars = [values(trace["y"]) for trace in chart.content["data"] if trace["type"] == "bar"]
    line = values(chart.trace("Tillsammans")["y"])
    np.testing.assert_allclose(np.sum(bars, axis=0), line)
    (total,) = found["bojer"].content["data"]
    assert line.sum() == pytest.approx(values(total["x"])[-1])


@pytest.mark.parametrize(("code", "small"), [("2463", True), ("2403", True), ("2482", False)])
def test_range_comes_first_in_small_places(
    open_screen: OpenScreen, dataset: Dataset, code: str, small: bool
) -> None:
    opening = open_screen("prognos", plats=code).markdown[0].value
    expected = written(people(dataset, code, 2035).sum(axis=1))
    assert expected in opening
    assert opening.startswith(expected) == small
    assert ("slumpen" in opening) == small


@pytest.mark.parametrize("code", ["2463", "2482", "24"])
def test_how_ranges_have_held_is_said_with_a_way_on(
    open_screen: OpenScreen, dataset: Dataset, code: str
) -> None:
    screen = open_screen("prognos", plats=code)
    (said,) = [m.value for m in screen.markdown if m.value.startswith("Så har sådana intervall")]
    rows = cached.backtest().rows
    rows = rows[(rows["contender"] == "demografi") & (rows["study"] == "ages")]
    rows = rows[(rows["group"] == "total") & (rows["ahead"] == 5)]
    if code == "24":
        rows = rows[rows["region"].isin(dataset.regions.place(code).members)]
    else:
        rows = rows[rows["size"] == {"2463": "<5000", "2482": ">20000"}[code]]
    held = ((rows["low80"] <= rows["actual"]) & (rows["actual"] <= rows["high80"])).mean()
    share = f"{round(held * 10, 1):g}".replace(".", ",")
    assert f" {share} av 10 gånger" in said
    assert f"{len(rows)} prognoser" in said
    links = [link.proto for link in screen.get("page_link")]
    (onward,) = [link for link in links if "prognoser har hållit" in link.label]
    assert code in onward.query_string


@pytest.mark.parametrize("code", ["2403", "kust"])
def test_cards_are_whole(open_screen: OpenScreen, code: str) -> None:
    screen = open_screen("prognos", plats=code)
    names = ["prognos", "bojer", "bojer-ar", "aldersgrupper", "pyramid-prognos", "komponenter"]
    assert cards(screen) == names
    assert {"csv", "xlsx"} <= set.intersection(*downloads(screen).values())
    assert set(downloads(screen)) == set(names)
    captions = [caption.value for caption in screen.caption][: len(names)]
    for text in captions:
        assert "Källa: " in text
        assert "simuleringar" in text, "how the projection came about can be repeated"
        assert "hämtat" in text
    found = charts(screen)
    assert len({chart.alt for chart in found.values()}) == len(found), "each says its own"
    for chart in found.values():
        assert len(chart.alt) > 30


def test_curve_is_history_then_range(open_screen: OpenScreen, dataset: Dataset) -> None:
    chart = charts(open_screen("prognos", plats="2403"))["prognos"]
    past, band, coming = (chart.trace(name) for name in ("Statistik", RANGE, "Prognos"))
    rows = dataset.table("population_total")
    known = rows[rows["region"] == "2403"].set_index("year")["value"]
    shown = dict(zip(values(past["x"]), values(past["y"]), strict=True))
    assert shown == pytest.approx(known.to_dict())
    middle = dict(zip(values(coming["x"]), values(coming["y"]), strict=True))
    assert middle[2025] == known[2025], "the two meet"
    assert middle[2050] == pytest.approx(np.median(people(dataset, "2403", 2050).sum(axis=1)))
    edge = {year: [] for year in middle}  # type: dict[int, list[float]]
    for year, value in zip(values(band["x"]), values(band["y"]), strict=True):
        edge[year].append(float(value))
    low, high = np.quantile(people(dataset, "2403", 2050).sum(axis=1), [0.1, 0.9])
    assert sorted(edge[2050]) == pytest.approx([low, high])
    assert past["line"]["color"] != coming["line"]["color"]


def test_table_has_observed_or_projected_in_each_year(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("prognos", plats="2480", **{"vy-prognos": "tabell"})
    heading, *rows = table(screen)
    assert heading[0] == "År"
    by_year = {row[0]: row[1:] for row in rows}
    assert by_year["2024"] == [whole(134249), "–", "–", "–", "–"]
    ages = people(dataset, "2480", 2035).sum(axis=1)
    expected = [whole(float(np.quantile(ages, share))) for share in (0.1, 0.5, 0.9)]
    assert by_year["2035"] == ["–", *expected, "–"]
    assert [row[0] for row in rows] == [str(year) for year in range(2050, 1949, -1)]


def test_age_groups_stand_side_by_side_with_their_ranges(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("prognos", plats="2482", **{"vy-aldersgrupper": "tabell"})
    heading, *rows = table(screen)
    assert heading[0] == "År"
    assert heading[-1] == "Äldreomsorg, 80 år och äldre"
    by_year = {row[0]: row[1:] for row in rows}
    oldest = people(dataset, "2482", 2035)[:, 80:].sum(axis=1)
    low, middle, high = (whole(float(np.quantile(oldest, share))) for share in (0.1, 0.5, 0.9))
    assert by_year["2035"][-1] == f"{middle} ({low}–{high})"
    assert "(" not in by_year["2024"][-1]


@pytest.mark.parametrize(
    ("groups", "count"), [("services", 4), ("skr2023", 6), ("skr2022", 6), ("dependency", 3)]
)
def test_age_groups_follow_the_choice(
    open_screen: OpenScreen, dataset: Dataset, groups: str, count: int
) -> None:
    found = charts(open_screen("prognos", plats="2482", grupper=groups, till="2035"))
    panels = {key: chart for key, chart in found.items() if key.startswith("aldersgrupper")}
    assert len(panels) == count
    for chart in panels.values():
        assert chart.names()[:3] == ["Statistik", RANGE, "Prognos"]
        assert RANGE in chart.alt
        assert chart.content["layout"]["yaxis"]["rangemode"] == "tozero"
    oldest = [chart for key, chart in panels.items() if "80 år och äldre" in key]
    for chart in oldest:
        expected = written(people(dataset, "2482", 2035)[:, 80:].sum(axis=1))
        assert f"{expected} personer 2035" in chart.alt


def test_pyramid_shows_the_year_chosen_beside_now_and_then(open_screen: OpenScreen) -> None:
    chart = charts(open_screen("prognos", plats="2403", till="2045"))["pyramid-prognos"]
    assert {"2025", RANGE} <= set(chart.names())
    women = chart.trace("Kvinnor 2045, prognos")
    found = cached.projection()
    at = found.regions.index("2403")
    draws = found.population[:, 20, at, 0].astype(float)
    classes = np.stack([draws[:, a : a + 5].sum(axis=1) for a in range(0, 101, 5)], axis=1)
    np.testing.assert_allclose(-values(women["x"]), np.median(classes, axis=0))
    low, high = chart.content["layout"]["xaxis"]["range"]
    assert low == -high


def test_projected_components_look_different_and_are_the_median(open_screen: OpenScreen) -> None:
    chart = charts(open_screen("prognos", plats="2482"))["komponenter"]
    moved = chart.trace("Flyttnetto")
    shown = dict(zip(values(moved["x"]), values(moved["y"]), strict=True))
    assert shown[2025] == -2628
    found = cached.projection()
    at = found.regions.index("2482")
    net = (found.in_migration - found.out_migration)[:, 9, at]
    assert shown[2035] == pytest.approx(np.median(net))
    strength = dict(zip(values(moved["x"]), values(moved["marker"]["opacity"]), strict=True))
    assert strength[2025] > strength[2026]


@pytest.mark.parametrize("year", ["2026", "2050"])
def test_slider_ends_work(open_screen: OpenScreen, year: str) -> None:
    screen = open_screen("prognos", plats="2403", till=year)
    assert not screen.warning
    assert f"Folkmängd {year}" in metrics(screen)


@pytest.mark.parametrize("year", ["2025", "2051"])
def test_year_that_is_not_projected_is_said(open_screen: OpenScreen, year: str) -> None:
    screen = open_screen("prognos", till=year)
    (notice,) = screen.warning
    assert year in notice.value
    assert "Folkmängd 2035" in metrics(screen)


@pytest.mark.parametrize("code", PLACES)
def test_now_is_the_published(open_screen: OpenScreen, dataset: Dataset, code: str) -> None:
    """Not the draws' own first year, nor their lower end."""
    found = metrics(open_screen("prognos", plats=code))
    for label, key, digits in (
        ("Folkmängd 2035", "population", 0),
        ("20–64 år 2035", "working_age_20_64", 0),
        ("80 år och äldre 2035", "older_80", 0),
        ("Försörjningskvot 2035", "dependency_ratio", 1),
    ):
        now = observed(dataset, code, key)["value"].iloc[-1]
        assert found[label][1].endswith(f"nu {decimal(now, digits)}")


def test_table_of_the_pyramid_has_the_quantiles_in_order(open_screen: OpenScreen) -> None:
    screen = open_screen("prognos", plats="2403", till="2045", **{"vy-pyramid-prognos": "tabell"})
    heading, *rows = table(screen)
    at = [heading.index(name) for name in ends("Kvinnor 2045").values()]
    (row,) = [row for row in rows if row[0] == "40–44"]
    found = cached.projection()
    women = found.population[:, 20, found.regions.index("2403"), 0, 40:45].sum(axis=1)
    expected = np.quantile(women.astype(float), [0.1, 0.5, 0.9])
    assert [row[column] for column in at] == [whole(value) for value in expected]


def test_range_of_the_pyramid_is_that_of_the_draws(open_screen: OpenScreen) -> None:
    chart = charts(open_screen("prognos", plats="2403", till="2045"))["pyramid-prognos"]
    bands = [trace for trace in chart.content["data"] if trace.get("name") == RANGE]
    inner, outer = np.split(np.abs(values(bands[0]["x"])), 2)
    found = cached.projection()
    women = found.population[:, 20, found.regions.index("2403"), 0].astype(float)
    classes = np.stack([women[:, a : a + 5].sum(axis=1) for a in range(0, 101, 5)], axis=1)
    # Drawn as steps: each class has its value at both its edges.
    np.testing.assert_allclose(inner, np.repeat(np.quantile(classes, 0.1, axis=0), 2))
    np.testing.assert_allclose(outer[::-1], np.repeat(np.quantile(classes, 0.9, axis=0), 2))


def test_formulas_and_sources_are_explained(open_screen: OpenScreen) -> None:
    screen = open_screen("prognos", plats="24")
    (ratio,) = [m for m in screen.metric if m.label.startswith("Försörjningskvot")]
    assert "20–64" in ratio.help
    assert "Kolada" not in screen.caption[5].value, "no Kolada figure stands in the components"


def test_differences_from_today_are_written_with_their_sign(open_screen: OpenScreen) -> None:
    screen = open_screen("prognos", plats="2425", **{"vy-bojer": "tabell"})
    heading, *rows = table(screen)
    at = next(at for at, name in enumerate(heading) if name.startswith("Invånare, fler"))
    written = {row[0]: row[at] for row in rows}
    assert written["Färre döda"].startswith("+")
    assert written["Färre födda"].startswith("−")
    assert list(written)[-1] == "Tillsammans"
    heading, *rows = table(open_screen("prognos", plats="2425", **{"vy-bojer-ar": "tabell"}))
    assert all(cell[0] in "+−0" for row in rows for cell in row[1:]), "year by year too"


def test_a_group_trusts_what_each_municipality_has_been(open_screen: OpenScreen) -> None:
    """Net migration is reckoned for each by itself, and inner moves are counted."""
    bends = [
        "\n".join(part.value for part in open_screen("prognos", plats=code).markdown)
        for code in ("region8", "2425")
    ]
    assert ["varje kommuns tidigare flyttnetto" in told for told in bends] == [True, False]
