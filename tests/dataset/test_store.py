"""Reading, writing and refusing dataset directories."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from demografi.dataset import (
    SNAPSHOT,
    TABLES,
    Dataset,
    load,
    read_directory,
    write_directory,
    writing,
)
from demografi.dataset.manifest import sha256
from demografi.errors import DatasetError, RequestError


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the snapshot that may be damaged."""
    return Path(shutil.copytree(SNAPSHOT, tmp_path / "data"))


def contents(directory: Path) -> dict[str, str]:
    return {path.name: sha256(path) for path in sorted(directory.iterdir())}


def edit_manifest(directory: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    path = directory / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    edit(manifest)
    path.write_text(json.dumps(manifest), "utf-8")


def test_snapshot_is_small() -> None:
    assert sum(path.stat().st_size for path in SNAPSHOT.iterdir()) < 6_000_000


def test_manifest_is_complete(dataset: Dataset) -> None:
    files = dataset.manifest["files"]
    assert {Path(name).stem for name in files} == {*TABLES, "regions", "municipalities"}
    for name, entry in files.items():
        assert entry["sha256"] == sha256(SNAPSHOT / name)
        assert entry["note"]
        assert entry["sources"]
        for source in entry["sources"]:
            assert source["provider"]
            assert source["table"]
            assert "contents" in source
    for name in TABLES:
        entry = files[f"{name}.parquet"]
        frame = dataset.table(name)
        assert entry["rows"] == len(frame)
        if "region" in frame.columns:
            assert entry["regions"] == sorted(frame["region"].unique())
            column = "year" if "year" in frame.columns else "target_year"
            assert entry["years"] == [frame[column].min(), frame[column].max()]


def test_manifest_names_the_known_gaps(dataset: Dataset) -> None:
    def lacks(table: str) -> set[tuple[str, str, str, int]]:
        gaps = dataset.manifest["files"][f"{table}.parquet"]["gaps"]
        return {(g["level"], g["sex"], g["years"], len(g["regions"])) for g in gaps}

    assert ("municipality", "F", "2020-2023, 2025", 13) in lacks("population")
    assert ("municipality", "M", "2020-2025", 29) in lacks("population")
    assert ("county", "F", "2016-2025", 4) in lacks("population")
    assert ("municipality", "", "2023-2025", 29) in lacks("population_total")
    assert ("municipality", "", "all", 42) in lacks("births")
    assert ("municipality", "", "all", 42) in lacks("gross_migration")


def test_sources_follow_year_and_row(dataset: Dataset) -> None:
    assert [s.label for s in dataset.sources("population", [2024])] == ["SCB TAB638"]
    assert [s.label for s in dataset.sources("population", [2025])] == ["SCB TAB5557"]
    assert [s.table for s in dataset.sources("population")] == ["TAB638", "TAB5557"]
    found = dataset.sources("components", rows=["SCB TAB960"])
    assert [s.contents for s in found] == ["BE0101D9"]


def test_rows_are_the_regions_asked_for(dataset: Dataset) -> None:
    frame = dataset.rows("births", ["2482", "2480"])
    assert set(frame["region"]) == {"2480", "2482"}
    assert dataset.rows("births", "2401").empty
    with pytest.raises(RequestError, match="Choose one of: population"):
        dataset.table("nonsense")


def test_readme_is_in_step_with_schema_and_manifest(dataset: Dataset) -> None:
    text = (SNAPSHOT / "README.md").read_text("utf-8")
    words = " ".join(text.split())
    for name, table in TABLES.items():
        section = words.split(f"### {name} ")[1].split("### ")[0]
        assert table.doc in section
        rows = dataset.manifest["files"][f"{name}.parquet"]["rows"]
        assert f"{rows:,} rows".replace(",", " ") in section
        for column in table.columns:
            assert f"| `{column.name}` | {column.doc} |" in section
        for source in table.sources:
            assert source.label in section
        for remark in table.remarks:
            assert remark in section
    assert "Källa: Kolada" in text
    assert "CC0" in text


def test_round_trip(tmp_path: Path, dataset: Dataset) -> None:
    written = write_directory(SNAPSHOT, tmp_path / "a", note="a note")
    for name, frame in dataset.tables.items():
        pd.testing.assert_frame_equal(written.table(name), frame)
    pd.testing.assert_frame_equal(written.regions.frame, dataset.regions.frame)
    assert written.boundaries == dataset.boundaries
    assert written.manifest["note"] == "a note"
    assert written.version == dataset.version
    again = write_directory(tmp_path / "a", tmp_path / "b", note="a note")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert again.path == tmp_path / "b"


def test_csv_tables_are_read_without_a_manifest(tmp_path: Path, dataset: Dataset) -> None:
    dataset.regions.frame.to_csv(tmp_path / "regions.csv", index=False)
    for name in ("births", "population_total"):
        dataset.table(name).assign(foreign=1).to_csv(tmp_path / f"{name}.csv", index=False)
    found = read_directory(tmp_path)
    assert set(found.tables) == {"births", "population_total"}
    pd.testing.assert_frame_equal(found.table("births"), dataset.table("births"))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def foreign(path: Path) -> None:
    pd.DataFrame({"kommun": ["Umeå"], "antal": [1]}).to_parquet(path)


def text(path: Path) -> None:
    path.write_text("not a table at all", "utf-8")


def negative(path: Path) -> None:
    frame = pd.read_parquet(path)
    frame.loc[11, "value"] = -3
    frame.to_parquet(path)


def resaved(path: Path) -> None:
    pd.read_parquet(path).to_parquet(path, compression="gzip")


@pytest.mark.parametrize(
    ("damage", "code", "says"),
    [
        (Path.unlink, "missing_file", "is missing"),
        (truncate, "unreadable", "cannot be read"),
        (text, "unreadable", "cannot be read"),
        (foreign, "missing_column", "column region"),
        (negative, "out_of_range", "column value, row 12"),
        (resaved, "checksum", "SHA-256"),
    ],
)
@pytest.mark.parametrize("table", ["births", "population"])
def test_damaged_file(
    copy: Path, table: str, damage: Callable[[Path], object], code: str, says: str
) -> None:
    damage(copy / f"{table}.parquet")
    with pytest.raises(DatasetError, match=f"table {table}.*{says}") as caught:
        read_directory(copy)
    assert caught.value.code == code
    assert caught.value.facts["table"] == table
    assert caught.value.remedy


def test_damaged_regions(copy: Path) -> None:
    path = copy / "regions.csv"
    path.write_text(path.read_text("utf-8").replace("code,name", "kod,namn"), "utf-8")
    with pytest.raises(DatasetError, match="table regions, column code"):
        read_directory(copy)
    path.unlink()
    with pytest.raises(DatasetError, match="regions"):
        read_directory(copy)


@pytest.mark.parametrize(
    "edit",
    [
        lambda manifest: manifest.pop("files"),
        lambda manifest: manifest.pop("schema_version"),
        lambda manifest: manifest.update(files=["population.parquet"]),
        lambda manifest: manifest.update(files={"population.parquet": "sha"}),
        lambda manifest: manifest["files"]["births.parquet"].pop("sha256"),
    ],
)
def test_broken_manifest(copy: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    edit_manifest(copy, edit)
    with pytest.raises(DatasetError, match=r"manifest\.json cannot be read"):
        read_directory(copy)


def test_manifest_that_is_not_json(copy: Path) -> None:
    (copy / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(DatasetError, match=r"manifest\.json cannot be read"):
        read_directory(copy)


def test_manifest_of_another_schema_version(copy: Path) -> None:
    edit_manifest(copy, lambda manifest: manifest.update(schema_version=99))
    with pytest.raises(DatasetError, match="schema version 99") as caught:
        read_directory(copy)
    assert caught.value.facts == {"found": 99, "expected": 1}


def test_manifest_without_an_essential_table(copy: Path) -> None:
    edit_manifest(copy, lambda manifest: manifest["files"].pop("population.parquet"))
    with pytest.raises(DatasetError, match="table population: the manifest does not name it"):
        read_directory(copy)


def test_no_directory_and_no_tables(tmp_path: Path, dataset: Dataset) -> None:
    with pytest.raises(DatasetError, match="no dataset directory"):
        load(tmp_path / "nothing")
    dataset.regions.frame.to_csv(tmp_path / "regions.csv", index=False)
    with pytest.raises(DatasetError, match="none of the tables"):
        load(tmp_path)


def test_failed_import_leaves_the_old_files(copy: Path, tmp_path: Path) -> None:
    before = contents(copy)
    source = Path(shutil.copytree(SNAPSHOT, tmp_path / "source"))
    (source / "manifest.json").unlink()
    negative(source / "births.parquet")
    with pytest.raises(DatasetError, match="table births, column value, row 12"):
        write_directory(source, copy, note="new")
    assert contents(copy) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "source"]


def test_import_stopped_half_way_puts_the_old_files_back(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(copy)
    move = Path.replace
    moved = []

    def stops(self: Path, target: Path) -> Path:
        moved.append(self.name)
        if self.parent.name == "new" and self.name == "manifest.json":
            raise OSError(28, "No space left on device")
        return move(self, target)

    monkeypatch.setattr(Path, "replace", stops)
    with pytest.raises(RequestError, match="No space left") as caught:
        write_directory(SNAPSHOT, copy, note="new")
    assert caught.value.code == "unwritable"
    assert "births.parquet" in moved
    assert contents(copy) == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_import_leaves_other_files_alone(copy: Path) -> None:
    readme = (copy / "README.md").read_bytes()
    write_directory(SNAPSHOT, copy, note="new")
    assert (copy / "README.md").read_bytes() == readme
    assert load(copy).manifest["note"] == "new"


def test_import_into_an_impossible_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RequestError, match="Cannot write to"):
        write_directory(SNAPSHOT, tmp_path / "file" / "data", note="new")


def test_import_of_a_turned_boundary(tmp_path: Path) -> None:
    source = Path(shutil.copytree(SNAPSHOT, tmp_path / "source"))
    (source / "manifest.json").unlink()
    path = source / "municipalities.geojson"
    collection = json.loads(path.read_text("utf-8"))
    geometry = collection["features"][0]["geometry"]
    rings = geometry["coordinates"]
    (rings if geometry["type"] == "Polygon" else rings[0])[0].reverse()
    path.write_text(json.dumps(collection), "utf-8")
    with pytest.raises(DatasetError, match="clockwise"):
        write_directory(source, tmp_path / "data", note="new")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("after", range(6))
def test_files_are_replaced_all_or_none_wherever_it_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    new, target, old = (tmp_path / name for name in ("new", "target", "old"))
    for directory in (new, target, old):
        directory.mkdir()
    for name in "abc":
        (new / name).write_text("new")
    for name in "ac":
        (target / name).write_text("old")
    real, calls = Path.replace, iter(range(100))

    def replace(path: Path, to: Path) -> Path:
        if path.parent != old and next(calls) == after:
            raise KeyboardInterrupt
        return real(path, to)

    monkeypatch.setattr(Path, "replace", replace)
    if after < 5:  # two files to put aside, three to put in
        with pytest.raises(KeyboardInterrupt):
            writing._replace_files(new, target, old)
        assert {p.name: p.read_text() for p in target.iterdir()} == dict.fromkeys("ac", "old")
    else:
        writing._replace_files(new, target, old)
        assert {p.name: p.read_text() for p in target.iterdir()} == dict.fromkeys("abc", "new")
