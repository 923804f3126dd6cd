"""Träffsäkerhet: what was said before and what came, ours against others."""

import streamlit as st

from demografi.charts.accuracy import by_years_ahead, held, said_and_came
from demografi.evaluation import GROUPS
from demografi.findings import accuracy
from demografi.text import _
from demografi.text import accuracy as text
from demografi.text.numbers import percent
from demografi.ui import accuracy as parts
from demografi.ui import cached, choices, places, shell
from demografi.ui.card import chart_card

data = cached.dataset()
backtest = cached.backtest()
first, second, third = st.columns(3)
with first:
    code = places.choose_place(data, projected=True)
with second:
    group = choices.select("alder", _("Ålder"), GROUPS, GROUPS[0], show=text.group_name)
place = data.regions.place(code)
rows = cached.said_before(place.members, group)
with third:
    origin = parts.choose_origin(rows)

found = accuracy.accuracy(rows)
life = accuracy.shelf_life(rows)
names = text.names() | {accuracy.PUBLISHED: text.published_name(origin)}
history, said = accuracy.said_and_came(rows, data, code, origin)
errors = accuracy.errors_ahead(rows, origin)
comparison = accuracy.compared(errors, origin)
source = text.source(data, history, backtest.facts, published=comparison is not None)
depends = (code, group, origin, backtest.facts["sha256"])

shell.heading(
    _("Träffsäkerhet för {place}").format(place=place.name),
    text.opening(
        place.name,
        group,
        found,
        life,
        text.errors_finding(origin, comparison) if comparison else "",
    ),
)
if note := text.edition_note(data, backtest.facts):
    st.info(note, icon=":material/history:")
shell.figures(parts.figures(found, life))

finding = text.said_finding(place.name, group, said, origin)
chart_card(
    "sagt",
    finding,
    lambda colours: said_and_came(history, said, colours, origin=origin, names=names),
    said,
    parts.said_columns(said, names),
    dataset=data,
    depends=depends,
    source=source,
    alt=finding,
    unit=_("personer den 31 december"),
    note=text.said_note(place, origin),
)

left, right = st.columns(2)
with left:
    table = parts.wide(errors, "error")
    finding = text.errors_finding(origin, comparison)
    chart_card(
        "fel",
        finding,
        lambda colours: by_years_ahead(
            errors, colours, value="error", names=names, unit=_("medelfel, procent av utfallet")
        ),
        table,
        parts.years_columns(table, text.short_names(origin), 1),
        dataset=data,
        depends=depends,
        source=source,
        alt=finding,
        unit=_("medelvärde av felets storlek, procent av utfallet, efter år framåt"),
        note=text.rules_note(accuracy.rules_compared(errors, origin)),
    )
with right:
    shares = accuracy.within(rows)
    table = parts.wide(shares, "share")
    finding = text.shelf_finding(life)
    chart_card(
        "hallbarhet",
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
        parts.years_columns(table, text.short_names(origin), 0),
        dataset=data,
        depends=depends,
        source=source,
        alt=finding,
        unit=_("procent av prognoserna, alla basår, efter år framåt"),
        note=_("De längsta avstånden har få basår: {count} prognoser på {years} år.").format(
            count=parts.longest(table), years=life.tested
        ),
    )

everything = cached.said_before(place.members)
by_group = accuracy.held_by_group(everything, GROUPS)
by_size = accuracy.held_by_size(everything, accuracy.SIZES)
ranges = parts.stacked([parts.group_rows(by_group), parts.size_rows(by_size)])
finding = text.coverage_finding(by_group)
chart_card(
    "intervall",
    finding,
    lambda colours: held(ranges, colours, labels=list(ranges["name"]), height=460),
    ranges,
    parts.held_columns(),
    dataset=data,
    depends=(code, backtest.facts["sha256"]),
    source=source,
    alt=finding,
    unit=_("procent av utfallen, alla basår och avstånd"),
    note=_(
        "De streckade linjerna är vad intervallen lovar. Utfall från samma kommun hänger ihop, så "
        "andelarna är osäkrare än antalet prognoser antyder."
    ),
    height=560,
)
shell.footer(data)
