"""Why the curve bends, on screen: the projection against as today."""

import pandas as pd
import streamlit as st

from demografi import findings
from demografi.charts.against_today import contributions, year_by_year
from demografi.dataset import Dataset
from demografi.findings import TOGETHER
from demografi.regions import Place
from demografi.text import _
from demografi.text import against_today as text
from demografi.text.columns import ends
from demografi.text.sources import source_line
from demografi.ui import cached
from demografi.ui.card import Column, chart_card

__all__ = ["why_it_bends"]

_HEIGHT = 360


def _numbers() -> dict[str, Column]:
    return {
        "part": Column(_("Del"), kind="text"),
        "today": Column(_("Som i dag, per år")),
        "ahead": Column(_("Prognos, per år")),
        "mean": Column(_("Skillnad, medel")),
        "p10": Column(ends("")["p10"]),
        "p90": Column(ends("")["p90"]),
    }


def _years(names: dict[str, str]) -> dict[str, Column]:
    sides = {
        f"{TOGETHER}_p10": Column(ends(_("Tillsammans"))["p10"]),
        f"{TOGETHER}_p90": Column(ends(_("Tillsammans"))["p90"]),
    }
    parts = {part: Column(name) for part, name in names.items()}
    return {"year": Column(_("År"), kind="year"), **parts, **sides}


def why_it_bends(data: Dataset, place: Place, target: int, start: float) -> None:
    """Show what births, deaths and moves put between the projection and as today.

    Parameters
    ----------
    data : Dataset
        The figures.
    place : Place
        Whose projection.
    target : int
        The coming year.
    start : float
        Population in the projection's first year.
    """
    st.subheader(_("Varför kurvan böjer"), anchor=False)
    today, frame, ages = cached.against_today(place.code)
    if today is None:
        st.markdown(
            _(
                "Det här vet vi inte: födda, döda och flyttningar de senaste åren saknas för "
                "{place}, så prognosen kan inte jämföras med hur det är i dag."
            ).format(place=place.name)
        )
        return
    found = findings.departures(frame, target)
    jump_off = int(frame["year"].min()) - 1
    line = start + today.net * (target - jump_off)
    opening = text.lead(place.name, today, found[TOGETHER], line, target)
    points = text.reasons(found, today, ages, target)
    st.markdown("\n".join([opening, "", *(f"- {point}" for point in points)]))
    names = text.part_names(today)
    source = (
        f"{source_line(data, [today.source], [min(today.first, today.moves_first), today.last])} "
        f"{cached.projection_line()}"
    )
    left, right = st.columns(2)
    with left:
        table = findings.departure_table(frame, today, target)
        chart_card(
            "bojer",
            text.finding(found, today, target),
            lambda colours: contributions(
                table,
                colours,
                names=names,
                text=text.labels(table),
                together=TOGETHER,
                height=_HEIGHT,
            ),
            _named(table, names),
            _numbers(),
            dataset=data,
            depends=(place.code, target),
            source=source,
            alt=". ".join([opening.replace("*", ""), *points]) + ".",
            unit=_("personer från {first} till och med {target}").format(
                first=jump_off + 1, target=target
            ),
            note=" ".join(
                [
                    text.basis(today, inner=len(place.members) > 1),
                    _("Stapeln är medel av utfallen, strecket 8 av 10 utfall."),
                ]
            ),
            height=_HEIGHT,
        )
    with right:
        years = findings.yearly_table(frame)
        title = text.year_finding(frame, target)
        chart_card(
            "bojer-ar",
            title,
            lambda colours: year_by_year(
                years, colours, names=names, together=TOGETHER, height=_HEIGHT
            ),
            years,
            _years(names),
            dataset=data,
            depends=(place.code,),
            source=source,
            alt=_("År för år mot som i dag i {place}. {title}.").format(
                place=place.name, title=title
            ),
            unit=_("personer per år"),
            note=_("Över noll: delen ger fler invånare än som i dag. Linjen är staplarnas summa."),
            height=_HEIGHT,
        )


def _named(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return table.assign(part=table["part"].map(names))
