"""What tests ask of a figure."""

import json
import re
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray


def drawn(figure: go.Figure) -> dict[str, Any]:
    """Return what the browser is given."""
    content: dict[str, Any] = json.loads(figure.to_json())
    return content


def outside_addresses(figure: go.Figure) -> list[str]:
    """Return addresses a browser could fetch from."""
    return re.findall(r"(?:https?:)?//[\w.]+", figure.to_json())


def traces(figure: go.Figure, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name]


def trace(figure: go.Figure, name: str) -> Any:
    (found,) = traces(figure, name)
    return found


def numbers(values: object) -> NDArray[np.float64]:
    return np.asarray(values, dtype=float)
