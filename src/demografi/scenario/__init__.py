"""What-if as data: measures that change the projection's rates, on the projection's own draws."""

from demografi.scenario.document import Made, read, write
from demografi.scenario.effects import effect_in, effects, group_label
from demografi.scenario.estimates import Estimate, estimate, with_estimates
from demografi.scenario.examples import Example, examples
from demografi.scenario.expected import Expected, expected
from demografi.scenario.link import from_link, to_link
from demografi.scenario.model import Measure, Scenario, check
from demografi.scenario.parameters import KINDS, Kind, Parameter
from demografi.scenario.run import Changed, adjustment, expect, run

__all__ = [
    "KINDS",
    "Changed",
    "Estimate",
    "Example",
    "Expected",
    "Kind",
    "Made",
    "Measure",
    "Parameter",
    "Scenario",
    "adjustment",
    "check",
    "effect_in",
    "effects",
    "estimate",
    "examples",
    "expect",
    "expected",
    "from_link",
    "group_label",
    "read",
    "run",
    "to_link",
    "with_estimates",
    "write",
]
