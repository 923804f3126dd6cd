import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.charts.palette import LIGHT
from demografi.charts.pyramid import pyramid
from tests.charts.figures import numbers, outside_addresses, trace, traces


def ages(width: int = 1, *, sexes: str = "FM", times: float = 1.0) -> pd.DataFrame:
    start = np.arange(0, 101, width)
    return pd.concat(
        [
            pd.DataFrame({"sex": sex, "age": start, "value": (120.0 - start + at * 7) * times})
            for at, sex in enumerate(sexes)
        ],
        ignore_index=True,
    )


def test_women_left_men_right_named_and_coloured() -> None:
    figure = pyramid(ages(), LIGHT, label="2024")
    women, men = trace(figure, "Kvinnor 2024"), trace(figure, "Män 2024")
    assert (numbers(women.x) < 0).all()
    assert (numbers(men.x) > 0).all()
    assert (women.marker.color, men.marker.color) == (LIGHT.women, LIGHT.men)
    sides = {note.text: note.x for note in figure.layout.annotations}
    assert sides["<b>Kvinnor</b>"] < 0.5 < sides["<b>Män</b>"]
    assert outside_addresses(figure) == []


def test_axis_is_symmetrical_without_minus_signs() -> None:
    axis = pyramid(ages(), LIGHT, label="2024").layout.xaxis
    low, high = axis.range
    assert low == -high
    assert high >= 127, "the widest bar fits"
    ticks = numbers(axis.tickvals)
    np.testing.assert_array_equal(ticks, -ticks[::-1])
    assert not [text for text in axis.ticktext if "−" in text or "-" in text]


def test_hover_tells_persons_not_the_side() -> None:
    women = trace(pyramid(ages(5), LIGHT, label="2024", width=5), "Kvinnor 2024")
    first, last = women.customdata[0], women.customdata[-1]
    assert float(first[0]) == 120
    assert (first[1], last[1]) == ("0–4", "100+")


def test_five_year_classes_stand_at_their_middle() -> None:
    women = trace(pyramid(ages(5), LIGHT, label="2024", width=5), "Kvinnor 2024")
    assert list(women.y[:2]) == [2, 7]
    assert 4 < women.width < 5, "neighbours touch but for a hair"


def test_year_without_a_split_is_one_profile() -> None:
    figure = pyramid(ages(sexes="T"), LIGHT, label="2025")
    bars = trace(figure, "Kvinnor och män 2025")
    assert (numbers(bars.x) > 0).all()
    assert figure.layout.xaxis.range[0] == 0


def test_outlines_follow_the_sides_and_are_told_apart() -> None:
    figure = pyramid(
        ages(), LIGHT, label="2035", outlines={"2025": ages(times=1.5), "2010": ages(times=0.5)}
    )
    for name in ("2025", "2010"):
        women, men = traces(figure, name)
        assert (numbers(women.x) < 0).all()
        assert (numbers(men.x) > 0).all()
        assert [t.showlegend for t in (women, men)] == [False, True], "named once"
    assert traces(figure, "2025")[0].line.dash is None
    assert traces(figure, "2010")[0].line.dash == "dot"
    assert figure.layout.xaxis.range[1] >= 127 * 1.5, "the widest outline fits"


def test_range_is_named_and_lies_around_the_bars() -> None:
    figure = pyramid(ages(), LIGHT, label="2035", low=ages(times=0.9), high=ages(times=1.1))
    women, men = traces(figure, "8 av 10 utfall")
    assert numbers(women.x).min() == pytest.approx(-120 * 1.1)
    assert numbers(men.x).max() == pytest.approx(127 * 1.1)
    assert [t.showlegend for t in (women, men)] == [False, True]
    assert figure.layout.xaxis.range[1] >= 127 * 1.1


def test_range_and_outline_of_a_class_end_with_its_bar() -> None:
    wide = ages(5)
    figure = pyramid(
        wide, LIGHT, label="2035", width=5, outlines={"2010": wide}, low=wide, high=wide
    )
    bars = trace(figure, "Män 2035")
    for name in ("8 av 10 utfall", "2010"):
        drawn = traces(figure, name)[1]
        for age, value in zip(numbers(bars.y), numbers(bars.x), strict=True):
            at = (numbers(drawn.y) > age - 3) & (numbers(drawn.y) < age + 3)
            within = numbers(drawn.x)[at & (numbers(drawn.x) == value)]
            assert len(within) >= 2, "from one end of the class to the other"
        assert numbers(drawn.y).min() == -0.5


def test_axis_stands_still_when_told_how_wide() -> None:
    small = pyramid(ages(times=0.2), LIGHT, label="1990", top=200.0)
    large = pyramid(ages(), LIGHT, label="2024", top=200.0)
    assert small.layout.xaxis.range == large.layout.xaxis.range


@given(st.floats(0.1, 20_000))
def test_ticks_are_whole_persons_and_reach_the_top(top: float) -> None:
    figure = pyramid(ages(5), LIGHT, label="2024", width=5, top=top)
    ticks = dict(zip(figure.layout.xaxis.tickvals, figure.layout.xaxis.ticktext, strict=True))
    for value, text in ticks.items():
        assert float(text.replace("\N{NO-BREAK SPACE}", "")) == abs(value)
    assert max(ticks) >= top * 0.99
    assert len(ticks) == 7
