"""Finished parts of an update, kept until the whole is done so that nothing is fetched twice."""

import errno
import hashlib
import json
import logging
import os
import shutil
import threading
from pathlib import Path

from demografi.errors import UpdateError

__all__ = ["Parts", "disk_error"]

log = logging.getLogger(__name__)


def disk_error(path: Path, reason: OSError) -> UpdateError:
    """Say that something could not be written, and what to do."""
    full = reason.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    return UpdateError(
        "disk_full" if full else "place_unwritable",
        f"The update could not write to {path} ({reason.strerror or reason}).",
        "The figures are as before. "
        + (
            "Free some space and start the update again; it goes on where it stopped."
            if full
            else "Give a directory you may write to in DEMOGRAFI_DATA."
        ),
        path=str(path),
    )


class Parts:
    """Answers on disk, by what was asked, each with a checksum.

    Parameters
    ----------
    directory : Path
        Where they are kept; made on first use.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def _path(self, key: object) -> Path:
        text = json.dumps(key, ensure_ascii=False, sort_keys=True)
        return self._directory / f"{hashlib.sha256(text.encode()).hexdigest()[:40]}.part"

    def get(self, key: object) -> bytes | None:
        """Return what was kept for this question, if it is whole."""
        path = self._path(key)
        try:
            digest, _, body = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(body).hexdigest().encode() != digest:
            log.warning("Part %s is damaged and is fetched again", path)
            return None
        return body

    def put(self, key: object, body: bytes) -> None:
        """Keep an answer.

        Raises
        ------
        UpdateError
            It cannot be written.
        """
        path = self._path(key)
        beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            beside.replace(path)
        except OSError as reason:
            beside.unlink(missing_ok=True)
            raise disk_error(self._directory, reason) from reason

    def clear(self) -> None:
        """Forget everything; the update they were for is done."""
        shutil.rmtree(self._directory, ignore_errors=True)
