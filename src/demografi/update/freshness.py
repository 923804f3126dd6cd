"""How new the figures here are, table by table, and how new SCB's are once it has been asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from demografi.dataset import TABLES, Dataset
from demografi.sources import FIGURES, Order
from demografi.update.derived import DERIVED
from demografi.update.options import KOLADA_TARGETS, Options
from demografi.update.survey import Survey, TablePlan, covers, newest_year_here

__all__ = ["Freshness", "State", "freshness"]

State = Literal[
    "kept",
    "derived",
    "unasked",
    "unfit",
    "kolada",
    "newer",
    "parts",
    "longer",
    "never",
    "changed",
    "same",
]


@dataclass(frozen=True)
class Freshness:
    """How new one table of the dataset is.

    Attributes
    ----------
    table : str
        Table of the dataset.
    here, there : int
        Newest year here, and at SCB (0: not asked, or SCB does not have it). Of a forecast, how
        far ahead it reaches.
    sources : tuple of str
        Tables of SCB's it comes from.
    state : str
        ``kept``: no source that can be asked has it; ``derived``: its new years are made from the
        population; ``unasked``: SCB has not been asked;
        ``unfit``: SCB's table no longer fits; ``kolada``: Kolada does not say what has changed;
        ``newer``: SCB has a newer year; ``parts``: SCB has a newer year of some of what it holds;
        ``longer``: no newer year, but older ones or places that are lacking here; ``never``:
        never fetched from there to this place; ``changed``: SCB has changed it since; ``same``:
        as at SCB.
    newer : int
        Newest year at SCB that the table, or a part of it, lacks here (0: none). What a forecast
        reaches is no such year.
    forecast : bool
        Its years are those a forecast is for.
    """

    table: str
    here: int
    there: int
    sources: tuple[str, ...]
    state: State
    newer: int = 0
    forecast: bool = False


def _newer(orders: Sequence[Order], dataset: Dataset, here: int) -> int:
    """Newest year at SCB that a table, or a part of it that is here already, lacks."""
    lacking = [
        order.newest
        for order in orders
        if order.newest > here or order.newest > (newest_year_here(dataset, [order.figure]) or here)
    ]
    return max(lacking, default=0)


def _state(
    table: str, plans: Sequence[TablePlan], dataset: Dataset, options: Options, *, asked: bool
) -> State:
    """State of a table of which SCB has no newer year."""
    if table in DERIVED:
        return "derived"
    from_scb = any(figure.target == table for figure in FIGURES)
    if not from_scb and table not in KOLADA_TARGETS:
        return "kept"
    if not asked:
        return "unasked"
    if not plans:
        return "unfit" if from_scb else "kolada"
    memory = dataset.manifest.get("fetched", {})
    if never := [plan for plan in plans if plan.table not in memory]:
        frame = dataset.tables[table]
        cells = frame[["region", _year(table)]].drop_duplicates()
        known = set(cells.itertuples(index=False, name=None))
        offered = {
            (region, year)
            for order in _orders(table, never)
            for region in order.regions.values()
            for year in order.years.values()
        }
        return "longer" if offered - known else "never"
    same = all(covers(memory[plan.table], plan.memory(options)) for plan in plans)
    return "same" if same else "changed"


def _year(table: str) -> str:
    """Column of the year a row is for; empty where there is none."""
    return next((name for name in ("year", "target_year") if name in TABLES[table].names), "")


def _orders(table: str, plans: Sequence[TablePlan]) -> list[Order]:
    """What SCB's tables bring to one table of the dataset."""
    return [order for plan in plans for order in plan.orders if order.figure.target == table]


def freshness(
    dataset: Dataset, survey: Survey | None = None, options: Options | None = None
) -> tuple[Freshness, ...]:
    """Tell how new every table with years is.

    Parameters
    ----------
    dataset : Dataset
        The dataset in use now, which may be newer than the survey.
    survey : Survey, optional
        What SCB has said.
    options : Options, optional
        What the survey was asked with.
    """
    found = []
    chosen = options or Options()
    for table, frame in dataset.tables.items():
        year = _year(table)
        if not year or frame.empty:
            continue
        plans = [plan for plan in survey.tables if table in plan.targets] if survey else []
        orders = _orders(table, plans)
        here = int(frame[year].max())
        there = max((order.newest for order in orders), default=0)
        forecast = year == "target_year"
        newer = 0 if forecast else _newer(orders, dataset, here)
        state: State = "newer" if newer > here else "parts"
        found.append(
            Freshness(
                table=table,
                here=here,
                there=there,
                sources=tuple(dict.fromkeys(f.table for f in FIGURES if f.target == table)),
                state=state
                if newer
                else _state(table, plans, dataset, chosen, asked=survey is not None),
                newer=newer,
                forecast=forecast,
            )
        )
    return tuple(found)
