"""Rates of mortality, fertility and migration, fitted on a :class:`History` with statsmodels."""

from demografi.rates.diagnostics import Diagnostic
from demografi.rates.fertility import Fertility, fit_fertility
from demografi.rates.history import FIRST_YEAR, History
from demografi.rates.migration import Migration, fit_migration
from demografi.rates.mortality import (
    LeeCarter,
    Mortality,
    deaths_by_age,
    fit_lee_carter,
    fit_mortality,
)

__all__ = [
    "FIRST_YEAR",
    "Diagnostic",
    "Fertility",
    "History",
    "LeeCarter",
    "Migration",
    "Mortality",
    "deaths_by_age",
    "fit_fertility",
    "fit_lee_carter",
    "fit_migration",
    "fit_mortality",
]
