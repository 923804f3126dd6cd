"""What every pilot's section ends with: its limits, and where the reader can go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from demografi.text import _
from demografi.ui import shell

__all__ = ["Onward", "close", "fill_cards"]

# A table that may scroll on a phone is only as wide as its content, and its first column as wide
# as its longest line: here it fills its card, and the first column leaves room for the others.
_FILLED = """
<style>
[class*="st-key-numbers_filled_"] table {width: 100%}
@media (max-width: 640px) {
  [class*="st-key-numbers_filled_"] :is(td, th):first-child {max-width: 11rem; min-width: 11rem}
  [class*="st-key-numbers_filled_"] :is(td, th):first-child,
  [class*="st-key-numbers_filled_"] :is(td, th):first-child * {white-space: normal !important}}
</style>
"""


@dataclass(frozen=True)
class Onward:
    """A link to another screen, with its choices made.

    Attributes
    ----------
    page : str
        File in ``pages/``.
    label : str
        What the reader finds there.
    choices : mapping of str to str
        Choices of that screen as in its link.
    """

    page: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)


def close(limits: Sequence[str], links: Sequence[Onward]) -> None:
    """Say what is not known, and lead on.

    Parameters
    ----------
    limits : sequence of str
        What the section does not tell.
    links : sequence of Onward
        Screens that are there are linked to.
    """
    left, right = st.columns([2, 1])
    with left, st.container(border=True, key="card_forbehall", height="stretch"):
        st.subheader(_("Det här vet vi inte"), anchor=False)
        st.markdown("\n".join(f"- {text}" for text in limits))
    with right, st.container(border=True, key="card_vidare", height="stretch"):
        st.subheader(_("Gå vidare"), anchor=False)
        for link in links:
            shell.link(link.page, link.label, link.choices)


def fill_cards() -> None:
    """Let tables in containers keyed ``numbers_filled_…`` be as wide as their card."""
    st.html(_FILLED)
