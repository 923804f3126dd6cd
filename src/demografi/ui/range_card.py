"""The card of several ranges: a small figure for each, one table for all."""

from collections.abc import Collection, Hashable, Mapping

import pandas as pd
import plotly.graph_objects as go

from demografi import findings
from demografi.charts.lines import small_range, small_ranges
from demografi.charts.palette import Palette
from demografi.dataset import Dataset
from demografi.series import missing_years
from demografi.text import _
from demografi.text.columns import BASIS, BEFORE, OBSERVED, Column, history_columns
from demografi.text.numbers import MISSING, decimal
from demografi.text.years import gaps_note
from demografi.ui.card import Card, kept_card

__all__ = ["range_card", "side_by_side"]


def side_by_side(table: pd.DataFrame, names: Mapping[str, str], digits: int = 0) -> pd.DataFrame:
    """Write series side by side, a year per row, the latest first.

    Parameters
    ----------
    table : DataFrame
        Columns series, year, value (observed), p10, p50, p90 (projected).
    names : mapping of str to str
        Title of each series, in order.
    digits : int
        Decimals.
    """
    text = [
        decimal(row["value"], digits)
        if pd.notna(row["value"])
        else f"{decimal(row['p50'], digits)} ({decimal(row['p10'], digits)}–"
        f"{decimal(row['p90'], digits)})"
        for row in table.to_dict("records")
    ]
    wide = table.assign(text=text).pivot(index="year", columns="series", values="text")
    wide = wide.reindex(columns=list(names)).rename(columns=dict(names))
    wide = wide.sort_index(ascending=False).fillna(MISSING).rename_axis(columns=None)
    return wide.rename_axis(_("År")).reset_index().astype(str)


def _long(parts: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]]) -> pd.DataFrame:
    """One table of several series: observed years, then projected ones."""
    frames = [
        findings.history_then_range(before[["year", "value"]], ahead).assign(series=key)
        for key, (before, ahead) in parts.items()
    ]
    return pd.concat(frames, ignore_index=True)


def range_card(
    data: Dataset,
    key: str,
    title: str,
    *,
    parts: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]],
    names: Mapping[str, str],
    alts: Mapping[str, str],
    headings: Mapping[str, str] | None = None,
    source: str,
    unit: str,
    note: str = "",
    depends: tuple[Hashable, ...],
    digits: int = 0,
    basis: Mapping[str, str] | None = None,
    calculated: Collection[str] = (),
) -> None:
    """Show one small history-and-range figure per series, with one table for all of them.

    All of it follows from what it ``depends`` on: it is made once for all who ask the same.
    Where some series before the projection are ``calculated``, ``basis`` says of each in files
    what it is; in the table they are marked, in the figure dashed.
    """

    def make() -> Card:
        return _range_card(
            title,
            parts=parts,
            names=names,
            alts=alts,
            headings=headings or names,
            source=source,
            unit=unit,
            note=note,
            digits=digits,
            basis=basis or {},
            calculated=calculated,
        )

    kept_card(key, make, dataset=data, depends=depends)


def _range_card(
    title: str,
    *,
    parts: Mapping[str, tuple[pd.DataFrame, pd.DataFrame]],
    names: Mapping[str, str],
    alts: Mapping[str, str],
    headings: Mapping[str, str],
    source: str,
    unit: str,
    note: str,
    digits: int,
    basis: Mapping[str, str],
    calculated: Collection[str],
) -> Card:
    table = _long(parts)
    table["basis"] = table["series"].map(dict(basis))
    gaps = gaps_note({names[part]: missing_years(*frames) for part, frames in parts.items()})
    above = {part: headings[part] for part in parts}
    panels = {above[part]: frames for part, frames in parts.items()}
    dashed = {above[part] for part in calculated}
    written = {
        part: _("{name} (beräknat)").format(name=names[part]) if part in calculated else names[part]
        for part in parts
    }

    def small(colours: Palette) -> dict[str, go.Figure]:
        return {
            name: small_range(*frames, colours, calculated=name in dashed)
            for name, frames in panels.items()
        }

    return Card(
        title,
        lambda colours: small_ranges(panels, colours, calculated=dashed),
        table.assign(series=table["series"].map(names)),
        {
            "series": Column(_("Vad"), kind="text"),
            **history_columns(digits, BEFORE if calculated else OBSERVED),
            **({"basis": Column(BASIS, kind="text")} if basis else {}),
        },
        source=source,
        alt=" ".join(alts.values()),
        unit=unit,
        note="  \n".join(part for part in (note, gaps) if part),
        panels=small,
        panel_alts={above[part]: text for part, text in alts.items()},
        written=side_by_side(table, written, digits),
    )
