"""Writing a dataset directory, whole or not at all."""

import hashlib
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from demografi.dataset.checks import check_table
from demografi.dataset.consistency import check_boundaries, check_region_list
from demografi.dataset.manifest import (
    BOUNDARIES,
    MANIFEST,
    REGIONS,
    describe,
    describe_table,
    manifest,
    remarks,
    sha256,
)
from demografi.dataset.schema import TABLES
from demografi.dataset.store import (
    Dataset,
    read_boundaries,
    read_directory,
    read_manifest,
    read_table,
    typed,
)
from demografi.errors import DatasetError, RequestError
from demografi.regions import Regions

__all__ = ["DatasetWriter", "write_directory"]


def _contents(dataset: Dataset, source: Path) -> dict[str, bytes]:
    """Bytes of every file of a dataset but the manifest."""
    contents: dict[str, bytes] = {}
    for name, frame in dataset.tables.items():
        contents[f"{name}.parquet"] = _parquet(frame)
    return contents | _beside_tables(dataset.regions.frame, source)


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def _beside_tables(regions: pd.DataFrame, source: Path) -> dict[str, bytes]:
    """Bytes of the list of regions, and of the boundaries if there are any."""
    contents = {REGIONS: regions.to_csv(index=False, lineterminator="\n").encode()}
    if (source / BOUNDARIES).exists():
        collection = read_boundaries(source / BOUNDARIES)
        check_boundaries(collection, regions)
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        contents[BOUNDARIES] = text.encode()
    return contents


def _replace_files(new: Path, target: Path, old: Path) -> None:
    """Move files of ``new`` into ``target``, all or none; what they replace goes to ``old``."""
    names = sorted(path.name for path in new.iterdir())
    replaced = {name for name in names if (target / name).exists()}
    done = False
    try:
        for name in names:
            if name in replaced:
                (target / name).replace(old / name)
            (new / name).replace(target / name)
        done = True
    finally:
        if not done:  # whatever stopped it, a full disk or Ctrl-C
            for name in names:
                if (old / name).exists():
                    (old / name).replace(target / name)
                elif name not in replaced:
                    (target / name).unlink(missing_ok=True)


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
            content = describe(new, dataset.tables, dataset.regions.frame, note=note, date=date)
            text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
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


class DatasetWriter:
    """A dataset written table by table to a new directory, each read back as soon as it is there.

    The caller moves the directory into place; nothing else is touched here. Tables are checked
    by their own rules. Whether figures that do not agree with each other may be taken into use
    is the caller's to decide (:func:`demografi.dataset.agreement.disagreements`).

    Parameters
    ----------
    target : Path
        Directory to write to; made on first use.
    regions : DataFrame
        As in ``regions.csv``.

    Raises
    ------
    DatasetError
        The list of regions breaks a rule.
    """

    def __init__(self, target: Path, regions: pd.DataFrame) -> None:
        check_region_list(regions)
        self._target = target
        self._regions = regions
        self._given: dict[str, pd.DataFrame] = {}
        self._written: dict[str, pd.DataFrame] = {}
        self._entries: dict[str, dict[str, Any]] = {}

    def put(self, name: str, frame: pd.DataFrame) -> None:
        """Check and write a table; nothing is done for a frame that has been written already.

        Raises
        ------
        DatasetError
            The table breaks a rule, or the disk does not give back what was written.
        OSError
            The directory cannot be written.
        """
        if self._given.get(name) is frame:
            return
        check_table(TABLES[name], frame, self._regions["code"])
        path = self._target / f"{name}.parquet"
        body = _parquet(typed(TABLES[name], frame))
        self._target.mkdir(parents=True, exist_ok=True)
        _to_disk(path, body)
        digest = hashlib.sha256(body).hexdigest()
        if sha256(path) != digest:
            raise DatasetError(
                "checksum",
                f"table {name}: {path} is not what was written to it.",
                "Check the disk.",
                table=name,
                path=str(path),
            )
        self._written[name] = read_table(path)
        self._entries[name] = describe_table(name, self._written[name], self._regions, digest)
        self._given[name] = frame

    def finish(
        self,
        tables: Mapping[str, pd.DataFrame],
        boundaries: Path,
        *,
        note: str,
        date: str,
        facts: Mapping[str, Any],
    ) -> Dataset:
        """Write what has not been written yet, and the manifest last.

        Parameters
        ----------
        tables : mapping of str to DataFrame
            All tables.
        boundaries : Path
            Directory that has the boundaries.
        note, date : str
            How and when the figures were obtained.
        facts : mapping
            More for the manifest; ``fetched`` names the tables fetched from the source.

        Raises
        ------
        DatasetError, OSError
            As :meth:`put`.
        """
        for name, frame in tables.items():
            self.put(name, frame)
        for name, body in _beside_tables(self._regions, boundaries).items():
            _to_disk(self._target / name, body)
        fetched = "TAB5557" in facts.get("fetched", {})
        files = {
            f"{name}.parquet": self._entries[name]
            | {"note": note, "remarks": remarks(name, fetched=fetched)}
            for name in tables
        }
        content = manifest(self._target, files, note=note, date=date) | dict(facts)
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        _to_disk(self._target / MANIFEST, text.encode())
        written = {name: self._written[name] for name in tables}
        read_back = read_manifest(self._target / MANIFEST)
        return Dataset(written, Regions(self._regions), read_back, self._target)
