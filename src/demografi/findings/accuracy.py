"""What earlier forecasts said and what came, summed up for a place and an age group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.evaluation.rolling import AGES
from demografi.evaluation.rules import SIZES as BOUNDS
from demografi.evaluation.rules import size_class
from demografi.evaluation.run import SIZE_NAMES as SIZES
from demografi.evaluation.scores import scored
from demografi.evaluation.stored import Backtest
from demografi.series import group_series

__all__ = [
    "AHEAD",
    "LIMIT",
    "OURS",
    "PUBLISHED",
    "RULES",
    "SHARE",
    "SIZES",
    "SMALL",
    "Accuracy",
    "Closer",
    "Comparison",
    "ShelfLife",
    "accuracy",
    "alike",
    "closest_rule",
    "compared",
    "errors_ahead",
    "held_by_group",
    "held_by_size",
    "of_place",
    "rules_compared",
    "said_and_came",
    "shelf_life",
    "within",
]

OURS, PUBLISHED = "demografi", "official"
RULES = ("no_change", "lin_exp", "hamilton_perry", "cohort_component")
AHEAD = 5
"""Years ahead that sentences speak of."""
LIMIT = 10.0
"""Per cent within which a forecast is still of use."""
SHARE = 0.8
"""Share of forecasts that must be within it."""
CLEARLY = 0.9
"""An error of another is clearly smaller than ours below this part of it."""
SMALL = BOUNDS[0]
"""Inhabitants below which a municipality is in the smallest size class."""
_CELL = ["origin", "region", "year", "group"]


@dataclass(frozen=True)
class Accuracy:
    """How close some forecasts came.

    Attributes
    ----------
    forecasts, places : int
        How many forecasts have an outcome, of how many municipalities.
    first, last : int
        First and last origin.
    middle : float
        Median size of the error, per cent of the outcome.
    within : float
        Size of error, per cent, that :data:`SHARE` of the forecasts stayed within.
    mean : float
        Mean error with its sign: above 0 is too many forecast.
    held80, held95 : float
        Share of outcomes inside the 80 % and 95 % range; NaN without ranges.
    """

    forecasts: int
    places: int
    first: int
    last: int
    middle: float
    within: float
    mean: float
    held80: float
    held95: float


@dataclass(frozen=True)
class ShelfLife:
    """How many years ahead forecasts stay of use.

    Attributes
    ----------
    years : int
        Years ahead up to which at least :data:`SHARE` of the forecasts are within
        :data:`LIMIT` per cent; 0 when not even the first year's are.
    tested : int
        Longest distance with forecasts to judge by; the life may be longer when the two agree.
    """

    years: int
    tested: int


@dataclass(frozen=True)
class Comparison:
    """Our mean absolute error beside another's on the same rows, a distance each.

    Attributes
    ----------
    origin : int
        Year both forecast from.
    closer, further : tuple of int
        Years ahead at which ours was closer, and further off.
    ours, theirs : float
        Mean absolute errors at the furthest distance both reach, per cent.
    ahead : int
        That distance.
    """

    origin: int
    closer: tuple[int, ...]
    further: tuple[int, ...]
    ours: float
    theirs: float
    ahead: int


def of_place(backtest: Backtest, members: Sequence[str], group: str | None = None) -> pd.DataFrame:
    """Forecasts of some municipalities from years with ages, with their errors.

    Parameters
    ----------
    backtest : Backtest
        The stored back-test.
    members : sequence of str
        Municipalities.
    group : str, optional
        Age group; all of them if left out.

    Returns
    -------
    DataFrame
        As :func:`demografi.evaluation.scores.scored`.
    """
    rows = backtest.rows
    wanted = (rows["study"] == AGES) & rows["region"].isin(list(members))
    if group is not None:
        wanted &= rows["group"] == group
    # The score that needs all draws is not stored.
    return scored(rows[wanted].assign(crps=np.nan))


def alike(backtest: Backtest, members: Sequence[str], population: float) -> pd.DataFrame:
    """Forecasts of the population of places like this one, with their errors.

    One municipality has few forecasts to judge by: it is judged by all of its size class at the
    time. A place of several is judged by its members, each by itself.

    Parameters
    ----------
    backtest : Backtest
        The stored back-test.
    members : sequence of str
        Municipalities of the place.
    population : float
        Its inhabitants now.
    """
    rows = backtest.rows
    if len(members) > 1:
        return of_place(backtest, members, "total")
    name = SIZES[int(size_class(np.array(population)))]
    return of_place(
        backtest, sorted(rows.loc[rows["size"] == name, "region"].unique()), "total"
    ).query("size == @name")


def accuracy(rows: pd.DataFrame, ahead: int = AHEAD, contender: str = OURS) -> Accuracy | None:
    """Sum up one contender's forecasts so many years ahead; None where there are none."""
    here = rows[(rows["contender"] == contender) & (rows["ahead"] == ahead)]
    if here.empty:
        return None
    size = here["error"].abs()
    return Accuracy(
        forecasts=len(here),
        places=int(here["region"].nunique()),
        first=int(here["origin"].min()),
        last=int(here["origin"].max()),
        middle=float(size.median()),
        within=float(size.quantile(SHARE, interpolation="higher")),
        mean=float(here["error"].mean()),
        held80=float(here["inside80"].mean()),
        held95=float(here["inside95"].mean()),
    )


