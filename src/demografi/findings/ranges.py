"""Figures today beside their 80 % range in coming years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.findings.years import in_year
from demografi.indicators import indicator as definition
from demografi.indicators import matrix, projected_matrix
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.series import parse_group

__all__ = [
    "Outlook",
    "group_outlooks",
    "group_ranges",
    "group_table",
    "history_then_range",
    "latest",
    "outlook",
    "outlooks",
    "range_of",
    "row_outlook",
]


@dataclass(frozen=True)
class Outlook:
    """A figure today and its 80 % range in a coming year.

    Attributes
    ----------
    year, now : int, float
        Newest observed year and value, as published.
    start : float
        Value in the projection's own first year, which draws rise or fall from: a published
        ratio is often counted from noisy ages (CKM) and differs a little from it.
    target, low, middle, high : int, float
        The coming year; 10th, 50th and 90th percentile over draws.
    """

    year: int
    now: float
    start: float
    target: int
    low: float
    middle: float
    high: float

    @property
    def sign(self) -> int:
        """1 when the whole range lies above the start, −1 when it lies below, otherwise 0."""
        return int(self.low > self.start) - int(self.high < self.start)

    def change(self, value: float) -> float:
        """Per cent from the start to a value of the coming year; missing from nothing."""
        return (value / self.start - 1) * 100 if self.start else float("nan")


def outlook(
    dataset: Dataset, trajectories: Trajectories, code: str, indicator: str, target: int
) -> Outlook:
    """Put the newest observed value of an indicator beside its range in a coming year."""
    return row_outlook(outlooks(dataset, trajectories, [code], indicator, target).iloc[0])


def row_outlook(row: "pd.Series[float]") -> Outlook:
    """Outlook of one row of :func:`outlooks`."""
    values = (row[name] for name in ("low", "middle", "high"))
    return Outlook(int(row["year"]), row["now"], row["start"], int(row["target"]), *values)


def outlooks(
    dataset: Dataset, trajectories: Trajectories, codes: Sequence[str], indicator: str, target: int
) -> pd.DataFrame:
    """Outlooks of several places, with the change in per cent.

    Returns
    -------
    DataFrame
        One row per place: region, name, year, now (missing where nothing is observed), start,
        target, low, middle, high, change, change_low, change_high (per cent of the start, the
        projection's own first year). Flows have no value in that year: they start from now.

    Raises
    ------
    RequestError
        The indicator does not follow from a projection, the year is not projected, or it is
        too near the first year for an indicator that looks back.
    """
    members = {code: dataset.regions.place(code).members for code in codes}
    if not definition(indicator).projectable:
        raise RequestError(
            "not_projectable",
            f"Indicator '{indicator}' does not follow from a projection.",
            "Choose one whose definition says it is projectable.",
            indicator=indicator,
        )
    ahead = projected_matrix(trajectories, members, [indicator], target)
    if ahead.empty:
        raise RequestError(
            "looks_back_too_far",
            f"Indicator '{indicator}' in {target} depends on years before the projection, "
            f"which begins in {trajectories.jump_off}.",
            "Choose a later year.",
            indicator=indicator,
            year=target,
            first=trajectories.jump_off,
        )
    ends = {"p10": "low", "p50": "middle", "p90": "high"}
    frame = ahead.rename(columns={"place": "region", **ends})[["region", *ends.values()]]
    today = latest(dataset, codes, indicator).set_index("region")
    frame.insert(1, "name", [dataset.regions.name(code) for code in frame["region"]])
    year = frame["region"].map(today["year"]).fillna(trajectories.jump_off)
    frame.insert(2, "year", year.astype("int64"))
    frame.insert(3, "now", frame["region"].map(today["value"]))
    first = projected_matrix(trajectories, members, [indicator], trajectories.jump_off)
    # A flow has no value in the first year.
    start = frame["now"] if first.empty else frame["region"].map(first.set_index("place")["p50"])
    frame.insert(4, "start", start)
    frame.insert(5, "target", target)
    for column, end in (("change", "middle"), ("change_low", "low"), ("change_high", "high")):
        frame[column] = (frame[end] / frame["start"] - 1) * 100
    return frame


def latest(dataset: Dataset, codes: Sequence[str], indicator: str) -> pd.DataFrame:
    """Newest value of an indicator per place: columns region, name, year, value, source."""
    frame = matrix(dataset, codes, [indicator], dataset.newest_year)
    names = [dataset.regions.name(code) for code in frame["place"]]
    return frame.assign(region=frame["place"], name=names)[
        ["region", "name", "year", "value", "source"]
    ]


def group_ranges(
    trajectories: Trajectories, members: Sequence[str], groups: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Range of age groups in every projected year: columns year, p10, p50, p90 by group."""
    found = {}
    for group in groups:
        draws = trajectories.group(members, *parse_group(group))
        found[group] = range_of(draws, trajectories.years)
    return found


def range_of(draws: NDArray[np.floating], years: Sequence[int]) -> pd.DataFrame:
    """80 % range of draws [draw, year]: columns year, p10, p50, p90."""
    low, middle, high = np.quantile(draws, list(QUANTILES.values()), axis=0)
    return pd.DataFrame({"year": list(years), "p10": low, "p50": middle, "p90": high})


def group_outlooks(
    ranges: Mapping[str, pd.DataFrame], history: pd.DataFrame, target: int
) -> dict[str, Outlook]:
    """Newest observed number and coming range of each age group.

    Parameters
    ----------
    ranges : mapping of str to DataFrame
        As from :func:`group_ranges`, the projection's first year first.
    history : DataFrame
        Columns group, year, value, as from :func:`demografi.series.group_series`.
    target : int
        The coming year.
    """
    found = {}
    for group, frame in ranges.items():
        newest = history[history["group"] == group].iloc[-1]
        row = in_year(frame, target)
        found[group] = Outlook(
            int(newest["year"]),
            float(newest["value"]),
            float(frame["p50"].iloc[0]),
            target,
            row["p10"],
            row["p50"],
            row["p90"],
        )
    return found


def group_table(ranges: Mapping[str, pd.DataFrame], history: pd.DataFrame) -> pd.DataFrame:
    """One long table of age groups: observed years first, then ranges.

    Returns
    -------
    DataFrame
        Columns group, year, value (observed), p10, p50, p90 (projected).
    """
    seen = history[["group", "year", "value"]]
    coming = pd.concat([frame.assign(group=group) for group, frame in ranges.items()])
    last = history.groupby("group")["year"].max()
    coming = coming[coming["year"] > coming["group"].map(last)]
    order = {group: at for at, group in enumerate(ranges)}
    return pd.concat([seen, coming], ignore_index=True).sort_values(
        ["group", "year"],
        key=lambda column: column.map(order) if column.name == "group" else column,
    )


def history_then_range(observed_values: pd.DataFrame, coming: pd.DataFrame) -> pd.DataFrame:
    """One table of observed years, then projected ones: columns year, value, p10, p50, p90."""
    # The newest year of nothing is NaN, which no year comes after.
    later = (
        coming[coming["year"] > observed_values["year"].max()] if len(observed_values) else coming
    )
    joined: pd.DataFrame = pd.concat([observed_values[["year", "value"]], later], ignore_index=True)
    return joined
