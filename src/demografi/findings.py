"""What the figures say about a place, gathered for screens, sentences and exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import AGE_OPEN, Dataset
from demografi.errors import RequestError
from demografi.indicators import matrix, projected_matrix
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.series import (
    age_arrays,
    component_series,
    parse_group,
    population_ages,
    total_series,
)

__all__ = [
    "Outlook",
    "Peak",
    "change_components",
    "group_outlooks",
    "group_ranges",
    "group_table",
    "history_then_range",
    "in_classes",
    "in_year",
    "latest",
    "outlook",
    "outlooks",
    "past_and_coming",
    "peak",
    "projected_components",
    "projected_pyramid",
    "pyramid_table",
    "pyramid_width",
    "pyramid_years",
    "year_changes",
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

    Returns
    -------
    DataFrame
        Columns year, births, deaths, natural_change, in_migration, out_migration,
        net_migration, net_domestic, net_international, change (persons; missing where not
        published). Net migration is the published net, else in- minus out-migration.
    """
    key = ("findings", "components", code)
    if key not in dataset.memo:
        dataset.memo[key] = _side_by_side(dataset, code)
    found: pd.DataFrame = dataset.memo[key]
    return found.copy(deep=False)  # copied on write


def _side_by_side(dataset: Dataset, code: str) -> pd.DataFrame:
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


def in_year(frame: pd.DataFrame, year: int) -> dict[str, float]:
    """Return the numbers of one year's row by column.

    Raises
    ------
    RequestError
        The frame has no such year.
    """
    rows = frame[frame["year"] == year].select_dtypes("number").to_dict("records")
    if not rows:
        raise RequestError(
            "year_missing",
            f"There is no year {year}; years are {frame['year'].min()}-{frame['year'].max()}.",
            "Choose a year in that span.",
            year=year,
        )
    return {str(name): float(value) for name, value in rows[0].items()}


@dataclass(frozen=True)
class Outlook:
    """A figure today and its 80 % range in a coming year.

    Attributes
    ----------
    year, now : int, float
        Newest observed year and value.
    target, low, middle, high : int, float
        The coming year; 10th, 50th and 90th percentile over draws.
    """

    year: int
    now: float
    target: int
    low: float
    middle: float
    high: float


def outlook(
    dataset: Dataset, trajectories: Trajectories, code: str, indicator: str, target: int
) -> Outlook:
    """Put the newest observed value of an indicator beside its range in a coming year."""
    row = outlooks(dataset, trajectories, [code], indicator, target).iloc[0]
    return Outlook(int(row["year"]), row["now"], target, row["low"], row["middle"], row["high"])


def outlooks(
    dataset: Dataset, trajectories: Trajectories, codes: Sequence[str], indicator: str, target: int
) -> pd.DataFrame:
    """Outlooks of several places, with the change in per cent.

    Returns
    -------
    DataFrame
        Columns region, name, year, now, target, low, middle, high, change, change_low,
        change_high (per cent of today's value).

    Raises
    ------
    RequestError
        The indicator does not follow from a projection, or the year is not projected.
    """
    members = {code: dataset.regions.place(code).members for code in codes}
    ahead = projected_matrix(trajectories, members, [indicator], target)
    if ahead.empty:
        raise RequestError(
            "not_projectable",
            f"Indicator '{indicator}' does not follow from a projection.",
            "Choose one whose definition says it is projectable.",
            indicator=indicator,
        )
    ends = {"p10": "low", "p50": "middle", "p90": "high"}
    ahead = ahead.rename(columns={"place": "region", **ends})
    today = latest(dataset, codes, indicator).rename(columns={"value": "now"})
    frame = today.merge(ahead[["region", *ends.values()]], on="region", validate="1:1")
    frame = frame.drop(columns="source").assign(target=target)
    for column, end in (("change", "middle"), ("change_low", "low"), ("change_high", "high")):
        frame[column] = (frame[end] / frame["now"] - 1) * 100
    return frame


def year_changes(dataset: Dataset, codes: Sequence[str]) -> pd.DataFrame:
    """How the population of each place changed in the newest year, and through what.

    Returns
    -------
    DataFrame
        Columns region, name, year, before, now, change, share (per cent), natural_change,
        net_migration.
    """
    rows = []
    for code in codes:
        totals = total_series(dataset, code).set_index("year")["value"]
        year = int(totals.index[-1])
        parts = change_components(dataset, code).set_index("year")
        row = parts.loc[year] if year in parts.index else parts.iloc[-1] * float("nan")
        before = float(totals.get(year - 1, float("nan")))
        rows.append(
            {
                "region": code,
                "name": dataset.regions.name(code),
                "year": year,
                "before": before,
                "now": float(totals[year]),
                "change": float(totals[year]) - before,
                "share": (float(totals[year]) / before - 1) * 100,
                "natural_change": row["natural_change"],
                "net_migration": row["net_migration"],
            }
        )
    return pd.DataFrame(rows)


def latest(dataset: Dataset, codes: Sequence[str], indicator: str) -> pd.DataFrame:
    """Newest value of an indicator per place: columns region, name, year, value, source."""
    frame = matrix(dataset, codes, [indicator], dataset.newest_year)
    names = [dataset.regions.name(code) for code in frame["place"]]
    return frame.assign(region=frame["place"], name=names)[
        ["region", "name", "year", "value", "source"]
    ]


