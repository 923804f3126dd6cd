"""Where the commands write: whole files or none, standard output, JSON."""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal

import pandas as pd

from demografi.errors import RequestError

__all__ = ["STDOUT", "print_json", "unwritable", "write_csv", "writing", "writing_bytes"]

STDOUT = "-"


def unwritable(
    path: Path, reason: OSError | ValueError, what: Literal["file", "directory"] = "file"
) -> RequestError:
    """Say that a file or directory cannot be written to."""
    return RequestError(
        "unwritable",
        f"Cannot write to {path} ({getattr(reason, 'strerror', None) or reason}).",
        "Choose a file in a directory you may write to."
        if what == "file"
        else "Choose a directory you may write to.",
        path=str(path),
    )


@contextmanager
def writing(target: str) -> Iterator[IO[str]]:
    """Open a destination for text; entering fails at once when it cannot be written.

    A regular file appears only when the block ends without an error. Devices and pipes are
    written directly: they cannot be replaced by a finished file.
    """
    if target == STDOUT:
        yield sys.stdout
        sys.stdout.flush()
        return
    with writing_bytes(target) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        try:
            yield text
            text.flush()
        finally:
            text.detach()


@contextmanager
def writing_bytes(target: str) -> Iterator[BinaryIO]:
    """Open a destination for bytes, as :func:`writing` does for text; there must be a file."""
    try:
        path = Path(target).resolve()
        device = path.exists() and not path.is_file() and not path.is_dir()
        beside = path if device else path.with_name(f".{path.name}.{os.getpid()}.part")
        if path.is_dir():
            raise IsADirectoryError(0, "it is a directory")
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(0, "the file is read-only")
        stream = beside.open("wb" if device else "xb")
    except (OSError, ValueError) as reason:  # no name of a file at all: a null byte
        raise unwritable(Path(target), reason) from reason
    try:
        with stream:
            yield stream
        if not device:
            beside.replace(path)
    except OSError as reason:
        raise unwritable(Path(target), reason) from reason
    finally:
        if not device:
            beside.unlink(missing_ok=True)


def write_csv(frame: pd.DataFrame, stream: IO[str]) -> None:
    """Write a frame; counts stored as real numbers are written as the whole numbers they are."""
    whole = {
        name: "int64"
        for name in frame.columns
        if pd.api.types.is_float_dtype(frame[name]) and (frame[name] % 1 == 0).all()
    }
    frame.astype(whole).to_csv(stream, index=False, lineterminator="\n")


def print_json(value: dict[str, Any]) -> None:
    """Write to standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
