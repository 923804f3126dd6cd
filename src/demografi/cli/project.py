"""``demografi project``: a projection as a table."""

import argparse
from contextlib import nullcontext

from demografi.cli.arguments import Commands, Parser, newest_ages, places_of, read
from demografi.cli.output import STDOUT, print_json, write_csv, writing
from demografi.errors import RequestError
from demografi.regions import COUNTY

__all__ = ["add"]


def add(commands: Commands, where: Parser) -> None:
    """Register the command."""
    project = commands(
        "project", parents=[where], help="project places and write mean and 80 %% range as CSV"
    )
    project.add_argument(
        "--regions", default=COUNTY, metavar="CODES", help="such as 2480,24 (default: 24)"
    )
    project.add_argument("--to", type=int, default=2050, metavar="YEAR", help="last year")
    project.add_argument("--draws", type=int, default=500, metavar="N", help="trajectories")
    project.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same result")
    project.add_argument("--out", metavar="FILE.csv", help="- for standard output")
    project.add_argument("--json", action="store_true", help="summary on standard output")
    project.set_defaults(run=_project)


def _project(arguments: argparse.Namespace) -> None:
    if not arguments.out and not arguments.json:
        raise RequestError("no_output", "Nowhere to write.", "Give --out FILE.csv, or --json.")
    if arguments.out == STDOUT and arguments.json:
        raise RequestError(
            "two_outputs", "Both the table and the summary go to standard output.", "Drop one."
        )
    dataset = read(arguments)
    places, county = places_of(dataset, arguments.regions)
    newest = newest_ages(dataset)
    if arguments.to <= newest and county == COUNTY:
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

        trajectories = project(
            dataset,
            to=arguments.to,
            draws=arguments.draws,
            seed=arguments.seed,
            county=county,
        )
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
