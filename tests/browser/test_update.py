"""A click on Data, and every screen shows the new year: the app against a server like SCB's."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from demografi.dataset.local import ENVIRONMENT
from demografi.update.job import KOLADA_API, SCB_API
from tests.browser.app import (
    LAPTOP,
    PHONE,
    RunningApp,
    new_context,
    open_page,
    page_path,
    serve,
    wait_until_drawn,
)
from tests.browser.front import in_front_of
from tests.browser.probes import accessibility_violations, cut_off_text, failures
from tests.stub.demography import demography
from tests.stub.server import Fault, Stub, serving

pytestmark = pytest.mark.browser
NEW = 2026
SLOW = 90_000


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    demography(NEW)
    with serving(Stub(last=NEW, calls=10_000, window=0.1)) as running:
        yield running


@pytest.fixture(scope="module")
def updating(stub: Stub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The app with the figures shipped, and a server with a year more to ask."""
    place = tmp_path_factory.mktemp("place")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT, str(place))
        patch.setenv(SCB_API, stub.api)
        patch.setenv(KOLADA_API, stub.kolada)
        with serve() as running:
            yield running
            assert "Traceback" not in running.log_text(), running.log_text()


def complaints(page: Page) -> list[str]:
    return failures(page) + cut_off_text(page) + accessibility_violations(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_from_the_click_to_the_new_year(updating: RunningApp, stub: Stub, browser: Browser) -> None:
    """Ask, cancel, fail, be asked about revised history, accept, see 2026, go back: one visit."""
    page = new_context(browser, LAPTOP, "light").new_page()
    open_page(page, updating.url, "/data")
    card = page.locator(".st-key-card_uppdatering")

    press(page, "Fråga SCB vad som är nytt")
    expect(card).to_contain_text(f"SCB har nyare år: {NEW} för åtta tabeller", timeout=SLOW)
    expect(card).to_contain_text(re.compile(r"En uppdatering tar .*: \d+ anrop till SCB"))
    wait_until_drawn(page)
    assert complaints(page) == []

    # Slowly: seen by a visitor on a phone, who goes on using the dashboard; then cancelled.
    stub.pause = 0.2
    press(page, "Uppdatera från SCB")
    expect(card.get_by_role("progressbar")).to_be_visible()
    expect(card.get_by_role("row").filter(has_text="anrop").first).to_be_visible(timeout=SLOW)
    stub.pause = 5.0
    other = new_context(browser, PHONE, "dark").new_page()
    open_page(other, updating.url, "/data")
    expect(other.get_by_role("progressbar")).to_be_visible()
    assert complaints(other) == []
    open_page(other, updating.url, "/befolkning?plats=2480")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Umeå")
    press(page, "Avbryt")
    stub.pause = 0.0
    expect(card.get_by_test_id("stAlert")).to_contain_text("Uppdateringen avbröts", timeout=SLOW)

    # SCB has taken a table away: said in Swedish, with a way on.
    stub.faults.append(Fault("404", "/TAB5557/data", times=0))
    press(page, "Uppdatera från SCB")
    expect(card.get_by_test_id("stAlert")).to_contain_text("har inte längre tabellen", timeout=SLOW)
    expect(card.get_by_test_id("stAlert")).to_contain_text("siffrorna är oförändrade")
    stub.faults.clear()

    # The made-up history is not SCB's: shown and asked about. The visitor leaves and comes back.
    press(page, "Uppdatera från SCB")
    expect(card.get_by_role("progressbar")).to_be_visible()
    page.close()
    page = new_context(browser, LAPTOP, "light").new_page()
    open_page(page, updating.url, "/data")
    card = page.locator(".st-key-card_uppdatering")
    expect(card.get_by_test_id("stAlert")).to_contain_text("godkänner de nya", timeout=SLOW)
    expect(page.get_by_role("button", name="Godkänn")).to_be_disabled()
    wait_until_drawn(page)
    assert complaints(page) == []
    card.get_by_text("Jag har sett vad som ändras").click()
    press(page, "Godkänn och använd de nya siffrorna")
    expect(card.get_by_test_id("stAlert").first).to_contain_text(
        f"Klart. Folkmängd {NEW} tillkom.", timeout=SLOW
    )
    wait_until_drawn(page)
    assert complaints(page) == []
    expect(page.get_by_test_id("stMetric").first).to_contain_text(str(NEW))

    # Everyone sees the new year, also who was there before.
    for name in ("oversikt", "befolkning"):
        open_page(page, updating.url, page_path(name))
        expect(page.get_by_test_id("stMetric").first).to_contain_text(str(NEW))
        assert failures(page) == []
    other.get_by_role("button", name="Visa menyn").click()
    other.get_by_role("link", name="Översikt").first.click()
    expect(other.get_by_test_id("stMetric").first).to_contain_text(str(NEW))

    open_page(page, updating.url, "/data")
    press(page, "Återgå")
    press(page, "Ja, återgå")
    expect(card.get_by_test_id("stAlert").first).to_contain_text(
        "Nu visas siffrorna som följer med"
    )
    expect(page.get_by_test_id("stMetric").first).not_to_contain_text(str(NEW))


def test_visitor_through_a_web_server_may_not(updating: RunningApp, browser: Browser) -> None:
    with in_front_of(updating.url, "X-Forwarded-For: 192.0.2.7") as url:
        context = new_context(browser, LAPTOP, "light")
        page = context.new_page()
        open_page(page, url, "/data")
        card = page.locator(".st-key-card_uppdatering")
        expect(card).to_contain_text("demografi update")
        expect(card.get_by_role("button")).to_have_count(0)
        assert complaints(page) == []
        context.close()
