"""Träffsäkerhet: what was said before and what came, ours against others."""

import streamlit as st

from demografi.evaluation import GROUPS
from demografi.text import _
from demografi.text import accuracy as text
from demografi.ui import accuracy, cached, choices, places, shell
from demografi.ui.accuracy_cards import origins, record
from demografi.ui.card import show_card

data = cached.dataset()
backtest = cached.backtest()
first, second, third = st.columns(3)
with first:
    code = places.choose_place(data, projected=True)
with second:
    group = choices.select("alder", _("Ålder"), GROUPS, GROUPS[0], show=text.group_name)
place = data.regions.place(code)
with third:
    origin = accuracy.choose_origin(origins(backtest, place, group))

found = record(data, backtest, place, group, origin)
shell.heading(_("Träffsäkerhet för {place}").format(place=place.name), found.conclusion)
if found.edition:
    st.info(found.edition, icon=":material/history:")
shell.figures(found.figures)

show_card("sagt", found.said, dataset=data, depends=found.depends)
left, right = st.columns(2)
with left:
    show_card("fel", found.errors, dataset=data, depends=found.depends)
with right:
    show_card("hallbarhet", found.lasting, dataset=data, depends=found.depends)
show_card("intervall", found.ranges, dataset=data, depends=found.depends)
shell.footer(data)
