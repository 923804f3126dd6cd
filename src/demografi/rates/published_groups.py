"""Broad age groups as published, for years whose single ages are not."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.series.groups import GROUPS, parse_group

__all__ = ["SPANS", "published_groups"]

Array = NDArray[np.float64]

SPANS = tuple(parse_group(group) for group in GROUPS)
"""Bounds of the groups, both inclusive; together they cover all ages."""


def published_groups(
    rows: pd.DataFrame, years: Sequence[int], regions: Sequence[str], totals: Array
) -> Array:
    """Persons of both sexes [year, region, group] in the groups of :data:`SPANS`.

    Parameters
    ----------
    rows : DataFrame
        Of the table ``population_groups``.
    years, regions : sequence
        Labels of the axes.
    totals : array [year, region]
        All ages. The oldest group is what is left of it where it is not published itself.

    Returns
    -------
    array [year, region, group]
        NaN in years and regions in which the groups are not known or do not add up.
    """
    found = np.full((len(years), len(regions), len(GROUPS)), np.nan)
    if "group" not in rows.columns:
        return found
    wanted = rows[rows["group"].isin(GROUPS)]
    wide = wanted.pivot_table(
        index=["region", "year", "group"], columns="sex", values="value", aggfunc="last"
    ).reindex(columns=["T", "F", "M"])
    both = wide["T"].fillna(wide["F"] + wide["M"]).unstack("group").reindex(columns=list(GROUPS))
    for at, region in enumerate(regions):
        if region in both.index.get_level_values("region"):
            found[:, at] = both.loc[region].reindex(list(years)).to_numpy(float)
    oldest = found[..., -1]
    left = totals - found[..., :-1].sum(axis=2)
    found[..., -1] = np.where(np.isfinite(oldest), oldest, left)
    # To the person: what is raked to the groups must sum to the published total.
    whole = (np.abs(found.sum(axis=2) - totals) < 0.5) & (found >= 0).all(axis=2)
    found[~whole] = np.nan
    return found
