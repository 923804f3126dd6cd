import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from demografi.report import Column, Table, plain, printable


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
