"""Befolkning: history since 1950, the age pyramid of any year, components of change."""

import streamlit as st

from demografi.text import _
from demografi.ui import choices, places, shell
from demografi.ui.cached import dataset
from demografi.ui.population_cards import lead, show_change, show_pyramid, show_total

data = dataset()
first, second, third = st.columns(3)
with first:
    code = places.choose_place(data)
found = lead(data, code)
with second:
    year = choices.select("ar", _("Ålderspyramidens år"), found.years[::-1], found.split[-1])
with third:
    before = choices.select("mot", _("Jämför pyramiden med"), found.years[::-1], found.split[0])

shell.heading(_("Befolkningen i {name}").format(name=data.regions.name(code)), found.conclusion)
shell.figures(found.figures)
show_total(data, code)
left, right = st.columns(2)
with left:
    show_pyramid(data, code, year, before)
with right:
    show_change(data, code)
shell.footer(data)
