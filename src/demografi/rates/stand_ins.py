"""What stands in for figures a dataset lacks, so that population by age alone can be projected.

Each stand-in is said in a :class:`~demografi.rates.diagnostics.Diagnostic` that follows the
result. Nothing a dataset has is changed; a series is stood in for only where a region lacks it in
every year, since gaps between years are the fits' own affair, but for totals of years with ages
and births of the last year, from which the projection starts. In order:

- national deaths, exposure, births and women: the nation of the figures shipped with the product,
  up to the last year only; where these are not there, the sum of the regions;
- ages by sex, where only both together are published: the nation's share of women at each age;
- totals: sums over ages;
- births: by mother's age where published so, else children of age 0 at the end of the year;
- deaths: sums over ages, in years without them national rates on the region's population;
- net migration: what is left of the change in population; where totals are known for longer than
  ages, with births told by the children alive in the first year with ages and a crude death rate;
- gross migration: the usual turnover of the other regions, else of the municipalities shipped
  with the product, around that net.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import SNAPSHOT, TABLES
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import FIRST_YEAR, History, Nation, complete, nation_of
from demografi.regions import NATION

__all__ = ["completed"]

Array = NDArray[np.float64]

FEWEST_YEARS = 15
"""Years of national figures below which the shipped ones are used in their place."""
TURNOVER_YEARS = 10
"""Newest years whose moves give the usual turnover."""
OLDEST_CHILD = 14
"""Children up to this age live with their parents: their number tells of births of their year."""
RATE_YEARS = 5
"""First years of deaths whose crude rate stands for the years before."""
OVER_COUNTY_BORDERS = 0.5
"""Share of moves over a municipal border that are over a county's too: about every second."""
NATIONAL_TURNOVER = 0.05
"""Turnover of a municipality, of its population and year, where no moves are known at all: what
Swedish municipalities have had since the 1990s."""


def completed(history: History, births_of_mothers: Array) -> History:
    """Return the history with stand-ins for what is missing throughout.

    Parameters
    ----------
    history : History
        As read from a dataset.
    births_of_mothers : array [year, region]
        Births by the mother's age, all ages together; NaN where not published so.
    """
    notes: list[Diagnostic] = []

    def note(what: str, how: str) -> None:
        notes.append(Diagnostic(f"history: {what}", converged=False, note=how))

    history = _zeros_of_known_years(history)
    history = replace(history, nation=_nation(history, note))
    history = _by_sex(history, note)
    ages = history.exposure_population  # years between two counts bridged by cohort
    summed = _sum_of_ages(history)
    totals = _where_missing(history.totals, _filled(summed, ages.sum(axis=(2, 3))))
    totals = _filled(totals, summed)
    births = _where_missing(history.births, births_of_mothers)
    newborn = _filled(ages[..., 0].sum(axis=2), history.population_both[..., 0])
    if (missing := _missing(births)).any():
        births = _where_missing(births, newborn)
        note("births", f"children of age 0 stand in for births in {missing.sum()} regions")
    if (missing := ~np.isfinite(births[-1])).any():
        # The projection starts from them.
        births = np.vstack([births[:-1], _filled(births[-1], newborn[-1])])
        note("newest births", f"children of age 0 stand in for births in {missing.sum()} regions")
    deaths = history.deaths
    if (missing := _missing(deaths)).any():
        by_age = history.deaths_by_age.sum(axis=(2, 3))
        expected = _expected_deaths(history)
        # Rates alone would miss how the region differs in the years that have both.
        with np.errstate(invalid="ignore"):
            ratio = np.nansum(by_age * (expected > 0), axis=0) / np.nansum(
                np.where(np.isfinite(by_age), expected, np.nan), axis=0
            )
        expected *= np.where(np.isfinite(ratio), ratio, 1.0)
        deaths = _where_missing(deaths, _filled(by_age, expected))
        if (guessed := missing & (np.isfinite(expected) & ~np.isfinite(by_age)).any(axis=0)).any():
            how = f"national death rates stand in for deaths in {guessed.sum()} regions"
            note("deaths", how)
    net = _net_migration(history, (totals, births, deaths), note)
    if (unmoved := _missing(net)).any() and len(totals) > 1:
        # Nothing is known but one year: people are born and die, and as many come as leave.
        earlier = np.where(unmoved, totals[-1] - births[-1] + deaths[-1], totals[-2])
        totals = np.vstack([totals[:-2], earlier, totals[-1:]])
        net = np.vstack([net[:-1], np.where(unmoved, 0.0, net[-1])])
        note("net migration", f"no change is known in {unmoved.sum()} regions: as many come as go")
    arrivals, departures = history.in_migration, history.out_migration
    published = np.isfinite(history.gross).any(axis=(0, 2, 3, 4))
    lacking = (_missing(arrivals) | _missing(departures)) & ~published
    if lacking.any():
        turnover, source = _turnover(history, totals, lacking)
        flow = turnover * totals
        half = net / 2
        inward = half + np.sqrt(half**2 + flow**2)
        arrivals = np.where(lacking, inward, arrivals)
        departures = np.where(lacking, inward - net, departures)
        note("gross migration", f"{source} stands in in {lacking.sum()} regions")
    return replace(
        history,
        totals=totals,
        births=births,
        deaths=deaths,
        net_migration=net,
        in_migration=arrivals,
        out_migration=departures,
        diagnostics=(*history.diagnostics, *notes),
    )


