"""Time from a moved slider to its figures, at the draws the screens show.

A scenario in one municipality and one in all of them, from the link's text to the effects on the
groups of ages a screen tells, against projecting all municipalities once. The first must take less
than a second; so must the second on a machine that does nothing else.

Run as ``python -m benchmarks.scenario [--json]``.
"""

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import demografi
from demografi.findings import DRAWS, HORIZON, SEED
from demografi.projection import project
from demografi.scenario import effects, expected, from_link, run

AIM_SECONDS = 1.0
GROUPS = ((0, 100), (1, 5), (6, 15), (16, 18), (20, 64), (80, 100))
SCENARIOS = {
    "an employer in one municipality": ("1__jobb_2421_n300_f2028_t2040", "2421"),
    "the same, seen from the county": ("1__jobb_2421_n300_f2028_t2040", "24"),
    "moves of the whole county": ("1__inflyttning_24_p-20", "24"),
}


def shortest(repeats: int, work: Callable[[], Any]) -> float:
    """Shortest time of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def measure(repeats: int = 5) -> dict[str, float]:
    """Seconds of a projection and of each scenario."""
    dataset = demografi.load()
    baseline = project(dataset, to=HORIZON, draws=DRAWS, seed=SEED)
    expected(dataset, HORIZON)  # made once, when the first scenario is

    def answer(link: str, place: str) -> None:
        changed = run(dataset, baseline, from_link(link))
        effects(baseline, changed, dataset.regions.place(place).members, GROUPS)

    found = {
        "project all municipalities": shortest(
            repeats, lambda: project(dataset, to=HORIZON, draws=DRAWS, seed=SEED)
        )
    }
    for name, (link, place) in SCENARIOS.items():
        found[name] = shortest(repeats, lambda link=link, place=place: answer(link, place))  # type: ignore[misc]
    return found


def main() -> None:
    """Print the measurements as a table or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    found = measure()
    if parser.parse_args().json:
        print(json.dumps(found, indent=1))
        return
    width = max(map(len, found))
    for name, seconds in found.items():
        aim = f"<= {AIM_SECONDS:.0f} s" if name in SCENARIOS else ""
        print(f"{name:<{width}}  {seconds:6.2f} s  {aim}")


if __name__ == "__main__":
    main()
