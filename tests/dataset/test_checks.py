"""Every rule finds the damage it is for, and says table, column, row and remedy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.dataset import TABLES, Dataset, check_dataset
from demografi.dataset.checks import (
    check_ages_complete,
    check_ckm,
    check_columns,
    check_components,
    check_duplicates,
    check_ranges,
    check_regions,
    check_table,
    check_types,
)
from demografi.errors import DatasetError

POPULATION = TABLES["population"]
COMPONENTS = TABLES["components"]
KNOWN = ("00", "24", "2480")


def population() -> pd.DataFrame:
    """One region, one year, women and men, every age."""
    return pd.DataFrame(
        {
            "region": "2480",
            "year": 2020,
            "sex": ["F"] * 101 + ["M"] * 101,
            "age": [*range(101)] * 2,
            "ckm": False,
            "value": np.arange(202) + 5,
        }
    ).astype({"region": "str", "sex": "str"})


def components() -> pd.DataFrame:
    rows = [
        ("2480", 2020, sex, name, "SCB TAB1264", False, value)
        for name, by_sex in (("births", (3.0, 4.0, 7.0)), ("net_migration", (-2.0, 1.0, -1.0)))
        for sex, value in zip("FMT", by_sex, strict=True)
    ]
    return pd.DataFrame(rows, columns=COMPONENTS.names)


def caught(check: Callable[[], object]) -> DatasetError:
    with pytest.raises(DatasetError) as error:
        check()
    found = error.value
    assert found.facts["table"] in str(found)
    assert found.remedy
    return found


def test_whole_tables_pass() -> None:
    check_table(POPULATION, population(), KNOWN)
    check_table(COMPONENTS, components(), KNOWN)


def test_missing_column() -> None:
    error = caught(lambda: check_columns(POPULATION, population().drop(columns="ckm")))
    assert error.code == "missing_column"
    assert "table population, column ckm" in str(error)


def test_unknown_column() -> None:
    error = caught(lambda: check_columns(POPULATION, population().assign(extra=1)))
    assert (error.code, error.facts["column"]) == ("unknown_column", "extra")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("value", "many"),
        ("value", "12"),
        ("value", None),
        ("value", 1.5),
        ("value", float("inf")),
        ("value", True),
        ("age", pd.Timestamp("2020-01-01")),
        ("year", None),
        ("region", 2480),
        ("region", None),
        ("sex", 1),
        ("ckm", "yes"),
        ("ckm", 1),
    ],
)
def test_wrong_type(column: str, value: Any) -> None:
    frame = population().astype({column: object})
    frame.loc[17, column] = value
    error = caught(lambda: check_types(POPULATION, frame))
    assert error.code == "wrong_type"
    assert (error.facts["column"], error.facts["row"]) == (column, 18)
    assert f"column {column}, row 18" in str(error)


@pytest.mark.parametrize(
    ("column", "dtype"),
    [("value", "Int64"), ("value", "float32"), ("age", "int8"), ("region", "category")],
)
def test_other_storage_of_the_same_values_passes(column: str, dtype: str) -> None:
    check_table(POPULATION, population().astype({column: dtype}), KNOWN)


def test_missing_value_in_a_nullable_column() -> None:
    frame = population().astype({"value": "Int64"})
    frame.loc[3, "value"] = pd.NA
    error = caught(lambda: check_types(POPULATION, frame))
    assert (error.code, error.facts["row"]) == ("wrong_type", 4)


@pytest.mark.parametrize(
    ("column", "value"),
    [("value", -1), ("age", 101), ("age", -1), ("year", 1600), ("year", 20_200), ("sex", "K")],
)
def test_out_of_range(column: str, value: Any) -> None:
    frame = population()
    frame.loc[[40, 90], column] = value
    error = caught(lambda: check_ranges(POPULATION, frame))
    assert error.code == "out_of_range"
    assert (error.facts["column"], error.facts["row"]) == (column, 41)
    assert "and 1 more" in str(error)


def test_duplicates() -> None:
    frame = population()
    frame.loc[202] = frame.loc[7]
    error = caught(lambda: check_duplicates(POPULATION, frame))
    assert (error.code, error.facts["row"]) == ("duplicate_rows", 203)
    assert "age=7" in str(error)


def test_foreign_region() -> None:
    frame = population()
    frame.loc[9, "region"] = "1280"
    error = caught(lambda: check_regions(POPULATION, frame, KNOWN))
    assert (error.code, error.facts["value"], error.facts["row"]) == ("foreign_region", "1280", 10)


@given(st.integers(0, 100), st.sampled_from("FM"))
def test_missing_age(age: int, sex: str) -> None:
    frame = population()
    frame = frame[(frame["age"] != age) | (frame["sex"] != sex)]
    error = caught(lambda: check_ages_complete(POPULATION, frame))
    assert error.facts["age"] == age
    assert f"year 2020, sex {sex} lacks age {age}" in str(error)


def test_noise_before_its_time() -> None:
    frame = population()
    frame.loc[5, "ckm"] = True
    error = caught(lambda: check_ckm(POPULATION, frame))
    assert (error.code, error.facts["row"]) == ("ckm_too_early", 6)


def test_negative_events() -> None:
    frame = components()
    frame.loc[1, "value"] = -4
    error = caught(lambda: check_components(COMPONENTS, frame))
    assert (error.code, error.facts["row"]) == ("negative_events", 2)


def damaged(kind: str, row: int, column: str) -> pd.DataFrame:
    """Return the population with one cell blanked or reworded, a row repeated, a column gone."""
    frame = population()
    if kind == "repeat":
        return pd.concat([frame, frame.iloc[[row]]], ignore_index=True)
    if kind == "drop":
        return frame.drop(columns=column)
    number = POPULATION.column(column).kind in ("int", "number")
    cells = frame[column].astype(object).tolist()
    cells[row] = None if kind == "blank" else -7 if number else "?"
    return frame.assign(**{column: pd.Series(cells, dtype=object)})


@given(
    st.sampled_from(["blank", "reword", "repeat", "drop"]),
    st.integers(0, 201),
    st.sampled_from(POPULATION.names),
)
def test_any_damage_to_population_is_found_and_placed(kind: str, row: int, column: str) -> None:
    frame = damaged(kind, row, column)
    error = caught(lambda: check_table(POPULATION, frame, KNOWN))
    assert error.facts["table"] == "population"
    if kind in ("blank", "reword"):
        assert (error.facts["column"], error.facts["row"]) == (column, row + 1)
    elif kind == "repeat":
        assert (error.code, error.facts["row"]) == ("duplicate_rows", 203)
    else:
        assert error.facts["column"] == column


def test_the_snapshot_passes_every_check(dataset: Dataset) -> None:
    check_dataset(dataset.tables, dataset.regions.frame)
