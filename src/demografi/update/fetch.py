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
from demografi.sources.kolada import Page, to_rows
from demografi.sources.tidy import tidy
from demografi.update.options import Progress, Tell
from demografi.update.parts import Parts
from demografi.update.survey import Survey, TablePlan

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
    kept : int
        Calls that an interrupted run had already made.
    kolada_error : DemografiError or None
        Why Kolada's figures could not be had; they stay as they are.
    """

    frames: list[tuple[str, pd.DataFrame]]
    tables: tuple[TablePlan, ...]
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


def _same_version(client: ScbClient, table: TablePlan, cubes: Sequence[Cube]) -> None:
    """Make sure that SCB did not publish anew while the parts were being fetched."""
    if all(cube.updated in ("", table.updated) for cube in cubes):
        return
    if client.metadata(table.table).updated != table.updated:
        raise UpdateError(
            "changed_meanwhile",
            f"SCB published table {table.table} anew while it was being fetched.",
            "The figures are as before. Start the update again.",
            table=table.table,
        )


def _kolada_part(
    client: KoladaClient, parts: Parts, page: Page, day: str, received: Callable[[], None]
) -> pd.DataFrame:
    """Rows of one request to Kolada; kept for the day, as Kolada does not say what changed."""
    key = [client.url, day, page.path]
    entries: list[dict[str, Any]]
    if (body := parts.get(key)) is not None:
        entries = json.loads(body)
    else:
        entries = client.entries(page, received)
        parts.put(key, json.dumps(entries, ensure_ascii=False).encode())
    return to_rows(page, entries)


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
    # The largest first: putting them together overlaps with waiting for the rest.
    todo = sorted((t for t in survey.tables if not t.current), key=lambda t: -t.cells)
    total = survey.calls + len(survey.pages)
    done = kept = 0
    frames: list[tuple[str, pd.DataFrame]] = []
    kolada_frames: list[tuple[str, pd.DataFrame]] = []
    kolada_error: DemografiError | None = None
    unsettled = Counter(target for table in todo for target in table.targets)
    unsettled.update(page.target for page in survey.pages)  # wait for the end: Kolada may fail
    waiting = {table.table: len(table.blocks) for table in todo}
    cubes: dict[str, list[Cube]] = {table.table: [] for table in todo}
    tell(Progress("fetch", 0, total))
    # One thread is for Kolada alone: a source that is down must not hold the other up.
    with ThreadPoolExecutor(threads) as pool, ThreadPoolExecutor(1) as beside:
        calls: dict[Future[tuple[Cube, bool]], TablePlan] = {
            pool.submit(_part, client, parts, table, block): table
            for table in todo
            for block in table.blocks
        }
        requests: dict[Future[pd.DataFrame], Page] = {
            beside.submit(_kolada_part, kolada, parts, page, day, kolada.check_cancelled): page
            for page in survey.pages
        }
        everything: list[Future[Any]] = [*calls, *requests]
        try:
            for future in as_completed(everything):
                done += 1
                if future in requests:
                    try:
                        if not future.cancelled():
                            kolada_frames.append((requests[future].target, future.result()))
                    except SourceError as error:
                        kolada_error = kolada_error or error
                        for other in requests:
                            other.cancel()
                    tell(Progress("fetch", done, total, "Kolada", kept))
                    continue
                table = calls[future]
                cube, again = future.result()
                kept += again
                cubes[table.table].append(cube)
                waiting[table.table] -= 1
                tell(Progress("fetch", done, total, table.table, kept))
                if not waiting[table.table]:
                    own = cubes.pop(table.table)
                    _same_version(client, table, own)
                    frames += _frames(table, own)
                    for target in table.targets:
                        unsettled[target] -= 1
                        if not unsettled[target]:
                            settle(target, [rows for name, rows in frames if name == target])
                            frames = [(name, rows) for name, rows in frames if name != target]
        except BaseException:
            client.cancel.set()  # wakes whoever waits for a place or between attempts
            for other in everything:
                other.cancel()
            raise
    if kolada_error is None:
        frames += kolada_frames
    return Fetched(frames, tuple(todo), kept, kolada_error)
