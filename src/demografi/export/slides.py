"""A report as slides: one message each as its title, charts that can be edited, source, notes."""

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Length, Pt

from demografi.charts.palette import LIGHT
from demografi.export.axes import reading_note
from demografi.export.native import add_chart, rgb
from demografi.export.ooxml import column_widths
from demografi.report import Figure, Report, Section, Table, plain, printable
from demografi.text import _

__all__ = ["SLIDES_MIME", "to_slides"]

SLIDES_MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_LANGUAGE = "sv-SE"
_FONT = "Calibri"
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _INNER = Inches(0.6), Inches(12.13)
_TITLE_TOP, _TITLE_HEIGHT = Inches(0.4), Inches(1.15)
_BODY_TOP, _BODY_HEIGHT = Inches(1.65), Inches(4.95)
_SOURCE_BOX, _SOURCE_BOX_LONG = (Inches(6.68), Inches(0.6)), (Inches(6.6), Inches(0.85))
_PROPERTY = 250
"""Letters that a file's properties have room for."""
_ROWS = 12
"""Rows of a table that fit on a slide."""
_CHARACTERS, _CHARACTERS_SMALL, _MANY_COLUMNS = 130, 140, 6
"""Characters across a slide's table, with few columns and with more than so many."""
_VOICE, _VOICE_ACROSS, _VOICE_LINES, _VOICE_LETTERS = 16, 105, 15, 400
"""Points of what people have said; letters across, lines down, letters of one voice."""
_SOURCE_SIZE, _SOURCE_SMALL, _SOURCE_LETTERS = 11, 8.5, 540
"""Points of the line at the foot; letters of it that fit in three lines."""
_LARGE, _LARGE_LINES, _LARGE_ACROSS, _LARGE_HEIGHT = 18, 8, 90, Inches(0.52)
"""Points of a table that has room for them: lines down, characters across; height of a line."""

Box = tuple[Length, Length, Length, Length]


def _title_size(text: str) -> int:
    """Points of a title, so that it takes two lines at most.

    >>> _title_size("Umeå väntas öka"), _title_size("x" * 120), _title_size("x" * 200)
    (32, 26, 20)
    """
    return 32 if len(text) <= 70 else 26 if len(text) <= 130 else 20


def _write(frame: TextFrame, texts: Sequence[str], size: float, colour: str = LIGHT.ink) -> None:
    """Write paragraphs, each a run of its own that says it is Swedish."""
    frame.word_wrap = True
    for at, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = printable(text)
        run.font.size = Pt(size)
        run.font.name = _FONT
        run.font.color.rgb = rgb(colour)
        run.font.language_id = None
        run._r.get_or_add_rPr().set("lang", _LANGUAGE)  # noqa: SLF001 - the list lacks none
        paragraph.space_after = Pt(size * 0.6)


