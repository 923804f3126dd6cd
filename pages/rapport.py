"""Rapport: choose a template, places and contents; see it; take it along as files."""

import streamlit as st

from demografi.text import _, reports
from demografi.ui import cached, report, shell

data = cached.dataset()
order = report.choose_order(data)
shown = report.shown_order(order)
found = report.report_of(shown)

shell.heading(
    _("Rapport"),
    reports.conclusion(
        found.opening,
        *report.counted(found, order),
        data.newest_year,
        cached.HORIZON,
    ),
)
left, right = st.columns([2, 1])
with right:
    report.files_card(data, order)
with left:
    report.preview(found, shown)
shell.footer(data)
