"""What the screen Träffsäkerhet says of a place, made once for all who ask the same."""

from collections.abc import Hashable
from typing import NamedTuple

import pandas as pd

from demografi.charts.accuracy import by_years_ahead, held, said_and_came
from demografi.dataset import Dataset
from demografi.evaluation import GROUPS
from demografi.evaluation.stored import Backtest
from demografi.findings import accuracy
from demografi.regions import Place
from demografi.text import _, contenders
from demografi.text import accuracy as text
from demografi.text.numbers import percent
from demografi.ui import accuracy as parts
from demografi.ui import cached
from demografi.ui.card import Card, kept
from demografi.ui.shell import Figure

__all__ = ["Record", "origins", "record"]


class Record(NamedTuple):
    """What was said of a place and what came.

    Attributes
    ----------
    depends : tuple
        What it follows from, beside the dataset.
    conclusion, edition : str
        In words; what to know when the back-test was made on other figures, otherwise empty.
    figures : list of Figure
        The figures that matter.
    said, errors, lasting, ranges : Card
        Forecasts and outcome; errors by years ahead; how long forecasts last; how ranges held.
    """

    depends: tuple[Hashable, ...]
    conclusion: str
    edition: str
    figures: list[Figure]
    said: Card
    errors: Card
    lasting: Card
    ranges: Card


def origins(backtest: Backtest, place: Place, group: str) -> list[int]:
    """Base years there are forecasts of, the newest first."""
    return kept(
        ("basar", str(backtest.facts["sha256"]), place.members, group),
        lambda: sorted(
            {int(year) for year in cached.said_before(place.members, group)["origin"]},
            reverse=True,
        ),
    )


def record(data: Dataset, backtest: Backtest, place: Place, group: str, origin: int) -> Record:
    """Compare what was said of a place, an age group and from a base year with what came.

    Parameters
    ----------
    data : Dataset
        The figures.
    backtest : Backtest
        The stored forecasts.
    place : Place
        Of the county.
    group : str
        Age group, see :data:`demografi.evaluation.GROUPS`.
    origin : int
        Base year of the forecasts shown.
    """
    depends = (place.code, group, origin, str(backtest.facts["sha256"]))
    return kept(
        ("traffsakerhet", data.version, depends),
        lambda: _record(data, backtest, place, group, depends=depends, origin=origin),
    )


def _record(
    data: Dataset,
    backtest: Backtest,
    place: Place,
    group: str,
    *,
    depends: tuple[Hashable, ...],
    origin: int,
) -> Record:
    rows = cached.said_before(place.members, group)
    found = accuracy.accuracy(rows)
    life = accuracy.shelf_life(rows)
    history, said = accuracy.said_and_came(rows, data, place.code, origin)
    errors = accuracy.errors_ahead(rows, origin)
    comparison = accuracy.compared(errors, origin)
    source = text.source(data, history, backtest.facts, published=comparison is not None)
    return Record(
        depends,
        text.opening(
            place.name,
            group,
            found,
            life,
            closer=accuracy.closest_rule(rows),
            against=text.errors_finding(origin, comparison) if comparison else "",
        ),
        text.edition_note(data, backtest.facts),
        parts.figures(found, life),
        said=_said(place, group, origin, history, said, source=source),
        errors=_errors(errors, origin, comparison, source),
        lasting=_lasting(accuracy.within(rows), life, origin, source),
        ranges=_ranges(backtest, place, life, source),
    )


def _said(
    place: Place,
    group: str,
    origin: int,
    history: pd.DataFrame,
    said: pd.DataFrame,
    *,
    source: str,
) -> Card:
    finding = text.said_finding(place.name, group, said, origin)
    names = contenders.names() | {accuracy.PUBLISHED: contenders.published_name(origin)}
    return Card(
        finding,
        lambda colours: said_and_came(history, said, colours, origin=origin, names=names),
        said,
        parts.said_columns(said, names),
        source=source,
        alt=finding,
        unit=_("personer den 31 december"),
        note=text.said_note(place, origin),
    )


def _errors(
    errors: pd.DataFrame, origin: int, comparison: accuracy.Comparison | None, source: str
) -> Card:
    finding = text.errors_finding(origin, comparison)
    names = contenders.names() | {accuracy.PUBLISHED: contenders.published_name(origin)}
    table = parts.wide(errors, "error")
    return Card(
        finding,
        lambda colours: by_years_ahead(
            errors, colours, value="error", names=names, unit=_("medelfel, procent av utfallet")
        ),
        table,
        parts.years_columns(table, contenders.short_names(origin), 1),
        source=source,
        alt=finding,
        unit=_("medelvärde av felets storlek, procent av utfallet, efter år framåt"),
        note=text.rules_note(accuracy.rules_compared(errors, origin)),
    )


def _lasting(shares: pd.DataFrame, life: accuracy.ShelfLife, origin: int, source: str) -> Card:
    finding = text.shelf_finding(life)
    names = contenders.names() | {accuracy.PUBLISHED: contenders.published_name(origin)}
    table = parts.wide(shares, "share")
    return Card(
        finding,
        lambda colours: by_years_ahead(
            shares,
            colours,
            value="share",
            names=names,
            limit=100 * accuracy.SHARE,
            limit_name=_("8 av 10"),
            unit=_("andel av prognoserna inom {limit}").format(limit=percent(accuracy.LIMIT, 0)),
        ),
        table,
        parts.years_columns(table, contenders.short_names(origin), 0),
        source=source,
        alt=finding,
        unit=_("procent av prognoserna, alla basår, efter år framåt"),
        note=_("De längsta avstånden har få basår: {count} prognoser på {years} år.").format(
            count=parts.longest(table), years=life.tested
        ),
    )


def _held(backtest: Backtest, place: Place) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shares of outcomes inside the ranges: of the place by age group, of totals by size."""
    everything = cached.said_before(place.members)
    by_group = accuracy.held_by_group(everything, GROUPS)
    sizes = everything[everything["group"] == "total"]
    if len(place.members) == 1:
        newest = sizes.sort_values("origin")["size"].iloc[-1]
        every = tuple(sorted(backtest.rows.loc[backtest.rows["size"] == newest, "region"].unique()))
        alike = cached.said_before(every, "total")
        sizes = alike[alike["size"] == newest]
    return by_group, accuracy.held_by_size(sizes, accuracy.SIZES)


def _ranges(backtest: Backtest, place: Place, life: accuracy.ShelfLife, source: str) -> Card:
    made = str(backtest.facts["sha256"])
    by_group, by_size = kept(("rymt", made, place.members), lambda: _held(backtest, place))
    ranges = parts.stacked([parts.group_rows(by_group), parts.size_rows(by_size)])
    finding = text.coverage_finding(by_group, life.tested)
    return Card(
        finding,
        lambda colours: held(ranges, colours, labels=list(ranges["name"]), height=460),
        ranges,
        parts.held_columns(),
        depends=(place.code, made),
        source=source,
        alt=finding,
        unit=_("procent av utfallen, alla basår och avstånd"),
        note=_(
            "De streckade linjerna är vad intervallen lovar. Utfall från samma kommun hänger "
            "ihop, så andelarna är osäkrare än antalet prognoser antyder. Kommuner efter storlek: "
            "folkmängden i {which}."
        ).format(
            which=_("norra Sveriges kommuner av den storleken")
            if len(place.members) == 1
            else _("platsens kommuner")
        ),
        height=560,
    )
