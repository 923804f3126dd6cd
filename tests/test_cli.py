"""The command line: what it writes, and how it says no."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from demografi.cli import main
from demografi.dataset import SNAPSHOT, TABLES, Dataset

Capture = pytest.CaptureFixture[str]


def refused(capsys: Capture, *arguments: str) -> str:
    """Run a command that must fail: exit code 2, one line on stderr, nothing on stdout."""
    assert main(arguments) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith("demografi: error: ")
    assert written.err.count("\n") == 1
    return written.err


def test_status(capsys: Capture) -> None:
    assert main(["status"]) == 0
    out = capsys.readouterr().out
    assert "checksums verified" in out
    assert "Newest     2025; with ages 2025" in out
    assert "2020-2023, 2025" in out
    for name in TABLES:
        assert f"\n{name}  " in out


def test_status_json(capsys: Capture, dataset: Dataset) -> None:
    assert main(["status", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == dataset.version
    assert found["checksums"] == "verified"
    assert (found["newest_year"], found["newest_year_with_ages"]) == (2025, 2025)
    assert set(found["tables"]) == set(TABLES)
    population = found["tables"]["population"]
    assert population["rows"] == len(dataset.table("population"))
    assert population["gaps"]
    assert len(population["sha256"]) == 64


def test_status_of_another_directory(capsys: Capture, tmp_path: Path) -> None:
    shutil.copytree(SNAPSHOT, tmp_path / "data")
    assert main(["status", "--data", str(tmp_path / "data")]) == 0
    assert str(tmp_path) in capsys.readouterr().out
    path = tmp_path / "data" / "births.parquet"
    path.write_bytes(path.read_bytes()[:100])
    assert "table births" in refused(capsys, "status", "--data", str(tmp_path / "data"))
    assert "no dataset directory" in refused(capsys, "status", "--data", str(tmp_path / "none"))


@pytest.mark.parametrize("table", TABLES)
def test_data_writes_every_table(
    capsys: Capture, tmp_path: Path, dataset: Dataset, table: str
) -> None:
    path = tmp_path / "out.csv"
    assert main(["data", table, "--out", str(path)]) == 0
    text = {c.name: "str" for c in TABLES[table].columns if c.kind == "text"}
    frame = pd.read_csv(path, dtype=text, keep_default_na=False)
    assert list(frame.columns) == TABLES[table].names
    expected = dataset.table(table)
    pd.testing.assert_frame_equal(frame.astype(expected.dtypes.to_dict()), expected)
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]
    told = capsys.readouterr().out
    assert told == f"{len(expected)} rows of {table} written to {path}\n"


def test_data_chooses_regions_and_years(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "out.csv"
    choice = ["--regions", "2480, 24", "--years", "2014-2015"]
    assert main(["data", "population", *choice, "--out", str(path)]) == 0
    assert f"808 rows of population written to {path}" in capsys.readouterr().out
    frame = pd.read_csv(path, dtype={"region": "str"})
    assert set(frame["region"]) == {"2480", "24"}
    assert set(frame["year"]) == {2014, 2015}
    assert len(frame) == 2 * 2 * 2 * 101
    umea = frame[(frame["region"] == "2480") & (frame["year"] == 2015)]
    assert umea["value"].sum() == 120_777


def test_data_of_a_group_is_its_members(capsys: Capture) -> None:
    choice = ["--regions", "region8", "--years", "2024", "--out", "-"]
    assert main(["data", "population_total", *choice]) == 0
    frame = pd.read_csv(io.StringIO(capsys.readouterr().out), dtype={"region": "str"})
    assert len(frame) == 8
    assert list(frame.columns) == TABLES["population_total"].names


def test_data_of_projections_chooses_target_years(capsys: Capture) -> None:
    choice = ["--regions", "2480", "--years", "2024", "--out", "-"]
    assert main(["data", "official_projection", *choice]) == 0
    frame = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert set(frame["target_year"]) == {2024}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "Unknown table 'nonsense'"),
        (["births", "--regions", "9999"], "Unknown region '9999'"),
        (["births", "--regions", ","], "No region"),
        (["births", "--regions", "2480,2401"], "no rows of region 2401"),
        (["population_total", "--regions", "24"], "15 of its municipalities: --regions 2401,2403"),
        (["births", "--years", "2015-2010"], "runs backwards"),
        (["births", "--years", "last"], "not a span of years"),
        (["births", "--years", "1066"], "no rows of 1066"),
        (["kolada_definitions", "--regions", "2480"], "has no regions"),
        (["kolada_definitions", "--years", "2020"], "has no years"),
    ],
)
def test_data_refuses(capsys: Capture, tmp_path: Path, arguments: list[str], says: str) -> None:
    path = tmp_path / "out.csv"
    assert says in refused(capsys, "data", *arguments, "--out", str(path))
    assert list(tmp_path.iterdir()) == []


def test_unwritable_paths(capsys: Capture, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "out.csv"):
        for command in (["data", "births"], ["project", "--draws", "5"]):
            assert "Cannot write to" in refused(capsys, *command, "--out", str(path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"], ids=["long", "null"])
def test_what_cannot_be_a_files_name(capsys: Capture, tmp_path: Path, name: str) -> None:
    for command in (["data", "births"], ["evaluate", "--origin", "2015"]):
        assert "Cannot write to" in refused(capsys, *command, "--out", str(tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_directory_should_be(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    for command in (["backtest"], ["evaluate", "--origin", "2015"]):
        told = refused(capsys, *command, "--out", str(path))
        assert "Cannot write to" in told
        assert "Choose a directory you may write to." in told
    assert path.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("command", ["data", "project", "import", "status"])
def test_interrupted(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Ctrl-C: one line, another exit code than a refusal's, files as before."""
    path = tmp_path / "out"
    if command == "import":
        shutil.copytree(SNAPSHOT, path)
    elif command != "status":
        path.write_text("old")
    before = {p.name: p.read_bytes() for p in path.iterdir()} if path.is_dir() else None

    def stops(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    arguments, place = {
        "data": (["births", "--out", str(path)], "demografi.cli.data.write_csv"),
        "project": (["--draws", "5", "--out", str(path)], "demografi.projection.project"),
        "import": (
            [str(SNAPSHOT), "--out", str(path), "--note", "x", "--date", "2026-11"],
            "demografi.dataset.writing._replace_files",
        ),
        "status": ([], "demografi.cli.status.read"),
    }[command]
    monkeypatch.setattr(place, stops)
    assert main([command, *arguments]) == 130
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "demografi: interrupted; no file has been changed\n")
    if before is not None:
        assert {p.name: p.read_bytes() for p in path.iterdir()} == before
    elif command != "status":
        assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ([] if command == "status" else ["out"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk(capsys: Capture) -> None:
    assert "No space left" in refused(capsys, "data", "births", "--out", "/dev/full")
    assert Path("/dev/full").is_char_device()


def test_failed_write_leaves_the_old_file(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def stops(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", stops)
    assert "No space left" in refused(capsys, "data", "births", "--out", str(path))
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]


def test_existing_file_and_link_are_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    link.symlink_to(real)
    assert main(["data", "births", "--regions", "2480", "--out", str(link)]) == 0
    assert link.is_symlink()
    assert real.read_text().startswith("region,year")


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["data"], ["data", "births"], ["--wrong"]])
def test_usage_errors_are_one_line(capsys: Capture, arguments: list[str]) -> None:
    assert "--help" in refused(capsys, *arguments)


@pytest.mark.parametrize("arguments", [["--help"], ["project", "--help"], ["--version"]])
def test_help(capsys: Capture, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 0
    assert "demografi" in capsys.readouterr().out


def test_import(capsys: Capture, tmp_path: Path, dataset: Dataset) -> None:
    target = tmp_path / "new"
    arguments = [
        "import",
        str(SNAPSHOT),
        "--out",
        str(target),
        "--note",
        "copied for a test",
        "--date",
        "2026-11",
    ]
    assert main(arguments) == 0
    assert dataset.version in capsys.readouterr().out
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    assert manifest["note"] == "copied for a test"
    assert manifest["date"] == "2026-11"
    assert "note" in refused(capsys, *arguments[:4])


def test_import_wants_a_date(capsys: Capture, tmp_path: Path) -> None:
    choice = ["import", str(SNAPSHOT), "--out", str(tmp_path / "new"), "--note", "x"]
    assert "is not a date" in refused(capsys, *choice, "--date", "i november")
    assert list(tmp_path.iterdir()) == []


def test_import_of_nothing(capsys: Capture, tmp_path: Path) -> None:
    arguments = [
        "import",
        str(tmp_path / "none"),
        "--out",
        str(tmp_path / "new"),
        "--note",
        "x",
        "--date",
        "2026-11",
    ]
    assert "no dataset directory" in refused(capsys, *arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "table births: "),
        ("region,year,sex,mother_age,ckm,value\n", "table births: there are no rows."),
        ("region;year;sex;mother_age;ckm;value\n2480;2020;F;30;0;5\n", "separated by commas: "),
        ("region,year,sex,mother_age,ckm\n2480,2020,F,30,False\n", "column value: the column is "),
        ("region,year,sex,mother_age,ckm,value\n2480,2020,F,30,False,\n", "row 1: an empty cell"),
        ("region,year,sex,mother_age,ckm,value\n2480,20.5,F,30,False,1\n", "row 1: 20.5 is not "),
    ],
    ids=["empty", "header", "semicolons", "column", "cell", "number"],
)
def test_import_names_what_is_wrong_with_a_table(
    capsys: Capture, tmp_path: Path, text: str, says: str
) -> None:
    source = tmp_path / "tables"
    source.mkdir()
    shutil.copy(SNAPSHOT / "regions.csv", source)
    (source / "births.csv").write_text(text, "utf-8")
    choice = ["--out", str(tmp_path / "new"), "--note", "x", "--date", "2026-11"]
    assert says in refused(capsys, "import", str(source), *choice)
    assert says in refused(capsys, "status", "--data", str(source))
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def test_project(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    choice = ["--regions", "2480,24", "--to", "2027", "--draws", "20", "--seed", "3"]
    assert main(["project", *choice, "--out", str(path), "--json"]) == 0
    text = {"region": "str", "age": "str"}
    frame = pd.read_csv(path, dtype=text)
    assert list(frame.columns) == ["region", "year", "sex", "age", "mean", "p10", "p50", "p90"]
    assert set(frame["region"]) == {"2480", "24"}
    assert set(frame["sex"]) == {"F", "M", "T"}
    assert set(frame["age"]) == {*map(str, range(101)), "total"}
    assert frame["year"].max() == 2027
    assert (frame["p10"] <= frame["p90"]).all()
    summary = json.loads(capsys.readouterr().out)
    assert (summary["to"], summary["draws"], summary["seed"]) == (2027, 20, 3)
    umea = summary["regions"]["2480"]
    assert umea["name"] == "Umeå"
    total = frame[(frame["region"] == "2480") & (frame["sex"] == "T") & (frame["age"] == "total")]
    last = total[total["year"] == 2027].iloc[0]
    assert umea["population"]["2027"]["p90"] == pytest.approx(float(last["p90"]), abs=0.1)


def test_project_says_when_ages_are_carried_forward(tmp_path: Path, capsys: Capture) -> None:
    """Ages of Luleå's county end before its totals do."""
    choice = ["project", "--regions", "2580", "--to", "2026", "--draws", "5"]
    assert main([*choice, "--out", str(tmp_path / "a.csv")]) == 0
    told = capsys.readouterr().err
    assert "demografi: note: jump-off: ages: ages of 2019 carried forward" in told
    assert pd.read_csv(tmp_path / "a.csv")["year"].min() == 2022
    assert main(["project", "--to", "2026", "--draws", "5", "--out", str(tmp_path / "b.csv")]) == 0
    assert capsys.readouterr().err == ""


def test_project_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    choice = ["project", "--regions", "2463", "--to", "2026", "--draws", "10"]
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert main([*choice, "--seed", seed, "--out", str(tmp_path / name)]) == 0
    a, b, c = ((tmp_path / name).read_bytes() for name in "abc")
    assert a == b
    assert a != c


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--regions", "9999"], "Unknown region '9999'"),
        (["--regions", "00"], "cannot be projected"),
        (["--regions", "2580,2480"], "different counties (24, 25)"),
        (["--regions", "2480,umearegionen"], "Region umearegionen cannot be projected"),
        (["--to", "2025"], "not after the jump-off year 2025"),
        (["--to", "2200"], "2200"),
        (["--to", "soon"], "--to"),
        (["--draws", "0"], "draws"),
    ],
)
def test_project_refuses(capsys: Capture, tmp_path: Path, arguments: list[str], says: str) -> None:
    path = tmp_path / "out.csv"
    assert says in refused(capsys, "project", *arguments, "--out", str(path))
    assert list(tmp_path.iterdir()) == []


def test_project_needs_one_place_to_write(capsys: Capture) -> None:
    assert "Nowhere to write" in refused(capsys, "project")
    assert "standard output" in refused(capsys, "project", "--out", "-", "--json")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "demografi.cli", *arguments]


def test_as_a_process(tmp_path: Path) -> None:
    """Also under a console that knows only ASCII, from another directory."""
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    if sys.prefix.isascii():  # or Python itself could not read the name of its own folder
        ascii_only |= {"PYTHONUTF8": "0", "LC_ALL": "C"}
    run = subprocess.run(
        command("data", "kolada_definitions", "--out", "-"),
        capture_output=True,
        env=ascii_only,
        cwd=tmp_path,
        check=True,
    )
    assert "Födda" in run.stdout.decode("utf-8")
    assert run.stderr == b""
    failed = subprocess.run(
        command("data", "births", "--regions", "Umeå", "--out", "x.csv"),
        capture_output=True,
        env=ascii_only,
        cwd=tmp_path,
        check=False,
    )
    assert failed.returncode == 2
    assert failed.stderr.startswith(b"demografi: error: Unknown region")
    assert failed.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_reader_that_stops_listening() -> None:
    with subprocess.Popen(
        command("data", "population", "--out", "-"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"region,")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1
