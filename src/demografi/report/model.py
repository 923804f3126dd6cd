"""What a report is made of, whatever file it becomes: text, figures, tables, where they come from.

Word, PowerPoint, Excel and the preview on screen read the same report, so that a number is the
same in all of them. Text in it is plain: whoever writes a file takes care of that file's markup.
"""

import datetime
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from demografi.charts.axes import above_zero
from demografi.charts.palette import LIGHT, Palette
from demografi.text.columns import Column
from demografi.text.numbers import MISSING, capital, decimal
from demografi.text.reports import axis_note

__all__ = [
    "Band",
    "Chart",
    "Column",
    "Figure",
    "Report",
    "Section",
    "Series",
    "Table",
    "plain",
    "printable",
]

LONGEST = 300
"""Letters a stranger's text may have in a report."""


_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Control characters, halves of surrogate pairs, signs that are none: XML refuses most of them."""


def printable(text: str) -> str:
    r"""Put a blank in place of every character that no file format can hold.

    >>> printable("a\x00b\ud800 ")
    'a b  '
    """
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(c) in _UNPRINTABLE else c for c in text)


def plain(text: str, most: int = LONGEST) -> str:
    r"""Make a stranger's text fit to print: one line, no control characters, no more than enough.

    Parameters
    ----------
    text : str
        Such as the name a reader has given a scenario.
    most : int
        Letters kept; a longer text ends in an ellipsis.

    >>> plain("a\x00b\n  c\ud800"), plain("abcdef", 3)
    ('a b c', 'ab…')
    """
    # Split at blanks alone: a no-break space is part of a number.
    joined = " ".join(part for part in printable(text).split(" ") if part)
    return joined if len(joined) <= most else joined[: most - 1].rstrip() + "…"


@dataclass(frozen=True)
class Table:
    """A table with its caption and origin.

    Attributes
    ----------
    key : str
        Name in file names and named ranges.
    title : str
        Caption.
    frame : DataFrame
        Numbers in full precision, in the order to show.
    columns : mapping of str to Column
        Columns of the frame to show, in order; the first names the rows.
    source, unit, note : str
        Where the figures come from and when they were fetched; unit; a remark.
    shown : DataFrame, optional
        The table as written in the text, where reading wants another shape than computing.
    message : str
        Title of its slide: what it says; the caption when empty.
    """

    key: str
    title: str
    frame: pd.DataFrame = field(repr=False)
    columns: Mapping[str, Column]
    source: str
    unit: str = ""
    note: str = ""
    shown: pd.DataFrame | None = field(default=None, repr=False)
    message: str = ""

    @property
    def written(self) -> pd.DataFrame:
        """The table as read: Swedish headings and number forms."""
        return self._formatted() if self.shown is None else self.shown

    @property
    def remarks(self) -> str:
        """The line under it: a remark, the unit, where the figures come from."""
        unit = f"{capital(self.unit)}." if self.unit else ""
        return " ".join(filter(None, (self.note, unit, self.source)))

    def _formatted(self) -> pd.DataFrame:
        shown = {}
        for key, column in self.columns.items():
            values = self.frame[key]
            if column.kind == "number":
                shown[column.name] = [
                    MISSING if pd.isna(value) else decimal(float(value), digits)
                    for value, digits in zip(values, self.decimals(key), strict=True)
                ]
            else:
                shown[column.name] = [MISSING if pd.isna(value) else str(value) for value in values]
        return pd.DataFrame(shown, dtype="str")

    def decimals(self, key: str) -> list[int]:
        """Decimals of each row of a column of numbers."""
        column = self.columns[key]
        if column.digits_of:
            return [int(digits) for digits in self.frame[column.digits_of]]
        return [column.digits] * len(self.frame)

    @property
    def named(self) -> pd.DataFrame:
        """The frame with the columns shown, by their headings in files."""
        names = {key: column.in_files for key, column in self.columns.items()}
        return self.frame[list(names)].rename(columns=names)


@dataclass(frozen=True)
class Series:
    """A row of numbers along a chart's categories.

    Attributes
    ----------
    name : str
        What it is.
    values : tuple of float or None
        One per category; None where there is no figure.
    colour : str
        ``#RRGGBB``.
    style : {'line', 'dashed', 'bar', 'pale', 'outline'}
        How it is drawn.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    style: Literal["line", "dashed", "bar", "pale", "outline"] = "line"


