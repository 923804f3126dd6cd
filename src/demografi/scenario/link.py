"""A scenario in an address: only what differs from the projection, short and readable.

``1__jobb_2421_n300_f2028_t2040__fruktsamhet_24_p5`` is version 1 of this writing and two measures,
each its kind, its place, and letters with their numbers as in the parameter table. All signs
stand in an address as they are, and mean nothing to Markdown.
"""

import re

from demografi.errors import RequestError
from demografi.scenario.model import Measure, Scenario
from demografi.scenario.parameters import KINDS

__all__ = ["from_link", "to_link"]

_VERSION = "1"
_BETWEEN = "__"
_LONGEST = 2000
_VALUE = re.compile(r"([a-z])(-?\d{1,6}(?:\.\d{1,3})?)")
_KINDS = {kind.key: kind for kind in KINDS.values()}


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def to_link(scenario: Scenario) -> str:
    """Write a scenario for an address; the projection itself is empty. Names are not written.

    >>> to_link(Scenario(measures=(Measure.of("employer", "2421", {"jobs": 300, "to": 2040}),)))
    '1__jobb_2421_n300_t2040'
    """
    if not scenario.measures:
        return ""
    parts = []
    for measure in scenario.measures:
        kind = KINDS[measure.kind]
        values = [kind.parameters[name].key + _number(value) for name, value in measure.values]
        parts.append("_".join([kind.key, measure.place, *values]))
    return _BETWEEN.join([_VERSION, *parts])


def _unreadable(text: str) -> RequestError:
    return RequestError(
        "scenario_link",
        f"'{text[:40]}' is no scenario.",
        "Use an address copied from the screen Scenarier.",
    )


def from_link(text: str) -> Scenario:
    """Read a scenario from an address.

    >>> from_link("1__fruktsamhet_24_p10").measures
    (Measure(kind='fertility', place='24', values=(('change', 10.0),)),)

    Raises
    ------
    RequestError
        The text is not one that :func:`to_link` writes, or its values are out of bounds.
    """
    if not text:
        return Scenario()
    version, *parts = text.split(_BETWEEN)
    if version != _VERSION or not parts or len(text) > _LONGEST:
        raise _unreadable(text)
    measures = []
    for part in parts:
        fields = part.split("_")
        kind = _KINDS.get(fields[0])
        if kind is None or len(fields) < 2:
            raise _unreadable(part)
        ids = {parameter.key: parameter.id for parameter in kind.parameters.values()}
        values: dict[str, object] = {}
        for field in fields[2:]:
            found = _VALUE.fullmatch(field)
            if not found or found[1] not in ids or ids[found[1]] in values:
                raise _unreadable(part)
            values[ids[found[1]]] = float(found[2])
        measures.append(Measure.of(kind.id, fields[1], values))
    return Scenario(measures=tuple(measures))
