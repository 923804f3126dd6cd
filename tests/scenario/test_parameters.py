"""The table of measures: whole, within its own bounds, unmistakable in links."""

import pytest

from demografi.scenario import KINDS, Kind, Measure


def test_words_in_links_tell_kinds_apart() -> None:
    keys = [kind.key for kind in KINDS.values()]
    assert len(set(keys)) == len(keys)
    assert all(key.isascii() and key.isalpha() and key.islower() for key in keys)
    assert list(KINDS) == [kind.id for kind in KINDS.values()]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_every_parameter_is_told_and_bounded(kind: Kind) -> None:
    assert kind.title
    assert kind.help.endswith(".")
    letters = [parameter.key for parameter in kind.parameters.values()]
    assert len(set(letters)) == len(letters)
    for name, parameter in kind.parameters.items():
        assert parameter.id == name
        assert len(parameter.key) == 1
        assert parameter.key in "abcdefghijklmnopqrstuvwxyz"
        assert parameter.low < parameter.high
        assert parameter.step > 0
        assert parameter.title
        assert parameter.unit
        assert parameter.help.endswith(".")
        assert parameter.origin
        if parameter.default is not None:
            assert parameter.low <= parameter.default <= parameter.high
            assert Measure.of(kind.id, "2421", {name: parameter.default}).values == ()
        for bound in (parameter.low, parameter.high):
            measure = Measure.of(kind.id, "2421", {name: bound})
            assert measure[name] == bound
