"""The card for newer figures: how new they are, asking, updating, the way back."""

import logging
from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from demografi.dataset import Dataset
from demografi.dataset.local import place
from demografi.errors import DemografiError, UpdateError
from demografi.text import _
from demografi.text import update as words
from demografi.text import update_result as results
from demografi.text.problems import problem
from demografi.ui import cached
from demografi.ui.update_permission import ENVIRONMENT, Permission, permission
from demografi.update.editions import other_edition
from demografi.update.freshness import Freshness, freshness
from demografi.update.job import DESK, Job, Kind, options

__all__ = ["update_card"]

log = logging.getLogger(__name__)

_EVERY = 1.0
"""Seconds between two looks at a job under way."""
_TOLD_FOR = timedelta(hours=24)
"""How long whoever comes is told how the last job went."""
_ROW_HEIGHT = 30
"""CSS pixels of a table row of one line."""
_ROLLED_BACK = "update_rolled_back"


def _recompute() -> None:
    """Compute what every visitor needs of the new figures before the job says it is done."""
    try:
        cached.warm()
    except DemografiError:
        log.exception("The new figures could not be computed with; the screen will say why")


def _start(kind: Kind) -> None:
    try:
        DESK.start(kind, options(), afterwards=_recompute)
    except UpdateError as error:
        log.info("%s", error)  # someone else was first: theirs is shown
    st.rerun()


def _accept() -> None:
    try:
        DESK.accept(afterwards=_recompute)
    except UpdateError as error:
        log.info("%s", error)
    st.rerun()


@st.cache_data(show_spinner=False, max_entries=8)
def _rows(
    version: str,  # noqa: ARG001 - another dataset, other rows
    asked: datetime | None,  # noqa: ARG001
    _dataset: Dataset,
    _job: Job | None,
) -> tuple[Freshness, ...]:
    if _job is None:
        return freshness(_dataset)
    return freshness(_dataset, _job.survey, _job.options)


def _now(dataset: Dataset, asked: Job | None) -> tuple[Freshness, ...]:
    """How new every table is, by what SCB said when it was last asked."""
    return _rows(dataset.version, asked.started if asked else None, dataset, asked)


def _show(frame: pd.DataFrame, alt: str) -> None:
    """Show a table in full; on a phone it scrolls, and the keyboard reaches it."""
    height = _ROW_HEIGHT * (len(frame) + 1) + 8
    st.table(frame, height=height, hide_index=True, border="horizontal", alt=alt)


def _table(dataset: Dataset) -> None:
    """Show how new every table is."""
    asked = DESK.surveyed
    _show(
        words.freshness_rows(_now(dataset, asked), asked=asked is not None),
        _("Nyaste år per tabell, här och hos SCB"),
    )


def _watch(dataset: Dataset, may: Permission) -> None:
    """Show how far the job is; redraw the screen when it has ended."""
    job = DESK.job
    if job is None or not job.running:
        st.rerun()
    st.progress(job.share, words.progress_line(job))
    if may == "allowed":
        st.button(
            _("Avbryt"),
            icon=":material/cancel:",
            key="update_cancel",
            disabled=job.stopping,
            on_click=job.cancel,
        )
    if steps := job.steps():
        _show(
            words.step_rows(_now(dataset, job), steps),
            _("Hur mycket som har hämtats av varje tabell"),
        )
    else:
        _table(dataset)


def _ask_to_accept(job: Job, error: DemografiError, dataset: Dataset, may: Permission) -> None:
    """Show what a refused update would change, and take the answer."""
    st.warning(results.failure(job, error, dataset), icon=":material/rule:")
    st.markdown(results.revision_remark(job, error))
    if changes := error.facts.get("changes"):
        _show(results.revision_rows(changes, dataset), _("De största ändringarna av äldre siffror"))
    if may != "allowed":
        return
    seen = st.checkbox(_("Jag har sett vad som ändras"), key="update_seen")
    with st.container(horizontal=True):
        if st.button(
            _("Godkänn och använd de nya siffrorna"),
            icon=":material/check:",
            disabled=not seen,
            key="update_accept",
        ):
            _accept()
        if st.button(_("Behåll siffrorna som de är"), key="update_keep"):
            DESK.forget()
            st.rerun()