def group_ranges(
    trajectories: Trajectories, members: Sequence[str], groups: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Range of age groups in every projected year: columns year, p10, p50, p90 by group."""
    found = {}
    for group in groups:
        draws = trajectories.group(members, *parse_group(group))
        found[group] = _quantiles(draws, trajectories.years)
    return found


def _quantiles(draws: NDArray[np.float32], years: Sequence[int]) -> pd.DataFrame:
    low, middle, high = np.quantile(draws, list(QUANTILES.values()), axis=0)
    return pd.DataFrame({"year": list(years), "p10": low, "p50": middle, "p90": high})


def group_outlooks(
    ranges: Mapping[str, pd.DataFrame], history: pd.DataFrame, target: int
) -> dict[str, Outlook]:
    """Newest observed number and coming range of each age group.

    Parameters
    ----------
    ranges : mapping of str to DataFrame
        As from :func:`group_ranges`.
    history : DataFrame
        Columns group, year, value, as from :func:`demografi.series.group_series`.
    target : int
        The coming year.
    """
    found = {}
    for group, frame in ranges.items():
        newest = history[history["group"] == group].iloc[-1]
        row = in_year(frame, target)
        found[group] = Outlook(
            int(newest["year"]), float(newest["value"]), target, row["p10"], row["p50"], row["p90"]
        )
    return found


def group_table(ranges: Mapping[str, pd.DataFrame], history: pd.DataFrame) -> pd.DataFrame:
    """One long table of age groups: observed years first, then ranges.

    Returns
    -------
    DataFrame
        Columns group, year, value (observed), p10, p50, p90 (projected).
    """
    seen = history[["group", "year", "value"]]
    coming = pd.concat([frame.assign(group=group) for group, frame in ranges.items()])
    last = history.groupby("group")["year"].max()
    coming = coming[coming["year"] > coming["group"].map(last)]
    order = {group: at for at, group in enumerate(ranges)}
    return pd.concat([seen, coming], ignore_index=True).sort_values(
        ["group", "year"],
        key=lambda column: column.map(order) if column.name == "group" else column,
    )


SMALL_PLACE = 20_000
"""Below this population single years of age are mostly chance; pyramids show five-year groups."""


def pyramid_width(dataset: Dataset, code: str) -> int:
    """Years of age per bar of a place's pyramid: 1, or 5 where single years are mostly chance."""
    return 1 if total_series(dataset, code)["value"].iloc[-1] >= SMALL_PLACE else 5


def in_classes(ages: pd.DataFrame, width: int) -> pd.DataFrame:
    """Sum ages to classes of equal width, the open group by itself.

    Parameters
    ----------
    ages : DataFrame
        Columns sex, age, value.
    width : int
        Years per class.

    Returns
    -------
    DataFrame
        Columns sex, age (youngest of the class), value.
    """
    start = ages["age"] // width * width
    return (
        ages.assign(age=start).groupby(["sex", "age"], as_index=False).agg(value=("value", "sum"))
    )


def projected_pyramid(
    trajectories: Trajectories, members: Sequence[str], year: int, width: int = 1
) -> dict[str, pd.DataFrame]:
    """Ages of women and men in a year of the projection.

    Parameters
    ----------
    trajectories : Trajectories
        The projection.
    members : sequence of str
        Municipalities that make up the place.
    year : int
        The jump-off year or a projected one.
    width : int
        Years per age class; classes are summed on every draw before the range is taken.

    Returns
    -------
    dict of str to DataFrame
        ``p10``, ``p50`` and ``p90``, each with columns sex, age (youngest of the class), value;
        the jump-off year has the same values in all three.
    """
    at = trajectories.at(year)
    starts = np.arange(0, AGE_OPEN + 1, width)
    by_sex = {
        sex: np.add.reduceat(trajectories.ages(members, sex)[:, at], starts, axis=1)
        for sex in ("F", "M")
    }
    return {
        name: pd.concat(
            [
                pd.DataFrame(
                    {"sex": sex, "age": starts, "value": np.quantile(draws, share, axis=0)}
                )
                for sex, draws in by_sex.items()
            ],
            ignore_index=True,
        )
        for name, share in QUANTILES.items()
    }


def pyramid_table(pyramids: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Pyramids side by side: column age (text) and one per sex and name, ``F 2035``.

    Parameters
    ----------
    pyramids : mapping of str to DataFrame
        Columns sex, age, value by a name such as the year.
    """
    columns = {
        f"{sex} {name}": rows.set_index("age")["value"]
        for name, frame in pyramids.items()
        for sex, rows in frame.groupby("sex")
    }
    table = pd.DataFrame(columns).rename_axis("age").reset_index()
    width = int(table["age"].diff().median())
    table["age"] = [
        f"{age}+" if age == AGE_OPEN else f"{age}–{age + width - 1}" if width > 1 else str(age)
        for age in table["age"]
    ]
    return table


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


def history_then_range(observed_values: pd.DataFrame, coming: pd.DataFrame) -> pd.DataFrame:
    """One table of observed years, then projected ones: columns year, value, p10, p50, p90."""
    later = coming[coming["year"] > observed_values["year"].max()]
    joined: pd.DataFrame = pd.concat([observed_values[["year", "value"]], later], ignore_index=True)
    return joined


def past_and_coming(past: pd.DataFrame, coming: pd.DataFrame) -> pd.DataFrame:
    """One table of observed components of change, then projected ones."""
    later = coming[coming["year"] > past["year"].max()]
    joined: pd.DataFrame = pd.concat([past, later], ignore_index=True)
    return joined
