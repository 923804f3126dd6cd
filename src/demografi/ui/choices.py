"""Choices that live in the link, with SCB codes, and follow the reader between screens.

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
from demografi.text.numbers import decimal
from demografi.text.typed import read_number

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

VIEW = "vy-"
"""Begins the names of choices between a card's figure and its table."""

_LINK = "_link"  # what this session last read from or wrote to the link, by name
_RUN = "_run"  # what this run has chosen, by name
_KEPT = "_kept"  # what this session last chose, on any screen, by name
_SCREEN = "_screen"  # the screen of this run
_ARRIVED = "_arrived"  # whether the run before was of another screen, or none
_OFFERED = "_offered"  # names this run has offered that need not stand in the link
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
    st.session_state[_ARRIVED] = st.session_state.get(_SCREEN) != screen
    st.session_state[_SCREEN] = screen
    st.session_state[_RUN] = {}
    st.session_state[_OFFERED] = set()
    st.session_state[_NOTICES] = []
    st.session_state[_BOARD] = None
    st.session_state.setdefault(_LINK, {})
    st.session_state.setdefault(_KEPT, {})


def screen() -> str:
    """Name of the screen of this run, as in its address."""
    return str(st.session_state.get(_SCREEN, ""))


def _key(name: str) -> str:
    return f"choice_{name}"


def remember(name: str, value: Any, scope: str = "") -> None:
    """Choose on the reader's behalf, for example after a click on the map.

    Call from a callback: widgets of the running script cannot be changed any more.
    """
    st.session_state[_key(f"{name}@{scope}" if scope else name)] = value


def _literal(text: str) -> str:
    """Write a stranger's text so that it is read, not obeyed: no link, picture, style or formula.

    >>> _literal("plats=**2480** `x`")
    '`` plats=**2480** `x` ``'
    """
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(shown) > _LONGEST:
        shown = shown[:_LONGEST] + "…"
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}"


def _settle(name: str, parse: Callable[[str], T | None], default: T, told: str) -> None:
    """Put the right value into the widget's state before the widget is made."""
    raw = st.query_params.get(name)
    key = _key(name)
    if raw is not None and raw != st.session_state[_LINK].get(name):
        value = parse(raw)
        if value is None:
            _tell_wrong(name, raw, told)
            value = default
        st.session_state[key] = value
    elif st.session_state[_ARRIVED] or key not in st.session_state:
        # To Streamlit this is another widget than that of the same name on the screen before,
        # and starts from the default unless it is told.
        before = st.session_state[_KEPT].get(name)
        kept = None if before is None else parse(before)
        if before is not None and kept is None:
            _tell_lacking(told)
        st.session_state[key] = default if kept is None else kept


def _tell_wrong(name: str, raw: str, told: str, limits: str = "") -> None:
    st.session_state[_NOTICES].append(
        _("Länken säger {said}, men det finns inte här{limits}. Vi visar {told}.").format(
            said=_literal(f"{name}={raw}"), limits=limits, told=told
        )
    )


def _tell_lacking(told: str) -> None:
    st.session_state[_NOTICES].append(
        _("Det du valde tidigare finns inte på den här skärmen. Vi visar {told}.").format(told=told)
    )


def _within(name: str, options: Sequence[T], default: T, show: Callable[[T], str]) -> None:
    """Fall back to the default, and say so, when another screen's choice is not offered here."""
    chosen = st.session_state[_key(name)]
    if chosen not in options:
        if chosen is not None:
            _tell_lacking(show(default))
        st.session_state[_key(name)] = default


def _chosen(name: str, text: str) -> None:
    st.session_state[_RUN][name] = text
    st.session_state[_KEPT][name] = text


def _find(options: Sequence[T], text: Callable[[T], str]) -> Callable[[str], T | None]:
    found = {text(option): option for option in options}

    def find(raw: str) -> T | None:
        return found.get(raw)

    return find


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
    _settle(name, find, default, show(default))
    _within(name, options, default, show)
    value = st.selectbox(
        label,
        options,
        key=_key(name),
        format_func=show,
        placeholder=_("Välj"),
        persist_state="session",
    )
    chosen = next((option for option in options if option == value), default)
    _chosen(name, text(chosen))
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
    _settle(name, find, default, show(default))
    _within(name, options, default, show)
    value = st.segmented_control(
        label,
        options,
        key=_key(name),
        format_func=show,
        required=True,
        wrap=True,
        persist_state="session",
    )
    chosen: T = default if value is None else value
    _chosen(name, text(chosen))
    return chosen


