"""A small consistent population: cohorts age, and births, deaths and moves add up.

Made once from a fixed seed for all 290 municipalities; counties and the nation are their sums,
except for moves inside them, which are not moves of theirs. Axes [year, region, sex, age];
sex 0 = women, 1 = men.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.stub.places import COUNTIES, MUNICIPALITIES, R312

__all__ = ["FIRST", "FLOWS", "Demography", "demography"]

Counts = NDArray[np.int64]
FIRST = 1968
AGES = 101
FLOWS = ("in_domestic", "out_domestic", "immigration", "emigration")


@dataclass(frozen=True)
class Demography:
    """Figures of every region of ``R312``.

    Attributes
    ----------
    population, deaths : array [year, region, sex, age]
        Persons on 31 December; deaths by age at death.
    births : array [year, region, sex of child, 37]
        By mother's age 14 … 49, unknown last.
    flows : dict of str to array [year, region, sex, age]
        Moves by age at the end of the year.
    """

    last: int
    population: Counts
    births: Counts
    deaths: Counts
    flows: dict[str, Counts]

    @property
    def years(self) -> range:
        return range(FIRST, self.last + 1)


def _death_risk() -> NDArray[np.float64]:
    age = np.arange(AGES)
    women = 0.00002 * np.exp(0.1 * age) + 0.0001
    women[0] = 0.003
    risk: NDArray[np.float64] = np.minimum(np.stack([women, 1.4 * women]), 0.6)
    return risk


def _moving(scale: float) -> NDArray[np.float64]:
    age = np.arange(AGES)
    peak = np.exp(-(((age - 22) / 5.0) ** 2))
    shape: NDArray[np.float64] = scale * (0.15 + peak + 0.3 * np.exp(-age / 5.0))
    return np.stack([shape, shape])


def _with_upper_levels(cells: Counts, *, inner: Counts | None = None) -> Counts:
    """Extend [year, municipality, …] to every region; ``inner`` (same axes) is taken off above."""
    regions = np.zeros((cells.shape[0], len(R312), *cells.shape[2:]), dtype=np.int64)
    at = {code: position for position, code in enumerate(R312)}
    for position, code in enumerate(MUNICIPALITIES):
        regions[:, at[code]] = cells[:, position]
    for county in COUNTIES:
        of = [i for i, code in enumerate(MUNICIPALITIES) if code.startswith(county)]
        regions[:, at[county]] = cells[:, of].sum(axis=1)
        if inner is not None:
            regions[:, at[county]] -= inner[:, of].sum(axis=1) // 3
    regions[:, at["00"]] = cells.sum(axis=1)
    if inner is not None:
        regions[:, at["00"]] -= inner.sum(axis=1)
    return regions


@lru_cache(maxsize=3)
def demography(last: int) -> Demography:
    rng = np.random.default_rng(2480)
    n = len(MUNICIPALITIES)
    size = np.exp(rng.normal(9.6, 0.9, n)).clip(2500, 150_000)
    age = np.arange(AGES)
    start = np.exp(-((age / 75.0) ** 4))
    population = rng.poisson(size[:, None, None] / 2 * (start / start.sum())[None, None]).repeat(
        2, axis=1
    )
    risk, fertile = _death_risk(), np.zeros(36)
    mothers = np.arange(14, 50)
    fertile = np.exp(-(((mothers - 29) / 6.0) ** 2))
    fertile *= 1.85 / fertile.sum()
    pull = np.exp(rng.normal(0.0, 0.08, n))
    made: dict[str, list[Counts]] = {
        name: [] for name in ("population", "births", "deaths", *FLOWS)
    }
    for year in range(FIRST, last + 1):
        # Drawn per year from a generator of its own: a later last year changes no earlier one.
        rng = np.random.default_rng([24, year])
        women = population[:, 0]
        by_mother = rng.poisson(women[:, mothers - 1] * fertile)
        unknown = (rng.random((n, 1)) < 0.01).astype(np.int64)
        born = np.concatenate([by_mother, unknown], axis=1)
        boys = rng.binomial(born, 0.515)
        births = np.stack([born - boys, boys], axis=1)
        before = np.empty_like(population)
        before[..., 1:100] = population[..., :99]
        before[..., 100] = population[..., 99] + population[..., 100]
        before[..., 0] = births.sum(axis=2)
        dead = np.minimum(rng.poisson(before * risk * (1 - 0.006 * (year - FIRST))), before)
        left = before - dead
        out = np.minimum(rng.poisson(left * _moving(0.06)), left)
        emigrated = np.minimum(rng.poisson(left * _moving(0.004)), left - out)
        whole = before.sum(axis=(1, 2), keepdims=True) / (2 * AGES)
        shape = _moving(1.0) / _moving(1.0).mean()
        into = rng.poisson(whole * shape * 0.0175 * pull[:, None, None])
        immigrated = rng.poisson(whole * shape * 0.0055)
        population = left - out - emigrated + into + immigrated
        deaths = dead - dead // 2
        deaths[..., :99] += dead[..., 1:100] // 2
        deaths[..., 0] += dead[..., 0] // 2
        deaths[..., 100] += dead[..., 100] // 2
        for name, cells in (
            ("population", population),
            ("births", births),
            ("deaths", deaths),
            ("in_domestic", into),
            ("out_domestic", out),
            ("immigration", immigrated),
            ("emigration", emigrated),
        ):
            made[name].append(cells)
    stacked = {name: np.stack(cells) for name, cells in made.items()}
    inner = np.minimum(stacked["in_domestic"], stacked["out_domestic"])
    return Demography(
        last=last,
        population=_with_upper_levels(stacked["population"]),
        births=_with_upper_levels(stacked["births"]),
        deaths=_with_upper_levels(stacked["deaths"]),
        flows={
            name: _with_upper_levels(
                stacked[name], inner=inner if name.endswith("domestic") else None
            )
            for name in FLOWS
        },
    )
