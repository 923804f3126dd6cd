"""Dialog: notes left at a chart are read, filtered and shown as text; off unless turned on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demografi.notes import Draft, Notes, address
from tests.pages.conftest import OpenScreen

HOSTILE = '<img src=x onerror="alert(1)"> **fet** [länk](http://x) $x$'


@pytest.fixture
def turned_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notes]:
    from demografi.ui import notes  # noqa: PLC0415

    monkeypatch.setenv("DEMOGRAFI_NOTES", "1")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'notes.sqlite3'}")
    notes._opened.clear()
    kept = Notes(address())
    yield kept
    kept.close()
    notes._opened.clear()


def test_off_nothing_is_offered(open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMOGRAFI_NOTES", raising=False)
    screen = open_screen("dialog")
    assert "avstängda" in screen.markdown[0].value
    assert not open_screen("prognos", plats="2463").text_area


def test_note_left_at_a_chart_is_read_on_the_screen(
    open_screen: OpenScreen, turned_on: Notes
) -> None:
    screen = open_screen("prognos", plats="2463")
    screen.text_area(key="note_text_prognos").set_value("Räknas gruvan in?")
    screen.text_input(key="note_author_prognos").set_value("Anna")
    button = next(b for b in screen.button if b.label == "Spara synpunkten")
    button.click().run()
    assert [message.value for message in screen.success] == ["Tack! Synpunkten är sparad."]
    assert screen.text_area(key="note_text_prognos").value == ""
    (kept,) = turned_on.find()
    assert (kept.place, kept.indicator, kept.text, kept.author) == (
        "2463",
        "prognos",
        "Räknas gruvan in?",
        "Anna",
    )
    assert kept.link.startswith("prognos?")
    assert "plats=2463" in kept.link
    read = open_screen("dialog")
    assert "1 synpunkt om 1 plats" in read.markdown[0].value
    shown = "".join(block.proto.body for block in read.get("html"))
    assert "Räknas gruvan in?" in shown
    assert 'href="./prognos?' in shown


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//evil.example/x?", 'x?"onclick="y'])
def test_link_that_is_not_ours_is_left_out(
    open_screen: OpenScreen, turned_on: Notes, link: str
) -> None:
    turned_on.add(Draft("2463", "prognos", "Folkmängd", "text", "", link), "a")
    shown = "".join(block.proto.body for block in open_screen("dialog").get("html"))
    assert "text" in shown
    assert "href" not in shown


def test_refused_note_stays_in_its_field(open_screen: OpenScreen, turned_on: Notes) -> None:
    screen = open_screen("prognos", plats="2463")
    screen.text_area(key="note_text_prognos").set_value(" \n ")
    screen.text_input(key="note_author_prognos").set_value("Anna")
    next(b for b in screen.button if b.label == "Spara synpunkten").click().run()
    assert [message.value for message in screen.error] == ["Synpunkten är tom."]
    assert screen.text_input(key="note_author_prognos").value == "Anna"
    assert turned_on.find() == []


def test_hostile_text_is_shown_as_text(open_screen: OpenScreen, turned_on: Notes) -> None:
    turned_on.add(Draft("2463", "prognos", HOSTILE, HOSTILE, HOSTILE), "a")
    screen = open_screen("dialog")
    shown = [block.proto.body for block in screen.get("html") if "onerror" in block.proto.body]
    assert len(shown) == 2, "the text, and who wrote about what"
    assert all("<img" not in body for body in shown)
    assert all("onerror" not in block.value for block in screen.markdown)


def test_hostile_text_is_text_in_a_report_too(open_screen: OpenScreen, turned_on: Notes) -> None:
    turned_on.add(Draft("2463", "prognos", HOSTILE, HOSTILE, HOSTILE), "a")
    few = {"innehall-kommunbild": "historia", "synpunkter": "med", "avsnitt": "dialog"}
    screen = open_screen("rapport", plats="region8", **few)
    (table,) = [table.value for table in screen.table]
    assert list(table.columns) == ["Synpunkt", "Gäller", "Skriven av"]
    (row,) = table.to_dict("records")
    assert "(Åsele)" in row["Gäller"], "a group's report has what is said of its members"
    # Streamlit reads cells as Markdown.
    assert all(r"\<img" in row[name] and r"\*\*fet" in row[name] for name in table.columns)
    assert r"\[länk\]" in row["Synpunkt"]
    assert "http://" not in row["Synpunkt"], "else it is made a link"


@pytest.mark.usefixtures("turned_on")
@pytest.mark.parametrize(
    ("screen", "card"), [("kunskapsbild", "matris"), ("data", "kallor"), ("jamfor", "linjer")]
)
def test_notes_can_be_left_at_charts_and_tables(
    open_screen: OpenScreen, screen: str, card: str
) -> None:
    cards = {area.key for area in open_screen(screen).text_area}
    assert f"note_text_{card}" in cards


def test_filters(open_screen: OpenScreen, turned_on: Notes) -> None:
    for place, text in [("2463", "ett"), ("2480", "två"), ("okänd", "tre")]:
        turned_on.add(Draft(place, "prognos", "Folkmängd", text), text)
    assert "3 synpunkter" in open_screen("dialog").markdown[0].value
    assert "1 synpunkt " in open_screen("dialog", om="2480").markdown[0].value
    screen = open_screen("dialog")
    screen.text_input(key="note_sought").set_value("TVÅ").run()
    assert "1 synpunkt " in screen.markdown[0].value


def test_database_out_of_reach_is_said(
    open_screen: OpenScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from demografi.ui import notes  # noqa: PLC0415

    monkeypatch.setenv("DEMOGRAFI_NOTES", "1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/c")
    notes._opened.clear()
    screen = open_screen("dialog")
    assert "går inte att nå" in screen.error[0].value
    notes._opened.clear()
