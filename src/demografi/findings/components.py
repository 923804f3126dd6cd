"""What has changed a population and what is expected to: births, deaths, migration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.series import component_series, join_labels, source_labels, total_series

__all__ = [
    "Peak",
    "RecentChange",
    "change_components",
    "past_and_coming",
    "peak",
    "projected_components",
    "recent_change",
    "year_changes",
]

_GROSS = ["in_migration", "out_migration"]


@dataclass(frozen=True)
class Peak:
    """Highest and latest population of a place.

    Attributes
    ----------
    year, value : int, float
        The year with most inhabitants, and how many.
    first_year, first : int, float
        First year of the series.
    last_year, last : int, float
        Newest year of the series.
    """

    year: int
    value: float
    first_year: int
    first: float
    last_year: int
    last: float


def peak(dataset: Dataset, code: str) -> Peak:
    """Find when a place had most inhabitants."""
    totals = total_series(dataset, code)
    top = totals.iloc[int(totals["value"].to_numpy().argmax())]
    first, last = totals.iloc[0], totals.iloc[-1]
    return Peak(
        int(top["year"]),
        float(top["value"]),
        int(first["year"]),
        float(first["value"]),
        int(last["year"]),
        float(last["value"]),
    )


def change_components(dataset: Dataset, code: str) -> pd.DataFrame:
    """Births, deaths and migration side by side, one row per year.

    Moves between the parts of a place are neither in- nor out-migration of the place, and
    cannot be told from the others when the place is a sum of its parts: in- and out-migration
    are then missing, while their difference, in which such moves cancel, is known.

    Returns
    -------
    DataFrame
        Columns year, births, deaths, natural_change, in_migration, out_migration,
        net_migration, change (persons; missing where not published) and source (the tables of
        the components). Net migration is the published net, else in- minus out-migration.
    """
    key = ("findings", "components", code)
    if key not in dataset.memo:
        dataset.memo[key] = _side_by_side(dataset, code)
    found: pd.DataFrame = dataset.memo[key]
    return found.copy(deep=False)  # copied on write


def _side_by_side(dataset: Dataset, code: str) -> pd.DataFrame:
    long = component_series(dataset, code)
    names = ["births", "deaths", *_GROSS, "net_migration"]
    wide, basis, label = (
        long.pivot(index="year", columns="component", values=column).reindex(columns=names)
        for column in ("value", "basis", "source")
    )
    wide = wide.astype("float64")
    net_published = wide["net_migration"].notna()
    gross = wide["in_migration"] - wide["out_migration"]
    wide["net_migration"] = wide["net_migration"].fillna(gross)
    wide[_GROSS] = wide[_GROSS].mask(basis[_GROSS] == "sum")
    unused = wide[_GROSS].isna().to_numpy() & net_published.to_numpy()[:, None]
    label[_GROSS] = label[_GROSS].mask(unused)
    wide["natural_change"] = wide["births"] - wide["deaths"]
    named = label.to_numpy(dtype=object)
    wide["source"] = [join_labels(text for text in row if isinstance(text, str)) for row in named]
    totals = total_series(dataset, code).set_index("year")["value"].astype("float64")
    every = range(int(totals.index.min()), int(totals.index.max()) + 1)
    change = totals.reindex(every).diff()  # only between years that follow each other
    return wide.assign(change=change.reindex(wide.index)).reset_index().rename_axis(columns=None)


@dataclass(frozen=True)
class RecentChange:
    """What births, deaths and moves have added up to in recent years.

    Attributes
    ----------
    first, last : int
        The years, both included; every one between them is known.
    natural_change, net_migration : float
        Persons.
    """

    first: int
    last: int
    natural_change: float
    net_migration: float


def recent_change(changes: pd.DataFrame, years: int = 5) -> RecentChange:
    """Add up the newest years, at most as many as asked for, back to the first gap.

    Parameters
    ----------
    changes : DataFrame
        As from :func:`change_components`.
    years : int
        How many.
    """
    known = changes.dropna(subset=["natural_change", "net_migration"]).tail(years)
    # Counted from the end, a year further back than its place has a gap after it.
    age = int(known["year"].iloc[-1]) - known["year"]
    known = known[age.to_numpy() < np.arange(len(known), 0, -1)]
    return RecentChange(
        int(known["year"].iloc[0]),
        int(known["year"].iloc[-1]),
        float(known["natural_change"].sum()),
        float(known["net_migration"].sum()),
    )


def year_changes(dataset: Dataset, codes: Sequence[str]) -> pd.DataFrame:
    """How the population of each place changed in the newest year, and through what.

    Returns
    -------
    DataFrame
        Columns region, name, year, before, now, change, share (per cent), natural_change,
        net_migration, source (the tables of all of them).
    """
    rows = []
    for code in codes:
        totals = total_series(dataset, code).set_index("year")["value"]
        year = int(totals.index[-1])
        parts = change_components(dataset, code).set_index("year")
        before = float(totals.get(year - 1, float("nan")))
        labels = list(source_labels(dataset, "population_total", [year - 1, year]).values())
        if year in parts.index:
            labels.append(str(parts.loc[year, "source"]))
        part = parts.reindex([year]).iloc[0]
        rows.append(
            {
                "region": code,
                "name": dataset.regions.name(code),
                "year": year,
                "before": before,
                "now": float(totals[year]),
                "change": float(totals[year]) - before,
                "share": (float(totals[year]) / before - 1) * 100,
                "natural_change": part["natural_change"],
                "net_migration": part["net_migration"],
                "source": join_labels(labels),
            }
        )
    return pd.DataFrame(rows)


def projected_components(trajectories: Trajectories, members: Sequence[str]) -> pd.DataFrame:
    """Median births, deaths and migration of the projected years.

    Returns
    -------
    DataFrame
        Columns year, births, deaths, natural_change, net_migration; for natural change and
        net migration also ``…_p10`` and ``…_p90``.
    """
    births, deaths = trajectories.flow("births", members), trajectories.flow("deaths", members)
    net = trajectories.flow("net_migration", members)
    frame = pd.DataFrame(
        {
            "year": trajectories.years[1:],
            "births": np.median(births, axis=0),
            "deaths": np.median(deaths, axis=0),
        }
    )
    for name, draws in (("natural_change", births - deaths), ("net_migration", net)):
        low, middle, high = np.quantile(draws, list(QUANTILES.values()), axis=0)
        frame[name], frame[f"{name}_p10"], frame[f"{name}_p90"] = middle, low, high
    return frame


def past_and_coming(past: pd.DataFrame, coming: pd.DataFrame) -> pd.DataFrame:
    """One table of observed components of change, then projected ones."""
    later = coming[coming["year"] > past["year"].max()]
    joined: pd.DataFrame = pd.concat([past, later], ignore_index=True)
    return joined
