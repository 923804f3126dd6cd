"""One survey or update at a time beside whatever else the process does, in sight of all.

The dashboard's visitors share one :class:`Desk`: whoever starts a job may leave, and whoever
comes sees how far it is and how it went.
"""

import logging
import os
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from demografi.dataset.local import Pointer
from demografi.errors import DemografiError, UpdateError
from demografi.sources import KOLADA_URL, SCB_URL
from demografi.update.guard import REFUSALS, SUPPRESSED
from demografi.update.options import Options, Progress
from demografi.update.run import Outcome, run, survey
from demografi.update.survey import Survey
from demografi.update.swap import roll_back

__all__ = ["DESK", "KOLADA", "KOLADA_API", "SCB_API", "Desk", "Job", "Kind", "Step", "options"]

log = logging.getLogger(__name__)

Kind = Literal["survey", "update"]
SCB_API = "DEMOGRAFI_SCB_API"
KOLADA_API = "DEMOGRAFI_KOLADA_API"
"""Environment variables that name other addresses than SCB's and Kolada's own."""
KOLADA = "Kolada"
"""Name of Kolada's requests among the steps of a job."""

_SHARES = {
    "ask": (0.0, 0.15),
    "fetch": (0.15, 0.85),
    "check": (0.85, 0.9),
    "write": (0.9, 0.95),
    "done": (0.95, 1.0),
}
"""Where on the way of an update its phases lie."""


def options(environment: Mapping[str, str] = os.environ) -> Options:
    """Everything, from where the operator says."""
    return Options(
        api=environment.get(SCB_API, "").strip() or SCB_URL,
        kolada=environment.get(KOLADA_API, "").strip() or KOLADA_URL,
    )


@dataclass(frozen=True)
class Step:
    """How much of one table of SCB's, or of Kolada, has come.

    Attributes
    ----------
    table : str
        SCB's id, or :data:`KOLADA`.
    targets : tuple of str
        Tables of the dataset it goes to.
    done, total : int
        Calls.
    """

    table: str
    targets: tuple[str, ...]
    done: int
    total: int


class Job:
    """A survey or an update, under way or done; may be read from any thread.

    Parameters
    ----------
    kind : {'survey', 'update'}
        Only ask what is new, or fetch it.
    options : Options
        What from where.

    Attributes
    ----------
    started, ended : datetime
        Local time; ``ended`` is None while it runs.
    progress : Progress
        The last step.
    survey : Survey or None
        What is planned, once that is known.
    outcome : Outcome or None
        Result of an update, from when its dataset is in use.
    """

    def __init__(self, kind: Kind, options: Options) -> None:
        self.kind: Kind = kind
        self.options = options
        self.started = datetime.now().astimezone()
        self.ended: datetime | None = None
        self.progress = Progress("ask")
        self.survey: Survey | None = None
        self.outcome: Outcome | None = None
        self._cancel = threading.Event()
        self._asked_to_stop = False
        self._received: Counter[str] = Counter()
        self._fetching_since = 0.0
        self._result: Future[None] = Future()

    def _tell(self, progress: Progress) -> None:
        if progress.phase == "fetch":
            if progress.table:
                self._received[progress.table] += progress.done - self.progress.done
            else:
                self._fetching_since = time.monotonic()
        self.progress = progress

    def _plan(self, found: Survey) -> None:
        self.survey = found

    def _work(self, afterwards: Callable[[], None]) -> None:
        if self.kind == "survey":
            self.survey = survey(self.options, tell=self._tell, cancel=self._cancel)
            return
        self.outcome = run(self.options, tell=self._tell, show_plan=self._plan, cancel=self._cancel)
        if self.outcome.changed:
            afterwards()

    def _end(self, result: Future[None]) -> None:
        self.ended = datetime.now().astimezone()
        error = result.exception()
        if isinstance(error, DemografiError):
            log.info("The %s ended without a result: %s", self.kind, error)
        elif error is not None:
            log.error("The %s failed", self.kind, exc_info=error)
        if error is not None:
            # The error is kept to be shown; the tables in its frames need not be.
            traceback.clear_frames(error.__traceback__)

    def begin(self, pool: Executor, afterwards: Callable[[], None]) -> None:
        """Start, in a thread of the pool's; once."""
        self._result = pool.submit(self._work, afterwards)
        self._result.add_done_callback(self._end)

    def cancel(self) -> None:
        """Ask it to stop; it does so at its next step, unless all that is left is to write."""
        self._asked_to_stop = True
        self._cancel.set()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.ended is None

    @property
    def stopping(self) -> bool:
        """Whether someone has cancelled it and it has not ended yet."""
        return self.running and self._asked_to_stop

    @property
    def error(self) -> BaseException | None:
        """Why there is no result, once it has ended."""
        return None if self.running or self.outcome else self._result.exception()

    @property
    def refused(self) -> UpdateError | None:
        """What someone may accept after having been shown it; see :meth:`Desk.accept`."""
        error = self.error
        if not isinstance(error, UpdateError):
            return None
        lost = error.code in {"years_lost", "regions_lost"}
        suppressed = lost and error.facts.get("table") in SUPPRESSED
        return error if error.code in REFUSALS or suppressed else None

    @property
    def share(self) -> float:
        """How much of the way is done, 0 to 1; of the time if all goes as usual."""
        progress = self.progress
        first, last = (0.0, 1.0) if self.kind == "survey" else _SHARES[progress.phase]
        step = progress.done / progress.total if progress.total else 0.0
        return first + (last - first) * step

    def steps(self) -> tuple[Step, ...]:
        """How much has come, per table to fetch; empty until that is known."""
        found = self.survey
        if found is None:
            return ()
        received = Counter(self._received)
        steps = [
            Step(t.table, t.targets, received[t.table], len(t.blocks))
            for t in found.tables
            if t.blocks
        ]
        if found.pages:
            targets = tuple(dict.fromkeys(page.target for page in found.pages))
            steps.append(Step(KOLADA, targets, received[KOLADA], found.kolada_calls))
        return tuple(steps)

    def seconds_left(self) -> float | None:
        """Estimated time left; None while nothing is known to estimate from.

        The plan's estimate gives way to the pace reached as more and more is fetched. What an
        interrupted run had left says nothing about the pace.
        """
        found, progress = self.survey, self.progress
        if found is None or progress.phase != "fetch" or not progress.total:
            return None
        share = progress.done / progress.total
        planned = found.seconds * (1 - share)
        fetched = progress.done - progress.kept
        if fetched <= 0:
            return planned
        pace = (time.monotonic() - self._fetching_since) / fetched
        return (1 - share) * planned + share * pace * (progress.total - progress.done)


