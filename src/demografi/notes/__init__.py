"""Notes and questions from the dialogue with municipalities and business, kept in a database.

Off unless the operator turns them on. A note is a stranger's text: it is stored as it was
written, without control characters, and whoever shows it escapes it.
"""

from demografi.notes.model import LONGEST_AUTHOR, LONGEST_TEXT, Draft, Note
from demografi.notes.store import DATABASE, SWITCH, Notes, address, allowed

__all__ = [
    "DATABASE",
    "LONGEST_AUTHOR",
    "LONGEST_TEXT",
    "SWITCH",
    "Draft",
    "Note",
    "Notes",
    "address",
    "allowed",
]
