"""The browser that draws pictures is put away before the test run ends."""

from collections.abc import Iterator

import pytest

from demografi.export import image


@pytest.fixture(scope="session", autouse=True)
def no_browser_left() -> Iterator[None]:
    yield
    image._drawer.stop()
