r"""Gross migration by age of every municipality, from one of two sources.

*Published*: in- and out-migration by age, where SCB's table is in the dataset.

*Estimated*: from net flows by age. What is left of a cohort's yearly change when its deaths are
taken away is net migration :math:`N_x`. Its year-to-year variance around its mean is the
variance of arrivals plus departures, hence proportional to gross migration: a Poisson GLM of
squared deviations on B-splines of age with log population as offset gives the **turnover**
profile :math:`h_x`, pooled over municipalities. Of all pairs with
:math:`I_x - O_x = N_x` the one closest (in Kullback–Leibler divergence) to equal flows of size
:math:`T_x = c\,h_x P_x` is

.. math:: I_x = \tfrac12\left(N_x + \sqrt{N_x^2 + 4T_x^2}\right),\qquad O_x = I_x - N_x,

and c is found so that the flows sum to the published gross totals. So the estimate agrees with
both.

Either way the flows are smoothed and shrunk as :mod:`.age_smoothing` says.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from demografi.errors import RequestError
from demografi.rates.age_smoothing import AGE_GROUPS, shrink_profiles
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.earlier_ages import cohort_deaths
from demografi.rates.history import AGES, History, complete
from demografi.rates.migration_response import response_by_age
from demografi.rates.national_migration import NationalMigration, waves
from demografi.rates.turnover_ages import standard_turnover, turnover_by_age

__all__ = ["AgeProfiles", "fit_age_profiles", "net_by_age", "split_net"]

Array = NDArray[np.float64]
Positions = NDArray[np.intp]

PROFILE_YEARS = 5
"""Years behind the profiles."""
YOUNG, YOUNG_YEARS = (13, 19), 2
"""Ages of which only the newest years are asked: from year to year other teenagers come and go."""
_ONLY_YOUNG = [YOUNG[0] <= low and high <= YOUNG[1] for low, high in AGE_GROUPS]
"""Groups in which all places rest on the newest years alone, but those with published flows."""
OLDEST_PUBLISHED = 79
"""Last age of the published gross flows; older ages are estimated."""


@dataclass(frozen=True)
class AgeProfiles:
    """Age profiles of migration.

    Attributes
    ----------
    arrivals : array [region, sex, age]
        Share of a municipality's in-migrants; sums to 1 over sex and age.
    leaving : array [region, sex, age]
        Share of the cohort at the start of the year that leaves, by age at the end of the year;
        the level is that of the years behind the profile.
    turnover : array [sex, age]
        Pooled turnover profile, relative.
    level : array [flow, region]
        Arrivals and departures per head and year behind the profiles.
    response : array [group]
        Change of each of :data:`.age_smoothing.AGE_GROUPS` relative to all ages when net
        migration changes.
    error : array [flow, region, group]
        Standard error of the log profile in each of the groups.
    published : tuple of bool
        Per region: profile rests on published gross flows.
    """

    arrivals: Array = field(repr=False)
    leaving: Array = field(repr=False)
    turnover: Array = field(repr=False)
    level: Array = field(repr=False)
    response: Array = field(repr=False)
    error: Array = field(repr=False)
    published: tuple[bool, ...]
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)


def split_net(net: Array, turnover: Array) -> tuple[Array, Array]:
    """Split net flows into gross flows whose geometric mean is the turnover.

    >>> import numpy as np
    >>> arrivals, departures = split_net(np.array([30.0]), np.array([20.0]))
    >>> float(arrivals[0]), float(departures[0])
    (40.0, 10.0)
    """
    arrivals = (net + np.sqrt(net**2 + 4 * turnover**2)) / 2
    return arrivals, arrivals - net


def cohorts_at_start(history: History, boys: float) -> Array:
    """Persons [year, region, sex, age at end] in the cohort when the year begins.

    At age 0 they are the births of the year. This is the population the engine exposes to
    out-migration.
    """
    population = history.exposure_population
    cohorts = np.full_like(population, np.nan)
    cohorts[1:, ..., 1:] = population[:-1, ..., :-1]
    cohorts[1:, ..., -1] += population[:-1, ..., -1]
    cohorts[..., 0] = history.births[:, :, None] * np.array([1 - boys, boys])
    return cohorts


def net_by_age(history: History, deaths: Array, boys: float) -> tuple[Array, Array]:
    """Net migration by age as what deaths and births leave unexplained.

    Parameters
    ----------
    history : History
        Population and births.
    deaths : array [year, region, sex, age]
        By age at death, published or estimated.
    boys : float
        Share of boys among the newborn.

    Returns
    -------
    net : array [year, region, sex, age at end]
        NaN in years whose two ends or whose deaths are not known by age.
    noise : array [year, region, sex, age at end]
        Variance that comes from not knowing which of two cohorts a death belonged to.
    """
    population = history.population
    net = np.full_like(population, np.nan)
    lost = cohort_deaths(deaths)
    before, after = population[:-1], population[1:]
    net[1:, ..., 1:] = after[..., 1:] - before[..., :-1] + lost[1:, ..., 1:]
    net[1:, ..., -1] -= before[..., -1]
    born = history.births[1:, :, None] * np.array([1 - boys, boys])
    net[1:, ..., 0] = after[..., 0] - born + lost[1:, ..., 0]
    noise = lost / 2
    noise[..., 0] += np.abs(history.births[:, :, None]) * boys * (1 - boys)
    return net, noise


def _scaled_turnover(net: Array, prior: Array, arrivals: float) -> Array:
    """Turnover in proportion to ``prior`` with which arrivals have the given sum."""

    def excess(log_scale: float) -> float:
        return float(split_net(net, prior * np.exp(log_scale))[0].sum() - arrivals)

    low, high = -12.0, 12.0
    # Where net flows alone exceed the gross total, by noise, the least turnover is kept.
    log_scale = low if excess(low) >= 0 else brentq(excess, low, high)
    scaled: Array = prior * np.exp(log_scale)
    return scaled


@dataclass(frozen=True)
class _Observed:
    """What the profiles are estimated from; arrays [year, region, …], NaN where unknown."""

    history: History
    arrivals: Array
    departures: Array
    lost: Array
    cohorts: Array
    boys: float

    def net_of_profiles(self, at: int, inward: Array, outward: Array) -> Array:
        """Net flows of a year when its gross totals have the given age profiles."""
        leaving = outward * self.cohorts[at]
        scale = self.departures[at] / leaving.sum(axis=(1, 2))
        net: Array = inward * self.arrivals[at][:, None, None] - leaving * scale[:, None, None]
        return net

    def bridged(self, start: int, end: int, inward: Array, outward: Array) -> Array:
        """Net flows [year, region, sex, age] of a gap so that cohorts arrive where observed.

        Years ``start + 1 … end``. Each year gets its totals at the given profiles; what a cohort
        then misses at the end of the gap is spread evenly over its years.
        """
        population = self.history.population
        net = np.stack(
            [self.net_of_profiles(at, inward, outward) for at in range(start + 1, end + 1)]
        )
        current = population[start]
        for step, at in enumerate(range(start + 1, end + 1)):
            aged = np.empty_like(current)
            aged[..., 1:] = current[..., :-1]
            aged[..., -1] += current[..., -1]
            aged[..., 0] = self.cohorts[at][..., 0]
            current = aged - self.lost[at] + net[step]
        missed = population[end] - current
        age = np.arange(AGES)
        missed /= np.minimum(age + 1, end - start)
        for step, at in enumerate(range(start + 1, end + 1)):
            ahead = end - at
            net[step][..., : AGES - 1 - ahead] += missed[..., ahead : AGES - 1]
            net[step][..., -1] += missed[..., -1]
        return net


def _gross_by_age(
    observed: _Observed, turnover: Array, net: Array, at: Positions, weights: Array
) -> tuple[Array, Array]:
    """Gross flows [flow, region, sex, age] and persons behind them, over the years ``at``."""
    weighted = weights[at, :, None, None]
    persons = (observed.cohorts[at] * weighted).sum(axis=0)
    total = (net * weighted).sum(axis=0)
    gross = np.empty((2, *persons.shape))
    for region in range(len(persons)):
        weight = weights[at, region]
        wanted = (
            (observed.arrivals[at, region] * weight).sum(),
            (observed.departures[at, region] * weight).sum(),
        )
        # Cohorts' change contains SCB's corrections; the flows are made to agree with the totals.
        share = persons[region] / persons[region].sum()
        cell = total[region] + (wanted[0] - wanted[1] - total[region].sum()) * share
        flows = _scaled_turnover(cell, turnover * persons[region], wanted[0])
        gross[0, region], gross[1, region] = split_net(cell, flows)
        own = observed.history.gross[:, region]
        years = np.flatnonzero(
            complete(own[..., : OLDEST_PUBLISHED + 1], (1, 2, 3))
            & complete(observed.cohorts[:, region], (1, 2))
        )[-PROFILE_YEARS:]
        if len(years):
            weight = weights[years, region, None, None]
            size = (observed.cohorts[years, region] * weight).sum(axis=0)
            for flow in range(2):
                seen = (own[years, flow] * weight).sum(axis=0)
                # The oldest keep their estimated rate relative to the published ages.
                estimated = gross[flow, region] / np.maximum(persons[region], 1e-9) * size
                young = slice(0, OLDEST_PUBLISHED + 1)
                ratio = seen[:, young].sum() / estimated[:, young].sum()
                gross[flow, region] = np.where(np.isfinite(seen), seen, estimated * ratio)
            persons[region] = size
    return gross, persons


def _with_newest_young(
    observed: _Observed, turnover: Array, net: Array, at: Positions, weights: Array
) -> tuple[Array, Array]:
    """Gross flows over the years ``at``, at the ages of :data:`YOUNG` over the newest of them.

    Persons at these ages are those of the newest years too, so that flows weigh as the events
    they are. Where the newest years have nobody, all the years decide.
    """
    gross, persons = _gross_by_age(observed, turnover, net[at], at, weights)
    late = at[-YOUNG_YEARS:]
    newest, behind = _gross_by_age(observed, turnover, net[late], late, weights)
    young = slice(YOUNG[0], YOUNG[1] + 1)
    there = behind[..., young] > 0
    gross[..., young] = np.where(there, newest[..., young], gross[..., young])
    persons[..., young] = np.where(there, behind[..., young], persons[..., young])
    return gross, persons


def _first_profiles(
    observed: _Observed, turnover: Array, net: Array, sure: Positions, weights: Array
) -> tuple[Array, Array]:
    """Shares of arrivals and relative rates of leaving [region, sex, age] from certain years."""
    if len(sure):
        gross, persons = _gross_by_age(observed, turnover, net[sure], sure, weights)
        inward, _, _ = shrink_profiles(gross[0], persons, "")
        outward, _, _ = shrink_profiles(gross[1], persons, "")
    else:
        history = observed.history
        persons = history.population[history.at(history.aged_years[-1])]
        inward = outward = np.broadcast_to(turnover, persons.shape)
    inward = inward * persons
    return inward / inward.sum(axis=(1, 2), keepdims=True), outward


def fit_age_profiles(
    history: History,
    deaths: Array,
    totals: tuple[Array, Array],
    weights: Array,
    *,
    boys: float,
    nation: NationalMigration,
) -> AgeProfiles:
    """Estimate gross migration by age of each municipality.

    Years between two that have ages are bridged: a first estimate of the profiles, at the
    years' own gross totals, is corrected for what the cohorts miss at the end of the gap. Where
    no two successive years have ages, the standard profile of Rogers and Castro serves as
    the first estimate, and as the only one where there is but a single year.

    Parameters
    ----------
    history : History
        Population by age and, where published, gross flows by age.
    deaths : array [year, region, sex, age]
        Published or estimated.
    totals : pair of array [year, region]
        Gross arrivals and departures, NaN where unknown.
    weights : array [year, region]
        Weights of the years, low in exceptional ones.
    boys : float
        Share of boys among the newborn.
    nation : NationalMigration
        Tells what waves of refugees brought, which is taken out (:func:`.waves`).

    Raises
    ------
    RequestError
        No year has migration for all regions.
    """
    net, noise = net_by_age(history, deaths, boys)
    cohorts = cohorts_at_start(history, boys)
    found = net
    wave = waves(net, cohorts, nation)
    net = net - wave
    arrivals, departures = totals[0] - np.nan_to_num(wave).sum(axis=(2, 3)), totals[1]
    observed = _Observed(
        history,
        arrivals,
        departures,
        cohort_deaths(deaths),
        cohorts,
        boys,
    )
    counted = complete(arrivals, 1) & complete(departures, 1)
    known = complete(net, (1, 2, 3)) & counted
    if not counted.any():
        raise RequestError(
            "too_few_years",
            f"No year up to {history.last_year} has migration for all regions.",
            "Choose a later year or regions with a longer history.",
            year=history.last_year,
        )
    sure = np.flatnonzero(known & complete(history.deaths_by_age, (1, 2, 3)))
    sure = sure[-PROFILE_YEARS:] if len(sure) > 1 else np.flatnonzero(known)
    turnover, note = (
        turnover_by_age(net[sure], noise[sure], observed.cohorts[sure])
        if len(sure)
        else standard_turnover()
    )
    diagnostics = [note]

    aged = [history.at(year) for year in history.aged_years]
    gaps = [(a, b) for a, b in pairwise(aged) if b - a > 1 and np.all(counted[a + 1 : b + 1])]
    if gaps:
        inward, outward = _first_profiles(observed, turnover, net, sure, weights)
        for start, end in gaps:
            net[start + 1 : end + 1] = observed.bridged(start, end, inward, outward)
            known[start + 1 : end + 1] = True
    at = np.flatnonzero(known)[-PROFILE_YEARS:]
    if len(at):
        gross, persons = _with_newest_young(observed, turnover, net, at, weights)
        present = observed.cohorts[at].mean(axis=0)
    else:
        # Ages of a single year: its people, moving at the standard ages.
        present = persons = history.population[aged[-1]]
        moves = turnover * persons
        moves /= moves.sum(axis=(1, 2), keepdims=True)
        newest = np.flatnonzero(counted)[-1]
        gross = np.stack([moves * flow[newest][:, None, None] for flow in (arrivals, departures)])
    trust = np.ones(len(AGE_GROUPS))
    if len(at):
        trust[_ONLY_YOUNG] = len(at[-YOUNG_YEARS:]) / len(at)
    inward, inward_error, notes = shrink_profiles(
        gross[0], persons, "migration: arrivals by age", trust
    )
    diagnostics += notes
    outward, outward_error, notes = shrink_profiles(
        gross[1], persons, "migration: departures by age", trust
    )
    diagnostics += notes
    # Fewer years stand behind some ages than behind others: flows of a usual year.
    usual = gross * present / np.maximum(persons, 1e-9)
    response, note = response_by_age(
        found[sure], usual.mean(axis=0), "migration: ages behind a change"
    )
    diagnostics.append(note)
    # Arrivals do not depend on how many of their age live there already: a mean age structure,
    # so that a large cohort that happens to pass does not draw newcomers of its age.
    count = inward * present
    return AgeProfiles(
        arrivals=count / count.sum(axis=(1, 2), keepdims=True),
        leaving=outward,
        turnover=turnover,
        level=usual.sum(axis=(2, 3)) / present.sum(axis=(1, 2)),
        response=response,
        error=np.stack([inward_error, outward_error]),
        published=tuple(
            bool(np.isfinite(history.gross[:, region]).any())
            for region in range(len(history.regions))
        ),
        diagnostics=tuple(diagnostics),
    )
