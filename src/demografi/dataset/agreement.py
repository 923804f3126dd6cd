"""What should be true between figures that are published side by side.

Ages and their total, municipalities and their county, women and men and both: in the figures
shipped with the product they agree, exactly before 2025 and within SCB's noise from then on. A
source may publish figures that do not. That is no damage to a file, but nobody should take such
figures into use without having been told; who reads them decides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from demografi.dataset.schema import AGE_OPEN, CKM_YEAR
from demografi.errors import DatasetError

__all__ = ["CKM_CELL_SPREAD", "UNUSUAL", "Case", "Disagreement", "disagreements"]

Tables = Mapping[str, pd.DataFrame]

CKM_CELL_SPREAD = 8.0
"""Accepted CKM discrepancy of a sum of n noisy cells: this many persons times sqrt(n).

The 15 municipalities' 2025 ages differ from their published totals by at most 31 persons over
101 cells (3.1 x sqrt(n)); independent cell noise grows with the root of the number of cells. The
largest of the several hundred sums of a whole year is further out than the largest of 15, and
nobody should be asked about noise: what is looked for are figures of another size.
"""
UNKNOWN_MOTHERS = 0.01
"""Largest share of births whose mother's age is unknown; they are in the total only. It is 0.07 %
at most in the counties 1968-2015."""
CORRECTIONS = 0.01
"""Largest share of a population that SCB's corrections come to in a year: 0.6 % at most in the
region-years since 1975, 25 of Dorotea's 3 972 in 1980."""
BALANCED_FROM = 1975
"""Before that, changed borders and censuses make up to 3 % of a municipality's population."""
UNUSUAL = ("change_does_not_sum",)
"""Rules that hold for SCB's figures but need not for every dataset: changed borders, censuses and
other corrections are no components of change. An update asks about them; no dataset is refused."""

_BIRTHS = ("SCB TAB1264", "SCB TAB6401")
_MIGRATION = ("SCB TAB1212", "SCB TAB6640")
_FLOWS = {
    "in_migration": ("in_migration", ""),
    "out_migration": ("out_migration", ""),
    "net_international": ("immigration", "emigration"),
    "net_domestic": ("in_domestic", "out_domestic"),
}
"""Components that follow from flows by age: one of them, or one minus another."""
_BALANCE = {"births": 1, "deaths": -1, "net_migration": 1}
_DEATHS_RANK = {"SCB TAB960": 0, "SCB TAB6757": 0, "Kolada N01805": 1}


class Case(NamedTuple):
    """Figures of one region and year: what they sum to, and what is published for the whole."""

    region: str
    year: int
    summed: float
    total: float


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
    cases : tuple of Case
        The largest of every region and year, by region and year.
    """

    code: str
    table: str
    problem: str
    places: frozenset[tuple[str, int]] = field(repr=False)
    facts: dict[str, Any] = field(repr=False)
    cases: tuple["Case", ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for a manifest: cases as lists of region, year, sum and total."""
        return {"rule": self.code, "table": self.table, "cases": [list(one) for one in self.cases]}

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
    *,
    extra: Sequence[str] = (),
) -> Iterator[Disagreement]:
    """Make one disagreement of the rows (region, year, …) that break a rule, if there are any.

    ``numbers`` names the columns of ``summed`` and ``total``; ``extra`` further facts.
    """
    if bad.empty:
        return
    row = bad.iloc[0]
    cases = bad[["region", "year", *numbers.values()]].copy()
    cases.columns = pd.Index(["region", "year", *numbers])
    size = (cases["summed"] - cases["total"]).abs()
    worst = cases.loc[size.groupby([cases["region"], cases["year"]]).idxmax()]
    yield Disagreement(
        code,
        table,
        problem(row),
        frozenset(zip(bad["region"], bad["year"].astype(int), strict=True)),
        {"region": str(row["region"]), "year": int(row["year"])}
        | {fact: int(row[column]) for fact, column in numbers.items()}
        | {column: int(row[column]) for column in extra},
        tuple(Case(str(r), int(y), float(a), float(b)) for r, y, a, b in _rows(worst)),
    )


