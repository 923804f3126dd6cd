"""Befolkning: history since 1950, the age pyramid of any year, components of change."""

import streamlit as st

from demografi import findings, series
from demografi.charts.bars import components
from demografi.charts.lines import history_and_range
from demografi.charts.pyramid import pyramid
from demografi.text import _, sentences
from demografi.text.numbers import percent, signed, whole
from demografi.text.sources import observed_line
from demografi.ui import choices, places, shell
from demografi.ui.cached import dataset
from demografi.ui.card import Column, age_columns, chart_card

RECENT = 5

data = dataset()
first, second, third = st.columns(3)
with first:
    code = places.choose_place(data)
years = findings.pyramid_years(data, code)
split = findings.years_with_split(data, code)
with second:
    year = choices.select("ar", _("Ålderspyramidens år"), years[::-1], split[-1])
with third:
    before = choices.select("mot", _("Jämför pyramiden med"), years[::-1], split[0])

name = data.regions.name(code)
totals = series.total_series(data, code)
top = findings.peak(data, code)
changes = findings.change_components(data, code)
recent = changes.dropna(subset=["natural_change", "net_migration"]).tail(RECENT)

shell.heading(
    _("Befolkningen i {name}").format(name=name),
    sentences.history(name, top),
)
newest = changes.iloc[-1]
shell.figures(
    [
        shell.Figure(
            _("Folkmängd {year}").format(year=top.last_year),
            whole(top.last),
            _("{change} på ett år").format(change=signed(totals["value"].diff().iloc[-1])),
            help=_("31 december. Källa: SCB."),
        ),
        shell.Figure(
            _("Sedan {year}").format(year=top.first_year),
            percent((top.last / top.first - 1) * 100, 0, sign=True),
            _("från {value}").format(value=whole(top.first)),
        ),
        shell.Figure(
            _("Födelsenetto {year}").format(year=int(newest["year"])),
            signed(newest["natural_change"]),
            _("{births} födda, {deaths} döda").format(
                births=whole(newest["births"]), deaths=whole(newest["deaths"])
            ),
            help=_("Levande födda minus döda under året. Källa: SCB."),
        ),
        shell.Figure(
            _("Flyttnetto {year}").format(year=int(newest["year"])),
            signed(newest["net_migration"]),
            _("{sum} de senaste {years} åren").format(
                sum=signed(recent["net_migration"].sum()), years=sentences.number_word(RECENT)
            ),
            help=_("Inflyttade minus utflyttade under året, in- och utrikes. Källa: SCB."),
        ),
    ]
)

chart_card(
    "folkmangd",
    _("Folkmängd {first}–{last}").format(first=top.first_year, last=top.last_year),
    lambda colours: history_and_range(
        totals, totals.iloc[:0].assign(p10=0.0, p50=0.0, p90=0.0), colours, unit=_("personer")
    ),
    totals,
    {"year": Column(_("År"), kind="year"), "value": Column(_("Folkmängd"))},
    dataset=data,
    source=observed_line(data, ["population_total"], list(totals["year"])),
    alt=sentences.history(name, top),
    unit=_("personer den 31 december"),
)

left, right = st.columns(2)
with left:
    # A year without a split by sex can only be compared with both sexes together.
    ages = series.population_ages(data, code, both=not {year, before} <= set(split))
    width = findings.pyramid_width(data, code)
    now = findings.in_classes(ages[ages["year"] == year], width)
    then = findings.in_classes(ages[ages["year"] == before], width)
    table = findings.pyramid_table({str(year): now, str(before): then})
    chart_card(
        "pyramid",
        _("Ålderspyramid {year} mot {before}").format(year=year, before=before),
        lambda colours: pyramid(
            now, colours, label=str(year), outlines={str(before): then}, width=width
        ),
        table,
        age_columns(table),
        dataset=data,
        source=observed_line(data, ["population"], sorted({year, before})),
        alt=_("Ålderspyramid för {name} {year}, med {before} som kontur.").format(
            name=name, year=year, before=before
        ),
        unit=_("personer efter ålder och kön"),
        height=560,
    )
with right:
    chart_card(
        "forandring",
        sentences.components_finding(
            RECENT, recent["natural_change"].sum(), recent["net_migration"].sum()
        ),
        lambda colours: components(changes, colours, height=560),
        changes,
        {
            "year": Column(_("År"), kind="year"),
            "births": Column(_("Födda")),
            "deaths": Column(_("Döda")),
            "natural_change": Column(_("Födelsenetto")),
            "in_migration": Column(_("Inflyttade")),
            "out_migration": Column(_("Utflyttade")),
            "net_migration": Column(_("Flyttnetto")),
            "change": Column(_("Folkökning")),
        },
        dataset=data,
        source=observed_line(
            data,
            ["components"],
            list(changes["year"]),
            list(series.component_series(data, code)["source"].unique()),
        ),
        alt=_("Födelsenetto och flyttnetto per år i {name}.").format(name=name),
        unit=_("personer per år"),
        height=560,
    )
shell.footer(data)
