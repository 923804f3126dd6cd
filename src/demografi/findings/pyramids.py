"""Age pyramids: years that have one, width of classes, the projection's range."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from demografi.dataset import AGE_OPEN, Dataset
from demografi.projection.trajectories import QUANTILES, Trajectories
from demografi.series import age_arrays, population_ages, total_series

__all__ = [
    "in_classes",
    "projected_pyramid",
    "pyramid_table",
    "pyramid_width",
    "pyramid_years",
    "years_with_split",
]

SMALL_PLACE = 20_000
"""Below this population single years of age are mostly chance; pyramids show five-year groups."""


def pyramid_width(dataset: Dataset, code: str) -> int:
    """Years of age per bar of a place's pyramid: 1, or 5 where single years are mostly chance."""
    return 1 if total_series(dataset, code)["value"].iloc[-1] >= SMALL_PLACE else 5


def in_classes(ages: pd.DataFrame, width: int) -> pd.DataFrame:
    """Sum ages to classes of equal width, the open group by itself.

    Parameters
    ----------
    ages : DataFrame
        Columns sex, age, value.
    width : int
        Years per class.

    Returns
    -------
    DataFrame
        Columns sex, age (youngest of the class), value.
    """
    start = ages["age"] // width * width
    return (
        ages.assign(age=start).groupby(["sex", "age"], as_index=False).agg(value=("value", "sum"))
    )


def projected_pyramid(
    trajectories: Trajectories, members: Sequence[str], year: int, width: int = 1
) -> dict[str, pd.DataFrame]:
    """Ages of women and men in a year of the projection.

    Parameters
    ----------
    trajectories : Trajectories
        The projection.
    members : sequence of str
        Municipalities that make up the place.
    year : int
        The jump-off year or a projected one.
    width : int
        Years per age class; classes are summed on every draw before the range is taken.

    Returns
    -------
    dict of str to DataFrame
        ``p10``, ``p50`` and ``p90``, each with columns sex, age (youngest of the class), value;
        the jump-off year has the same values in all three.
    """
    at = trajectories.at(year)
    starts = np.arange(0, AGE_OPEN + 1, width)
    by_sex = {
        sex: np.add.reduceat(trajectories.ages(members, sex)[:, at], starts, axis=1)
        for sex in ("F", "M")
    }
    return {
        name: pd.concat(
            [
                pd.DataFrame(
                    {"sex": sex, "age": starts, "value": np.quantile(draws, share, axis=0)}
                )
                for sex, draws in by_sex.items()
            ],
            ignore_index=True,
        )
        for name, share in QUANTILES.items()
    }


def pyramid_table(pyramids: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Pyramids side by side: column age (text) and one per sex and name, ``F 2035``.

    Parameters
    ----------
    pyramids : mapping of str to DataFrame
        Columns sex, age, value by a name such as the year.
    """
    columns = {
        f"{sex} {name}": rows.set_index("age")["value"]
        for name, frame in pyramids.items()
        for sex, rows in frame.groupby("sex")
    }
    table = pd.DataFrame(columns).rename_axis("age").reset_index()
    width = int(table["age"].diff().median())
    table["age"] = [
        f"{age}+" if age == AGE_OPEN else f"{age}–{age + width - 1}" if width > 1 else str(age)
        for age in table["age"]
    ]
    return table


def pyramid_years(dataset: Dataset, code: str) -> list[int]:
    """Years with single ages, oldest first."""
    return [int(year) for year in age_arrays(dataset, code).years]


def years_with_split(dataset: Dataset, code: str) -> list[int]:
    """Years with single ages for women and men apart, oldest first."""
    frame = population_ages(dataset, code)
    return sorted({int(year) for year in frame.loc[frame["sex"] == "F", "year"]})
