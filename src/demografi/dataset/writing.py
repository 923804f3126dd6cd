"""Writing a dataset directory, whole or not at all."""

import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from demografi.dataset.consistency import check_boundaries, check_rules
from demografi.dataset.manifest import BOUNDARIES, MANIFEST, REGIONS, describe
from demografi.dataset.schema import TABLES
from demografi.dataset.store import Dataset, read_boundaries, read_directory, typed
from demografi.errors import RequestError
from demografi.regions import Regions

__all__ = ["write_dataset", "write_directory"]


def _contents(dataset: Dataset, source: Path) -> dict[str, bytes]:
    """Bytes of every file of a dataset but the manifest."""
    contents: dict[str, bytes] = {}
    for name, frame in dataset.tables.items():
        buffer = io.BytesIO()
        frame.to_parquet(buffer, index=False, compression="zstd")
        contents[f"{name}.parquet"] = buffer.getvalue()
    contents[REGIONS] = dataset.regions.frame.to_csv(index=False, lineterminator="\n").encode()
    if (source / BOUNDARIES).exists():
        collection = read_boundaries(source / BOUNDARIES)
        check_boundaries(collection, dataset.regions.frame)
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        contents[BOUNDARIES] = text.encode()
    return contents


def _replace_files(new: Path, target: Path, old: Path) -> None:
    """Move files of ``new`` into ``target``, all or none; what they replace goes to ``old``."""
    placed: list[str] = []
    try:
        for path in sorted(new.iterdir()):
            if (target / path.name).exists():
                (target / path.name).replace(old / path.name)
            placed.append(path.name)
            path.replace(target / path.name)
    except OSError:
        for name in placed:
            (target / name).unlink(missing_ok=True)
            if (old / name).exists():
                (old / name).replace(target / name)
        raise


def write_directory(source: Path, target: Path, *, note: str, date: str = "") -> Dataset:
    """Check a directory of tidy tables and write it as a dataset with manifest.

    Everything is written to a directory beside the target and read back before a single file of
    the target is touched; a failure leaves the target as it was.

    Parameters
    ----------
    source : Path
        Directory of tables as Parquet or CSV, ``regions.csv``, boundaries.
    target : Path
        Where to write. Other files there, such as a README, are left alone.
    note : str
        How the figures were obtained; stored in the manifest.
    date : str
        When, as an ISO date or month; shown beside the source of every figure.

    Raises
    ------
    DatasetError
        The source breaks a rule.
    RequestError
        The target cannot be written.
    """
    dataset = read_directory(source)
    contents = _contents(dataset, source)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as beside:
            new, old = Path(beside, "new"), Path(beside, "old")
            new.mkdir()
            old.mkdir()
            for name, body in contents.items():
                (new / name).write_bytes(body)
            manifest = describe(new, dataset.tables, dataset.regions.frame, note=note, date=date)
            text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
            (new / MANIFEST).write_text(text, "utf-8")
            read_directory(new)
            _replace_files(new, target, old)
    except OSError as reason:
        raise RequestError(
            "unwritable",
            f"Cannot write to {target} ({reason.strerror or reason}).",
            "Choose a directory you may write to.",
            path=str(target),
        ) from reason
    return read_directory(target)


def _to_disk(path: Path, body: bytes) -> None:
    """Write a file so that it survives a power cut, not only the end of the process."""
    with path.open("wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())


def write_dataset(
    tables: Mapping[str, pd.DataFrame],
    regions: pd.DataFrame,
    boundaries: Path,
    target: Path,
    *,
    note: str,
    date: str,
    facts: Mapping[str, Any],
) -> Dataset:
    """Check frames by the rules of each table and write them as a dataset in a new directory.

    The caller moves the directory into place; nothing else is touched here. Whether figures that
    do not agree with each other may be taken into use is the caller's to decide
    (:func:`demografi.dataset.agreement.disagreements`).

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Frames by table.
    regions : DataFrame
        As in ``regions.csv``.
    boundaries : Path
        Directory that has the boundaries.
    target : Path
        Directory to write to; it must not have a dataset yet.
    note, date : str
        How and when the figures were obtained.
    facts : mapping
        More for the manifest.

    Raises
    ------
    DatasetError
        The figures break a rule.
    OSError
        The directory cannot be written.
    """
    check_rules(tables, regions)
    frames = {name: typed(TABLES[name], frame) for name, frame in tables.items()}
    dataset = Dataset(frames, Regions(regions), {}, target)
    target.mkdir(parents=True, exist_ok=True)
    for name, body in _contents(dataset, boundaries).items():
        _to_disk(target / name, body)
    fetched = "TAB5557" in facts.get("fetched", {})
    manifest = describe(target, frames, regions, note=note, date=date, fetched=fetched)
    manifest |= dict(facts)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    _to_disk(target / MANIFEST, text.encode())
    return read_directory(target)
