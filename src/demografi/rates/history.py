"""What a fit may see: the figures up to a jump-off year, as arrays.

A :class:`History` is cut at its last year when it is built, so a forecaster that is given one
cannot look past the origin. Missing figures are NaN; nothing is filled in here except by
:meth:`History.exposure_population`, which is for denominators only and is never shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import AGE_OPEN, Dataset
from demografi.errors import RequestError
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.published_groups import published_groups
from demografi.regions import COUNTY, NATION

__all__ = [
    "AGES",
    "FIRST_YEAR",
    "MOTHER_AGES",
    "SEXES",
    "History",
    "Nation",
    "complete",
    "nation_of",
]

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Axis = tuple[str, Sequence[object]]

FIRST_YEAR = 1950
"""First year of every array: the first with municipal totals."""
AGES = AGE_OPEN + 1
SEXES = ("F", "M")
MOTHER_AGES = (15, 49)
"""Ages at which women give birth; events below and above are counted at the bounds."""

_FLOWS = ("in_migration", "out_migration")


def complete(cells: Array, axis: int | tuple[int, ...]) -> Flags:
    """Where every figure along some axes is known."""
    known: Flags = np.asarray(np.isfinite(cells).all(axis=axis))
    return known


def _array(frame: pd.DataFrame, axes: Sequence[Axis], shape: tuple[int, ...]) -> Array:
    """Put the values of a tidy frame into an array of NaN, one axis per column."""
    filled: Array = np.full(shape, np.nan)
    if len(frame):
        where = [{label: at for at, label in enumerate(labels)} for _, labels in axes]
        positions = [
            frame[column].map(lookup).to_numpy(np.intp)
            for (column, _), lookup in zip(axes, where, strict=True)
        ]
        filled[tuple(positions)] = frame["value"].to_numpy(float)
    return filled


@dataclass(frozen=True)
class Nation:
    """National events and exposures behind the age schedules.

    Attributes
    ----------
    deaths, exposure : array [year, sex, age]
        Deaths by age at death and mean population (persons, person-years).
    births : array [year, sex of child, mother's age 15–49]
        Live births by mother's age at the end of the year.
    population : array [year, sex, age]
        Persons on 31 December.
    """

    deaths: Array = field(repr=False)
    exposure: Array = field(repr=False)
    births: Array = field(repr=False)
    population: Array = field(repr=False)


@dataclass(frozen=True)
class History:
    """Figures of some municipalities and the nation up to and including ``last_year``.

    Every array starts in :data:`FIRST_YEAR` and ends in ``last_year``; unknown cells are NaN.

    Attributes
    ----------
    regions : tuple of str
        Municipalities, the region axis of every array.
    last_year : int
        The jump-off year: the newest year with ages for every region.
    population : array [year, region, sex, age]
        Persons on 31 December by sex and single year of age.
    population_both : array [year, region, age]
        The same for both sexes together, where only that is published.
    totals : array [year, region]
        Persons on 31 December, all ages.
    groups : array [year, region, group]
        The same in the broad groups of :mod:`.published_groups`.
    births, deaths, net_migration, in_migration, out_migration : array [year, region]
        Events of the year.
    net_international : array [year, region]
        The part of net migration that crossed the nation's border.
    deaths_by_age : array [year, region, sex, age]
        Deaths by age at death.
    gross : array [year, region, flow, sex, age]
        In- and out-migration by age at the end of the year, where published.
    nation : Nation
        National events and exposures.
    diagnostics : tuple of Diagnostic
        What stands in for figures the dataset lacks.
    """

    regions: tuple[str, ...]
    last_year: int
    population: Array = field(repr=False)
    population_both: Array = field(repr=False)
    totals: Array = field(repr=False)
    groups: Array = field(repr=False)
    births: Array = field(repr=False)
    deaths: Array = field(repr=False)
    net_migration: Array = field(repr=False)
    in_migration: Array = field(repr=False)
    out_migration: Array = field(repr=False)
    net_international: Array = field(repr=False)
    deaths_by_age: Array = field(repr=False)
    gross: Array = field(repr=False)
    nation: Nation = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), repr=False)

    @staticmethod
    def from_dataset(
        dataset: Dataset,
        *,
        last_year: int | None = None,
        regions: Sequence[str] | None = None,
        county: str = COUNTY,
    ) -> "History":
        """Take from a dataset what was known at the end of a year.

        Only the table ``population`` is needed; what stands in for the others is said in
        ``diagnostics`` (:mod:`demografi.rates.stand_ins`).

        Parameters
        ----------
        dataset : Dataset
            The figures.
        last_year : int, optional
            Nothing after this year is read. The history then ends in the newest year not after
            it that has ages for every region, or that all years since then have totals and
            events for.
        regions : sequence of str, optional
            Municipalities; by default all of ``county``.
        county : str
            County whose municipalities are meant when ``regions`` is not given.

        Raises
        ------
        RequestError
            A region is unknown or no year has ages for all of them.
        """
        chosen = tuple(regions or dataset.regions.municipalities(county))
        for code in chosen:
            dataset.regions.place(code)
        aged = _newest_ages(dataset, chosen, last_year)
        last = _known_in_total(dataset, chosen, aged, last_year)
        years = range(FIRST_YEAR, last + 1)
        span = ("year", list(years))
        place = ("region", list(chosen))
        sex = ("sex", list(SEXES))
        age = ("age", list(range(AGES)))
        n_years, n_regions = len(years), len(chosen)

        def rows(table: str, codes: Sequence[str]) -> pd.DataFrame:
            if table not in dataset.tables:
                return dataset.table("population").iloc[:0]
            frame = dataset.rows(table, codes)
            return frame[frame["year"].between(FIRST_YEAR, last)]

        population = rows("population", chosen)
        by_age = (n_years, n_regions, len(SEXES), AGES)
        gross = rows("gross_migration", chosen)
        if "flow" in gross.columns:
            gross = gross[gross["flow"].isin(_FLOWS)]
        else:
            gross = gross.assign(flow="")
        events = _components(rows("components", chosen))
        mothers = rows("births", chosen)

        def component(name: str) -> Array:
            chosen = events[events["component"] == name]
            return _array(chosen, (span, place), (n_years, n_regions))

        totals = _array(rows("population_total", chosen), (span, place), (n_years, n_regions))
        history = History(
            regions=chosen,
            last_year=last,
            population=_array(
                population[population["sex"] != "T"], (span, place, sex, age), by_age
            ),
            population_both=_array(
                population[population["sex"] == "T"],
                (span, place, age),
                (n_years, n_regions, AGES),
            ),
            totals=totals,
            groups=published_groups(rows("population_groups", chosen), years, chosen, totals),
            births=component("births"),
            deaths=component("deaths"),
            net_migration=component("net_migration"),
            in_migration=component("in_migration"),
            out_migration=component("out_migration"),
            net_international=component("net_international"),
            deaths_by_age=_array(rows("deaths", chosen), (span, place, sex, age), by_age),
            gross=_array(
                gross,
                (span, place, ("flow", list(_FLOWS)), sex, age),
                (n_years, n_regions, 2, len(SEXES), AGES),
            ),
            nation=nation_of(lambda table: rows(table, [NATION]), years),
        )
        # It needs History itself, which is made here.
        from demografi.rates.stand_ins import completed  # noqa: PLC0415

        mothers = mothers.groupby(["year", "region"], as_index=False).agg(value=("value", "sum"))
        return completed(history, _array(mothers, (span, place), (n_years, n_regions)))

    @property
    def years(self) -> tuple[int, ...]:
        """Labels of the year axis."""
        return tuple(range(FIRST_YEAR, self.last_year + 1))

    def at(self, year: int) -> int:
        """Position of a year on the year axis."""
        return year - FIRST_YEAR

    @cached_property
    def aged_years(self) -> tuple[int, ...]:
        """Years with population by sex and age for every region."""
        known = complete(self.population, (1, 2, 3))
        return tuple(int(at) + FIRST_YEAR for at in np.flatnonzero(known))

    @cached_property
    def last_aged_year(self) -> int:
        """Newest year with ages of every region, by sex or of both together."""
        known = complete(self.population, (2, 3)) | complete(self.population_both, 2)
        return int(np.flatnonzero(known.all(axis=1)).max()) + FIRST_YEAR

    def until(self, year: int) -> "History":
        """Return what was known at the end of an earlier year."""
        keep = slice(self.at(year) + 1)

        def cut(table: Array) -> Array:
            return table[keep]

        nation = self.nation
        return replace(
            self,
            last_year=year,
            population=cut(self.population),
            population_both=cut(self.population_both),
            totals=cut(self.totals),
            groups=cut(self.groups),
            births=cut(self.births),
            deaths=cut(self.deaths),
            net_migration=cut(self.net_migration),
            in_migration=cut(self.in_migration),
            out_migration=cut(self.out_migration),
            net_international=cut(self.net_international),
            deaths_by_age=cut(self.deaths_by_age),
            gross=cut(self.gross),
            nation=Nation(
                deaths=cut(nation.deaths),
                exposure=cut(nation.exposure),
                births=cut(nation.births),
                population=cut(nation.population),
            ),
        )

    def with_jump_off(self, population: Array) -> "History":
        """Return a copy in which the last year's population by sex and age is the one given."""
        filled = self.population.copy()
        filled[-1] = population
        return replace(self, population=filled)

    @cached_property
    def exposure_population(self) -> Array:
        """Population [year, region, sex, age] with gaps between known years bridged by cohort.

        Between two known years a cohort changes by equal steps; cohorts born in the gap start
        from the youngest age known at its end, and the open group changes as one. This serves
        as denominator of rates only.
        """
        filled = self.population.copy()
        for region in range(len(self.regions)):
            known = np.flatnonzero(complete(filled[:, region], (1, 2)))
            for start, end in pairwise(known):
                for year in range(start + 1, end):
                    before, after = year - start, end - year
                    share = before / (end - start)
                    first, last = filled[start, region], filled[end, region]
                    age = np.arange(AGES)
                    origin = np.clip(age - before, 0, AGES - 1)
                    origin[-1] = AGES - 1
                    target = np.clip(age + after, 0, AGES - 1)
                    # Cohorts about to enter the open group have no single target there.
                    single = age + after < AGES - 1
                    at_end = np.where(single, last[:, target], last[:, age])
                    at_start = np.where(single, first[:, origin], first[:, age])
                    born = age < before
                    mixed = (1 - share) * at_start + share * at_end
                    filled[year, region] = np.where(born, at_end, mixed)
        return filled

    @cached_property
    def mean_population(self) -> Array:
        """Person-years [year, region, sex, age]: mean of the two ends of each year."""
        population = self.exposure_population
        mean = np.full_like(population, np.nan)
        mean[1:] = (population[:-1] + population[1:]) / 2
        return mean


def _newest_ages(dataset: Dataset, regions: Sequence[str], last_year: int | None) -> int:
    frame = dataset.rows("population", regions)
    if last_year is not None:
        frame = frame[frame["year"] <= last_year]
    counted = frame.groupby("year")["region"].nunique()
    complete = counted.index[counted == len(set(regions))]
    if not len(complete):
        raise RequestError(
            "no_ages",
            "No year has population by age for all the regions asked for.",
            "Choose municipalities and a year covered by the table 'population'.",
            regions=tuple(regions),
            year=last_year,
        )
    return int(complete.max())


def _known_in_total(
    dataset: Dataset, regions: Sequence[str], aged: int, last_year: int | None
) -> int:
    """Newest year since the last ages with total, births, deaths and migration of every region."""
    if not {"population_total", "components"} <= set(dataset.tables):
        return aged
    totals = dataset.rows("population_total", regions)
    events = _components(dataset.rows("components", regions))
    needed = ("births", "deaths", "net_migration")
    found = aged
    while last_year is None or found < last_year:
        counted = totals.loc[totals["year"] == found + 1, "region"].nunique()
        of_year = events[events["year"] == found + 1]
        seen = [of_year.loc[of_year["component"] == name, "region"].nunique() for name in needed]
        if min(counted, *seen) < len(set(regions)):
            break
        found += 1
    return found


def _components(frame: pd.DataFrame) -> pd.DataFrame:
    """Both sexes together, SCB's own row before Kolada's copy, net from gross where lacking."""
    if "component" not in frame.columns:
        return frame.assign(component="")
    frame = frame[frame["sex"] == "T"].sort_values("source")
    frame = frame.drop_duplicates(["region", "year", "component"], keep="last")
    wide = frame.pivot(index=["region", "year"], columns="component", values="value")
    if set(_FLOWS) <= set(wide.columns):
        difference = wide["in_migration"] - wide["out_migration"]
        wide["net_migration"] = (
            wide["net_migration"].fillna(difference) if "net_migration" in wide else difference
        )
    return wide.reset_index().melt(["region", "year"], var_name="component").dropna()


def nation_of(rows: Callable[[str], pd.DataFrame], years: Sequence[int]) -> Nation:
    """Put the nation's rows of the tables deaths, mean_population, births and population in place.

    Parameters
    ----------
    rows : callable
        Rows of a table, of the nation and these years.
    years : sequence of int
        Labels of the year axis.
    """
    span: Axis = ("year", list(years))
    sex: Axis = ("sex", list(SEXES))
    age: Axis = ("age", list(range(AGES)))
    shape = (len(years), len(SEXES), AGES)
    births = rows("births")
    low, high = MOTHER_AGES
    if "mother_age" in births.columns:
        births = births.assign(mother_age=births["mother_age"].clip(low, high))
        births = births.groupby(["year", "sex", "mother_age"], as_index=False).agg(
            value=("value", "sum")
        )
    else:
        births = births.assign(mother_age=low)
    population = rows("population")
    return Nation(
        deaths=_array(rows("deaths"), (span, sex, age), shape),
        exposure=_array(rows("mean_population"), (span, sex, age), shape),
        births=_array(
            births,
            (span, sex, ("mother_age", list(range(low, high + 1)))),
            (len(years), len(SEXES), high - low + 1),
        ),
        population=_array(population[population["sex"] != "T"], (span, sex, age), shape),
    )
