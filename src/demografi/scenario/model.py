"""A scenario as data: measures at places, each its difference from the projection."""

from collections.abc import Mapping
from dataclasses import dataclass

from demografi.errors import RequestError
from demografi.regions import Regions
from demografi.scenario.parameters import KINDS, Kind, Parameter, kind_of

__all__ = ["LONGEST_NAME", "MOST_MEASURES", "Measure", "Scenario", "check", "plain"]

MOST_MEASURES = 20
"""More than anybody has in mind at once."""
LONGEST_NAME = 60
_HUGE = 1e15
_IN_NAMES = " .,:;–—-−+/%()!?'’”åäöÅÄÖ"
"""Beside letters and digits; a name is shown, so it may carry no markup."""


def plain(text: str) -> str:
    """Write a stranger's word so that it can be shown: letters, digits and ``-_`` of its start.

    >>> plain("<b>jobs</b>"), plain("<>")
    ('bjobsb', '?')
    """
    return "".join(letter for letter in text[:40] if letter.isalnum() or letter in "-_") or "?"


def _fitting(parameter: Parameter, kind: Kind, value: object) -> float:
    """Check a value of a parameter."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # A whole number can be too long for a real one; nothing is less than what is not a number.
    if not number or not abs(value) < _HUGE:  # type: ignore[arg-type]
        raise RequestError(
            "scenario_not_a_number",
            f"'{parameter.id}' of '{kind.id}' is not a number.",
            f"Give a number from {parameter.low:g} to {parameter.high:g}.",
            parameter=parameter.title,
            kind=kind.title,
        )
    found = round(float(value), 3) + 0.0  # type: ignore[arg-type]  # as links write it
    if not parameter.low <= found <= parameter.high:
        raise RequestError(
            "scenario_out_of_bounds",
            f"'{parameter.id}' of '{kind.id}' is {found:g}.",
            f"Give a number from {parameter.low:g} to {parameter.high:g}.",
            parameter=parameter.title,
            kind=kind.title,
            value=f"{found:g}",
            low=f"{parameter.low:g}",
            high=f"{parameter.high:g}",
        )
    if parameter.whole and found != int(found):
        raise RequestError(
            "scenario_not_whole",
            f"'{parameter.id}' of '{kind.id}' is {found:g}.",
            "Give a whole number.",
            parameter=parameter.title,
            kind=kind.title,
            value=f"{found:g}",
        )
    return found


@dataclass(frozen=True)
class Measure:
    """One measure at one place.

    Attributes
    ----------
    kind : str
        Key of :data:`KINDS`.
    place : str
        Code of a municipality or, for changed rates, a group or county.
    values : tuple of (str, float)
        What differs from the defaults, in the order of the table.
    """

    kind: str
    place: str
    values: tuple[tuple[str, float], ...] = ()

    @classmethod
    def of(cls, kind: str, place: str, values: Mapping[str, object] | None = None) -> "Measure":
        """Make a measure from checked values.

        Raises
        ------
        RequestError
            The kind or a parameter is unknown, a value is not a number, is out of bounds or not
            whole, or the years run backwards.

        Examples
        --------
        >>> Measure.of("employer", "2421", {"jobs": 300, "from": 2028, "to": 2040, "share": 50})
        Measure(kind='employer', place='2421', values=(('jobs', 300.0), ('from', 2028.0), ('to', 2040.0)))
        """  # noqa: E501
        chosen = kind_of(kind)
        given = dict(values or {})
        if unknown := sorted(set(given) - set(chosen.parameters)):
            raise RequestError(
                "scenario_unknown_parameter",
                f"'{kind}' has no parameter '{unknown[0][:40]}'.",
                f"Use: {', '.join(chosen.parameters) or 'none'}.",
                parameter=plain(unknown[0]),
                kind=chosen.title,
            )
        kept = []
        for name, parameter in chosen.parameters.items():
            if name in given:
                value = _fitting(parameter, chosen, given[name])
                if value != parameter.default:
                    kept.append((name, value))
        measure = cls(kind, place, tuple(kept))
        first, last = measure["from"], measure["to"]
        if first is not None and last is not None and last < first:
            raise RequestError(
                "scenario_years_backwards",
                f"'{kind}' ends in {last:.0f}, before it begins in {first:.0f}.",
                "Give a last year not before the first.",
                kind=chosen.title,
                first=f"{first:.0f}",
                last=f"{last:.0f}",
            )
        return measure

    def __getitem__(self, parameter: str) -> float | None:
        """Value of a parameter, its default if not given; None where the figures decide."""
        given = dict(self.values)
        if parameter in given:
            return given[parameter]
        known = KINDS[self.kind].parameters.get(parameter)
        return None if known is None else known.default

    def number(self, parameter: str, estimate: float = 0.0) -> float:
        """Value of a parameter; ``estimate`` where the figures decide."""
        value = self[parameter]
        return estimate if value is None else value

    def put(self, **values: float | None) -> "Measure":
        """Return the measure with other values; None takes a value back to its default."""
        merged = {**dict(self.values), **values}
        return Measure.of(
            self.kind, self.place, {name: v for name, v in merged.items() if v is not None}
        )

    @property
    def neutral(self) -> bool:
        """Nothing follows from it."""
        amount = {"net_migration": "persons", "school": "places", "care_home": "places"}
        kind = KINDS[self.kind]
        if kind.group == "whole":
            return False
        if kind.group == "rates":
            return self[amount.get(self.kind, "change")] == 0
        size = self[amount[self.kind]] if self.kind in amount else 1
        return size == 0 or self["share"] == 0


@dataclass(frozen=True)
class Scenario:
    """Measures that together make a what-if.

    Attributes
    ----------
    name : str
        What its maker calls it; may be empty.
    measures : tuple of Measure
        In the order made.
    """

    name: str = ""
    measures: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nobody can mean and what no screen should show."""
        if len(self.measures) > MOST_MEASURES:
            raise RequestError(
                "scenario_too_many",
                f"The scenario has {len(self.measures)} measures.",
                f"Use at most {MOST_MEASURES}.",
                count=len(self.measures),
                most=MOST_MEASURES,
            )
        # Links write a sign by four hexadecimal digits, which all living alphabets fit in.
        plain = all(
            (letter.isalnum() and letter <= "\uffff") or letter in _IN_NAMES for letter in self.name
        )
        if len(self.name) > LONGEST_NAME or not plain:
            raise RequestError(
                "scenario_name",
                "The name of the scenario is too long or has signs that are not allowed.",
                f"Use at most {LONGEST_NAME} letters, digits, spaces and ordinary punctuation.",
                most=LONGEST_NAME,
            )

    @property
    def neutral(self) -> bool:
        """It is the projection itself."""
        return all(measure.neutral for measure in self.measures)

    def members(self, regions: Regions, projected: tuple[str, ...]) -> tuple[str, ...]:
        """Municipalities that something happens to, in the order projected."""
        touched = {
            code
            for measure in self.measures
            if not measure.neutral
            for code in regions.place(measure.place).members
        }
        return tuple(code for code in projected if code in touched)


