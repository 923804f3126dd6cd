"""What must be true of a whole dataset, of the list of regions and of their boundaries.

Every check returns nothing when the rule holds and raises
:class:`~demografi.errors.DatasetError` that names table, column, place in the file and remedy.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from demografi.dataset.agreement import UNUSUAL, disagreements
from demografi.dataset.checks import RESTORE, check_table, fail
from demografi.dataset.schema import TABLES
from demografi.errors import DatasetError

__all__ = [
    "check_boundaries",
    "check_dataset",
    "check_region_list",
    "check_rules",
    "signed_area",
]

_LEVELS = ("nation", "county", "municipality")
_NATION = "00"


def check_region_list(regions: pd.DataFrame) -> None:
    """Check that ``regions.csv`` has one row per region, of a known level, under a known parent."""

    def first_bad(mask: "pd.Series[bool]", column: str, problem: str, remedy: str) -> None:
        if mask.any():
            row = int(mask.to_numpy().argmax())
            value = regions[column].iloc[row]
            fail(
                "bad_region",
                "regions",
                f"{value!r} {problem}",
                column=column,
                rows=[row],
                remedy=remedy,
                value=value,
            )

    restore = "Restore regions.csv from a clean copy."
    first_bad(regions["code"].duplicated(), "code", "appears twice", "Keep one of the rows.")
    codes = r"00|\d{2}|\d{4}"
    first_bad(~regions["code"].str.fullmatch(codes), "code", "is not an SCB code", restore)
    levels = " or ".join(_LEVELS)
    first_bad(~regions["level"].isin(_LEVELS), "level", f"is not {levels}", restore)
    parents = {"municipality": "county", "county": "nation"}
    above = regions["parent"].map(dict(zip(regions["code"], regions["level"], strict=True)))
    orphan = (regions["level"] != "nation") & (above != regions["level"].map(parents))
    if not (regions["level"] == "nation").any():
        # A list of some counties need not say which nation they are of.
        orphan &= (regions["level"] != "county") | ~regions["parent"].isin(["", _NATION])
    first_bad(orphan, "parent", "is not a region of the level above", restore)


def signed_area(ring: list[list[float]]) -> float:
    """Area inside a ring of longitude–latitude points, negative when it runs clockwise.

    >>> signed_area([[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]])
    -1.0
    """
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def check_boundaries(collection: Mapping[str, Any], regions: pd.DataFrame) -> None:
    """Check that every municipality has closed rings, the outer ones clockwise.

    Counter-clockwise outer rings would be drawn as the whole globe but the municipality.
    """
    table = "municipalities.geojson"
    wanted = set(regions.loc[regions["level"] == "municipality", "code"])
    seen = set()
    try:
        for row, feature in enumerate(collection["features"]):
            code, shape = feature["properties"]["code"], feature["geometry"]
            polygons = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}
            seen.add(code)
            for polygon in polygons[shape["type"]]:
                if polygon[0][0] != polygon[0][-1] or signed_area(polygon[0]) >= 0:
                    fail(
                        "ring_orientation",
                        table,
                        f"an outer ring of {code} is not closed and clockwise",
                        column="geometry",
                        rows=[row],
                        remedy="Reverse the ring's points, or restore the file.",
                        value=code,
                    )
    except (KeyError, TypeError, IndexError) as reason:
        raise DatasetError(
            "unreadable",
            f"table {table}: not polygons with a municipality code ({reason!r}).",
            RESTORE,
            table=table,
        ) from reason
    if missing := sorted(wanted - seen):
        fail(
            "missing_boundary",
            table,
            f"municipality {missing[0]} has no boundary",
            column="code",
            remedy=RESTORE,
            value=missing[0],
        )


def check_rules(tables: Mapping[str, pd.DataFrame], regions: pd.DataFrame) -> None:
    """Run every rule a dataset must obey to be read: regions, then each table by itself."""
    check_region_list(regions)
    for name, frame in tables.items():
        check_table(TABLES[name], frame, regions["code"])


def check_dataset(tables: Mapping[str, pd.DataFrame], regions: pd.DataFrame) -> None:
    """Run every rule on the whole dataset: regions, each table, then between tables."""
    check_rules(tables, regions)
    for found in disagreements(tables, regions):
        if found.code not in UNUSUAL:
            raise found.error(RESTORE)
