r"""Why a projection leaves the straight line that births, deaths and moves as of now would give.

"As today" is that every coming year has as many births, deaths, in-migrants and out-migrants as the
newest five years had on average. The population then follows a straight line from the projection's
own first year. On every draw

.. math:: P_T - L_T = \sum_{t \le T} (B_t - \bar B) - (D_t - \bar D) + (I_t - \bar I)
          - (O_t - \bar O)

holds exactly, since the population of a projection changes by its events and nothing else: each
sum is what one of them puts between projection and line. Means over draws add up as well; medians
do not, which is why means are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.projection import fitted
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.rates.history import MOTHER_AGES
from demografi.series import component_series, join_labels

__all__ = [
    "NET",
    "PARTS",
    "TOGETHER",
    "AsToday",
    "Average",
    "Departure",
    "against_today",
    "as_today",
    "departure_table",
    "departures",
    "from_ages",
    "part_draws",
    "yearly_table",
]

Draws = NDArray[np.float64]
Event = Literal["births", "deaths", "in_migration", "out_migration"]

PARTS: Mapping[Event, int] = MappingProxyType(
    {"births": 1, "deaths": -1, "in_migration": 1, "out_migration": -1}
)
"""Events in the order they are shown, and whether they add to the population or take from it."""
NET, TOGETHER = "net_migration", "together"
YEARS = 5
"""Years behind the averages; a single year of a small place is mostly chance."""
EARLIER = 10
"""Years of the longer average of net migration that is told beside it."""


@dataclass(frozen=True)
class Average:
    """Net migration a year over some years: first, last and persons."""

    first: int
    last: int
    yearly: float


@dataclass(frozen=True)
class AsToday:
    """Yearly events if all stays as it has been in recent years.

    Attributes
    ----------
    first, last : int
        Years of the averages of births, deaths and net migration.
    moves_first, moves_last : int
        Years of the averages of in- and out-migration. Where they end earlier, both levels are
        moved as far from each other as net migration of the newest years asks for.
    yearly : mapping of str to float
        Persons a year by :data:`PARTS`.
    source : str
        Tables behind them.
    longer : Average or None
        Net migration over :data:`EARLIER` years; None where so many are not known in a row.
    newest : float or None
        Net migration of ``last`` alone.
    """

    first: int
    last: int
    moves_first: int
    moves_last: int
    yearly: Mapping[str, float]
    source: str
    longer: Average | None = None
    newest: float | None = None

    @property
    def net(self) -> float:
        """Change of population in a year."""
        return sum(sign * self.yearly[name] for name, sign in PARTS.items())

    @property
    def net_migration(self) -> float:
        """Net migration of a year."""
        return self.yearly["in_migration"] - self.yearly["out_migration"]

    @property
    def earliest(self) -> int:
        """The first year of any of the averages."""
        return min(self.first, self.moves_first, self.longer.first if self.longer else self.first)

    @property
    def estimated(self) -> bool:
        """In- and out-migration are of other years than the rest."""
        return (self.moves_first, self.moves_last) != (self.first, self.last)


@dataclass(frozen=True)
class Departure:
    """What one part puts between projection and line up to a year, persons.

    Attributes
    ----------
    part : str
        One of :data:`PARTS`, or :data:`NET` or :data:`TOGETHER`.
    mean, low, high : float
        Mean over draws; 10th and 90th percentile.
    """

    part: str
    mean: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """The whole range lies on one side of zero."""
        return self.low > 0 or self.high < 0


def _counted(dataset: Dataset, members: Sequence[str]) -> tuple[pd.DataFrame, str]:
    """Events of a place summed over its members, as a projection counts them: year by component.

    Moves between members are among both in- and out-migration, which published figures of the
    place itself leave out.
    """
    parts = [component_series(dataset, code).assign(region=code) for code in members]
    long = pd.concat(parts)
    wide = long.groupby(["year", "component"])["value"].agg(["sum", "count"])
    summed = wide["sum"].where(wide["count"] == len(members)).unstack("component")
    summed = summed.reindex(columns=[*PARTS, "net_migration"]).astype("float64")
    gross = summed["in_migration"] - summed["out_migration"]
    summed["net_migration"] = summed["net_migration"].fillna(gross)
    newest = long[long["year"] > long["year"].max() - 2 * YEARS]
    used = newest[newest["component"].isin(summed.columns)]
    return summed, join_labels(used["source"].unique())


def as_today(dataset: Dataset, members: Sequence[str], until: int) -> AsToday | None:
    """Average the newest years up to the projection's first; None where events are missing.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    members : sequence of str
        Municipalities of the place.
    until : int
        The projection's jump-off year.
    """
    if any(dataset.rows("components", code).empty for code in members):
        return None
    counted, source = _counted(dataset, members)
    counted = counted.loc[:until]
    basic = counted.dropna(subset=["births", "deaths", "net_migration"]).tail(YEARS)
    moves = counted.dropna(subset=["in_migration", "out_migration"]).tail(YEARS)
    if basic.empty or moves.empty:
        return None
    yearly = {name: float(basic[name].mean()) for name in ("births", "deaths")}
    arrivals, leavers = (float(moves[name].mean()) for name in ("in_migration", "out_migration"))
    apart = (float(basic["net_migration"].mean()) - (arrivals - leavers)) / 2
    yearly |= {"in_migration": arrivals + apart, "out_migration": leavers - apart}
    return AsToday(
        int(basic.index[0]),
        int(basic.index[-1]),
        int(moves.index[0]),
        int(moves.index[-1]),
        yearly,
        source,
        _longer(counted["net_migration"]),
        float(basic["net_migration"].iloc[-1]),
    )


def _longer(net: "pd.Series[float]") -> Average | None:
    """Average the newest :data:`EARLIER` years of net migration, if none of them is missing."""
    years = net.dropna().tail(EARLIER)
    if len(years) < EARLIER or years.index[-1] - years.index[0] != EARLIER - 1:
        return None
    return Average(int(years.index[0]), int(years.index[-1]), float(years.mean()))


def part_draws(
    trajectories: Trajectories, members: Sequence[str], today: AsToday
) -> dict[str, Draws]:
    """What each part adds to the population in each projected year beside as today.

    Returns
    -------
    dict of str to float array [draw, year]
        Persons, of ``trajectories.years[1:]``; more deaths and departures are negative.
    """
    return {
        name: sign * (_events(trajectories, name, members) - today.yearly[name])
        for name, sign in PARTS.items()
    }


def _events(trajectories: Trajectories, name: Event, members: Sequence[str]) -> Draws:
    # Counts of persons stay exact in double precision where sums of floats would not.
    return trajectories.flow(name, members).astype(np.float64)


def against_today(
    trajectories: Trajectories, members: Sequence[str], today: AsToday
) -> pd.DataFrame:
    """Sum up every part and all together, year by year and from the first year on.

    Returns
    -------
    DataFrame
        Columns year, part, yearly, yearly_p10, yearly_p90 (that year), mean, p10, p90 (from the
        first projected year to the end of that year); persons. ``yearly`` and ``mean`` are
        means over draws: those of :data:`PARTS` add up to those of :data:`TOGETHER`, and of
        both kinds of moves to those of :data:`NET`.
    """
    parts = part_draws(trajectories, members, today)
    together = np.sum(list(parts.values()), axis=0)
    parts[NET] = parts["in_migration"] + parts["out_migration"]
    parts[TOGETHER] = together
    frames = []
    for name, draws in parts.items():
        columns: dict[str, object] = {"year": list(trajectories.years[1:]), "part": name}
        for middle, prefix, values in (
            ("yearly", "yearly_", draws),
            ("mean", "", draws.cumsum(axis=1)),
        ):
            ends = [QUANTILES["p10"], QUANTILES["p90"]]
            low, high = np.quantile(values, ends, axis=0)
            columns |= {middle: values.mean(axis=0), f"{prefix}p10": low, f"{prefix}p90": high}
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def departures(frame: pd.DataFrame, target: int) -> dict[str, Departure]:
    """Parts by name, and all together, summed up to a year.

    Parameters
    ----------
    frame : DataFrame
        As from :func:`against_today`.
    target : int
        The coming year.
    """
    rows = frame[frame["year"] == target]
    return {
        str(row["part"]): Departure(
            str(row["part"]), float(row["mean"]), float(row["p10"]), float(row["p90"])
        )
        for row in rows.to_dict("records")
    }


def departure_table(frame: pd.DataFrame, today: AsToday, target: int) -> pd.DataFrame:
    """Set as today beside the projection, part by part, up to a year.

    Returns
    -------
    DataFrame
        Columns part, today, ahead (events a year, the mean of the projected years; for
        :data:`TOGETHER` the change of population), mean, p10, p90 (persons by the year).
    """
    years = frame.loc[frame["year"] <= target, "year"].nunique()
    table = frame[(frame["year"] == target) & (frame["part"] != NET)]
    table = table[["part", "mean", "p10", "p90"]].reset_index(drop=True)
    level = {**today.yearly, TOGETHER: today.net}
    table.insert(1, "today", table["part"].map(level))
    sign = table["part"].map({TOGETHER: 1} | {str(part): way for part, way in PARTS.items()})
    table.insert(2, "ahead", table["today"] + sign * table["mean"] / years)
    return table


def yearly_table(frame: pd.DataFrame) -> pd.DataFrame:
    """What each part adds in each year, side by side, with the range of all together.

    Returns
    -------
    DataFrame
        Columns year, births, deaths, in_migration, out_migration, together (means, persons),
        together_p10, together_p90.
    """
    wide = frame.pivot(index="year", columns="part", values="yearly")[[*PARTS, TOGETHER]]
    ends = frame[frame["part"] == TOGETHER].set_index("year")
    wide[f"{TOGETHER}_p10"], wide[f"{TOGETHER}_p90"] = ends["yearly_p10"], ends["yearly_p90"]
    return wide.rename_axis(columns=None).reset_index()


def from_ages(dataset: Dataset, trajectories: Trajectories, members: Sequence[str]) -> pd.DataFrame:
    """What the ages of those who live here do to births, deaths and departures.

    The rates expected of the first projected year are held, and only the population changes, as
    it does on average over draws: what is left is the effect of there being more or fewer in the
    ages that give birth, die or move. Arrivals follow the number of all.

    Returns
    -------
    DataFrame
        Columns year, part (births, deaths and both moves), change: persons added to the
        population from the first projected year to the end of that year, beside the ages of
        the jump-off year.
    """
    forecaster = fitted(dataset)
    rates = next(forecaster.rates_.expected(1).years())
    low, high = MOTHER_AGES
    change = {str(name): np.zeros(len(trajectories.years)) for name in PARTS}
    for code, at in zip(members, trajectories.positions(members), strict=True):
        here = forecaster.regions_.index(code)
        people = trajectories.population[:, :, at].mean(axis=0, dtype=np.float64)
        women = people[:, 0, low : high + 1]
        arrivals = rates.in_migration[0, here].sum(dtype=np.float64)
        together = people.sum(axis=(1, 2))
        change["in_migration"] += arrivals * together / max(together[0], 1.0)
        change["births"] += women @ rates.fertility[0, here].astype(np.float64)
        for name, table in (("deaths", "mortality"), ("out_migration", "out_migration")):
            hazard = getattr(rates, table)[0, here].astype(np.float64)
            change[name] -= (people * hazard).sum(axis=(1, 2))
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "year": list(trajectories.years[1:]),
                    "part": name,
                    "change": (values - values[0])[:-1].cumsum(),
                }
            )
            for name, values in change.items()
        ],
        ignore_index=True,
    )
