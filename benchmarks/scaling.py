"""How the cost of a projection grows: with draws (10–10 000) and with municipalities (15–290).

Cost is processor time, which other work on the machine disturbs little. The exponent is the slope
of its logarithm against the logarithm of the size, by least squares: 1 is linear. What a call
costs at any size shows as a slope below 1; above 1 the cost would run away.

290 municipalities are those of the county again and again: the same arrays at the size of Sweden.

Run as ``python -m benchmarks.scaling [--json] [--years N]``.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

import demografi
from benchmarks.projection import best_of
from demografi.projection import CohortComponent, History

DRAWS = (10, 30, 100, 300, 1000, 3000, 10_000)
REGIONS = (15, 30, 60, 120, 290)
AIM = 1.1
"""Largest exponent that counts as linear."""


def of_size(history: History, regions: int) -> History:
    """Make a history of so many municipalities from a smaller one, each region again in turn."""
    there = len(history.regions)
    order = np.arange(regions) % there
    tiled: dict[str, Any] = {
        field.name: array[:, order]
        for field in fields(history)
        if isinstance(array := getattr(history, field.name), np.ndarray)
    }
    names = tuple(f"{history.regions[at]}-{number}" for number, at in enumerate(order))
    return replace(history, regions=names, **tiled)


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Slope of log cost against log size."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def grow(sizes: Sequence[int], make: Callable[[int], Callable[[], Any]]) -> dict[str, Any]:
    """Measure a cost at each size and its exponent, over all sizes and over the upper half."""
    seconds = [best_of(2, make(size))[0].processor for size in sizes]
    upper = len(sizes) // 2
    return {
        "sizes": list(sizes),
        "processor_seconds": seconds,
        "exponent": exponent(sizes, seconds),
        "exponent_of_the_larger_half": exponent(sizes[upper:], seconds[upper:]),
    }


def main() -> None:
    """Measure and print; exit code 1 when the cost grows faster than its size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--draws", type=int, default=100, help="while municipalities grow")
    parser.add_argument("--json", action="store_true", help="machine-readable")
    arguments = parser.parse_args()
    history = History.from_dataset(demografi.load())
    fitted = CohortComponent().fit(history)
    years = arguments.years

    def with_draws(draws: int) -> Callable[[], Any]:
        return lambda: fitted.project(years, draws, np.random.default_rng(1))

    def with_regions(regions: int) -> Callable[[], Any]:
        larger = CohortComponent().fit(of_size(history, regions))
        return lambda: larger.project(years, arguments.draws, np.random.default_rng(1))

    found = {"draws": grow(DRAWS, with_draws), "municipalities": grow(REGIONS, with_regions)}
    worst = max(one["exponent_of_the_larger_half"] for one in found.values())
    if arguments.json:
        json.dump({**found, "aim": AIM, "aim_reached": worst <= AIM}, sys.stdout, indent=1)
        print()
    else:
        for name, one in found.items():
            print(f"Cost of {years} years by {name}, processor seconds")
            for size, seconds in zip(one["sizes"], one["processor_seconds"], strict=True):
                print(f"  {size:6d}  {seconds:8.3f}  {1000 * seconds / size:8.3f} ms each")
            print(f"  exponent {one['exponent']:.2f}", end="")
            print(f", of the larger half {one['exponent_of_the_larger_half']:.2f}")
    sys.exit(worst > AIM)


if __name__ == "__main__":
    main()
