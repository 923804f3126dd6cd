"""The one interface of everything that forecasts, and what it gives."""

from dataclasses import dataclass, field
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from demografi.evaluation.past import GROUPS, Past, in_groups
from demografi.projection.trajectories import Forecaster as AgeForecaster
from demografi.rates.diagnostics import Diagnostic

__all__ = ["ByAge", "Forecast", "Forecaster", "Official"]

Array = NDArray[np.float64]
Cells = NDArray[np.float32]


@dataclass(frozen=True)
class Forecast:
    """Population in :data:`~demografi.evaluation.past.GROUPS` in the years after the origin.

    Attributes
    ----------
    regions : tuple of str
        Regions.
    years : tuple of int
        Projected years, the first after the origin first.
    point : array [year, region, group]
        The figure one would name; NaN where the forecaster has none.
    draws : float32 array [draw, year, region, group] or None
        The uncertainty around it; NaN where the forecaster has none, None where it never has.
    diagnostics : tuple of Diagnostic
        Outcome of every fit.
    """

    regions: tuple[str, ...]
    years: tuple[int, ...]
    point: Array = field(repr=False)
    draws: Cells | None = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), repr=False)


class Forecaster(Protocol):
    """Anything that forecasts: ours, a simple rule, a published projection."""

    def fit(self, past: Past) -> Self:
        """Learn from what was known at the origin."""
        ...

    def project(self, horizon: int, draws: int, rng: np.random.Generator) -> Forecast:
        """Say what will be, ``horizon`` years past the origin."""
        ...


class ByAge:
    """A forecaster of joint trajectories by age and sex, such as our own, summed to groups.

    The trajectories start from the newest year with ages. Where that is earlier than the origin
    they run the more years, and those up to the origin are left out.

    Parameters
    ----------
    forecaster : demografi.projection.Forecaster
        Fits on a :class:`~demografi.rates.history.History`.
    """

    def __init__(self, forecaster: AgeForecaster) -> None:
        self.forecaster = forecaster

    def fit(self, past: Past) -> Self:
        """Fit on the history by age."""
        self.past_ = past
        self.forecaster = self.forecaster.fit(past.history)
        return self

    def project(self, horizon: int, draws: int, rng: np.random.Generator) -> Forecast:
        """Draw, and name the median of each group."""
        origin, start = self.past_.origin, self.past_.history.last_year
        drawn = self.forecaster.project(origin + horizon - start, draws, rng)
        # A year at a time: ages of many regions and draws are much more than their groups.
        ahead = [drawn.at(origin + year) for year in range(1, horizon + 1)]
        by_year = [in_groups(drawn.population[:, at].sum(axis=2, dtype=np.float64)) for at in ahead]
        summed = np.stack(by_year, axis=1)
        return Forecast(
            regions=drawn.regions,
            years=tuple(range(origin + 1, origin + horizon + 1)),
            point=np.median(summed, axis=0),
            draws=summed.astype(np.float32),
            diagnostics=drawn.diagnostics,
        )


class Official:
    """The published projection of the origin as base year, where it is marked as usable.

    It names no range, so it has no draws.
    """

    def fit(self, past: Past) -> Self:
        """Read what was published."""
        self.past_ = past
        return self

    def project(
        self,
        horizon: int,
        draws: int,  # noqa: ARG002 - a published figure is one
        rng: np.random.Generator,  # noqa: ARG002 - and has no chance
    ) -> Forecast:
        """Give the published figures; NaN where there are none."""
        past = self.past_
        rows = past.published
        rows = rows[(rows["sex"] == "T") & rows["usable"] & (rows["horizon"] <= horizon)]
        rows = rows[rows["region"].isin(past.regions) & rows["group"].isin(GROUPS)]
        point = np.full((horizon, len(past.regions), len(GROUPS)), np.nan)
        year = rows["target_year"].to_numpy(int) - past.origin - 1
        region = [past.regions.index(code) for code in rows["region"]]
        group = [GROUPS.index(name) for name in rows["group"]]
        point[year, region, group] = rows["value"].to_numpy(float)
        years = tuple(range(past.origin + 1, past.origin + horizon + 1))
        return Forecast(past.regions, years, point, draws=None)
