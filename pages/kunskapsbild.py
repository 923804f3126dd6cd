"""Kunskapsbild: all municipalities by all indicators, then, now and later."""

import streamlit as st

from demografi import comparison, knowledge
from demografi.charts.dumbbell import then_now_later
from demografi.regions import COUNTY, NATION
from demografi.text import _, measures
from demografi.text import comparison as compared
from demografi.text import knowledge as words
from demografi.ui import cached, choices, places, shell
from demografi.ui.card import chart_card
from demografi.ui.comparison import lines_card, place_lines
from demografi.ui.knowledge import (
    change_columns,
    choose_indicator,
    definitions,
    figure_cards,
    findings,
    matrix_card,
)

data = cached.dataset()
first, second, third, fourth, fifth = st.columns([4, 5, 4, 3, 6])
with first:
    place = places.choose_place(data)
with second:
    key = choose_indicator()
with third:
    chosen_set = choices.select(
        "grupp", _("Visa mått om"), list(knowledge.SETS), "alder", show=measures.set_name
    )
with fourth:
    order = choices.select(
        "sortering", _("Sortera"), knowledge.ORDERS, "hogst", show=words.order_name
    )
with fifth:
    view = choices.segments(
        "vy",
        _("När"),
        knowledge.CHOICES,
        "all",
        show=words.view_name,
        text=words.view_link,
    )

name = data.regions.name
found = findings(place, key, view, order)

shell.heading(
    _("Kunskapsbild av länets kommuner"),
    words.conclusion(
        key,
        found.ends,
        found.county.counted,
        found.shifts,
        name,
    ),
)
figure_cards(words.cards(key, name(place), found.own, found.ends, name), key)

matrix_card(
    data,
    view,
    places=found.rows,
    indicators=knowledge.columns_shown(chosen_set, key),
    chosen=place,
)

left, right = st.columns(2)
with left:
    chart_card(
        "da_nu_sedan",
        words.change_title(key, found.risen),
        lambda colours: then_now_later(
            found.change,
            colours,
            key=key,
            then=knowledge.THEN,
            later=knowledge.LATER,
            chosen=name(place),
        ),
        found.change,
        change_columns(key),
        dataset=data,
        source=words.change_source(data, found.change, key, cached.projection_line()),
        alt=words.change_alt(key, found.change),
        unit=words.change_unit(key, found.change),
        depends=(key, place, *found.ranked),
        height=560,
    )
with right:
    lines = place_lines(data, comparison.distinct(place, COUNTY, NATION), key)
    shown, base = comparison.on_one_scale(lines, key, knowledge.THEN)
    lines_card(
        data,
        shown,
        key,
        title=compared.lines_title(key, shown, base),
        base=base,
        levels=lines,
        key="over_tid",
        height=556,
    )
definitions(data, key)
shell.footer(data)
