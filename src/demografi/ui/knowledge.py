"""What Kunskapsbild is built of: its cells, figure cards, matrix and definitions."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from demografi import knowledge
from demografi.charts.matrix import MatrixTable, matrix_table
from demografi.charts.palette import Palette
from demografi.dataset import CKM_YEAR, Dataset
from demografi.indicators import INDICATORS
from demografi.knowledge import Shown
from demografi.regions import COUNTY
from demografi.text import _
from demografi.text import knowledge as words
from demografi.text.columns import ends
from demografi.text.sources import source_line
from demografi.ui import cached, choices, shell
from demografi.ui.card import Column, colours, drawn, replayed
from demografi.ui.table_card import WIDE, table_card

__all__ = [
    "change_columns",
    "choose_indicator",
    "definitions",
    "figure_cards",
    "findings",
    "matrix_card",
]


# Headings of a matrix are sentences: let them take several lines. Streamlit has no setting.
_STYLE = """
<style>
.st-key-card_matris thead th, .st-key-card_matris thead th * {white-space: normal !important}
.st-key-card_matris thead th:not(:first-child) {min-width: 8.5rem; text-align: right;
  vertical-align: bottom; line-height: 1.25}
.st-key-card_matris tbody td {white-space: nowrap}
.st-key-card_matris tbody td:has(br) {padding-block: 0.3rem}
.st-key-card_matris tbody td:has(br) p {font-size: 0.8rem; line-height: 1.3; color: MUTED}
.st-key-card_matris tbody td:has(br) strong {font-size: 0.95rem; color: INK}
.st-key-card_matris tbody td, .st-key-card_matris tbody td * {text-align: right}
.st-key-card_matris thead th:not(:first-child) * {text-align: right}
@media (max-width: 640px) {.st-key-card_definition [data-testid="stExpander"] td
  {min-width: 8rem}}
</style>
"""


@st.cache_data(show_spinner=False, max_entries=64)
def _cells(version: str, places: tuple[str, ...]) -> pd.DataFrame:  # noqa: ARG001 - the key
    return knowledge.cells(cached.dataset(), cached.projection(), places)


def knowledge_cells(places: Sequence[str]) -> pd.DataFrame:
    """All indicators of some places then, now and later; see :func:`demografi.knowledge.cells`."""
    return _cells(cached.dataset().version, tuple(places))


class Findings(NamedTuple):
    """What the page says of one indicator, for one place among the others."""

    own: knowledge.Standing
    county: knowledge.Standing
    ends: knowledge.Extremes | None
    shifts: list[knowledge.Shift]
    rows: list[str]
    ranked: list[str]
    change: pd.DataFrame
    risen: knowledge.Risen | None


@st.cache_data(show_spinner=False, max_entries=512)
def _findings(
    version: str,  # noqa: ARG001 - the key
    place: str,
    key: str,
    view: Shown,
    order: knowledge.Order,
) -> Findings:
    data, places = cached.dataset(), knowledge.rows_shown(cached.dataset(), place)
    cells = knowledge_cells(places)
    ranked = knowledge.ranked(data, cells, view, key, order)
    return Findings(
        own=knowledge.standing(cells, place, key),
        county=knowledge.standing(cells, COUNTY, key),
        ends=knowledge.extremes(data, cells, "now", key),
        shifts=knowledge.shifts(data, cells, key),
        rows=[*ranked, *knowledge.below(data, places)],
        ranked=ranked,
        change=knowledge.side_by_side(data, cells, key, ranked),
        risen=knowledge.risen(data, cells, key),
    )


def findings(place: str, key: str, view: Shown, order: knowledge.Order) -> Findings:
    """Compute what the page says, once per dataset and choice."""
    return _findings(cached.dataset().version, place, key, view, order)


def choose_indicator(default: str = "dependency_ratio") -> str:
    """Choose an indicator; ``indikator`` in the link."""
    return choices.select(
        "indikator",
        _("Mått"),
        list(INDICATORS),
        default,
        show=lambda key: _(INDICATORS[key].name),
    )


def figure_cards(cards: Sequence[words.Card], key: str) -> None:
    """Show figure cards with the indicator's formula behind the question mark."""
    formula = _(INDICATORS[key].formula)
    shell.figures([shell.Figure(card.label, card.value, card.remark, formula) for card in cards])


