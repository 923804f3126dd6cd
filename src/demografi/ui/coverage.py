"""What the screen Data is built of."""

import streamlit as st

from demografi import coverage, knowledge
from demografi.charts.strip import coverage_strip
from demografi.dataset import Dataset
from demografi.text import _, method
from demografi.text import coverage as words
from demografi.text import disagreements as apart
from demografi.text import knowledge as measures
from demografi.text.numbers import MISSING, whole
from demografi.text.sources import dataset_date
from demografi.ui import cached, choices, shell
from demografi.ui.card import Card, Column, kept, kept_card, replayed
from demografi.ui.table_card import offer_table, table_card

__all__ = [
    "choose_table",
    "coverage_card",
    "definitions_card",
    "disagreements_card",
    "figure_cards",
    "method_card",
    "reach",
    "sources_card",
    "strip_card",
    "table_details",
]

_FEW = 12
"""Rows of a table that is shown whole."""


def choose_table(dataset: Dataset) -> str:
    """Choose a table; ``tabell`` in the link."""
    return choices.select(
        "tabell", _("Tabell"), list(dataset.tables), "population", show=words.table_name
    )


def reach(dataset: Dataset) -> coverage.Reach:
    """Find how far the figures reach, see :func:`demografi.coverage.reach`."""
    return kept(("rackvidd", dataset.version), lambda: coverage.reach(dataset))


def figure_cards(dataset: Dataset) -> None:
    """Show how new and how large the dataset is."""
    found = reach(dataset)
    where = (
        _("följer med produkten")
        if coverage.is_snapshot(dataset)
        else _("hämtade {date}").format(date=dataset_date(dataset) or MISSING)
    )
    shell.figures(
        [
            shell.Figure(_("Nyaste folkmängd"), str(found.home), _("länets alla kommuner")),
            shell.Figure(
                _("Nyaste år med åldrar"),
                str(max(found.ages)),
                _("kvinnor och män var för sig: {year}").format(year=found.split),
            ),
            shell.Figure(
                _("Omfattning"),
                whole(found.rows),
                _("rader i {count} tabeller").format(count=found.tables),
            ),
            shell.Figure(
                _("Dataversion"),
                dataset.version,
                where,
                help=_("Fingeravtryck av filerna; står i allt du laddar ner."),
            ),
        ]
    )


def _source(dataset: Dataset) -> str:
    return _("Källa: datamängdens manifest, version {version}.").format(version=dataset.version)


def strip_card(dataset: Dataset) -> None:
    """Show in which years how many municipalities have figures, per table."""
    kept_card("tackning", lambda: _strip(dataset), dataset=dataset, depends=())


def _strip(dataset: Dataset) -> Card:
    counted = coverage.municipalities_by_year(dataset)
    named = counted.assign(name=[words.table_name(table) for table in counted["table"]])
    found = reach(dataset)
    return Card(
        _("Så långt räcker uppgifterna"),
        lambda palette: coverage_strip(
            counted,
            palette,
            name=words.table_name,
            county=found.home_count,
            all_of_them=found.home_count + found.others_count,
        ),
        named[named["municipalities"] > 0],
        {
            "name": Column(_("Tabell"), kind="text"),
            "year": Column(_("År"), kind="year"),
            "municipalities": Column(_("Kommuner med uppgifter")),
        },
        source=_source(dataset),
        alt=words.strip_alt(counted),
        unit=_("antal kommuner med uppgifter"),
        note=_("Medelfolkmängden finns bara för riket och är inte med här."),
    )


def coverage_card(dataset: Dataset) -> None:
    """Show years and number of regions per table and level."""
    shown = kept(
        ("omfattning", dataset.version), lambda: words.coverage_rows(coverage.coverage(dataset))
    )
    table_card(
        "omfattning",
        _("Tabeller, nivåer och år"),
        shown,
        shown,
        dataset=dataset,
        source=_source(dataset),
        alt=_("Tabellernas år och antal platser per nivå"),
        height=480,
        depends=(),
    )


