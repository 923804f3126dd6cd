"""Section Kapitalförsörjning: the people who start and run firms, and the local tax base."""

import pandas as pd
import streamlit as st

from demografi import pilots
from demografi.charts.bars import ranking
from demografi.charts.comparison import compared
from demografi.comparison import Line, comparison_table, distinct, gaps
from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.pilots.capital import AGES, lowest_tax, tax_lines
from demografi.regions import NATION
from demografi.text import _
from demografi.text.age_groups import ages as ages_text
from demografi.text.columns import OUTLOOK, range_columns
from demografi.text.pilots import capital as words
from demografi.text.pilots import question
from demografi.text.sources import source_line
from demografi.text.years import gaps_note
from demografi.ui import cached, choices, places, shell
from demografi.ui.card import Column, chart_card
from demografi.ui.measures import names
from demografi.ui.pilots.frame import Onward, close

__all__ = ["answer", "show"]

COMPARED = ("2480", "2482", "2481")
"""Drawn beside the chosen place, with the lowest and the nation: the county's three centres."""


@st.cache_resource(show_spinner=False, max_entries=6)
def _people(version: str, ages: str) -> pd.DataFrame:  # noqa: ARG001 - the key
    return pilots.founders(cached.dataset(), cached.projection(), ages)


@st.cache_resource(show_spinner=False, max_entries=64)
def _tax(version: str, codes: tuple[str, ...]) -> list[Line]:  # noqa: ARG001 - the key
    return tax_lines(cached.dataset(), codes)


def answer(dataset: Dataset) -> str:
    """Answer in words, for the younger ages."""
    return words.answer(_people(dataset.version, AGES[0]), AGES[0], NEAR_YEAR)


def show(dataset: Dataset) -> None:
    """Show the section."""
    first, second = st.columns(2)
    with first:
        code = places.choose_place(dataset, projected=True)
    with second:
        ages = choices.segments("alder", _("Ålder"), AGES, AGES[0], show=ages_text)
    frame = _people(dataset.version, ages)
    shell.heading(question("kapital"), words.answer(frame, ages, NEAR_YEAR))
    left, right = st.columns(2)
    with left:
        chart_card(
            "foretagare",
            words.people_title(frame, ages),
            lambda colours: ranking(
                frame.assign(value=frame["people"]),
                colours,
                text=words.people_texts(frame),
                chosen=names(dataset, dataset.regions.place(code)),
            ),
            frame,
            {
                "name": Column(_("Kommun"), kind="text"),
                "people": Column(_("Antal {ages}").format(ages=ages_text(ages))),
                "share": Column(_("Andel av invånarna, %"), 1),
                "trend": Column(
                    _("Förändring sedan {year}, %").format(year=frame["before_year"].iloc[0]), 1
                ),
                **range_columns(_("Till {year}, %").format(year=NEAR_YEAR), OUTLOOK, 1),
                "tax": Column(_("Skattekraft {year}, kr").format(year=frame["tax_year"].iloc[0])),
                "income": Column(
                    _("Medianinkomst {year}, tkr").format(year=frame["income_year"].iloc[0]), 1
                ),
            },
            dataset=dataset,
            source=words.people_source(dataset, frame) + " " + cached.projection_line(),
            alt=words.people_alt(frame, ages, NEAR_YEAR),
            unit=_("personer den 31 december"),
            note=_("Parentesen är förändringen till {year}, 8 av 10 utfall.").format(
                year=NEAR_YEAR
            ),
            depends=(code, ages),
            height=460,
        )
    with right:
        _tax_lines(dataset, code, lowest_tax(frame))
    close(
        words.limits(),
        [
            Onward(
                "kunskapsbild",
                _("Inkomst och skattekraft i alla kommuner"),
                {"plats": code, "grupp": "arbete", "indikator": "tax_base"},
            ),
            Onward("jamfor", _("Skattekraften över tid"), {"plats": code, "indikator": "tax_base"}),
            Onward("prognos", _("Åldrarna i prognosen"), {"plats": code}),
        ],
    )


def _tax_lines(dataset: Dataset, code: str, lowest: str) -> None:
    lines = _tax(dataset.version, tuple(distinct(code, *COMPARED, lowest, NATION)))
    table = comparison_table(lines)
    chart_card(
        "skattekraft",
        words.tax_title(lines),
        lambda colours: compared(lines, colours, unit=_("procent av rikets"), digits=1, height=430),
        table,
        {
            "year": Column(_("År"), kind="year"),
            "name": Column(_("Plats"), kind="text"),
            "value": Column(_("Procent av rikets"), 1),
            "source": Column(_("Källa"), kind="text"),
        },
        dataset=dataset,
        source=source_line(dataset, table["source"], table["year"]),
        alt=words.tax_alt(lines),
        unit=_("skattekraft per invånare i procent av rikets"),
        note=" ".join(
            [words.tax_note(lines, dataset.regions.name(code)), gaps_note(gaps(lines))]
        ).strip(),
        depends=(code,),
        height=460,
    )
