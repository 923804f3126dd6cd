"""The chart card: a figure with its title, source, table, text alternative and downloads."""

import logging
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from demografi.charts.layout import CONFIG
from demografi.charts.palette import LIGHT, Palette, palette
from demografi.dataset import Dataset
from demografi.export.image import IMAGE_KINDS, ImageKind, to_image
from demografi.text import _
from demografi.text.columns import explained
from demografi.text.numbers import MISSING, decimal
from demografi.text.sources import licence
from demografi.ui import choices
from demografi.ui.downloads import Offer, offer, table_files
from demografi.ui.notes import leave_note

__all__ = ["Column", "age_columns", "chart_card", "colours", "drawn", "kept", "written"]

log = logging.getLogger(__name__)

_ROW_HEIGHT = 38
"""CSS pixels of a table row."""

T = TypeVar("T")


def colours() -> Palette:
    """Palette of the theme the reader has."""
    return palette(st.context.theme.type or "light")


@st.cache_resource(show_spinner=False, max_entries=500)
def kept(key: tuple[Hashable, ...], _make: Callable[[], T]) -> T:  # noqa: ARG001
    """Make once for all readers; the key says everything it depends on. Do not change it."""
    return _make()


def drawn(key: tuple[Hashable, ...], draw: Callable[[Palette], T]) -> T:
    """Draw once for all readers to whom the same is shown: building figures is what takes time."""
    shades = colours()
    return kept((*key, shades.name), lambda: draw(shades))


@dataclass(frozen=True)
class Column:
    """How a column of a card's table is shown."""

    name: str
    digits: int = 0
    kind: Literal["number", "year", "text"] = "number"


def age_columns(table: pd.DataFrame) -> dict[str, Column]:
    """Name the columns of a pyramid's table: ``Kvinnor 2024``."""
    names = {"F": _("Kvinnor"), "M": _("Män"), "T": _("Kvinnor och män")}
    return {
        str(column): Column(_("Ålder"), kind="text")
        if column == "age"
        else Column(f"{names[column[0]]} {column[2:]}")
        for column in table.columns
    }


def _newest_first(frame: pd.DataFrame, columns: dict[str, Column]) -> pd.DataFrame:
    """Turn a table of years round: what is asked for is nearly always near its end."""
    years = [key for key, column in columns.items() if column.kind == "year"]
    return frame.sort_values(years[0], ascending=False, kind="stable") if years else frame


def written(frame: pd.DataFrame, columns: dict[str, Column]) -> pd.DataFrame:
    """Format a frame for reading: Swedish headings and number forms."""
    shown = {}
    for key, column in columns.items():
        values = frame[key]
        if column.kind == "number":
            shown[column.name] = [
                MISSING if pd.isna(value) else decimal(float(value), column.digits)
                for value in values
            ]
        else:
            shown[column.name] = [MISSING if pd.isna(value) else str(value) for value in values]
    return pd.DataFrame(shown)


def _offer(
    key: str,
    version: str,
    frame: pd.DataFrame,
    *,
    about: dict[str, str],
    figure: Callable[[Palette], go.Figure],
    digits: int,
    picture_note: str,
) -> None:
    """Offer the table and the picture."""
    title = about[_("Rubrik")]
    source = " ".join(part for part in (picture_note, about[_("Källa")]) if part)

    def picture(kind: ImageKind) -> Callable[[], bytes]:
        return lambda: to_image(figure(LIGHT), kind, title=title, source=source)

    names: dict[ImageKind, str] = {
        "png": _("Bild (PNG)"),
        "svg": _("Vektorbild (SVG)"),
        "pdf": _("Vektorbild (PDF)"),
    }
    offers = table_files(frame, about, digits)
    offers += [Offer(names[kind], kind, mime, picture(kind)) for kind, mime in IMAGE_KINDS.items()]
    offer(key, version, offers)


def _show_panels(key: str, shown: Mapping[str, go.Figure], alts: Mapping[str, str]) -> None:
    per_row = 2 if len(shown) == 4 else 3
    names = list(shown)
    for start in range(0, len(names), per_row):
        for column, name in zip(st.columns(per_row), names[start : start + per_row], strict=False):
            with column:
                st.markdown(f"**{name}**")
                st.plotly_chart(
                    shown[name],
                    theme=None,
                    config=CONFIG,
                    key=f"chart_{key}_{name}",
                    alt=alts.get(name, name),
                )


