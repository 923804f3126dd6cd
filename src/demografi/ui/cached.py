"""Computed once and shared between sessions: the dataset, the projection, what follows.

Results are kept by keys (dataset version, codes), never by frames.
"""

import gc
import itertools
import logging
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from demografi import findings, indicators
from demografi.dataset import Dataset, load
from demografi.dataset.local import stamp
from demografi.errors import DatasetError
from demografi.evaluation import stored
from demografi.findings import DRAWS, HORIZON, SEED, Outlook, accuracy
from demografi.text import _
from demografi.text.problems import in_swedish
from demografi.text.sources import projected_line

if TYPE_CHECKING:
    from demografi.projection import Trajectories

__all__ = [
    "DRAWS",
    "HORIZON",
    "SEED",
    "against_today",
    "backtest",
    "components_ahead",
    "dataset",
    "group_ranges",
    "held_so_far",
    "outlook",
    "outlooks",
    "projection",
    "projection_line",
    "published",
    "pyramid_ahead",
    "ranges",
    "said_before",
    "settle",
    "warm",
]

log = logging.getLogger(__name__)

_settled = itertools.count(1)


@st.cache_resource(show_spinner=False, max_entries=2)
def _read(stamp: int) -> Dataset:  # noqa: ARG001 - an update changes it
    return load()


def _load() -> Dataset:
    """Return the dataset in use, read again after an update."""
    return _read(stamp())


def dataset() -> Dataset:
    """Return the dataset, or say in Swedish why there is none and stop the page."""
    try:
        found = _load()
    except DatasetError as error:
        log.exception("The dataset cannot be used")
        st.error(_("Siffrorna kan inte visas. ") + in_swedish(error), icon=":material/error:")
        st.stop()
    if found.notice is not None:
        st.warning(
            _("De hämtade siffrorna kan inte användas, så vi visar dem som följer med produkten. ")
            + in_swedish(found.notice),
            icon=":material/database_off:",
        )
    return found


@st.cache_resource(show_spinner=_("Räknar fram prognosen …"), max_entries=3)
def _project(version: str, to: int, draws: int, seed: int) -> "Trajectories":  # noqa: ARG001
    from demografi.projection import project  # noqa: PLC0415 - statsmodels takes a second

    return project(_load(), to=to, draws=draws, seed=seed)


def projection() -> "Trajectories":
    """Return the county's projection, computed once per dataset."""
    return _project(_load().version, HORIZON, DRAWS, SEED)


def projection_line() -> str:
    """Source line of everything projected."""
    return projected_line(_load(), projection().jump_off, draws=DRAWS)


def warm() -> None:
    """Compute the dataset and the projection ahead of the first visitor."""
    version = _load().version
    _project(version, HORIZON, DRAWS, SEED)
    settle()


def settle() -> None:
    """Take what has been loaded out of the garbage collector's sight, ever more seldom.

    Streamlit collects garbage after every run and would walk through modules, tables and
    caches each time; they stay for good. Called after every run, this does so at the 1st, 2nd,
    4th, 8th … call, so that what fills up while the first visitors look around is included.
    Before the first there is hardly any garbage, and somebody who waits for the first screen.
    """
    call = next(_settled)
    if call & (call - 1) == 0:
        if call > 1:
            gc.collect()
        gc.freeze()


@st.cache_data(show_spinner=False)
def _outlooks(version: str, codes: tuple[str, ...], indicator: str, target: int) -> pd.DataFrame:  # noqa: ARG001
    return findings.outlooks(_load(), projection(), codes, indicator, target)


def outlooks(codes: tuple[str, ...], indicator: str, target: int) -> pd.DataFrame:
    """Outlooks of several places, see :func:`demografi.findings.outlooks`."""
    return _outlooks(_load().version, codes, indicator, target)


def outlook(code: str, indicator: str, target: int) -> Outlook:
    """Newest value and coming range of one place."""
    return findings.row_outlook(outlooks((code,), indicator, target).iloc[0])


@st.cache_data(show_spinner=False)
def _ranges(version: str, code: str, indicator: str) -> pd.DataFrame:  # noqa: ARG001
    members = _load().regions.place(code).members
    return indicators.projected(projection(), members, indicator)


def ranges(code: str, indicator: str) -> pd.DataFrame:
    """Range of an indicator per projected year: columns year, p10, p50, p90."""
    return _ranges(_load().version, code, indicator)


