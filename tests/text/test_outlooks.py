"""Every branch of every sentence, from figures made up for it."""

import pandas as pd
import pytest

from demografi.findings import Outlook
from demografi.text import outlooks
from demografi.text.numbers import signed

S = "\N{NO-BREAK SPACE}"


def ahead(
    now: float, low: float, middle: float, high: float, *, start: float | None = None
) -> Outlook:
    return Outlook(2025, now, now if start is None else start, 2040, low, middle, high)


FALLS, RISES, EITHER = ahead(100, 80, 90, 95), ahead(100, 110, 120, 130), ahead(100, 90, 101, 110)


def members(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "start", "low", "high"])


UP = ("Umeå", 100.0, 110.0, 130.0)
DOWN = ("Åsele", 100.0, 70.0, 90.0)
UNSURE = ("Vännäs", 100.0, 90.0, 110.0)


@pytest.mark.parametrize(
    ("outlook", "word"),
    [(FALLS, "väntas minska"), (RISES, "väntas öka"), (EITHER, "kan både öka och minska")],
)
def test_direction_is_said_only_of_the_whole_range(outlook: Outlook, word: str) -> None:
    assert outlooks.direction(outlook) == word
    text = outlooks.overview("Malå", outlook, members(UP))
    assert text.endswith(f": folkmängden {word}.")
    assert "(8 av 10 utfall)" in text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [UP, DOWN, DOWN],
            "en tydlig ökning väntas bara i Umeå, två av tre kommuner väntas minska.",
        ),
        (
            [UP, UP, UNSURE, DOWN],
            "en tydlig ökning väntas bara i Umeå och Umeå, en av fyra kommuner väntas minska.",
        ),
        ([UNSURE, DOWN], "ingen kommun väntas öka tydligt, en av två kommuner väntas minska."),
        ([UP] * 4 + [DOWN], "fyra kommuner väntas öka, en av fem kommuner väntas minska."),
    ],
)
def test_overview_tells_where(rows: list[tuple[str, float, float, float]], said: str) -> None:
    text = outlooks.overview("Länet", EITHER, members(*rows))
    assert text == f"Länet har 100 invånare. Till 2040 väntas 90–110 (8 av 10 utfall) – {said}"


@pytest.mark.parametrize(
    ("year", "change", "said"),
    [
        (2025, -114.0, "Under 2025 minskade folkmängden med 114: {parts}."),
        (
            2025,
            -61.0,
            "Under 2025 minskade folkmängden med 61: {parts}, justeringar och SCB:s skyddsbrus gav",
        ),
        (2022, 12.0, "Under 2022 ökade folkmängden med 12: {parts}, justeringar gav +126."),
        (2022, 0.0, "Under 2022 var folkmängden oförändrad: {parts}, justeringar gav +114."),
    ],
)
def test_year_change_adds_up(year: int, change: float, said: str) -> None:
    row = pd.Series({"change": change, "natural_change": -144.0, "net_migration": 30.0})
    parts = "144 fler dog än föddes, 30 fler flyttade in än ut"
    assert outlooks.year_change(year, row).startswith(said.format(parts=parts))


def test_year_change_with_a_missing_part_says_no_rest() -> None:
    row = pd.Series({"change": 5.0, "natural_change": float("nan"), "net_migration": 30.0})
    assert outlooks.year_change(2025, row).endswith(
        ": hur många som föddes och dog vet vi inte, 30 fler flyttade in än ut."
    )


@pytest.mark.parametrize(
    ("natural", "net", "said"),
    [
        (1.0, -1.0, "1 fler föddes än dog, 1 fler flyttade ut än in."),
        (0.0, 0.0, "lika många föddes som dog, lika många flyttade in som ut."),
        (0.0, float("nan"), "lika många föddes som dog, hur många som flyttade vet vi inte."),
    ],
)
def test_year_change_says_which_were_more(natural: float, net: float, said: str) -> None:
    row = pd.Series({"change": natural + net, "natural_change": natural, "net_migration": net})
    assert outlooks.year_change(2024, row).endswith(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([5.0, -3.0, 1.0], "A ökade mest 2025 (+5), B minskade mest (−3)"),
        ([5.0, float("nan"), -1.0], "A ökade mest 2025 (+5), C minskade mest (−1)"),
        ([-5.0, -3.0, 0.0], "Ingen kommun växte 2025; störst var minskningen i A (−5)"),
        ([5.0, 3.0, 1.0], "Alla kommuner växte 2025, mest A (+5)"),
        ([5.0, 3.0, 0.0], "Ingen kommun minskade 2025, mest ökade A (+5)"),
        ([0.0, 0.0, 0.0], "Folkmängden stod stilla i alla kommuner 2025"),
    ],
)
def test_biggest_movers(changes: list[float], said: str) -> None:
    frame = pd.DataFrame({"name": list("ABC"), "year": 2025, "change": changes})
    assert outlooks.biggest_movers(frame) == said


