"""Insatser: what the population demands, and backwards what a goal takes."""

import streamlit as st

from demografi import findings
from demografi.text import _
from demografi.ui import cached, choices, places, shell
from demografi.ui.goals import show_goal
from demografi.ui.joint import show_joint
from demografi.ui.services import show_services
from demografi.ui.workforce import show_workforce

VIEWS = {
    "verksamheter": (_("Verksamheter"), show_services),
    "arbetskraft": (_("Arbetskraft och kostnad"), show_workforce),
    "krav": (_("Vad krävs?"), show_goal),
    "tillsammans": (_("Tillsammans"), show_joint),
}

data = cached.dataset()
trajectories = cached.projection()
first, second, third = st.columns([4, 4, 7])
with first:
    code = places.choose_place(data, projected=True)
with second:
    target = choices.slide(
        "till",
        _("Se fram mot år"),
        trajectories.years[1],
        trajectories.years[-1],
        findings.NEAR_YEAR,
    )
with third:
    view = choices.segments(
        "del", _("Visa"), list(VIEWS), "verksamheter", show=lambda key: VIEWS[key][0]
    )
VIEWS[view][1](data, code, target)
shell.footer(data)
