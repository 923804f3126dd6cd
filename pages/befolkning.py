"""Befolkning: history since 1950, the age pyramid of any year, components of change."""

import streamlit as st

from demografi import findings, series
from demografi.charts.bars import components
from demografi.charts.lines import history_and_range
from demografi.charts.pyramid import pyramid
from demografi.text import _, sentences
from demografi.text.columns import COMPONENTS, component_columns
from demografi.text.numbers import percent, signed, whole
from demografi.text.sources import observed_line, source_line
from demografi.text.years import ages_note, broken_note
from demografi.ui import choices, places, shell
from demografi.ui.cached import dataset
from demografi.ui.card import Column, age_columns, chart_card

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
recent = findings.recent_change(changes)

shell.heading(
    _("Befolkningen i {name}").format(name=name),
    sentences.history(name, top),
)
newest = changes.iloc[-1]
newest_source = source_line(data, [newest["source"]], [newest["year"]])
shell.figures(
    [
        shell.Figure(
            _("Folkmängd {year}").format(year=top.last_year),
            whole(top.last),
            _("{change} på ett år").format(change=signed(totals["value"].diff().iloc[-1])),
            help=_("31 december. {source}").format(
                source=observed_line(data, "population_total", [top.last_year])
            ),
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
            help=_("Levande födda minus döda under året. {source}").format(source=newest_source),
        ),
        shell.Figure(
            _("Flyttnetto {year}").format(year=int(newest["year"])),
            signed(newest["net_migration"]),
            _("{sum} {period}").format(
                sum=signed(recent.net_migration), period=sentences.period(recent, data.newest_year)
            ),
            help=_("Inflyttade minus utflyttade under året, in- och utrikes. {source}").format(
                source=newest_source
            ),
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
    depends=(code,),
    source=observed_line(data, "population_total", totals["year"]),
    alt=sentences.history(name, top),
    unit=_("personer den 31 december"),
    note=broken_note(totals),
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
        depends=(code, year, before),
        source=observed_line(data, "population", [before, year]),
        alt=_("Ålderspyramid för {name} {year}, med {before} som kontur.").format(
            name=name, year=year, before=before
        ),
        unit=_("personer efter ålder och kön"),
        note=ages_note(years),
        height=560,
    )
with right:
    gross = ["in_migration", "out_migration"]
    known = changes[gross].notna().to_numpy().any()
    chart_card(
        "forandring",
        sentences.components_finding(recent, data.newest_year),
        lambda colours: components(changes, colours, height=560),
        changes,
        component_columns(COMPONENTS if known else COMPONENTS.keys() - gross),
        dataset=data,
        depends=(code,),
        source=source_line(data, changes["source"], changes["year"]),
        alt=_("Födelsenetto och flyttnetto per år i {name}.").format(name=name),
        unit=_("personer per år"),
        note=""
        if known
        else _(
            "In- och utflyttade visas bara som netto: flyttningarna över gränsen till {name} finns "
            "inte i datamängden, bara kommunernas egna, där flyttningar mellan dem är med."
        ).format(name=name),
        height=560,
    )
shell.footer(data)
