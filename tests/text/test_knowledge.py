"""Sentences of Kunskapsbild say what their figures say."""

import pandas as pd
import pytest

from demografi.dataset import Dataset
from demografi.knowledge import Extremes, Missing, Risen, Shift, Standing, View
from demografi.text import knowledge as words

NAMES = {"2463": "Åsele", "2480": "Umeå", "2401": "Nordmaling", "norra": "Norra Sverige"}


def name(code: str) -> str:
    return NAMES[code]


ENDS = Extremes("2463", 108.6, "2480", 64.8, 2025, 15, 15)


def test_conclusion_names_ends_county_and_shifts() -> None:
    shifts = [
        Shift("2463", 108.6, 108.0, 104.0, 98.0, 111.0),
        Shift("2480", 64.8, 65.0, 62.0, 60.0, 63.9),
    ]
    text = words.conclusion("dependency_ratio", ENDS, (2025, 77.1), shifts, name)
    assert text == (
        "Försörjningskvoten är högst i Åsele, 108,6, och lägst i Umeå, 64,8 (2025). "
        "Hela länet har 77,1. Störst förändring till 2035 (8 av 10 utfall): Åsele från 108,6 "
        "till 98,0–111,0 och Umeå från 64,8 till 60,0–63,9. Om det blir upp eller ned är osäkert "
        "i Åsele."
    )


def test_conclusion_says_when_the_county_is_of_another_year() -> None:
    text = words.conclusion("employment", ENDS, (2022, 81.0), [], name)
    assert text.endswith("Hela länet har 81,0\u00a0% (2022).")


def test_negative_ranges_have_no_dash_against_a_minus() -> None:
    shifts = [Shift("2463", -3.2, -3.0, -4.0, -5.1, 0.4)]
    ends = Extremes("2480", 2.0, "2463", -3.2, 2025, 15, 15)
    text = words.conclusion("natural_change_per_1000", ends, None, shifts, name)
    assert "från −3,2 till mellan −5,1 och 0,4" in text


def test_counts_are_large_and_small_not_high_and_low() -> None:
    text = words.conclusion(
        "older_80", Extremes("2480", 6900.0, "2463", 270.0, 2025, 15, 15), None, [], name
    )
    assert text == (
        "Antalet 80 år och äldre är störst i Umeå, 6\u00a0900, och minst i Åsele, 270 (2025)."
    )


def test_nothing_to_compare() -> None:
    assert "uppgifter saknas" in words.conclusion("tfr", None, None, [], name)


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ((15, 15, 15, 2010), "Medelåldern har stigit i alla femton kommuner sedan 2010"),
        ((0, 15, 15, 2010), "Medelåldern har inte stigit i någon kommun sedan 2010"),
        ((3, 15, 15, 2010), "Medelåldern har stigit i tre av femton kommuner sedan 2010"),
        ((3, 8, 15, 2007), "Medelåldern har stigit i tre av åtta jämförbara kommuner sedan 2007"),
        ((8, 8, 15, 2010), "Medelåldern har stigit i alla åtta jämförbara kommuner sedan 2010"),
        (
            (0, 8, 15, 2010),
            "Medelåldern har inte stigit i någon av åtta jämförbara kommuner sedan 2010",
        ),
        (None, "Medelåldern nu och 2035"),
    ],
)
def test_change_title(counted: tuple[int, int, int, int] | None, expected: str) -> None:
    told = words.change_title("mean_age", counted and Risen(*counted))
    assert told == expected


def test_cards_show_range_first_for_what_is_projected() -> None:
    own = Standing((2010, 44.1), (2025, 47.9), (47.0, 48.0, 49.1))
    now, later, high, low = words.cards("mean_age", "Åsele", own, ENDS, name)
    assert (now.label, now.value, now.remark) == (
        "Åsele 2025",
        "47,9\u00a0år",
        "2010: 44,1\u00a0år",
    )
    assert later.value == "47,0–49,1\u00a0år"
    assert later.remark == "8 av 10 utfall, mitten 48,0"
    assert high.label == "Högst: Åsele"
    assert low.label == "Lägst: Umeå"


def test_cards_say_why_there_is_nothing() -> None:
    now, later = words.cards("mean_age", "Luleå", Standing(None, None, None), None, name)
    assert (now.value, now.remark) == ("–", "inga aktuella uppgifter")
    assert later.remark == "ingår inte i prognosen"
    own = Standing(None, (2024, 80.0), None)
    now, later = words.cards("employment", "Umeå", own, None, name)
    assert now.remark == "ingen uppgift för 2010"
    assert later.remark == "måttet följer inte av prognosen"


