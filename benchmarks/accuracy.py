"""Back-test: what would have been said in 2014 and 2019, and what came.

Every contender sees data up to the base year only and is scored on the same rows, those for which
all that reach the horizon and age group have a figure and the outcome is known:

- ``demografi``: our projection, the median of its trajectories, with its 80 % range;
- ``no_change``: the last year again;
- ``hamilton_perry``: cohort-change ratios and child-woman ratios of all years with ages before;
- ``official``: the published projection of that base year (table ``official_projection``).

Run as ``python -m benchmarks.accuracy [--json] [--draws N] [--seed N]``. The tables it prints are
those of ``docs/method.md``.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import demografi
from demografi import Dataset
from demografi.projection import CohortComponent, History
from demografi.rates.history import MOTHER_AGES
from demografi.regions import COUNTY, NORTH
from demografi.series.groups import group_arrays, parse_group

Array = NDArray[np.float64]

HORIZON = 5
TESTS = ((2019, COUNTY), (2014, COUNTY), (2014, NORTH))
"""Base years and the places whose municipalities are projected together."""
GROUPS = ("total", "0-5", "1-5", "6-15", "16-19", "20-44", "45-64", "65-79", "80+")
"""The groups of the official projection, and 0–5 which needs next year's births as well."""
ANY_SIZE = 10**9
SIZES = ((0, 5_000), (5_000, 20_000), (20_000, ANY_SIZE))
"""Size classes by population in the base year."""
RANGE = (0.1, 0.9)
CONTENDERS = ("demografi", "no_change", "hamilton_perry", "official")
NAMES = {
    "demografi": "ours",
    "no_change": "no change",
    "hamilton_perry": "Hamilton–Perry",
    "official": "official",
}


@dataclass(frozen=True)
class Forecasts:
    """Forecasts of one base year: arrays [year, region, group], years after the base."""

    base: int
    regions: tuple[str, ...]
    point: dict[str, Array]
    low: Array
    high: Array


def in_groups(population: Array) -> Array:
    """Sum single ages [..., age] to :data:`GROUPS` [..., group]."""
    spans = [parse_group(group) for group in GROUPS]
    return np.stack([population[..., low : high + 1].sum(axis=-1) for low, high in spans], axis=-1)


def hamilton_perry(population: Array, horizon: int) -> Array:
    """Cohort-change ratios, one year at a time.

    Parameters
    ----------
    population : array [year, region, sex, age]
        Consecutive years, the newest last.
    horizon : int
        Years ahead.

    Returns
    -------
    array [year, region, sex, age]
        ``horizon`` years. Each ratio is a cohort's size over its size a year earlier, over all
        years together; age 0 is a ratio to women 15–49.
    """
    low, high = MOTHER_AGES
    before, after = population[:-1].sum(axis=0), population[1:].sum(axis=0)
    cohorts = np.copy(before[..., :-1])
    cohorts[..., -1] += before[..., -1]
    ratio = np.divide(after[..., 1:], cohorts, out=np.ones_like(cohorts), where=cohorts > 0)
    born = after[..., 0] / after[:, 0, low : high + 1].sum(axis=-1, keepdims=True)
    current, years = population[-1], []
    for _ in range(horizon):
        cohorts = np.copy(current[..., :-1])
        cohorts[..., -1] += current[..., -1]
        older = cohorts * ratio
        newborn = born * older[:, 0, low - 1 : high].sum(axis=-1, keepdims=True)
        current = np.concatenate([newborn[..., None], older], axis=-1)
        years.append(current)
    return np.stack(years)


def official(dataset: Dataset, base: int, regions: Sequence[str]) -> Array:
    """Published projection [year, region, group]; NaN where there is none or it is not usable."""
    rows = dataset.rows("official_projection", regions)
    rows = rows[(rows["base_year"] == base) & (rows["sex"] == "T") & rows["usable"]]
    values = rows.set_index(["target_year", "region", "group"])["value"].astype(float)
    years = range(base + 1, base + HORIZON + 1)
    cells = pd.MultiIndex.from_product([years, regions, GROUPS])
    found = np.asarray(values.reindex(cells), dtype=np.float64)
    return found.reshape(HORIZON, len(regions), len(GROUPS))