def _tidy(dataset: Dataset, cells: pd.DataFrame) -> pd.DataFrame:
    """One row per cell, named in Swedish, for downloads."""
    return pd.DataFrame(
        {
            _("Kod"): cells["place"],
            _("Plats"): [dataset.regions.name(code) for code in cells["place"]],
            _("Mått"): [_(INDICATORS[key].name) for key in cells["indicator"]],
            _("Enhet"): [_(INDICATORS[key].unit) for key in cells["indicator"]],
            _("År"): cells["year"],
            _("Värde"): cells["value"],
            ends("")["p10"]: cells["low"],
            ends("")["p90"]: cells["high"],
            _("Källa"): cells["source"].where(cells["source"] != "", _("Egen prognos")),
            _("Skattat ur rikets tal"): (cells["basis"] == "indirect").map(
                {True: _("ja"), False: _("nej")}
            ),
        }
    )


class _Matrix(NamedTuple):
    """What stands in the matrix card."""

    table: MatrixTable
    download: pd.DataFrame
    source: str
    note: str


def _matrix(
    dataset: Dataset,
    shades: Palette,
    view: Shown,
    *,
    rows: Sequence[str],
    indicators: Sequence[str],
    chosen: str,
) -> _Matrix:
    cells = knowledge_cells(knowledge.rows_shown(dataset, chosen))
    views = knowledge.views_of(view)
    shown = knowledge.shown_cells(cells, views, rows, indicators)
    past = shown[shown["view"] != "later"]
    sources = [source_line(dataset, past["source"], past["year"])] if view != "later" else []
    if len(past) < len(shown) or not sources:
        sources.append(cached.projection_line())
    note = words.matrix_note(
        indicators[0],
        {one: knowledge.missing(dataset, cells, one, rows, indicators) for one in views},
        len(rows),
        dataset.regions.name,
        estimated=bool((shown["basis"] == "indirect").any()),
        noisy=bool((past["year"] >= CKM_YEAR).any()),
    )
    table = matrix_table(
        shown,
        shades,
        rows=rows,
        shaded=dataset.regions.municipalities(),
        indicators=knowledge.with_values(shown, indicators),
        years={one: knowledge.column_years(cells, one) for one in views},
        name=dataset.regions.name,
        chosen=chosen,
    )
    return _Matrix(table, _tidy(dataset, shown), " ".join(sources), note)


def matrix_card(
    dataset: Dataset,
    view: Shown,
    *,
    places: Sequence[str],
    indicators: Sequence[str],
    chosen: str,
) -> None:
    """Show the matrix of places and indicators in one view, or all three in every cell."""
    choice = (view, *places, *indicators, chosen)
    matrix = drawn(
        ("matris", dataset.version, *choice),
        lambda shades: _matrix(
            dataset, shades, view, rows=places, indicators=indicators, chosen=chosen
        ),
    )
    shades = colours()
    st.html(_STYLE.replace("MUTED", shades.muted).replace("INK", shades.ink))
    table_card(
        "matris",
        words.matrix_title(view, dataset.newest_year),
        matrix.table.styled(),
        matrix.download,
        dataset=dataset,
        source=matrix.source,
        alt=words.matrix_alt(indicators[0], view),
        note=matrix.note,
        width=WIDE,
        hide_index=False,
        depends=choice,
    )


def change_columns(key: str) -> dict[str, Column]:
    """Columns of the table then–now–later."""
    digits = INDICATORS[key].decimals
    later = ends(str(knowledge.LATER))
    return {
        "name": Column(_("Plats"), kind="text"),
        "then": Column(_("Då"), digits),
        "then_year": Column(_("Då, år"), kind="year"),
        "now": Column(_("Nu"), digits),
        "now_year": Column(_("Nu, år"), kind="year"),
        "later": Column(later["p50"], digits),
        "low": Column(later["p10"], digits),
        "high": Column(later["p90"], digits),
        "now_source": Column(_("Källa"), kind="text"),
    }


def definitions(dataset: Dataset, chosen: str) -> None:
    """Show the chosen indicator's definition, and all others one click away."""
    with st.container(border=True, key="card_definition"):
        st.subheader(_(INDICATORS[chosen].name), anchor=False)
        replayed(("definition", chosen), lambda _shades: _definition(chosen))
        with st.expander(_("Alla måtts definitioner"), icon=":material/menu_book:"):
            replayed(("definitioner", dataset.version), lambda _shades: _definitions(dataset))


def _definition(chosen: str) -> None:
    st.table(words.about_indicator(chosen), border="horizontal", alt=_("Måttets definition"))


def _definitions(dataset: Dataset) -> None:
    st.table(
        words.all_definitions(knowledge.spans(dataset)),
        hide_index=True,
        border="horizontal",
        alt=_("Definition, enhet, källa och år för alla mått"),
    )
