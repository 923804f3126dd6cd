"""Prognos: totals, age groups and pyramid to 2050, each with its range."""

import streamlit as st

from demografi import findings
from demografi.text import _
from demografi.text.record import record
from demografi.ui import cached, choices, groups, places, shell
from demografi.ui.against_today import why_it_bends
from demografi.ui.projection_cards import (
    lead,
    show_components,
    show_groups,
    show_pyramid,
    show_total,
)

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
ahead = lead(data, place, target)
shell.heading(_("Prognos för {place}").format(place=place.name), ahead.conclusion)
shell.figures(ahead.figures)
with st.container(horizontal=True, vertical_alignment="center", key="record"):
    now = ahead.total.now
    alike, own = cached.held_so_far(code, now)
    st.markdown(record(alike, place, now, own), width="content")
    shell.link("traffsakerhet", _("Se hur prognoser har hållit"), {"plats": code})

show_total(data, place, target)
why_it_bends(data, place, target)
show_groups(data, place, chosen, target)
left, right = st.columns(2)
with left:
    show_pyramid(data, place, target)
with right:
    show_components(data, place, target)
shell.footer(data)
