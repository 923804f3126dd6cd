"""Charts of evidence: bands, marks, dots that stand for what they should."""

import numpy as np
import pandas as pd
import pytest

from demografi.charts.evidence import (
    alone_and_together,
    event_path,
    outcome_and_projection,
    placebo_strip,
    with_and_without,
)
from demografi.charts.palette import DARK, LIGHT, Palette
from tests.charts.figures import traces

SEEN = pd.DataFrame({"year": [2023, 2024, 2025], "value": [100.0, 98.0, 97.0]})


def ahead(first: int = 2025, lift: float = 0.0) -> pd.DataFrame:
    years = np.arange(first, first + 4)
    middle = 97 - np.arange(4) + lift
    return pd.DataFrame({"year": years, "p10": middle - 2, "p50": middle, "p90": middle + 2})


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_with_and_without_share_history_and_differ_in_colour(palette: Palette) -> None:
    figure = with_and_without(
        SEEN,
        ahead(),
        ahead(lift=5),
        palette,
        unit="personer",
        names=("Utan", "Med"),
        span=(2026, 2027),
    )
    assert len(traces(figure, "Statistik")) == 1
    band, line = traces(figure, "Med")
    assert band.fill == "toself"
    assert band.mode == line.mode == "lines"
    assert list(line.y) == list(ahead(lift=5)["p50"])
    assert line.line.color == palette.contrast
    assert traces(figure, "Utan")[1].line.color == palette.accent
    (shade,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert (shade.x0, shade.x1) == (2026, 2027)


def test_outcome_is_ink_and_projection_is_marked_where_it_was_made() -> None:
    figure = outcome_and_projection(
        SEEN, ahead(2023), LIGHT, unit="personer", name="Prognos från 2023"
    )
    (seen,) = traces(figure, "Statistik")
    assert seen.line.color == LIGHT.ink
    (line,) = [shape for shape in figure.layout.shapes if shape.type == "line"]
    assert line.x0 == line.x1 == 2023


def test_event_path_has_a_range_only_after_the_event() -> None:
    path = pd.DataFrame(
        {
            "year": [2012, 2013, 2014, 2015],
            "value": [5.0, 6, 7, 8],
            "comparison": [1.0, 1, 2, 2],
            "expected": [5.0, 6, 6, 7],
            "low": [np.nan, np.nan, 4, 5],
            "high": [np.nan, np.nan, 8, 9],
        }
    )
    figure = event_path(
        path, LIGHT, unit="per 1 000", names=("Umeå", "Andra", "Väntat"), event=2014, word="2014"
    )
    band = next(trace for trace in figure.data if trace.fill == "toself")
    assert sorted(set(band.x)) == [2014, 2015]
    assert "2014" in [note.text for note in figure.layout.annotations]
    assert "prognos" not in [note.text for note in figure.layout.annotations]


def test_every_placebo_is_a_dot_near_its_value() -> None:
    values = [0.1, 0.12, 3.0, -2.0, 0.11]
    figure = placebo_strip(
        values, 1.0, 2.5, LIGHT, unit="per 1 000", name="Umeå", others="Utan händelse"
    )
    (dots,) = traces(figure, "Utan händelse")
    assert len(dots.x) == len(values)
    np.testing.assert_allclose(sorted(dots.x), sorted(values), atol=5 / 24)
    places = list(zip(dots.x, dots.y, strict=True))
    assert len(set(places)) == len(values), "dots never lie on each other"
    (own,) = traces(figure, "Umeå")
    assert list(own.x) == [1.0]
    (shade,) = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert (shade.x0, shade.x1) == (-2.5, 2.5)


def test_strip_without_placebos_is_empty() -> None:
    figure = placebo_strip([], 1.0, 0.0, LIGHT, unit="", name="a", others="b")
    (dots,) = traces(figure, "b")
    assert len(dots.x) == 0


def test_rows_show_members_and_all_together() -> None:
    frame = pd.DataFrame(
        {"least": [2.0, 3.0], "most": [8.0, 9.0], "alone": [5.0, 6.0], "together": [1.0, 2.0]}
    )
    figure = alone_and_together(frame, LIGHT, names=["6–15 år", "80 år och äldre"])
    (together,) = traces(figure, "Tillsammans")
    assert list(together.x) == [1.0, 2.0]
    bars = figure.data[0]
    assert [x for x in bars.x if not np.isnan(x)] == [2.0, 8.0, 3.0, 9.0]
