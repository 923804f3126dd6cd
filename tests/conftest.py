"""What every test may use: the dataset, read once, and reproducible property tests."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

import demografi
from demografi.projection import Trajectories, project
from tests.browser.app import chromium_path, downloaded_chromium

# The same examples on every machine and every day: a red test is about the change at hand.
settings.register_profile("demografi", derandomize=True, deadline=None)
settings.load_profile("demografi")


# Figures fetched on this computer are nobody's business here: tests read the snapshot.
os.environ["DEMOGRAFI_DATA"] = str(Path(tempfile.gettempdir(), "demografi-tests-without-update"))

# Pictures are drawn by the machine's Chromium or, where it has none, by the one Playwright brought.
if chromium_path() is None and (downloaded := downloaded_chromium()):
    os.environ["BROWSER_PATH"] = downloaded


@pytest.fixture(scope="session")
def dataset() -> demografi.Dataset:
    """Return the embedded snapshot; tests must not change its frames in place."""
    return demografi.load()


@pytest.fixture(scope="session")
def trajectories(dataset: demografi.Dataset) -> Trajectories:
    """Return a small projection to 2040; tests must not change its arrays."""
    return project(dataset, to=2040, draws=60, seed=1)
