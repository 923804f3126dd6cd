r"""One year of the cohort-component method on arrays [draw, region, sex, age].

Everyone grows a year older and is exposed to two competing risks, death (hazard :math:`m`) and
out-migration (:math:`e`). Of :math:`B` persons :math:`B e^{-(m+e)}` survive and stay, the
others die or leave in the proportion :math:`m : e`, and :math:`B(1-e^{-(m+e)})/(m+e)`
person-years are lived, which tends to :math:`B` as the hazards vanish. In-migrants are added at
the end of the year: flows are counted by age at the end of the year, and the few who die in
the year they arrive are among the deaths of next year. Newborn are exposed for half a year.

With chance, whole persons are drawn; without it, the step returns expectations. Every cell and
every region takes the same amount of chance every year, whatever the rates are.

References
----------
Sveriges framtida befolkning 2012–2060, SCB, chapter on the projection model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from demografi.projection.chance import Chance, Luck, draw_counts
from demografi.rates.history import MOTHER_AGES

__all__ = ["Step", "YearRates", "advance", "person_years"]

Cells = NDArray[np.float32]

_NO_HAZARD = np.float32(1e-30)
"""Added to hazards before dividing by them; far below any rate."""


@dataclass(frozen=True)
class YearRates:
    """What happens in one year. Axes of size 1 are shared by all draws or regions.

    Attributes
    ----------
    mortality : array [draw, region, sex, age]
        Death rate by age at death, per person-year.
    out_migration : array [draw, region, sex, age]
        Rate of leaving by age at the end of the year, per person-year.
    in_migration : array [draw, region, sex, age]
        Expected number of arrivals by age at the end of the year.
    fertility : array [draw, region, age 15–49]
        Births per woman-year by age at the end of the year.
    boys : float
        Share of boys among the newborn.
    """

    mortality: Cells = field(repr=False)
    out_migration: Cells = field(repr=False)
    in_migration: Cells = field(repr=False)
    fertility: Cells = field(repr=False)
    boys: float


@dataclass(frozen=True)
class Step:
    """Outcome of one year.

    Attributes
    ----------
    population : array [draw, region, sex, age]
        Persons at the end of the year.
    exits : array [draw, region, sex, age]
        Deaths and out-migrants together, by age at the start of the year.
    infant_exits : array [draw, region, sex]
        The same among those born during the year.
    newborn : array [draw, region, sex]
        Births by sex.
    arrivals : array [draw, region, sex, age]
        In-migrants by age at the end of the year.
    births, deaths, in_migration, out_migration : array [draw, region]
        Totals; opening + births − deaths + in − out = closing.
    """

    population: Cells = field(repr=False)
    exits: Cells = field(repr=False)
    infant_exits: Cells = field(repr=False)
    newborn: Cells = field(repr=False)
    arrivals: Cells = field(repr=False)
    births: Cells = field(repr=False)
    deaths: Cells = field(repr=False)
    in_migration: Cells = field(repr=False)
    out_migration: Cells = field(repr=False)


def person_years(persons: Cells, hazard: Cells) -> Cells:
    """Person-years lived by persons exposed for a year, B (1 − exp(−h)) / h.

    >>> import numpy as np
    >>> person_years(np.float32([10, 10]), np.float32([0, 0.5])).round(2).tolist()
    [10.0, 7.869999885559082]
    """
    lived: Cells = np.where(
        hazard > 0, persons * -np.expm1(-hazard) / np.where(hazard > 0, hazard, 1), persons
    ).astype(np.float32)
    return lived


def _spread(cells: Cells, shape: tuple[int, ...]) -> Cells:
    """Give every draw or region what they share, where they share anything."""
    return cells if cells.shape == shape else np.broadcast_to(cells, shape)


def _in_a_row(cells: Cells) -> Cells:
    """All cells of a draw in a row: a pass along them is twice as fast as one per row of ages."""
    return cells.reshape(len(cells), -1)


def _log_staying(rates: YearRates, regions: int) -> tuple[Cells, Cells]:
    """Minus the hazards of death and of any exit, by age at the start of the year.

    A cohort spends half the year at each of two ages; the open group stays where it is.
    """
    shape = (regions, *rates.mortality.shape[2:])
    mortality = _spread(rates.mortality, (len(rates.mortality), *shape))
    leaving = _spread(rates.out_migration, (len(rates.out_migration), *shape))
    # Past the last age of each row these passes leave nonsense, but numbers; it is overwritten.
    death = np.empty(mortality.shape, np.float32)
    row, sums = _in_a_row(mortality), _in_a_row(death)
    np.add(row[:, :-1], row[:, 1:], out=sums[:, :-1])
    sums[:, -1] = 0
    death *= np.float32(-0.5)
    np.negative(mortality[..., -1], out=death[..., -1])
    staying = np.empty((max(len(death), len(leaving)), *shape), np.float32)
    np.subtract(sums[:, :-1], _in_a_row(leaving)[:, 1:], out=_in_a_row(staying)[:, :-1])
    np.subtract(death[..., -1], leaving[..., -1], out=staying[..., -1])
    return death, staying


def _death_share(death: Cells, staying: Cells) -> Cells:
    """Share of exits that are deaths; where nothing happens it does not matter."""
    share = staying - _NO_HAZARD
    np.divide(death, share, out=share)
    return share


def _grow_older(stayers: Cells, arrivals: Cells, out: Cells) -> None:
    """Age everybody by a year and add arrivals; age 0 is left for the caller to fill."""
    older = _in_a_row(out)[:, 1:]
    np.add(_in_a_row(stayers)[:, :-1], _in_a_row(arrivals)[:, 1:], out=older)
    out[..., -1] += stayers[..., -1]


def _exits(persons: Cells, staying: Cells, luck: Luck | None) -> Cells:
    """Who dies or leaves among persons, with the logarithm of the chance of staying."""
    risk = np.expm1(staying)
    np.negative(risk, out=risk)
    mean = persons * risk
    if luck is None:
        return mean
    np.subtract(1, risk, out=risk)
    variance = np.multiply(mean, risk, out=risk if risk.shape == mean.shape else None)
    return draw_counts(mean, variance, luck, most=persons)


def _by_place(cells: Cells) -> Cells:
    """All cells of a draw's region in a row."""
    return cells.reshape(*cells.shape[:2], -1)