def _rows(cases: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return cases.sort_values(["region", "year"]).itertuples(index=False, name=None)


def _spread(sums: pd.DataFrame) -> "pd.Series[float]":
    """Noise that a sum of so many cells may carry."""
    return sums["cells"].astype(float) ** 0.5 * CKM_CELL_SPREAD


def _summed(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Sum all that stands in a table for each key, and count its cells, which noise grows with."""
    return frame.groupby(key, as_index=False).agg(summed=("value", "sum"), cells=("value", "size"))


def _ages_and_total(tables: Tables, _regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Ages add up to the published total: exactly, or within CKM noise."""
    if "population" not in tables or "population_total" not in tables:
        return
    frame = tables["population"]
    # Where both sexes together are published beside women and men, each is a sum of its own.
    together = (frame["sex"] == "T").rename("together")
    sums = (
        frame.groupby(["region", "year", together])
        .agg(summed=("value", "sum"), ckm=("ckm", "any"), cells=("value", "size"))
        .reset_index()
    )
    both = sums.merge(
        tables["population_total"][["region", "year", "value"]], on=["region", "year"]
    )
    yield from _found(
        "ages_do_not_sum",
        "population",
        both[(both["summed"] - both["value"]).abs() > _spread(both) * both["ckm"]],
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
        {"summed": "summed", "total": "value"},
        extra=["age"],
    )


def _deaths_and_components(tables: Tables, _regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Deaths by age add up to the components' deaths: exactly, or within CKM noise."""
    if "deaths" not in tables or "components" not in tables:
        return
    key = ["region", "year"]
    summed = _summed(tables["deaths"], key)
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
        both[(both["summed"] - both["value"]).abs() > _spread(both) * (both["year"] >= CKM_YEAR)],
        lambda row: (
            f"ages of region {row['region']}, year {row['year']} sum to {row['summed']:.0f} "
            f"but components says {row['value']:.0f}"
        ),
        {"summed": "summed", "total": "value"},
    )


def _births_and_components(tables: Tables, _regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Births by mother's age add up to the components' births but for those of unknown age."""
    if "births" not in tables or "components" not in tables:
        return
    key = ["region", "year"]
    summed = _summed(tables["births"], key)
    frame = tables["components"]
    own = frame["source"].isin(_BIRTHS) & (frame["component"] == "births") & (frame["sex"] == "T")
    both = summed.merge(frame.loc[own, [*key, "value"]], on=key)
    noise = _spread(both) * (both["year"] >= CKM_YEAR)
    lacking = both["value"] - both["summed"]
    # A single birth of a mother of unknown age may be a large share where few are born.
    unknown = (both["value"] * UNKNOWN_MOTHERS).clip(lower=5)
    yield from _found(
        "births_do_not_sum",
        "births",
        both[(lacking < -noise) | (lacking > unknown + noise)],
        lambda row: (
            f"mother's ages of region {row['region']}, year {row['year']} sum to "
            f"{row['summed']:.0f} but components says {row['value']:.0f}"
        ),
        {"summed": "summed", "total": "value"},
    )


def _flows_and_components(tables: Tables, _regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Moves by age add up to the components of the same table, where all ages are there."""
    if "gross_migration" not in tables or "components" not in tables:
        return
    key = ["region", "year", "sex"]
    moves = tables["gross_migration"]
    sums = moves.pivot_table("value", key, "flow", aggfunc="sum")
    cells = moves.pivot_table("value", key, "flow", aggfunc="size").reindex_like(sums)
    frame = tables["components"]
    frame = frame[frame["source"].isin(_MIGRATION)]
    bad = []
    for component, (plus, minus) in _FLOWS.items():
        flows = [plus, minus] if minus else [plus]
        if not set(flows) <= set(sums.columns):
            continue
        own = pd.DataFrame(
            {
                "summed": sums[plus] - sums[minus] if minus else sums[plus],
                "cells": cells[flows].sum(axis=1),
                "lowest": cells[flows].min(axis=1, skipna=False),
            }
        )
        complete = own[own["lowest"] == AGE_OPEN + 1].reset_index()
        whole = frame.loc[frame["component"] == component, [*key, "component", "value"]]
        both = complete.merge(whole, on=key)
        allowed = _spread(both) * (both["year"] >= CKM_YEAR)
        bad.append(both[(both["summed"] - both["value"]).abs() > allowed])
    yield from _found(
        "flows_do_not_sum",
        "gross_migration",
        pd.concat(bad, ignore_index=True) if bad else pd.DataFrame(),
        lambda row: (
            f"{row['component']} by age of region {row['region']}, year {row['year']}, "
            f"sex {row['sex']} sums to {row['summed']:.0f} but components says "
            f"{row['value']:.0f}"
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
    whole = wide.dropna().reset_index()
    whole = whole.assign(summed=whole["F"] + whole["M"])
    yield from _found(
        "sexes_do_not_sum",
        "components",
        whole[(whole["summed"] != whole["T"]) & (whole["year"] < CKM_YEAR)],
        lambda row: (
            f"{row['component']} of region {row['region']}, year {row['year']}, "
            f"{row['source']}: women and men do not add up to both"
        ),
        {"summed": "summed", "total": "T"},
    )


def _change_and_components(tables: Tables, _regions: pd.DataFrame) -> Iterator[Disagreement]:
    """Births, deaths and net migration make the population of a year of that of the year before.

    But for SCB's own corrections, which are few, and noise.
    """
    if "population_total" not in tables or "components" not in tables:
        return
    frame = tables["components"]
    frame = frame[(frame["sex"] == "T") & frame["component"].isin(_BALANCE)]
    # The same figure may stand in several sources; SCB's sort after Kolada's.
    frame = frame.sort_values("source").drop_duplicates(
        ["region", "year", "component"], keep="last"
    )
    flows = frame.pivot(index=["region", "year"], columns="component", values="value")
    flows = flows.reindex(columns=list(_BALANCE)).dropna()
    change = sum(sign * flows[name] for name, sign in _BALANCE.items())
    stocks = tables["population_total"].set_index(["region", "year"])["value"]
    before = pd.MultiIndex.from_arrays(
        [flows.index.get_level_values("region"), flows.index.get_level_values("year") - 1]
    )
    both = pd.DataFrame(
        {
            "summed": stocks.reindex(before).to_numpy() + change,
            "value": stocks.reindex(flows.index),
            "cells": len(_BALANCE) + 2,
        }
    ).dropna()
    both = both.reset_index()
    allowed = CORRECTIONS * both["value"] + _spread(both) * (both["year"] >= CKM_YEAR)
    far = (both["summed"] - both["value"]).abs() > allowed
    yield from _found(
        "change_does_not_sum",
        "components",
        both[far & (both["year"] >= BALANCED_FROM)],
        lambda row: (
            f"the population of region {row['region']} the year before {row['year']} with births, "
            f"deaths and net migration makes {row['summed']:.0f} but population_total says "
            f"{row['value']:.0f}"
        ),
        {"summed": "summed", "total": "value"},
    )


_RULES = (
    _ages_and_total,
    _municipalities_and_county,
    _births_and_components,
    _deaths_and_components,
    _flows_and_components,
    _sexes_and_both,
    _change_and_components,
)


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
