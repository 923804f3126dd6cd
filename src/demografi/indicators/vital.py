"""Fertility and life expectancy of a place, from births and deaths by age.

Events of several years are added up before rates are taken; the year of such a value is the
last of its window.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.indicators.formulas import mean_population, ratio, total_fertility_rate
from demografi.indicators.life_table import life_expectancy, local_rates
from demografi.regions import NATION
from demografi.series import (
    EventArrays,
    age_arrays,
    component_series,
    event_arrays,
    join_labels,
    source_labels,
)

__all__ = ["SERIES", "WINDOW", "RateSeries", "exposures"]

WINDOW = 5
"""Years added up for small populations."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RateSeries:
    """Values by year, the tables each comes from, and how they came about."""

    years: NDArray[np.int64]
    values: Floats
    source: NDArray[np.object_]
    basis: str


_EMPTY = RateSeries(np.empty(0, np.int64), np.empty(0, float), np.empty(0, object), "computed")


@dataclass(frozen=True)
class _Exposed:
    """Mean population: years, values [year, sex, age], and whether summed over parts."""

    years: NDArray[np.int64]
    values: Floats
    summed: NDArray[np.bool_]


def exposures(dataset: Dataset, code: str, *, by_cohort: bool = False) -> _Exposed:
    """Mean population by year, sex (women, men) and age, for years with both ends known."""
    ages = age_arrays(dataset, code)
    split = ~np.isnan(ages.values[:, :2]).any(axis=(1, 2))
    years, values = ages.years[split], ages.values[split, :2]
    summed = (ages.basis == "sum")[split]
    ends = np.flatnonzero(np.isin(years - 1, years))
    mean = mean_population(values[ends - 1], values[ends], by_cohort=by_cohort)
    return _Exposed(years[ends], mean, summed[ends] | summed[ends - 1])


def _window_sums(
    years: NDArray[np.int64], values: Floats, length: int
) -> tuple[NDArray[np.int64], Floats]:
    """Sums over runs of ``length`` successive years, by last year; axis 0 is the year."""
    if len(years) < length:
        return years[:0], values[:0]
    running = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
    sums = running[length:] - running[:-length]
    unbroken = years[length - 1 :] - years[: len(years) - length + 1] == length - 1
    return years[length - 1 :][unbroken], sums[unbroken]


