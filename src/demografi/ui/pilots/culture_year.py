"""Section Umeå 2014: the event study of the Capital of Culture year."""

import streamlit as st

from demografi import pilots
from demografi.charts.evidence import event_path, placebo_strip
from demografi.dataset import Dataset
from demografi.pilots import CultureYear
from demografi.pilots.capital_of_culture import EVENT, MEASURES, UMEA
from demografi.text import _
from demografi.text.pilots import culture_year as words
from demografi.text.pilots import question
from demografi.text.sources import source_line
from demografi.ui import cached, choices, shell
from demografi.ui.card import Column, chart_card
from demografi.ui.pilots.frame import Onward, close

__all__ = ["answer", "show"]


@st.cache_resource(show_spinner=False, max_entries=3)
def _studies(version: str) -> dict[str, CultureYear]:  # noqa: ARG001 - the key
    return {measure: pilots.culture_year(cached.dataset(), measure) for measure in MEASURES}


def answer(dataset: Dataset) -> str:
    """Answer in words, for moves in."""
    return words.answer(_studies(dataset.version), MEASURES[0])


def show(dataset: Dataset) -> None:
    """Show the section."""
    measure = choices.segments("matt", _("Mått"), MEASURES, MEASURES[0], show=words.measure_name)
    studies = _studies(dataset.version)
    found = studies[measure]
    study = found.study
    shell.heading(question("umea2014"), words.answer(studies, measure))
    source = source_line(dataset, found.sources, study.path["year"])
    chart_card(
        "kulturaret",
        words.path_title(found),
        lambda colours: event_path(
            study.path,
            colours,
            unit=words.unit(),
            names=(_("Umeå"), _("Jämförelsekommunerna"), _("Väntat i Umeå utan kulturåret")),
            event=study.year,
            word=str(EVENT),
        ),
        study.path,
        {
            "year": Column(_("År"), kind="year"),
            "value": Column(_("Umeå"), 1),
            "comparison": Column(_("Jämförelsekommunerna"), 1),
            "expected": Column(_("Väntat"), 1),
            "low": Column(_("Väntat, lägst (95 %)"), 1),
            "high": Column(_("Väntat, högst (95 %)"), 1),
        },
        dataset=dataset,
        source=source,
        alt=words.path_alt(found),
        unit=words.unit(),
        note=words.method_note(found, dataset.regions.name),
        depends=(measure,),
    )
    placebos = words.placebo_rows(found, dataset.regions.name)
    chart_card(
        "utan-handelse",
        words.placebo_title(found),
        lambda colours: placebo_strip(
            list(study.placebos["later"]),
            study.later.value,
            study.later.reach,
            colours,
            unit=words.unit(),
            name=_("Umeå {first}–{last}").format(
                first=study.year + 1, last=study.year + study.window.after
            ),
            others=_("Utan händelse"),
        ),
        placebos,
        {
            "name": Column(_("Kommun"), kind="text"),
            "year": Column(_("Påhittat år"), kind="year"),
            "during": Column(_("Skillnad samma år"), 1),
            "later": Column(_("Skillnad per år därefter"), 1),
        },
        dataset=dataset,
        source=source,
        alt=words.placebo_alt(found),
        unit=words.unit(),
        note=words.placebo_note(found),
        depends=(measure,),
    )
    close(
        words.limits(found),
        [
            Onward("befolkning", _("Umeås befolkning år för år"), {"plats": UMEA}),
            Onward(
                "jamfor",
                _("Umeå mot jämförelsekommunerna"),
                {
                    "plats": UMEA,
                    "platser": ",".join(study.comparison),
                    "indikator": "net_migration_per_1000",
                },
            ),
        ],
    )
