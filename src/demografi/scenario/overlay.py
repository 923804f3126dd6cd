"""From measures to changed rates: what :func:`demografi.projection.project` takes as ``adjust``."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.projection import YearRates, advance
from demografi.rates.history import AGES
from demografi.regions import Regions
from demografi.scenario.estimates import estimate
from demografi.scenario.events import Event, event, path
from demografi.scenario.expected import Expected
from demografi.scenario.model import Measure, Scenario
from demografi.scenario.parameters import KINDS

__all__ = ["Overlay", "YearChange", "added_hazard", "overlay"]

Array = NDArray[np.float64]
Cells = NDArray[np.float32]

MOST_LEAVE = 0.95
"""No more than this share of those present is made to leave in a year."""


@dataclass(frozen=True)
class YearChange:
    """What one year's rates are multiplied by, and what is added to them; None changes nothing.

    Attributes
    ----------
    mortality, out_migration, in_migration : float32 array [region, sex, age] or [region, 1, 1]
    fertility : float32 array [region, 1]
        Factors.
    arrivals : float32 array [region, sex, age]
        Expected persons added to arrivals.
    leaving : float32 array [region, sex, age]
        Hazard added to that of leaving.
    """

    mortality: Cells | None = field(default=None, repr=False)
    out_migration: Cells | None = field(default=None, repr=False)
    in_migration: Cells | None = field(default=None, repr=False)
    fertility: Cells | None = field(default=None, repr=False)
    arrivals: Cells | None = field(default=None, repr=False)
    leaving: Cells | None = field(default=None, repr=False)

    def apply(self, rates: YearRates) -> YearRates:
        """Change the rates of a year; what nothing changes stays the same array."""
        changed = {}
        for name in ("mortality", "out_migration", "in_migration", "fertility"):
            factor = getattr(self, name)
            if factor is not None:
                changed[name] = getattr(rates, name) * factor
        if self.arrivals is not None:
            changed["in_migration"] = (
                changed.get("in_migration", rates.in_migration) + self.arrivals
            )
        if self.leaving is not None:
            changed["out_migration"] = (
                changed.get("out_migration", rates.out_migration) + self.leaving
            )
        return replace(rates, **changed)


@dataclass(frozen=True)
class Overlay:
    """Changed rates of every projected year.

    Attributes
    ----------
    regions : tuple of str
        Municipalities whose rates it changes, the region axis of the rates it is given.
    years : mapping of int to YearChange
    """

    regions: tuple[str, ...]
    years: dict[int, YearChange] = field(repr=False)

    def __call__(self, year: int, rates: YearRates) -> YearRates:
        """Change the rates of a year."""
        return self.years[year].apply(rates)


class _Factors:
    """Factors and additions of all years, gathered measure by measure."""

    def __init__(self, expected: Expected) -> None:
        years, regions = len(expected.years) - 1, len(expected.regions)
        cells = (years, regions, 2, AGES)
        self.expected = expected
        self.fertility = np.ones((years, regions, 1))
        self.mortality = np.ones(cells)
        self.in_migration = np.ones((years, regions, 1, 1))
        self.out_migration = np.ones((years, regions, 1, 1))
        self.arrivals = np.zeros(cells)
        self.leavers = np.zeros(cells)

    def _level(self, measure: Measure) -> Array:
        years = self.expected.years[1:]
        ramp = measure.number("ramp")
        return path(years, measure.number("from", years[0]), measure["to"], ramp, ramp)

    def change(self, measure: Measure, at: list[int]) -> None:
        """Take in a measure that multiplies rates."""
        factor = 1 + measure.number("change") / 100 * self._level(measure)
        table = getattr(self, measure.kind)
        table[:, at] *= factor.reshape(-1, *[1] * (table.ndim - 1))

    def close(self, measure: Measure, at: list[int]) -> None:
        """No moves at all."""
        open_ = (1 - self._level(measure))[:, None, None, None]
        self.in_migration[:, at] *= open_
        self.out_migration[:, at] *= open_

    def hold(self, at: list[int]) -> None:
        """Keep deaths and births where they are in the first year, each draw around that."""
        deaths, births = self.expected.mortality, self.expected.fertility.sum(axis=2, keepdims=True)
        self.mortality[:, at] *= (deaths[:1] / deaths)[:, at]
        self.fertility[:, at] *= (births[:1] / births)[:, at]

    def move(self, measure: Measure, at: list[int]) -> None:
        """Add or take away people, spread over municipalities as their arrivals are."""
        normal = self.expected.in_migration[:, at].mean(axis=0)
        total = normal.sum()
        wanted = measure.number("persons") * self._level(measure)
        for year, persons in enumerate(wanted):
            if persons >= 0:
                self.arrivals[year, at] += normal * (persons / total)
                continue
            coming = self.expected.in_migration[year, at].sum()
            fewer = min(-persons / coming, 1.0)
            self.in_migration[year, at] *= 1 - fewer
            rest = -persons - fewer * coming
            if rest > 0:
                left = np.stack([self.expected.leavers(region) for region in at])
                self.leavers[year, at] += left * (rest / left.sum())


def _rates(expected: Expected, factors: _Factors, at: int) -> YearRates:
    """Average rates [1, region, …] of a year after factors, before additions."""
    single = np.float32
    return YearRates(
        mortality=(expected.mortality[at] * factors.mortality[at]).astype(single)[None],
        out_migration=(expected.out_migration[at] * factors.out_migration[at]).astype(single)[None],
        in_migration=(expected.in_migration[at] * factors.in_migration[at]).astype(single)[None],
        fertility=(expected.fertility[at] * factors.fertility[at]).astype(single)[None],
        boys=expected.boys,
    )


def added_hazard(leavers: Array, present: Array) -> Array:
    """Hazard at which so many of those present leave."""
    share = np.divide(leavers, present, out=np.zeros_like(leavers), where=present > 0)
    hazard = -np.log1p(-np.clip(share, 0, MOST_LEAVE))
    hazard[..., 0] *= 2  # the engine exposes the newborn for half a year
    added: Array = hazard
    return added


def _without_arrivals(rates: YearRates, region: int | None = None) -> YearRates:
    """Rates with nobody arriving, of all regions or of one."""
    at = slice(None) if region is None else slice(region, region + 1)
    return YearRates(
        rates.mortality[:, at],
        rates.out_migration[:, at],
        np.zeros_like(rates.in_migration[:, at]),
        rates.fertility[:, at],
        rates.boys,
    )


def _run_events(
    events: Sequence[Event], expected: Expected, factors: _Factors
) -> tuple[Array, Array]:
    """Arrivals and added hazards of leaving [year, region, sex, age], in expectation."""
    arrivals = factors.arrivals.copy()
    leaving = np.zeros_like(arrivals)
    population = expected.start.astype(np.float32)[None]
    for at in range(len(arrivals)):
        rates = _rates(expected, factors, at)
        present = advance(population, _without_arrivals(rates)).population[0].astype(float)
        leavers = factors.leavers[at].copy()
        for one in events:
            group = one.group.astype(np.float32)[None, None]
            survivors = advance(group, _without_arrivals(rates, one.region)).population[0, 0]
            moves = one.moves(at, survivors.astype(float), present[one.region])
            arrivals[at, one.region] += moves.arrivals
            leavers[one.region] += moves.leavers
        leaving[at] = added_hazard(leavers, present)
        rates = YearRates(
            rates.mortality,
            rates.out_migration + leaving[at].astype(np.float32),
            rates.in_migration + arrivals[at].astype(np.float32),
            rates.fertility,
            rates.boys,
        )
        population = advance(population, rates).population
    return arrivals, leaving


def overlay(scenario: Scenario, expected: Expected, dataset: Dataset, regions: Regions) -> Overlay:
    """Work out how a scenario changes the rates of the municipalities it touches.

    Parameters
    ----------
    scenario : Scenario
        Checked measures.
    expected : Expected
        Of the municipalities it touches, in the order of the projection.
    dataset : Dataset
        For defaults that follow from figures.
    regions : Regions
        Members of groups.
    """
    factors = _Factors(expected)
    events: list[Event] = []
    for measure in scenario.measures:
        if measure.neutral:
            continue
        members = set(regions.place(measure.place).members)
        at = [position for position, code in enumerate(expected.regions) if code in members]
        kind = KINDS[measure.kind]
        if kind.group == "events":
            estimates = {
                name: found.value
                for name in kind.parameters
                if measure[name] is None
                and (found := estimate(dataset, expected, measure, name)) is not None
            }
            events.append(event(measure, expected, estimates))
        elif measure.kind == "no_migration":
            factors.close(measure, at)
        elif measure.kind == "as_today":
            factors.hold(at)
        elif measure.kind == "net_migration":
            factors.move(measure, at)
        else:
            factors.change(measure, at)
    arrivals, leaving = factors.arrivals, factors.leavers
    if events or leaving.any():
        arrivals, leaving = _run_events(events, expected, factors)
    return Overlay(expected.regions, _by_year(expected, factors, arrivals, leaving))


def _by_year(
    expected: Expected, factors: _Factors, arrivals: Array, leaving: Array
) -> dict[int, YearChange]:
    def used(cells: Array, idle: float) -> Cells | None:
        return cells.astype(np.float32) if (cells != idle).any() else None

    return {
        year: YearChange(
            mortality=used(factors.mortality[at], 1),
            out_migration=used(factors.out_migration[at], 1),
            in_migration=used(factors.in_migration[at], 1),
            fertility=used(factors.fertility[at], 1),
            arrivals=used(arrivals[at], 0),
            leaving=used(leaving[at], 0),
        )
        for at, year in enumerate(expected.years[1:])
    }
