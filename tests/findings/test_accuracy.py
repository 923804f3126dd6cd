"""Summaries of a back-test, by hand."""

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset
from demografi.evaluation.stored import COLUMNS, Backtest
from demografi.findings import accuracy

ACTUAL = 1_000.0


def backtest(said: dict[tuple[str, int, int, str], float]) -> Backtest:
    """Totals by contender, origin, years ahead and region; ranges of 5 % around ours."""
    rows = []
    for (contender, origin, ahead, region), value in said.items():
        half = 50 if contender == "demografi" else np.nan
        rows.append(
            {
                "study": "ages",
                "contender": contender,
                "region": region,
                "group": "total",
                "size": "<5000",
                "origin": origin,
                "year": origin + ahead,
                "ahead": ahead,
                "forecast": value,
                "low80": value - half,
                "high80": value + half,
                "low95": value - 2 * half,
                "high95": value + 2 * half,
                "actual": ACTUAL,
            }
        )
    return Backtest(pd.DataFrame(rows)[COLUMNS], {})


def ours(errors: list[float], ahead: int = 5, origin: int = 2014) -> pd.DataFrame:
    """Forecasts that miss by so many per cent, a region each."""
    said = {
        ("demografi", origin, ahead, f"{at:04}"): ACTUAL * (1 + error / 100)
        for at, error in enumerate(errors)
    }
    return accuracy.of_place(backtest(said), [f"{at:04}" for at in range(len(errors))])


def test_accuracy_counts_forecasts_and_their_errors() -> None:
    found = accuracy.accuracy(ours([1, -2, 3, -4, 20]))
    assert found is not None
    assert (found.forecasts, found.places, found.first, found.last) == (5, 5, 2014, 2014)
    assert found.middle == pytest.approx(3)
    assert found.within == pytest.approx(20), "eight of ten: the next that holds them, not between"
    assert found.mean == pytest.approx(18 / 5)
    assert (found.held80, found.held95) == pytest.approx((0.8, 0.8))
    assert accuracy.accuracy(ours([1]), ahead=4) is None


def test_shelf_life_ends_at_the_first_year_that_fails() -> None:
    years = {1: [1.0] * 5, 2: [11.0, 1, 1, 1, 1], 3: [11.0, 11, 1, 1, 1], 4: [1.0] * 5}
    rows = pd.concat([ours(errors, ahead) for ahead, errors in years.items()])
    assert accuracy.shelf_life(rows) == accuracy.ShelfLife(2, 4), "later luck does not count"
    assert accuracy.shelf_life(rows[rows["ahead"] == 3]) == accuracy.ShelfLife(0, 3)


def test_comparison_is_on_rows_that_everyone_has() -> None:
    said = {
        ("demografi", 2019, 1, "0001"): 1_010.0,
        ("demografi", 2019, 1, "0002"): 1_500.0,
        ("official", 2019, 1, "0001"): 1_020.0,
        ("demografi", 2019, 2, "0001"): 1_030.0,
        ("official", 2019, 2, "0001"): 1_020.0,
        ("demografi", 2014, 1, "0001"): 2_000.0,
    }
    rows = accuracy.of_place(backtest(said), ["0001", "0002"])
    errors = accuracy.errors_ahead(rows, 2019)
    found = accuracy.compared(errors, 2019)
    assert found is not None
    assert (found.origin, found.closer, found.further, found.ahead) == (2019, (1,), (2,), 2)
    assert (found.ours, found.theirs) == pytest.approx((3, 2))
    assert accuracy.compared(accuracy.errors_ahead(rows, 2014), 2014) is None


def test_within_compares_the_same_rows() -> None:
    said = {("demografi", 2014, 1, f"{at:04}"): 1_000.0 for at in range(4)}
    said |= {("no_change", 2014, 1, "0000"): 1_200.0, ("no_change", 2014, 1, "0001"): 1_000.0}
    rows = accuracy.of_place(backtest(said), [f"{at:04}" for at in range(4)])
    found = accuracy.within(rows, ("demografi", "no_change")).set_index("contender")
    assert found["share"].to_dict() == {"demografi": 100, "no_change": 50}
    assert found["forecasts"].tolist() == [2, 2]


def test_closest_rule_is_clearly_closer_on_the_same_rows() -> None:
    base = {("demografi", 2014, 5, f"{at:04}"): 1_040.0 for at in range(3)}
    for rule, value in zip(accuracy.RULES, (1_300.0, 970.0, 1_100.0, 1_050.0), strict=True):
        base |= {(rule, 2014, 5, f"{at:04}"): value for at in range(2)}
    places = [f"{at:04}" for at in range(3)]
    found = accuracy.closest_rule(accuracy.of_place(backtest(base), places))
    assert found is not None
    assert found.rule == "lin_exp"
    assert (found.theirs, found.ours) == pytest.approx((3, 4))
    base |= {("lin_exp", 2014, 5, place): 1_038.0 for place in places[:2]}
    assert accuracy.closest_rule(accuracy.of_place(backtest(base), places)) is None, "a little"
    alone = {key: value for key, value in base.items() if key[0] == "demografi"}
    assert accuracy.closest_rule(accuracy.of_place(backtest(alone), places)) is None


def test_ranges_by_group_and_size_in_the_order_asked_for() -> None:
    rows = pd.concat([ours([1, 6, 11]), ours([1]).assign(group="80+", size=">20000")])
    groups = accuracy.held_by_group(rows, ["80+", "6-15", "total"])
    assert groups["group"].tolist() == ["80+", "total"]
    assert groups["held80"].tolist() == pytest.approx([100, 100 / 3])
    assert groups["held95"].tolist() == pytest.approx([100, 200 / 3])
    assert groups["forecasts"].tolist() == [1, 3]
    sizes = accuracy.held_by_size(rows, accuracy.SIZES)
    assert sizes["size"].tolist() == ["<5000", ">20000"]


def test_a_place_of_several_is_their_sum_only_where_all_are(dataset: Dataset) -> None:
    members = dataset.regions.place("umearegionen").members
    said = {("demografi", 2014, 1, code): 1_010.0 for code in members}
    said |= {("demografi", 2014, 2, code): 1_010.0 for code in members[1:]}
    rows = accuracy.of_place(backtest(said), members)
    history, found = accuracy.said_and_came(rows, dataset, "umearegionen", 2014)
    assert found["year"].tolist() == [2015]
    assert found["demografi"].tolist() == [1_010 * len(members)]
    assert found["low80"].isna().all()
    assert set(history.columns) == {"year", "value", "label"}
    alone = accuracy.of_place(backtest(said), [members[1]])
    _, found = accuracy.said_and_came(alone, dataset, members[1], 2014)
    assert found["low80"].tolist() == [960, 960]
