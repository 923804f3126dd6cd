"""A scenario as a file: JSON with a version, checked before anything is believed.

The file says what the scenario changes, and what the numbers once made with it were made from
(version of the figures, draws, seed, last year), so that they can be made again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from demografi.errors import RequestError
from demografi.scenario.model import Measure, Scenario, plain
from demografi.scenario.parameters import KINDS

__all__ = ["LARGEST", "VERSION", "Made", "read", "write"]

VERSION = 1
LARGEST = 65_536
"""Bytes; the largest scenario there can be takes a tenth of it."""
_FORMAT = "demografi-scenario"
_DEEPEST = 4
_MADE: Mapping[str, tuple[int, int]] = {"to": (2000, 2200), "draws": (2, 5000), "seed": (0, 2**32)}


@dataclass(frozen=True)
class Made:
    """What numbers of a scenario were made from.

    Attributes
    ----------
    data_version : str
        Version of the dataset.
    to, draws, seed : int
        Last year, trajectories and seed of the projection.
    """

    data_version: str
    to: int
    draws: int
    seed: int


def fail(code: str, message: str, **facts: Any) -> NoReturn:
    """Refuse the file, whole."""
    raise RequestError(
        code,
        message,
        "Open a file that was saved from the screen Scenarier.",
        **facts,
    )


def write(scenario: Scenario, made: Made | None = None) -> str:
    """Write a scenario as JSON, each measure with its defaults, so that it stays what it is.

    Years left open stay so. What the figures decide is written once :func:`with_estimates` has
    put it in.

    >>> print(write(Scenario("Fler barn", (Measure.of("fertility", "24", {"change": 10}),))))
    {
     "format": "demografi-scenario",
     "version": 1,
     "name": "Fler barn",
     "measures": [
      {
       "kind": "fertility",
       "place": "24",
       "change": 10,
       "ramp": 0
      }
     ]
    }
    """
    content: dict[str, Any] = {
        "format": _FORMAT,
        "version": VERSION,
        "name": scenario.name,
        "measures": [
            {"kind": measure.kind, "place": measure.place} | _written(measure)
            for measure in scenario.measures
        ],
    }
    if made is not None:
        content["made_with"] = {
            "data_version": made.data_version,
            "to": made.to,
            "draws": made.draws,
            "seed": made.seed,
        }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _written(measure: Measure) -> dict[str, float]:
    """Return every parameter that has a value, defaults among them."""
    values = {name: measure[name] for name in KINDS[measure.kind].parameters}
    return {
        name: int(value) if value == int(value) else value
        for name, value in values.items()
        if value is not None
    }


def _no_constant(text: str) -> NoReturn:
    fail("scenario_file_number", f"{text} is not a number.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        fail("scenario_file_twice", f"'{twice[:40]}' is there twice.", field=plain(twice))
    return found


def _depth(text: str) -> int:
    """How deep brackets nest outside quotes, without reading what they hold."""
    deepest = depth = 0
    quoted = escaped = False
    for letter in text:
        if quoted:
            quoted = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest


def _parsed(content: bytes) -> Any:
    if len(content) > LARGEST:
        fail(
            "scenario_file_huge",
            f"The file has {len(content)} bytes, more than {LARGEST}.",
            most=LARGEST // 1024,
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        fail("scenario_file_not_json", "The file is not text.")
    if _depth(text) > _DEEPEST:
        fail("scenario_file_not_scenario", "The file nests deeper than any scenario does.")
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except ValueError:
        fail("scenario_file_not_json", "The file is not JSON, or is damaged.")


def _fields(value: Any, allowed: tuple[str, ...], needed: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        fail("scenario_file_not_scenario", "The file does not have the form of a scenario.")
    if unknown := [name for name in value if name not in allowed]:
        fail("scenario_file_field", f"Unknown field '{unknown[0][:40]}'.", field=plain(unknown[0]))
    if lacking := [name for name in needed if name not in value]:
        fail("scenario_file_lacks", f"The field '{lacking[0]}' is missing.", field=lacking[0])
    return value


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        fail("scenario_file_type", f"'{field}' is not text.", field=field)
    return value


def _measure(value: Any) -> Measure:
    if not isinstance(value, dict):
        fail("scenario_file_type", "A measure is not a table of fields.", field="measures")
    for name in ("kind", "place"):
        if name not in value:
            fail("scenario_file_lacks", f"A measure lacks '{name}'.", field=name)
    given = {name: item for name, item in value.items() if name not in ("kind", "place")}
    return Measure.of(_text(value["kind"], "kind"), _text(value["place"], "place"), given)


def _made(value: Any) -> Made:
    names = ("data_version", *_MADE)
    fields = _fields(value, names, names)
    for name, (low, high) in _MADE.items():
        number = fields[name]
        if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
            fail(
                "scenario_file_type",
                f"'{name}' is not a whole number from {low} to {high}.",
                field=name,
            )
    version = _text(fields["data_version"], "data_version")
    if not version.isascii() or not version.isalnum() or len(version) > 64:
        fail("scenario_file_type", "'data_version' is not a version.", field="data_version")
    return Made(version, fields["to"], fields["draws"], fields["seed"])


def read(content: bytes) -> tuple[Scenario, Made | None]:
    """Read a scenario from the bytes of a file.

    Returns
    -------
    scenario : Scenario
    made : Made or None
        What its numbers were made from, if the file says so.

    Raises
    ------
    RequestError
        The file is too large, no JSON, no scenario, of a later version, or holds something a
        scenario cannot: nothing of it is used.
    """
    top = _fields(
        _parsed(content),
        ("format", "version", "name", "measures", "made_with"),
        ("format", "version", "measures"),
    )
    if top["format"] != _FORMAT:
        fail("scenario_file_not_scenario", "The file is not a scenario.")
    if isinstance(top["version"], bool) or top["version"] != VERSION:
        shown = str(top["version"])[:10]
        fail(
            "scenario_file_version",
            f"The file has version {shown}, not {VERSION}.",
            expected=VERSION,
        )
    if not isinstance(top["measures"], list):
        fail("scenario_file_type", "'measures' is not a list.", field="measures")
    scenario = Scenario(
        _text(top.get("name", ""), "name"), tuple(_measure(one) for one in top["measures"])
    )
    return scenario, _made(top["made_with"]) if "made_with" in top else None
