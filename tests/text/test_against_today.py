"""Why the curve bends: every wording, from figures made up for it."""

import pandas as pd
import pytest

from demografi.findings import NET, PARTS, TOGETHER, AsToday, Departure
from demografi.text import against_today as text

S = "\N{NO-BREAK SPACE}"
KNOWN = AsToday(2021, 2025, 2021, 2025, dict.fromkeys(PARTS, 10.0), "")
ESTIMATED = AsToday(2021, 2025, 2018, 2022, dict.fromkeys(PARTS, 10.0), "")


def parts(**means: float) -> dict[str, Departure]:
    """Parts whose range is a tenth of their mean to each side."""
    every = dict.fromkeys([*PARTS, NET, TOGETHER], 1.0) | means
    return {
        name: Departure(name, mean, *sorted((0.9 * mean, 1.1 * mean)))
        for name, mean in every.items()
    }


def ages(**changes: float) -> pd.DataFrame:
    return pd.DataFrame({"year": 2035, "part": list(changes), "change": list(changes.values())})


@pytest.mark.parametrize(
    ("part", "mean", "effect", "said"),
    [
        ("deaths", -1000.0, -900.0, "Fler dör, för att de äldre blir fler: −1"),
        ("deaths", -1000.0, -400.0, "Fler dör: −1"),
        ("deaths", 1000.0, -300.0, "Färre dör, trots att de äldre blir fler: +1"),
        ("deaths", 1000.0, 800.0, "Färre dör, för att de äldre blir färre: +1"),
        ("births", -500.0, -400.0, "Färre föds, för att kvinnorna i barnafödande ålder blir färre"),
        ("births", 500.0, -400.0, "Fler föds, trots att kvinnorna i barnafödande ålder blir färre"),
        ("out_migration", 500.0, 400.0, "Färre flyttar ut, för att färre är i de åldrar då man"),
        ("in_migration", -500.0, None, "Färre flyttar in: −500 (−550 till −450)"),
    ],
)
def test_reason_is_given_when_the_ages_account_for_it(
    part: str, mean: float, effect: float | None, said: str
) -> None:
    found = ages() if effect is None else ages(**{part: effect})
    first, *rest = text.reasons(parts(**{part: mean}), KNOWN, found, 2035)
    assert first.replace(S, "").startswith(said.replace(S, ""))
    assert len(rest) == 3, "all parts are spoken of, the largest first"


def test_what_is_not_settled_is_neither_promised_nor_explained() -> None:
    found = parts() | {
        "deaths": Departure("deaths", -80, -200, 40),
        "births": Departure("births", 5, -100, 120),
    }
    said = text.reasons(found, KNOWN, ages(deaths=-80, births=5), 2035)
    assert said[0] == "Fler kan dö: −80 (−200 till +40)"
    assert said[1] == "Ungefär lika många föds: 0 (−100 till +120)"


def test_estimated_moves_are_spoken_of_as_their_difference() -> None:
    found = parts(net_migration=-300.0)
    said = text.reasons(found, ESTIMATED, ages(), 2035)
    assert len(said) == 3
    assert said[0].startswith("Flyttnettot blir lägre: −300")
    assert "flyttningar −300" in text.finding(found, ESTIMATED, 2035)
    assert "utflyttade" in text.finding(found, KNOWN, 2035)
    assert text.part_names(ESTIMATED)["in_migration"] == "Inflyttade*"
    assert text.part_names(KNOWN)["in_migration"] == "Inflyttade"
    note = text.basis(ESTIMATED)
    assert "* In- och utflyttade var för sig är kända 2018–2022" in note
    assert "*" not in text.basis(KNOWN)
    assert text.basis(KNOWN, inner=True).endswith("både in- och utflyttning.")


@pytest.mark.parametrize(
    ("mean", "low", "high", "said"),
    [
        (-4700, -9000, -400, f"**4{S}700 färre** (−9{S}000 till −400 i 8 av 10 utfall)"),
        (4700, 400, 9000, f"**4{S}700 fler** (+400 till +9{S}000 i 8 av 10 utfall)"),
        (100, -50, 280, "+100 mot det, men utfallen går åt båda hållen (−50 till +280 i 8 av 10)"),
    ],
)
def test_lead_says_the_distance_with_its_range(
    mean: float, low: float, high: float, said: str
) -> None:
    told = text.lead("Malå", KNOWN, Departure(TOGETHER, mean, low, high), 80_123.0, 2035)
    assert said in told
    assert "som 2021–2025 får Malå" in told
    assert "invånare 2035" in told


def test_labels_are_rounded_as_wide_as_the_range() -> None:
    table = pd.DataFrame({"part": ["births"], "mean": [-4688.5], "p10": [-8965.1], "p90": [-377.5]})
    assert text.labels(table) == [(f"−4{S}700", f"−9{S}000 till −400")]
    nothing = pd.DataFrame({"part": ["births"], "mean": [0.2], "p10": [-0.3], "p90": [0.4]})
    assert text.labels(nothing) == [("0", "0 till 0")]


def test_year_finding_is_of_that_year_alone() -> None:
    frame = pd.DataFrame(
        {
            "year": [2034, 2035],
            "part": TOGETHER,
            "yearly": [1.0, -20.0],
            "yearly_p10": [0.0, -44.0],
            "yearly_p90": [2.0, 9.0],
        }
    )
    expected = "Enbart 2035: −20 (−44 till +9) personer mot som i dag"
    assert text.year_finding(frame, 2035) == expected
