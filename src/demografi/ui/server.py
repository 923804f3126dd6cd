"""What the server does by itself: warm up when it starts, apologise when a screen fails."""

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

from demografi.errors import DemografiError
from demografi.text import _
from demografi.ui import cached

__all__ = ["lifespan", "show_error"]

log = logging.getLogger(__name__)


def _warm() -> None:
    """Compute what every visitor needs, so that the first one need not wait for it."""
    try:
        cached.warm()
    except DemografiError:
        log.exception("Warming up failed; the screen will say what is wrong")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Start computing beside the server; visitors who come meanwhile wait for the same result."""
    threading.Thread(target=_warm, name="warm-up", daemon=True).start()
    yield
    # Imported here: the first page need not wait for what only an update uses.
    from demografi.update.job import DESK  # noqa: PLC0415

    DESK.cancel()  # or the process would stay until the update is done


def show_error(error: Exception) -> bool:
    """Say in Swedish that a screen failed and how to go on; the log has the details.

    Returns
    -------
    bool
        True: Streamlit's own English message is not shown.
    """
    log.error("A screen failed", exc_info=error)
    st.error(
        _(
            "Något gick fel när sidan skulle visas. Felet är loggat. Välj en annan sida i menyn, "
            "eller ladda om utan det som står efter frågetecknet i adressen."
        ),
        icon=":material/error:",
    )
    return True
