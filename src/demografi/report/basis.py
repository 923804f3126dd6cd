"""What a report is computed from: the figures, the projection, and what follows from both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

import pandas as pd

from demografi import comparison, findings, indicators, knowledge
from demografi.comparison import Line
from demografi.dataset import Dataset
from demografi.findings import Outlook
from demografi.projection import Trajectories
from demografi.text.sources import projected_line

__all__ = ["Basis"]

T = TypeVar("T")

MOST_KEPT = 2_000
"""Answers kept; a report on a municipality asks some 35 questions."""


@dataclass(frozen=True)
class Basis:
    """Dataset and projection, asked the same questions as the screens ask.

    Attributes
    ----------
    dataset : Dataset
        The figures.
    trajectories : Trajectories
        The projection that the screens show.
    """

    dataset: Dataset
    trajectories: Trajectories
    _kept: dict[tuple[object, ...], object] = field(default_factory=dict, repr=False)

    def kept(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        """Compute once and keep, the newest :data:`MOST_KEPT`. Do not change what it returns."""
        found = self._kept.get(key, self)
        if found is self:
            found = self._kept[key] = compute()
            # Readers share a basis, and what they make up in scenarios has no end.
            for oldest in list(self._kept)[:-MOST_KEPT]:
                self._kept.pop(oldest, None)
        return cast("T", found)

    @cached_property
    def projection_line(self) -> str:
        """Source line of everything projected."""
        drawn = self.trajectories
        return projected_line(self.dataset, drawn.jump_off, draws=drawn.draws)

    @property
    def seed(self) -> int:
        """Where the projection's random numbers start."""
        return findings.SEED if self.trajectories.seed is None else self.trajectories.seed

    def name(self, code: str) -> str:
        """Name of a place."""
        return self.dataset.regions.name(code)

    def members(self, code: str) -> tuple[str, ...]:
        """Municipalities of a place."""
        return self.dataset.regions.place(code).members

    def projected(self, code: str) -> bool:
        """Whether a place consists of projected municipalities."""
        members = self.members(code)
        return bool(members) and set(self.trajectories.regions).issuperset(members)

    def outlooks(self, codes: Sequence[str], indicator: str, target: int) -> pd.DataFrame:
        """Outlooks of several places."""
        return self.kept(
            ("outlooks", *codes, indicator, target),
            lambda: findings.outlooks(self.dataset, self.trajectories, codes, indicator, target),
        )

    def outlook(self, code: str, indicator: str, target: int) -> Outlook:
        """Newest value and coming range of one place."""
        return findings.row_outlook(self.outlooks((code,), indicator, target).iloc[0])

    def ranges(self, code: str, indicator: str) -> pd.DataFrame:
        """Range of an indicator per projected year: columns year, p10, p50, p90."""
        return self.kept(
            ("ranges", code, indicator),
            lambda: indicators.projected(self.trajectories, self.members(code), indicator),
        )

    def group_ranges(self, code: str, groups: tuple[str, ...]) -> dict[str, pd.DataFrame]:
        """Range of age groups per projected year."""
        return self.kept(
            ("groups", code, groups),
            lambda: findings.group_ranges(self.trajectories, self.members(code), groups),
        )

    def components(self, code: str) -> pd.DataFrame:
        """Births, deaths and moves of the projected years with their ranges."""
        return self.kept(
            ("components", code),
            lambda: findings.projected_components(self.trajectories, self.members(code)),
        )

    def cells(self, places: Sequence[str]) -> pd.DataFrame:
        """All indicators of some places then, now and later."""
        return self.kept(
            ("cells", *places),
            lambda: knowledge.cells(self.dataset, self.trajectories, places),
        )

    def county_cells(self, place: str) -> pd.DataFrame:
        """All indicators of every municipality, of what they are compared with, and of a place."""
        return self.cells(knowledge.rows_shown(self.dataset, place))

    def lines(self, codes: Sequence[str], indicator: str) -> list[Line]:
        """Places over time, history and projection."""
        return [self._line(code, indicator) for code in comparison.distinct(*codes)]

    def _line(self, code: str, indicator: str) -> Line:
        def found() -> Line:
            return comparison.compare(self.dataset, self.trajectories, [code], indicator)[0]

        return self.kept(("line", code, indicator), found)