def _missing(series: Array) -> NDArray[np.bool_]:
    """Regions that lack a series [year, region] in every year."""
    return np.asarray(~np.isfinite(series).any(axis=0), dtype=np.bool_)


def _where_missing(series: Array, other: Array) -> Array:
    """Take the other series for regions that lack theirs throughout."""
    taken: Array = np.where(_missing(series), other, series)
    return taken


def _filled(series: Array, other: Array) -> Array:
    """Take the other series in the years without one."""
    taken: Array = np.where(np.isfinite(series), series, other)
    return taken


def _zeros_of_known_years(history: History) -> History:
    """Count ages left out of a year with deaths as none: files may leave zeros out."""
    deaths = history.deaths_by_age
    known = np.isfinite(deaths).any(axis=(2, 3), keepdims=True)
    return replace(history, deaths_by_age=np.where(known & np.isnan(deaths), 0.0, deaths))


def _sum_of_ages(history: History) -> Array:
    """Population [year, region] of all ages, by sex or else of both together."""
    apart = history.population.sum(axis=(2, 3))
    summed: Array = np.where(np.isfinite(apart), apart, history.population_both.sum(axis=2))
    return summed


def _years_with(*tables: Array) -> int:
    """Years in which every cell of some tables [year, ...] is known."""
    known = [complete(table, tuple(range(1, table.ndim))) for table in tables]
    return int(np.all(known, axis=0).sum())


def _years_of_deaths(nation: Nation) -> int:
    return _years_with(nation.deaths, nation.exposure)


def _years_of_births(nation: Nation) -> int:
    return _years_with(nation.births.sum(axis=1), nation.population[:, 0])


def _with_exposure(nation: Nation) -> Nation:
    """Mean of both ends of the year where the mean population is not published."""
    mean = np.full_like(nation.population, np.nan)
    mean[1:] = (nation.population[:-1] + nation.population[1:]) / 2
    exposure = np.where(np.isfinite(nation.exposure), nation.exposure, mean)
    return replace(nation, exposure=exposure)


def _nation(history: History, note: Callable[[str, str], None]) -> Nation:
    own = history.nation
    if _years_of_deaths(own) < FEWEST_YEARS:
        own = _with_exposure(own)
    lacks_deaths = _years_of_deaths(own) < FEWEST_YEARS
    lacks_births = _years_of_births(own) < FEWEST_YEARS
    if not lacks_deaths and not lacks_births:
        return own
    shipped = _shipped_nation(history.last_year)
    if shipped is None:
        shipped, source = _sum_of_regions(history), "the sum of the regions"
    else:
        source = "the nation of the figures shipped with the product"
    # Early on the shipped ones may be fewer still.
    if lacks_deaths and _years_of_deaths(shipped) > _years_of_deaths(own):
        own = replace(own, deaths=shipped.deaths, exposure=shipped.exposure)
        note("national deaths", f"{source} stands in")
    if lacks_births and _years_of_births(shipped) > _years_of_births(own):
        own = replace(own, births=shipped.births, population=shipped.population)
        note("national births", f"{source} stands in")
    return own


def _sum_of_regions(history: History) -> Nation:
    """Take the regions together for the nation; births at the ages women have them elsewhere."""
    population = history.population.sum(axis=1)
    nation = Nation(
        deaths=history.deaths_by_age.sum(axis=1),
        exposure=np.full_like(population, np.nan),
        births=history.nation.births,
        population=population,
    )
    return _with_exposure(nation)


@lru_cache(maxsize=8)
def _shipped(table: str) -> pd.DataFrame | None:
    """Read a table of the figures shipped with the product; None where it is not there."""
    with contextlib.suppress(OSError):
        return pd.read_parquet(SNAPSHOT / f"{table}.parquet")
    return None


def _shipped_nation(last_year: int) -> Nation | None:
    """National figures shipped with the product, up to a year."""
    tables: Mapping[str, pd.DataFrame | None] = {
        name: _shipped(name) for name in ("deaths", "mean_population", "births", "population")
    }
    if any(frame is None for frame in tables.values()):
        return None

    def rows(name: str) -> pd.DataFrame:
        frame = tables[name]
        assert frame is not None  # noqa: S101 - checked above, which mypy cannot see
        here = frame[(frame["region"] == NATION) & frame["year"].between(FIRST_YEAR, last_year)]
        return here[[name for name in TABLES[name].names if name in here.columns]]

    return nation_of(rows, range(FIRST_YEAR, last_year + 1))


