"""How a row of the catalogue is written: what is asked of a table, and what it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from demografi.dataset import TABLES

__all__ = ["ITEMS", "Choice", "Figure"]

ITEMS = ("component", "indicator", "flow", "group")
"""Columns that name the thing counted, in tables that hold several."""

Derive = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Choice:
    """Codes asked of one variable, and what they become.

    Attributes
    ----------
    codes : mapping of str to str or int
        SCB code → our value.
    column : str
        Our column; empty when the variable does not become one. Several codes are then summed.
    omit : bool
        Leave the variable out where the table allows it (elimination): the table then sums over
        it itself. Only for years without noise.
    """

    codes: Mapping[str, str | int]
    column: str = ""
    omit: bool = False


@dataclass(frozen=True)
class Figure:
    """One figure in one table of the source.

    Attributes
    ----------
    table : str
        Id at the source, such as ``TAB638``.
    target : str
        Table of the dataset it goes to.
    contents : mapping of str to str
        Code of the content → name of the item (flow, component, indicator), "" where the target
        has none. A single code ``"*"`` means whatever the table's only content is called.
    choices : mapping of str to Choice
        Every other variable but region and time, in the order they are sent.
    first, last : int
        Years it is used for; it must have all from ``first`` to ``last`` (or its newest).
    ckm : bool
        Whether its cells carry SCB's noise: nothing may then be summed.
    constants : mapping
        Columns that are the same in every row.
    both : bool
        Add rows of women and men together (sex T) as their sum.
    nation : bool
        Whether the table has the nation.
    nuts : bool
        Whether counties go by their NUTS 3 code.
    windows : bool
        Whether time goes by spans such as 1998-2002, filed under their last year.
    low, high : float or None
        Bounds outside which a value is not believed without anyone being asked; none can be
        negative where ``low`` is not.
    whole : bool
        Every year of the table is taken, from whichever it begins with: what it becomes rests on
        the table's first year.
    supplementary : bool
        The structure of the table is not fully known, or the product does without it: when it
        does not fit, that is said and the update goes on without it.
    derive : callable, optional
        Turns the tidy rows into those of the target where it holds something else than counts
        as published.
    """

    table: str
    target: str
    contents: Mapping[str, str]
    choices: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))
    first: int = 1968
    last: int = 9999
    ckm: bool = False
    constants: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    both: bool = False
    nation: bool = True
    nuts: bool = False
    windows: bool = False
    low: float | None = None
    high: float | None = None
    whole: bool = False
    supplementary: bool = False
    derive: Derive | None = None

    @property
    def item(self) -> str:
        """Column that takes the names of the contents; empty if the target has none."""
        names = TABLES[self.target].names
        made = {choice.column for choice in self.choices.values()} | set(self.constants)
        return next((name for name in ITEMS if name in names and name not in made), "")

    @property
    def label(self) -> str:
        """How rows name their source: ``SCB TAB638``."""
        return f"SCB {self.table}"
