"""Scores of forecasts that have outcomes, and skill over the best simple rule."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.evaluation.contenders import BASELINES
from demografi.evaluation.measures import interval_score
from demografi.evaluation.past import GROUPS
from demografi.evaluation.run import SIZE_NAMES, Evaluation

__all__ = ["RESAMPLES", "scored", "scores", "skill", "summary"]

Array = NDArray[np.float64]
Columns = dict[str, NDArray[Any]]
Score = dict[str, Any]

PUBLISHED = "official"
RESAMPLES = 1000
"""Resamples of the regions behind the range of a skill."""
_CELL = ["origin", "region", "year", "group"]
_SUMMED = [
    "region",
    "forecast",
    "actual",
    "error",
    "inside80",
    "inside95",
    "winkler80",
    "winkler95",
    "crps",
]


def scored(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with an outcome, with their errors.

    Returns
    -------
    DataFrame
        The rows, and columns error (per cent of the outcome), inside80, inside95 (1, 0, or NaN
        without a range), winkler80, winkler95 and crps (per cent of the outcome).
    """
    there = rows[rows["actual"] > 0].copy()
    actual = there["actual"].to_numpy()
    there["error"] = 100 * (there["forecast"].to_numpy() / actual - 1)
    for percent in (80, 95):
        low, high = (there[f"{end}{percent}"].to_numpy() for end in ("low", "high"))
        inside = ((low <= actual) & (actual <= high)).astype(float)
        there[f"inside{percent}"] = np.where(np.isfinite(low), inside, np.nan)
        there[f"winkler{percent}"] = 100 * interval_score(low, high, actual, percent / 100) / actual
    there["crps"] = 100 * there["crps"].to_numpy() / actual
    return there


def summary(rows: pd.DataFrame) -> Score:
    """Scores of some scored rows; only ``n`` where there is nothing to score.

    ``n`` counts forecasts with outcomes, ``regions`` the regions they are of, ``n_ranges`` those
    with a range. MAPE, MedAPE, MALPE, MPAD, Winkler and CRPS are per cent; coverage is a share.
    """
    return _summary(_columns(rows), slice(None))


def _columns(rows: pd.DataFrame) -> Columns:
    """Columns as arrays: a thousand small summaries are made of them."""
    found = {name: rows[name].to_numpy() for name in _SUMMED}
    return found | {"region": np.unique(found["region"].astype(str), return_inverse=True)[1]}


def _summary(columns: Columns, chosen: Any) -> Score:
    part = {name: values[chosen] for name, values in columns.items()}
    error, actual = part["error"], part["actual"]
    if not len(error):
        return {"n": 0}

    def mean(column: str) -> float | None:
        values = part[column][np.isfinite(part[column])]
        return float(values.mean()) if len(values) else None

    return {
        "n": len(error),
        "regions": len(np.unique(part["region"])),
        "mape": float(np.abs(error).mean()),
        "medape": float(np.median(np.abs(error))),
        "malpe": float(error.mean()),
        "mpad": float(100 * np.abs(part["forecast"] - actual).sum() / actual.sum()),
        "n_ranges": int(np.isfinite(part["inside80"]).sum()),
        "coverage80": mean("inside80"),
        "coverage95": mean("inside95"),
        "winkler80": mean("winkler80"),
        "winkler95": mean("winkler95"),
        "crps": mean("crps"),
    }


def skill(
    ours: pd.DataFrame, theirs: pd.DataFrame, measure: str = "error", seed: int = 1
) -> Score | None:
    """Return how much smaller an error is than another's on identical rows, with a 95 % range.

    Skill is 1 − (mean of ours)/(mean of theirs): 0.1 is a tenth better, below 0 is worse. The
    range comes from resampling regions, since the years and groups of one region are not
    independent of each other (percentile bootstrap).

    Parameters
    ----------
    ours, theirs : DataFrame
        Scored rows of two contenders.
    measure : {'error', 'crps', 'winkler80'}
        What is averaged; the size of it.
    seed : int
        Seed of the resampling.

    Returns
    -------
    dict or None
        n, regions, value, low95, high95; the range is None with fewer than three regions. None
        where they have no row in common.
    """
    both = ours[[*_CELL, measure]].merge(theirs[[*_CELL, measure]], on=_CELL)
    regions = np.unique(both["region"].astype(str), return_inverse=True)[1]
    mine, other = (np.abs(both[f"{measure}_{end}"].to_numpy()) for end in "xy")
    return _skill(mine, other, regions, seed)


def _skill(mine: Array, other: Array, regions: NDArray[np.intp], seed: int) -> Score | None:
    """Skill from sizes of errors on the same rows, NaN where one has none."""
    same = np.isfinite(mine) & np.isfinite(other)
    if not same.any():
        return None
    present = np.bincount(regions[same]) > 0
    first, second = (
        np.bincount(regions[same], one[same])[present].astype(np.float64) for one in (mine, other)
    )

    def ratio(mine: Array, other: Array, axis: int = -1) -> Array:
        return np.asarray(1 - mine.sum(axis=axis) / np.maximum(other.sum(axis=axis), 1e-12))

    found: Score = {
        "n": int(same.sum()),
        "regions": int(present.sum()),
        "value": float(ratio(first, second)),
        "low95": None,
        "high95": None,
    }
    if found["regions"] >= 3:
        from scipy import stats  # noqa: PLC0415 - takes half a second; screens need no bootstrap

        interval = stats.bootstrap(
            (first, second),
            ratio,
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            method="percentile",
            rng=np.random.default_rng(seed),
        ).confidence_interval
        found |= {"low95": float(interval.low), "high95": float(interval.high)}
    return found


