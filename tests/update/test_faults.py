"""However an update fails, in use is the dataset before, byte for byte, or a whole new one."""

import errno
import hashlib
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from demografi import update
from demografi.dataset import SNAPSHOT, read_directory, writing
from demografi.dataset.local import datasets, load, read_pointer
from demografi.errors import DatasetError, DemografiError, SourceError, UpdateError
from demografi.update import assemble, guard, swap
from demografi.update.parts import Parts
from tests.stub.server import Fault, Stub


def fingerprint(root: Path) -> dict[str, str]:
    """Digest of everything readers can see."""
    pointer = read_pointer(root)
    files = [root / "current.json"]
    if pointer.current:
        files += sorted((datasets(root) / pointer.current).iterdir())
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.exists()
    }


def newly(stub: Stub, *tables: str) -> None:
    """Let the source have published tables anew."""
    for table in tables:
        stub.stamps[table] = "2026-09-01T07:00:00Z"


def fails(options: update.Options) -> DemografiError:
    """Run, expect a failure that a person can act on, and nothing changed for readers."""
    before = fingerprint(options.root)
    with pytest.raises(DemografiError) as caught:
        update.run(options)
    assert caught.value.message
    assert caught.value.remedy
    assert fingerprint(options.root) == before
    load(root=options.root)
    leftovers = datasets(options.root)
    if leftovers.exists():
        assert not list(leftovers.glob(".unfinished-*"))
    return caught.value


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("429", "too_many_calls"),
        ("429-bare", "too_many_calls"),
        ("503", "source_down"),
        ("500", "source_down"),
        ("400", "refused"),
        ("403", "table_gone"),
        ("404", "table_gone"),
        ("reset", "unreachable"),
        ("truncate", "unreachable"),
        ("cut-json", "truncated"),
        ("wrong-size", "bad_answer"),
        ("nan", "truncated"),
        ("negative", "absurd_value"),
        ("absurd", "absurd_value"),
        ("hang", "too_slow"),
        ("drip", "too_slow"),
    ],
)
def test_data_faults(ready: update.Options, stub: Stub, kind: str, code: str) -> None:
    newly(stub, "TAB637")
    stub.faults.append(Fault(kind, "TAB637/data", times=0))
    patience = replace(ready.patience, answer=1.0, attempts=2)
    assert fails(replace(ready, patience=patience)).code == code


@pytest.mark.parametrize(
    ("kind", "table", "code"),
    [
        ("404", "TAB637", "table_gone"),
        ("503", "TAB637", "source_down"),
        ("rename-code", "TAB637", "missing_code"),
        ("rename-variable", "TAB637", "renamed_variable"),
        ("no-year", "TAB637", "missing_year"),
        ("year-layout", "TAB637", "year_layout"),
    ],
)
def test_metadata_faults_are_told_before_any_data(
    ready: update.Options, stub: Stub, kind: str, table: str, code: str
) -> None:
    newly(stub, table)
    stub.faults.append(Fault(kind, f"{table}/metadata", times=0))
    assert fails(replace(ready, tables=("TAB637", "TAB628"))).code == code
    assert stub.data_calls() == []


def test_the_server_is_down_altogether(ready: update.Options, stub: Stub) -> None:
    stub.faults.append(Fault("503", "/config", times=0))
    assert fails(ready).code == "source_down"


