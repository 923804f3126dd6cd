"""Years in words: runs of them, and those that figures lack."""

from collections.abc import Mapping, Sequence

import pandas as pd

from demografi.series import missing_years, years_between
from demografi.text import _
from demografi.text.numbers import join

__all__ = ["ages_note", "broken_note", "first_to_last", "gaps_note", "spans"]


def spans(years: Sequence[int]) -> str:
    """Write years as runs.

    >>> spans([2010, 2011, 2012, 2024, 2025])
    '2010–2012 och 2024–2025'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return join([str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs])


def first_to_last(years: Sequence[int]) -> str:
    """Write the first and the last of years.

    >>> first_to_last([2026]), first_to_last([1997, 1998, 2024])
    ('2026', '1997–2024')
    """
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def broken_note(observed: pd.DataFrame, ahead: pd.DataFrame | None = None) -> str:
    """Say where the one line of a figure is broken, see :func:`gaps_note`.

    Parameters
    ----------
    observed : DataFrame
        Columns year, value.
    ahead : DataFrame, optional
        Column year: the projection that goes on from it.
    """
    return gaps_note({"": missing_years(observed, ahead)})


def ages_note(years: Sequence[int]) -> str:
    """Say which years between the first and the last with ages cannot be chosen.

    >>> ages_note([2010, 2011, 2013]), ages_note([2024, 2025])
    ('Ålder för ålder saknas 2012, som därför inte går att välja.', '')
    """
    missing = years_between(years)
    if not missing:
        return ""
    return _("Ålder för ålder saknas {years}, som därför inte går att välja.").format(
        years=spans(missing)
    )


def gaps_note(gaps: Mapping[str, Sequence[int]]) -> str:
    """Say where lines are broken because figures are missing; nothing where none are.

    Parameters
    ----------
    gaps : mapping of str to sequence of int
        Years without a figure, ascending, by the name of each line that is drawn. What follows a
        comma in a name is left out where names differ without it.

    >>> gaps_note({"Umeå": [2020, 2021, 2022, 2023], "Åsele": [2020, 2021, 2022, 2023]})
    'Linjerna är brutna där uppgifter saknas: 2020–2023.'
    >>> gaps_note({"Umeå": [], "Åsele": [2020, 2022]})
    'Linjen är bruten där uppgifter saknas: Åsele 2020 och 2022.'
    >>> gaps_note({"Förskola, 1–5 år": [2023], "Skola, 6–15 år": [2023], "Åsele": [2022, 2023]})
    'Linjerna är brutna där uppgifter saknas: Förskola och Skola 2023; Åsele 2022–2023.'
    >>> gaps_note({"Umeå": [2022]}), gaps_note({"Umeå": []})
    ('Linjen är bruten där uppgifter saknas: 2022.', '')
    """
    short = {name: name.partition(",")[0] for name in gaps}
    if len(set(short.values())) < len(short):
        short = {name: name for name in gaps}
    by_years: dict[tuple[int, ...], list[str]] = {}
    for name, years in gaps.items():
        if len(years):
            by_years.setdefault(tuple(years), []).append(short[name])
    if not by_years:
        return ""
    broken = sum(map(len, by_years.values()))
    alike = len(by_years) == 1 and broken == len(gaps)
    told = [
        spans(years) if alike else f"{join(names)} {spans(years)}"
        for years, names in by_years.items()
    ]
    template = (
        _("Linjen är bruten där uppgifter saknas: {years}.")
        if broken == 1
        else _("Linjerna är brutna där uppgifter saknas: {years}.")
    )
    return template.format(years="; ".join(told))