def check(
    scenario: Scenario, regions: Regions, projected: tuple[str, ...], years: tuple[int, ...]
) -> None:
    """Make sure that a scenario can be run.

    Parameters
    ----------
    scenario : Scenario
        Measures.
    regions : Regions
        The places there are.
    projected : tuple of str
        Municipalities of the projection.
    years : tuple of int
        Years of the projection, the jump-off year first.

    Raises
    ------
    RequestError
        A place is unknown, not projected or not of the kind the measure needs; a measure begins
        before the projection or after its end.
    """
    for measure in scenario.measures:
        kind = KINDS[measure.kind]
        place = regions.places.get(measure.place)
        if place is None or not place.members or not set(place.members) <= set(projected):
            raise RequestError(
                "scenario_place",
                f"'{measure.place[:40]}' is no place this projection has.",
                f"Use municipalities ({', '.join(projected)}) or groups of them.",
                region=plain(measure.place),
                kind=kind.title,
            )
        if kind.places == "municipality" and place.level != "municipality":
            raise RequestError(
                "scenario_not_a_municipality",
                f"'{kind.id}' stands in one municipality, and '{place.code}' is none.",
                "Choose one of its municipalities.",
                place=place.name,
                kind=kind.title,
            )
        first = measure["from"]
        if first is not None and not years[1] <= first <= years[-1]:
            raise RequestError(
                "scenario_year_outside",
                f"'{kind.id}' begins in {first:.0f}; the projection has {years[1]}-{years[-1]}.",
                "Choose a first year within that span.",
                kind=kind.title,
                year=f"{first:.0f}",
                first=years[1],
                last=years[-1],
            )
