"""Notes: kept as written, found, limited; nobody's is lost."""

import datetime
import os
import sqlite3
import subprocess
import sys
import traceback
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from demografi.errors import RequestError
from demografi.notes import LONGEST_AUTHOR, LONGEST_TEXT, Draft, Notes, address, allowed
from demografi.notes.model import cleaned
from demografi.notes.store import MOST_ALL, MOST_EACH, WINDOW

DRAFT = Draft("2463", "prognos", "Folkmängd i Åsele", "Var bor de som arbetar i skogen?", "Anna")
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
HOSTILE = [
    "'; DROP TABLE notes; --",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "[länk](javascript:alert(1)) ![bild](http://x/y.png) $x^2$ :red[rött]",
    "% _ \\ %s {0} {text}",
    "👩‍👩‍👧 Å Ä Ö ٣ 漢字",
]


def test_note_is_found_as_it_was_written(notes: Notes) -> None:
    number = notes.add(DRAFT, "a", NOW)
    (found,) = notes.find()
    assert (found.id, found.written) == (number, NOW)
    assert (found.place, found.indicator, found.topic) == ("2463", "prognos", DRAFT.topic)
    assert (found.text, found.author) == (DRAFT.text, "Anna")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_text(notes: Notes, text: str) -> None:
    notes.add(replace(DRAFT, text=text, author=text[:LONGEST_AUTHOR]), "a")
    (found,) = notes.find(words=text.upper())
    assert found.text == cleaned(text, lines=True)
    assert notes.find(words="finns inte") == []


@given(st.text(max_size=LONGEST_TEXT + 50))
def test_what_is_kept_can_be_read(text: str) -> None:
    readable = cleaned(text, lines=True)
    assert cleaned(readable, lines=True) == readable
    assert all(
        unicodedata.category(letter) not in {"Cc", "Cs"} for letter in readable.replace("\n", "")
    )
    if 0 < len(readable) <= LONGEST_TEXT:
        assert replace(DRAFT, text=text).checked().text == readable
    else:
        with pytest.raises(RequestError):
            replace(DRAFT, text=text).checked()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " \n\u200e\x00 "}, "note_empty"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "note_too_long"),
        ({"author": "x" * (LONGEST_AUTHOR + 1)}, "note_author_too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused(notes: Notes, change: dict[str, str], code: str) -> None:
    with pytest.raises(RequestError) as refused:
        notes.add(replace(DRAFT, **change), "a")
    assert refused.value.code == code
    assert notes.find() == []


def test_notes_are_filtered_and_newest_first(notes: Notes) -> None:
    for minute, (place, indicator) in enumerate([("2463", "a"), ("2480", "a"), ("2463", "b")]):
        written = NOW + datetime.timedelta(minutes=minute)
        notes.add(replace(DRAFT, place=place, indicator=indicator), "a", written)
    assert [note.indicator for note in notes.find(place="2463")] == ["b", "a"]
    assert [note.place for note in notes.find(indicator="a")] == ["2480", "2463"]
    assert [note.indicator for note in notes.find(place=["2463", "2480", "24"])] == ["b", "a", "a"]
    assert len(notes.find(place=["2480", "24"])) == 1
    assert [note.indicator for note in notes.find(most=2)] == ["b", "a"]
    assert [note.indicator for note in notes.find(words="skogen", most=1)] == ["b"]


def test_removed_note_is_gone(notes: Notes) -> None:
    number = notes.add(DRAFT, "a")
    assert notes.remove(number)
    assert not notes.remove(number)
    assert notes.find() == []


def test_one_writer_cannot_flood(notes: Notes) -> None:
    for _ in range(MOST_EACH):
        notes.add(DRAFT, "a", NOW)
    with pytest.raises(RequestError, match="Too many"):
        notes.add(DRAFT, "a", NOW)
    notes.add(DRAFT, "b", NOW)
    notes.add(DRAFT, "a", NOW + WINDOW + datetime.timedelta(seconds=1))
    assert len(notes.find()) == MOST_EACH + 2


def test_many_writers_cannot_flood(tmp_path: Path) -> None:
    notes = Notes(sa.make_url(f"sqlite:///{tmp_path / 'n.sqlite3'}"))
    for number in range(MOST_ALL):
        notes.add(DRAFT, str(number), NOW)
    with pytest.raises(RequestError, match="Too many"):
        notes.add(DRAFT, "another", NOW)
    notes.close()


def test_twenty_writers_at_once_lose_nothing(notes: Notes) -> None:
    each = 5

    def write(number: int) -> list[int]:
        return [
            notes.add(replace(DRAFT, text=f"{number}-{turn}"), str(number)) for turn in range(each)
        ]

    with ThreadPoolExecutor(20) as pool:
        numbers = [one for written in pool.map(write, range(20)) for one in written]
    assert len(set(numbers)) == 20 * each
    assert {note.text for note in notes.find()} == {
        f"{number}-{turn}" for number in range(20) for turn in range(each)
    }


def test_the_limit_holds_when_one_writer_comes_many_times_at_once(notes: Notes) -> None:
    def write(_turn: int) -> bool:
        try:
            notes.add(DRAFT, "a")
        except RequestError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(write, range(20))) == MOST_EACH
    assert len(notes.find()) == MOST_EACH


