r"""Migration levels: arrivals as counts, departures as rates, from net migration and turnover.

The projection lets the counts follow the expected size of the place, as the levels are per head.

The two flows are carried by what is known longest and what is known best: net migration per head
(:mod:`.migration_levels`), and **turnover** :math:`\tau`, the geometric mean of the two flows per
head, an AR(1) on log scale around the mean of its newest years. From them

.. math:: i = \tfrac12\left(n + \sqrt{n^2 + 4\tau^2}\right),\qquad o = i - n.

Arrivals and departures fading back to normal each at a pace of its own would leave a net that
nobody foresaw; here a wave of arrivals ends as waves have ended.

Shocks to net migration are partly common, fat-tailed, and come on top of the counts' own chance,
which the engine adds.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.rates.age_smoothing import AGE_GROUPS
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import History, complete
from demografi.rates.migration_abroad import moving_on
from demografi.rates.migration_ages import (
    OLDEST_PUBLISHED,
    AgeProfiles,
    fit_age_profiles,
    split_net,
)
from demografi.rates.migration_levels import (
    COMMON_FADE,
    OWN_FADE,
    NetOutlook,
    NetUncertainty,
    learn_uncertainty,
    outlook,
    persistence,
    robust_weights,
)
from demografi.rates.migration_response import response_of_flow
from demografi.rates.mortality import Mortality, deaths_by_age
from demografi.rates.national_migration import national_migration, pattern_error

__all__ = ["Migration", "MigrationPaths", "fit_migration", "gross_totals"]

Array = NDArray[np.float64]

TURNOVER_YEARS = 5
"""Newest years behind the normal turnover; it has been rising for long."""
USUAL_TURNOVER_SHOCK = 0.08
"""Yearly shock of log turnover where too few years tell; median of the 44 northern ones."""
GROSS_YEARS = 20
"""Years of gross flows behind its persistence."""
MAX_SHARE = 0.9
"""No more than this share of a cohort leaves in one year."""
LOCAL_SHIFT = 2.0
"""How much more a municipality's age pattern shifts than the nation's, where people also move
within the country; chosen by the coverage of age groups (docs/decisions/018)."""
WIDEST_PATTERN = 0.3
"""Of the common error of an age group's arrivals: a few arrivals cannot change by more."""
WIDEST = 0.1
"""Net migration per head and year beyond this is an artefact of the t distribution."""


@dataclass(frozen=True)
class MigrationPaths:
    """Drawn levels relative to the normal ones.

    Attributes
    ----------
    arrivals, departures : array [draw, year, region]
        Factors on normal arrivals and on normal rates of leaving.
    activity : array [draw, year, region]
        The part of both factors that concerns all ages alike, the change of turnover; what the
        factors have beyond it falls on the ages by their response.
    arrival_pattern, departure_pattern : array [draw, region, age]
        Lasting factors by age that leave the totals as they are.
    """

    arrivals: Array = field(repr=False)
    departures: Array = field(repr=False)
    activity: Array = field(repr=False)
    arrival_pattern: Array = field(repr=False)
    departure_pattern: Array = field(repr=False)


@dataclass(frozen=True)
class Turnover:
    """Turnover per head: log AR(1) around a normal year.

    Attributes
    ----------
    level : array [region]
        Of a normal year.
    deviation : array [region]
        Log deviation of the last year.
    phi : float
        Share of a deviation left after a year.
    shock : array [region]
        Standard deviation of the yearly shock of the logarithm.
    """

    level: Array = field(repr=False)
    deviation: Array = field(repr=False)
    phi: float
    shock: Array = field(repr=False)


