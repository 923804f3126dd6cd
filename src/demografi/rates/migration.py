r"""Migration levels: arrivals as counts, departures as rates, both AR(1) around a robust mean.

Let :math:`i_t = \log(I_t / P_{t-1})` and :math:`o_t` likewise for departures. Each is its
municipality's mean plus a deviation that follows :math:`d_t = \varphi d_{t-1} + \varepsilon_t`
with :math:`\varphi` common to all. The means are taken with weights that are half a five-year
and half a twenty-year mean – the rule that predicted net migration best – times Huber weights
on net migration, so that a shock (asylum 2015–16, war refugees 2022–24, a factory built and
closed) moves the level little. It is not ignored either: the last deviation fades by φ a year.

The shocks :math:`\varepsilon` of arrivals and departures are correlated, partly common to all
municipalities, fat-tailed, and larger than the counts' own chance, which the engine adds.

Past net migration foretells less than it seems. How much of a net level to believe is learnt at
earlier origins (net migration is published from 1968): the unsteadier a municipality, the closer
its level is drawn to no net migration (:func:`reliability`). How far the rule still missed sets
a lasting error per trajectory.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.rates.age_smoothing import AGE_GROUPS
from demografi.rates.diagnostics import Diagnostic
from demografi.rates.history import History, complete
from demografi.rates.migration_ages import (
    OLDEST_PUBLISHED,
    AgeProfiles,
    fit_age_profiles,
    split_net,
)
from demografi.rates.migration_levels import (
    LONG,
    SHORT,
    learn_from_misses,
    level_weights,
    persistence,
    reliability,
    robust_weights,
)

__all__ = ["Migration", "MigrationPaths", "fit_migration", "gross_totals"]

Array = NDArray[np.float64]

POOLING_YEARS = 10
"""Weight, in years, of the common shock variance when a municipality's own is estimated."""
MAX_SHARE = 0.9
"""No more than this share of a cohort leaves in one year."""


@dataclass(frozen=True)
class MigrationPaths:
    """Drawn levels relative to the fitted ones.

    Attributes
    ----------
    arrivals, departures : array [draw, year, region]
        Factors on expected arrivals and on rates of leaving.
    arrival_pattern, departure_pattern : array [draw, region, age]
        Lasting factors by age that leave the totals as they are.
    """

    arrivals: Array = field(repr=False)
    departures: Array = field(repr=False)
    arrival_pattern: Array = field(repr=False)
    departure_pattern: Array = field(repr=False)


