"""Every indicator can be spoken of, and its values written."""

import pytest

from demografi.dataset import Dataset
from demografi.indicators import INDICATORS
from demografi.knowledge import SETS
from demografi.text import measures


@pytest.mark.parametrize("key", INDICATORS)
def test_every_indicator_has_a_phrase_for_running_text(key: str) -> None:
    phrase = measures.definite(key)
    assert phrase[0].islower()
    assert measures.axis_unit(key)


def test_every_set_has_a_name() -> None:
    assert len({measures.set_name(key) for key in SETS}) == len(SETS)


def test_units_follow_values_where_they_are_short() -> None:
    assert measures.with_unit("mean_age", "45,2") == "45,2\u00a0år"
    assert measures.with_unit("population", "12") == "12"


def test_degenerate_range_is_one_number() -> None:
    assert measures.range_text("mean_age", 45.0, 45.0) == "45,0"


def test_source_line_names_tables_years_and_noise(dataset: Dataset) -> None:
    labels = ["SCB TAB638", "SCB TAB5557", "Kolada N01952", ""]
    line = measures.source_line(dataset, labels, [2010, 2025])
    assert line.startswith("Källa: Kolada N01952; SCB TAB5557, TAB638, 2010–2025, från 2025")
    assert line.endswith(".")
    assert "CKM" not in measures.source_line(dataset, ["SCB TAB638"], [2010])
    assert measures.source_line(dataset, [], []) == "Källa: inga observerade värden visas."
