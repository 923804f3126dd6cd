"""What reports say is what the dataset and the projection say."""

import datetime
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset
from demografi.errors import RequestError
from demografi.indicators import observed
from demografi.notes import Note
from demografi.projection import Trajectories
from demografi.report import (
    LEVELS,
    TEMPLATES,
    Basis,
    Order,
    Report,
    Table,
    check_order,
    compose,
    spoken_of,
)
from demografi.report.tables import COMPARED, measure_name
from demografi.report.what_if import what_if_table
from demografi.scenario import Measure, Scenario, run, to_link
from demografi.text.numbers import interval, whole
from demografi.ui.report import counted
from tests.report.conftest import MADE


def everything(report: Report) -> str:
    texts = [report.title, report.subtitle]
    for section in (*report.sections, *report.annex):
        texts += [section.title, *section.paragraphs]
        texts += [item.title for item in section.items]
    return "\n".join(texts)


@pytest.mark.parametrize("template", ["rus", "jamforelse"])
def test_every_template_is_whole(basis: Basis, template: str) -> None:
    report = compose(basis, Order(template), made=MADE)
    assert [section.key for section in report.sections] == list(TEMPLATES[template].contents)
    assert [section.key for section in report.annex] == [
        "intervall",
        "metod",
        "data",
        "definitioner",
    ]
    keys = [figure.key for figure in report.figures()]
    assert len(set(keys)) == len(keys), "a picture per figure"
    for figure in report.figures():
        assert figure.source.startswith(("Källa: ", "Prognos: "))
        assert len(figure.alt) > 20
        assert len(figure.message) < 200
        assert not re.search(r"\bnan\b|\bNone\b|{|}", figure.message + figure.title + figure.alt)
    for table in report.tables():
        assert table.source
        assert len(table.written) == len(table.written.drop_duplicates())


def test_figures_hold_the_published_population(umea: Report, dataset: Dataset) -> None:
    known = observed(dataset, "2480", "population").set_index("year")["value"]
    by_key = {figure.key: figure for figure in umea.figures()}
    table = by_key["folkmangd-2480"].table.frame.set_index("year")["value"]
    assert table[2025] == known[2025]
    assert f"{whole(known[2025])} nu" in by_key["prognos-2480"].message


def test_range_is_the_draws_own(umea: Report, trajectories: Trajectories) -> None:
    at = trajectories.years.index(2040)
    draws = trajectories.ages(["2480"])[:, at].sum(axis=1)
    low, high = np.quantile(draws, [0.1, 0.9])
    by_key = {figure.key: figure for figure in umea.figures()}
    assert interval(low, high) in by_key["prognos-2480"].message
    row = by_key["prognos-2480"].table.frame.set_index("year").loc[2040]
    assert [row["p10"], row["p90"]] == pytest.approx([low, high])


def test_native_charts_hold_the_same_numbers(umea: Report) -> None:
    figure = next(figure for figure in umea.figures() if figure.key == "prognos-2480")
    (chart,) = figure.charts
    table = figure.table.frame.set_index("year")
    seen, middle = chart.series
    for year, value, centre in zip(chart.categories, seen.values, middle.values, strict=True):
        row = table.loc[int(year)]
        if value is not None:
            assert value == row["value"]
        if centre is not None and int(year) > 2025:
            assert centre == row["p50"]
    (band,) = chart.bands
    assert band.high[-1] == table.loc[2040, "p90"]
    assert band.low[chart.categories.index("2025")] == seen.values[chart.categories.index("2025")]


def test_single_ages_sum_to_the_population(umea: Report, dataset: Dataset) -> None:
    ages = next(table for table in umea.appendix if table.key == "ettar-utfall-2480")
    known = observed(dataset, "2480", "population").set_index("year")["value"]
    assert ages.frame.loc[ages.frame["year"] == 2022, ["T"]].to_numpy().sum() == known[2022]
    assert ages.frame["age"].iloc[-1] == "100+"


def test_summary_explains_the_range_in_three_sentences(umea: Report) -> None:
    page = next(section for section in umea.annex if section.key == "intervall")
    assert len(re.findall(r"\.(?= |$)", " ".join(page.paragraphs))) == 3
    assert "60 tänkbara framtider" in page.paragraphs[0]


