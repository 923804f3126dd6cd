"""Every pilot's section in the browser: whole and readable, and leading on as it says."""

import re

import pytest

from demografi.text.pilots import PILOTS
from tests.browser.app import LAPTOP, PHONE, Size, Theme
from tests.browser.conftest import OpenVisit
from tests.browser.probes import (
    accessibility_violations,
    cut_off_text,
    failures,
    overlapping_labels,
)

pytestmark = pytest.mark.browser

# The first is the screen's default and is looked at in every size with the other screens.
OTHERS = PILOTS[1:]
LOOKS: tuple[tuple[Size, Theme], ...] = ((PHONE, "light"), (LAPTOP, "dark"))


@pytest.mark.parametrize(
    ("pilot", "look"), [(pilot, LOOKS[at % 2]) for at, pilot in enumerate(OTHERS)]
)
def test_section_is_whole(visit: OpenVisit, pilot: str, look: tuple[Size, Theme]) -> None:
    screen = visit(f"/piloter?pilot={pilot}", *look)
    complaints = {
        "failures": failures(screen.page),
        "console errors": screen.console_errors,
        "cut-off text": cut_off_text(screen.page),
        "overlapping labels": overlapping_labels(screen.page),
        "WCAG 2.1 AA": accessibility_violations(screen.page),
    }
    report = "\n".join(f"{what}: {line}" for what, lines in complaints.items() for line in lines)
    assert not report, report


def test_link_onward_carries_its_choices(visit: OpenVisit) -> None:
    page = visit("/piloter?pilot=kompetens&plats=2421").page
    page.get_by_role("link", name=re.compile("20–.?64 år i prognosen")).click()
    page.get_by_role("heading", level=1, name="Prognos för Storuman").wait_for()
    assert "plats=2421" in page.url
