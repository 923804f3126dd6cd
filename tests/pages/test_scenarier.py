"""Scenarier: examples, forms, files, links, comparison – and the numbers of the command line."""

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from demografi import Dataset
from demografi.projection import Trajectories, project
from demografi.scenario import Made, Measure, Scenario, from_link, read, run, write
from demografi.text.numbers import interval
from demografi.ui import cached
from tests.pages.cards import Chart, charts
from tests.pages.conftest import OpenScreen, link_of

MINE = "1__jobb_2421_n300_f2028_t2040"


@pytest.fixture(scope="module")
def shown(dataset: Dataset) -> Trajectories:
    """Return the projection the screens show."""
    return project(dataset, to=cached.HORIZON, draws=cached.DRAWS, seed=cached.SEED)


def conclusion(screen: AppTest) -> str:
    return str(screen.markdown[0].value)


def again(screen: AppTest) -> AppTest:
    assert not screen.exception, [error.message for error in screen.exception]
    return screen


def upload(screen: AppTest, content: bytes) -> AppTest:
    screen.file_uploader[0].upload("scenario.json", content, "application/json")
    return again(screen.run())


def test_the_newcomers_question_is_answered_and_the_link_repeats_it(
    open_screen: OpenScreen, dataset: Dataset, shown: Trajectories
) -> None:
    screen = open_screen("scenarier")
    assert "Inget är ändrat" in conclusion(screen)
    again(screen.button(key="example_mine").click().run())
    link = link_of(screen)
    assert link["scenario"] == MINE
    assert link["plats"] == "2421"
    told = conclusion(screen)
    assert told.startswith("300 jobb i Storuman 2028–2040. Grundskolan i Storuman, 6–15 år: ")
    assert "Räknat med att hälften av jobben tas av inflyttare och hälften av dem bor kvar" in told
    # School, and after closing.
    changed = run(dataset, shown, from_link(MINE))
    pupils = (changed.group(["2421"], 6, 15) - shown.group(["2421"], 6, 15)).mean(axis=0)
    for year in (2041, 2046):
        assert f"{round(float(pupils[shown.at(year)]))} fler elever" in told
    assert "När jobben är borta, 2041, är det" in told
    now = shown.group(["2421"], 6, 15)[0, 0]
    spans = [
        interval(*np.quantile(one.group(["2421"], 6, 15)[:, shown.at(2035)], [0.1, 0.9]))
        for one in (shown, changed)
    ]
    assert f"{now:.0f} elever nu (2025), " in told
    assert f"{spans[0]} år 2035 enligt prognosen och {spans[1]} i scenariot (+" in told
    people = (changed.group(["2421"], 0, 100) - shown.group(["2421"], 0, 100))[:, shown.at(2035)]
    metric = screen.metric[0]
    assert metric.label == "Folkmängd 2035"
    assert metric.value == f"+{people.mean():.0f}"
    low, high = np.quantile(people, [0.1, 0.9])
    assert metric.delta.startswith(f"+{low:.0f} till +{high:.0f}, prognos ")
    other = open_screen("scenarier", **link)
    assert conclusion(other) == told
    assert [m.value for m in other.metric] == [m.value for m in screen.metric]
    assert not other.warning


def test_a_slider_changes_the_scenario_and_years_follow_each_other(open_screen: OpenScreen) -> None:
    screen = open_screen("scenarier", plats="2421", scenario=MINE)
    again(screen.slider(key="scenario_0_employer_to").set_value(2033).run())
    assert link_of(screen)["scenario"] == "1__jobb_2421_n300_f2028_t2033"
    again(screen.slider(key="scenario_0_employer_from").set_value(2036).run())
    assert link_of(screen)["scenario"] == "1__jobb_2421_n300_f2036_t2036"
    assert screen.slider(key="scenario_0_employer_to").value == 2036
    # At the projection's end nothing closes.
    again(screen.slider(key="scenario_0_employer_to").set_value(2050).run())
    assert link_of(screen)["scenario"] == "1__jobb_2421_n300_f2036"
    assert "När jobben är borta" not in conclusion(screen)
    again(screen.text_input(key="typed_scenario_0_employer_jobs").set_value("500").run())
    again(screen.slider(key="scenario_0_employer_share").set_value(80).run())
    assert link_of(screen)["scenario"] == "1__jobb_2421_n500_f2036_a80"


