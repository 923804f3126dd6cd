"""Insatser: services, labour force, what a goal takes, planning together – as the draws say."""

import re

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from demografi import Dataset, needs
from demografi.projection import fitted
from demografi.series import group_series
from demografi.text import goals as words
from demografi.text.numbers import interval
from demografi.ui import cached
from tests.pages.cards import cards, charts, downloads, metrics, table, values
from tests.pages.conftest import OpenScreen, link_of

RANGE = "8 av 10 utfall"
VIEWS = ["verksamheter", "arbetskraft", "krav", "tillsammans"]


def subheaders(screen: AppTest) -> list[str]:
    return [heading.value for heading in screen.subheader]


def captions(screen: AppTest) -> str:
    return "\n".join(caption.value for caption in screen.caption)


def draws(dataset: Dataset, code: str, low: int, high: int, year: int) -> np.ndarray:
    found = cached.projection()
    people = found.group(dataset.regions.place(code).members, low, high)
    chosen: np.ndarray = people[:, found.at(year)].astype(float)
    return chosen


def written(cells: np.ndarray) -> str:
    return interval(*np.quantile(cells, [0.1, 0.9]))


@pytest.mark.parametrize(
    ("code", "view"), [*(("2422", view) for view in VIEWS), ("24", "krav"), ("kust", "krav")]
)
def test_every_view_of_every_kind_of_place(open_screen: OpenScreen, code: str, view: str) -> None:
    screen = open_screen("insatser", plats=code, **{"del": view})
    assert not screen.warning
    assert RANGE in screen.markdown[0].value, "uncertainty in the same breath"
    found = charts(screen)
    assert found
    assert len({chart.alt for chart in found.values()}) == len(found)
    assert {"csv", "xlsx"} <= set.intersection(*downloads(screen).values())
    assert "simuleringar" in captions(screen)
    again = open_screen("insatser", **link_of(screen))
    assert again.markdown[0].value == screen.markdown[0].value


def test_figures_of_services_equal_the_draws(open_screen: OpenScreen, dataset: Dataset) -> None:
    screen = open_screen("insatser", plats="2480", till="2038")
    shown = {label: value for label, (value, _) in metrics(screen).items()}
    oldest = draws(dataset, "2480", 80, 100, 2038)
    share = needs.published_value(dataset, "2480", "N21704", "80+")
    assert share is not None
    assert shown["Grundskola 2038"] == written(draws(dataset, "2480", 6, 15, 2038))
    assert shown["Hemtjänst 2038"] == written(oldest * round(share.value, 1) / 100)
    assert shown["Förskola 2038"] == written(draws(dataset, "2480", 1, 5, 2038) * 0.87)
    assert "Kolada N21704, 2022" in captions(screen)
    assert "Antagande: Skolverket" in captions(screen), "what is assumed is said to be"


