"""Figures of how close forecasts came: every line can be told from every other."""

import pandas as pd
import pytest

from demografi.charts.accuracy import by_years_ahead, said_and_came
from demografi.charts.palette import DARK, LIGHT, Palette
from demografi.findings.accuracy import OURS, PUBLISHED, RULES
from demografi.text.contenders import names
from tests.charts.figures import numbers, outside_addresses, trace
from tests.charts.test_palette import contrast

CONTENDERS = (OURS, PUBLISHED, *RULES)
SAID = pd.DataFrame(
    {"year": [2020, 2021], "actual": [10.0, 11.0]}
    | {name: [10.0 + at, 11.0 + at] for at, name in enumerate(CONTENDERS)}
    | {"low80": [9.0, 9.0], "high80": [11.0, 13.0]}
)
HISTORY = pd.DataFrame({"year": range(2000, 2022), "value": 10.0})
SHARES = pd.DataFrame(
    [
        {"contender": name, "ahead": ahead, "share": 100.0 - at}
        for at, name in enumerate(CONTENDERS)
        for ahead in (1, 2, 3)
    ]
)
each_theme = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@each_theme
def test_every_contender_is_told_from_every_other(palette: Palette) -> None:
    figure = said_and_came(HISTORY, SAID, palette, origin=2019, names=names())
    drawn = [trace(figure, name) for name in names().values()]
    assert len({line.line.color for line in drawn}) == len(drawn)
    forms = {(line.line.dash, line.marker.symbol) for line in drawn}
    assert len(forms) == len(drawn), "also by those who do not see colours"
    for line in drawn:
        assert line.showlegend is not False, "named in the chart, not in the table alone"
        assert line.marker.color == line.line.color
        assert min(contrast(line.line.color, ground) for ground in (palette.page, palette.card)) > 3
    ours = trace(figure, names()[OURS])
    assert all(ours.line.width > line.line.width for line in drawn if line is not ours)
    assert outside_addresses(figure) == []


def test_everyone_starts_in_the_base_years_figure() -> None:
    figure = said_and_came(HISTORY, SAID, LIGHT, origin=2019, names=names())
    for name in names().values():
        line = trace(figure, name)
        assert (line.x[0], line.y[0]) == (2019, 10.0)
    assert numbers(trace(figure, "Utfall").x).min() == 2009


@pytest.mark.parametrize(("least", "bottom"), [(83.0, 70), (41.0, 30), (3.0, 0)])
def test_shares_are_shown_large_with_what_they_should_reach(least: float, bottom: float) -> None:
    shares = SHARES.assign(share=SHARES["share"].where(SHARES["ahead"] < 3, least))
    figure = by_years_ahead(
        shares, LIGHT, value="share", names=names(), limit=80, limit_name="8 av 10", unit="andel"
    )
    low, high = figure.layout.yaxis.range
    assert (low, high) == (bottom, 102)
    assert "8 av 10" in [note.text for note in figure.layout.annotations]
