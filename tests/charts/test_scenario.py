"""Figures of scenarios: who is drawn, in what colour, and where lines meet."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from demografi.charts.palette import LIGHT
from demografi.charts.scenario import alternatives, effect, level, together

OBSERVED = pd.DataFrame({"year": [2023, 2024, 2025], "value": [110.0, 105.0, 100.0]})


def effects(size: float = 10.0) -> pd.DataFrame:
    years = np.arange(2025, 2031)
    frame = pd.DataFrame({"year": years})
    for prefix, middle in (("base_", 100 - years + 2025), ("", 110 - years + 2025)):
        for end, width in (("p10", -5), ("p50", 0), ("p90", 5)):
            frame[prefix + end] = middle + float(width)
    for end, share in (("p10", 0.8), ("p50", 1.0), ("p90", 1.2)):
        frame[f"effect_{end}"] = size * share
    return frame


def test_lines_meet_in_the_last_observed_value() -> None:
    other = pd.DataFrame({"year": range(2025, 2031), "p10": 85.0, "p50": 90.0, "p90": 95.0})
    figure = alternatives(
        OBSERVED, effects(), LIGHT, unit="personer", name="Gruva", others={"Annat": other}
    )
    lines = {trace.name: trace for trace in figure.data if trace.mode == "lines"}
    assert list(lines) == ["Statistik", "Prognos", "Gruva", "Annat"]
    assert {name: line.line.color for name, line in lines.items()} == {
        "Statistik": LIGHT.ink,
        "Prognos": LIGHT.accent,
        "Gruva": LIGHT.contrast,
        "Annat": LIGHT.categories[2],
    }
    for name in ("Prognos", "Gruva", "Annat"):
        assert (lines[name].x[0], lines[name].y[0]) == (2025, 100)
    assert figure.layout.showlegend


def test_what_is_compared_with_is_in_every_panel_and_one_has_its_range() -> None:
    def made(count: int) -> list[go.Figure]:
        others = {f"Annat {at}": effects(size=100.0) for at in range(count)}
        return [
            level(OBSERVED, effects(), LIGHT, changed=True, others=others),
            effect(effects(), LIGHT, others=others),
        ]

    for one, three in zip(made(1), made(3), strict=True):
        assert [line.line.dash for line in three.data if str(line.name).startswith("Annat")] == [
            "dash",
            "dot",
            "dashdot",
        ]
        fields = [sum(trace.fill == "toself" for trace in figure.data) for figure in (one, three)]
        assert fields[0] == fields[1] + 1, "three fields more could not be read"
    assert made(1)[1].layout.yaxis.range[1] > 100, "the other is in sight"


def test_without_a_scenario_only_the_projection_is_drawn() -> None:
    figure = alternatives(OBSERVED, effects(), LIGHT, unit="personer", name=None)
    drawn = [trace.name for trace in figure.data if trace.mode == "lines"]
    assert drawn == ["Statistik", "Prognos"]
    panel = level(OBSERVED, effects(), LIGHT, changed=False)
    assert len(panel.data) == 3
    assert len(level(OBSERVED, effects(), LIGHT, changed=True).data) == 5
    assert panel.layout.yaxis.rangemode == "tozero"


@pytest.mark.parametrize("size", [0.0, 0.2, 40.0, -40.0])
def test_the_difference_has_nothing_in_sight_and_small_ones_stay_small(size: float) -> None:
    figure = effect(effects(size), LIGHT)
    low, high = figure.layout.yaxis.range
    assert low < 0 < high
    assert low <= effects(size)["effect_p10"].min()
    assert high >= effects(size)["effect_p90"].max()
    (line,) = [trace for trace in figure.data if trace.mode == "lines"]
    assert line.y[0] == size
    assert any(shape.y0 == 0 == shape.y1 for shape in figure.layout.shapes)


def test_panels_together_keep_their_lines_and_titles() -> None:
    panels = {name: effect(effects(size), LIGHT) for name, size in (("a", 3), ("b", 5), ("c", 9))}
    figure = together(panels, LIGHT)
    assert len(figure.data) == sum(len(panel.data) for panel in panels.values())
    assert [note.text for note in figure.layout.annotations] == ["a", "b", "c"]
    assert figure.layout.yaxis3.tickformat == "+,.0f"
