"""A line is broken where figures are missing, and the card says which years."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element, Node

from demografi.text.columns import CALCULATED
from demografi.text.years import spans
from tests.pages.cards import Chart, charts, values
from tests.pages.conftest import OpenScreen

SCENARIO = "1__jobb_2421_n300_f2028_t2040"


def elements(node: Node) -> Iterator[Element]:
    """What stands on a screen, in reading order."""
    if isinstance(node, Block):
        for child in node.children.values():
            yield from elements(child)
    elif isinstance(node, Element):
        yield node


def captions(screen: AppTest) -> dict[str, str]:
    """What stands below each chart."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for element in elements(screen.main):
        if element.type == "plotly_chart":
            waiting.append(str(element.key).removeprefix("chart_"))
        elif element.type == "caption":
            found |= dict.fromkeys(waiting, str(element.value))
            waiting = []
    return found


def statistics(chart: Chart) -> Iterator[tuple[list[int], list[int]]]:
    """Years of each line of statistics, or of what is calculated from it: known, and left out."""
    for trace in chart.content["data"]:
        dashed = (trace.get("line") or {}).get("dash", "solid") != "solid"
        dashed &= trace.get("name") != CALCULATED
        if "lines" not in trace.get("mode", "") or trace.get("fill") == "toself" or dashed:
            continue
        x = values(trace["x"])
        y = values(trace["y"])
        if x.dtype.kind not in "if" or y.dtype.kind not in "ifO":
            continue  # not over time
        y = y.astype(float)
        drawn = np.isfinite(y)
        if drawn.sum() < 2 or not 1900 < x[0] < 2100:
            continue
        assert np.diff(x).max() == 1, f"{chart.key}, {trace['name']}: a line over unknown years"
        first, last = np.flatnonzero(drawn)[[0, -1]]
        known, missing = x[first:last][drawn[first:last]], x[first:last][~drawn[first:last]]
        yield known.astype(int).tolist(), missing.astype(int).tolist()


@pytest.mark.parametrize(
    ("page", "link", "broken"),
    [
        ("prognos", {"plats": "2421"}, 4),
        ("prognos", {"plats": "24", "grupper": "skr2023"}, 6),
        ("insatser", {"plats": "2421"}, 4),
        ("scenarier", {"plats": "2421", "scenario": SCENARIO}, 4),
        ("kunskapsbild", {"plats": "2421", "indikator": "women_per_men_20_39"}, 2),
        ("jamfor", {"plats": "2421", "indikator": "older_80"}, 2),
        ("befolkning", {"plats": "2421"}, 0),
    ],
)
def test_every_broken_line_is_explained(
    open_screen: OpenScreen, page: str, link: dict[str, str], broken: int
) -> None:
    screen = open_screen(page, **link)
    told = captions(screen)
    found = 0
    for key, chart in charts(screen).items():
        for _known, missing in statistics(chart):
            if missing:
                found += 1
                assert "där uppgifter saknas: " in told[key], key
                # Years before the projection may be missing too.
                for run in re.split(", | och ", spans(missing)):
                    assert run in told[key], key
        if not any(missing for _known, missing in statistics(chart)) and "_" not in key:
            assert "bruten" not in told[key], f"{key}: nothing is broken"
    assert found == broken


def test_years_that_cannot_be_chosen_are_said(open_screen: OpenScreen) -> None:
    text = captions(open_screen("befolkning", plats="2421"))["pyramid"]
    assert "Ålder för ålder saknas 2020–2023, som därför inte går att välja." in text
    assert "saknas" not in captions(open_screen("befolkning", plats="2480"))["pyramid"]