@st.cache_data(show_spinner=False, max_entries=200)
def _published(version: str, code: str) -> pd.DataFrame:  # noqa: ARG001
    members = _load().regions.place(code).members
    return findings.newest_official(_load(), members, HORIZON)


def published(code: str) -> pd.DataFrame:
    """Newest official projection of a place, see :func:`demografi.findings.newest_official`."""
    return _published(_load().version, code)


@st.cache_data(show_spinner=False)
def _group_ranges(version: str, code: str, groups: tuple[str, ...]) -> dict[str, pd.DataFrame]:  # noqa: ARG001
    return findings.group_ranges(projection(), _load().regions.place(code).members, groups)


def group_ranges(code: str, groups: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """Range of age groups per projected year."""
    return _group_ranges(_load().version, code, groups)


@st.cache_data(show_spinner=False)
def _pyramid_ahead(
    version: str,  # noqa: ARG001
    code: str,
    year: int,
) -> dict[str, pd.DataFrame]:
    data = _load()
    width = findings.pyramid_width(data, code)
    return findings.projected_pyramid(projection(), data.regions.place(code).members, year, width)


def pyramid_ahead(code: str, year: int) -> dict[str, pd.DataFrame]:
    """Ages of women and men in a projected year, with range."""
    return _pyramid_ahead(_load().version, code, year)


@st.cache_data(show_spinner=False)
def _components_ahead(version: str, code: str) -> pd.DataFrame:  # noqa: ARG001
    return findings.projected_components(projection(), _load().regions.place(code).members)


def components_ahead(code: str) -> pd.DataFrame:
    """Births, deaths and migration of the projected years."""
    return _components_ahead(_load().version, code)


@st.cache_data(show_spinner=False, max_entries=200)
def _against_today(
    version: str,  # noqa: ARG001
    code: str,
) -> tuple[findings.AsToday | None, pd.DataFrame, pd.DataFrame]:
    data, ahead = _load(), projection()
    members = data.regions.place(code).members
    today = findings.as_today(data, members, ahead.jump_off)
    if today is None:
        return None, pd.DataFrame(), pd.DataFrame()
    frame = findings.against_today(ahead, members, today)
    return today, frame, findings.from_ages(data, ahead, members)


def against_today(code: str) -> tuple[findings.AsToday | None, pd.DataFrame, pd.DataFrame]:
    """Level of recent years, what leads the projection away from it, and what ages do to that."""
    return _against_today(_load().version, code)


Held = tuple[accuracy.Accuracy | None, accuracy.Accuracy | None]


@st.cache_data(show_spinner=False, max_entries=200)
def _held_so_far(made: str, version: str, code: str, population: float) -> Held:  # noqa: ARG001
    members = _load().regions.place(code).members
    alike = accuracy.accuracy(accuracy.alike(_backtest(), members, population))
    alone = len(members) == 1
    own = accuracy.accuracy(accuracy.of_place(_backtest(), members, "total")) if alone else None
    return alike, own


def held_so_far(code: str, population: float) -> Held:
    """How ranges of places like this one have held, and of a municipality its own.

    None where no back-test says. Unlike :func:`backtest` it does not stop the page: the
    projection stands without it.
    """
    try:
        made = str(_backtest().facts["sha256"])
    except DatasetError:
        log.exception("The back-test cannot be used")
        return None, None
    return _held_so_far(made, _load().version, code, population)


@st.cache_resource(show_spinner=False)
def _backtest() -> stored.Backtest:
    return stored.read()


def backtest() -> stored.Backtest:
    """Return the stored back-test, or say in Swedish why there is none and stop the page."""
    try:
        return _backtest()
    except DatasetError as error:
        log.exception("The back-test cannot be used")
        st.error(in_swedish(error), icon=":material/error:")
        st.stop()


@st.cache_data(show_spinner=False, max_entries=200)
def _said_before(made: str, members: tuple[str, ...], group: str | None) -> pd.DataFrame:  # noqa: ARG001
    return accuracy.of_place(backtest(), members, group)


def said_before(members: tuple[str, ...], group: str | None = None) -> pd.DataFrame:
    """Forecasts of earlier years with their errors, see :func:`findings.accuracy.of_place`."""
    return _said_before(str(backtest().facts["sha256"]), members, group)
