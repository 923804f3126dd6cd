"""Data: coverage, gaps, sources, method, whichever table is chosen."""

import pytest
from streamlit.testing.v1 import AppTest

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


def disagreeing() -> None:
    from dataclasses import replace  # noqa: PLC0415 - AppTest runs this function by itself

    from demografi.ui import cached, choices  # noqa: PLC0415
    from demografi.ui.coverage import disagreements_card  # noqa: PLC0415

    choices.start("data")
    data = cached.dataset()
    kept = {"rule": "deaths_do_not_sum", "table": "deaths", "cases": [["2480", 2024, 90, 95]]}
    disagreements_card(replace(data, manifest={**data.manifest, "disagreements": [kept]}))
    disagreements_card(data)


def test_accepted_figures_that_do_not_agree_are_named() -> None:
    screen = AppTest.from_function(disagreeing, default_timeout=30).run()
    assert not screen.exception
    (heading,) = screen.subheader
    assert heading.value == "1 siffra stämmer inte med andra siffror"
    (table,) = screen.table
    row = table.value.iloc[0]
    assert (row["Plats"], row["År"], row["Skillnad"]) == ("Umeå", "2024", "−5")
    assert "fast de inte går ihop" in screen.caption[0].value