def _theme(deck: Deck) -> None:
    """Put the county's colours and typeface where PowerPoint's own menus find them."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    shades = {
        "dk1": LIGHT.ink,
        "lt1": LIGHT.page,
        "dk2": LIGHT.muted,
        "lt2": LIGHT.card,
        **{f"accent{at + 1}": colour for at, colour in enumerate(LIGHT.categories[:6])},
        "hlink": LIGHT.accent,
        "folHlink": LIGHT.muted,
    }
    for name, colour in shades.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{colour.lstrip("#")}"/></a:{name}>',
            text,
            flags=re.DOTALL,
        )
    part._blob = text.encode("utf-8")  # noqa: SLF001 - the library has no themes


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = box


def voices(spoken: Sequence[str]) -> list[list[str]]:
    """Divide what people have said into slides, each voice cut to a few lines.

    >>> [len(page) for page in voices(["kort"] * 3 + ["x" * 900] * 4)]
    [4, 3]
    """
    pages: list[list[str]] = []
    lines = 0
    for text in spoken:
        shown = plain(text, _VOICE_LETTERS)
        own = 1 + -(-len(shown) // _VOICE_ACROSS)
        if not pages or lines + own > _VOICE_LINES:
            pages.append([])
            lines = 0
        pages[-1].append(shown)
        lines += own
    return pages


class _Deck:
    """Slides on their way."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = _WIDTH, _HEIGHT
        _theme(self.deck)
        self._masters()

    def _masters(self) -> None:
        """Fit the master and its layouts to wide slides."""
        title: Box = (_LEFT, _TITLE_TOP, _INNER, _TITLE_HEIGHT)
        body: Box = (_LEFT, _BODY_TOP, _INNER, _BODY_HEIGHT)
        factor = _WIDTH / Inches(10)
        masters = (self.deck.slide_master, *self.deck.slide_layouts)
        for page in masters:
            for shape in page.placeholders:
                kind = shape.placeholder_format.type
                if "TITLE" in str(kind) and "SUB" not in str(kind):
                    _place(shape, title)
                elif shape.has_text_frame and "BODY" in str(kind) and page is masters[0]:
                    _place(shape, body)
                elif shape._element.spPr.find(qn("a:xfrm")) is not None:  # noqa: SLF001
                    shape.left = Emu(int(shape.left * factor))
                    shape.width = Emu(int(shape.width * factor))

    def write(self) -> bytes:
        """Write all slides."""
        self._opening()
        for section in self.report.sections:
            self._section(section)
        for section in self.report.annex:
            if section.key == "intervall":
                self._words(section)
                self._items(section)
            if section.key == "metod":
                self._words(section, size=15)
            if section.spoken:
                self._spoken(section)
        self._about()
        properties = self.deck.core_properties
        properties.title = plain(self.report.title, _PROPERTY)
        properties.subject = plain(self.report.subtitle, _PROPERTY)
        properties.author = properties.last_modified_by = _("Demografi Västerbotten")
        properties.language = _LANGUAGE
        properties.keywords = self.report.about[_("Dataversion")]
        made = datetime.datetime.combine(self.report.made, datetime.time(), tzinfo=datetime.UTC)
        properties.created = properties.modified = made
        buffer = io.BytesIO()
        self.deck.save(buffer)
        return buffer.getvalue()

    def _slide(self, message: str, notes: Sequence[str]) -> Slide:
        """Add a slide with its message as title, and what to say of it."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        title = slide.shapes.title
        frame = title.text_frame
        shown = plain(message)
        _write(frame, [shown], _title_size(shown))
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        frame.paragraphs[0].runs[0].font.bold = True
        told = slide.notes_slide.notes_text_frame
        _write(told, list(notes), 12)
        return slide

    def _opening(self) -> None:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[0])
        title, below = slide.shapes.title, slide.placeholders[1]
        _place(title, (_LEFT, Inches(2.1), _INNER, Inches(1.8)))
        _place(below, (_LEFT, Inches(4.3), _INNER, Inches(1.6)))
        _write(title.text_frame, [self.report.title], 40 if len(self.report.title) <= 60 else 32)
        title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        title.text_frame.paragraphs[0].runs[0].font.bold = True
        about = self.report.about
        version = _("Dataversion {version}, hämtad {date}.").format(
            version=about[_("Dataversion")], date=about[_("Siffror hämtade")]
        )
        _write(below.text_frame, [self.report.subtitle, version], 20, LIGHT.muted)
        for frame in (title.text_frame, below.text_frame):
            for paragraph in frame.paragraphs:
                paragraph.alignment = PP_ALIGN.LEFT
        bar = slide.shapes.add_shape(1, _LEFT, Inches(4.05), Inches(1.6), Inches(0.1))
        bar.fill.solid()
        bar.fill.fore_color.rgb = rgb(LIGHT.accent)
        bar.line.fill.background()
        # An ornament: nothing for a screen reader to tell.
        bar._element.nvSpPr.cNvPr.set("descr", "")  # noqa: SLF001
        _write(
            slide.notes_slide.notes_text_frame,
            [f"{name}: {text}" for name, text in about.items()],
            12,
        )

    def _section(self, section: Section) -> None:
        if section.key == "kapitel":
            slide = self._slide(section.title, [section.title])
            _place(slide.shapes.title, (_LEFT, Inches(2.8), _INNER, Inches(1.6)))
            return
        if section.key == "sammanfattning":
            self._words(section)
        self._items(section)

    def _items(self, section: Section) -> None:
        for item in section.items:
            if isinstance(item, Figure):
                self._figure(item, section.paragraphs)
            elif len(item.written) <= _ROWS:
                self._table(item, section.paragraphs)

    def _words(self, section: Section, *, size: float = 20) -> None:
        slide = self._slide(section.message or section.title, section.paragraphs)
        box = slide.shapes.add_textbox(_LEFT, _BODY_TOP, _INNER, _BODY_HEIGHT)
        texts = list(section.paragraphs)
        if section.key == "intervall":  # its sentences stand apart
            texts = [f"{part.rstrip('.')}." for part in re.split(r"(?<=\.) ", " ".join(texts))]
        _write(box.text_frame, texts, size)

    def _spoken(self, section: Section) -> None:
        """Show what people have said, a few voices per slide; the notes have all of each."""
        pages = voices(section.spoken)
        title = section.paragraphs[0] if section.paragraphs else section.title
        at = 0
        for number, page in enumerate(pages, start=1):
            of = _(" ({number} av {count})").format(number=number, count=len(pages))
            shown = f"{section.title}: {title}" + (of if len(pages) > 1 else "")
            slide = self._slide(shown, section.spoken[at : at + len(page)])
            at += len(page)
            box = slide.shapes.add_textbox(_LEFT, _BODY_TOP, _INNER, _BODY_HEIGHT)
            _write(box.text_frame, page, _VOICE)

    def _source(self, slide: Slide, remarks: str) -> None:
        long = len(remarks) > _SOURCE_LETTERS
        top, height = _SOURCE_BOX_LONG if long else _SOURCE_BOX
        box = slide.shapes.add_textbox(_LEFT, top, _INNER, height)
        _write(box.text_frame, [remarks], _SOURCE_SMALL if long else _SOURCE_SIZE, LIGHT.muted)

    def _figure(self, figure: Figure, paragraphs: Sequence[str]) -> None:
        slide = self._slide(figure.message, [*paragraphs, figure.alt, figure.table.source])
        count = len(figure.charts)
        across = 1 if count == 1 else 2 if count <= 4 else 3
        down = -(-count // across)
        gap = Inches(0.2)
        width = Emu(int((_INNER - gap * (across - 1)) / across))
        height = Emu(int((_BODY_HEIGHT - gap * (down - 1)) / down))
        for at, chart in enumerate(figure.charts):
            left = Emu(int(_LEFT + (at % across) * (width + gap)))
            top = Emu(int(_BODY_TOP + (at // across) * (height + gap)))
            add_chart(
                slide.shapes,
                chart,
                (left, top, width, height),
                alt=f"{chart.title}. {figure.alt}" if chart.title else figure.alt,
                size=14 if count == 1 else 11,
                legend=count == 1,
            )
        notes = dict.fromkeys(reading_note(chart) for chart in figure.charts)
        self._source(slide, " ".join(filter(None, (*notes, figure.table.remarks))))

    def _table(self, table: Table, paragraphs: Sequence[str]) -> None:
        slide = self._slide(table.message or table.title, [*paragraphs, table.source])
        rows = table.written
        lines = [list(map(str, rows.columns)), *rows.astype(str).to_numpy().tolist()]
        across = sum(max(len(line[at]) for line in lines) for at in range(len(lines[0])))
        large = len(lines) <= _LARGE_LINES and across <= _LARGE_ACROSS
        row = _LARGE_HEIGHT if large else Emu(int(_BODY_HEIGHT / (_ROWS + 1)))
        height = Emu(int(row * len(lines)))
        frame = slide.shapes.add_table(
            len(lines), len(rows.columns), _LEFT, _BODY_TOP, _INNER, height
        )
        frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(table.title))  # noqa: SLF001
        grid = frame.table
        _undress(grid)
        many = len(rows.columns) > _MANY_COLUMNS
        room = _CHARACTERS_SMALL if many else _CHARACTERS
        widths = column_widths(rows, _INNER, room, Inches(0.8))
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Emu(width)
        size = _LARGE if large else 12 if many else 13
        for down, line in enumerate(lines):
            for across, text in enumerate(line):
                cell = grid.cell(down, across)
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                _write(cell.text_frame, [text], size)
                paragraph = cell.text_frame.paragraphs[0]
                paragraph.space_after = Pt(0)
                paragraph.alignment = PP_ALIGN.LEFT if across == 0 else PP_ALIGN.RIGHT
                paragraph.runs[0].font.bold = down == 0
        self._source(slide, table.remarks)

    def _about(self) -> None:
        about = self.report.about
        slide = self._slide(
            _("Siffrornas ursprung"), [f"{name}: {text}" for name, text in about.items()]
        )
        box = slide.shapes.add_textbox(_LEFT, _BODY_TOP, _INNER, _BODY_HEIGHT)
        _write(box.text_frame, [f"{name}: {text}" for name, text in about.items()], 13)


def _undress(grid: Any) -> None:
    """Take PowerPoint's blue dress off a table, keep its heading row marked."""
    properties = grid._tbl.tblPr  # noqa: SLF001 - the library has no table styles
    grid.first_row, grid.horz_banding = True, False
    identity = properties.find(qn("a:tableStyleId"))
    if identity is not None:
        identity.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No style, no grid"


def to_slides(report: Report) -> bytes:
    """Write a report as a PowerPoint presentation.

    Parameters
    ----------
    report : Report
        What it says.
    """
    return _Deck(report).write()
