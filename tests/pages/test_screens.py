"""What holds for every screen, run without a browser."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.browser.app import PAGES
from tests.pages.conftest import OpenScreen


def link_of(screen: AppTest) -> dict[str, str]:
    """Return what a screen has written to its address."""
    # AppTest holds several values for each name; the app gives one.
    return {
        name: values[0] if isinstance(values, list) else values
        for name, values in screen.query_params.items()
    }


def chosen(screen: AppTest) -> dict[str, Any]:
    """Return what the choices on a screen say, by label."""
    kinds = (screen.selectbox, screen.multiselect, screen.slider, screen.segmented_control)
    return {widget.label: widget.value for kind in kinds for widget in kind}


def complaints(screen: AppTest) -> list[str]:
    return [box.value for box in (*screen.error, *screen.exception)]


@pytest.mark.parametrize("name", PAGES)
def test_opens_with_heading_conclusion_and_described_charts(
    open_screen: OpenScreen, name: str
) -> None:
    screen = open_screen(name)
    assert complaints(screen) == []
    assert [warning.value for warning in screen.warning] == []
    assert len(screen.title) == 1
    assert screen.markdown[0].value.strip(), "a screen opens with its conclusion in words"
    for chart in screen.get("plotly_chart"):
        assert len(chart.proto.alt) > 20, "every chart says in words what it shows"


@pytest.mark.parametrize("name", PAGES)
def test_full_link_shows_the_same(open_screen: OpenScreen, name: str) -> None:
    """What one reader has chosen is what the receiver of the link sees."""
    sender = open_screen(name, plats="2482")
    assert complaints(sender) == []
    receiver = open_screen(name, **link_of(sender))
    assert complaints(receiver) == []
    assert [warning.value for warning in receiver.warning] == []
    assert chosen(receiver) == chosen(sender)
    assert link_of(receiver) == link_of(sender)
    assert receiver.title[0].value == sender.title[0].value


@pytest.mark.parametrize(
    "nonsense", ["9999", "", "Umeå", "<script>alert(1)</script>", "-1", "9" * 400]
)
@pytest.mark.parametrize("name", PAGES)
def test_nonsense_in_the_link_is_said_and_replaced(
    open_screen: OpenScreen, name: str, nonsense: str
) -> None:
    """Every parameter of the screen nonsensical at once, and one that means nothing."""
    default = open_screen(name)
    names = link_of(default)
    screen = open_screen(name, **dict.fromkeys(names, nonsense), okänd=nonsense)
    assert complaints(screen) == []
    assert chosen(screen) == chosen(default)
    assert link_of(screen) == names
    if names:
        assert screen.warning, "a notice says what could not be followed"