def table_details(dataset: Dataset, table: str) -> None:
    """Show gaps, remarks and downloads of one table."""
    frame = dataset.table(table)
    name = words.table_name(table)
    with st.container(border=True, key="card_tabell"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.subheader(name, anchor=False, width="content")
            offer_table(
                f"tabell_{table}",
                frame.rename(columns=words.column_name),
                {
                    _("Tabell"): name,
                    _("Innehåll"): words.table_about(table),
                    _("Källa"): words.table_sources(dataset, table),
                    _("Dataversion"): dataset.version,
                    **words.licence_rows(),
                },
                dataset.version,
                digits=2,
            )
        st.markdown(words.table_about(table))
        st.markdown(kept(("brister", dataset.version, table), lambda: _faults(dataset, table)))
        st.caption(words.table_sources(dataset, table))


def _faults(dataset: Dataset, table: str) -> str:
    return words.known_faults(
        words.gap_texts(dataset, coverage.gaps(dataset, table)),
        words.remark_texts(coverage.remarks(dataset, table)),
    )


def disagreements_card(dataset: Dataset) -> None:
    """Name figures that were accepted although they do not agree; nothing where all do."""
    found = coverage.disagreements(dataset)
    if found.empty:
        return
    table_card(
        "motsagelser",
        apart.title(found),
        apart.rows(found, dataset),
        apart.figures(found, dataset),
        dataset=dataset,
        source=_source(dataset),
        alt=apart.alt(found),
        note=apart.note(found),
        height=480 if len(found) > _FEW else None,
    )


def sources_card(dataset: Dataset) -> None:
    """Show sources, licences and files with their checksums."""
    shown = kept(("kallor", dataset.version), lambda: words.source_rows(coverage.sources(dataset)))
    table_card(
        "kallor",
        _("Källor"),
        shown,
        shown,
        dataset=dataset,
        source=_source(dataset),
        alt=_("Tabeller hos SCB, Kolada och Umeå kommun som siffrorna kommer från"),
        note=_(
            "Siffrorna följer med produkten. De är sammanställda ur öppna kopior av SCB:s och "
            "Koladas data och kontrollerade mot varandra, inte hämtade direkt från SCB:s API."
        )
        if coverage.is_snapshot(dataset)
        else "",
        height=520,
        depends=(),
    )
    left, right = st.columns(2)
    with left, st.container(border=True, key="card_licenser"):
        st.subheader(_("Licenser"), anchor=False)
        st.table(words.licence_rows(), border="horizontal", alt=_("Licens per utgivare"))
    with right, st.container(border=True, key="card_filer"):
        st.subheader(_("Filer och kontrollsummor"), anchor=False)
        with st.expander(_("Visa filerna"), icon=":material/folder_open:"):
            replayed(("filer", dataset.version), lambda _shades: _files(dataset))


def _files(dataset: Dataset) -> None:
    st.table(
        words.file_rows(coverage.files(dataset)),
        hide_index=True,
        border="horizontal",
        alt=_("Filer, antal rader och början av deras SHA-256"),
    )


def method_card(dataset: Dataset) -> None:
    """Tell how the projection is made, where it ends, and how its fits went."""
    ahead = cached.projection()
    with st.container(border=True, key="card_metod"):
        st.subheader(_("Så görs prognosen"), anchor=False)
        st.markdown(
            "\n\n".join(
                method.method(
                    ahead.jump_off,
                    ahead.years[-1],
                    draws=ahead.draws,
                    municipalities=len(ahead.regions),
                    seed=cached.SEED,
                )
            )
        )
        st.markdown(method.fits_finding(ahead.diagnostics))
        with st.expander(_("Visa anpassningarna"), icon=":material/checklist:"):
            replayed(("anpassningar", dataset.version), lambda _shades: _fits())
        st.caption(cached.projection_line())


def _fits() -> None:
    st.table(
        method.diagnostic_rows(cached.projection().diagnostics),
        hide_index=True,
        border="horizontal",
        alt=_("Prognosens anpassningar och om de konvergerade"),
    )


def definitions_card(dataset: Dataset) -> None:
    """Show the definitions of all indicators."""
    shown = kept(
        ("definitioner", dataset.version),
        lambda: measures.all_definitions(knowledge.spans(dataset)),
    )
    table_card(
        "definitioner",
        _("Måttens definitioner"),
        shown,
        shown,
        dataset=dataset,
        source=_source(dataset),
        alt=_("Definition, enhet, källa och år för alla mått"),
        height=520,
        depends=(),
    )