@dataclass(frozen=True)
class Migration:
    """Migration of each municipality.

    Attributes
    ----------
    arrivals : array [region, sex, age at end]
        Expected in-migrants of a normal year.
    leaving : array [region, sex, age at end]
        Rate of leaving of a normal year, per person-year.
    events : array [flow, region, sex, age at end]
        Expected arrivals and departures of a normal year at the jump-off population.
    deviation : array [flow, region]
        Log deviation from normal in the jump-off year (arrivals, departures).
    phi : array [flow]
        Share of a deviation left after a year.
    shock : array [region, flow, flow]
        Cholesky factors of the yearly shocks' covariance.
    common : float
        Share of the shocks' variance that all municipalities have in common.
    degrees : float
        Degrees of freedom of the shocks' t distribution.
    lasting : array [flow, region]
        Standard deviation of the lasting error of log levels; opposite for the two flows.
    profiles : AgeProfiles
        Where the ages come from.
    """

    arrivals: Array = field(repr=False)
    leaving: Array = field(repr=False)
    events: Array = field(repr=False)
    deviation: Array = field(repr=False)
    phi: Array
    shock: Array = field(repr=False)
    common: float
    degrees: float
    lasting: Array = field(repr=False)
    profiles: AgeProfiles = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)

    def draw_paths(self, horizon: int, draws: int, rng: np.random.Generator) -> MigrationPaths:
        """Draw joint paths of the levels of all municipalities."""
        regions = self.arrivals.shape[0]
        patterns = self._pattern(0, draws, rng), self._pattern(1, draws, rng)
        lasting = rng.standard_normal((draws, regions))[..., None] * self.lasting.T
        variance = np.einsum("rij,rij->ri", self.shock, self.shock)
        state = np.zeros((draws, regions, 2))
        spread = np.zeros((regions, 2))
        logs = np.empty((horizon, draws, regions, 2))
        fading = self.deviation.T
        # Drawn year by year, so that a longer horizon adds years and changes none.
        for year in range(horizon):
            shocks = np.sqrt(1 - self.common) * rng.standard_normal((draws, regions, 2))
            shocks += np.sqrt(self.common) * rng.standard_normal((draws, 1, 2))
            # One mixing variable per place and year: a wild year is wild in both directions.
            mixing = rng.chisquare(self.degrees, (draws, regions, 1)) / (self.degrees - 2)
            shocks /= np.sqrt(mixing)
            state = self.phi * state + np.einsum("rij,drj->dri", self.shock, shocks)
            spread = self.phi**2 * spread + variance
            fading = self.phi * fading
            # Half the variance keeps the mean of the exponential where the level is.
            logs[year] = state + fading + lasting - (spread + self.lasting.T**2) / 2
        # Single trajectories beyond a factor of e are artefacts of the t distribution.
        factors = np.moveaxis(np.exp(np.clip(logs, -1.0, 1.0)), 0, 1)
        return MigrationPaths(
            arrivals=factors[..., 0],
            departures=factors[..., 1],
            arrival_pattern=patterns[0],
            departure_pattern=patterns[1],
        )

    def _pattern(self, flow: int, draws: int, rng: np.random.Generator) -> Array:
        """Draw how the true age profile differs from the fitted one, [draw, region, age]."""
        error = self.profiles.error[flow]
        factors = np.exp(rng.standard_normal((draws, *error.shape)) * error)
        ages = [slice(low, high + 1) for low, high in AGE_GROUPS]
        events = np.stack([self.events[flow][..., at].sum(axis=(1, 2)) for at in ages], axis=1)
        factors *= (events.sum(axis=1) / np.einsum("drg,rg->dr", factors, events))[..., None]
        return np.repeat(factors, [at.stop - at.start for at in ages], axis=2)


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
            near = known[np.argsort(np.abs(known - year), kind="stable")[:SHORT]]
            turnover = rate[near, region].mean() * population[year, region]
            if np.isfinite(young[year, region]).all():
                turnover = np.sqrt(young[year, region].prod())
            flows = split_net(history.net_migration[year, region], turnover)
            arrivals[year, region], departures[year, region] = flows
    return arrivals, departures


