"""What has changed at the source, what it takes to fetch it, and whether the tables still fit."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from demografi.dataset import Dataset
from demografi.errors import RequestError, SourceError
from demografi.regions import NATION
from demografi.sources import Block, Cube, Figure, Order, ScbClient, cells, make_order, plan
from demografi.sources.kolada import KEY_FIGURES, Definitions, Page, definitions, pages
from demografi.sources.planning import fewest_calls
from demografi.update.options import Options, Progress, Tell

__all__ = ["UNFIT", "Survey", "TablePlan", "covers", "look", "newest_year_here", "regions_of"]

KOLADA_FROM = 1994
KOLADA_RECENT = 5
"""Newest years that Kolada is always asked for."""
KOLADA_WHOLE = timedelta(days=180)
"""Older years are asked for when they have not been for so long. Kolada does not say what it has
changed; figures that old are seldom changed."""
SECONDS_PER_CELL = 1.5e-6
"""Reading, checking and writing one cell; measured by ``benchmarks/update.py``."""
SECONDS_PER_PAGE = 0.5
"""One answer of Kolada's; a guess."""
UNFIT = frozenset(
    {
        "table_gone",
        "refused",
        "renamed_variable",
        "missing_code",
        "missing_year",
        "year_layout",
        "bad_answer",
        "wrong_answer",
        "absurd_value",
    }
)
"""Codes of errors that say a table is not what we take it for."""


@dataclass(frozen=True)
class TablePlan:
    """One table at SCB.

    Attributes
    ----------
    table, title, updated : str
        Id, SCB's title, when SCB last changed it.
    orders : tuple of Order
        Figures to make from it.
    blocks : tuple of Block
        Calls to make; none when nothing has changed since the last update.
    bound : int
        Least number of calls the cell limit allows.
    newest, newest_here : int
        Newest year at SCB, and in the dataset in use (0: none).
    current : bool
        Nothing has changed at SCB since it was last fetched.
    """

    table: str
    title: str
    updated: str
    orders: tuple[Order, ...] = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    bound: int
    newest: int
    newest_here: int
    current: bool

    @property
    def cells(self) -> int:
        """Cells to fetch."""
        return sum(cells(block) for block in self.blocks)

    @property
    def supplementary(self) -> bool:
        """The product does without it."""
        return all(order.figure.supplementary for order in self.orders)

    @property
    def targets(self) -> tuple[str, ...]:
        """Tables of the dataset it goes to."""
        return tuple(dict.fromkeys(order.figure.target for order in self.orders))

    def memory(self, options: Options) -> dict[str, Any]:
        """What the manifest remembers, to know next time whether to fetch again."""
        return {
            "updated": self.updated,
            "api": options.api.rstrip("/"),
            "regions": sorted({code for order in self.orders for code in order.regions.values()}),
            "since": options.since,
            "catalogue": _fingerprint([order.figure for order in self.orders]),
        }


