"""Findings against figures looked up in the raw tables: pyramids."""

import numpy as np
import pandas as pd
import pytest

from demografi import Dataset, findings
from demografi.projection import Trajectories
from demografi.series import population_ages

UMEA, SKELLEFTEA, BJURHOLM, COUNTY = "2480", "2482", "2403", "24"


def published_total(dataset: Dataset, code: str, year: int) -> int:
    rows = dataset.table("population_total")
    (value,) = rows.loc[(rows["region"] == code) & (rows["year"] == year), "value"]
    return int(value)


def test_years_with_ages_and_with_the_sexes_apart(dataset: Dataset) -> None:
    years, split = findings.pyramid_years(dataset, UMEA), findings.years_with_split(dataset, UMEA)
    assert years[-1] == 2025
    assert split[-1] == 2024, "2025 is known for women and men together"
    rows = dataset.table("population")
    assert years == sorted(rows.loc[rows["region"] == UMEA, "year"].unique()), "none is filled in"
    assert set(split) < set(years)


def test_small_places_get_five_year_pyramids(dataset: Dataset) -> None:
    assert findings.pyramid_width(dataset, BJURHOLM) == 5
    assert findings.pyramid_width(dataset, UMEA) == 1


def test_classes_keep_everyone(dataset: Dataset) -> None:
    ages = population_ages(dataset, BJURHOLM)
    ages = ages[ages["year"] == 2024]
    classes = findings.in_classes(ages, 5)
    assert list(classes.loc[classes["sex"] == "F", "age"]) == list(range(0, 101, 5))
    assert classes["value"].sum() == ages["value"].sum() == published_total(dataset, BJURHOLM, 2024)
    oldest = ages[(ages["age"] == 100) & (ages["sex"] == "F")]["value"].sum()
    last = classes[(classes["age"] == 100) & (classes["sex"] == "F")]["value"].sum()
    assert last == oldest


@pytest.mark.parametrize("width", [1, 5])
def test_projected_pyramid(trajectories: Trajectories, width: int) -> None:
    start = findings.projected_pyramid(trajectories, [BJURHOLM], 2025, width)
    later = findings.projected_pyramid(trajectories, [BJURHOLM], 2035, width)
    for frame in (start["p10"], start["p90"]):
        pd.testing.assert_frame_equal(frame, start["p50"])
    total = trajectories.group([BJURHOLM], 0, 100)[0, 0]
    assert start["p50"]["value"].sum() == total
    assert (later["p10"]["value"] <= later["p50"]["value"]).all()
    assert (later["p50"]["value"] <= later["p90"]["value"]).all()
    at = trajectories.regions.index(BJURHOLM)
    women = trajectories.population[:, 10, at, 0, 40 : 40 + width].sum(axis=1)
    shown = later["p50"].query("sex == 'F' and age == 40")["value"].item()
    assert shown == pytest.approx(np.median(women))


def test_pyramid_table_has_ages_as_text_and_a_column_for_each_sex(dataset: Dataset) -> None:
    ages = population_ages(dataset, BJURHOLM)
    single = ages[ages["year"] == 2024]
    classes = findings.in_classes(single, 5)
    table = findings.pyramid_table({"2024": classes, "2010": classes})
    assert list(table.columns) == ["age", "F 2024", "M 2024", "F 2010", "M 2010"]
    assert [table["age"].iloc[at] for at in (0, 1, -1)] == ["0–4", "5–9", "100+"]
    single_table = findings.pyramid_table({"2024": single})
    assert [single_table["age"].iloc[at] for at in (0, 1, -1)] == ["0", "1", "100+"]
