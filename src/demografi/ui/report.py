"""What the screen Rapport is built of: the order, the preview, files made with progress."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from demografi.charts.layout import CONFIG
from demografi.charts.palette import palette
from demografi.dataset import Dataset
from demografi.errors import DemografiError
from demografi.export.bundle import FORMATS, Progress, file_stem, to_files
from demografi.notes import Note
from demografi.notes import allowed as notes_allowed
from demografi.regions import COUNTY
from demografi.report import (
    LEVELS,
    TEMPLATES,
    Figure,
    Order,
    Report,
    Section,
    Table,
    check_order,
    compose,
    spoken_of,
)
from demografi.scenario import Scenario, examples
from demografi.text import _, reports
from demografi.text.problems import in_swedish
from demografi.ui import cached, choices, places, scenario_state
from demografi.ui import notes as dialogue
from demografi.ui.basis import basis
from demografi.ui.card import colours
from demografi.ui.link import key_of
from demografi.ui.table_card import WIDE

__all__ = ["choose_order", "counted", "files_card", "preview", "report_of", "shown_order"]

_MADE = "report_made"
_FOCUS = "report_focus"
_SCOPES = ("en", "alla")
_MOST_LEVELS = 4


def _choose_places(data: Dataset, template: str, beside: DeltaGenerator) -> tuple[str, ...]:
    """Choose what the report is about."""
    if template == "rus":
        return (COUNTY,)
    code = places.choose_place(data, projected=template != "jamforelse")
    if template != "kommunbild":
        return (code,)
    with beside:
        scope = choices.segments(
            "omfang", _("Rapporten gäller"), _SCOPES, "en", show=reports.scope_name
        )
    return (code,) if scope == "en" else (COUNTY, *data.regions.municipalities())


def _choose_levels(data: Dataset, focus: str, label: str, most: int) -> tuple[str, ...]:
    codes = [code for code in places.place_codes(data) if code != focus]
    usual = [code for code in LEVELS if code != focus]
    former = st.session_state.get(_FOCUS, focus)
    st.session_state[_FOCUS] = focus
    # What was never changed follows the place: the county is left out only of its own report.
    chosen = st.session_state.get(key_of("platser"))
    if former != focus and chosen == [code for code in LEVELS if code != former]:
        choices.remember("platser", usual)
    found = choices.multiple(
        "platser",
        label,
        codes,
        usual,
        show=lambda code: places.place_label(data, code),
        most=most,
    )
    return tuple(found)


def _choose_scenario(data: Dataset, code: str) -> Scenario:
    """Take the scenario that the reader has made, else let an example be chosen."""
    own = scenario_state.current()
    if not own.neutral:
        return own
    years = cached.projection().years
    offered = {
        one.key: one
        for one in examples(data.regions.place(code), years[1], years[-1])
        if not one.scenario.neutral
    }
    key = choices.select(
        "exempel",
        _("Scenario"),
        list(offered),
        next(iter(offered)),
        show=lambda one: _(offered[one].title),
    )
    return offered[key].scenario


def choose_order(data: Dataset) -> Order:
    """Choose template, places, levels and contents; all of them are in the link."""
    # Streamlit writes white on the accent in both themes; on the dark theme's that is unreadable.
    st.html(
        "<style>.stMultiSelect [data-tag] *, .st-key-make_report button * "
        f"{{color: {colours().page}}}</style>"
    )
    above, beside = st.columns([3, 2])
    with above:
        template = choices.segments(
            "mall", _("Mall"), list(TEMPLATES), "kommunbild", show=reports.template_name
        )
    chosen = TEMPLATES[template]
    first, second = (st.container(),) * 2 if template == "rus" else st.columns([1, 2])
    scenario: Scenario | None = None
    levels: tuple[str, ...] = LEVELS
    with first:
        about = _choose_places(data, template, beside)
    with second:
        if template == "jamforelse":
            others = _choose_levels(data, about[0], _("Jämför med"), chosen.places[1] - 1)
            about = (*about, *others)
        elif template == "scenario":
            scenario = _choose_scenario(data, about[0])
        else:
            levels = _choose_levels(data, about[0], _("Jämför med"), _MOST_LEVELS)
    contents = choices.multiple(
        f"innehall-{template}",
        _("Innehåll"),
        list(chosen.contents),
        list(chosen.contents),
        show=reports.section_title,
    )
    with_notes = _choose_notes(beside) if notes_allowed() else False
    return check_order(
        data, Order(template, about, levels, tuple(contents), scenario, notes=with_notes)
    )


def _choose_notes(beside: DeltaGenerator) -> bool:
    """Choose whether what has been written in the dialogue goes along."""
    with beside:
        chosen = choices.segments(
            "synpunkter",
            _("Synpunkter ur dialogen"),
            ("utan", "med"),
            "utan",
            show=lambda one: {"utan": _("Utan"), "med": _("Med")}[one],
        )
    return bool(chosen == "med")


def _notes_of(order: Order) -> tuple[Note, ...]:
    """Find what has been written about the places of an order."""
    if not order.notes:
        return ()
    return tuple(dialogue.find(spoken_of(cached.dataset(), order.places), "", ""))


@st.cache_resource(show_spinner=_("Sätter ihop rapporten …"), max_entries=24)
def _composed(
    version: str,  # noqa: ARG001 - the key
    key: str,  # noqa: ARG001 - the key
    made: datetime.date,
    _order: Order,
    _notes: tuple[Note, ...],
) -> Report:
    return compose(basis(), _order, made=made, notes=_notes)


def _today() -> datetime.date:
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date()


def report_of(order: Order) -> Report:
    """Compute a report once for all who order the same."""
    notes = _notes_of(order)
    return _composed(cached.dataset().version, repr((order, notes)), _today(), order, notes)


def shown_order(order: Order) -> Order:
    """Of several chapters the preview shows the first."""
    several = order.template != "jamforelse" and len(order.places) > 1
    return replace(order, places=order.places[:1]) if several else order


def counted(shown: Report, order: Order) -> tuple[int, int]:
    """Count figures and tables of the files, of which the preview shows one chapter.

    Every chapter has the same contents; the document closes with a table of its settings.
    """
    chapters = len(order.places) if order.template != "jamforelse" else 1
    figures, tables = 0, 1
    for times, sections in ((chapters, shown.sections), (1, shown.annex)):
        items = [item for section in sections for item in section.items]
        figures += times * sum(isinstance(item, Figure) for item in items)
        tables += times * sum(isinstance(item, Table) for item in items)
    return figures, tables


@st.cache_resource(show_spinner=False, max_entries=200)
def _drawn(
    version: str,  # noqa: ARG001 - the key
    order: str,  # noqa: ARG001 - the key
    key: str,  # noqa: ARG001 - the key
    theme: str,
    _figure: Figure,
) -> go.Figure:
    return _figure.draw(palette(theme))


def _show_section(report: Report, section: Section, order: Order) -> None:
    every = (*report.sections, *report.annex)
    before = every[: every.index(section)]
    figures = sum(isinstance(item, Figure) for one in before for item in one.items)
    tables = sum(isinstance(item, Table) for one in before for item in one.items)
    for text in section.paragraphs:
        st.markdown(_marked(text))
    for item in section.items:
        if isinstance(item, Figure):
            figures += 1
            st.plotly_chart(
                _drawn(report.about[_("Dataversion")], repr(order), item.key, colours().name, item),
                theme=None,
                config=CONFIG,
                key=f"chart_rapport_{item.key}",
                alt=item.alt,
            )
            st.caption(f"**{_('Figur')} {figures}. {_marked(item.title)}**")
            st.caption(_marked(item.remarks))
        else:
            tables += 1
            st.caption(f"**{_('Tabell')} {tables}. {_marked(item.title)}**")
            # The frame's style sets numbers to the right; words stay where reading begins.
            words = all(column.kind == "text" for column in item.columns.values())
            with st.container(key=f"{'words' if words else 'numbers'}_{item.key}"):
                # Wider than its card, it fills the card, and the keyboard scrolls it.
                st.table(_marked_table(item.written), hide_index=True, alt=item.title, width=WIDE)
            st.caption(_marked(item.remarks))


def _marked(text: str) -> str:
    """Keep signs of Markdown in a text as they are, and Streamlit's names of colours and icons.

    Addresses, which become links also without signs, are parted by a joiner that nobody sees.
    """
    text = re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", "\u2060", text, flags=re.IGNORECASE)
    return re.sub(r"([\\`*_{}\[\]<>#|~$]|:(?=\w))", r"\\\1", text)


def _marked_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Do the same for a table, whose cells and headings Streamlit reads as Markdown."""
    return rows.astype(str).map(_marked).rename(columns=_marked)