def outcomes(dataset: Dataset, base: int, regions: Sequence[str]) -> Array:
    """What came, [year, region, group]; NaN where it is not published."""
    came = np.full((HORIZON, len(regions), len(GROUPS)), np.nan)
    for region, code in enumerate(regions):
        for at, group in enumerate(GROUPS):
            series = group_arrays(dataset, code, [group])
            inside = (series.years > base) & (series.years <= base + HORIZON)
            came[series.years[inside] - base - 1, region, at] = series.values[inside, 0]
    return came


def forecast(dataset: Dataset, base: int, place: str, draws: int, seed: int) -> Forecasts:
    """Let every contender project the municipalities of a place from a base year."""
    regions = dataset.regions.place(place).members
    history = History.from_dataset(dataset, last_year=base, regions=regions)
    if history.last_year != base:
        raise ValueError(f"{place} has no ages in {base}")
    ours = CohortComponent().fit(history).project(HORIZON, draws, np.random.default_rng(seed))
    drawn = in_groups(ours.population[:, 1:].sum(axis=3, dtype=np.float64))
    low, middle, high = np.quantile(drawn, [RANGE[0], 0.5, RANGE[1]], axis=0)
    known = history.population[[history.at(year) for year in history.aged_years]]
    ratios = in_groups(hamilton_perry(known, HORIZON).sum(axis=2))
    still = np.broadcast_to(in_groups(known[-1].sum(axis=1)), ratios.shape)
    return Forecasts(
        base=base,
        regions=regions,
        point={
            "demografi": middle,
            "no_change": still,
            "hamilton_perry": ratios,
            "official": official(dataset, base, regions),
        },
        low=low,
        high=high,
    )


def _inside(said: Forecasts, came: Array, cells: tuple[Any, ...]) -> float | None:
    """Share of outcomes inside our range."""
    known = np.isfinite(came[cells])
    if not known.any():
        return None
    held = (said.low[cells] <= came[cells]) & (came[cells] <= said.high[cells])
    return float(held[known].mean())


def scores(said: Forecasts, came: Array, place: str) -> Iterator[dict[str, Any]]:
    """One record per group, years ahead and contender."""
    for group, label in enumerate(GROUPS):
        for ahead in range(HORIZON):
            actual = came[ahead, :, group]
            points = {name: said.point[name][ahead, :, group] for name in CONTENDERS}
            there = [name for name in CONTENDERS if np.isfinite(points[name]).any()]
            same = np.isfinite(actual) & np.isfinite([points[name] for name in there]).all(axis=0)
            if not same.any():
                continue
            for name in there:
                error = 100 * (points[name][same] / actual[same] - 1)
                yield {
                    "base": said.base,
                    "place": place,
                    "group": label,
                    "years_ahead": ahead + 1,
                    "contender": name,
                    "rows": int(same.sum()),
                    "mape": float(np.abs(error).mean()),
                    "median_ape": float(np.median(np.abs(error))),
                    "mean_error": float(error.mean()),
                    "inside_80": _inside(said, came, (ahead, same, group))
                    if name == "demografi"
                    else None,
                }


def coverage(said: Forecasts, came: Array, size: Array, place: str) -> Iterator[dict[str, Any]]:
    """Share of outcomes of all years ahead inside our 80 % range, by group and size class."""
    for group, label in enumerate(GROUPS):
        for smallest, largest in ((0, ANY_SIZE), *SIZES):
            chosen = (size >= smallest) & (size < largest)
            share = _inside(said, came, (slice(None), chosen, group))
            if share is not None:
                yield {
                    "base": said.base,
                    "place": place,
                    "group": label,
                    "from": smallest,
                    "below": largest,
                    "rows": int(np.isfinite(came[:, chosen, group]).sum()),
                    "inside_80": share,
                }


def measure(draws: int, seed: int) -> dict[str, Any]:
    """Score every contender at every base year."""
    dataset = demografi.load()
    found: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    for base, place in TESTS:
        said = forecast(dataset, base, place, draws, seed)
        came = outcomes(dataset, base, said.regions)
        found.extend(scores(said, came, place))
        size = said.point["no_change"][0, :, GROUPS.index("total")]
        held.extend(coverage(said, came, size, place))
    return {"draws": draws, "seed": seed, "scores": found, "coverage": held}


def _label(base: int, place: str) -> str:
    return f"{base}, {'the 15' if place == COUNTY else 'the 44'}"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _best(values: Sequence[float]) -> list[str]:
    """Numbers with the smallest in bold; a dash where there is none.

    >>> _best([10.66, 9.98, float("nan")])
    ['10.66', '**9.98**', '–']
    """
    smallest = f"{np.nanmin(values):.2f}"
    written = [f"{value:.2f}" if np.isfinite(value) else "–" for value in values]
    return [f"**{text}**" if text == smallest else text for text in written]


