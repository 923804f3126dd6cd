"""The dataset that a rollback would return to."""

import logging
from dataclasses import dataclass
from pathlib import Path

from demografi.dataset.local import datasets, read_pointer
from demografi.dataset.manifest import MANIFEST
from demografi.dataset.store import SNAPSHOT, fingerprint, read_manifest
from demografi.errors import DatasetError

__all__ = ["Edition", "other_edition"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edition:
    """A dataset by what its manifest says.

    Attributes
    ----------
    shipped : bool
        It came with the product.
    date, version : str
        When its figures were compiled or fetched; its fingerprint.
    """

    shipped: bool
    date: str
    version: str


def other_edition(root: Path) -> Edition | None:
    """Return what :func:`demografi.update.roll_back` would take into use; None if nothing.

    Parameters
    ----------
    root : Path
        Place of the local datasets.
    """
    try:
        pointer = read_pointer(root)
        if not (pointer.current or pointer.previous):
            return None
        directory = datasets(root) / pointer.previous if pointer.previous else SNAPSHOT
        manifest = read_manifest(directory / MANIFEST)
    except DatasetError as reason:
        log.info("There is no way back: %s", reason)
        return None
    return Edition(not pointer.previous, str(manifest.get("date", "")), fingerprint(manifest))
