"""The command ``demografi update``: what it asks, tells and answers."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TextIO, TypeVar

from demografi.dataset.local import place
from demografi.errors import DatasetError, RequestError, UpdateError
from demografi.sources import KOLADA_URL, SCB_URL
from demografi.update.guard import REFUSALS
from demografi.update.options import Options, Progress
from demografi.update.run import Outcome, run, survey
from demografi.update.survey import Survey
from demografi.update.swap import roll_back

__all__ = ["execute"]

_WIDTH = 30
_PHASES = {
    "ask": "reading tables",
    "fetch": "fetching",
    "check": "checking",
    "write": "writing",
    "done": "done",
}


class _Bar:
    """Progress on one line where someone watches, else a line per phase."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._alive = stream.isatty()
        self._phase = ""
        self._began = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        name = _PHASES[progress.phase]
        seconds = time.monotonic() - self._began
        if self._alive:
            share = progress.done / progress.total if progress.total else 0.0
            full = round(_WIDTH * share)
            bar = "#" * full + "." * (_WIDTH - full)
            count = f"{progress.done}/{progress.total}"
            text = f"{name:15} [{bar}] {count:>7} {progress.table:8} {seconds:4.0f} s"
            self._stream.write("\r" + text[:100])
            if progress.phase == "done":
                self._stream.write("\n")
            self._stream.flush()
        elif progress.phase != self._phase:
            self._stream.write(f"demografi: {name}\n")
        self._phase = progress.phase

    def end(self) -> None:
        """Leave the line, however it went."""
        if self._alive and self._phase not in ("", "done"):
            self._stream.write("\n")


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_json(value: dict[str, Any]) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=1))


def _tell_survey(found: Survey) -> None:
    for table in found.tables:
        state = "unchanged" if table.current else f"{len(table.blocks)} calls"
        here = str(table.newest_here) if table.newest_here else "-"
        goes = ", ".join(table.targets)
        _say(f"{table.table:8} {state:10} SCB {table.newest}, here {here:5} {goes}")
    for error in found.skipped:
        _say(f"left out   {error}")
    _say(
        f"{found.calls} calls to SCB for {found.cells} cells (at least {found.bound} needed), "
        f"{found.kolada_calls} to Kolada; about {_duration(found.seconds)}"
    )


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _tell_outcome(outcome: Outcome) -> None:
    for change in outcome.changes:
        if change.nothing:
            continue
        parts = [f"{change.added} rows added"] if change.added else []
        if change.new_years:
            parts.append(f"new: {_span(change.new_years)}")
        if change.revised:
            parts.append(f"{change.revised} revised")
        if change.withdrawn:
            parts.append(f"{change.withdrawn} withdrawn")
        _say(f"{change.table:22} {', '.join(parts)}")
    for warning in outcome.warnings:
        taken = isinstance(warning, DatasetError)
        _say(f"{'taken as published' if taken else 'left as it was'}: {warning}")
    kept = f", {outcome.kept} kept from an interrupted run" if outcome.kept else ""
    _say(
        f"{'New dataset' if outcome.changed else 'Nothing new; in use is'} {outcome.path} "
        f"(version {outcome.version}); {outcome.calls} calls{kept}, {_duration(outcome.seconds)}"
    )


def _ask(refusal: UpdateError) -> bool:
    """Show the revisions and ask, where there is someone to answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{refusal.message}\nTake the revised figures into use? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "ja")


Result = TypeVar("Result", Outcome, Survey)


def _watched(work: Callable[..., Result], options: Options) -> Result:
    """Do the work under a progress bar; Ctrl-C ends it as a cancellation."""
    bar = _Bar(sys.stderr)
    try:
        return work(options, tell=bar)
    except KeyboardInterrupt:
        raise UpdateError(
            "cancelled",
            "The update was cancelled.",
            "The figures are as before. Start it again to go on where it stopped.",
        ) from None
    finally:
        bar.end()


def execute(
    *,
    api: str | None,
    kolada: str | None,
    tables: str | None,
    regions: Sequence[str],
    since: int | None,
    dry_run: bool,
    accept_revisions: bool,
    rollback: bool,
    as_json: bool,
) -> None:
    """Run the command with its arguments as given.

    Raises
    ------
    DemografiError
        As :func:`demografi.update.run`.
    """
    if rollback:
        asked = [api, kolada, tables, since, *regions]
        if any(asked) or dry_run or accept_revisions:
            raise RequestError(
                "usage", "--rollback goes with no other choice but --json.", "Leave them out."
            )
        pointer = roll_back(place())
        if as_json:
            both = {"in_use": pointer.current, "other": pointer.previous}
            _say_json({role: name or "snapshot" for role, name in both.items()})
        else:
            _say(f"In use again: {pointer.current or 'the figures shipped with the product'}")
        return
    names = [name.strip() for name in (tables or "").split(",") if name.strip()]
    if tables is not None and not names:
        raise RequestError("usage", "No table is given.", "Give names such as population,TAB1212.")
    options = Options(
        api=api or SCB_URL,
        kolada=kolada or KOLADA_URL,
        tables=tuple(names),
        regions=tuple(regions),
        since=since,
        accept_revisions=accept_revisions,
    )
    if dry_run:
        found = _watched(survey, options)
        if as_json:
            _say_json(found.to_dict())
        else:
            _tell_survey(found)
        return
    try:
        outcome = _watched(run, options)
    except UpdateError as refusal:
        if refusal.code not in REFUSALS or not _ask(refusal):
            raise
        outcome = _watched(run, replace(options, accept_revisions=True))
    if as_json:
        _say_json(outcome.to_dict())
    else:
        _tell_outcome(outcome)
