"""What a projection gives: joint trajectories of every municipality, and their summaries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import AGES, SEXES, History

__all__ = ["QUANTILES", "Forecaster", "Trajectories"]

Cells = NDArray[np.float32]
Sex = Literal["T", "F", "M"]

QUANTILES: Mapping[str, float] = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
"""The 80 % range and the median."""


@dataclass(frozen=True)
class Trajectories:
    """Joint draws of the future of some municipalities.

    Summing members on every draw gives the county or any group; nothing is reconciled
    afterwards.

    Attributes
    ----------
    regions : tuple of str
        Municipalities.
    years : tuple of int
        The jump-off year first.
    population : float32 array [draw, year, region, sex, age]
        Persons on 31 December; whole numbers. The first year is the same on every draw.
    births, deaths, in_migration, out_migration : float32 array [draw, year, region]
        Events of the projected years, ``years[1:]``.
    seed : int or None
        Seed of the draws, for exports.
    diagnostics : tuple of Diagnostic
        Outcome of every fit behind the rates.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    population: Cells = field(repr=False)
    births: Cells = field(repr=False)
    deaths: Cells = field(repr=False)
    in_migration: Cells = field(repr=False)
    out_migration: Cells = field(repr=False)
    seed: int | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=(), repr=False)

    @property
    def draws(self) -> int:
        """Number of trajectories."""
        return int(self.population.shape[0])

    @property
    def jump_off(self) -> int:
        """The last observed year."""
        return self.years[0]

    def at(self, year: int) -> int:
        """Position of a year on the year axis of ``population``.

        Raises
        ------
        RequestError
            The year is not among the projected ones.
        """
        if year not in self.years:
            raise RequestError(
                "year_not_projected",
                f"The year {year} is not projected; years are {self.years[0]}-{self.years[-1]}.",
                "Choose a year in that span.",
                year=year,
                first=self.years[0],
                last=self.years[-1],
            )
        return year - self.years[0]

    def positions(self, members: Sequence[str]) -> list[int]:
        """Positions of municipalities on the region axis.

        Raises
        ------
        RequestError
            There are no members, or one of them is not projected.
        """
        outside = [code for code in members if code not in self.regions]
        if outside or not members:
            raise RequestError(
                "not_projected",
                f"Region {', '.join(outside) or '(none)'} is not part of this projection.",
                f"Choose places made up of: {', '.join(self.regions)}.",
                region=outside[0] if outside else "",
                regions=self.regions,
            )
        return [self.regions.index(code) for code in members]

    def ages(
        self, members: Sequence[str], sex: Sex = "T", at: Sequence[int] | None = None
    ) -> Cells:
        """Population by age of a place.

        Parameters
        ----------
        members : sequence of str
            Municipalities that make it up.
        sex : {'T', 'F', 'M'}
            Whose numbers.
        at : sequence of int, optional
            Positions of the years wanted, see :meth:`at`; all of them, when not given.

        Returns
        -------
        float32 array [draw, year, age]
            Persons on 31 December.
        """
        years = slice(None) if at is None else np.asarray(at, dtype=np.intp)
        count = len(self.years) if at is None else len(at)
        summed = np.zeros((self.draws, count, AGES), np.float32)
        # Adding slices one by one copies nothing, unlike choosing all members at once.
        for place in self.positions(members):
            for axis, label in enumerate(SEXES):
                if sex in ("T", label):
                    summed += self.population[:, years, place, axis]
        return summed

    def group(self, members: Sequence[str], low: int, high: int, sex: Sex = "T") -> Cells:
        """Population in the ages ``low``–``high`` (inclusive) of a place, [draw, year]."""
        ages = slice(low, high + 1)
        sexes = slice(None) if sex == "T" else slice(SEXES.index(sex), SEXES.index(sex) + 1)
        people: Cells = sum(
            (
                self.population[:, :, at, sexes, ages].sum(axis=(2, 3))
                for at in self.positions(members)
            ),
            start=np.zeros(self.population.shape[:2], np.float32),
        )
        return people

    def flow(
        self,
        name: Literal["births", "deaths", "in_migration", "out_migration", "net_migration"],
        members: Sequence[str],
    ) -> Cells:
        """Events of the projected years of a place, [draw, year].

        Moves between its members are counted as both arrivals and departures.
        """
        at = self.positions(members)
        if name == "net_migration":
            summed: Cells = (self.in_migration - self.out_migration)[:, :, at].sum(axis=2)
            return summed
        table = {
            "births": self.births,
            "deaths": self.deaths,
            "in_migration": self.in_migration,
            "out_migration": self.out_migration,
        }
        counted: Cells = table[name][:, :, at].sum(axis=2)
        return counted

    def summary(self, members: Sequence[str]) -> pd.DataFrame:
        """Summarise one place.

        Returns
        -------
        DataFrame
            Columns year, sex (F, M, T), age (``"0"`` … ``"100"``, ``"total"``), mean, p10,
            p50, p90; one row per combination.
        """
        frames = []
        by_sex = {"F": self.ages(members, "F"), "M": self.ages(members, "M")}
        by_sex["T"] = by_sex["F"] + by_sex["M"]
        labels = [*map(str, range(AGES)), "total"]
        for sex, ages in by_sex.items():
            # Draws last and contiguous: quantiles sort along memory.
            cells = np.concatenate([ages, ages.sum(axis=2, keepdims=True)], axis=2)
            cells = np.ascontiguousarray(cells.transpose(1, 2, 0))
            mean = cells.mean(axis=2, dtype=np.float64)
            cells.sort(axis=2)
            quantiles = [_sorted_quantile(cells, share) for share in QUANTILES.values()]
            frames.append(
                pd.DataFrame(
                    {
                        "year": np.repeat(np.array(self.years, dtype=np.int32), len(labels)),
                        "sex": sex,
                        "age": labels * len(self.years),
                        "mean": mean.ravel(),
                        **{
                            name: values.ravel()
                            for name, values in zip(QUANTILES, quantiles, strict=True)
                        },
                    }
                )
            )
        return pd.concat(frames, ignore_index=True)

    def table(self, places: Mapping[str, Sequence[str]]) -> pd.DataFrame:
        """Summarise several places.

        Parameters
        ----------
        places : mapping of str to sequence of str
            Members of each place by its code.

        Returns
        -------
        DataFrame
            Columns region, year, sex, age, mean, p10, p50, p90.
        """
        frames = []
        for code, members in places.items():
            frame = self.summary(members)
            frame.insert(0, "region", code)
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)


def _sorted_quantile(cells: Cells, share: float) -> NDArray[np.float64]:
    """Linear-interpolated quantile along the last, sorted axis."""
    position = share * (cells.shape[-1] - 1)
    low = int(position)
    high = min(low + 1, cells.shape[-1] - 1)
    below, above = cells[..., low].astype(np.float64), cells[..., high].astype(np.float64)
    value: NDArray[np.float64] = below + (above - below) * (position - low)
    return value


class Forecaster(Protocol):
    """Anything that projects: ours, a baseline, a published projection."""

    def fit(self, history: History) -> Self:
        """Learn from a history, which ends at the jump-off year."""
        ...

    def project(self, horizon: int, draws: int, rng: np.random.Generator) -> Trajectories:
        """Draw joint trajectories ``horizon`` years ahead."""
        ...
