"""Broad groups as published: they cover all ages, and are left out where they do not add up."""

import numpy as np
import pandas as pd

from demografi import Dataset
from demografi.rates import History
from demografi.rates.published_groups import SPANS, published_groups


def test_they_are_the_sums_of_single_ages(dataset: Dataset) -> None:
    history = History.from_dataset(dataset, last_year=2019)
    assert [low for low, _ in SPANS[1:]] == [high + 1 for _, high in SPANS[:-1]]
    since = history.at(2010)
    for group, (low, high) in enumerate(SPANS):
        summed = history.population[since:, ..., low : high + 1].sum(axis=(2, 3))
        assert np.array_equal(history.groups[since:, :, group], summed)


def _rows(values: dict[tuple[str, str], float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"region": "a", "year": 2000, "sex": sex, "group": group, "value": value}
            for (group, sex), value in values.items()
        ]
    )


def test_sexes_are_added_and_the_oldest_is_what_is_left() -> None:
    sizes = {"0-5": 10.0, "6-15": 20.0, "16-19": 30.0, "20-64": 100.0, "65-79": 40.0}
    by_sex = {(group, sex): size / 2 for group, size in sizes.items() for sex in "FM"}
    found = published_groups(_rows(by_sex), [1999, 2000], ["a", "b"], np.full((2, 2), 215.0))
    assert found[1, 0].tolist() == [10, 20, 30, 100, 40, 15]
    assert np.isnan(found[0]).all()
    assert np.isnan(found[:, 1]).all()


def test_groups_that_do_not_add_up_are_left_out() -> None:
    sizes = {"0-5": 10.0, "6-15": 20.0, "16-19": 30.0, "20-64": 100.0, "65-79": 40.0, "80+": 15.0}
    rows = _rows({(group, "T"): size for group, size in sizes.items()})
    right = published_groups(rows, [2000], ["a"], np.array([[215.0]]))
    assert right[0, 0].tolist() == list(sizes.values())
    for total in (190.0, 214.0, 216.0, np.nan):
        wrong = published_groups(rows, [2000], ["a"], np.array([[total]]))
        assert np.isnan(wrong).all()


def test_without_the_table_nothing_is_known() -> None:
    nothing = pd.DataFrame({"region": [], "year": [], "sex": [], "value": []})
    assert np.isnan(published_groups(nothing, [2000], ["a"], np.array([[1.0]]))).all()
