"""Taking a finished dataset into use in one step, and going back."""

import logging
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import filelock
import pandas as pd

from demografi.dataset import Dataset, DatasetWriter, read_directory
from demografi.dataset.local import Pointer, datasets, read_pointer, write_pointer
from demografi.errors import DatasetError, UpdateError
from demografi.update.parts import disk_error

__all__ = ["Unfinished", "locked", "roll_back"]

log = logging.getLogger(__name__)

_UNFINISHED = ".unfinished-"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep every other update of the same place out, in this process or another.

    The lock is the operating system's: it goes with the process, however that ends.

    Raises
    ------
    UpdateError
        ``running``: another update has it. ``place_unwritable``, ``disk_full``.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(root / "update.lock", is_singleton=False)
        lock.acquire(timeout=0)
    except filelock.Timeout as reason:
        raise UpdateError(
            "running",
            f"Another update of {root} is running.",
            "Wait until it has ended.",
            path=str(root),
        ) from reason
    except OSError as reason:
        raise disk_error(root, reason) from reason
    try:
        yield
    finally:
        lock.release()


def _pointer(root: Path) -> Pointer:
    """Pointer in use; one that cannot be read counts as none."""
    try:
        return read_pointer(root)
    except DatasetError as reason:
        log.warning("%s", reason)
        return Pointer()


def _tidy_up(root: Path, pointer: Pointer) -> None:
    """Remove datasets that nothing points to, and unfinished ones of processes that died."""
    keep = {pointer.current, pointer.previous}
    try:
        for directory in datasets(root).iterdir():
            if directory.name not in keep:
                shutil.rmtree(directory, ignore_errors=True)
    except OSError as reason:
        log.info("Old datasets could not be removed: %s", reason)


def _sync_directory(path: Path) -> None:
    """Make a rename last through a power cut, where the platform can."""
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Unfinished:
    """A dataset in the making beside the others.

    Until it is taken into use readers see the dataset they saw before; a failure or a killed
    process before that leaves the old one in use, and after it the new one.

    Parameters
    ----------
    root : Path
        Place of the local datasets; the caller holds its lock.
    base : Dataset
        The dataset in use, for regions and boundaries.
    name : str
        Beginning of the directory's name.
    """

    def __init__(self, root: Path, base: Dataset, name: str) -> None:
        self._root = root
        self._base = base
        self._name = f"{name}-{secrets.token_hex(3)}"
        self._directory = datasets(root) / f"{_UNFINISHED}{self._name}"
        self._writer = DatasetWriter(self._directory, base.regions.frame)
        _tidy_up(root, _pointer(root))

    def put(self, table: str, frame: pd.DataFrame) -> None:
        """Write a table that will not change any more.

        Raises
        ------
        DatasetError
            It breaks a rule.
        UpdateError
            The disk is full or the place cannot be written.
        """
        try:
            self._writer.put(table, frame)
        except OSError as reason:
            raise disk_error(self._root, reason) from reason

    def take_into_use(
        self,
        tables: Mapping[str, pd.DataFrame],
        *,
        note: str,
        date: str,
        facts: Mapping[str, Any],
    ) -> Dataset:
        """Write the rest, and point to it.

        Parameters
        ----------
        tables : mapping of str to DataFrame
            All tables, those already put too.
        note, date, facts
            For the manifest.

        Raises
        ------
        DatasetError, UpdateError
            As :meth:`put`.
        """
        finished = datasets(self._root) / self._name
        try:
            written = self._writer.finish(
                tables, self._base.path, note=note, date=date, facts=facts
            )
            self._directory.rename(finished)
            _sync_directory(datasets(self._root))
            previous = self._base.path.name if self._base.origin == "local" else ""
            pointer = Pointer(self._name, previous)
            write_pointer(self._root, pointer)
            _sync_directory(self._root)
        except OSError as reason:
            raise disk_error(self._root, reason) from reason
        _tidy_up(self._root, pointer)
        return replace(written, path=finished, origin="local")

    def discard(self) -> None:
        """Remove what has not been taken into use."""
        shutil.rmtree(self._directory, ignore_errors=True)


def roll_back(root: Path) -> Pointer:
    """Return to the dataset before the last update; once more returns to the newer one.

    Returns
    -------
    Pointer
        What is in use now; empty for the snapshot.

    Raises
    ------
    UpdateError
        ``nothing_to_roll_back``; ``running``.
    DatasetError
        The previous dataset is damaged; the present one stays in use.
    """
    if not root.is_dir():
        raise _nothing(root)
    with locked(root):
        pointer = _pointer(root)
        if not (pointer.current or pointer.previous):
            raise _nothing(root)
        if pointer.previous:
            read_directory(datasets(root) / pointer.previous)
        back = Pointer(pointer.previous, pointer.current, not pointer.rolled_back)
        try:
            write_pointer(root, back)
        except OSError as reason:
            raise disk_error(root, reason) from reason
    return back


def _nothing(root: Path) -> UpdateError:
    return UpdateError(
        "nothing_to_roll_back",
        f"There is no earlier dataset in {root}.",
        "The figures shipped with the product are in use.",
        path=str(root),
    )
