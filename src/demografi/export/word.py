"""A report as a Word document that an editor can go on with: styles, fields, alt texts, sources."""

import datetime
import io
import itertools
import re
from collections.abc import Mapping

import pandas as pd
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from demografi.charts.palette import LIGHT
from demografi.export.ooxml import (
    LANGUAGE,
    add_bookmark,
    add_field,
    add_link,
    add_text,
    column_widths,
    element,
    set_language,
)
from demografi.report import Figure, Report, Section, Table, plain, printable
from demografi.text import _

__all__ = ["WORD_MIME", "to_word"]

WORD_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FONT = "Calibri"
_TEXT_WIDTH = Cm(16)
_CHARACTERS, _CHARACTERS_SMALL = 100, 115
"""Characters that fit across the page in a table, with few columns and with many."""
_NARROWEST = Cm(1.35)
"""Room for a year, with the edges of its cell."""
_PROPERTY = 250
"""Letters that a file's properties have room for."""
_WHOLE, _WHOLE_LETTERS = 20, 1800
"""Rows and letters up to which a table is kept on one page."""
_NUMBERS = re.compile(r"[\d\s\u2060,.%*()–−+]*(till)?[\d\s\u2060,.%*()–−+]*")
"""What stands in a cell of numbers: a number, a range, a year in brackets, a dash for none."""
_SOURCE = "Källa"
"""Name of the style of source lines."""


def _colour(text: str) -> RGBColor:
    return RGBColor.from_string(text.lstrip("#"))


