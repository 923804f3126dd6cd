"""What stands in tables of the core can be found by the program that collects texts."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

import demografi
from demografi.dataset import Dataset
from demografi.indicators import AGE_GROUPS, INDICATORS
from demografi.regions import NATION, NORTH

SOURCE = Path(demografi.__file__).parent
SAME_EVERYWHERE = {"", "%", "tkr", "SCB", "SKR", "Kolada"}
"""Units and names of publishers that are written alike in every language."""


@pytest.fixture(scope="module")
def marked() -> set[str]:
    """Texts of the rooms that cannot translate themselves."""
    found = set()
    for room in ("indicators", "."):
        files = extract_from_dir(
            SOURCE / room,
            method_map=[("*.py", "python")],
            keywords={"_": None, "N_": None},
            directory_filter=lambda _path: False,
        )
        found |= {str(message) for _file, _line, message, _comments, _context in files}
    return found


@pytest.mark.parametrize("part", ["name", "formula", "unit", "source", "note"])
def test_every_text_of_an_indicator_is_whole_in_the_catalogue(part: str, marked: set[str]) -> None:
    texts = {str(getattr(chosen, part)) for chosen in INDICATORS.values()}
    assert texts - SAME_EVERYWHERE - marked == set()


def test_names_of_age_groups_are_in_the_catalogue(marked: set[str]) -> None:
    named = {group.name for chosen in AGE_GROUPS.values() for group in chosen.groups}
    words = {name for name in named if any(letter.isalpha() for letter in name)}
    texts = words | {t for chosen in AGE_GROUPS.values() for t in (chosen.name, chosen.source)}
    assert texts - SAME_EVERYWHERE - marked == set()


def test_names_of_groups_are_in_the_catalogue(dataset: Dataset, marked: set[str]) -> None:
    places = dataset.regions.places
    fixed = {NATION, NORTH, "region8", "region10", "umearegionen", "kust", "inland"}
    assert {places[code].name for code in fixed} <= marked
    assert {"FA-region {label}", "SKR-grupp {label}, i Västerbotten"} <= marked
