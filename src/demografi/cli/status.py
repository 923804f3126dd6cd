"""``demografi status``: what the dataset holds, how fresh, what it lacks."""

import argparse
from pathlib import Path

from demografi import coverage
from demografi.cli.arguments import Commands, Parser, newest_ages, read
from demografi.cli.output import print_json
from demografi.dataset import TABLES

__all__ = ["add"]

_ORIGINS = {
    "snapshot": "shipped with the product",
    "local": "fetched by 'demografi update'",
    "directory": "as given",
}


def add(commands: Commands, where: Parser) -> None:
    """Register the command."""
    status = commands(
        "status", parents=[where], help="what the dataset holds, how fresh, what it lacks"
    )
    status.add_argument("--json", action="store_true", help="machine-readable")
    status.set_defaults(run=_status)


def _status(arguments: argparse.Namespace) -> None:
    dataset = read(arguments)
    files = dataset.manifest["files"]
    apart = coverage.disagreements(dataset)
    if arguments.json:
        print_json(
            {
                "path": str(dataset.path),
                "origin": dataset.origin,
                "version": dataset.version,
                "schema_version": dataset.manifest["schema_version"],
                "checksums": "verified",
                "newest_year": dataset.newest_year,
                "newest_year_with_ages": newest_ages(dataset),
                "note": dataset.manifest["note"],
                "date": dataset.manifest["date"],
                "disagreements": apart.to_dict("records"),
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
    print(f"Newest     {dataset.newest_year}; with ages {newest_ages(dataset) or 'none'}")
    if dataset.manifest["note"]:
        print(f"Note       {dataset.manifest['note']}")
    if len(apart):
        print(f"Apart      {len(apart)} figures, accepted as published, do not agree with others:")
    for row in apart.to_dict("records"):
        print(
            f"  {row['table']} {row['region']} {row['year']}  {row['rule']}  parts "
            f"{row['summed']:.0f}, whole {row['total']:.0f}, difference {row['difference']:+.0f}"
        )
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
