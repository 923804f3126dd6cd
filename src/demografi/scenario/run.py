"""Projecting a scenario with the draws of the projection it differs from."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.projection import Trajectories, fitted, project
from demografi.regions import COUNTY
from demografi.scenario.expected import expected
from demografi.scenario.model import Scenario, check
from demografi.scenario.overlay import Overlay, overlay

__all__ = ["Changed", "adjustment", "expect", "run"]

Cells = NDArray[np.float32]
Sex = Literal["T", "F", "M"]

_FLOWS = ("births", "deaths", "in_migration", "out_migration")


class Changed(Trajectories):
    """Trajectories in which some municipalities differ from a baseline and share the rest with it.

    Behaves as :class:`demografi.projection.Trajectories`; the whole ``population`` array is put
    together only when asked for.

    Parameters
    ----------
    baseline : Trajectories
        The projection.
    changed : Trajectories
        Some of its municipalities with other rates, on the same draws.
    """

    def __init__(self, baseline: Trajectories, changed: Trajectories) -> None:
        at = [baseline.regions.index(code) for code in changed.regions]
        values = {
            field.name: getattr(baseline, field.name)
            for field in fields(Trajectories)
            if field.name != "population"
        }
        for name in _FLOWS:
            values[name] = values[name].copy()
            values[name][:, :, at] = getattr(changed, name)
        for name, value in {**values, "baseline": baseline, "changed": changed}.items():
            object.__setattr__(self, name, value)  # as dataclasses fill frozen instances

    baseline: Trajectories
    changed: Trajectories

    @property
    def population(self) -> Cells:
        """Persons on 31 December, [draw, year, region, sex, age], put together anew."""
        people = self.baseline.population.copy()
        people[:, :, [self.regions.index(code) for code in self.changed.regions]] = (
            self.changed.population
        )
        return people

    @property
    def draws(self) -> int:
        """Number of trajectories."""
        return self.baseline.draws

    def _split(self, members: Sequence[str]) -> tuple[list[str], list[str]]:
        self.positions(members)  # says so when a place is not projected
        other = [code for code in members if code in self.changed.regions]
        return [code for code in members if code not in self.changed.regions], other

    def ages(
        self, members: Sequence[str], sex: Sex = "T", at: Sequence[int] | None = None
    ) -> Cells:
        """Population by age of a place, [draw, year, age]."""
        same, other = self._split(members)
        if not other:
            return self.baseline.ages(same, sex, at)
        people = self.changed.ages(other, sex, at)
        return people + self.baseline.ages(same, sex, at) if same else people

    def group(self, members: Sequence[str], low: int, high: int, sex: Sex = "T") -> Cells:
        """Population in the ages ``low``–``high`` (inclusive) of a place, [draw, year]."""
        same, other = self._split(members)
        if not other:
            return self.baseline.group(same, low, high, sex)
        people = self.changed.group(other, low, high, sex)
        return people + self.baseline.group(same, low, high, sex) if same else people


def adjustment(dataset: Dataset, scenario: Scenario, to: int, county: str = COUNTY) -> Overlay:
    """Check a scenario and work out how it changes the rates of the municipalities it touches.

    Raises
    ------
    RequestError
        The scenario cannot be run on this projection.
    """
    forecaster = fitted(dataset, county)
    first = forecaster.rates_.jump_off_year
    check(scenario, dataset.regions, forecaster.regions_, tuple(range(first, to + 1)))
    touched = scenario.members(dataset.regions, forecaster.regions_)
    averages = expected(dataset, to, county).of(touched)
    return overlay(scenario, averages, dataset, dataset.regions)


def run(
    dataset: Dataset, baseline: Trajectories, scenario: Scenario, county: str = COUNTY
) -> Trajectories:
    """Project a scenario with the draws of a projection.

    Only the municipalities it touches are projected; the others are those of the projection.

    Parameters
    ----------
    dataset : Dataset
        The figures behind the projection.
    baseline : Trajectories
        As :func:`demografi.projection.project` made it.
    scenario : Scenario
        Measures.
    county : str
        County of the projection.

    Returns
    -------
    Trajectories
        Draw by draw comparable with ``baseline``. A neutral scenario gives ``baseline`` itself.

    Raises
    ------
    RequestError
        The scenario cannot be run on this projection.
    """
    to = baseline.years[-1]
    changed = adjustment(dataset, scenario, to, county)
    if not changed.regions:
        return baseline
    if baseline.seed is None:
        msg = "a scenario needs a projection that knows its seed"
        raise ValueError(msg)
    apart = project(
        dataset,
        to=to,
        draws=baseline.draws,
        seed=baseline.seed,
        county=county,
        adjust=changed,
        regions=changed.regions,
    )
    return Changed(baseline, apart)


def expect(
    dataset: Dataset,
    scenario: Scenario,
    *,
    to: int,
    draws: int = 50,
    seed: int = 1,
    county: str = COUNTY,
    regions: Sequence[str] | None = None,
) -> Trajectories:
    """Project a scenario without chance: each draw is the expectation at its drawn rates.

    Much smoother in the measures than whole persons are, for goal seeking.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    scenario : Scenario
        Measures; an empty one gives the projection's own expectation.
    to : int
        Last year.
    draws, seed : int
        Drawn rate paths.
    county : str
        County of the projection.
    regions : sequence of str, optional
        Municipalities wanted; by default those the scenario touches, or all.
    """
    changed = adjustment(dataset, scenario, to, county)
    forecaster = fitted(dataset, county)
    jump_off = forecaster.rates_.jump_off_year
    wanted = tuple(regions or changed.regions or forecaster.regions_)

    def projected(adjust: Overlay | None, codes: tuple[str, ...]) -> Trajectories:
        return forecaster.adjusted(adjust, chance=False).project(
            to - jump_off, draws, np.random.default_rng(seed), regions=codes
        )

    if not changed.regions:
        return projected(None, wanted)
    touched = projected(changed, changed.regions)
    if set(wanted) <= set(changed.regions):
        return touched
    return Changed(projected(None, tuple(dict.fromkeys((*wanted, *changed.regions)))), touched)
