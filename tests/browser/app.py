"""The app as a server process, and Chromium to look at it with.

Used by the browser tests, by ``python -m tests.browser.shoot`` and by ``benchmarks/app.py``.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import requests
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[2]
FRONT_PAGE: Final = "oversikt"
PAGES: Final = (
    FRONT_PAGE,
    *sorted(path.stem for path in (ROOT / "pages").glob("[!_]*.py") if path.stem != FRONT_PAGE),
)

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")


@dataclass(frozen=True)
class Size:
    """A window in CSS pixels."""

    width: int
    height: int

    @classmethod
    def parse(cls, text: str) -> "Size":
        """Read ``1440x900``."""
        width, height = text.lower().replace("×", "x").split("x")
        return cls(int(width), int(height))

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


LAPTOP: Final = Size(1440, 900)
PROJECTOR: Final = Size(1920, 1080)
PHONE: Final = Size(390, 844)
SIZES: Final = (LAPTOP, PROJECTOR, PHONE)

# Chromium's own calls home are switched off, so that every request seen is the app's.
CHROMIUM_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
# How long a page may take to be drawn on a busy two-core machine.
DRAWN_TIMEOUT_MS: Final = 60_000
# And how long what is expected of it may take to come.
ANSWERED_TIMEOUT_MS: Final = 30_000
START_TIMEOUT_S: Final = 60.0

# The script has ended, nothing is stale or a skeleton, and every chart has its picture.
# Streamlit sets the first two attributes for its own end-to-end tests.
_DRAWN: Final = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testScriptState !== 'notRunning') return false;
  if (app.dataset.testConnectionState !== 'CONNECTED') return false;
  if (document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')) return false;
  if (!document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]'))
    return false;
  return [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(chart =>
    chart.querySelector('.main-svg .plot path, .main-svg .choroplethlayer path, '
      + '.main-svg .cartesianlayer path, .main-svg .infolayer text'));
}"""


def page_path(page: str) -> str:
    """Return the URL path of a page: its file name, and ``/`` for the front page."""
    return "/" if page == FRONT_PAGE else f"/{page}"


def free_port() -> int:
    """Return a TCP port on loopback that nobody listens on now."""
    with closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass(frozen=True)
class RunningApp:
    """A server started by :func:`serve`."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def log_text(self) -> str:
        """Return what the server has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def serve(*options: str, **environment: str) -> Iterator[RunningApp]:
    """Start the app as ``make run`` does, on a port of its own, and stop it afterwards.

    The user's own copy of the dataset is kept out by a fresh data directory, so that what is
    tested is the snapshot in the repository.

    Parameters
    ----------
    *options : str
        For Streamlit, after its own.
    **environment : str
        Variables that an operator would set.

    Raises
    ------
    RuntimeError
        If the server ends or does not answer within a minute; the message carries its log.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="demografi-app-") as directory:
        log = Path(directory) / "server.log"
        command = [
            *(sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")),
            *("--server.port", str(port), "--server.address", "127.0.0.1"),
            *("--server.headless", "true", "--server.fileWatcherType", "none"),
            *options,
        ]
        home = {"XDG_DATA_HOME": directory, "XDG_CACHE_HOME": directory}
        with log.open("wb") as sink:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | home | environment,
                stdout=sink,
                stderr=subprocess.STDOUT,
            )
        app = RunningApp(url, process, log)
        try:
            _wait_until_healthy(app)
            yield app
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_healthy(app: RunningApp) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if app.process.poll() is not None:
            raise RuntimeError(f"streamlit ended at once:\n{app.log_text()}")
        try:
            if requests.get(f"{app.url}/_stcore/health", timeout=2).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"streamlit did not answer in {START_TIMEOUT_S:.0f} s:\n{app.log_text()}")


def chromium_path() -> str | None:
    """Return the Chromium told (``BROWSER_PATH``) or the machine's, None if Playwright's is used.

    The headless shell is preferred: it starts faster and has no background services. A snap
    (Ubuntu's ``chromium``) cannot be driven with a profile outside the home directory.
    """
    if told := os.environ.get("BROWSER_PATH"):
        return told
    for name in ("chromium-headless-shell", "chromium", "chromium-browser"):
        path = shutil.which(name)
        if path and not _is_snap(Path(path)):
            return path
    return None


def _is_snap(path: Path) -> bool:
    # Ubuntu's chromium-browser is a shell script that calls the snap.
    if path.resolve().name == "snap" or "/snap/" in f"{path}:{path.resolve()}":
        return True
    head = path.read_bytes()[:4096]
    return head.startswith(b"#!") and b"/snap/" in head


def launch_chromium(playwright: Playwright) -> Browser:
    """Start headless Chromium with no contacts of its own."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_FLAGS))


def new_context(browser: Browser, size: Size, theme: Theme) -> BrowserContext:
    """Return a fresh visitor: no cookies, Swedish, given window and system theme."""
    return browser.new_context(
        viewport={"width": size.width, "height": size.height},
        color_scheme=theme,
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        reduced_motion="reduce",
        accept_downloads=True,
    )


def wait_until_first_drawn(page: Page) -> None:
    """Wait until the script has ended and its charts are on screen."""
    page.wait_for_function(_DRAWN, timeout=DRAWN_TIMEOUT_MS)


def wait_until_drawn(page: Page) -> None:
    """Wait until the page is drawn and stays so.

    Asked twice, because a chart that has just been mounted can ask for another run.
    """
    for _ in range(2):
        wait_until_first_drawn(page)
        page.wait_for_timeout(250)


def open_page(page: Page, app_url: str, address: str) -> None:
    """Open a path (with or without a query) and wait until it is drawn."""
    page.goto(app_url + address, wait_until="domcontentloaded")
    wait_until_drawn(page)


def downloaded_chromium() -> str | None:
    """Return the Chromium that Playwright downloaded, its headless shell if there; None if none."""
    with sync_playwright() as playwright:
        whole = Path(playwright.chromium.executable_path)
    revision = whole.parents[1]
    shells = revision.parent / revision.name.replace("chromium", "chromium_headless_shell")
    for path in (*shells.glob("*/*headless*shell"), whole):
        if path.exists():
            return str(path)
    return None


def main() -> int:
    """Say which Chromium the tests will use; exit code 1 if there is none."""
    path = chromium_path() or downloaded_chromium()
    found = path is not None and Path(path).exists()
    sys.stdout.write(f"Chromium for tests: {path if found else 'none found'}\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
