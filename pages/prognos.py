"""Prognos: totals, age groups and pyramid to 2050, each with its range."""

import streamlit as st

from demografi import findings, indicators, series
from demografi.charts.bars import components
from demografi.charts.lines import history_and_range, small_ranges, with_published
from demografi.charts.pyramid import pyramid
from demografi.text import _, official, outlooks
from demografi.text.accuracy import record
from demografi.text.columns import OBSERVED, ends
from demografi.text.numbers import decimal, whole
from demografi.text.sources import observed_line, source_line
from demografi.ui import cached, choices, groups, places, shell
from demografi.ui.against_today import why_it_bends
from demografi.ui.card import Column, age_columns, chart_card

data = cached.dataset()
trajectories = cached.projection()
first, second, third = st.columns(3)
with first:
    code = places.choose_place(data, projected=True)
with second:
    chosen = groups.choose_set()
with third:
    target = choices.slide(
        "till",
        _("Se fram mot år"),
        trajectories.years[1],
        trajectories.years[-1],
        findings.NEAR_YEAR,
    )

place = data.regions.place(code)
observed = indicators.observed(data, code, "population")
total = cached.outlook(code, "population", target)
working = cached.outlook(code, "working_age_20_64", target)
oldest = cached.outlook(code, "older_80", target)
ratio = cached.outlook(code, "dependency_ratio", target)
source = cached.projection_line()
known = source_line(data, observed["source"], observed["year"])
published = findings.newest_official(data, place.members, trajectories.years[-1])

shell.heading(
    _("Prognos för {place}").format(place=place.name),
    f"{outlooks.total_ahead(place.name, total)} {outlooks.small_numbers(total)}".strip(),
)
shell.figures(
    [
        shell.Figure(
            _("Folkmängd {year}").format(year=target),
            outlooks.span(total),
            _("8 av 10 utfall, nu {now}").format(now=whole(total.now)),
            help=source,
        ),
        shell.Figure(
            _("20–64 år {year}").format(year=target),
            outlooks.span(working),
            _("8 av 10 utfall, nu {now}").format(now=whole(working.now)),
            help=_(indicators.INDICATORS["working_age_20_64"].formula),
        ),
        shell.Figure(
            _("80 år och äldre {year}").format(year=target),
            outlooks.span(oldest),
            _("8 av 10 utfall, nu {now}").format(now=whole(oldest.now)),
            help=_(indicators.INDICATORS["older_80"].formula),
        ),
        shell.Figure(
            _("Försörjningskvot {year}").format(year=target),
            outlooks.span(ratio, 1),
            _("8 av 10 utfall, nu {now}").format(now=decimal(ratio.now, 1)),
            help=_(indicators.INDICATORS["dependency_ratio"].formula),
        ),
    ]
)

with st.container(horizontal=True, vertical_alignment="center", key="record"):
    st.markdown(record(cached.held_so_far(code, total.now), place, total.now), width="content")
    shell.link("traffsakerhet", _("Se hur prognoser har hållit"), {"plats": code})

coming = cached.ranges(code, "population")
totals = findings.beside_official(findings.history_then_range(observed, coming), published)
chart_card(
    "prognos",
    _("Folkmängd i {place} till {year}").format(place=place.name, year=trajectories.years[-1]),
    lambda colours: with_published(
        history_and_range(observed, coming, colours, unit=_("personer")),
        findings.official_groups(published, ["total"])["total"],
        colours,
        name=official.name(published),
    ),
    totals,
    {
        "year": Column(_("År"), kind="year"),
        "value": Column(OBSERVED),
        "p10": Column(ends()["p10"]),
        "p50": Column(ends()["p50"]),
        "p90": Column(ends()["p90"]),
    }
    | groups.published_column(published, ["total"]),
    dataset=data,
    depends=(code,),
    source=f"{known} {source} {official.source(published, ['total'])}".strip(),
    alt=f"{outlooks.total_ahead(place.name, total)} {official.said(published)}".strip(),
    unit=_("personer den 31 december"),
    note=official.note(published, place.name, trajectories.jump_off),
)
why_it_bends(data, place, target, total.start)