def within(rows: pd.DataFrame, contenders: Sequence[str] = (OURS, *RULES)) -> pd.DataFrame:
    """Share of forecasts within :data:`LIMIT` per cent by contender and years ahead.

    Only rows that all the contenders have are counted.

    Returns
    -------
    DataFrame
        Columns contender, ahead, share (per cent), forecasts.
    """
    same = _same_rows(rows, contenders)
    return (
        same.assign(share=100.0 * (same["error"].abs() <= LIMIT))
        .groupby(["contender", "ahead"], as_index=False)
        .agg(share=("share", "mean"), forecasts=("share", "size"))
    )


def shelf_life(rows: pd.DataFrame, contender: str = OURS) -> ShelfLife:
    """Years ahead up to which enough forecasts stay within :data:`LIMIT` per cent."""
    here = within(rows[rows["contender"] == contender], (contender,)).sort_values("ahead")
    enough = (here["share"].to_numpy() >= 100 * SHARE).cumprod().sum()
    return ShelfLife(int(enough), int(here["ahead"].max()) if len(here) else 0)


def _same_rows(rows: pd.DataFrame, contenders: Sequence[str]) -> pd.DataFrame:
    """Rows of the contenders for which every one of them has a figure."""
    here = rows[rows["contender"].isin(list(contenders))]
    count = here.groupby(_CELL)["contender"].transform("nunique")
    return here[count == len(set(contenders))]


def errors_ahead(rows: pd.DataFrame, origin: int) -> pd.DataFrame:
    """Mean absolute error by contender and years ahead, all from one origin.

    At each distance only municipalities that everyone who forecasts it has are counted.

    Returns
    -------
    DataFrame
        Columns contender, ahead, error (per cent), forecasts.
    """
    here = rows[rows["origin"] == origin]
    parts = [
        _same_rows(part, sorted(part["contender"].unique())) for _, part in here.groupby("ahead")
    ]
    same = pd.concat(parts) if parts else here
    return (
        same.assign(error=same["error"].abs())
        .groupby(["contender", "ahead"], as_index=False)
        .agg(error=("error", "mean"), forecasts=("error", "size"))
    )


@dataclass(frozen=True)
class Closer:
    """A simple rule that has come closer than ours over all base years.

    Attributes
    ----------
    rule : str
        Contender.
    theirs, ours : float
        Mean absolute error, per cent, of the same forecasts.
    """

    rule: str
    theirs: float
    ours: float


def closest_rule(rows: pd.DataFrame, ahead: int = AHEAD) -> Closer | None:
    """Return the best of the simple rules from all origins, if clearly better than ours."""
    same = _same_rows(rows[rows["ahead"] == ahead], (OURS, *RULES))
    if same.empty:
        return None
    errors = same["error"].abs().groupby(same["contender"]).mean()
    best = str(errors.drop(OURS).idxmin())
    if errors[best] >= CLEARLY * errors[OURS]:
        return None
    return Closer(best, float(errors[best]), float(errors[OURS]))