@dataclass(frozen=True)
class Band:
    """A range along a chart's categories, drawn as an area or as marks at bars."""

    name: str
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    colour: str


@dataclass(frozen=True)
class Chart:
    """A figure as numbers, for programs that draw charts themselves and let people edit them.

    Attributes
    ----------
    kind : {'lines', 'columns', 'bars', 'pyramid'}
        Lines over time; stacked columns over time with lines over them; ranked bars from the
        top; bars to both sides, whose left side is written without its minus sign.
    categories : tuple of str
        Years, places or ages.
    series : tuple of Series
        What is drawn.
    bands : tuple of Band
        Ranges: areas under lines, marks over ranked bars.
    title : str
        Name of the panel where a figure has several.
    labels : tuple of str
        What is written at ranked bars.
    digits : int
        Decimals of the numbers.
    highlight : tuple of str
        Categories of ranked bars that stand out; all when empty.
    from_zero : bool
        Whether the axis of the values begins at zero.
    projected_from : int or None
        Place of the first category that is a projection, where that is drawn paler.
    """

    kind: Literal["lines", "columns", "bars", "pyramid"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    title: str = ""
    labels: tuple[str, ...] = ()
    digits: int = 0
    highlight: tuple[str, ...] = ()
    from_zero: bool = False
    projected_from: int | None = None


@dataclass(frozen=True)
class Figure:
    """A figure with everything a document needs of it.

    Attributes
    ----------
    key : str
        Name in file names.
    title : str
        Caption in Word: what it shows.
    message : str
        Title of its slide: what it says.
    draw : callable
        Palette in, Plotly figure out; the same builder as on screen.
    charts : tuple of Chart
        The same as numbers, one per panel.
    table : Table
        The figures behind it; they go with the workbook and the archive, not into the text.
    alt : str
        What it shows, for those who cannot see it.
    """

    key: str
    title: str
    message: str
    draw: Callable[[Palette], go.Figure] = field(repr=False)
    charts: tuple[Chart, ...] = field(repr=False)
    table: Table = field(repr=False)
    alt: str

    @property
    def source(self) -> str:
        """Where the figures come from and when they were fetched."""
        return self.table.source

    @cached_property
    def axis_note(self) -> str:
        """Says that the picture's axis does not begin at zero; nothing where it does."""
        return axis_note() if above_zero(self.draw(LIGHT)) else ""

    @property
    def remarks(self) -> str:
        """The line under its picture: how to read it, the unit, where the figures come from."""
        return " ".join(filter(None, (self.axis_note, self.table.remarks)))


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it.

    Attributes
    ----------
    key : str
        Name of the kind of section, as in links.
    title : str
        Heading.
    paragraphs : tuple of str
        Computed text.
    items : tuple of Figure or Table
        In the order to show.
    level : int
        1 for a chapter or a section of its own, 2 within a chapter.
    message : str
        Title of the slide with its text; the heading when empty.
    spoken : tuple of str
        What people have said, for slides, where a table of it would be too wide.
    """

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[Figure | Table, ...] = ()
    level: int = 1
    message: str = ""
    spoken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes
    ----------
    template : str
        Which kind of report.
    title, subtitle : str
        On the title page.
    sections : tuple of Section
        The text.
    annex : tuple of Section
        How to read the range, method, data.
    long : callable
        Makes the tables too long for a document: every year and age.
    about : mapping of str to str
        Data version, seed, settings and so on, by Swedish name.
    made : date
        The day it was made.
    name : str
        What its files are named by; the title when empty.
    """

    template: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    annex: tuple[Section, ...]
    long: Callable[[], tuple[Table, ...]] = field(repr=False)
    about: Mapping[str, str]
    made: datetime.date
    name: str = ""

    @cached_property
    def appendix(self) -> tuple[Table, ...]:
        """The long tables, which go with the workbook; computed when first asked for."""
        return self.long()

    @property
    def opening(self) -> str:
        """What it says first: the message of its first section or figure, else its title."""
        said = [section.message for section in self.sections]
        said += [figure.message for figure in self.figures()]
        return next(filter(None, said), self.title)

    def figures(self) -> Iterator[Figure]:
        """Every figure, in order."""
        for section in (*self.sections, *self.annex):
            yield from (item for item in section.items if isinstance(item, Figure))

    def tables(self) -> Iterator[Table]:
        """Every table of the text, in order."""
        for section in (*self.sections, *self.annex):
            yield from (item for item in section.items if isinstance(item, Table))
