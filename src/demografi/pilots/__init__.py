"""Answers to the questions of the county's pilots, from figures: one module per pilot."""

from demografi.pilots.capital import founders, relative_tax_base
from demografi.pilots.capital_of_culture import CultureYear, culture_year
from demografi.pilots.challenge import GroupShift, largest_shifts, pressure
from demografi.pilots.culture import audience, centres
from demografi.pilots.event_study import Effect, EventStudy, Panel, Window, event_study
from demografi.pilots.factory import MeasuredCase, measured_case
from demografi.pilots.investments import Investment, employer, investment
from demografi.pilots.labour import Supply, Turnover, needed_rates, supply, turnover
from demografi.pilots.together import Likeness, Pattern, class_sizes, noise, pattern

__all__ = [
    "CultureYear",
    "Effect",
    "EventStudy",
    "GroupShift",
    "Investment",
    "Likeness",
    "MeasuredCase",
    "Panel",
    "Pattern",
    "Supply",
    "Turnover",
    "Window",
    "audience",
    "centres",
    "class_sizes",
    "culture_year",
    "employer",
    "event_study",
    "founders",
    "investment",
    "largest_shifts",
    "measured_case",
    "needed_rates",
    "noise",
    "pattern",
    "pressure",
    "relative_tax_base",
    "supply",
    "turnover",
]
