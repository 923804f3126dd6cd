"""Fetching what the survey found, a few calls at a time, each answer kept as it comes."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

import pandas as pd

from demografi.errors import DemografiError, SourceError, UpdateError
from demografi.sources import Block, Cube, KoladaClient, ScbClient, check_answer, parse, read_json
from demografi.sources.kolada import Definitions, Page, to_definitions, to_rows
from demografi.sources.tidy import tidy
from demografi.update.options import Progress, Tell
from demografi.update.parts import Parts
from demografi.update.survey import UNFIT, Survey, TablePlan

__all__ = ["Fetched", "fetch"]

log = logging.getLogger(__name__)

Settle = Callable[[str, list[pd.DataFrame]], None]


@dataclass(frozen=True)
class Fetched:
    """What came.

    Attributes
    ----------
    frames : list of (str, DataFrame)
        Table of the dataset and rows for it; NaN where nothing is published.
    tables : tuple of TablePlan
        Tables of SCB that were fetched.
    skipped : tuple of SourceError
        Why supplementary tables, or Kolada's definitions, are left as they were.
    kept : int
        Calls that an interrupted run had already made.
    kolada_error : DemografiError or None
        Why Kolada's figures could not be had; they stay as they are.
    """

    frames: list[tuple[str, pd.DataFrame]]
    tables: tuple[TablePlan, ...]
    skipped: tuple[SourceError, ...]
    kept: int
    kolada_error: DemografiError | None


def _cube(body: bytes, table: TablePlan, block: Block) -> Cube:
    cube = parse(read_json(body, table.table), table.table)
    check_answer(cube, block)
    return cube


def _part(client: ScbClient, parts: Parts, table: TablePlan, block: Block) -> tuple[Cube, bool]:
    """One call's answer, from disk if an earlier run had it."""
    selection = {name: list(codes) for name, codes in block.items()}
    key = [client.url, table.table, table.updated, selection]
    if (body := parts.get(key)) is not None:
        try:
            return _cube(body, table, block), True
        except SourceError as reason:
            log.warning("A kept part of %s is of no use: %s", table.table, reason)
    body = client.data(table.table, selection)
    cube = _cube(body, table, block)
    parts.put(key, body)
    return cube, False


def _frames(table: TablePlan, cubes: Sequence[Cube]) -> list[tuple[str, pd.DataFrame]]:
    return [(order.figure.target, tidy(order, cubes)) for order in table.orders]


def _kolada_part(
    client: KoladaClient,
    parts: Parts,
    page: Page | Definitions,
    day: str,
    received: Callable[[], None],
) -> pd.DataFrame:
    """Rows of one request to Kolada; kept for the day, as Kolada does not say what changed."""
    key = [client.url, day, page.path]
    entries: list[dict[str, Any]]
    if (body := parts.get(key)) is not None:
        entries = json.loads(body)
    else:
        entries = client.entries(page, received)
        parts.put(key, json.dumps(entries, ensure_ascii=False).encode())
    if isinstance(page, Definitions):
        return to_definitions(page, entries)
    return to_rows(page, entries)


def _in_order(tables: Sequence[TablePlan]) -> list[TablePlan]:
    """Largest tables of the dataset first, with all that goes to them.

    They are then whole, and put together and written, while there is still waiting to do.
    """
    sizes: Counter[str] = Counter()
    for table in tables:
        for target in table.targets:
            sizes[target] += table.cells
    return sorted(
        tables, key=lambda table: (-max(sizes[target] for target in table.targets), -table.cells)
    )


