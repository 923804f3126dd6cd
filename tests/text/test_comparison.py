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


UMEA = line("Umeå", {2010: 60.0, 2022: 63.0, 2025: 64.8}, {2026: 64.5, 2035: 62.0})
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
        "Från 2010 till 2022 ökade försörjningskvoten mest i Luleå, +13\u00a0%, "
        "och minst i Umeå, +5\u00a0%."
    )
    falling = line("Åsele", {2010: 100.0, 2025: 80.0})
    mixed = changes(indexed([UMEA, falling], 2010))
    assert "minskade mest i Åsele, −20\u00a0%" in words.conclusion(
        "population", [UMEA, falling], "X", 2010, mixed
    )
    both = changes(indexed([falling, line("Malå", {2010: 100.0, 2025: 90.0})], 2010))
    assert words.conclusion("population", [falling], "X", 2010, both).startswith(
        "Från 2010 till 2025 minskade folkmängden mest i Åsele, −20\u00a0%, och minst i Malå"
    )


def test_titles() -> None:
    assert words.lines_title("population", [UMEA], None) == "Folkmängd"
    shown = indexed([UMEA, LULEA], 2010)
    assert words.lines_title("population", shown, 2010).startswith(
        "Folkmängd: Luleå ökade mest 2010–2022, +13"
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
    assert words.lines_note([LULEA]) == "Linjen är bruten där uppgifter saknas: 2011–2021."
    assert words.lines_note([line("X", {2021: 1.0, 2022: 2.0})]) == ""


def test_bars_tell_the_year_that_differs() -> None:
    order = latest([UMEA, LULEA])
    assert words.ranking_texts("mean_age", order) == ["70,0 (2022)", "64,8"]
    assert "Luleå 70,0 (2022)" in words.ranking_alt("mean_age", order)
    assert "Luleå 70,0 (2022)" in words.alt_text("mean_age", [UMEA, LULEA], None)


def test_nobody_is_first_when_the_written_figures_are_the_same() -> None:
    alike = line("Malå", {2010: 100.0, 2022: 105.2})
    also = line("Åsele", {2010: 100.0, 2022: 104.8})
    shown = indexed([alike, also], 2010)
    text = words.conclusion("population", [alike, also], "X", 2010, changes(shown))
    assert (
        text == "Från 2010 till 2022 ändrades folkmängden lika mycket på alla platser, +5\u00a0%."
    )
    assert words.lines_title("population", shown, 2010) == "Folkmängd, förändring 2010–2022"
    same = words.conclusion("mean_age", [line("A", {2025: 42.01}), line("B", {2025: 41.99})], "X")
    assert same == "Medelåldern är 42,0\u00a0år på alla platser (2025)."


def test_an_index_of_one_place_is_no_contest() -> None:
    shown = indexed([UMEA], 2010)
    assert words.lines_title("population", shown, 2010) == "Folkmängd: Umeå 2010–2025, +8\u00a0%"
