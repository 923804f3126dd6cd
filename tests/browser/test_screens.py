"""Every screen, at three sizes, in both themes: whole, quiet, readable, at home."""

import pytest

from tests.browser.app import LAPTOP, PAGES, PHONE, PROJECTOR, SIZES, THEMES, Size, Theme, page_path
from tests.browser.conftest import OpenVisit
from tests.browser.probes import (
    accessibility_violations,
    cut_off_text,
    failures,
    overlapping_labels,
)

pytestmark = pytest.mark.browser


# What is cut off depends on the size, colours on the theme: on a projector, light is enough.
LOOKS = [
    (size, theme) for size in SIZES for theme in THEMES if (size, theme) != (PROJECTOR, "dark")
]


@pytest.mark.parametrize(("size", "theme"), LOOKS, ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_screen_is_whole(visit: OpenVisit, name: str, size: Size, theme: Theme) -> None:
    """All complaints about a screen come at once: opening it is what takes the time."""
    screen = visit(page_path(name), size, theme)
    complaints = {
        "failures": failures(screen.page),
        "console errors": screen.console_errors,
        "requests to other machines": screen.strangers(),
        "cut-off text": cut_off_text(screen.page),
        "overlapping labels": overlapping_labels(screen.page),
    }
    if size in {LAPTOP, PHONE}:
        complaints["WCAG 2.1 AA"] = accessibility_violations(screen.page)
    report = "\n".join(f"{what}: {line}" for what, lines in complaints.items() for line in lines)
    assert not report, f"{name} at {size}, {theme}:\n{report}"
    assert screen.page.locator("html").get_attribute("lang") == "sv"


@pytest.mark.parametrize("name", PAGES)
def test_screen_opens_with_one_heading(visit: OpenVisit, name: str) -> None:
    """A screen has one first-level heading, and its name is in the window's title."""
    page = visit(page_path(name)).page
    assert page.get_by_role("heading", level=1).count() == 1
    assert "Streamlit" not in page.title()
