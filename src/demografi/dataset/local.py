"""The dataset an update has fetched to this computer, and which dataset is in use.

The place holds complete datasets side by side, each in a directory that is never written to
again, and one small file that names the one in use and the one before it. Replacing that file
is the only step that changes anything for readers, and the operating system does it whole or
not at all.
"""

import json
import logging
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs

from demografi.dataset.manifest import MANIFEST
from demografi.dataset.store import (
    SCREENS,
    SNAPSHOT,
    Dataset,
    fingerprint,
    read_directory,
    read_manifest,
)
from demografi.errors import DatasetError

__all__ = [
    "ENVIRONMENT",
    "Pointer",
    "datasets",
    "load",
    "place",
    "read_pointer",
    "stamp",
    "write_pointer",
]

log = logging.getLogger(__name__)

ENVIRONMENT = "DEMOGRAFI_DATA"
"""Environment variable that names another place than the platform's data folder."""
_POINTER = "current.json"


@dataclass(frozen=True)
class Pointer:
    """Which dataset is in use.

    Attributes
    ----------
    current, previous : str
        Names of directories in ``datasets``; empty for the snapshot.
    rolled_back : bool
        The current one was returned to on purpose.
    """

    current: str = ""
    previous: str = ""
    rolled_back: bool = False


def place() -> Path:
    """Directory of the local datasets: ``DEMOGRAFI_DATA``, else the platform's data folder."""
    given = os.environ.get(ENVIRONMENT, "").strip()
    if given:
        return Path(given).expanduser().resolve()
    return Path(platformdirs.user_data_dir("demografi-vasterbotten", appauthor=False))


def datasets(root: Path) -> Path:
    """Directory that holds one directory per dataset."""
    return root / "datasets"


def read_pointer(root: Path) -> Pointer:
    """Read which dataset is in use; without a local one it is the snapshot.

    Raises
    ------
    DatasetError
        The file is there but is not ours.
    """
    path = root / _POINTER
    try:
        raw: Any = json.loads(path.read_text("utf-8"))
        names = [raw["current"], raw["previous"]]
        whole = all(isinstance(n, str) and n == Path(n).name for n in names)
        flag = raw.get("rolled_back", False)
    except FileNotFoundError:
        return Pointer()
    except NotADirectoryError:
        return Pointer()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise _damaged(path, str(reason)) from reason
    if not whole or not isinstance(flag, bool):
        raise _damaged(path, "it does not name datasets")
    return Pointer(names[0], names[1], flag)


def stamp(root: Path | None = None) -> int:
    """Return a number that changes when another dataset is taken into use; 0 with no local one."""
    try:
        return ((root or place()) / _POINTER).stat().st_mtime_ns
    except OSError:
        return 0


def _damaged(path: Path, detail: str) -> DatasetError:
    return DatasetError(
        "pointer_damaged",
        f"{path} does not say which dataset is in use ({' '.join(detail.split())}).",
        "Run 'demografi update' to fetch the figures again.",
        path=str(path),
    )


def write_pointer(root: Path, pointer: Pointer) -> None:
    """Change which dataset is in use, in one step.

    Raises
    ------
    OSError
        The file cannot be written; the old one is then as it was.
    """
    beside = root / f".{_POINTER}.{os.getpid()}"
    try:
        with beside.open("w", encoding="utf-8") as stream:
            json.dump(asdict(pointer), stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(root / _POINTER)
    finally:
        beside.unlink(missing_ok=True)


def _newer_than_snapshot(manifest: dict[str, Any], snapshot: dict[str, Any]) -> bool:
    """Whether a local dataset came after the snapshot.

    One that was built on this very snapshot did, whatever the clock said; else dates decide.
    """
    if manifest.get("snapshot") == fingerprint(snapshot):
        return True
    return str(manifest.get("date", "")) > str(snapshot.get("date", ""))


def _local(root: Path) -> Dataset | None:
    """Return the local dataset if there is one to prefer.

    Raises
    ------
    DatasetError
        It is damaged.
    """
    pointer = read_pointer(root)
    if not pointer.current:
        return None
    directory = datasets(root) / pointer.current
    if not (directory / MANIFEST).is_file():
        raise DatasetError(
            "missing_file",
            f"The dataset {directory} is not there or has no manifest.",
            "Run 'demografi update' to fetch the figures again.",
            table="manifest",
            path=str(directory),
        )
    local = read_manifest(directory / MANIFEST, SCREENS)
    if not _newer_than_snapshot(local, read_manifest(SNAPSHOT / MANIFEST)):
        log.info("The snapshot is newer than the local dataset %s", directory)
        return None
    return replace(read_directory(directory), origin="local")


def load(directory: Path | None = None, *, root: Path | None = None) -> Dataset:
    """Load the dataset in use.

    Parameters
    ----------
    directory : Path, optional
        A dataset to read whatever else there is.
    root : Path, optional
        Place of the local datasets; :func:`place` if left out.

    Returns
    -------
    Dataset
        The one given; else the local one if it is whole and newer than the snapshot; else the
        snapshot. ``origin`` says which, ``notice`` why a local one was passed over.

    Raises
    ------
    DatasetError
        The one given, or the snapshot, is damaged.
    """
    if directory is not None:
        return read_directory(directory)
    notice: DatasetError | None = None
    for attempt in (1, 2):
        try:
            if (found := _local(root or place())) is not None:
                return found
            notice = None
            break
        except DatasetError as reason:
            # Read a second time: an update may have swapped datasets between the two reads.
            notice = reason
            log.warning("Local dataset passed over (attempt %d): %s", attempt, reason)
    return replace(read_directory(SNAPSHOT), origin="snapshot", notice=notice)
