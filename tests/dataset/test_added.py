"""What files written by earlier versions lack is filled in from year and source."""

import pandas as pd
import pytest

from demografi.dataset import TABLES, Dataset
from demografi.dataset.added import noisy, with_added_columns


def test_noise_follows_from_the_year() -> None:
    old = pd.DataFrame(
        {"region": "24", "year": [2024, 2025], "sex": "F", "mother_age": 30, "value": 1}
    )
    frame = with_added_columns("births", old)
    assert list(frame.columns) == TABLES["births"].names
    assert frame["ckm"].tolist() == [False, True]


def test_tables_without_noise_stay_exact() -> None:
    rows = [
        ("SCB TAB637", "mean_age", False),
        ("SCB TAB4642", "dependency_ratio_total", True),
        ("SCB TAB6645", "foreign_born", True),
        ("SCB TAB628", "population_density_per_km2", True),
        ("SCB TAB628", "land_area_km2", False),
    ]
    frame = pd.DataFrame(rows, columns=["source", "indicator", "noisy"]).assign(year=2025)
    frame = frame.astype({"source": "str"})
    assert noisy("indicators_published", frame).tolist() == frame["noisy"].tolist()
    assert not noisy("indicators_published", frame.assign(year=2024)).any()


def test_mean_population_gets_the_source_it_had(dataset: Dataset) -> None:
    old = dataset.table("mean_population").drop(columns=["source", "ckm"])
    frame = with_added_columns("mean_population", old)
    assert list(frame.columns) == TABLES["mean_population"].names
    assert set(frame["source"]) == {"SCB medelfolkmängd"}
    assert not frame["ckm"].any()


@pytest.mark.parametrize("column", ["year", "source"])
def test_what_cannot_be_filled_in_is_left_to_the_checks(dataset: Dataset, column: str) -> None:
    bare = dataset.table("components").drop(columns=["ckm", column])
    assert "ckm" not in with_added_columns("components", bare).columns


def test_whole_files_are_not_touched(dataset: Dataset) -> None:
    frame = dataset.table("deaths")
    assert with_added_columns("deaths", frame) is frame
