"""Observed values of indicators: for one place over the years, or many places at one time.

``basis`` says how a value came about:

``published``
    It stands like this in the source it names.
``computed``
    Calculated from figures published for the place.
``sum``
    Calculated from, or being, sums over the place's parts.
``indirect``
    The nation's age-specific rates scaled to the place's events.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import AGE_OPEN, CKM_YEAR, Dataset
from demografi.errors import RequestError
from demografi.indicators import formulas, vital
from demografi.indicators.definitions import INDICATORS, Events, Indicator, Published
from demografi.series import (
    age_arrays,
    component_series,
    group_arrays,
    join_labels,
    parse_group,
    source_labels,
    total_series,
)

__all__ = ["indicator", "matrix", "observed"]

_COLUMNS = ["year", "value", "ckm", "basis", "source"]


@dataclass(frozen=True)
class _Values:
    """Columns of an observed series, as arrays of equal length."""

    year: NDArray[np.int64]
    value: NDArray[np.float64]
    ckm: NDArray[np.bool_]
    basis: NDArray[np.object_]
    source: NDArray[np.object_]

    def at(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "_Values":
        return _Values(
            self.year[chosen],
            self.value[chosen],
            self.ckm[chosen],
            self.basis[chosen],
            self.source[chosen],
        )


_NONE = _Values(
    np.empty(0, np.int64),
    np.empty(0, float),
    np.empty(0, bool),
    np.empty(0, object),
    np.empty(0, object),
)


def indicator(key: str) -> Indicator:
    """Return the definition of an indicator.

    Raises
    ------
    RequestError
        There is no such indicator.
    """
    if key not in INDICATORS:
        raise RequestError(
            "unknown_indicator",
            f"Unknown indicator '{key}'.",
            f"Choose one of: {', '.join(INDICATORS)}.",
            indicator=key,
        )
    return INDICATORS[key]


def _texts(values: Iterable[str]) -> NDArray[np.object_]:
    return np.array(list(values), dtype=object)


def _computed(basis: NDArray[np.str_]) -> NDArray[np.object_]:
    return np.where(basis == "published", "computed", basis).astype(object)


def _total(dataset: Dataset, code: str) -> _Values:
    frame = total_series(dataset, code)
    labels = source_labels(dataset, "population_total", map(int, frame["year"]))
    return _Values(
        frame["year"].to_numpy(np.int64),
        frame["value"].to_numpy(float),
        frame["ckm"].to_numpy(bool),
        frame["basis"].to_numpy(object),
        np.array([labels[year] for year in frame["year"]], dtype=object),
    )


def _change(dataset: Dataset, code: str, span: int = 5) -> _Values:
    total = _total(dataset, code)
    now = np.flatnonzero(np.isin(total.year - span, total.year))
    before = np.searchsorted(total.year, total.year[now] - span)
    summed = (total.basis[now] == "sum") | (total.basis[before] == "sum")
    pairs = zip(total.source[now], total.source[before], strict=True)
    return _Values(
        total.year[now],
        formulas.relative_change(total.value[now], total.value[before]),
        total.ckm[now],
        np.where(summed, "sum", "computed").astype(object),
        _texts(join_labels(pair) for pair in pairs),
    )


def _from_ages(dataset: Dataset, code: str, chosen: Indicator) -> _Values:
    if not chosen.groups:
        ages = age_arrays(dataset, code)
        labels = source_labels(dataset, "population", map(int, ages.years))
        return _Values(
            ages.years,
            chosen.compute(ages.values[:, 2]),
            ages.ckm,
            _computed(ages.basis),
            _texts(labels[int(year)] for year in ages.years),
        )
    sexes = ("F", "M") if chosen.needs == "ages by sex" else ("T",)
    found = [group_arrays(dataset, code, chosen.groups, sex=sex) for sex in sexes]
    first = found[0]
    years = first.years[np.all([np.isin(first.years, g.years) for g in found], axis=0)]
    # A group's persons stand at its youngest age: the formula only adds up whole groups.
    people = np.zeros((len(years), len(sexes), AGE_OPEN + 1))
    youngest = [parse_group(group)[0] for group in chosen.groups]
    for sex, groups in enumerate(found):
        people[:, sex, youngest] = groups.values[np.searchsorted(groups.years, years)]
    at = np.searchsorted(first.years, years)
    return _Values(
        years,
        chosen.compute(people if len(sexes) > 1 else people[:, 0]),
        first.ckm[at],
        _computed(first.basis[at]),
        first.label[at].astype(object),
    )


def _component(dataset: Dataset, code: str, name: str) -> _Values:
    """One component of change over the years."""
    key = ("indicators", "components", code)
    if key not in dataset.memo:
        frame = component_series(dataset, code)
        year = frame["year"].to_numpy(np.int64)
        rows = _Values(
            year,
            frame["value"].to_numpy(float),
            year >= CKM_YEAR,
            frame["basis"].to_numpy(object),
            frame["source"].to_numpy(object),
        )
        dataset.memo[key] = {
            str(component): rows.at(np.asarray(at))
            for component, at in frame.groupby("component").indices.items()
        }
    found: _Values = dataset.memo[key].get(name, _NONE)
    return found


def _events(dataset: Dataset, code: str, way: Events) -> _Values:
    """Signed sum of components, for years that have all of them."""
    parts = [_component(dataset, code, name) for name, _ in way]
    years = parts[0].year
    for part in parts[1:]:
        years = np.intersect1d(years, part.year)
    parts = [part.at(np.searchsorted(part.year, years)) for part in parts]
    signed = [sign * part.value for part, (_, sign) in zip(parts, way, strict=True)]
    summed = np.any([part.basis == "sum" for part in parts], axis=0)
    ready = "computed" if len(way) > 1 else "published"
    sources = zip(*(part.source for part in parts), strict=True)
    return _Values(
        years,
        np.sum(signed, axis=0),
        years >= CKM_YEAR,
        np.where(summed, "sum", ready).astype(object),
        _texts(join_labels(row) for row in sources),
    )


def _from_components(dataset: Dataset, code: str, chosen: Indicator) -> _Values:
    net = _NONE
    for way in chosen.events:
        net = _overlay(net, _events(dataset, code, way))
    if not chosen.per_1000:
        return net
    total = _total(dataset, code)
    stocks = np.isin(net.year, total.year) & np.isin(net.year - 1, total.year)
    net = net.at(stocks)
    closing = np.searchsorted(total.year, net.year)
    rate = formulas.per_1000(net.value, total.value[closing - 1], total.value[closing])
    pairs = zip(net.source, total.source[closing], strict=True)
    summed = (net.basis == "sum") | (total.basis[closing] == "sum")
    return _Values(
        net.year,
        rate,
        net.ckm | total.ckm[closing],
        np.where(summed, "sum", "computed").astype(object),
        _texts(join_labels(pair) for pair in pairs),
    )


def _published(dataset: Dataset, code: str, entry: Published) -> _Values:
    if entry.table not in dataset.tables:
        return _NONE
    key = ("indicators", entry.table)
    if key not in dataset.memo:
        frame = dataset.table(entry.table)
        dataset.memo[key] = frame.groupby(["region", "indicator", "sex"]).indices
    at = dataset.memo[key].get((code, entry.indicator, entry.sex))
    if at is None:
        return _NONE
    rows = dataset.table(entry.table).iloc[at].sort_values("year")
    year = rows["year"].to_numpy(np.int64)
    if entry.table == "kolada":
        source = np.full(len(rows), f"Kolada {entry.indicator}", dtype=object)
    else:
        # Shares derived from counts name both tables of counts: which one follows the year.
        both = rows["source"] == "SCB TAB638/TAB5557"
        stock = source_labels(dataset, "population", year)
        named = zip(rows["source"], both, year, strict=True)
        source = _texts(stock[int(y)] if counts else str(label) for label, counts, y in named)
    return _Values(
        year,
        rows["value"].to_numpy(float) * entry.scale,
        (year >= CKM_YEAR) & entry.ckm,
        np.full(len(rows), "published", dtype=object),
        source,
    )


def _overlay(base: _Values, extra: _Values) -> _Values:
    """Base, with the years it lacks from extra."""
    new = extra.at(~np.isin(extra.year, base.year))
    if not len(new.year):
        return base
    joined = _Values(
        np.concatenate([base.year, new.year]),
        np.concatenate([base.value, new.value]),
        np.concatenate([base.ckm, new.ckm]),
        np.concatenate([base.basis, new.basis]),
        np.concatenate([base.source, new.source]),
    )
    return joined.at(np.argsort(joined.year))


def _vital(dataset: Dataset, code: str, chosen: Indicator) -> _Values:
    """Fertility and life expectancy, from births and deaths by age."""
    found = _NONE
    for series in vital.SERIES[chosen.id]:
        rates = series(dataset, code)
        basis = np.full(len(rates.years), rates.basis, dtype=object)
        ckm = rates.years >= CKM_YEAR
        found = _overlay(found, _Values(rates.years, rates.values, ckm, basis, rates.source))
    return found


def _own(dataset: Dataset, code: str, chosen: Indicator) -> _Values:
    match chosen.needs:
        case "total":
            return _total(dataset, code)
        case "change":
            return _change(dataset, code)
        case "ages" | "ages by sex":
            return _from_ages(dataset, code, chosen)
        case "components":
            return _from_components(dataset, code, chosen)
        case "births" | "deaths":
            return _vital(dataset, code, chosen)
        case "published":
            return _NONE


def _values(dataset: Dataset, code: str, key: str) -> _Values:
    """All observed values, from the best source of each year, derived once per dataset."""
    dataset.regions.place(code)  # an unknown place is an error, not an empty series
    memo = ("indicators", "values", code, key)
    if memo not in dataset.memo:
        chosen = indicator(key)
        own = _own(dataset, code, chosen)
        published = _NONE
        for entry in chosen.published:
            published = _overlay(published, _published(dataset, code, entry))
        if chosen.prefer_published:
            found = _overlay(published, own)
        else:
            # Noise (CKM) does not add up: SCB's own figure beats a sum of noisy cells.
            exact = own.at(~own.ckm | ~np.isin(own.year, published.year))
            found = _overlay(exact, published)
        dataset.memo[memo] = found.at(np.isfinite(found.value))
    values: _Values = dataset.memo[memo]
    return values


def observed(dataset: Dataset, place_code: str, indicator_id: str) -> pd.DataFrame:
    """Observed values of an indicator for a place; years without data are absent.

    Computed from single years of age where they exist, else from published age groups, else as
    published by SCB or Kolada. In years with CKM noise a published figure wins over our own.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    place_code : str
        Municipality, group, county, north or nation.
    indicator_id : str
        Key of :data:`INDICATORS`.

    Returns
    -------
    DataFrame
        Columns year, value, ckm, basis (see the module), source (``"SCB TAB638"``).

    Raises
    ------
    RequestError
        Unknown place or indicator.
    """
    found = _values(dataset, place_code, indicator_id)
    frame = pd.DataFrame({name: getattr(found, name) for name in _COLUMNS})
    return frame.astype({"basis": "str", "source": "str"})


def matrix(
    dataset: Dataset,
    places: Iterable[str],
    indicators: Iterable[str],
    year: int,
    *,
    since: int | None = None,
) -> pd.DataFrame:
    """Latest value at or before a year, for every place and indicator.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    places, indicators : iterable of str
        Codes and keys; the result keeps their order.
    year : int
        Newest year accepted.
    since : int, optional
        Oldest year accepted.

    Returns
    -------
    DataFrame
        Columns place, indicator, year (of the value), value, ckm, basis, source. A place that
        has no value of an indicator in the span has no row for it.
    """
    keys = list(indicators)
    rows = []
    for place in places:
        for key in keys:
            found = _values(dataset, place, key)
            at = int(np.searchsorted(found.year, year, side="right")) - 1
            if at < 0 or (since is not None and found.year[at] < since):
                continue
            rows.append(
                (
                    place,
                    key,
                    int(found.year[at]),
                    float(found.value[at]),
                    bool(found.ckm[at]),
                    found.basis[at],
                    found.source[at],
                )
            )
    columns = ["place", "indicator", *_COLUMNS]
    text = dict.fromkeys(("place", "indicator", "basis", "source"), "str")
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(text | {"year": "int64", "value": "float64", "ckm": "bool"})
