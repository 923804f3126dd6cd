"""Datasets not our own: some tables, other places, gaps; what is missing is said, not a crash."""

import json
from pathlib import Path

import pandas as pd
import pytest

from demografi import Dataset
from demografi.cli import main
from demografi.evaluation import GROUPS

INLAND = ("2260", "2262", "2280")
"""Municipalities of a county other than the product's own."""


def directory(
    dataset: Dataset,
    target: Path,
    *tables: str,
    regions: tuple[str, ...],
    years: tuple[int, ...] = tuple(range(1968, 2020)),
) -> Path:
    """Write some tables of some regions as a stranger would: Parquet and a list of regions."""
    target.mkdir()
    for name in tables:
        rows = dataset.rows(name, regions)
        rows[rows["year"].isin(years)].to_parquet(target / f"{name}.parquet", index=False)
    places = dataset.regions.frame
    kept = places["code"].isin(regions) | (places["level"] != "municipality")
    places.loc[kept, ["code", "name", "level", "parent"]].to_csv(
        target / "regions.csv", index=False
    )
    return target


def evaluated(data: Path, out: Path, *more: str) -> tuple[pd.DataFrame, dict[str, object]]:
    options = ["--data", str(data), "--draws", "20", "--out", str(out), *more]
    assert main(["evaluate", *options]) == 0
    rows = pd.read_csv(out / "rows.csv", dtype={"region": "str"})
    return rows, json.loads((out / "scores.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("tables", "regions", "years"),
    [
        (("population", "deaths"), INLAND, range(2000, 2020)),
        (("population",), INLAND[:1], range(2000, 2020)),
        (("population", "deaths"), INLAND, (2010, 2011, 2013, 2014, 2016, 2018, 2019)),
        (("population", "births", "deaths"), ("22", "24"), range(1968, 2016)),
        (("population", "births", "deaths"), ("22", "24"), range(1968, 1979)),
    ],
    ids=["population and deaths", "one region, population only", "gaps", "counties", "six years"],
)
def test_every_contender_by_age_forecasts(
    dataset: Dataset,
    tmp_path: Path,
    tables: tuple[str, ...],
    regions: tuple[str, ...],
    years: range | tuple[int, ...],
) -> None:
    origin = years[-1] - 5
    data = directory(dataset, tmp_path / "data", *tables, regions=regions, years=tuple(years))
    rows, told = evaluated(data, tmp_path / "out", "--origin", str(origin))
    for contender in ("no_change", "lin_exp", "hamilton_perry", "cohort_component", "demografi"):
        here = rows[rows["contender"] == contender]
        assert len(here) == len(regions) * 5 * len(GROUPS), contender
        assert here["forecast"].notna().all()
    total = rows[(rows["group"] == "total") & (rows["year"] == origin + 5)]
    assert (total["forecast"] / total["actual"] - 1).abs().max() < 0.12
    ours = rows[rows["contender"] == "demografi"]
    assert (ours["low80"] <= ours["high80"]).all()
    assert not rows["contender"].eq("official").any()
    assert any("official" in note for note in told["notes"])  # type: ignore[attr-defined]
    fits = told["diagnostics"]["demografi"]  # type: ignore[index]
    assert any(fit["fit"].startswith("history: ") for fit in fits), "what stood in is said"


def test_totals_alone_serve_the_rules_that_need_no_ages(dataset: Dataset, tmp_path: Path) -> None:
    data = directory(dataset, tmp_path / "data", "population_total", regions=INLAND)
    rows, told = evaluated(data, tmp_path / "out", "--origin", "1990", "--horizon", "10")
    assert set(rows["contender"]) >= {"no_change", "lin_exp"}
    assert set(rows["group"]) == {"total"}
    assert rows.loc[rows["contender"] == "lin_exp", "low80"].notna().all(), "40 years of errors"
    assert any(note.startswith("hamilton_perry") for note in told["notes"])  # type: ignore[attr-defined]


def test_an_import_of_some_tables_is_a_dataset(dataset: Dataset, tmp_path: Path) -> None:
    source = directory(dataset, tmp_path / "source", "population", "deaths", regions=INLAND)
    data = tmp_path / "data"
    options = ["--note", "by hand", "--date", "2026-11", "--out", str(data)]
    assert main(["import", str(source), *options]) == 0
    rows, told = evaluated(data, tmp_path / "out", "--origin", "2014", "--contenders", "no_change")
    assert len(rows) == 3 * 5 * len(GROUPS)
    assert told["dataset"]["tables"] == ["deaths", "population"]  # type: ignore[index]


def test_what_is_no_dataset_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    options = ["--data", str(tmp_path / "data"), "--origin", "2014", "--out", str(tmp_path / "out")]
    assert main(["evaluate", *options]) == 2
    assert "regions.csv" in capsys.readouterr().err


def test_project_and_status_need_no_county_of_our_own(
    dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = directory(dataset, tmp_path / "data", "population", "deaths", regions=INLAND)
    listed = pd.read_csv(data / "regions.csv", dtype="str")
    listed[listed["parent"].ne("24") & listed["code"].ne("24")].to_csv(
        data / "regions.csv", index=False
    )
    assert main(["status", "--data", str(data)]) == 0
    assert "Newest     2019; with ages 2019" in capsys.readouterr().out
    out = tmp_path / "projection.csv"
    options = ["--data", str(data), "--regions", "2262,22", "--to", "2021", "--draws", "5"]
    assert main(["project", *options, "--out", str(out)]) == 0
    found = pd.read_csv(out, dtype={"region": "str"})
    assert set(found["region"]) == {"2262", "22"}
    assert set(found["year"]) == {2019, 2020, 2021}
    capsys.readouterr()
    assert main(["project", "--data", str(data), "--regions", "00", "--out", str(out)]) == 2
    assert "Region 00 cannot be projected" in capsys.readouterr().err


def test_status_of_a_dataset_without_ages(
    dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = directory(dataset, tmp_path / "data", "population_total", regions=INLAND)
    assert main(["status", "--data", str(data)]) == 0
    assert "with ages none" in capsys.readouterr().out


def test_a_list_of_counties_needs_no_nation_and_files_no_noise_column(
    dataset: Dataset, tmp_path: Path
) -> None:
    data = directory(dataset, tmp_path / "data", "population", "deaths", regions=INLAND)
    listed = pd.read_csv(data / "regions.csv", dtype="str")
    listed[listed["level"] != "nation"].to_csv(data / "regions.csv", index=False)
    for path in data.glob("*.parquet"):
        pd.read_parquet(path).drop(columns="ckm").to_csv(path.with_suffix(".csv"), index=False)
        path.unlink()
    rows, _ = evaluated(data, tmp_path / "out", "--origin", "2014", "--contenders", "demografi")
    assert len(rows) == 3 * 5 * len(GROUPS)
    by_county = ["--origin", "2014", "--contenders", "no_change", "--regions", "22"]
    rows, _ = evaluated(data, tmp_path / "of_county", *by_county)
    assert set(rows["region"]) == set(INLAND), "the county has no figures, its municipalities do"


def test_what_comes_after_the_origin_need_not_make_sense(
    dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = ("population", "population_total")
    data = directory(dataset, tmp_path / "data", *tables, regions=INLAND)
    chosen = ["--origin", "2014", "--contenders", "demografi"]
    before, _ = evaluated(data, tmp_path / "before", *chosen)
    frame = pd.read_parquet(data / "population.parquet")
    frame.loc[frame["year"] > 2014, "value"] *= 7
    frame.to_parquet(data / "population.parquet")
    nothing = dataset.table("gross_migration").iloc[:0]
    nothing.to_parquet(data / "gross_migration.parquet")
    capsys.readouterr()
    after, _ = evaluated(data, tmp_path / "after", *chosen)
    assert "note: table population, column value: ages of region 2260" in capsys.readouterr().err
    said = ["region", "year", "group", "forecast", "low80", "high80"]
    pd.testing.assert_frame_equal(before[said], after[said])
    assert not before["actual"].equals(after["actual"])
