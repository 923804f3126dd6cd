"""``demografi export``: reports as Word, PowerPoint, Excel, or everything in an archive."""

import argparse
import datetime
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from demografi.cli.arguments import Commands, Parser, codes, read
from demografi.cli.output import STDOUT, writing_bytes
from demografi.cli.scenario_file import read_scenario
from demografi.errors import RequestError

if TYPE_CHECKING:
    from demografi.dataset import Dataset
    from demografi.notes import Note
    from demografi.report import Basis, Order

__all__ = ["add"]

KINDS = {
    "docx": "Word",
    "pptx": "PowerPoint",
    "xlsx": "Excel",
    "zip": "everything, with pictures and tables",
}
PLACE = "{region}"
"""Stands for the code of each region in a file's name."""


def add(commands: Commands, where: Parser) -> None:
    """Register the command."""
    export = commands(
        "export",
        parents=[where],
        help="write a report as Word, PowerPoint, Excel, or an archive of everything",
    )
    export.add_argument(
        "--template",
        required=True,
        metavar="NAME",
        help="rus, kommunbild, jamforelse or scenario",
    )
    export.add_argument(
        "--regions", metavar="CODES", help="such as 2480,24; the template's own if left out"
    )
    export.add_argument(
        "--levels", metavar="CODES", help="what places are compared with (default: 24,norra,00)"
    )
    export.add_argument("--contents", metavar="NAMES", help="sections; all if left out")
    export.add_argument(
        "--scenario",
        metavar="FILE.json",
        type=Path,
        help="saved from the screen Scenarier, for the template scenario",
    )
    export.add_argument(
        "--notes", action="store_true", help="with what was written in the dialogue"
    )
    for kind, what in KINDS.items():
        export.add_argument(
            f"--{kind}",
            metavar="FILE",
            help=f"{what}; {PLACE} in the name gives a file per region",
        )
    export.set_defaults(run=_export)


def _order(arguments: argparse.Namespace) -> "Order":
    from demografi.report import LEVELS, Order  # noqa: PLC0415 - Plotly takes half a second

    return Order(
        arguments.template,
        tuple(codes(arguments.regions)) if arguments.regions else (),
        tuple(codes(arguments.levels)) if arguments.levels else LEVELS,
        tuple(codes(arguments.contents)) if arguments.contents else (),
        None if arguments.scenario is None else read_scenario(arguments.scenario)[0],
        notes=arguments.notes,
    )


def _notes(dataset: "Dataset", order: "Order") -> "list[Note]":
    """Find what has been written about the places of an order."""
    if not order.notes:
        return []
    from demografi.notes import Notes, address  # noqa: PLC0415 - opens a database
    from demografi.report import spoken_of  # noqa: PLC0415

    kept = Notes(address())
    try:
        return kept.find(place=spoken_of(dataset, order.places))
    finally:
        kept.close()


def _targets(arguments: argparse.Namespace, order: "Order") -> "list[tuple[Order, dict[str, str]]]":
    """Say which files are to be made of which order."""
    files = {kind: name for kind in KINDS if (name := getattr(arguments, kind))}
    if not files:
        wanted = ", ".join(f"--{kind} FILE" for kind in KINDS)
        raise RequestError("no_output", "Nowhere to write.", f"Give at least one of {wanted}.")
    if STDOUT in files.values():
        raise RequestError(
            "no_standard_output", "A report cannot go to standard output.", "Give a file."
        )
    apart = [PLACE in name for name in files.values()]
    if any(apart) and not all(apart):
        raise RequestError(
            "mixed_names",
            f"Some file names have {PLACE} and others do not.",
            "Use it in all of them or in none.",
        )
    if not any(apart):
        found = [(order, files)]
    else:
        found = [
            (
                replace(order, places=(code,)),
                {kind: name.replace(PLACE, code) for kind, name in files.items()},
            )
            for code in order.places
        ]
    names = [str(Path(name).resolve()) for _one, made in found for name in made.values()]
    if len(set(names)) < len(names):
        raise RequestError(
            "same_file", "Two of the files have the same name.", "Give each a name of its own."
        )
    return found


def _basis(dataset: "Dataset") -> "Basis":
    from demografi.findings import DRAWS, HORIZON, SEED  # noqa: PLC0415
    from demografi.projection import project  # noqa: PLC0415 - statsmodels takes a second
    from demografi.report import Basis  # noqa: PLC0415

    return Basis(dataset, project(dataset, to=HORIZON, draws=DRAWS, seed=SEED))


def _export(arguments: argparse.Namespace) -> None:
    from demografi.report import check_order, compose  # noqa: PLC0415 - Plotly: half a second

    dataset = read(arguments)
    order = check_order(dataset, _order(arguments))
    targets = [(check_order(dataset, one), files) for one, files in _targets(arguments, order)]
    with ExitStack() as whole:
        # Opened first: an unwritable file is found out before the long computation, and no file
        # appears until all of them are complete.
        streams: list[dict[str, BinaryIO]] = [
            {kind: whole.enter_context(writing_bytes(name)) for kind, name in files.items()}
            for _order_, files in targets
        ]
        from demografi.export.bundle import to_files  # noqa: PLC0415 - two seconds

        basis = _basis(dataset)
        made = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
        for (one, _files), opened in zip(targets, streams, strict=True):
            report = compose(basis, one, made=made, notes=_notes(dataset, one))
            for kind, content in to_files(report, list(opened)).items():
                opened[kind].write(content)
    for _one, files in targets:
        for kind, name in files.items():
            print(f"{KINDS[kind].split(',')[0]} written to {name}")
