"""Notes and questions from the dialogue with municipalities and business, kept in a database.

Off unless the operator turns them on. A note is a stranger's text: it is stored as it was
written, without control characters, and whoever shows it escapes it.
"""

from typing import TYPE_CHECKING, Any

from demografi.notes.model import LONGEST_AUTHOR, LONGEST_TEXT, Draft, Note
from demografi.notes.switch import SWITCH, allowed

if TYPE_CHECKING:
    from demografi.notes.store import DATABASE, Notes, address

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


def __getattr__(name: str) -> Any:
    """Load databases when they are asked for: every screen comes by here, few have notes."""
    if name in ("DATABASE", "Notes", "address"):
        from demografi.notes import store  # noqa: PLC0415

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
