"""Section Region 8 and 10: what the members share, and what planning together gives."""

import pandas as pd
import streamlit as st

from demografi import pilots
from demografi.charts.evidence import alone_and_together
from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.pilots import Pattern
from demografi.pilots.together import GROUPS, projected_members
from demografi.regions import NORTH
from demografi.text import _
from demografi.text.age_groups import ages
from demografi.text.pilots import question
from demografi.text.pilots import together as words
from demografi.text.sources import source_line
from demografi.ui import cached, choices, shell
from demografi.ui.card import Column, chart_card
from demografi.ui.pilots.frame import Onward, close, fill_cards
from demografi.ui.table_card import WIDE, table_card

__all__ = ["answer", "show"]


@st.cache_resource(show_spinner=False, max_entries=6)
def _evidence(version: str, group: str) -> tuple[Pattern, pd.DataFrame, pd.DataFrame]:  # noqa: ARG001
    data, trajectories = cached.dataset(), cached.projection()
    return (
        pilots.pattern(data, group),
        pilots.noise(data, trajectories, group),
        pilots.class_sizes(data, trajectories, group),
    )


def answer(dataset: Dataset) -> str:
    """Answer in words, for Region 8."""
    return words.answer(*_evidence(dataset.version, GROUPS[0]), NEAR_YEAR)


def show(dataset: Dataset) -> None:
    """Show the section."""
    group = choices.segments(
        "samverkan", _("Samverkan"), GROUPS, GROUPS[0], show=dataset.regions.name
    )
    pattern, spread, sizes = _evidence(dataset.version, group)
    members = projected_members(dataset, cached.projection(), group)
    outside = [
        dataset.regions.name(code)
        for code in dataset.regions.place(group).members
        if code not in members
    ]
    shell.heading(question("region8"), words.answer(pattern, spread, sizes, NEAR_YEAR))
    chart_card(
        "osakerhet",
        words.noise_title(spread, NEAR_YEAR),
        lambda colours: alone_and_together(
            spread, colours, names=[ages(one) for one in spread["ages"]]
        ),
        words.noise_rows(spread),
        {
            "name": Column(_("Ålder"), kind="text"),
            "least": Column(_("Säkraste kommunen, ± %"), 1),
            "most": Column(_("Osäkraste kommunen, ± %"), 1),
            "alone": Column(_("Medeltal var för sig, ± %"), 1),
            "together": Column(_("Tillsammans, ± %"), 1),
            "gain": Column(_("Mindre osäkerhet, %"), 0),
        },
        dataset=dataset,
        source=cached.projection_line(),
        alt=words.noise_alt(spread),
        unit=_("halva spannet för 8 av 10 utfall, i procent av mitten"),
        depends=(group,),
    )
    fill_cards()
    with st.container(key="numbers_filled_monster"):
        table_card(
            "monster",
            _("Hur lika är kommunerna?"),
            words.pattern_table(pattern.measures),
            words.pattern_table(pattern.measures),
            dataset=dataset,
            source=source_line(
                dataset,
                [one.source for one in pattern.measures],
                [one.year for one in pattern.measures],
            ),
            alt=words.pattern_alt(pattern),
            note=words.pattern_note(pattern, dataset.newest_year),
            width=WIDE,
        )
    with st.container(key="numbers_filled_arskullar"):
        table_card(
            "arskullar",
            _("Så stora är årskullarna nu och {year}").format(year=NEAR_YEAR),
            words.sizes_table(sizes),
            words.sizes_frame(sizes),
            dataset=dataset,
            source=cached.projection_line(),
            alt=words.sizes_alt(sizes, "6-15"),
            note=_("Antal per åldersår nu → {year}, 8 av 10 utfall.").format(year=NEAR_YEAR),
            width=WIDE,
        )
    close(
        words.limits(outside, len(dataset.regions.place(NORTH).members)),
        [
            Onward(
                "insatser",
                _("Att planera tillsammans"),
                {"plats": "region8", "del": "tillsammans"},
            ),
            Onward("jamfor", _("Kommunerna sida vid sida"), {"plats": group}),
            Onward("prognos", _("Prognosen för Region 8"), {"plats": "region8"}),
        ],
    )
