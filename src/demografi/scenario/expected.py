"""What the projection expects on average: rates and normal moves, which measures build on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.projection import YearRates, fitted
from demografi.regions import COUNTY

__all__ = ["ADULT", "Expected", "expected"]

Array = NDArray[np.float64]

DRAWS = 100
"""Drawn rate paths behind the averages."""
ADULT = (20, 64)
"""Ages of those who take jobs."""
_CHILD = 17
"""Last age of those who move with their parents."""
_SEED = 1


@dataclass(frozen=True)
class Expected:
    """Average rates and moves of some municipalities.

    Attributes
    ----------
    regions : tuple of str
        Municipalities, the region axis.
    years : tuple of int
        Projected years, the jump-off year first.
    start : array [region, sex, age]
        Population in the jump-off year.
    mortality, out_migration, in_migration : array [year, region, sex, age]
        Means over draws, of ``years[1:]``.
    fertility : array [year, region, age 15–49]
    boys : float
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    start: Array = field(repr=False)
    mortality: Array = field(repr=False)
    out_migration: Array = field(repr=False)
    in_migration: Array = field(repr=False)
    fertility: Array = field(repr=False)
    boys: float

    def of(self, regions: Sequence[str]) -> "Expected":
        """Keep some municipalities."""
        at = [self.regions.index(code) for code in regions]
        return Expected(
            tuple(regions),
            self.years,
            self.start[at],
            self.mortality[:, at],
            self.out_migration[:, at],
            self.in_migration[:, at],
            self.fertility[:, at],
            self.boys,
        )

    def newcomers(self, region: int, low: int = 0, high: int = 100) -> Array:
        """Age profile [sex, age] of a municipality's in-migrants in some ages; sums to 1."""
        moves = self.in_migration[:, region].mean(axis=0)
        chosen = np.zeros_like(moves)
        chosen[:, low : high + 1] = moves[:, low : high + 1]
        profile: Array = chosen / chosen.sum()
        return profile

    def leavers(self, region: int) -> Array:
        """Expected out-migrants [sex, age] of the first projected year."""
        aged = np.zeros_like(self.start[region])
        aged[:, 1:] = self.start[region][:, :-1]
        aged[:, -1] += self.start[region][:, -1]
        left: Array = aged * -np.expm1(-self.out_migration[0, region])
        return left

    def children_per_adult(self, region: int) -> float:
        """In-migrants 0–17 per in-migrant 20–64."""
        ages = self.in_migration[:, region].sum(axis=(0, 1))
        return float(ages[: _CHILD + 1].sum() / ages[ADULT[0] : ADULT[1] + 1].sum())

    def household(self, region: int, size: float) -> Array:
        """Persons [sex, age] who come with one job; sums to ``size``.

        Adults and children as among the municipality's in-migrants, but never less than one
        adult. Ages within each are those of the in-migrants.
        """
        adults = max(1.0, size / (1 + self.children_per_adult(region)))
        profile = adults * self.newcomers(region, *ADULT)
        if size > adults:
            profile = profile + (size - adults) * self.newcomers(region, 0, _CHILD)
        return profile


def expected(dataset: Dataset, to: int, county: str = COUNTY) -> Expected:
    """Average the rates of a projection over draws, once per dataset and last year."""
    key = ("scenario", "expected", county, to)
    if key not in dataset.memo:
        dataset.memo[key] = _averaged(dataset, to, county)
    found: Expected = dataset.memo[key]
    return found


def _averaged(dataset: Dataset, to: int, county: str) -> Expected:
    seen: dict[int, list[YearRates]] = {}

    def record(year: int, rates: YearRates) -> YearRates:
        # Called from several threads, a block of draws each; appending is safe.
        weight = len(rates.mortality) / DRAWS
        sums = {
            name: getattr(rates, name).mean(axis=0, dtype=np.float64) * weight
            for name in ("mortality", "out_migration", "in_migration", "fertility")
        }
        seen.setdefault(year, []).append(YearRates(**sums, boys=rates.boys))
        return rates

    forecaster = fitted(dataset, county).adjusted(record, chance=False)
    first = forecaster.rates_.jump_off_year
    forecaster.project(to - first, DRAWS, np.random.default_rng(_SEED))
    years = tuple(range(first, to + 1))

    def mean(name: str) -> Array:
        # Blocks end in any order, and sums of real numbers depend on it: added in order of size.
        parts = [np.stack([getattr(part, name) for part in seen[year]]) for year in years[1:]]
        return np.stack([np.sort(part, axis=0).sum(axis=0) for part in parts])

    return Expected(
        forecaster.regions_,
        years,
        forecaster.start_.astype(float),
        mean("mortality"),
        mean("out_migration"),
        mean("in_migration"),
        mean("fertility"),
        seen[years[1]][0].boys,
    )
