"""Scores against their definitions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from demografi.evaluation.measures import crps, interval_score
from demografi.evaluation.scores import scored, skill, summary

number = st.floats(-1e3, 1e3)


@given(st.lists(number, min_size=1, max_size=30), number)
def test_crps_is_its_double_sum(draws: list[float], actual: float) -> None:
    x = np.array(draws)
    expected = np.abs(x - actual).mean() - np.abs(x[:, None] - x[None]).mean() / 2
    assert crps(x[:, None], np.array([actual]))[0] == pytest.approx(expected, abs=1e-8)


def test_crps_of_the_normal_distribution() -> None:
    x = np.random.default_rng(1).normal(size=(200_000, 1))
    z = 0.7
    expected = z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi)
    assert crps(x, np.array([z]))[0] == pytest.approx(expected, abs=0.003)


def test_interval_score_is_least_for_the_true_quantiles() -> None:
    came = np.random.default_rng(2).normal(size=100_000)
    mean = {
        half: interval_score(
            np.full(came.shape, -half), np.full(came.shape, half), came, 0.8
        ).mean()
        for half in (0.8, 1.0, stats.norm.ppf(0.9), 1.6, 2.0)
    }
    assert min(mean, key=lambda half: mean[half]) == stats.norm.ppf(0.9)


def rows(forecast: list[float], actual: list[float], **more: object) -> pd.DataFrame:
    count = len(forecast)
    frame = pd.DataFrame(
        {
            "origin": 2014,
            "contender": "demografi",
            "region": [f"{at:04}" for at in range(count)],
            "year": 2015,
            "ahead": 1,
            "group": "total",
            "size": "<5000",
            "forecast": forecast,
            "low80": [value - 10 for value in forecast],
            "high80": [value + 10 for value in forecast],
            "low95": [value - 30 for value in forecast],
            "high95": [value + 30 for value in forecast],
            "crps": 1.0,
            "actual": actual,
        }
    )
    return frame.assign(**more)  # type: ignore[arg-type]


def test_summary_by_hand() -> None:
    found = summary(scored(rows([110, 95, 1_000, 77], [100, 100, 1_000, np.nan])))
    assert (found["n"], found["regions"], found["n_ranges"]) == (3, 3, 3)
    assert found["mape"] == pytest.approx(5)
    assert found["medape"] == pytest.approx(5)
    assert found["malpe"] == pytest.approx(5 / 3)
    assert found["mpad"] == pytest.approx(100 * 15 / 1_200)
    assert found["coverage80"] == 1
    assert found["winkler80"] == pytest.approx((20 + 20 + 2) / 3)
    assert found["crps"] == pytest.approx((1 + 1 + 0.1) / 3)


def test_coverage_counts_only_forecasts_with_a_range() -> None:
    frame = rows([100, 100, 100], [105, 125, 100])
    frame.loc[2, ["low80", "high80", "low95", "high95"]] = np.nan
    found = summary(scored(frame))
    assert (found["n"], found["n_ranges"]) == (3, 2)
    assert (found["coverage80"], found["coverage95"]) == (0.5, 1.0)
    none = scored(rows([100], [100], low80=np.nan, high80=np.nan, low95=np.nan, high95=np.nan))
    assert summary(none)["coverage80"] is None
    assert summary(none)["winkler80"] is None
    assert summary(none.iloc[:0]) == {"n": 0}


def test_skill_is_on_identical_rows_and_resamples_regions() -> None:
    actual = [100.0] * 8
    ours = scored(rows([101.0] * 8, actual))
    theirs = scored(rows([102.0] * 6 + [104.0, 200.0], actual))
    gained = skill(ours.iloc[:7], theirs)
    assert gained is not None
    assert (gained["n"], gained["regions"]) == (7, 7)
    assert gained["value"] == pytest.approx(1 - 7 / (6 * 2 + 4))
    assert gained["low95"] <= gained["value"] <= gained["high95"]
    assert gained == skill(ours.iloc[:7], theirs), "seeded"
    assert skill(ours.iloc[:1], theirs.iloc[5:]) is None
    few = skill(ours.iloc[:2], theirs)
    assert few is not None
    assert few["low95"] is None