def _joined(
    events: EventArrays, exposed: _Exposed, length: int
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Window sums of events and person-years over the years both have."""
    common = np.intersect1d(events.years, exposed.years)
    counts = events.values[np.searchsorted(events.years, common)]
    lived = exposed.values[np.searchsorted(exposed.years, common)]
    years, summed = _window_sums(common, np.stack([counts, lived], axis=1), length)
    return years, summed[:, 0], summed[:, 1]


def _sources(
    dataset: Dataset, years: NDArray[np.int64], length: int, *tables: str
) -> NDArray[np.object_]:
    """Tables behind the values of windows that end in ``years``, with the opening stock."""
    named = []
    for last in map(int, years):
        window = range(last - length, last + 1)
        parts = [source_labels(dataset, table, window).values() for table in tables]
        named.append(join_labels(label for part in parts for label in part))
    return np.array(named, dtype=object)


def _by_cohort(dataset: Dataset, code: str) -> bool:
    """Tell whether women are followed by cohort: see ``docs/decisions/020-indicators.md``.

    SCB's municipal rates (TAB4805), which ours stand beside, are by cohort; figures of counties
    and the nation are taken over the mean population by age.
    """
    return dataset.regions.place(code).level == "municipality"


def _fertility(dataset: Dataset, code: str, length: int) -> RateSeries:
    births = event_arrays(dataset, "births", code)
    women = exposures(dataset, code, by_cohort=_by_cohort(dataset, code))
    years, born, lived = _joined(births, women, length)
    if not len(years):
        return _EMPTY
    values = total_fertility_rate(born.sum(axis=1), lived[:, 0])
    source = _sources(dataset, years, length, "births", "population")
    return RateSeries(years, values, source, "computed")


def _fertility_published_mean(dataset: Dataset, code: str) -> RateSeries:
    """Mean of five published years, where all five are published."""
    frame = dataset.rows("indicators_published", code)
    frame = frame[frame["indicator"] == "total_fertility_rate"].sort_values("year")
    years, sums = _window_sums(
        frame["year"].to_numpy(np.int64), frame["value"].to_numpy(float), WINDOW
    )
    source = np.full(len(years), "SCB TAB4805", dtype=object)
    return RateSeries(years, sums / WINDOW, source, "computed")


def _fertility_indirect(dataset: Dataset, code: str) -> RateSeries:
    """National fertility times births over the births national rates would give.

    Indirect standardisation: needs only the number of births and women by age.
    """
    national = event_arrays(dataset, "births", NATION)
    by_cohort = _by_cohort(dataset, code)
    women = exposures(dataset, NATION, by_cohort=by_cohort)
    local = exposures(dataset, code, by_cohort=by_cohort)
    frame = component_series(dataset, code)
    frame = frame[frame["component"] == "births"]
    own = frame["year"].to_numpy(np.int64)
    common = np.intersect1d(np.intersect1d(national.years, women.years), local.years)
    common = np.intersect1d(common, own)
    born = national.values[np.searchsorted(national.years, common)].sum(axis=1)
    exposed = women.values[np.searchsorted(women.years, common), 0]
    here = local.values[np.searchsorted(local.years, common), 0]
    rates = np.nan_to_num(ratio(born, exposed))
    expected = (rates * here).sum(axis=1)
    births = frame["value"].to_numpy(float)[np.searchsorted(own, common)]
    columns = np.stack([births, expected, total_fertility_rate(born, exposed)], axis=1)
    years, sums = _window_sums(common, columns, WINDOW)
    if not len(years):
        return _EMPTY
    values = ratio(sums[:, 0], sums[:, 1]) * sums[:, 2] / WINDOW
    local_label = dict(zip(own, frame["source"], strict=True))
    national_label = _sources(dataset, years, WINDOW, "births", "population")
    labels = [
        join_labels([rates_from, *(local_label[year - back] for back in range(WINDOW))])
        for year, rates_from in zip(years, national_label, strict=True)
    ]
    return RateSeries(years, values, np.array(labels, dtype=object), "indirect")


def _survival(dataset: Dataset, code: str, sex: int) -> RateSeries:
    """Life expectancy from a place's own deaths and population."""
    deaths = event_arrays(dataset, "deaths", code)
    years, died, lived = _joined(deaths, exposures(dataset, code), WINDOW)
    if not len(years):
        return _EMPTY
    rates = np.nan_to_num(ratio(died[:, sex], lived[:, sex]))
    source = _sources(dataset, years, WINDOW, "deaths", "population")
    return RateSeries(years, life_expectancy(rates), source, "computed")


def _survival_shrunk(dataset: Dataset, code: str, sex: int) -> RateSeries:
    """Life expectancy of a municipality, its mortality shrunk to its county's.

    Other places are large enough to stand for themselves.
    """
    place = dataset.regions.place(code)
    if place.level != "municipality":
        return _survival(dataset, code, sex)
    county = next(g for g in dataset.regions.groups_of(code) if g.level == "county")
    key = ("indicators", "shrunk", county.code, sex)
    if key not in dataset.memo:
        dataset.memo[key] = _shrunk_table(dataset, county.members, sex)
    years, table = dataset.memo[key]
    if not len(years):
        return _EMPTY
    values = table[:, county.members.index(code)]
    source = _sources(dataset, years, WINDOW, "deaths", "population")
    return RateSeries(years, values, source, "computed")


def _shrunk_table(
    dataset: Dataset, members: Sequence[str], sex: int
) -> tuple[NDArray[np.int64], Floats]:
    """Life expectancy [year, municipality] of a county's municipalities, shrunk together."""
    parts = [
        _joined(event_arrays(dataset, "deaths", code), exposures(dataset, code), WINDOW)
        for code in members
    ]
    years = parts[0][0]
    for found, _, _ in parts[1:]:
        years = np.intersect1d(years, found)
    values = np.empty((len(years), len(members)))
    for row, year in enumerate(years):
        at = [int(np.searchsorted(found, year)) for found, _, _ in parts]
        died = np.stack([d[i, sex] for (_, d, _), i in zip(parts, at, strict=True)])
        lived = np.stack([e[i, sex] for (_, _, e), i in zip(parts, at, strict=True)])
        rates, _ = local_rates(died, lived)
        values[row] = life_expectancy(rates)
    return years, values


_Series = Callable[[Dataset, str], RateSeries]

SERIES: dict[str, tuple[_Series, ...]] = {
    "tfr": (lambda dataset, code: _fertility(dataset, code, 1),),
    "tfr_5y": (
        lambda dataset, code: _fertility(dataset, code, WINDOW),
        _fertility_published_mean,
        _fertility_indirect,
    ),
    "life_expectancy_women": (lambda dataset, code: _survival(dataset, code, 0),),
    "life_expectancy_men": (lambda dataset, code: _survival(dataset, code, 1),),
    "life_expectancy_women_shrunk": (lambda dataset, code: _survival_shrunk(dataset, code, 0),),
    "life_expectancy_men_shrunk": (lambda dataset, code: _survival_shrunk(dataset, code, 1),),
}
"""How each rate is computed, best way first; later ways fill the years the first lacks."""
