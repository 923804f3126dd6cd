"""Section Demografiska utmaningen: who is under most pressure, and the matrix behind it."""

import pandas as pd
import streamlit as st

from demografi import pilots
from demografi.charts.bars import ranking
from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.pilots import GroupShift
from demografi.pilots.challenge import MATRIX
from demografi.regions import COUNTY
from demografi.text import _
from demografi.text.columns import range_columns
from demografi.text.pilots import challenge as words
from demografi.text.pilots import question
from demografi.ui import cached, places, shell
from demografi.ui.card import Column, chart_card
from demografi.ui.knowledge import matrix_card
from demografi.ui.measures import names
from demografi.ui.pilots.frame import Onward, close

__all__ = ["answer", "show"]


@st.cache_resource(show_spinner=False, max_entries=3)
def _evidence(version: str) -> tuple[pd.DataFrame, list[GroupShift]]:  # noqa: ARG001 - the key
    data, trajectories = cached.dataset(), cached.projection()
    return pilots.pressure(data, trajectories), pilots.largest_shifts(data, trajectories)


def answer(dataset: Dataset) -> str:
    """Answer in words."""
    frame, shifts = _evidence(dataset.version)
    return words.answer(frame, shifts, NEAR_YEAR, dataset.regions.name)


def show(dataset: Dataset) -> None:
    """Show the section."""
    with st.columns(3)[0]:
        place = places.choose_place(dataset, projected=True)
    frame, _shifts = _evidence(dataset.version)
    shell.heading(question("utmaningen"), answer(dataset))
    chart_card(
        "tryck",
        _("Samlat demografiskt tryck {year}").format(year=NEAR_YEAR),
        lambda colours: ranking(
            frame,
            colours,
            text=words.pressure_texts(frame),
            chosen=names(dataset, dataset.regions.place(place)),
            spread=("low", "high"),
        ),
        frame,
        {
            "name": Column(_("Kommun"), kind="text"),
            "value": Column(_("Tryck"), 1),
            **range_columns(columns={"p10": "low", "p90": "high"}, digits=1),
            "peak": Column(_("Försörjningskvoten högst, år"), kind="text"),
            "peak_low": Column(_("tidigast (1 av 10 före)"), kind="text"),
            "peak_high": Column(_("senast (1 av 10 efter)"), kind="text"),
        },
        dataset=dataset,
        source=cached.projection_line(),
        alt=words.pressure_alt(frame, NEAR_YEAR),
        unit=_("medelplats bland länets kommuner"),
        note=words.pressure_note(frame),
        depends=(place,),
    )
    order = list(frame["code"])
    matrix_card(
        dataset,
        "all",
        places=[*order, COUNTY],
        indicators=MATRIX,
        chosen=place,
    )
    close(
        words.limits(),
        [
            Onward("kunskapsbild", _("Alla mått för alla kommuner"), {"plats": place}),
            Onward("prognos", _("Prognosen i detalj"), {"plats": place, "till": str(NEAR_YEAR)}),
            Onward("insatser", _("Platser, personal och kostnader"), {"plats": place}),
        ],
    )
