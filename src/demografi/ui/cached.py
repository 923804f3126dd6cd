"""Computed once and shared between sessions: the dataset, the projection, what follows."""

import gc
import logging
from typing import TYPE_CHECKING

import streamlit as st

from demografi.dataset import Dataset, load
from demografi.errors import DatasetError
from demografi.text import _
from demografi.text.problems import in_swedish

if TYPE_CHECKING:
    from demografi.projection import Trajectories

__all__ = ["DRAWS", "HORIZON", "SEED", "dataset", "projection", "warm"]

log = logging.getLogger(__name__)

DRAWS, SEED, HORIZON = 400, 1, 2050
"""What every screen shows, so that the same figure is the same everywhere."""


@st.cache_resource(show_spinner=False)
def _load() -> Dataset:
    return load()


def dataset() -> Dataset:
    """Return the dataset, or say in Swedish why there is none and stop the page."""
    try:
        return _load()
    except DatasetError as error:
        log.exception("The dataset cannot be used")
        st.error(_("Siffrorna kan inte visas. ") + in_swedish(error), icon=":material/error:")
        st.stop()


@st.cache_resource(show_spinner=_("Räknar fram prognosen …"), max_entries=3)
def _project(version: str, to: int, draws: int, seed: int) -> "Trajectories":  # noqa: ARG001
    from demografi.projection import project  # noqa: PLC0415 - statsmodels takes a second

    return project(_load(), to=to, draws=draws, seed=seed)


def projection() -> "Trajectories":
    """Return the county's projection, computed once per dataset."""
    return _project(dataset().version, HORIZON, DRAWS, SEED)


def warm() -> None:
    """Compute the dataset and the projection ahead of the first visitor."""
    version = _load().version
    _project(version, HORIZON, DRAWS, SEED)
    # What is loaded now stays for good. Streamlit collects garbage after every run, which
    # would walk through all of it each time.
    gc.collect()
    gc.freeze()
