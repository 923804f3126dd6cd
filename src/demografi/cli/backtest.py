"""``demografi backtest``: make the stored back-test that the screen Träffsäkerhet shows."""

import argparse
import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from tempfile import TemporaryFile

from demografi.cli.arguments import Commands, Parser, read
from demografi.cli.output import unwritable
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
    try:
        # Found out before the long computation.
        with TemporaryFile(dir=arguments.out):
            pass
    except OSError as reason:
        raise unwritable(arguments.out, reason, "directory") from reason
    # Imported here: the models take a second to load.
    from demografi.evaluation.stored import compute, write  # noqa: PLC0415

    # Processes, not threads: fits are many and small. Spawned, as threads may be running here.
    # Ctrl-C is for this process alone: it ends the others.
    try:
        with ProcessPoolExecutor(
            mp_context=multiprocessing.get_context("spawn"),
            initializer=signal.signal,
            initargs=(signal.SIGINT, signal.SIG_IGN),
        ) as processes:
            found = compute(
                dataset,
                draws=arguments.draws,
                seed=arguments.seed,
                command=f"demografi backtest --draws {arguments.draws} --seed {arguments.seed}",
                executor=processes,
            )
    except BrokenProcessPool as reason:
        raise RequestError(
            "process_ended",
            "A process of the computation was ended from outside, perhaps for lack of memory; "
            "no file has been changed.",
            "Ask for fewer draws, or close other programs, and run the command again.",
        ) from reason
    try:
        write(found, arguments.out)
    except OSError as reason:
        raise unwritable(arguments.out, reason, "directory") from reason
    print(f"{len(found.rows)} rows, written to {arguments.out}")
    for note in found.facts["notes"]:
        print(f"note: {note}")
