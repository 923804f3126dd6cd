import ast
from pathlib import Path

import pytest

from demografi.findings import Peak, RecentChange
from demografi.text import sentences

S = "\N{NO-BREAK SPACE}"


def test_number_words() -> None:
    assert [sentences.number_word(n) for n in (0, 1, 15, 16, 1234)] == [
        "noll",
        "en",
        "femton",
        "16",
        f"1{S}234",
    ]


def test_history_of_a_place_at_its_peak_names_its_year() -> None:
    """Luleå's figures end in 2022: the sentence must not be taken for today's."""
    assert sentences.history("Luleå", Peak(2022, 79200, 1950, 30000, 2022, 79200)) == (
        f"Luleå har drygt 79{S}000 invånare 2022, fler än något annat år sedan 1950."
    )


@pytest.mark.parametrize(("last", "said"), [(2700.0, f"65{S}% färre"), (7690.0, f"0,1{S}% färre")])
def test_history_of_a_place_that_was_larger(last: float, said: str) -> None:
    text = sentences.history("Åsele", Peak(1950, 7700, 1950, 7700, 2025, last))
    assert text.startswith(f"Åsele hade som mest 7{S}700 invånare, 1950. År 2025 är de ")
    assert text.endswith(f": {said}.")


@pytest.mark.parametrize(
    ("natural", "migration", "said"),
    [
        (5.0, 3.0, "Både födelsenetto och flyttnetto har gett tillskott de senaste fem åren"),
        (-5.0, -3.0, "Fler dör än föds och fler flyttar ut än in"),
        (-5.0, 3.0, "Inflyttning väger upp en del av att fler dör än föds"),
        (-5.0, 5.0, "Inflyttning väger precis upp att fler dör än föds"),
        (-5.0, 8.0, "Inflyttning väger mer än upp att fler dör än föds"),
        (5.0, -3.0, "Fler föds än dör, men fler flyttar ut än in"),
    ],
)
def test_components_finding(natural: float, migration: float, said: str) -> None:
    recent = RecentChange(2021, 2025, natural, migration)
    text = sentences.components_finding(recent, 2025)
    assert text.startswith(said)
    assert text.endswith("de senaste fem åren")
    older = sentences.components_finding(recent, 2026)
    assert older.endswith("åren 2021–2025"), "years that are not the newest are named"


def test_one_year_is_not_years() -> None:
    assert sentences.period(RecentChange(2022, 2022, 0, 0), 2025) == "året 2022"


def test_every_text_of_words_and_screens_is_in_the_catalogue() -> None:
    """What is put together before it is translated cannot be found by translators."""
    root = Path(sentences.__file__).parents[3]
    files = [*root.glob("pages/*.py"), *root.glob("src/demografi/*/*.py")]
    wrong = [
        f"{path.name}:{call.lineno}"
        for path in files
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "N_")
        and any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in call.args)
    ]
    assert wrong == []


def test_small_counts_are_in_the_catalogue() -> None:
    """``_(variable)`` is translated only if the variable's text was marked somewhere."""
    source = Path(sentences.__file__).read_text("utf-8")
    assert all(f'_("{sentences.number_word(n)}")' in source for n in range(16))


def test_formulas_on_screen_are_translated() -> None:
    root = Path(sentences.__file__).parents[3]
    for page in ("oversikt", "prognos"):
        source = (root / "pages" / f"{page}.py").read_text("utf-8")
        assert source.count(".formula") == source.count("].formula)")