def _styles(document: WordDocument) -> None:
    """Dress Word's own styles, so that an editor's template can take over."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    set_language(defaults.find(qn("w:rPrDefault")).find(qn("w:rPr")))
    looks: dict[str, tuple[float, str, bool, float, float]] = {
        # size, colour, bold, points before and after
        "Normal": (11, LIGHT.ink, False, 0, 8),
        "Title": (28, LIGHT.ink, True, 120, 6),
        "Subtitle": (14, LIGHT.muted, False, 0, 18),
        "Heading 1": (18, LIGHT.accent, True, 20, 8),
        "Heading 2": (14, LIGHT.accent, True, 16, 6),
        "Heading 3": (12, LIGHT.ink, True, 12, 4),
        "Caption": (10, LIGHT.ink, True, 4, 4),
        "TOC Heading": (16, LIGHT.accent, True, 12, 8),
        "toc 1": (11, LIGHT.ink, False, 4, 2),
        "toc 2": (11, LIGHT.ink, False, 0, 2),
        _SOURCE: (8.5, LIGHT.muted, False, 2, 14),
    }
    names = {style.name for style in document.styles}
    for name, (size, colour, bold, before, after) in looks.items():
        style = (
            document.styles[name]
            if name in names
            else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        if not isinstance(style, ParagraphStyle):
            continue
        if name not in names:
            style.base_style = document.styles["Normal"]
        inner = style.element.get_or_add_rPr()
        for tag in ("w:rFonts", "w:spacing", "w:kern"):
            for old in inner.findall(qn(tag)):
                inner.remove(old)  # the theme's fonts would win over a name
        style.font.name = _FONT
        style.font.size = Pt(size)
        style.font.bold = bold
        style.font.italic = False
        style.font.color.rgb = _colour(colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        if name == "Title":
            for border in style.element.iter(qn("w:pBdr")):
                border.getparent().remove(border)
                break
    document.styles["Normal"].paragraph_format.line_spacing = 1.15
    document.styles[_SOURCE].paragraph_format.keep_together = True
    document.styles["toc 2"].paragraph_format.left_indent = Cm(0.6)


class _Writer:
    """A document on its way, with its counters."""

    def __init__(self, report: Report, pictures: Mapping[str, bytes]) -> None:
        self.report = report
        self.pictures = pictures
        self.document = Document()
        self.figures, self.tables, self.marks = (itertools.count(1) for _n in range(3))
        self.headings: list[tuple[int, str, str]] = []

    def write(self) -> bytes:
        """Write the whole document."""
        _styles(self.document)
        self._page()
        self._properties()
        self._front()
        for section in self.report.sections:
            self._section(section)
        for section in self.report.annex:
            self._section(section, new_page=section.key == "intervall")
        self._facts()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def _page(self) -> None:
        page = self.document.sections[0]
        page.orientation = WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.5)
        page.top_margin = page.bottom_margin = Cm(2.3)
        page.different_first_page_header_footer = True
        add_text(page.header.paragraphs[0], self.report.title)
        foot = page.footer.paragraphs[0]
        version = _("Demografi Västerbotten, dataversion {version}. Sida ").format(
            version=self.report.about[_("Dataversion")]
        )
        add_text(foot, version)
        add_field(foot, "PAGE", "1")
        for paragraph in (page.header.paragraphs[0], foot):
            paragraph.style = self.document.styles[_SOURCE]

    def _properties(self) -> None:
        about = self.document.core_properties
        about.title = plain(self.report.title, _PROPERTY)
        about.subject = plain(self.report.subtitle, _PROPERTY)
        about.author = about.last_modified_by = _("Demografi Västerbotten")
        about.language = LANGUAGE
        told = "; ".join(f"{name}: {text}" for name, text in self.report.about.items())
        about.comments = plain(told, _PROPERTY)
        about.keywords = self.report.about[_("Dataversion")]
        made = datetime.datetime.combine(self.report.made, datetime.time(), tzinfo=datetime.UTC)
        about.created = about.modified = made
        settings = self.document.settings.element
        for old in settings.findall(qn("w:themeFontLang")):
            old.set(qn("w:val"), LANGUAGE)

    def _front(self) -> None:
        add_text(self.document.add_paragraph(style="Title"), self.report.title)
        add_text(self.document.add_paragraph(style="Subtitle"), self.report.subtitle)
        for name in (_("Dataversion"), _("Siffror hämtade"), _("Rapporten gjord")):
            line = self.document.add_paragraph(style="Normal")
            line.paragraph_format.space_after = Pt(0)
            add_text(line, f"{name}: ", bold=True)
            add_text(line, self.report.about[name])
        last = self.document.add_paragraph(style="TOC Heading")
        last.paragraph_format.space_before = Pt(40)
        add_text(last, _("Innehåll"))
        self._contents()

    def _contents(self) -> None:
        """Write the table of contents: a field, with its entries until pages are counted."""
        found = [
            (section.level, section.title)
            for section in (*self.report.sections, *self.report.annex)
        ]
        found.append((1, _("Rapportens inställningar")))
        for at, (level, title) in enumerate(found):
            paragraph = self.document.add_paragraph(style=f"toc {level}")
            if at == 0:
                self._field_char(paragraph, "begin", dirty=True)
                code = element("w:instrText", {"xml:space": "preserve"})
                code.text = ' TOC \\o "1-2" \\h \\z \\u '
                paragraph.add_run()._r.append(code)  # noqa: SLF001
                self._field_char(paragraph, "separate")
            add_link(paragraph, title, f"avsnitt_{at + 1}")
            if at == len(found) - 1:
                self._field_char(paragraph, "end")
        end = self.document.add_paragraph()
        end.add_run().add_break(WD_BREAK.PAGE)

    @staticmethod
    def _field_char(paragraph: Paragraph, kind: str, *, dirty: bool = False) -> None:
        tags = {"w:fldCharType": kind} | ({"w:dirty": "true"} if dirty else {})
        paragraph.add_run()._r.append(element("w:fldChar", tags))  # noqa: SLF001

    def _heading(self, title: str, level: int, *, new_page: bool = False) -> None:
        heading = self.document.add_paragraph(style=f"Heading {level}")
        heading.paragraph_format.page_break_before = new_page or None
        add_text(heading, title)
        number = next(self.marks)
        add_bookmark(heading, f"avsnitt_{number}", number)

    def _section(self, section: Section, *, new_page: bool = False) -> None:
        chapter = section.key == "kapitel"
        first = section is self.report.sections[0]
        self._heading(section.title, section.level, new_page=new_page or (chapter and not first))
        for text in section.paragraphs:
            add_text(self.document.add_paragraph(style="Normal"), text)
        for item in section.items:
            if isinstance(item, Figure):
                self._figure(item)
            else:
                self._table(item)

    def _caption(self, label: str, number: int, title: str) -> Paragraph:
        caption = self.document.add_paragraph(style="Caption")
        add_text(caption, f"{label} ")
        add_field(caption, f"SEQ {label} \\* ARABIC", str(number))
        add_text(caption, f". {title}")
        return caption

    def _remarks(self, item: Figure | Table) -> None:
        add_text(self.document.add_paragraph(style=_SOURCE), item.remarks)

    def _figure(self, figure: Figure) -> None:
        holder = self.document.add_paragraph(style="Normal")
        holder.paragraph_format.keep_with_next = True
        holder.paragraph_format.space_after = Pt(2)
        shape = holder.add_run().add_picture(
            io.BytesIO(self.pictures[figure.key]), width=_TEXT_WIDTH
        )
        described = shape._inline.docPr  # noqa: SLF001 - the library has no alt text
        described.set("descr", plain(figure.alt, most=2000))
        described.set("title", plain(figure.title))
        described.set("name", plain(figure.key))
        number = next(self.figures)
        self._caption(_("Figur"), number, figure.title).paragraph_format.keep_with_next = True
        self._remarks(figure)

    def _table(self, table: Table) -> None:
        self._caption(
            _("Tabell"), next(self.tables), table.title
        ).paragraph_format.keep_with_next = True
        self._grid(table.written, table.title, _words(table.written))
        self._remarks(table)

    def _grid(self, rows: pd.DataFrame, title: str, words: set[int]) -> None:
        grid = self.document.add_table(rows=len(rows) + 1, cols=len(rows.columns))
        grid.alignment = WD_TABLE_ALIGNMENT.LEFT
        grid.autofit = False
        _describe(grid, title)
        small = len(rows.columns) > 5
        room = _CHARACTERS_SMALL if small else _CHARACTERS
        widths = column_widths(rows, _TEXT_WIDTH, room, _NARROWEST)
        for column, wide in zip(grid.columns, widths, strict=True):
            column.width = wide
        size = Pt(8 if small else 9)
        lines = [list(map(str, rows.columns)), *rows.astype(str).to_numpy().tolist()]
        letters = sum(len(text) for line in lines for text in line)
        whole = len(lines) <= _WHOLE and letters <= _WHOLE_LETTERS
        for line, row in zip(lines, grid.rows, strict=True):
            heading = line is lines[0]
            _dress_row(row._tr, heading=heading)  # noqa: SLF001 - neither flag is in the library
            # Rows of cells are looked up anew by the library for each cell; not here.
            for at, (text, cell) in enumerate(zip(line, row.cells, strict=True)):
                cell.width = widths[at]
                _fill(cell, text, size, heading=heading, right=at > 0 and at not in words)
                # A short table stays on one page, a long one keeps its heading with a row, and
                # all keep their last row with what is said of them below.
                if heading or whole or line is lines[-1]:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _facts(self) -> None:
        """Say what anybody needs to make the report again."""
        self._heading(_("Rapportens inställningar"), 1)
        about = self.report.about
        frame = pd.DataFrame(
            {
                _("Uppgift"): list(map(printable, about)),
                _("Värde"): list(map(printable, about.values())),
            }
        )
        self._caption(
            _("Tabell"), next(self.tables), _("Inställningar och dataversion")
        ).paragraph_format.keep_with_next = True
        self._grid(frame, _("Inställningar och dataversion"), _words(frame))


def _words(rows: pd.DataFrame) -> set[int]:
    """Columns that hold words, which stand where reading begins; numbers stand to the right."""
    return {
        at
        for at, name in enumerate(rows.columns)
        if not all(_NUMBERS.fullmatch(str(text)) for text in rows[name])
    }


def _describe(grid: WordTable, title: str) -> None:
    """Set borders, alt text and fixed widths of a table."""
    properties = grid._tbl.tblPr  # noqa: SLF001 - the library has no borders or alt text
    for old in properties.findall(qn("w:tblStyle")):
        properties.remove(old)
    borders = element("w:tblBorders")
    for side, colour, size in (
        ("top", LIGHT.ink, "8"),
        ("bottom", LIGHT.ink, "8"),
        ("insideH", LIGHT.line, "4"),
    ):
        borders.append(
            element(
                f"w:{side}",
                {"w:val": "single", "w:sz": size, "w:space": "0", "w:color": colour.lstrip("#")},
            )
        )
    layout = properties.find(qn("w:tblLayout"))
    if layout is None:
        properties.append(borders)
    else:
        layout.addprevious(borders)
    look = properties.find(qn("w:tblLook"))
    for tag, text in (("w:tblCaption", title), ("w:tblDescription", title)):
        described = element(tag, {"w:val": plain(text)})
        if look is None:
            properties.append(described)
        else:
            properties.append(described)


def _dress_row(row: object, *, heading: bool) -> None:
    """Mark the heading row, and keep rows whole over pages."""
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(element("w:cantSplit"))
    if heading:
        properties.append(element("w:tblHeader"))


def _fill(cell: _Cell, text: str, size: Pt, *, heading: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_text(paragraph, text, bold=heading)
    for run in paragraph.runs:
        run.font.size = size


def to_word(report: Report, pictures: Mapping[str, bytes]) -> bytes:
    """Write a report as a Word document.

    Parameters
    ----------
    report : Report
        What it says.
    pictures : mapping of str to bytes
        PNG of each figure by its key.
    """
    return _Writer(report, pictures).write()
