"""What the server does by itself: warm up, answer without delay, apologise when a screen fails."""

import logging
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.types import ASGIApp, Receive, Scope, Send

from demografi.errors import DemografiError
from demografi.text import _

__all__ = ["AtOnce", "lifespan", "show_error"]

log = logging.getLogger(__name__)


def _warm(warm: Callable[[], None]) -> None:
    """Compute what every visitor needs, so that the first one need not wait for it."""
    try:
        warm()
    except DemografiError:
        log.exception("Warming up failed; the screen will say what is wrong")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Start computing beside the server; visitors who come meanwhile wait for the same result."""
    # Imported here, once the server runs: without one Streamlit warns of everything cached.
    from demografi.ui.cached import warm  # noqa: PLC0415

    threading.Thread(target=_warm, args=(warm,), name="warm-up", daemon=True).start()
    yield
    # Imported here: the first page need not wait for what only an update uses.
    from demografi.update.job import DESK  # noqa: PLC0415

    DESK.cancel()  # or the process would stay until the update is done


class AtOnce:
    """Lets each connection send small packets without waiting for the reader to confirm the last.

    A rerun is many small messages, and a response is a head and a body. Held back as TCP does
    unless it is told otherwise (Nagle's algorithm), the last of them waits for the reader's
    confirmation of the one before, which itself is delayed by 40 ms or more. asyncio tells TCP
    so for the sockets it makes, but Streamlit hands it a socket that it does not recognise as
    one (``proto`` is 0), and has no setting for it.

    Parameters
    ----------
    app : ASGI application
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the connection's option, then answer as before."""
        # ASGI does not give the connection; in uvicorn it belongs to whoever receives.
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if transport is not None:
            connection = transport.get_extra_info("socket")
            if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self._app(scope, receive, send)


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
