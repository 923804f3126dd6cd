"""Mötesläge in a browser: keys, clicker, links to slides, type size, paper."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from demografi.charts.palette import DARK
from demografi.charts.stage import LEAST
from tests.browser.app import Size
from tests.browser.conftest import OpenVisit
from tests.browser.probes import overlapping_labels

pytestmark = pytest.mark.browser

WALL = Size(1920, 1080)
PROJECTOR = Size(1024, 768)
STORY = "/moteslage?plats=2463"

_SLIDES = """() => [...document.querySelectorAll('[class*="st-key-slide_"]')]
  .map(slide => Math.round(slide.getBoundingClientRect().top / innerHeight))"""

_TYPE = """() => {
  const sizes = [];
  const walker = document.createTreeWalker(
    document.querySelector('.st-key-meeting'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest('style')) continue;
    const box = parent.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    let zoom = 1;
    for (let e = parent; e; e = e.parentElement) zoom *= Number(getComputedStyle(e).zoom) || 1;
    sizes.push([parseFloat(getComputedStyle(parent).fontSize) * zoom, node.data.trim()]);
  }
  return sizes;
}"""


def shown(page: Page) -> int:
    """Number of the slide that fills the window."""
    at: list[int] = page.evaluate(_SLIDES)
    assert at.count(0) == 1, f"no slide fills the window: {at}"
    return at.index(0) + 1


def expect_slide(page: Page, number: int) -> None:
    expect(page).to_have_url(re.compile(rf"#bild-{number}$"))
    page.wait_for_function(f"number => ({_SLIDES})()[number - 1] === 0", arg=number)
    assert shown(page) == number


def test_keys_and_clicker_go_through_the_slides(visit: OpenVisit) -> None:
    page = visit(STORY, WALL).page
    count = len(page.evaluate(_SLIDES))
    assert shown(page) == 1
    page.locator("h1").click()
    for key, number in [
        ("ArrowRight", 2),
        ("Space", 3),
        ("PageDown", 4),
        ("ArrowLeft", 3),
        ("Shift+Space", 2),
        ("PageUp", 1),
        ("End", count),
        ("ArrowRight", count),
        ("Escape", 1),
    ]:
        page.keyboard.press(key)
        expect_slide(page, number)
    # A clicker works wherever the focus is; what is written belongs to the choice that has it.
    box = page.get_by_role("combobox", name=re.compile("Plats"))
    box.click()
    box.press_sequentially("f ")
    assert shown(page) == 1
    page.keyboard.press("PageDown")
    expect_slide(page, 2)


@pytest.mark.parametrize("size", [WALL, PROJECTOR], ids=str)
def test_link_leads_to_its_slide(visit: OpenVisit, size: Size) -> None:
    page = visit(f"{STORY}#bild-4", size).page
    expect_slide(page, 4)
    expect(page.get_by_text("4 / ")).to_be_in_viewport()
    assert overlapping_labels(page) == []


def test_smallest_type_can_be_read_from_the_back(visit: OpenVisit) -> None:
    page = visit("/moteslage?plats=24", WALL).page
    found = page.evaluate(_TYPE)
    assert len(found) > 50
    assert [one for one in found if one[0] < LEAST - 0.01] == []


def test_paper_has_one_slide_per_page(visit: OpenVisit) -> None:
    page = visit(STORY, PROJECTOR).page
    count = len(page.evaluate(_SLIDES))
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    assert len(pages) == count
    width, height = (float(side) for side in pages[1].mediabox[2:])
    assert width / height == pytest.approx(PROJECTOR.width / PROJECTOR.height, rel=0.01)
    for number, text in enumerate((one.extract_text() for one in pages[1:]), start=2):
        assert f"{number} / {count}" in " ".join(text.split())
        assert len(re.findall(r"\d+", text)) > 15, "the picture has its years and numbers"


_COLOURS = """(dark) => {
  const found = [];
  const parts = document.querySelectorAll('.st-key-meeting .js-plotly-plot *, .st-key-meeting h2');
  for (const part of parts) {
    const style = getComputedStyle(part);
    for (const name of ["fill", "stroke", "color"]) {
      if (dark.includes(style[name]) && part.style[name]) found.push([part.tagName, name]);
    }
  }
  return found;
}"""


def test_paper_is_white_from_the_dark_theme(visit: OpenVisit) -> None:
    page = visit(STORY, PROJECTOR, "dark").page
    dark = [
        "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))
        for colour in (DARK.ink, DARK.muted, DARK.accent, DARK.men)
    ]
    assert page.evaluate(_COLOURS, dark), "the wall is dark"
    before = page.locator(".st-key-slide_2").screenshot()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(_COLOURS, dark) == []
    for number in (1, 2):
        slide = page.locator(f".st-key-slide_{number}")
        assert slide.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    for _ in range(20):  # pictures take their size on the wall again
        if page.locator(".st-key-slide_2").screenshot() == before:
            break
        page.wait_for_timeout(500)
    else:
        pytest.fail("the wall is not as it was")


def test_slider_answers_on_its_slide_and_in_the_link(visit: OpenVisit) -> None:
    page = visit(f"{STORY}#bild-11", PROJECTOR).page
    expect(page.get_by_role("heading", name=re.compile("Som prognosen"))).to_be_in_viewport()
    handle = page.get_by_role("slider")
    handle.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    answer = page.get_by_role("heading", name=re.compile(r"\b5 fler inflyttare om året"))
    expect(answer).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"[?&]flytt=5#bild-11$"))
    expect(handle).to_have_attribute("aria-valuetext", "+5")


def test_chair_chooses_a_place_and_goes_on_by_keys_and_out(visit: OpenVisit) -> None:
    page = visit("/moteslage", PROJECTOR).page
    box = page.get_by_role("combobox", name=re.compile("Plats"))
    box.click()
    box.fill("Lycksele")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lycksele")
    page.keyboard.press("ArrowRight")
    expect_slide(page, 2)
    page.keyboard.press("Escape")
    expect_slide(page, 1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Översikt").first).to_be_visible()
