"""Scores of forecasts that have outcomes, and skill over the best simple rule."""

from collections.abc import Callable, Iterator, Sequence
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
Score = dict[str, Any]

RESAMPLES = 1000
"""Resamples of the regions behind the range of a skill."""
_ROW = ["origin", "region", "year", "group"]


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
    """Scores of some scored rows; None where there is nothing to score.

    ``n`` counts forecasts with outcomes, ``regions`` the regions they are of, ``n_ranges`` those
    with a range. MAPE, MedAPE, MALPE, MPAD, Winkler and CRPS are per cent; coverage is a share.
    """
    error = rows["error"].to_numpy()
    actual = rows["actual"].to_numpy()

    def mean(column: str) -> float | None:
        values = rows[column].to_numpy()
        values = values[np.isfinite(values)]
        return float(values.mean()) if len(values) else None

    if not len(rows):
        return {"n": 0}
    return {
        "n": len(rows),
        "regions": int(rows["region"].nunique()),
        "mape": float(np.abs(error).mean()),
        "medape": float(np.median(np.abs(error))),
        "malpe": float(error.mean()),
        "mpad": float(100 * np.abs(rows["forecast"].to_numpy() - actual).sum() / actual.sum()),
        "n_ranges": int(np.isfinite(rows["inside80"]).sum()),
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
    both = ours[[*_ROW, measure]].merge(theirs[[*_ROW, measure]], on=_ROW).dropna()
    if both.empty:
        return None
    sums = (
        both.assign(ours=both[f"{measure}_x"].abs(), theirs=both[f"{measure}_y"].abs())
        .groupby("region")[["ours", "theirs"]]
        .sum()
    )
    mine, other = sums["ours"].to_numpy(), sums["theirs"].to_numpy()

    def ratio(mine: Array, other: Array, axis: int = -1) -> Array:
        return np.asarray(1 - mine.sum(axis=axis) / np.maximum(other.sum(axis=axis), 1e-12))

    found: Score = {
        "n": len(both),
        "regions": len(sums),
        "value": float(ratio(mine, other)),
        "low95": None,
        "high95": None,
    }
    if len(sums) >= 3:
        from scipy import stats  # noqa: PLC0415 - takes half a second; screens need no bootstrap

        interval = stats.bootstrap(
            (mine, other),
            ratio,
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            method="percentile",
            rng=np.random.default_rng(seed),
        ).confidence_interval
        found |= {"low95": float(interval.low), "high95": float(interval.high)}
    return found


def _parts(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for size in SIZE_NAMES:
        part = rows[rows["size"] == size]
        if len(part):
            yield size, part


def _with_horizons(rows: pd.DataFrame) -> Score:
    found = summary(rows)
    found["by_horizon"] = {
        str(ahead): summary(part) for ahead, part in rows.groupby("ahead", sort=True)
    }
    return found


def _skills(
    rows: pd.DataFrame, name: str, others: dict[str, pd.DataFrame], seed: int
) -> dict[str, Score]:
    """Skill over the best simple rule (of those that reach as far), and over the official one."""
    found: dict[str, Score] = {}
    reach: Callable[[str], int] = lambda other: len(  # noqa: E731
        rows[_ROW].merge(others[other][_ROW], on=_ROW)
    )
    rules = {o: reach(o) for o in BASELINES if o in others and o != name}
    rules = {other: count for other, count in rules.items() if count == max(rules.values()) > 0}
    if rules:
        same = {o: others[o].merge(rows[_ROW], on=_ROW)["error"].abs().mean() for o in rules}
        best = min(same, key=lambda other: same[other])
        for label, measure in (("skill", "error"), ("skill_crps", "crps")):
            if gained := skill(rows, others[best], measure, seed):
                found[label] = {"against": best, **gained}
    if "official" in others and name != "official":
        gained = skill(rows, others["official"], "error", seed)
        if gained:
            found["skill_official"] = {"against": "official", **gained}
    return found


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
        by_name = {name: here[here["contender"] == name] for name in asked}
        by_name = {name: part for name, part in by_name.items() if len(part)}
        for name in asked:
            part = by_name.get(name, here.iloc[:0])
            entry = _with_horizons(part)
            entry["by_size"] = {size: _with_horizons(some) for size, some in _parts(part)}
            if len(part):
                entry |= _skills(part, name, by_name, seed)
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
