"""What the screen Översikt shows of a place, made once for all who ask the same."""

from typing import NamedTuple

import pandas as pd

from demografi import findings
from demografi.charts.bars import ranking
from demografi.charts.maps import municipality_map
from demografi.dataset import Dataset
from demografi.findings import FAR_YEAR, NEAR_YEAR
from demografi.indicators import INDICATORS
from demografi.regions import COUNTY, Place
from demografi.text import _, outlooks
from demografi.text.columns import COMPONENTS
from demografi.text.numbers import decimal, signed, whole
from demografi.text.sources import observed_line, source_line
from demografi.ui import cached, measures
from demografi.ui.card import Card, Column, kept
from demografi.ui.shell import Figure

__all__ = ["Opening", "map_and_ranking", "newest_year", "opening"]


def map_and_ranking(data: Dataset, place: Place, measure: str) -> tuple[Card, Card]:
    """Give the county's map and ranking by a measure, a place marked in both."""
    return kept(
        ("oversikt-karta", data.version, place.code, measure),
        lambda: _map_and_ranking(data, place, measures.MEASURES[measure]),
    )


def _map_and_ranking(data: Dataset, place: Place, chosen: measures.Measure) -> tuple[Card, Card]:
    table = chosen.frame(data, data.regions.municipalities())
    table = table.sort_values("value", ascending=False)
    source = chosen.source(data, table)
    on_map = Card(
        chosen.title,
        lambda colours: municipality_map(
            table,
            data.boundaries,
            colours,
            diverging=chosen.diverging,
            chosen=place.members if place.code != COUNTY else [],
            low=chosen.low,
            high=chosen.high,
            height=430,
        ),
        table,
        chosen.columns(),
        source=source,
        alt=chosen.describe(table),
        unit=chosen.unit,
        note=_("Klicka på en kommun för att välja den."),
    )
    ranked = Card(
        chosen.finding(table),
        lambda colours: ranking(
            table,
            colours,
            text=list(table["text"]),
            chosen=measures.names(data, place),
            diverging=chosen.diverging,
            spread=chosen.spread,
            height=452,
        ),
        table,
        chosen.columns(),
        source=source,
        alt=chosen.describe(table),
        unit=chosen.unit,
        note=chosen.note,
    )
    return on_map, ranked


def _changes(data: Dataset, place: Place) -> pd.DataFrame:
    """Change of the newest year: the place first, then the county's municipalities."""
    return findings.year_changes(data, [place.code, *data.regions.municipalities()])


def newest_year(data: Dataset, place: Place) -> Card:
    """Give what the newest year changed in each municipality."""
    return kept(
        ("oversikt-senaste-aret", data.version, place.code), lambda: _newest_year(data, place)
    )


def _newest_year(data: Dataset, place: Place) -> Card:
    changes = _changes(data, place)
    mine, others = changes.iloc[0], changes.iloc[1:]
    moved = others.sort_values("change", ascending=False)
    year, finding = int(mine["year"]), outlooks.biggest_movers(others)
    return Card(
        finding,
        lambda colours: ranking(
            moved.rename(columns={"change": "value"}),
            colours,
            text=[signed(value) for value in moved["change"]],
            chosen=measures.names(data, place),
            diverging=True,
        ),
        moved,
        {
            "name": Column(_("Kommun"), kind="text"),
            "before": Column(_("Folkmängd året före")),
            "now": Column(_("Folkmängd {year}").format(year=year)),
            "change": Column(_("Förändring")),
            "share": Column(_("Förändring, procent"), digits=1),
            "natural_change": Column(COMPONENTS["natural_change"]),
            "net_migration": Column(COMPONENTS["net_migration"]),
        },
        source=source_line(data, moved["source"], [year - 1, year]),
        alt=_("Förändring av folkmängden per kommun. {finding}.").format(finding=finding),
        unit=_("personer"),
        note=_("{place}: {text}").format(place=place.name, text=outlooks.year_change(year, mine)),
    )


class Opening(NamedTuple):
    """What the screen opens with: the conclusion in words, the figures that matter."""

    conclusion: str
    figures: list[Figure]


def opening(data: Dataset, place: Place) -> Opening:
    """Open the screen with a place now and in coming years; waits for the projection."""
    return kept(("oversikt-ingress", data.version, place.code), lambda: _opening(data, place))


def _opening(data: Dataset, place: Place) -> Opening:
    population = cached.outlook(place.code, "population", FAR_YEAR)
    ratio = cached.outlook(place.code, "dependency_ratio", NEAR_YEAR)
    oldest = cached.outlook(place.code, "older_80", NEAR_YEAR)
    members = cached.outlooks(place.members, "population", FAR_YEAR)
    change = _changes(data, place).iloc[0]["change"]
    return Opening(
        outlooks.overview(place.name, population, members),
        [
            Figure(
                _("Folkmängd {year}").format(year=population.year),
                whole(population.now),
                _("{change} sedan {year}").format(change=signed(change), year=population.year - 1),
                help=observed_line(data, "population_total", [population.year]),
            ),
            Figure(
                _("Folkmängd {year}").format(year=FAR_YEAR),
                outlooks.span(population),
                _("8 av 10 utfall, mot {now} nu").format(now=whole(population.now)),
                help=cached.projection_line(),
            ),
            Figure(
                _("Försörjningskvot {year}").format(year=ratio.year),
                decimal(ratio.now, 1),
                _("{target}: {span}, 8 av 10 utfall").format(
                    target=NEAR_YEAR, span=outlooks.span(ratio, 1)
                ),
                help=_(INDICATORS["dependency_ratio"].formula),
            ),
            Figure(
                _("80 år och äldre {year}").format(year=oldest.year),
                whole(oldest.now),
                _("{target}: {span}, 8 av 10 utfall").format(
                    target=NEAR_YEAR, span=outlooks.span(oldest)
                ),
                help=_(INDICATORS["older_80"].formula),
            ),
        ],
    )