def preview(report: Report, order: Order) -> None:
    """Show one section at a time as it will be in the files."""
    every = {section.key: section for section in (*report.sections, *report.annex)}
    with st.container(border=True, key="card_forhandsvisning"):
        st.subheader(_("Så blir rapporten"), anchor=False)
        key = choices.select(
            "avsnitt",
            _("Avsnitt"),
            list(every),
            next(iter(every)),
            show=lambda one: every[one].title,
        )
        _show_section(report, every[key], order)


def _make(order: Order, kinds: Sequence[str], progress: Progress) -> dict[str, bytes]:
    progress(0.0, _("Räknar …"))
    return to_files(report_of(order), kinds, progress=progress)


@st.cache_resource(show_spinner=False, max_entries=6)
def _files(
    version: str,  # noqa: ARG001 - the key
    order: str,  # noqa: ARG001 - the key
    kinds: tuple[str, ...],  # noqa: ARG001 - the key
    made: datetime.date,  # noqa: ARG001 - the key
    _write: Callable[[], dict[str, bytes]],
) -> dict[str, bytes]:
    return _write()


def files_card(data: Dataset, order: Order) -> None:
    """Choose kinds of files, make them with progress, offer them."""
    with st.container(border=True, key="card_filer"):
        st.subheader(_("Hämta rapporten"), anchor=False)
        kinds = choices.multiple(
            "filer", _("Filer"), list(FORMATS), ["docx", "pptx", "xlsx"], show=reports.file_name
        )
        about = [f"**{reports.file_name(kind)}:** {reports.file_about(kind)}" for kind in kinds]
        st.caption("  \n".join(about))
        wanted = (data.version, repr((order, _notes_of(order))), tuple(kinds), _today())
        asked = st.button(
            _("Skapa filerna"),
            type="primary",
            icon=":material/description:",
            key="make_report",
            disabled=not kinds,
        )
        if asked:
            st.session_state[_MADE] = wanted
        if st.session_state.get(_MADE) == wanted:
            _offer(data, order, tuple(kinds))


def _showing(bar: DeltaGenerator) -> Progress:
    def show(done: float, text: str) -> None:
        bar.progress(done, text)

    return show


def _offer(data: Dataset, order: Order, kinds: tuple[str, ...]) -> None:
    bar = st.progress(0.0, _("Räknar …"))
    try:
        made = _files(
            data.version,
            repr((order, _notes_of(order))),
            kinds,
            _today(),
            lambda: _make(order, kinds, _showing(bar)),
        )
    except DemografiError as error:
        bar.empty()
        st.error(in_swedish(error), icon=":material/error:")
        return
    bar.empty()
    stem = file_stem(report_of(order))
    with st.container(horizontal=True):
        for kind, content in made.items():
            st.download_button(
                _("Ladda ner {file}").format(file=reports.file_name(kind)),
                data=content,
                file_name=f"{stem}.{kind}",
                mime=FORMATS[kind],
                key=f"download_rapport_{kind}",
                on_click="ignore",
                icon=":material/download:",
            )
    st.caption(_("Klart. Samma länk ger samma rapport med nyare siffror när de finns."))
