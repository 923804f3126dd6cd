"""Notes in a browser: left at a slide, read on the screen Dialog, shown as text."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demografi.notes import Draft, Notes, address
from tests.browser.app import LAPTOP, RunningApp, new_context, open_page, serve, wait_until_drawn
from tests.browser.probes import accessibility_violations, cut_off_text, failures

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="document.title=1"> **fet** [länk](http://x)'


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('notes') / 'notes.sqlite3'}"


@pytest.fixture(scope="module")
def dialogue(database: str) -> Iterator[RunningApp]:
    """A server whose operator has turned notes on."""
    with serve(DEMOGRAFI_NOTES="1", DATABASE_URL=database) as running:
        yield running
        assert "Traceback" not in running.log_text()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = new_context(browser, LAPTOP, "light")
    yield context.new_page()
    context.close()


def test_note_left_at_a_slide_is_read_by_others(
    page: Page, dialogue: RunningApp, database: str
) -> None:
    open_page(page, dialogue.url, "/moteslage?plats=2463#bild-2")
    slide = page.locator(".st-key-slide_2")
    slide.get_by_role("button", name="Synpunkt").click()
    box = page.get_by_role("textbox", name="Synpunkt eller fråga")
    box.fill("Hur många bodde här 1900?")
    # Keys belong to who writes: the slides stay where they are.
    box.press("End")
    page.get_by_role("button", name="Spara synpunkten").click()
    expect(page.get_by_text("Tack! Synpunkten är sparad.")).to_be_visible()
    assert slide.evaluate("slide => Math.round(slide.getBoundingClientRect().top)") == 0
    notes = Notes(address({"DATABASE_URL": database}))
    notes.add(Draft("2480", "prognos", HOSTILE, HOSTILE, HOSTILE), "other")
    notes.close()

    open_page(page, dialogue.url, "/dialog")
    expect(page.get_by_text("Hur många bodde här 1900?")).to_be_visible()
    expect(page.get_by_text(HOSTILE, exact=True)).to_be_visible()
    assert "Dialog" in page.title()
    wait_until_drawn(page)
    assert failures(page) == []
    assert cut_off_text(page) == []
    assert accessibility_violations(page) == []
