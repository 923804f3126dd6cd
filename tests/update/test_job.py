"""One job at a time, in sight of all; however it ends, that is known and nothing is lost."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pytest

from demografi import update
from demografi.dataset.local import load, stamp
from demografi.errors import SourceError, UpdateError
from demografi.sources import KOLADA_URL, SCB_URL
from demografi.sources.kolada import Definitions, Page
from demografi.update import job as room
from demografi.update.editions import other_edition
from demografi.update.freshness import freshness
from demografi.update.job import KOLADA, Desk, Job
from demografi.update.job import options as from_environment
from demografi.update.survey import Survey
from demografi.update.swap import locked
from tests.stub.server import Fault, Stub


def finished(job: Job, seconds: float = 60.0) -> Job:
    deadline = time.monotonic() + seconds
    while job.running:
        assert time.monotonic() < deadline, "the job does not end"
        time.sleep(0.01)
    return job


def until(true: Callable[[], object], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.cancel()


def test_addresses_come_from_the_environment() -> None:
    plain = from_environment({})
    assert (plain.api, plain.kolada) == (SCB_URL, KOLADA_URL)
    chosen = from_environment({room.SCB_API: " http://a/api/v2 ", room.KOLADA_API: "http://a/v3"})
    assert (chosen.api, chosen.kolada) == ("http://a/api/v2", "http://a/v3")


def test_survey_then_update_then_nothing_new(desk: Desk, ready: update.Options, stub: Stub) -> None:
    stub.last = 2026
    before = load(root=ready.root)
    asked = finished(desk.start("survey", ready))
    assert asked.error is None
    assert asked.survey is not None
    assert load(root=ready.root).version == before.version, "asking changes nothing"
    (row,) = [
        r for r in freshness(before, asked.survey, ready) if r.table == "indicators_published"
    ]
    assert (row.there, row.newer, row.state) == (2026, 2026, "parts")

    told: list[str] = []
    job = finished(desk.start("update", ready, afterwards=lambda: told.append("after")))
    assert job.error is None
    assert job.outcome is not None
    assert job.outcome.changed
    assert told == ["after"]
    assert job.ended is not None
    assert job.ended >= job.started
    assert [(s.table, s.done, s.total) for s in job.steps()] == [("TAB637", 1, 1)]
    assert job.share == 1.0
    now = load(root=ready.root)
    (row,) = [r for r in freshness(now, job.survey, ready) if r.table == "indicators_published"]
    assert row.state == "same"

    again = finished(desk.start("update", ready, afterwards=lambda: told.append("again")))
    assert again.outcome is not None
    assert not again.outcome.changed
    assert told == ["after"], "nothing new, nothing to compute anew"


def test_one_at_a_time_and_all_see_it(desk: Desk, ready: update.Options, stub: Stub) -> None:
    stub.last, stub.pause = 2026, 0.2
    job = desk.start("update", ready)
    with pytest.raises(UpdateError) as caught:
        desk.start("survey", ready)
    assert caught.value.code == "running"
    assert desk.job is job
    until(lambda: job.survey is not None)
    assert 0 < job.share < 1
    assert job.running
    assert desk.surveyed is job
    finished(job)
    assert desk.job is job, "who comes later sees how it went"


def test_estimate_follows_plan_then_pace(desk: Desk, ready: update.Options) -> None:
    """Early on the plan's estimate counts, later the pace reached."""
    asked = finished(desk.start("survey", replace(ready, tables=("TAB637", "TAB628"))))
    assert asked.survey is not None
    job = Job("update", ready)
    job.survey = replace(asked.survey, seconds=100.0)
    assert job.seconds_left() is None, "nothing is fetched yet"
    job._tell(update.Progress("fetch", 0, 10))
    assert job.seconds_left() == 100.0
    job._fetching_since = time.monotonic() - 90.0
    for done in range(1, 10):
        job._tell(update.Progress("fetch", done, 10, "TAB637"))
    assert job.seconds_left() == pytest.approx(0.1 * 10 + 0.9 * 10, abs=0.5)
    job._tell(update.Progress("fetch", 9, 10, "TAB637", kept=9))
    assert job.seconds_left() == pytest.approx(10), "what was kept says nothing about the pace"


