"""A dataset that cannot be used is said, on every screen, and nothing is shown instead."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from demografi import Dataset
from demografi.dataset import local
from demografi.errors import DatasetError
from demografi.ui import cached


@pytest.fixture
def damaged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def load() -> None:
        raise DatasetError(
            "duplicate_rows", "table births, row 17: the row appears twice.", table="births", row=17
        )

    cached._read.clear()
    monkeypatch.setattr(cached, "load", load)
    yield
    cached._read.clear()


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
        app = AppTest.from_function(screen, default_timeout=60).run()
    assert not app.exception
    (error,) = app.error
    assert error.value == (
        "Siffrorna kan inte visas. I tabellen births står samma rad två gånger, först på rad 17. "
        "Återställ filen från en oförändrad kopia eller importera datamängden på nytt."
    )
    assert not app.markdown, "no screen on half a dataset"
    assert "the row appears twice" in caplog.text


def test_damaged_fetched_figures_are_told_and_the_snapshot_is_shown(
    monkeypatch: pytest.MonkeyPatch, dataset: Dataset
) -> None:
    passed_over = DatasetError("checksum", "births changed.", table="births", path="births.parquet")
    cached._read.clear()
    monkeypatch.setattr(cached, "load", lambda: replace(dataset, notice=passed_over))
    app = AppTest.from_function(screen, default_timeout=60).run()
    cached._read.clear()
    (warning,) = app.warning
    assert warning.value.startswith("De hämtade siffrorna kan inte användas")
    assert "births.parquet" in warning.value
    assert [text.value for text in app.markdown] == ["Siffror"]


def test_dataset_is_read_again_when_another_is_taken_into_use(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dataset: Dataset
) -> None:
    reads: list[int] = []

    def load() -> Dataset:
        reads.append(1)
        return dataset

    monkeypatch.setenv(local.ENVIRONMENT, str(tmp_path))
    monkeypatch.setattr(cached, "load", load)
    cached._read.clear()
    for _ in range(2):
        AppTest.from_function(screen, default_timeout=60).run()
    assert len(reads) == 1
    local.write_pointer(tmp_path, local.Pointer(current="another"))
    AppTest.from_function(screen, default_timeout=60).run()
    cached._read.clear()
    assert len(reads) == 2