def test_passing_faults_do_not_matter(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637")
    stub.faults += [Fault("503", "metadata"), Fault("429-bare", "/data"), Fault("reset", "/data")]
    assert update.run(ready).changed


def test_too_many_cells_told_by_the_server(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637")
    stub.faults.append(Fault("400", "TAB637/data", times=0))
    error = fails(ready)
    assert error.facts["title"] == "Fault 400"
    assert len([c for c in stub.log if "/data" in c.path]) == 1, "not tried again"


def test_supplementary_table_that_does_not_fit_is_left_as_it_is(
    ready: update.Options, stub: Stub
) -> None:
    newly(stub, "TAB4823", "TAB637")
    stub.faults.append(Fault("rename-code", "TAB4823/metadata", times=0))
    outcome = update.run(replace(ready, tables=("TAB637", "TAB4823")))
    (warning,) = outcome.warnings
    assert isinstance(warning, SourceError)
    assert warning.facts["table"] == "TAB4823"
    assert (load(root=ready.root).table("indicators_published")["source"] == "SCB TAB4823").any()


@pytest.mark.parametrize("kind", ["400", "wrong-size", "negative"])
def test_supplementary_table_whose_figures_cannot_be_had(
    ready: update.Options, stub: Stub, kind: str
) -> None:
    newly(stub, "TAB4823", "TAB637")
    stub.faults.append(Fault(kind, "TAB4823/data", times=0))
    outcome = update.run(replace(ready, tables=("TAB637", "TAB4823")))
    assert [warning.facts["table"] for warning in outcome.warnings] == ["TAB4823"]
    memory = load(root=ready.root).manifest["fetched"]
    assert memory["TAB637"]["updated"] != memory["TAB4823"]["updated"], "asked for again next time"


def test_definitions_that_cannot_be_had_leave_the_words(ready: update.Options, stub: Stub) -> None:
    stub.faults.append(Fault("404", "^/v3/kpi/", times=0))
    before = load(root=ready.root)
    outcome = update.run(replace(ready, tables=("kolada",), accept_revisions=True))
    assert [warning.code for warning in outcome.warnings] == ["table_gone"]
    now = load(root=ready.root)
    assert now.table("kolada_definitions").equals(before.table("kolada_definitions"))
    assert not now.table("kolada").equals(before.table("kolada"))


def test_kolada_down_leaves_its_figures(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637")
    stub.faults.append(Fault("503", "/v3/", times=0))
    before = load(root=ready.root)
    outcome = update.run(replace(ready, tables=("TAB637", "kolada")))
    assert outcome.changed
    assert [w.code for w in outcome.warnings] == ["source_down"]
    assert load(root=ready.root).table("kolada").equals(before.table("kolada"))


# --- revisions and losses -----------------------------------------------------------------


def test_revision_beyond_the_limit_is_refused_until_accepted(
    ready: update.Options, stub: Stub
) -> None:
    newly(stub, "TAB637")
    stub.shift["TAB637"] = 0.5
    error = fails(ready)
    assert error.code == "history_revised"
    assert "--accept-revisions" in error.remedy
    assert error.facts["table"] == "indicators_published"
    assert error.facts["examples"]
    stub.log.clear()
    outcome = update.run(replace(ready, accept_revisions=True))
    assert outcome.changed
    assert outcome.kept == 1
    assert stub.data_calls() == [], "nothing is fetched twice"


def test_figure_taken_back_counts_as_a_revision(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637")
    stub.faults.append(Fault("null", "TAB637/data", times=0))
    outcome = update.run(ready)
    (change,) = outcome.changes
    assert (change.withdrawn, change.revised, change.added) == (1, 0, 0)


def test_inconsistent_figures_are_refused_by_the_rules(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB638")
    stub.faults.append(Fault("null", "TAB638/data", times=1))
    chosen = replace(ready, tables=("TAB638",), accept_revisions=True)
    assert isinstance(fails(chosen), DatasetError)


def test_a_region_or_a_year_that_would_be_lost() -> None:
    change = assemble.Change("births", 0, (), 0, 0, 0, (), lost_regions=(("", "2480"),))
    with pytest.raises(UpdateError, match="2480"):
        guard.check_losses([change])
    change = assemble.Change("births", 0, (), 0, 0, 0, (), lost_years=(("", 1999),))
    with pytest.raises(UpdateError, match="1999"):
        guard.check_losses([change])


def test_figures_of_an_unexpected_size_are_asked_about(ready: update.Options, stub: Stub) -> None:
    stub.last = 2026
    stub.faults.append(Fault("high", "TAB637/data", times=0))
    error = fails(ready)
    assert (error.code, error.facts["table"]) == ("odd_values", "indicators_published")
    assert "--accept-revisions" in error.remedy
    assert update.run(replace(ready, accept_revisions=True)).changed
    stub.stamps["TAB637"] = "2027-09-01T07:00:00Z"
    assert not update.run(ready).changes[0].odd, "what was accepted once is not asked about again"


def tables_with(deaths: float) -> dict[str, pd.DataFrame]:
    snapshot = read_directory(SNAPSHOT)
    frame = snapshot.table("deaths").copy()
    at = (frame["region"] == "2480") & (frame["year"] == 2015) & (frame["age"] == 88)
    frame.loc[at & (frame["sex"] == "F"), "value"] = deaths
    return {**snapshot.tables, "deaths": frame}


def test_figures_that_disagree_are_asked_about_once() -> None:
    regions = read_directory(SNAPSHOT).regions.frame
    agree, differ = dict(read_directory(SNAPSHOT).tables), tables_with(999)
    assert guard.check_agreement(agree, agree, regions, accepted=False) == ()
    with pytest.raises(UpdateError) as caught:
        guard.check_agreement(differ, agree, regions, accepted=False)
    assert caught.value.code == "figures_disagree"
    assert caught.value.facts["region"] == "2480"
    (warning,) = guard.check_agreement(differ, agree, regions, accepted=True)
    assert warning.code == "deaths_do_not_sum"
    assert len(guard.check_agreement(differ, differ, regions, accepted=False)) == 1


def test_a_suppressed_indicator_may_pass_and_a_lost_count_may_not() -> None:
    for table, passes in (("indicators_published", True), ("births", False)):
        change = assemble.Change(table, 0, (), 9, 0, 9, (), lost_regions=(("x", "2480"),))
        with pytest.raises(UpdateError):
            guard.check_losses([change])
        if passes:
            guard.check_losses([change], accepted=True)
        else:
            with pytest.raises(UpdateError):
                guard.check_losses([change], accepted=True)


# --- disk, process, clock -----------------------------------------------------------------


def no_space(*_arguments: Any, **_choices: Any) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("after", [0, 5, 11])
def test_disk_full_while_writing_the_dataset(
    ready: update.Options, stub: Stub, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    newly(stub, "TAB637")
    real: Callable[[Path, bytes], None] = writing._to_disk
    count = iter(range(100))

    def write(path: Path, body: bytes) -> None:
        if next(count) >= after:
            path.write_bytes(body[: len(body) // 2])
            no_space()
        real(path, body)

    monkeypatch.setattr(writing, "_to_disk", write)
    assert fails(ready).code == "disk_full"
    monkeypatch.undo()
    assert update.run(ready).changed


@pytest.mark.parametrize("step", ["rename", "pointer", "parts", "lock"])
def test_disk_full_at_the_other_steps(
    ready: update.Options, stub: Stub, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    newly(stub, "TAB637")
    if step == "rename":
        monkeypatch.setattr(Path, "rename", no_space)
    elif step == "pointer":
        monkeypatch.setattr(swap, "write_pointer", no_space)
    elif step == "parts":
        monkeypatch.setattr(Path, "write_bytes", no_space)
    else:
        monkeypatch.setattr("filelock.FileLock", no_space)
    assert fails(ready).code == "disk_full"


def test_no_permission(options: update.Options, tmp_path: Path) -> None:
    # A file where the directory should be: refused to root too, unlike missing permission.
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    with pytest.raises(UpdateError) as caught:
        update.run(replace(options, root=blocked / "place"))
    assert caught.value.code == "place_unwritable"
    assert "DEMOGRAFI_DATA" in caught.value.remedy


def test_clock_set_back_and_forward(options: update.Options, stub: Stub) -> None:
    update.run(options, now=lambda: datetime(1999, 1, 1, tzinfo=UTC))
    found = load(root=options.root)
    assert found.origin == "local", "built on this snapshot, so newer than it"
    newly(stub, "TAB637")
    update.run(options, now=lambda: datetime(2090, 1, 1, tzinfo=UTC))
    assert load(root=options.root).path != found.path


def test_cancel(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637", "TAB628")
    stop = threading.Event()
    before = fingerprint(ready.root)

    def tell(progress: update.Progress) -> None:
        if progress.phase == "fetch" and progress.done == 1:
            stop.set()

    chosen = replace(ready, tables=("TAB637", "TAB628"), threads=1)
    with pytest.raises(UpdateError) as caught:
        update.run(chosen, tell=tell, cancel=stop)
    assert caught.value.code == "cancelled"
    assert fingerprint(ready.root) == before
    assert update.run(chosen).kept >= 1


# --- damaged local figures ----------------------------------------------------------------


@pytest.mark.parametrize("damage", ["flip", "cut", "gone", "manifest", "pointer", "directory"])
def test_damaged_local_dataset_gives_the_snapshot_and_says_so(
    ready: update.Options, damage: str
) -> None:
    directory = load(root=ready.root).path
    target = directory / "deaths.parquet"
    body = target.read_bytes()
    if damage == "flip":
        target.write_bytes(body[:1000] + bytes([body[1000] ^ 255]) + body[1001:])
    elif damage == "cut":
        target.write_bytes(body[: len(body) // 2])
    elif damage == "gone":
        target.unlink()
    elif damage == "manifest":
        (directory / "manifest.json").write_text("{")
    elif damage == "pointer":
        (ready.root / "current.json").write_text('{"current": "../../etc"')
    else:
        shutil.rmtree(directory)
    found = load(root=ready.root)
    assert found.origin == "snapshot"
    assert isinstance(found.notice, DatasetError)
    assert found.notice.remedy
    # The next update starts from the snapshot and repairs it.
    assert update.run(replace(ready, accept_revisions=True)).changed
    assert load(root=ready.root).origin == "local"


def test_damaged_part_is_fetched_again(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637")
    stub.shift["TAB637"] = 0.5
    fails(ready)
    (part,) = (ready.root / "work").glob("*.part")
    part.write_bytes(part.read_bytes()[:-20])
    outcome = update.run(replace(ready, accept_revisions=True))
    assert (outcome.changed, outcome.kept) == (True, 0)


def test_parts(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "work")
    assert parts.get(["a"]) is None
    parts.put(["a"], b"body\nwith lines")
    assert parts.get(["a"]) == b"body\nwith lines"
    assert parts.get(["b"]) is None
    parts.clear()
    assert parts.get(["a"]) is None
