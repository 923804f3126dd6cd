"""Opens screens as a reader does: by an address, with or without choices in it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "src" / "demografi" / "ui" / "main.py"
FRONT_PAGE = "oversikt"

OpenScreen = Callable[..., AppTest]


def link_of(screen: AppTest) -> dict[str, str]:
    """Return what a screen has written to its address."""
    # AppTest holds several values for each name; the app gives one.
    return {
        name: values[0] if isinstance(values, list) else values
        for name, values in screen.query_params.items()
    }


@pytest.fixture
def open_screen() -> OpenScreen:
    """Return a function that opens a screen by the name of its file, choices as keywords.

    ``open_screen("jamfor", plats="2480")`` is what ``/jamfor?plats=2480`` gives. The screen has
    run once, without an exception. Read the link it left in ``screen.query_params``.
    """

    def opened(name: str, **link: str) -> AppTest:
        screen = AppTest.from_file(str(MAIN), default_timeout=60)
        if name != FRONT_PAGE:
            # Before its first run AppTest knows a screen by its address, which is the file's name.
            screen.switch_page(f"../../../pages/{name}.py")
        for key, value in link.items():
            screen.query_params[key] = value
        screen.run()
        assert not screen.exception, [error.message for error in screen.exception]
        return screen

    return opened
