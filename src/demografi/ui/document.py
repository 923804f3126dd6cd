"""The HTML document that the app lives in, served instead of Streamlit's own.

Streamlit's document has three faults that no setting mends. It says that it is English, which
makes screen readers pronounce Swedish so (WCAG 3.1.1). It is called "Streamlit" until the first
run has ended. And opened at the address of a screen (``/prognos``), the front end looks for its
server beneath that address first, which fills the browser's console with errors.
"""

import html
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from demografi.text import LANGUAGE, _

__all__ = ["document", "routes"]

# The directory of the screen's address is where the app is, also beneath a path of a proxy.
_SERVER = (
    "<script>window.__streamlit = {BACKEND_BASE_URL: new URL('.', location.href).href}</script>"
)


@cache
def document() -> str:
    """Return Streamlit's document in our language, with our name and the server's address."""
    text = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    title = html.escape(_("Demografi Västerbotten"))
    without_script = html.escape(_("Sidan behöver JavaScript för att visa siffrorna."))
    text = re.sub(r'<html lang="\w+">', f'<html lang="{LANGUAGE}">', text, count=1)
    text = re.sub(r"<head>", f"<head>{_SERVER}", text, count=1)
    text = re.sub(r"<title>.*?</title>", f"<title>{title}</title>", text, count=1)
    return re.sub(
        r"(<noscript>).*?(</noscript>)", rf"\g<1><p>{without_script}</p>\g<2>", text, flags=re.S
    )


async def _serve(_request: Request) -> HTMLResponse:
    return HTMLResponse(document(), headers={"cache-control": "no-cache"})


def routes(screens: Iterable[str]) -> list[Route]:
    """Return the routes that serve the document: the front page and every screen.

    Parameters
    ----------
    screens : iterable of str
        Names in the address, as ``prognos``.

    Notes
    -----
    Streamlit puts its own routes beneath ``server.baseUrlPath``, but not those it is given.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    root = f"/{base}/" if base else "/"
    return [Route(root + name, _serve) for name in ("", *screens)]
