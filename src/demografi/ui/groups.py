"""Sets of age groups on screen: the choice, their Swedish names, panels and sources."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from demografi.charts.lines import small_range
from demografi.charts.palette import Palette
from demografi.dataset import Dataset
from demografi.findings import official_groups
from demografi.indicators import AGE_GROUPS, AgeGroupSet
from demografi.series import missing_years
from demografi.text import _
from demografi.text import official as text
from demografi.text.age_groups import described, named, titles
from demografi.text.numbers import MISSING, whole
from demografi.text.sources import source_line
from demografi.text.years import gaps_note
from demografi.ui import choices
from demografi.ui.card import Column

__all__ = [
    "by_year",
    "choose_set",
    "described",
    "figures",
    "gaps",
    "named",
    "named_table",
    "panels",
    "published",
    "published_column",
    "source",
]

_OFFERED = ("services", "skr2023", "skr2022", "dependency")


def choose_set() -> AgeGroupSet:
    """Choose how to divide the population; ``grupper`` in the link."""
    key = choices.select(
        "grupper",
        _("Åldersgrupper"),
        _OFFERED,
        _OFFERED[0],
        show=lambda chosen: _(AGE_GROUPS[chosen].name),
    )
    return AGE_GROUPS[key]


def panels(
    chosen: AgeGroupSet, history: pd.DataFrame, ahead: Mapping[str, pd.DataFrame]
) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
    """Pair history and range of each group under its title."""
    return {
        title: (history[history["group"] == group], ahead[group])
        for group, title in titles(chosen).items()
    }


def figures(
    chosen: AgeGroupSet,
    history: pd.DataFrame,
    ahead: Mapping[str, pd.DataFrame],
    palette: Palette,
    published: Mapping[str, tuple[str, pd.DataFrame]] | None = None,
) -> dict[str, go.Figure]:
    """Draw one small figure per group, with what others have published by its title."""
    return {
        title: small_range(observed, coming, palette, published=(published or {}).get(title))
        for title, (observed, coming) in panels(chosen, history, ahead).items()
    }


def gaps(chosen: AgeGroupSet, history: pd.DataFrame, ahead: Mapping[str, pd.DataFrame]) -> str:
    """Say where the groups' lines are broken for lack of figures."""
    drawn = panels(chosen, history, ahead)
    return gaps_note({title: missing_years(*frames) for title, frames in drawn.items()})


def published(
    chosen: AgeGroupSet, name: str, official: pd.DataFrame
) -> dict[str, tuple[str, pd.DataFrame]]:
    """Put an official projection's figures of each group under its title."""
    found = official_groups(official, chosen.labels)
    return {title: (name, found[group]) for group, title in titles(chosen).items()}


def published_column(official: pd.DataFrame, groups: Sequence[str]) -> dict[str, Column]:
    """Column of the official projection, in tables that show any of its groups."""
    if not set(groups) & set(official["group"]):
        return {}
    return {"official": Column(text.name(official))}


def named_table(chosen: AgeGroupSet, table: pd.DataFrame) -> pd.DataFrame:
    """Replace group codes by their titles."""
    return table.assign(group=table["group"].map(titles(chosen)))


def by_year(chosen: AgeGroupSet, table: pd.DataFrame) -> pd.DataFrame:
    """Write the groups side by side, a year per row, the latest first.

    Parameters
    ----------
    chosen : AgeGroupSet
        The groups, which become the columns.
    table : DataFrame
        Columns group, year, value (observed), p10, p50, p90 (projected).

    Returns
    -------
    DataFrame
        Column ``År`` and one per group: the observed number, or the middle of the projection
        with its range in brackets.
    """
    text = [
        whole(row["value"])
        if pd.notna(row["value"])
        else f"{whole(row['p50'])} ({whole(row['p10'])}–{whole(row['p90'])})"
        for row in table.to_dict("records")
    ]
    wide = table.assign(text=text).pivot(index="year", columns="group", values="text")
    wide = wide.reindex(columns=list(chosen.labels)).rename(columns=titles(chosen))
    wide = wide.sort_index(ascending=False).fillna(MISSING).rename_axis(columns=None)
    return wide.rename_axis(_("År")).reset_index().astype(str)


def source(dataset: Dataset, history: pd.DataFrame) -> str:
    """Source line of observed age groups."""
    return source_line(dataset, list(history["label"].unique()), list(history["year"]))
