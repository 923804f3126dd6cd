"""Ready-made scenarios to start from, for the place a reader looks at."""

from dataclasses import dataclass

from demografi.regions import Place
from demografi.scenario.model import Measure, Scenario

__all__ = ["Example", "examples"]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown

MINE = ("2421", 300, 2028, 2040)
"""The example of a large employer: place, jobs, first and last year."""


@dataclass(frozen=True)
class Example:
    """A scenario with a short Swedish name.

    Attributes
    ----------
    key : str
        Name in code.
    title : str
        Swedish.
    scenario : Scenario
    place : str
        Where it happens.
    """

    key: str
    title: str
    scenario: Scenario
    place: str


def examples(place: Place, first: int, last: int) -> list[Example]:
    """Examples for a place; what is built stands in a municipality, so a group has fewer.

    Parameters
    ----------
    place : Place
        Whose future it is.
    first, last : int
        The projection's first and last year; examples that begin later than the first do so two
        years on, and are left out when that is beyond the last.
    """

    def example(key: str, title: str, kind: str, code: str, **values: float) -> Example:
        return Example(key, title, Scenario(measures=(Measure.of(kind, code, values),)), code)

    where, jobs, start, end = MINE
    start, end = max(start, first), max(end, first)
    soon = first + 2
    found = [
        example("births", N_("Tio procent fler barn"), "fertility", place.code, change=10),
        example(
            "stay", N_("Tio procent färre flyttar ut"), "out_migration", place.code, change=-10
        ),
        example("closed", N_("Ingen flyttning"), "no_migration", place.code),
        example("today", N_("Som i dag"), "as_today", place.code),
    ]
    if place.level == "municipality" and soon <= last:
        found.insert(
            0,
            example(
                "school",
                N_("En skola läggs ned"),
                "school",
                place.code,
                places=-50,
                **{"from": soon},
            ),
        )
        found.insert(
            0,
            example(
                "housing",
                N_("Hundra nya bostäder"),
                "housing",
                place.code,
                dwellings=100,
                **{"from": soon, "to": min(soon + 4, last)},
            ),
        )
    if start <= last:
        mine = {"jobs": jobs, "from": start, "to": min(end, last)}
        title = N_("Gruva med 300 jobb i Storuman")
        found.insert(0, example("mine", title, "employer", where, **mine))
    return found
