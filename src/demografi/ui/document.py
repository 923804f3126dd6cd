"""The HTML document that the app lives in, served instead of Streamlit's own.

Streamlit's document has faults that no setting mends. It says that it is English, which
makes screen readers pronounce Swedish so (WCAG 3.1.1). It is called "Streamlit" until the first
run has ended. And opened at the address of a screen (``/prognos``), the front end looks for its
server beneath that address first, which fills the browser's console with errors. "Back" is
the fourth, see below.
"""

import html
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit as st
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from demografi.text import LANGUAGE, _

__all__ = ["document", "routes"]

# The directory of the screen's address is where the app is, also beneath a path of a proxy.
# And when a screen opened without choices writes them to its address, that is not a step for
# "back" to undo: it would take two to leave the screen.
_SCRIPT = """<script>
window.__streamlit = {BACKEND_BASE_URL: new URL('.', location.href).href};
{
  const push = history.pushState;
  history.pushState = function (state, title, address) {
    const same = new URL(address, location.href).pathname === location.pathname;
    const step = same && !location.search ? history.replaceState : push;
    return step.call(this, state, title, address);
  };
}
</script>"""


@cache
def document() -> str:
    """Return Streamlit's document in our language, with our name and the server's address."""
    text = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    title = html.escape(_("Demografi Västerbotten"))
    without_script = html.escape(_("Sidan behöver JavaScript för att visa siffrorna."))
    text = re.sub(r'<html lang="\w+">', f'<html lang="{LANGUAGE}">', text, count=1)
    text = re.sub(r"<head>", lambda _head: f"<head>{_SCRIPT}", text, count=1)
    text = re.sub(r"<title>.*?</title>", f"<title>{title}</title>", text, count=1)
    return re.sub(
        r"(<noscript>).*?(</noscript>)", rf"\g<1><p>{without_script}</p>\g<2>", text, flags=re.S
    )


class _ScreenName(StringConvertor):
    regex = "[^/._]+"


register_url_convertor("screen", _ScreenName())


async def _serve(_request: Request) -> HTMLResponse:
    return HTMLResponse(document(), headers={"cache-control": "no-cache"})


_MISSING = """<!DOCTYPE html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<style>body {{font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto;
padding: 0 1rem; color: #0C161D}} a {{color: #0B6B5D}}
@media (prefers-color-scheme: dark) {{body {{background: #0F171C; color: #EAF0F0}}
a {{color: #4FC3AE}}}}</style>
<main><h1>{title}</h1><p>{text}</p><p><a href=".">{link}</a></p></main></html>"""


async def _missing(_request: Request) -> HTMLResponse:
    page = _MISSING.format(
        language=LANGUAGE,
        title=html.escape(_("Sidan finns inte")),
        text=html.escape(_("Adressen leder inte till någon sida i Demografi Västerbotten.")),
        link=html.escape(_("Till översikten")),
    )
    return HTMLResponse(page, status_code=404)


def routes(screens: Iterable[str]) -> list[Route]:
    """Return the routes that serve the document: the front page and every screen.

    Any other name gets a Swedish answer that it does not exist; Streamlit's own is English.

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
    found = [Route(root + name, _serve) for name in ("", *screens)]
    # Names with a dot or an underscore are files and Streamlit's own endpoints.
    return [*found, Route(root + "{name:screen}", _missing)]
