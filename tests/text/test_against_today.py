"""Why the curve bends: every wording, from figures made up for it."""

from dataclasses import replace

import pandas as pd
import pytest

from demografi.findings import NET, PARTS, TOGETHER, AsToday, Average, Departure
from demografi.text import against_today as text
from demografi.text import departures

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
        ("deaths", -1000.0, -900.0, "Fler dör, för att de äldre blir fler: 1000 invånare färre (−"),
        ("deaths", -1000.0, -400.0, "Fler dör: 1000 invånare färre"),
        (
            "deaths",
            1000.0,
            -300.0,
            "Färre dör, trots att de äldre blir fler: 1000 invånare fler (+",
        ),
        ("deaths", 1000.0, 800.0, "Färre dör, för att de äldre blir färre: 1000 invånare fler"),
        ("births", -500.0, -400.0, "Färre föds, för att kvinnorna i barnafödande ålder blir färre"),
        ("births", 500.0, -400.0, "Fler föds, trots att kvinnorna i barnafödande ålder blir färre"),
        ("out_migration", 500.0, 400.0, "Färre flyttar ut, för att färre är i de åldrar då man"),
        ("in_migration", -500.0, None, "Färre flyttar in: 500 invånare färre (−550 till −450)"),
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
    assert said[0] == "Fler kan dö: 80 invånare färre (−200 till +40)"
    assert said[1] == "Ungefär lika många föds: −100 till +120 invånare"


@pytest.mark.parametrize(
    ("births", "said"),
    [
        (Departure("births", 15, -40, 60), "Fler kan födas: 15 invånare fler (−40 till +60)"),
        (Departure("births", 0.4, 0.1, 0.6), "Ungefär lika många föds: 0 till +1 invånare"),
    ],
)
def test_what_is_written_as_nothing_is_no_direction(births: Departure, said: str) -> None:
    """Nor is it given a reason, however sure it is."""
    found = parts() | {"births": births}
    assert said in text.reasons(found, KNOWN, ages(births=births.mean), 2035)


def test_estimated_moves_are_spoken_of_as_their_difference() -> None:
    found = parts(net_migration=-300.0)
    said = text.reasons(found, ESTIMATED, ages(), 2035)
    assert len(said) == 3
    assert said[0].startswith("Flyttnettot blir lägre: 300 invånare färre")
    assert "med som i dag: lägre flyttnetto −300, " in text.finding(found, ESTIMATED, 2035)
    assert "utflyttade" in text.finding(found, KNOWN, 2035)
    note = text.basis(ESTIMATED)
    assert "* In- och utflyttade var för sig är kända 2018–2022" in note
    assert "*" not in text.basis(KNOWN)
    assert text.basis(KNOWN, inner=True).endswith("både in- och utflyttning.")


@pytest.mark.parametrize(
    ("mean", "low", "high", "said"),
    [
        (-4700, -9000, -400, f"**4{S}700 färre** (−9{S}000 till −400 i 8 av 10 utfall)"),
        (4700, 400, 9000, f"**4{S}700 fler** (+400 till +9{S}000 i 8 av 10 utfall)"),
        (-0.2, -50, 280, "är lika många, men utfallen går åt båda hållen (−50 till +280"),
        (60, -3.4, 120, "**60 fler** (0 till +120 i 8 av 10 utfall)"),
        (100, -50, 280, "100 fler, men utfallen går åt båda hållen (−50 till +280 i 8 av 10)"),
    ],
)
def test_lead_says_the_distance_with_its_range(
    mean: float, low: float, high: float, said: str
) -> None:
    told = text.lead("Malå", KNOWN, Departure(TOGETHER, mean, low, high), 80_123.0, 2035)
    assert said in told
    assert "som 2021–2025 bor" in told
    assert "personer i Malå år 2035." in told


def table(**means: float) -> pd.DataFrame:
    """Rows of a chart's table, ranges a tenth to each side."""
    rows = parts(**means).values()
    named = {"part": "part", "mean": "mean", "p10": "low", "p90": "high"}
    return pd.DataFrame({to: [getattr(one, name) for one in rows] for to, name in named.items()})


def test_more_inhabitants_are_never_called_more_deaths_or_leavers() -> None:
    more = departures.row_names(table(**dict.fromkeys(PARTS, 120.0)), KNOWN)
    assert [more[part] for part in PARTS] == [
        "Fler födda",
        "Färre döda",
        "Fler inflyttade",
        "Färre utflyttade",
    ]
    fewer = departures.row_names(table(**dict.fromkeys(PARTS, -120.0)), ESTIMATED)
    assert [fewer[part] for part in PARTS] == [
        "Färre födda",
        "Fler döda",
        "Färre inflyttade*",
        "Fler utflyttade*",
    ]
    even = pd.DataFrame({"part": ["deaths"], "mean": [2.0], "p10": [-90.0], "p90": [95.0]})
    assert departures.row_names(even, KNOWN) == {"deaths": "Ungefär lika många döda"}
    over_years = departures.column_names(KNOWN)
    assert over_years["deaths"] == f"Döda (färre{S}+, fler{S}−)"
    assert over_years["births"] == f"Födda (fler{S}+, färre{S}−)"


def test_labels_are_rounded_as_wide_as_the_range() -> None:
    one = pd.DataFrame({"part": ["births"], "mean": [-4688.5], "p10": [-8965.1], "p90": [-377.5]})
    assert departures.labels(one) == [(f"−4{S}700 invånare", f"−9{S}000 till −400")]
    nothing = pd.DataFrame({"part": ["births"], "mean": [0.2], "p10": [-0.3], "p90": [0.4]})
    assert departures.labels(nothing) == [("0 invånare", "0 till 0")]


LONGER = replace(KNOWN, yearly={**KNOWN.yearly, "out_migration": 52.0})


@pytest.mark.parametrize(
    ("today", "past"),
    [
        (LONGER, "var i genomsnitt −42 personer om året 2021–2025. Prognosen"),
        (
            replace(LONGER, longer=Average(2016, 2025, -20.4)),
            "−42 personer om året 2021–2025 och −20 om året 2016–2025. Prognosen",
        ),
        (
            replace(LONGER, longer=Average(2016, 2025, -42.3)),
            "−42 personer om året både 2021–2025 och 2016–2025. Prognosen",
        ),
    ],
)
def test_past_net_migration_is_told_beside_what_is_reckoned_with(today: AsToday, past: str) -> None:
    found = parts() | {NET: Departure(NET, 190.0, 80.0, 310.0)}
    told = text.trust(found, today, (2026, 2035))
    assert past in told
    assert "räknar i medel med −23 om året 2026–2035 (−34 till −11 i 8 av 10 utfall)" in told
    assert "litar bara delvis på tidigare flyttnetto" in told
    assert told.endswith("i de åldrar då man flyttar.")
    one_year = text.trust(found, today, (2035, 2035), inner=True)
    assert "räknar i medel med +150 år 2035" in one_year
    assert "delvis på varje kommuns tidigare flyttnetto" in one_year
    with_newest = replace(today, newest=-112.4)
    assert text.trust(found, with_newest, (2026, 2035)) == told, "it has faded"
    near = text.trust(found, with_newest, (2026, 2028))
    assert "De närmaste åren påverkas också av flyttnettot 2025, som var −112." in near
    alone = replace(KNOWN, yearly={**KNOWN.yearly, "out_migration": 11.2})
    assert "i genomsnitt −1 person om året" in text.trust(found, alone, (2026, 2035))


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
    expected = "Enbart år 2035 jämfört med som i dag: 20 invånare färre (−44 till +9)"
    assert text.year_finding(frame, 2035) == expected
