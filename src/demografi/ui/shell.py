"""The frame around every screen: pages, language, width, heading, footer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from demografi.dataset import Dataset
from demografi.notes import allowed as notes_allowed
from demografi.text import _
from demografi.text.numbers import MISSING
from demografi.ui import choices
from demografi.ui.card import colours

__all__ = ["Figure", "figures", "footer", "heading", "link", "run"]

_STATIC = Path(__file__).parent / "static"
_ROOT = Path(__file__).resolve().parents[3]

# Streamlit has no setting for these: a readable measure on wide screens, figures that line up
# in columns, and room for the conclusion as the largest text after the heading.
_STYLE = """
<style>
[data-testid="stMainBlockContainer"] {max-width: 1320px; padding-top: 4.25rem;
  padding-bottom: 3rem; margin-inline: auto}
[data-testid="stMetricValue"], [data-testid="stMetricDelta"], table
  {font-variant-numeric: tabular-nums}
.st-key-conclusion p {font-size: 1.3rem; line-height: 1.45; max-width: 62rem}
[data-testid="stMetricValue"] > div, [data-testid="stMetricLabel"] p {white-space: normal;
  overflow: visible; text-overflow: clip}
[class*="st-key-numbers_"] :is(td, th):not(:first-child) {text-align: right !important}
@media (max-width: 640px) {
  .st-key-conclusion p {font-size: 1.15rem}}
[data-testid="InputInstructions"] {display: none}
@media print {[data-testid="stHeader"], .stDownloadButton, [data-testid="stPopover"]
  {display: none}}
</style>
"""


@dataclass(frozen=True)
class Figure:
    """One of the few figures that matter on a screen.

    Attributes
    ----------
    label, value : str
        What it is, with its year; the figure as written.
    remark : str
        Beneath it: change, range, comparison.
    help : str
        Definition and source.
    """

    label: str
    value: str
    remark: str = ""
    help: str = ""


def _pages() -> list[tuple[str, str]]:
    """File in ``pages/`` and Swedish title, in the order of the menu."""
    return [
        ("oversikt", _("Översikt")),
        ("befolkning", _("Befolkning")),
        ("prognos", _("Prognos")),
        ("scenarier", _("Scenarier")),
        ("insatser", _("Insatser")),
        ("kunskapsbild", _("Kunskapsbild")),
        ("jamfor", _("Jämför")),
        ("piloter", _("Piloter")),
        ("traffsakerhet", _("Träffsäkerhet")),
        ("moteslage", _("Mötesläge")),
        ("rapport", _("Rapport")),
        ("dialog", _("Dialog")),
        ("data", _("Data")),
    ]


def run() -> None:
    """Show the page the reader asked for, inside the frame."""
    st.set_page_config(
        page_title=_("Demografi Västerbotten"),
        page_icon=str(_STATIC / "icon.png"),
        layout="wide",
    )
    st.html(_STYLE)
    st.logo(str(_STATIC / f"logo-{colours().name}.svg"), size="large")
    addresses = {
        "" if at == 0 else name: (name, title) for at, (name, title) in enumerate(_pages())
    }
    pages = [
        st.Page(
            _ROOT / "pages" / f"{name}.py",
            title=title,
            url_path=address,
            default=not address,
            visibility="hidden" if name == "dialog" and not notes_allowed() else "visible",
        )
        for address, (name, title) in addresses.items()
    ]
    page = st.navigation(pages, position="top")
    title = addresses[page.url_path][1]
    st.set_page_config(page_title=f"{title} – {_('Demografi Västerbotten')}")
    choices.start(page.url_path)
    page.run()
    choices.write_link()


def heading(title: str, conclusion: str) -> None:
    """Open the screen: what in the link could not be followed, the heading, the conclusion."""
    choices.notices()
    st.title(title, anchor=False)
    with st.container(key="conclusion"):
        st.markdown(conclusion)


def figures(cards: Sequence[Figure]) -> None:
    """Show three or four figures side by side, equal in size."""
    with st.container(key="figures"):
        columns = st.columns(len(cards))
    for column, card in zip(columns, cards, strict=True):
        column.metric(
            card.label,
            card.value,
            card.remark or MISSING,
            # Growth is not good or bad in itself: no colour, no arrow.
            delta_color="off",
            delta_arrow="off",
            help=card.help or None,
            border=True,
            height="stretch",
        )


def link(page: str, label: str, made: Mapping[str, str]) -> None:
    """Link to another screen with choices made; nothing where that screen is not there.

    Parameters
    ----------
    page : str
        File in ``pages/``.
    label : str
        What the reader finds there.
    made : mapping of str to str
        Choices of that screen, as in its link.
    """
    path = _ROOT / "pages" / f"{page}.py"
    if path.exists():
        st.page_link(path, label=label, icon=":material/arrow_forward:", query_params=dict(made))


def footer(dataset: Dataset) -> None:
    """Close the screen: whose figures these are and which edition."""
    st.caption(
        _(
            "Demografi Västerbotten. Siffrorna kommer från SCB (CC0) och Kolada; beräkningar och "
            "prognos är egna. Nyaste år {year}, dataversion {version}."
        ).format(year=dataset.newest_year, version=dataset.version)
    )
