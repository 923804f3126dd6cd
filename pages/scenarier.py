"""Scenarier: what if – measures and events against the projection, on the same draws."""

import streamlit as st

from demografi import findings
from demografi.text import _
from demografi.text.scenario import conclusion, elsewhere, scenario_facts
from demografi.ui import cached, choices, groups, places, scenario_state, shell
from demografi.ui.scenario_cards import show_differences, show_groups, show_population
from demografi.ui.scenario_form import (
    offer_examples,
    show_comparison,
    show_file,
    show_measures,
)
from demografi.ui.scenario_tables import show_between, show_compared, show_figures, show_table

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

scenario = scenario_state.current()
effects = scenario_state.effects_of(scenario, code, chosen.labels)
name = data.regions.name(code)
shell.heading(
    _("Scenarier för {place}").format(place=name),
    conclusion(
        scenario,
        name,
        scenario_facts(scenario, data.regions),
        effects,
        target,
        elsewhere=elsewhere(scenario, data.regions, code),
    ),
)
scenario_state.tell_problem()
if scenario.measures:
    show_figures(data, code, scenario, effects, target)
else:
    offer_examples(data, code)

left, right = st.columns([2, 3])
with left:
    show_measures(data, scenario, code)
    others = show_comparison(data, scenario, code)
    named = scenario_state.others_by_name(data, scenario, others, code)
    show_between(data, code, scenario, named, target)
    show_file(data, scenario)
    if scenario.measures:
        offer_examples(data, code)
with right:
    compared = scenario_state.compared_effects(named, code, chosen.labels)
    show_population(data, code, scenario, effects, compared)
    show_differences(data, code, scenario, effects, compared)
show_groups(data, code, scenario, effects, chosen, compared=compared)
show_compared(data, code, scenario, effects, chosen, compared=compared, year=target)
if not scenario.neutral:
    show_table(data, code, scenario, effects, chosen, year=target)
shell.footer(data)
