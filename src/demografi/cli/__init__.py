"""The command ``demografi``: status, data, import, update, project, evaluate, backtest.

Everything that can go wrong on the caller's side ends in one line on standard error and exit
code 2. Files are written beside their destination and moved into place when complete, so that
a failed command leaves no part of a file behind. Each command is a module that registers itself;
what only one command needs is imported when that command runs.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from demografi import __version__
from demografi.cli import backtest, data, evaluate, export, notes, project, status, update
from demografi.cli.arguments import Parser
from demografi.errors import DemografiError

__all__ = ["main"]

INTERRUPTED = 130
"""As shells have it: 128 and the number of the signal."""


def _parser() -> Parser:
    parser = Parser(
        prog="demografi",
        description="Demography of the municipalities of Västerbotten from SCB's figures.",
    )
    parser.add_argument("--version", action="version", version=f"demografi {__version__}")
    where = Parser(add_help=False)
    where.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="dataset directory; without it the fetched figures, else those shipped",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND").add_parser
    status.add(commands, where)
    data.add(commands, where)
    update.add(commands)
    notes.add(commands)
    project.add(commands, where)
    evaluate.add(commands, where)
    backtest.add(commands, where)
    export.add(commands, where)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; those of the process if left out.

    Returns
    -------
    int
        0 when done, 2 when the request or the figures were at fault, 1 when the reader of
        standard output went away, 130 when interrupted (Ctrl-C).
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the console's code page is
    try:
        arguments = _parser().parse_args(argv)
        arguments.run(arguments)
        sys.stdout.flush()
    except DemografiError as error:
        print(f"demografi: error: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("demografi: interrupted; no file has been changed", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0