def test_amounts_are_typed_in_swedish_and_nothing_is_lost(open_screen: OpenScreen) -> None:
    net = "1__flyttnetto_2421"
    screen = open_screen("scenarier", plats="2421", scenario=f"{MINE}__{net[3:]}_n100")

    def typed(field: str, text: str) -> str:
        again(screen.text_input(key=f"typed_scenario_{field}").set_value(text).run())
        return str(screen.text_input(key=f"typed_scenario_{field}").value)

    assert typed("0_employer_jobs", "1 000") == "1\u00a0000"
    assert "_n1000_" in link_of(screen)["scenario"]
    # Two and a half persons a year is ten in four years; half a job is a slip of the finger.
    assert typed("1_net_migration_persons", "2,5") == "2,5"
    assert typed("1_net_migration_persons", "−3") == "−3"
    assert link_of(screen)["scenario"].endswith("flyttnetto_2421_n-3")
    before = link_of(screen)["scenario"]
    for text, says in (
        ("2,5", "är inget helt tal"),
        ("hundra", "går inte att läsa som ett tal"),
        ("1.000", "går inte att läsa som ett tal"),
        ("0", "är utanför 1 till 5\u00a0000"),
    ):
        assert typed("0_employer_jobs", text) == "1\u00a0000"
        (warning,) = screen.warning
        assert f"` {text} ` {says}" in warning.value
        assert warning.value.endswith("Vi räknar vidare med 1\u00a0000.")
        assert link_of(screen)["scenario"] == before
    # Emptied: the default again.
    assert typed("0_employer_jobs", "") == "100"
    assert not screen.warning


def test_measures_are_added_moved_and_taken_away(open_screen: OpenScreen) -> None:
    screen = open_screen("scenarier", plats="region8")
    for kind in ("fertility", "housing"):
        screen.selectbox(key="scenario_kind").set_value(kind).run()
        again(screen.button(key="scenario_add_button").click().run())
    # What is built stands in one municipality.
    assert link_of(screen)["scenario"] == "1__fruktsamhet_region8__bostader_2417_f2028"
    again(screen.select_slider(key="scenario_0_fertility_change").set_value(25.0).run())
    again(screen.selectbox(key="scenario_1_housing_place").set_value("2463").run())
    assert link_of(screen)["scenario"] == "1__fruktsamhet_region8_p25__bostader_2463_f2028"
    again(screen.button(key="scenario_remove_0").click().run())
    assert link_of(screen)["scenario"] == "1__bostader_2463_f2028"
    again(screen.button(key="scenario_reset").click().run())
    assert "scenario" not in link_of(screen)
    assert "Inget är ändrat" in conclusion(screen)


def test_every_kind_can_be_added(open_screen: OpenScreen) -> None:
    screen = open_screen("scenarier", plats="2425")
    kinds = screen.selectbox(key="scenario_kind").options
    link = "__".join(
        ["1"]
        + [f"{word}_2425" for word in ("fruktsamhet", "dodlighet", "inflyttning", "utflyttning")]
        + [f"{word}_2425" for word in ("flyttnetto", "jobb", "bostader", "skola", "boende")]
        + [f"{word}_2425" for word in ("ingenflytt", "somidag")]
    )
    screen = open_screen("scenarier", plats="2425", scenario=link)
    assert len(kinds) == len(link.split("__")) - 1
    assert not screen.warning
    # A click on any form leaves the others as they were.
    again(screen.select_slider(key="scenario_2_in_migration_change").set_value(-20.0).run())
    assert link_of(screen)["scenario"] == link.replace("inflyttning_2425", "inflyttning_2425_p-20")


