"""What should be true between figures that are published side by side.

Ages and their total, municipalities and their county, women and men and both: in the figures
shipped with the product they agree, exactly before 2025 and within SCB's noise from then on. A
source may publish figures that do not. That is no damage to a file, but nobody should take such
figures into use without having been told; who reads them decides.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from demografi.dataset.schema import CKM_YEAR
from demografi.errors import DatasetError

__all__ = ["CKM_CELL_SPREAD", "Disagreement", "disagreements"]

Tables = Mapping[str, pd.DataFrame]

CKM_CELL_SPREAD = 5.0
"""Accepted CKM discrepancy of a sum of n noisy cells: this many persons times sqrt(n).

The 15 municipalities' 2025 ages differ from their published totals by at most 31 persons over
101 cells (3.1 x sqrt(n)); independent cell noise grows with the root of the number of cells.
"""

_DEATHS_RANK = {"SCB TAB960": 0, "SCB TAB6757": 0, "Kolada N01805": 1}


@dataclass(frozen=True)
class Disagreement:
    """Figures of one table that do not agree with others.

    Attributes
    ----------
    code : str
        Which rule.
    table : str
        Table of the dataset.
    problem : str
        The first case in words.
    places : frozenset of (str, int)
        Every region and year concerned.
    facts : dict
        Region, year and figures of the first case.
    """

    code: str
    table: str
    problem: str
    places: frozenset[tuple[str, int]] = field(repr=False)
    facts: dict[str, Any] = field(repr=False)

    def error(self, remedy: str) -> DatasetError:
        """As an error that can be raised or shown."""
        more = len(self.places) - 1
        also = f" and {more} more regions and years" if more else ""
        return DatasetError(
            self.code,
            f"table {self.table}, column value: {self.problem}{also}.",
            remedy,
            table=self.table,
            column="value",
            row=None,
            count=len(self.places),
            **self.facts,
        )


def _found(
    code: str,
    table: str,
    bad: pd.DataFrame,
    problem: Callable[["pd.Series[str]"], str],
    numbers: Mapping[str, str],
) -> Iterator[Disagreement]:
    """Make one disagreement of the rows (region, year, …) that break a rule, if there are any."""
    if bad.empty:
        return
    row = bad.iloc[0]
    yield Disagreement(
        code,
        table,
        problem(row),
        frozenset(zip(bad["region"], bad["year"].astype(int), strict=True)),
        {"region": str(row["region"]), "year": int(row["year"])}
        | {fact: int(row[column]) for fact, column in numbers.items()},
    )


def _ages_and_total(tables: Tables, _regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Ages add up to the published total: exactly, or within CKM noise."""
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
    allowed = both["cells"].astype(float) ** 0.5 * CKM_CELL_SPREAD * both["ckm"].astype(float)
    yield from _found(
        "ages_do_not_sum",
        "population",
        both[(both["summed"] - both["value"]).abs() > allowed],
        lambda row: (
            f"ages of region {row['region']}, year {row['year']} sum to {row['summed']:.0f} "
            f"but population_total says {row['value']:.0f}"
        ),
        {"summed": "summed", "total": "value"},
    )


def _municipalities_and_county(tables: Tables, regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Municipalities add up to their county, age by age, where all are published.

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
    every = parents.value_counts().reindex(summed.index.get_level_values("county")).to_numpy()
    whole = summed[summed["members"] == every].reset_index()
    both = whole.merge(frame.rename(columns={"region": "county"})[[*key, "value"]], on=key)
    yield from _found(
        "county_does_not_sum",
        "population",
        both[both["summed"] != both["value"]].rename(columns={"county": "region"}),
        lambda row: (
            f"municipalities of county {row['region']}, year {row['year']}, sex {row['sex']}, "
            f"age {row['age']} sum to {row['summed']:.0f} but the county has {row['value']:.0f}"
        ),
        {"age": "age", "summed": "summed", "total": "value"},
    )


def _deaths_and_components(tables: Tables, _regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Deaths by age add up to the components' deaths where both are published, before CKM."""
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
    yield from _found(
        "deaths_do_not_sum",
        "deaths",
        both[(both["summed"] != both["value"]) & (both["year"] < CKM_YEAR)],
        lambda row: (
            f"ages of region {row['region']}, year {row['year']} sum to {row['summed']:.0f} "
            f"but components says {row['value']:.0f}"
        ),
        {"summed": "summed", "total": "value"},
    )


def _sexes_and_both(tables: Tables, _regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Women and men add up to both in the components, before CKM."""
    if "components" not in tables:
        return
    frame = tables["components"]
    cell = ["region", "year", "component", "source"]
    wide = frame.pivot(index=cell, columns="sex", values="value").reindex(columns=["F", "M", "T"])
    gap = (wide["F"] + wide["M"] - wide["T"]).dropna()
    exact = gap[gap.index.get_level_values("year") < CKM_YEAR]
    yield from _found(
        "sexes_do_not_sum",
        "components",
        exact[exact != 0].rename("gap").reset_index(),
        lambda row: (
            f"{row['component']} of region {row['region']}, year {row['year']}, "
            f"{row['source']}: women and men do not add up to both"
        ),
        {},
    )


_RULES = (_ages_and_total, _municipalities_and_county, _deaths_and_components, _sexes_and_both)


def disagreements(tables: Tables, regions: pd.DataFrame) -> list[Disagreement]:
    """List what does not agree, one entry per rule.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables by name, each obeying the rules of its own; absent ones are not compared.
    regions : DataFrame
        As in ``regions.csv``.
    """
    return [found for rule in _RULES for found in rule(tables, regions)]
