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
    knowledge_cells,
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

rows = knowledge.rows_shown(data, place)
cells = knowledge_cells(rows)
name = data.regions.name
own = knowledge.standing(cells, place, key)
ends = knowledge.extremes(data, cells, "now", key)
ranked = knowledge.ranked(data, cells, view, key, order)
change = knowledge.side_by_side(data, cells, key, ranked)

shell.heading(
    _("Kunskapsbild av länets kommuner"),
    words.conclusion(
        key,
        ends,
        knowledge.standing(cells, COUNTY, key).counted,
        knowledge.shifts(data, cells, key),
        name,
    ),
)
figure_cards(words.cards(key, name(place), own, ends, name), key)

matrix_card(
    data,
    cells,
    view,
    places=[*ranked, *knowledge.below(data, rows)],
    indicators=knowledge.columns_shown(chosen_set, key),
    chosen=place,
)

left, right = st.columns(2)
with left:
    chart_card(
        "da_nu_sedan",
        words.change_title(key, knowledge.risen(data, cells, key)),
        lambda colours: then_now_later(
            change,
            colours,
            key=key,
            then=knowledge.THEN,
            later=knowledge.LATER,
            chosen=name(place),
        ),
        change,
        change_columns(key),
        dataset=data,
        source=words.change_source(data, change, key, cached.projection_line()),
        alt=words.change_alt(key, change),
        unit=words.change_unit(key, change),
        depends=(key, place, *ranked),
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
