"""Who takes part: every contender by the name it has in files."""

from collections.abc import Callable, Mapping

from demografi.evaluation.cohorts import cohort_component, hamilton_perry
from demografi.evaluation.forecast import ByAge, Forecaster, Official
from demografi.evaluation.rules import ExtrapolatedErrors, lin_exp, no_change
from demografi.projection import CohortComponent

__all__ = ["BASELINES", "CONTENDERS"]

CONTENDERS: Mapping[str, Callable[[], Forecaster]] = {
    "no_change": lambda: ExtrapolatedErrors(no_change),
    "lin_exp": lambda: ExtrapolatedErrors(lin_exp),
    "hamilton_perry": lambda: ExtrapolatedErrors(hamilton_perry, by_age=True),
    "cohort_component": lambda: ExtrapolatedErrors(cohort_component, by_age=True),
    "demografi": lambda: ByAge(CohortComponent()),
    "official": Official,
}
"""Makes a forecaster that has not been fitted, by name."""

BASELINES = ("no_change", "lin_exp", "hamilton_perry", "cohort_component")
"""Simple rules that anyone could have used: skill is measured against the best of them."""
