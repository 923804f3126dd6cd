"""Words of the dialogue's notes."""

from collections.abc import Sequence

import pandas as pd
from babel.dates import format_datetime

from demografi.notes import Note
from demografi.text import LANGUAGE, _, ngettext
from demografi.text.clock import ZONE
from demografi.text.numbers import whole

__all__ = ["conclusion", "explained", "heading_of", "quoted", "shown", "table", "when"]


def when(note: Note) -> str:
    """Write when a note was written, in Swedish time."""
    return format_datetime(note.written, "d MMMM yyyy 'kl.' HH.mm", tzinfo=ZONE, locale=LANGUAGE)


def heading_of(note: Note, place: str) -> str:
    """Say who wrote about what, and when."""
    who = note.author or _("Utan namn")
    about = f"{note.topic} ({place})" if place and place not in note.topic else note.topic
    return _("{who}, {when}, om ”{about}”").format(who=who, when=when(note), about=about)


def quoted(note: Note, place: str) -> str:
    """Quote a note with who wrote it and about what, for a slide."""
    text = " ".join(note.text.split())
    return _("”{text}” – {who}").format(text=text, who=heading_of(note, place))


def conclusion(notes: Sequence[Note], names: Sequence[str]) -> str:
    """Open the screen: how many notes, about how many places, when the newest came.

    Parameters
    ----------
    notes : sequence of Note
        As found, newest first.
    names : sequence of str
        Name of the place of each; empty for those about none.
    """
    if not notes:
        return _("Inga synpunkter finns ännu, eller inga som passar urvalet.")
    count = ngettext("{count} synpunkt", "{count} synpunkter", len(notes)).format(
        count=whole(len(notes))
    )
    about = {name for name in names if name}
    places = ngettext("{count} plats", "{count} platser", len(about)).format(
        count=whole(len(about))
    )
    without = sum(not name for name in names)
    if not about:
        told = _("{count} som inte gäller en viss plats").format(count=count)
    elif without:
        told = _("{count} om {places}, varav {without} inte gäller en viss plats").format(
            count=count, places=places, without=whole(without)
        )
    else:
        told = _("{count} om {places}").format(count=count, places=places)
    return _("{told}. Den senaste kom {when}.").format(told=told, when=when(notes[0]))


def explained(*, on: bool) -> str:
    """Say what notes are, or that the operator has not turned them on."""
    if on:
        return _(
            "Synpunkter och frågor lämnas vid diagrammen och i mötesläget. De visas på skärmen "
            "Dialog för alla som når den, så skriv inget om enskilda personer."
        )
    return _(
        "Synpunkter är avstängda på den här servern. Den som driver servern slår på dem med "
        "DEMOGRAFI_NOTES=1."
    )


def shown(notes: Sequence[Note], names: Sequence[str]) -> pd.DataFrame:
    """Notes as a table to read on paper: what is said has most of the room.

    Parameters
    ----------
    notes : sequence of Note
        As found.
    names : sequence of str
        Name of the place of each.
    """
    return pd.DataFrame(
        {
            _("Synpunkt"): [note.text for note in notes],
            _("Gäller"): [
                f"{note.topic} ({name})" if name and name not in note.topic else note.topic
                for note, name in zip(notes, names, strict=True)
            ],
            _("Skriven av"): [
                _("{who}, {day}").format(who=note.author or _("Utan namn"), day=_day(note))
                for note in notes
            ],
        }
    )


def _day(note: Note) -> str:
    """Day a note was written, in Swedish time: ``3 november 2026``."""
    return format_datetime(note.written, "d MMMM yyyy", tzinfo=ZONE, locale=LANGUAGE)


def table(notes: Sequence[Note], names: Sequence[str]) -> pd.DataFrame:
    """Notes as a table for files, newest first.

    Parameters
    ----------
    notes : sequence of Note
        As found.
    names : sequence of str
        Name of the place of each.
    """
    return pd.DataFrame(
        {
            _("Nummer"): [note.id for note in notes],
            _("Tid"): [when(note) for note in notes],
            _("Plats"): [name or _("Ingen viss") for name in names],
            _("Gäller"): [note.topic for note in notes],
            _("Synpunkt"): [note.text for note in notes],
            _("Namn"): [note.author for note in notes],
            _("Länk"): [note.link for note in notes],
        }
    )
