"""The matrix as a table: what stands in the cells, and how strongly they are shaded."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from demografi.charts.matrix import STRONGEST, matrix_table, shade
from demografi.charts.palette import DARK, LIGHT, Palette


def table_of(palette: Palette = LIGHT) -> tuple[pd.DataFrame, pd.DataFrame]:
    cells = pd.DataFrame(
        {
            "view": ["now"] * 5,
            "basis": ["published"] * 5,
            "place": ["2480", "2463", "00", "2480", "2463"],
            "indicator": ["mean_age"] * 3 + ["population"] * 2,
            "year": [2025, 2025, 2022, 2025, 2025],
            "value": [40.1, 47.9, 42.0, 135273.0, 2683.0],
            "low": [np.nan, 47.0, np.nan, np.nan, np.nan],
            "high": [np.nan, 49.1, np.nan, np.nan, np.nan],
        }
    )
    styled: Any = matrix_table(
        cells,
        palette,
        rows=["2480", "2463", "00"],
        shaded=["2480", "2463"],
        indicators=["mean_age", "population"],
        years={"now": {"mean_age": 2025, "population": 2025}},
        name={"2480": "Umeå", "2463": "Åsele", "00": "Sverige"}.__getitem__,
        chosen="2463",
    ).styled()
    return styled.data, style_of(styled)


def style_of(styled: Any) -> pd.DataFrame:
    styled._compute()
    style = pd.DataFrame("", index=styled.data.index, columns=styled.data.columns)
    for (row, column), rules in styled.ctx.items():
        style.iloc[row, column] = "; ".join(f"{name}: {value}" for name, value in rules)
    return style


def three_views() -> tuple[pd.DataFrame, pd.DataFrame]:
    nothing = np.nan
    cells = pd.DataFrame(
        [
            ("then", "2480", "mean_age", 2010, 38.0, nothing, nothing, "computed"),
            ("now", "2480", "mean_age", 2025, 40.1, nothing, nothing, "computed"),
            ("later", "2480", "mean_age", 2035, 41.5, 41.0, 42.0, ""),
            ("then", "2463", "mean_age", 2007, 46.0, nothing, nothing, "computed"),
            ("now", "2463", "mean_age", 2025, 47.9, nothing, nothing, "computed"),
            ("now", "2480", "tfr_5y", 2025, 1.27, nothing, nothing, "computed"),
            ("now", "2463", "tfr_5y", 2019, 2.12, nothing, nothing, "indirect"),
        ],
        columns=["view", "place", "indicator", "year", "value", "low", "high", "basis"],
    )
    styled: Any = matrix_table(
        cells,
        LIGHT,
        rows=["2480", "2463", "00"],
        shaded=["2480", "2463"],
        indicators=["mean_age", "tfr_5y"],
        years={
            "then": {"mean_age": 2010},
            "now": {"mean_age": 2025, "tfr_5y": 2025},
            "later": {"mean_age": 2035},
        },
        name={"2480": "Umeå", "2463": "Åsele", "00": "Sverige"}.__getitem__,
    ).styled()
    return styled.data, style_of(styled)


def test_a_cell_of_all_views_has_then_now_and_range_in_lines() -> None:
    data, style = three_views()
    ages = data["**Medelålder** år, 2010\u00a0→\u00a02025\u00a0→\u00a02035"]
    assert ages["Umeå"].split("  \n") == ["38,0", "**40,1**", "41,0–42,0"]
    assert ages["Åsele"].split("  \n") == ["46,0 (2007)", "**47,9**", "–"]
    assert ages["Sverige"] == "–"
    assert str(STRONGEST) in str(style.iloc[1, 0]), "shaded by now"


def test_a_view_without_any_value_takes_no_line_and_estimates_are_marked_not_shaded() -> None:
    data, style = three_views()
    fertility = data.iloc[:, 1]
    assert str(fertility.name).endswith(", 2025")
    assert fertility.tolist() == ["**1,27**", "**2,12\\* (2019)**", "–"]
    assert "background" not in str(style.iloc[1, 1])


def test_cells_carry_range_and_odd_year_and_dash() -> None:
    data, _style = table_of()
    assert data["**Medelålder** år, 2025"].tolist() == ["40,1", "47,9 (47,0–49,1)", "42,0 (2022)"]
    assert data["**Folkmängd** personer, 2025"].tolist() == ["135\u00a0273", "2\u00a0683", "–"]
    assert data.index.tolist() == ["Umeå", "**Åsele**", "Sverige"]


def test_only_the_countys_spread_is_shaded_and_not_sizes() -> None:
    _data, style = table_of()
    ages, people = style.iloc[:, 0], style.iloc[:, 1]
    assert str(STRONGEST) in ages.iloc[1]
    assert "background" in ages.iloc[0]
    assert "background" not in ages.iloc[2]
    assert "border-top" in ages.iloc[2]
    assert not people.str.contains("background").any()
    assert style.apply(lambda column: column.str.contains("text-align: right")).all(axis=None)


def test_shade_runs_from_lowest_to_highest() -> None:
    values = np.array([[10.0, 1.0], [30.0, 1.0], [20.0, 1.0], [np.nan, 1.0], [99.0, 5.0]])
    found = shade(values, np.array([True, True, True, True, False]))
    assert found[:3, 0].tolist() == [0.0, 1.0, 0.5]
    assert np.isnan(found[3:]).all()
    assert np.isnan(found[:, 1]).all(), "no spread, no shade"


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_the_darkest_shade_keeps_its_contrast(palette: Palette) -> None:
    def channels(colour: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)

    def luminance(rgb: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        linear = np.where(
            rgb / 255 <= 0.04045, rgb / 255 / 12.92, ((rgb / 255 + 0.055) / 1.055) ** 2.4
        )
        return float(linear @ [0.2126, 0.7152, 0.0722])

    accent, page = channels(palette.accent), channels(palette.page)
    ground = luminance(accent * STRONGEST + page * (1 - STRONGEST))
    # Then and later are written in the muted colour, small.
    for colour, least in ((palette.ink, 7), (palette.muted, 4.5)):
        text = luminance(channels(colour))
        assert (max(ground, text) + 0.05) / (min(ground, text) + 0.05) >= least
