"""The app and the browser, started once, and visitors who open pages and keep notes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect, sync_playwright

from tests.browser.app import (
    ANSWERED_TIMEOUT_MS,
    LAPTOP,
    RunningApp,
    Size,
    Theme,
    launch_chromium,
    new_context,
    open_page,
    serve,
)


@dataclass
class Visit:
    """A page on screen, with what the browser said and asked for on the way."""

    page: Page
    console_errors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def strangers(self) -> list[str]:
        """Return the addresses asked for that are not on this machine."""
        return [
            address
            for address in self.addresses
            if urlsplit(address).scheme not in {"data", "blob"}
            and urlsplit(address).hostname != "127.0.0.1"
        ]

    def query(self) -> dict[str, str]:
        """Return the parameters in the address bar."""
        return dict(
            pair.split("=", 1) for pair in urlsplit(self.page.url).query.split("&") if "=" in pair
        )


class OpenVisit(Protocol):
    """Opens an address of the app as a fresh visitor."""

    def __call__(self, address: str, size: Size = LAPTOP, theme: Theme = "light") -> Visit: ...


@pytest.fixture(scope="session")
def app() -> Iterator[RunningApp]:
    """Return the running server; whatever the tests saw, its log must end without an error."""
    with serve() as running:
        yield running
        log = running.log_text()
        assert "ERROR" not in log, log
        assert "Traceback" not in log, log


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=ANSWERED_TIMEOUT_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = launch_chromium(playwright)
    yield chromium
    chromium.close()


@pytest.fixture
def visit(app: RunningApp, browser: Browser) -> Iterator[OpenVisit]:
    """Return a function that opens an address; its visitors leave when the test ends."""
    leave: list[Callable[[], None]] = []

    def open_visit(address: str, size: Size = LAPTOP, theme: Theme = "light") -> Visit:
        context = new_context(browser, size, theme)
        leave.append(context.close)
        visit = Visit(context.new_page())

        def note_console(message: ConsoleMessage) -> None:
            if message.type == "error":
                visit.console_errors.append(f"{message.text} ({message.location.get('url')})")

        visit.page.on("console", note_console)
        visit.page.on("pageerror", lambda error: visit.console_errors.append(str(error)))
        visit.page.on("request", lambda request: visit.addresses.append(request.url))
        visit.page.on("websocket", lambda socket: visit.addresses.append(socket.url))
        open_page(visit.page, app.url, address)
        return visit

    yield open_visit
    for close in leave:
        close()
