"""The answer in words: every verdict, every lever, every goal that cannot be reached."""

from dataclasses import replace

import pandas as pd
import pytest

from demografi.needs import GOALS, LEVERS, Answer, Precedent, Span
from demografi.text import goals as words

ANSWER = Answer(
    goal="elever",
    lever="flyttning",
    level=200,
    year=2035,
    years=10,
    reachable=True,
    factor=1.48,
    need=Span(18, 37, 57),
    expected=Span(-8, 0.6, 10),
    outcome=Span(177, 200, 226),
    without=Span(141, 160, 181),
    chance=0.015,
)
DECADES = Precedent(10, 1968, 2025, 9.5, 1972, 1981, 0, 49, None, -20.2)


def test_answer_has_number_range_and_what_is_expected() -> None:
    assert words.answer_sentence("Dorotea", ANSWER) == (
        "För att Dorotea år 2035 ska ha 200 elever i åldern 6–15 år behöver flyttnettot vara "
        "omkring **+37 personer per år** till dess (8 av 10 utfall: +18 till +57). Prognosen "
        "räknar med +1 per år (−8 till +10)."
    )


@pytest.mark.parametrize("lever", list(LEVERS))
def test_what_comes_anyway_is_enough_and_not_needed(lever: str) -> None:
    answer = replace(ANSWER, goal="sysselsatta", lever=lever, chance=0.7)
    told = words.answer_sentence("Malå", answer)
    assert "räcker det att" in told
    assert "behöver" not in told


@pytest.mark.parametrize(
    ("kind", "begins", "contains"),
    [
        (
            "never",
            "**Det är inte realistiskt",
            "under någon tioårsperiod sedan 1968. Det bästa var +10 ",
        ),
        (
            "edge",
            "**Det är på gränsen",
            "bara i riket. Det bästa var +10 per år i genomsnitt 1972–1981",
        ),
        ("seen", "**Det vore ovanligt men har hänt:**", "3 av 49 tioårsperioder sedan 1968"),
        ("within", "**Det är möjligt:**", "2 av 100 utfall"),
        ("on_course", "**Det ser ut att gå ändå.**", "2 av 100 utfall"),
        ("unreachable", "**Det går inte.**", "2 av 100 utfall"),
        ("unknown", "**Det går inte att jämföra", "2 av 100 utfall"),
    ],
)
def test_verdicts(kind: str, begins: str, contains: str) -> None:
    found = replace(DECADES, times=3, latest=1985) if kind == "seen" else DECADES
    told = words.verdict(ANSWER, kind, found)  # type: ignore[arg-type]
    assert told.startswith(begins)
    assert contains in told
    assert told.endswith(".")
    assert words.precedent_title(ANSWER, kind).startswith("Flyttnetto: ")  # type: ignore[arg-type]


def test_less_than_ever_is_told_as_low_and_not_as_high() -> None:
    answer = replace(
        ANSWER,
        goal="kvot",
        lever="fodda",
        need=Span(0.97, 1.07, 1.18),
        expected=Span(1.17, 1.4, 1.61),
    )
    known = Precedent(1, 2004, 2025, 1.27, 2024, 2024, 0, 22, None, 1.3, below=True)
    told = words.verdict(answer, "never", known, replace(known, best=1.43, first=1973))
    assert "så lågt har det aldrig varit" in told
    assert "Det lägsta var 1,27 (2024)." in told
    assert "Riket hade som minst 1,43" in told
    assert "I gynnsamma utfall räcker 1,18, men inte heller det" in told
    assert "högt" not in told


def test_births_are_compared_with_the_years_known_and_with_the_nation() -> None:
    answer = replace(
        ANSWER, lever="fodda", need=Span(1.78, 2.86, 3.88), expected=Span(1.2, 1.4, 1.6)
    )
    known = Precedent(1, 2015, 2019, 1.95, 2015, 2015, 0, 5, None, 1.82)
    nation = Precedent(1, 1973, 2024, 2.07, 1993, 1993, 0, 52, None, 1.5)
    told = words.verdict(answer, "edge", known, nation)
    assert "under de år vi har siffror för, 2015–2019" in told
    assert "2019 var det 1,82." in told
    assert told.endswith("Riket hade som mest 2,07 (1993) sedan 1973.")
    assert "omkring **2,86 barn** var i genomsnitt" in words.answer_sentence("Dorotea", answer)


@pytest.mark.parametrize(
    ("goal", "lever", "contains"),
    [
        ("elever", "flyttning", "finns inget flyttnetto som räcker"),
        ("elever", "fodda", "finns inget barnafödande som räcker"),
        ("arbetsfor", "fodda", "den som föds nu är under 20 år 2035"),
        ("kvot", "fodda", "räknas som ung i 20 år"),
        ("sysselsatta", "sysselsattning", "räcker det inte ens att alla arbetar"),
    ],
)
def test_unreachable(goal: str, lever: str, contains: str) -> None:
    answer = replace(
        ANSWER, goal=goal, lever=lever, reachable=False, need=None, outcome=None, limit=95.0
    )
    told = words.answer_sentence("Malå", answer)
    assert contains in told
    assert "95" in told
    assert words.path_alt("Malå", answer) == words.path_title("Malå", answer) + "."


