"""Source lines and licences: what is named is what is shown."""

import pytest

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


def test_projection_is_dated(dataset: Dataset) -> None:
    line = sources.projected_line(dataset, 2025, draws=400)
    assert "frö" not in line, "that is for the method's note"
    assert f"data {dataset.version} hämtade {sources.dataset_date(dataset)}." in line


def test_nothing_shown_has_no_source(dataset: Dataset) -> None:
    assert sources.source_line(dataset, [], []) == "Källa: inga observerade värden visas."
