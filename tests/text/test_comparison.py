"""Sentences of Jämför say what their lines say."""

import pandas as pd

from demografi.comparison import Line, changes, indexed, latest
from demografi.text import comparison as words


def line(code: str, values: dict[int, float], later: dict[int, float] | None = None) -> Line:
    past = pd.DataFrame({"year": list(values), "value": list(values.values()), "source": "SCB"})
    ahead = later or {}
    middle = pd.Series(list(ahead.values()), dtype=float)
    return Line(
        code,
        code,
        past,
        pd.DataFrame({"year": list(ahead), "p10": middle - 2, "p50": middle, "p90": middle + 2}),
    )


UMEA = line("Umeå", {2010: 60.0, 2025: 64.8}, {2026: 64.5, 2035: 62.0})
LULEA = line("Luleå", {2010: 62.0, 2022: 70.0})


def test_conclusion_of_levels_names_years_and_range() -> None:
    assert words.conclusion("dependency_ratio", [UMEA, LULEA], "Umeå") == (
        "Försörjningskvoten är högst i Luleå, 70,0 (2022), och lägst i Umeå, 64,8 (2025). "
        "Umeå väntas 2035 hamna på 60,0–64,0 (8 av 10 utfall), mot 64,8 nu."
    )


def test_conclusion_of_one_place_and_of_none() -> None:
    assert words.conclusion("mean_age", [LULEA], "Luleå") == (
        "Medelåldern är 70,0\u00a0år i Luleå (2022)."
    )
    assert "finns inte" in words.conclusion("mean_age", [line("X", {})], "X")


def test_conclusion_of_an_index_is_about_change() -> None:
    changed = changes(indexed([UMEA, LULEA], 2010))
    text = words.conclusion("dependency_ratio", [UMEA, LULEA], "Luleå", 2010, changed)
    assert text == (
        "Sedan 2010 har försörjningskvoten ökat mest i Luleå, +13\u00a0%, "
        "och minst i Umeå, +8\u00a0%."
    )
    falling = line("Åsele", {2010: 100.0, 2025: 80.0})
    mixed = changes(indexed([UMEA, falling], 2010))
    assert "minskat mest i Åsele, −20\u00a0%" in words.conclusion(
        "population", [UMEA, falling], "X", 2010, mixed
    )
    both = changes(indexed([falling, line("Malå", {2010: 100.0, 2025: 90.0})], 2010))
    assert words.conclusion("population", [falling], "X", 2010, both).startswith(
        "Sedan 2010 har folkmängden minskat mest i Åsele, −20\u00a0%, och minst i Malå"
    )


def test_titles() -> None:
    assert words.lines_title("population", [UMEA], None) == "Folkmängd"
    shown = indexed([UMEA, LULEA], 2010)
    assert words.lines_title("population", shown, 2010).startswith(
        "Folkmängd: Luleå har ökat mest sedan 2010"
    )
    order = latest([UMEA, LULEA])
    assert words.ranking_title("mean_age", order) == "Medelålder, senast 2025"
    assert words.ranking_title("mean_age", order, 2010) == "Medelålder, förändring 2010–2025"


def test_ends_are_said_plainly() -> None:
    assert words.ends_note([UMEA, LULEA, line("X", {})]) == (
        "Luleå: uppgifter till 2022. Inga uppgifter: X."
    )
    assert words.ends_note([UMEA]) == ""
    assert "streckad är prognosens mitt" in words.lines_note([UMEA])
    assert words.lines_note([LULEA]) == ""


def test_bars_tell_the_year_that_differs() -> None:
    order = latest([UMEA, LULEA])
    assert words.ranking_texts("mean_age", order) == ["70,0 (2022)", "64,8"]
    assert "Luleå 70,0 (2022)" in words.ranking_alt("mean_age", order)
    assert "Luleå 70,0 (2022)" in words.alt_text("mean_age", [UMEA, LULEA], None)
