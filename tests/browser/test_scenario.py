"""The newcomer's task on Scenarier: a mine comes and closes; what happens to the school?"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import LAPTOP, wait_until_drawn
from tests.browser.conftest import OpenVisit
from tests.browser.probes import accessibility_violations, cut_off_text, failures

pytestmark = pytest.mark.browser

LINK = "scenario=1__jobb_2421_n300_f2028_t2040"


def conclusion(page: Page) -> str:
    wait_until_drawn(page)
    return page.locator(".st-key-conclusion").inner_text().replace("\u2060", "")


def test_a_mine_comes_and_closes_and_the_link_says_the_same(
    visit: OpenVisit, tmp_path: Path
) -> None:
    screen = visit("/scenarier")
    page = screen.page
    page.get_by_role("button", name="Gruva med 300 jobb i Storuman").click()
    expect(page).to_have_url(re.compile(re.escape(LINK)))
    told = conclusion(page)
    assert "300 jobb i Storuman 2028–2040" in told
    assert re.search(r"\d+–\d+ i scenariot \(\+\d+\still\s\+\d+\)", told)
    assert re.search(r"När jobben är borta, 2041, är det \d+ fler elever", told)

    # Answered where the reader stands: nothing of it lies below the first screenful.
    box = page.locator(".st-key-conclusion").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < LAPTOP.height

    # The link, opened by somebody else.
    other = visit(page.url.split("/", 3)[3].join(["/", ""])).page
    assert conclusion(other) == told

    # Saved and opened again after a reset.
    page.get_by_role("button", name="Spara och öppna").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Spara som fil").click()
    file = tmp_path / "scenario.json"
    waiting.value.save_as(file)
    popover = page.get_by_test_id("stPopoverBody")
    assert not re.search(r"Upload|Browse|Drag|Limit|per file", popover.inner_text())
    assert accessibility_violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Nollställ").click()
    expect(page.locator(".st-key-conclusion")).to_contain_text("Inget är ändrat")
    page.get_by_role("button", name="Spara och öppna").click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page).to_have_url(re.compile(re.escape(LINK)))
    assert conclusion(page) == told

    # A slider moved by keyboard: the mine closes a year later.
    page.keyboard.press("Escape")
    page.get_by_role("slider", name="Till och med år").press("ArrowRight")
    expect(page).to_have_url(re.compile("f2028_t2041"))
    assert "När jobben är borta, 2042" in conclusion(page)
    assert failures(page) == []
    assert cut_off_text(page) == []
    assert not screen.console_errors
