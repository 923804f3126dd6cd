"""The chart card: a figure with its title, source, table, text alternative and downloads."""

import logging
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from demografi.charts.layout import CONFIG
from demografi.charts.palette import LIGHT, Palette, palette
from demografi.dataset import Dataset
from demografi.export.image import IMAGE_KINDS, ImageKind, to_image
from demografi.text import _
from demografi.text.columns import Column
from demografi.text.numbers import MISSING, capital, decimal, signed
from demografi.text.sources import licence
from demografi.ui import choices
from demografi.ui.downloads import Offer, offer, table_files
from demografi.ui.notes import leave_note

__all__ = [
    "Card",
    "Column",
    "age_columns",
    "chart_card",
    "colours",
    "drawn",
    "kept",
    "kept_card",
    "replayed",
    "show_card",
    "written",
]

log = logging.getLogger(__name__)

_ROW_HEIGHT = 38
"""CSS pixels of a table row."""

_MOST = 2000
"""How many things made, and messages, are kept: some 30 kB each, a place's screens some hundred."""

T = TypeVar("T")


def colours() -> Palette:
    """Palette of the theme the reader has."""
    return palette(st.context.theme.type or "light")


@st.cache_resource(show_spinner=False, max_entries=_MOST)
def kept(key: tuple[Hashable, ...], _make: Callable[[], T]) -> T:  # noqa: ARG001
    """Make once for all readers; the key says everything it depends on. Do not change it."""
    return _make()


def drawn(key: tuple[Hashable, ...], draw: Callable[[Palette], T]) -> T:
    """Draw once for all readers to whom the same is shown: building figures is what takes time."""
    shades = colours()
    return kept((*key, shades.name), lambda: draw(shades))


@st.cache_resource(show_spinner=False, max_entries=_MOST)
def _replayed(key: tuple[Hashable, ...], _show: Callable[[], None]) -> None:  # noqa: ARG001
    _show()


def replayed(key: tuple[Hashable, ...], show: Callable[[Palette], None]) -> None:
    """Show once; the same readers and others are sent what that sent, which takes no time.

    Streamlit keeps the messages of what is shown inside a cached function. That turning a figure
    into text and marking it for the browser is left out is worth more than all else on a screen.

    Parameters
    ----------
    key : tuple
        Everything that what is shown depends on.
    show : callable
        Palette in; shows what nobody can change: no widgets.
    """
    shades = colours()
    _replayed((choices.screen(), *key, shades.name), lambda: show(shades))


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
                MISSING
                if pd.isna(value)
                else (signed if column.sign else decimal)(float(value), column.digits)
                for value in values
            ]
        else:
            shown[column.name] = [MISSING if pd.isna(value) else str(value) for value in values]
    return pd.DataFrame(shown)


@dataclass(frozen=True)
class Card:
    """What a card shows, for readers and in files.

    Attributes
    ----------
    title : str
        The finding or the measure.
    figure : callable
        Palette in, figure out; called again with the light palette for pictures.
    frame : DataFrame
        The figures behind the figure.
    columns : dict of str to Column
        Columns of ``frame`` to show, in order.
    source, alt, unit, note : str
        Source line; what the figure shows in words; unit; a remark shown below.
    picture_note : str
        What a picture by itself must say besides its source, such as the lines' meaning.
    panels : callable, optional
        Palette in, small figures by title out: shown side by side in place of ``figure``, which
        then is their picture for documents. Unlike one figure they can stack on a phone.
    panel_alts : mapping of str to str
        What each of them shows in words.
    written : DataFrame, optional
        The table as written, where reading wants another shape than the file has.
    depends : tuple, optional
        What the figure follows from beside the dataset, if that is less than what the card does:
        it is drawn once for all who are shown the same.
    height : int
        Height of the table in CSS pixels.
    """

    title: str
    figure: Callable[[Palette], go.Figure]
    frame: pd.DataFrame
    columns: dict[str, Column]
    source: str
    alt: str
    unit: str
    note: str = ""
    picture_note: str = ""
    panels: Callable[[Palette], Mapping[str, go.Figure]] | None = None
    panel_alts: Mapping[str, str] = field(default_factory=dict)
    written: pd.DataFrame | None = None
    depends: tuple[Hashable, ...] | None = None
    height: int = 400

    @cached_property
    def download(self) -> pd.DataFrame:
        """The figures as numbers, columns named as on screen."""
        names = {name: column.name for name, column in self.columns.items()}
        return self.frame[list(self.columns)].rename(columns=names)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The table as it is read."""
        if self.written is not None:
            return self.written
        return written(_newest_first(self.frame, self.columns), self.columns)


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


def _plot(figure: go.Figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alt)


def _show_panels(key: str, shown: Mapping[str, go.Figure], alts: Mapping[str, str]) -> None:
    per_row = 2 if len(shown) == 4 else 3
    names = list(shown)
    for start in range(0, len(names), per_row):
        for column, name in zip(st.columns(per_row), names[start : start + per_row], strict=False):
            with column:
                st.markdown(f"**{name}**")
                _plot(shown[name], f"chart_{key}_{name}", alts.get(name, name))


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
    title, figure, frame, columns, source, alt, unit, note, picture_note, panels, panel_alts, height
        As in :class:`Card`; ``shown`` is its ``written``.
    dataset : Dataset
        For the version recorded in downloads.
    on_select : callable, optional
        Called when a point is chosen; its selection is in ``st.session_state["chart_" + key]``.
    depends : tuple, optional
        What the figure follows from beside the dataset, such as the place. Everything the reader
        has chosen, when not given.
    """
    card = Card(
        title,
        figure,
        frame,
        columns,
        source=source,
        alt=alt,
        unit=unit,
        note=note,
        picture_note=picture_note,
        panels=panels,
        panel_alts=panel_alts or {},
        written=shown,
        height=height,
    )
    made = choices.made() if depends is None else depends
    show_card(key, card, dataset=dataset, depends=made, on_select=on_select)


