"""Only what changed is fetched, an interrupted run goes on, and one step leads back."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from demografi import cli, update
from demografi.dataset import SNAPSHOT, TABLES, Dataset, read_directory
from demografi.dataset.local import (
    ENVIRONMENT,
    Pointer,
    datasets,
    load,
    place,
    read_pointer,
    write_pointer,
)
from demografi.errors import DatasetError, RequestError, SourceError, UpdateError
from demografi.series import age_arrays
from demografi.sources.kolada import Page
from demografi.update.survey import _kolada_pages
from tests.stub.server import Fault, Stub

Capture = pytest.CaptureFixture[str]


def test_whole_update(whole: update.Outcome, updated: Dataset) -> None:
    assert whole.changed
    assert whole.warnings == ()
    assert updated.origin == "local"
    assert whole.survey.calls <= 1.05 * whole.survey.bound
    kept = read_directory(SNAPSHOT)
    name = "municipal_forecasts"
    assert updated.table(name).equals(kept.table(name)), "carried over"
    assert updated.boundaries["features"]
    by_name = {change.table: change for change in whole.changes}
    assert by_name["gross_migration"].new_years[0] == 1997
    memory = updated.manifest["fetched"]
    assert memory["TAB5557"]["newest"] == 2025
    assert updated.manifest["snapshot"] == kept.version


def test_nothing_new_fetches_nothing(ready: update.Options, stub: Stub) -> None:
    outcome = update.run(ready)
    assert (outcome.changed, stub.data_calls()) == (False, [])
    assert len(stub.log) == 2, "limits and one table's metadata"


def test_a_new_year_arrives(ready: update.Options, stub: Stub) -> None:
    stub.last = 2026
    outcome = update.run(ready)
    frame = load(root=ready.root).table("indicators_published")
    assert frame.loc[frame["indicator"] == "mean_age", "year"].max() == 2026
    (change,) = outcome.changes
    assert change.added == 49
    assert change.revised == 0
    (table,) = outcome.survey.tables
    assert (table.newest, table.newest_here) == (2026, 2025)


@pytest.mark.parametrize("form", ["sparse", "index_list"])
def test_other_forms_of_answer(ready: update.Options, stub: Stub, form: str) -> None:
    stub.stamps["TAB637"] = "2026-09-01T07:00:00Z"
    setattr(stub, form, True)
    outcome = update.run(ready)
    assert all(change.nothing for change in outcome.changes), "the same figures"


def test_interrupted_run_goes_on(options: update.Options, stub: Stub) -> None:
    chosen = replace(options, tables=("TAB637", "TAB628", "TAB4642"), threads=1)
    stub.faults.append(Fault("400", "/data", after=2, times=1))
    with pytest.raises(SourceError):
        update.run(chosen)
    assert load(root=options.root).origin == "snapshot"
    stub.faults.clear()
    stub.log.clear()
    outcome = update.run(chosen)
    assert (outcome.kept, len(stub.data_calls())) == (2, 1)
    assert not (options.root / "work").exists()


def test_small_cell_limit_is_obeyed(options: update.Options, stub: Stub) -> None:
    stub.max_cells = 500
    outcome = update.run(options)
    assert outcome.survey.calls <= 1.2 * outcome.survey.bound
    assert all(call.status == 200 for call in stub.log)


def test_some_regions_and_years(options: update.Options, stub: Stub) -> None:
    chosen = replace(options, regions=("2480", "24"), since=2020)
    update.run(chosen)
    (call,) = stub.data_calls()
    asked = {part["variableCode"]: part["valueCodes"] for part in call.body["selection"]}
    assert sorted(asked["Region"]) == ["24", "2480"]
    assert asked["Tid"] == [str(year) for year in range(2020, 2026)]
    before = read_directory(SNAPSHOT).table("indicators_published")
    now = load(root=options.root).table("indicators_published")
    old = before[(before["region"] != "2480") | (before["year"] < 2020)]
    assert len(old.merge(now)) == len(old), "all else is as before"
    stub.log.clear()
    assert update.run(replace(chosen, regions=("2480",))).changed is False
    update.run(options)
    assert len(stub.data_calls()) == 1, "more regions and years are a new request"


@pytest.mark.parametrize(
    ("tables", "regions", "since"),
    [
        (("births",), ("2480",), None),
        (("deaths", "population"), ("2463", "00"), 2015),
        (("TAB1212", "TAB6640"), ("2482",), 2024),
        (("official_projection",), ("2401",), 2060),
        (("kolada", "population_groups"), ("2425",), 2021),
    ],
)
def test_no_row_is_lost_whatever_is_asked_for(
    options: update.Options,
    tables: tuple[str, ...],
    regions: tuple[str, ...],
    since: int | None,
) -> None:
    before = read_directory(SNAPSHOT)
    outcome = update.run(replace(options, tables=tables, regions=regions, since=since))
    now = load(root=options.root)
    for name, frame in before.tables.items():
        key = list(TABLES[name].key)
        new = pd.MultiIndex.from_frame(now.table(name)[key])
        assert pd.MultiIndex.from_frame(frame[key]).isin(new).all(), name
        if not any(change.table == name for change in outcome.changes):
            assert now.table(name).equals(frame), name
    if "official_projection" in tables:
        own = now.table("official_projection")
        assert set(own.loc[own["source"] == "SCB TAB698", "base_year"]) == {2023}


def test_unknown_table_region_and_table_no_source_has(options: update.Options) -> None:
    for changes, code in (
        ({"tables": ("popul",)}, "table_not_updated"),
        ({"tables": ("municipal_forecasts",)}, "table_not_updated"),
        ({"tables": ("mean_population",)}, "table_not_updated"),
        ({"regions": ("9999",)}, "unknown_region"),
    ):
        chosen = replace(options, **changes)  # type: ignore[arg-type]
        with pytest.raises(RequestError) as caught:
            update.run(chosen)
        assert caught.value.code == code
        assert not list(options.root.glob("datasets/*"))


def test_what_is_made_from_the_population_is_said_to_be(options: update.Options) -> None:
    with pytest.raises(RequestError, match="is made from the population: fetch that"):
        update.survey(replace(options, tables=("mean_population",)))


def test_kolada_is_asked_for_its_newest_years_once_all_have_been_read(
    options: update.Options,
) -> None:
    chosen = replace(options, tables=("kolada",))
    first = update.survey(chosen)
    assert update.run(chosen).changed
    again = update.survey(chosen)
    asked = [page for page in again.pages if isinstance(page, Page)]
    assert {year for page in asked for year in page.years} == set(range(2021, 2026))
    assert asked == list(again.pages), "definitions are read with the older years"
    assert again.kolada_calls < first.kolada_calls / 2
    # What is asked for is brought in, and what is not stays.
    before = load(root=options.root)
    assert not update.run(chosen).changed
    assert load(root=options.root).path == before.path

    def asked_from(today: str, **changes: Any) -> int:
        other = replace(chosen, **changes)
        found, _memory = _kolada_pages(before, other, 2025, date.fromisoformat(today))
        return min(page.years[0] for page in found if isinstance(page, Page))

    read = date.fromisoformat(before.manifest["kolada"]["kolada"]["whole"])
    assert asked_from(read.isoformat()) == 2021
    assert asked_from((read + timedelta(days=180)).isoformat()) == 2021
    assert asked_from((read + timedelta(days=181)).isoformat()) == 1994, "older years once more"
    assert asked_from((read - timedelta(days=1)).isoformat()) == 1994, "the clock was wrong"
    assert asked_from(read.isoformat(), since=1994) == 1994
    assert asked_from(read.isoformat(), kolada="http://elsewhere/v3") == 1994
    assert asked_from(read.isoformat(), regions=("2480",)) == 2021
    part = dict(before.manifest["kolada"]["kolada"], regions=["2480"])
    before.manifest["kolada"]["kolada"] = part
    assert asked_from(read.isoformat()) == 1994, "more regions than were read"


def test_groups_stand_for_their_municipalities(options: update.Options) -> None:
    found = update.survey(replace(options, regions=("region8",)))
    (table,) = found.tables
    assert len(table.orders[0].regions) == 8


def test_survey_changes_nothing(options: update.Options, stub: Stub) -> None:
    found = update.survey(options)
    assert found.calls == 1
    assert found.seconds < 60
    assert json.dumps(found.to_dict())
    assert not options.root.exists()
    assert stub.data_calls() == []


def test_roll_back_and_forth(options: update.Options, stub: Stub) -> None:
    with pytest.raises(UpdateError) as caught:
        update.roll_back(options.root)
    assert caught.value.code == "nothing_to_roll_back"
    first = update.run(options).path
    assert load(root=options.root).path == first
    update.roll_back(options.root)
    assert load(root=options.root).origin == "snapshot"
    update.roll_back(options.root)
    assert load(root=options.root).path == first
    stub.stamps["TAB637"] = "2026-09-01T07:00:00Z"
    second = update.run(options).path
    assert read_pointer(options.root) == Pointer(second.name, first.name)
    update.roll_back(options.root)
    assert load(root=options.root).path == first
    assert second.exists()


def test_only_two_datasets_are_kept(options: update.Options, stub: Stub) -> None:
    for day in range(1, 5):
        stub.stamps["TAB637"] = f"2026-09-{day:02}T07:00:00Z"
        update.run(options)
    assert len(list(datasets(options.root).iterdir())) == 2


def test_roll_back_to_a_damaged_dataset_is_refused(options: update.Options, stub: Stub) -> None:
    first = update.run(options).path
    stub.stamps["TAB637"] = "2026-09-01T07:00:00Z"
    second = update.run(options).path
    (first / "births.parquet").write_bytes(b"")
    with pytest.raises(DatasetError):
        update.roll_back(options.root)
    assert load(root=options.root).path == second


# --- which dataset is in use --------------------------------------------------------------


def test_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "x"))
    assert place() == tmp_path / "x"
    monkeypatch.delenv(ENVIRONMENT)
    assert "demografi" in str(place())


def test_a_newer_snapshot_comes_before_an_older_local_dataset(
    ready: update.Options,
) -> None:
    directory = load(root=ready.root).path
    path = directory / "manifest.json"
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(manifest | {"snapshot": "another", "date": "2020-01-01"}), "utf-8")
    found = load(root=ready.root)
    assert (found.origin, found.notice) == ("snapshot", None)
    path.write_text(json.dumps(manifest | {"snapshot": "another", "date": "2999-01-01"}), "utf-8")
    assert load(root=ready.root).origin == "local"


def test_a_directory_given_is_read_whatever_else_there_is(ready: update.Options) -> None:
    assert load(SNAPSHOT, root=ready.root).origin == "directory"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"current": 1, "previous": ""}', '{"current": "a/b", "previous": ""}']
)
def test_pointer_that_is_not_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / "current.json").write_text(text)
    with pytest.raises(DatasetError) as caught:
        read_pointer(tmp_path)
    assert caught.value.code == "pointer_damaged"


def test_pointer_round_trip(tmp_path: Path) -> None:
    assert read_pointer(tmp_path) == Pointer()
    write_pointer(tmp_path, Pointer("a", "b"))
    assert read_pointer(tmp_path) == Pointer("a", "b")
    assert [path.name for path in tmp_path.iterdir()] == ["current.json"]


# --- the command --------------------------------------------------------------------------


@pytest.fixture
def arguments(ready: update.Options, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv(ENVIRONMENT, str(ready.root))
    return ["update", "--api", ready.api, "--kolada", ready.kolada, "--tables", "TAB637"]


def test_command(arguments: list[str], stub: Stub, capsys: Capture) -> None:
    assert cli.main([*arguments, "--dry-run"]) == 0
    assert "unchanged" in capsys.readouterr().out
    stub.last = 2026
    assert cli.main([*arguments, "--dry-run"]) == 0
    assert "1 calls to SCB" in capsys.readouterr().out
    assert cli.main(arguments) == 0
    assert "49 rows added" in capsys.readouterr().out
    assert cli.main(["status"]) == 0
    assert "fetched by 'demografi update'" in capsys.readouterr().out
    assert cli.main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changed"] is False
    assert cli.main(["update", "--rollback"]) == 0
    assert "In use again" in capsys.readouterr().out


def test_rollback_names_both_datasets_alike(
    arguments: list[str], stub: Stub, capsys: Capture
) -> None:
    fetched = load().path.name
    assert cli.main(["update", "--rollback", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"in_use": "snapshot", "other": fetched}
    assert cli.main(["update", "--rollback", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"in_use": fetched, "other": "snapshot"}
    stub.last = 2026
    assert cli.main(arguments) == 0
    capsys.readouterr()
    newer = load().path.name
    assert cli.main(["update", "--rollback", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"in_use": fetched, "other": newer}


def test_command_refuses_in_one_line(arguments: list[str], stub: Stub, capsys: Capture) -> None:
    stub.stamps["TAB637"] = "2026-09-01T07:00:00Z"
    stub.shift["TAB637"] = 0.5
    assert cli.main(arguments) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[-1].startswith("demografi: error: More of the history")
    assert cli.main([*arguments, "--accept-revisions"]) == 0
    assert "revised" in capsys.readouterr().out
    assert cli.main(["update", "--rollback", "--since", "2000"]) == 2
    capsys.readouterr()
    assert cli.main(["update", "--tables", " , "]) == 2
    assert "No table is given" in capsys.readouterr().err, "not all tables"


@pytest.mark.usefixtures("arguments")
def test_command_says_when_the_local_dataset_is_passed_over(
    ready: update.Options, capsys: Capture
) -> None:
    (load(root=ready.root).path / "births.parquet").write_bytes(b"")
    assert cli.main(["status", "--json"]) == 0
    told = capsys.readouterr()
    assert "the snapshot is used" in told.err
    assert json.loads(told.out)["origin"] == "snapshot"


def test_both_sexes_as_published_come_before_their_sum(updated: Dataset) -> None:
    arrays = age_arrays(updated, "2480")
    frame = updated.rows("population", "2480")
    newest = frame[(frame["year"] == 2025) & (frame["sex"] == "T")].sort_values("age")
    pd.testing.assert_series_equal(
        pd.Series(arrays.values[-1, 2]),
        newest["value"].astype(float).reset_index(drop=True),
        check_names=False,
    )
