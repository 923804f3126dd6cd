"""What must be true between tables, and of the list of regions and their boundaries.

Every check returns nothing when the rule holds and raises
:class:`~demografi.errors.DatasetError` that names table, column, place in the file and remedy.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from demografi.dataset.checks import RESTORE, check_table, fail
from demografi.dataset.schema import CKM_YEAR, TABLES
from demografi.errors import DatasetError

__all__ = [
    "CKM_CELL_SPREAD",
    "check_ages_sum_to_total",
    "check_boundaries",
    "check_dataset",
    "check_deaths_sum_to_components",
    "check_municipalities_sum_to_county",
    "check_region_list",
    "signed_area",
]

CKM_CELL_SPREAD = 5.0
"""Accepted CKM discrepancy of a sum of n noisy cells: this many persons times sqrt(n).

The 15 municipalities' 2025 ages differ from their published totals by at most 31 persons over
101 cells (3.1 x sqrt(n)); independent cell noise grows with the root of the number of cells.
"""

_LEVELS = ("nation", "county", "municipality")
_DEATHS_RANK = {"SCB TAB960": 0, "SCB TAB6757": 0, "Kolada N01805": 1}


def _allowed_gap(ckm: "pd.Series[bool]", cells: "pd.Series[int]") -> "pd.Series[float]":
    return cells.astype(float) ** 0.5 * CKM_CELL_SPREAD * ckm.astype(float)


def check_ages_sum_to_total(tables: Mapping[str, pd.DataFrame]) -> None:
    """Check that ages add up to the published total: exactly, or within CKM noise."""
    if "population" not in tables or "population_total" not in tables:
        return
    frame = tables["population"]
    # Where both sexes together are published beside women and men, they are not added to them.
    together = frame[frame["sex"] == "T"].set_index(["region", "year"]).index.unique()
    apart = ~pd.MultiIndex.from_frame(frame[["region", "year"]]).isin(together)
    sums = (
        frame[(frame["sex"] == "T") | apart]
        .groupby(["region", "year"])
        .agg(summed=("value", "sum"), ckm=("ckm", "any"), cells=("value", "size"))
        .reset_index()
    )
    both = sums.merge(
        tables["population_total"][["region", "year", "value"]], on=["region", "year"]
    )
    gap = (both["summed"] - both["value"]).abs()
    bad = both[gap > _allowed_gap(both["ckm"], both["cells"])]
    if len(bad):
        row = bad.iloc[0]
        fail(
            "ages_do_not_sum",
            "population",
            f"ages of region {row['region']}, year {row['year']} sum to {row['summed']:.0f} "
            f"but population_total says {row['value']:.0f}",
            column="value",
            remedy=RESTORE,
            region=row["region"],
            year=int(row["year"]),
            summed=int(row["summed"]),
            total=int(row["value"]),
        )


def check_municipalities_sum_to_county(
    tables: Mapping[str, pd.DataFrame], regions: pd.DataFrame
) -> None:
    """Check that municipalities add up to their county, age by age, where both are published.

    Years with CKM are left out: SCB's noise differs between the levels by design.
    """
    if "population" not in tables:
        return
    frame = tables["population"]
    frame = frame[~frame["ckm"]]
    parents = regions[regions["level"] == "municipality"].set_index("code")["parent"]
    key = ["county", "year", "sex", "age"]
    parts = frame[frame["region"].isin(parents.index)].copy()
    parts["county"] = parts["region"].map(parents)
    summed = parts.groupby(key).agg(summed=("value", "sum"), members=("region", "nunique"))
    whole = summed[
        summed["members"]
        == parents.value_counts().reindex(summed.index.get_level_values("county")).to_numpy()
    ].reset_index()
    counties = frame.rename(columns={"region": "county"})[[*key, "value"]]
    both = whole.merge(counties, on=key)
    bad = both[both["summed"] != both["value"]]
    if len(bad):
        row = bad.iloc[0]
        fail(
            "county_does_not_sum",
            "population",
            f"municipalities of county {row['county']}, year {row['year']}, sex {row['sex']}, "
            f"age {row['age']} sum to {row['summed']} but the county has {row['value']}",
            column="value",
            remedy=RESTORE,
            region=row["county"],
            year=int(row["year"]),
            age=int(row["age"]),
            summed=int(row["summed"]),
            total=int(row["value"]),
        )


def check_deaths_sum_to_components(tables: Mapping[str, pd.DataFrame]) -> None:
    """Check that deaths by age add up to the components' deaths where both are published."""
    if "deaths" not in tables or "components" not in tables:
        return
    key = ["region", "year"]
    summed = tables["deaths"].groupby(key, as_index=False).agg(summed=("value", "sum"))
    frame = tables["components"]
    whole = frame[(frame["component"] == "deaths") & (frame["sex"] == "T")]
    # The same number of deaths may stand in several sources; SCB's table of deaths is the one
    # the ages belong to, Kolada's copy serves where that is lacking.
    rank = whole["source"].map(_DEATHS_RANK).fillna(len(_DEATHS_RANK))
    whole = whole.assign(rank=rank).sort_values("rank").drop_duplicates(key)
    both = summed.merge(whole[[*key, "value"]], on=key)
    bad = both[(both["summed"] != both["value"]) & (both["year"] < CKM_YEAR)]
    if len(bad):
        row = bad.iloc[0]
        fail(
            "deaths_do_not_sum",
            "deaths",
            f"ages of region {row['region']}, year {row['year']} sum to {row['summed']:.0f} "
            f"but components says {row['value']:.0f}",
            column="value",
            remedy=RESTORE,
            region=row["region"],
            year=int(row["year"]),
            summed=int(row["summed"]),
            total=int(row["value"]),
        )


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


def check_dataset(tables: Mapping[str, pd.DataFrame], regions: pd.DataFrame) -> None:
    """Run every rule on the whole dataset: regions, each table, then between tables."""
    check_region_list(regions)
    for name, frame in tables.items():
        check_table(TABLES[name], frame, regions["code"])
    check_ages_sum_to_total(tables)
    check_municipalities_sum_to_county(tables, regions)
    check_deaths_sum_to_components(tables)