def test_a_file_is_saved_and_opened_and_gives_the_same_numbers(
    open_screen: OpenScreen, dataset: Dataset
) -> None:
    scenario = Scenario("Gruvan", from_link(MINE).measures)
    content = write(scenario, Made(dataset.version, 2050, 400, 1)).encode()
    screen = upload(open_screen("scenarier", plats="24"), content)
    assert link_of(screen)["scenario"] == MINE.replace("1__", "1__namn_Gruvan__")
    assert link_of(screen)["plats"] == "2421"
    assert conclusion(screen).startswith("Gruvan (300 jobb i Storuman 2028–2040). Grundskolan ")
    assert not screen.warning
    by_link = open_screen("scenarier", plats="2421", scenario=MINE)
    assert [m.value for m in by_link.metric] == [m.value for m in screen.metric]
    again(screen.text_input(key="scenario_name").set_value("Nya gruvan").run())
    assert conclusion(screen).startswith("Nya gruvan (300 jobb ")
    assert link_of(screen)["scenario"] == MINE.replace("1__", "1__namn_Nya-gruvan__")
    again(screen.text_input(key="scenario_name").set_value("<b>").run())
    assert conclusion(screen).startswith("Nya gruvan (300 jobb ")
    assert "namn får ha högst" in screen.warning[0].value


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b" " * 70_000,
        b"[" * 5000,
        json.dumps({"format": "demografi-scenario", "version": 9, "measures": []}).encode(),
        write(Scenario("", (Measure("fertility", "2380", (("change", 5.0),)),))).encode(),
        write(Scenario()).replace('"name": ""', '"name": "<script>"').encode(),
    ],
    ids=["broken", "huge", "deep", "version", "elsewhere", "script"],
)
def test_a_file_that_is_no_scenario_changes_nothing_and_is_said(
    open_screen: OpenScreen, content: bytes
) -> None:
    before = open_screen("scenarier", plats="2421", scenario=MINE)
    told, link = conclusion(before), link_of(before)
    after = upload(before, content)
    (said,) = after.warning
    assert "(" not in said.value, "it has a wording of its own"
    assert conclusion(after) == told
    assert link_of(after) == link
    again(after.run())
    assert not after.warning, "it is said once"


def test_another_edition_of_the_figures_is_told(open_screen: OpenScreen) -> None:
    content = write(from_link(MINE), Made("0000", 2050, 400, 1)).encode()
    screen = upload(open_screen("scenarier"), content)
    assert "dataversion 0000" in screen.warning[0].value
    assert link_of(screen)["scenario"] == MINE


@pytest.mark.parametrize("text", ["1__jobb_2421_n0", "nonsens", "1__jobb_9999", "1__jobb_24_n100"])
def test_a_link_that_means_nothing_is_said_and_the_projection_shown(
    open_screen: OpenScreen, text: str
) -> None:
    screen = open_screen("scenarier", plats="2421", scenario=text)
    assert "Länken säger" in screen.warning[0].value
    assert len(screen.warning) == 1, "one fault is said once"
    assert "prognosen utan ändringar" in screen.warning[0].value
    assert "Inget är ändrat" in conclusion(screen)


def names_of(chart: Chart) -> list[str]:
    lines = [trace for trace in chart.content["data"] if trace.get("mode") == "lines"]
    return [str(trace.get("name", "")) for trace in lines]


