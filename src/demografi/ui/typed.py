"""A field for a number as Swedes write it; what cannot be followed is said, and changes nothing."""

from collections.abc import Callable

import streamlit as st

from demografi.text import _
from demografi.text.numbers import decimal
from demografi.text.typed import read_number
from demografi.ui.link import literal

__all__ = ["typed_number"]


def typed_number(
    label: str,
    value: float | None,
    low: float,
    high: float,
    *,
    key: str,
    take: Callable[[float | None], None],
    digits: int = 0,
    show: Callable[[float], str] | None = None,
    help: str = "",  # noqa: A002 - as Streamlit calls it
    placeholder: str = "",
) -> None:
    """Show a number in a field where another can be typed.

    Parameters
    ----------
    label : str
        What the reader sees.
    value : float or None
        The number that holds; the field follows it, whoever changed it.
    low, high : float
        Bounds, both allowed.
    key : str
        Of the number; the field's own begins with ``typed_``.
    take : callable
        Called with another number, or None when the field was emptied. Not called when what was
        typed is no number, is out of bounds or is not whole where ``digits`` is 0.
    digits : int
        Decimals; more are rounded.
    show : callable, optional
        Writes the number in the field; otherwise it has all its decimals there.
    help, placeholder : str
        Explanation; what stands in the empty field.
    """
    field, refused = f"typed_{key}", f"refused_{key}"

    def write(number: float) -> str:
        return decimal(number, digits) if show is None else show(number)

    shown = "" if value is None else write(value)

    def took() -> None:
        typed = str(st.session_state[field])
        found = read_number(typed, digits)
        if not typed.strip():
            take(None)
        elif found is not None and low <= found <= high and (digits or found == int(found)):
            take(round(found, digits))
        else:
            st.session_state[refused] = typed

    # The field follows the number, which a button or a link may have changed. Nothing is written
    # to it otherwise: what is being typed while a screen is drawn would be lost.
    if st.session_state.get(field) != shown:
        st.session_state[field] = shown
    st.text_input(
        label, key=field, help=help or None, placeholder=placeholder or None, on_change=took
    )
    if (typed := st.session_state.pop(refused, None)) is not None:
        st.warning(_refusal(typed, (low, high), (write(low), write(high)), shown, digits))


def _refusal(
    typed: str, bounds: tuple[float, float], written: tuple[str, str], kept: str, digits: int
) -> str:
    """Say what of a typed number could not be followed, and which number holds."""
    found = read_number(typed, digits)
    if found is None:
        text = _("{typed} går inte att läsa som ett tal. Skriv som {example}.")
    elif bounds[0] <= found <= bounds[1]:
        text = _("{typed} är inget helt tal.")
    else:
        text = _("{typed} är utanför {low} till {high}.")
    told = text.format(
        typed=literal(typed),
        example=decimal(1234.5 if digits else 1234, digits),
        low=written[0],
        high=written[1],
    )
    if not kept:
        return told
    return _("{told} Vi räknar vidare med {kept}.").format(told=told, kept=kept)
