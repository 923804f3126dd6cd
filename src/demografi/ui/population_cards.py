"""What the screen Befolkning shows of a place, made once for all who ask the same."""

from typing import NamedTuple

from demografi import findings, series
from demografi.charts.bars import components
from demografi.charts.lines import history_and_range
from demografi.charts.pyramid import pyramid
from demografi.dataset import Dataset
from demografi.text import _, sentences
from demografi.text.columns import COMPONENTS, Column, component_columns
from demografi.text.numbers import percent, signed, whole
from demografi.text.sources import observed_line, source_line
from demografi.text.years import ages_note, broken_note
from demografi.ui.card import Card, age_columns, kept, kept_card
from demografi.ui.shell import Figure

__all__ = ["Lead", "lead", "show_change", "show_pyramid", "show_total"]

_HEIGHT = 560
_GROSS = ["in_migration", "out_migration"]


class Lead(NamedTuple):
    """What the screen opens with, and the years its pyramid can be of.

    Attributes
    ----------
    conclusion : str
        In words.
    figures : list of Figure
        The figures that matter.
    years, split : list of int
        Years with ages, the oldest first; those of them with women and men apart.
    """

    conclusion: str
    figures: list[Figure]
    years: list[int]
    split: list[int]


def lead(data: Dataset, code: str) -> Lead:
    """Open the screen with a place's population since the first year."""
    return kept(("befolkning-ingress", data.version, code), lambda: _lead(data, code))


def _lead(data: Dataset, code: str) -> Lead:
    totals = series.total_series(data, code)
    top = findings.peak(data, code)
    changes = findings.change_components(data, code)
    recent = findings.recent_change(changes)
    newest = changes.iloc[-1]
    source = source_line(data, [newest["source"]], [newest["year"]])
    figures = [
        Figure(
            _("Folkmängd {year}").format(year=top.last_year),
            whole(top.last),
            _("{change} på ett år").format(change=signed(totals["value"].diff().iloc[-1])),
            help=_("31 december. {source}").format(
                source=observed_line(data, "population_total", [top.last_year])
            ),
        ),
        Figure(
            _("Sedan {year}").format(year=top.first_year),
            percent((top.last / top.first - 1) * 100, 0, sign=True),
            _("från {value}").format(value=whole(top.first)),
        ),
        Figure(
            _("Födelsenetto {year}").format(year=int(newest["year"])),
            signed(newest["natural_change"]),
            _("{births} födda, {deaths} döda").format(
                births=whole(newest["births"]), deaths=whole(newest["deaths"])
            ),
            help=_("Levande födda minus döda under året. {source}").format(source=source),
        ),
        Figure(
            _("Flyttnetto {year}").format(year=int(newest["year"])),
            signed(newest["net_migration"]),
            _("{sum} {period}").format(
                sum=signed(recent.net_migration), period=sentences.period(recent, data.newest_year)
            ),
            help=_("Inflyttade minus utflyttade under året, in- och utrikes. {source}").format(
                source=source
            ),
        ),
    ]
    return Lead(
        sentences.history(data.regions.name(code), top),
        figures,
        list(findings.pyramid_years(data, code)),
        list(findings.years_with_split(data, code)),
    )


def show_total(data: Dataset, code: str) -> None:
    """Show the population of every year."""
    kept_card("folkmangd", lambda: _total(data, code), dataset=data, depends=(code,))


def _total(data: Dataset, code: str) -> Card:
    totals = series.total_series(data, code)
    top = findings.peak(data, code)
    nothing = totals.iloc[:0].assign(p10=0.0, p50=0.0, p90=0.0)
    return Card(
        _("Folkmängd {first}–{last}").format(first=top.first_year, last=top.last_year),
        lambda colours: history_and_range(totals, nothing, colours, unit=_("personer")),
        totals,
        {"year": Column(_("År"), kind="year"), "value": Column(_("Folkmängd"))},
        source=observed_line(data, "population_total", totals["year"]),
        alt=sentences.history(data.regions.name(code), top),
        unit=_("personer den 31 december"),
        note=broken_note(totals),
    )


def show_pyramid(data: Dataset, code: str, year: int, before: int) -> None:
    """Show the ages of a year beside those of another."""
    kept_card(
        "pyramid",
        lambda: _pyramid(data, code, year, before),
        dataset=data,
        depends=(code, year, before),
    )


def _pyramid(data: Dataset, code: str, year: int, before: int) -> Card:
    # A year without a split by sex can only be compared with both sexes together.
    both = not {year, before} <= set(findings.years_with_split(data, code))
    ages = series.population_ages(data, code, both=both)
    width = findings.pyramid_width(data, code)
    now = findings.in_classes(ages[ages["year"] == year], width)
    then = findings.in_classes(ages[ages["year"] == before], width)
    table = findings.pyramid_table({str(year): now, str(before): then})
    return Card(
        _("Ålderspyramid {year} mot {before}").format(year=year, before=before),
        lambda colours: pyramid(
            now, colours, label=str(year), outlines={str(before): then}, width=width
        ),
        table,
        age_columns(table),
        source=observed_line(data, "population", [before, year]),
        alt=_("Ålderspyramid för {name} {year}, med {before} som kontur.").format(
            name=data.regions.name(code), year=year, before=before
        ),
        unit=_("personer efter ålder och kön"),
        note=ages_note(findings.pyramid_years(data, code)),
        height=_HEIGHT,
    )


def show_change(data: Dataset, code: str) -> None:
    """Show births, deaths and migration of every year."""
    kept_card("forandring", lambda: _change(data, code), dataset=data, depends=(code,))


def _change(data: Dataset, code: str) -> Card:
    name = data.regions.name(code)
    changes = findings.change_components(data, code)
    recent = findings.recent_change(changes)
    known = changes[_GROSS].notna().to_numpy().any()
    return Card(
        sentences.components_finding(recent, data.newest_year),
        lambda colours: components(changes, colours, height=_HEIGHT),
        changes,
        component_columns(COMPONENTS if known else COMPONENTS.keys() - _GROSS),
        source=source_line(data, changes["source"], changes["year"]),
        alt=_("Födelsenetto och flyttnetto per år i {name}.").format(name=name),
        unit=_("personer per år"),
        note=""
        if known
        else _(
            "In- och utflyttade visas bara som netto: flyttningarna över gränsen till {name} finns "
            "inte i datamängden, bara kommunernas egna, där flyttningar mellan dem är med."
        ).format(name=name),
        height=_HEIGHT,
    )
