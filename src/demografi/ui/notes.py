"""Leaving a note at a chart or a slide, and reading what others have left."""

import hashlib
import html
import logging
import re
import secrets
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.notes import LONGEST_AUTHOR, LONGEST_TEXT, Draft, Note, allowed
from demografi.text import _
from demografi.text import notes as words
from demografi.text.problems import in_swedish
from demografi.ui import choices, places
from demografi.ui.downloads import offer, table_files

if TYPE_CHECKING:
    from demografi.notes import Notes

__all__ = ["choose", "explain", "find", "leave_note", "notes", "offer_files", "place_name", "show"]

log = logging.getLogger(__name__)

_LINK = re.compile(r"[a-z]*\?[\w=&%+.,~-]*", re.ASCII)
"""A screen of ours with its choices."""
_SECRET = secrets.token_bytes(32)
"""New in every process: writers can be told apart while it lasts, not recognised."""


@st.cache_resource(show_spinner=False, on_release=lambda opened: opened.close())
def _opened() -> "Notes":
    from demografi.notes import Notes, address  # noqa: PLC0415 - databases take a fifth of a second

    return Notes(address())


def notes() -> "Notes":
    """Return the notes of this server.

    Raises
    ------
    RequestError
        The database cannot be used.
    """
    return _opened()


def _writer() -> str:
    context = get_script_run_ctx()
    session = context.session_id if context else ""
    return hashlib.blake2b(session.encode(), key=_SECRET, digest_size=16).hexdigest()


def _send(key: str, topic: str, screen: str, made: dict[str, str]) -> None:
    """Keep the note; what was written stays in its field if that fails."""
    text, author = st.session_state[f"note_text_{key}"], st.session_state[f"note_author_{key}"]
    place = made.get("plats", "")
    draft = Draft(place, key, topic, text, author, f"{screen}?{urlencode(made)}")
    try:
        notes().add(draft, _writer())
    except RequestError as error:
        st.session_state[f"note_said_{key}"] = (False, in_swedish(error))
    else:
        st.session_state[f"note_text_{key}"] = ""
        st.session_state[f"note_said_{key}"] = (True, _("Tack! Synpunkten är sparad."))


def leave_note(key: str, topic: str) -> None:
    """Offer to leave a note about a chart, where the operator has turned notes on.

    Parameters
    ----------
    key : str
        Name of the chart's card or slide.
    topic : str
        Its title, as the reader sees it.
    """
    if not allowed():
        return
    with st.popover(_("Synpunkt"), icon=":material/add_comment:", key=f"note_{key}"):
        with st.form(f"note_form_{key}", border=False):
            st.caption(words.explained(on=True))
            st.text_area(_("Synpunkt eller fråga"), max_chars=LONGEST_TEXT, key=f"note_text_{key}")
            st.text_input(
                _("Namn (frivilligt)"), max_chars=LONGEST_AUTHOR, key=f"note_author_{key}"
            )
            st.form_submit_button(
                _("Spara synpunkten"),
                on_click=_send,
                args=(key, topic, choices.screen(), dict(choices.made())),
            )
        kept, said = st.session_state.pop(f"note_said_{key}", (True, ""))
        if said:
            (st.success if kept else st.error)(said)


def place_name(dataset: Dataset, code: str) -> str:
    """Name of the place a note is about; empty when it is about none that is known."""
    place = dataset.regions.places.get(code)
    return "" if place is None else place.name


def choose(dataset: Dataset) -> tuple[str, str, str]:
    """Choose which notes to see: about which place, which chart, with which words."""
    everything = find("", "", "")
    topics = {note.indicator: note.topic for note in reversed(everything)}
    codes = {note.place for note in everything}
    first, second, third = st.columns(3)
    with first:
        place = choices.select(
            "om",
            _("Plats"),
            ["", *(code for code in places.place_codes(dataset) if code in codes)],
            "",
            show=lambda code: dataset.regions.name(code) if code else _("Alla platser"),
            text=lambda code: code or "alla",
        )
    with second:
        topic = choices.select(
            "galler",
            _("Gäller"),
            ["", *topics],
            "",
            show=lambda key: topics[key] if key else _("Alla diagram"),
            text=lambda key: key or "alla",
        )
    with third:
        sought = st.text_input(_("Sök ord"), max_chars=100, key="note_sought")
    return place, topic, sought


def find(place: str | Collection[str], topic: str, sought: str) -> list[Note]:
    """Return the notes chosen; say so on screen when the database cannot be read."""
    try:
        return notes().find(place=place, indicator=topic, words=sought)
    except RequestError as error:
        log.exception("Notes cannot be read")
        st.error(in_swedish(error), icon=":material/error:")
        return []


def explain() -> None:
    """Say where notes are left and who sees them."""
    st.caption(words.explained(on=True))


def offer_files(dataset: Dataset, found: Sequence[Note], names: Sequence[str]) -> None:
    """Offer the notes shown as CSV and Excel."""
    if found:
        about = {
            _("Rubrik"): _("Synpunkter från dialogen"),
            _("Beskrivning"): words.conclusion(found, names),
            _("Dataversion"): dataset.version,
        }
        with st.container(horizontal=True):
            offer("synpunkter", dataset.version, table_files(words.table(found, names), about, 0))


def show(found: Sequence[Note], names: Sequence[str]) -> None:
    """Show notes one below the other, as text and nothing else."""
    for note, name in zip(found, names, strict=True):
        with st.container(border=True, key=f"note_shown_{note.id}"):
            # Written by strangers: escaped here, never read as Markdown.
            text = "<br>".join(html.escape(line) for line in note.text.splitlines())
            st.html(f"<p>{text}</p>")
            about = html.escape(words.heading_of(note, name))
            # Links are ours, but whoever can write to the database could have changed them.
            back = _LINK.fullmatch(note.link)
            link = f' <a href="./{html.escape(note.link)}">{_("Visa")}</a>' if back else ""
            st.html(f'<p class="note-about">{about}.{link}</p>')
