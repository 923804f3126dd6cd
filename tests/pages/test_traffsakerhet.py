"""Träffsäkerhet: every figure follows from the stored back-test."""

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset
from demografi.evaluation import stored
from demografi.evaluation.rolling import AGES
from demografi.text.numbers import percent, whole

from .cards import cards, charts, downloads, metrics, table, values
from .conftest import OpenScreen

NAMES = ["sagt", "fel", "hallbarhet", "intervall"]


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    found = stored.read().rows
    found = found[found["study"] == AGES].copy()
    found["error"] = 100 * (found["forecast"] / found["actual"] - 1)
    return found


def ours(rows: pd.DataFrame, codes: tuple[str, ...], group: str) -> pd.DataFrame:
    return rows[
        (rows["contender"] == "demografi") & rows["region"].isin(codes) & (rows["group"] == group)
    ]


@pytest.mark.parametrize(("code", "group"), [("24", "total"), ("2482", "6-15"), ("2418", "80+")])
def test_figures_are_those_of_the_back_test(
    open_screen: OpenScreen, dataset: Dataset, rows: pd.DataFrame, code: str, group: str
) -> None:
    screen = open_screen("traffsakerhet", plats=code, alder=group)
    assert not screen.warning
    after = ours(rows, dataset.regions.place(code).members, group)
    after = after[after["ahead"] == 5]
    size = after["error"].abs()
    shown = metrics(screen)
    assert shown["Vanligt fel efter 5 år"][0] == percent(float(size.median()))
    assert f"{whole(len(after))} prognoser från" in shown["Vanligt fel efter 5 år"][1]
    bound = float(np.sort(size)[int(np.ceil(0.8 * (len(size) - 1)))])
    assert shown["Åtta av tio inom, efter 5 år"][0] == percent(bound)
    assert percent(bound) in screen.markdown[0].value
    inside = after["actual"].between(after["low80"], after["high80"])
    assert shown["Intervallet rymde, efter 5 år"][0] == (
        f"{inside.mean() * 10:.1f} av 10".replace(".", ",").replace(",0 ", " ")
        if len(after) >= 20
        else f"{inside.sum()} av {len(after)}"
    )


def test_shelf_life_ends_where_too_few_are_within_ten_per_cent(
    open_screen: OpenScreen, dataset: Dataset, rows: pd.DataFrame
) -> None:
    members = dataset.regions.place("24").members
    found = ours(rows, members, "1-5")
    share = (found["error"].abs() <= 10).groupby(found["ahead"]).mean()
    years = int((share >= 0.8).cumprod().sum())
    assert 0 < years < share.index.max(), "the case is one where it ends"
    screen = open_screen("traffsakerhet", plats="24", alder="1-5")
    assert metrics(screen)["Hållbarhet"][0] == f"{years} år"
    curve = charts(screen)["hallbarhet"].trace("Vår prognos")
    drawn = dict(zip(values(curve["x"]), values(curve["y"]), strict=True))
    assert drawn[years] >= 80 > drawn[years + 1]


def test_cards_are_whole(open_screen: OpenScreen) -> None:
    screen = open_screen("traffsakerhet", plats="2403", bas="2019")
    assert cards(screen) == NAMES
    assert set(downloads(screen)) == set(NAMES)
    for caption in list(screen.caption)[:4]:
        assert "Källa: " in caption.value
        assert "simuleringar" in caption.value
    assert "Kolada N02822" in screen.caption[0].value, "the published projection has its source"
    alts = {chart.alt for chart in charts(screen).values()}
    assert len(alts) == 4
    assert all(len(alt) > 30 for alt in alts)


def test_chart_shows_what_each_said(
    open_screen: OpenScreen, dataset: Dataset, rows: pd.DataFrame
) -> None:
    chart = charts(open_screen("traffsakerhet", plats="2482", bas="2019"))["sagt"]
    of_place = rows[(rows["region"] == "2482") & (rows["origin"] == 2019)]
    of_place = of_place[of_place["group"] == "total"]
    start = dataset.rows("population_total", "2482").set_index("year")["value"]
    for name, contender in (("Vår prognos", "demografi"), ("SCB:s framskrivning", "official")):
        said = of_place[of_place["contender"] == contender].set_index("year")["forecast"]
        trace = chart.trace(name)
        drawn = dict(zip(values(trace["x"]), values(trace["y"]), strict=True))
        assert drawn.pop(2019) == start[2019]
        assert drawn == pytest.approx(said.to_dict())
    came = chart.trace("Utfall")
    assert dict(zip(values(came["x"]), values(came["y"]), strict=True))[2024] == start[2024]
    assert "8 av 10" in "".join(chart.names())


