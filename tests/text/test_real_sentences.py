"""Sentences about every place, made from the real figures, read as a proof-reader does."""

import re
from collections.abc import Iterator

import pytest

from demografi import Dataset, findings
from demografi.indicators import AGE_GROUPS
from demografi.projection import Trajectories
from demografi.series import group_series
from demografi.text import against_today, outlooks, sentences
from demografi.text.sources import observed_line, projected_line

GROUPS = ["24", "region8", "kust", "inland"]
# English that slips in when a name or a fact is put into a sentence unread.
ENGLISH = re.compile(
    r"\b(the|and|of|to|with|nan|inf|None|True|False|error|year|total|women|births|deaths)\b"
)


def faults(text: str) -> list[str]:
    """Return what is wrong with a sentence."""
    rules = {
        "a hole that was not filled": r"[{}]|%\(",
        "a hyphen for a minus sign": r"(?<![\w])-\d",
        "a dash for a missing figure": r"(?<!\w) – (?=av |invånare|till )|\(–\)|med –",
        "two minus signs or a dash before a minus": r"–−|−−|\+−",
        "English": ENGLISH.pattern,
        "a decimal point": r"\d\.\d",
        "a breaking space in a number": r"\d \d{3}\b(?! [a-zåäö]+ år)|\d %",
        "two spaces": r"  ",
        "a space before a stop": r" [.,;:]",
        "a change of nothing": r"(?<!räknar i medel )med 0\b|\b0\u00a0% färre|[+−]0\b(?!,)",
    }
    return [what for what, pattern in rules.items() if re.search(pattern, text)]


def bends(dataset: Dataset, trajectories: Trajectories, code: str) -> Iterator[str]:
    """Why the curve bends, in the first year and later."""
    place = dataset.regions.place(code)
    today = findings.as_today(dataset, place.members, trajectories.jump_off)
    assert today is not None
    frame = findings.against_today(trajectories, place.members, today)
    ages = findings.from_ages(dataset, trajectories, place.members)
    for target in (2026, 2035):
        found = findings.departures(frame, target)
        yield against_today.lead(place.name, today, found[findings.TOGETHER], 1234.5, target)
        yield from against_today.reasons(found, today, ages, target)
        yield against_today.finding(found, today, target)
        yield against_today.year_finding(frame, target)
        inner = len(place.members) > 1
        yield against_today.trust(found, today, (2026, target), inner=inner)


def spoken(dataset: Dataset, trajectories: Trajectories, code: str) -> Iterator[str]:
    place = dataset.regions.place(code)
    now = findings.outlook(dataset, trajectories, code, "population", 2040)
    parts = findings.outlooks(dataset, trajectories, place.members, "population", 2040)
    yield outlooks.overview(place.name, now, parts)
    yield sentences.history(place.name, findings.peak(dataset, code))
    yield outlooks.year_change(2025, findings.year_changes(dataset, [code]).iloc[0])
    recent = findings.recent_change(findings.change_components(dataset, code))
    yield sentences.components_finding(recent, 2025)
    flows = findings.projected_components(trajectories, place.members)
    for target in (2026, 2035):
        ahead = findings.outlook(dataset, trajectories, code, "population", target)
        yield outlooks.total_ahead(place.name, ahead)
        yield outlooks.components_ahead(place.name, flows, target)
    yield from bends(dataset, trajectories, code)
    for chosen in AGE_GROUPS.values():
        history = group_series(dataset, code, chosen.labels)
        ranges = findings.group_ranges(trajectories, place.members, chosen.labels)
        for target in (2026, 2035):
            found = findings.group_outlooks(ranges, history, target)
            yield outlooks.groups_ahead(
                [(f"{group.replace('-', '–')} år", found[group]) for group in chosen.labels]
            )


@pytest.mark.parametrize("text", ["med -12", "(–)", "{name}", "10 %", "2.1", "−0", "fall of nan"])
def test_faults_are_found(text: str) -> None:
    assert faults(text)


def test_sentences_of_every_projected_place(dataset: Dataset, trajectories: Trajectories) -> None:
    codes = [*dataset.regions.municipalities(), *GROUPS]
    found = {
        text: wrong
        for code in codes
        for text in spoken(dataset, trajectories, code)
        if (wrong := faults(text))
    }
    assert found == {}


def test_history_of_every_place_there_is(dataset: Dataset) -> None:
    texts = [
        sentences.history(place.name, findings.peak(dataset, code))
        for code, place in dataset.regions.places.items()
    ]
    assert {text: wrong for text in texts if (wrong := faults(text))} == {}


def test_source_lines_end_and_name_their_source(dataset: Dataset) -> None:
    lines = [
        observed_line(dataset, table, years)
        for table in ("population", "population_total", "births")
        for years in ([2024], [2010, 2025], [1968, 1969])
        if dataset.sources(table, years)
    ]
    lines.append(projected_line(dataset, 2025, draws=400))
    assert len(lines) > 6
    for line in lines:
        assert line.endswith(".")
        assert "SCB" in line
        assert "2025" not in line or "CKM" in line or line.startswith("Prognos")
        assert faults(line) == []