def _expected_deaths(history: History) -> Array:
    """Deaths [year, region] at the national rates of the newest years.

    In the first year with ages its end stands for its mean.
    """
    nation = history.nation
    known = np.flatnonzero(complete(nation.deaths, (1, 2)) & complete(nation.exposure, (1, 2)))[-5:]
    rates = nation.deaths[known].sum(axis=0) / np.maximum(nation.exposure[known].sum(axis=0), 1)
    people = _filled(history.mean_population, history.exposure_population)
    expected: Array = (people * rates).sum(axis=(2, 3))
    return expected


def _by_sex(history: History, note: Callable[[str, str], None]) -> History:
    """Split ages published for both sexes together in every year, as the nation's are."""
    both = np.isfinite(history.population_both).any(axis=(0, 2))
    by_sex = np.isfinite(history.population).any(axis=(0, 2, 3))
    missing = np.asarray(both & ~by_sex, dtype=np.bool_)
    if not missing.any():
        return history
    nation = history.nation.population
    everybody = nation.sum(axis=1, keepdims=True)
    share = np.divide(nation, everybody, out=np.full_like(nation, 0.5), where=everybody > 0)
    share[~complete(nation, (1, 2))] = np.nan
    split = history.population_both[:, :, None] * share[:, None]
    note("sexes", f"the nation's share of women at each age is taken in {missing.sum()} regions")
    return replace(history, population=np.where(missing[:, None, None], split, history.population))


def _net_migration(
    history: History, stocks: tuple[Array, Array, Array], note: Callable[[str, str], None]
) -> Array:
    """Net migration [year, region]: gross flows' difference, else what is left of the change.

    ``stocks`` are totals, births and deaths [year, region].
    """
    totals, births, deaths = stocks
    net = _where_missing(history.net_migration, history.in_migration - history.out_migration)
    missing = _missing(net)
    if missing.any():
        change = np.full_like(totals, np.nan)
        change[1:] = np.diff(totals, axis=0)
        born = _filled(births, _earlier_births(history.exposure_population))
        left = change - born + _filled(deaths, _earlier_deaths(deaths, totals))
        how = f"what is left of the change stands in in {missing.sum()} regions"
        if (np.isfinite(left) & ~np.isfinite(change - births + deaths))[:, missing].any():
            how += "; before ages are known, births by the children then alive, usual deaths"
        net = _where_missing(net, left)
        note("net migration", how)
    return net


def _earlier_births(ages: Array) -> Array:
    """Births [year, region] before ages are known: children by age in the first year they are."""
    born = np.full(ages.shape[:2], np.nan)
    for region in range(ages.shape[1]):
        known = np.flatnonzero(complete(ages[:, region], (1, 2)))
        for age in range(1, OLDEST_CHILD + 1):
            if len(known) and known[0] >= age:
                born[known[0] - age, region] = ages[known[0], region, :, age].sum()
    return born


def _earlier_deaths(deaths: Array, totals: Array) -> Array:
    """Deaths [year, region] before they are known, at the crude rate of the first years known."""
    early = np.full_like(deaths, np.nan)
    rate = deaths / totals
    for region in range(deaths.shape[1]):
        known = np.flatnonzero(np.isfinite(rate[:, region]))
        if len(known):
            usual = rate[known[:RATE_YEARS], region].mean()
            early[: known[0], region] = usual * totals[: known[0], region]
    return early


def _turnover(history: History, totals: Array, lacking: NDArray[np.bool_]) -> tuple[float, str]:
    """Moves one way a year as a share of the population, and where that is from."""
    with np.errstate(invalid="ignore"):
        rate = np.sqrt(history.in_migration * history.out_migration) / totals
    known = rate[:, ~lacking]
    if np.isfinite(known).any():
        return float(np.nanmean(known)), "the turnover of the other regions"
    usual, source = _shipped_turnover(history.last_year)
    # Counties have two digits, the nation is none of the regions projected.
    counties = all(len(code) == 2 for code in history.regions)
    return usual * (OVER_COUNTY_BORDERS if counties else 1.0), source


def _shipped_turnover(last_year: int) -> tuple[float, str]:
    components, totals = _shipped("components"), _shipped("population_total")
    if components is not None and totals is not None:
        rows = components[
            (components["sex"] == "T")
            & components["component"].isin(["in_migration", "out_migration"])
            & components["year"].between(last_year - TURNOVER_YEARS + 1, last_year)
            & (components["region"] != NATION)
        ]
        moved = rows.groupby(["region", "year", "component"])["value"].first().unstack()
        people = totals.set_index(["region", "year"])["value"].reindex(moved.index)
        rate = (
            np.sqrt(moved["in_migration"] * moved["out_migration"]) / people if len(moved) else []
        )
        found = np.asarray(rate, dtype=np.float64)
        if np.isfinite(found).any():
            return float(np.nanmean(found)), "the turnover of the municipalities shipped"
    return NATIONAL_TURNOVER, "a usual turnover"
