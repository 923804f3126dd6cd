"""A report as files: each by itself, or everything in one archive."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from demografi.charts.palette import LIGHT
from demografi.export.image import ImageKind, to_image, to_picture
from demografi.export.slides import SLIDES_MIME, to_slides
from demografi.export.tables import XLSX_MIME, to_csv
from demografi.export.word import WORD_MIME, to_word
from demografi.export.workbook import to_workbook
from demografi.report import Figure, Report, printable
from demografi.text import _
from demografi.text.columns import explained
from demografi.text.reports import slug

__all__ = ["FORMATS", "Progress", "file_stem", "to_files"]

Progress = Callable[[float, str], None]
"""Told how much is done, from 0 to 1, and what comes next, in Swedish."""

FORMATS: dict[str, str] = {
    "docx": WORD_MIME,
    "pptx": SLIDES_MIME,
    "xlsx": XLSX_MIME,
    "zip": "application/zip",
}
"""Kinds of files and their types."""
_PICTURES: tuple[ImageKind, ...] = ("png", "svg", "pdf")
_THEN = (1980, 1, 1, 0, 0, 0)


def file_stem(report: Report) -> str:
    """Name a report's files by its name and the version of its figures: ``kommunbild-umea-…``."""
    words = slug(report.name or report.title, 60)
    return f"{words or report.template}-{report.about[_('Dataversion')]}"


def _safe(key: str) -> str:
    """Name a file within the archive so that every system can unpack it.

    >>> _safe("../a:b*c")
    'a-b-c'
    """
    return re.sub(r"[^\w-]+", "-", key).strip("-") or "tabell"


def _figures(report: Report) -> list[Figure]:
    """Every figure once."""
    return list({figure.key: figure for figure in report.figures()}.values())


def _picture(figure: Figure) -> bytes:
    return to_picture(figure.draw(LIGHT))


def _archive(report: Report, files: Mapping[str, bytes], step: Callable[[str], None]) -> bytes:
    """Put the report's files, its pictures and its tables in one archive.

    The same report gives the same bytes: entries carry no time of day.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:

        def add(name: str, content: bytes) -> None:
            made.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)

        stem = file_stem(report)
        for kind, content in files.items():
            add(f"{stem}.{kind}", content)
        for at, figure in enumerate(_figures(report), start=1):
            step(_("Ritar figurer för trycket …"))
            drawn = figure.draw(LIGHT)
            for kind in _PICTURES:
                picture = to_image(drawn, kind, title=figure.title, source=figure.source)
                add(f"figurer/{at:02}-{_safe(figure.key)}.{kind}", picture)
            add(f"figurer/{at:02}-{_safe(figure.key)}.csv", to_csv(figure.table.named))
        step(_("Skriver tabeller …"))
        for table in {t.key: t for t in (*report.tables(), *report.appendix)}.values():
            add(f"tabeller/{_safe(table.key)}.csv", to_csv(table.named))
        lines = [report.title, report.subtitle, ""]
        lines += [f"{name}: {text}" for name, text in report.about.items()]
        every = [*(figure.table for figure in _figures(report)), *report.tables(), *report.appendix]
        terms = {column.term for table in every for column in table.columns.values()}
        lines += [f"{_('Kolumnernas kortnamn')}: {explained(terms)}"] if any(terms) else []
        lines += ["", _("Källor:")]
        lines += [f"{figure.key}: {figure.source}" for figure in _figures(report)]
        lines += [f"{table.key}: {table.source}" for table in (*report.tables(), *report.appendix)]
        add(_("LÄSMIG.txt"), "\r\n".join(map(printable, lines)).encode("utf-8-sig"))
    return buffer.getvalue()


def to_files(
    report: Report, kinds: Sequence[str], *, progress: Progress = lambda _done, _next: None
) -> dict[str, bytes]:
    """Write a report in some formats.

    Parameters
    ----------
    report : Report
        What it says.
    kinds : sequence of str
        Of :data:`FORMATS`.
    progress : callable
        Told how far it has come.

    Returns
    -------
    dict of str to bytes
        Content of each file by its kind.
    """
    figures = _figures(report)
    wanted = set(kinds)
    words = bool({"docx", "zip"} & wanted)
    steps = len(figures) * words + 3 + (len(figures) + 1) * ("zip" in wanted)
    done = 0

    def step(text: str) -> None:
        nonlocal done
        progress(min(done / steps, 1.0), text)
        done += 1

    made: dict[str, bytes] = {}
    # The browser draws while slides and workbook are written: it is a process of its own.
    with ThreadPoolExecutor(1) as drawing:
        awaited = [drawing.submit(_picture, figure) for figure in (figures if words else ())]
        if {"pptx", "zip"} & wanted:
            step(_("Skriver PowerPoint-filen …"))
            made["pptx"] = to_slides(report)
        if {"xlsx", "zip"} & wanted:
            step(_("Skriver Excel-filen …"))
            made["xlsx"] = to_workbook(report)
        pictures = {}
        for figure, picture in zip(figures, awaited, strict=False):
            step(_("Ritar {figure} …").format(figure=figure.title))
            pictures[figure.key] = picture.result()
    if words:
        step(_("Skriver Word-filen …"))
        made["docx"] = to_word(report, pictures)
    if "zip" in wanted:
        made["zip"] = _archive(report, made, step)
    progress(1.0, _("Klart"))
    return {kind: made[kind] for kind in kinds}
