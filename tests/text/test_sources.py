"""Source lines and licences: what is named is what is shown."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi import Dataset
from demografi.text import sources


@pytest.mark.parametrize(
    ("source", "named", "unnamed"),
    [
        ("Källa: SCB TAB638, 2024.", ["CC0"], ["Kolada"]),
        ("Källa: Kolada N01953, 2022.", ["Kolada"], ["SCB", "CC0"]),
        ("Källa: Kolada N01953; SCB TAB638, 2022.", ["Kolada", "CC0"], []),
        ("Prognos: egen beräkning från 2025 års folkmängd (SCB).", ["CC0"], ["Kolada"]),
    ],
)
def test_licence_is_that_of_the_providers(
    source: str, named: list[str], unnamed: list[str]
) -> None:
    text = sources.licence(source)
    assert all(word in text for word in named)
    assert not any(word in text for word in unnamed)


def test_line_of_a_table_follows_the_calendar(dataset: Dataset) -> None:
    old = sources.observed_line(dataset, "population", [2010, 2024])
    assert old.startswith("Källa: SCB TAB638, 2010–2024, hämtat ")
    assert "CKM" not in old
    new = sources.observed_line(dataset, "population", [2025])
    assert new.startswith("Källa: SCB TAB5557, 2025, från 2025 med SCB:s skyddsbrus (CKM), ")


def test_a_table_with_its_years_in_its_name_has_them_once(dataset: Dataset) -> None:
    whole = sources.observed_line(dataset, "population_total", range(1950, 2026))
    assert whole.startswith(
        "Källa: SCB folkmängd 1950–1967; SCB TAB5557, TAB638, 1968–2025, från 2025 med SCB:s "
    )
    part = sources.observed_line(dataset, "population_total", range(1960, 1968))
    assert part.startswith("Källa: SCB folkmängd 1960–1967, hämtat ")


LABELS = (
    "SCB TAB638",
    "SCB TAB5557 (CKM)",
    "Kolada N01952, N01953; SCB TAB638",
    "SCB folkmängd 1950–1967",
    "SCB folkmängd 1960–1975",
    "SCB folkmängd 1950–1967; SCB TAB1264",
    "SCB medelfolkmängd",
)


def told(line: str) -> list[tuple[str, int, int]]:
    """Names and years of a source line, a name for each span it belongs to."""
    body = line.removeprefix("Källa: ").partition(", från ")[0].partition(", hämtat ")[0]
    found, waiting = [], []
    for part in re.split(r"; |, ", body):
        years = re.fullmatch(r"(?:(.+) )?(\d{4})(?:–(\d{4}))?", part)
        if years is None:
            waiting.append(part.split(" ")[-1])
            continue
        names = [years[1].split(" ")[-1]] if years[1] else waiting
        first, last = int(years[2]), int(years[3] or years[2])
        found += [(name, first, last) for name in names]
        if not years[1]:
            waiting = []
    assert not waiting, "every source has its years"
    return found


@given(st.sets(st.sampled_from(LABELS), min_size=1), st.sets(st.integers(1945, 2025), min_size=1))
def test_spans_of_a_table_never_overlap_and_no_year_or_name_is_lost(
    dataset: Dataset, labels: set[str], years: set[int]
) -> None:
    line = sources.source_line(dataset, labels, years)
    spans = told(line)
    for name in {name for name, _first, _last in spans}:
        own = sorted((first, last) for other, first, last in spans if other == name)
        assert all(a[1] < b[0] for a, b in pairwise(own)), line
        # A table that has its years in its name has no others after it.
        assert name != "folkmängd" or len(own) == 1, line
    assert min(first for _name, first, _last in spans) == min(years), line
    assert max(last for _name, _first, last in spans) == max(years), line
    named = {name for label in labels for name in re.findall(r"TAB\d+|N\d+|\w*folkmängd", label)}
    assert {name for name, _first, _last in spans} == named, line


def test_projection_is_dated(dataset: Dataset) -> None:
    line = sources.projected_line(dataset, 2025, draws=400)
    assert "frö" not in line, "that is for the method's note"
    assert f"data {dataset.version} hämtade {sources.dataset_date(dataset)}." in line


def test_nothing_shown_has_no_source(dataset: Dataset) -> None:
    assert sources.source_line(dataset, [], []) == "Källa: inga observerade värden visas."
