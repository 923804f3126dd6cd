"""Skellefteå: the projection knows nothing of what came after its origin."""

from dataclasses import replace

import numpy as np
import pandas as pd

from demografi import Dataset
from demografi.pilots import MeasuredCase
from demografi.pilots.factory import BEFORE, FACTORY, projection_before
from demografi.series import total_series


def scrambled(dataset: Dataset, after: int) -> Dataset:
    """Return the dataset with every figure of later years made absurd."""
    rng = np.random.default_rng(1)

    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        if "year" not in frame.columns or "value" not in frame.columns:
            return frame
        spoiled = frame.copy()
        later = spoiled["year"] > after
        noise = rng.uniform(2, 9, int(later.sum()))
        values = spoiled["value"].astype(float)
        values[later] = np.rint(values[later] * noise + 17)
        spoiled["value"] = values.astype(frame["value"].dtype)
        return spoiled

    return replace(dataset, tables={name: spoil(frame) for name, frame in dataset.tables.items()})


def test_nothing_after_the_origin_is_read(dataset: Dataset) -> None:
    plain = projection_before(dataset, BEFORE, 2025, draws=20)
    other = projection_before(scrambled(dataset, BEFORE), BEFORE, 2025, draws=20)
    assert plain.jump_off == BEFORE
    np.testing.assert_array_equal(plain.population, other.population)
    # … but a figure it may know does matter: the test can fail.
    earlier = projection_before(scrambled(dataset, BEFORE - 1), BEFORE, 2025, draws=20)
    assert not np.array_equal(plain.population, earlier.population)


def test_what_came_is_what_was_published(dataset: Dataset, case: MeasuredCase) -> None:
    totals = total_series(dataset, FACTORY).set_index("year")["value"]
    path = case.path.set_index("year")
    assert list(path.index) == list(range(2018, 2026))
    assert path.loc[2024, "value"] == totals[2024] == 78150
    assert path.loc[2025, "value"] == totals[2025] == 75405
    assert (case.path[["p10", "p50", "p90"]].to_numpy()[0] == totals[2018]).all()


def test_the_surplus_is_beyond_the_range_and_falls_back(case: MeasuredCase) -> None:
    assert (case.peak_year, case.last_year) == (2024, 2025)
    assert 0 < case.peak_low < case.peak < case.peak_high
    assert 0 < case.last < case.peak
    row = case.path[case.path["year"] == 2024].iloc[0]
    assert case.peak == row["value"] - row["p50"]
    assert case.peak_low == row["value"] - row["p90"]


def test_skelleftea_stands_out_among_the_others(case: MeasuredCase) -> None:
    assert case.others["code"].iloc[0] == FACTORY
    assert len(case.others) == 15
    assert case.outside == int(case.others["outside"].sum()) - 1
    others = case.others[case.others["code"] != FACTORY]
    assert others["deviation"].abs().max() < case.others["deviation"].iloc[0]


def test_differences_by_age_add_up(case: MeasuredCase) -> None:
    """The ages that came sum to the total; medians do so only nearly."""
    here = case.ages[case.ages["year"] == case.peak_year]
    total = case.path.loc[case.path["year"] == case.peak_year, "value"].iloc[0]
    assert here["observed"].sum() == total
    assert abs(here["difference"].sum() - case.peak) < 0.05 * case.peak
    rows = case.differences()
    assert (rows["low"] <= rows["value"]).all()
    assert (rows["value"] <= rows["high"]).all()
