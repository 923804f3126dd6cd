"""Time and memory of a projection: 15 municipalities to 2050, a thousand draws.

Compared in one run with (a) copying the result once, the floor any method pays for memory, and
(b) the textbook way on the same population and rates: a Leslie matrix (``scipy.linalg.leslie``)
per trajectory, region and sex, multiplied out year by year. Matrices give expectations, so the
same work is our projection without chance; ours with chance is shown against them as well. The
two are compared by processor time, which other work on the machine disturbs little and which
gives us nothing for using two cores; wall-clock ratios are in the JSON. Projecting and copying are
timed in turn, so that both meet the same machine.

Memory is what a fresh process gains by projecting, from after its imports and fits to its peak,
against all arrays of the result. It is counted in resident pages, whoever asked for them.

Run as ``python -m benchmarks.projection [--json] [--draws N] [--to YEAR]``.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import leslie

import demografi
from demografi.projection import CohortComponent, History, Trajectories, YearRates
from demografi.projection.cohort_component import RatePaths
from demografi.rates.history import MOTHER_AGES

AIM_SECONDS, AIM_BYTES, AIM_RATIO = 3.0, 2e9, 20.0
AIM_COPIES, AIM_MEMORY, AIM_FIT_SECONDS = 15.0, 1.5, 5.0
LESLIE_DRAWS = 4
"""Trajectories of the textbook way that are timed; a thousand would take minutes."""

Cells = NDArray[np.float32]


@dataclass(frozen=True)
class Timing:
    """Shortest times of several runs, in seconds: on the clock, and of all cores together."""

    wall: float
    processor: float


def best_of(repeats: int, run: Callable[[], Any]) -> tuple[Timing, Any]:
    """Shortest times of several runs, and the last result."""
    wall, processor = [], []
    result: Any = None
    for _ in range(repeats):
        result = None  # frees the previous result before the next is made
        started = time.perf_counter(), time.process_time()
        result = run()
        wall.append(time.perf_counter() - started[0])
        processor.append(time.process_time() - started[1])
    return Timing(min(wall), min(processor)), result


def in_turn(repeats: int, *runs: Callable[[], Any]) -> list[Timing]:
    """Shortest times of each of several runs, one after the other again and again.

    Whatever else the machine does meets all of them, so that their ratios can be trusted.
    """
    rounds = [[best_of(1, run)[0] for run in runs] for _ in range(repeats)]
    return [
        Timing(min(one.wall for one in each), min(one.processor for one in each))
        for each in zip(*rounds, strict=True)
    ]


def leslie_year(population: Cells, rates: YearRates) -> Cells:
    """One year of one trajectory, [region, sex, age], by matrices: no chance, no open group fix.

    The same competing risks as the engine; expected births enter through the first row of the
    women's matrix, and in-migrants are added.
    """
    closing = np.empty_like(population)
    low, high = MOTHER_AGES
    for region in range(population.shape[0]):
        newborn = 0.0
        for sex in (0, 1):
            death = rates.mortality[0, region, sex]
            leave = rates.out_migration[0, region, sex]
            stay = np.exp(-((death[:-1] + death[1:]) / 2 + leave[1:]))
            bearing = np.zeros(len(death))
            if sex == 0:
                bearing[low - 1 : high] = rates.fertility[0, region]
            matrix = leslie(bearing, stay)
            matrix[-1, -1] = np.exp(-(death[-1] + leave[-1]))
            grown = matrix @ population[region, sex]
            if sex == 0:
                newborn = grown[0]
            share = rates.boys if sex else 1 - rates.boys
            grown[0] = newborn * share * np.exp(-(death[0] + leave[0]) / 2)
            closing[region, sex] = grown + rates.in_migration[0, region, sex]
    return closing


def leslie_trajectories(start: Cells, paths: RatePaths, draws: int) -> Cells:
    """Textbook trajectories [draw, region, sex, age] at the end of the horizon."""
    ends = []
    for draw in range(draws):
        current = start
        for rates in paths.years(slice(draw, draw + 1)):
            current = leslie_year(current, rates)
        ends.append(current)
    return np.stack(ends)


def result_arrays(result: Trajectories) -> list[Cells]:
    """All arrays of a result."""
    values = [getattr(result, one.name) for one in fields(result)]
    return [value for value in values if isinstance(value, np.ndarray)]


def _resident() -> int:
    """Resident memory of this process now, in bytes.

    Where the system does not say it is 0, and what is gained later is overestimated.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except FileNotFoundError:
        return 0
    return pages * resource.getpagesize()


def _memory(draws: int, to: int, queue: "multiprocessing.Queue[tuple[int, int]]") -> None:
    """Resident memory of a process before it projects, and at its peak, in bytes."""
    history = History.from_dataset(demografi.load())
    forecaster = CohortComponent().fit(history)
    before = _resident()
    forecaster.project(to - history.last_year, draws, np.random.default_rng(1))
    unit = 1 if sys.platform == "darwin" else 1024
    queue.put((before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit))


def memory(draws: int, to: int) -> tuple[int, int]:
    """Resident memory of a fresh process before projecting and at its peak, in bytes."""
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[tuple[int, int]] = context.Queue()
    process = context.Process(target=_memory, args=(draws, to, queue))
    process.start()
    before, peak = queue.get()
    process.join()
    return before, peak