history = series.group_series(data, code, chosen.labels)
ahead = cached.group_ranges(code, chosen.labels)
by_group = findings.group_outlooks(ahead, history, target)
by_age = findings.beside_official(findings.group_table(ahead, history), published)
beside = groups.published(chosen, official.name(published), published)
chart_card(
    "aldersgrupper",
    outlooks.groups_ahead(groups.named(chosen, by_group)),
    lambda colours: small_ranges(groups.panels(chosen, history, ahead), colours, published=beside),
    groups.named_table(chosen, by_age),
    {
        "group": Column(_("Åldersgrupp"), kind="text"),
        "year": Column(_("År"), kind="year"),
        "value": Column(OBSERVED),
        "p10": Column(ends()["p10"]),
        "p50": Column(ends()["p50"]),
        "p90": Column(ends()["p90"]),
    }
    | groups.published_column(published, chosen.labels),
    dataset=data,
    depends=(code, chosen.id),
    source=(
        f"{groups.source(data, history)} {source} {official.source(published, chosen.labels)}"
    ).strip(),
    alt=outlooks.groups_ahead(groups.named(chosen, by_group)),
    unit=_("personer den 31 december"),
    note=" ".join(
        [
            _("Hel linje är statistik, färgad linje prognos och det ljusa fältet 8 av 10 utfall."),
            official.group_note(published, chosen.labels),
        ]
    ).strip(),
    panels=lambda colours: groups.figures(chosen, history, ahead, colours, beside),
    panel_alts=groups.described(chosen, by_group),
    shown=groups.by_year(chosen, by_age),
)

left, right = st.columns(2)
with left:
    split = findings.years_with_split(data, code)
    ages = series.population_ages(data, code)
    width = findings.pyramid_width(data, code)
    then = findings.in_classes(ages[ages["year"] == split[0]], width)
    now, later = (cached.pyramid_ahead(code, year) for year in (trajectories.jump_off, target))
    table = findings.pyramid_table(
        {
            str(split[0]): then,
            str(trajectories.jump_off): now["p50"],
            ends(str(target))["p10"]: later["p10"],
            ends(str(target))["p50"]: later["p50"],
            ends(str(target))["p90"]: later["p90"],
        }
    )
    chart_card(
        "pyramid-prognos",
        _("Åldrarna då, nu och {year}").format(year=target),
        lambda colours: pyramid(
            later["p50"],
            colours,
            label=_("{year}, prognos").format(year=target),
            outlines={str(trajectories.jump_off): now["p50"], str(split[0]): then},
            low=later["p10"],
            high=later["p90"],
            width=width,
        ),
        table,
        age_columns(table),
        dataset=data,
        depends=(code, target),
        source=f"{observed_line(data, 'population', [split[0], trajectories.jump_off])} {source}",
        alt=_(
            "Ålderspyramid för {place} {target} enligt prognosen, konturer för {now} och {then}."
        ).format(place=place.name, target=target, now=trajectories.jump_off, then=split[0]),
        unit=_("personer efter ålder och kön"),
        note=_(
            "{year} är åldrarna kända för kvinnor och män tillsammans; delningen är vår beräkning."
        ).format(year=trajectories.jump_off)
        if trajectories.jump_off not in split
        else "",
        height=560,
    )
with right:
    past = findings.change_components(data, code)
    flows = findings.past_and_coming(past, cached.components_ahead(code))
    chart_card(
        "komponenter",
        outlooks.components_ahead(place.name, flows, target),
        lambda colours: components(flows, colours, jump_off=trajectories.jump_off, height=560),
        flows,
        {
            "year": Column(_("År"), kind="year"),
            "births": Column(_("Födda")),
            "deaths": Column(_("Döda")),
            "natural_change": Column(_("Födelsenetto")),
            "natural_change_p10": Column(ends(_("Födelsenetto"))["p10"]),
            "natural_change_p90": Column(ends(_("Födelsenetto"))["p90"]),
            "net_migration": Column(_("Flyttnetto")),
            "net_migration_p10": Column(ends(_("Flyttnetto"))["p10"]),
            "net_migration_p90": Column(ends(_("Flyttnetto"))["p90"]),
        },
        dataset=data,
        depends=(code,),
        source=f"{source_line(data, past['source'], past['year'])} {source}",
        alt=outlooks.components_ahead(place.name, flows, target),
        unit=_("personer per år, prognosens mitt efter linjen"),
        height=560,
    )
shell.footer(data)
