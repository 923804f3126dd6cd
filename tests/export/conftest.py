"""The browser that draws pictures is put away before the test run ends."""

from collections.abc import Iterator

import pytest

from demografi.export import image


@pytest.fixture(scope="session", autouse=True)
def no_browser_left() -> Iterator[None]:
    yield
    if image._start.cache_info().currsize:
        import kaleido  # noqa: PLC0415 - only when pictures were drawn

        kaleido.stop_sync_server(silence_warnings=True)
        image._start.cache_clear()