def table_view(name: str) -> bool:
    """Choose between a card's figure and its table; only the table is worth a place in the link."""
    key, options = _key(name), ("diagram", "tabell")
    st.session_state[_OFFERED].add(name)
    raw = st.query_params.get(name)
    if raw != st.session_state[_LINK].get(name):
        if raw not in (None, *options):
            _tell_wrong(name, raw, _("diagrammet"))
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
        _chosen(name, value)
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
    _settle(name, parse, list(default), told)
    kept = [value for value in st.session_state[_key(name)] if value in options]
    st.session_state[_key(name)] = kept or list(default)
    chosen = st.multiselect(
        label,
        options,
        key=_key(name),
        format_func=show,
        max_selections=most,
        placeholder=_("Välj en eller flera"),
        persist_state="session",
    )
    _chosen(name, ",".join(text(value) for value in chosen))
    return list(chosen)


def slide(name: str, label: str, low: int, high: int, default: int, *, step: int = 1) -> int:
    """Choose a whole number, such as a year, on a slider; it may be less than nothing."""

    def parse(raw: str) -> int | None:
        # Python refuses to read thousands of digits.
        short = re.fullmatch(r"-?\d{1,9}", raw, re.ASCII)
        return int(raw) if short and low <= int(raw) <= high else None

    _settle(name, parse, default, str(default))
    st.session_state[_key(name)] = min(max(int(st.session_state[_key(name)]), low), high)
    value = int(st.slider(label, low, high, step=step, key=_key(name), persist_state="session"))
    _chosen(name, str(value))
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
    key = _key(f"{name}@{scope}" if scope else name)
    st.session_state[_OFFERED].add(name)
    raw = st.query_params.get(name)
    if raw is not None and raw != st.session_state[_LINK].get(name):
        known, value = _read_number(raw, low, high)
        if not known:
            told = _("inget tal") if default is None else decimal(default, digits)
            limits = _(": talet ska vara från {low} till {high}").format(
                low=decimal(low, digits), high=decimal(high, digits)
            )
            _tell_wrong(name, raw, told, limits)
            value = default
        st.session_state[key] = value
    elif key not in st.session_state:
        st.session_state[key] = default
    if default is not None:
        default = min(max(float(default), low), high)
    kept: float | None = st.session_state[key]
    if kept is not None:
        kept = st.session_state[key] = min(max(float(kept), low), high)
    shown = "" if kept is None else decimal(kept, digits)
    # The field follows the number, which a button or a link may have changed.
    st.session_state[f"typed_{key}"] = shown
    st.text_input(
        label,
        key=f"typed_{key}",
        help=help or None,
        placeholder=placeholder or None,
        on_change=_take_typed,
        args=(key, low, high, digits),
    )
    if (refused := st.session_state.pop(f"refused_{key}", None)) is not None:
        st.warning(_refusal(refused, low, high, shown, digits))
    if kept is None and default is not None:
        _chosen(name, _CLEARED)
    elif kept is not None and (default is None or abs(kept - default) >= 0.5 * 10.0**-digits):
        _chosen(name, f"{kept:.{digits}f}")
    return kept


def _take_typed(key: str, low: float, high: float, digits: int) -> None:
    """Take what was typed as the number, or remember that it could not be."""
    typed = str(st.session_state[f"typed_{key}"])
    value = read_number(typed, digits)
    if not typed.strip():
        st.session_state[key] = None
    elif value is not None and low <= value <= high:
        st.session_state[key] = round(value, digits)
    else:
        st.session_state[f"refused_{key}"] = typed


def _refusal(typed: str, low: float, high: float, kept: str, digits: int) -> str:
    """Say what of a typed number could not be followed, and which number holds."""
    text = (
        _("{typed} går inte att läsa som ett tal. Skriv som {example}.")
        if read_number(typed, digits) is None
        else _("{typed} är utanför {low} till {high}.")
    )
    told = text.format(
        typed=_literal(typed),
        example=decimal(1234.5 if digits else 1234, digits),
        low=decimal(low, digits),
        high=decimal(high, digits),
    )
    if not kept:
        return told
    return _("{told} Vi räknar vidare med {kept}.").format(told=told, kept=kept)


def _read_number(raw: str, low: float, high: float) -> tuple[bool, float | None]:
    """Read a number of a link: whether it means one within bounds, and which."""
    if raw == _CLEARED:
        return True, None
    if not re.fullmatch(r"-?\d{1,9}([.,]\d{1,6})?", raw, re.ASCII):
        return False, None
    value = float(raw.replace(",", "."))
    return (True, value) if low <= value <= high else (False, None)


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
    _settle(name, parse, default, told)
    # What the link could not mean has been said already; the default is not written back.
    st.session_state[_OFFERED].add(name)
    value: T = st.session_state[_key(name)]
    written = text(value)
    st.session_state[_KEPT][name] = written
    if written:
        _chosen(name, written)
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
    known = set(st.session_state[_RUN]) | st.session_state[_OFFERED]
    before = st.session_state[_LINK]
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
                said=_literal(text)
            )
        )
    _show_notices()
    chosen = st.session_state[_RUN]
    if dict(st.query_params) != chosen:
        st.query_params.from_dict(chosen)
    st.session_state[_LINK] = dict(chosen)
    # A fragment that runs again by itself goes on from what its widgets say.
    st.session_state[_ARRIVED] = False
