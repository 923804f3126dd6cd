"""What the screen Prognos says: its figures and cards, each made once for all who ask the same."""

from typing import NamedTuple

from demografi import findings, indicators, series
from demografi.charts.bars import components
from demografi.charts.lines import history_and_range, small_ranges, with_published
from demografi.charts.pyramid import pyramid
from demografi.dataset import Dataset
from demografi.findings import Outlook
from demografi.indicators import AgeGroupSet
from demografi.regions import Place
from demografi.text import _, official, outlooks
from demografi.text.columns import RANGE_COLUMNS, component_columns, ends
from demografi.text.numbers import decimal, whole
from demografi.text.sources import observed_line, source_line
from demografi.text.years import broken_note
from demografi.ui import cached, groups
from demografi.ui.card import Card, Column, age_columns, kept, kept_card
from demografi.ui.shell import Figure

__all__ = ["Lead", "lead", "show_components", "show_groups", "show_pyramid", "show_total"]

_HEIGHT = 560


class Lead(NamedTuple):
    """What the screen opens with.

    Attributes
    ----------
    total : Outlook
        The population.
    conclusion : str
        What that means, in words.
    figures : list of Figure
        The figures that matter.
    """

    total: Outlook
    conclusion: str
    figures: list[Figure]


def lead(data: Dataset, place: Place, target: int) -> Lead:
    """Open the screen with a place's population in a coming year."""
    return kept(("prognos-ingress", data.version, place.code, target), lambda: _lead(place, target))


def _lead(place: Place, target: int) -> Lead:
    total = cached.outlook(place.code, "population", target)
    working = cached.outlook(place.code, "working_age_20_64", target)
    oldest = cached.outlook(place.code, "older_80", target)
    ratio = cached.outlook(place.code, "dependency_ratio", target)
    formula = {key: _(one.formula) for key, one in indicators.INDICATORS.items()}
    now = _("8 av 10 utfall, nu {now}")
    return Lead(
        total,
        f"{outlooks.total_ahead(place.name, total)} {outlooks.small_numbers(total)}".strip(),
        [
            Figure(
                _("Folkmängd {year}").format(year=target),
                outlooks.span(total),
                now.format(now=whole(total.now)),
                help=cached.projection_line(),
            ),
            Figure(
                _("20–64 år {year}").format(year=target),
                outlooks.span(working),
                now.format(now=whole(working.now)),
                help=formula["working_age_20_64"],
            ),
            Figure(
                _("80 år och äldre {year}").format(year=target),
                outlooks.span(oldest),
                now.format(now=whole(oldest.now)),
                help=formula["older_80"],
            ),
            Figure(
                _("Försörjningskvot {year}").format(year=target),
                outlooks.span(ratio, 1),
                now.format(now=decimal(ratio.now, 1)),
                help=formula["dependency_ratio"],
            ),
        ],
    )


def show_total(data: Dataset, place: Place, target: int) -> None:
    """Show the population to the last year, beside what has been published."""
    kept_card(
        "prognos",
        lambda: _total(data, place, target),
        dataset=data,
        depends=(place.code, target),
    )


def _total(data: Dataset, place: Place, target: int) -> Card:
    observed = indicators.observed(data, place.code, "population")
    coming = cached.ranges(place.code, "population")
    published = cached.published(place.code)
    known = source_line(data, observed["source"], observed["year"])
    told = outlooks.total_ahead(place.name, cached.outlook(place.code, "population", target))
    source = f"{known} {cached.projection_line()} {official.source(published, ['total'])}"
    return Card(
        _("Folkmängd i {place} till {year}").format(
            place=place.name, year=cached.projection().years[-1]
        ),
        lambda colours: with_published(
            history_and_range(observed, coming, colours, unit=_("personer")),
            findings.official_groups(published, ["total"])["total"],
            colours,
            name=official.name(published),
        ),
        findings.beside_official(findings.history_then_range(observed, coming), published),
        RANGE_COLUMNS | groups.published_column(published, ["total"]),
        depends=(place.code,),
        source=source.strip(),
        alt=f"{told} {official.said(published)}".strip(),
        unit=_("personer den 31 december"),
        note=" ".join(
            [
                official.note(published, place.name, cached.projection().jump_off),
                broken_note(observed, coming),
            ]
        ).strip(),
    )


def show_groups(data: Dataset, place: Place, chosen: AgeGroupSet, target: int) -> None:
    """Show the age groups of a set, each in a panel of its own."""
    kept_card(
        "aldersgrupper",
        lambda: _groups(data, place, chosen, target),
        dataset=data,
        depends=(place.code, chosen.id, target),
    )