def chart_card(
    key: str,
    title: str,
    figure: Callable[[Palette], go.Figure],
    frame: pd.DataFrame,
    columns: dict[str, Column],
    *,
    dataset: Dataset,
    source: str,
    alt: str,
    unit: str,
    note: str = "",
    picture_note: str = "",
    on_select: Callable[[], None] | None = None,
    panels: Callable[[Palette], Mapping[str, go.Figure]] | None = None,
    panel_alts: Mapping[str, str] | None = None,
    shown: pd.DataFrame | None = None,
    depends: tuple[Hashable, ...] | None = None,
    height: int = 400,
) -> None:
    """Show a figure and everything a reader needs to trust, reuse and hear it.

    Parameters
    ----------
    key : str
        Name of the card in links and file names.
    title : str
        The finding or the measure.
    figure : callable
        Palette in, figure out; called again with the light palette for pictures.
    frame : DataFrame
        The figures behind the figure.
    columns : dict of str to Column
        Columns of ``frame`` to show, in order.
    dataset : Dataset
        For the version recorded in downloads.
    source, alt, unit, note : str
        Source line; what the figure shows in words; unit; a remark shown below.
    picture_note : str
        What a picture by itself must say besides its source, such as the lines' meaning.
    on_select : callable, optional
        Called when a point is chosen; its selection is in ``st.session_state["chart_" + key]``.
    panels : callable, optional
        Palette in, small figures by title out: shown side by side in place of ``figure``, which
        then is their picture for documents. Unlike one figure they can stack on a phone.
    shown : DataFrame, optional
        The table as written, where reading wants another shape than the file has.
    panel_alts : mapping of str to str, optional
        What each of them shows in words.
    depends : tuple, optional
        What the figure follows from beside the dataset, such as the place: it is drawn once for
        all who are shown the same. Everything the reader has chosen, when not given.
    height : int
        Height of the table in CSS pixels.
    """
    follows = choices.made() if depends is None else depends
    drawing = (key, dataset.version, follows)
    with st.container(border=True, key=f"card_{key}"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.subheader(title, anchor=False, width="content")
            with st.container(horizontal=True, width="content", gap="small"):
                as_table = choices.table_view(f"{choices.VIEW}{key}")
                with st.popover(_("Ladda ner"), icon=":material/download:", key=f"get_{key}"):
                    whole_frame = frame[list(columns)].rename(
                        columns={name: column.name for name, column in columns.items()}
                    )
                    about = {
                        _("Rubrik"): title,
                        _("Enhet"): unit,
                        _("Källa"): source,
                        _("Beskrivning"): alt,
                        _("Anmärkning"): note,
                        _("Kolumner"): explained(columns),
                        _("Dataversion"): dataset.version,
                        _("Licens"): licence(source),
                    }
                    digits = max((c.digits for c in columns.values()), default=0)
                    _offer(
                        key,
                        dataset.version,
                        whole_frame,
                        about=about,
                        figure=figure,
                        digits=digits,
                        picture_note=picture_note,
                    )
                leave_note(key, title)
        if as_table:
            # A table that needs less room than the chart gets less.
            rows = shown if shown is not None else written(_newest_first(frame, columns), columns)
            room = min(height, _ROW_HEIGHT * (len(rows) + 1) + 2)
            kinds = [column.kind for column in columns.values()]
            # The frame's style sets numbers to the right; words stay where reading begins.
            align = "numbers" if shown is not None or "text" not in kinds[1:] else "words"
            with st.container(key=f"{align}_{key}"):
                st.table(rows, hide_index=True, height=room, alt=alt)
        elif panels is not None:
            _show_panels(key, drawn(drawing, panels), panel_alts or {})
        else:
            extra: dict[str, Any] = {}
            if on_select is not None:
                extra = {"on_select": on_select, "selection_mode": "points"}
            st.plotly_chart(
                drawn(drawing, figure),
                theme=None,
                config=CONFIG,
                key=f"chart_{key}",
                alt=alt,
                **extra,
            )
        remarks = [note, f"{unit[:1].upper()}{unit[1:]}. {source}" if unit else source]
        st.caption("  \n".join(remark for remark in remarks if remark))
