"""A Word file opened again: headings, fields, alt texts, heading rows, language, sources."""

import io
import re
import zipfile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from demografi.export.word import to_word
from demografi.report import Figure, Report, printable
from tests.export.conftest import PIXEL


@pytest.fixture(scope="module")
def written(report: Report, pictures: dict[str, bytes]) -> bytes:
    return to_word(report, pictures)


@pytest.fixture(scope="module")
def document(written: bytes) -> Document:
    return docx.Document(io.BytesIO(written))


def styled(document: Document, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def test_headings_are_those_of_the_report(document: Document, report: Report) -> None:
    titles = [section.title for section in (*report.sections, *report.annex)]
    assert styled(document, "Heading 1") == [*titles, "Rapportens inställningar"]
    assert styled(document, "Title") == [report.title]


def test_text_is_the_report_own(document: Document, report: Report) -> None:
    said = styled(document, "Normal")
    for section in (*report.sections, *report.annex):
        for text in section.paragraphs:
            assert text in said


def test_captions_are_numbered_by_fields(document: Document, report: Report) -> None:
    captions = [p for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    figures, tables = list(report.figures()), list(report.tables())
    expected = [("Figur", item.title) for item in figures]
    expected += [("Tabell", item.title) for item in tables]
    expected.append(("Tabell", "Inställningar och dataversion"))
    found = []
    for paragraph in captions:
        label, number, title = re.fullmatch(r"(\w+) (\d+)\. (.*)", paragraph.text).groups()  # type: ignore[union-attr]
        (code,) = [e.text for e in paragraph._p.iter(qn("w:instrText"))]
        assert code == rf" SEQ {label} \* ARABIC "
        found.append((label, title))
        assert int(number) == sum(one == label for one, _ in found)
    assert sorted(found) == sorted(expected)


def test_pictures_whose_axis_does_not_begin_at_zero_say_so(
    document: Document, report: Report
) -> None:
    said = styled(document, "Källa")
    told = {figure.key: figure.axis_note for figure in report.figures()}
    assert set(told.values()) == {"", "Axeln börjar inte vid noll."}
    for figure in report.figures():
        assert f"{told[figure.key]} {figure.table.remarks}".strip() in said


def test_source_and_date_stand_under_each(document: Document, report: Report) -> None:
    sources = styled(document, "Källa")
    items = [item for s in (*report.sections, *report.annex) for item in s.items]
    assert len(sources) == len(items)
    for shown, item in zip(sources, items, strict=True):
        assert (item.table.source if isinstance(item, Figure) else item.source) in shown
    assert sum("hämtat 2026" in shown for shown in sources) >= len(list(report.figures()))


def test_every_picture_has_its_alt_text(document: Document, report: Report) -> None:
    described = [e.get("descr") for e in document.element.iter(qn("wp:docPr"))]
    assert described == [figure.alt for figure in report.figures()]


def test_tables_hold_the_numbers_and_mark_their_heading(document: Document, report: Report) -> None:
    tables = list(report.tables())
    for made, table in zip(document.tables, tables, strict=False):
        rows = [[cell.text for cell in row.cells] for row in made.rows]
        assert rows[0] == list(table.written.columns)
        assert rows[1:] == table.written.to_numpy().tolist()
        first = made.rows[0]._tr.trPr
        assert first is not None
        assert first.find(qn("w:tblHeader")) is not None
        assert made._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == table.title
    assert len(document.tables) == len(tables) + 1


def test_it_says_that_it_is_swedish(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    languages = {e.get(qn("w:val")) for e in defaults.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    assert document.core_properties.language == "sv-SE"


def test_contents_are_a_field_with_entries_that_lead_somewhere(document: Document) -> None:
    codes = [e.text for e in document.element.iter(qn("w:instrText"))]
    assert codes[0] == r' TOC \o "1-2" \h \z \u '
    kinds = [e.get(qn("w:fldCharType")) for e in document.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    marks = {e.get(qn("w:name")) for e in document.element.iter(qn("w:bookmarkStart"))}
    links = {e.get(qn("w:anchor")) for e in document.element.iter(qn("w:hyperlink"))}
    assert links == marks
    assert len(marks) == len(styled(document, "Heading 1"))


def test_settings_say_how_to_make_it_again(document: Document, report: Report) -> None:
    rows = {row.cells[0].text: row.cells[1].text for row in document.tables[-1].rows}
    for name in ("Dataversion", "Slumpens startvärde (frö)", "Prognosens startår"):
        assert rows[name] == report.about[name]


def test_hostile_text_is_only_text(hostile: Report) -> None:
    written = to_word(hostile, {figure.key: PIXEL for figure in hostile.figures()})
    document = docx.Document(io.BytesIO(written))
    assert printable(hostile.title) in styled(document, "Title")
    with zipfile.ZipFile(io.BytesIO(written)) as made:
        inner = made.read("word/document.xml").decode()
    assert "<b>" not in inner
    assert "\x00" not in inner