def test_processes_that_open_an_empty_database_at_once(url: sa.URL) -> None:
    """Each brings the tables up to date, and writes."""
    program = (
        "import sys; from demografi.notes import *; notes = Notes(address());"
        "print(notes.add(Draft('24', 'x', 'x', sys.argv[1]), sys.argv[1])); notes.close()"
    )
    environment = {**os.environ, "DATABASE_URL": url.render_as_string(hide_password=False)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, f"w{number}"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(4)
    ]
    for process in running:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, (out, err)
    notes = Notes(url)
    assert {note.text for note in notes.find()} == {"w0", "w1", "w2", "w3"}
    notes.close()


def test_opening_again_keeps_what_is_there(url: sa.URL, notes: Notes) -> None:
    notes.add(DRAFT, "a")
    again = Notes(url)
    assert len(again.find()) == 1
    again.close()


def test_database_that_does_not_answer_is_told_without_its_password() -> None:
    secret = "x" * 9
    with pytest.raises(RequestError) as refused:
        Notes(address({"DATABASE_URL": f"postgres://anna:{secret}@127.0.0.1:1/notes"}))
    assert refused.value.code == "note_store"
    assert secret not in repr(refused.value.facts)
    # As the log has it: with all that led to it.
    assert secret not in "".join(traceback.format_exception(refused.value))


def test_what_was_written_stays_out_of_the_log(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite3"
    notes = Notes(sa.make_url(f"sqlite:///{path}"))
    # The connection as a context manager ends the transaction and stays open.
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE notes")
        database.commit()
    with pytest.raises(RequestError) as refused:
        notes.find(place="x" * 9)
    notes.close()
    assert "x" * 9 not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("wrong", ["mysql://a:hemligt@b/c", "hemligt", "postgres//hemligt"])
def test_other_addresses_are_refused_without_being_repeated(wrong: str) -> None:
    with pytest.raises(RequestError) as refused:
        address({"DATABASE_URL": wrong})
    assert refused.value.code == "note_database"
    assert wrong not in str(refused.value)


def test_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RequestError) as refused:
        Notes(sa.make_url(f"sqlite:///{tmp_path / 'file' / 'notes.sqlite3'}"))
    assert refused.value.code == "note_store"


def test_off_unless_turned_on() -> None:
    assert not allowed({})
    assert not allowed({"DEMOGRAFI_NOTES": "0"})
    assert not allowed({"DATABASE_URL": "postgresql://x"})
    assert allowed({"DEMOGRAFI_NOTES": "1"})


def test_without_an_address_notes_lie_beside_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMOGRAFI_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert address().database == str(tmp_path / "notes.sqlite3")
