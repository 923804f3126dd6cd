"""The official projection beside ours: whose it is, from when, and what it lacks."""

from collections.abc import Sequence

import pandas as pd

from demografi.series import join_labels
from demografi.text import _
from demografi.text.contenders import published_name
from demografi.text.numbers import join, whole

__all__ = ["group_note", "name", "note", "said", "source"]


def name(official: pd.DataFrame) -> str:
    """Who projected from when; empty where nobody did.

    >>> name(pd.DataFrame({"base_year": [2021, 2021], "year": [2026, 2031]}))
    'SCB:s framskrivning från 2021'
    """
    if official.empty:
        return ""
    base_year = int(official["base_year"].iloc[0])
    return _("{who} från {year}").format(who=published_name(base_year), year=base_year)


def note(official: pd.DataFrame, place: str, jump_off: int) -> str:
    """Remark under the total: what the diamonds are, or that there are none.

    Parameters
    ----------
    official : DataFrame
        As from :func:`demografi.findings.newest_official`.
    place : str
        Its name.
    jump_off : int
        Year our own projection starts from.
    """
    if official.empty:
        return _(
            "Det finns ingen användbar framskrivning från SCB för {place} i våra data."
        ).format(place=place)
    told = _("{name} är den nyaste vi har").format(name=name(official))
    first = int(official["base_year"].iloc[0]) + 1
    if first > jump_off:
        return told + "."
    years = str(first) if first == jump_off else f"{first}–{jump_off}"
    return told + _(" och känner inte till {years}.").format(years=years)


def said(official: pd.DataFrame) -> str:
    """What it says of the total, for those who cannot see it; empty where it says nothing."""
    totals = official[official["group"] == "total"]
    if totals.empty:
        return ""
    # A long series is told by its ends.
    shown = totals if len(totals) <= 3 else totals.iloc[[0, -1]]
    parts = [f"{whole(row['value'])} ({row['year']})" for row in shown.to_dict("records")]
    return _("{name}: {parts}.").format(name=name(official), parts=join(parts))


def source(official: pd.DataFrame, groups: Sequence[str]) -> str:
    """Source of what is shown of it; empty where nothing is."""
    used = official.loc[official["group"].isin(list(groups)), "source"]
    if used.empty:
        return ""
    return _("{name}: {tables}.").format(name=name(official), tables=join_labels(used))


def group_note(official: pd.DataFrame, groups: Sequence[str]) -> str:
    """Remark under age groups, when the official projection has any of them."""
    if not set(groups) & set(official["group"]):
        return ""
    return _("Öppna romber är {name}, för de åldersgrupper den har.").format(name=name(official))
