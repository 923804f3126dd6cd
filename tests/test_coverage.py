"""What Data says is in the dataset is what is in it."""

from dataclasses import replace
from pathlib import Path

from demografi import coverage
from demografi.dataset import TABLES, Dataset


def test_snapshot_is_known(dataset: Dataset, tmp_path: Path) -> None:
    assert coverage.is_snapshot(dataset)
    elsewhere = Dataset(dataset.tables, dataset.regions, dataset.manifest, tmp_path)
    assert not coverage.is_snapshot(elsewhere)


def test_counts_of_municipalities_are_the_tables(dataset: Dataset) -> None:
    found = coverage.municipalities_by_year(dataset)
    totals = found[found["table"] == "population_total"].set_index("year")["municipalities"]
    assert totals[1950] == 44
    assert totals[2022] == 44
    assert totals[2023] == totals[2025] == 15
    ages = found[found["table"] == "population"].set_index("year")["municipalities"]
    assert ages[2021] == 2
    assert ages[2025] == 15
    # Every table has every year of the common span, so that a strip has no holes by accident.
    assert found.groupby("table")["year"].nunique().nunique() == 1
    assert "mean_population" not in set(found["table"])


def test_reach(dataset: Dataset) -> None:
    found = coverage.reach(dataset)
    assert (found.home, found.others, found.home_count, found.others_count) == (2025, 2022, 15, 29)
    assert found.ages == (*range(2010, 2020), 2024, 2025)
    assert found.split == 2024
    assert found.tables == len(TABLES)


def test_coverage_has_every_table_with_years(dataset: Dataset) -> None:
    found = coverage.coverage(dataset)
    assert (
        set(found["table"])
        == set(coverage.with_years(dataset))
        == set(TABLES) - {"kolada_definitions"}
    )
    for table, part in found.groupby("table"):
        assert part["rows"].sum() == len(dataset.table(str(table)))
    ages = found[(found["table"] == "population") & (found["level"] == "municipality")].iloc[0]
    assert (ages["sex"], ages["apart_until"], ages["last"]) == ("partly", 2024, 2025)


def test_gaps_tell_women_and_men_once(dataset: Dataset) -> None:
    found = coverage.gaps(dataset, "population")
    assert len(found) == len(set(found))
    assert any(gap.apart and gap.years == "2020-2023, 2025" for gap in found)
    totals = coverage.gaps(dataset, "population_total")
    assert [(gap.years, gap.apart, len(gap.regions)) for gap in totals] == [
        ("2023-2025", False, 29)
    ]
    assert coverage.gaps(dataset, "mean_population") == []


def test_files_and_sources_name_everything(dataset: Dataset) -> None:
    files = coverage.files(dataset)
    assert set(files["file"]) == set(dataset.manifest["files"])
    assert files["sha256"].str.len().eq(64).all()
    sources = coverage.sources(dataset)
    assert set(sources["file"]) == {name.partition(".")[0] for name in files["file"]}
    assert {"TAB638", "TAB5557", "TAB4642"} <= set(sources["source"])


def test_figures_that_do_not_agree_are_listed_the_furthest_apart_first(dataset: Dataset) -> None:
    assert coverage.disagreements(dataset).empty
    kept = [
        {"rule": "deaths_do_not_sum", "table": "deaths", "cases": [["2480", 2024, 90, 95]]},
        {"rule": "ages_do_not_sum", "table": "population", "cases": [["2401", 2024, 2300, 2220]]},
    ]
    accepted = replace(dataset, manifest={**dataset.manifest, "disagreements": kept})
    found = coverage.disagreements(accepted)
    assert found[["table", "region", "year", "difference"]].to_numpy().tolist() == [
        ["population", "2401", 2024, 80.0],
        ["deaths", "2480", 2024, -5.0],
    ]


def test_figures_accepted_before_they_were_listed_are_found_in_the_tables(dataset: Dataset) -> None:
    deaths = dataset.table("deaths").copy()
    cell = deaths["region"].eq("2463") & deaths["year"].eq(2015) & deaths["age"].eq(88)
    deaths.loc[cell & deaths["sex"].eq("F"), "value"] += 3
    accepted = replace(
        dataset,
        tables={**dataset.tables, "deaths": deaths},
        manifest={**dataset.manifest, "disagreements": ["table deaths: in words only"]},
    )
    (row,) = coverage.disagreements(accepted).to_dict("records")
    assert (row["table"], row["region"], row["year"]) == ("deaths", "2463", 2015)
    assert row["difference"] == 3