def test_several_municipalities_are_summed_without_a_range(
    open_screen: OpenScreen, dataset: Dataset, rows: pd.DataFrame
) -> None:
    screen = open_screen("traffsakerhet", plats="24", bas="2014", **{"vy-sagt": "tabell"})
    heading, *lines = table(screen)
    members = dataset.regions.place("24").members
    found = ours(rows, members, "total")
    found = found[(found["origin"] == 2014) & (found["year"] == 2019)]
    (line,) = [line for line in lines if line[0] == "2019"]
    assert line[heading.index("Vår prognos")] == whole(found["forecast"].sum())
    assert line[heading.index("Utfall")] == whole(found["actual"].sum())
    assert line[heading.index("Vår, lägst i 8 av 10")] == "–"


@pytest.mark.parametrize(("origin", "told"), [("2019", "SCB:s"), ("2014", "Statisticons")])
def test_who_was_closer_is_on_the_same_rows(
    open_screen: OpenScreen, dataset: Dataset, rows: pd.DataFrame, origin: str, told: str
) -> None:
    screen = open_screen("traffsakerhet", plats="24", bas=origin, **{"vy-fel": "tabell"})
    heading, *lines = table(screen)
    assert told in screen.markdown[0].value
    (line,) = [line for line in lines if line[0] == "5"]
    here = rows[rows["region"].isin(dataset.regions.place("24").members)]
    here = here[(here["origin"] == int(origin)) & (here["ahead"] == 5)]
    here = here[here["group"] == "total"]
    for name, contender in (
        (told.removesuffix("s").removesuffix(":"), "official"),
        ("Vår", "demografi"),
    ):
        error = here[here["contender"] == contender]["error"].abs().mean()
        assert line[heading.index(name)] == f"{error:.1f}".replace(".", ",")


def test_another_dataset_is_said(open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dataset, "version", property(lambda _self: "0123456789"))
    screen = open_screen("traffsakerhet")
    (notice,) = screen.info
    assert "0123456789" in notice.value
    assert stored.read().facts["dataset"]["version"] in notice.value


def test_without_a_back_test_the_screen_says_so(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from demografi.errors import DatasetError  # noqa: PLC0415
    from demografi.ui import cached  # noqa: PLC0415

    def missing() -> None:
        raise DatasetError("no_backtest", "Gone.", path="data/backtest.parquet")

    monkeypatch.setattr(cached, "_backtest", missing)
    screen = open_screen("traffsakerhet")
    (error,) = screen.error
    assert "data/backtest.parquet" in error.value
    assert not screen.metric


@pytest.mark.parametrize("code", ["2425", "24"])
def test_size_classes_hold_the_totals_of_every_municipality_of_that_size(
    open_screen: OpenScreen, dataset: Dataset, rows: pd.DataFrame, code: str
) -> None:
    screen = open_screen("traffsakerhet", plats=code, **{"vy-intervall": "tabell"})
    heading, *lines = table(screen)
    shown = {line[0]: line for line in lines}
    members = dataset.regions.place(code).members
    every = tuple(rows["region"].unique()) if code == "2425" else members
    found = ours(rows, every, "total").dropna(subset=["actual"])
    small = found[found["size"] == "<5000"]
    line = shown["Kommuner under 5 000 invånare".replace(" 000 ", "\u00a0000 ")]
    assert line[heading.index("Antal prognoser")] == whole(len(small))
    inside = small["actual"].between(small["low80"], small["high80"]).mean()
    assert line[heading.index("I intervallet för 8 av 10, %")] == whole(100 * inside)
    assert ("Kommuner över 20 000 invånare".replace(" 000 ", "\u00a0000 ") in shown) == (
        code == "24"
    )
