"""Översikt: the county at a glance – map, four figures, ranking, what changed."""

import streamlit as st

from demografi import findings
from demografi.charts.bars import ranking
from demografi.charts.maps import municipality_map
from demografi.findings import FAR_YEAR, NEAR_YEAR
from demografi.indicators import INDICATORS
from demografi.regions import COUNTY
from demografi.text import _, outlooks
from demografi.text.numbers import decimal, signed, whole
from demografi.text.sources import observed_line, source_line
from demografi.ui import cached, choices, measures, places, shell
from demografi.ui.card import Column, chart_card

data = cached.dataset()
first, second = st.columns([1, 2])
with first:
    code = places.choose_place(data, projected=True)
with second:
    measure = choices.segments(
        "matt",
        _("Kartan visar"),
        list(measures.MEASURES),
        "change_5y",
        show=lambda key: measures.MEASURES[key].name,
    )

place = data.regions.place(code)
home = data.regions.municipalities()
# The opening waits for the projection, which the charts below it need not: they are sent first.
opening = st.container()
changes = findings.year_changes(data, [code, *home])
mine, others = changes.iloc[0], changes.iloc[1:]

chosen = measures.MEASURES[measure]
table = chosen.frame(data, home).sort_values("value", ascending=False)
source = chosen.source(data, table)
left, right = st.columns([11, 10])
with left:
    chart_card(
        "karta",
        chosen.title,
        lambda colours: municipality_map(
            table,
            data.boundaries,
            colours,
            diverging=chosen.diverging,
            chosen=place.members if code != COUNTY else [],
            low=chosen.low,
            high=chosen.high,
            height=430,
        ),
        table,
        chosen.columns(),
        dataset=data,
        depends=(code, measure),
        source=source,
        alt=chosen.describe(table),
        unit=chosen.unit,
        note=_("Klicka på en kommun för att välja den."),
        on_select=places.choose_on_map,
    )
with right:
    chart_card(
        "rangordning",
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
        dataset=data,
        depends=(code, measure),
        source=source,
        alt=chosen.describe(table),
        unit=chosen.unit,
        note=chosen.note,
    )

moved = others.sort_values("change", ascending=False)
chart_card(
    "senaste-aret",
    outlooks.biggest_movers(others),
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
        "now": Column(_("Folkmängd {year}").format(year=int(mine["year"]))),
        "change": Column(_("Förändring")),
        "share": Column(_("Förändring, procent"), digits=1),
        "natural_change": Column(_("Födelsenetto")),
        "net_migration": Column(_("Flyttnetto")),
    },
    dataset=data,
    depends=(code,),
    source=source_line(data, moved["source"], [int(mine["year"]) - 1, int(mine["year"])]),
    alt=_("Förändring av folkmängden per kommun. {finding}.").format(
        finding=outlooks.biggest_movers(others)
    ),
    unit=_("personer"),
    note=_("{place}: {text}").format(
        place=place.name, text=outlooks.year_change(int(mine["year"]), mine)
    ),
)
shell.footer(data)

population = cached.outlook(code, "population", FAR_YEAR)
ratio = cached.outlook(code, "dependency_ratio", NEAR_YEAR)
oldest = cached.outlook(code, "older_80", NEAR_YEAR)
with opening:
    shell.heading(
        place.name,
        outlooks.overview(
            place.name,
            population,
            cached.outlooks(place.members, "population", FAR_YEAR),
        ),
    )
    shell.figures(
        [
            shell.Figure(
                _("Folkmängd {year}").format(year=population.year),
                whole(population.now),
                _("{change} sedan {year}").format(
                    change=signed(mine["change"]), year=population.year - 1
                ),
                help=observed_line(data, "population_total", [population.year]),
            ),
            shell.Figure(
                _("Folkmängd {year}").format(year=FAR_YEAR),
                outlooks.span(population),
                _("8 av 10 utfall, mot {now} nu").format(now=whole(population.now)),
                help=cached.projection_line(),
            ),
            shell.Figure(
                _("Försörjningskvot {year}").format(year=ratio.year),
                decimal(ratio.now, 1),
                _("{target}: {span}, 8 av 10 utfall").format(
                    target=NEAR_YEAR, span=outlooks.span(ratio, 1)
                ),
                help=_(INDICATORS["dependency_ratio"].formula),
            ),
            shell.Figure(
                _("80 år och äldre {year}").format(year=oldest.year),
                whole(oldest.now),
                _("{target}: {span}, 8 av 10 utfall").format(
                    target=NEAR_YEAR, span=outlooks.span(oldest)
                ),
                help=_(INDICATORS["older_80"].formula),
            ),
        ]
    )