def _entry(rows: pd.DataFrame) -> Score:
    """Scores of a contender and group: all, by horizon, by size and both."""
    columns = _columns(rows)
    ahead, size = rows["ahead"].to_numpy(), rows["size"].to_numpy(object)

    def with_horizons(chosen: NDArray[np.bool_]) -> Score:
        by_horizon = {
            str(years): _summary(columns, chosen & (ahead == years))
            for years in np.unique(ahead[chosen])
        }
        return {**_summary(columns, chosen), "by_horizon": by_horizon}

    found = with_horizons(np.ones(len(rows), dtype=bool))
    by_size = {name: size == name for name in SIZE_NAMES}
    found["by_size"] = {name: with_horizons(here) for name, here in by_size.items() if here.any()}
    return found


def _skills(
    name: str, sizes: Mapping[str, Mapping[str, Array]], regions: NDArray[np.intp], seed: int
) -> dict[str, Score]:
    """Skill over the best simple rule (of those that reach as far), and over the official one.

    Parameters
    ----------
    name : str
        Contender.
    sizes : mapping
        Size of ``error`` and ``crps`` by contender, [cell], NaN where it has no forecast.
    regions : array [cell]
        Position of the region of each cell.
    seed : int
        Seed of the resampling.
    """
    found: dict[str, Score] = {}
    mine = sizes["error"][name]
    shared = {
        rule: np.isfinite(mine) & np.isfinite(sizes["error"][rule])
        for rule in BASELINES
        if rule in sizes["error"] and rule != name
    }
    reach = max((int(cells.sum()) for cells in shared.values()), default=0)
    means = {
        rule: float(sizes["error"][rule][cells].mean())
        for rule, cells in shared.items()
        if cells.sum() == reach > 0
    }
    wanted = []
    if means:
        best = min(means, key=lambda rule: means[rule])
        wanted += [("skill", best, "error"), ("skill_crps", best, "crps")]
    if PUBLISHED in sizes["error"] and name != PUBLISHED:
        wanted.append(("skill_official", PUBLISHED, "error"))
    for label, against, measure in wanted:
        gained = _skill(sizes[measure][name], sizes[measure][against], regions, seed)
        if gained is not None:
            found[label] = {"against": against, **gained}
    return found


def _by_cell(rows: pd.DataFrame) -> tuple[dict[str, dict[str, Array]], NDArray[np.intp]]:
    """Sizes of errors of each contender on a common axis of cells, and the cells' regions."""
    cell = rows.groupby(_CELL, sort=False).ngroup().to_numpy()
    count = int(cell.max()) + 1 if len(cell) else 0
    regions = np.zeros(count, np.intp)
    regions[cell] = np.unique(rows["region"].astype(str), return_inverse=True)[1]
    contender = rows["contender"].to_numpy(object)
    sizes: dict[str, dict[str, Array]] = {}
    for measure in ("error", "crps"):
        values = np.abs(rows[measure].to_numpy(float))
        for name in dict.fromkeys(contender):
            mine = contender == name
            line = np.full(count, np.nan)
            line[cell[mine]] = values[mine]
            sizes.setdefault(measure, {})[name] = line
    return sizes, regions


def scores(evaluation: Evaluation, groups: Sequence[str] = GROUPS) -> Score:
    """All scores, as written to ``scores.json``.

    Returns
    -------
    dict
        facts, notes, and ``contenders``: name → group → scores over all projected years that
        have an outcome, the same ``by_horizon`` (years ahead) and ``by_size`` (population at the
        origin), and ``skill``.
    """
    rows = scored(evaluation.rows)
    asked = list(evaluation.facts["contenders"])
    seed = int(evaluation.facts["seed"])
    found: dict[str, Any] = {name: {} for name in asked}
    for group in groups:
        here = rows[rows["group"] == group]
        sizes, regions = _by_cell(here)
        for name in asked:
            part = here[here["contender"] == name]
            entry = _entry(part)
            if len(part):
                entry |= _skills(name, sizes, regions, seed)
            found[name][group] = entry
    return {
        **evaluation.facts,
        "units": {
            "mape, medape, malpe, mpad, winkler80, winkler95, crps": "per cent of the outcome",
            "coverage80, coverage95": "share of outcomes inside the range",
            "skill": "1 - error / error of the contender named, on identical rows",
        },
        "sizes": "population at the origin",
        "notes": list(evaluation.notes),
        "contenders": found,
        "diagnostics": {
            name: [{"fit": d.fit, "converged": d.converged, "note": d.note} for d in outcome]
            for name, outcome in evaluation.diagnostics.items()
            if outcome
        },
    }
