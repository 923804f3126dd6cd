"""Why the curve bends, on screen: the projection against as today."""

from dataclasses import replace
from typing import NamedTuple

import pandas as pd
import streamlit as st

from demografi import findings
from demografi.charts.against_today import contributions, year_by_year
from demografi.dataset import Dataset
from demografi.findings import TOGETHER
from demografi.regions import Place
from demografi.text import _, departures
from demografi.text import against_today as text
from demografi.text.columns import range_columns
from demografi.text.sources import source_line
from demografi.ui import cached
from demografi.ui.card import Card, Column, kept, show_card

__all__ = ["why_it_bends"]

_HEIGHT = 360


def _numbers() -> dict[str, Column]:
    return {
        "part": Column(_("Del"), kind="text"),
        "today": Column(_("Som i dag, per år")),
        "ahead": Column(_("Prognos, per år")),
        "mean": Column(_("Invånare, fler\u00a0(+) eller färre\u00a0(−), medel"), sign=True),
        **_signed(range_columns("", ("p10", "p90"))),
    }


def _signed(columns: dict[str, Column]) -> dict[str, Column]:
    return {key: replace(column, sign=True) for key, column in columns.items()}


def _years(names: dict[str, str]) -> dict[str, Column]:
    sides = range_columns(_("Tillsammans"), {end: f"{TOGETHER}_{end}" for end in ("p10", "p90")})
    parts = {part: Column(name) for part, name in names.items()}
    return {"year": Column(_("År"), kind="year"), **_signed(parts | sides)}


class _Bends(NamedTuple):
    """What is said and shown of why a projection departs from today."""

    told: str
    parts: Card
    years: Card


def why_it_bends(data: Dataset, place: Place, target: int) -> None:
    """Show what births, deaths and moves put between the projection and as today.

    Parameters
    ----------
    data : Dataset
        The figures.
    place : Place
        Whose projection.
    target : int
        The coming year.
    """
    st.subheader(_("Varför kurvan böjer"), anchor=False)
    found = kept(
        ("bojer", data.version, place.code, target), lambda: _why_it_bends(data, place, target)
    )
    if found is None:
        st.markdown(
            _(
                "Det här vet vi inte: födda, döda och flyttningar de senaste åren saknas för "
                "{place}, så prognosen kan inte jämföras med hur det är i dag."
            ).format(place=place.name)
        )
        return
    st.markdown(found.told)
    left, right = st.columns(2)
    with left:
        show_card("bojer", found.parts, dataset=data, depends=(place.code, target))
    with right:
        show_card("bojer-ar", found.years, dataset=data, depends=(place.code, target))


def _why_it_bends(data: Dataset, place: Place, target: int) -> _Bends | None:
    today, frame, ages = cached.against_today(place.code)
    if today is None:
        return None
    found = findings.departures(frame, target)
    jump_off = int(frame["year"].min()) - 1
    start = cached.outlook(place.code, "population", target).start
    line = start + today.net * (target - jump_off)
    opening = text.lead(place.name, today, found[TOGETHER], line, target)
    points = text.reasons(found, today, ages, target)
    inner = len(place.members) > 1
    trust = text.trust(found, today, (jump_off + 1, target), inner=inner)
    source = (
        f"{source_line(data, [today.source], [today.earliest, today.last])} "
        f"{cached.projection_line()}"
    )
    table = findings.departure_table(frame, today, target)
    names = departures.row_names(table, today)
    parts = Card(
        text.finding(found, today, target),
        lambda colours: contributions(
            table,
            colours,
            names=names,
            text=departures.labels(table),
            together=TOGETHER,
            height=_HEIGHT,
        ),
        _named(table, names),
        _numbers(),
        source=source,
        alt=" ".join([opening.replace("*", ""), *(f"{point}." for point in points), trust]),
        unit=_("invånare {target}, fler (+) eller färre (−) än om allt vore som i dag").format(
            target=target
        ),
        note=" ".join(
            [
                text.basis(today, inner=inner),
                _(
                    "Stapeln är medel av utfallen, strecket 8 av 10 utfall. Färre döda och färre "
                    "utflyttade ger fler invånare."
                ),
            ]
        ),
        height=_HEIGHT,
    )
    years = findings.yearly_table(frame)
    columns = departures.column_names(today)
    title = text.year_finding(frame, target)
    by_year = Card(
        title,
        lambda colours: year_by_year(
            years,
            colours,
            names=columns,
            sides=departures.sides(today),
            together=TOGETHER,
            height=_HEIGHT,
        ),
        years,
        _years(columns),
        depends=(place.code,),
        source=source,
        alt=_("År för år i {place}. {title}.").format(place=place.name, title=title),
        unit=_("invånare per år"),
        note=_("Över noll: delen ger fler invånare än som i dag. Linjen är staplarnas summa."),
        height=_HEIGHT,
    )
    told = "\n".join([opening, "", *(f"- {point}" for point in points), "", trust])
    return _Bends(told, parts, by_year)


def _named(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return table.assign(part=table["part"].map(names))