@dataclass(frozen=True)
class Survey:
    """What an update would do.

    Attributes
    ----------
    tables : tuple of TablePlan
        Tables at SCB.
    pages : tuple of Page
        Requests to Kolada, which does not say what has changed.
    skipped : tuple of SourceError
        Supplementary tables that do not fit and are left as they are.
    seconds : float
        Estimated time.
    kolada : mapping of str to dict
        What the manifest is to remember of Kolada's answers, by table of the dataset: when all
        years were last asked for, and what of.
    """

    tables: tuple[TablePlan, ...]
    pages: tuple[Page | Definitions, ...] = field(repr=False)
    skipped: tuple[SourceError, ...]
    seconds: float
    kolada: Mapping[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    @property
    def calls(self) -> int:
        """Calls to SCB for data."""
        return sum(len(table.blocks) for table in self.tables)

    @property
    def bound(self) -> int:
        """Least number of calls the cell limit allows."""
        return sum(table.bound for table in self.tables if not table.current)

    @property
    def kolada_calls(self) -> int:
        """Calls to Kolada."""
        return sum(page.pages for page in self.pages)

    @property
    def cells(self) -> int:
        """Cells to fetch from SCB."""
        return sum(table.cells for table in self.tables)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return {
            "calls": self.calls,
            "fewest_calls": self.bound,
            "kolada_calls": self.kolada_calls,
            "cells": self.cells,
            "seconds": round(self.seconds),
            "tables": [
                {
                    "table": table.table,
                    "title": table.title,
                    "updated": table.updated,
                    "targets": list(table.targets),
                    "newest_at_source": table.newest,
                    "newest_here": table.newest_here,
                    "current": table.current,
                    "calls": len(table.blocks),
                    "cells": table.cells,
                }
                for table in self.tables
            ],
            "skipped": [str(error) for error in self.skipped],
        }


def _fingerprint(figures: Sequence[Figure]) -> str:
    """Change with the catalogue: a row that asks for something else must be fetched again."""
    text = repr(
        [
            [
                getattr(value, "__name__", repr(value))
                for value in (getattr(figure, part.name) for part in fields(figure))
            ]
            for figure in figures
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def regions_of(dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Nation, counties and municipalities to fetch.

    Raises
    ------
    RequestError
        A region is unknown, or is a group SCB does not publish.
    """
    frame = dataset.regions.frame
    every = tuple(frame["code"])
    if not options.regions:
        return every
    chosen: list[str] = []
    for code in options.regions:
        place = dataset.regions.place(code)
        chosen += [code] if code in every else place.members
    if not chosen:
        raise RequestError("no_regions", "No region is given.", "Give codes such as 2480,24.")
    return tuple(code for code in every if code in set(chosen))


def _nuts(dataset: Dataset) -> dict[str, str]:
    frame = dataset.regions.frame
    counties = frame[frame["level"] == "county"]
    return dict(zip(counties["code"], counties["nuts"], strict=True))


def newest_year_here(dataset: Dataset, figures: Sequence[Figure]) -> int:
    """Newest year that the dataset already has from a table."""
    newest = 0
    for figure in figures:
        frame = dataset.tables.get(figure.target)
        if frame is None:
            continue
        year = next((name for name in ("year", "target_year") if name in frame.columns), "")
        if "source" in frame.columns and year:
            own = str(figure.constants.get("source", figure.label))
            frame = frame[frame["source"].str.startswith(own)]
        if year and len(frame):
            within = frame[year][frame[year].between(figure.first, figure.last)]
            newest = max(newest, int(within.max()) if len(within) else 0)
    return newest


def covers(memory: Mapping[str, Any] | None, wanted: Mapping[str, Any]) -> bool:
    """Whether what was fetched last time is all of what is wanted now, unchanged at SCB."""
    if not memory or not wanted["updated"]:
        return False
    same = all(memory.get(name) == wanted[name] for name in ("updated", "api", "catalogue"))
    since = memory.get("since")
    early = since is None or (wanted["since"] is not None and since <= wanted["since"])
    return same and early and set(wanted["regions"]) <= set(memory.get("regions", []))


def _table_plan(
    figures: Sequence[Figure], metadata: Cube, dataset: Dataset, options: Options, limit: int
) -> TablePlan:
    regions, nuts = regions_of(dataset, options), _nuts(dataset)
    orders = []
    for figure in figures:
        usable = [code for code in regions if figure.nation or code != NATION]
        order = make_order(figure, metadata, usable, nuts, options.since)
        if usable and order.years:
            orders.append(order)
    newest = max((order.newest for order in orders), default=0)
    planned = TablePlan(
        table=metadata.table,
        title=metadata.title,
        updated=metadata.updated,
        orders=tuple(orders),
        blocks=(),
        bound=0,
        newest=newest,
        newest_here=newest_year_here(dataset, figures),
        current=False,
    )
    memory = dataset.manifest.get("fetched", {}).get(metadata.table)
    current = not orders or covers(memory, planned.memory(options))
    blocks = [order.block for order in orders]
    return TablePlan(
        table=planned.table,
        title=planned.title,
        updated=planned.updated,
        orders=planned.orders,
        blocks=() if current else tuple(plan(blocks, limit)),
        bound=fewest_calls(blocks, limit),
        newest=newest,
        newest_here=planned.newest_here,
        current=current,
    )


def _kolada_pages(
    dataset: Dataset, options: Options, last: int, today: date
) -> tuple[list[Page | Definitions], dict[str, dict[str, Any]]]:
    """Requests for the key figures and regions the dataset has from Kolada, and what to remember.

    Where all years have been read not long ago only the newest are asked for.
    """
    found: list[Page | Definitions] = []
    memory: dict[str, dict[str, Any]] = {}
    regions = regions_of(dataset, options)
    for target in options.from_kolada():
        frame = dataset.tables.get(target)
        if frame is None:
            continue
        rows = frame[frame["source"].str.startswith("Kolada")]
        own = set(rows["region"].unique())
        wanted = [code for code in regions if code in own]
        figures = next((figures for figures in KEY_FIGURES if figures.target == target), None)
        kpis = list(figures.items) if figures else sorted(rows["indicator"].unique())
        asked = {"api": options.kolada.rstrip("/"), "regions": wanted, "kpis": sorted(kpis)}
        before = dataset.manifest.get("kolada", {}).get(target, {})
        first = options.since or KOLADA_FROM
        if known := options.since is None and _lately(before, asked, today):
            first = last + 1 - KOLADA_RECENT
        years = range(max(KOLADA_FROM, first), last + 1)
        if not (wanted and kpis and years):
            continue
        found += pages(target, kpis, wanted, years)
        if known:
            memory[target] = before
            continue
        if options.since is None:
            memory[target] = asked | {"whole": today.isoformat()}
        if target == "kolada" and "kolada_definitions" in dataset.tables:
            found += definitions(kpis)
    return found, memory


def _lately(before: Mapping[str, Any], asked: Mapping[str, Any], today: date) -> bool:
    """Whether all that is asked for was read from its first year on not long ago."""
    if not before or before["api"] != asked["api"]:
        return False
    # A clock that was wrong then must not put the next whole reading off for good.
    age = today - date.fromisoformat(before["whole"])
    return timedelta(0) <= age <= KOLADA_WHOLE and all(
        set(asked[name]) <= set(before[name]) for name in ("regions", "kpis")
    )


def look(client: ScbClient, dataset: Dataset, options: Options, tell: Tell, today: date) -> Survey:
    """Read limits and metadata, check every figure against its table, plan the calls.

    Raises
    ------
    SourceError
        A table does not fit any more, or the source cannot be asked.
    """
    figures = options.figures()
    regions_of(dataset, options)  # an unknown region is told before anything is asked
    names = list(dict.fromkeys(figure.table for figure in figures))
    began = time.monotonic()
    tell(Progress("ask", 0, len(names)))
    config = client.config() if names else None
    done = 0
    plans: list[TablePlan] = []
    skipped: list[SourceError] = []
    with ThreadPoolExecutor(options.threads) as pool:
        waiting: dict[str, Future[Cube]] = {}
        try:
            for name in names:
                waiting[name] = pool.submit(client.metadata, name)
            for name in names:
                own = [figure for figure in figures if figure.table == name]
                try:
                    metadata = waiting[name].result()
                    limit = config.max_cells if config else 1
                    plans.append(_table_plan(own, metadata, dataset, options, limit))
                except SourceError as error:
                    unfit = error.code in UNFIT
                    if not (unfit and all(figure.supplementary for figure in own)):
                        raise
                    skipped.append(error)
                done += 1
                tell(Progress("ask", done, len(names), name))
        except BaseException:
            client.cancel.set()  # nobody waits for the rest
            for future in waiting.values():
                future.cancel()
            raise
    observed = [o.newest for table in plans for o in table.orders if not o.figure.whole]
    last = min(max([*observed, dataset.newest_year]), dataset.newest_year + 5)
    kolada, memory = _kolada_pages(dataset, options, last, today)
    calls = sum(len(table.blocks) for table in plans)
    # Waiting for places and for answers go on side by side, and so does Kolada.
    latency = (time.monotonic() - began) / max(1, len(names))
    idle = max(
        client.limiter.seconds_for(calls + len(names) + 1),
        latency * calls,
        SECONDS_PER_PAGE * sum(page.pages for page in kolada),
    )
    seconds = idle + SECONDS_PER_CELL * sum(table.cells for table in plans)
    return Survey(tuple(plans), tuple(kolada), tuple(skipped), seconds, memory)
