"""What was known at the end of a year: a dataset cut there, and arrays for simple rules.

A back-test is worth nothing if a forecast has seen what came. :func:`cut` therefore cuts every
table of the dataset, not only those a contender is known to use, and contenders are given a
:class:`Past`, from which nothing later can be reached.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import TABLES, Dataset
from demografi.projection.jumpoff import split_by_sex
from demografi.rates.history import FIRST_YEAR, History
from demografi.regions import Regions
from demografi.series.ages import event_arrays
from demografi.series.groups import group_arrays, parse_group

__all__ = ["GROUPS", "Known", "Past", "cut", "in_groups", "with_every_table"]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

GROUPS = ("total", "0-5", "1-5", "6-15", "16-19", "20-44", "20-64", "45-64", "65-79", "80+")
"""Groups that are scored: those of the published projections, and those that plans are made for."""
_YEARS = ("year", "base_year", "target_year", "kolada_year")
"""Columns that date a row. A published forecast for a later year is no figure of the past."""
_LASTING = ("code", "name", "level", "parent")
"""Columns of ``regions.csv`` that say nothing about how a place has fared."""
_EVENTS_AGES = 101


def with_every_table(dataset: Dataset) -> Dataset:
    """Return the dataset with an empty frame for each table of the schema it lacks, if any."""
    kinds = {"text": "str", "int": "int32", "number": "float64", "flag": "bool"}
    empty = {
        name: pd.DataFrame({c.name: pd.Series(dtype=kinds[c.kind]) for c in table.columns})
        for name, table in TABLES.items()
        if name not in dataset.tables
    }
    return replace(dataset, tables={**dataset.tables, **empty}) if empty else dataset


def cut(dataset: Dataset, year: int) -> Dataset:
    """Return the dataset as it would have been at the end of a year.

    Rows dated later by any of their years are left out of every table, projections of which a
    part lies later with them. Tables without years hold definitions written today and are
    emptied. Of the regions only codes, names and levels are kept: groups of municipalities are
    drawn up from how these have fared.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    year : int
        Last year that may be seen.

    Returns
    -------
    Dataset
        With every table of the schema, some of them empty, and an empty manifest.
    """
    tables = {}
    for name, frame in with_every_table(dataset).tables.items():
        dated = [column for column in _YEARS if column in frame.columns]
        seen = (frame[dated] <= year).all(axis=1) if dated else np.zeros(len(frame), dtype=bool)
        tables[name] = frame[seen].reset_index(drop=True)
    regions = dataset.regions.frame
    regions = regions[[name for name in _LASTING if name in regions.columns]]
    return Dataset(tables, Regions(regions), {}, dataset.path, dataset.origin)


def in_groups(population: Array) -> Array:
    """Sum single ages [..., age] to :data:`GROUPS` [..., group]."""
    spans = [parse_group(group) for group in GROUPS]
    return np.stack([population[..., low : high + 1].sum(axis=-1) for low, high in spans], axis=-1)


@dataclass(frozen=True)
class Known:
    """Arrays that simple rules work on, from :data:`FIRST_YEAR` to ``last_year``.

    Attributes
    ----------
    last_year : int
        The newest year of the arrays.
    groups : array [year, region, group]
        Persons in :data:`GROUPS`; NaN where nothing is published.
    ages : array [year, region, sex, age]
        Persons by single year of age; years between two counts are bridged by cohort.
    counted : array of bool [year]
        Years with ages of every region that are published, not bridged.
    deaths : array [year, region, sex, age]
        Deaths by age at death; NaN in years without.
    """

    last_year: int
    groups: Array = field(repr=False)
    ages: Array = field(repr=False)
    counted: Flags = field(repr=False)
    deaths: Array = field(repr=False)

    def until(self, year: int) -> "Known":
        """Return what was known at the end of an earlier year, one with ages where they are used.

        A year bridged between two counts is known when the later one is: do not cut inside a gap.
        """
        length = year - FIRST_YEAR + 1
        return Known(
            year,
            self.groups[:length],
            self.ages[:length],
            self.counted[:length],
            self.deaths[:length],
        )

    @property
    def aged_years(self) -> tuple[int, ...]:
        """Years with published ages of every region."""
        return tuple(int(at) + FIRST_YEAR for at in np.flatnonzero(self.counted))


@dataclass(frozen=True)
class Past:
    """What a forecaster may learn from: some regions up to and including the origin.

    Attributes
    ----------
    dataset : Dataset
        Cut at the origin; :meth:`of` sees to it.
    regions : tuple of str
        Regions of one level that are learnt from and projected together.
    origin : int
        Last year known.
    published : DataFrame
        Rows of ``official_projection`` with the origin as base year: what others said then.
    """

    dataset: Dataset = field(repr=False)
    regions: tuple[str, ...]
    origin: int
    published: pd.DataFrame = field(repr=False)

    @classmethod
    def of(cls, dataset: Dataset, regions: Sequence[str], origin: int) -> Self:
        """Cut a dataset at the origin, and keep what was published from that base year."""
        rows = with_every_table(dataset).tables["official_projection"]
        return cls(
            dataset=cut(dataset, origin),
            regions=tuple(regions),
            origin=origin,
            published=rows[(rows["base_year"] == origin) & (rows["target_year"] > origin)],
        )

    @cached_property
    def _packed(self) -> dict[str, bytes]:
        """Tables as compressed Parquet, a tenth of their size in memory."""
        packed = {}
        for name, frame in self.dataset.tables.items():
            buffer = io.BytesIO()
            frame.to_parquet(buffer, index=False, compression="zstd")
            packed[name] = buffer.getvalue()
        return packed

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to other processes and machines small, without what was derived here."""
        dataset = self.dataset
        return _unpacked, (
            self._packed,
            dataset.regions,
            (dataset.path, dataset.origin),
            (self.regions, self.origin, self.published),
        )

    @cached_property
    def history(self) -> History:
        """The history that age-based forecasters fit on.

        Raises
        ------
        RequestError
            No year up to the origin has ages for all regions.
        """
        return History.from_dataset(self.dataset, last_year=self.origin, regions=self.regions)

    @cached_property
    def has_ages(self) -> bool:
        """Whether some year has ages of every region, without which there is no history."""
        rows = self.dataset.rows("population", self.regions)
        return bool((rows.groupby("year")["region"].nunique() == len(self.regions)).any())

    @cached_property
    def known(self) -> Known:
        """Arrays for simple rules."""
        years = self.origin - FIRST_YEAR + 1
        groups = np.full((years, len(self.regions), len(GROUPS)), np.nan)
        deaths = np.full((years, len(self.regions), 2, _EVENTS_AGES), np.nan)
        for at, code in enumerate(self.regions):
            for position, group in enumerate(GROUPS):
                series = group_arrays(self.dataset, code, [group])
                own = (series.basis == "published") & (series.years >= FIRST_YEAR)
                groups[series.years[own] - FIRST_YEAR, at, position] = series.values[own, 0]
            events = event_arrays(self.dataset, "deaths", code)
            late = events.years >= FIRST_YEAR
            deaths[events.years[late] - FIRST_YEAR, at] = events.values[late]
        ages = np.full((years, len(self.regions), 2, _EVENTS_AGES), np.nan)
        counted = np.zeros(years, dtype=bool)
        if self.has_ages:
            length = len(self.history.exposure_population)
            ages[:length] = self.history.exposure_population
            last = self.history.last_aged_year
            counted[[year - FIRST_YEAR for year in (*self.history.aged_years, last)]] = True
            newest = ages[last - FIRST_YEAR]
            if not np.isfinite(newest).all() and len(self.history.aged_years):
                newest[:] = _split(self.history, ages)
        return Known(self.origin, groups, ages, counted, deaths)


def _unpacked(
    packed: dict[str, bytes],
    regions: Regions,
    where: tuple[Path, Any],
    rest: tuple[tuple[str, ...], int, pd.DataFrame],
) -> Past:
    tables = {name: pd.read_parquet(io.BytesIO(body)) for name, body in packed.items()}
    return Past(Dataset(tables, regions, {}, *where), *rest)


def _split(history: History, ages: Array) -> Array:
    """Split the newest ages, published for both sexes together, as their cohorts were split."""
    aged = history.aged_years[-1]
    survivors = ages[aged - FIRST_YEAR]
    newborn = survivors[:, :, 0].sum(axis=0)
    for _ in range(history.last_aged_year - aged):
        older = np.zeros_like(survivors)
        older[..., 1:] = survivors[..., :-1]
        older[..., -1] += survivors[..., -1]
        survivors = older
    both = history.population_both[history.last_aged_year - FIRST_YEAR]
    return split_by_sex(both, survivors, float(newborn[1] / max(newborn.sum(), 1.0)))
