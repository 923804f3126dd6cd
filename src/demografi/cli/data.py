"""``demografi data`` and ``demografi import``: tables out, tables in."""

import argparse
from pathlib import Path

import pandas as pd

from demografi.cli.arguments import Commands, Parser, codes, iso_date, read, span
from demografi.cli.output import STDOUT, write_csv, writing
from demografi.dataset import TABLES, Dataset, write_directory
from demografi.errors import RequestError

__all__ = ["add"]


def add(commands: Commands, where: Parser) -> None:
    """Register both commands."""
    data = commands("data", parents=[where], help="write a table as CSV")
    data.add_argument("table", metavar="TABLE", help=", ".join(TABLES))
    data.add_argument("--regions", metavar="CODES", help="such as 2480,24,region8; all if left out")
    data.add_argument("--years", metavar="YEARS", help="2010-2025 or 2024; all if left out")
    data.add_argument("--out", required=True, metavar="FILE.csv", help="- for standard output")
    data.set_defaults(run=_data)

    bring = commands("import", help="check a directory of tidy tables and write it as a dataset")
    bring.add_argument("source", type=Path, metavar="DIR", help="tables as Parquet or CSV")
    bring.add_argument("--out", required=True, type=Path, metavar="DIR", help="dataset to write")
    bring.add_argument(
        "--note", required=True, metavar="TEXT", help="how the figures were obtained"
    )
    bring.add_argument(
        "--date", required=True, type=iso_date, metavar="YYYY-MM[-DD]", help="when they were"
    )
    bring.set_defaults(run=_import)


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
        wanted: list[str] = []
        for code in codes(arguments.regions):
            place = dataset.regions.place(code)
            wanted += place.members if place.level in ("group", "north") else [code]
        present = set(frame["region"].unique())
        if absent := [code for code in dict.fromkeys(wanted) if code not in present]:
            inside = present.intersection(dataset.regions.place(absent[0]).members)
            raise RequestError(
                "region_not_in_table",
                f"Table {arguments.table} has no rows of region {', '.join(absent)}.",
                f"It has {len(inside)} of its municipalities: --regions {','.join(sorted(inside))}."
                if inside
                else "Leave the region out; 'demografi status' tells what each table covers.",
                table=arguments.table,
                region=absent[0],
            )
        frame = frame[frame["region"].isin(wanted)]
    if arguments.years:
        first, last = span(arguments.years)
        column = next((name for name in ("year", "target_year") if name in frame.columns), None)
        if column is None:
            raise RequestError(
                "no_years_in_table",
                f"Table {arguments.table} has no years.",
                "Leave out --years.",
                table=arguments.table,
            )
        held = f"{frame[column].min()}-{frame[column].max()}"
        frame = frame[frame[column].between(first, last)]
        if frame.empty:
            raise RequestError(
                "year_not_in_table",
                f"Table {arguments.table} has no rows of {arguments.years} for these regions.",
                f"Choose years within {held}.",
                table=arguments.table,
                years=arguments.years,
            )
    return frame


def _data(arguments: argparse.Namespace) -> None:
    frame = _chosen_rows(read(arguments), arguments)
    with writing(arguments.out) as stream:
        write_csv(frame, stream)
    if arguments.out != STDOUT:
        print(f"{len(frame)} rows of {arguments.table} written to {arguments.out}")


def _import(arguments: argparse.Namespace) -> None:
    dataset = write_directory(
        arguments.source, arguments.out, note=arguments.note, date=arguments.date
    )
    rows = sum(map(len, dataset.tables.values()))
    print(
        f"{len(dataset.tables)} tables, {rows} rows, written to {arguments.out}; "
        f"version {dataset.version}"
    )
