"""``demografi update``: the command's arguments; what it does is in :mod:`demografi.update`."""

import argparse

from demografi.cli.arguments import Commands, codes

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Register the command."""
    update = commands(
        "update", help="fetch what SCB and Kolada have published; the figures change as a whole"
    )
    update.add_argument("--api", metavar="URL", help="SCB's interface (PxWebApi v2)")
    update.add_argument("--kolada", metavar="URL", help="Kolada's interface (v3)")
    update.add_argument("--tables", metavar="NAMES", help="such as population,TAB1212; default all")
    update.add_argument("--regions", metavar="CODES", help="such as 2480,24; default all")
    update.add_argument("--since", type=int, metavar="YEAR", help="first year to fetch")
    update.add_argument("--dry-run", action="store_true", help="only say what would be done")
    update.add_argument(
        "--accept-revisions", action="store_true", help="also when much of the history changes"
    )
    update.add_argument("--rollback", action="store_true", help="return to the dataset before")
    update.add_argument("--json", action="store_true", help="machine-readable")
    update.set_defaults(run=_update)


def _update(arguments: argparse.Namespace) -> None:
    # Imported here: no other command talks to anyone.
    from demografi.update.command import execute  # noqa: PLC0415

    execute(
        api=arguments.api,
        kolada=arguments.kolada,
        tables=arguments.tables,
        regions=codes(arguments.regions) if arguments.regions else [],
        since=arguments.since,
        dry_run=arguments.dry_run,
        accept_revisions=arguments.accept_revisions,
        rollback=arguments.rollback,
        as_json=arguments.json,
    )