def test_up_to_three_others_stand_beside_it(open_screen: OpenScreen) -> None:
    others = ["1__fruktsamhet_2421_p10", "1__ingenflytt_2421", "1__somidag_2421"]
    screen = open_screen("scenarier", plats="2421", scenario=MINE, mot="..".join(others))
    assert link_of(screen)["mot"] == "..".join(others)
    names = names_of(charts(screen)["scenario-folkmangd"])
    assert names[-4:] == [
        "Gruva med 300 jobb i Storuman",
        "Tio procent fler barn",
        "Ingen flyttning",
        "Som i dag",
    ], "as on the buttons"
    # Pupils too, with the range in the table, and a sentence for each.
    (school,) = [
        chart for key, chart in charts(screen).items() if key.startswith("scenario-grupper_Grundsk")
    ]
    assert {"Tio procent fler barn", "Ingen flyttning", "Som i dag"} <= set(names_of(school))
    said = " ".join(element.value for element in screen.markdown)
    for name in ("Tio procent fler barn", "Ingen flyttning", "Som i dag"):
        assert f"Jämfört med {name}: " in said
    tables = [table.value for table in screen.table]
    (beside,) = [table for table in tables if "Scenario" in table.columns]
    assert beside["Scenario"].iloc[0] == "Prognosen"
    assert len(beside) == 5
    # The scenario as it is now may stay while it is changed.
    again(screen.multiselect(key="scenario_compared").set_value([MINE]).run())
    again(screen.text_input(key="typed_scenario_0_employer_jobs").set_value("100").run())
    assert link_of(screen)["mot"] == MINE
    assert names_of(charts(screen)["scenario-folkmangd"])[-2:] == [
        "100 jobb i Storuman 2028–2040",
        "Gruva med 300 jobb i Storuman",
    ]


def test_tables_name_ranges_as_other_screens_do(open_screen: OpenScreen) -> None:
    shown = {"vy-scenario-skillnad": "tabell", "vy-scenario-folkmangd": "tabell"}
    screen = open_screen("scenarier", plats="2421", scenario=MINE, **shown)
    heads = [list(table.value.columns) for table in screen.table]
    ends = ("lägst i 8 av 10", "mitten", "högst i 8 av 10")
    levels = ["År", *(f"{what}, {end}" for what in ("Prognos", "Scenario") for end in ends)]
    assert levels in heads
    assert ["Åldersgrupp", "År", *(f"Skillnad, {end}" for end in ends)] in heads


def test_a_place_the_scenario_does_not_touch_is_told_so(open_screen: OpenScreen) -> None:
    screen = open_screen("scenarier", plats="2480", scenario=MINE)
    assert "Scenariot rör Storuman; i Umeå ändras inget." in conclusion(screen)
    assert "Umeå" not in conclusion(open_screen("scenarier", plats="2421", scenario=MINE))
    assert "ändras inget" not in conclusion(open_screen("scenarier", plats="24", scenario=MINE))


def test_scenarios_of_one_name_are_told_apart(open_screen: OpenScreen) -> None:
    now, before, first = (f"1__namn_Gruvan__jobb_2421_n{jobs}" for jobs in (300, 200, 250))
    screen = open_screen("scenarier", plats="2421", scenario=now, mot=f"{before}..{first}")
    names = names_of(charts(screen)["scenario-folkmangd"])
    assert names[-3:] == ["Gruvan", "Gruvan (2)", "Gruvan (3)"]
    offered = screen.multiselect(key="scenario_compared").options
    assert {"Gruvan", "Gruvan (2)", "Gruvan (3)"} <= set(offered)


def test_what_is_saved_repeats_the_screen(
    open_screen: OpenScreen, dataset: Dataset, shown: Trajectories
) -> None:
    from demografi.ui.scenario_state import file_of  # noqa: PLC0415 - needs streamlit

    screen = open_screen("scenarier", plats="2421", scenario=MINE, till="2040")
    scenario, made = read(file_of(from_link(MINE), dataset))
    assert made is not None
    assert made.data_version == dataset.version
    changed = run(dataset, project(dataset, to=made.to, draws=made.draws, seed=made.seed), scenario)
    effect = changed.group(["2421"], 20, 64) - shown.group(["2421"], 20, 64)
    assert screen.metric[2].value == f"+{effect[:, shown.at(2040)].mean():.0f}"


def test_the_scenario_stays_when_the_reader_comes_back(open_screen: OpenScreen) -> None:
    screen = open_screen("scenarier", plats="2421", scenario=MINE)
    screen.switch_page("../../../pages/prognos.py").run()
    assert "scenario" not in link_of(screen)
    again(screen.switch_page("../../../pages/scenarier.py").run())
    assert link_of(screen)["scenario"] == MINE