@pytest.mark.parametrize(
    ("values", "since", "coming"),
    [
        (
            [5.0, -3.0],
            "Mest ökade A (+5), mest minskade B (−3)",
            "A väntas öka mest, B väntas minska mest",
        ),
        ([-5.0, -3.0], "Ingen kommun ökade, mest minskade A (−5)", "Ingen kommun väntas öka, A "),
        ([5.0, 3.0], "Alla kommuner ökade, mest A (+5)", "Alla kommuner väntas öka, A mest och B "),
        ([5.0, 0.0], "Ingen kommun minskade, mest ökade A (+5)", "Ingen kommun väntas minska, A "),
        ([0.0, 0.0], "Folkmängden stod stilla", "Folkmängden väntas stå stilla i alla kommuner"),
    ],
)
def test_movers_over_years(values: list[float], since: str, coming: str) -> None:
    text = [signed(value) for value in values]
    frame = pd.DataFrame({"name": ["A", "B"], "value": values, "text": text})
    assert outlooks.movers_since(frame).startswith(since)
    assert outlooks.movers_ahead(frame).startswith(coming)


def test_rise_and_fall_are_judged_from_the_start_of_the_projection() -> None:
    """A noisy published ratio above the whole range does not make the draws fall."""
    risen = ahead(104.9, 102.0, 103.0, 104.0, start=101.0)
    assert outlooks.direction(risen) == "väntas öka"
    assert outlooks.groups_ahead([("a", risen)]).startswith("Till 2040 väntas gruppen a öka")


def test_total_ahead_has_the_range_in_the_same_breath() -> None:
    text = outlooks.total_ahead("Skellefteå", ahead(75405, 69000, 74000, 81000))
    assert text == (
        f"Skellefteå har omkring 75{S}000 invånare 2025. År 2040 väntas 69{S}000–81{S}000 "
        f"i 8 av 10 utfall – mellan −8{S}% och +7{S}%: folkmängden kan både öka och minska."
    )


def test_total_ahead_does_not_round_a_fall_away() -> None:
    """Bjurholm's range to 2035 ends 0.3 % below today's number, and is said to fall."""
    text = outlooks.total_ahead("Bjurholm", ahead(2327, 2094, 2200, 2320))
    assert f"mellan −10{S}% och −0,3{S}%: folkmängden väntas minska." in text


def test_small_places_open_with_the_range_and_why() -> None:
    small, large = ahead(4999, 4000, 4500, 5000), ahead(5000, 4000, 4500, 5000)
    expected = f"4{S}000–5{S}000 invånare väntas i Sorsele år 2040 i 8 av 10 utfall, mot 5{S}000 år"
    assert outlooks.total_ahead("Sorsele", small).startswith(expected)
    assert f"Intervallet är 22{S}% brett" in outlooks.small_numbers(small)
    assert outlooks.total_ahead("Sorsele", large).startswith("Sorsele har 5")
    assert outlooks.small_numbers(large) == ""


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (
            [RISES, FALLS],
            f"väntas gruppen a öka mest (+10 till +30{S}%), gruppen b väntas minska mest",
        ),
        ([EITHER, FALLS], f"kan gruppen a öka mest (−10 till +10{S}%), gruppen b väntas minska"),
        ([RISES, ahead(100, 80, 90, 102)], "gruppen b kan minska mest (−20 till +2"),
        ([RISES, EITHER], f"väntas gruppen a öka mest (+10 till +30{S}%)"),
        ([ahead(100, 70, 80, 90), FALLS], f"väntas gruppen a minska mest (−30 till −10{S}%)"),
        ([ahead(100, 70, 80, 101), FALLS], f"kan gruppen a minska mest (−30 till +1{S}%)"),
        ([ahead(100, 99, 100, 101)] * 2, "väntas åldersgrupperna vara lika stora som nu"),
    ],
)
def test_groups_ahead(groups: list[Outlook], said: str) -> None:
    """``väntas`` only where the whole range agrees."""
    text = outlooks.groups_ahead(list(zip("ab", groups, strict=True)))
    assert text.startswith("Till 2040 ")
    assert said in text


def test_groups_without_anyone_are_left_out() -> None:
    nobody = ahead(0, 0, 1, 2)
    text = outlooks.groups_ahead([("a", nobody), ("b", RISES)])
    assert text == f"Till 2040 väntas gruppen b öka mest (+10 till +30{S}%)"
    assert outlooks.groups_ahead([("a", nobody)]) == "Ingen finns i dessa åldrar nu"


def test_components_ahead() -> None:
    flows = pd.DataFrame(
        {
            "year": [2039, 2040],
            "natural_change": [1.0, -30.0],
            "natural_change_p10": [0.0, -51.0],
            "natural_change_p90": [2.0, -20.0],
            "net_migration": [1.0, 5.0],
            "net_migration_p10": [0.0, -12.0],
            "net_migration_p90": [2.0, 1234.0],
        }
    )
    assert outlooks.components_ahead("Malå", flows, 2040) == (
        f"Malå år 2040: födelsenetto −51 till −20, flyttnetto −12 till +1{S}234 (8 av 10 utfall)"
    )


def test_span() -> None:
    assert outlooks.span(ahead(100, 81.23, 85, 90.77), 1) == "81,2–90,8"
