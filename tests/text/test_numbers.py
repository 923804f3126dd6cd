import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.text.numbers import (
    MISSING,
    about,
    decimal,
    interval,
    join,
    percent,
    signed,
    signed_interval,
    whole,
)

MINUS, SPACE = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
PLAIN = re.compile(rf"{MINUS}?\d{{1,3}}(?:{SPACE}\d{{3}})*(?:,\d+)?")

values = st.floats(-1e9, 1e9)


def parsed(text: str) -> float:
    return float(text.replace(MINUS, "-").replace(SPACE, "").replace(",", "."))


@given(values, st.integers(0, 3))
def test_written_number_reads_back(value: float, digits: int) -> None:
    text = decimal(value, digits)
    assert PLAIN.fullmatch(text), text
    assert parsed(text) == pytest.approx(round(value, digits), abs=10.0**-digits / 2)
    assert text not in {f"{MINUS}0", f"{MINUS}0,0"}
    assert len(text.partition(",")[2]) == digits


@given(values)
def test_whole_is_without_decimals(value: float) -> None:
    assert whole(value) == decimal(value, 0)
    assert "," not in whole(value)


@pytest.mark.parametrize("write", [decimal, whole, signed, percent])
def test_no_value_is_a_dash(write: type) -> None:
    assert write(None) == write(math.nan) == MISSING


@given(values, st.integers(0, 2))
def test_sign_is_always_there_but_at_zero(value: float, digits: int) -> None:
    text = signed(value, digits)
    rounded = round(value, digits)
    assert text[0] == "+" if rounded > 0 else text[0] == MINUS if rounded < 0 else text[0] == "0"


@given(values)
def test_percent_never_leaves_its_sign_on_the_next_line(value: float) -> None:
    assert percent(value).endswith(f"{SPACE}%")
    assert " " not in percent(value, sign=True)


@given(st.floats(1, 1e8))
def test_about_says_on_which_side_the_value_is(value: float) -> None:
    text = about(value)
    word, _, figure = text.rpartition(" ")
    said = parsed(figure)
    assert word in {"", "knappt", "drygt", "omkring"}
    if word == "knappt":
        assert value < said
    if word == "drygt":
        assert value > said
    assert said == pytest.approx(value, rel=0.06, abs=0.5)
    assert len(figure.replace(SPACE, "").rstrip("0")) <= 3, "two or three digits that count"


@given(st.integers(1, 99))
def test_about_small_counts_is_exact(value: int) -> None:
    assert about(value) == str(value)


@given(st.floats(0, 1e7), st.floats(0, 1e6))
def test_interval_is_in_order_and_close(low: float, width: float) -> None:
    high = low + width
    first, _, last = interval(low, high).partition("–")
    last = last or first
    assert parsed(first) <= parsed(last)
    assert parsed(first) == pytest.approx(low, abs=max(width / 20, 0.5) * 1.0001)
    assert parsed(last) == pytest.approx(high, abs=max(width / 20, 0.5) * 1.0001)


@given(st.floats(-1e5, 1e5), st.floats(0, 1e4), st.integers(0, 1))
def test_interval_never_joins_a_dash_with_a_minus(low: float, width: float, digits: int) -> None:
    text = interval(low, low + width, digits)
    assert f"–{MINUS}" not in text
    assert "-" not in text
    ends = re.split("–| till ", text)
    assert len(ends) == len(set(ends)), "an end is not written twice"


@given(st.floats(-50, 50), st.floats(0, 20))
def test_an_end_that_is_not_zero_is_not_written_as_zero(low: float, width: float) -> None:
    high = low + width
    for end, text in zip((low, high), signed_interval(low, high).split(" till "), strict=True):
        if abs(end) >= 0.05:
            assert text != "0"
            assert (parsed(text.lstrip("+")) > 0) == (end > 0)


def test_join() -> None:
    assert join([]) == ""
    assert join(["Umeå", "Åsele"]) == "Umeå och Åsele"
