"""Then, now and later side by side, for one place or many."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from demografi.dataset import Dataset
from demografi.indicators import INDICATORS
from demografi.knowledge.cells import VIEWS, View, of_view

__all__ = ["Standing", "is_size", "side_by_side", "standing"]


def side_by_side(
    dataset: Dataset, frame: pd.DataFrame, indicator: str, places: Sequence[str]
) -> pd.DataFrame:
    """Then, now and later of one indicator, one row per place.

    Returns
    -------
    DataFrame
        Columns code, name, then_year, then, then_source, now_year, now, now_source, later, low,
        high.
    """
    before, today, ahead = (of_view(frame, view, indicator).reindex(list(places)) for view in VIEWS)
    return pd.DataFrame(
        {
            "code": list(places),
            "name": [dataset.regions.name(code) for code in places],
            "then_year": before["year"].astype("Int64").to_numpy(),
            "then": before["value"].to_numpy(float),
            "then_source": before["source"].fillna("").to_numpy(),
            "now_year": today["year"].astype("Int64").to_numpy(),
            "now": today["value"].to_numpy(float),
            "now_source": today["source"].fillna("").to_numpy(),
            "later": ahead["value"].to_numpy(float),
            "low": ahead["low"].to_numpy(float),
            "high": ahead["high"].to_numpy(float),
        }
    )


def is_size(frame: pd.DataFrame, indicator: str) -> bool:
    """Whether values are numbers of people, whose places differ in size, and none is ≤ 0.

    Parameters
    ----------
    frame : DataFrame
        As from :func:`side_by_side`.
    indicator : str
        Key.
    """
    values = frame[["then", "now", "low"]].to_numpy(float)
    return INDICATORS[indicator].kind == "count" and not bool((values <= 0).any())


@dataclass(frozen=True)
class Standing:
    """Where one place stands: then, now and later; missing values are None.

    Attributes
    ----------
    then, now : tuple of (int, float) or None
        Year and value.
    estimated : bool
        Whether the value now is estimated from the nation's rates.
    later : tuple of (float, float, float) or None
        Low, median and high.
    """

    then: tuple[int, float] | None
    now: tuple[int, float] | None
    later: tuple[float, float, float] | None
    estimated: bool = False

    @property
    def counted(self) -> tuple[int, float] | None:
        """Year and value now, unless estimated."""
        return None if self.estimated else self.now


def standing(frame: pd.DataFrame, place: str, indicator: str) -> Standing:
    """Gather the three cells of a place and an indicator."""

    def cell(view: View) -> tuple[float, float, float, float] | None:
        rows = of_view(frame, view, indicator)
        if place not in rows.index:
            return None
        year, value, low, high = rows.loc[[place], ["year", "value", "low", "high"]].to_numpy(
            float
        )[0]
        return year, value, low, high

    before, today, ahead = (cell(view) for view in VIEWS)
    return Standing(
        None if before is None else (int(before[0]), before[1]),
        None if today is None else (int(today[0]), today[1]),
        None if ahead is None else (ahead[2], ahead[1], ahead[3]),
        of_view(frame, "now", indicator)["basis"].get(place) == "indirect",
    )