def kept_card(
    key: str, make: Callable[[], Card], *, dataset: Dataset, depends: tuple[Hashable, ...]
) -> None:
    """Show a card that is made once for all who have chosen the same.

    Parameters
    ----------
    key : str
        Name of the card in links and file names.
    make : callable
        Makes the card: its figures, words and table.
    dataset : Dataset
        The figures.
    depends : tuple
        All that the card follows from beside the dataset.
    """
    card = kept((choices.screen(), key, dataset.version, depends), make)
    show_card(key, card, dataset=dataset, depends=depends)


def show_card(
    key: str,
    card: Card,
    *,
    dataset: Dataset,
    depends: tuple[Hashable, ...],
    on_select: Callable[[], None] | None = None,
) -> None:
    """Show a card.

    Parameters
    ----------
    key : str
        Name of the card in links and file names.
    card : Card
        What it shows.
    dataset : Dataset
        For the version recorded in downloads.
    depends : tuple
        What the card follows from beside the dataset; its figure, unless the card says less.
    on_select : callable, optional
        Called when a point is chosen; its selection is in ``st.session_state["chart_" + key]``.
    """
    drawing = (key, dataset.version, depends if card.depends is None else card.depends)
    with st.container(border=True, key=f"card_{key}"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.subheader(card.title, anchor=False, width="content")
            with st.container(horizontal=True, width="content", gap="small"):
                as_table = choices.table_view(f"{choices.VIEW}{key}")
                with st.popover(_("Ladda ner"), icon=":material/download:", key=f"get_{key}"):
                    about = {
                        _("Rubrik"): card.title,
                        _("Enhet"): card.unit,
                        _("Källa"): card.source,
                        _("Beskrivning"): card.alt,
                        _("Anmärkning"): card.note,
                        _("Dataversion"): dataset.version,
                        _("Licens"): licence(card.source),
                    }
                    _offer(
                        key,
                        dataset.version,
                        card.download,
                        about=about,
                        figure=card.figure,
                        digits=max((c.digits for c in card.columns.values()), default=0),
                        picture_note=card.picture_note,
                    )
                leave_note(key, card.title)
        if as_table:
            _show_table(key, card)
        else:
            _show_figure(key, card, drawing, on_select)
        source = f"{capital(card.unit)}. {card.source}"
        remarks = [card.note, source if card.unit else card.source]
        st.caption("  \n".join(remark for remark in remarks if remark))


def _show_table(key: str, card: Card) -> None:
    # A table that needs less room than the chart gets what it needs, headings of several lines
    # among them: its last row is not to be scrolled to.
    needed = _ROW_HEIGHT * (len(card.table) + 1) + 2
    room: int | Literal["content"] = "content" if needed <= card.height else card.height
    kinds = [column.kind for column in card.columns.values()]
    # The frame's style sets numbers to the right; words stay where reading begins.
    numbers = card.written is not None or "text" not in kinds[1:]
    with st.container(key=f"{'numbers' if numbers else 'words'}_{key}"):
        st.table(card.table, hide_index=True, height=room, alt=card.alt)


def _show_figure(
    key: str,
    card: Card,
    drawing: tuple[Hashable, ...],
    on_select: Callable[[], None] | None,
) -> None:
    panels, name = card.panels, f"chart_{key}"
    if panels is not None:
        words = tuple(card.panel_alts.items())
        replayed(
            (*drawing, words),
            lambda _shades: _show_panels(key, drawn(drawing, panels), card.panel_alts),
        )
    elif on_select is None:
        replayed(
            (*drawing, card.alt),
            lambda _shades: _plot(drawn(drawing, card.figure), name, card.alt),
        )
    else:
        st.plotly_chart(
            drawn(drawing, card.figure),
            theme=None,
            config=CONFIG,
            key=name,
            alt=card.alt,
            on_select=on_select,
            selection_mode="points",
        )
