"""What an update is asked to do, and what it tells on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from demografi.dataset import TABLES
from demografi.dataset.local import place
from demografi.errors import RequestError
from demografi.sources import FIGURES, KEY_FIGURES, KOLADA_URL, SCB_URL, Figure, Patience
from demografi.update.derived import DERIVED

__all__ = ["KOLADA_TARGETS", "Options", "Progress", "Tell"]

KOLADA_TARGETS = (*(figures.target for figures in KEY_FIGURES), "kolada")
"""Tables of the dataset with rows from Kolada."""


@dataclass(frozen=True)
class Progress:
    """How far an update has come.

    Attributes
    ----------
    phase : {'ask', 'fetch', 'check', 'write', 'done'}
        Reading metadata; fetching; checking and putting together; writing; done.
    done, total : int
        Steps of the phase.
    table : str
        Table at the source that the last step was about.
    kept : int
        Steps that an earlier, interrupted run had already done.
    """

    phase: str
    done: int = 0
    total: int = 0
    table: str = ""
    kept: int = 0


Tell = Callable[[Progress], None]


@dataclass(frozen=True)
class Options:
    """What to update from where.

    Attributes
    ----------
    api, kolada : str
        Base addresses of SCB's and Kolada's interfaces.
    tables : tuple of str
        Tables of the dataset (``population``) or of SCB (``TAB638``); empty for all.
    regions : tuple of str
        SCB codes; empty for all of the dataset's regions.
    since : int or None
        First year to fetch.
    accept_revisions : bool
        Go on although more of the history changes than is usual.
    root : Path
        Place of the local datasets.
    patience : Patience
        Timeouts and retries.
    threads : int
        Calls under way at once; the limit on calls holds for all together.
    """

    api: str = SCB_URL
    kolada: str = KOLADA_URL
    tables: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    since: int | None = None
    accept_revisions: bool = False
    root: Path = field(default_factory=place)
    patience: Patience = field(default_factory=Patience)
    threads: int = 4

    def figures(self) -> tuple[Figure, ...]:
        """Rows of the catalogue asked for.

        Raises
        ------
        RequestError
            A table is not known, or does not come from a source that can be asked.
        """
        fetched = {figure.target for figure in FIGURES} | set(KOLADA_TARGETS)
        known = fetched | {figure.table for figure in FIGURES}
        for name in self.tables:
            if name not in known:
                why = (
                    "is made from the population: fetch that"
                    if name in DERIVED
                    else "is not fetched from SCB or Kolada"
                    if name in TABLES
                    else "is unknown"
                )
                raise RequestError(
                    "table_not_updated",
                    f"Table '{name}' {why}.",
                    f"Choose among: {', '.join(sorted(fetched))}.",
                    table=name,
                )
        return tuple(
            figure
            for figure in FIGURES
            if not self.tables or {figure.target, figure.table} & set(self.tables)
        )

    def from_kolada(self) -> tuple[str, ...]:
        """Tables of the dataset to complete from Kolada."""
        return tuple(t for t in KOLADA_TARGETS if not self.tables or t in self.tables)
