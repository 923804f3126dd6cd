"""How close a projection can be: the error expected from a base year, before anything is known.

Two figures for the mean absolute percentage error of the total over the municipalities of the
county, by years ahead:

- **chance alone**: every rate known beforehand, births, deaths and moves left to chance;
- **our range**: the median of the projection against its own trajectories, which is what comes if
  the range is right; with the share of trajectories in which the error stays below a limit.

A forecaster can be far below the second for years by luck, and below the first by a leak only.

Run as ``python -m benchmarks.expected_error [--origin YEAR] [--draws N] [--limits E1,…,E5]``.
"""

import argparse

import numpy as np
from numpy.typing import NDArray

import demografi
from demografi.projection import CohortComponent, History, YearRates
from demografi.regions import COUNTY

Array = NDArray[np.float64]

HORIZON = 5
SEED = 1


def totals(model: CohortComponent, draws: int) -> Array:
    """Total population [draw, year, region], the first year after the jump-off first."""
    drawn = model.project(HORIZON, draws, np.random.default_rng(SEED))
    summed: Array = drawn.population[:, 1:].sum(axis=(3, 4), dtype=np.float64)
    return summed


def expected_rates(model: CohortComponent) -> dict[int, YearRates]:
    """Rates of each year as expected, to be put in the place of drawn ones."""
    jump = model.rates_.jump_off_year
    paths = model.rates_.expected(HORIZON).years()
    return {jump + ahead: rates for ahead, rates in enumerate(paths, start=1)}


def errors(drawn: Array) -> Array:
    """Mean absolute percentage error [draw, year] of the median against every trajectory."""
    missed: Array = 100 * np.abs(np.median(drawn, axis=0) / drawn - 1).mean(axis=2)
    return missed


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--origin", type=int, default=2019)
    ask.add_argument("--draws", type=int, default=1000)
    ask.add_argument("--limits", default="0.55,0.75,0.85,1.3,1.6", help="one per year ahead")
    asked = ask.parse_args()
    limits = np.array([float(limit) for limit in asked.limits.split(",")])

    history = History.from_dataset(demografi.load(), last_year=asked.origin)
    model = CohortComponent().fit(history)
    known = expected_rates(model)
    chance = errors(totals(model.adjusted(lambda year, _: known[year]), asked.draws))
    ours = errors(totals(model, asked.draws))
    below = ours <= limits

    print(f"base {asked.origin}, county {COUNTY}, {len(history.regions)} municipalities")
    head = [f"{ahead} y" for ahead in range(1, HORIZON + 1)]
    print("| | " + " | ".join(head) + " |", "|---" * (HORIZON + 1) + "|", sep="\n")
    rows = {
        "chance alone": chance.mean(axis=0),
        "our range": ours.mean(axis=0),
        "limit": limits,
        "trajectories within it, %": 100 * below.mean(axis=0),
    }
    for name, figures in rows.items():
        print(f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |")
    print(f"within every limit: {100 * below.all(axis=1).mean():.1f} % of trajectories")


if __name__ == "__main__":
    main()
