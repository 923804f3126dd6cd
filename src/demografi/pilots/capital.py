"""Supply of capital: where the people who start and run firms are, and the local tax base."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from demografi.comparison import Line
from demografi.dataset import Dataset
from demografi.findings import NEAR_YEAR
from demografi.indicators import observed
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.regions import NATION
from demografi.series import group_series, join_labels, parse_group

__all__ = ["AGES", "SINCE", "founders", "lowest_tax", "relative_tax_base", "tax_lines"]

AGES = ("25-44", "45-64")
"""Ages in which most firms are started, and in which most are run."""
SINCE = 10
"""Years back that trends are taken over."""


def relative_tax_base(dataset: Dataset, code: str) -> pd.DataFrame:
    """Tax base per inhabitant of a place in per cent of the nation's, by year.

    Relative, because the figures are in current kronor: what the nation's has risen by is
    mostly prices and wages.

    Returns
    -------
    DataFrame
        Columns year, value (per cent of the nation's), kronor, source.
    """
    own, nation = (observed(dataset, place, "tax_base") for place in (code, NATION))
    both = own.merge(nation[["year", "value"]], on="year", suffixes=("", "_nation"))
    return pd.DataFrame(
        {
            "year": both["year"].astype("int64"),
            "value": both["value"] / both["value_nation"] * 100,
            "kronor": both["value"],
            "source": both["source"],
        }
    )


def _first_since(frame: pd.DataFrame, last: int) -> "pd.Series[float]":
    """Row of the year nearest to :data:`SINCE` years before the last."""
    return frame.iloc[int((frame["year"] - (last - SINCE)).abs().to_numpy().argmin())]


def founders(
    dataset: Dataset,
    trajectories: Trajectories,
    ages: str = AGES[0],
    year: int = NEAR_YEAR,
) -> pd.DataFrame:
    """Set out the people and the tax base of each municipality, most people first.

    Parameters
    ----------
    dataset : Dataset
        The figures.
    trajectories : Trajectories
        The projection.
    ages : str
        Age group such as ``"25-44"``.
    year : int
        Coming year.

    Returns
    -------
    DataFrame
        Columns code, name; people_year, people, share (per cent of inhabitants), part (per
        cent of the county's people in those ages), before_year, trend (per cent since then);
        low, middle, high (per cent from the projection's first year to the coming one); tax_year,
        tax (kr per inhabitant), relative (per cent of the nation's), tax_before_year,
        relative_change (percentage points since that year, nearest to :data:`SINCE` years
        earlier), income_year, income (tkr), source, tax_source,
        income_source.
    """
    rows = []
    for code in dataset.regions.municipalities():
        series = group_series(dataset, code, [ages])
        series = series[series["year"] <= trajectories.jump_off]
        total = group_series(dataset, code, ["total"]).set_index("year")["value"]
        newest = series.iloc[-1]
        before = _first_since(series, int(newest["year"]))
        draws = trajectories.group([code], *parse_group(ages)).astype(float)
        change = (draws[:, trajectories.at(year)] / draws[:, 0] - 1) * 100
        low, middle, high = np.quantile(change, list(QUANTILES.values()))
        tax = relative_tax_base(dataset, code)
        taxed, taxed_before = tax.iloc[-1], _first_since(tax, int(tax["year"].iloc[-1]))
        income = observed(dataset, code, "median_income").iloc[-1]
        rows.append(
            {
                "code": code,
                "name": dataset.regions.name(code),
                "people_year": int(newest["year"]),
                "people": float(newest["value"]),
                "share": 100 * float(newest["value"]) / float(total[newest["year"]]),
                "before_year": int(before["year"]),
                "trend": 100 * (float(newest["value"]) / float(before["value"]) - 1),
                "low": low,
                "middle": middle,
                "high": high,
                "tax_year": int(taxed["year"]),
                "tax": float(taxed["kronor"]),
                "relative": float(taxed["value"]),
                "tax_before_year": int(taxed_before["year"]),
                "relative_change": float(taxed["value"] - taxed_before["value"]),
                "income_year": int(income["year"]),
                "income": float(income["value"]),
                "source": join_labels([str(newest["label"]), str(before["label"])]),
                "tax_source": str(taxed["source"]),
                "income_source": str(income["source"]),
            }
        )
    frame = pd.DataFrame(rows)
    frame.insert(6, "part", 100 * frame["people"] / frame["people"].sum())
    return frame.sort_values("people", ascending=False, kind="stable", ignore_index=True)


def tax_lines(dataset: Dataset, codes: Sequence[str]) -> list[Line]:
    """Tax base per inhabitant of some places in per cent of the nation's, over the years."""
    nothing = pd.DataFrame({name: pd.Series(dtype=float) for name in ("year", *QUANTILES)})
    lines = []
    for code in codes:
        frame = relative_tax_base(dataset, code)[["year", "value", "source"]]
        lines.append(Line(code, dataset.regions.name(code), frame, nothing))
    return [line for line in lines if len(line.observed)]


def lowest_tax(frame: pd.DataFrame) -> str:
    """Code of the municipality with the lowest tax base per inhabitant.

    Parameters
    ----------
    frame : DataFrame
        As from :func:`founders`.
    """
    return str(frame.sort_values("relative", kind="stable")["code"].iloc[0])
