"""The table card: figures that are a table and nothing else, with title, source and downloads."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from demografi.dataset import Dataset
from demografi.text import _
from demografi.text.sources import licence
from demografi.ui.card import replayed
from demografi.ui.downloads import offer, table_files
from demografi.ui.notes import leave_note

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

__all__ = ["WIDE", "offer_table", "table_card"]

WIDE = 4000
"""CSS pixels: a table asked to be wider than its card fills the card, and its first column
stands still while the others scroll."""

# On a phone a table's columns would shrink to a word each; let it scroll instead. Streamlit has
# no setting for it.
_READABLE = """
<style>
@media (max-width: 640px) {{.st-key-card_{key} td {{min-width: 7rem}}}}
</style>
"""


def offer_table(
    key: str, frame: pd.DataFrame, about: Mapping[str, str], version: str, *, digits: int = 1
) -> None:
    """Offer a frame as CSV and Excel, named after the card and the version of the figures."""
    with st.popover(_("Ladda ner"), icon=":material/download:", key=f"get_{key}"):
        offer(key, version, table_files(frame, about, digits))


def table_card(
    key: str,
    title: str,
    shown: "pd.DataFrame | Styler",
    download: pd.DataFrame,
    *,
    dataset: Dataset,
    source: str,
    alt: str,
    note: str = "",
    width: int | None = None,
    height: int | None = None,
    hide_index: bool = True,
    digits: int = 1,
    depends: tuple[Hashable, ...] | None = None,
) -> None:
    """Show a table in a card.

    Parameters
    ----------
    key : str
        Name of the card in file names.
    title : str
        What the table shows.
    shown : DataFrame or Styler
        As written on screen.
    download : DataFrame
        The figures as numbers, columns named in Swedish.
    dataset : Dataset
        For the version recorded in downloads.
    source, alt, note : str
        Source line; what the table shows in words; a remark shown below.
    width, height : int, optional
        CSS pixels; a table wider than its card scrolls, its first column standing still.
    hide_index : bool
        Leave the frame's index out.
    digits : int
        Decimals of real numbers in Excel.
    depends : tuple, optional
        All that the table follows from beside the dataset: it is then written once for all who
        are shown the same.
    """

    def show() -> None:
        st.table(
            shown,
            width=width or "stretch",
            height=height or "content",
            hide_index=hide_index,
            alt=alt,
        )

    about = {
        _("Rubrik"): title,
        _("Källa"): source,
        _("Beskrivning"): alt,
        _("Anmärkning"): note,
        _("Dataversion"): dataset.version,
        _("Licens"): licence(source),
    }
    st.html(_READABLE.format(key=key))
    with st.container(border=True, key=f"card_{key}"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.subheader(title, anchor=False, width="content")
            with st.container(horizontal=True, width="content", gap="small"):
                offer_table(key, download, about, dataset.version, digits=digits)
                leave_note(key, title)
        if depends is None:
            show()
        else:
            replayed(("tabell", key, dataset.version, depends), lambda _shades: show())
        st.caption("  \n".join(remark for remark in (note, source) if remark))
