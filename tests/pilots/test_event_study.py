"""The event study on series made for it: a known effect, none, and placebos by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from demografi.errors import RequestError
from demografi.pilots.event_study import (
    CERTAIN,
    FEWEST,
    Panel,
    Window,
    event_study,
    placebo_effects,
)

FIRST, LAST, EVENT = 1990, 2020, 2010
OTHERS = tuple("bcdefghi")
PLACES = ("a", *OTHERS)


def noise(seed: int, *, persistence: float = 0.4) -> NDArray[np.float64]:
    """Autocorrelated noise, [place, year], as yearly figures of municipalities have."""
    rng = np.random.default_rng(seed)
    shocks = rng.normal(size=(len(PLACES), LAST - FIRST + 1 + 20))
    values = np.zeros_like(shocks)
    for at in range(1, shocks.shape[1]):
        values[:, at] = persistence * values[:, at - 1] + shocks[:, at]
    return values[:, 20:]


def made(seed: int, during: float = 0.0, later: float = 0.0) -> Panel:
    """Nine places that share levels, a trend and shocks; the first has an event in 2010."""
    years = np.arange(FIRST, LAST + 1)
    shared = 0.3 * (years - FIRST) + 5 * np.sin(years)
    values = 50 + shared + noise(seed)
    values[0] += 10 + during * (years == EVENT) + later * (years > EVENT)
    return Panel(years, PLACES, values)


@pytest.mark.parametrize("seed", range(6))
def test_known_effect_is_found_within_its_interval(seed: int) -> None:
    found = event_study(made(seed, during=14, later=-12), "a", EVENT, OTHERS)
    assert found.during.low <= 14 <= found.during.high
    assert found.later.low <= -12 <= found.later.high
    assert found.during.sign == 1
    assert found.later.sign == -1


@pytest.mark.parametrize("seed", range(6))
def test_where_nothing_happened_nothing_can_be_told(seed: int) -> None:
    found = event_study(made(seed), "a", EVENT, OTHERS)
    assert found.during.sign == found.later.sign == 0
    assert found.later.low <= 0 <= found.later.high


def test_effects_are_exact_without_noise() -> None:
    """What all share drops out, whatever it is; level and trend of the gap are no effect."""
    years = np.arange(FIRST, LAST + 1)
    shared = np.random.default_rng(3).normal(size=len(years)).cumsum() * 8
    values = np.stack([shared + 4 * at for at in range(len(PLACES))])
    values[0] += 0.5 * (years - FIRST) + 3.0 * (years == EVENT) + 2.0 * (years > EVENT)
    panel = Panel(years, PLACES, values)
    # A gap with a trend is no comparison by the rule, so the same is asked of the regression.
    design = Window().design()
    gap = panel.cut(panel.gap("a", OTHERS), EVENT - 10, EVENT + 3)
    fitted = np.linalg.lstsq(design, gap, rcond=None)[0]
    assert fitted[1:] == pytest.approx([0.5, 3.0, 2.0])


def test_interval_is_the_wider_of_the_regression_and_the_placebos() -> None:
    found = event_study(made(2, later=3), "a", EVENT, OTHERS)
    for effect, name in ((found.during, "during"), (found.later, "later")):
        sizes = np.sort(found.placebos[name].abs().to_numpy())
        assert effect.reach == pytest.approx(np.quantile(sizes, CERTAIN))
        assert effect.low == min(effect.model_low, effect.value - effect.reach)
        assert effect.high == max(effect.model_high, effect.value + effect.reach)
        as_large = (sizes >= abs(effect.value)).sum()
        assert effect.share == pytest.approx((as_large + 1) / (len(sizes) + 1))


def test_placebos_never_see_the_event() -> None:
    """However large the event is, the placebos of place and comparison are the same."""
    quiet, loud = made(4), made(4, during=1000, later=1000)
    said, heard = (
        placebo_effects(panel, "a", EVENT, OTHERS, window=Window(), last=LAST)
        for panel in (quiet, loud)
    )
    np.testing.assert_allclose(said[["during", "later"]], heard[["during", "later"]])
    own = said[said["place"] == "a"]
    assert own["year"].max() == EVENT - 1 - Window().after
    assert own["year"].min() == FIRST + Window().before
    others = said[said["place"] == "b"]
    assert others["year"].tolist() == list(range(FIRST + 10, LAST - 3 + 1))
    assert set(said["place"]) == set(PLACES)


def test_placebo_is_the_same_regression_elsewhere() -> None:
    panel = made(5)
    table = placebo_effects(panel, "a", EVENT, OTHERS, window=Window(), last=LAST)
    (row,) = table[(table["place"] == "c") & (table["year"] == 2005)].to_dict("records")
    others = [place for place in OTHERS if place != "c"]
    gap = (panel.of("c") - np.mean([panel.of(one) for one in others], axis=0))[5:19]
    steps = np.arange(-10, 4)
    design = np.column_stack([np.ones(14), steps, steps == 0, steps > 0]).astype(float)
    assert [row["during"], row["later"]] == pytest.approx(
        list(np.linalg.solve(design.T @ design, design.T @ gap)[2:])
    )


def test_false_alarms_are_rare() -> None:
    """Of many series with no effect, about one in twenty or fewer is taken for one."""
    alarms = [
        effect.sign != 0
        for seed in range(40)
        if (found := studied(made(seed))) is not None
        for effect in (found.during, found.later)
    ]
    assert len(alarms) > 60
    assert np.mean(alarms) <= 0.08


def studied(panel: Panel):  # type: ignore[no-untyped-def]  # an EventStudy or None
    try:
        return event_study(panel, "a", EVENT, OTHERS)
    except RequestError:
        return None


def test_candidate_on_its_own_way_is_left_out() -> None:
    panel = made(6)
    panel.values[PLACES.index("d")] += 2.0 * np.arange(len(panel.years))
    found = event_study(panel, "a", EVENT, OTHERS)
    before = event_study(made(6), "a", EVENT, OTHERS)
    assert "d" in before.comparison
    assert found.comparison == tuple(place for place in before.comparison if place != "d")
    (dropped,) = [trend for trend in found.trends if trend.place == "d"]
    assert dropped.per_year == pytest.approx(-2, abs=0.5)


def test_too_few_comparisons_and_missing_years_are_said() -> None:
    with pytest.raises(RequestError) as few:
        event_study(made(1), "a", EVENT, OTHERS[: FEWEST - 1])
    assert few.value.code == "too_few_comparisons"
    with pytest.raises(RequestError) as early:
        event_study(made(1), "a", FIRST + 4, OTHERS)
    assert early.value.code == "window_incomplete"


@settings(max_examples=30)
@given(
    shift=st.floats(-1e3, 1e3),
    scale=st.floats(0.01, 1e3),
    seed=st.integers(0, 200),
)
def test_units_and_levels_do_not_matter(shift: float, scale: float, seed: int) -> None:
    """Verdict and share stay, effects scale, when everything is moved and measured otherwise."""
    panel = made(seed, later=4)
    plain = studied(panel)
    other = studied(Panel(panel.years, panel.places, shift + scale * panel.values))
    assert (plain is None) == (other is None)
    if plain is not None:
        assert other.later.value == pytest.approx(scale * plain.later.value, rel=1e-4, abs=1e-6)
        assert other.later.sign == plain.later.sign
        assert other.comparison == plain.comparison
