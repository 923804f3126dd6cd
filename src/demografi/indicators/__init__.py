"""Indicators: one table of definitions, pure formulas, observed and projected values."""

from demografi.indicators.age_groups import AGE_GROUPS, AgeGroup, AgeGroupSet, groups_in_use
from demografi.indicators.definitions import INDICATORS, Indicator
from demografi.indicators.formulas import cost_pressure
from demografi.indicators.observed import indicator, matrix, observed
from demografi.indicators.projected import (
    RANGE,
    Projected,
    indicator_draws,
    projected,
    projected_matrix,
)

__all__ = [
    "AGE_GROUPS",
    "INDICATORS",
    "RANGE",
    "AgeGroup",
    "AgeGroupSet",
    "Indicator",
    "Projected",
    "cost_pressure",
    "groups_in_use",
    "indicator",
    "indicator_draws",
    "matrix",
    "observed",
    "projected",
    "projected_matrix",
]
