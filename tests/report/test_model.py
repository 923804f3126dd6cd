"""The model of a report: text that fits every file, headings for readers and for programs."""

import re

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from demografi.report import Column, Table, plain, printable
from demografi.report.columns import RANGE_COLUMNS, pyramid_columns
from demografi.text.columns import explained


@given(st.text(max_size=400))
def test_any_text_fits_in_xml_on_one_line(text: str) -> None:
    shown = plain(text)
    etree.Element("a").text = shown  # refuses what XML cannot hold
    assert len(shown) <= 300
    assert "\n" not in shown


@given(st.text(max_size=60))
def test_printable_keeps_its_length(text: str) -> None:
    assert len(printable(text)) == len(text)
    etree.Element("a").text = printable(text)


def test_numbers_keep_their_spaces() -> None:
    assert plain("134\N{NO-BREAK SPACE}249 invånare") == "134\N{NO-BREAK SPACE}249 invånare"


def test_table_is_written_in_swedish() -> None:
    table = Table(
        "t",
        "T",
        pd.DataFrame({"year": [2025, 2026], "share": [1234.56, None], "name": ["Åsele", None]}),
        {
            "year": Column("År", kind="year"),
            "share": Column("Andel", 1),
            "name": Column("Plats", kind="text"),
        },
        "Källa",
    )
    assert table.written.to_numpy().tolist() == [
        ["2025", "1\N{NO-BREAK SPACE}234,6", "Åsele"],
        ["2026", "–", "–"],
    ]
    assert list(table.named.columns) == ["År", "Andel", "Plats"]


def test_readers_get_plain_headings_and_programs_short_names() -> None:
    frame = pd.DataFrame(
        {"year": [2035], "value": [None], "p10": [1.0], "p50": [2.0], "p90": [3.0]}
    )
    table = Table("t", "T", frame, RANGE_COLUMNS, "Källa: x.")
    read = " ".join(table.written.columns)
    assert not re.search(r"p[159]0|utfall", read, re.IGNORECASE)
    assert [name[-5:] for name in table.named.columns[2:]] == ["(p10)", "(p50)", "(p90)"]
    assert explained([column.term for column in RANGE_COLUMNS.values()]).count("percentilen") == 2


def test_pyramid_is_headed_by_sex_year_and_end() -> None:
    table = pd.DataFrame(columns=["age", "F 2025", "M 2035 p10"])
    assert [column.in_files for column in pyramid_columns(table).values()] == [
        "Ålder",
        "Kvinnor 2025",
        "Män 2035, lägst i 8 av 10 (p10)",
    ]
