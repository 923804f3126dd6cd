"""Years that figures lack."""

from collections.abc import Iterable

import pandas as pd

__all__ = ["missing_years", "years_between"]


def years_between(known: Iterable[int], until: int | None = None) -> list[int]:
    """Years without a figure between those that have one.

    Parameters
    ----------
    known : iterable of int
        Years with a figure.
    until : int, optional
        Year from which there is a projection: what lies between the last figure and it is
        missing too.

    >>> years_between([2019, 2024, 2025]), years_between([2021, 2022], until=2025)
    ([2020, 2021, 2022, 2023], [2023, 2024])
    >>> years_between([], until=2025), years_between([2025], until=2026)
    ([], [])
    """
    have = {int(year) for year in known}
    if not have:
        return []
    end = max(have) if until is None else max(*have, until)
    return [year for year in range(min(have), end) if year not in have]


def missing_years(observed: pd.DataFrame, ahead: pd.DataFrame | None = None) -> list[int]:
    """Years that a line of observed figures, and of the projection after it, has no figure for.

    Parameters
    ----------
    observed : DataFrame
        Columns year, value.
    ahead : DataFrame, optional
        Column year.
    """
    known = observed.loc[observed["value"].notna(), "year"]
    until = None if ahead is None or ahead.empty else int(ahead["year"].min())
    return years_between(known, until)