def test_a_ratio_is_to_stay_below() -> None:
    answer = replace(ANSWER, goal="kvot", level=100.0)
    assert words.answer_sentence("Malå", answer).startswith(
        "För att Malå år 2035 ska ha högst 100,0 unga"
    )


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (0.0, "inget utfall"),
        (0.0025, "färre än 1 av 100 utfall"),
        (0.02, "2 av 100 utfall"),
        (1.0, "100 av 100 utfall"),
    ],
)
def test_chance(chance: float, told: str) -> None:
    assert words.chance_words(chance) == told
    assert len(words.chance_figure(chance)) <= len("100 av 100"), "has room in a card"


def test_the_ends_of_the_range_are_told_with_the_middle_that_is_judged() -> None:
    told = words.verdict(replace(ANSWER, need=Span(8, 32, 57)), "never", DECADES)
    assert "I gynnsamma utfall räcker +8, vilket har förekommit; i ogynnsamma krävs +57." in told
    told = words.verdict(ANSWER, "never", DECADES)
    assert "I gynnsamma utfall räcker +18, men inte heller det har förekommit" in told
    told = words.verdict(replace(ANSWER, need=Span(9.8, 32, 57)), "never", DECADES)
    assert "I gynnsamma utfall räcker +10, vilket har förekommit" in told, "as it is written"
    assert words.precedent_title(ANSWER, "never").endswith("förekommit som medel av tio år")


def test_best_that_is_the_latest_is_said_once() -> None:
    known = Precedent(10, 1968, 2025, 954, 2016, 2025, 0, 49, None, 954)
    told = words.verdict(replace(ANSWER, need=Span(900, 2000, 3000)), "never", known)
    assert told.count("+954") == 1
    assert "Det bästa är det senaste: +954 per år i genomsnitt 2016–2025." in told
    assert "  " not in told


def test_title_of_a_goal_that_is_met_anyway() -> None:
    title = words.precedent_title(replace(ANSWER, chance=0.98), "on_course")
    assert title == "Flyttnetto: målet nås ändå i 98 av 100 utfall"


def test_births_say_which_children_are_old_enough_in_time() -> None:
    births = replace(ANSWER, lever="fodda", need=Span(1.8, 2.9, 3.9), expected=Span(1.2, 1.4, 1.6))
    pupils = "Bara barn födda 2026–2029 hinner fylla 6 till 2035."
    assert words.answer_sentence("Dorotea", births).endswith(pupils)
    late = replace(births, goal="arbetsfor", year=2046, years=21)
    assert words.answer_sentence("Dorotea", late).endswith(
        "Bara barn födda 2026 hinner fylla 20 till 2046."
    )
    assert "hinner" not in words.answer_sentence("Dorotea", replace(births, goal="folkmangd"))
    assert "hinner" not in words.answer_sentence("Dorotea", ANSWER)
    soon = replace(births, year=2030, years=5, reachable=False, need=None, limit=220.0)
    assert "den som föds nu är under 6 år 2030" in words.answer_sentence("Dorotea", soon)


def test_levels_as_written() -> None:
    assert words.lever_span("flyttning", Span(-8.4, 0, 9.5)) == "−8 till +10"
    assert words.lever_span("sysselsattning", Span(78.8, 80, 93.7)) == "78,8–93,7\u00a0%"
    assert words.lever_span("sysselsattning", Span(80, 80, 80)) == "80,0\u00a0%"
    assert words.lever_span("fodda", Span(1.3, 1.5, 1.7)) == "1,30–1,70"
    assert words.goal_level("kvot", 99.26) == "99,3"


def test_charts_are_described() -> None:
    history = pd.DataFrame({"year": [2000, 2001], "value": [-12.0, 7.0]})
    told = words.precedent_alt("Malå", ANSWER, history)
    assert told == (
        "Flyttnetto i Malå 2000–2001, som mest +7 och som minst −12; till 2035 krävs +18 till +57 "
        "i 8 av 10 utfall."
    )
    assert "Ingen historia" in words.precedent_alt("Malå", ANSWER, history.iloc[:0])
    assert words.path_title("Malå", ANSWER) == (
        "Malå år 2035: målet är 200 elever i åldern 6–15 år, prognosen 141–181"
    )


def test_every_goal_and_lever_has_words() -> None:
    for goal in GOALS.values():
        assert goal.name[0].isupper()
        assert goal.words[0].islower()
    assert all(lever.unit for lever in LEVERS.values())
