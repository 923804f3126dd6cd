"""What tests read from a screen: its charts, tables, captions and figures."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest


@dataclass(frozen=True)
class Chart:
    """A chart on screen, as the browser is given it."""

    key: str
    alt: str
    content: dict[str, Any]

    def trace(self, name: str) -> dict[str, Any]:
        (found,) = [trace for trace in self.content["data"] if trace.get("name") == name]
        return dict(found)

    def names(self) -> list[str]:
        return [trace.get("name", "") for trace in self.content["data"]]


def charts(screen: AppTest) -> dict[str, Chart]:
    """Charts by the name of their card."""
    found = {}
    for element in screen.get("plotly_chart"):
        key = str(element.key).removeprefix("chart_")
        found[key] = Chart(key, element.proto.alt, json.loads(element.proto.spec))
    return found


def values(data: Any) -> NDArray[Any]:
    """Numbers of a trace, which Plotly sends as text or as bytes."""
    if isinstance(data, dict):
        array = np.frombuffer(base64.b64decode(data["bdata"]), np.dtype(data["dtype"]))
        return array.reshape([int(n) for n in str(data.get("shape", array.size)).split(",")])
    return np.array([np.nan if value is None else value for value in data])


def metrics(screen: AppTest) -> dict[str, tuple[str, str]]:
    """Value and remark of each figure card by its label."""
    return {metric.label: (metric.value, metric.delta) for metric in screen.metric}


def downloads(screen: AppTest) -> dict[str, set[str]]:
    """Kinds of files offered by each card."""
    found: dict[str, set[str]] = {}
    for button in screen.get("download_button"):
        _, card, kind = str(button.key).split("_")
        found.setdefault(card, set()).add(kind)
    return found


def table(screen: AppTest, at: int = 0) -> list[list[str]]:
    """Rows of a table as the reader sees them, the heading first."""
    frame = screen.table[at].value
    return [list(map(str, frame.columns)), *([str(cell) for cell in row] for row in frame.values)]


def cards(screen: AppTest) -> list[str]:
    """Names of the cards, in order, by their choice of figure or table."""
    return [
        str(control.key).removeprefix("choice_vy-")
        for control in screen.segmented_control
        if str(control.key).startswith("choice_vy-")
    ]
