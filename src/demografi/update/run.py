"""An update from beginning to end."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from demografi.dataset import SNAPSHOT, Dataset, Disagreement, load
from demografi.dataset.manifest import MANIFEST
from demografi.dataset.store import fingerprint, read_manifest
from demografi.errors import DatasetError, DemografiError, SourceError
from demografi.sources import KoladaClient, ScbClient
from demografi.update.assemble import Assembled, Assembly, Change
from demografi.update.derived import mean_population, share_65_plus
from demografi.update.fetch import Fetched, fetch
from demografi.update.guard import (
    check_agreement,
    check_losses,
    check_odd,
    check_revisions,
    check_steps,
)
from demografi.update.options import Options, Progress, Tell
from demografi.update.parts import Parts
from demografi.update.survey import Survey, look
from demografi.update.swap import Unfinished, locked

__all__ = ["Options", "Outcome", "Progress", "in_use", "run", "survey"]

log = logging.getLogger(__name__)

_KOLADA_ATTEMPTS = 3
"""Kolada's figures can wait for the next update; SCB's wait for nobody."""
_WITH_CARE = "It is published so; use such figures with care."


@dataclass(frozen=True)
class Outcome:
    """How an update went.

    Attributes
    ----------
    changed : bool
        Whether there is a new dataset.
    path : Path
        The dataset in use.
    version : str
        Its fingerprint.
    changes : tuple of Change
        Per table that was fetched.
    warnings : tuple of DemografiError
        What was left as it was, and why: supplementary tables that do not fit, Kolada. And what
        was taken as published although it does not agree.
    survey : Survey
        What was planned.
    calls, kept : int
        Calls made in all, and answers an interrupted run had left.
    seconds : float
        Time it took.
    """

    changed: bool
    path: Path
    version: str
    changes: tuple[Change, ...]
    warnings: tuple[DemografiError, ...]
    survey: Survey
    calls: int
    kept: int
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {
            "changed": self.changed,
            "path": str(self.path),
            "version": self.version,
            "calls": self.calls,
            "kept": self.kept,
            "seconds": round(self.seconds, 1),
            "changes": [change.to_dict() for change in self.changes if not change.nothing],
            "warnings": [str(error) for error in self.warnings],
            "plan": self.survey.to_dict(),
        }


def in_use(root: Path) -> Dataset:
    """Return the dataset an update of this place starts from.

    It is the one readers see: a damaged local dataset is passed over for the snapshot.
    """
    return load(root=root)


def _clients(options: Options, cancel: threading.Event) -> tuple[ScbClient, KoladaClient]:
    hasty = replace(options.patience, attempts=min(options.patience.attempts, _KOLADA_ATTEMPTS))
    return (
        ScbClient(options.api, patience=options.patience, cancel=cancel),
        KoladaClient(options.kolada, patience=hasty, cancel=cancel),
    )


def _silent(_progress: Progress | Survey) -> None:
    pass


def survey(
    options: Options, *, tell: Tell = _silent, cancel: threading.Event | None = None
) -> Survey:
    """Find out what has changed at SCB and what an update would take; change nothing.

    Parameters
    ----------
    options : Options
        What to look at.
    tell : callable
        Called after every step.
    cancel : Event, optional
        Set it to stop.

    Raises
    ------
    SourceError, RequestError, UpdateError
        As :func:`run`.
    """
    client, kolada = _clients(options, cancel or threading.Event())
    try:
        today = datetime.now(UTC).date()
        return look(client, in_use(options.root), options, tell, today)
    finally:
        client.close()
        kolada.close()


def run(
    options: Options,
    *,
    tell: Tell = _silent,
    show_plan: Callable[[Survey], None] = _silent,
    cancel: threading.Event | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Outcome:
    """Fetch what has changed, check the whole, and take it into use in one step.

    However it ends, the dataset in use is either the one before, untouched, or the complete
    new one. What was fetched by a run that did not come to its end is used by the next.

    Parameters
    ----------
    options : Options
        What to update from where.
    tell : callable
        Called after every step, from this thread.
    show_plan : callable
        Called once with what is planned, before anything is fetched.
    cancel : Event, optional
        Set it to stop; it is also set when the run fails.
    now : callable
        The time, for names and the manifest; nothing depends on it being right.

    Raises
    ------
    SourceError
        SCB cannot be asked, refuses, or has changed a table.
    DatasetError
        The figures break a rule of the dataset.
    UpdateError
        Cancelled, running already, no space; years lost; what does not pass without
        ``accept_revisions``: much of the history revised, figures of an unexpected size, figures
        that do not agree with each other.
    RequestError
        Unknown table or region.
    """
    began = time.monotonic()
    options.figures()
    client, kolada = _clients(options, cancel or threading.Event())
    parts = Parts(options.root / "work")
    try:
        with locked(options.root):
            base = in_use(options.root)
            planned = look(client, base, options, tell, now().date())
            show_plan(planned)
            unfinished = Unfinished(options.root, base, now().strftime("%Y%m%dT%H%M%S"))
            try:
                assembly, fetched = _gather(
                    options,
                    client=client,
                    kolada=kolada,
                    planned=planned,
                    parts=parts,
                    unfinished=unfinished,
                    base=base,
                    now=now,
                    tell=tell,
                )
                tell(Progress("check", 0, 1))
                whole = assembly.finish()
                warnings: list[DemografiError] = [*planned.skipped, *fetched.skipped]
                if fetched.kolada_error is not None:
                    warnings.append(fetched.kolada_error)
                changed = bool(fetched.tables) or not all(c.nothing for c in whole.changes)
                result = base
                if changed:
                    disagree = _check(whole, base, accepted=options.accept_revisions)
                    warnings += [one.error(_WITH_CARE) for one in disagree]
                    client.check_cancelled()
                    tell(Progress("write", 0, 1))
                    result = unfinished.take_into_use(
                        whole.tables,
                        note=_note(options, fetched),
                        date=now().date().isoformat(),
                        facts=_facts(options, base, planned, fetched, now())
                        | {"disagreements": [one.to_dict() for one in disagree]},
                    )
            finally:
                unfinished.discard()
            parts.clear()
            tell(Progress("done", 1, 1))
            return Outcome(
                changed=changed,
                path=result.path,
                version=result.version,
                changes=whole.changes,
                warnings=tuple(warnings),
                survey=planned,
                calls=client.made + kolada.made,
                kept=fetched.kept,
                seconds=time.monotonic() - began,
            )
    except (SourceError, DatasetError) as error:
        log.info("Update failed, the figures are as before: %s", error)
        raise
    finally:
        client.close()
        kolada.close()


def _gather(
    options: Options,
    *,
    client: ScbClient,
    kolada: KoladaClient,
    planned: Survey,
    parts: Parts,
    unfinished: Unfinished,
    base: Dataset,
    now: Callable[[], datetime],
    tell: Tell,
) -> tuple[Assembly, Fetched]:
    """Fetch, and put the tables together; those that are whole early are written early."""
    assembly = Assembly(base.tables)

    def settle(target: str, rows: list[pd.DataFrame]) -> None:
        assembly.put(target, rows)
        unfinished.put(target, assembly.table(target))

    fetched = fetch(
        client,
        kolada,
        planned,
        parts=parts,
        day=now().date().isoformat(),
        threads=options.threads,
        settle=settle,
        tell=tell,
    )
    client.check_cancelled()
    for target in dict.fromkeys(name for name, _ in fetched.frames):
        rows = [frame for name, frame in fetched.frames if name == target]
        if target == "kolada_definitions":
            assembly.put_texts(target, pd.concat(rows, ignore_index=True))
        else:
            assembly.put(target, rows)
    if any("population" in table.targets for table in fetched.tables):
        _derive(assembly)
    return assembly, fetched


def _check(whole: Assembled, base: Dataset, *, accepted: bool) -> tuple[Disagreement, ...]:
    """Everything an update may not do; returns what has been taken although it disagrees."""
    check_losses(whole.changes, accepted=accepted)
    check_revisions(whole.changes, accepted=accepted)
    check_odd(whole.changes, accepted=accepted)
    check_steps(whole.tables["population_total"], whole.changes, accepted=accepted)
    return check_agreement(whole.tables, base.tables, base.regions.frame, accepted=accepted)


def _derive(assembly: Assembly) -> None:
    """Make anew what follows from the population."""
    tables = {name: assembly.table(name) for name in assembly.names}
    for target, rows in (
        ("mean_population", mean_population),
        ("indicators_published", share_65_plus),
    ):
        if target in tables:
            assembly.put_derived(target, rows(tables))


def _note(options: Options, fetched: Fetched) -> str:
    kolada = "" if fetched.kolada_error else f" and Kolada ({options.kolada})"
    return (
        f"Fetched from SCB ({options.api}){kolada}; what they do not serve is from the figures "
        "shipped with the product."
    )


def _facts(
    options: Options, base: Dataset, planned: Survey, fetched: Fetched, moment: datetime
) -> dict[str, Any]:
    """What the manifest remembers about the update."""
    memory = dict(base.manifest.get("fetched", {}))
    for table in fetched.tables:
        memory[table.table] = table.memory(options) | {
            "title": table.title,
            "newest": table.newest,
            "fetched": moment.isoformat(timespec="seconds"),
        }
    kolada = dict(base.manifest.get("kolada", {}))
    if fetched.kolada_error is None:
        kolada |= planned.kolada
    return {
        "snapshot": fingerprint(read_manifest(SNAPSHOT / MANIFEST)),
        "based_on": base.version,
        "fetched": memory,
        "kolada": kolada,
    }
