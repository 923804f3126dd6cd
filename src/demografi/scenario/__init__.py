"""What-if as data: measures that change the projection's rates, on the projection's own draws."""

from demografi.scenario.estimates import Estimate, estimate
from demografi.scenario.expected import Expected, expected
from demografi.scenario.model import Measure, Scenario, check
from demografi.scenario.parameters import KINDS, Kind, Parameter
from demografi.scenario.run import Changed, adjustment, expect, run

__all__ = [
    "KINDS",
    "Changed",
    "Estimate",
    "Expected",
    "Kind",
    "Measure",
    "Parameter",
    "Scenario",
    "adjustment",
    "check",
    "estimate",
    "expect",
    "expected",
    "run",
]
