"""Answers to the questions of the county's pilots, from figures: one module per pilot."""

from demografi.pilots.audience import audience, centres
from demografi.pilots.capital import founders, relative_tax_base
from demografi.pilots.capital_of_culture import CultureYear, culture_year
from demografi.pilots.challenge import GroupShift, largest_shifts, pressure
from demografi.pilots.event_study import Effect, EventStudy, Panel, Window, event_study
from demografi.pilots.factory import MeasuredCase, measured_case
from demografi.pilots.labour import Supply, Turnover, needed_rates, supply, turnover
from demografi.pilots.together import Likeness, class_sizes, likeness, noise

__all__ = [
    "CultureYear",
    "Effect",
    "EventStudy",
    "GroupShift",
    "Likeness",
    "MeasuredCase",
    "Panel",
    "Supply",
    "Turnover",
    "Window",
    "audience",
    "centres",
    "class_sizes",
    "culture_year",
    "event_study",
    "founders",
    "largest_shifts",
    "likeness",
    "measured_case",
    "needed_rates",
    "noise",
    "pressure",
    "relative_tax_base",
    "supply",
    "turnover",
]