def _by_region(cells: Cells) -> Cells:
    """Sum [draw, region, …] to [draw, region] in one contiguous pass."""
    summed: Cells = np.einsum("dri->dr", _by_place(cells))
    return summed


def _products_by_region(left: Cells, right: Cells) -> Cells:
    """Sum products [draw, region, …] to [draw, region] without keeping them."""
    summed: Cells = np.vecdot(_by_place(left), _by_place(right))
    return summed


def _deaths_among(
    exits: tuple[Cells, Cells], shares: tuple[Cells, Cells], most: Cells, luck: Luck | None
) -> Cells:
    """Deaths [draw, region] among exits of all ages and among infants' exits.

    Each exit is a death with its cell's probability. Only the sum per region is kept, and a sum
    of many independent draws is normal.
    """
    (older, infants), (older_share, infant_share) = exits, shares
    mean = _products_by_region(older, older_share) + _products_by_region(infants, infant_share)
    if luck is None:
        return mean
    variance = mean - _products_by_region(older * older_share, older_share)
    variance -= _products_by_region(infants * infant_share, infant_share)
    deaths: Cells = mean + np.sqrt(np.maximum(variance, 0)) * luck.normal[..., 0]
    np.rint(deaths, out=deaths)
    np.maximum(deaths, 0, out=deaths)
    np.minimum(deaths, most, out=deaths)
    return deaths


def _newborn(expected: Cells, boys: float, lucks: Mapping[str, Luck]) -> Cells:
    """Births by sex [draw, region, sex] from their expected number [draw, region]."""
    if not lucks:
        share = np.array([1 - boys, boys], np.float32)
        return expected[..., None] * share
    births = draw_counts(expected, expected, lucks["births"])
    mean = births * np.float32(boys)
    sons = draw_counts(mean, mean * np.float32(1 - boys), lucks["boys"], most=births)
    newborn = np.empty((*births.shape, 2), np.float32)
    np.subtract(births, sons, out=newborn[..., 0])
    newborn[..., 1] = sons
    return newborn


_SMALL = {"births": slice(0, 1), "boys": slice(1, 2), "infants": slice(2, 4), "deaths": slice(4, 5)}
"""Chance per region beside that of its cells."""


def _lucks(chance: Chance | np.random.Generator, shape: tuple[int, ...]) -> dict[str, Luck]:
    """Chance of a year by what it decides."""
    draws, regions, sexes, ages = shape
    if isinstance(chance, np.random.Generator):
        chance = Chance.spawn(chance, regions)
    exits, arrivals, rest = chance.draw(draws, (sexes * ages, sexes * ages, 5))
    small = {name: rest.of(at) for name, at in _SMALL.items()}
    return {"exits": exits, "arrivals": arrivals, **small}


def advance(
    population: Cells,
    rates: YearRates,
    chance: Chance | np.random.Generator | None = None,
    out: Cells | None = None,
) -> Step:
    """Take a population one year forward.

    Parameters
    ----------
    population : float32 array [draw, region, sex, age]
        Persons at the start of the year.
    rates : YearRates
        Hazards, arrivals and fertility of the year.
    chance : Chance or Generator, optional
        The regions' chance; a generator makes streams for this year alone. Without it every
        number is an expectation.
    out : float32 array [draw, region, sex, age], optional
        Where the population at the end of the year is put; contiguous but for its first axis.

    Returns
    -------
    Step
        The population a year later and what happened in between.
    """
    closing = np.empty(population.shape, np.float32) if out is None else out
    lucks = {} if chance is None else _lucks(chance, population.shape)
    death, staying = _log_staying(rates, population.shape[1])
    exits = _exits(population, staying, lucks.get("exits"))
    share = _death_share(death, staying)

    arrivals = _spread(rates.in_migration, population.shape)
    if lucks:
        arrivals = draw_counts(arrivals, arrivals, lucks["arrivals"])
    _grow_older(population - exits, arrivals, out=closing)

    low, high = MOTHER_AGES
    women = population[:, :, 0, low - 1 : high] + closing[:, :, 0, low : high + 1]
    expected = np.einsum("dra,dra->dr", women, _spread(rates.fertility, women.shape))
    expected *= np.float32(0.5)
    newborn = _newborn(expected, rates.boys, lucks)
    infant_death = np.float32(-0.5) * rates.mortality[..., 0]
    infant_staying = infant_death - np.float32(0.5) * rates.out_migration[..., 0]
    infant_exits = _exits(newborn, infant_staying, lucks.get("infants"))
    infant_share = _death_share(infant_death, infant_staying)
    np.subtract(newborn, infant_exits, out=closing[..., 0])
    closing[..., 0] += arrivals[..., 0]

    gone = _by_region(exits) + _by_region(infant_exits)
    shares = share, infant_share
    deaths = _deaths_among((exits, infant_exits), shares, gone, lucks.get("deaths"))
    return Step(
        population=closing,
        exits=exits,
        infant_exits=infant_exits,
        newborn=newborn,
        arrivals=arrivals,
        births=_by_region(newborn),
        deaths=deaths,
        in_migration=_by_region(arrivals),
        out_migration=gone - deaths,
    )
