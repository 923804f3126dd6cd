"""The command ``demografi``: status, data, import, update, project.

Everything that can go wrong on the caller's side ends in one line on standard error and exit
code 2. Files are written beside their destination and moved into place when complete, so that
a failed command leaves no part of a file behind.
"""

import argparse
import datetime
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any, NoReturn

import pandas as pd

from demografi import __version__
from demografi.dataset import TABLES, Dataset, load, write_directory
from demografi.errors import DemografiError, RequestError
from demografi.regions import COUNTY

__all__ = ["main"]

STDOUT = "-"
_ORIGINS = {
    "snapshot": "shipped with the product",
    "local": "fetched by 'demografi update'",
    "directory": "as given",
}


class _Parser(argparse.ArgumentParser):
    """Parser whose complaints are errors like any other, not a page of usage."""

    def error(self, message: str) -> NoReturn:
        raise RequestError("usage", f"{message}.", f"See '{self.prog} --help'.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="demografi",
        description="Demography of the municipalities of Västerbotten from SCB's figures.",
    )
    parser.add_argument("--version", action="version", version=f"demografi {__version__}")
    where = _Parser(add_help=False)
    where.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="dataset directory; without it the fetched figures, else those shipped",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    status = commands.add_parser(
        "status", parents=[where], help="what the dataset holds, how fresh, what it lacks"
    )
    status.add_argument("--json", action="store_true", help="machine-readable")
    status.set_defaults(run=_status)

    data = commands.add_parser("data", parents=[where], help="write a table as CSV")
    data.add_argument("table", metavar="TABLE", help=", ".join(TABLES))
    data.add_argument("--regions", metavar="CODES", help="such as 2480,24,region8; all if left out")
    data.add_argument("--years", metavar="YEARS", help="2010-2025 or 2024; all if left out")
    data.add_argument("--out", required=True, metavar="FILE.csv", help="- for standard output")
    data.set_defaults(run=_data)

    bring = commands.add_parser(
        "import", help="check a directory of tidy tables and write it as a dataset"
    )
    bring.add_argument("source", type=Path, metavar="DIR", help="tables as Parquet or CSV")
    bring.add_argument("--out", required=True, type=Path, metavar="DIR", help="dataset to write")
    bring.add_argument(
        "--note", required=True, metavar="TEXT", help="how the figures were obtained"
    )
    bring.add_argument(
        "--date", required=True, type=_iso_date, metavar="YYYY-MM[-DD]", help="when they were"
    )
    bring.set_defaults(run=_import)

    update = commands.add_parser(
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

    project = commands.add_parser(
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
    return parser


def _codes(text: str) -> list[str]:
    """Split ``"2480, 24"``; each code once, in the order given."""
    codes = list(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))
    if not codes:
        raise RequestError("no_regions", "No region is given.", "Give codes such as 2480,24.")
    return codes


def _span(text: str) -> tuple[int, int]:
    """Bounds of ``"2010-2025"`` or ``"2024"``, both inclusive.

    >>> _span("2010-2025"), _span("2024")
    ((2010, 2025), (2024, 2024))
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text.strip())
    if not found:
        raise RequestError(
            "bad_years", f"'{text}' is not a span of years.", "Write 2010-2025 or 2024.", years=text
        )
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise RequestError(
            "bad_years",
            f"The span of years {text} runs backwards.",
            f"Write {last}-{first}.",
            years=text,
        )
    return first, last


def _unwritable(path: Path, reason: OSError) -> RequestError:
    return RequestError(
        "unwritable",
        f"Cannot write to {path} ({reason.strerror or reason}).",
        "Choose a file in a directory you may write to.",
        path=str(path),
    )


@contextmanager
def _writing(target: str) -> Iterator[IO[str]]:
    """Open a destination for text; entering fails at once when it cannot be written.

    A regular file appears only when the block ends without an error. Devices and pipes are
    written directly: they cannot be replaced by a finished file.
    """
    if target == STDOUT:
        yield sys.stdout
        sys.stdout.flush()
        return
    path = Path(target).resolve()
    device = path.exists() and not path.is_file() and not path.is_dir()
    beside = path if device else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "it is a directory")
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(0, "the file is read-only")
        stream = beside.open("w" if device else "x", encoding="utf-8", newline="")
    except OSError as reason:
        raise _unwritable(Path(target), reason) from reason
    try:
        with stream:
            yield stream
        if not device:
            beside.replace(path)
    except OSError as reason:
        raise _unwritable(Path(target), reason) from reason
    finally:
        if not device:
            beside.unlink(missing_ok=True)


def _write_csv(frame: pd.DataFrame, stream: IO[str]) -> None:
    """Write a frame; counts stored as real numbers are written as the whole numbers they are."""
    whole = {
        name: "int64"
        for name in frame.columns
        if pd.api.types.is_float_dtype(frame[name]) and (frame[name] % 1 == 0).all()
    }
    frame.astype(whole).to_csv(stream, index=False, lineterminator="\n")


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _newest_ages(dataset: Dataset) -> int:
    """Newest year in which every municipality of the county has ages."""
    places = dataset.regions.municipalities()
    years = dataset.rows("population", places).groupby("year")["region"].nunique()
    return int(years[years == len(places)].index.max())


def _load(arguments: argparse.Namespace) -> Dataset:
    """Read the dataset asked for, else the one in use; say why a local one was passed over."""
    dataset = load(arguments.data)  # verifies every checksum
    if dataset.notice is not None:
        told = " ".join(str(dataset.notice).split())
        print(f"demografi: note: the snapshot is used: {told}", file=sys.stderr)
    return dataset


def _status(arguments: argparse.Namespace) -> None:
    dataset = _load(arguments)
    files = dataset.manifest["files"]
    if arguments.json:
        _print_json(
            {
                "path": str(dataset.path),
                "origin": dataset.origin,
                "version": dataset.version,
                "schema_version": dataset.manifest["schema_version"],
                "checksums": "verified",
                "newest_year": dataset.newest_year,
                "newest_year_with_ages": _newest_ages(dataset),
                "note": dataset.manifest["note"],
                "date": dataset.manifest["date"],
                "tables": {
                    Path(name).stem: {"file": name, **entry}
                    for name, entry in files.items()
                    if Path(name).stem in TABLES
                },
                "other_files": {
                    name: entry for name, entry in files.items() if Path(name).stem not in TABLES
                },
            }
        )
        return
    print(f"Dataset    {dataset.path} ({_ORIGINS[dataset.origin]})")
    print(f"Version    {dataset.version}, all {len(files)} checksums verified")
    print(f"Newest     {dataset.newest_year}; with ages {_newest_ages(dataset)}")
    if dataset.manifest["note"]:
        print(f"Note       {dataset.manifest['note']}")
    for name, entry in files.items():
        print(f"\n{Path(name).stem}  {entry['title']}")
        sources = [f"{s['provider']} {s['table']}".strip() for s in entry["sources"]]
        print(f"  source   {'; '.join(sources)}")
        if "rows" in entry:
            print(f"  rows     {entry['rows']}")
        for part in entry.get("coverage", []):
            places = f"{part['regions']} {part['level']}"
            print(f"  has      {part['first']}-{part['last']}  {part['sex']}  {places}")
        for gap in entry.get("gaps", []):
            codes = gap["regions"]
            named = ", ".join(codes) if len(codes) <= 4 else f"{len(codes)} {gap['level']}"
            print("  lacks    " + "  ".join(filter(None, (gap["years"], gap["sex"], named))))
        for remark in entry.get("remarks", []):
            print(f"  note     {remark}")


def _chosen_rows(dataset: Dataset, arguments: argparse.Namespace) -> pd.DataFrame:
    frame = dataset.table(arguments.table)
    if arguments.regions:
        if "region" not in frame.columns:
            raise RequestError(
                "no_regions_in_table",
                f"Table {arguments.table} has no regions.",
                "Leave out --regions.",
                table=arguments.table,
            )
        codes: list[str] = []
        for code in _codes(arguments.regions):
            place = dataset.regions.place(code)
            codes += place.members if place.level in ("group", "north") else [code]
        present = set(frame["region"].unique())
        if absent := [code for code in dict.fromkeys(codes) if code not in present]:
            raise RequestError(
                "region_not_in_table",
                f"Table {arguments.table} has no rows of region {', '.join(absent)}.",
                "Leave the region out; 'demografi status' tells what each table covers.",
                table=arguments.table,
                region=absent[0],
            )
        frame = frame[frame["region"].isin(codes)]
    if arguments.years:
        first, last = _span(arguments.years)
        column = next((name for name in ("year", "target_year") if name in frame.columns), None)
        if column is None:
            raise RequestError(
                "no_years_in_table",
                f"Table {arguments.table} has no years.",
                "Leave out --years.",
                table=arguments.table,
            )
        span = f"{frame[column].min()}-{frame[column].max()}"
        frame = frame[frame[column].between(first, last)]
        if frame.empty:
            raise RequestError(
                "year_not_in_table",
                f"Table {arguments.table} has no rows of {arguments.years} for these regions.",
                f"Choose years within {span}.",
                table=arguments.table,
                years=arguments.years,
            )
    return frame


def _iso_date(text: str) -> str:
    """Accept a date or a month as it may stand beside a source."""
    try:
        datetime.date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a date such as 2026-11 or 2026-11-22"
        ) from None
    return text


def _data(arguments: argparse.Namespace) -> None:
    frame = _chosen_rows(_load(arguments), arguments)
    with _writing(arguments.out) as stream:
        _write_csv(frame, stream)


def _import(arguments: argparse.Namespace) -> None:
    dataset = write_directory(
        arguments.source, arguments.out, note=arguments.note, date=arguments.date
    )
    rows = sum(map(len, dataset.tables.values()))
    print(
        f"{len(dataset.tables)} tables, {rows} rows, written to {arguments.out}; "
        f"version {dataset.version}"
    )


def _update(arguments: argparse.Namespace) -> None:
    # Imported here: no other command talks to anyone.
    from demografi.update.command import execute  # noqa: PLC0415

    execute(
        api=arguments.api,
        kolada=arguments.kolada,
        tables=arguments.tables,
        regions=_codes(arguments.regions) if arguments.regions else [],
        since=arguments.since,
        dry_run=arguments.dry_run,
        accept_revisions=arguments.accept_revisions,
        rollback=arguments.rollback,
        as_json=arguments.json,
    )


def _places(dataset: Dataset, text: str) -> tuple[dict[str, tuple[str, ...]], str]:
    """Members of each place asked for, and the county they belong to."""
    places = {code: dataset.regions.place(code).members for code in _codes(text)}
    for county in (p for p in dataset.regions.places.values() if p.level == "county"):
        inside = set(county.members)
        if all(members and inside.issuperset(members) for members in places.values()):
            return places, county.code
    own = set(dataset.regions.municipalities())
    odd = next((c for c, m in places.items() if not m or not own.issuperset(m)), next(iter(places)))
    raise RequestError(
        "not_projected",
        f"Region {odd} cannot be projected: it is not made up of municipalities of one county.",
        "Choose municipalities, the county, or groups within it.",
        region=odd,
    )


def _project(arguments: argparse.Namespace) -> None:
    if not arguments.out and not arguments.json:
        raise RequestError("no_output", "Nowhere to write.", "Give --out FILE.csv, or --json.")
    if arguments.out == STDOUT and arguments.json:
        raise RequestError(
            "two_outputs", "Both the table and the summary go to standard output.", "Drop one."
        )
    dataset = _load(arguments)
    places, county = _places(dataset, arguments.regions)
    newest = _newest_ages(dataset)
    if arguments.to <= newest and county == COUNTY:
        raise RequestError(
            "year_before_jump_off",
            f"The year {arguments.to} is not after the jump-off year {newest}.",
            f"Choose a year from {newest + 1}.",
            year=arguments.to,
            first=newest + 1,
        )
    # Opened first: an unwritable file is found out before the long computation.
    with _writing(arguments.out) if arguments.out else nullcontext() as stream:
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
            _write_csv(table.round(4), stream)
    if arguments.json:
        totals = table[(table["sex"] == "T") & (table["age"] == "total")]
        by_year = totals.set_index(["region", "year"])[["mean", "p10", "p50", "p90"]].round(1)
        _print_json(
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
        standard output went away.
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
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
