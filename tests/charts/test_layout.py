import plotly.graph_objects as go
import pytest

from demografi.charts.layout import CONFIG, base, mark_jump_off
from demografi.charts.palette import DARK, LIGHT, Palette
from tests.charts.figures import outside_addresses


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: str(theme.name))
def test_swedish_numbers_theme_colours_and_nothing_from_outside(theme: Palette) -> None:
    figure = base(theme, height=321, unit="personer")
    assert figure.layout.separators == ",\N{NO-BREAK SPACE}"
    assert figure.layout.height == 321
    assert figure.layout.font.color == theme.ink
    assert figure.layout.xaxis.tickfont.color == figure.layout.yaxis.tickfont.color == theme.muted
    assert not figure.layout.showlegend
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange, "a page that scrolls must not zoom a chart instead"
    assert [note.text for note in figure.layout.annotations] == ["personer"]
    assert outside_addresses(figure) == []


def test_grid_is_horizontal_only() -> None:
    layout = base(LIGHT).layout
    assert layout.xaxis.showgrid is False
    assert layout.yaxis.showgrid is not False


def test_browser_settings_fetch_nothing_and_have_no_mode_bar() -> None:
    assert CONFIG["displayModeBar"] is False
    assert CONFIG["topojsonURL"].startswith("data:")


def test_jump_off_is_a_line_with_a_word() -> None:
    figure: go.Figure = base(LIGHT)
    mark_jump_off(figure, 2025, LIGHT)
    (line,) = figure.layout.shapes
    assert (line.x0, line.x1) == (2025, 2025)
    (note,) = figure.layout.annotations
    assert (note.text, note.x) == ("prognos", 2025)
