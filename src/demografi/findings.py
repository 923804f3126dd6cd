"""What the figures say about a place, gathered for screens, sentences and exports."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from demografi.dataset import AGE_OPEN, Dataset
from demografi.series import age_arrays, component_series, population_ages, total_series

__all__ = [
    "AgesSideBySide",
    "Peak",
    "ages_side_by_side",
    "change_components",
    "peak",
    "pyramid_years",
    "years_with_split",
]


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
    top = totals.loc[totals["value"].idxmax()]
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

    Returns
    -------
    DataFrame
        Columns year, births, deaths, natural_change, in_migration, out_migration,
        net_migration, net_domestic, net_international, change (persons; missing where not
        published). Net migration is the published net, else in- minus out-migration.
    """
    long = component_series(dataset, code)
    wide = long.pivot_table(index="year", columns="component", values="value", aggfunc="first")
    names = [
        "births",
        "deaths",
        "in_migration",
        "out_migration",
        "net_migration",
        "net_domestic",
        "net_international",
    ]
    wide = wide.reindex(columns=names).astype("float64")
    gross = wide["in_migration"] - wide["out_migration"]
    wide["net_migration"] = wide["net_migration"].fillna(gross)
    wide["natural_change"] = wide["births"] - wide["deaths"]
    totals = total_series(dataset, code).set_index("year")["value"].astype("float64")
    every = range(int(totals.index.min()), int(totals.index.max()) + 1)
    change = totals.reindex(every).diff()  # only between years that follow each other
    return wide.assign(change=change.reindex(wide.index)).reset_index().rename_axis(columns=None)


def pyramid_years(dataset: Dataset, code: str) -> list[int]:
    """Years with single ages, oldest first."""
    return [int(year) for year in age_arrays(dataset, code).years]


def years_with_split(dataset: Dataset, code: str) -> list[int]:
    """Years with single ages for women and men apart, oldest first."""
    frame = population_ages(dataset, code)
    return sorted({int(year) for year in frame.loc[frame["sex"] == "F", "year"]})


@dataclass(frozen=True)
class AgesSideBySide:
    """Ages of several years in columns, as a table under a pyramid.

    Attributes
    ----------
    frame : DataFrame
        Column age (text, ``100+`` last) and one column per entry of ``columns``.
    columns : tuple of (str, int, str)
        Column of ``frame``, its year and sex.
    """

    frame: pd.DataFrame
    columns: tuple[tuple[str, int, str], ...]


def ages_side_by_side(ages: pd.DataFrame, years: Sequence[int]) -> AgesSideBySide:
    """Spread the ages of some years over columns.

    Parameters
    ----------
    ages : DataFrame
        Columns year, sex, age, value.
    years : sequence of int
        Years wanted; one given twice counts once.
    """
    wanted = ages[ages["year"].isin(list(years))]
    wide = wanted.pivot(index="age", columns=["year", "sex"], values="value").sort_index(axis=1)
    columns = tuple((f"{sex}{year}", int(year), str(sex)) for year, sex in wide.columns)
    wide.columns = pd.Index([name for name, _year, _sex in columns])
    frame = wide.reset_index()
    frame["age"] = [f"{age}+" if age == AGE_OPEN else str(age) for age in frame["age"]]
    return AgesSideBySide(frame, columns)
