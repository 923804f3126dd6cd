"""Umeå as European Capital of Culture 2014: whether it changed moves to the town or its growth."""

from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd

from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.pilots.event_study import EventStudy, Panel, Window, event_study
from demografi.regions import NORTH
from demografi.series import component_series, source_labels, total_series

__all__ = ["EVENT", "MEASURES", "SHARE", "UMEA", "CultureYear", "Measure", "culture_year"]

UMEA, EVENT = "2480", 2014
SPILLOVER = "umearegionen"
"""The group whose members an effect may have reached: no comparison for it."""
SHARE = 1 / 3
"""Least population of a comparison municipality, as a share of Umeå's the year before."""
UNDISTURBED = 2019
"""Last year a placebo window may reach: moves were few in the pandemic years after it."""

Measure = Literal["in_migration", "growth", "net_domestic"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
"""Moves in from everywhere; population growth; net domestic migration. Per 1 000 inhabitants."""


@dataclass(frozen=True)
class CultureYear:
    """The event study of one measure.

    Attributes
    ----------
    measure : str
        Which.
    study : EventStudy
        Effects per 1 000 inhabitants.
    inhabitants : float
        Umeå's the year before, to turn effects into persons.
    large : tuple of str
        Northern municipalities large enough to compare with, before the rule on trends.
    sources : tuple of str
        Labels of the tables used.
    """

    measure: Measure
    study: EventStudy
    inhabitants: float
    large: tuple[str, ...]
    sources: tuple[str, ...] = field(repr=False)

    def persons(self, per_1000: float) -> float:
        """Persons a year that an effect amounts to."""
        return per_1000 * self.inhabitants / 1000


def _totals(dataset: Dataset, code: str) -> "pd.Series[float]":
    return total_series(dataset, code).set_index("year")["value"].astype("float64")


def per_1000(dataset: Dataset, code: str, measure: Measure) -> "pd.Series[float]":
    """Measure of a municipality per 1 000 of its mean population, by year."""
    totals = _totals(dataset, code)
    totals = totals.reindex(range(int(totals.index.min()), int(totals.index.max()) + 1))
    mean = (totals + totals.shift(1)) / 2
    if measure == "growth":
        return totals.diff() / mean * 1000
    long = component_series(dataset, code)
    events = long[long["component"] == measure].set_index("year")["value"].astype("float64")
    return (events / mean * 1000).dropna()


def comparable(dataset: Dataset, year: int = EVENT) -> tuple[str, ...]:
    """Northern municipalities of some size that no effect in Umeå is likely to have reached.

    At least :data:`SHARE` of Umeå's population the year before the event; not in Umeåregionen.
    """
    least = _totals(dataset, UMEA)[year - 1] * SHARE
    near = set(dataset.regions.place(SPILLOVER).members)
    return tuple(
        code
        for code in dataset.regions.place(NORTH).members
        if code not in near and _totals(dataset, code).get(year - 1, 0.0) >= least
    )


def panel_of(dataset: Dataset, places: tuple[str, ...], measure: Measure) -> Panel:
    """Measure of some municipalities, from the first year moves are published for all."""
    first = int(per_1000(dataset, UMEA, "in_migration").index.min())
    frame = pd.DataFrame({code: per_1000(dataset, code, measure) for code in places})
    frame = frame[frame.index >= first]
    years = np.arange(int(frame.index.min()), int(frame.index.max()) + 1)
    values = frame.reindex(years)[list(places)].to_numpy(float).T
    return Panel(years, places, values)


def culture_year(dataset: Dataset, measure: Measure, window: Window | None = None) -> CultureYear:
    """Estimate what the year as Capital of Culture did to Umeå.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    measure : {'in_migration', 'growth', 'net_domestic'}
        What may have changed, per 1 000 inhabitants and year.
    window : Window, optional
        Years before and after.

    Raises
    ------
    RequestError
        The figures do not reach, or too few municipalities are comparable.
    """
    if measure not in MEASURES:
        raise RequestError(
            "unknown_measure",
            f"Unknown measure '{measure}'.",
            f"Choose one of: {', '.join(MEASURES)}.",
            measure=measure,
        )
    large = comparable(dataset)
    panel = panel_of(dataset, (UMEA, *large), measure)
    study = event_study(
        panel, UMEA, EVENT, large, window=window, last=min(UNDISTURBED, int(panel.years[-1]))
    )
    years = [int(year) for year in study.path["year"]]
    labels = set(source_labels(dataset, "population_total", [years[0] - 1, *years]).values())
    if measure != "growth":
        for code in (UMEA, *study.comparison):
            long = component_series(dataset, code)
            here = (long["component"] == measure) & long["year"].isin(years)
            labels |= set(long.loc[here, "source"])
    inhabitants = float(_totals(dataset, UMEA)[EVENT - 1])
    return CultureYear(measure, study, inhabitants, large, tuple(sorted(labels)))
