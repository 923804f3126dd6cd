"""Years that screens speak of, and one year's row of a frame."""

import pandas as pd

from demografi.errors import RequestError

__all__ = ["DRAWS", "FAR_YEAR", "HORIZON", "NEAR_YEAR", "SEED", "in_year"]

DRAWS, SEED, HORIZON = 400, 1, 2050
"""The projection that is shown, so that the same figure is the same on every screen and in every
report."""

NEAR_YEAR, FAR_YEAR = 2035, 2040
"""The coming years that are shown where the reader has not chosen one: age groups and ratios at
the nearer, totals at the farther."""


def in_year(frame: pd.DataFrame, year: int) -> dict[str, float]:
    """Return the numbers of one year's row by column.

    Raises
    ------
    RequestError
        The frame has no such year.
    """
    rows = frame[frame["year"] == year].select_dtypes("number").to_dict("records")
    if not rows:
        raise RequestError(
            "year_missing",
            f"There is no year {year}; years are {frame['year'].min()}-{frame['year'].max()}.",
            "Choose a year in that span.",
            year=year,
        )
    return {str(name): float(value) for name, value in rows[0].items()}