@dataclass(frozen=True)
class Migration:
    """Migration of each municipality.

    Attributes
    ----------
    arrivals : array [region, sex, age at end]
        Expected in-migrants of a normal year.
    leaving : array [region, sex, age at end]
        Rate of leaving of a normal year, per person-year.
    arrival_response, departure_response : array [region, age]
        How much an age changes when arrivals or departures of all ages change by one per cent
        while turnover does not.
    events : array [flow, region, sex, age at end]
        Expected arrivals and departures of a normal year at the jump-off population.
    net : NetOutlook
        Expected net migration per head of the jump-off population.
    turnover : Turnover
    uncertainty : NetUncertainty
    pattern_error : array [flow, region, group]
        Standard deviation of a lasting error of the logarithm of the events of each of
        :data:`.age_smoothing.AGE_GROUPS`, once common to all municipalities and once their own.
    profiles : AgeProfiles
        Where the ages come from.
    """

    arrivals: Array = field(repr=False)
    leaving: Array = field(repr=False)
    arrival_response: Array = field(repr=False)
    departure_response: Array = field(repr=False)
    events: Array = field(repr=False)
    net: NetOutlook = field(repr=False)
    turnover: Turnover = field(repr=False)
    uncertainty: NetUncertainty = field(repr=False)
    pattern_error: Array = field(repr=False)
    profiles: AgeProfiles = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)

    def _factors(self, net: Array, log_turnover: Array) -> tuple[Array, Array, Array]:
        """Factors on arrivals and departures with which the net comes out, and on turnover."""
        level = self.turnover.level
        activity = np.exp(log_turnover)
        normal = split_net(self.net.level, level)
        arrivals, departures = split_net(net, level * activity)
        return arrivals / normal[0], departures / normal[1], activity

    def expected_paths(self, horizon: int) -> MigrationPaths:
        """What is expected, as a single draw."""
        regions = len(self.arrivals)
        ahead = np.arange(1, horizon + 1)[:, None]
        fading = self.turnover.deviation * self.turnover.phi**ahead
        arrivals, departures, activity = self._factors(self.net.expected(horizon), fading)
        same = np.ones((1, regions, self.arrivals.shape[-1]))
        return MigrationPaths(arrivals[None], departures[None], activity[None], same, same)

    def draw_paths(self, horizon: int, draws: int, rng: np.random.Generator) -> MigrationPaths:
        """Draw joint paths of the levels of all municipalities."""
        regions = self.arrivals.shape[0]
        patterns = self._pattern(0, draws, rng), self._pattern(1, draws, rng)
        unsure, turnover = self.uncertainty, self.turnover
        lasting = unsure.common_lasting * rng.standard_normal((draws, 1))
        lasting = lasting + unsure.own_lasting * rng.standard_normal((draws, regions))
        common = np.zeros((draws, 1))
        own = np.zeros((draws, regions))
        activity = np.zeros((draws, regions))
        fading = turnover.deviation
        expected = self.net.expected(horizon)
        factors = np.empty((3, draws, horizon, regions))
        # Drawn year by year, so that a longer horizon adds years and changes none.
        for year in range(horizon):
            # A wild year is wild in both net and turnover.
            mixing = np.sqrt((unsure.degrees - 2) / rng.chisquare(unsure.degrees, (draws, regions)))
            shocks = rng.standard_normal((2, draws, regions)) * mixing
            common = COMMON_FADE * common
            common += unsure.common_shock * rng.standard_normal((draws, 1))
            own = OWN_FADE * own + unsure.own_shock * shocks[0]
            activity = turnover.phi * activity + turnover.shock * shocks[1]
            fading = turnover.phi * fading
            net = np.clip(expected[year] + common + own + lasting, -WIDEST, WIDEST)
            factors[:, :, year] = self._factors(net, np.clip(fading + activity, -1, 1))
        return MigrationPaths(
            arrivals=factors[0],
            departures=factors[1],
            activity=factors[2],
            arrival_pattern=patterns[0],
            departure_pattern=patterns[1],
        )

    def _pattern(self, flow: int, draws: int, rng: np.random.Generator) -> Array:
        """Draw how the true age profile differs from the fitted one, [draw, region, age]."""
        error = self.profiles.error[flow]
        own = np.hypot(error, self.pattern_error[flow])
        logs = rng.standard_normal((draws, *error.shape)) * own
        logs += rng.standard_normal((draws, 1, error.shape[1])) * self.pattern_error[flow]
        factors = np.exp(logs)
        events = _by_group(self.events[flow])
        factors *= (events.sum(axis=1) / np.einsum("drg,rg->dr", factors, events))[..., None]
        return np.repeat(factors, [high - low + 1 for low, high in AGE_GROUPS], axis=2)


def gross_totals(history: History) -> tuple[Array, Array]:
    """Arrivals and departures [year, region], completed where only the net is published.

    Turnover (the geometric mean of the two flows) comes from published flows by age, else from
    the five nearest years with totals; :func:`split_net` then makes the flows agree with the
    published net.

    Raises
    ------
    RequestError
        A municipality has no gross migration at all.
    """
    arrivals, departures = history.in_migration.copy(), history.out_migration.copy()
    population = np.full_like(history.totals, np.nan)
    population[1:] = history.totals[:-1]
    rate = np.sqrt(arrivals * departures) / population
    young = history.gross[..., : OLDEST_PUBLISHED + 1].sum(axis=(3, 4))
    for region, code in enumerate(history.regions):
        known = np.flatnonzero(np.isfinite(rate[:, region]))
        if not len(known):
            raise RequestError(
                "no_gross_migration",
                f"Region {code} has no in- and out-migration before {history.last_year + 1}.",
                "Add the components in_migration and out_migration to the dataset.",
                region=code,
                year=history.last_year,
            )
        missing = np.isfinite(history.net_migration[:, region]) & np.isnan(arrivals[:, region])
        for year in np.flatnonzero(missing):
            near = known[np.argsort(np.abs(known - year), kind="stable")[:TURNOVER_YEARS]]
            turnover = rate[near, region].mean() * population[year, region]
            if np.isfinite(young[year, region]).all():
                turnover = np.sqrt(young[year, region].prod())
            flows = split_net(history.net_migration[year, region], turnover)
            arrivals[year, region], departures[year, region] = flows
    return arrivals, departures


