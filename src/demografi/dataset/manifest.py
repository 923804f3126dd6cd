"""The manifest: what each file of a dataset holds, where it came from and what it lacks."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from demografi.dataset.keys import distinct_rows
from demografi.dataset.schema import SCHEMA_VERSION, SHIPPED_REMARKS, TABLES, Source

__all__ = [
    "BOUNDARIES",
    "MANIFEST",
    "REGIONS",
    "coverage",
    "describe",
    "describe_table",
    "gaps",
    "items",
    "manifest",
    "remarks",
    "sha256",
    "stands_in",
]

MANIFEST = "manifest.json"
REGIONS = "regions.csv"
BOUNDARIES = "municipalities.geojson"
_ITEM = ("component", "indicator", "group", "flow")
"""Columns that name different things within a table, each with its own coverage."""
_YEAR = ("year", "target_year")


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stands_in(source: Source, frame: pd.DataFrame) -> bool:
    """Whether a table has rows of a source; without a source column it may."""
    if not source.match or "source" not in frame.columns:
        return True
    return any(str(label).startswith(source.match) for label in frame["source"].unique())


def coverage(frame: pd.DataFrame, regions: pd.DataFrame) -> list[dict[str, Any]]:
    """Count regions and give the span of years per level, and per sex where that differs."""
    if not {"year", "region"} <= set(frame.columns):
        return []
    frame = distinct_rows(frame, [n for n in ("region", "year", "sex") if n in frame.columns])
    level = frame["region"].map(regions.set_index("code")["level"])
    sex = frame["sex"] if "sex" in frame.columns else pd.Series("T", index=frame.index)
    found = frame.groupby([level.rename("level"), sex.rename("sex")]).agg(
        regions=("region", "nunique"), first=("year", "min"), last=("year", "max")
    )
    return [
        {str(name): value for name, value in row.items()}
        for row in found.reset_index().to_dict("records")
    ]


def gaps(frame: pd.DataFrame, regions: pd.DataFrame) -> list[dict[str, Any]]:
    """List what a table lacks, by level, sex, years and the regions concerned.

    A gap is a year from the level's first to the table's newest that a region does not have, or
    (years ``"all"``) a region the table does not have although it has others of the same level.
    Years published only for both sexes together show up as gaps of F and M. Tables of many
    indicators have a span for each (:func:`items`); their gaps are counted to each sex's newest.
    """
    if not {"year", "region"} <= set(frame.columns):
        return []
    level = dict(zip(regions["code"], regions["level"], strict=True))
    cells = distinct_rows(frame, [n for n in ("region", "year", "sex") if n in frame.columns])
    if "sex" not in cells.columns:
        cells = cells.assign(sex="")
    have: dict[tuple[str, str], dict[str, set[int]]] = {}
    for region, year, sex in cells.itertuples(index=False, name=None):
        have.setdefault((level[region], sex), {}).setdefault(region, set()).add(year)
    last = int(frame["year"].max())
    notes: dict[tuple[str, str, str], list[str]] = {}
    for (kind, sex), by_region in have.items():
        published = set.union(*by_region.values())
        newest = max(published) if "indicator" in frame.columns else last
        every = set(range(min(published), newest + 1))
        for region, years in by_region.items():
            if missing := sorted(every - years):
                notes.setdefault((kind, sex, _spans(missing)), []).append(region)
    present = {region for by_region in have.values() for region in by_region}
    for kind in {kind for kind, _ in have}:
        of_level = {code for code, found in level.items() if found == kind}
        if absent := of_level - present:
            notes[kind, "", "all"] = list(absent)
    return [
        {"level": kind, "sex": sex, "years": span, "regions": sorted(codes)}
        for (kind, sex, span), codes in sorted(notes.items())
    ]


def _spans(years: Sequence[int]) -> str:
    """``[2010, 2011, 2013]`` → ``2010-2011, 2013``."""
    parts: list[list[int]] = []
    for year in years:
        if parts and year == parts[-1][-1] + 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def items(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Count regions and give the span of years per component, indicator, group or flow."""
    year = next((name for name in _YEAR if name in frame.columns), None)
    item = next((name for name in _ITEM if name in frame.columns), None)
    if year is None or item is None:
        return []
    found = (
        distinct_rows(frame, [item, "region", year])
        .groupby(item)
        .agg(regions=("region", "nunique"), first=(year, "min"), last=(year, "max"))
    )
    rows = found.reset_index(names="item").to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def remarks(name: str, *, fetched: bool) -> list[str]:
    """What a reader of a table must know; ``fetched`` once SCB has been asked for population."""
    return [
        remark for remark in TABLES[name].remarks if not (fetched and remark in SHIPPED_REMARKS)
    ]


def describe_table(
    name: str,
    frame: pd.DataFrame,
    regions: pd.DataFrame,
    digest: str,
    *,
    note: str = "",
) -> dict[str, Any]:
    """Build the entry of one table's file, whose SHA-256 is ``digest``; see :func:`describe`."""
    entry: dict[str, Any] = {
        "title": TABLES[name].doc,
        "rows": len(frame),
        "sources": [
            {
                "provider": source.provider,
                "table": source.table,
                "contents": source.contents,
                "title": source.title,
            }
            for source in TABLES[name].sources
            if stands_in(source, frame)
        ],
        "note": note,
        "remarks": remarks(name, fetched=False),
        "coverage": coverage(frame, regions),
        "items": items(frame),
        "gaps": gaps(frame, regions),
    }
    for column in _YEAR:
        if column in frame.columns:
            entry["years"] = [int(frame[column].min()), int(frame[column].max())]
    if "base_year" in frame.columns:
        entry["base_years"] = sorted({int(year) for year in frame["base_year"]})
    if "region" in frame.columns:
        entry["regions"] = sorted(map(str, frame["region"].unique()))
    if name in ("kolada", "kolada_definitions"):
        entry["sources"][0]["table"] = ", ".join(sorted(map(str, frame["indicator"].unique())))
    return entry | {"sha256": digest}


def describe(
    directory: Path,
    tables: Mapping[str, pd.DataFrame],
    regions: pd.DataFrame,
    *,
    note: str = "",
    date: str = "",
) -> dict[str, Any]:
    """Build the manifest of the files in a directory.

    ``note`` says how the figures were obtained, ``date`` when (ISO, as exact as is known).
    """
    files: dict[str, Any] = {}
    for name, frame in tables.items():
        path = next(
            p for p in (directory / f"{name}.parquet", directory / f"{name}.csv") if p.exists()
        )
        files[path.name] = describe_table(name, frame, regions, sha256(path), note=note)
    return manifest(directory, files, note=note, date=date)


def manifest(directory: Path, files: Mapping[str, Any], *, note: str, date: str) -> dict[str, Any]:
    """Put entries of tables and what else the directory has together."""
    files = dict(files)
    for name, title, provider in (
        (REGIONS, "Regions, levels and groups", "SCB, Kolada"),
        (BOUNDARIES, "Municipal boundaries, generalised (WGS 84)", "SCB"),
    ):
        if (directory / name).exists():
            files[name] = {
                "title": title,
                "sources": [
                    {
                        "provider": provider,
                        "table": "digitala gränser" if name == BOUNDARIES else "kommunindelning",
                        "contents": "",
                        "title": title,
                    }
                ],
                "note": note,
                "sha256": sha256(directory / name),
            }
    return {"schema_version": SCHEMA_VERSION, "date": date, "note": note, "files": files}
