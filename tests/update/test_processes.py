"""Several updates at once, and updates that are interrupted or killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from demografi import update
from demografi.dataset.local import datasets, load, read_pointer
from demografi.errors import UpdateError
from tests.stub.server import Fault, Stub
from tests.update.test_faults import fingerprint, newly

ROOT = Path(__file__).parents[2]
# Seconds that only a process which hangs takes, on the busiest machine too.
TOO_LONG = 120.0


def test_two_updates_at_once_in_one_process(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637")
    stub.pause = 0.5
    outcomes: list[object] = []

    def work() -> None:
        try:
            outcomes.append(update.run(ready).changed)
        except UpdateError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(map(str, outcomes)) == ["True", "running"]


@contextmanager
def start(options: update.Options) -> Iterator["subprocess.Popen[bytes]"]:
    """Update as a process of its own, which is gone afterwards whatever the test finds."""
    command = [sys.executable, "-m", "demografi.cli", "update", "--accept-revisions"]
    command += ["--api", options.api, "--kolada", options.kolada, "--tables", "births,TAB637"]
    environment = {**os.environ, "DEMOGRAFI_DATA": str(options.root)}
    # A shell makes what it starts in the background ignore Ctrl-C, and that would be inherited,
    # while a handler is not: the process hears it however these tests have been started.
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    finally:
        signal.signal(signal.SIGINT, inherited)
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_two_updates_at_once_in_two_processes(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637", "TAB1264")
    stub.hang = TOO_LONG
    stub.faults.append(Fault("hang", "/data", times=1))
    with start(ready) as one:
        while not stub.data_seen():
            assert one.poll() is None
            time.sleep(0.05)
        with start(ready) as two:  # in the middle of the first
            _, told = two.communicate(timeout=TOO_LONG)
        stub.release()
        one.communicate(timeout=TOO_LONG)
    assert (one.returncode, two.returncode) == (0, 2)
    assert b"Another update" in told


def test_interrupt_from_the_keyboard_ends_soon(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637", "TAB1264")
    stub.faults.append(Fault("hang", "/data", times=0))
    stub.hang = TOO_LONG  # nobody waits for the answer
    before = fingerprint(ready.root)
    with start(ready) as process:
        while not stub.data_seen():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=TOO_LONG)
    assert process.returncode == 2
    assert b"cancelled" in told.splitlines()[-1]
    assert fingerprint(ready.root) == before


def test_nothing_is_fetched_twice_after_a_kill(ready: update.Options, stub: Stub) -> None:
    newly(stub, "TAB637", "TAB1264")
    stub.max_cells = 60_000
    stub.faults.append(Fault("hang", "/data", after=3, times=0))
    with start(ready) as process:
        while len(stub.data_calls()) < 3 or len(kept_parts(ready)) < 3:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=TOO_LONG)
    first = [str(call.body) for call in stub.data_calls()]
    stub.faults.clear()
    stub.log.clear()
    chosen = replace(ready, tables=("births", "TAB637"), accept_revisions=True)
    outcome = update.run(chosen)
    again = [str(call.body) for call in stub.data_calls()]
    assert not set(first) & set(again)
    assert len(first) + len(again) == outcome.survey.calls
    assert outcome.kept == len(first) == 3


def kept_parts(options: update.Options) -> list[Path]:
    return list((options.root / "work").glob("*.part"))


def test_killed_at_ten_random_moments(ready: update.Options, stub: Stub) -> None:
    rng = random.Random(24)  # noqa: S311 - moments, not secrets
    began = time.monotonic()
    newly(stub, "TAB637", "TAB1264")
    with start(replace(ready)) as whole_run:
        whole_run.communicate(timeout=TOO_LONG)
        assert whole_run.returncode == 0
    length = time.monotonic() - began
    for attempt in range(10):
        stub.stamps["TAB637"] = stub.stamps["TAB1264"] = f"2027-01-{attempt + 1:02}T07:00:00Z"
        before, pointer = fingerprint(ready.root), read_pointer(ready.root)
        with start(ready) as process:
            time.sleep(length * (0.35 + 0.65 * rng.random()))
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=TOO_LONG)
        if read_pointer(ready.root).current == pointer.current:
            assert fingerprint(ready.root) == before
        dataset = load(root=ready.root)  # verifies every checksum
        assert (dataset.origin, dataset.notice) == ("local", None)
    update.run(ready)  # the lock went with the process, leftovers are cleared
    assert not list(datasets(ready.root).glob(".unfinished-*"))
