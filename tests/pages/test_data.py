"""Data: coverage, gaps, sources, method, whichever table is chosen."""

import pytest

from demografi.dataset import TABLES
from tests.pages.conftest import OpenScreen, link_of


@pytest.mark.parametrize("table", TABLES)
def test_every_table_by_link(open_screen: OpenScreen, table: str) -> None:
    screen = open_screen("data", tabell=table)
    assert not screen.warning
    assert link_of(screen)["tabell"] == table
    text = " ".join(block.value for block in screen.markdown)
    assert "Kända luckor" in text or "Inga kända luckor" in text or "Anmärkningar" in text


def test_sources_licences_checksums_and_method(open_screen: OpenScreen) -> None:
    screen = open_screen("data")
    tables = [table.value for table in screen.table]
    text = " ".join(frame.to_string() for frame in tables)
    for expected in ("TAB638", "BE0101N1", "CC0", "Källa: Kolada", "Demografisk försörjningskvot"):
        assert expected in text
    words = " ".join(block.value for block in screen.markdown)
    assert "Det här vet vi inte" in words
    assert "anpassningar" in words
    assert screen.metric[0].value == "2025"