def test_matrix_note_defines_and_explains_dashes() -> None:
    gaps = [
        Missing("employment", ("2463", "2480", "2401", "norra"), "begins", 2020),
        Missing("tfr", ("2401",), "ends", 2013),
    ]
    note = words.matrix_note("mean_age", {"now": gaps}, 4, name)
    assert note.startswith("**Medelålder:** Summan av")
    assert "Sysselsättningsgrad, 20–64 år: börjar 2020." in note  # all places: none is named
    assert "Summerad fruktsamhet: senaste uppgift 2013 (Nordmaling)." in note
    assert "Värden äldre än sex år" in note
    assert words.matrix_note("mean_age", {"now": []}, 4, name).count("\n") == 0


def test_matrix_note_says_that_noisy_parts_do_not_add_up() -> None:
    noisy = words.matrix_note("dependency_ratio", {"now": []}, 4, name, noisy=True)
    assert "Från 2025 har SCB:s siffror skyddsbrus (CKM)" in noisy
    assert "skyddsbrus" not in words.matrix_note("dependency_ratio", {"now": []}, 4, name)


def test_matrix_note_of_the_projection() -> None:
    gaps = [
        Missing("mean_age", ("norra",), "outside"),
        Missing("employment", ("2463", "norra"), "not_projected"),
    ]
    note = words.matrix_note("mean_age", {"later": gaps}, 2, name)
    assert "Norra Sverige ingår inte i prognosen" in note
    assert "Följer inte av prognosen och visas inte: Sysselsättningsgrad, 20–64 år." in note


def test_definitions_are_whole() -> None:
    table = words.all_definitions({"mean_age": (1998, 2025)})
    assert len(table) > 40
    assert (table["Så räknas det"] != "").all()
    row = table.set_index("Mått").loc["Medelålder"]
    assert row["År"].replace("\u2060", "") == "1998–2025"
    assert "Att tänka på" in words.about_indicator("labour_entry_exit")


def test_alt_text_lists_values(dataset: Dataset) -> None:
    frame = pd.DataFrame(
        {
            "name": ["Åsele"],
            "then_year": [2010],
            "then": [44.1],
            "then_source": ["SCB TAB638"],
            "now_year": [2025],
            "now": [47.9],
            "now_source": ["SCB TAB5557"],
            "later": [48.0],
            "low": [47.0],
            "high": [49.0],
        }
    )
    assert "Åsele 44,1, 47,9, 48,0" in words.change_alt("mean_age", frame)
    line = words.change_source(dataset, frame, "mean_age", "Prognos: egen.")
    assert line.startswith("Källa: SCB TAB5557, TAB638, 2010–2025")
    assert line.endswith("Prognos: egen.")
    assert words.change_unit("mean_age", frame) == "år"
    assert words.change_unit("older_80", frame) == "dagens värde = 100 %"


def test_conclusion_says_when_few_can_be_compared() -> None:
    ends = Extremes("2463", 1.87, "2480", 1.27, 2025, 9, 15)
    text = words.conclusion("tfr_5y", ends, None, [], name)
    assert text.endswith("Bara nio av femton kommuner har jämförbara uppgifter för 2025.")


def test_estimate_is_said_on_its_card_and_beneath_the_matrix() -> None:
    own = Standing(None, (2019, 2.12), None, estimated=True)
    now, _later = words.cards("tfr_5y", "Åsele", own, None, name)
    assert now.remark == "skattat ur rikets tal"
    note = words.matrix_note("tfr_5y", {"now": []}, 4, name, estimated=True)
    assert "\n\\* Skattat: rikets fruktsamhet" in note


def test_note_of_all_three_views_tells_the_order_and_each_views_gaps() -> None:
    gaps: dict[View, list[Missing]] = {
        "then": [Missing("employment", ("2401",), "begins", 2020)],
        "now": [],
        "later": [Missing("mean_age", ("norra",), "outside")],
    }
    note = words.matrix_note("mean_age", gaps, 4, name)
    assert "uppifrån: 2010, **nu** och spannet för 8 av 10 utfall 2035." in note
    assert "2010: Sysselsättningsgrad, 20–64 år: börjar 2020 (Nordmaling). 2035: Norra" in note
    assert "äldre än" not in note


def test_years_that_are_not_2010_are_told() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Åsele", "Umeå"],
            "then_year": pd.array([2006, 2007], "Int64"),
            "then": [2.1, 1.7],
            "now": [2.0, 1.3],
            "later": [float("nan")] * 2,
        }
    )
    assert words.change_alt("tfr", frame).startswith("Den summerade fruktsamheten 2006–2007, nu")
