"""``demografi notes``: what the operator sees and removes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from demografi.cli import main
from demografi.notes import Draft, Notes, address


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notes]:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'notes.sqlite3'}")
    kept = Notes(address())
    yield kept
    kept.close()


def test_notes_are_listed_filtered_and_removed(
    notes: Notes, capsys: pytest.CaptureFixture[str]
) -> None:
    first = notes.add(Draft("2463", "x", "Folkmängd", "rad ett\nrad två", "Anna"), "a")
    notes.add(Draft("2480", "x", "Folkmängd", "annat"), "a")
    assert main(["notes", "--place", "2463"]) == 0
    out = capsys.readouterr().out
    assert "Anna" in out
    assert "   | rad två\n" in out
    assert "annat" not in out
    assert main(["notes", "--json"]) == 0
    assert [n["text"] for n in json.loads(capsys.readouterr().out)["notes"]] == [
        "annat",
        "rad ett\nrad två",
    ]
    assert main(["notes", "--place", "2401"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "demografi: note: no notes, or none that match\n")
    assert main(["notes", "--remove", str(first)]) == 0
    assert main(["notes", "--remove", str(first)]) == 2
    assert "There is no note" in capsys.readouterr().err
    assert [note.text for note in notes.find()] == ["annat"]
