"""Everything in an archive, also where no browser is."""

import io
import zipfile

import docx
import pytest

from demografi.export import image
from demografi.export.bundle import FORMATS, file_stem, to_files
from demografi.report import Report

Told = list[tuple[float, str]]


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "_browser", lambda: None)


@pytest.fixture(scope="module")
def made_once(hostile: Report) -> tuple[dict[str, bytes], Told]:
    """Return every file of a report, and what was told on the way."""
    told: Told = []
    with pytest.MonkeyPatch.context() as lacking:
        lacking.setattr(image, "_browser", lambda: None)
        files = to_files(
            hostile, list(FORMATS), progress=lambda done, text: told.append((done, text))
        )
    return files, told


def test_all_files_are_made_without_a_browser(
    hostile: Report, made_once: tuple[dict[str, bytes], Told]
) -> None:
    files, told = made_once
    assert set(files) == set(FORMATS)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (1.0, "Klart")
    with zipfile.ZipFile(io.BytesIO(files["zip"])) as made:
        assert made.testzip() is None
        names = made.namelist()
        for name in names:
            assert not name.startswith("/")
            assert ".." not in name
        endings = {name.rsplit(".", 1)[1] for name in names}
        assert endings == {"docx", "pptx", "xlsx", "png", "svg", "pdf", "csv", "txt"}
        stem = file_stem(hostile)
        assert made.read(f"{stem}.docx") == files["docx"]
        (csv,) = [name for name in names if name.startswith("figurer/") and name.endswith("csv")]
        assert made.read(csv).startswith(b"\xef\xbb\xbf")
        assert hostile.about["Dataversion"] in made.read("LÄSMIG.txt").decode("utf-8-sig")
    document = docx.Document(io.BytesIO(files["docx"]))
    figures = len(list(hostile.figures()))
    assert len(document.inline_shapes) == figures


def test_stem_says_what_and_which_version(report: Report) -> None:
    assert file_stem(report) == f"kommunbild-umea-{report.about['Dataversion']}"


@pytest.mark.usefixtures("no_browser")
def test_archive_is_the_same_twice(
    hostile: Report, made_once: tuple[dict[str, bytes], Told]
) -> None:
    first, second = made_once[0]["zip"], to_files(hostile, ["zip"])["zip"]
    with zipfile.ZipFile(io.BytesIO(first)) as a, zipfile.ZipFile(io.BytesIO(second)) as b:
        for one, other in zip(a.infolist(), b.infolist(), strict=True):
            assert one.filename == other.filename
            assert one.date_time == other.date_time
            if one.filename.endswith((".png", ".svg", ".pdf", ".csv", ".txt")):
                assert a.read(one) == b.read(other), one.filename
