"""Every indicator can be spoken of, and its values written."""

import pytest

from demografi.indicators import INDICATORS
from demografi.knowledge import SETS
from demografi.text import measures


@pytest.mark.parametrize("key", INDICATORS)
def test_every_indicator_has_a_phrase_for_running_text(key: str) -> None:
    phrase = measures.definite(key)
    assert phrase[0].islower()
    assert measures.axis_unit(key)


def test_every_set_has_a_name() -> None:
    assert len({measures.set_name(key) for key in SETS}) == len(SETS)


def test_units_follow_values_where_they_are_short() -> None:
    assert measures.with_unit("mean_age", "45,2") == "45,2\u00a0år"
    assert measures.with_unit("population", "12") == "12"


def test_degenerate_range_is_one_number() -> None:
    assert measures.range_text("mean_age", 45.0, 45.0) == "45,0"
