"""Figures that do not agree, in words: which, where, when and by how much."""

from dataclasses import replace

import pandas as pd
import pytest

from demografi import coverage
from demografi.dataset import Dataset
from demografi.text import disagreements as words


@pytest.fixture
def found(dataset: Dataset) -> pd.DataFrame:
    kept = [
        {
            "rule": "change_does_not_sum",
            "table": "components",
            "cases": [["2480", 2015, 122770.0, 120777.0]],
        },
        {"rule": "deaths_do_not_sum", "table": "deaths", "cases": [["24", 2024, 90.0, 95.0]]},
    ]
    manifest = {**dataset.manifest, "disagreements": kept}
    return coverage.disagreements(replace(dataset, manifest=manifest))


def test_rows_name_table_place_year_and_size(dataset: Dataset, found: pd.DataFrame) -> None:
    shown = words.rows(found, dataset)
    assert list(shown["Plats"]) == ["Umeå", "Västerbottens län"]
    assert list(shown["År"]) == ["2015", "2024"]
    assert list(shown["Vad som jämförs"]) == [
        "födda, döda och flyttnetto mot folkmängden",
        "döda efter ålder mot alla döda",
    ]
    assert list(shown["Skillnad"]) == ["+1\u00a0993", "−5"]
    assert list(shown["Publicerad helhet"]) == ["120\u00a0777", "95"]
    assert words.title(found) == "2 siffror stämmer inte med andra siffror"
    assert words.title(found.head(1)) == "1 siffra stämmer inte med andra siffror"


def test_only_the_largest_are_shown_of_many_but_the_file_has_all(
    dataset: Dataset, found: pd.DataFrame
) -> None:
    many = pd.concat([found] * 150, ignore_index=True)
    assert len(words.rows(many, dataset)) == 200
    assert len(words.figures(many, dataset)) == 300
    assert words.figures(many, dataset)["Skillnad"].iloc[0] == 1993
    assert "De 200 största visas" in words.note(many)
    assert "största visas" not in words.note(found)