def fit_migration(history: History, mortality: Mortality, boys: float) -> Migration:
    """Fit levels, persistence, shocks and age profiles of migration.

    Parameters
    ----------
    history : History
        With the jump-off population split by sex, if that had to be done.
    mortality : Mortality
        Fitted on the same history.
    boys : float
        Share of boys among the newborn.
    """
    deaths = deaths_by_age(history, mortality)
    nation = national_migration(history.nation, mortality.nation)
    arrivals, departures = gross_totals(history)
    before = np.full_like(history.totals, np.nan)
    before[1:] = history.totals[:-1]
    rates = np.stack([arrivals, departures]) / before
    window = np.flatnonzero(complete(rates, (0, 2)))[-GROSS_YEARS:]
    calm = np.zeros_like(arrivals)
    calm[window] = robust_weights(rates[0, window] - rates[1, window])
    profiles = fit_age_profiles(
        history, deaths, (arrivals, departures), calm, boys=boys, nation=nation
    )
    diagnostics = list(profiles.diagnostics)

    people = history.totals[-1]
    turnover, note = _fit_turnover(np.sqrt(rates[0, window] * rates[1, window]), people)
    diagnostics.append(note)
    net = history.net_migration / before
    # Net migration has been published far longer than gross.
    published = complete(net, 1)
    net = net[published]
    shift, note = moving_on(net, (history.net_international / before)[published])
    diagnostics.append(note)
    ahead = outlook(net)
    ahead = replace(ahead, level=ahead.level + shift)
    unsure = learn_uncertainty(net, 2 * turnover.level / people)
    diagnostics.extend(unsure.diagnostics)

    normal = np.stack(split_net(ahead.level, turnover.level))
    cohorts = _aged(history.exposure_population[-1], history.births[-1], boys)
    share = profiles.leaving / (profiles.leaving * cohorts).sum(axis=(1, 2), keepdims=True)
    share = np.clip(share * (normal[1] * people)[:, None, None], 0, MAX_SHARE)
    # Who dies does not leave, and who arrives may die before the year ends.
    half = _cohort_hazard(mortality.rates(history.last_year + 1)) / 2
    leaving = -np.log1p(-share) * np.exp(half)
    leaving[..., 0] *= 2  # the engine exposes the newborn for half a year
    inward = profiles.arrivals * (normal[0] * people)[:, None, None]
    events = np.stack([inward, share * cohorts])
    responses = [response_of_flow(profiles.response, flow) for flow in events]
    return Migration(
        arrivals=inward * np.exp(-half),
        leaving=leaving,
        arrival_response=responses[0],
        departure_response=responses[1],
        events=events,
        net=ahead,
        turnover=turnover,
        uncertainty=unsure,
        pattern_error=_pattern_error(history, mortality, cohorts, events),
        profiles=profiles,
        diagnostics=tuple(diagnostics),
    )


def _pattern_error(history: History, mortality: Mortality, cohorts: Array, events: Array) -> Array:
    """Shifts of the nation's age pattern [flow, region, group], relative to a region's events.

    Half of the variance of a group's net falls on either flow.
    """
    shift = pattern_error(history.nation, mortality.nation) * _by_group(cohorts)
    shift *= LOCAL_SHIFT / np.sqrt(2)
    relative = [shift / np.maximum(_by_group(flow), 1e-9) for flow in events]
    error: Array = np.minimum(np.stack(relative), WIDEST_PATTERN)
    return error


def _by_group(cells: Array) -> Array:
    """Sum [region, sex, age] to [region, group]."""
    return np.stack([cells[..., low : high + 1].sum(axis=(1, 2)) for low, high in AGE_GROUPS], 1)


def _cohort_hazard(rates: Array) -> Array:
    """Yearly hazard of death by age at the end of the year."""
    hazard = rates.copy()
    hazard[..., 1:-1] = (rates[..., 1:-1] + rates[..., :-2]) / 2
    return hazard


def _fit_turnover(rate: Array, people: Array) -> tuple[Turnover, Diagnostic]:
    """Normal turnover and its persistence from rates [year, region], newest last."""
    logs = np.log(np.maximum(rate, 1e-6))
    level = logs[-TURNOVER_YEARS:].mean(axis=0)
    phi, note = persistence(logs - logs.mean(axis=0), "migration: persistence of turnover")
    deviation = logs - level
    shocks = deviation[1:] - phi * deviation[:-1]
    # The counts' own chance is drawn by the engine.
    variance = np.full(len(level), USUAL_TURNOVER_SHOCK**2)
    if len(shocks) > 1:
        variance = shocks.var(axis=0) - 1 / (2 * np.exp(level) * people)
    variance = (variance + np.median(variance)) / 2
    return (
        Turnover(
            level=np.exp(level),
            deviation=deviation[-1],
            phi=phi,
            shock=np.sqrt(np.maximum(variance, 1e-4)),
        ),
        note,
    )


def _aged(population: Array, births: Array, boys: float) -> Array:
    """Persons [region, sex, age at end] exposed in the first projected year."""
    aged = np.empty_like(population)
    aged[..., 1:] = population[..., :-1]
    aged[..., -1] += population[..., -1]
    aged[..., 0] = births[:, None] * np.array([1 - boys, boys])
    return aged
