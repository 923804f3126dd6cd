"""``demografi export``: files whole or not at all, without a window, errors in one English line."""

from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pptx
import pytest

from demografi import Dataset
from demografi.cli import main
from demografi.indicators import observed
from demografi.projection import Trajectories
from demografi.scenario import Measure, Scenario, write


@pytest.fixture(autouse=True)
def small_projection(monkeypatch: pytest.MonkeyPatch, trajectories: Trajectories) -> None:
    monkeypatch.setattr("demografi.projection.project", lambda *_data, **_how: trajectories)
    monkeypatch.setattr("demografi.export.image._browser", lambda: None)


def left(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_three_files_hold_the_same_population(
    tmp_path: Path, dataset: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {kind: tmp_path / f"umea.{kind}" for kind in ("docx", "pptx", "xlsx")}
    options = [part for kind, path in files.items() for part in (f"--{kind}", str(path))]
    wanted = ["--template", "kommunbild", "--regions", "2480", "--contents", "framtid"]
    assert main(["export", *wanted, *options]) == 0
    assert left(tmp_path) == ["umea.docx", "umea.pptx", "umea.xlsx"]
    now = int(observed(dataset, "2480", "population")["value"].iloc[-1])
    written = f"{now:,}".replace(",", "\N{NO-BREAK SPACE}")
    document = docx.Document(str(files["docx"]))
    assert any(written in paragraph.text for paragraph in document.paragraphs)
    deck = pptx.Presentation(str(files["pptx"]))
    assert any(written in slide.shapes.title.text_frame.text for slide in deck.slides)
    sheet = openpyxl.load_workbook(files["xlsx"])["prognos-2480"]
    rows = {row[0]: row[1] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert rows[2025] == now
    assert "Word written to" in capsys.readouterr().out


def test_a_file_per_region(tmp_path: Path) -> None:
    name = str(tmp_path / "bild-{region}.xlsx")
    wanted = ["--template", "kommunbild", "--regions", "2403,2404", "--contents", "historia"]
    assert main(["export", *wanted, "--xlsx", name]) == 0
    assert left(tmp_path) == ["bild-2403.xlsx", "bild-2404.xlsx"]
    assert "folkmangd-2404" in openpyxl.load_workbook(tmp_path / "bild-2404.xlsx").sheetnames


def test_report_on_a_saved_scenario(tmp_path: Path) -> None:
    saved = tmp_path / "gruva.json"
    jobs = Measure.of("employer", "2421", {"jobs": 300, "from": 2028})
    saved.write_text(write(Scenario("Gruvan", (jobs,))), "utf-8")
    wanted = ["--template", "scenario", "--regions", "2421", "--contents", "utfall"]
    target = tmp_path / "gruvan.docx"
    assert main(["export", *wanted, "--scenario", str(saved), "--docx", str(target)]) == 0
    document = docx.Document(str(target))
    assert document.core_properties.title == "Scenario för Storuman: Gruvan"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--template", "bok", "--docx", "F"], "There is no template 'bok'"),
        (["--template", "kommunbild"], "Nowhere to write"),
        (["--template", "kommunbild", "--regions", "9999", "--docx", "F"], "Unknown region"),
        (["--template", "kommunbild", "--docx", "-"], "cannot go to standard output"),
        (["--template", "scenario", "--docx", "F"], "needs a scenario"),
        (["--template", "rus", "--docx", "F", "--pptx", "F"], "same name"),
        (["--template", "rus", "--docx", "a-{region}", "--pptx", "b"], "others do not"),
        (["--template", "rus", "--contents", "x", "--docx", "F"], "no section 'x'"),
        (["--template", "rus", "--docx", "saknas/F"], "Cannot write to"),
        (["--template", "scenario", "--scenario", "saknas.json", "--docx", "F"], "Cannot read"),
    ],
)
def test_refusals_leave_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", *options]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("demografi: error: ")
    assert told.count("\n") == 1
    assert left(tmp_path) == []


def test_failure_midway_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "rapport.docx"
    target.write_text("gammal")

    def full(*_report: object, **_how: object) -> dict[str, bytes]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("demografi.export.bundle.to_files", full)
    wanted = ["--template", "rus", "--contents", "historia"]
    assert main(["export", *wanted, "--docx", str(target)]) == 2
    assert "No space left" in capsys.readouterr().err
    assert target.read_text() == "gammal"
    assert left(tmp_path) == ["rapport.docx"]
