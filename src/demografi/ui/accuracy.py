"""Choices, figures and tables of the screen Träffsäkerhet."""

from collections.abc import Mapping, Sequence

import pandas as pd

from demografi.findings.accuracy import (
    AHEAD,
    LIMIT,
    OURS,
    PUBLISHED,
    Accuracy,
    ShelfLife,
)
from demografi.text import _
from demografi.text import accuracy as text
from demografi.text.columns import range_columns
from demografi.text.numbers import MISSING, percent, whole
from demografi.ui import choices
from demografi.ui.card import Column
from demografi.ui.shell import Figure

__all__ = [
    "choose_origin",
    "figures",
    "group_rows",
    "held_columns",
    "longest",
    "said_columns",
    "size_rows",
    "stacked",
    "wide",
    "years_columns",
]

_DEFAULT = 2019
"""The base year with a published projection for every year ahead."""


def choose_origin(origins: Sequence[int]) -> int:
    """Choose the base year, of those there are forecasts of; ``bas`` in the link."""
    return choices.select(
        "bas",
        _("Prognos från"),
        origins,
        _DEFAULT if _DEFAULT in origins else origins[0],
        show=lambda year: _("{year} års folkmängd").format(year=year),
    )


def figures(found: Accuracy | None, life: ShelfLife) -> list[Figure]:
    """Give the figures that matter: usual error, error of eight in ten, shelf life, ranges."""
    life_figure = Figure(
        _("Hållbarhet"),
        text.lasts(life),
        _("8 av 10 inom {limit}").format(limit=percent(LIMIT, 0)),
        help=_(
            "Så många år framåt som minst åtta av tio prognoser har hållit sig inom {limit} "
            "från utfallet. Längre än {tested} år går inte att pröva."
        ).format(limit=percent(LIMIT, 0), tested=life.tested),
    )
    if found is None:
        return [life_figure]
    return [
        Figure(
            _("Vanligt fel efter {years} år").format(years=AHEAD),
            percent(found.middle),
            text.cases(found),
            help=_(
                "Hälften av prognoserna missade med mindre, hälften med mer. Fel i procent av "
                "utfallet, oavsett håll."
            ),
        ),
        Figure(
            _("Åtta av tio inom, efter {years} år").format(years=AHEAD),
            percent(found.within),
            _("i medeltal {mean}").format(mean=percent(found.mean, 1, sign=True)),
            help=_("Minus i medeltal betyder att prognoserna har varit för låga."),
        ),
        life_figure,
        Figure(
            _("Intervallet rymde, efter {years} år").format(years=AHEAD),
            text.counted(found),
            _("ska rymma 8 av 10"),
            help=_("Det bredare intervallet, för 19 av 20 utfall, rymde {share}.").format(
                share=text.of_ten(found.held95)
            ),
        ),
    ]


def said_columns(said: pd.DataFrame, names: Mapping[str, str]) -> dict[str, Column]:
    """Columns of what was said and what came."""
    columns = {
        "year": Column(_("År"), kind="year"),
        "actual": Column(_("Utfall")),
        OURS: Column(names[OURS]),
        **range_columns(_("Vår"), {"p10": "low80", "p90": "high80"}),
    }
    columns |= {name: Column(label) for name, label in names.items() if name not in columns}
    return {name: column for name, column in columns.items() if name in said}


def wide(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """Put contenders side by side, a row per year ahead, with the number of forecasts."""
    table = frame.pivot(index="ahead", columns="contender", values=value)
    table.columns.name = None
    table.insert(0, "forecasts", frame.groupby("ahead")["forecasts"].max())
    return table.reset_index()


def years_columns(table: pd.DataFrame, names: Mapping[str, str], digits: int) -> dict[str, Column]:
    """Columns of a table from :func:`wide`, with so many decimals."""
    columns = {
        "ahead": Column(_("År framåt"), kind="text"),
        "forecasts": Column(_("Antal")),
    }
    order = [OURS, PUBLISHED, *(name for name in names if name not in (OURS, PUBLISHED))]
    columns |= {name: Column(names[name], digits=digits) for name in order}
    return {name: column for name, column in columns.items() if name in table}


def group_rows(by_group: pd.DataFrame) -> pd.DataFrame:
    """Name the age groups."""
    return by_group.assign(name=[text.group_name(group) for group in by_group["group"]])


def size_rows(by_size: pd.DataFrame) -> pd.DataFrame:
    """Name the size classes."""
    return by_size.assign(name=[text.size_name(size) for size in by_size["size"]])


def held_columns() -> dict[str, Column]:
    """Columns of shares inside the ranges."""
    return {
        "name": Column(_("Ålder eller storlek"), kind="text"),
        "held80": Column(_("I intervallet för 8 av 10, %")),
        "held95": Column(_("I intervallet för 19 av 20, %")),
        "forecasts": Column(_("Antal prognoser")),
    }


def longest(table: pd.DataFrame) -> str:
    """How many forecasts the longest distance of a table from :func:`wide` has, as written."""
    return whole(float(table["forecasts"].iloc[-1])) if len(table) else MISSING


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """One table of shares by age group and by size."""
    return pd.concat(parts, ignore_index=True)
