"""The cohort-component forecaster: fitted rates, drawn jointly, through the engine."""

import copy
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from demografi.indicators.life_table import BANDS
from demografi.projection.chance import Chance
from demografi.projection.engine import YearRates, advance
from demografi.projection.following import following
from demografi.projection.jumpoff import jump_off
from demografi.projection.known_years import carried_forward
from demografi.projection.trajectories import Trajectories
from demografi.rates import (
    Diagnostic,
    Fertility,
    History,
    Migration,
    Mortality,
    fit_fertility,
    fit_lee_carter,
    fit_migration,
    fit_mortality,
)
from demografi.rates.fertility import sex_ratio
from demografi.rates.migration import MigrationPaths
from demografi.rates.migration_response import by_response

__all__ = ["CohortComponent", "RateModel", "RatePaths", "fit_rates"]

BAND_AGES = [high - low + 1 for low, high in BANDS]
FLOWS = ("births", "deaths", "in_migration", "out_migration")
BLOCK = 50
"""Draws advanced together: their arrays (0.6 MB for 15 municipalities) stay in the cache, which
is half as long as all draws at once."""

Array = NDArray[np.float64]
Cells = NDArray[np.float32]


@dataclass(frozen=True)
class RatePaths:
    """Drawn paths of every rate, expanded to full arrays one year at a time.

    Attributes
    ----------
    base : float32 array [region, sex, age]
        Death rates at the last year of national deaths, local level included.
    sensitivity : float32 array [sex, age]
        Response of log death rates to the national index.
    index : float32 array [draw, year, sex]
        National mortality index.
    beside : float32 array [draw, year, age]
        What log death rates do beside the index.
    mortality_level : float32 array [draw, region, age]
    fertility_level : float32 array [draw, region]
        Lasting local factors, uncertain.
    total_fertility : float32 array [draw, year]
        National total fertility rate.
    schedule : float32 array [age 15–49]
        Shares of it by age.
    arrivals, leaving : float32 array [region, sex, age]
        Normal in-migrants and rates of leaving.
    following : float32 array [year, region]
        Factors on normal in-migrants: they follow the size of the place.
    arrival_level, leaving_level : float32 array [draw, year, region]
        Factors on them, all ages together.
    activity : float32 array [draw, year, region]
        The part of these factors that concerns all ages alike.
    arrival_response, leaving_response : float32 array [region, age]
        How the rest falls on ages.
    arrival_pattern, leaving_pattern : float32 array [draw, region, age]
        Lasting factors on them, by age.
    boys : float
        Share of boys among the newborn.
    """

    base: Cells = field(repr=False)
    sensitivity: Cells = field(repr=False)
    index: Cells = field(repr=False)
    beside: Cells = field(repr=False)
    mortality_level: Cells = field(repr=False)
    fertility_level: Cells = field(repr=False)
    total_fertility: Cells = field(repr=False)
    schedule: Cells = field(repr=False)
    arrivals: Cells = field(repr=False)
    leaving: Cells = field(repr=False)
    following: Cells = field(repr=False)
    arrival_level: Cells = field(repr=False)
    leaving_level: Cells = field(repr=False)
    activity: Cells = field(repr=False)
    arrival_response: Cells = field(repr=False)
    leaving_response: Cells = field(repr=False)
    arrival_pattern: Cells = field(repr=False)
    leaving_pattern: Cells = field(repr=False)
    boys: float

    def of(self, positions: Sequence[int]) -> "RatePaths":
        """Keep the paths of some regions, in the order of ``positions``."""
        at = list(positions)
        return replace(
            self,
            base=self.base[at],
            mortality_level=self.mortality_level[:, at],
            fertility_level=self.fertility_level[:, at],
            arrivals=self.arrivals[at],
            leaving=self.leaving[at],
            following=self.following[:, at],
            arrival_level=self.arrival_level[:, :, at],
            leaving_level=self.leaving_level[:, :, at],
            activity=self.activity[:, :, at],
            arrival_response=self.arrival_response[at],
            leaving_response=self.leaving_response[at],
            arrival_pattern=self.arrival_pattern[:, at],
            leaving_pattern=self.leaving_pattern[:, at],
        )

    def years(self, block: slice = slice(None)) -> Iterator[YearRates]:
        """Rates of one year after another, beginning with the first after the jump-off.

        Parameters
        ----------
        block : slice
            Draws wanted.
        """
        # What lasts is multiplied out once, not every year.
        base = self.base * self.mortality_level[block, :, None]
        births = self.fertility_level[block, :, None] * self.schedule
        inward, outward = self.arrival_pattern[block], self.leaving_pattern[block]
        for at in range(self.index.shape[1]):
            national = self.sensitivity * self.index[block, at, :, None]
            national += self.beside[block, at, None]
            np.exp(national, out=national)
            alike = self.activity[block, at, :, None]
            arriving = self.arrival_level[block, at, :, None]
            arriving = by_response(arriving, alike, self.arrival_response)
            arriving *= inward
            leaving = self.leaving_level[block, at, :, None]
            leaving = by_response(leaving, alike, self.leaving_response)
            leaving *= outward
            yield YearRates(
                mortality=base * national[:, None],
                out_migration=self.leaving * leaving[:, :, None],
                in_migration=self.arrivals
                * self.following[at, :, None, None]
                * arriving[:, :, None],
                fertility=births * self.total_fertility[block, at, None, None],
                boys=self.boys,
            )


