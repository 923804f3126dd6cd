"""Defaults that follow from the figures of a place instead of being typed."""

from dataclasses import dataclass, replace

from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.indicators import matrix
from demografi.scenario.expected import Expected
from demografi.scenario.model import Measure, Scenario
from demografi.scenario.parameters import KINDS

__all__ = ["Estimate", "estimate", "with_estimates"]

_DECIMALS = 3
"""As many as links and files write, so that an estimate written out gives the same numbers."""


@dataclass(frozen=True)
class Estimate:
    """A default taken from figures.

    Attributes
    ----------
    value : float
    source, year : str, int
        The published figure behind it.
    """

    value: float
    source: str
    year: int


def _lacking(measure: Measure, parameter: str) -> RequestError:
    kind = KINDS[measure.kind]
    return RequestError(
        "scenario_no_estimate",
        f"The figures of {measure.place} do not tell '{parameter}' of '{kind.id}'.",
        f"Give '{parameter}' in the scenario.",
        parameter=kind.parameters[parameter].title,
        kind=kind.title,
        region=measure.place,
    )


def _persons_per_dwelling(dataset: Dataset, measure: Measure) -> Estimate:
    frame = dataset.rows("indicators_published", [measure.place])
    frame = frame[frame["indicator"] == "dwellings_per_1000"]
    if frame.empty:
        raise _lacking(measure, "persons")
    row = frame.sort_values("year").iloc[-1]
    return Estimate(
        round(1000 / float(row["value"]), _DECIMALS), str(row["source"]), int(row["year"])
    )


def _household(dataset: Dataset, expected: Expected, measure: Measure) -> Estimate:
    frame = matrix(dataset, [measure.place], ["employment"], dataset.newest_year)
    if frame.empty:
        raise _lacking(measure, "household")
    row = frame.iloc[0]
    region = expected.regions.index(measure.place)
    size = (1 + expected.children_per_adult(region)) / (float(row["value"]) / 100)
    return Estimate(round(size, _DECIMALS), str(row["source"]), int(row["year"]))


def estimate(
    dataset: Dataset, expected: Expected, measure: Measure, parameter: str
) -> Estimate | None:
    """What the figures say of a parameter whose default is not typed; None if it is.

    Persons per job are those who move in per adult among them, 20–64 years, over the share of
    that age who are employed: as many adults as it takes for one to have the job. Persons per
    dwelling are inhabitants over dwellings.

    Raises
    ------
    RequestError
        The figure behind it is not in the dataset.
    """
    if (measure.kind, parameter) == ("housing", "persons"):
        return _persons_per_dwelling(dataset, measure)
    if (measure.kind, parameter) == ("employer", "household"):
        return _household(dataset, expected, measure)
    return None


def with_estimates(dataset: Dataset, expected: Expected, scenario: Scenario) -> Scenario:
    """Put in what the figures say of parameters left open, so that later figures do not change it.

    Years stay open. Measures that nothing follows from stay as they are.

    Raises
    ------
    RequestError
        The figure behind an estimate is not in the dataset, or lies outside its bounds.
    """
    filled = []
    for measure in scenario.measures:
        found = {
            name: known.value
            for name in KINDS[measure.kind].parameters
            if not measure.neutral
            and measure[name] is None
            and (known := estimate(dataset, expected, measure, name)) is not None
        }
        filled.append(measure.put(**found))
    return replace(scenario, measures=tuple(filled))