def test_county_and_municipality_have_names_of_their_own(basis: Basis) -> None:
    titles = [
        compose(basis, Order("kommunbild", (code,), contents=("historia",)), made=MADE).title
        for code in ("24", "2482")
    ]
    assert titles == ["Lägesbild: Västerbottens län", "Kommunbild: Skellefteå"]


def test_many_places_are_chapters(basis: Basis) -> None:
    order = Order("kommunbild", ("2480", "2482"), contents=("historia",))
    report = compose(basis, order, made=MADE)
    assert [(section.title, section.level) for section in report.sections] == [
        ("Umeå", 1),
        ("Var vi kommer ifrån", 2),
        ("Skellefteå", 1),
        ("Var vi kommer ifrån", 2),
    ]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (Order("bok"), "unknown_template"),
        (Order("kommunbild", ("9999",)), "unknown_region"),
        (Order("kommunbild", ("2480",), contents=("väder",)), "unknown_section"),
        (Order("kommunbild", ("2580",)), "not_projected"),
        (Order("jamforelse", ("2480",)), "wrong_number_of_places"),
        (Order("rus", ("24", "2480")), "wrong_number_of_places"),
        (Order("scenario", ("24",)), "no_scenario"),
        (Order("kommunbild", ("2480",), levels=("x",)), "unknown_region"),
    ],
)
def test_impossible_orders_are_refused(dataset: Dataset, order: Order, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        check_order(dataset, order)
    assert refused.value.code == code
    assert refused.value.remedy


def test_order_is_filled_in(dataset: Dataset) -> None:
    order = check_order(dataset, Order("kommunbild", ("2480", "2480"), contents=("laget",)))
    assert order.places == ("2480",)
    assert order.levels == LEVELS
    assert order.contents == ("laget",)


def test_dialogue_goes_along_when_asked_for(basis: Basis) -> None:
    written = datetime.datetime(2026, 11, 3, 12, tzinfo=datetime.UTC)
    note = Note(7, written, "2480", "prognos", "Folkmängd", "Bygg mer!\n=1+1", "Kim", "prognos?x=1")
    order = Order("kommunbild", ("2480",), contents=("historia",))
    without = compose(basis, order, made=MADE, notes=[note])
    assert "dialog" not in {section.key for section in without.annex}
    told = compose(basis, replace(order, notes=True), made=MADE, notes=[note])
    (section,) = [section for section in told.annex if section.key == "dialog"]
    (table,) = section.items
    assert isinstance(table, Table)
    assert "Bygg mer! =1+1" in table.written.to_numpy().ravel().tolist()
    assert "prognos?x=1" in table.frame.to_numpy().ravel().tolist()


def test_a_report_on_the_county_has_what_is_about_no_place(dataset: Dataset) -> None:
    county, umea = (spoken_of(dataset, [code]) for code in ("24", "2480"))
    assert {"", "24", "2480", "region8", "kust"} <= set(county)
    assert "2480" in umea
    assert not {"", "24", "2482", "kust"} & set(umea)
    assert "00" not in county, "the nation is not within the county"
    inland = spoken_of(dataset, ["region8"])
    assert "" not in inland
    assert set(dataset.regions.place("region8").members) <= set(inland)


def test_notes_without_a_place_are_counted_apart(basis: Basis) -> None:
    written = datetime.datetime(2026, 11, 3, 12, tzinfo=datetime.UTC)
    about = [
        Note(number, written, place, "x", "Ämnet", f"Text {number}", "", "")
        for number, place in enumerate(["24", "", "2480"])
    ]
    order = Order("rus", contents=("historia",), notes=True)
    report = compose(basis, order, made=MADE, notes=about)
    (section,) = [section for section in report.annex if section.key == "dialog"]
    assert "3 synpunkter om 2 platser, varav 1 inte gäller en viss plats" in section.paragraphs[0]
    assert isinstance(section.items[0], Table)
    assert section.items[0].frame["Plats"].tolist() == ["Västerbottens län", "Ingen viss", "Umeå"]
    assert section.items[0].written["Gäller"].tolist() == [
        "Ämnet (Västerbottens län)",
        "Ämnet",
        "Ämnet (Umeå)",
    ]
    assert set(section.items[0].written["Skriven av"]) == {"Utan namn, 3 november 2026"}
    assert [text[:8] for text in section.spoken] == ["”Text 0”", "”Text 1”", "”Text 2”"]
    alone = compose(basis, order, made=MADE, notes=about[1:2])
    (section,) = [section for section in alone.annex if section.key == "dialog"]
    assert "1 synpunkt som inte gäller en viss plats" in section.paragraphs[0]


def test_scenario_is_told_beside_the_projection(what_if: Report, basis: Basis) -> None:
    assert what_if.title == "Scenario för Storuman: Gruva +300 jobb"
    said = everything(what_if)
    assert "än enligt prognosen" in said
    assert "300 jobb i Storuman 2028–2035" in said
    jobs = Measure.of("employer", "2421", {"jobs": 300, "from": 2028, "to": 2035})
    scenario = Scenario("Gruva +300 jobb", (jobs,))
    changed = run(basis.dataset, basis.trajectories, scenario)
    at = changed.years.index(2035)
    drawn = changed.ages(["2421"])[:, at].sum(axis=1)
    table = what_if_table(basis, "2421", scenario).frame
    row = table[(table["group"] == "Hela befolkningen") & (table["year"] == 2035)].iloc[0]
    assert row["p50"] == pytest.approx(np.quantile(drawn, 0.5))
    assert what_if.about["Scenario"] == to_link(scenario)


def test_scenario_adds_places_and_staff(what_if: Report) -> None:
    table = next(one for one in what_if.tables() if one.key == "skillnad-behov-2421")
    people = differences(what_if, "Grundskola, 6–15 år")
    row = table.frame.set_index("service").loc["Grundskola, 6–15 år"]
    for end in ("p10", "p50", "p90"):
        assert row[f"users_{end}"] == pytest.approx(people[f"effect_{end}"])
        assert row[f"staff_{end}"] == pytest.approx(people[f"effect_{end}"] / 12.1)
    assert "Räkneexempel, inte statistik" in table.note
    shown = table.written.set_index("Verksamhet")["Heltidstjänster, räkneexempel"]
    assert shown["Gymnasieskola, 16–18 år"] == "–", "no sourced number"


def differences(report: Report, group: str) -> "pd.Series[float]":
    """Difference of a group in the year that a report on a scenario speaks of."""
    frame = next(one for one in report.tables() if one.key == "skillnad-2421").frame
    return frame[frame["group"] == group].iloc[0]


def test_as_many_are_as_many_as_projected(what_if: Report) -> None:
    said = everything(what_if)
    assert "lika många personer 2035 som enligt prognosen" in said
    assert not re.search(r"lika många [^.]* än enligt", said)


def test_places_are_compared_by_a_year_they_share(umea: Report, dataset: Dataset) -> None:
    table = next(table for table in umea.tables() if table.key.startswith("laget-"))
    frame = table.frame
    for row in frame.to_dict("records"):
        key = next(k for k in COMPARED if measure_name(k) == row["measure"])
        known = observed(dataset, row["place"], key).set_index("year")
        assert row["value"] == known["value"][row["year"]]
        assert (row["how"] == "ja") == (known["basis"][row["year"]] == "indirect")
    ratio = frame[frame["measure"] == measure_name("dependency_ratio")]
    assert ratio["year"].nunique() == 1
    others = frame[frame["place"] != "2480"]
    assert set(others["measure"]) == set(frame["measure"]), "no row without a comparison"
    shown = table.written.set_index("Mått")
    assert list(shown.columns) == ["År", *dict.fromkeys(frame["name"])]


def test_a_line_with_a_gap_says_so(umea: Report) -> None:
    for figure in umea.figures():
        if "name" not in figure.table.frame or "kind" not in figure.table.frame:
            continue
        past = figure.table.frame.query("kind == 'Statistik'")
        gap = any(
            set(range(years.min(), years.max())) - set(years)
            for _name, years in past.groupby("name")["year"]
        )
        assert gap == ("där uppgifter saknas: " in figure.table.note), figure.key


def test_every_chapter_has_the_same_contents(basis: Basis) -> None:
    """The screen counts the files' figures from the chapter it shows."""
    order = Order("kommunbild", ("24", "2480", "2421"))
    whole_report = compose(basis, order, made=MADE)
    first = compose(basis, replace(order, places=("24",)), made=MADE)
    assert counted(first, order) == (
        len(list(whole_report.figures())),
        len(list(whole_report.tables())) + 1,
    )
