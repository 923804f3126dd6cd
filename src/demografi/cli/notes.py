"""``demografi notes``: read and remove the dialogue's notes."""

import argparse
import sys

from demografi.cli.arguments import Commands
from demografi.cli.output import print_json
from demografi.errors import RequestError

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Register the command."""
    notes = commands("notes", help="notes from the dialogue: list them, remove one")
    notes.add_argument("--place", default="", metavar="CODE", help="only those about a place")
    notes.add_argument("--words", default="", metavar="TEXT", help="only those with these words")
    notes.add_argument("--remove", type=int, metavar="NUMBER", help="remove this note")
    notes.add_argument("--json", action="store_true", help="machine-readable")
    notes.set_defaults(run=_notes)


def _notes(arguments: argparse.Namespace) -> None:
    # Imported here: no other command opens a database.
    from demografi.notes import Notes, address  # noqa: PLC0415

    notes = Notes(address())
    try:
        if arguments.remove is not None:
            if not notes.remove(arguments.remove):
                raise RequestError(
                    "no_such_note",
                    f"There is no note {arguments.remove}.",
                    "'demografi notes' lists them.",
                )
            print(f"Note {arguments.remove} removed")
            return
        found = notes.find(place=arguments.place, words=arguments.words)
    finally:
        notes.close()
    if arguments.json:
        print_json(
            {"notes": [{**vars(note), "written": note.written.isoformat()} for note in found]}
        )
        return
    if not found:
        print("demografi: note: no notes, or none that match", file=sys.stderr)
    for note in found:
        who = note.author or "-"
        print(f"{note.id}  {note.written:%Y-%m-%d %H:%M}Z  {note.place or '-'}  {who}")
        print(f"   {note.topic}")
        for line in note.text.splitlines():
            print(f"   | {line}")
