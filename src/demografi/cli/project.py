"""``demografi project``: a projection as a table."""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from demografi.cli.arguments import Commands, Parser, newest_ages, places_of, read
from demografi.cli.output import STDOUT, print_json, write_csv, writing
from demografi.cli.scenario_file import read_scenario
from demografi.errors import RequestError
from demografi.regions import COUNTY

if TYPE_CHECKING:
    from demografi.dataset import Dataset
    from demografi.projection import Trajectories
    from demografi.scenario import Made, Scenario

__all__ = ["add"]

TO, DRAWS, SEED = 2050, 500, 1
"""What holds when neither the command nor a scenario's file says otherwise."""


def add(commands: Commands, where: Parser) -> None:
    """Register the command."""
    project = commands(
        "project", parents=[where], help="project places and write mean and 80 %% range as CSV"
    )
    project.add_argument(
        "--regions", default=COUNTY, metavar="CODES", help="such as 2480,24 (default: 24)"
    )
    project.add_argument("--to", type=int, metavar="YEAR", help=f"last year (default: {TO})")
    project.add_argument("--draws", type=int, metavar="N", help=f"trajectories (default: {DRAWS})")
    project.add_argument(
        "--seed", type=int, metavar="N", help=f"same seed, same result (default: {SEED})"
    )
    project.add_argument(
        "--scenario",
        type=Path,
        metavar="FILE.json",
        help="change what a file saved on the screen Scenarier says; last year, draws and seed "
        "are then those of the file unless given here",
    )
    project.add_argument("--out", metavar="FILE.csv", help="- for standard output")
    project.add_argument("--json", action="store_true", help="summary on standard output")
    project.set_defaults(run=_project)


def _scenario(path: Path | None, dataset: "Dataset") -> "tuple[Scenario, Made | None]":
    """Read the scenario asked for; say when its numbers were made from other figures."""
    if path is None:
        from demografi.scenario import Scenario  # noqa: PLC0415 - takes a second to load

        return Scenario(), None
    scenario, made = read_scenario(path)
    if made is not None and made.data_version != dataset.version:
        print(
            f"demografi: note: the scenario was made with data {made.data_version}, and these are "
            f"{dataset.version}: numbers may differ",
            file=sys.stderr,
        )
    return scenario, made


def _settle(arguments: argparse.Namespace, made: "Made | None") -> None:
    """Give what was not asked for: as in the scenario's file, else the command's own."""
    defaults = {"to": TO, "draws": DRAWS, "seed": SEED}
    for name, value in defaults.items():
        if getattr(arguments, name) is None:
            setattr(arguments, name, value if made is None else getattr(made, name))


def _tell(trajectories: "Trajectories") -> None:
    """Say on standard error what the projection starts from and what stands in for figures."""
    for found in trajectories.diagnostics:
        if not found.converged or found.fit.startswith("jump-off"):
            print(f"demografi: note: {found.fit}: {found.note}", file=sys.stderr)


def _project(arguments: argparse.Namespace) -> None:
    if not arguments.out and not arguments.json:
        raise RequestError("no_output", "Nowhere to write.", "Give --out FILE.csv, or --json.")
    if arguments.out == STDOUT and arguments.json:
        raise RequestError(
            "two_outputs", "Both the table and the summary go to standard output.", "Drop one."
        )
    dataset = read(arguments)
    places, county = places_of(dataset, arguments.regions)
    scenario, made = _scenario(arguments.scenario, dataset)
    _settle(arguments, made)
    newest = newest_ages(dataset) if county == COUNTY else None
    if newest is not None and arguments.to <= newest:
        raise RequestError(
            "year_before_jump_off",
            f"The year {arguments.to} is not after the jump-off year {newest}.",
            f"Choose a year from {newest + 1}.",
            year=arguments.to,
            first=newest + 1,
        )
    # Opened first: an unwritable file is found out before the long computation.
    with writing(arguments.out) if arguments.out else nullcontext() as stream:
        # Imported here: the rates' models take a second to load and no other command needs them.
        from demografi.projection import project  # noqa: PLC0415
        from demografi.scenario import run, to_link  # noqa: PLC0415

        trajectories = project(
            dataset,
            to=arguments.to,
            draws=arguments.draws,
            seed=arguments.seed,
            county=county,
        )
        trajectories = run(dataset, trajectories, scenario, county)
        _tell(trajectories)
        table = trajectories.table(places)
        if stream is not None:
            write_csv(table.round(4), stream)
    if arguments.json:
        totals = table[(table["sex"] == "T") & (table["age"] == "total")]
        by_year = totals.set_index(["region", "year"])[["mean", "p10", "p50", "p90"]].round(1)
        print_json(
            {
                "jump_off": int(trajectories.years[0]),
                "to": arguments.to,
                "draws": arguments.draws,
                "seed": arguments.seed,
                "range": "80 %",
                "scenario": None
                if arguments.scenario is None
                else {"name": scenario.name, "link": to_link(scenario)},
                "dataset": dataset.version,
                "origin": dataset.origin,
                "file": arguments.out,
                "regions": {
                    code: {
                        "name": dataset.regions.name(code),
                        "population": {
                            str(year): row for year, row in by_year.loc[code].T.to_dict().items()
                        },
                    }
                    for code in places
                },
            }
        )
