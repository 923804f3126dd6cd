"""Bringing the dataset up to date from SCB and Kolada, whole or not at all."""

from demografi.update.guard import REFUSALS
from demografi.update.run import Options, Outcome, Progress, run, survey
from demografi.update.survey import Survey, TablePlan
from demografi.update.swap import roll_back

__all__ = [
    "REFUSALS",
    "Options",
    "Outcome",
    "Progress",
    "Survey",
    "TablePlan",
    "roll_back",
    "run",
    "survey",
]