def _table(head: str, frame: pd.DataFrame, by: str, columns: Sequence[Any]) -> list[str]:
    """Lines of a table: errors of every contender and our coverage, per base year and place.

    Parameters
    ----------
    head : str
        What the errors are of.
    frame : DataFrame
        Records of :func:`scores`, one per base, place, contender and value of ``by``.
    by : str
        Column of ``frame`` that goes across.
    columns : sequence
        Its values.
    """
    ahead = [f"{name} y" if by == "years_ahead" else str(name) for name in columns]
    lines = [_row([head, "contender", *ahead]), "|---" * (len(columns) + 2) + "|"]
    for base, place in TESTS:
        here = frame[(frame["base"] == base) & (frame["place"] == place)]
        errors = here.pivot(index="contender", columns=by, values="mape")
        errors = errors.reindex(index=list(CONTENDERS), columns=list(columns))
        written = np.array([_best(errors[name].to_list()) for name in columns]).T
        for name, cells in zip(CONTENDERS, written, strict=True):
            lines.append(_row([_label(base, place), NAMES[name], *cells]))
        ours = here[here["contender"] == "demografi"].set_index(by)["inside_80"]
        shares = [f"{ours[name]:.0%}" for name in columns]
        lines.append(_row([_label(base, place), "inside our 80 % range", *shares]))
    return lines


def _coverage_table(found: dict[str, Any]) -> list[str]:
    """Lines of a table: share of outcomes of all years ahead inside our range, and how many."""
    frame = pd.DataFrame(found["coverage"])
    lines = [_row(["1-5 years ahead", "municipalities", *GROUPS]), "|---" * (len(GROUPS) + 2) + "|"]
    for base, place in TESTS:
        for low, high in ((0, ANY_SIZE), *SIZES):
            here = frame[(frame["base"] == base) & (frame["place"] == place)]
            here = here[(here["from"] == low) & (here["below"] == high)].set_index("group")
            upper = f"below {high:,}" if low == 0 else f"{low:,}-{high:,}"
            upper = f"from {low:,}" if high == ANY_SIZE and low else upper
            size = "all" if (low, high) == (0, ANY_SIZE) else upper
            shares = [f"{here['inside_80'][group]:.0%}" for group in GROUPS]
            lines.append(_row([_label(base, place), size, *shares]))
    return lines


def tables(found: dict[str, Any]) -> str:
    """Write the tables in Markdown, and where the official projection wins in words."""
    frame = pd.DataFrame(found["scores"])
    total = frame[frame["group"] == "total"]
    last = frame[frame["years_ahead"] == HORIZON]
    years = range(1, HORIZON + 1)
    ours = last[(last["contender"] == "demografi") & (last["group"] == "total")]
    bias = ours.set_index(["base", "place"])["mean_error"]
    return "\n".join(
        [
            *_table("total, base", total, "years_ahead", years),
            "",
            *_table("five years ahead", last, "group", GROUPS[1:]),
            "",
            *_coverage_table(found),
            "",
            *(
                f"Mean error of our total after {HORIZON} years, {_label(base, place)}: "
                f"{bias[base, place]:+.2f} %."
                for base, place in TESTS
            ),
            *verdicts(frame),
        ]
    )


def verdicts(frame: pd.DataFrame) -> list[str]:
    """Say in words where the official projection has been closer than ours."""
    said = []
    errors = frame.pivot_table(
        index=["base", "place", "group", "years_ahead"],
        columns="contender",
        values="mape",
        sort=False,
    )
    both = errors.dropna(subset=["official"]).reset_index()
    for _, rows in both.groupby(["base", "place", "group"], sort=False):
        first = rows.iloc[0]
        worse = rows[rows["official"] < rows["demografi"]]["years_ahead"]
        if len(worse):
            where = f"{_label(first['base'], first['place'])}, {first['group']}"
            years = ", ".join(str(year) for year in worse)
            said.append(
                f"The official projection was closer than ours: {where}, {years} "
                f"{'year' if list(worse) == [1] else 'years'} ahead "
                f"({len(worse)} of {len(rows)} horizons it reaches)."
            )
    return said


def main() -> None:
    """Print the tables or everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    found = measure(chosen.draws, chosen.seed)
    print(json.dumps(found, indent=1) if chosen.json else tables(found))


if __name__ == "__main__":
    main()
