"""A scenario in an address: only what differs from the projection, short and readable.

``1__jobb_2421_n300_f2028_t2040__fruktsamhet_24_p5`` is version 1 of this writing and two measures,
each its kind, its place, and letters with their numbers as in the parameter table. A scenario
with a name has it first, ``1__namn_Nya-gruvan__jobb_...``: letters a to z and digits as they are,
space as a hyphen, any other sign as a point and its four hexadecimal digits. All signs stand in
an address as they are, and mean nothing to Markdown.

Parameters that a link leaves out have the defaults of its version. :data:`DEFAULTS` holds them;
who changes a default in the parameter table adds a version here, and older links keep theirs.
"""

import re
from collections.abc import Mapping

from demografi.errors import RequestError
from demografi.scenario.model import Measure, Scenario
from demografi.scenario.parameters import KINDS

__all__ = ["DEFAULTS", "from_link", "to_link"]

_VERSION = "1"
DEFAULTS: Mapping[str, Mapping[tuple[str, str], float]] = {
    "1": {
        ("fertility", "change"): 0,
        ("fertility", "ramp"): 0,
        ("mortality", "change"): 0,
        ("mortality", "ramp"): 0,
        ("in_migration", "change"): 0,
        ("in_migration", "ramp"): 0,
        ("out_migration", "change"): 0,
        ("out_migration", "ramp"): 0,
        ("net_migration", "persons"): 0,
        ("net_migration", "ramp"): 0,
        ("employer", "jobs"): 100,
        ("employer", "share"): 50,
        ("employer", "ramp"): 2,
        ("employer", "stay"): 50,
        ("employer", "wind_down"): 1,
        ("housing", "dwellings"): 50,
        ("housing", "share"): 50,
        ("school", "places"): -50,
        ("school", "share"): 10,
        ("school", "ramp"): 2,
        ("care_home", "places"): 40,
        ("care_home", "share"): 10,
    }
}
"""By version and (kind, parameter). What is not here is open, or estimated from the figures."""
_NAME = "namn"
_SIGN = re.compile(r"\.([0-9a-f]{4})")
_WRITTEN_NAME = re.compile(r"(?:[A-Za-z0-9-]|\.[0-9a-f]{4})+")
_BETWEEN = "__"
_LONGEST = 2400
_VALUE = re.compile(r"([a-z])(-?\d{1,6}(?:\.\d{1,3})?)")
_KINDS = {kind.key: kind for kind in KINDS.values()}


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def to_link(scenario: Scenario) -> str:
    """Write a scenario for an address; the projection itself is empty.

    >>> to_link(Scenario(measures=(Measure.of("employer", "2421", {"jobs": 300, "to": 2040}),)))
    '1__jobb_2421_n300_t2040'
    """
    if not scenario.measures:
        return ""
    parts = []
    if scenario.name:
        parts.append(f"{_NAME}_{_escaped(scenario.name)}")
    for measure in scenario.measures:
        kind = KINDS[measure.kind]
        values = [kind.parameters[name].key + _number(value) for name, value in measure.values]
        parts.append("_".join([kind.key, measure.place, *values]))
    return _BETWEEN.join([_VERSION, *parts])


def _escaped(name: str) -> str:
    """Write a name of letters, digits, hyphens and points followed by four hexadecimal digits.

    >>> _escaped("Gruvan 2.0 – hög")
    'Gruvan-2.002e0-.2013-h.00f6g'
    """
    return "".join(
        sign if sign.isascii() and sign.isalnum() else "-" if sign == " " else f".{ord(sign):04x}"
        for sign in name
    )


def _named(text: str) -> str:
    if not _WRITTEN_NAME.fullmatch(text):
        raise _unreadable(text)
    return _SIGN.sub(lambda found: chr(int(found[1], 16)), text.replace("-", " "))


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
    if version not in DEFAULTS or not parts or len(text) > _LONGEST:
        raise _unreadable(text)
    name, begins = "", f"{_NAME}_"
    if parts[0].startswith(begins):
        name = _named(parts.pop(0).removeprefix(begins))
    if not parts:
        raise _unreadable(text)
    pinned = DEFAULTS[version]
    measures = []
    for part in parts:
        fields = part.split("_")
        kind = _KINDS.get(fields[0])
        if kind is None or len(fields) < 2:
            raise _unreadable(part)
        ids = {parameter.key: parameter.id for parameter in kind.parameters.values()}
        values: dict[str, object] = {
            parameter: pinned[kind.id, parameter]
            for parameter in kind.parameters
            if (kind.id, parameter) in pinned
        }
        given: set[str] = set()
        for field in fields[2:]:
            found = _VALUE.fullmatch(field)
            if not found or found[1] not in ids or found[1] in given:
                raise _unreadable(part)
            given.add(found[1])
            values[ids[found[1]]] = float(found[2])
        measures.append(Measure.of(kind.id, fields[1], values))
    return Scenario(name, tuple(measures))
