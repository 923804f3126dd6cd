"""The nation's net migration by age: which ages a wave of refugees has filled, and how far.

The few years with ages behind a municipality's profile may all lie in such a wave: in 2016 and
2017 the nation's 16-18-year-olds grew by 3 % a year through migration, three times what is normal.
What is above normal in the nation is therefore taken out of a municipality's net flows, in
proportion to its own population, before its profile is estimated.

Minors who came alone were not placed in proportion to population: small places housed many times
their share. At 13-17 others move but with their parents, normally as in the nation; so what a place
has had beyond that in the years known tells how many times its share it received.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from demografi.rates.age_smoothing import AGE_GROUPS
from demografi.rates.history import FIRST_YEAR, Nation, complete
from demografi.rates.migration_levels import robust_level
from demografi.rates.mortality import LeeCarter

__all__ = ["NationalMigration", "national_migration", "pattern_error", "waves"]

Array = NDArray[np.float64]

NORMAL_YEARS = 30
"""Newest years that tell what is normal."""
PATTERN_YEARS = 40
"""Newest years that tell how the pattern by age shifts."""
SPAN = 5
"""Years of the means whose shifts are measured."""
USUAL_SHIFT = (0.0009, 0.0008, 0.0015, 0.0014, 0.0008, 0.0003, 0.0002, 0.0003, 0.0002)
"""Shift of each group's pattern where the nation is not known for long enough to tell: what it has
been in the nation since 1968."""
MINORS = (13, 17)
"""Ages of those who come without parents, and move on when they come of age."""
WAVE_YEARS = 10
"""Newest years that tell how many times its share of them a place received."""
PRIOR_MINORS = 3
"""Persons with which its share weighs."""
MOST_TIMES = 10
"""Beyond it there was next to nothing to receive a share of."""
OLDEST = 89
"""Above it the difference of two large numbers says nothing of migration."""


@dataclass(frozen=True)
class NationalMigration:
    """The nation's net migration per person, of the cohort at the start of the year.

    Attributes
    ----------
    normal : array [sex, age at end]
        In a normal year.
    surplus : array [year, sex, age at end]
        Above normal; 0 in years in which it is unknown.
    """

    normal: Array = field(repr=False)
    surplus: Array = field(repr=False)


def national_migration(nation: Nation, mortality: LeeCarter) -> NationalMigration:
    """Part the nation's net migration by age into what is normal and what is beyond.

    Parameters
    ----------
    nation : Nation
        Population and deaths; deaths not yet known by age are taken from ``mortality``.
    mortality : LeeCarter
        Fitted national mortality.
    """
    rate = _net_rates(nation, mortality)
    surplus, normal = np.zeros_like(rate), np.zeros(rate.shape[1:])
    known = np.flatnonzero(complete(rate, (1, 2)))[-NORMAL_YEARS:]
    if len(known):
        flat = rate[known].reshape(len(known), -1)
        normal = robust_level(flat).reshape(rate.shape[1:])
        surplus[known] = rate[known] - normal
    return NationalMigration(normal, surplus)


def waves(net: Array, cohorts: Array, nation: NationalMigration) -> Array:
    """Net migration of places that waves of refugees brought.

    Parameters
    ----------
    net, cohorts : array [year, region, sex, age at end]
        Net migration, NaN where unknown, and persons at the start of the year.
    nation : NationalMigration
        Of the same years.

    Returns
    -------
    array [year, region, sex, age at end]
        The nation's surplus on the place's own population; at the ages of :data:`MINORS`, in years
        above normal, as many times that as the newest :data:`WAVE_YEARS` with ages tell, not less
        than nothing.
    """
    wave = nation.surplus[:, None] * cohorts
    minors = slice(MINORS[0], MINORS[1] + 1)
    years = np.flatnonzero(complete(net, (1, 2, 3)))[-WAVE_YEARS:]
    normal = nation.normal[:, minors] * cohorts[years][..., minors]
    beyond = (net[years][..., minors] - normal).sum(axis=(0, 2, 3))
    # Who received many times their share of a wave does not lack as much in years below normal.
    full = nation.surplus[..., minors].sum(axis=(1, 2)) > 0
    share = wave[years][..., minors].sum(axis=(2, 3))
    above, below = share[full[years]].sum(axis=0), share[~full[years]].sum(axis=0)
    times = np.clip((beyond - below + PRIOR_MINORS) / (above + PRIOR_MINORS), 0, MOST_TIMES)
    wave[..., minors] *= np.where(full[:, None], times, 1.0)[..., None, None]
    return wave


def _net_rates(nation: Nation, mortality: LeeCarter) -> Array:
    """Net migration per person [year, sex, age at end]: what a cohort gains beside its deaths."""
    people = nation.population
    mean = np.full_like(people, np.nan)
    mean[1:] = (people[:-1] + people[1:]) / 2
    deaths = nation.deaths.copy()
    for at in np.flatnonzero(~complete(deaths, (1, 2))):
        deaths[at] = mean[at] * np.exp(mortality.expected_log_rates(int(at) + FIRST_YEAR))
    # A cohort's deaths are half of those at the age it had and half of those it reaches.
    lost = (deaths[1:, :, 1:] + deaths[1:, :, :-1]) / 2
    rate = np.full_like(people, np.nan)
    rate[1:, :, 1:] = (people[1:, :, 1:] + lost) / people[:-1, :, :-1] - 1
    rate[:, :, 0] = rate[:, :, 1] / 2  # exposed for half a year
    rate[:, :, OLDEST + 1 :] = 0
    return rate


def pattern_error(nation: Nation, mortality: LeeCarter) -> Array:
    """How far the nation's age pattern of net migration shifts, beside its level.

    Returns
    -------
    array [group]
        Root mean square, per person and year, of the difference between successive five-year
        means of what an age group's net migration has beyond its part in the total;
        :data:`USUAL_SHIFT` when the nation is not known for long enough.
    """
    rate = _net_rates(nation, mortality)
    at = np.flatnonzero(complete(rate, (1, 2)))[-PATTERN_YEARS:]
    if len(at) < 3 * SPAN:
        return np.array(USUAL_SHIFT)
    groups = [slice(low, high + 1) for low, high in AGE_GROUPS]
    people = nation.population[at]
    persons = np.stack([people[..., ages].sum(axis=(1, 2)) for ages in groups], axis=1)
    net = np.stack([(rate[at] * people)[..., ages].sum(axis=(1, 2)) for ages in groups], axis=1)
    total = net.sum(axis=1)
    departure = total - total.mean()
    slope = ((net - net.mean(axis=0)) * departure[:, None]).sum(axis=0) / (departure**2).sum()
    beside = (net - slope * total[:, None]) / persons
    means = np.stack([beside[start : start + SPAN].mean(axis=0) for start in range(len(at) - SPAN)])
    shift: Array = np.sqrt(((means[SPAN:] - means[:-SPAN]) ** 2).mean(axis=0))
    return shift