@dataclass(frozen=True)
class RateModel:
    """Everything fitted, ready to be drawn from.

    Attributes
    ----------
    mortality, fertility, migration : Mortality, Fertility, Migration
        The fits.
    start : float32 array [region, sex, age]
        Jump-off population.
    jump_off_year : int
        Last known year.
    stand_ins : tuple of Diagnostic
        What the history had in place of figures the dataset lacks.
    """

    mortality: Mortality = field(repr=False)
    fertility: Fertility = field(repr=False)
    migration: Migration = field(repr=False)
    start: Cells = field(repr=False)
    jump_off_year: int
    stand_ins: tuple[Diagnostic, ...] = field(default=(), repr=False)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Outcome of every fit."""
        return (
            *self.stand_ins,
            *self.mortality.diagnostics,
            *self.fertility.diagnostics,
            *self.migration.diagnostics,
        )

    def draw(self, horizon: int, draws: int, rng: np.random.Generator) -> RatePaths:
        """Draw joint paths of all rates.

        Shared by all municipalities: mortality index, total fertility rate, part of the
        migration shocks. Local: migration levels and lasting factors. Each source of
        uncertainty has a generator of its own and draws its lasting factors first, then year by
        year: the years up to any horizon are the same whatever the horizon is.
        """
        mortality, fertility = self.mortality, self.fertility
        for_index, for_deaths, for_total, for_births, for_migration, for_bands = rng.spawn(6)
        start = self.jump_off_year
        paths = self._paths(
            index=mortality.nation.draw_index(start, horizon, draws, for_index),
            bands=mortality.nation.draw_bands(horizon, draws, for_bands),
            deaths_level=mortality.draw_level(draws, for_deaths),
            total_fertility=fertility.path.draw(start, horizon, draws, for_total),
            births_level=fertility.draw_level(draws, for_births),
            levels=self.migration.draw_paths(horizon, draws, for_migration),
        )
        return replace(paths, following=self.expected(horizon).following)

    def expected(self, horizon: int) -> RatePaths:
        """Expected paths of all rates, as a single draw."""
        mortality, fertility = self.mortality, self.fertility
        years = range(self.jump_off_year + 1, self.jump_off_year + horizon + 1)
        national = mortality.nation
        ahead = np.array(years)[:, None] - national.last_year
        paths = self._paths(
            index=(ahead * national.drift)[None],
            bands=np.zeros((1, horizon, len(BANDS))),
            deaths_level=np.ones((1, *mortality.level.shape)),
            total_fertility=np.array([[fertility.path.expected(year) for year in years]]),
            births_level=fertility.level[None],
            levels=self.migration.expected_paths(horizon),
        )
        return replace(paths, following=following(self.start, paths.years()))

    def _paths(
        self,
        *,
        index: Array,
        bands: Array,
        deaths_level: Array,
        total_fertility: Array,
        births_level: Array,
        levels: MigrationPaths,
    ) -> RatePaths:
        mortality, fertility, migration = self.mortality, self.fertility, self.migration
        nation = mortality.nation
        single = np.float32
        return RatePaths(
            base=mortality.rates(nation.last_year).astype(single),
            sensitivity=nation.sensitivity.astype(single),
            index=index.astype(single),
            beside=np.repeat(bands.astype(single), BAND_AGES, axis=2),
            mortality_level=deaths_level.astype(single),
            fertility_level=births_level.astype(single),
            total_fertility=total_fertility.astype(single),
            schedule=fertility.schedule.astype(single),
            arrivals=migration.arrivals.astype(single),
            leaving=migration.leaving.astype(single),
            following=np.ones(levels.arrivals.shape[1:], single),
            arrival_level=levels.arrivals.astype(single),
            leaving_level=levels.departures.astype(single),
            activity=levels.activity.astype(single),
            arrival_response=migration.arrival_response.astype(single),
            leaving_response=migration.departure_response.astype(single),
            arrival_pattern=levels.arrival_pattern.astype(single),
            leaving_pattern=levels.departure_pattern.astype(single),
            boys=fertility.boys,
        )


def fit_rates(history: History) -> tuple[Cells, RateModel]:
    """Jump-off population [region, sex, age] and all rates of a history."""
    nation = fit_lee_carter(history.nation)
    boys = sex_ratio(history.nation)
    last, notes = history.last_aged_year, history.diagnostics
    if last < history.last_year:
        earlier, model = fit_rates(history.until(last))
        between = list(model.expected(history.last_year - last).years())
        start = carried_forward(earlier, between, history, last)
        note = f"ages of {last} carried forward with published births, deaths and moves"
        notes = (*notes, Diagnostic("jump-off: ages", converged=True, note=note))
    else:
        start = jump_off(history, nation, boys)
    complete = history.with_jump_off(start)
    mortality = fit_mortality(complete, nation)
    jump = start.astype(np.float32)
    return jump, RateModel(
        mortality=mortality,
        fertility=fit_fertility(complete),
        migration=fit_migration(complete, mortality, boys),
        start=jump,
        jump_off_year=history.last_year,
        stand_ins=notes,
    )


class CohortComponent:
    """Cohort-component projection with fitted, jointly drawn rates.

    Parameters
    ----------
    adjust : callable, optional
        Changes the rates of a year, ``adjust(year, rates) -> rates``; what-if scenarios enter
        here.
    chance : bool
        Draw whole persons. Without it every trajectory is the expectation at its drawn rates.

    Attributes
    ----------
    start_ : array [region, sex, age]
        Jump-off population, after ``fit``.
    rates_ : RateModel
        Fitted rates, after ``fit``.
    """

    def __init__(
        self, adjust: Callable[[int, YearRates], YearRates] | None = None, *, chance: bool = True
    ) -> None:
        self.adjust = adjust
        self.chance = chance

    def adjusted(
        self, adjust: Callable[[int, YearRates], YearRates] | None, *, chance: bool = True
    ) -> "CohortComponent":
        """Return a forecaster with the same fits and other rates of the years."""
        other = copy.copy(self)
        other.adjust, other.chance = adjust, chance
        return other

    def fit(self, history: History) -> "CohortComponent":
        """Fit every rate on a history."""
        self.regions_ = history.regions
        self.start_, self.rates_ = fit_rates(history)
        return self

    def project(
        self,
        horizon: int,
        draws: int,
        rng: np.random.Generator,
        *,
        regions: Sequence[str] | None = None,
    ) -> Trajectories:
        """Draw joint trajectories.

        Parameters
        ----------
        horizon : int
            Years ahead.
        draws : int
            Trajectories.
        rng : Generator
            Source of all chance; the same state gives the same result, and a longer horizon
            the same first years.
        regions : sequence of str, optional
            Only these municipalities are projected, and ``adjust`` meets only their rates. Their
            numbers are to the last digit those of projecting all.
        """
        chosen = self.regions_ if regions is None else tuple(regions)
        positions = [self.regions_.index(code) for code in chosen]
        for_rates, for_chance = rng.spawn(2)
        paths = self.rates_.draw(horizon, draws, for_rates).of(positions)
        start = self.start_[positions]
        jump, shape = self.rates_.jump_off_year, (draws, horizon, len(chosen))
        drawn = Trajectories(
            regions=chosen,
            years=tuple(range(jump, jump + horizon + 1)),
            population=np.empty((draws, horizon + 1, *start.shape), np.float32),
            births=np.empty(shape, np.float32),
            deaths=np.empty(shape, np.float32),
            in_migration=np.empty(shape, np.float32),
            out_migration=np.empty(shape, np.float32),
            diagnostics=self.rates_.diagnostics,
        )
        blocks = [slice(at, min(at + BLOCK, draws)) for at in range(0, draws, BLOCK)]
        # Each block has streams of its own, so the result does not depend on their order;
        # NumPy lets go of the interpreter inside array operations, so threads run in parallel.
        streams = [
            Chance.spawn(rng_of_block, len(self.regions_)).of(positions)
            for rng_of_block in for_chance.spawn(len(blocks))
        ]
        with ThreadPoolExecutor(min(len(blocks), os.cpu_count() or 1)) as pool:
            runs = [
                pool.submit(self._run, start, paths, block, chance, drawn)
                for block, chance in zip(blocks, streams, strict=True)
            ]
        for run in runs:
            run.result()
        return drawn

    def _run(
        self, start: Cells, paths: RatePaths, block: slice, chance: Chance, drawn: Trajectories
    ) -> None:
        """Take a block of draws through all years, straight into its place in the result."""
        population = drawn.population[block]
        population[:, 0] = start
        for at, rates in enumerate(paths.years(block)):
            year = drawn.years[at + 1]
            step = advance(
                population[:, at],
                rates if self.adjust is None else self.adjust(year, rates),
                chance if self.chance else None,
                out=population[:, at + 1],
            )
            for name in FLOWS:
                getattr(drawn, name)[block, at] = getattr(step, name)
