"""What closes every report: how to read the range, how the projection is made, the data."""

from collections.abc import Sequence

from demografi import coverage
from demografi.dataset import Dataset
from demografi.notes import Note
from demografi.regions import COUNTY
from demografi.report import figures, tables
from demografi.report.basis import Basis
from demografi.report.model import Column, Section, Table, printable
from demografi.text import _, method, reports
from demografi.text import coverage as words
from demografi.text import notes as note_words
from demografi.text.sources import dataset_date

__all__ = ["annex", "dialogue", "facts", "spoken_of"]


def _unmarked(text: str) -> str:
    """Leave out the marks for bold that screens understand."""
    return text.replace("**", "").replace("\\*", "*")


def _sources(basis: Basis) -> Table:
    frame = words.source_rows(coverage.sources(basis.dataset))
    return Table(
        "kallor",
        _("Tabeller som siffrorna kommer från"),
        frame,
        {str(name): Column(str(name), kind="text") for name in frame.columns},
        _("Källa: datamängdens manifest, version {version}.").format(version=basis.dataset.version),
    )


def annex(basis: Basis, codes: Sequence[str]) -> tuple[Section, ...]:
    """Sections that every report ends with.

    Parameters
    ----------
    basis : Basis
        The figures.
    codes : sequence of str
        Places of the report; the first that is projected shows what a range is.
    """
    data, drawn = basis.dataset, basis.trajectories
    steps = method.method(
        drawn.jump_off,
        drawn.years[-1],
        draws=drawn.draws,
        municipalities=len(drawn.regions),
        seed=basis.seed,
    )
    shown = [code for code in codes if basis.projected(code)][:1]
    licences = [f"{name}: {terms}" for name, terms in words.licence_rows().items()]
    return (
        Section(
            "intervall",
            reports.section_title("intervall"),
            (reports.range_page(drawn.draws),),
            tuple(figures.reading_help(basis, code) for code in shown),
        ),
        Section(
            "metod",
            reports.section_title("metod"),
            tuple(map(_unmarked, [*steps, method.fits_finding(drawn.diagnostics)])),
        ),
        Section(
            "data",
            reports.section_title("data"),
            (
                reports.data_paragraph(data.version, dataset_date(data), data.newest_year),
                *licences,
            ),
            (_sources(basis),),
        ),
        Section(
            "definitioner", reports.section_title("definitioner"), (), (tables.definitions(basis),)
        ),
    )


def spoken_of(dataset: Dataset, codes: Sequence[str]) -> tuple[str, ...]:
    """Places whose notes belong in a report on some places.

    They, their municipalities and the groups of these. A report on the county also has what was
    written about no place at all, such as the method: it belongs to nobody else. That place is
    the empty text.
    """
    places = dataset.regions.places
    within = {code for place in codes for code in places[place].members}
    groups = [
        code for code, place in places.items() if place.members and within.issuperset(place.members)
    ]
    nowhere = [""] if COUNTY in codes else []
    return tuple(dict.fromkeys([*codes, *sorted(within), *groups, *nowhere]))


def dialogue(basis: Basis, notes: Sequence[Note]) -> tuple[Section, ...]:
    """Make a section of what has been written in the dialogue; none when nothing has."""
    if not notes:
        return ()
    known = basis.dataset.regions.places
    names = [basis.name(note.place) if note.place in known else note.place for note in notes]
    spoken = tuple(note_words.quoted(note, name) for note, name in zip(notes, names, strict=True))
    frame = note_words.table(notes, names).map(lambda value: printable(str(value)))
    said = Table(
        "synpunkter",
        _("Synpunkter från dialogen"),
        frame,
        {str(name): Column(str(name), kind="text") for name in frame.columns},
        _("Källa: lämnade i Demografi Västerbotten; de är skribenternas egna."),
        # Numbers and addresses are for the workbook.
        shown=note_words.shown(notes, names).map(printable),
    )
    paragraphs = (_unmarked(note_words.conclusion(notes, names)),)
    return (Section("dialog", reports.section_title("dialog"), paragraphs, (said,), spoken=spoken),)


def facts(basis: Basis) -> dict[str, str]:
    """What anybody needs to make the same figures again, by Swedish name."""
    data, drawn = basis.dataset, basis.trajectories
    return {
        _("Dataversion"): data.version,
        _("Siffror hämtade"): dataset_date(data),
        _("Nyaste år"): str(data.newest_year),
        _("Prognosens startår"): str(drawn.jump_off),
        _("Prognosens slutår"): str(drawn.years[-1]),
        _("Simuleringar (tänkbara framtider)"): str(drawn.draws),
        _("Slumpens startvärde (frö)"): str(basis.seed),
        _("Intervall"): _("8 av 10 utfall: en av tio framtider hamnar lägre, en av tio högre"),
        **words.licence_rows(),
    }
