"""Indicators of a projection: the same formulas on every draw, then the range over draws."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.indicators import formulas
from demografi.indicators.definitions import PROJECTED_EVENTS, Indicator
from demografi.indicators.observed import indicator

__all__ = ["Projected", "indicator_draws", "projected"]

Floats = NDArray[np.float64]


class Projected(Protocol):
    """What a projection must offer; :class:`demografi.projection.Trajectories` does."""

    @property
    def years(self) -> NDArray[np.int64]:
        """Years of the population on 31 December, ascending."""

    @property
    def regions(self) -> Sequence[str]:
        """Codes of the region axis."""

    def ages(self, members: Sequence[str], sex: str = "T") -> Floats:
        """Population of the members together, [draw, year, age]."""

    @property
    def births(self) -> Floats:
        """Live births, [draw, year, region]."""

    @property
    def deaths(self) -> Floats:
        """Deaths, [draw, year, region]."""

    @property
    def in_migration(self) -> Floats:
        """Moves in, [draw, year, region]."""

    @property
    def out_migration(self) -> Floats:
        """Moves out, [draw, year, region]."""


def _net_events(trajectories: Projected, members: Sequence[str], chosen: Indicator) -> Floats:
    """Signed sum of simulated events, [draw, event year]."""
    way = next(way for way in chosen.events if set(dict(way)) <= PROJECTED_EVENTS)
    places = list(trajectories.regions)
    at = [places.index(code) for code in members]
    terms = [sign * getattr(trajectories, name)[:, :, at].sum(axis=2) for name, sign in way]
    return np.asarray(np.sum(terms, axis=0), dtype=float)


def indicator_draws(
    trajectories: Projected, members: Sequence[str], indicator_id: str
) -> tuple[NDArray[np.int64], Floats]:
    """Values of an indicator on every draw.

    Parameters
    ----------
    trajectories : Projected
        Simulated populations.
    members : sequence of str
        Municipalities that make up the place.
    indicator_id : str
        Key of :data:`INDICATORS`; its definition must be projectable.

    Returns
    -------
    years : ndarray, shape (year,)
    values : ndarray, shape (draw, year)

    Raises
    ------
    RequestError
        The indicator is unknown or does not follow from a projection.
    """
    chosen = indicator(indicator_id)
    years = np.asarray(trajectories.years, dtype=np.int64)
    if not chosen.projectable:
        raise RequestError(
            "not_projectable",
            f"Indicator '{indicator_id}' does not follow from a projection.",
            "Choose one whose definition says it is projectable.",
            indicator=indicator_id,
        )
    if chosen.needs == "components":
        net = _net_events(trajectories, members, chosen)
        years = years[-net.shape[1] :]  # no events lead to the jump-off year
        if not chosen.per_1000:
            return years, net
        stock = trajectories.ages(members).sum(axis=-1)
        shown = min(net.shape[1], stock.shape[1] - 1)
        opening, closing = stock[:, -shown - 1 : -1], stock[:, -shown:]
        return years[-shown:], formulas.per_1000(net[:, -shown:], opening, closing)
    if chosen.needs == "ages by sex":
        sexes = [trajectories.ages(members, sex=sex) for sex in ("F", "M")]
        people = np.stack(sexes, axis=2)  # [draw, year, sex, age]
    else:
        people = np.asarray(trajectories.ages(members), dtype=float)
    if chosen.needs == "total":
        return years, formulas.age_sum(people, 0)
    if chosen.needs == "change":
        total = formulas.age_sum(people, 0)
        return years[5:], formulas.relative_change(total[:, 5:], total[:, :-5])
    if chosen.function is None:  # not reached: projectable says otherwise
        raise TypeError(chosen.id)
    return years, chosen.function(people)


def projected(
    trajectories: Projected,
    members: Sequence[str],
    indicator_id: str,
    q: Sequence[float] = (0.1, 0.5, 0.9),
) -> pd.DataFrame:
    """Quantiles over draws of a projected indicator.

    Parameters
    ----------
    trajectories : Projected
        Simulated populations.
    members : sequence of str
        Municipalities that make up the place.
    indicator_id : str
        Key of :data:`INDICATORS`.
    q : sequence of float
        Quantiles; 0.1 and 0.9 bound the 80 % range.

    Returns
    -------
    DataFrame
        Columns year and one per quantile: p10, p50, p90. Change over five years begins five
        years after the first year of the projection.
    """
    years, values = indicator_draws(trajectories, members, indicator_id)
    quantiles = np.quantile(values, list(q), axis=0)
    columns = {f"p{100 * level:g}": row for level, row in zip(q, quantiles, strict=True)}
    return pd.DataFrame({"year": years, **columns})