def compared(errors: pd.DataFrame, origin: int, other: str = PUBLISHED) -> Comparison | None:
    """Compare ours with another's from one origin; None where the other has no figures.

    Parameters
    ----------
    errors : DataFrame
        From :func:`errors_ahead`.
    origin : int
        Of those errors.
    other : str
        Contender.
    """
    by_ahead = errors.pivot(index="ahead", columns="contender", values="error")
    if not {OURS, other} <= set(by_ahead.columns):
        return None
    both = by_ahead[[OURS, other]].dropna()
    if both.empty:
        return None
    nearer = both[OURS] < both[other]
    last = both.iloc[-1]
    return Comparison(
        origin=origin,
        closer=tuple(int(ahead) for ahead in both.index[nearer]),
        further=tuple(int(ahead) for ahead in both.index[~nearer]),
        ours=float(last[OURS]),
        theirs=float(last[other]),
        ahead=int(both.index[-1]),
    )


def rules_compared(errors: pd.DataFrame, origin: int) -> dict[str, Comparison]:
    """Compare ours with each simple rule from one origin; see :func:`compared`."""
    rules = [name for name in errors["contender"].unique() if name not in {OURS, PUBLISHED}]
    found = {rule: compared(errors, origin, rule) for rule in rules}
    return {rule: one for rule, one in found.items() if one is not None}


def _held(rows: pd.DataFrame, by: str, order: Sequence[str]) -> pd.DataFrame:
    here = rows[(rows["contender"] == OURS) & rows["inside80"].notna()]
    found = here.groupby(by).agg(
        held80=("inside80", "mean"), held95=("inside95", "mean"), forecasts=("inside80", "size")
    )
    found = found.reindex([one for one in order if one in found.index]).reset_index()
    found[["held80", "held95"]] *= 100
    return found


def held_by_group(rows: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Share of outcomes inside our ranges by age group, all distances together.

    Returns
    -------
    DataFrame
        Columns group, held80, held95 (per cent), forecasts.
    """
    return _held(rows, "group", groups)


def held_by_size(rows: pd.DataFrame, sizes: Sequence[str]) -> pd.DataFrame:
    """The same by size of municipality at the origin; columns size, held80, held95, forecasts."""
    return _held(rows, "size", sizes)


def said_and_came(
    rows: pd.DataFrame, dataset: Dataset, code: str, origin: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """History of a place and what was forecast of it from one origin.

    Places of several municipalities are sums of their members in the years that all have. Ranges
    cannot be summed and are then left out.

    Parameters
    ----------
    rows : DataFrame
        From :func:`of_place`, one age group.
    dataset : Dataset
        For the history.
    code : str
        The place.
    origin : int
        Base year of the forecasts.

    Returns
    -------
    history : DataFrame
        Columns year, value, label (source).
    said : DataFrame
        Columns year, actual, one per contender with figures, and low80, high80 of ours.
    """
    here = rows[rows["origin"] == origin]
    members = dataset.regions.place(code).members
    group = str(here["group"].iloc[0]) if len(here) else "total"
    history = group_series(dataset, code, [group])[["year", "value", "label"]]
    keys = ["contender", "year"]
    summed = here.groupby(keys).agg(
        forecast=("forecast", "sum"),
        actual=("actual", "sum"),
        low80=("low80", "sum"),
        high80=("high80", "sum"),
        places=("region", "nunique"),
    )
    summed = summed[summed["places"] == len(members)].reset_index()
    said = summed.pivot(index="year", columns="contender", values="forecast")
    said.insert(0, "actual", summed.groupby("year")["actual"].first())
    ours = summed[summed["contender"] == OURS].set_index("year")
    for end in ("low80", "high80"):
        said[end] = ours[end] if len(members) == 1 else np.nan
    said.columns.name = None
    return history, said.reset_index()
