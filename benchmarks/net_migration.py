"""Back-test of the rule for net migration, over every origin with figures.

At each origin the rule sees net migration per head up to it, and its sum over the coming years is
compared with what came: mean absolute error in per cent of the population, the mean over
municipalities and origins. The 15 have net migration from 1968, the 44 from 1998. Variants change
one constant of :mod:`demografi.rates.migration_levels` at a time.

Run as ``python -m benchmarks.net_migration``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from unittest.mock import patch

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import demografi
from demografi.projection import History
from demografi.rates import migration_levels
from demografi.rates.migration_abroad import moving_on
from demografi.regions import COUNTY, NORTH

Array = NDArray[np.float64]
Rule = Callable[[Array, Array, int], Array]

HORIZONS = (1, 2, 3, 5, 10)
FIRST = 10
"""Years before the first origin."""
VARIANTS: dict[str, dict[str, float]] = {
    "as it is": {},
    "common level believed in full": {"COMMON_TRUST": 1.0},
    "common level not believed": {"COMMON_TRUST": 0.0},
    "half of the common level believed": {"COMMON_TRUST": 0.5},
    "own level believed in full": {"DOUBT": 0.0},
    "doubt 0.5": {"DOUBT": 0.5},
    "doubt 4": {"DOUBT": 4.0},
    "newest five years": {"NEWEST": 5},
    "newest twenty years": {"NEWEST": 20},
    "common fade 0.3": {"COMMON_FADE": 0.3},
    "common fade 0.9": {"COMMON_FADE": 0.9},
    "own fade 0": {"OWN_FADE": 0.0},
    "own fade 0.5": {"OWN_FADE": 0.5},
    "no common part": {"FEWEST_FOR_COMMON": 10**6},
    "no Huber weights": {"HUBER": 10**6},
}


def level_alone(net: Array, _: Array, horizon: int) -> Array:
    """Sum over the coming years [region] by the rule, wherever people came from."""
    summed: Array = migration_levels.outlook(net).expected(horizon).sum(axis=0)
    return summed


def ours(net: Array, abroad: Array, horizon: int) -> Array:
    """Sum over the coming years [region] by the rule of the projection."""
    shift, _ = moving_on(net, abroad)
    return level_alone(net, abroad, horizon) + horizon * shift


def mean_of(years: int) -> Rule:
    """Let the mean of the newest years go on."""
    return lambda net, _, horizon: net[-years:].mean(axis=0) * horizon


SIMPLE: dict[str, Rule] = {
    "no net migration": lambda net, *_: np.zeros(net.shape[1]),
    "last year": mean_of(1),
    "mean of 5 years": mean_of(5),
    "mean of 10 years": mean_of(10),
    "mean of 20 years": mean_of(20),
    "those from abroad stay": level_alone,
}


def per_head(place: str) -> tuple[Array, Array]:
    """Net migration, all and from abroad [year, region], per head at the start of the year."""
    dataset = demografi.load()
    history = History.from_dataset(dataset, regions=dataset.regions.place(place).members)
    before = np.full_like(history.totals, np.nan)
    before[1:] = history.totals[:-1]
    net = history.net_migration / before
    known = np.isfinite(net).all(axis=1)
    return net[known], (history.net_international / before)[known]


def misses(net: Array, abroad: Array, rule: Rule) -> Iterator[tuple[int, float]]:
    """Years ahead and mean absolute error in per cent, at every origin."""
    for horizon in HORIZONS:
        for origin in range(FIRST, len(net) - horizon + 1):
            came = net[origin : origin + horizon].sum(axis=0)
            said = rule(net[:origin], abroad[:origin], horizon)
            yield horizon, 100 * float(np.abs(said - came).mean())


def table(place: str) -> pd.DataFrame:
    """Mean absolute error by rule and years ahead."""
    past = per_head(place)
    found = {name: list(misses(*past, rule)) for name, rule in SIMPLE.items()}
    for name, changed in VARIANTS.items():
        with ExitStack() as stack:
            for constant, value in changed.items():
                stack.enter_context(patch.object(migration_levels, constant, value))
            found[name] = list(misses(*past, ours))
    rows = [(name, *row) for name, pairs in found.items() for row in pairs]
    frame = pd.DataFrame(rows, columns=["rule", "ahead", "error"])
    wide = frame.pivot_table(index="rule", columns="ahead", values="error")
    return wide.loc[list(found)]


def markdown(tables: Sequence[tuple[str, pd.DataFrame]]) -> str:
    """Both tables side by side."""
    head = [f"{name}, {ahead} y" for name, frame in tables for ahead in frame.columns]
    lines = ["| rule | " + " | ".join(head) + " |", "|---" * (len(head) + 1) + "|"]
    for rule in tables[0][1].index:
        cells = [f"{frame.loc[rule, ahead]:.2f}" for _, frame in tables for ahead in frame.columns]
        lines.append(f"| {rule} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(markdown([("the 15", table(COUNTY)), ("the 44", table(NORTH))]))
