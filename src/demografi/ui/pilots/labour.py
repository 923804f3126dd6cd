"""Section Kompetensplattformen: who enters and leaves working life, and what closes a gap."""

import pandas as pd
import streamlit as st

from demografi import pilots
from demografi.charts.comparison import compared
from demografi.charts.dumbbell import then_now_later
from demografi.comparison import Line, comparison_table, gaps
from demografi.dataset import Dataset
from demografi.findings import DRAWS, FAR_YEAR, SEED
from demografi.needs import place_rates
from demografi.pilots import Supply, Turnover
from demografi.pilots.labour import ENTRY, EXIT, education
from demografi.projection import fitted
from demografi.regions import COUNTY
from demografi.text import _
from demografi.text.columns import OUTLOOK, range_columns
from demografi.text.numbers import MISSING, percent
from demografi.text.pilots import labour as words
from demografi.text.pilots import question
from demografi.text.sources import source_line
from demografi.text.years import gaps_note
from demografi.ui import cached, places, shell
from demografi.ui.card import Column, chart_card
from demografi.ui.pilots.frame import Onward, close

__all__ = ["answer", "show"]


@st.cache_resource(show_spinner=False, max_entries=64)
def _evidence(version: str, code: str) -> tuple[Turnover, Supply]:  # noqa: ARG001 - the key
    data, trajectories = cached.dataset(), cached.projection()
    rates = place_rates(
        fitted(data),
        data.regions.place(code).members,
        horizon=trajectories.years[-1] - trajectories.jump_off,
        draws=DRAWS,
        seed=SEED,
    )
    return (
        pilots.turnover(data, trajectories, code),
        pilots.supply(data, trajectories, rates, code),
    )


@st.cache_resource(show_spinner=False, max_entries=3)
def _needed(version: str) -> pd.DataFrame:  # noqa: ARG001 - the key
    data = cached.dataset()
    return pilots.needed_rates(data, cached.projection(), data.regions.municipalities())


def answer(dataset: Dataset) -> str:
    """Answer in words, for the county."""
    version = dataset.version
    return words.answer(dataset.regions.name(COUNTY), *_evidence(version, COUNTY), _needed(version))


def show(dataset: Dataset) -> None:
    """Show the section."""
    with st.columns(3)[0]:
        code = places.choose_place(dataset, projected=True)
    name = dataset.regions.name(code)
    moving, found = _evidence(dataset.version, code)
    needed = _needed(dataset.version)
    shell.heading(question("kompetens"), words.answer(name, moving, found, needed))
    shell.figures(
        [
            shell.Figure(
                _("Sysselsatta 20–64 år {year}").format(year=found.rate_year),
                percent(found.rate),
                words.rate_remark(found),
                help=source_line(dataset, [found.rate_source], [found.rate_year]),
            ),
            shell.Figure(
                _("Krävs {year}").format(year=found.target),
                words.needed_text(found),
                _("för lika många i arbete, 8 av 10 utfall"),
                help=cached.projection_line(),
            ),
            shell.Figure(
                _("I arbete {year} med dagens grad").format(year=found.target),
                words.gap_text(found),
                _("mot i dag, 8 av 10 utfall"),
                help=cached.projection_line(),
            ),
            _education(dataset, code),
        ]
    )
    _lines(dataset, code, moving)
    chart_card(
        "sysselsattning",
        _("Sysselsättningsgrad nu, och vad lika många i arbete kräver {year}").format(
            year=FAR_YEAR
        ),
        lambda colours: then_now_later(
            needed,
            colours,
            key="employment",
            then=int(needed["then_year"].min()),
            later=FAR_YEAR,
            chosen=name,
        ),
        needed,
        {
            "name": Column(_("Kommun"), kind="text"),
            "then": Column(_("Då"), 1),
            "then_year": Column(_("Då, år"), kind="text"),
            "now": Column(_("Nu"), 1),
            "now_year": Column(_("Nu, år"), kind="text"),
            **range_columns(_("Krävs"), OUTLOOK | {"p50": "later"}, 1),
            "education": Column(_("Eftergymnasialt utbildade 25–64 år, %"), 1),
            "education_year": Column(_("Utbildning, år"), kind="text"),
        },
        dataset=dataset,
        source=source_line(dataset, needed["source"], [*needed["then_year"], *needed["now_year"]])
        + " "
        + cached.projection_line(),
        alt=words.needed_alt(needed),
        unit=_("procent av invånarna 20–64 år"),
        note=_("Över 100 % räcker inte ens om alla arbetar. Tabellen har också utbildningsnivån."),
        depends=(code,),
        height=560,
    )
    close(
        words.limits(found),
        [
            Onward(
                "insatser",
                _("Räkna baklänges från ett mål"),
                {"plats": code, "del": "krav", "mal": "sysselsatta", "till": str(FAR_YEAR)},
            ),
            Onward(
                "kunskapsbild",
                _("Arbete och utbildning i alla kommuner"),
                {"plats": code, "grupp": "arbete", "indikator": "employment"},
            ),
            Onward("prognos", _("20–64 år i prognosen"), {"plats": code}),
        ],
    )


def _education(dataset: Dataset, code: str) -> shell.Figure:
    found = education(dataset, code)
    if found is None:
        return shell.Figure(_("Eftergymnasial utbildning"), MISSING, _("inte publicerad"))
    return shell.Figure(
        _("Eftergymnasial utbildning {year}").format(year=found.year),
        percent(found.share),
        words.education_remark(found),
        help=_("Andel av invånarna 25–64 år. {source}").format(
            source=source_line(dataset, [found.source], [found.before_year, found.year])
        ),
    )


def _lines(dataset: Dataset, code: str, moving: Turnover) -> None:
    name = dataset.regions.name(code)
    lines = [
        Line("in", _("Fyller {age}").format(age=ENTRY), *words.sourced(moving, moving.entering)),
        Line("ut", _("Fyller {age}").format(age=EXIT), *words.sourced(moving, moving.leaving)),
    ]
    table = comparison_table(lines)
    chart_card(
        "in-och-ut",
        words.turnover_title(name, moving),
        lambda colours: compared(lines, colours, unit=_("personer per år"), digits=0),
        table,
        {
            "year": Column(_("År"), kind="year"),
            "name": Column(_("Grupp"), kind="text"),
            "value": Column(_("Personer")),
            **range_columns(columns={"p10": "low", "p90": "high"}),
        },
        dataset=dataset,
        source=source_line(dataset, moving.sources, moving.entering[0]["year"])
        + " "
        + cached.projection_line(),
        alt=words.turnover_alt(name, moving),
        unit=_("personer per år"),
        note=" ".join([words.needed_note(moving, name), gaps_note(gaps(lines))]).strip(),
        depends=(code,),
    )