def measure(draws: int, to: int, repeats: int = 5) -> dict[str, Any]:
    """Measure everything; times in seconds, memory in bytes."""
    history = History.from_dataset(demografi.load())
    horizon = to - history.last_year
    before, peak = memory(draws, to)

    started = time.perf_counter()
    forecaster = CohortComponent().fit(history)
    cold = time.perf_counter() - started
    warm, _ = best_of(repeats, lambda: CohortComponent().fit(history))
    without = forecaster.adjusted(None, chance=False)

    def project(ours: CohortComponent) -> Trajectories:
        return ours.project(horizon, draws, np.random.default_rng(1))

    # The rates that ``project`` draws from the same seed: the first of its two generators.
    paths = forecaster.rates_.draw(horizon, draws, np.random.default_rng(1).spawn(2)[0])
    arrays = result_arrays(project(forecaster))
    size = sum(array.nbytes for array in arrays)
    timed, copied, plain, textbook = in_turn(
        repeats,
        lambda: project(forecaster),
        lambda: [array.copy() for array in arrays],
        lambda: project(without),
        lambda: leslie_trajectories(forecaster.start_, paths, LESLIE_DRAWS),
    )
    ends = leslie_trajectories(forecaster.start_, paths, LESLIE_DRAWS)
    ours = project(without).population[:LESLIE_DRAWS, -1]
    seconds = timed.wall
    copies, share = seconds / copied.wall, (peak - before) / size
    ratio = textbook.processor / LESLIE_DRAWS / (plain.processor / draws)
    return {
        "municipalities": len(history.regions),
        "draws": draws,
        "years": horizon,
        "fit_cold_seconds": cold,
        "fit_warm_seconds": warm.wall,
        "project_seconds": seconds,
        "project_processor_seconds": timed.processor,
        "result_bytes": size,
        "peak_bytes": peak,
        "added_bytes": peak - before,
        "times_result_in_memory": share,
        "copy_seconds": copied.wall,
        "times_copy": copies,
        "leslie_processor_seconds_per_trajectory": textbook.processor / LESLIE_DRAWS,
        "processor_seconds_per_trajectory": plain.processor / draws,
        "processor_seconds_per_trajectory_with_chance": timed.processor / draws,
        "times_faster_than_leslie": ratio,
        "times_faster_than_leslie_with_chance": ratio * plain.processor / timed.processor,
        "times_faster_than_leslie_by_the_clock": textbook.wall / LESLIE_DRAWS / plain.wall * draws,
        # The two ways must agree on what they compute, or the comparison means nothing.
        "largest_difference_from_leslie_percent": float(
            np.abs(ends.sum(axis=(2, 3)) / ours.sum(axis=(2, 3)) - 1).max() * 100
        ),
        "aims_reached": bool(
            seconds <= AIM_SECONDS
            and cold <= AIM_FIT_SECONDS
            and copies <= AIM_COPIES
            and share <= AIM_MEMORY
            and peak <= AIM_BYTES
            and ratio >= AIM_RATIO
        ),
    }


def main() -> None:
    """Print the measurements as a table or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--to", type=int, default=2050)
    chosen = parser.parse_args()
    found = measure(chosen.draws, chosen.to)
    if chosen.json:
        print(json.dumps(found, indent=1))
        return
    what = f"{found['municipalities']} municipalities, {found['years']} years, {found['draws']}"
    rows = [
        (f"project, {what} draws", f"{found['project_seconds']:.2f} s", f"<= {AIM_SECONDS:.0f} s"),
        ("the same, all cores together", f"{found['project_processor_seconds']:.2f} s", ""),
        ("peak memory of the process", f"{found['peak_bytes'] / 1e9:.2f} GB", "<= 2 GB"),
        ("of which added by projecting", f"{found['added_bytes'] / 1e9:.2f} GB", ""),
        (
            "added memory / result",
            f"{found['times_result_in_memory']:.2f} x",
            f"<= {AIM_MEMORY} x",
        ),
        (
            "fit every rate, first time",
            f"{found['fit_cold_seconds']:.2f} s",
            f"<= {AIM_FIT_SECONDS:.0f} s",
        ),
        ("fit every rate, again", f"{found['fit_warm_seconds']:.2f} s", ""),
        ("(a) copy the result once", f"{found['copy_seconds']:.2f} s", ""),
        ("projection / copy", f"{found['times_copy']:.1f} x", f"<= {AIM_COPIES:.0f} x"),
        (
            "(b) Leslie matrices, processor time per trajectory",
            f"{found['leslie_processor_seconds_per_trajectory'] * 1e3:.0f} ms",
            "",
        ),
        (
            "ours without chance, processor time per trajectory",
            f"{found['processor_seconds_per_trajectory'] * 1e3:.2f} ms",
            "",
        ),
        (
            "faster than (b), same work",
            f"{found['times_faster_than_leslie']:.0f} x",
            f">= {AIM_RATIO:.0f} x",
        ),
        (
            "faster than (b) by the clock, on all cores",
            f"{found['times_faster_than_leslie_by_the_clock']:.0f} x",
            "",
        ),
        (
            "faster than (b) although we draw chance",
            f"{found['times_faster_than_leslie_with_chance']:.0f} x",
            "",
        ),
        (
            "largest difference from (b), any municipality",
            f"{found['largest_difference_from_leslie_percent']:.2f} %",
            "",
        ),
    ]
    width = max(len(row[0]) for row in rows)
    for label, value, aim in rows:
        print(f"{label:<{width}}  {value:>10}  {aim}")


if __name__ == "__main__":
    main()
