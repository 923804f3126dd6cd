"""What screens that compare places are built of: the choice of places, lines with their table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from demografi import comparison
from demografi.charts.bars import ranking
from demografi.charts.comparison import compared
from demografi.comparison import Line
from demografi.dataset import Dataset
from demografi.indicators import INDICATORS
from demografi.regions import COUNTY, NATION, NORTH
from demografi.text import _, measures
from demografi.text import comparison as words
from demografi.text.columns import OBSERVED, PROJECTED, range_columns
from demografi.text.sources import source_line
from demografi.ui import cached, choices, places
from demografi.ui.card import Card, Column, colours, kept_card

__all__ = ["choose_base", "choose_others", "lines_card", "place_lines", "ranking_card"]


def choose_others(dataset: Dataset, focus: str) -> list[str]:
    """Choose what a place is compared with; ``platser`` in the link.

    Returns
    -------
    list of str
        The place in focus first, at most :data:`demografi.comparison.MOST` in all.
    """
    # Streamlit writes white on the accent in both themes; on the dark theme's that is unreadable.
    st.html(f"<style>.stMultiSelect [data-tag] * {{color: {colours().page}}}</style>")
    default = [code for code in (COUNTY, NORTH, NATION) if code != focus]
    others = choices.multiple(
        "platser",
        _("Jämför med"),
        places.place_codes(dataset),
        default,
        show=lambda code: places.place_label(dataset, code),
        most=comparison.MOST - 1,
    )
    return comparison.distinct(focus, *others)


def choose_base(lines: Sequence[Line]) -> int | None:
    """Choose level or index, and the year an index starts from; None for level."""
    years = comparison.base_years(lines)
    modes = ("niva", "index") if years else ("niva",)
    mode = choices.segments("skala", _("Skala"), modes, "niva", show=words.mode_name)
    if mode == "niva":
        return None
    return choices.select("bas", _("År som är 100"), years, years[0])


@st.cache_resource(show_spinner=False, max_entries=512)
def _lines(version: str, code: str, indicator: str) -> tuple[pd.DataFrame, pd.DataFrame]:  # noqa: ARG001
    trajectories = cached.projection() if INDICATORS[indicator].projectable else None
    (line,) = comparison.compare(cached.dataset(), trajectories, [code], indicator)
    return line.observed, line.projected


def place_lines(dataset: Dataset, codes: Sequence[str], indicator: str) -> list[Line]:
    """Lines of some places, each kept per dataset; see :func:`demografi.comparison.compare`."""
    return [
        Line(code, dataset.regions.name(code), *_lines(dataset.version, code, indicator))
        for code in codes
    ]


def lines_card(
    dataset: Dataset,
    lines: Sequence[Line],
    indicator: str,
    *,
    title: str,
    base: int | None = None,
    levels: Sequence[Line] | None = None,
    key: str = "linjer",
    height: int = 460,
) -> None:
    """Show places over time with the table of every figure and its source."""

    def make() -> Card:
        shown = levels if base else None
        return _lines_card(
            dataset, lines, indicator, title=title, base=base, levels=shown, height=height
        )

    depends = (indicator, base, *(line.code for line in lines))
    kept_card(key, make, dataset=dataset, depends=depends)


def _lines_card(
    dataset: Dataset,
    lines: Sequence[Line],
    indicator: str,
    *,
    title: str,
    base: int | None,
    levels: Sequence[Line] | None,
    height: int,
) -> Card:
    chosen = INDICATORS[indicator]
    digits = 1 if base else chosen.decimals
    unit = _("index, {year} = 100").format(year=base) if base else measures.axis_unit(indicator)
    table = comparison.comparison_table(lines, levels)
    projected = table["projected"].astype(bool)
    past = table[~projected]
    source = source_line(dataset, past["source"], past["year"])
    if projected.any():
        source += " " + cached.projection_line()
    columns = {
        "year": Column(_("År"), kind="year"),
        "name": Column(_("Plats"), kind="text"),
        "value": Column(_("Index") if base else chosen_name(indicator), digits),
        **range_columns(columns={"p10": "low", "p90": "high"}, digits=digits),
    }
    if base:
        columns["level"] = Column(chosen_name(indicator), chosen.decimals)
    columns |= {
        "kind": Column(_("Slag"), kind="text"),
        "source": Column(_("Källa"), kind="text"),
    }
    return Card(
        title,
        lambda palette: compared(
            lines, palette, unit=unit, digits=digits, base_year=base, height=height
        ),
        table.assign(kind=projected.map({True: PROJECTED, False: OBSERVED})),
        columns,
        source=source,
        alt=words.alt_text(indicator, lines, base),
        unit=unit,
        note=words.lines_note(lines),
        height=height,
    )


def chosen_name(indicator: str) -> str:
    """Swedish name of an indicator."""
    return _(INDICATORS[indicator].name)


def ranking_card(
    dataset: Dataset, lines: Sequence[Line], indicator: str, focus: str, base: int | None
) -> None:
    """Show the newest value of each place, or its change since a base, as ranked bars."""
    kept_card(
        "senast",
        lambda: _ranking_card(dataset, lines, indicator, focus, base),
        dataset=dataset,
        depends=(indicator, base, focus, *(line.code for line in lines)),
    )


def _ranking_card(
    dataset: Dataset, lines: Sequence[Line], indicator: str, focus: str, base: int | None
) -> Card:
    order = comparison.changes(lines) if base else comparison.latest(lines)
    chosen = INDICATORS[indicator]
    value = (
        Column(_("Förändring sedan {year}, %").format(year=base), 1)
        if base
        else Column(chosen_name(indicator), chosen.decimals)
    )
    return Card(
        words.ranking_title(indicator, order, base),
        lambda palette: ranking(
            order,
            palette,
            text=words.ranking_texts(indicator, order, base),
            chosen=[dataset.regions.name(focus)],
        ),
        order,
        {
            "name": Column(_("Plats"), kind="text"),
            "year": Column(_("År"), kind="year"),
            "value": value,
        },
        source=source_line(dataset, *comparison.latest_sources(lines, base)),
        alt=words.ranking_alt(indicator, order, base),
        unit="%" if base else measures.axis_unit(indicator),
        note=words.ends_note(lines),
    )
