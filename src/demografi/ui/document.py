"""The HTML document that the app lives in, served instead of Streamlit's own.

Streamlit's document has faults that no setting mends. It says that it is English, which
makes screen readers pronounce Swedish so (WCAG 3.1.1). It is called "Streamlit" until the first
run has ended. And opened at the address of a screen (``/prognos``), the front end looks for its
server beneath that address first, which fills the browser's console with errors. What the front
end does wrong once it runs is mended in ``static/document.js``.
"""

import html
import json
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

_STATIC = Path(__file__).parent / "static"


def _words() -> list[tuple[str, str]]:
    """Streamlit's own words as patterns, and ours."""
    return [
        ("^Skip to main content$", _("Hoppa till innehållet")),
        ("^App pages$", _("Sidor")),
        ("^Sidebar$", _("Meny")),
        ("^Expand sidebar$", _("Visa menyn")),
        ("^Collapse sidebar$", _("Dölj menyn")),
        ("^Navigate to home page$", _("Till översikten")),
        ("^Clear (?:all|value)$", _("Rensa")),
        ("^Dismiss$", _("Stäng")),
        ("^Open$", _("Öppna")),
        ("^Help for (.+)$", _("Förklaring: $1")),
        ("^(\\d+) more$", _("$1 till")),
        ("^Remove (.+)$", _("Ta bort $1")),
        ("^Selected values$", _("Valda")),
        ("^Scrollable table$", _("Tabell som kan rullas")),
        ("^No results$", _("Inga träffar")),
        ("^Select all$", _("Välj alla")),
        (
            r"^You can only select up to (\d+) options?\. Remove an option first\.$",
            _("Högst $1 kan väljas. Ta bort en först."),
        ),
        ("^empty$", _("tom")),
        ("^(?:Upload|Browse files)$", _("Välj fil")),
        ("^Press Enter to apply$", _("Tryck på Enter")),
    ]


def _script() -> str:
    """Return the script with our words in it, each pattern a regular expression."""
    words = ", ".join(
        f"[/{pattern}/, {json.dumps(ours, ensure_ascii=False)}]" for pattern, ours in _words()
    )
    text = (_STATIC / "document.js").read_text(encoding="utf-8")
    text = text.replace("WORDS;", f"[{words}];", 1)
    return f"<script>\n{text}{(_STATIC / 'meeting.js').read_text(encoding='utf-8')}</script>"


@cache
def document() -> str:
    """Return Streamlit's document in our language, with our name and the server's address."""
    text = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    title = html.escape(_("Demografi Västerbotten"))
    without_script = html.escape(_("Sidan behöver JavaScript för att visa siffrorna."))
    text = re.sub(r'<html lang="\w+">', f'<html lang="{LANGUAGE}">', text, count=1)
    text = re.sub(r"<head>", lambda _head: f"<head>{_script()}", text, count=1)
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
<main><h1>{title}</h1><p>{text}</p><p><a href="{root}">{link}</a></p></main></html>"""


def _root() -> str:
    """Address of the front page on this server."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/" if base else "/"


async def _missing(_request: Request) -> HTMLResponse:
    page = _MISSING.format(
        language=LANGUAGE,
        title=html.escape(_("Sidan finns inte")),
        text=html.escape(_("Adressen leder inte till någon sida i Demografi Västerbotten.")),
        link=html.escape(_("Till översikten")),
        root=_root(),
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
    root = _root()
    screens = list(screens)
    found = [Route(root + name, _serve) for name in ("", *screens)]
    # Names with a dot or an underscore are files and Streamlit's own endpoints.
    # Beneath a screen there is nothing, and Streamlit would answer with a blank page.
    beneath = [Route(f"{root}{name}/{{rest:path}}", _missing) for name in screens]
    return [*found, *beneath, Route(root + "{name:screen}", _missing)]
