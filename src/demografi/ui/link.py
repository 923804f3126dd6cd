"""What a session has chosen: read from the link, kept between screens, written back at the end.

The link wins when it says something new; otherwise what was chosen before, on this screen or
another, is kept; otherwise the default. A value the link cannot mean is replaced by the
default and said so; a name that no choice of the screen has is left out and said so. All
choices of a run are written to the link at once, at its end.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from demografi.text import _

__all__ = [
    "LINK",
    "OFFERED",
    "VIEW",
    "carried",
    "chose",
    "key_of",
    "literal",
    "made",
    "notices",
    "remember",
    "screen",
    "settle",
    "start",
    "tell_wrong",
    "within",
    "write_link",
]

T = TypeVar("T")

VIEW = "vy-"
"""Begins the names of choices between a card's figure and its table."""

LINK = "_link"  # what this session last read from or wrote to the link, by name
_RUN = "_run"  # what this run has chosen, by name
_KEPT = "_kept"  # what this session last chose, on any screen, by name
_SCREEN = "_screen"  # the screen of this run
ARRIVED = "_arrived"  # whether the run before was of another screen, or none
OFFERED = "_offered"  # names this run has offered that need not stand in the link
_NOTICES = "_notices"
_BOARD = "_board"  # where on the screen notices stand

_LONGEST = 40  # letters of a link's value that a notice repeats


def start(screen: str) -> None:
    """Begin a run of a screen: no choices made, nothing to say.

    Parameters
    ----------
    screen : str
        Name of the screen, to know when the reader has come from another one.
    """
    st.session_state[ARRIVED] = st.session_state.get(_SCREEN) != screen
    st.session_state[_SCREEN] = screen
    st.session_state[_RUN] = {}
    st.session_state[OFFERED] = set()
    st.session_state[_NOTICES] = []
    st.session_state[_BOARD] = None
    st.session_state.setdefault(LINK, {})
    st.session_state.setdefault(_KEPT, {})


def screen() -> str:
    """Name of the screen of this run, as in its address."""
    return str(st.session_state.get(_SCREEN, ""))


def key_of(name: str) -> str:
    """Key of a choice's widget."""
    return f"choice_{name}"


def remember(name: str, value: Any, scope: str = "") -> None:
    """Choose on the reader's behalf, for example after a click on the map.

    Call from a callback: widgets of the running script cannot be changed any more.
    """
    st.session_state[key_of(f"{name}@{scope}" if scope else name)] = value


def literal(text: str) -> str:
    """Write a stranger's text so that it is read, not obeyed: no link, picture, style or formula.

    >>> literal("plats=**2480** `x`")
    '`` plats=**2480** `x` ``'
    """
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(shown) > _LONGEST:
        shown = shown[:_LONGEST] + "…"
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}"


def settle(name: str, parse: Callable[[str], T | None], default: T, told: str) -> None:
    """Put the right value into the widget's state before the widget is made."""
    raw = st.query_params.get(name)
    key = key_of(name)
    if raw is not None and raw != st.session_state[LINK].get(name) and not _moved(name, parse):
        value = parse(raw)
        if value is None:
            tell_wrong(name, raw, told)
            value = default
        st.session_state[key] = value
    elif st.session_state[ARRIVED] or key not in st.session_state:
        # To Streamlit this is another widget than that of the same name on the screen before,
        # and starts from the default unless it is told.
        before = st.session_state[_KEPT].get(name)
        kept = None if before is None else parse(before)
        if before is not None and kept is None:
            _tell_lacking(told)
        st.session_state[key] = default if kept is None else kept


def _moved(name: str, parse: Callable[[str], T | None]) -> bool:
    """Whether the reader has just moved the widget.

    Quick choices one after another arrive with the address as it was some choices ago, which must
    not take them back.
    """
    before = st.session_state[_KEPT].get(name)
    if before is None or st.session_state[ARRIVED] or key_of(name) not in st.session_state:
        return False
    return bool(st.session_state[key_of(name)] != parse(before))


def tell_wrong(name: str, raw: str, told: str, limits: str = "") -> None:
    """Say that the link's value means nothing here, and what is shown in its place."""
    st.session_state[_NOTICES].append(
        _("Länken säger {said}, men det finns inte här{limits}. Vi visar {told}.").format(
            said=literal(f"{name}={raw}"), limits=limits, told=told
        )
    )


def _tell_lacking(told: str) -> None:
    st.session_state[_NOTICES].append(
        _("Det du valde tidigare finns inte på den här skärmen. Vi visar {told}.").format(told=told)
    )


def within(name: str, options: Sequence[T], default: T, show: Callable[[T], str]) -> None:
    """Fall back to the default, and say so, when another screen's choice is not offered here."""
    chosen = st.session_state[key_of(name)]
    if chosen not in options:
        if chosen is not None:
            _tell_lacking(show(default))
        st.session_state[key_of(name)] = default


def chose(name: str, text: str) -> None:
    """Note what a widget says, in the link's form."""
    st.session_state[_RUN][name] = text
    st.session_state[_KEPT][name] = text


def carried(
    name: str,
    parse: Callable[[str], T | None],
    default: T,
    *,
    text: Callable[[T], str],
    told: str,
) -> T:
    """Keep a choice that no single widget holds, such as a scenario; :func:`remember` changes it.

    Parameters
    ----------
    name : str
        Name in the link.
    parse : callable
        Reads the link's form; None if it means nothing.
    default
        What holds when nothing else is said; has no place in the link.
    text : callable
        Writes the link's form, empty for the default.
    told : str
        What is shown in place of what the link cannot mean.
    """
    settle(name, parse, default, told)
    # What the link could not mean has been said already; the default is not written back.
    st.session_state[OFFERED].add(name)
    value: T = st.session_state[key_of(name)]
    written = text(value)
    st.session_state[_KEPT][name] = written
    if written:
        chose(name, written)
    return value


def made() -> tuple[tuple[str, str], ...]:
    """Return what this run has chosen so far, as in the link, but not how cards are shown.

    Whatever a screen draws follows from these, so they can key what is kept of it.
    """
    return tuple(
        (name, text)
        for name, text in sorted(st.session_state[_RUN].items())
        if not name.startswith(VIEW)
    )


def notices() -> None:
    """Show what in the link could not be followed, and keep room for what turns out later."""
    st.session_state[_BOARD] = st.empty()
    _show_notices()


def _show_notices() -> None:
    board, told = st.session_state[_BOARD], st.session_state[_NOTICES]
    if board is None or not told:
        return
    with board.container():
        for notice in told:
            st.warning(notice, icon=":material/link_off:")


def _unknown() -> dict[str, str]:
    """What is new in the link and belongs to no choice of the screen."""
    known = set(st.session_state[_RUN]) | st.session_state[OFFERED]
    before = st.session_state[LINK]
    return {
        name: raw
        for name, raw in st.query_params.items()
        if name not in known and raw != before.get(name)
    }


def write_link() -> None:
    """Say what the link holds that nothing answers to; write this run's choices, in one step."""
    if unknown := _unknown():
        text = "&".join(f"{name}={raw}" if raw else name for name, raw in unknown.items())
        st.session_state[_NOTICES].append(
            _("Länken säger {said}, men något sådant finns inte att välja här.").format(
                said=literal(text)
            )
        )
    _show_notices()
    chosen = st.session_state[_RUN]
    if dict(st.query_params) != chosen:
        st.query_params.from_dict(chosen)
    st.session_state[LINK] = dict(chosen)
    # A fragment that runs again by itself goes on from what its widgets say.
    st.session_state[ARRIVED] = False
