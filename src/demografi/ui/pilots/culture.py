"""Section Kultursamverkan: children, youth and the younger old, and their nearest centre."""

import pandas as pd
import streamlit as st

from demografi import pilots
from demografi.charts.bars import ranking
from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.pilots.culture import GROUPS, by_change, by_nearness, county_change
from demografi.text import _
from demografi.text.columns import OUTLOOK, range_columns
from demografi.text.pilots import culture as words
from demografi.text.pilots import question
from demografi.text.sources import source_line
from demografi.ui import cached, choices, shell
from demografi.ui.card import Column, chart_card
from demografi.ui.pilots.frame import Onward, close

__all__ = ["answer", "show"]

Changes = dict[str, tuple[float, float, float]]


@st.cache_resource(show_spinner=False, max_entries=3)
def _evidence(version: str) -> tuple[Changes, dict[str, pd.DataFrame]]:  # noqa: ARG001 - the key
    data, trajectories = cached.dataset(), cached.projection()
    changes = {key: county_change(data, trajectories, group) for key, group in GROUPS.items()}
    frames = {key: pilots.audience(data, trajectories, group) for key, group in GROUPS.items()}
    return changes, frames


def answer(dataset: Dataset) -> str:
    """Answer in words, for the group that the section opens with."""
    return _said(dataset, next(iter(GROUPS)))


def _said(dataset: Dataset, key: str) -> str:
    return words.answer(*_evidence(dataset.version), NEAR_YEAR, key)


def show(dataset: Dataset) -> None:
    """Show the section."""
    key = choices.segments(
        "publik", _("Publik"), list(GROUPS), next(iter(GROUPS)), show=words.group_name
    )
    _changes, frames = _evidence(dataset.version)
    frame = frames[key]
    changing, near = by_change(frame), by_nearness(frame)
    columns = {
        "name": Column(_("Kommun"), kind="text"),
        "now": Column(_("Nu")),
        **range_columns(str(NEAR_YEAR), OUTLOOK),
        "change": Column(_("Förändring, %"), 1),
        "centre_name": Column(_("Närmaste centrum"), kind="text"),
        "distance": Column(_("Avstånd, km")),
        "per_1000": Column(_("Per 1\u00a0000 i centrum nu"), 1),
        "later": Column(_("Per 1\u00a0000 i centrum {year}").format(year=NEAR_YEAR), 1),
    }
    source = source_line(dataset, frame["source"], frame["now_year"])
    source += " " + cached.projection_line()
    shell.heading(question("kultur"), _said(dataset, key))
    left, right = st.columns(2)
    with left:
        chart_card(
            "publik",
            words.change_title(key, frame, NEAR_YEAR),
            lambda colours: ranking(
                changing,
                colours,
                text=words.change_texts(changing),
                diverging=True,
                spread=("change_low", "change_high"),
            ),
            changing,
            columns,
            dataset=dataset,
            source=source,
            alt=words.change_alt(key, changing, NEAR_YEAR),
            unit=_("förändring i procent"),
            note=words.change_note(),
            depends=(key,),
            height=460,
        )
    with right:
        chart_card(
            "centrum",
            words.around_title(key, NEAR_YEAR),
            lambda colours: ranking(
                near,
                colours,
                text=words.around_texts(near),
                chosen=list(frame["centre_name"].unique()),
            ),
            near,
            columns,
            dataset=dataset,
            source=source,
            alt=words.around_alt(key, near, NEAR_YEAR),
            unit=_("personer per 1\u00a0000 invånare i närmaste centrum"),
            note=words.centre_rule(frame, NEAR_YEAR),
            depends=(key,),
            height=460,
        )
    close(
        words.limits(),
        [
            Onward("prognos", _("Åldrarna i prognosen"), {"grupper": "services"}),
            Onward(
                "kunskapsbild",
                _("Barn och äldre i alla kommuner"),
                {"grupp": "service", "indikator": "older_65_79"},
            ),
        ],
    )
