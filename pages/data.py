"""Data: coverage, gaps, sources, licences, the projection's method, definitions, downloads."""

import streamlit as st

from demografi.text import _
from demografi.text import coverage as words
from demografi.ui import cached, shell
from demografi.ui.coverage import (
    choose_table,
    coverage_card,
    definitions_card,
    disagreements_card,
    figure_cards,
    method_card,
    reach,
    sources_card,
    strip_card,
    table_details,
)
from demografi.ui.update import update_card

data = cached.dataset()
first, _second = st.columns([1, 2])
with first:
    table = choose_table(data)

shell.heading(_("Data och metod"), words.conclusion(reach(data)))
figure_cards(data)
update_card(data)
strip_card(data)
table_details(data, table)
disagreements_card(data)
coverage_card(data)
method_card(data)
definitions_card(data)
sources_card(data)
shell.footer(data)
