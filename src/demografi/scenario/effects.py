"""What a scenario changes: the difference from the projection on every draw, and its range."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from demografi.projection.trajectories import QUANTILES, Trajectories

__all__ = ["effect_in", "effects", "group_label"]


def group_label(low: int, high: int) -> str:
    """Name a group of ages as in tables: ``6-15``, ``80+``; everybody is ``total``."""
    if (low, high) == (0, 100):
        return "total"
    return f"{low}+" if high == 100 else f"{low}-{high}"


def effects(
    baseline: Trajectories,
    changed: Trajectories,
    members: Sequence[str],
    groups: Sequence[tuple[int, int]],
) -> pd.DataFrame:
    """Projection, scenario and their difference per year for groups of ages of a place.

    Parameters
    ----------
    baseline, changed : Trajectories
        On the same draws.
    members : sequence of str
        Municipalities that make up the place.
    groups : sequence of (int, int)
        First and last age; (0, 100) is everybody.

    Returns
    -------
    DataFrame
        Columns group, year, base_p10, base_p50, base_p90, p10, p50, p90 and effect_p10,
        effect_p50, effect_p90: the range over draws of the difference, which is not the
        difference of the ranges. The effect's middle is its mean: half persons count.
    """
    frames = []
    # All ages once: summing a county's municipalities is what takes the time.
    people = baseline.ages(members), changed.ages(members)
    for low, high in groups:
        ages = slice(low, high + 1)
        before, after = (found[..., ages].sum(axis=2, dtype=np.float64) for found in people)
        columns = {"group": group_label(low, high), "year": list(baseline.years)}
        for prefix, draws in (("base_", before), ("", after), ("effect_", after - before)):
            found = np.quantile(draws, list(QUANTILES.values()), axis=0)
            for name, row in zip(QUANTILES, found, strict=True):
                columns[prefix + name] = row
        columns["effect_p50"] = (after - before).mean(axis=0)
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def effect_in(frame: pd.DataFrame, group: str, year: int) -> "pd.Series[float]":
    """Row of :func:`effects` for one group and year."""
    row: pd.Series[float] = frame[(frame["group"] == group) & (frame["year"] == year)].iloc[0]
    return row
