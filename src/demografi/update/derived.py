"""Figures that follow from the population fetched, made anew so that none is held back.

SCB's mean population of a year is the mean of the population at the year's two ends, age by age
(so it is for every year of the nation's 1969–2020 but 1970 and 1971, where a census came in
between). The table of it that goes with deaths by age at death is not fetched; its newer years
are made here, under the population's name.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from demografi.dataset import AGE_OPEN, CKM_YEAR
from demografi.dataset.added import noisy

__all__ = ["DERIVED", "FROM_POPULATION", "mean_population", "share_65_plus"]

FROM_POPULATION = "SCB TAB638/TAB5557"
"""Source of what follows from the population."""
DERIVED = ("mean_population",)
"""Tables of the dataset whose new years all are made here."""
APART = 0.005
"""Relative difference of totals above which a mean population belongs to another population
than the one in use."""

_CELLS = 2 * (AGE_OPEN + 1)
_KEY = ["region", "sex", "age"]


def mean_population(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Mean population of the years that SCB's is lacking for, or does not belong to any more.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        With ``population`` and ``mean_population``; regions are those of the latter.

    Returns
    -------
    DataFrame
        Rows of ``mean_population``: means of two stocks, for years with both by sex and age.
    """
    have = tables["mean_population"]
    regions = have["region"].unique()
    stocks = tables["population"]
    stocks = stocks[stocks["region"].isin(regions) & (stocks["sex"] != "T")]
    wide = stocks.pivot(index=_KEY, columns="year", values="value").astype(float)
    years = [int(year) for year in stocks["year"].unique()]
    means = [((wide[y - 1] + wide[y]) / 2).rename(y) for y in sorted(years) if y - 1 in years]
    if not means:
        return have.iloc[:0]
    rows = pd.concat(means, axis=1).reset_index().melt(_KEY, var_name="year").dropna()
    rows = rows.astype({"year": "int64"})
    whole = rows.groupby(["region", "year"])["value"].agg(["size", "sum"])
    own = have[have["source"] != FROM_POPULATION].groupby(["region", "year"])["value"].sum()
    other = own.reindex(whole.index)
    belongs = (whole["sum"] - other).abs() <= APART * whole["sum"]
    made = whole.index[(whole["size"] == _CELLS) & ~belongs]
    rows = rows[pd.MultiIndex.from_frame(rows[["region", "year"]]).isin(made)]
    rows = rows.assign(source=pd.Series(FROM_POPULATION, index=rows.index, dtype="str"))
    return rows.assign(ckm=noisy("mean_population", rows))[list(have.columns)]


def share_65_plus(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Persons of 65 and over, per cent of the published total, for the regions that have it.

    Returns
    -------
    DataFrame
        Rows of ``indicators_published``, rounded to the two decimals of those shipped.
    """
    have = tables["indicators_published"]
    have = have[(have["indicator"] == "share_65_plus") & (have["source"] == FROM_POPULATION)]
    ages = tables["population"]
    # With noise, both sexes as published, which carry less of it than women and men added.
    asked = (ages["sex"] == "T") == (ages["year"] >= CKM_YEAR)
    ages = ages[ages["region"].isin(have["region"].unique()) & asked]
    key = ["region", "year"]
    total = tables["population_total"].set_index(key)["value"]
    old = ages[ages["age"] >= 65].groupby(key)["value"].sum()
    total = total.reindex(old.index)
    share = (100 * old / total.where(total > 0)).round(2).dropna()
    rows = share.rename("value").reset_index()
    rows = rows.assign(sex="T", indicator="share_65_plus", source=FROM_POPULATION)
    rows = rows.astype({"sex": "str", "indicator": "str", "source": "str", "value": np.float64})
    return rows.assign(ckm=noisy("indicators_published", rows))[list(have.columns)]
