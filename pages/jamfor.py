"""Jämför: any places against each other over time, as level or index."""

import streamlit as st

from demografi import comparison
from demografi.text import _
from demografi.text import comparison as words
from demografi.ui import cached, places, shell
from demografi.ui.comparison import (
    choose_base,
    choose_others,
    lines_card,
    place_lines,
    ranking_card,
)
from demografi.ui.knowledge import choose_indicator

data = cached.dataset()
first, second, third = st.columns([4, 4, 3])
with first:
    place = places.choose_place(data)
with second:
    key = choose_indicator()
codes = choose_others(data, place)
levels = place_lines(data, codes, key)
with third, st.container(horizontal=True):
    base = choose_base(levels)
lines = comparison.indexed(levels, base) if base else levels

shell.heading(
    _("Jämför platser"), words.conclusion(key, levels, place, base, comparison.changes(lines))
)
lines_card(data, lines, key, title=words.lines_title(key, lines, base), base=base, levels=levels)
ranking_card(data, lines, key, place, base)
shell.footer(data)