def test_calls_are_counted_alike_in_plan_and_on_the_way(ready: update.Options) -> None:
    """A request to Kolada whose answer fills several pages is as many calls."""
    years = tuple(range(1994, 2026))
    page = Page("kolada", tuple(f"N{n:05d}" for n in range(100)), ("2480", "2482"), years)
    assert page.pages > 1
    job = Job("update", ready)
    job.survey = Survey((), (page, Definitions(("N00001",))), (), 0.0)
    (step,) = job.steps()
    assert step.total == job.survey.kolada_calls == page.pages + 1
    job._tell(update.Progress("fetch", 0, step.total))
    job._tell(update.Progress("fetch", page.pages, step.total, KOLADA))
    assert job.steps()[0].done == page.pages
    job._tell(update.Progress("fetch", page.pages + 1, step.total, KOLADA))
    assert job.steps()[0].done == step.total


def test_cancelled_job_leaves_all_as_it_was(desk: Desk, ready: update.Options, stub: Stub) -> None:
    stub.last, stub.pause = 2026, 0.2
    before = stamp(ready.root)
    job = desk.start("update", ready)
    until(lambda: stub.log)
    desk.cancel()
    assert job.stopping
    finished(job)
    assert isinstance(job.error, UpdateError)
    assert job.error.code == "cancelled"
    assert stamp(ready.root) == before
    stub.pause = 0.0
    retried = finished(desk.start("update", ready))
    assert retried.outcome is not None, "a cancelled job does not stand in the way of the next"


def test_failure_is_kept_but_not_the_tables_in_its_frames(
    desk: Desk, ready: update.Options, stub: Stub
) -> None:
    stub.last = 2026
    stub.faults.append(Fault("404", "/data", times=0))
    job = finished(desk.start("update", ready))
    assert isinstance(job.error, SourceError)
    assert job.outcome is None
    frame: TracebackType | None = job.error.__traceback__
    held = set()
    while frame is not None:
        held |= set(frame.tb_frame.f_locals)
        frame = frame.tb_next
    assert not held & {"base", "assembly", "fetched"}


def test_fault_of_the_program_is_told_and_logged(
    desk: Desk,
    ready: update.Options,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(room, "run", broken)
    job = finished(desk.start("update", ready))
    assert isinstance(job.error, ZeroDivisionError)
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    assert finished(desk.start("survey", ready)).error is None


def test_update_of_another_program_is_told(desk: Desk, ready: update.Options) -> None:
    with locked(ready.root):
        job = finished(desk.start("update", ready))
    assert isinstance(job.error, UpdateError)
    assert job.error.code == "running"


def test_refusal_is_accepted_without_fetching_again(
    desk: Desk, ready: update.Options, stub: Stub
) -> None:
    stub.shift["TAB637"] = 3.0
    stub.stamps["TAB637"] = "2026-10-01T06:00:00Z"
    with pytest.raises(UpdateError) as caught:
        desk.accept()
    assert caught.value.code == "nothing_to_accept"
    job = finished(desk.start("update", ready))
    assert job.refused is not None
    (change,) = job.refused.facts["changes"]
    assert change.share > 0.9
    example = change.examples[0]
    assert example.now - example.before == pytest.approx(3.0)
    assert example.where["indicator"] == "mean_age"
    stub.log.clear()
    accepted = finished(desk.accept())
    assert accepted.outcome is not None
    assert accepted.outcome.kept == 1
    assert stub.data_calls() == []


def test_way_back_and_forth(desk: Desk, ready: update.Options, stub: Stub, tmp_path: Path) -> None:
    assert other_edition(tmp_path / "nowhere") is None
    found = other_edition(ready.root)
    assert found is not None
    assert found.shipped
    old = load(root=ready.root).version
    stub.last = 2026
    finished(desk.start("update", ready))
    found = other_edition(ready.root)
    assert found is not None
    assert (found.shipped, found.version) == (False, old)
    desk.roll_back(ready.root)
    assert load(root=ready.root).version == old
    assert desk.job is None, "what the undone update brought is no longer told"
    assert desk.surveyed is not None, "what SCB has is still known"
    found = other_edition(ready.root)
    assert found is not None
    assert found.version != old
