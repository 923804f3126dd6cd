"""Scenarios in words, on effects made up for the purpose."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from demografi import Dataset
from demografi.scenario import KINDS, Measure, Scenario
from demografi.text.scenario import (
    after_closing,
    assumed,
    closing,
    conclusion,
    difference,
    difference_table,
    effect_span,
    elsewhere,
    groups_changed,
    measure_title,
    peak_year,
    scenario_facts,
    scenario_title,
)
from demografi.text.scenario_compared import compared_with, comparison_table, picture_note

MINE = Measure.of("employer", "2421", {"jobs": 300, "from": 2028, "to": 2031})
SPACE = "\u00a0"


def row(low: float, middle: float, high: float) -> "pd.Series[float]":
    return pd.Series({"effect_p10": low, "effect_p50": middle, "effect_p90": high})


def effects(by_group: Mapping[str, Sequence[float]]) -> pd.DataFrame:
    """Effects from 2030 on, each ten per cent uncertain, on a projection of a hundred."""
    frames = [
        pd.DataFrame(
            {
                "group": group,
                "year": range(2030, 2030 + len(middles)),
                "base_p10": 90.0,
                "base_p50": 100.0,
                "base_p90": 110.0,
                "p10": [90 + m for m in middles],
                "p90": [110 + m for m in middles],
                "effect_p10": [min(m * 0.9, m * 1.1) for m in middles],
                "effect_p50": middles,
                "effect_p90": [max(m * 0.9, m * 1.1) for m in middles],
            }
        )
        for group, middles in by_group.items()
    ]
    return pd.concat(frames, ignore_index=True)


@pytest.mark.parametrize(
    ("kind", "place", "values", "said"),
    [
        (
            "employer",
            "2421",
            {"jobs": 1300, "from": 2028, "to": 2040},
            f"1{SPACE}300 jobb i Storuman 2028–2040",
        ),
        ("employer", "2421", {"from": 2030}, "100 jobb i Storuman från 2030"),
        ("housing", "2480", {"from": 2030, "to": 2030}, "50 nya bostäder i Umeå 2030"),
        ("school", "2463", {"places": -40}, "en skola med 40 elever läggs ned i Åsele"),
        ("school", "2463", {"places": 40}, "en skola med 40 elever öppnar i Åsele"),
        ("care_home", "2463", {"places": -20}, "ett äldreboende med 20 platser stängs i Åsele"),
        ("care_home", "2463", {"places": 20}, "ett äldreboende med 20 platser öppnar i Åsele"),
        ("fertility", "24", {"change": 10}, "barnafödande +10 procent i Västerbottens län"),
        ("mortality", "24", {"change": -7.5}, "dödlighet −7,5 procent i Västerbottens län"),
        (
            "in_migration",
            "region8",
            {"change": -20, "to": 2030},
            "inflyttning −20 procent i Region 8 till 2030",
        ),
        ("out_migration", "2480", {"change": 5}, "utflyttning +5 procent i Umeå"),
        ("net_migration", "2480", {"persons": -12}, "−12 inflyttare per år i Umeå"),
        ("no_migration", "2480", {}, "ingen flyttning i Umeå"),
        ("as_today", "2480", {}, "dödlighet och barnafödande som i dag i Umeå"),
    ],
)
def test_measures_in_words(
    dataset: Dataset, kind: str, place: str, values: dict[str, object], said: str
) -> None:
    assert measure_title(Measure.of(kind, place, values), dataset.regions) == said


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_words(dataset: Dataset, kind: str) -> None:
    told = measure_title(Measure.of(kind, "2421"), dataset.regions)
    assert "Storuman" in told
    assert "{" not in told


def test_a_scenario_is_called_as_its_maker_did_or_by_its_measures(dataset: Dataset) -> None:
    more = Measure.of("fertility", "24", {"change": 10})
    assert scenario_title(Scenario(), dataset.regions) == "Prognosen"
    assert scenario_title(Scenario("Gruvan", (MINE,)), dataset.regions) == "Gruvan"
    assert scenario_title(Scenario("", (more, MINE)), dataset.regions) == (
        "Barnafödande +10 procent i Västerbottens län och 300 jobb i Storuman 2028–2031"
    )
    several = scenario_title(Scenario("", (MINE, more, more)), dataset.regions)
    assert several.endswith("Västerbottens län och 1 åtgärd till")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((241, 259, 276), "knappt 260 fler elever (241–276)"),
        ((-7, -5, -2), "5 färre elever (2–7)"),
        ((-4, 2, 9), "2 fler elever (−4 till +9)"),
        ((-4, -2, 1), "2 färre elever (−4 till +1)"),
        ((-3, 0.2, 4), "ungefär lika många elever (−3 till +4)"),
        ((0, 0, 0), "lika många elever"),
        ((-0.3, 0.1, 0.4), "lika många elever"),
    ],
)
def test_differences(values: tuple[float, float, float], said: str) -> None:
    assert difference(row(*values), "elever") == said


def test_effects_with_their_range() -> None:
    assert effect_span(row(-1, 4.4, 8)) == "+4 (−1 till +8)"


def test_conclusion_of_nothing_is_the_projection() -> None:
    told = conclusion(Scenario(), "Umeå", "Prognosen", effects({"total": [0], "6-15": [0]}), 2030)
    assert told.startswith("Inget är ändrat än: det här är prognosen för Umeå.")


def test_conclusion_tells_the_year_the_peak_and_what_is_left() -> None:
    frame = effects(
        {"total": [200, 220, 100, 90, 80, 70, 60, 50], "6-15": [20, 40, 10, 9, 8, 7, 6, 5]}
    )
    scenario = Scenario("", (MINE,))
    assert closing(scenario) == 2032
    assert peak_year(frame, "6-15") == 2031
    assert conclusion(scenario, "Storuman", "300 jobb", frame, 2030) == (
        "300 jobb. Grundskolan i Storuman, 6–15 år: 100 elever nu (2030), 90–110 år 2030 enligt "
        "prognosen och 110–130 i scenariot (+18 till +22). Folkmängden: 100 invånare nu (2030), "
        "90–110 år 2030 enligt prognosen och 290–310 i scenariot (+180 till +220). Störst är "
        "skillnaden i skolan 2031: 40 fler elever (36–44). När jobben är borta, 2032, är det 10 "
        "fler elever (9–11), och 2037 är det 5 fler elever (4–6). Räknat med att hälften av "
        "jobben tas av inflyttare och hälften av dem bor kvar efter stängningen. "
        "Spannen är 8 av 10 utfall."
    )
    same = conclusion(scenario, "Umeå", "300 jobb", effects({"total": [0], "6-15": [0]}), 2030)
    assert "90–110 år 2030 både enligt prognosen och i scenariot." in same
    away = conclusion(scenario, "Umeå", "300 jobb", frame, 2030, elsewhere="Storuman")
    assert away.startswith("300 jobb. Scenariot rör Storuman; i Umeå ändras inget.")
    # The year looked at is the peak: it is not told twice.
    assert "Störst" not in conclusion(scenario, "Storuman", "300 jobb", frame, 2031)


def test_what_a_scenario_assumes_and_where_it_is(dataset: Dataset) -> None:
    school = Measure.of("school", "2463", {"share": 25})
    home = Measure.of("care_home", "2463", {"share": 40})
    houses = Measure.of("housing", "2480")
    births = Measure.of("fertility", "24", {"change": 10})
    several = Scenario("Allt", (school, home, houses, births, school))
    assert assumed(several) == (
        "Räknat med att en fjärdedel av eleverna flyttar med sin familj; "
        f"40{SPACE}% av de boende flyttar över kommungränsen; "
        "hälften av bostäderna fylls av inflyttare."
    )
    assert assumed(Scenario("", (births,))) == ""
    forever = Scenario("", (Measure.of("employer", "2421", {"share": 75}),))
    assert assumed(forever) == "Räknat med att tre fjärdedelar av jobben tas av inflyttare."
    both = Scenario("", (MINE, houses))
    regions = dataset.regions
    assert elsewhere(both, regions, "2480") == ""
    assert elsewhere(both, regions, "24") == ""
    assert elsewhere(both, regions, "2463") == "Storuman och Umeå"
    named = Scenario("Gruvan", (MINE,))
    assert scenario_facts(named, regions) == "Gruvan (300 jobb i Storuman 2028–2031)"
    picture = picture_note(named, regions, ["A", "B"])
    assert picture.startswith("Gruvan (300 jobb i Storuman 2028–2031). Räknat med att hälften ")
    assert "fälten är 8 av 10 utfall" in picture
    assert picture.endswith("streckad: A; prickad: B.")
    assert "Grönt" not in picture_note(named, regions, difference_only=True)


def test_scenarios_beside_each_other() -> None:
    frame = effects({"total": [200, 220], "6-15": [20, -40]})
    assert compared_with("Skolan", frame, 2030) == (
        "Jämfört med Skolan: 20 fler elever 6–15 år (18–22) och 200 fler invånare (180–220) 2030."
    )
    table = comparison_table({"Gruvan": frame}, {"6-15": "Elever"}, 2031)
    assert table.to_dict("list") == {
        "Scenario": ["Prognosen", "Gruvan"],
        "Elever": ["90–110", "50–70, −40"],
    }


def test_nothing_is_said_of_a_closing_beyond_the_projection() -> None:
    frame = effects({"total": [200, 220], "6-15": [20, 40]})
    assert after_closing(Scenario("", (MINE,)), frame, "6-15", "elever") == ""
    assert closing(Scenario("", (Measure.of("employer", "2421", {"jobs": 9}),))) is None


def test_the_group_changed_most_is_named() -> None:
    frame = effects({"6-15": [20], "80+": [-30], "total": [90]})
    names = {"6-15": "6–15 år", "80+": "80 år och äldre"}
    assert groups_changed(frame, names, 2030) == (
        f"År 2030 ändras gruppen 80 år och äldre mest: −30 (−33 till −27), −30{SPACE}%"
    )
    still = effects({"6-15": [0.1], "80+": [0.0]})
    assert "ingen åldersgrupp" in groups_changed(still, names, 2030)


def test_differences_side_by_side() -> None:
    frame = effects({"total": [10 * year for year in range(13)], "6-15": [1.0] * 13})
    table = difference_table(frame, {"total": "Folkmängd", "6-15": "Elever"}, 2033)
    assert list(table.columns) == ["År", "Folkmängd", "Elever"]
    assert list(table["År"]) == ["2033", "2035", "2040", "2042"]
    assert table["Folkmängd"].iloc[0] == "+30 (+27 till +33)"