def _tell(job: Job, dataset: Dataset, may: Permission) -> None:
    """Tell how the last job went."""
    error, outcome = job.error, job.outcome
    if outcome is not None:
        st.success(results.outcome_finding(outcome), icon=":material/check_circle:")
        for line in results.warning_lines(outcome, dataset):
            st.warning(line, icon=":material/info:")
        if lines := results.change_lines(outcome):
            with st.expander(_("Vad som är nytt"), icon=":material/list:", expanded=True):
                st.markdown("\n".join(f"- {line}" for line in lines))
        st.caption(results.outcome_remark(outcome, job))
    elif job.refused is not None:
        _ask_to_accept(job, job.refused, dataset, may)
    elif isinstance(error, DemografiError) and error.code == "cancelled":
        st.info(results.failure(job, error, dataset), icon=":material/cancel:")
    elif error is not None:
        st.error(results.failure(job, error, dataset), icon=":material/error:")


def _offer_way_back() -> None:
    """Offer the dataset before, behind a question."""
    root = place()
    other = other_edition(root)
    if other is None:
        return
    # Another key each time: the question is put away once it is answered.
    key = f"update_back_{other.version}"
    with st.popover(_("Återgå …"), icon=":material/undo:", key=key):
        st.markdown(
            _(
                "Vill du återgå till {edition}? Det gäller alla som använder sidan. Inget tas "
                "bort: du kan byta tillbaka på samma sätt."
            ).format(edition=words.edition(other))
        )
        if st.button(_("Ja, återgå"), icon=":material/undo:", key="update_roll_back"):
            try:
                DESK.roll_back(root)
                st.session_state[_ROLLED_BACK] = (True, words.edition(other))
            except DemografiError as error:
                st.session_state[_ROLLED_BACK] = (False, problem(error))
            st.rerun()


def _tell_way_back() -> None:
    told = st.session_state.pop(_ROLLED_BACK, None)
    if told is None:
        return
    went_well, text = told
    if went_well:
        st.success(_("Nu visas {edition}.").format(edition=text), icon=":material/undo:")
    else:
        st.error(text, icon=":material/error:")


def _actions() -> None:
    with st.container(horizontal=True):
        if st.button(_("Fråga SCB vad som är nytt"), icon=":material/search:", key="update_survey"):
            _start("survey")
        if st.button(_("Uppdatera från SCB"), icon=":material/download:", key="update_start"):
            _start("update")
        _offer_way_back()


def _recent(job: Job | None) -> Job | None:
    """The last job, while how it went is still news."""
    if job is None or job.ended is None:
        return None
    return job if datetime.now().astimezone() - job.ended < _TOLD_FOR else None


def update_card(dataset: Dataset) -> None:
    """Show how new the figures are, and lead through an update; to all who look, the same job."""
    may, job, asked = permission(), DESK.job, DESK.surveyed
    rows = _now(dataset, asked)
    with st.container(border=True, key="card_uppdatering"):
        st.subheader(_("Så nya är siffrorna"), anchor=False)
        st.markdown(
            f"{words.age_of_figures(dataset)} {words.news(rows, asked.started if asked else None)}"
        )
        if job is not None and job.running:
            st.fragment(_watch, run_every=_EVERY)(dataset, may)
            return
        recent = _recent(job)
        if recent is not None:
            _tell(recent, dataset, may)
        _tell_way_back()
        if may != "allowed":
            st.markdown(words.off(may, ENVIRONMENT))
        elif recent is None or recent.refused is None:
            if asked is not None and asked.survey is not None and words.something_to_fetch(rows):
                st.markdown(words.estimate(asked.survey))
            _actions()
        _table(dataset)
