"""Time of reports: one municipality, and all fifteen with the county, as three files each.

The projection is made beforehand, as it is on a server; composing, drawing and writing count.
Wall-clock time is what an editor waits, and what the limits are for; processor time of this
process is what other work on the machine disturbs little. Two ratios: the whole report against
drawing its pictures alone, and a report among sixteen against one by itself, which says how much
is computed once for all. With ``--look DIR`` the files are written there and, where LibreOffice
is installed, turned into PDF to look at.

Run as ``python -m benchmarks.report [--json] [--one] [--no-browser] [--look DIR]``.
"""

import argparse
import datetime
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import demografi
from demografi.charts.palette import LIGHT
from demografi.export import image
from demografi.export.bundle import to_files
from demografi.findings import DRAWS, HORIZON, SEED
from demografi.projection import project
from demografi.regions import COUNTY
from demografi.report import Basis, Order, Report, compose

AIM_ONE, AIM_ALL = 5.0, 90.0
FILES = ("docx", "pptx", "xlsx")
ONE = "2482"

T = TypeVar("T")


@dataclass(frozen=True)
class Timing:
    """Seconds on the clock, and of this process's processor."""

    wall: float
    processor: float


def timed(run: Callable[[], T]) -> tuple[Timing, T]:
    """Run and take the time."""
    wall, processor = time.perf_counter(), time.process_time()
    result = run()
    return Timing(time.perf_counter() - wall, time.process_time() - processor), result


def report(basis: Basis, code: str) -> tuple[Report, dict[str, bytes]]:
    """Compose a report and write its files."""
    made = compose(basis, Order("kommunbild", (code,)), made=datetime.date(2026, 1, 1))
    return made, to_files(made, FILES)


def look(files: dict[str, bytes], stem: str, place: Path) -> None:
    """Write files, and as PDF what LibreOffice can read."""
    place.mkdir(parents=True, exist_ok=True)
    for kind, content in files.items():
        path = place / f"{stem}.{kind}"
        path.write_bytes(content)
        if kind != "xlsx" and (office := shutil.which("soffice")):
            folder = place / kind
            subprocess.run(
                [office, "--headless", "--convert-to", "pdf", "--outdir", folder, path],
                check=True,
                capture_output=True,
                timeout=300,
            )


def main() -> int:
    """Measure and report; 1 when a report takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", action="store_true", help="leave the sixteen out")
    parser.add_argument("--no-browser", action="store_true", help="draw by matplotlib")
    parser.add_argument("--look", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    if arguments.no_browser:
        image._browser = lambda: None  # type: ignore[assignment]  # noqa: SLF001
    dataset = demografi.load()
    trajectories = project(dataset, to=HORIZON, draws=DRAWS, seed=SEED)
    report(Basis(dataset, trajectories), COUNTY)  # starts the browser, reads what all share
    one, (made, files) = timed(lambda: report(Basis(dataset, trajectories), ONE))
    drawn, _pictures = timed(
        lambda: [image.to_picture(figure.draw(LIGHT)) for figure in made.figures()]
    )
    found: dict[str, float] = {
        "one_seconds": one.wall,
        "one_processor_seconds": one.processor,
        "pictures_seconds": drawn.wall,
        "whole_to_pictures": one.wall / drawn.wall,
    }
    if arguments.look:
        look(files, f"kommunbild-{ONE}", arguments.look)
    if not arguments.one:
        shared = Basis(dataset, trajectories)
        codes = [COUNTY, *dataset.regions.municipalities()]
        every, _files = timed(lambda: [report(shared, code) for code in codes])
        found |= {
            "all_seconds": every.wall,
            "all_processor_seconds": every.processor,
            "among_all_to_alone": every.wall / len(codes) / one.wall,
        }
    if arguments.json:
        print(json.dumps(found, indent=1))
    else:
        print(f"one report   {one.wall:.1f} s ({one.processor:.1f} s processor), aim {AIM_ONE:.0f}")
        times = found["whole_to_pictures"]
        print(f"  pictures   {drawn.wall:.1f} s; the whole is {times:.1f} times that")
        if "all_seconds" in found:
            print(
                f"all sixteen  {found['all_seconds']:.1f} s "
                f"({found['all_processor_seconds']:.1f} s processor), aim {AIM_ALL:.0f}"
            )
            print(f"  each is {found['among_all_to_alone']:.2f} of one by itself")
    return int(found["one_seconds"] > AIM_ONE or found.get("all_seconds", 0) > AIM_ALL)


if __name__ == "__main__":
    sys.exit(main())
