"""What a newcomer asks of Insatser, by mouse and keyboard; its other views, looked at."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.app import LAPTOP, PHONE, Size, Theme, wait_until_drawn
from tests.browser.conftest import OpenVisit
from tests.browser.probes import (
    accessibility_violations,
    cut_off_text,
    failures,
    overlapping_labels,
)

pytestmark = pytest.mark.browser


def conclusion(page: Page) -> str:
    told = page.locator(".st-key-conclusion").inner_text()
    # Characters that only keep ranges together on a line.
    return told.replace("\u2060", "").replace("\u00a0", " ")


def test_what_would_dorotea_need_to_have_200_pupils_in_2035(visit: OpenVisit) -> None:
    """From the front page: a number, its range, whether it is realistic, and on as a scenario."""
    page = visit("/").page
    page.get_by_role("link", name="Insatser").first.click()
    expect(page).to_have_url(re.compile("/insatser"))
    expect(page.get_by_role("radio", name="Vad krävs?")).to_be_visible()
    wait_until_drawn(page)
    place = page.get_by_role("combobox", name=re.compile("Plats"))
    place.click()
    place.fill("Dorotea")
    place.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]plats=2425(&|$)"))
    wait_until_drawn(page)
    page.get_by_role("radio", name="Vad krävs?").click()
    wait_until_drawn(page)
    level = page.get_by_role("textbox", name=re.compile("Nivå"))
    level.fill("200")
    level.press("Enter")
    expect(page).to_have_url(re.compile(r"[?&]niva=200(&|$)"))
    wait_until_drawn(page)
    told = conclusion(page)
    assert "200 elever" in told
    assert "2035" in told
    assert re.search(r"\+\d+ personer per år", told), "a number"
    assert re.search(r"8 av 10 utfall: [+−]?\d+ till \+\d+", told), "its range"
    assert "realistiskt" in told or "möjligt" in told
    assert failures(page) == []
    answer = page.url
    page.get_by_role("link", name="Öppna det som krävs som scenario").click()
    expect(page).to_have_url(re.compile(r"/scenarier\?.*scenario=\S*inflyttning_2425_p\d"))
    wait_until_drawn(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dorotea")
    guest = visit(answer[answer.index("/insatser") :]).page
    assert conclusion(guest) == told, "the link shows what the sender saw"


@pytest.mark.parametrize(
    ("view", "size", "theme"),
    [
        ("arbetskraft", LAPTOP, "light"),
        ("krav", PHONE, "light"),
        ("krav", LAPTOP, "dark"),
        ("tillsammans", PHONE, "dark"),
    ],
)
def test_other_views_are_whole(visit: OpenVisit, view: str, size: Size, theme: Theme) -> None:
    screen = visit(f"/insatser?plats=2422&del={view}&niva=300", size, theme)
    # A level belongs to one view; the others say that they have no such choice.
    screen.page.mouse.move(0, 0)
    assert failures(screen.page) == []
    assert screen.console_errors == []
    assert screen.strangers() == []
    assert cut_off_text(screen.page) == []
    assert overlapping_labels(screen.page) == []
    assert accessibility_violations(screen.page) == []


def test_assumptions_opened_are_whole(visit: OpenVisit) -> None:
    page = visit("/insatser?plats=2422&per-forskola=5.1", LAPTOP, "light").page
    for name in ("Antaganden", "Personal"):
        page.get_by_text(re.compile(f"^{name}:")).first.click()
    expect(page.get_by_role("button", name=re.compile("Använd rikets"))).to_be_visible()
    expect(page.get_by_role("button", name="Fyll i exemplen")).to_be_visible()
    page.wait_for_timeout(600)  # they unfold
    assert cut_off_text(page) == []
    assert accessibility_violations(page) == []
    page.get_by_role("button", name=re.compile("Använd rikets")).click()
    wait_until_drawn(page)
    expect(page).to_have_url(re.compile(r"[?&]boende=1\d\.\d"))
    expect(page.get_by_text("Rikets värde, inte platsens eget")).to_be_visible()
