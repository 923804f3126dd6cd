"""Widgets whose choices live in the link, with SCB codes, and follow the reader between screens."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from demografi.text import _
from demografi.text.numbers import decimal
from demografi.ui.link import (
    LINK,
    OFFERED,
    VIEW,
    carried,
    chose,
    key_of,
    made,
    notices,
    remember,
    screen,
    settle,
    start,
    tell_wrong,
    within,
    write_link,
)
from demografi.ui.typed import typed_number

__all__ = [
    "VIEW",
    "carried",
    "made",
    "multiple",
    "notices",
    "number",
    "remember",
    "screen",
    "segments",
    "select",
    "slide",
    "start",
    "table_view",
    "write_link",
]

T = TypeVar("T")


def _find(options: Sequence[T], text: Callable[[T], str]) -> Callable[[str], T | None]:
    found = {text(option): option for option in options}

    def find(raw: str) -> T | None:
        return found.get(raw)

    return find


def _hold(key: str, value: object) -> None:
    """Give a widget a value, unless it has it.

    A widget that is told its value takes back what the reader did to it in the meantime.
    """
    if st.session_state[key] != value:
        st.session_state[key] = value


def select(
    name: str,
    label: str,
    options: Sequence[T],
    default: T,
    *,
    show: Callable[[T], str] = str,
    text: Callable[[T], str] = str,
) -> T:
    """Choose one of many in a searchable list.

    Parameters
    ----------
    name : str
        Name in the link.
    label : str
        What the reader sees.
    options, default
        Values; ``text`` gives their form in the link, ``show`` on screen.
    """
    find = _find(options, text)
    settle(name, find, default, show(default))
    within(name, options, default, show)
    value = st.selectbox(
        label,
        options,
        key=key_of(name),
        format_func=show,
        placeholder=_("Välj"),
        persist_state="session",
    )
    chosen = next((option for option in options if option == value), default)
    chose(name, text(chosen))
    return chosen


def segments(
    name: str,
    label: str,
    options: Sequence[T],
    default: T,
    *,
    show: Callable[[T], str] = str,
    text: Callable[[T], str] = str,
) -> T:
    """Choose one of a few, all in sight."""
    find = _find(options, text)
    settle(name, find, default, show(default))
    within(name, options, default, show)
    value = st.segmented_control(
        label,
        options,
        key=key_of(name),
        format_func=show,
        required=True,
        wrap=True,
        persist_state="session",
    )
    chosen: T = default if value is None else value
    chose(name, text(chosen))
    return chosen


def table_view(name: str) -> bool:
    """Choose between a card's figure and its table; only the table is worth a place in the link."""
    key, options = key_of(name), ("diagram", "tabell")
    st.session_state[OFFERED].add(name)
    raw = st.query_params.get(name)
    if raw != st.session_state[LINK].get(name):
        if raw not in (None, *options):
            tell_wrong(name, raw, _("diagrammet"))
        st.session_state[key] = raw if raw in options else options[0]
    st.session_state.setdefault(key, options[0])
    words = {"diagram": _("Diagram"), "tabell": _("Tabell")}
    value = st.segmented_control(
        _("Visa som"),
        options,
        key=key,
        format_func=words.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    if value == "tabell":
        chose(name, value)
    return value == "tabell"


def multiple(
    name: str,
    label: str,
    options: Sequence[T],
    default: Sequence[T],
    *,
    show: Callable[[T], str] = str,
    text: Callable[[T], str] = str,
    most: int = 10,
) -> list[T]:
    """Choose several; commas separate them in the link."""
    find = _find(options, text)

    def parse(raw: str) -> list[T] | None:
        found = [find(part) for part in raw.split(",")[:most]]
        known = [value for value in found if value is not None]
        return list(dict.fromkeys(known)) if len(known) == len(found) else None

    told = ", ".join(show(value) for value in default)
    settle(name, parse, list(default), told)
    kept = [value for value in st.session_state[key_of(name)] if value in options]
    _hold(key_of(name), kept or list(default))
    chosen = st.multiselect(
        label,
        options,
        key=key_of(name),
        format_func=show,
        max_selections=most,
        placeholder=_("Välj en eller flera"),
        persist_state="session",
    )
    chose(name, ",".join(text(value) for value in chosen))
    return list(chosen)


def slide(
    name: str,
    label: str,
    low: int,
    high: int,
    default: int,
    *,
    step: int = 1,
    show: Callable[[float], str] = str,
) -> int:
    """Choose a whole number, such as a year, on a slider; it may be less than nothing."""
    options = range(low, high + 1, step)

    def parse(raw: str) -> int | None:
        # Python refuses to read thousands of digits.
        short = re.fullmatch(r"-?\d{1,9}", raw, re.ASCII)
        return int(raw) if short and int(raw) in options else None

    settle(name, parse, default, str(default))
    key = key_of(name)
    _hold(key, min(max(int(st.session_state[key]), options[0]), options[-1]))
    value = int(
        st.slider(label, low, high, step=step, key=key, persist_state="session")
        if show is str
        else st.select_slider(
            label, list(options), format_func=show, key=key, persist_state="session"
        )
    )
    chose(name, str(value))
    return value


_CLEARED = "inget"  # in the link, of a number that has a default and was taken away


def number(
    name: str,
    label: str,
    default: float | None,
    low: float,
    high: float,
    *,
    digits: int = 0,
    scope: str = "",
    help: str = "",  # noqa: A002 - as Streamlit calls it
    placeholder: str = "",
) -> float | None:
    """Type a number as Swedes write it, or leave it out.

    Only another than the default has a place in the link, there with a decimal point. What
    cannot be read is said below the field, which keeps the number it had.

    Parameters
    ----------
    name, label : str
        In the link; what the reader sees.
    default : float or None
        The number unless another is typed; None for none.
    low, high : float
        Bounds.
    digits : int
        Decimals.
    scope : str
        What the default belongs to, such as a place: what was typed for one is not carried
        over to another.
    help, placeholder : str
        Explanation; what stands in the empty field.
    """
    key = key_of(f"{name}@{scope}" if scope else name)
    st.session_state[OFFERED].add(name)
    raw = st.query_params.get(name)
    if raw is not None and raw != st.session_state[LINK].get(name):
        known, value = _read_number(raw, low, high)
        if not known:
            told = _("inget tal") if default is None else decimal(default, digits)
            limits = _(": talet ska vara från {low} till {high}").format(
                low=decimal(low, digits), high=decimal(high, digits)
            )
            tell_wrong(name, raw, told, limits)
            value = default
        st.session_state[key] = value
    elif key not in st.session_state:
        st.session_state[key] = default
    if default is not None:
        default = min(max(float(default), low), high)
    kept: float | None = st.session_state[key]
    if kept is not None:
        kept = st.session_state[key] = min(max(float(kept), low), high)
    typed_number(
        label,
        kept,
        low,
        high,
        key=key,
        take=lambda value: st.session_state.__setitem__(key, value),
        digits=digits,
        help=help,
        placeholder=placeholder,
    )
    if kept is None and default is not None:
        chose(name, _CLEARED)
    elif kept is not None and (default is None or abs(kept - default) >= 0.5 * 10.0**-digits):
        chose(name, f"{kept:.{digits}f}")
    return kept


def _read_number(raw: str, low: float, high: float) -> tuple[bool, float | None]:
    """Read a number of a link: whether it means one within bounds, and which."""
    if raw == _CLEARED:
        return True, None
    if not re.fullmatch(r"-?\d{1,9}([.,]\d{1,6})?", raw, re.ASCII):
        return False, None
    value = float(raw.replace(",", "."))
    return (True, value) if low <= value <= high else (False, None)
