"""Small parts of Office's XML that its libraries do not write: fields, languages, descriptions."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from demografi.report import printable

__all__ = [
    "add_bookmark",
    "add_field",
    "add_link",
    "add_text",
    "column_widths",
    "element",
    "set_language",
]

LANGUAGE = "sv-SE"
_PADDING, _BOLD, _WIDEST = 3, 1.15, 80
"""Characters that a cell's edges take; how much wider bold ones are; how many a cell may want."""


def element(tag: str, attributes: Mapping[str, str] | None = None) -> Any:
    """Make an element of WordprocessingML: ``element("w:lang", {"w:val": "sv-SE"})``."""
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    return made


def add_text(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Add text as it stands: nothing in it is read as markup, and it always fits in XML."""
    run = paragraph.add_run(printable(text))
    run.bold = bold or None


def add_field(paragraph: Paragraph, code: str, result: str, *, dirty: bool = False) -> None:
    r"""Add a field and what it shows until a program computes it.

    Parameters
    ----------
    paragraph : Paragraph
        Where.
    code : str
        Such as ``SEQ Figur \* ARABIC``.
    result : str
        What it shows.
    dirty : bool
        Ask for it to be computed when the document is opened.
    """
    begin = {"w:fldCharType": "begin"} | ({"w:dirty": "true"} if dirty else {})
    paragraph.add_run()._r.append(element("w:fldChar", begin))  # noqa: SLF001 - the library's way
    instruction = element("w:instrText", {"xml:space": "preserve"})
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)  # noqa: SLF001
    paragraph.add_run()._r.append(element("w:fldChar", {"w:fldCharType": "separate"}))  # noqa: SLF001
    paragraph.add_run(result)
    paragraph.add_run()._r.append(element("w:fldChar", {"w:fldCharType": "end"}))  # noqa: SLF001


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Mark a paragraph so that links and tables of contents find it."""
    inner = paragraph._p  # noqa: SLF001 - the library has no bookmarks
    inner.insert(
        1 if inner.pPr is not None else 0,
        element("w:bookmarkStart", {"w:id": str(number), "w:name": name}),
    )
    inner.append(element("w:bookmarkEnd", {"w:id": str(number)}))


def add_link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """Add text that leads to a bookmark."""
    link = element("w:hyperlink", {"w:anchor": bookmark, "w:history": "1"})
    add_text(paragraph, text)
    link.append(paragraph.runs[-1]._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def set_language(properties: Any) -> None:
    """Say in run properties that the text is Swedish."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    tags = {"w:val": LANGUAGE, "w:eastAsia": LANGUAGE, "w:bidi": "ar-SA"}
    properties.append(element("w:lang", tags))


def column_widths(rows: pd.DataFrame, total: int, room: int, least: int = 0) -> list[int]:
    """Share a table's width: each column its longest word, then by what it holds.

    Parameters
    ----------
    rows : DataFrame
        The table as written.
    total, least : int
        Width to share, and the narrowest a column may be, in any unit.
    room : int
        Characters that fit across the whole width.

    >>> rows = pd.DataFrame({"Mått": ["Andel 80 år och äldre, procent"], "År": ["2025"]})
    >>> column_widths(rows, 1000, 40, 200)
    [800, 200]
    """
    floors, wants = [], []
    for name in rows.columns:
        texts = [str(name), *map(str, rows[name])]
        # Only blanks part words: numbers hold together by no-break spaces.
        words = [part for text in texts for part in text.split(" ")]
        heading = max(map(len, str(name).split(" "))) * _BOLD
        floors.append(max(*map(len, words), heading) + _PADDING)
        wants.append(min(max(map(len, texts)), _WIDEST) + _PADDING)
    spare = max(room - sum(floors), 0)
    extra = [max(want - floor, 0) for want, floor in zip(wants, floors, strict=True)]
    share = min(spare / sum(extra), 1) if sum(extra) else 0
    found = [floor + share * more for floor, more in zip(floors, extra, strict=True)]
    widths = [total * part / sum(found) for part in found]
    short = [max(least - width, 0) for width in widths]
    over = [max(width - least, 0) for width in widths]
    taken = min(sum(short) / sum(over), 1) if sum(over) else 0
    return [
        int(width + lack - taken * more)
        for width, lack, more in zip(widths, short, over, strict=True)
    ]
