"""``demografi backtest``: make the stored back-test that the screen Träffsäkerhet shows."""

import argparse
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from demografi.cli.arguments import Commands, Parser, read
from demografi.dataset import SNAPSHOT
from demografi.errors import RequestError

__all__ = ["add"]


def add(commands: Commands, where: Parser) -> None:
    """Register the command."""
    backtest = commands(
        "backtest",
        parents=[where],
        help="forecast from every past year there is and store what was said and what came",
    )
    backtest.add_argument("--draws", type=int, default=500, metavar="N", help="of each forecast")
    backtest.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same result")
    backtest.add_argument(
        "--out", type=Path, default=SNAPSHOT, metavar="DIR", help="where (default: the snapshot)"
    )
    backtest.set_defaults(run=_backtest)


def _backtest(arguments: argparse.Namespace) -> None:
    dataset = read(arguments)
    if not os.access(arguments.out, os.W_OK):
        raise RequestError(
            "unwritable",
            f"Cannot write to {arguments.out}.",
            "Choose a directory you may write to.",
            path=str(arguments.out),
        )
    # Imported here: the models take a second to load.
    from demografi.evaluation.stored import compute, write  # noqa: PLC0415

    # Processes, not threads: fits are many and small. Spawned, as threads may be running here.
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as processes:
        found = compute(
            dataset,
            draws=arguments.draws,
            seed=arguments.seed,
            command=f"demografi backtest --draws {arguments.draws} --seed {arguments.seed}",
            executor=processes,
        )
    write(found, arguments.out)
    print(f"{len(found.rows)} rows, written to {arguments.out}")
    for note in found.facts["notes"]:
        print(f"note: {note}")
