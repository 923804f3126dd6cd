"""Every branch of every sentence, from figures made up for it."""

import pandas as pd
import pytest

from demografi.findings import Outlook
from demografi.text import outlooks

S = "\N{NO-BREAK SPACE}"


def ahead(now: float, low: float, middle: float, high: float) -> Outlook:
    return Outlook(2025, now, 2040, low, middle, high)


FALLS, RISES, EITHER = ahead(100, 80, 90, 95), ahead(100, 110, 120, 130), ahead(100, 90, 101, 110)


def members(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "now", "low", "high"])


UP = ("Umeå", 100.0, 110.0, 130.0)
DOWN = ("Åsele", 100.0, 70.0, 90.0)
UNSURE = ("Vännäs", 100.0, 90.0, 110.0)


@pytest.mark.parametrize(
    ("outlook", "word"),
    [(FALLS, "minskar"), (RISES, "ökar"), (EITHER, "kan både öka och minska")],
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
            "en tydlig ökning finns bara i Umeå, två av tre kommuner väntas minska.",
        ),
        (
            [UP, UP, UNSURE, DOWN],
            "en tydlig ökning finns bara i Umeå och Umeå, en av fyra kommuner väntas minska.",
        ),
        ([UNSURE, DOWN], "ingen kommun ökar tydligt, en av två kommuner väntas minska."),
        ([UP] * 4 + [DOWN], "fyra kommuner väntas öka, en av fem kommuner väntas minska."),
    ],
)
def test_overview_tells_where(rows: list[tuple[str, float, float, float]], said: str) -> None:
    text = outlooks.overview("Länet", EITHER, members(*rows))
    assert text == f"Länet har 100 invånare. Till 2040 väntas 90–110 (8 av 10 utfall) – {said}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (-2745.0, f"Under 2025 minskade folkmängden med 2{S}745: "),
        (12.0, "Under 2025 ökade folkmängden med 12: "),
        (0.0, "Under 2025 var folkmängden oförändrad: "),
    ],
)
def test_year_change(change: float, said: str) -> None:
    row = pd.Series({"change": change, "natural_change": -144.0, "net_migration": 30.0})
    text = outlooks.year_change(2025, row)
    assert text == f"{said}−144 av födda minus döda, +30 av flyttningar."


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


def test_total_ahead_has_the_range_in_the_same_breath() -> None:
    text = outlooks.total_ahead("Skellefteå", ahead(75405, 69000, 74000, 81000))
    assert text == (
        f"Skellefteå har omkring 75{S}000 invånare 2025. År 2040 väntas 69{S}000–81{S}000 "
        f"i 8 av 10 utfall – mellan −8{S}% och +7{S}%: folkmängden kan både öka och minska."
    )


def test_total_ahead_does_not_round_a_fall_away() -> None:
    """Bjurholm's range to 2035 ends 0.3 % below today's number, and is said to fall."""
    text = outlooks.total_ahead("Bjurholm", ahead(2327, 2094, 2200, 2320))
    assert f"mellan −10{S}% och −0,3{S}%: folkmängden minskar." in text


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([RISES, FALLS], f"ökar a mest (+10 till +30{S}%), b minskar mest (−20 till −5{S}%)"),
        ([EITHER, FALLS], f"väntas a öka mest (−10 till +10{S}%), b minskar mest"),
        ([RISES, ahead(100, 80, 90, 102)], "b väntas minska mest (−20 till +2"),
        ([RISES, EITHER], f"ökar a mest (+10 till +30{S}%)"),
        ([ahead(100, 70, 80, 90), FALLS], f"minskar a mest (−30 till −10{S}%)"),
        ([ahead(100, 70, 80, 101), FALLS], f"väntas a minska mest (−30 till +1{S}%)"),
        ([ahead(100, 99, 100, 101)] * 2, "väntas åldersgrupperna vara lika stora som nu"),
    ],
)
def test_groups_ahead(groups: list[Outlook], said: str) -> None:
    """``ökar`` and ``minskar`` only where the whole range agrees."""
    text = outlooks.groups_ahead(list(zip("ab", groups, strict=True)))
    assert text.startswith("Till 2040 ")
    assert said in text


def test_groups_without_anyone_are_left_out() -> None:
    nobody = ahead(0, 0, 1, 2)
    text = outlooks.groups_ahead([("a", nobody), ("b", RISES)])
    assert text == f"Till 2040 ökar b mest (+10 till +30{S}%)"
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
        f"Malå 2040: födelsenetto −51 till −20, flyttnetto −12 till +1{S}234"
    )


def test_span() -> None:
    assert outlooks.span(ahead(100, 81.23, 85, 90.77), 1) == "81,2–90,8"
