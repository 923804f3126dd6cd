"""Numbers as typed: every Swedish form is read, what could be two numbers is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.text.numbers import decimal
from demografi.text.typed import read_number


@given(st.floats(-1e9, 1e9), st.integers(0, 2))
def test_what_is_shown_is_read_back(value: float, digits: int) -> None:
    assert read_number(decimal(value, digits), digits) == round(value, digits)


@given(st.text(max_size=12), st.integers(0, 3))
def test_any_text_is_read_or_refused(text: str, digits: int) -> None:
    found = read_number(text, digits)
    assert found is None or any(figure in text for figure in "0123456789")


@pytest.mark.parametrize("text", ["", "-", "2 5", "1,2,3", "1e3", "nan", "٣", "12 kr", "1 23 456"])
def test_no_number(text: str) -> None:
    assert read_number(text, 1) is None


@pytest.mark.parametrize(("text", "digits"), [("304.150", 0), ("304,150", 0), ("1.234", 1)])
def test_what_may_mean_thousands_is_not_guessed(text: str, digits: int) -> None:
    assert read_number(text, digits) is None


def test_three_decimals_after_a_comma_are_decimals() -> None:
    assert read_number("0,125", 1) == 0.125
