"""The browser that draws pictures is put away before the test run ends; reports to write."""

import base64
import datetime
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest

from demografi import Dataset
from demografi.charts.lines import history_and_range
from demografi.export import image
from demografi.projection import Trajectories
from demografi.report import (
    Basis,
    Column,
    Figure,
    Order,
    Report,
    Section,
    Table,
    compose,
)
from demografi.report.native import place_bars, ranges

HOSTILE = '=cmd|"/c calc"!A1 \x00\x0b\ud800<b>fet</b> {=1} http://x.se/?a&b $x^2$ ' + "långt " * 80
CELL = HOSTILE.replace("\ud800", "")
"""The same where half a character cannot be: in a frame."""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="session", autouse=True)
def no_browser_left() -> Iterator[None]:
    yield
    image._drawer.stop()


@pytest.fixture(scope="session")
def report(dataset: Dataset, trajectories: Trajectories) -> Report:
    """Return a report of one municipality."""
    order = Order("kommunbild", ("2480",))
    return compose(Basis(dataset, trajectories), order, made=datetime.date(2026, 11, 22))


@pytest.fixture(scope="session")
def pictures(report: Report) -> dict[str, bytes]:
    """Return a picture for each figure: what they show is another test's business."""
    return {figure.key: PIXEL for figure in report.figures()}


@pytest.fixture(scope="session")
def hostile(report: Report) -> Report:
    """Return a report full of what strangers might write."""
    observed = pd.DataFrame({"year": [2024, 2025], "value": [1.0, 2.0], "name": [CELL, "=1+1"]})
    ahead = pd.DataFrame({"year": [2026], "p10": [-1.0], "p50": [0.5], "p90": [2.0]})
    columns = {
        "year": Column("År", kind="year"),
        "name": Column(CELL, kind="text"),
        "value": Column("=2+2"),
    }
    table = Table("=[tab]:*?/\\", HOSTILE, observed, columns, HOSTILE, unit=HOSTILE, note=HOSTILE)
    bars = place_bars(observed.assign(name=["=1+1", CELL]), HOSTILE, ["1", "2"])
    figure = Figure(
        "figur",
        HOSTILE,
        HOSTILE,
        lambda colours: history_and_range(observed, ahead, colours, unit="<b>$x^2$</b> ÅÄÖ 漢字"),
        (ranges(observed, ahead, title=HOSTILE), bars),
        table,
        HOSTILE,
    )
    section = Section("sammanfattning", HOSTILE, (HOSTILE,), (figure, table), message=HOSTILE)
    about = {**report.about, HOSTILE: HOSTILE}
    return replace(
        report,
        title=HOSTILE,
        subtitle=HOSTILE,
        sections=(section,),
        annex=(),
        long=lambda: (table,),
        about=about,
    )
