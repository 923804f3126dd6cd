"""Översikt: the county at a glance – map, four figures, ranking, what changed."""

import streamlit as st

from demografi.text import _
from demografi.ui import cached, choices, measures, overview_cards, places, shell
from demografi.ui.card import show_card

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
# The opening waits for the projection, which the charts below it need not: they are sent first.
top = st.container()
on_map, ranked = overview_cards.map_and_ranking(data, place, measure)
left, right = st.columns([11, 10])
with left:
    show_card(
        "karta",
        on_map,
        dataset=data,
        depends=(code, measure),
        on_select=places.choose_on_map,
    )
with right:
    show_card("rangordning", ranked, dataset=data, depends=(code, measure))
show_card("senaste-aret", overview_cards.newest_year(data, place), dataset=data, depends=(code,))
shell.footer(data)

with top:
    opening = overview_cards.opening(data, place)
    shell.heading(place.name, opening.conclusion)
    shell.figures(opening.figures)
