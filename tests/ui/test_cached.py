"""A dataset that cannot be used is said, on every screen, and nothing is shown instead."""

import logging
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from demografi.errors import DatasetError
from demografi.ui import cached


@pytest.fixture
def damaged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def load() -> None:
        raise DatasetError(
            "duplicate_rows", "table births, row 17: the row appears twice.", table="births", row=17
        )

    cached._load.clear()
    monkeypatch.setattr(cached, "load", load)
    yield
    cached._load.clear()


def screen() -> None:
    import streamlit as st  # noqa: PLC0415 - AppTest runs this function by itself

    from demografi.ui import cached  # noqa: PLC0415

    cached.dataset()
    st.write("Siffror")


@pytest.mark.usefixtures("damaged")
def test_damaged_dataset_is_told_in_swedish_and_stops_the_screen(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        app = AppTest.from_function(screen).run()
    assert not app.exception
    (error,) = app.error
    assert error.value == (
        "Siffrorna kan inte visas. I tabellen births står samma rad två gånger, först på rad 17. "
        "Återställ filen från en oförändrad kopia eller importera datamängden på nytt."
    )
    assert not app.markdown, "no screen on half a dataset"
    assert "the row appears twice" in caplog.text