def test_preschool_before_now_is_not_called_statistics(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ages times an assumed share: said on the card, in the figure, in the table and in files."""
    offered: dict[str, pd.DataFrame] = {}

    def keep(key: str, _version: str, frame: pd.DataFrame, **_about: object) -> None:
        offered[key] = frame

    monkeypatch.setattr("demografi.ui.card._offer", keep)
    screen = open_screen("insatser", plats="2480")
    assert "beräknat" in metrics(screen)["Förskola 2035"][1]
    assert "senast" in metrics(screen)["Grundskola 2035"][1]
    lines = {
        key.partition("_")[2].partition(",")[0]: chart.content["data"][0]
        for key, chart in charts(screen).items()
        if key.startswith("verksamheter")
    }
    assert (lines["Förskola"]["name"], lines["Förskola"]["line"]["dash"]) == ("Beräknat", "dash")
    assert lines["Grundskola"]["name"] == lines["Hemtjänst"]["name"] == "Statistik"
    assert "dash" not in lines["Grundskola"]["line"]
    frame = offered["verksamheter"]
    assert "Statistik" not in frame, "one column holds both"
    what = frame.drop_duplicates("Vad").set_index("Vad")["Underlag bakåt"].to_dict()
    assert what["Förskola, 1–5 år"] == "beräknat: åldern gånger antagen andel"
    assert what["Grundskola, 6–15 år"] == "statistik: alla i åldern"
    shown = open_screen("insatser", plats="2480", **{"vy-verksamheter": "tabell"})
    heading, *_rows = table(shown)
    assert heading[1:3] == ["Förskola, 1–5 år (beräknat)", "Grundskola, 6–15 år"]


def test_share_is_edited_kept_in_the_link_and_belongs_to_its_place(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("insatser", plats="2480")
    assert "hemtjanst" not in link_of(screen), "what is not changed is not in the link"
    screen.text_input(key="typed_choice_hemtjanst@2480").set_value("30").run()
    assert link_of(screen)["hemtjanst"] == "30.0"
    expected = written(draws(dataset, "2480", 80, 100, 2035) * 0.3)
    assert metrics(screen)["Hemtjänst 2035"][0] == expected
    assert "Eget antagande. Kolada har" in captions(screen)
    receiver = open_screen("insatser", **link_of(screen))
    assert metrics(receiver) == metrics(screen)
    screen.selectbox(key="choice_plats").set_value("2482").run()
    assert "hemtjanst" not in link_of(screen)
    assert "Eget antagande" not in captions(screen)


@pytest.mark.parametrize("raw", ["300", "nan", "", "<b>"])
def test_impossible_share_in_the_link_is_said_and_replaced(
    open_screen: OpenScreen, raw: str
) -> None:
    screen = open_screen("insatser", plats="2480", hemtjanst=raw)
    assert len(screen.warning) == 1
    assert "hemtjanst" not in link_of(screen)
    assert metrics(screen) == metrics(open_screen("insatser", plats="2480"))


def test_missing_share_is_said_and_another_level_offered(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("insatser", plats="2422")
    assert metrics(screen)["Särskilt boende 2035"] == ("–", "värde saknas, se Antaganden")
    assert "Kolada har inget aktuellt värde för Sorsele" in captions(screen)
    (nation,) = [b for b in screen.button if b.label.startswith("Använd rikets")]
    nation.click().run()
    lent = needs.published_value(dataset, "00", "N23801", "80+")
    assert lent is not None
    expected = written(draws(dataset, "2422", 80, 100, 2035) * round(lent.value, 1) / 100)
    assert metrics(screen)["Särskilt boende 2035"][0] == expected
    assert "Rikets värde, inte platsens eget" in captions(screen)
    assert link_of(screen)["boende"] == f"{lent.value:.1f}"


def test_staff_is_counted_only_from_ratios_that_somebody_gave(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("insatser", plats="2425")
    assert not any("Heltidstjänster" in text for text in subheaders(screen))
    screen.button(key="staff_examples").click().run()
    assert "Heltidstjänster som behövs i Dorotea" in subheaders(screen)
    assert link_of(screen)["per-forskola"] == "5.1"
    assert "Antaganden, inte statistik: förskola 5,1" in captions(screen)
    chart = charts(screen)["personal_Grundskola, 6–15 år"]
    line = chart.trace("Prognos")
    at = list(values(line["x"])).index(2035)
    expected = np.median(draws(dataset, "2425", 6, 15, 2035)) / 12.1
    assert values(line["y"])[at] == pytest.approx(expected)


@pytest.mark.parametrize(
    "link",
    [
        {"per-forskola": "5.1", "per-hemtjanst": "2.5", "vy-personal": "tabell"},
        {"del": "arbetskraft", "kr-6-15": "130000", "vy-kostnad-per-verksamhet": "tabell"},
        {"del": "krav", "vy-krav-kurva": "tabell"},
    ],
    ids=str,
)
def test_no_card_with_figures_has_an_empty_table(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch, link: dict[str, str]
) -> None:
    """Neither on screen nor in what is downloaded, also where there is no history."""
    offered: dict[str, pd.DataFrame] = {}

    def keep(key: str, _version: str, frame: pd.DataFrame, **_about: object) -> None:
        offered[key] = frame

    monkeypatch.setattr("demografi.ui.card._offer", keep)
    screen = open_screen("insatser", plats="2425", **link)
    assert set(offered) == set(cards(screen))
    for key, frame in offered.items():
        assert len(frame), key
        assert frame.notna().any(axis=0).sum() > 1, key
    _heading, *rows = table(screen)
    assert rows[0][0] == str(cached.projection().years[-1])
    assert any(figure.isdigit() for cell in rows[0][1:] for figure in cell)


def test_staff_is_told_in_words_with_its_range(open_screen: OpenScreen, dataset: Dataset) -> None:
    screen = open_screen("insatser", plats="2425", **{"per-hemtjanst": "2.5"})
    share = needs.published_value(dataset, "2425", "N21704", "80+")
    assert share is not None
    oldest = draws(dataset, "2425", 80, 100, 2035) * round(share.value, 1) / 100
    (told,) = [text.value for text in screen.markdown if "heltidstjänster" in text.value]
    assert f"hemtjänst {written(oldest / 2.5)}." in told
    assert "2035" in told
    assert RANGE in told
    assert "För gymnasieskola, hemtjänst och särskilt boende har vi inget tal" in captions(screen)


def test_now_is_what_is_published_and_what_is_calculated_is_said_to_be(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("insatser", plats="2425")
    known = group_series(dataset, "2425", ["80+"]).iloc[-1]
    share = needs.published_value(dataset, "2425", "N21704", "80+")
    assert share is not None
    assert known["year"] == 2025
    assert f"från {known['value']:.0f} till" in screen.markdown[0].value
    told = rf"hemtjänst [^.]* från beräknade \d+ för 2025 \(år {share.year} var de \d+\)"
    assert re.search(told, captions(screen))


def test_low_goal_is_met_anyway(open_screen: OpenScreen) -> None:
    screen = open_screen("insatser", plats="2425", niva="100", **{"del": "krav"})
    assert any("målet nås ändå" in text for text in subheaders(screen))
    assert "Räcker: flyttnetto" in metrics(screen)
    assert "Räcker, 8 av 10 utfall" in charts(screen)["krav-historia"].names()


def test_cost_pressure_names_what_it_counts_and_where_costs_come_from(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    screen = open_screen("insatser", plats="2425", **{"del": "arbetskraft"})
    (title,) = [text for text in subheaders(screen) if "% till 2035" in text]
    assert "äldreomsorg" in title
    assert "förskola" not in title
    assert "Räknas inte: förskola, grundskola och gymnasieskola, vars" in captions(screen)
    screen.button(key="cost_examples").click().run()
    (title,) = [text for text in subheaders(screen) if "% till 2035" in text]
    assert "förskola, grundskola, gymnasieskola och äldreomsorg" in title
    assert "Räkenskapssammandraget 2021" in captions(screen)
    elderly = needs.published_value(dataset, "2425", needs.ELDERLY_COST, "80+")
    assert elderly is not None
    costs = {ages: round(cost) for ages, cost in needs.example_costs(dataset).items()}
    index = needs.cost_index(cached.projection(), ["2425"], {**costs, "80+": round(elderly.value)})
    pressure = charts(screen)["kostnadstryck"]
    line = pressure.trace("Tillsammans")
    at = list(values(line["x"])).index(2035)
    assert values(line["y"])[at] == pytest.approx(np.median(index[:, 10]))
    pupils, old = (draws(dataset, "2425", *ages, 2035) for ages in ((6, 15), (80, 100)))
    school = values(pressure.trace("Grundskola")["y"])[at]
    assert school == pytest.approx(np.median(pupils) / 229 * 100)
    (heading,) = [text for text in subheaders(screen) if "sänker kostnaden för" in text]
    assert "grundskola" in heading
    assert "äldreomsorg" not in heading, "what goes down is told apart from what does not"
    (panel,) = [
        chart
        for key, chart in charts(screen).items()
        if key.startswith("kostnad-per-verksamhet_Äldreomsorg")
    ]
    assert values(panel.trace("Prognos")["y"])[at] == pytest.approx(
        np.median(old) * round(elderly.value) / 1e6
    )


def test_what_dorotea_needs_for_200_pupils(open_screen: OpenScreen, dataset: Dataset) -> None:
    """A number, its range, and whether it is realistic; the numbers are those of the search."""
    screen = open_screen("insatser", plats="2425", till="2035", niva="200", **{"del": "krav"})
    place = needs.place_rates(
        fitted(dataset), ["2425"], horizon=10, draws=cached.DRAWS, seed=cached.SEED
    )
    answer = needs.seek(
        place, cached.projection(), goal="elever", lever="flyttning", level=200, year=2035
    )
    assert answer.need is not None
    told = screen.markdown[0].value
    assert words.answer_sentence("Dorotea", answer) in told
    assert f"{answer.need.middle:+.0f} personer per år" in told
    known = needs.precedent(needs.migration_history(dataset, "2425"), answer.need.middle, 10)
    assert words.verdict(answer, needs.realism(answer, known), known) in told
    assert "sedan 1968" in told, "the place's own history speaks"
    shown = metrics(screen)
    assert shown["Krävs: flyttnetto"][0] == words.lever_span("flyttning", answer.need)
    pupils = draws(dataset, "2425", 6, 15, 2035)
    assert shown["Utan förändring 2035"][0] == written(pupils)
    assert shown["Når målet utan förändring"][0] == words.chance_figure((pupils >= 200).mean())
    goal = charts(screen)["krav-kurva"].trace("Målet")
    assert (values(goal["x"])[0], values(goal["y"])[0]) == (2035, 200)
    assert f"{(answer.factor - 1) * 100:.0f} procent fler inflyttade" in captions(screen)
    less = open_screen("insatser", plats="2425", till="2035", niva="140", **{"del": "krav"})
    assert re.search(r"motsvarar \d+ procent färre inflyttade än i prognosen", captions(less))


def test_goal_starts_at_todays_level_of_the_place(open_screen: OpenScreen) -> None:
    screen = open_screen("insatser", plats="2425", **{"del": "krav"})
    assert screen.text_input(key="typed_choice_niva@2425-elever").value == "229"
    assert "niva" not in link_of(screen)
    screen.selectbox(key="choice_mal").set_value("folkmangd").run()
    assert str(screen.text_input(key="typed_choice_niva@2425-folkmangd").value).startswith(
        "2\u00a0"
    )
    assert "För att Dorotea år 2035 ska ha" in screen.markdown[0].value
    assert "invånare behöver flyttnettot" in screen.markdown[0].value


def test_lever_that_cannot_move_the_new_goal_is_left(open_screen: OpenScreen) -> None:
    screen = open_screen(
        "insatser", plats="2482", mal="sysselsatta", genom="sysselsattning", **{"del": "krav"}
    )
    assert "av invånarna 20–64 år arbeta" in screen.markdown[0].value
    screen.selectbox(key="choice_mal").set_value("folkmangd").run()
    assert not screen.exception
    assert link_of(screen)["genom"] == "flyttning"


def test_goal_out_of_reach_is_said(open_screen: OpenScreen) -> None:
    screen = open_screen(
        "insatser", plats="2425", mal="arbetsfor", niva="1500", genom="fodda", **{"del": "krav"}
    )
    assert "Det går inte" in screen.markdown[0].value
    assert metrics(screen)["Krävs: barnafödande"][0] == "finns inte"
    assert "Krävs, 8 av 10 utfall" not in charts(screen)["krav-historia"].names()


def test_joint_table_has_members_and_group(open_screen: OpenScreen, dataset: Dataset) -> None:
    screen = open_screen(
        "insatser", plats="2425", **{"del": "tillsammans", "vy-gemensam-storlek": "tabell"}
    )
    assert screen.title[0].value == "Planera tillsammans: Region 8"
    _heading, *rows = table(screen)
    members = [dataset.regions.name(m) for m in dataset.regions.place("region8").members]
    assert {row[0] for row in rows} == {*members, "Region 8"}
    assert rows[0][0] == "Region 8"
