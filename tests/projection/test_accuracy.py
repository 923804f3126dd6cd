"""The back-test: contenders by hand, the same rows for all, nothing seen after the base year."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import accuracy
from demografi import Dataset


def test_cohort_change_ratios_continue_a_steady_population() -> None:
    """Cohorts that shrink by a tenth a year go on doing so, and the open group keeps its own."""
    years = [np.full((1, 2, 101), 100.0)]
    for _ in range(3):
        older = np.empty_like(years[-1])
        older[..., 1:] = 0.9 * years[-1][..., :-1]
        older[..., -1] += 0.9 * years[-1][..., -1]
        older[..., 0] = 0.1 * older[:, 0, 15:50].sum()
        years.append(older)
    said = accuracy.hamilton_perry(np.stack(years[:2]), 2)
    np.testing.assert_allclose(said, np.stack(years[2:]))


def test_groups_are_sums_of_their_ages() -> None:
    grouped = accuracy.in_groups(np.ones((2, 101)))
    assert grouped.shape == (2, len(accuracy.GROUPS))
    sizes = dict(zip(accuracy.GROUPS, grouped[0], strict=True))
    assert (sizes["total"], sizes["0-5"], sizes["16-19"], sizes["80+"]) == (101, 6, 4, 21)


def test_official_figures_and_outcomes_are_those_of_the_dataset(dataset: Dataset) -> None:
    total = accuracy.GROUPS.index("total")
    published = accuracy.official(dataset, 2019, ["2480", "2482"])
    assert published[4, 0, total] == 135099
    came = accuracy.outcomes(dataset, 2019, ["2480", "2482"])
    assert came[4, :, total].tolist() == [134249, 78150]
    # Base 2014 is published for one year ahead of five, without its misgrouped ages.
    published = accuracy.official(dataset, 2014, ["2480"])
    assert np.isnan(published[:4]).all()
    assert np.isnan(published[4, 0, accuracy.GROUPS.index("20-44")])


def test_scores_are_on_the_same_rows(dataset: Dataset) -> None:
    said = accuracy.forecast(dataset, 2019, "24", 40, 1)
    came = accuracy.outcomes(dataset, 2019, said.regions)
    came[2, 3] = np.nan
    found = list(accuracy.scores(said, came, "24"))
    total = [row for row in found if row["group"] == "total"]
    assert {row["contender"] for row in total} == set(accuracy.CONTENDERS)
    assert {row["years_ahead"]: row["rows"] for row in total} == {1: 15, 2: 15, 3: 14, 4: 15, 5: 15}
    # The measure itself, and the published projection's known errors (per cent).
    official = {r["years_ahead"]: r["mape"] for r in total if r["contender"] == "official"}
    assert official[1] == pytest.approx(0.56, abs=0.01)
    assert official[5] == pytest.approx(2.38, abs=0.01)
    still = next(r for r in total if r["contender"] == "no_change" and r["years_ahead"] == 1)
    before = said.point["no_change"][0, :, 0]
    assert still["mape"] == pytest.approx(100 * np.abs(before / came[0, :, 0] - 1).mean())


def test_outcomes_do_not_move_the_forecasts(dataset: Dataset) -> None:
    table = dataset.table("population_total")
    wrong = table.assign(value=table["value"].where(table["year"] <= 2014, 1))
    changed = replace(dataset, tables={**dataset.tables, "population_total": wrong})
    once = accuracy.forecast(dataset, 2014, "24", 20, 1)
    again = accuracy.forecast(changed, 2014, "24", 20, 1)
    for name in accuracy.CONTENDERS:
        np.testing.assert_array_equal(once.point[name], again.point[name])
    assert np.array_equal(once.low, again.low)


def test_says_where_the_official_projection_was_closer() -> None:
    rows = [
        {"base": 2019, "place": "24", "group": "total", "years_ahead": ahead, **score}
        for ahead, ours, theirs in ((1, 0.6, 0.5), (2, 0.7, 0.9))
        for score in (
            {"contender": "demografi", "mape": ours},
            {"contender": "official", "mape": theirs},
        )
    ]
    said = accuracy.verdicts(pd.DataFrame(rows))
    assert len(said) == 1
    assert "2019, the 15, total, 1 year ahead (1 of 2" in said[0]


def test_the_method_quotes_what_the_program_prints() -> None:
    """Rows without chance of their own, so that any processor gives the same."""
    method = Path(accuracy.__file__).parents[1] / "docs" / "method.md"
    quoted = {line.replace("*", "") for line in method.read_text(encoding="utf-8").splitlines()}
    others = [f"| {accuracy.NAMES[name]} |" for name in accuracy.CONTENDERS[1:]]
    printed = accuracy.tables(accuracy.measure(draws=10, seed=1)).replace("*", "").splitlines()
    rows = [line for line in printed if any(other in line for other in others)]
    assert len(rows) == 2 * len(accuracy.TESTS) * len(others)
    assert [row for row in rows if row not in quoted] == []
