"""What is said of the official projection."""

import pandas as pd
import pytest

from demografi.text import official

NONE = pd.DataFrame({name: [] for name in ("group", "base_year", "year", "value", "source")})


def published(base_year: int = 2021, targets: tuple[int, ...] = (2026, 2031)) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": "total",
            "base_year": base_year,
            "year": list(targets),
            "value": [1000.0 + year for year in targets],
            "source": "Kolada N02907",
        }
    )


@pytest.mark.parametrize(
    ("base_year", "ending"),
    [
        (2021, "och känner inte till 2022–2025."),
        (2024, "och känner inte till 2025."),
        (2025, "är den nyaste vi har."),
    ],
)
def test_note_says_what_it_could_not_know(base_year: int, ending: str) -> None:
    note = official.note(published(base_year), "Malå", 2025)
    assert note.startswith(f"SCB:s framskrivning från {base_year} är den nyaste vi har")
    assert note.endswith(ending)


def test_absence_is_said() -> None:
    assert "ingen användbar framskrivning" in official.note(NONE, "Malå", 2025)
    assert official.name(NONE) == official.said(NONE) == official.source(NONE, ["total"]) == ""
    assert official.group_note(NONE, ["80+"]) == ""


def test_long_series_is_told_by_its_ends() -> None:
    said = official.said(published(2025, tuple(range(2026, 2051))))
    assert "(2026) och " in said
    assert "(2050)" in said
    assert "(2030)" not in said


def test_source_and_note_are_of_the_groups_shown() -> None:
    assert official.source(published(), ["total"]).endswith("från 2021: Kolada N02907.")
    assert official.source(published(), ["80+"]) == ""
    assert official.group_note(published().assign(group="80+"), ["80+"]).startswith("Öppna romber")