def fit_migration(history: History, deaths: Array, boys: float) -> Migration:
    """Fit levels, persistence, shocks and age profiles of migration.

    Parameters
    ----------
    history : History
        With the jump-off population split by sex, if that had to be done.
    deaths : array [year, region, sex, age]
        Published, or estimated in years without ages.
    boys : float
        Share of boys among the newborn.
    """
    arrivals, departures = gross_totals(history)
    before = np.full_like(history.totals, np.nan)
    before[1:] = history.totals[:-1]
    rates = np.stack([arrivals, departures]) / before
    usable = complete(rates, (0, 2))
    window = np.flatnonzero(usable)[-LONG:]
    rates = rates[:, window]
    calm = np.zeros_like(arrivals)
    calm[window] = robust_weights(rates[0] - rates[1])
    profiles = fit_age_profiles(history, deaths, (arrivals, departures), calm, boys)
    weights = level_weights(rates[0] - rates[1])
    level = (weights * rates).sum(axis=1)
    deviation = np.log(np.maximum(rates, 1e-6) / level[:, None])

    diagnostics = list(profiles.diagnostics)
    phi = np.empty(2)
    for flow, label in enumerate(("arrivals", "departures")):
        phi[flow], note = persistence(deviation[flow], f"migration: persistence of {label}")
        diagnostics.append(note)
    shocks = deviation[:, 1:] - phi[:, None, None] * deviation[:, :-1]
    people = history.totals[-1]
    shock, common, degrees = _shock_structure(shocks, level * people)
    diagnostics.append(
        Diagnostic(
            "migration: shocks",
            converged=True,
            note=f"common share {common:.2f}, t with {degrees:.1f} degrees of freedom",
        )
    )
    net = history.net_migration / before
    # Net migration has been published far longer than gross.
    net = net[complete(net, 1)]
    gradient = level.T * np.array([1, -1])  # net per head of one log unit of either flow
    yearly = np.einsum("ri,rij->rj", gradient, shock)
    chance = (yearly**2).sum(axis=1) + level.sum(axis=0) / people
    doubt, extra, note = learn_from_misses(net, chance, float(phi.mean()))
    diagnostics.append(note)
    # Both flows give half of what the net level loses, so that turnover stays.
    surplus = (level[0] - level[1]) * (1 - reliability(net, doubt)) / 2
    level = level + np.stack([-surplus, surplus])
    deviation = np.log(np.maximum(rates, 1e-6) / level[:, None])

    cohorts = _aged(history.exposure_population[-1], history.births[-1], boys)
    share = profiles.leaving / (profiles.leaving * cohorts).sum(axis=(1, 2), keepdims=True)
    share = np.clip(share * (level[1] * people)[:, None, None], 0, MAX_SHARE)
    leaving = -np.log1p(-share)
    leaving[..., 0] *= 2  # the engine exposes the newborn for half a year
    inward = profiles.arrivals * (level[0] * people)[:, None, None]
    return Migration(
        arrivals=inward,
        leaving=leaving,
        events=np.stack([inward, share * cohorts]),
        deviation=deviation[:, -1],
        phi=phi,
        shock=shock,
        common=common,
        degrees=degrees,
        lasting=np.array([[0.5], [-0.5]]) * extra / level,
        profiles=profiles,
        diagnostics=tuple(diagnostics),
    )


def _aged(population: Array, births: Array, boys: float) -> Array:
    """Persons [region, sex, age at end] exposed in the first projected year."""
    aged = np.empty_like(population)
    aged[..., 1:] = population[..., :-1]
    aged[..., -1] += population[..., -1]
    aged[..., 0] = births[:, None] * np.array([1 - boys, boys])
    return aged


def _shock_structure(shocks: Array, events: Array) -> tuple[Array, float, float]:
    """Cholesky factors [region, flow, flow], common share and degrees of freedom of shocks.

    ``shocks`` [flow, year, region] are of log levels; the Poisson variance of the counts,
    1/``events`` [flow, region], is taken out because the engine adds it.
    """
    years = shocks.shape[1]
    covariance = np.einsum("itr,jtr->rij", shocks, shocks) / (years - 1)
    covariance -= np.einsum("ir,ij->rij", 1 / events, np.eye(2))
    pooled = np.median(covariance, axis=0)
    covariance = (years * covariance + POOLING_YEARS * pooled) / (years + POOLING_YEARS)
    values, vectors = np.linalg.eigh(covariance)
    values = np.maximum(values, 1e-5)
    covariance = np.einsum("rik,rk,rjk->rij", vectors, values, vectors)
    standard = (shocks[0] - shocks[0].mean(axis=0)) / shocks[0].std(axis=0)
    together = np.corrcoef(standard.T)
    off_diagonal = together[~np.eye(len(together), dtype=bool)]
    common = float(np.clip(off_diagonal.mean(), 0, 0.9)) if off_diagonal.size else 0.0
    excess = float((standard**4).mean() - 3)
    degrees = float(np.clip(4 + 6 / max(excess, 0.2), 4.5, 30))
    return np.linalg.cholesky(covariance), common, degrees