class _Tables:
    """SCB's tables as their parts come in."""

    def __init__(
        self, client: ScbClient, todo: Sequence[TablePlan], survey: Survey, settle: Settle
    ) -> None:
        self._client = client
        self._settle = settle
        self._waiting = {table.table: len(table.blocks) for table in todo}
        self._cubes: dict[str, list[Cube]] = {table.table: [] for table in todo}
        self._unsettled = Counter(target for table in todo for target in table.targets)
        self._unsettled.update(page.target for page in survey.pages)  # Kolada's come at the end
        self._writes_otherwise = False
        self.frames: list[tuple[str, pd.DataFrame]] = []
        self.failed: dict[str, SourceError] = {}
        self.kept = 0

    def take(
        self,
        future: "Future[tuple[Cube, bool]]",
        calls: "dict[Future[tuple[Cube, bool]], TablePlan]",
    ) -> None:
        """Take one answer; a supplementary table that cannot be had is given up."""
        table = calls[future]
        self._waiting[table.table] -= 1
        if future.cancelled():
            return
        try:
            cube, again = future.result()
        except SourceError as error:
            if not self._give_up(table, error):
                raise
            for other, own in calls.items():
                if own is table:
                    other.cancel()
            return
        self.kept += again
        self._cubes[table.table].append(cube)

    def _give_up(self, table: TablePlan, error: SourceError) -> bool:
        if not (table.supplementary and error.code in UNFIT):
            return False
        self.failed.setdefault(table.table, error)
        return True

    def finish(self, table: TablePlan) -> None:
        """When all of a table has come: its rows, and what they make whole is settled."""
        if self._waiting[table.table]:
            return
        cubes = self._cubes.pop(table.table)
        if table.table not in self.failed:
            try:
                self._check_version(table, cubes)
                self.frames += _frames(table, cubes)
            except SourceError as error:
                if not self._give_up(table, error):
                    raise
        for target in table.targets:
            self._unsettled[target] -= 1
            rows = [frame for name, frame in self.frames if name == target]
            if rows and not self._unsettled[target]:
                self._settle(target, rows)
                self.frames = [(name, frame) for name, frame in self.frames if name != target]

    def _check_version(self, table: TablePlan, cubes: Sequence[Cube]) -> None:
        """Make sure that SCB did not publish anew while the parts were being fetched."""
        if self._writes_otherwise or all(c.updated in ("", table.updated) for c in cubes):
            return
        if self._client.metadata(table.table).updated != table.updated:
            raise UpdateError(
                "changed_meanwhile",
                f"SCB published table {table.table} anew while it was being fetched.",
                "The figures are as before. Start the update again.",
                table=table.table,
            )
        # A server that writes the moment in another way here than there: asking once is enough.
        self._writes_otherwise = True


class _Pages:
    """Kolada's answers as they come in."""

    def __init__(self) -> None:
        self.frames: list[tuple[str, pd.DataFrame]] = []
        self.error: SourceError | None = None
        self.skipped: list[SourceError] = []

    def take(
        self,
        future: "Future[pd.DataFrame]",
        requests: "dict[Future[pd.DataFrame], Page | Definitions]",
    ) -> None:
        """Take one answer; after a failure the rest is not asked for."""
        if future.cancelled():
            return
        page = requests[future]
        try:
            self.frames.append((page.target, future.result()))
        except SourceError as error:
            if isinstance(page, Definitions) and error.code in UNFIT:
                self.skipped = [error]  # words only; the same for all
            else:
                self.error = self.error or error
            for other, its in requests.items():
                if self.error or isinstance(its, Definitions):
                    other.cancel()


def fetch(
    client: ScbClient,
    kolada: KoladaClient,
    survey: Survey,
    *,
    parts: Parts,
    day: str,
    threads: int,
    settle: Settle,
    tell: Tell,
) -> Fetched:
    """Fetch everything the survey planned.

    A failure of SCB's ends the fetching; what has come is kept on disk for the next time. A
    failure of Kolada's is reported and leaves Kolada's figures as they are.

    ``settle`` is given the rows of a table of the dataset as soon as nothing more can come for
    it, so that putting them in overlaps with waiting; such rows are not returned.

    Raises
    ------
    SourceError, UpdateError
        As the clients, the reader and the disk do.
    """
    todo = _in_order([table for table in survey.tables if not table.current])
    tables = _Tables(client, todo, survey, settle)
    pages = _Pages()
    total, done = survey.calls + survey.kolada_calls, 0
    tell(Progress("fetch", 0, total))
    calls: dict[Future[tuple[Cube, bool]], TablePlan] = {}
    requests: dict[Future[pd.DataFrame], Page | Definitions] = {}
    everything: list[Future[Any]] = []
    # One thread is for Kolada alone: a source that is down must not hold the other up.
    with ThreadPoolExecutor(threads) as pool, ThreadPoolExecutor(1) as beside:
        try:
            for table in todo:
                for block in table.blocks:
                    calls[pool.submit(_part, client, parts, table, block)] = table
            heard = kolada.check_cancelled
            for page in survey.pages:
                requests[beside.submit(_kolada_part, kolada, parts, page, day, heard)] = page
            everything += [*calls, *requests]
            for future in as_completed(everything):
                if future in requests:
                    done += requests[future].pages
                    pages.take(future, requests)
                    tell(Progress("fetch", done, total, "Kolada", tables.kept))
                else:
                    done += 1
                    tables.take(future, calls)
                    tell(Progress("fetch", done, total, calls[future].table, tables.kept))
                    tables.finish(calls[future])
        except BaseException:
            client.cancel.set()  # wakes whoever waits for a place, an answer or another attempt
            pool.shutdown(wait=False, cancel_futures=True)
            beside.shutdown(wait=False, cancel_futures=True)
            raise
    return Fetched(
        frames=tables.frames + ([] if pages.error else pages.frames),
        tables=tuple(table for table in todo if table.table not in tables.failed),
        skipped=(*tables.failed.values(), *pages.skipped),
        kept=tables.kept,
        kolada_error=pages.error,
    )
