"""Files a card offers, each made when it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from demografi.export.tables import CSV_MIME, XLSX_MIME, to_csv, to_xlsx
from demografi.text import _

__all__ = ["Offer", "offer", "table_files"]


@dataclass(frozen=True)
class Offer:
    """A file: what the reader sees, its ending and type, how its content is made."""

    label: str
    ending: str
    mime: str
    make: Callable[[], bytes]


def table_files(frame: pd.DataFrame, about: Mapping[str, str], digits: int) -> list[Offer]:
    """Offer a table as CSV and Excel.

    Parameters
    ----------
    frame : DataFrame
        Columns named in Swedish.
    about : mapping of str to str
        What Excel's second sheet says; CSV has no room for it.
    digits : int
        Decimals of real numbers in Excel.
    """
    return [
        Offer(_("CSV för Excel"), "csv", CSV_MIME, lambda: to_csv(frame)),
        Offer(_("Excel (XLSX)"), "xlsx", XLSX_MIME, lambda: to_xlsx(frame, about, digits=digits)),
    ]


def offer(key: str, version: str, offers: Sequence[Offer]) -> None:
    """Show one button per file.

    Parameters
    ----------
    key : str
        Name of the card.
    version : str
        Version of the figures; stands in the files' names, so that a CSV, which can say nothing
        about itself, can be traced to them.
    offers : sequence of Offer
        The files.
    """
    for file in offers:
        st.download_button(
            file.label,
            data=file.make,
            file_name=f"{key}-{version}.{file.ending}",
            mime=file.mime,
            key=f"download_{key}_{file.ending}",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )
