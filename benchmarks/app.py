"""How fast the dashboard answers: ``python -m benchmarks.app [--json]``.

Reruns are measured as a browser meets them: each session is a websocket client of the real
server that sends "the reader chose another place" and waits for "script finished". Between
two choices a session reads for 1–3 seconds, drawn from a seeded generator; server and clients
share this machine. The first page is measured from the start of ``streamlit run`` with a new
process each time, once by such a client and once by Chromium with every chart drawn.
"""

import argparse
import asyncio
import itertools
import json
import random
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.browser.app import (
    FRONT_PAGE,
    LAPTOP,
    PAGES,
    launch_chromium,
    new_context,
    serve,
    wait_until_first_drawn,
)

SESSIONS = (1, 10, 25)
RERUNS = 15  # by each session
READING_S = (1.0, 3.0)
STARTS = 3
SEED = 1
# Places as a reader would go through them: county, coast, inland, the smallest.
PLACES = ("24", "2480", "2482", "2481", "2463", "2403", "2462", "2421", "2425", "2401")

AIM_RERUN_P95_MS = 100.0
AIM_FIRST_PAGE_S = 4.0


class Session:
    """One reader: a websocket to the server and what a browser would remember.

    Parameters
    ----------
    socket : ClientConnection
        An open connection.
    page : str
        Name of the page, as in ``pages/``.
    """

    def __init__(self, socket: ClientConnection, page: str) -> None:
        self._socket = socket
        self._page = "" if page == FRONT_PAGE else page
        self._script_hash = ""
        self._cached: set[str] = set()
        self.bytes_received = 0

    async def choose(self, place: str) -> float:
        """Ask for the page with a place chosen; return seconds until the script has finished.

        Raises
        ------
        RuntimeError
            If the page shows an exception or ends otherwise than successfully.
        """
        state = ClientState(
            query_string=f"plats={place}",
            page_script_hash=self._script_hash,
            page_name=self._page,
            cached_message_hashes=sorted(self._cached),
        )
        state.context_info.locale = "sv-SE"
        state.context_info.timezone = "Europe/Stockholm"
        state.context_info.color_scheme = "light"
        begun = time.perf_counter()
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        while True:
            data = await self._socket.recv(decode=False)
            self.bytes_received += len(data)
            message = ForwardMsg.FromString(data)
            self._remember(message)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return time.perf_counter() - begun
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    status = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                    raise RuntimeError(f"{self._page or FRONT_PAGE}: {status}")

    def _remember(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._script_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self._script_hash = message.navigation.page_script_hash
        elif kind == "page_not_found":
            raise RuntimeError(f"there is no page {self._page!r}")
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(message.delta.new_element.exception.message)
        if message.metadata.cacheable:
            self._cached.add(message.hash)


def _connect(url: str) -> connect:
    address = url.replace("http://", "ws://") + "/_stcore/stream"
    return connect(
        address, subprotocols=[Subprotocol("streamlit")], max_size=None, ping_interval=None
    )


@dataclass(frozen=True)
class Reruns:
    """Rerun times on a page with so many sessions at once, in milliseconds."""

    page: str
    sessions: int
    reruns: int
    p50_ms: float
    p95_ms: float
    worst_ms: float
    server_mb: float | None


async def _read_on(url: str, page: str, number: int, reruns: int) -> list[float]:
    """Go through the places as one reader; the first view is not a rerun."""
    reading = random.Random(f"{SEED}-{number}")  # noqa: S311 (reading times, not secrets)
    places = itertools.islice(itertools.cycle(PLACES), number % len(PLACES), None)
    async with _connect(url) as socket:
        session = Session(socket, page)
        await session.choose(next(places))
        times = []
        for place in itertools.islice(places, reruns):
            await asyncio.sleep(reading.uniform(*READING_S))
            times.append(await session.choose(place))
        return times


async def _at_once(url: str, page: str, sessions: int, reruns: int) -> list[float]:
    readers = (_read_on(url, page, number, reruns) for number in range(sessions))
    return [seconds for times in await asyncio.gather(*readers) for seconds in times]


async def _warm_median(url: str, page: str) -> float:
    """Seconds, median of unhurried reruns after every place has been seen once."""
    async with _connect(url) as socket:
        session = Session(socket, page)
        for place in PLACES:
            await session.choose(place)
        return statistics.median([await session.choose(place) for place in PLACES])


def _resident_mb(process: int) -> float | None:
    """Resident memory of a process, where the system tells (Linux)."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def measure_reruns(
    page: str | None, sessions: tuple[int, ...], reruns: int
) -> tuple[dict[str, float], list[Reruns]]:
    """Measure reruns on a page, or on the slowest one if none is named.

    Returns
    -------
    alone : dict of str to float
        Median rerun time in ms of one session, by page.
    crowded : list of Reruns
        For each number of sessions.
    """
    results = []
    with serve() as app:
        warm = {
            name: 1000 * asyncio.run(_warm_median(app.url, name))
            for name in ([page] if page else list(PAGES))
        }
        heaviest = max(warm, key=lambda name: warm[name])
        for number in sessions:
            times = sorted(asyncio.run(_at_once(app.url, heaviest, number, reruns)))
            cuts = statistics.quantiles(times, n=20, method="inclusive")
            results.append(
                Reruns(
                    page=heaviest,
                    sessions=number,
                    reruns=len(times),
                    p50_ms=1000 * statistics.median(times),
                    p95_ms=1000 * cuts[-1],
                    worst_ms=1000 * times[-1],
                    server_mb=_resident_mb(app.process.pid),
                )
            )
    return warm, results


async def _first_view(url: str) -> None:
    async with _connect(url) as socket:
        await Session(socket, FRONT_PAGE).choose(PLACES[0])


def measure_first_page(starts: int) -> tuple[list[float], list[float]]:
    """Seconds from ``streamlit run`` to the front page: script finished; drawn by Chromium."""
    finished, drawn = [], []
    for _ in range(starts):
        begun = time.perf_counter()
        with serve() as app:
            asyncio.run(_first_view(app.url))
            finished.append(time.perf_counter() - begun)
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        for _ in range(starts):
            page = new_context(browser, LAPTOP, "light").new_page()
            begun = time.perf_counter()
            with serve() as app:
                page.goto(app.url, wait_until="domcontentloaded")
                wait_until_first_drawn(page)
                drawn.append(time.perf_counter() - begun)
                page.context.close()
        browser.close()
    return finished, drawn


def _verdict(value: float, aim: float) -> str:
    return "reached" if value <= aim else "missed"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.app", description=__doc__)
    parser.add_argument("--page", choices=PAGES, help="default: the slowest")
    parser.add_argument("--sessions", type=int, nargs="+", default=list(SESSIONS))
    parser.add_argument("--reruns", type=int, default=RERUNS, help="by each session")
    parser.add_argument("--starts", type=int, default=STARTS)
    parser.add_argument("--json", action="store_true", help="machine-readable")
    arguments = parser.parse_args()

    finished, drawn = measure_first_page(arguments.starts)
    alone, reruns = measure_reruns(arguments.page, tuple(arguments.sessions), arguments.reruns)
    first, first_drawn = statistics.median(finished), statistics.median(drawn)
    if arguments.json:
        result = {
            "first_page_finished_s": finished,
            "first_page_drawn_s": drawn,
            "rerun_alone_ms": alone,
            "reruns": [asdict(row) for row in reruns],
        }
        json.dump(result, sys.stdout, indent=1)
        print()
        return
    print(f"From `streamlit run` to the first page, median of {arguments.starts} starts")
    print(f"  script finished      {first:6.2f} s")
    print(
        f"  every chart drawn    {first_drawn:6.2f} s   "
        f"(aim ≤ {AIM_FIRST_PAGE_S:.0f} s: {_verdict(first_drawn, AIM_FIRST_PAGE_S)})"
    )
    print("Median rerun of a single session, places seen before")
    for name, median in alone.items():
        print(f"  {name:18}{median:6.0f} ms")
    print(f"Reruns on the heaviest page, {reruns[0].page}; a choice every 1–3 s by each session")
    print("  sessions  reruns   p50 ms   p95 ms   worst ms   server MB")
    for row in reruns:
        memory = "–" if row.server_mb is None else f"{row.server_mb:.0f}"
        print(
            f"  {row.sessions:8d}{row.reruns:8d}{row.p50_ms:9.0f}{row.p95_ms:9.0f}"
            f"{row.worst_ms:11.0f}{memory:>12}"
        )
    for row in reruns:
        if row.sessions == 10:
            verdict = _verdict(row.p95_ms, AIM_RERUN_P95_MS)
            print(f"  aim p95 ≤ {AIM_RERUN_P95_MS:.0f} ms at 10 sessions: {verdict}")


if __name__ == "__main__":
    main()