def _nothing() -> None:
    pass


class Desk:
    """Where jobs are given and asked for: one at a time, the last one kept.

    Attributes
    ----------
    job : Job or None
        The job under way, or the last one.
    surveyed : Job or None
        The last job that learned what SCB has.
    """

    def __init__(self) -> None:
        self.job: Job | None = None
        self._surveyed: Job | None = None
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, "update")

    def start(
        self, kind: Kind, options: Options, *, afterwards: Callable[[], None] = _nothing
    ) -> Job:
        """Start a job in a thread of its own and return at once.

        Parameters
        ----------
        kind : {'survey', 'update'}
            Only ask what is new, or fetch it.
        options : Options
            What from where.
        afterwards : callable
            Called by the job when a new dataset has been taken into use.

        Raises
        ------
        UpdateError
            ``running``: a job is under way.
        """
        with self._lock:
            if self.job is not None and self.job.running:
                raise UpdateError(
                    "running",
                    "Another update is running.",
                    "Wait until it has ended.",
                    path=str(self.job.options.root),
                )
            self._surveyed = self.surveyed
            self.job = job = Job(kind, options)
            job.begin(self._pool, afterwards)
        return job

    def accept(self, *, afterwards: Callable[[], None] = _nothing) -> Job:
        """Repeat the last job, this time accepting that history changes; nothing is refetched.

        Raises
        ------
        UpdateError
            As :meth:`start`; ``nothing_to_accept``.
        """
        job = self.job
        if job is None or job.refused is None:
            raise UpdateError("nothing_to_accept", "No update has been refused.")
        chosen = replace(job.options, accept_revisions=True)
        return self.start("update", chosen, afterwards=afterwards)

    def roll_back(self, root: Path) -> Pointer:
        """Return to the dataset before, and forget what the last job had to tell.

        Raises
        ------
        UpdateError, DatasetError
            As :func:`demografi.update.roll_back`.
        """
        pointer = roll_back(root)
        self.forget()
        return pointer

    def forget(self) -> None:
        """Put the last job away; what SCB said is still known."""
        with self._lock:
            if self.job is not None and not self.job.running:
                self._surveyed, self.job = self.surveyed, None

    @property
    def surveyed(self) -> Job | None:
        """The last job that learned what SCB has, even if it came to nothing afterwards."""
        job = self.job
        return job if job is not None and job.survey is not None else self._surveyed

    def cancel(self) -> None:
        """Stop the job under way, if any; for a server that shuts down, too."""
        job = self.job
        if job is not None and job.running:
            job.cancel()


DESK = Desk()
"""The desk of this process."""