def _groups(data: Dataset, place: Place, chosen: AgeGroupSet, target: int) -> Card:
    history = series.group_series(data, place.code, chosen.labels)
    ahead = cached.group_ranges(place.code, chosen.labels)
    published = cached.published(place.code)
    by_group = findings.group_outlooks(ahead, history, target)
    by_age = findings.beside_official(findings.group_table(ahead, history), published)
    beside = groups.published(chosen, official.name(published), published)
    told = outlooks.groups_ahead(groups.named(chosen, by_group))
    source = (
        f"{groups.source(data, history)} {cached.projection_line()} "
        f"{official.source(published, chosen.labels)}"
    )
    return Card(
        told,
        lambda colours: small_ranges(
            groups.panels(chosen, history, ahead), colours, published=beside
        ),
        groups.named_table(chosen, by_age),
        {
            "group": Column(_("Åldersgrupp"), kind="text"),
            **RANGE_COLUMNS,
            **groups.published_column(published, chosen.labels),
        },
        depends=(place.code, chosen.id),
        source=source.strip(),
        alt=told,
        unit=_("personer den 31 december"),
        note=" ".join(
            filter(
                None,
                (
                    _(
                        "Hel linje är statistik, färgad linje prognos och det ljusa fältet 8 av 10 "
                        "utfall."
                    ),
                    groups.gaps(chosen, history, ahead),
                    official.group_note(published, chosen.labels),
                ),
            )
        ),
        panels=lambda colours: groups.figures(chosen, history, ahead, colours, beside),
        panel_alts=groups.described(chosen, by_group),
        written=groups.by_year(chosen, by_age),
    )


def show_pyramid(data: Dataset, place: Place, target: int) -> None:
    """Show the ages of the coming year beside those of now and then."""
    kept_card(
        "pyramid-prognos",
        lambda: _pyramid(data, place, target),
        dataset=data,
        depends=(place.code, target),
    )


def _pyramid(data: Dataset, place: Place, target: int) -> Card:
    jump_off = cached.projection().jump_off
    split = findings.years_with_split(data, place.code)
    ages = series.population_ages(data, place.code)
    width = findings.pyramid_width(data, place.code)
    then = findings.in_classes(ages[ages["year"] == split[0]], width)
    now, later = (cached.pyramid_ahead(place.code, year) for year in (jump_off, target))
    table = findings.pyramid_table(
        {
            str(split[0]): then,
            str(jump_off): now["p50"],
            ends(str(target))["p10"]: later["p10"],
            ends(str(target))["p50"]: later["p50"],
            ends(str(target))["p90"]: later["p90"],
        }
    )
    return Card(
        _("Åldrarna då, nu och {year}").format(year=target),
        lambda colours: pyramid(
            later["p50"],
            colours,
            label=_("{year}, prognos").format(year=target),
            outlines={str(jump_off): now["p50"], str(split[0]): then},
            low=later["p10"],
            high=later["p90"],
            width=width,
        ),
        table,
        age_columns(table),
        source=(
            f"{observed_line(data, 'population', [split[0], jump_off])} {cached.projection_line()}"
        ),
        alt=_(
            "Ålderspyramid för {place} {target} enligt prognosen, konturer för {now} och {then}."
        ).format(place=place.name, target=target, now=jump_off, then=split[0]),
        unit=_("personer efter ålder och kön"),
        note=_(
            "{year} är åldrarna kända för kvinnor och män tillsammans; delningen är vår beräkning."
        ).format(year=jump_off)
        if jump_off not in split
        else "",
        height=_HEIGHT,
    )


def show_components(data: Dataset, place: Place, target: int) -> None:
    """Show births, deaths and migration, as they were and as they may be."""
    kept_card(
        "komponenter",
        lambda: _components(data, place, target),
        dataset=data,
        depends=(place.code, target),
    )


def _components(data: Dataset, place: Place, target: int) -> Card:
    jump_off = cached.projection().jump_off
    past = findings.change_components(data, place.code)
    flows = findings.past_and_coming(past, cached.components_ahead(place.code))
    told = outlooks.components_ahead(place.name, flows, target)
    return Card(
        told,
        lambda colours: components(flows, colours, jump_off=jump_off, height=_HEIGHT),
        flows,
        component_columns(
            ["births", "deaths", "natural_change", "net_migration"],
            ranged=["natural_change", "net_migration"],
        ),
        depends=(place.code,),
        source=f"{source_line(data, past['source'], past['year'])} {cached.projection_line()}",
        alt=told,
        unit=_("personer per år, prognosens mitt efter linjen"),
        note=_(
            "Födelsenetto är födda minus döda, flyttnetto är inflyttade minus utflyttade. Minus "
            "betyder att det ger färre invånare."
        ),
        height=_HEIGHT,
    )
