"""How new the figures here are, table by table, and how new SCB's are once it has been asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from demografi.dataset import TABLES, Dataset
from demografi.sources import FIGURES
from demografi.update.options import KOLADA_TARGETS, Options
from demografi.update.survey import Survey, TablePlan, covers, newest_year_here

__all__ = ["Freshness", "State", "freshness"]

State = Literal["kept", "unasked", "unfit", "kolada", "newer", "never", "changed", "same"]


@dataclass(frozen=True)
class Freshness:
    """How new one table of the dataset is.

    Attributes
    ----------
    table : str
        Table of the dataset.
    here, there : int
        Newest year here, and at SCB (0: not asked, or SCB does not have it).
    sources : tuple of str
        Tables of SCB's it comes from.
    state : {'kept', 'unasked', 'unfit', 'kolada', 'newer', 'never', 'changed', 'same'}
        No source that can be asked has it; SCB has not been asked; SCB's table no longer fits;
        Kolada does not say what has changed; SCB has a newer year; never fetched from there to
        this place; SCB has changed it since; as at SCB.
    """

    table: str
    here: int
    there: int
    sources: tuple[str, ...]
    state: State


def _state(
    table: str, plans: Sequence[TablePlan], dataset: Dataset, options: Options, *, asked: bool
) -> State:
    from_scb = any(figure.target == table for figure in FIGURES)
    if not from_scb and table not in KOLADA_TARGETS:
        return "kept"
    if not asked:
        return "unasked"
    if not plans:
        return "unfit" if from_scb else "kolada"
    if any(
        plan.newest > newest_year_here(dataset, [order.figure for order in plan.orders])
        for plan in plans
    ):
        return "newer"
    memory = dataset.manifest.get("fetched", {})
    if any(plan.table not in memory for plan in plans):
        return "never"
    same = all(covers(memory[plan.table], plan.memory(options)) for plan in plans)
    return "same" if same else "changed"


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
        names = TABLES[table].names
        year = next((name for name in ("year", "target_year") if name in names), None)
        if year is None or frame.empty:
            continue
        plans = [plan for plan in survey.tables if table in plan.targets] if survey else []
        found.append(
            Freshness(
                table=table,
                here=int(frame[year].max()),
                there=max((plan.newest for plan in plans), default=0),
                sources=tuple(dict.fromkeys(f.table for f in FIGURES if f.target == table)),
                state=_state(table, plans, dataset, chosen, asked=survey is not None),
            )
        )
    return tuple(found)
