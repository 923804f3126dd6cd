"""The sections of Piloter: one module per pilot, each with its answer and what it shows."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from demografi.dataset import Dataset
from demografi.errors import DemografiError
from demografi.text import _
from demografi.text.pilots import ALL, PILOTS, pilot_name, question
from demografi.text.problems import in_swedish
from demografi.ui import choices, shell
from demografi.ui.pilots import (
    capital,
    challenge,
    culture,
    culture_year,
    investments,
    labour,
    together,
)

__all__ = ["choose_pilot", "show"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Section:
    """A pilot's section.

    Attributes
    ----------
    show : callable
        Draws it.
    answer : callable
        Its answer in words, with the choices that hold when nothing is chosen.
    """

    show: Callable[[Dataset], None]
    answer: Callable[[Dataset], str]


_SECTIONS = {
    "utmaningen": _Section(challenge.show, challenge.answer),
    "storuman": _Section(investments.show, investments.answer),
    "umea2014": _Section(culture_year.show, culture_year.answer),
    "region8": _Section(together.show, together.answer),
    "kompetens": _Section(labour.show, labour.answer),
    "kapital": _Section(capital.show, capital.answer),
    "kultur": _Section(culture.show, culture.answer),
}


def choose_pilot() -> str:
    """Choose a pilot, or all answers; ``pilot`` in the link."""
    return choices.segments("pilot", _("Pilot"), (*PILOTS, ALL), PILOTS[0], show=pilot_name)


def show(dataset: Dataset, key: str) -> None:
    """Show a pilot's section; nothing of the others is computed."""
    if key == ALL:
        _show_answers(dataset)
        return
    try:
        _SECTIONS[key].show(dataset)
    except DemografiError as error:
        _tell(error)


def _tell(error: DemografiError) -> None:
    """Say what stands in the way of an answer, where the figures do not reach."""
    log.warning("A pilot's question cannot be answered: %s", error)
    st.error(_("Frågan kan inte besvaras. ") + in_swedish(error), icon=":material/error:")


def _show_answers(dataset: Dataset) -> None:
    """Show every pilot's question and answer, each a click from its evidence."""
    shell.heading(
        question(ALL),
        _("Sju frågor och vad siffrorna svarar. Öppna en fråga för underlaget och förbehållen."),
    )
    for key in PILOTS:
        with st.container(border=True, key=f"card_svar-{key}"):
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
            ):
                st.subheader(question(key), anchor=False, width="content")
                st.button(
                    _("Visa {pilot}").format(pilot=pilot_name(key)),
                    key=f"open_{key}",
                    on_click=choices.remember,
                    args=("pilot", key),
                    icon=":material/arrow_forward:",
                )
            try:
                st.markdown(_SECTIONS[key].answer(dataset))
            except DemografiError as error:
                _tell(error)
