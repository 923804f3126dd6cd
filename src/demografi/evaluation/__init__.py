"""Evaluation: what would have been said before, and what came."""

from demografi.evaluation.contenders import BASELINES, CONTENDERS
from demografi.evaluation.forecast import ByAge, Forecast, Forecaster, Official
from demografi.evaluation.past import GROUPS, Past, cut
from demografi.evaluation.run import Evaluation, evaluate
from demografi.evaluation.scores import scored, scores, skill

__all__ = [
    "BASELINES",
    "CONTENDERS",
    "GROUPS",
    "ByAge",
    "Evaluation",
    "Forecast",
    "Forecaster",
    "Official",
    "Past",
    "cut",
    "evaluate",
    "scored",
    "scores",
    "skill",
]
